"""Stress test: named shocks against the operating balance of each scenario.

Works on the long table of a projection (nominal rows: ``own_revenue``, ``transfers``,
``expenditure``, ``revenue|GROUP``, ``expenditure|CODE``). A shock changes lines by a share from a
year on; nothing else reacts, so the answer is the first blow, before the council does anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.balance import budget_balance

__all__ = ["SHOCKS", "Shock", "first_negative_year", "operating_balances", "stress_test"]

BILLS = ("wages", "energy")
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
            Shock("subsidy_end", "The base subsidy ends", {"revenue|base_subsidy": -1.0}),
        )
    }
)
"""Default shocks. Their sizes are assumptions."""


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
) -> pd.DataFrame:
    """Operating balance of each scenario under each shock.

    Parameters
    ----------
    projection : DataFrame
        `scenario`, `year`, `variable`, `price_basis`, `value`.
    shares : mapping
        `wages`, `energy`, `capital`: shares of the whole expenditure of the base year, from
        :func:`stratanalysis.finance.calibration.calibrate_expenditure`; they are held.
    shocks : sequence of Shock, optional

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
    for shock in shocks:
        start = plain.index.min() + 1 if shock.start is None else shock.start
        hit = pd.Series(np.where(plain.index >= start, 1.0, 0.0), index=plain.index)
        effect = plain * 0.0
        for line, change in shock.changes.items():
            if line in BILLS:
                moved = -lines["expenditure"] * shares[line]
            elif line == _GRANT and (line not in lines or not (lines[line].iloc[0] > 0).any()):
                continue  # a grant that was never paid is not taken away
            elif line in lines:
                moved = -lines[line] if line.startswith("expenditure|") else lines[line]
            else:
                raise UnknownNameError("line of the projection", line, [*BILLS, *lines])
            effect = effect + moved.mul(hit, axis=0) * change
        pieces.append(_tidy(plain + effect, shock.name, effect))
    return pd.concat(pieces, ignore_index=True)


def first_negative_year(table: pd.DataFrame) -> pd.DataFrame:
    """First year with an operating balance below zero: shocks down, scenarios across.

    Missing where it stays at or above zero over the whole projection.

    Raises
    ------
    InvalidInputError
        A balance is missing: then "never" could not be told from "not known".
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
            f"{' '.join(map(str, twice.iloc[0]))} stands twice",
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
