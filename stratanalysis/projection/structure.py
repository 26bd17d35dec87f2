"""Ages and sexes in the base year: the community's own, or those of its oblast fitted to it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stratanalysis.community import Community
from stratanalysis.demography import SEXES, fit_age_structure, single_ages
from stratanalysis.errors import InvalidInputError
from stratanalysis.reference.country import country_table
from stratanalysis.reference.demographic import reference_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "OPEN_AGE",
    "PARTLY_REGISTERED",
    "STATED_TOTALS",
    "AgeStructure",
    "age_structure",
    "area_grid",
]

OPEN_AGE = 80
"""The last age of the published structures is open: 80 and over."""

STATED_TOTALS = {
    "population_female_share_stated": ("female", 0.0, np.nan),
    "population_under_18_share_stated": ("both", 0.0, 17.0),
    "population_over_60_share_stated": ("both", 60.0, np.nan),
}
"""Shares of the whole that the community's own documents state, with what they cover."""


PARTLY_REGISTERED = ("UA14", "UA44")
"""Donetsk and Luhansk oblasts: births since 2014 were registered in a part of the territory that
their population counts, so ages 0 to 7 are too few; :func:`area_grid` has them mended."""
_BESIDE = ("UA12", "UA23", "UA63")
"""Dnipropetrovsk, Zaporizhzhia and Kharkiv oblasts, which border on them."""


@dataclass(frozen=True, slots=True, eq=False)
class AgeStructure:
    """Persons by sex and single age to 80 and over, and where they come from.

    Attributes
    ----------
    people : ndarray, shape (sex, age)
        Persons; they add up to the population of the base year.
    origin : {"own", "oblast"}
    oblast : str
        Name of the oblast as the reference table has it, for ``"oblast"``.
    year : int
        1 January of the structure, which may be another year than the base.
    kind : str
        Which population the structure counts.
    stated : tuple of str
        The shares of the community's own that it was fitted to.
    """

    people: npt.NDArray[np.float64]
    origin: str
    oblast: str
    year: int
    kind: str
    stated: tuple[str, ...] = ()


def age_structure(community: Community, year: int, total: float) -> AgeStructure | None:
    """Return the structure of `year`, or None where neither community nor oblast has one.

    The community's own table of the nearest year is taken where there is one; otherwise the
    oblast's (of Donetsk and Luhansk with the children that were not registered), fitted to the
    total and to the shares in ``statistics.csv`` that are named in :data:`STATED_TOTALS`
    (iterative proportional fitting, see :func:`stratanalysis.demography.fit_age_structure`).

    Parameters
    ----------
    community : Community
    year : int
        Base year.
    total : float
        Population of 1 January of that year, persons.
    """
    import pandas as pd

    own = _grid(community["population_age_sex"], year)
    stated: dict[str, float] = {}
    if own is None:
        found = _oblast_grids().get(community.oblast_katottg[:4])
        if found is None:
            return None
        oblast, (grid, when, kind) = found
        frame = community["statistics"]
        rows = frame[(frame["year"] == year) & frame["variable"].isin(STATED_TOTALS)]
        stated = dict(zip(rows["variable"], rows["value"].astype(float), strict=True))
    else:
        oblast, (grid, when, kind) = "", own
    totals = [("both", 0.0, np.nan, total)]
    totals += [(*STATED_TOTALS[name], share * total) for name, share in stated.items()]
    people = fit_age_structure(
        grid,
        totals=pd.DataFrame(totals, columns=["sex", "first_age", "last_age", "value"]),
        age_widths=single_ages(OPEN_AGE),
        tolerance=1e-12,
    )
    people *= total / people.sum()
    origin = "own" if own is not None else "oblast"
    return AgeStructure(people, origin, oblast, when, kind, tuple(sorted(stated)))


def area_grid(katottg: str, oblast_code: str, year: int) -> npt.NDArray[np.float64]:
    """Persons by sex and single age of a large city where published, else of the oblast.

    Raises
    ------
    InvalidInputError
        The oblast has no structure.
    """
    cities = _city_grids()
    if katottg in cities:
        return cities[katottg]
    if oblast_code not in _oblast_grids():
        raise InvalidInputError(
            f"no population by sex and age of the oblast {oblast_code} in {year}",
            where="oblast_population_age_sex.csv",
        )
    return _oblast_grids()[oblast_code][1][0]


@functools.cache
def _city_grids() -> dict[str, npt.NDArray[np.float64]]:
    table = country_table("city_population_age_sex").assign(kind="resident")
    grids = {}
    for code, rows in table.groupby("katottg"):
        found = _grid(rows, int(rows["year"].max()))
        if found is not None:
            grids[str(code)] = found[0]
    return grids


def _grid(frame: pd.DataFrame, year: int) -> tuple[npt.NDArray[np.float64], int, str] | None:
    """Sexes by ages of the nearest year that has them all; None where no year has.

    Every sex needs every age to the open one; ages above it are added to it. A missing value is no
    zero: its year is passed over.
    """
    years = sorted(
        frame["year"].dropna().astype(int).unique(), key=lambda one: (abs(one - year), one)
    )
    for when in years:
        of_year = frame[frame["year"] == when]
        for kind in of_year["kind"].unique():
            rows = of_year[of_year["kind"] == kind]
            ages = np.minimum(rows["age"].to_numpy(dtype=int), OPEN_AGE)
            sexes = rows["sex"].map({sex: i for i, sex in enumerate(SEXES)}).to_numpy(dtype=int)
            grid = np.zeros((len(SEXES), OPEN_AGE + 1))
            seen = np.zeros(grid.shape, dtype=int)
            np.add.at(grid, (sexes, ages), rows["value"].to_numpy(dtype=float))
            np.add.at(seen, (sexes, ages), 1)
            if (seen > 0).all() and np.isfinite(grid).all():
                return grid, int(when), str(kind)
    return None


@functools.cache
def _oblast_grids() -> dict[str, tuple[str, tuple[npt.NDArray[np.float64], int, str]]]:
    """Structure by the first four signs of the oblast's code, as in ``UA14``."""
    columns = ("oblast_code", "oblast", "year", "kind", "sex", "age", "value")
    table = reference_table("oblast_population_age_sex", columns)
    grids = {}
    for (code, oblast), rows in table.groupby(["oblast_code", "oblast"]):
        found = _grid(rows, int(rows["year"].max()))
        if found is not None:
            grids[str(code)] = (str(oblast), found)
    for code in PARTLY_REGISTERED:
        if code in grids and all(one in grids for one in _BESIDE):
            oblast, (grid, when, kind) = grids[code]
            beside = np.sum([grids[one][1][0] for one in _BESIDE], axis=0)
            grids[code] = oblast, (_with_children(grid, beside), when, kind)
    return grids


def _with_children(
    grid: npt.NDArray[np.float64], beside: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Ages with children of 0-7 by their ratio to those of 8-17 in the oblasts around.

    ``N(a) = N'(a) · N(8-17)/N'(8-17) · r``: r is the relation of pupils of a class 1-4 to those of
    a class 5-9 in the oblast against the same relation around it; sexes as around.
    """
    born, known = slice(0, 8), slice(8, 18)
    mended = grid.copy()
    level = grid[:, known].sum() / beside[:, known].sum() * _fewer_pupils()
    mended[:, born] = np.maximum(beside[:, born] * level, grid[:, born])
    return mended


@functools.cache
def _fewer_pupils() -> float:
    """Pupils of a class 1-4 over those of a class 5-9, 2022/23: Donetsk oblast against others."""
    table = country_table("hromada_education")
    code = table["katottg"].str[:4]

    def relation(chosen: pd.Series) -> float:
        sums = table.loc[chosen, ["pupils_1_4", "pupils_5_9"]].astype(float).sum()
        return float(sums["pupils_1_4"] / 4 / (sums["pupils_5_9"] / 5))

    return relation(code == PARTLY_REGISTERED[0]) / relation(code.isin(_BESIDE))
