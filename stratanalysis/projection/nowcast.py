"""People present by community and year from 2022 on: an estimate, with a range and its reasons."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography import SEXES, error_band
from stratanalysis.errors import InvalidInputError
from stratanalysis.projection.cohorts import step_cohorts
from stratanalysis.projection.national import (
    FIRST_YEAR,
    LAST_YEAR,
    Nation,
    nation_by_year,
    national_flows,
)
from stratanalysis.projection.structure import PARTLY_REGISTERED, area_grid
from stratanalysis.reference.country import country_table
from stratanalysis.reference.demographic import reference_table
from stratanalysis.reference.war_status import OCCUPIED
from stratanalysis.reference.war_stocks import (
    UNDER_FIRE,
    abroad_by_year,
    leaving_year,
    war_stocks,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = [
    "FIRST_YEAR",
    "Nowcast",
    "fertility_relation",
    "forecast_errors",
    "nowcast",
    "volatility",
]

_SPREAD = 0.4
"""Half-width of the part of a community's people that are abroad, beyond the nation's range."""
_REGISTERED = 0.25
"""Half-width of the balance within the country: registered is not present."""
_FIRE_LOWEST = 0.15
"""Part of the people under fire that may be left: places evacuated since the last count."""


@dataclass(frozen=True, eq=False)
class Nowcast:
    """Areas of the whole register by year, ages and the stocks behind them.

    Attributes
    ----------
    years : tuple of int
        1 January, the first is :data:`FIRST_YEAR`.
    codes : tuple of str
        KATOTTG of the communities, Kyiv last.
    people : ndarray, shape (year, area, sex, age)
        Present.
    births, deaths, abroad, returned : ndarray, shape (year − 1, area) or (year, area)
        Births and deaths within the year; the net stock abroad on 1 January; of the stock, those
        whom the United Nations count as returned so far.
    national : DataFrame
        Index year: united_nations (whole territory), outside (not in the register), estimate,
        factor (what the estimate was multiplied by to agree), controlled, lower, upper.
    mortality : ndarray, shape (year,)
        Share of people fewer by the life expectancy that Ukrainian demographers give.
    """

    years: tuple[int, ...]
    codes: tuple[str, ...]
    people: Array
    births: Array
    deaths: Array
    abroad: Array
    returned: Array
    national: pd.DataFrame
    mortality: Array

    def area(self, katottg: str) -> int:
        """Number of a community among `codes`."""
        try:
            return self.codes.index(katottg)
        except ValueError:
            raise InvalidInputError(
                f"no community {katottg}", where="katottg", expected="a code of the register"
            ) from None

    def table(self, katottg: str) -> pd.DataFrame:
        """Present people of one community by year, with the range and its parts.

        Returns
        -------
        DataFrame
            Index year; present, lower, upper (80 %, persons), births (within the year; missing in
            the last), abroad, balance (within the country), in_service (among the present, though
            most are elsewhere: the nation's armed forces by men of 18 to 59 of 1 January 2022) and
            the half-widths base, abroad_range, balance_range, returns_range (downwards only) and
            mortality_range (downwards only).
        """
        import pandas as pd

        at = self.area(katottg)
        stock = war_stocks().loc[[katottg]]
        balance, leaving = (stock[n].to_numpy(dtype=float)[0] for n in ("balance", "leaving"))
        status = str(stock["status"].iloc[0])
        total = self.people[:, at].sum(axis=(-2, -1))
        ahead = np.array(self.years) - FIRST_YEAR
        war = ahead > 0
        size = float(total[0])
        base = error_band(
            forecast_errors(), horizon=ahead, size=size, volatility=volatility(katottg)
        ).half_width
        within = balance + leaving
        parts = {
            "base": total * base,
            "abroad_range": _SPREAD * self.abroad[:, at],
            "balance_range": _REGISTERED * (abs(within) + max(balance, 0.0)) * war,
            "returns_range": self.returned[:, at],
            "mortality_range": total * self.mortality,
        }
        up = np.sqrt(sum(parts[n] ** 2 for n in ("base", "abroad_range", "balance_range")))
        down = np.sqrt(sum(part**2 for part in parts.values()))
        lower = np.maximum(total - down, 0.0)
        if status in UNDER_FIRE:
            lower = np.where(war, np.minimum(lower, _FIRE_LOWEST * total), lower)
        return pd.DataFrame(
            {
                "present": total,
                "lower": lower,
                "upper": total + up,
                "births": np.append(self.births[:, at], np.nan),
                "abroad": self.abroad[:, at],
                "balance": within * war,
                "in_service": self._in_service(at) * war,
                **parts,
            },
            index=pd.Index(self.years, name="year"),
        )

    def _in_service(self, at: int) -> float:
        """Share of the armed forces by men of 18 to 59; none of those occupied before 2022."""
        men = self.people[0, :, 1, 18:60].sum(axis=-1)
        men = np.where(war_stocks()["occupied_before"].to_numpy(dtype=bool), 0.0, men)
        anchors = country_table("wartime_anchors").set_index("indicator")["value"]
        return float(anchors["armed_forces"]) * float(men[at] / men.sum())


def forecast_errors() -> pd.DataFrame:
    """The errors of back-tests that give the bands (``population_forecast_errors``)."""
    import pandas as pd

    columns = (
        "variable", "horizon", "volatility_from", "size_from", "half_width", "coverage", "cases"
    )  # fmt: skip
    table = reference_table("population_forecast_errors", columns)
    numbers = {name: pd.to_numeric(table[name], errors="coerce") for name in columns[1:]}
    return table.assign(**numbers)


@functools.lru_cache(maxsize=8)
def nowcast(last_year: int) -> Nowcast:
    """People present on 1 January of 2022 to `last_year`, all communities together.

    From the present population of 1 January 2022 by sex and age, every year: the cohorts live and
    give birth at the rates of the United Nations for Ukraine (fertility of an oblast in proportion
    to its child-woman ratio of 2022); the nation's net migration by sex and age leaves or returns,
    spread over communities by population and class in the war, and returning to those not occupied
    or under fire; the balance of displaced persons moves in 2022, later evacuations in the year in
    which hostilities came. The sum is then brought to the United Nations' total less the territory
    outside the register (Crimea and what the two sources count differently).

    Parameters
    ----------
    last_year : int
        2022 to 2030; later than the newest source is a projection at the United Nations' rates.

    Returns
    -------
    Nowcast

    Raises
    ------
    InvalidInputError
        The year is outside the bounds.

    Notes
    -----
    Migration of 2022 is published as a total; its ages are a mean of the flows of 2023 and of 2024
    and 2025. Births are those of women present, brought to the United Nations' number in the part
    of the population that is in the register.
    Life expectancy of men is that of the United Nations (66.9 years in 2023); Ukrainian
    demographers give 57.3. The difference is a part of the range.
    """
    if not FIRST_YEAR <= last_year <= LAST_YEAR:
        raise InvalidInputError(
            f"no estimate of the present for {last_year}",
            where="last_year",
            expected=f"{FIRST_YEAR} to {LAST_YEAR}",
        )
    stocks = war_stocks()
    years = tuple(range(FIRST_YEAR, last_year + 1))
    people = _start(stocks)
    nation = nation_by_year()
    flows = national_flows(nation)
    moved, abroad = abroad_by_year({y: float(f.sum()) for y, f in flows.items()}, last_year)
    returned = np.cumsum(np.maximum(np.vstack([abroad[:1], moved]), 0.0), axis=0)
    relation = fertility_relation()
    outside = nation[FIRST_YEAR]["population"] - people.sum()
    kept = [people]
    rows = [_national_row(people, nation, FIRST_YEAR, outside, 1.0, stocks)]
    births, deaths = [], []
    for year in years[:-1]:
        ages = flows[year] / flows[year].sum()
        migrants = moved[year - FIRST_YEAR][:, None, None] * ages
        migrants += _within(people, stocks, year)
        lanes = len(people)
        e0 = np.array([nation[year][f"life_expectancy_{sex}"] for sex in SEXES])
        after, born, net, _ = step_cohorts(
            np.ascontiguousarray(people),
            year,
            fertility=nation[year]["total_fertility_rate"] * relation,
            life_expectancy=np.broadcast_to(e0, (lanes, 2)).copy(),
            migrants=np.ascontiguousarray(migrants),
        )
        inside = people.sum() / nation[year]["population"]
        more = nation[year]["births"] * inside / born.sum()
        after[:, :, 0] *= more
        born = born * more
        natural = nation[year]["births"] - nation[year]["deaths"]
        outside *= 1 + natural / nation[year]["population"]
        factor = (nation[year + 1]["population"] - outside) / after.sum()
        births.append(born)
        deaths.append(people.sum(axis=(-2, -1)) + born + net - after.sum(axis=(-2, -1)))
        people = after * factor
        kept.append(people)
        rows.append(_national_row(people, nation, year + 1, outside, factor, stocks))
    mortality = _mortality(years, kept[0].sum(axis=0), nation)
    return Nowcast(
        years, tuple(stocks.index), np.stack(kept), _stacked(births, stocks),
        _stacked(deaths, stocks), abroad, returned, _national_table(rows, returned, mortality),
        mortality,
    )  # fmt: skip


def _start(stocks: pd.DataFrame) -> Array:
    grids = [
        area_grid(code, oblast, FIRST_YEAR)
        for code, oblast in zip(stocks.index, stocks["oblast_code"], strict=True)
    ]
    shares = np.stack([grid / grid.sum() for grid in grids])
    return np.asarray(shares * stocks["population_2022"].to_numpy()[:, None, None])


@functools.cache
def fertility_relation() -> Array:
    """Child-woman ratio of the oblast over that of the nation by area, 1 January 2022.

    One where births of the whole territory were not registered (Donetsk, Luhansk).
    """
    stocks = war_stocks()
    people = _start(stocks)
    code = stocks["oblast_code"].to_numpy()
    own = people[:, :, :5].sum(axis=(1, 2)), people[:, 0, 18:45].sum(axis=1)
    lost = np.isin(code, PARTLY_REGISTERED)
    nation = own[0][~lost].sum() / own[1][~lost].sum()
    ratio = np.ones(len(code))
    for one in np.unique(code[~lost]):
        inside = code == one
        ratio[inside] = own[0][inside].sum() / own[1][inside].sum() / nation
    return ratio


def _within(people: Array, stocks: pd.DataFrame, year: int) -> Array:
    """Moves within the country of one year by sex and age; they add up to nothing.

    Leavers have the ages of their community, arrivals those of all leavers together.
    """
    wanted = np.zeros(len(people))
    if year == FIRST_YEAR:
        wanted = stocks["balance"].to_numpy(dtype=float).copy()
    wanted = wanted + np.where(
        leaving_year(stocks) == year, stocks["leaving"].to_numpy(dtype=float), 0.0
    )
    total = people.sum(axis=(1, 2))
    leavers = np.minimum(np.maximum(-wanted, 0.0), 0.9 * total)
    shares = np.divide(leavers, total, out=np.zeros_like(total), where=total > 0)
    gone = shares[:, None, None] * people
    came = np.maximum(wanted, 0.0)
    if came.sum() == 0:
        came = stocks["balance"].clip(lower=0.0).to_numpy(dtype=float)
    came = came / max(came.sum(), 1.0)
    return np.asarray(came[:, None, None] * gone.sum(axis=0) - gone)


def _national_row(
    people: Array,
    nation: Nation,
    year: int,
    outside: float,
    factor: float,
    stocks: pd.DataFrame,
) -> dict[str, float]:
    held = ~stocks["status"].isin(OCCUPIED).to_numpy()
    total = people.sum(axis=(1, 2))
    return {
        "year": year,
        "united_nations": float(nation[year]["population"]),
        "outside": float(outside),
        "estimate": float(total.sum()),
        "factor": float(factor),
        "controlled": float(total[held].sum()),
    }


def _national_table(
    rows: list[dict[str, float]], returned: Array, mortality: Array
) -> pd.DataFrame:
    """Range of the controlled population: returns that did not come, deaths, and the count."""
    import pandas as pd

    table = pd.DataFrame(rows).set_index("year")
    people = table["controlled"].to_numpy()
    gone = (table.index > FIRST_YEAR) * 0.03 * people
    down = np.sqrt(returned.sum(axis=1) ** 2 + (mortality * people) ** 2 + gone**2)
    return table.assign(lower=people - down, upper=people + gone)


def _mortality(years: tuple[int, ...], start: Array, nation: Nation) -> Array:
    """Share of people fewer by the demographers' life expectancy than by the United Nations'."""
    anchors = country_table("wartime_anchors")
    given = anchors[anchors["date"] == "2023"].set_index("indicator")["value"]
    other = np.array([given["life_expectancy_female"], given["life_expectancy_male"]], dtype=float)
    both = np.stack([start, start])
    shares = [0.0]
    for year in years[:-1]:
        e0 = np.array([nation[year][f"life_expectancy_{sex}"] for sex in SEXES])
        both, *_ = step_cohorts(
            np.ascontiguousarray(both),
            year,
            fertility=np.full(2, nation[year]["total_fertility_rate"]),
            life_expectancy=np.stack([e0, np.minimum(other, e0)]),
        )
        totals = both.sum(axis=(1, 2))
        shares.append(float(1 - totals[1] / totals[0]))
    return np.array(shares)


def volatility(katottg: str) -> float:
    """``|own − oblast's growth|`` a year, 2020 to 2022; missing where a year is."""
    rates = _growth_rates()
    return float(rates[katottg]) if katottg in rates.index else np.nan


@functools.cache
def _growth_rates() -> pd.Series:
    import pandas as pd

    table = country_table("hromada_population")
    wide = table.pivot(index="katottg", columns="year", values="value").astype(float)
    wide = wide[[2020, 2022]].dropna()
    oblast = wide.groupby(wide.index.str[:4]).sum()
    oblast = oblast.reindex(wide.index.str[:4])
    rates = [
        np.log(table[2022].to_numpy(dtype=float) / table[2020].to_numpy(dtype=float)) / 2
        for table in (wide, oblast)
    ]
    return pd.Series(np.abs(rates[0] - rates[1]), index=wide.index)


def _stacked(parts: list[Array], stocks: pd.DataFrame) -> Array:
    return np.stack(parts) if parts else np.zeros((0, len(stocks)))
