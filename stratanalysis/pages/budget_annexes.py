"""The annexes of the three-year forecast as tables: code, name, five years; a gap stays a gap."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS
from stratanalysis.finance.revenue import TRANSFER_GROUPS
from stratanalysis.finance.rules import dated_parameter
from stratanalysis.language import language as get_language

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FUNDS", "Figures", "all_annexes", "form_words", "fund_of", "summed"]

FUNDS = ("general", "special")
_AT_END = ("2082", "6022")
_Row = tuple[str, str, "pd.Series | None"]


@functools.cache
def form_words() -> Mapping[str, Any]:
    """Fixed words of the form, from ``budget_form.toml``."""
    file = resources.files("stratanalysis.pages") / "budget_form.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def fund_of(group: str) -> str:
    """Fund that a revenue group is counted in."""
    return str(form_words()["revenue"][group][2])


def summed(rows: pd.DataFrame) -> pd.Series:
    """Sum over the rows by year; a gap in one is a gap in the sum."""
    return rows.sum(axis=0, skipna=False, min_count=1)


@dataclass(frozen=True)
class Figures:
    """What the annexes are made of, whole hryvnias, years across.

    Attributes
    ----------
    columns : list of int
        Report year, approved year, planned years.
    revenue, spending : DataFrame
        By group and by programme group, both funds.
    spending_by_fund : mapping of str to DataFrame
        The same by fund; empty where the tables do not part them.
    financing : DataFrame
        Executed financing and credits of the report year: `classification`, `code`, `fund`,
        `value`.
    economic : mapping of str to float
        Executed ``capital`` and ``interest`` of the report year, UAH; what is not known is absent.
    capital_share : float
        Share of capital spending in the last executed year; NaN where it is not known.
    """

    columns: list[int]
    revenue: pd.DataFrame
    spending: pd.DataFrame
    spending_by_fund: Mapping[str, pd.DataFrame]
    financing: pd.DataFrame
    economic: Mapping[str, float]
    capital_share: float

    @property
    def plan(self) -> list[int]:
        """Planned years."""
        return self.columns[2:]

    def received(self, fund: str = "") -> pd.Series:
        """Revenue by year, of one fund or of both."""
        return summed(
            self.revenue[[not fund or fund_of(str(g)) == fund for g in self.revenue.index]]
        )

    def spent(self, fund: str = "") -> pd.Series:
        """Spending by year; a fund that is not known is a gap."""
        table = self.spending_by_fund.get(fund) if fund else self.spending
        return self.empty() if table is None or table.empty else summed(table)

    def line(self, group: str) -> pd.Series:
        """One revenue group by year; a group that is not there is a gap."""
        return _row(self.revenue, group, self.columns)

    def section(self, code: str, fund: str = "") -> pd.Series:
        """One programme group by year; a fund that is not known is a gap."""
        table = self.spending_by_fund.get(fund) if fund else self.spending
        return self.empty() if table is None else _row(table, code, self.columns)

    def empty(self) -> pd.Series:
        """A row of gaps."""
        import pandas as pd

        return pd.Series(np.nan, index=self.columns)

    def executed(
        self, prefixes: Iterable[str], *, fund: str = "", kind: str = "financing"
    ) -> float:
        """Executed financing of the report year below some codes, balances at the end subtracted.

        NaN where the table has no such code; a fund that the table does not part is not known.
        """
        table = self.financing
        own = table[(table["classification"] == kind) & (table["fund"] == (fund or "total"))]
        codes = own["code"].astype("str")
        own = own[codes.str.startswith(tuple(prefixes))]
        if own.empty:
            return float("nan")
        minus = own["code"].astype("str").str.startswith(_AT_END)
        return float(np.round(own["value"].where(~minus, -own["value"])).sum())

    def report(self, value: float) -> pd.Series:
        """A row that is known for the report year alone."""
        row = self.empty()
        row[self.columns[0]] = value
        return row

    def _by_type(self, fund: str = "") -> float:
        """Executed financing by instrument, else by creditor: they are equal."""
        found = self.executed(("4", "6"), fund=fund)
        return self.executed(("2",), fund=fund) if np.isnan(found) else found

    def lending(self, prefixes: Iterable[str], fund: str = "") -> pd.Series:
        """Credits of the report year that were given or came back, a positive amount."""
        return self.report(self.executed(prefixes, fund=fund, kind="credits")).abs()

    def closing(self, fund: str = "") -> pd.Series:
        """Financing: executed in the report year, and what makes I equal II in a planned year."""
        row = self.report(self._by_type(fund))
        needed = self.spent(fund) - self.received(fund)
        row[self.plan] = needed[self.plan]
        return row


def all_annexes(figures: Figures) -> dict[str, pd.DataFrame]:
    """The twelve annexes by key of ``[sheets]``."""
    made = {
        "totals": _totals(figures),
        "revenue": _revenue(figures),
        "financing": _financing(figures),
        "debt": _debt(figures),
        "guarantees": _named(figures, "guarantees"),
        "units": _total(figures.spent),
        "spending": _spending(figures),
        "lending": _lending(figures),
        "development": _development(figures),
        "projects": _named(figures, "projects"),
        "received": _transfers(figures),
        "given": _given(figures),
    }
    return {key: _table(rows, figures.columns) for key, rows in made.items()}


def _row(table: pd.DataFrame, name: str, columns: list[int]) -> pd.Series:
    import pandas as pd

    known = table.loc[[name]].sum(skipna=False) if name in table.index else np.nan
    return pd.Series(known, index=columns, dtype=float)


def _table(rows: Iterable[_Row], columns: list[int]) -> pd.DataFrame:
    import pandas as pd

    words = form_words()
    made = [
        {words["code"]: code, words["name"]: name}
        | {year: (np.nan if values is None else values.get(year, np.nan)) for year in columns}
        for code, name, values in rows
    ]
    return pd.DataFrame(made, columns=[words["code"], words["name"], *columns])


def _total(of_fund: Callable[..., pd.Series], code: str = "X", name: str = "") -> list[_Row]:
    """A row of both funds together and a row of each."""
    words = form_words()
    parts = [("", str(words[fund]), of_fund(fund)) for fund in FUNDS]
    return [(code, name or words["total"], of_fund()), *parts]


def _totals(figures: Figures) -> list[_Row]:
    words = form_words()["rows"]

    def back(fund: str = "") -> pd.Series:
        return figures.lending(("412", "422"), fund)

    def given(fund: str = "") -> pd.Series:
        return figures.lending(("411", "421"), fund)

    def first(fund: str = "") -> pd.Series:
        if fund and not figures.spending_by_fund:
            return figures.empty()
        return figures.received(fund) + figures.closing(fund).fillna(0.0) + back(fund).fillna(0.0)

    def second(fund: str = "") -> pd.Series:
        return figures.spent(fund) + given(fund).fillna(0.0)

    return [
        *_total(figures.received, "1", words["receipts"]),
        *_total(figures.closing, "2", words["financing"]),
        *_total(back, "3", words["returned"]),
        *_total(first, "I", words["total_receipts"]),
        *_total(figures.spent, "1", words["spending"]),
        *_total(given, "2", words["lending"]),
        *_total(second, "II", words["total_spending"]),
    ]


def _revenue(figures: Figures) -> list[_Row]:
    words, revenue = form_words(), figures.revenue
    order = [g for g in words["revenue"] if g in revenue.index]
    rows: list[_Row] = []
    for fund in FUNDS:
        own = [g for g in order if fund_of(g) == fund]
        taxes = [g for g in own if g not in TRANSFER_GROUPS]
        given = [g for g in own if g in TRANSFER_GROUPS]
        rows += [(*words["revenue"][g][:2], revenue.loc[g]) for g in taxes]
        rows.append(("X", words["rows"]["without_transfers"], summed(revenue.loc[taxes])))
        rows += [(*words["revenue"][g][:2], revenue.loc[g]) for g in given]
        rows.append(("", words[fund], summed(revenue.loc[own])))
    return [*rows, *_total(figures.received, "X", words["rows"]["all_revenue"])]


def _financing(figures: Figures) -> list[_Row]:
    """By creditor, then by instrument; each sum is what closes the budget."""
    rows: list[_Row] = []
    for code, (name, prefix) in form_words()["financing"].items():

        def of_fund(fund: str = "", code: str = code, prefix: str = prefix) -> pd.Series:
            if not prefix:
                return figures.closing(fund)
            sign = -1.0 if code.startswith(_AT_END) else 1.0
            return figures.report(sign * figures.executed((prefix,), fund=fund))

        rows += _total(of_fund, code, name)
    return rows


def _named(figures: Figures, annex: str) -> list[_Row]:
    """Rows of an annex that no table gives."""
    return [("", str(name), figures.empty()) for name in form_words()["named"][annex]]


def _debt(figures: Figures) -> list[_Row]:
    """Stock, borrowing, repayment and service; the limit of article 18 where two years follow."""
    words, receipts = form_words()["debt"], figures.line("capital_revenue")
    share = [dated_parameter("debt_limit_share", year) for year in figures.columns]
    limit = ((receipts.shift(-1) + receipts.shift(-2)) / 2 * share).round(0)
    return [
        ("", words["debt"], figures.empty()),
        ("", words["internal"], figures.empty()),
        ("", words["external"], figures.empty()),
        ("401000", words["borrowed"], figures.report(figures.executed(("401",)))),
        ("402000", words["repaid"], figures.report(abs(figures.executed(("402",))))),
        ("2400", words["service"], figures.report(figures.economic.get("interest", np.nan))),
        ("", words["limit"], limit),
    ]


def _spending(figures: Figures) -> list[_Row]:
    lang = get_language("uk")
    rows: list[_Row] = []
    for code, group in EXPENDITURE_GROUPS.items():
        if code in figures.spending.index:

            def of_fund(fund: str = "", code: str = code) -> pd.Series:
                return figures.section(code, fund)

            rows += _total(of_fund, code, lang.text(group.name))
    return [*rows, *_total(figures.spent)]


def _lending(figures: Figures) -> list[_Row]:
    words = form_words()["rows"]
    kinds = (("4110", "lending", ("411", "421")), ("4120", "returned", ("412", "422")))
    rows: list[_Row] = []
    for code, name, prefixes in kinds:

        def of_fund(fund: str = "", prefixes: tuple[str, ...] = prefixes) -> pd.Series:
            return figures.lending(prefixes, fund)

        rows += _total(of_fund, code, words[name])
    return rows


def _development(figures: Figures) -> list[_Row]:
    """Known sources of the development budget, its uses, and what the known sources lack."""
    words, sold = form_words()["development"], figures.line("capital_revenue")
    uses = figures.report(figures.economic.get("capital", np.nan))
    uses[figures.plan] = (figures.spent() * figures.capital_share).round(0)[figures.plan]
    borrowed = figures.report(figures.executed(("401",)))
    moved = figures.report(figures.executed(("2084", "6024"), fund="special"))
    repaid = figures.report(abs(figures.executed(("402",))))
    known = sum((row.fillna(0.0) for row in (borrowed, moved)), sold)
    return [
        ("30000000", words["sold"], sold),
        ("401000", words["borrowed"], borrowed),
        ("208400", words["moved"], moved),
        ("", words["given"], figures.empty()),
        ("208100", words["start"], figures.empty()),
        ("I", words["sources"], known),
        ("3000", words["capital"], uses),
        ("402000", words["repaid"], repaid),
        ("II", words["uses"], uses + repaid.fillna(0.0)),
        ("", words["lacking"], uses + repaid.fillna(0.0) - known),
    ]


def _transfers(figures: Figures) -> list[_Row]:
    words, revenue = form_words(), figures.revenue
    given = [g for g in TRANSFER_GROUPS if g in revenue.index]
    rows: list[_Row] = [(*words["revenue"][g][:2], revenue.loc[g]) for g in given]
    return [*rows, ("X", words["total"], summed(revenue.loc[given]) if given else None)]


def _given(figures: Figures) -> list[_Row]:
    """Transfers to other budgets: section 9000, which the tables do not part by receiver."""
    code = "9000"

    def of_fund(fund: str = "") -> pd.Series:
        return figures.section(code, fund)

    name = form_words()["rows"]["given"]
    return [(code, name, of_fund()), *_total(of_fund)]
