"""The three-year forecast of a local budget in the form of order 314, as tables.

Article 75-1 of the Budget Code asks every community for it every year. What the tables of a
community cannot give stays empty and is listed; nothing is invented to fill a cell. Each cell is
rounded once to whole hryvnias, and totals are sums of rounded cells.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS
from stratanalysis.finance.macro import macro_path, newest_macro_date
from stratanalysis.finance.revenue import TRANSFER_GROUPS
from stratanalysis.language import language as get_language
from stratanalysis.projection import default_base_year, project

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community
    from stratanalysis.scenarios import Scenarios

__all__ = ["BudgetForm", "budget_form", "form_words"]


@functools.cache
def form_words() -> Mapping[str, Any]:
    """Fixed words of the form, from ``budget_form.toml``."""
    file = resources.files("stratanalysis.pages") / "budget_form.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class BudgetForm:
    """The form of one community.

    Attributes
    ----------
    title : str
    community, budget_code : str
    annexes : mapping of str to DataFrame
        By key of ``[sheets]``: code and name, then five years; UAH, missing where not known.
    assumptions : DataFrame
        Prices and wages by year with act and date.
    text : str
        What the figures rest on.
    checks : tuple of (str, bool)
        What was checked, and whether it holds.
    empty : tuple of str
        What could not be filled, and why.
    """

    title: str
    community: str
    budget_code: str
    annexes: Mapping[str, pd.DataFrame]
    assumptions: pd.DataFrame
    text: str
    checks: tuple[tuple[str, bool], ...]
    empty: tuple[str, ...]


def budget_form(
    community: Community,
    scenarios: Scenarios,
    *,
    first_year: int | None = None,
    years: int = 3,
    scenario: str = "",
) -> BudgetForm:
    """Fill the form from a community's tables and one scenario.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    first_year : int, optional
        First planned year; the year after the newest publication of the macro paths without it.
    years : int
        Planned years, 1 to 5; the form has three.
    scenario : str, optional
        Name of the scenario; the first of the file without it. The form has no fan.

    Raises
    ------
    InvalidInputError
        Years that are out of reach, or a community whose revenue is not projected.
    """
    if not 1 <= years <= 5:
        raise InvalidInputError(f"years is {years}", expected="from 1 to 5; the form has 3")
    words = form_words()
    first = newest_macro_date().year + 1 if first_year is None else first_year
    base = default_base_year(community)
    columns = list(range(first - 2, first + years))
    if first <= base:
        raise InvalidInputError(
            f"the first planned year is {first}", expected=f"a year after {base}, the last executed"
        )
    name = scenario or next(iter(scenarios))
    run = project(community, scenarios, range(base, columns[-1] + 1), names=[name])
    nominal = run.table[run.table["price_basis"] == "nominal"]
    wide = nominal.pivot(index="variable", columns="year", values="value")
    if "revenue" not in wide.index:
        raise InvalidInputError(
            "there is no executed revenue to start from",
            where=f"{community.slug}: revenue.csv",
            do="take the execution of the last full year with the command take",
        )
    last = run.error_class.later.last("revenue") or base
    spent = run.error_class.later.last("expenditure") or base
    known = {"revenue": last, "expenditure": spent}
    revenue = _lines(wide, "revenue|", columns, known["revenue"], first)
    spending = _lines(wide, "expenditure|", columns, known["expenditure"], first)
    executed = _executed_financing(community)
    annexes = {
        "totals": _totals(revenue, spending, executed),
        "revenue": _revenue(revenue),
        "financing": _financing(columns, executed),
        "spending": _spending(spending),
        "transfers": _transfers(revenue),
    }
    lang = get_language("uk")
    label = scenarios[name].label.get("uk", name)
    text = words["assumptions"]["text"].format(
        first=first, last=columns[-1], scenario=label, last_year=last
    )
    return BudgetForm(
        words["title"].format(first=first, last=columns[-1]),
        community.name["uk"] if isinstance(community.name, Mapping) else str(community.name),
        community.budget_code,
        annexes,
        _assumptions(columns),
        text,
        tuple(_checks(revenue, spending, columns, lang)),
        tuple(_empty(columns, first, known)),
    )


def _lines(
    wide: pd.DataFrame, prefix: str, columns: list[int], last: int, first: int
) -> pd.DataFrame:
    """Rounded lines: executed and planned years; the approved year stays empty."""
    rows = wide[wide.index.str.startswith(prefix)]
    rows = rows.set_axis(rows.index.str.removeprefix(prefix), axis=0)
    table = rows.reindex(columns=columns).round(0)
    for year in columns:
        if year < first and (year > last or year == first - 1):
            table[year] = np.nan
    return table


def _fund(group: str) -> str:
    return str(form_words()["revenue"][group][2])


def _sum(rows: pd.DataFrame) -> pd.Series:
    return rows.sum(axis=0, skipna=False, min_count=1)


def _table(rows: list[tuple[str, str, Any]], columns: list[int]) -> pd.DataFrame:
    import pandas as pd

    words = form_words()
    made = [
        {words["code"]: code, words["name"]: name}
        | {year: (np.nan if values is None else values.get(year, np.nan)) for year in columns}
        for code, name, values in rows
    ]
    return pd.DataFrame(made, columns=[words["code"], words["name"], *columns])


def _executed_financing(community: Community) -> dict[str, pd.Series]:
    """Executed financing and credits of full years by kind of code, UAH, both funds together.

    ``2``: by creditor; ``46``: by instrument (borrowing, repayment, balances); ``411`` and ``412``:
    credits given and given back. A kind that no table has is not there.
    """
    table = community.tables.get("financing")
    if table is None or table.empty:
        return {}
    rows = table[(table["period"] == "year") & (table["fund"] == "total")]
    found = {}
    for kind, classification, prefixes in (
        ("2", "financing", ("2",)),
        ("46", "financing", ("4", "6")),
        ("411", "credits", ("411", "421")),
        ("412", "credits", ("412", "422")),
    ):
        of_kind = rows["classification"] == classification
        part = rows[of_kind & rows["code"].astype("str").str.startswith(prefixes)]
        if len(part):
            found[kind] = part.groupby("year")["value"].sum(min_count=1).round(0)
    return found


def _totals(
    revenue: pd.DataFrame, spending: pd.DataFrame, executed: Mapping[str, pd.Series]
) -> pd.DataFrame:
    words = form_words()
    rows, columns = words["rows"], list(map(int, revenue.columns))
    special = revenue[[_fund(str(g)) == "special" for g in revenue.index]]
    general = revenue[[_fund(str(g)) == "general" for g in revenue.index]]
    all_spent = _sum(spending) if len(spending) else None
    financing = executed.get("46", executed.get("2"))
    back = executed.get("412")
    received = _sum(revenue)
    for more in (financing, None if back is None else -back):
        received = received if more is None else received.add(more.reindex(columns).fillna(0))
    spent, lent = all_spent, executed.get("411")
    if spent is not None and lent is not None:
        spent = spent.add(lent.reindex(columns).fillna(0))
    return _table(
        [
            ("1", rows["receipts"], _sum(revenue)),
            ("", words["general"], _sum(general)),
            ("", words["special"], _sum(special)),
            ("2", rows["financing"], financing),
            ("3", rows["returned"], None if back is None else -back),
            ("I", rows["total_receipts"], received),
            ("1", rows["spending"], all_spent),
            ("", words["general"], None),
            ("", words["special"], None),
            ("2", rows["lending"], lent),
            ("II", rows["total_spending"], spent),
        ],
        columns,
    )


def _revenue(revenue: pd.DataFrame) -> pd.DataFrame:
    words = form_words()
    columns = list(map(int, revenue.columns))
    order = [g for g in words["revenue"] if g in revenue.index]
    rows: list[tuple[str, str, Any]] = []
    for fund in ("general", "special"):
        own = [g for g in order if _fund(g) == fund]
        taxes = [g for g in own if g not in TRANSFER_GROUPS]
        given = [g for g in own if g in TRANSFER_GROUPS]
        rows += [(*words["revenue"][g][:2], revenue.loc[g]) for g in taxes]
        rows.append(("X", words["rows"]["without_transfers"], _sum(revenue.loc[taxes])))
        rows += [(*words["revenue"][g][:2], revenue.loc[g]) for g in given]
        rows.append(("", words[fund], _sum(revenue.loc[own])))
    rows.append(("X", words["rows"]["all_revenue"], _sum(revenue.loc[order])))
    return _table(rows, columns)


def _financing(columns: list[int], executed: Mapping[str, pd.Series]) -> pd.DataFrame:
    rows = form_words()["rows"]
    return _table(
        [
            ("200000", rows["creditors"], executed.get("2")),
            ("600000", rows["instruments"], executed.get("46")),
            ("", rows["debt"], None),
            ("", rows["guaranteed"], None),
        ],
        columns,
    )


def _spending(spending: pd.DataFrame) -> pd.DataFrame:
    lang = get_language("uk")
    rows: list[tuple[str, str, Any]] = [
        (code, lang.text(group.name), spending.loc[code])
        for code, group in EXPENDITURE_GROUPS.items()
        if code in spending.index
    ]
    rows.append(("X", form_words()["total"], _sum(spending) if len(spending) else None))
    return _table(rows, list(map(int, spending.columns)))


def _transfers(revenue: pd.DataFrame) -> pd.DataFrame:
    words = form_words()
    given = [g for g in TRANSFER_GROUPS if g in revenue.index]
    rows = [(*words["revenue"][g][:2], revenue.loc[g]) for g in given]
    rows.append(("X", words["total"], _sum(revenue.loc[given]) if given else None))
    return _table(rows, list(map(int, revenue.columns)))


def _assumptions(columns: list[int]) -> pd.DataFrame:
    import pandas as pd

    words = form_words()["assumptions"]
    prices, wages = (macro_path(s, columns) for s in ("consumer_prices", "average_wage"))
    return pd.DataFrame(
        {
            words["year"]: columns,
            words["consumer_prices"]: (prices["value"] * 100).round(1),
            words["average_wage"]: wages["value"].round(0),
            words["kind"]: [words[kind] for kind in wages["kind"]],
            words["act"]: [_act(str(name)) for name in wages["act"]],
            words["published"]: wages["published"],
        }
    )


def _act(name: str) -> str:
    """The name of an act as the form writes it."""
    for known, written in sorted(form_words()["acts"].items(), key=lambda item: -len(item[0])):
        if name.startswith(known):
            return f"{written}{name[len(known) :]}"
    return name


def _checks(
    revenue: pd.DataFrame, spending: pd.DataFrame, columns: list[int], lang: Any
) -> list[tuple[str, bool]]:
    words = form_words()["checks"]
    found = [(words["five_years"], bool((np.diff(columns) == 1).all()))]
    whole, spent = _sum(revenue), _sum(spending)
    for year in columns:
        if np.isnan(whole[year]):
            continue
        parts = sum(
            float(_sum(revenue[[_fund(str(g)) == fund for g in revenue.index]])[year])
            for fund in ("general", "special")
        )
        found.append((words["sums"].format(year=year), abs(parts - float(whole[year])) < 0.5))
        if len(spending) and not np.isnan(spent[year]):
            gap = float(whole[year] - spent[year])
            if gap == 0:
                found.append((words["equal"].format(year=year), True))
            else:
                found.append((words["fits"].format(year=year, gap=lang.number(gap)), False))
    own = revenue[[g not in TRANSFER_GROUPS and g != "military_pit" for g in revenue.index]]
    total = _sum(own)
    wage = dict(zip(columns, macro_path("average_wage", columns)["value"], strict=True))
    for year in columns[1:]:
        if not np.isnan(total[year]) and not np.isnan(total[year - 1]):
            grown = 100 * (float(total[year] / total[year - 1]) - 1)
            paid = 100 * (wage[year] / wage[year - 1] - 1)
            line = words["growth"].format(
                year=year, growth=lang.number(grown, 1), wage=lang.number(paid, 1)
            )
            found.append((line, abs(grown - paid) <= 5))
    return found


def _empty(columns: list[int], first: int, known: Mapping[str, int]) -> list[str]:
    words = form_words()["empty"]
    found = [words["approved"].format(year=first - 1)]
    if known["revenue"] < columns[0]:
        found.append(words["report_revenue"].format(year=columns[0]))
    if known["expenditure"] < columns[0]:
        found.append(words["report_spending"].format(year=columns[0]))
    found += [words[key] for key in ("financing", "debt", "funds", "own_receipts", "units")]
    return [*found, words["codes"]]
