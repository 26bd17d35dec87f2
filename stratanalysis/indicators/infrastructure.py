"""Networks and services: wear, replacement, provision, coverage against norms."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError

__all__ = ["norm_coverage", "provision", "replacement", "wear"]


def wear(worn: float, total: float) -> float:
    """Share of a network that must be replaced, worn / total.

    NaN where a figure is missing or the total is zero. Raises where the worn part is larger than
    the whole or a figure is negative.

    Examples
    --------
    >>> round(wear(98.98, 146.77), 4)
    0.6744
    """
    if worn < 0 or total < 0:
        raise InvalidInputError("a length is negative", expected="zero or more")
    if worn > total:
        raise InvalidInputError(f"{worn} worn of {total}", expected="a part of the whole")
    return worn / total if total > 0 else float("nan")


def replacement(
    networks: pd.DataFrame, *, by: int | None = None, from_year: int | None = None
) -> pd.DataFrame:
    """How long replacing takes at the present pace, and the pace a deadline would need.

    Parameters
    ----------
    networks : pandas.DataFrame
        Columns `network`, `total`, `worn`, `replaced_per_year`, `unit`, and optionally
        `worn_per_year` (what becomes worn every year; 0 where the column or figure is absent, which
        is said in `assumption`) and `cost_per_unit` (UAH).
    by, from_year : int, optional
        Deadline and the year from which it is counted, for `pace_needed`.

    Returns
    -------
    pandas.DataFrame
        With `wear`, `years_to_replace` = worn / (replaced − becoming worn) (NaN where unknown; 0
        where nothing is worn), `status` (``"computed"``, ``"never"`` where the pace does not exceed
        ageing, ``"unknown"``), `pace_needed` (a year, to finish by `by`), `cost` (UAH) and
        `assumption`.
    """
    table = networks.copy()
    for column in ("worn_per_year", "cost_per_unit", "replaced_per_year"):
        if column not in table:
            table[column] = np.nan
    table["wear"] = [
        wear(worn, total) for worn, total in zip(table["worn"], table["total"], strict=True)
    ]
    ageing = table["worn_per_year"].astype(float)
    net = table["replaced_per_year"].astype(float) - ageing.fillna(0)
    worn = table["worn"].astype(float)
    table["years_to_replace"] = np.where(worn == 0, 0.0, worn / net.where(net > 0))
    table["status"] = np.select(
        [worn == 0, worn.isna() | net.isna(), net <= 0],
        ["computed", "unknown", "never"],
        "computed",
    )
    table["pace_needed"] = np.nan
    if by is not None and from_year is not None:
        if by <= from_year:
            raise InvalidInputError(f"deadline {by} is not after {from_year}")
        table["pace_needed"] = worn / (by - from_year) + ageing.fillna(0)
    table["cost"] = worn * table["cost_per_unit"].astype(float)
    table["assumption"] = np.where(ageing.isna(), "no further ageing", "")
    return table


def provision(number: float, population: float, *, per: float = 10_000) -> float:
    """Number for `per` persons, number / population · per; NaN without a population.

    Examples
    --------
    >>> round(provision(522, 100_000), 1)
    52.2
    """
    if per <= 0:
        raise InvalidInputError(f"per is {per}", expected="a positive number of persons")
    return number / population * per if population > 0 else float("nan")


def norm_coverage(services: pd.DataFrame) -> pd.DataFrame:
    """What there is against what a norm asks for.

    Parameters
    ----------
    services : pandas.DataFrame
        Columns `service`, `number`, `population` (the group that the norm counts), `norm`, `per`
        (persons to which the norm refers), `norm_source`.

    Returns
    -------
    pandas.DataFrame
        With `provision` (for `per` persons), `needed` (population · norm / per), `coverage`
        (number / needed; NaN where unknown or nothing is needed) and `shortage` (never below 0).
    """
    table = services.copy()
    people = table["population"].astype(float)
    number = table["number"].astype(float)
    table["provision"] = number / people.where(people > 0) * table["per"].astype(float)
    table["needed"] = people * table["norm"].astype(float) / table["per"].astype(float)
    needed = table["needed"]
    table["coverage"] = number / needed.where(needed > 0)
    table["shortage"] = (needed - number).clip(lower=0)
    return table
