"""Stress test: named shocks against the operating balance of each scenario.

Works on the long table of a projection (nominal rows: ``own_revenue``, ``transfers``,
``expenditure``, ``revenue|GROUP``, ``expenditure|CODE``). A shock changes lines by a share from a
year on; nothing else reacts, so the answer is the first blow, before the council does anything.
A :class:`SecondRound` lets people leave where services are cut, and revenue fall with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.balance import budget_balance
from stratanalysis.reference.tables import read_reference

__all__ = [
    "LABELS",
    "SHOCKS",
    "SecondRound",
    "Shock",
    "first_negative_year",
    "measured_shocks",
    "operating_balances",
    "stress_test",
]

BILLS = ("wages", "energy")
_LEVELS = {"wages": "wage_level", "energy": "energy_level"}
_PRICES = "price_level"
_CAPITAL_REVENUE = "revenue|capital_revenue"
_MILITARY = "revenue|military_pit"
_GRANT = "revenue|base_subsidy"


@dataclass(frozen=True)
class Shock:
    """One named shock.

    Attributes
    ----------
    name : str
    label : str
        English, a key of the catalogues.
    changes : mapping of str to float
        Line to relative change: ``wages`` and ``energy`` are the bills in current expenditure,
        ``revenue|pit`` and so on lines of the projection; 0.2 = a fifth more, -1 = it ends.
    start : int or None
        First year that is hit; None: the first projected year after the base year.
    why : str
        Why this size; sizes here are assumptions to be replaced by the community's own.
    """

    name: str
    label: str
    changes: Mapping[str, float]
    start: int | None = None
    why: str = field(default="Assumption of the test; replace it by the community's own figure.")

    def __post_init__(self) -> None:
        for line, change in self.changes.items():
            if not change >= -1:
                raise InvalidInputError(
                    f"shock {self.name}: {line} changes by {change:g}",
                    where="changes",
                    expected="-1 (it ends) or more",
                )


SHOCKS: Mapping[str, Shock] = MappingProxyType(
    {
        shock.name: shock
        for shock in (
            Shock("wage_bill", "Wage bill up by 20%", {"wages": 0.20}),
            Shock("energy_price", "Energy prices up by 50%", {"energy": 0.50}),
            Shock(
                "largest_taxpayer",
                "The largest taxpayer leaves: a tenth of PIT and of the property tax",
                {"revenue|pit": -0.10, "revenue|property_tax": -0.10},
            ),
            Shock("subsidy_end", "The base grant ends", {"revenue|base_subsidy": -1.0}),
        )
    }
)
"""Default shocks. Their sizes are assumptions; those of :func:`measured_shocks` come from data."""


LABELS: Mapping[str, str] = MappingProxyType(
    {
        "none": "No shock",
        **{name: shock.label for name, shock in SHOCKS.items()},
        "wage_growth": "Wages of the budget grow faster than usual",
        "energy_growth": "Energy costs grow faster than usual",
        "tax_loss": "PIT and property tax fall as in the worst tenth of communities",
    }
)
"""English label of every shock by name."""


@dataclass(frozen=True)
class SecondRound:
    """How people answer where a shock leaves services without money.

    Attributes
    ----------
    response : float
        Share of people who leave in the next year for each unit of current expenditure that the
        shock leaves without money: 0.1 means that a tenth of the services lost drives one person of
        a hundred away. An assumption; nothing like it was measured.
    """

    response: float

    def __post_init__(self) -> None:
        if not 0 <= self.response <= 1:
            raise InvalidInputError(
                f"the response is {self.response:g}", where="response", expected="from 0 to 1"
            )


def measured_shocks(status: str = "rear") -> tuple[Shock, ...]:
    """Shocks whose sizes were measured: what one budget of ten had worse, against the median one.

    Parameters
    ----------
    status : {"rear", "ended", "near", "front"}
        Of the community in the war; bills were measured in cities of the rear alone.

    Returns
    -------
    tuple of Shock
        Those of :data:`SHOCKS`; `why` says what was measured. A grant that ends, ends whole.
    """
    table = read_reference("stress_sizes")
    sizes = {
        str(row["line"]): row
        for row in table.to_dict("records")
        if row["status"] in (status, "cities")
    }
    if not sizes.keys() >= {"wages", "energy", "pit", "property_tax"}:
        raise UnknownNameError("status", status, sorted(set(table["status"]) - {"cities"}))

    def size(line: str) -> float:
        return float(sizes[line]["size"])

    pit, taxed = size("pit"), size("property_tax")
    return (
        Shock(
            "wage_growth",
            LABELS["wage_growth"],
            {"wages": size("wages")},
            why=str(sizes["wages"]["note"]),
        ),
        Shock(
            "energy_growth",
            LABELS["energy_growth"],
            {"energy": size("energy")},
            why=str(sizes["energy"]["note"]),
        ),
        Shock(
            "tax_loss",
            LABELS["tax_loss"],
            {"revenue|pit": pit, "revenue|property_tax": taxed},
            why=str(sizes["pit"]["note"]),
        ),
        SHOCKS["subsidy_end"],
    )


def operating_balances(projection: pd.DataFrame, *, capital_share: float) -> pd.DataFrame:
    """Give the operating balance of each scenario and year.

    The formula of :func:`stratanalysis.finance.balance.budget_balance`:
    ``own_revenue + military PIT - capital_revenue + transfers - expenditure * (1 - capital_share)``

    Parameters
    ----------
    projection : DataFrame
        Long table; nominal rows are used.
    capital_share : float
        Share of capital codes (3000) in expenditure of the base year.

    Returns
    -------
    DataFrame
        Years down, scenarios across, UAH, nominal.
    """
    lines = _lines(projection)
    found = budget_balance(
        lines["own_revenue"] - lines.get(_CAPITAL_REVENUE, 0.0) + lines.get(_MILITARY, 0.0),
        lines["transfers"],
        lines["expenditure"] * (1 - capital_share),
    )
    return pd.DataFrame(found.operating_balance)


def stress_test(
    projection: pd.DataFrame,
    *,
    shares: Mapping[str, float],
    shocks: Sequence[Shock] = tuple(SHOCKS.values()),
    second_round: SecondRound | None = None,
) -> pd.DataFrame:
    """Operating balance of each scenario under each shock.

    Parameters
    ----------
    projection : DataFrame
        `scenario`, `year`, `variable`, `price_basis`, `value`.
    shares : mapping
        `wages`, `energy`, `capital`: shares of the whole expenditure of the base year, from
        :func:`stratanalysis.finance.calibration.calibrate_expenditure`. Where the projection has
        levels of prices (``price_level`` with ``wage_level`` or ``energy_level``) the shares of the
        bills move with them: share · level / Σ (shares · levels), what is left at consumer prices.
        The share of capital is held.
    shocks : sequence of Shock, optional
    second_round : SecondRound, optional
        Whether people leave where a shock leaves services without money; without it nobody reacts.

    Returns
    -------
    DataFrame
        `scenario`, `shock` (``none`` first), `year`, `operating_balance` (UAH, nominal),
        `effect` (over the same scenario without a shock). A scenario that lacks a line that a
        shock needs is an error, not an effect of zero.

    Raises
    ------
    UnknownNameError
        A share or a line is missing.
    """
    for name in ("capital", *BILLS):
        if name not in shares:
            raise UnknownNameError("share of expenditure", name, shares, where="shares")
    lines = _lines(projection)
    plain = operating_balances(projection, capital_share=shares["capital"])
    pieces = [_tidy(plain, "none", plain * 0.0)]
    bills = _bills(projection, lines["expenditure"], shares)
    for shock in shocks:
        start = plain.index.min() + 1 if shock.start is None else shock.start
        hit = pd.Series(np.where(plain.index >= start, 1.0, 0.0), index=plain.index)
        effect, received = plain * 0.0, plain * 0.0
        for line, change in shock.changes.items():
            if line in BILLS:
                moved = -bills[line]
            elif line == _GRANT and (line not in lines or not (lines[line] > 0).any(axis=None)):
                continue  # a grant that is in no year is not taken away
            elif line in lines:
                moved = -lines[line] if line.startswith("expenditure|") else lines[line]
            else:
                raise UnknownNameError("line of the projection", line, [*BILLS, *lines])
            moved = moved.mul(hit, axis=0) * change
            effect = effect + moved
            if line not in BILLS and not line.startswith("expenditure|"):
                received = received + moved
        if second_round is not None:
            current = lines["expenditure"] * (1 - shares["capital"])
            effect = effect + _left(_by_people(lines) + received, effect, current, second_round)
        pieces.append(_tidy(plain + effect, shock.name, effect))
    return pd.concat(pieces, ignore_index=True)


def _bills(
    projection: pd.DataFrame, spent: pd.DataFrame, shares: Mapping[str, float]
) -> dict[str, pd.DataFrame]:
    """Bills of wages and energy, UAH, with the shares that their prices give them."""
    known = projection.loc[projection["variable"].isin((_PRICES, *_LEVELS.values()))]
    levels = known.pivot_table(index="year", columns=["variable", "scenario"], values="value")
    names = set(levels.columns.get_level_values(0)) if len(levels) else set()
    if _PRICES not in names:
        return {line: spent * shares[line] for line in BILLS}
    prices = pd.DataFrame(levels[_PRICES])
    grown = {
        line: shares[line] * (pd.DataFrame(levels[name]) if name in names else prices)
        for line, name in _LEVELS.items()
    }
    rest = (1.0 - sum(shares[line] for line in BILLS)) * prices
    whole = sum(grown.values(), rest)
    return {line: spent * (grown[line] / whole) for line in BILLS}


def _by_people(lines: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Revenue that goes with the people: own revenue, transfers and the military PIT."""
    return lines["own_revenue"] + lines["transfers"] + lines.get(_MILITARY, 0.0)


def _left(
    revenue: pd.DataFrame, effect: pd.DataFrame, current: pd.DataFrame, second: SecondRound
) -> pd.DataFrame:
    """Part of the `revenue` left by the shock that goes with the people who leave, zero or less.

    ``people[t] = people[t − 1] · (1 − response · loss[t − 1] / current expenditure[t − 1])``, loss
    both of the shock and of the people who left before; nobody comes back. Expenditure stays: a
    network costs the same with fewer people.
    """
    people = effect * 0.0 + 1.0
    gone = effect * 0.0
    for before, year in pairwise(effect.index):
        lost = -(effect.loc[before] + gone.loc[before]).clip(upper=0.0) / current.loc[before]
        people.loc[year] = people.loc[before] * (1 - second.response * lost.clip(upper=1.0))
        gone.loc[year] = -(1 - people.loc[year]) * revenue.loc[year].clip(lower=0.0)
    return gone


def first_negative_year(table: pd.DataFrame) -> pd.DataFrame:
    """First year with an operating balance below zero: shocks down, scenarios across.

    Missing where it stays at or above zero over the whole projection.

    Raises
    ------
    InvalidInputError
        A balance is missing: then "never" could not be distinguished from "not known".
    """
    gaps = table.loc[table["operating_balance"].isna()]
    if len(gaps):
        first_gap = gaps.iloc[0]
        raise InvalidInputError(
            f"no operating balance of {first_gap['scenario']} in {first_gap['year']}",
            where="table",
            expected="a balance for every scenario and year",
        )
    bad = table.loc[table["operating_balance"] < 0]
    first = bad.pivot_table(index="shock", columns="scenario", values="year", aggfunc="min")
    return first.reindex(index=table["shock"].unique(), columns=table["scenario"].unique()).astype(
        "Int64"
    )


def _lines(projection: pd.DataFrame) -> dict[str, pd.DataFrame]:
    nominal = projection.loc[projection["price_basis"].eq("nominal")]
    keys = ["scenario", "year", "variable"]
    twice = nominal.loc[nominal.duplicated(keys), keys]
    if len(twice):
        raise InvalidInputError(
            f"{' '.join(map(str, twice.iloc[0]))} occurs twice",
            where="projection",
            expected="one nominal row a scenario, year and variable",
            do="choose one draw or quantile first",
        )
    wide = nominal.pivot_table(
        index="year", columns=["variable", "scenario"], values="value", sort=False
    )
    names = list(dict.fromkeys(wide.columns.get_level_values(0)))
    for needed in ("own_revenue", "transfers", "expenditure"):
        if needed not in names:
            raise UnknownNameError("nominal variable", needed, names, where="projection")
    return {str(name): wide[name] for name in names}


def _tidy(balances: pd.DataFrame, shock: str, effects: pd.DataFrame) -> pd.DataFrame:
    def long(wide: pd.DataFrame, name: str) -> pd.DataFrame:
        return (
            wide.rename_axis(index="year", columns="scenario")
            .reset_index()
            .melt(id_vars="year", var_name="scenario", value_name=name)
        )

    table = long(balances, "operating_balance")
    table["effect"] = long(effects, "effect")["effect"]
    table["shock"] = shock
    return table[["scenario", "shock", "year", "operating_balance", "effect"]]
