"""Passport of a budget programme and the report on it, from the tables of the plan.

The form is that of order 836 of the Ministry of Finance of 26.08.2014 as far as it is known; it
was not compared with the act, and the paper says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.executed import full_year_rows
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.monitoring.goal_readiness import goal_families
from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.vintages import OBSERVATION_KEY, newest
from stratanalysis.pages.plan_words import in_language, titles_of
from stratanalysis.publish.printed import Block, PrintedPage

if TYPE_CHECKING:
    from stratanalysis.community import Community

__all__ = ["passport", "programme_measures", "result_indicators"]

_GROUPS = {
    "input": "input",
    "product": "product",
    "efficiency": "efficiency",
    "quality": "quality",
}


def programme_measures(community: Community, code: str) -> pd.DataFrame:
    """Return the measures of a programme: of a section, a goal with all below it, or one measure.

    Raises
    ------
    UnknownNameError
        No measure belongs to `code`.
    """
    measures = community["measures"]
    goals = community["goals"]
    parents = dict(zip(goals["code"].astype(str), goals["parent"], strict=True))

    def under(goal: object) -> bool:
        now, seen = goal, set()
        while isinstance(now, str) and now not in seen:
            if now == code:
                return True
            seen.add(now)
            now = parents.get(now)
        return False

    own = measures[
        (measures["section"] == code) | (measures["code"] == code) | measures["goal"].map(under)
    ]
    if own.empty:
        tops = dict.fromkeys(goal_families(goals).values())
        known = [*measures["section"].dropna().unique(), *tops]
        raise UnknownNameError("programme", code, list(dict.fromkeys(map(str, known))))
    return own


def result_indicators(community: Community, measures: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Result indicators of a programme by group.

    Parameters
    ----------
    community : Community
    measures : pandas.DataFrame
        See :func:`programme_measures`.
    year : int

    Returns
    -------
    pandas.DataFrame
        `group`, `name`, `unit`, `source`, `plan`, `fact`. Input is the money of the measures;
        product are the indicators of their goals in units, quality those in percent; efficiency is
        money per unit of a product, where the programme has one product only. A plan is the
        amended plan of the year, else its plan, else the final target if it is of this year.
    """
    planned, paid = _sums(community, measures, year)
    rows: list[dict[str, Any]] = [
        {"group": "input", "name": "Money of the programme", "unit": "UAH",
         "source": "execution.csv", "plan": planned, "fact": paid}
    ]  # fmt: skip
    goals = set(measures["goal"].dropna())
    listed = community["indicators"]
    own = listed[listed["goal"].isin(goals)]
    units = dict(zip(listed["indicator"], listed["unit"], strict=True))
    told = newest(community["observations"], OBSERVATION_KEY)
    told = told[told["year"] == year].assign(
        known=observed_values(told[told["year"] == year], units)
    )
    for row in own.to_dict("records"):
        mine = told[told["indicator"] == row["indicator"]].set_index("phase")["known"]
        plan = next((mine[p] for p in ("amended", "plan") if p in mine), None)
        if plan is None and row["target_year"] == year:
            plan = row["target_value"]
        rows.append(
            {
                "group": "quality" if row["unit"] in ("percent", "%") else "product",
                "name": row["name"], "unit": row["unit"], "source": row["data_source"],
                "plan": plan, "fact": mine.get("fact"),
            }
        )  # fmt: skip
    products = [row for row in rows if row["group"] == "product"]
    if len(products) == 1:
        (one,) = products
        rows.append(
            {"group": "efficiency", "name": one["name"], "unit": "UAH", "source": "",
             "plan": _ratio(planned, one["plan"]), "fact": _ratio(paid, one["fact"])}
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=["group", "name", "unit", "source", "plan", "fact"])
    order = {name: number for number, name in enumerate(_GROUPS)}
    return table.sort_values("group", key=lambda s: s.map(order), kind="stable", ignore_index=True)


def _ratio(money: float | None, units: Any) -> float | None:
    if money is None or units is None or pd.isna(units) or pd.isna(money) or float(units) == 0:
        return None
    return float(money) / float(units)


def _sums(
    community: Community, measures: pd.DataFrame, year: int
) -> tuple[float | None, float | None]:
    """Plan of the year, by the execution or else by the plan's money; and what was paid."""
    codes = set(measures["code"])
    execution = full_year_rows(community["execution"])
    rows = execution[(execution["year"] == year) & execution["measure"].isin(codes)]
    money = community["money"]
    plan = money[
        (money["year"] == year) & money["measure"].isin(codes) & (money["kind"] == "measure")
    ]
    planned: Any = rows["amended"].fillna(rows["approved"]).sum(min_count=1)
    if pd.isna(planned):
        planned = plan["amount"].sum(min_count=1)
    paid: Any = rows["executed"].sum(min_count=1)
    return (
        None if pd.isna(planned) else float(planned),
        None if pd.isna(paid) else float(paid),
    )


def passport(community: Community, code: str, *, year: int, language: str = "uk") -> PrintedPage:
    """Make the passport of a programme with the report on it, to be printed.

    Parameters
    ----------
    community : Community
    code : str
        Section of the plan, goal, or measure.
    year : int
    language : {"uk", "en"}

    Returns
    -------
    stratanalysis.publish.printed.PrintedPage
        Points 3, 4 and 7 to 11 of the form: what the tables do not hold (codes of the spending
        unit, legal grounds, split by fund) is left to be written by hand, and said.
    """
    place, lang = in_language(community, language), get_language(language)
    say = lang.text
    measures = programme_measures(place, code)
    titles = titles_of(place["sections"], "code", "title", language)
    titles |= titles_of(place["goals"], "code", "title", language)
    name = titles.get(code) or str(measures["title"].iloc[0])
    planned, paid = _sums(place, measures, year)
    directions = []
    for number, (_, row) in enumerate(measures.iterrows(), 1):
        plan, fact = _sums(place, measures[measures["code"] == row["code"]], year)
        directions.append(
            (str(number), f"{row['code']} {row['title']}", _sum(plan, lang), _sum(fact, lang),
             _sum(_less(fact, plan), lang))
        )  # fmt: skip
    directions.append(("", say("Together"), _sum(planned, lang), _sum(paid, lang),
                       _sum(_less(paid, planned), lang)))  # fmt: skip
    results = [
        (
            say(_GROUPS[row["group"]]),
            say(str(row["name"])),
            "" if pd.isna(row["unit"]) else lang.unit(str(row["unit"])),
            _number(row["plan"], lang),
            _number(row["fact"], lang),
            _number(_less(row["fact"], row["plan"]), lang),
        )
        for row in result_indicators(place, measures, year=year).to_dict("records")
    ]
    heads = (say("No."), say("Direction"), say("Passport"), say("Executed"), say("Deviation"))
    blocks = (
        Block("notice", say("The form of order 836 was not compared with the act; what the tables "
                            "do not hold is to be written by hand.")),
        Block("paragraph", say("1-3. Codes of the spending unit and of the programme: by hand.")),
        Block("paragraph", say("4. Amount for {year}: {amount}", year=year,
                               amount=_sum(planned, lang))),
        Block("paragraph", say("7. Goal of the programme: {name}", name=name)),
        Block("heading", say("8-9. Tasks and directions of use, UAH")),
        Block("table", name, head=heads, rows=tuple(directions),
              numbers=(False, False, True, True, True)),
        Block("heading", say("11. Result indicators")),
        Block("table", say("Result indicators by group"),
              head=(say("Group"), say("Indicator"), say("Unit"), say("Passport"), say("Executed"),
                    say("Deviation")),
              rows=tuple(results), numbers=(False, False, False, True, True, True)),
    )  # fmt: skip
    return PrintedPage(
        title=say("Passport of a budget programme and report on it"),
        subject=place.name[language],
        language=language,
        blocks=blocks,
        date=str(year),
    )


def _less(one: Any, other: Any) -> float | None:
    if one is None or other is None or pd.isna(one) or pd.isna(other):
        return None
    return float(one) - float(other)


def _sum(value: float | None, lang: Language) -> str:
    return lang.number(value, 0)


def _number(value: Any, lang: Language) -> str:
    if value is None or pd.isna(value):
        return lang.number(None)
    return lang.number(float(value), 0 if float(value).is_integer() else 2)
