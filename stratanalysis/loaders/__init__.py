"""From documents, workbooks and exports to long tables, every row with its source."""

from stratanalysis.loaders.age_sex import read_age_sex
from stratanalysis.loaders.budget import read_fiscal_table, read_revenues
from stratanalysis.loaders.budget_checks import REVENUE_PER_HEAD, check_budget
from stratanalysis.loaders.budget_export import EXPORT_COLUMNS, parse_export, read_export
from stratanalysis.loaders.budget_series import economic_leaves, monthly, series_kind, year_totals
from stratanalysis.loaders.codes import budget_code, find_hromada, katottg_code, match_names
from stratanalysis.loaders.expenditures import programme_groups, read_expenditures
from stratanalysis.loaders.extraction import (
    Extraction,
    extract_document,
    load_action_plan,
    load_document,
    load_programme,
    load_strategy,
)
from stratanalysis.loaders.folder import extract
from stratanalysis.loaders.goal_trees import read_goal_trees
from stratanalysis.loaders.openbudget import Fetched, fetch_budget
from stratanalysis.loaders.population import read_components_of_change, read_present_population
from stratanalysis.loaders.portal import FetchError
from stratanalysis.loaders.reading import Document, document_from_text, read_document
from stratanalysis.loaders.simple_tables import read_simple_table

__all__ = [
    "Document",
    "EXPORT_COLUMNS",
    "Extraction",
    "FetchError",
    "Fetched",
    "REVENUE_PER_HEAD",
    "budget_code",
    "check_budget",
    "document_from_text",
    "economic_leaves",
    "extract",
    "extract_document",
    "fetch_budget",
    "find_hromada",
    "katottg_code",
    "load_action_plan",
    "load_document",
    "load_programme",
    "load_strategy",
    "match_names",
    "monthly",
    "parse_export",
    "programme_groups",
    "read_age_sex",
    "read_components_of_change",
    "read_document",
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
