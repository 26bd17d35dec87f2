"""Energy and climate: consumption against earlier years, degree days, CO2 paths, savings."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = [
    "against_earlier_years",
    "degree_day_normalised",
    "emissions",
    "reduction_path",
    "savings_by_measure",
]


def against_earlier_years(values: pd.Series, *, year: int, years_before: int = 3) -> float:
    """Consumption of `year` against the mean of the years before, v / mean(v₋₁ … v₋ₙ) − 1.

    Parameters
    ----------
    values : pandas.Series
        Consumption by year, of the same months in every year.
    year : int
    years_before : int
        How many years make the mean; all of them must be known.

    Returns
    -------
    float
        Share (−0.061 is 6.1 % less). NaN where one of the years is missing or the mean is zero.

    Examples
    --------
    >>> values = pd.Series({2018: 90.0, 2019: 110, 2020: 100, 2021: 84})
    >>> round(float(against_earlier_years(values, year=2021)), 2)
    -0.16
    """
    if years_before < 1:
        raise InvalidInputError(f"years_before is {years_before}", expected="at least 1")
    wanted = list(range(year - years_before, year))
    earlier = values.astype(float).reindex(wanted)
    now = float(values.get(year, np.nan))
    mean = earlier.mean(skipna=False)
    return now / mean - 1 if mean > 0 else float("nan")


def degree_day_normalised(
    consumption: pd.Series,
    degree_days: pd.Series,
    *,
    normal_degree_days: float,
    heating_share: float = 1.0,
) -> pd.Series:
    """Consumption as it would have been in a winter of normal cold.

    Q · [(1 − h) + h · D_normal / D], with h the share of consumption that goes into heating.

    Parameters
    ----------
    consumption, degree_days : pandas.Series
        By year; heating degree days of the same place.
    normal_degree_days : float
        Degree days of a normal year, positive.
    heating_share : float
        From 0 to 1.

    Returns
    -------
    pandas.Series
        Same years as `consumption`; NaN where the degree days are missing or not positive.
    """
    if not 0 <= heating_share <= 1:
        raise InvalidInputError(f"heating_share is {heating_share}", expected="a share from 0 to 1")
    if not normal_degree_days > 0:
        raise InvalidInputError(f"normal_degree_days is {normal_degree_days}", expected="above 0")
    days = degree_days.astype(float).reindex(consumption.index)
    cold = normal_degree_days / days.where(days > 0)
    return consumption * ((1 - heating_share) + heating_share * cold)


def emissions(consumption: pd.DataFrame, factors: pd.DataFrame) -> pd.DataFrame:
    """CO2 from energy, consumption × factor.

    Parameters
    ----------
    consumption : pandas.DataFrame
        Columns `year`, `carrier`, `value`, `unit` (``"MWh"`` or ``"TJ"``).
    factors : pandas.DataFrame
        Columns `carrier`, `value`, `unit` (``"t CO2/MWh"`` or ``"t CO2/TJ"``), and optionally
        `year` (empty: every year). A year's own factor goes before the general one.

    Returns
    -------
    pandas.DataFrame
        `year`, `carrier`, `value` (t CO2; NaN where consumption is missing), `unit`, `factor`
        (t CO2/MWh).

    Raises
    ------
    UnknownNameError
        A carrier without a factor, or a unit that is not known. Electricity has no default factor:
        it belongs to a grid and a year, and the user gives it.
    """
    to_mwh = {"MWh": 1.0, "TJ": 1 / 0.0036}
    per_mwh = {"t CO2/MWh": 1.0, "t CO2/TJ": 0.0036}
    known: dict[tuple[str, int | None], float] = {}
    for row in factors.to_dict("records"):
        if row["unit"] not in per_mwh:
            raise UnknownNameError("unit of an emission factor", row["unit"], per_mwh)
        year = row.get("year")
        key = None if year is None or pd.isna(year) or year == "" else int(year)
        known[str(row["carrier"]), key] = float(row["value"]) * per_mwh[row["unit"]]
    rows = []
    for row in consumption.to_dict("records"):
        if row["unit"] not in to_mwh:
            raise UnknownNameError("unit of energy", row["unit"], to_mwh)
        carrier, year = str(row["carrier"]), int(row["year"])
        factor = known.get((carrier, year), known.get((carrier, None)))
        if factor is None:
            raise UnknownNameError(
                f"emission factor for {year} of", carrier, {name for name, _ in known}
            )
        amount = float(row["value"]) * to_mwh[row["unit"]] * factor
        rows.append(
            {"year": year, "carrier": carrier, "value": amount, "unit": "t CO2", "factor": factor}
        )
    return pd.DataFrame(rows, columns=["year", "carrier", "value", "unit", "factor"])


def reduction_path(
    observed: pd.Series,
    *,
    base_year: int,
    target_year: int,
    reduction: float,
    years: Iterable[int] | None = None,
) -> pd.DataFrame:
    """Straight path from the base year to a promised reduction, and where one stands on it.

    Parameters
    ----------
    observed : pandas.Series
        Emissions by year (t CO2).
    base_year, target_year : int
    reduction : float
        Promised share, 0.30 for 30 % less than the base year.
    years : iterable of int, optional
        Years of the answer; all from base to target where left out.

    Returns
    -------
    pandas.DataFrame
        By year: `observed`, `path` (base · [1 − reduction · (year − base_year) / span]),
        `difference` (observed − path, above 0 is behind), `reduction_reached` (1 − observed / base)
        and `share_of_promise` (reduction reached over promised). NaN where nothing was observed;
        all of it NaN where the base year was not observed.
    """
    if target_year <= base_year:
        raise InvalidInputError(f"target year {target_year} is not after base year {base_year}")
    if not 0 < reduction <= 1:
        raise InvalidInputError(f"reduction is {reduction}", expected="a share above 0, at most 1")
    index = list(years) if years is not None else list(range(base_year, target_year + 1))
    base = float(observed.get(base_year, np.nan))
    base = base if base > 0 else float("nan")
    table = pd.DataFrame({"observed": observed.astype(float).reindex(index)}, index=index)
    passed = (np.asarray(index, dtype=float) - base_year) / (target_year - base_year)
    table["path"] = base * (1 - reduction * np.clip(passed, 0, 1))
    table["difference"] = table["observed"] - table["path"]
    table["reduction_reached"] = 1 - table["observed"] / base
    table["share_of_promise"] = table["reduction_reached"] / reduction
    table.index.name = "year"
    return table


def savings_by_measure(measures: pd.DataFrame) -> pd.DataFrame:
    """Energy and money saved by every measure, and how soon it pays back.

    Parameters
    ----------
    measures : pandas.DataFrame
        Columns `measure`, `before`, `after` (yearly consumption in one unit, `unit`), `cost` (UAH),
        `price` (UAH a unit). Missing figures stay missing.

    Returns
    -------
    pandas.DataFrame
        The same rows with `saved`, `saved_share`, `saved_money` (UAH a year), `payback_years`
        (cost / saved money; NaN where nothing is saved) and `share_of_all` (of the measured
        savings; NaN where units differ or nothing is saved in all).
    """
    table = measures.copy()
    before = table["before"].astype(float)
    table["saved"] = before - table["after"].astype(float)
    table["saved_share"] = table["saved"] / before.where(before > 0)
    table["saved_money"] = table["saved"] * table["price"].astype(float)
    paid = table["saved_money"].where(table["saved_money"] > 0)
    table["payback_years"] = table["cost"].astype(float) / paid
    whole = table["saved"].sum()
    one_unit = len(set(table["unit"])) <= 1
    table["share_of_all"] = table["saved"] / whole if one_unit and whole > 0 else np.nan
    return table
