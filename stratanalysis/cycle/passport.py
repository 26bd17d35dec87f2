"""Passport of a budget programme and the report on it, from the tables of the plan.

The form is that of order 836 of the Ministry of Finance of 26.08.2014 as far as it is known; it
was not compared with the act, and the paper says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.executed import full_year_rows
from stratanalysis.language import MISSING, Language
from stratanalysis.language import language as get_language
from stratanalysis.monitoring.goal_readiness import goal_families
from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.vintages import OBSERVATION_KEY, TASK_KEY, newest
from stratanalysis.pages.plan_words import in_language, titles_of
from stratanalysis.publish.printed import Block, PrintedPage

if TYPE_CHECKING:
    from stratanalysis.community import Community

__all__ = ["passport", "programme_measures", "result_indicators"]

_GROUPS = ("input", "product", "efficiency", "quality")
_FUNDS = ("general", "special", "total")


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
        `group`, `name`, `unit`, `source`, `plan`, `fact`. Input is the money of the measures. The
        indicators of their goals are of the group that they state (`result_group`); without one,
        those in percent are quality and the others product. Efficiency is money per unit of a
        product, where none is stated and the programme has one product only. A plan is the amended
        plan of the year, else its plan, else the final target if it is of this year.
    """
    planned, paid = _sums(community, measures, year)
    rows: list[dict[str, Any]] = [
        {"group": "input", "name": "Money of the programme", "unit": "UAH",
         "source": "Execution of the measures", "plan": planned, "fact": paid}
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
        group = row.get("result_group")
        if group is None or pd.isna(group):
            group = "quality" if row["unit"] in ("percent", "%") else "product"
        rows.append(
            {
                "group": group, "name": row["name"], "unit": row["unit"],
                "source": row["data_source"], "plan": plan, "fact": mine.get("fact"),
            }
        )  # fmt: skip
    products = [row for row in rows if row["group"] == "product"]
    if len(products) == 1 and not any(row["group"] == "efficiency" for row in rows):
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
    community: Community, measures: pd.DataFrame, year: int, fund: str = "total"
) -> tuple[float | None, float | None]:
    """Plan of the year, by the execution or else by the plan's money; and what was paid.

    The split by fund is known where every row of execution states its fund.
    """
    codes = set(measures["code"])
    execution = full_year_rows(community["execution"])
    rows = execution[(execution["year"] == year) & execution["measure"].isin(codes)]
    if fund != "total":
        stated = rows["fund"] if "fund" in rows else pd.Series(None, rows.index, dtype=object)
        if rows.empty or not stated.isin(["general", "special"]).all():
            return None, None
        rows = rows[stated == fund]
        if rows.empty:
            return 0.0, 0.0
    money = community["money"]
    plan = money[
        (money["year"] == year) & money["measure"].isin(codes) & (money["kind"] == "measure")
    ]
    planned: Any = rows["amended"].fillna(rows["approved"]).sum(min_count=1)
    if pd.isna(planned) and fund == "total":
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
        Points 1 to 11 of the form, the money by general and special fund, each approved, executed
        and deviation. What the tables do not hold (codes of the spending unit, legal grounds) is
        left to be written by hand, and said; a fund that is not stated is a gap.
    """
    place, lang = in_language(community, language), get_language(language)
    say = lang.text
    measures = programme_measures(place, code)
    titles = titles_of(place["sections"], "code", "title", language)
    titles |= titles_of(place["goals"], "code", "title", language)
    name = titles.get(code) or str(measures["title"].iloc[0])
    amounts = {fund: _sums(place, measures, year, fund)[0] for fund in _FUNDS}
    by_hand = say("(by hand)")
    executors = ", ".join(dict.fromkeys(map(str, measures["executor"].dropna()))) or by_hand
    served = list(dict.fromkeys(map(str, measures["goal"].dropna())))
    blocks = (
        Block("notice", say("The form of order 836 was not compared with the act; what the tables "
                            "do not hold is to be written by hand.")),
        Block("paragraph", f"1. {say('Main spending unit')}: {by_hand}"),
        Block("paragraph", f"2. {say('Responsible executor')}: {executors}"),
        Block("paragraph", f"3. {say('Codes of the programme and of the budget')}: {by_hand}"),
        Block("paragraph", say("4. Amount for {year}, UAH: {total}; general fund {general}, "
                               "special fund {special}", year=year,
                               **{fund: _sum(value, lang) for fund, value in amounts.items()})),
        Block("paragraph", f"5. {say('Legal grounds')}: {by_hand}"),
        Block("paragraph", f"6. {say('Goals of the state policy')}: {by_hand}"),
        Block("paragraph", say("7. Goal of the programme: {name}", name=name)),
        Block("heading", f"8. {say('Tasks of the programme')}"),
        Block("bullets", items=tuple(f"{one} {titles.get(one, '')}".strip() for one in served)
              or (by_hand,)),
        Block("heading", f"9. {say('Directions of use, UAH')}"),
        _money_table(place, list(_directions(place, measures)), year, lang),
        Block("heading", f"10. {say('Local programmes carried out within it, UAH')}"),
        _money_table(place, list(_programmes(place, measures, language)), year, lang),
        Block("heading", f"11. {say('Result indicators')}"),
        _result_table(place, measures, year, lang),
        *_reasons(place, served, year, lang),
    )  # fmt: skip
    return PrintedPage(
        title=say("Passport of a budget programme and report on it"),
        subject=place.name[language],
        language=language,
        blocks=blocks,
        date=str(year),
        contents=False,
    )


def _directions(place: Community, measures: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each measure with its name."""
    for row in measures.to_dict("records"):
        yield f"{row['code']} {row['title']}", measures[measures["code"] == row["code"]]


def _programmes(
    place: Community, measures: pd.DataFrame, language: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Measures by the section of the plan; measures of no section stand in none."""
    titles = titles_of(place["sections"], "code", "title", language)
    for section, own in measures.groupby("section", sort=False):
        yield titles.get(str(section), str(section)), own


def _money_table(
    place: Community, lines: list[tuple[str, pd.DataFrame]], year: int, lang: Language
) -> Block:
    """Approved, executed and deviation by fund and together; the last three rows sum the others."""
    say = lang.text
    heads = ("No.", "Direction", "State", "General fund", "Special fund", "Total")
    shown = [(str(number), label, own) for number, (label, own) in enumerate(lines, 1)]
    if len(lines) > 1:
        shown.append(("", say("Together"), pd.concat([own for _, own in lines])))
    rows = []
    for number, label, own in shown:
        pairs = [_sums(place, own, year, fund) for fund in _FUNDS]
        for kind, sums in (
            ("Passport", [plan for plan, _ in pairs]),
            ("Executed", [fact for _, fact in pairs]),
            ("Deviation", [_less(fact, plan) for plan, fact in pairs]),
        ):
            first = (number, label) if kind == "Passport" else ("", "")
            rows.append((*first, say(kind), *(_sum(value, lang) for value in sums)))
    return Block("table", head=tuple(map(say, heads)), rows=tuple(rows),
                 numbers=(False,) * 3 + (True,) * 3)  # fmt: skip


def _result_table(place: Community, measures: pd.DataFrame, year: int, lang: Language) -> Block:
    say = lang.text
    rows = tuple(
        (
            say(row["group"]),
            say(str(row["name"])),
            "" if pd.isna(row["unit"]) else lang.unit(str(row["unit"])),
            "" if pd.isna(row["source"]) else say(str(row["source"])),
            _number(row["plan"], lang),
            _number(row["fact"], lang),
            _number(_less(row["fact"], row["plan"]), lang),
        )
        for row in result_indicators(place, measures, year=year).to_dict("records")
    )
    lacking = [group for group in _GROUPS if not any(row[0] == say(group) for row in rows)]
    rows += tuple((say(group), MISSING, "", "", *(MISSING,) * 3) for group in lacking)
    return Block(
        "table", say("Result indicators by group"),
        head=(say("Group"), say("Indicator"), say("Unit"), say("Source"), say("Passport"),
              say("Executed"), say("Deviation")),
        rows=rows, numbers=(False,) * 4 + (True,) * 3,
    )  # fmt: skip


def _reasons(place: Community, served: list[str], year: int, lang: Language) -> Iterator[Block]:
    """Why tasks of the programme were not done, as those responsible reported it."""
    told = newest(place["tasks"][place["tasks"]["year"] == year], TASK_KEY)
    told = told[told["task"].astype(str).isin(served) & told["reason"].notna()]
    if len(told):
        yield Block("heading", lang.text("Reasons of the deviations"))
        lines = zip(told["task"], told["reason"], strict=True)
        yield Block("bullets", items=tuple(f"{task}: {reason}" for task, reason in lines))


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
