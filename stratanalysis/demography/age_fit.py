"""The age and sex structure of a small area from its known totals and a larger area's structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography.ages import SEXES, age_starts, checked_widths
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

__all__ = ["TOTALS_COLUMNS", "fit_age_structure"]

TOTALS_COLUMNS = ("sex", "first_age", "last_age", "value")
"""Columns of known totals: female, male or both; full years, the last NaN for "and over"."""

_ROUNDS = 5_000


def fit_age_structure(
    standard: ArrayLike,
    *,
    totals: pd.DataFrame | float,
    age_widths: ArrayLike,
    tolerance: float = 1e-6,
) -> NDArray[np.float64]:
    """Fit a standard structure to totals by iterative proportional fitting.

    Every known total in turn multiplies the cells it covers by ``known / fitted`` until all agree.
    The result keeps the odds of the standard as far as the totals allow (the least change in the
    sense of information).

    Parameters
    ----------
    standard : array_like, shape (sex, age)
        Persons of the larger area, for instance the oblast by single age.
    totals : DataFrame or float
        The population of the area alone, or a table with :data:`TOTALS_COLUMNS`, in persons:
        ``both, 0, NaN`` is the total, ``female, 15, 64`` women of 15 to 64. They may overlap.
    age_widths : array_like, shape (age,)
        Years.
    tolerance : float
        Largest relative difference from a total that counts as agreement.

    Returns
    -------
    ndarray, shape (sex, age)
        Persons with fractions; every total is met to `tolerance`.

    Raises
    ------
    InvalidInputError
        The standard or the form of the totals is unusable.
    UnknownNameError
        A sex is none of female, male, both.
    DataError
        The totals contradict each other or the standard; each one that cannot be met is named.

    References
    ----------
    Deming and Stephan (1940), Annals of Mathematical Statistics 11; Smith, Tayman and Swanson
    (2013), A Practitioner's Guide to State and Local Population Projections, section 10.4.
    """
    import pandas as pd

    people = np.array(standard, dtype=float)
    if people.ndim != 2 or people.shape[0] != len(SEXES):
        raise InvalidInputError(
            f"standard has shape {people.shape}", where="standard", expected="(sex, age)"
        )
    if not np.all(people >= 0) or not people.sum() > 0:
        raise InvalidInputError(
            "the standard has missing or negative cells, or nobody at all", where="standard"
        )
    if not isinstance(totals, pd.DataFrame):
        totals = pd.DataFrame([("both", 0, np.nan, float(totals))], columns=list(TOTALS_COLUMNS))
    masks, values = _constraints(totals, checked_widths(age_widths, people.shape[1]))
    scale = max(values.max(initial=0.0), 1.0)
    for _ in range(_ROUNDS):
        for mask, value in zip(masks, values, strict=True):
            fitted = people[mask].sum()
            if fitted > 0:
                people[mask] *= value / fitted
        gaps = np.array([people[mask].sum() for mask in masks]) - values
        if np.all(np.abs(gaps) <= tolerance * np.maximum(values, 1e-9 * scale)):
            return people
    raise DataError("the totals cannot be met together", _contradictions(totals, gaps, tolerance))


def _constraints(
    totals: pd.DataFrame, widths: NDArray[np.float64]
) -> tuple[list[NDArray[np.bool_]], NDArray[np.float64]]:
    missing = [name for name in TOTALS_COLUMNS if name not in totals.columns]
    if missing or totals.empty:
        raise InvalidInputError(
            f"columns {missing} are missing" if missing else "no totals are given",
            where="totals",
            expected=f"columns {', '.join(TOTALS_COLUMNS)} and at least one row",
        )
    values = totals["value"].to_numpy(dtype=float)
    if not np.all(values >= 0):
        raise InvalidInputError(
            "a total is missing or negative",
            where="totals, column value",
            do="leave out rows without a figure: a gap is no total",
        )
    starts, ends = age_starts(widths), age_starts(widths) + widths
    masks = []
    for number, (sex, first, last) in enumerate(_groups(totals)):
        where = f"totals, row {number}"
        if sex not in (*SEXES, "both"):
            raise UnknownNameError("sex", sex, (*SEXES, "both"), where=where)
        stop = np.inf if np.isnan(last) else last + 1
        if first not in starts or stop not in ends or stop <= first:
            raise InvalidInputError(
                f"ages {first:g} to {last:g} cut an age group",
                where=where,
                expected="bounds of the standard's age groups",
            )
        ages = (starts >= first) & (ends <= stop)
        sexes = np.array([sex in (one, "both") for one in SEXES])
        masks.append(sexes[:, None] & ages[None, :])
    return masks, values


def _groups(totals: pd.DataFrame) -> list[tuple[str, float, float]]:
    """Sex, first and last age of every row."""
    ages = totals[["first_age", "last_age"]].to_numpy(dtype=float)
    return [(str(s), float(a), float(b)) for s, (a, b) in zip(totals["sex"], ages, strict=True)]


def _contradictions(
    totals: pd.DataFrame, gaps: NDArray[np.float64], tolerance: float
) -> list[Finding]:
    findings = []
    values = totals["value"].to_numpy(dtype=float)
    for number, (sex, first, last) in enumerate(_groups(totals)):
        value, gap = values[number], gaps[number]
        if abs(gap) > tolerance * max(value, 1e-9):
            upper = "+" if np.isnan(last) else f"-{last:g}"
            findings.append(
                Finding(
                    check="totals-contradict",
                    severity=Severity.ERROR,
                    source=Source("totals", place=f"row {number}"),
                    why="the total of {group} cannot be met together with the other totals and "
                    "the standard structure",
                    values={"group": f"{sex} {first:g}{upper}"},
                    stated=f"{value:.0f}",
                    computed=f"{value + gap:.0f}",
                )
            )
    return findings
