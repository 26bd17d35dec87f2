"""Passport of a budget programme and the report on it, from the tables of the plan.

The form is that of order 836 of the Ministry of Finance of 26.08.2014 as far as it is known; it
was not compared with the act, and the paper says so. Columns are those of the report: three funds
each of what the passport approves, of what was executed, and of the deviation.
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
_FUND_HEADS = ("general fund", "special fund", "together")
_STATES = ("Passport", "Executed", "Deviation")


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
        indicators of their goals, or of the nearest goal above, are of the group that they state
        (`result_group`); without one, those in percent are quality and the others product.
        Efficiency is money per unit of a product, where none is stated and the programme has one
        product only. A plan is the amended
        plan of the year, else its plan, else the final target if it is of this year.
    """
    planned, paid = _sums(community, measures, year)
    rows: list[dict[str, Any]] = [
        {"group": "input", "name": "Money of the programme", "unit": "UAH",
         "source": "Execution of the measures", "plan": planned, "fact": paid}
    ]  # fmt: skip
    listed = community["indicators"]
    own = listed[listed["goal"].isin(_measured_goals(community, measures))]
    units = dict(zip(listed["indicator"], listed["unit"], strict=True))
    reports = newest(community["observations"], OBSERVATION_KEY)
    reports = reports[reports["year"] == year].assign(
        known=observed_values(reports[reports["year"] == year], units)
    )
    for row in own.to_dict("records"):
        mine = reports[reports["indicator"] == row["indicator"]].set_index("phase")["known"]
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


def _measured_goals(community: Community, measures: pd.DataFrame) -> set[str]:
    """Goals of the measures, or where a goal has no indicator the nearest above that has one."""
    goals = community["goals"]
    parents = dict(zip(goals["code"], goals["parent"], strict=True))
    measured, nearest = set(community["indicators"]["goal"]), set()
    for goal in measures["goal"].dropna().unique():
        above, seen = goal, set[str]()
        while isinstance(above, str) and above not in measured | seen:
            seen.add(above)
            above = parents.get(above)
        nearest |= {above} & measured
    return nearest


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
        Block("paragraph", f"1. {say('Main spending unit: code, name, EDRPOU code')}: {by_hand}"),
        Block("paragraph", f"2. {say('Responsible executor')}: {executors}"),
        Block("paragraph", f"3. {say('Codes of the programme and of the budget')}: {by_hand}; "
                           f"{name}; {place.budget_code or by_hand}"),
        Block("paragraph", say("4. Amount for {year}, UAH: {total}; general fund {general}, "
                               "special fund {special}", year=year,
                               **{fund: _number(sum_, lang, 0) for fund, sum_ in amounts.items()})),
        Block("paragraph", f"5. {say('Legal grounds')}: {by_hand}"),
        Block("paragraph", f"6. {say('Goals of the state policy')}: {by_hand}"),
        Block("paragraph", say("7. Goal of the programme: {name}", name=name)),
        Block("heading", f"8. {say('Tasks of the programme')}"),
        Block("bullets", items=tuple(f"{one} {titles.get(one, '')}".strip() for one in served)
              or (by_hand,)),
        Block("heading", f"9. {say('Directions of use, UAH')}"),
        _money_table(place, "Direction", list(_directions(place, measures)), year, lang),
        Block("heading", f"10. {say('Local programmes carried out within it, UAH')}"),
        _money_table(
            place, "Local programme", list(_programmes(place, measures, language)), year, lang
        ),
        Block("heading", f"11. {say('Result indicators')}"),
        _result_table(place, measures, year, lang),
        *_reasons(place, served, year, lang),
        Block("paragraph", f"{say('General conclusion')}: {by_hand}"),
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
    """Measures by the section of the plan; measures of no section are in none."""
    titles = titles_of(place["sections"], "code", "title", language)
    for section, own in measures.groupby("section", sort=False):
        yield titles.get(str(section), str(section)), own


def _money_table(
    place: Community, name: str, lines: list[tuple[str, pd.DataFrame]], year: int, lang: Language
) -> Block:
    """Approved, executed and deviation of each line by fund; the last line sums the others."""
    say = lang.text
    shown = [(str(number), label, own) for number, (label, own) in enumerate(lines, 1)]
    if len(lines) > 1:
        shown.append(("", say("Together"), pd.concat([own for _, own in lines])))
    rows = tuple(
        (number, label, *_cells([_sums(place, own, year, fund) for fund in _FUNDS], lang, 0))
        for number, label, own in shown
    )
    return Block("table", head=(say("No."), say(name), *_heads(lang)), rows=rows,
                 numbers=(False,) * 2 + (True,) * 9)  # fmt: skip


def _heads(lang: Language) -> list[str]:
    say = lang.text
    return [f"{say(fund)}, {say(state).lower()}" for state in _STATES for fund in _FUND_HEADS]


def _cells(pairs: list[tuple[Any, Any]], lang: Language, digits: int | None = None) -> list[str]:
    """Approved, executed and deviation, each by fund, from the pairs of the funds."""
    states = (
        [plan for plan, _ in pairs],
        [fact for _, fact in pairs],
        [_less(fact, plan) for plan, fact in pairs],
    )
    return [_number(value, lang, digits) for sums in states for value in sums]


def _result_table(place: Community, measures: pd.DataFrame, year: int, lang: Language) -> Block:
    """Result indicators by group; only the money of the programme is known by fund."""
    say, rows = lang.text, []
    found = result_indicators(place, measures, year=year).to_dict("records")
    for number, row in enumerate(found, 1):
        pairs: list[tuple[Any, Any]] = [(None, None), (None, None), (row["plan"], row["fact"])]
        if number == 1:  # the money of the programme
            pairs = [_sums(place, measures, year, fund) for fund in _FUNDS]
        unit = "" if pd.isna(row["unit"]) else lang.unit(str(row["unit"]))
        source = "" if pd.isna(row["source"]) else say(str(row["source"]))
        name = f"{say(row['group'])}: {say(str(row['name']))}"
        rows.append((str(number), name, unit, source, *_cells(pairs, lang)))
    known = {row["group"] for row in found}
    rows += [
        ("", f"{say(group)}: {MISSING}", "", "", *(MISSING,) * 9)
        for group in _GROUPS
        if group not in known
    ]
    return Block(
        "table", say("Result indicators by group"),
        head=(say("No."), say("Indicator"), say("Unit"), say("Source"), *_heads(lang)),
        rows=tuple(rows), numbers=(False,) * 4 + (True,) * 9,
    )  # fmt: skip


def _reasons(place: Community, served: list[str], year: int, lang: Language) -> Iterator[Block]:
    """Why tasks of the programme were not done, as those responsible reported it."""
    reports = newest(place["tasks"][place["tasks"]["year"] == year], TASK_KEY)
    reports = reports[reports["task"].astype(str).isin(served) & reports["reason"].notna()]
    if len(reports):
        yield Block("heading", lang.text("Reasons of the deviations"))
        lines = zip(reports["task"], reports["reason"], strict=True)
        yield Block("bullets", items=tuple(f"{task}: {reason}" for task, reason in lines))


def _less(one: Any, other: Any) -> float | None:
    if one is None or other is None or pd.isna(one) or pd.isna(other):
        return None
    return float(one) - float(other)


def _number(value: Any, lang: Language, digits: int | None = None) -> str:
    if value is None or pd.isna(value):
        return lang.number(None)
    whole = float(value).is_integer()
    return lang.number(float(value), (0 if whole else 2) if digits is None else digits)
