"""Official workbooks, exports and typed tables as the project's own tables."""

from stratanalysis.official.age_sex import read_age_sex
from stratanalysis.official.budget import read_fiscal_table, read_revenues
from stratanalysis.official.budget_checks import REVENUE_PER_HEAD, check_budget
from stratanalysis.official.budget_export import EXPORT_COLUMNS, parse_export, read_export
from stratanalysis.official.budget_series import economic_leaves, monthly, series_kind, year_totals
from stratanalysis.official.expenditures import programme_groups, read_expenditures
from stratanalysis.official.openbudget import Fetched, fetch_budget
from stratanalysis.official.population import read_components_of_change, read_present_population
from stratanalysis.official.portal import FetchError
from stratanalysis.official.simple_tables import read_simple_table

__all__ = [
    "EXPORT_COLUMNS",
    "FetchError",
    "Fetched",
    "REVENUE_PER_HEAD",
    "check_budget",
    "economic_leaves",
    "fetch_budget",
    "monthly",
    "parse_export",
    "programme_groups",
    "read_age_sex",
    "read_components_of_change",
    "read_expenditures",
    "read_export",
    "read_fiscal_table",
    "read_present_population",
    "read_revenues",
    "read_simple_table",
    "series_kind",
    "year_totals",
]
