"""Tables of the plans of the communities: what the documents state, under labels of our own.

Codes, figures, units, dates and lines come from the documents by the project's own reader; every
title is a short label of ``plan_labels.csv``. Figures of results that the reader leaves in a
sentence are in ``plan_targets.csv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from stratanalysis.finance.programmes import funding_groups
from stratanalysis.plans.extraction import Extraction, load_document

__all__ = ["PLANS", "plan_tables"]

HERE = Path(__file__).resolve().parent
PLANS = {
    "kostiantynivka": "000_5b306b16aa7050ac.txt",
    "kramatorsk": "001_fe7d66ff58724d7b.txt",
    "luhansk-oblast": "002_80cd4d1ffcee97e4.txt",
    "korosten": "003_829bb63e0a2e4730.txt",
    "sofiivka": "004_38a814e1fa70b4be.txt",
}
_DATES = re.compile(r"\d{2}\.\d{2}\.\d{4}|\d{4}\s*-\s*\d{4}|\d{4}")
Rows = list[dict[str, Any]]
Labels = Mapping[str, Mapping[str, tuple[str, str]]]


def plan_tables(slug: str, folder: Path) -> dict[str, Rows]:
    """Rows of the tables of one community's plan, by table; without those that are empty."""
    found = load_document(folder / PLANS[slug])
    labels = _labels(slug)
    chosen = _own_tree(found)
    tables = {
        "goals": _goals(chosen, labels),
        "indicators": _indicators(found, labels),
        "swot": _swot(found, labels),
        "scenarios": _labelled(found, "scenarios", "source_line", "statement", labels),
        "sections": _labelled(found, "sections", "code", "title", labels),
        "measures": _measures(found, labels, chosen),
        "money": _rows(found["money"].sort_values(["source_line", "measure", "year"])),
        "actions": _actions(found, labels),
    }
    executors = {row["goal"]: row["executor"] for row in tables["measures"]}
    for row in tables["indicators"]:
        row["responsible"] = executors.get(row["goal"])
    tables["indicators"] += _targets(slug, tables["measures"], tables["actions"])
    return {name: rows for name, rows in tables.items() if rows}


def _labels(slug: str) -> dict[str, dict[str, tuple[str, str]]]:
    labels: dict[str, dict[str, tuple[str, str]]] = {}
    with (HERE / "plan_labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["community"] == slug:
                labels.setdefault(row["table"], {})[row["key"]] = (row["uk"], row["en"])
    return labels


def _rows(frame: pd.DataFrame) -> Rows:
    """Rows as dicts without the words of the document."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        | {"source_text": None}
        for row in frame.to_dict("records")
    ]


def _own_tree(found: Extraction) -> pd.DataFrame:
    """The one tree of the document, or the one that its plan of actions serves."""
    goals = found["goals"]
    served = set(found["actions"]["goal"].dropna())
    trees = goals["tree"].fillna("")
    if len(set(trees)) > 1:
        (own,) = [name for name in trees.unique() if served <= set(goals["code"][trees == name])]
        goals = goals[trees == own]
    return goals.assign(tree=None)


def _named(row: dict[str, Any], column: str, label: tuple[str, str]) -> dict[str, Any]:
    return row | {column: label[0], "title_en": label[1]}


def _goals(goals: pd.DataFrame, labels: Labels) -> Rows:
    return [_named(row, "title", labels["goals"][str(row["code"])]) for row in _rows(goals)]


def _indicators(found: Extraction, labels: Labels) -> Rows:
    return [
        _named(row, "name", labels["indicators"][str(row["indicator"])])
        for row in _rows(found["indicators"])
    ]


def _swot(found: Extraction, labels: Labels) -> Rows:
    """Items by line, or by their order where one line holds many."""
    rows = _rows(found["swot"])
    lines = [row["source_line"] for row in rows]
    keys: Iterable[object] = lines if len(set(lines)) == len(lines) else range(len(lines))
    return [
        _named(row, "item", labels["swot"][str(key)]) for key, row in zip(keys, rows, strict=True)
    ]


def _labelled(found: Extraction, name: str, key: str, column: str, labels: Labels) -> Rows:
    words = labels.get(name, {})
    rows = [_named(row, column, words[str(row[key])]) for row in _rows(found[name])]
    for row in rows:
        if name == "scenarios":
            row["name"] = row["scenario"]
    return rows


def _measures(found: Extraction, labels: Labels, goals: pd.DataFrame) -> Rows:
    """Measures of the document; where it has none, the results of its plan of actions."""
    measures, words = found["measures"], labels.get("measures", {})
    if len(measures):
        own = labels.get("measures") or labels["goals"]
        return [
            _named(row, "title", own[str(row["code"])])
            | {
                "expected_result": None,
                "funding_source": row["funding_source"] and funding_groups(row["funding_source"]),
            }
            for row in _rows(measures)
        ]
    above = dict(zip(goals["code"], goals["parent"], strict=True))
    rows = []
    for code, steps in found["actions"].groupby("code", sort=False):
        first = steps.iloc[0]
        rows.append(
            {
                "code": code,
                "section": above[first["goal"]],
                "executor": first["responsible"],
                "funding_source": funding_groups(first["funding_source"]),
                "start": steps["start"].dropna().min(),
                "end": steps["end"].dropna().max(),
                "goal": first["goal"],
                "source_document": first["source_document"],
                "source_line": first["source_line"],
            }
        )
    return [_named(row, "title", words[str(row["code"])]) for row in rows]


def _actions(found: Extraction, labels: Labels) -> Rows:
    """Steps with number, term and money: the label is that of the result."""
    words = labels.get("measures", {})
    return [
        row
        | {
            "result": words[str(row["code"])][0],
            "step": None,
            "key_indicator": None,
            "term": " - ".join(_DATES.findall(row["term"])) if row["term"] else None,
            "funding_source": row["funding_source"] and funding_groups(row["funding_source"]),
        }
        for row in _rows(found["actions"])
    ]


def _targets(slug: str, measures: Rows, actions: Rows) -> Rows:
    """Results that state a figure, as indicators: the target of the year in which they end."""
    by_code = {row["code"]: row for row in measures}
    rows = []
    with (HERE / "plan_targets.csv").open(encoding="utf-8", newline="") as file:
        for given in csv.DictReader(file):
            if given["community"] != slug:
                continue
            measure = by_code[given["measure"]]
            rows.append(
                {
                    "indicator": given["measure"],
                    "goal": measure["goal"],
                    "name": measure["title"],
                    "title_en": measure["title_en"],
                    "unit": given["unit"],
                    "target_value": float(given["value"]),
                    "target_year": int(str(measure["end"])[:4]),
                    "direction": "increase",
                    "responsible": measure["executor"],
                    "source_document": measure["source_document"],
                    "source_line": measure["source_line"],
                }
            )
    return rows
