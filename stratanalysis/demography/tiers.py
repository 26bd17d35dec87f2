"""Which population model the data of a community allow, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TIERS", "ModelChoice", "choose_model"]

TIERS = ("totals", "components", "age_sex")
"""From the poorest data to the richest."""

_COMPONENTS = ({"births", "deaths"}, {"natural_change"})

_OWN = "The population of {year} is known by sex and age, so that cohorts are projected."
_FITTED = (
    "The community has the total population of {year} but no ages of its own: the age structure "
    "of the oblast is fitted to its totals, so that cohorts are projected."
)
_WITH_COMPONENTS = (
    "Totals for {count} years with births, deaths and net migration are known, but no age "
    "structure: each component is carried forward on its own."
)
_TOTALS = "Only totals for {count} years are known: the total is carried forward, without ages."


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The tier of model, and its reason for the report.

    Attributes
    ----------
    tier : {"totals", "components", "age_sex"}
        The model.
    structure : {"own", "fitted", ""}
        Where the ages come from, for ``"age_sex"``.
    kind : str
        Which population: ``"present"`` or ``"resident"``; the two are never mixed.
    year : int
        1 January from which the projection starts.
    why : str
        English message with fields, the key of the catalogues.
    values : mapping
        The fields of `why`.
    """

    tier: str
    structure: str
    kind: str
    year: int
    why: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The reason in English."""
        return self.why.format(**self.values)


def choose_model(
    tables: Mapping[str, pd.DataFrame], *, parent_structure: bool = False
) -> ModelChoice:
    """Choose the richest model that the tables allow.

    1. ``age_sex``: the community's own population by sex and age, or, where only totals are known
       and `parent_structure` says that a larger area's is at hand, that structure fitted.
    2. ``components``: two totals or more, and births and deaths (or natural change) with net
       migration for a year or more.
    3. ``totals``: at least one total. With a single one, only "no change" can be said.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``population`` (year, kind, value), ``population_age_sex`` (year, kind, sex, age, value),
        ``population_change`` (year, component, value); those that are missing or empty do not
        exist. Rows without a value are gaps.
    parent_structure : bool
        Whether the structure of the oblast is available.

    Returns
    -------
    ModelChoice
        Of resident and present population, the one with more years (resident where equal).

    Raises
    ------
    InvalidInputError
        There is no population figure at all.
    """
    totals = _known(tables, "population")
    ages = _known(tables, "population_age_sex")
    if ages is not None:
        year = int(ages["year"].max())
        kind = _kind(ages[ages["year"] == year])
        return ModelChoice("age_sex", "own", kind, year, _OWN, {"year": year})
    if totals is None:
        raise InvalidInputError(
            "there is no population figure",
            where="tables",
            expected="rows in population or population_age_sex",
            do="add the total of at least one year",
        )
    kind = _kind(totals)
    years = totals.loc[totals["kind"] == kind, "year"]
    year, count = int(years.max()), int(years.nunique())
    if parent_structure:
        return ModelChoice("age_sex", "fitted", kind, year, _FITTED, {"year": year})
    change = _known(tables, "population_change")
    if change is not None and count >= 2:
        by_year = change.groupby("year")["component"].agg(set)
        if any("net_migration" in had and any(c <= had for c in _COMPONENTS) for had in by_year):
            return ModelChoice("components", "", kind, year, _WITH_COMPONENTS, {"count": count})
    return ModelChoice("totals", "", kind, year, _TOTALS, {"count": count})


def _known(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame | None:
    table = tables.get(name)
    if table is None or table.empty:
        return None
    rows = table[table["value"].notna()]
    return None if rows.empty else rows


def _kind(rows: pd.DataFrame) -> str:
    years = rows.groupby("kind")["year"].nunique()
    best = years[years == years.max()].index
    return "resident" if "resident" in best else str(best[0])
