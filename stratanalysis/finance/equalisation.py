"""Horizontal equalisation of tax capacity: the index, the base and the reverse subsidy.

The rule (Budget Code of Ukraine, article 99): the index of a community is its own PIT per head over
the mean of all local budgets. Nothing happens from 0.9 to 1.1; below, the base subsidy gives 80 %
of what is missing to 0.9; above, half of the excess over 1.1 goes back to the state. The 80 and
50 % are common knowledge and were not read in the act; the base grants of 2021 bear out the first
closely, the reverse grants the second less so (the method note has the figures).

All functions accept numbers, numpy arrays and pandas Series that broadcast over any leading axes,
and answer in the units given: population in persons and UAH per head give UAH; population in
thousands gives thousand UAH.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.checks import Values, as_share, not_negative

__all__ = [
    "base_subsidy",
    "equalisation_grants",
    "reverse_subsidy",
    "tax_capacity_index",
]


def tax_capacity_index(pit: Values, population: Values, national_per_head: Values) -> Values:
    """Compute the tax-capacity index: own PIT per head over the national PIT per head.

    ``index = (pit / population) / national_per_head``

    Parameters
    ----------
    pit : float, array or Series
        PIT of the community without the military PIT, UAH a year. A negative year (refunds) gives
        a negative index.
    population : float, array or Series
        Persons, at least zero. Zero persons have no index: NaN.
    national_per_head : float, array or Series
        Mean of all local budgets, UAH per head, above zero.

    Returns
    -------
    float, array or Series
        NaN where an input is missing.

    Raises
    ------
    InvalidInputError
        A population is negative, or the national figure is not above zero.

    Examples
    --------
    48 million UAH from 20,000 people are 2,400 UAH a head, three quarters of 3,200:

    >>> float(tax_capacity_index(48_000_000.0, 20_000, 3200.0))
    0.75
    """
    not_negative("population", population)
    _above_zero(national_per_head)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_head = np.divide(pit, np.where(np.equal(population, 0), np.nan, 1.0) * population)
    return per_head / national_per_head


def base_subsidy(
    index: Values,
    population: Values,
    national_per_head: Values,
    *,
    threshold: Values = 0.9,
    share: Values = 0.8,
) -> Values:
    """Give the base subsidy: a share of what is missing to the lower threshold.

    ``share * max(threshold - index, 0) * population * national_per_head``

    Parameters
    ----------
    index : float, array or Series
        Tax-capacity index.
    population : float, array or Series
        Persons (answer in UAH) or thousand persons (answer in thousand UAH).
    national_per_head : float, array or Series
        UAH per head.
    threshold, share : float, optional
        0.9 and 80 %; parameters, because the rule may change
        (:func:`stratanalysis.finance.rules.equalisation_rule` gives those of a year).

    Returns
    -------
    float, array or Series
        Zero at and above the threshold; NaN where an input is missing.

    Raises
    ------
    InvalidInputError
        A negative population, a national figure not above zero, a share outside 0 to 1.

    Examples
    --------
    0.8 x (0.9 - 0.75) x 20,000 x 3,200 = 7,680,000 UAH:

    >>> round(float(base_subsidy(0.75, 20_000, 3200.0)))
    7680000
    """
    not_negative("population", population)
    _above_zero(national_per_head)
    as_share("share", share)
    return np.maximum(threshold - index, 0.0) * share * population * national_per_head


def reverse_subsidy(
    index: Values,
    population: Values,
    national_per_head: Values,
    *,
    threshold: Values = 1.1,
    share: Values = 0.5,
) -> Values:
    """Give the reverse subsidy: the share of the excess over the upper threshold that goes back.

    ``share * max(index - threshold, 0) * population * national_per_head``

    The answer is a payment of the community (programme code 9110), a number at or above zero.
    Parameters, units, missing values and errors as in :func:`base_subsidy`; 1.1 and 50 %.

    Examples
    --------
    0.5 x (1.3 - 1.1) x 20,000 x 3,200 = 6,400,000 UAH:

    >>> round(float(reverse_subsidy(1.3, 20_000, 3200.0)))
    6400000
    """
    not_negative("population", population)
    _above_zero(national_per_head)
    as_share("share", share)
    return np.maximum(index - threshold, 0.0) * share * population * national_per_head


def equalisation_grants(
    table: pd.DataFrame, year: int, *, national_per_head: float | None = None
) -> pd.DataFrame:
    """Base and reverse grants of a budget year by the dated rules of ``budget_rules.csv``.

    Counted are the present population and, where the rule of the year says so, the balance of
    registered displaced persons (negative where more left than came); the PIT is the one expected
    for the year before, at 60 % and without the military PIT.

    Parameters
    ----------
    table : DataFrame
        `population` and `expected_pit` (persons and UAH); where displaced persons count also
        `displaced_balance` (a missing balance is none); optional `front` (bool): on the list of
        hostilities, which keeps the reverse grant in the community where the rule says so.
    year : int
        Budget year.
    national_per_head : float, optional
        UAH a person; the rule ``equalisation_per_head`` of the year without it.

    Returns
    -------
    DataFrame
        Index of `table`: `counted` (persons), `per_head` (UAH), `index`, `base_subsidy`,
        `reverse_subsidy` (as calculated, UAH) and `reverse_due` (nothing where the front keeps it).

    Raises
    ------
    InvalidInputError
        No rule of the year for the national PIT per head.
    """
    from stratanalysis.finance.rules import dated_parameter, equalisation_rule

    rule = equalisation_rule(year)
    nation = (
        dated_parameter("equalisation_per_head", year)
        if national_per_head is None
        else national_per_head
    )
    counted = table["population"].astype(float)
    if dated_parameter("displaced_counted", year) and "displaced_balance" in table:
        counted = counted + table["displaced_balance"].astype(float).fillna(0.0)
    counted = counted.clip(lower=0.0)
    index = tax_capacity_index(table["expected_pit"].astype(float), counted, nation)
    back = reverse_subsidy(index, counted, nation, **rule["reverse"])
    kept = dated_parameter("reverse_subsidy_front_exempt", year) == 1 and "front" in table
    return pd.DataFrame(
        {
            "counted": counted,
            "per_head": index * nation,
            "index": index,
            "base_subsidy": base_subsidy(index, counted, nation, **rule["base"]),
            "reverse_subsidy": back,
            "reverse_due": back.where(~table["front"].astype(bool), 0.0) if kept else back,
        }
    )


def _above_zero(national_per_head: Values) -> None:
    if np.any(np.asarray(national_per_head) <= 0):
        raise InvalidInputError(
            "the national PIT per head is not above zero",
            where="national_per_head",
            expected="UAH per head, for instance 3131 for 2021",
        )
