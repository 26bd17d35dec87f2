"""The three-year forecast of a local budget in the form of order 314, as tables.

Article 75-1 of the Budget Code asks every community for it every year. What the tables of a
community cannot give stays empty and is listed; nothing is invented to fill a cell. Each cell is
rounded once to whole hryvnias, and totals are sums of rounded cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.calibration import calibrate_expenditure
from stratanalysis.finance.executed import executed_rows, full_year_rows
from stratanalysis.finance.expenditure import expenditure_group
from stratanalysis.finance.macro import macro_path, newest_macro_date
from stratanalysis.finance.revenue import TRANSFER_GROUPS
from stratanalysis.language import language as get_language
from stratanalysis.pages.budget_annexes import FUNDS, Figures, all_annexes, form_words, summed
from stratanalysis.projection import default_base_year, project

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community
    from stratanalysis.scenarios import Scenarios

__all__ = ["BudgetForm", "budget_form"]


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
    revenue = _lines(wide, "revenue|", columns, last, first)
    spending = _lines(wide, "expenditure|", columns, spent, first)
    figures = Figures(
        columns,
        revenue,
        spending,
        _by_fund(community, spending, spent),
        _financing(community, columns[0]),
        _economic(community, columns[0]),
        _capital_share(community),
    )
    annexes = all_annexes(figures)
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
        tuple(_checks(figures, annexes)),
        tuple(_empty(figures, community)),
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


def _financing(community: Community, year: int) -> pd.DataFrame:
    """Executed financing and credits of the report year: classification, code, fund, value."""
    import pandas as pd

    table = community.tables.get("financing")
    if table is None or table.empty:
        return pd.DataFrame(columns=["classification", "code", "fund", "value"])
    rows = full_year_rows(table)
    return rows[rows["year"] == year]


def _by_fund(community: Community, spending: pd.DataFrame, last: int) -> dict[str, pd.DataFrame]:
    """Spending of each fund by the shares of the last executed year; empty where not known."""
    rows = full_year_rows(community["expenditure"])
    rows = rows[(rows["classification"] == "programme") & (rows["year"] == last)]
    parts = (
        rows.groupby([rows["code"].map(expenditure_group), "fund"])["value"].sum().unstack("fund")
    )
    if not set(FUNDS) <= set(parts.columns) or not len(spending):
        return {}
    known = parts[list(FUNDS)].fillna(0.0).reindex(spending.index)
    share = known["general"] / known.sum(axis=1).where(lambda whole: whole > 0)
    general = spending.mul(share, axis=0).round(0)
    return {"general": general, "special": spending - general}


def _economic(community: Community, year: int) -> dict[str, float]:
    """Executed capital spending and interest of a year; empty where its codes are not known."""
    rows = executed_rows(community["expenditure"], classification="economic")
    rows = rows[rows["year"] == year]
    if rows.empty:
        return {}
    codes = rows["code"].astype("str")
    sums = {
        name: rows.loc[codes.str.startswith(prefix), "value"].sum()
        for name, prefix in (("capital", "3"), ("interest", "24"))
    }
    return {name: float(round(value)) for name, value in sums.items()}


def _capital_share(community: Community) -> float:
    """Share of capital codes in the last executed year; NaN where codes are not known."""
    rows = full_year_rows(community["expenditure"])
    rows = rows[(rows["classification"] == "economic") & (rows["fund"] == "total")]
    if rows.empty:
        return float("nan")
    return float(calibrate_expenditure(rows).set_index("item")["share"].get("capital", 0.0))


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


def _checks(figures: Figures, annexes: Mapping[str, pd.DataFrame]) -> list[tuple[str, bool]]:
    words, lang, columns = form_words()["checks"], get_language("uk"), figures.columns
    found = [(words["five_years"], bool((np.diff(columns) == 1).all()))]
    whole, spent = figures.received(), figures.spent()
    code = str(annexes["totals"].columns[0])
    totals = annexes["totals"].set_index(code)
    for year in columns:
        if np.isnan(whole[year]):
            continue
        parts = sum(float(figures.received(fund)[year]) for fund in FUNDS)
        found.append((words["sums"].format(year=year), abs(parts - float(whole[year])) < 0.5))
        received = annexes["received"].iloc[-1][year]
        own = sum(annexes["revenue"][year][annexes["revenue"][code].astype("str").str.match("4")])
        found.append((words["received"].format(year=year), bool(np.isclose(received, own))))
        if np.isnan(spent[year]):
            continue
        sums = {float(annexes[key].iloc[-3][year]) for key in ("units", "spending")}
        found.append((words["annexes"].format(year=year), sums == {float(spent[year])}))
        if "9000" in figures.spending.index:
            given = annexes["given"].iloc[0][year] == figures.spending.loc["9000"][year]
            found.append((words["given"].format(year=year), bool(given)))
        found += _balance(figures, totals, year)
    return [*found, *_growth(figures, lang)]


def _balance(figures: Figures, totals: pd.DataFrame, year: int) -> list[tuple[str, bool]]:
    """Whether I equals II, and what the law asks of a planned year."""
    words, lang = form_words()["checks"], get_language("uk")
    gap = float(totals[year]["I"]) - float(totals[year]["II"])
    if abs(gap) < 1:
        found = [(words["equal"].format(year=year), True)]
    else:
        known = not np.isnan(figures.closing()[year])
        line = words["differ" if known else "without"]
        found = [(line.format(year=year, gap=lang.number(gap)), False)]
    if year in figures.plan:
        needed = float(figures.closing()[year])
        line = words["deficit" if needed > 0 else "surplus"]
        if needed:
            found.append((line.format(year=year, gap=lang.number(abs(needed))), needed < 0))
    return found


def _growth(figures: Figures, lang: Any) -> list[tuple[str, bool]]:
    words, columns = form_words()["checks"], figures.columns
    own = [g not in TRANSFER_GROUPS and g != "military_pit" for g in figures.revenue.index]
    total = summed(figures.revenue[own])
    wage = dict(zip(columns, macro_path("average_wage", columns)["value"], strict=True))
    found = []
    for year in columns[1:]:
        if not np.isnan(total[year]) and not np.isnan(total[year - 1]):
            grown = 100 * (float(total[year] / total[year - 1]) - 1)
            paid = 100 * (wage[year] / wage[year - 1] - 1)
            line = words["growth"].format(
                year=year, growth=lang.number(grown, 1), wage=lang.number(paid, 1)
            )
            found.append((line, abs(grown - paid) <= 5))
    return found


def _empty(figures: Figures, community: Community) -> list[str]:
    """What is not filled and why: only what is really empty."""
    report, approved = figures.columns[:2]
    financing = figures.financing
    closing = financing[financing["classification"] == "financing"]
    money = community.tables.get("money")
    planned = 0
    if money is not None and len(money):
        asked = money[(money["kind"] == "measure") & money["year"].isin(figures.plan)]
        planned = asked.loc[asked["amount"] > 0, "measure"].nunique()
    asked_of = {
        "approved": True,
        "report_revenue": np.isnan(figures.received()[report]),
        "report_spending": np.isnan(figures.spent()[report]),
        "financing": closing.empty,
        "financing_funds": len(closing) and not set(FUNDS) <= set(closing["fund"]),
        "financing_plan": True,
        "debt": True,
        "service": "interest" not in figures.economic,
        "funds": not figures.spending_by_fund,
        "units": True,
        "lending": len(closing) == len(financing),
        "lending_plan": len(closing) < len(financing),
        "development": True,
        "capital": np.isnan(figures.capital_share),
        "projects": True,
        "given": True,
        "own_receipts": True,
        "codes": True,
    }
    words = form_words()["empty"]
    return [
        words[key].format(year=approved if key == "approved" else report, count=planned)
        for key, holds in asked_of.items()
        if holds
    ]
