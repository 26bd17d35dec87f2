"""The national tables, read by contract and once."""

from stratanalysis.reference.codes import budget_code, katottg_code, match_names
from stratanalysis.reference.country import country_rows, country_table
from stratanalysis.reference.demographic import reference_table
from stratanalysis.reference.search import find_hromada
from stratanalysis.reference.tables import read_reference, reference_folder

__all__ = [
    "budget_code",
    "country_rows",
    "country_table",
    "find_hromada",
    "katottg_code",
    "match_names",
    "read_reference",
    "reference_folder",
    "reference_table",
]
