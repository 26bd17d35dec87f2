"""Names of revenue groups and of the variables of ``statistics.csv``: keys of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["REVENUE_LABELS", "STATISTIC_LABELS"]

REVENUE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "pit": "Personal income tax",
        "military_pit": "PIT on military pay",
        "single_tax": "Single tax",
        "property_tax": "Property tax",
        "excise": "Excise",
        "corporate_tax": "Corporate profit tax",
        "environmental_tax": "Environmental tax",
        "rent": "Rent for natural resources",
        "tourist_fee": "Tourist fee",
        "parking_fee": "Parking fee",
        "non_tax": "Non-tax revenue",
        "capital_revenue": "Capital revenue",
        "target_funds": "Target funds",
        "other_own": "Other revenue",
        "base_subsidy": "Base grant",
        "additional_subsidy": "Additional grant for affected territories",
        "other_transfers": "Other transfers",
    }
)
"""Revenue groups and their English names (keys of the catalogues). `pit` is without the military
PIT; `property_tax` is real estate, transport and land together."""

STATISTIC_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "agricultural_enterprises": "Agricultural enterprises",
        "agricultural_output_first_half": "Agricultural output, first half-year",
        "arable_land": "Arable land",
        "area_stated": "Area as the document states it",
        "average_monthly_wage": "Average monthly wage",
        "base_subsidy": "Base grant by the ministry's table",
        "children_with_disability": "Children with a disability",
        "employed": "Employed",
        "entrepreneurs": "Entrepreneurs (natural persons)",
        "health_declarations": "Declarations with a family doctor",
        "heat_consumption": "Heat consumption of public buildings",
        "industrial_enterprises": "Industrial enterprises",
        "industrial_sales_first_half": "Sales of industry, first half-year",
        "internet_providers": "Internet providers",
        "kindergarten_children": "Children in kindergartens",
        "kindergartens": "Kindergartens",
        "medium_enterprises": "Medium enterprises",
        "out_of_school_pupils": "Pupils of out-of-school education",
        "persons_with_disability": "Persons with a disability",
        "pit_per_head": "Personal income tax per head",
        "planned_industrial_park_jobs": "Industrial park: planned jobs",
        "planned_industrial_park_payments": "Industrial park: planned payments to budgets",
        "planned_industrial_park_sales": "Industrial park: planned sales",
        "population_change_5_years_oblast_stated": "Change in five years, oblast, as stated",
        "population_change_5_years_stated": "Change in five years, community, as stated",
        "population_change_5_years_ukraine_stated": "Change in five years, Ukraine, as stated",
        "population_city_share_stated": "Share of the city in the population, as stated",
        "population_female_share_stated": "Share of women, as stated",
        "population_over_60_share_stated": "Share of those over 60, as stated",
        "population_present_stated": "Present population as the document states it",
        "population_under_18_share_stated": "Share of those under 18, as stated",
        "population_working_age_share_stated": "Share of working age, as stated",
        "pupils": "Pupils",
        "reverse_subsidy": "Reverse grant by the ministry's table",
        "school_places": "Places in schools",
        "schools": "Schools",
        "small_and_medium_enterprises": "Small and medium enterprises",
        "small_enterprises": "Small enterprises",
        "tax_capacity_index": "Tax-capacity index",
        "university_graduates": "Graduates of universities",
        "urban_population": "Urban population",
        "wage_gap_to_oblast": "Wage gap to the oblast, as stated",
        "wage_gap_to_ukraine": "Wage gap to Ukraine, as stated",
    }
)
"""A variable that is not here is shown by its own name."""
