"""What the past says: a community carried forward from the present, with bands of past errors."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography import (
    SEXES,
    damped_years,
    error_band,
    local_growth,
)
from stratanalysis.errors import InvalidInputError
from stratanalysis.projection.cohorts import age_groups, step_cohorts
from stratanalysis.projection.national import (
    FIRST_YEAR,
    migrant_ages,
    nation_by_year,
    national_flows,
)
from stratanalysis.projection.nowcast import (
    fertility_relation,
    forecast_errors,
    nowcast,
    volatility,
)
from stratanalysis.projection.structure import OPEN_AGE
from stratanalysis.reference.country import country_table
from stratanalysis.reference.demographic import reference_table
from stratanalysis.reference.returns import EARLY, LATE, RETURNS, Returns
from stratanalysis.reference.war_status import OCCUPIED
from stratanalysis.reference.war_stocks import present_year, war_stocks

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = [
    "Outlook",
    "outlook",
    "own_residuals",
]

_LAST_RATES = 2099
_MEN = slice(18, 60)
_DAMPING = 0.5
_GROUP_VARIABLE = {
    "population": "population",
    "preschool_children": "children",
    "pupils": "children",
    "children": "children",
    "working_age": "working_age",
    "older_people": "older_people",
}


@dataclass(frozen=True, eq=False)
class Outlook:
    """One community from the present on.

    Attributes
    ----------
    katottg, status : str
    as_of : int
        1 January of the present.
    returns : Returns
    people : ndarray, shape (year, sex, age)
        The middle.
    table : DataFrame
        Index year; columns variable, value, lower, upper (80 %), coverage and cases (of the past
        forecasts behind the band, without the war's own range).
    births, deaths, migrants : ndarray, shape (year − 1,)
        Within the year; migrants with returns.
    """

    katottg: str
    status: str
    as_of: int
    returns: Returns
    people: Array
    table: pd.DataFrame
    births: Array
    deaths: Array
    migrants: Array

    def of(self, variable: str = "population") -> pd.DataFrame:
        """Rows of one variable: population, children, pupils, working_age and so on."""
        return self.table[self.table["variable"] == variable].drop(columns="variable")


def outlook(
    katottg: str,
    *,
    as_of: int | None = None,
    years: int = 15,
    returns: Returns = RETURNS,
) -> Outlook:
    """Carry a community forward from the people present, by what its past and its nation say.

    Births, deaths: the United Nations' fertility and life expectancy of the nation by year, the
    fertility in proportion to the oblast's. Migration: what the community gained or lost beyond its
    oblast's natural change in 2020 to 2022 (:func:`stratanalysis.demography.local_growth`, less
    the mean of all communities, so that the sum over them is nothing), damped by half every five
    years from 2022. Returns: those abroad and displaced, by `returns`.

    The band joins in squares the range of the present, past errors of forecasts at the horizon
    (by size and volatility of the community) and the ends of the axis (``EARLY`` and ``LATE`` of
    :mod:`stratanalysis.reference.returns`).

    Parameters
    ----------
    katottg : str
    as_of : int, optional
        Year of the present; default :func:`present_year`.
    years : int
        1 to 60.
    returns : Returns
        The middle.

    Returns
    -------
    Outlook

    Raises
    ------
    InvalidInputError
        Unknown community or year, or a community under occupation: no forecast is given.
    """
    stocks = war_stocks()
    if katottg not in stocks.index:
        raise InvalidInputError(
            f"no community {katottg}", where="katottg", expected="a code of the register"
        )
    status = str(stocks["status"][katottg])
    if status in OCCUPIED:
        raise InvalidInputError(
            "the community is under occupation: no forecast is given",
            where=katottg,
            do="show what is known of it instead",
        )
    if not 1 <= years <= 60:
        raise InvalidInputError(f"years is {years}", where="years", expected="1 to 60")
    start = present_year() if as_of is None else as_of
    found = _carried(katottg, start, years, returns)
    ends = [_carried(katottg, start, years, end).people for end in (EARLY, LATE)]
    table = _table(katottg, start, found, ends)
    return replace(found, table=table, status=status)


def _carried(katottg: str, start: int, years: int, returns: Returns) -> Outlook:
    import pandas as pd

    now, at = nowcast(start), nowcast(start).area(katottg)
    nation = nation_by_year()
    relation = float(fertility_relation()[at])
    abroad, within = _stocks_by_age(katottg, start)
    rate = own_residuals().get(katottg, 0.0)
    schedule = migrant_ages()[0 if rate > 0 else 1]
    people = now.people[-1, at][None].copy()
    path, births, deaths, moved = [people[0]], [], [], []
    for year in range(start, start + years):
        rates = nation[min(year, _LAST_RATES)]
        ahead = year - FIRST_YEAR
        left = damped_years([ahead + 1], _DAMPING) - damped_years([ahead], _DAMPING)
        flow = people.sum() * rate * float(left[0]) * schedule
        came = returns.of_year(year)
        shares_of = np.full((len(SEXES), OPEN_AGE + 1), returns.abroad)
        shares_of[1, _MEN] = returns.men
        flow = flow + came * (shares_of * abroad + returns.within * within)
        after, born, net, _ = step_cohorts(
            np.ascontiguousarray(people),
            year,
            fertility=np.array([rates["total_fertility_rate"] * relation]),
            life_expectancy=np.array([[rates[f"life_expectancy_{sex}"] for sex in SEXES]]),
            migrants=np.ascontiguousarray(flow[None]),
        )
        births.append(float(born[0]))
        moved.append(float(net[0]))
        deaths.append(float(people.sum() + born[0] + net[0] - after.sum()))
        people = after
        path.append(people[0])
    return Outlook(
        katottg, "", start, returns, np.stack(path), pd.DataFrame(), np.array(births),
        np.array(deaths), np.array(moved),
    )  # fmt: skip


def _stocks_by_age(katottg: str, year: int) -> tuple[Array, Array]:
    """Those abroad, and those who would go back within the country, by sex and age.

    Abroad: persons of the community, ages of the flows of 2024 and 2025; nobody returns to a place
    under fire before it is none. Within: of communities that lost people the missing, of those
    that host a part of the hosted, so that all together nobody is made.
    """
    stocks, now = war_stocks(), nowcast(year)
    at = now.area(katottg)
    flows = national_flows(nation_by_year())
    profile = flows[2024] + flows[2025]
    abroad = profile / profile.sum() * float(now.abroad[-1, at])
    balance = (stocks["balance"] + stocks["leaving"]).astype(float)
    open_ones = ~stocks["status"].isin(OCCUPIED)
    missing = (-balance.clip(upper=0.0)).where(open_ones, 0.0)
    hosted = balance.clip(lower=0.0)
    own = float(missing[katottg])
    if own == 0:
        own = -float(hosted[katottg]) * min(float(missing.sum()) / float(hosted.sum()), 1.0)
    ages = now.people[-1, at]
    return abroad, own * ages / max(ages.sum(), 1.0)


@functools.cache
def own_residuals() -> dict[str, float]:
    """Growth a year beyond the oblast's natural change, 2020 to 2022; nothing over all."""
    table = country_table("hromada_population")
    wide = table.pivot(index="katottg", columns="year", values="value").astype(float)
    wide = wide[[2020, 2021, 2022]].dropna()
    change = reference_table("oblast_population_change", ("oblast_code", "component", "value"))
    parts = change.pivot(index="oblast_code", columns="component", values="value")
    natural = (parts["natural_change"] / parts["population_start"]).reindex(wide.index.str[:4])
    growth = np.sqrt((wide[2022] / wide[2020]).to_numpy(dtype=float)) - 1
    rate = natural.to_numpy(dtype=float)
    beyond = local_growth(growth, rate) - rate
    people = wide[2022].to_numpy(dtype=float)
    beyond = beyond - float((beyond * people).sum() / people.sum())
    return dict(zip(map(str, wide.index), map(float, beyond), strict=True))


def _table(katottg: str, start: int, found: Outlook, ends: list[Array]) -> pd.DataFrame:
    import pandas as pd

    ahead = np.arange(len(found.people))
    present = nowcast(start).table(katottg).iloc[-1]
    low_start = 1 - float(present["lower"]) / float(present["present"])
    high_start = float(present["upper"]) / float(present["present"]) - 1
    errors, size = forecast_errors(), float(present["present"])
    groups, early, late = (age_groups(people) for people in (found.people, *ends))
    frames = []
    for name, group in _GROUP_VARIABLE.items():
        value = groups[name]
        band = error_band(
            errors, horizon=ahead, size=size, volatility=volatility(katottg), variable=group
        )
        width = np.where(ahead > 0, band.half_width, 0.0)
        axis_up = np.maximum(early[name] - value, 0.0)
        axis_down = np.maximum(value - late[name], 0.0)
        down = np.sqrt((value * low_start) ** 2 + (value * -np.expm1(-width)) ** 2 + axis_down**2)
        up = np.sqrt((value * high_start) ** 2 + (value * np.expm1(width)) ** 2 + axis_up**2)
        frames.append(
            pd.DataFrame(
                {
                    "variable": name,
                    "value": value,
                    "lower": np.maximum(value - down, 0.0),
                    "upper": value + up,
                    "coverage": band.coverage,
                    "cases": band.cases,
                },
                index=pd.Index(start + ahead, name="year"),
            )
        )
    return pd.concat(frames)
