"""Goal trees from the state planning register (GISRR), as JSON, to the table of goals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import InvalidInputError, MissingInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference.codes import katottg_code
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_goal_trees"]


def read_goal_trees(path: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read goal trees of many communities.

    Parameters
    ----------
    path : path-like
        JSON, a list of ``{"name", "katottg", "strategic": [{"id", "text"}], "operational":
        [{"parent", "text"}]}``.

    Returns
    -------
    goals : pandas.DataFrame
        The table ``goals``: `tree` is the KATOTTG code; a strategic goal has the register's id as
        its code, an operational goal the code of its parent and its number in the order of the
        register (``2.3``): the register itself numbers no operational goals, and what a title
        begins with is left in it. `source_place` names the tree and the entry.
    findings : list of Finding
        ``goal-without-parent`` (warning: kept at the top of its tree, code ``?.1`` and so on),
        ``goal-code-twice`` (error), ``tree-without-operational-goals`` (note).

    Raises
    ------
    InvalidInputError
        The file is not JSON of this form.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingInputError("no such file", where=str(path), expected="goal trees as JSON")
    try:
        trees = json.loads(path.read_text(encoding="utf-8-sig"))
        rows: list[dict[str, Any]] = []
        findings: list[Finding] = []
        for tree in trees:
            _read_tree(tree, path.name, rows, findings)
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(
            f"the file does not hold goal trees ({error!r})",
            where=path.name,
            expected="a list of trees with name, katottg, strategic and operational",
        ) from error
    return table("goals").frame(rows), findings


def _read_tree(
    tree: dict[str, Any], document: str, rows: list[dict[str, Any]], findings: list[Finding]
) -> None:
    code = katottg_code(tree["katottg"])
    label = f"{tree['name']} ({code})"

    def find(check: str, severity: Severity, place: str, text: str, why: str) -> None:
        source = Source(document, place=f"{code}, {place}", text=text)
        findings.append(Finding(check, severity, source, why, {"tree": label, "goal": text}))

    known: set[str] = set()
    for number, goal in enumerate(tree["strategic"], start=1):
        place = f"strategic {number}"
        if goal["id"] in known:
            why = "{tree}: two strategic goals have one number; see {goal!r}"
            find("goal-code-twice", Severity.ERROR, place, goal["text"], why)
        known.add(goal["id"])
        rows.append(_row(goal["id"], "strategic", None, goal["text"], code, document, place))
    count: dict[str, int] = {}
    for number, goal in enumerate(tree["operational"], start=1):
        place = f"operational {number}"
        parent = goal["parent"] if goal["parent"] in known else None
        if parent is None:
            why = "{tree}: the register does not say which strategic goal {goal!r} belongs to"
            find("goal-without-parent", Severity.WARNING, place, goal["text"], why)
        above = parent or "?"
        count[above] = count.get(above, 0) + 1
        own = f"{above}.{count[above]}"
        rows.append(_row(own, "operational", parent, goal["text"], code, document, place))
    if not tree["operational"]:
        why = "{tree}: the register holds no operational goals"
        find("tree-without-operational-goals", Severity.NOTE, "operational", "", why)


def _row(
    code: str, level: str, parent: str | None, title: str, tree: str, document: str, place: str
) -> dict[str, Any]:
    return {
        "code": code,
        "level": level,
        "parent": parent,
        "title": " ".join(title.split()),
        "tree": tree,
        "source_document": document,
        "source_place": f"{tree}, {place}",
        "source_text": title,
    }
