"""What the goals page says and shows: the tree, the indicators and SWOT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.csv_tables import read_table
from stratanalysis.errors import DataError, MissingInputError
from stratanalysis.findings import Severity
from stratanalysis.language import language as get_language
from stratanalysis.pages.page import Page
from stratanalysis.pages.plan_words import english
from stratanalysis.plots.amounts import describe_amounts, plot_amounts
from stratanalysis.tables import table as contract

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = [
    "Plan",
    "introduction",
    "level_words",
    "ranged",
    "read_plan",
    "show_branches",
    "show_indicators",
    "show_scenarios",
    "show_swot",
    "show_tree",
    "summary_lines",
]

_TABLES = (
    "goals", "indicators", "measures", "money", "swot", "sections", "actions", "observations",
    "tasks", "scenarios",
)  # fmt: skip
LEVEL_WORDS = {
    "strategic": "strategic goal",
    "operational": "operational goal",
    "task": "task",
    "area": "area",
}
SCENARIO_WORDS = {
    "baseline": "baseline",
    "optimistic": "optimistic",
    "rational": "rational",
    "pessimistic": "pessimistic",
}
QUADRANT_WORDS = {
    "strength": "strength",
    "weakness": "weakness",
    "opportunity": "opportunity",
    "threat": "threat",
}


_MISSING_WORDS = {
    "unit": "unit",
    "base_value": "base value",
    "target_value": "target value",
    "direction": "direction",
    "responsible": "responsible",
}


def level_words(language: str | None = None) -> dict[str, str]:
    """Return the names of the levels of goals for a reader."""
    say = get_language(language).text
    return {level: say(words) for level, words in LEVEL_WORDS.items()}


@dataclass(frozen=True)
class Plan:
    """The tables of a plan, and where they were read from.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        Of the plan and of its monitoring; empty where there is none.
    extracted : bool
        Whether they come from a folder of an extraction and not from the community's own.
    document : str
        File name of the document, for an extraction.
    """

    tables: Mapping[str, pd.DataFrame]
    extracted: bool
    document: str = ""


def read_plan(community: Community, extraction: str | Path | None) -> Plan:
    """Read the plan from a folder that ``stratanalysis extract`` wrote, or from the community.

    Raises
    ------
    MissingInputError
        The folder is not one of an extraction.
    DataError
        Every place where its tables break their contracts.
    """
    if extraction is None:
        return Plan({name: community[name] for name in _TABLES}, extracted=False)
    folder = Path(extraction)
    if not (folder / "extraction.json").is_file():
        raise MissingInputError(
            "no extraction there",
            where=str(folder / "extraction.json"),
            do="run: stratanalysis extract DOCUMENT --to FOLDER",
        )
    tables, findings = {}, []
    for name in _TABLES:
        file = folder / f"{name}.csv"
        if file.is_file():
            tables[name], found = read_table(file, contract(name))
            findings += [entry for entry in found if entry.severity is Severity.ERROR]
        else:
            tables[name] = contract(name).empty()
    if findings:
        raise DataError(f"{folder} cannot be used", findings)
    named = sorted(
        {
            str(name)
            for found in tables.values()
            if "source_document" in found
            for name in found["source_document"].dropna()
        }
    )
    return Plan(tables, extracted=True, document=", ".join(named))


def introduction(plan: Plan, language: str) -> str:
    """Say where the goals come from, or which command gives them."""
    say = get_language(language).text
    if plan.extracted:
        return say("Read from the document {document} by its tables.", document=plan.document)
    if len(plan.tables["goals"]) or len(plan.tables["measures"]):
        return say("The goals are those of the community's tables.")
    return say(
        "No data: the goals of the strategy have not been read into the tables yet, so "
        "this chapter stays empty until the document is read."
    )


def _without(indicators: pd.DataFrame, column: str) -> int:
    return int(indicators[column].isna().sum())


def summary_lines(plan: Plan, language: str) -> list[str]:
    """Up to five lines: goals by level, indicators without base or target, measures."""
    lang = get_language(language)
    goals, indicators = plan.tables["goals"], plan.tables["indicators"]
    lines = []
    if len(goals):
        counts = goals["level"].value_counts()
        said = ", ".join(
            f"{lang.text(words)} – {lang.number(int(counts[level]))}"
            for level, words in LEVEL_WORDS.items()
            if level in counts
        )
        lines.append(lang.text("Goals by level: {counts}.", counts=said))
    elif plan.tables["measures"].empty:
        lines.append(lang.text("There are no goals in the tables."))
    if len(indicators):
        lines.append(
            lang.text(
                "Indicators: {count}; without a base value {base}, without a target {target}.",
                count=lang.number(len(indicators)),
                base=lang.number(_without(indicators, "base_value")),
                target=lang.number(_without(indicators, "target_value")),
            )
        )
    elif len(goals):
        lines.append(lang.text("The goals have no indicators."))
    measures = plan.tables["measures"]
    if len(measures):
        money = plan.tables["money"]
        known = set(money.loc[money["amount"].notna(), "measure"].astype(str))
        covered = measures["code"].astype(str).isin(known).sum()
        lines.append(
            lang.text(
                "Measures: {count}; with an amount in one year at least: {known}.",
                count=lang.number(len(measures)),
                known=lang.number(int(covered)),
            )
        )
    return lines


def show_branches(page: Page, plan: Plan) -> HTML:
    """Picture of how many goals and tasks are under each strategic goal; nothing without."""
    say, lang = page.language.text, page.language
    goals = english(plan.tables["goals"], "title", lang.code)
    below, labels = _branches(goals)
    if not below.sum() > 0:
        return page.text()
    most = [labels[str(name)] for name in below.index[below == below.max()]]
    figure = plot_amounts(below, labels, language=lang.code, kind="number").get_figure(root=True)
    assert figure is not None
    return page.figure(
        "branches",
        figure,
        below.rename(index=labels)
        .rename(say("Goals and tasks below"))
        .rename_axis(say("Goal"))
        .to_frame(),
        title=say(
            "Most goals and tasks ({share}) belong to: {goals}",
            share=lang.percent(float(below.max()) * len(most) / float(below.sum()), 0),
            goals="; ".join(most),
        ),
        alternative=describe_amounts(below, labels, language=lang.code, kind="number"),
        source=_source(plan, "goals"),
        caption=say("Operational goals and tasks under each goal of the first level."),
    )


def _branches(goals: pd.DataFrame) -> tuple[pd.Series, dict[str, str]]:
    """Count the goals and tasks below every goal of the first level of each tree, with labels."""
    trees = goals["tree"].fillna("")
    parents = {
        (tree, code): None if pd.isna(parent) else (tree, parent)
        for tree, code, parent in zip(trees, goals["code"], goals["parent"], strict=True)
    }
    titles = dict(zip(zip(trees, goals["code"], strict=True), goals["title"], strict=True))
    keys = {key: f"{number}" for number, key in enumerate(parents) if parents[key] is None}
    below = pd.Series(dict.fromkeys(keys.values(), 0.0), dtype=float)
    for start in parents:
        key, seen = start, {start}
        while (above := parents.get(key)) is not None and above not in seen:
            key = above
            seen.add(key)
        if key in keys and key != start:
            below[keys[key]] += 1
    labels = {name: _short(f"{key[1]} {titles[key]}") for key, name in keys.items()}
    return below, labels


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _source(plan: Plan, name: str) -> str:
    return plan.document if plan.extracted else f"{name}.csv"


def show_tree(page: Page, plan: Plan) -> HTML:
    """Table of all goals with their level and place; nothing without goals."""
    say = page.language.text
    goals = english(plan.tables["goals"], "title", page.language.code)
    if goals.empty:
        return page.text()
    trees = goals["tree"].fillna("")
    rows = {
        say("Code"): goals["code"],
        say("Level"): [say(LEVEL_WORDS[level]) for level in goals["level"]],
        say("Title"): goals["title"],
    }
    if len(set(trees)) > 1:
        rows[say("Tree")] = trees
    if goals["source_line"].notna().any():
        rows[say("Line")] = goals["source_line"].map(lambda n: "" if pd.isna(n) else str(int(n)))
    return page.table(
        "tree",
        pd.DataFrame(rows),
        caption=say("Tree of goals, {count} entries", count=page.language.number(len(goals))),
        source=_source(plan, "goals"),
        formats={say("Code"): str},
    )


def show_indicators(page: Page, plan: Plan) -> HTML:
    """Table of the indicators and what each lacks; nothing where there are none."""
    say, lang = page.language.text, page.language
    indicators = english(plan.tables["indicators"], "name", lang.code)
    if indicators.empty:
        return page.text()
    rows = [
        {
            say("Goal"): row["goal"],
            say("Indicator"): row["name"],
            say("Unit"): "" if pd.isna(row["unit"]) else lang.unit(str(row["unit"])),
            say("Base"): _value(row["base_value"], row["base_year"], lang.code),
            say("Target"): _value(row["target_value"], row["target_year"], lang.code),
            say("Missing"): ", ".join(
                say(word)
                for column, word in _MISSING_WORDS.items()
                if pd.isna(row[column]) and not (ranged(row) and column.startswith("target"))
            ),
        }
        for row in indicators.to_dict("records")
    ]
    return page.table(
        "indicators",
        pd.DataFrame(rows),
        caption=say(
            "Indicators: {base} of {count} have no base value, {target} no target",
            base=lang.number(_without(indicators, "base_value")),
            target=lang.number(_without(indicators, "target_value")),
            count=lang.number(len(indicators)),
        ),
        source=_source(plan, "indicators"),
        formats={say("Goal"): str},
    )


def ranged(row: Mapping[Any, Any]) -> bool:
    """Whether the indicator is to stay within a range, so that it needs no target."""
    return bool(row["direction"] == "keep_within")


def _value(value: Any, year: Any, language: str) -> str:
    lang = get_language(language)
    if pd.isna(value):
        return lang.text("missing")
    written = lang.number(value, 0 if float(value).is_integer() else 2)
    return written if pd.isna(year) else f"{written} ({int(year)})"


def show_swot(page: Page, plan: Plan) -> HTML:
    """Table of the SWOT; nothing where there is none."""
    say = page.language.text
    swot = english(plan.tables["swot"], "item", page.language.code)
    if swot.empty:
        return page.text()
    rows = pd.DataFrame(
        {
            say("Quadrant"): [say(QUADRANT_WORDS[name]) for name in swot["quadrant"]],
            say("Statement"): swot["item"],
        }
    )
    counts = swot["quadrant"].value_counts()
    said = ", ".join(
        f"{say(words)} – {int(counts.get(name, 0))}" for name, words in QUADRANT_WORDS.items()
    )
    return page.table(
        "swot", rows, caption=say("SWOT: {counts}", counts=said), source=_source(plan, "swot")
    )


def show_scenarios(page: Page, plan: Plan) -> HTML:
    """Table of the document's own scenarios in words; nothing where there are none."""
    say = page.language.text
    stated = english(plan.tables["scenarios"], "statement", page.language.code)
    if stated.empty:
        return page.text()
    rows = pd.DataFrame(
        {
            say("Scenario"): [say(SCENARIO_WORDS[name]) for name in stated["scenario"]],
            say("Kind"): [say(name) for name in stated["kind"]],
            say("Statement"): stated["statement"],
        }
    )
    return page.table(
        "plan-scenarios",
        rows,
        caption=say("Scenarios of the document: {count} statements", count=len(rows)),
        source=_source(plan, "scenarios"),
    )
