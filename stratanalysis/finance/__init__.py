"""Local budgets as Ukraine keeps them: from the classification to trajectories and programmes."""

from stratanalysis.finance.equalisation import (
    base_subsidy,
    fit_national_per_head,
    reverse_subsidy,
    tax_capacity_index,
)
from stratanalysis.finance.expenditure import (
    EXPENDITURE_GROUPS,
    capital_expenditure,
    expenditure,
    expenditure_group,
    price_mix,
    price_weights,
)
from stratanalysis.finance.prices import (
    price_level,
    price_levels,
    read_price_assumptions,
    to_constant,
    to_nominal,
)
from stratanalysis.finance.revenue import (
    REVENUE_GROUPS,
    education_subvention,
    employed,
    excise,
    fees,
    land_payment,
    military_pit,
    pit,
    pit_share,
    project_lines,
    property_tax,
    scale_line,
    single_tax,
)

__all__ = [
    "EXPENDITURE_GROUPS",
    "REVENUE_GROUPS",
    "base_subsidy",
    "capital_expenditure",
    "education_subvention",
    "employed",
    "excise",
    "expenditure",
    "expenditure_group",
    "fees",
    "fit_national_per_head",
    "land_payment",
    "military_pit",
    "pit",
    "pit_share",
    "price_level",
    "price_levels",
    "price_mix",
    "price_weights",
    "project_lines",
    "property_tax",
    "read_price_assumptions",
    "reverse_subsidy",
    "scale_line",
    "single_tax",
    "tax_capacity_index",
    "to_constant",
    "to_nominal",
]
