"""The plan of a document as the tables of its community."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community, Document
from stratanalysis.community_writing import write_community
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.storage import changing
from stratanalysis.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from stratanalysis.plans.extraction import Extraction

__all__ = ["chosen_tree", "into_community", "left_out", "plan_of"]

PLAN = ("goals", "indicators", "swot", "scenarios", "sections", "measures", "money", "actions")


def chosen_tree(extraction: Extraction, tree: str = "") -> pd.DataFrame:
    """Return the goals of one tree of a document.

    Parameters
    ----------
    extraction : Extraction
    tree : str
        Part of the name of the tree; needed where the document holds several and its plan of
        actions does not say which is its own.

    Raises
    ------
    InvalidInputError
        Several trees, and nothing says which.
    UnknownNameError
        No tree is called so, or several are.
    """
    goals = extraction["goals"]
    names = goals["tree"].fillna("").astype(str)
    trees = list(dict.fromkeys(names))
    if tree:
        found = [name for name in trees if tree.casefold() in name.casefold()]
        if len(found) != 1:
            raise UnknownNameError("tree of the document", tree, trees)
        return goals[names == found[0]].assign(tree=None)
    if len(trees) <= 1:
        return goals.assign(tree=None)
    served = set(extraction["actions"]["goal"].dropna())
    own = [name for name in trees if served and served <= set(goals["code"][names == name])]
    if len(own) == 1:
        return goals[names == own[0]].assign(tree=None)
    listed = "; ".join(f"{name!r} ({int((names == name).sum())})" for name in trees)
    raise InvalidInputError(
        f"the document holds {len(trees)} trees of goals: {listed}",
        where=extraction.document.name,
        do="choose one with --tree WORDS",
    )


def plan_of(extraction: Extraction, tree: str = "") -> dict[str, pd.DataFrame]:
    """Return the tables of a plan: one tree, its indicators, measures, money and steps.

    A document without measures whose plan of actions has results gives the results as measures;
    the words are those of the user's own document.
    """
    goals = chosen_tree(extraction, tree)
    tables = {name: extraction[name] for name in PLAN if name in extraction}
    tables["goals"] = table("goals").frame(_records(goals))
    known = set(goals["code"])
    tables["indicators"] = extraction["indicators"][
        extraction["indicators"]["goal"].isin(known)
    ].reset_index(drop=True)
    actions = extraction["actions"]
    if tables["measures"].empty and len(actions):
        tables["measures"] = table("measures").frame(_results(actions, goals))
    return {name: frame for name, frame in tables.items() if len(frame)}


def left_out(extraction: Extraction, plan: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Say what of a document is not in the plan that was taken from it.

    Returns
    -------
    list of Finding
        Checks, all notes: ``other-tree``, ``other-indicators``, ``indicators-without-goal``,
        ``other-table`` (a table that a community's folder does not keep), ``unread-table``.
    """
    left: list[tuple[str, Source, str, dict[str, object]]] = []
    name = extraction.document.name
    chosen = set(plan["goals"]["source_line"]) if "goals" in plan else set()
    for tree, goals in extraction["goals"].groupby(extraction["goals"]["tree"].fillna("")):
        if not set(goals["source_line"]) & chosen:
            why = "the tree of goals {tree!r} ({count}) is not the one chosen; it was left out"
            left.append(("other-tree", Source(name), why, {"tree": tree, "count": len(goals)}))
    taken = set(plan["goals"]["code"]) if "goals" in plan else set()
    goals_of = extraction["indicators"]["goal"]
    lost = goals_of[~goals_of.isin(taken)]
    count = int(lost.isin(extraction["goals"]["code"]).sum())
    if count:
        why = "{count} indicators belong to goals of another tree; they were left out"
        left.append(("other-indicators", Source(name), why, {"count": count}))
    count = len(lost) - count
    if count:
        why = (
            "{count} indicators are under no goal of the document; they were left out: enter them "
            "in the workbook, each with the code of its goal"
        )
        left.append(("indicators-without-goal", Source(name), why, {"count": count}))
    why = (
        "{count} rows of the table {table} have no place in a community's folder; extract --to "
        "writes them"
    )
    left += [
        ("other-table", Source(name), why, {"table": key, "count": len(frame)})
        for key, frame in extraction.tables.items()
        if key not in PLAN and len(frame)
    ]
    why = "no rule reads this table of the document; it was left out"
    left += [("unread-table", source, why, {}) for source in extraction.left]
    return [
        Finding(check, Severity.NOTE, source, why, values) for check, source, why, values in left
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _results(actions: pd.DataFrame, goals: pd.DataFrame) -> list[dict[str, Any]]:
    above = dict(zip(goals["code"], goals["parent"], strict=True))
    rows = []
    for code, steps in actions.groupby("code", sort=False):
        first = steps.iloc[0]
        rows.append(
            {
                "code": code,
                "section": above.get(first["goal"]),
                "title": first["result"] if isinstance(first["result"], str) else str(code),
                "executor": first["responsible"],
                "funding_source": first["funding_source"],
                "start": steps["start"].dropna().min(),
                "end": steps["end"].dropna().max(),
                "goal": first["goal"],
                "source_document": first["source_document"],
                "source_line": first["source_line"],
                "source_place": first["source_place"],
            }
        )
    return rows


def into_community(
    extraction: Extraction,
    folder: Path,
    *,
    tree: str = "",
    replace: bool = False,
    workbook: Callable[[Community], bytes] | None = None,
) -> tuple[dict[str, int], list[Finding]]:
    """Write the plan of a document into the folder of its community.

    Parameters
    ----------
    extraction : Extraction
    folder : pathlib.Path
        Folder of the community.
    tree : str
        See :func:`chosen_tree`.
    replace : bool
        Replace a plan that the community has already; ``stratanalysis undo`` brings it back.
    workbook : callable, optional
        Makes ``workbook.xlsx`` of the community with the plan; written in the same change.

    Returns
    -------
    rows : dict of int
        Rows by table.
    left : list of Finding
        See :func:`left_out`.

    Raises
    ------
    InvalidInputError
        The document holds no plan; the community has a plan already.
    """
    plan = plan_of(extraction, tree)
    if not plan:
        raise InvalidInputError(
            "no goals, indicators or measures were found", where=extraction.document.name
        )
    community = Community.read(folder)
    there = [name for name in plan if len(community[name])]
    if there and not replace:
        raise InvalidInputError(
            f"the community has a plan already ({', '.join(there)})",
            where=str(folder),
            do="use --replace; the former one can be brought back with: stratanalysis undo",
        )
    documents = community.documents
    name = extraction.document.name
    if name not in {document.file for document in documents}:
        documents += (Document(name, {"uk": name, "en": name}, "strategy"),)
    tables = {**community.tables, **plan}
    changed = dataclasses.replace(community, tables=tables, documents=documents)
    with changing(folder, f"extract {name}") as change:
        write_community(changed, change)
        if workbook is not None:
            change.read("workbook.xlsx")  # an earlier one is kept for undo
            change.write("workbook.xlsx", workbook(changed))
    return {key: len(frame) for key, frame in plan.items()}, left_out(extraction, plan)
