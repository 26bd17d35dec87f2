"""From documents, workbooks and exports to long tables, every row with its source."""

from stratanalysis.loaders.budget import (
    programme_groups,
    read_expenditures,
    read_fiscal_table,
    read_revenues,
)
from stratanalysis.loaders.budget_checks import REVENUE_PER_HEAD, check_budget
from stratanalysis.loaders.budget_export import EXPORT_COLUMNS, parse_export, read_export
from stratanalysis.loaders.budget_series import economic_leaves, monthly, series_kind, year_totals
from stratanalysis.loaders.codes import budget_code, find_hromada, katottg_code, match_names
from stratanalysis.loaders.goal_trees import read_goal_trees
from stratanalysis.loaders.openbudget import Fetched, fetch_budget
from stratanalysis.loaders.population import (
    read_age_sex,
    read_components_of_change,
    read_present_population,
)
from stratanalysis.loaders.portal import FetchError
from stratanalysis.loaders.simple_tables import read_simple_table

__all__ = [
    "EXPORT_COLUMNS",
    "FetchError",
    "Fetched",
    "REVENUE_PER_HEAD",
    "budget_code",
    "check_budget",
    "economic_leaves",
    "fetch_budget",
    "find_hromada",
    "katottg_code",
    "match_names",
    "monthly",
    "parse_export",
    "programme_groups",
    "read_age_sex",
    "read_components_of_change",
    "read_expenditures",
    "read_export",
    "read_fiscal_table",
    "read_goal_trees",
    "read_present_population",
    "read_revenues",
    "read_simple_table",
    "series_kind",
    "year_totals",
]
