"""Back-test of own-revenue growth: what the methods would have said, against what came.

The model moves each revenue group by the growth of its drivers (wages, consumer prices): those that
came true test how the lines follow their drivers; those of :func:`published_levels`, known at the
launch, test what anyone could have said then. Quantities (employment, entrepreneurs) are not known
by city and are held. Beside it: ``no_change`` (nominal amount of the launch year) and
``consumer_prices`` (real amount held), which the model must beat to be worth its trouble. Errors
are reported as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.macro import macro_changes, macro_path
from stratanalysis.finance.revenue import OWN_GROUPS
from stratanalysis.finance.revenue_lines import DRIVERS

__all__ = ["METHODS", "backtest", "backtest_errors", "growth_by_method", "published_levels"]

METHODS = ("model", "no_change", "consumer_prices")
_LEFT_OUT = ("military_pit", "capital_revenue", "target_funds")


def growth_by_method(
    base: Mapping[str, float], levels: pd.DataFrame, *, launch: int, target: int
) -> dict[str, float]:
    """Projected own revenue of `target` from the executed revenue of `launch`.

    Parameters
    ----------
    base : mapping
        Revenue group to executed amount, UAH; groups that are not regular own revenue (military
        PIT, sale of property, target funds, transfers) are left out.
    levels : DataFrame
        Price levels by year: columns `wages` and `consumer`.
    launch, target : int
        Years in `levels`.

    Returns
    -------
    dict
        Method to UAH, nominal.
    """
    regular = {g: v for g, v in base.items() if g in OWN_GROUPS and g not in _LEFT_OUT}
    total = float(sum(regular.values()))
    ratio = {
        name: float(levels[name].loc[target]) / float(levels[name].loc[launch])
        for name in ("wages", "consumer")
    }
    model = sum(
        amount * ratio[DRIVERS[group].price or "consumer"] for group, amount in regular.items()
    )
    return {
        "model": float(model),
        "no_change": total,
        "consumer_prices": total * ratio["consumer"],
    }


def published_levels(launch: int, last: int) -> pd.DataFrame:
    """Wages and consumer prices from a launch year on, as they were known in March after it.

    Parameters
    ----------
    launch : int
        Last executed year.
    last : int
        Last year of the levels.

    Returns
    -------
    DataFrame
        Index years, columns `wages` and `consumer`, 1 in the launch year.
    """
    years = list(range(launch, last + 1))
    day = f"{launch + 1}-03-31"
    wages = macro_path("average_wage", years, as_of=day)["value"].to_numpy(dtype=float)
    changes = macro_changes("consumer_prices", years, as_of=day).to_numpy(dtype=float)
    prices = np.cumprod(np.concatenate([[1.0], 1 + changes[1:]]))
    return pd.DataFrame({"wages": wages / wages[0], "consumer": prices}, index=years)


def backtest(
    revenue: pd.DataFrame,
    levels: pd.DataFrame | Mapping[int, pd.DataFrame],
    *,
    launches: Sequence[int] = (2022, 2023),
    horizons: Sequence[int] = (1, 2),
) -> pd.DataFrame:
    """Project own revenue of every city from every launch year and compare with what came.

    Parameters
    ----------
    revenue : DataFrame
        `city`, `year`, `period`, `group`, `value` (UAH, nominal, one fund); only full years count.
    levels : DataFrame or mapping
        Price levels by year with columns `wages` and `consumer`, any base year; or one for each
        launch, as it was known then.
    launches, horizons : sequence of int, optional
        Launch years; years ahead.

    Returns
    -------
    DataFrame
        `city`, `launch`, `horizon`, `method`, `projected`, `actual` (UAH), `error` (projected over
        actual, minus one: negative is too low).

    Raises
    ------
    InvalidInputError
        No city has both a launch year and a target year in full.
    """
    full = revenue.loc[revenue["period"].eq("year")]
    regular = full.loc[full["group"].isin(set(OWN_GROUPS) - set(_LEFT_OUT))]
    sums = regular.groupby(["city", "year", "group"])["value"].sum(skipna=False)
    by_group = sums.unstack("group", fill_value=0)
    by_group = by_group[by_group.notna().all(axis=1)]
    rows = []
    for city, year in by_group.index:
        if year not in launches:
            continue
        known = levels if isinstance(levels, pd.DataFrame) else levels[int(year)]
        for horizon in horizons:
            target = int(year) + horizon
            if (city, target) not in by_group.index or target not in known.index:
                continue
            base = by_group.loc[(city, year)].to_dict()
            actual = float(by_group.loc[(city, target)].sum())
            projected = growth_by_method(base, known, launch=int(year), target=target)
            rows += [
                {
                    "city": city,
                    "launch": int(year),
                    "horizon": horizon,
                    "method": method,
                    "projected": value,
                    "actual": actual,
                    "error": value / actual - 1,
                }
                for method, value in projected.items()
            ]
    if not rows:
        raise InvalidInputError(
            "no city has a launch year and a target year",
            where="revenue",
            expected=f"full years {sorted(launches)} and later, with price levels",
        )
    return pd.DataFrame(rows)


def backtest_errors(table: pd.DataFrame) -> pd.DataFrame:
    """Summarise the errors: by launch, horizon and method.

    Returns
    -------
    DataFrame
        Index: launch, horizon, method. `cities`, `bias` (median error), `typical` (median of the
        absolute error), `worst` (largest absolute error), `within_10` (share of
        cities within 10 %).
    """
    size = table.assign(size=table["error"].abs())
    grouped = size.groupby(["launch", "horizon", "method"], sort=False)
    return grouped.agg(
        cities=("city", "nunique"),
        bias=("error", "median"),
        typical=("size", "median"),
        worst=("size", "max"),
        within_10=("size", lambda x: float((x <= 0.10).mean())),
    )
