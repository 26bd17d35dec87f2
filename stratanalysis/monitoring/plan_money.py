"""Planned money of a plan and the community's budget, the cycles of its plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance.executed import full_year_rows, one_total
from stratanalysis.finance.macro import newest_macro_date

if TYPE_CHECKING:
    from stratanalysis.community import Community
    from stratanalysis.monitoring.annual_review import Tables

__all__ = ["plan_cycles", "plan_year", "planned_by_section", "planned_share"]

_SPAN = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")


def planned_by_section(tables: Tables) -> pd.DataFrame:
    """Sum the planned money of the measures by section and year.

    Parameters
    ----------
    tables : Community or mapping
        ``measures`` and ``money``; only rows of kind ``measure`` count.

    Returns
    -------
    pandas.DataFrame
        By section (``""``: none): `measures`, `with_money` (those with an amount in one year at
        least), a column for every year (UAH; missing where no measure of the section has an
        amount), `total`. Empty without measures.
    """
    measures, money = tables["measures"], tables["money"]
    sections = measures["section"].fillna("").astype(str)
    place = dict(zip(measures["code"].astype(str), sections, strict=True))
    own = money[(money["kind"] == "measure") & money["year"].notna()]
    own = own.assign(section=own["measure"].astype(str).map(place))
    paid = set(own.loc[own["amount"].notna(), "measure"].astype(str))
    order = list(dict.fromkeys(sections))
    table = pd.DataFrame(index=pd.Index(order, name="section"))
    table["measures"] = sections.value_counts().reindex(order).fillna(0).astype(int)
    covered = sections[measures["code"].astype(str).isin(paid)]
    table["with_money"] = covered.value_counts().reindex(order).fillna(0).astype(int)
    sums = own.groupby(["section", "year"])["amount"].sum(min_count=1).unstack("year")
    for year in sorted(own["year"].dropna().astype(int).unique()):
        table[str(year)] = sums[year].reindex(order) if year in sums else float("nan")
    years = [name for name in table.columns if name.isdigit()]
    table["total"] = table[years].sum(axis=1, min_count=1) if years else float("nan")
    return table


def planned_share(community: Community) -> pd.DataFrame:
    """Compare the planned money of each year with the last executed expenditure.

    Returns
    -------
    pandas.DataFrame
        By year: `planned` (UAH), `budget_year`, `budget` (executed expenditure of the last full
        year up to it, else of the first full year; both nominal), `share`. Empty where either is
        not known.
    """
    money = community["money"]
    own = money[(money["kind"] == "measure") & money["year"].notna()]
    planned = own.groupby("year")["amount"].sum(min_count=1).dropna()
    rows = one_total(full_year_rows(community["expenditure"]))
    rows = rows[rows["classification"] == "programme"]
    budget = rows.groupby("year")["value"].sum()
    found = []
    for year, amount in planned.items():
        if budget.empty:
            break
        earlier = budget[budget.index <= year]
        base = int(earlier.index[-1] if len(earlier) else budget.index[0])
        found.append((int(str(year)), float(amount), base, float(budget[base])))
    table = pd.DataFrame(found, columns=["year", "planned", "budget_year", "budget"])
    table["share"] = table["planned"] / table["budget"]
    return table.set_index("year")


def plan_cycles(community: Community) -> list[tuple[int, int]]:
    """Return the programme cycles of the community's own plan.

    The cycles that ``community.toml`` gives for a document; else the period of its plan as one
    cycle; else the years of its planned money; else none.
    """
    spans = [document.cycles for document in community.documents if document.cycles]
    spans = spans or [document.period for document in community.documents][:1]
    cycles = [(int(m[1]), int(m[2])) for span in spans for m in _SPAN.finditer(span)]
    if cycles:
        return cycles
    years = community["money"]["year"].dropna().astype(int)
    return [(int(years.min()), int(years.max()))] if len(years) else []


def plan_year(community: Community) -> int:
    """Return the year that a page on the plan looks at.

    The last year with a fact, a state of a task or executed money; without them the last year of
    the community's official figures, within the years of its plan; where neither has a year, that
    of the newest forecast of the Government. Never today: the same tables give the same page.
    """
    observed = community["observations"]
    answered = [
        *observed.loc[observed["phase"] == "fact", "year"],
        *community["tasks"]["year"],
        *full_year_rows(community["execution"])["year"],
    ]
    if answered:
        return int(max(answered))
    known = [
        int(year)
        for name in ("population", "revenue", "expenditure", "statistics")
        for year in community[name]["year"].dropna()
    ]
    cycles = plan_cycles(community)
    if not known and not cycles:
        return newest_macro_date().year
    first = min((cycle[0] for cycle in cycles), default=0)
    last = max((cycle[1] for cycle in cycles), default=9999)
    return min(max([first, *known]), last)
