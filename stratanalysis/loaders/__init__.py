"""From documents, workbooks and exports to long tables, every row with its source."""

from stratanalysis.loaders.budget import (
    programme_groups,
    read_expenditures,
    read_fiscal_table,
    read_revenues,
)
from stratanalysis.loaders.codes import budget_code, find_hromada, katottg_code, match_names
from stratanalysis.loaders.population import (
    read_age_sex,
    read_components_of_change,
    read_present_population,
)

__all__ = [
    "budget_code",
    "find_hromada",
    "katottg_code",
    "match_names",
    "programme_groups",
    "read_age_sex",
    "read_components_of_change",
    "read_expenditures",
    "read_fiscal_table",
    "read_present_population",
    "read_revenues",
]
