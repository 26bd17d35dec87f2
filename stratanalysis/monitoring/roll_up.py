"""Rolling degrees, counts and money up the tree of goals, with what was and was not measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.monitoring.achievement import AchievementRule

__all__ = ["RollUp", "roll_up", "roll_up_sums"]

TOP = ""
"""Code of the whole strategy, the parent of goals that have none."""


@dataclass(frozen=True)
class RollUp:
    """Degrees of goals and everything they were made of.

    Attributes
    ----------
    goals : pandas.DataFrame
        By goal code (``""`` is the whole strategy): `level`, `parent`, `degree` (NaN where nothing
        was measured), `coverage` (share of weight measured, from 0 to 1), `light` (of degrees
        against the target of the year only, since half the way at half time is no failure),
        `indicators`, `measured`, `not_applicable` (counts below the goal).
    components : pandas.DataFrame
        A row for every goal and child (indicator or goal): `goal`, `child`, `kind`, `weight` (as
        given), `weighting` (``"given"`` or ``"equal"``), `share` (of its parent before handing
        over), `handed` (share received from siblings that do not apply), `share_used`,
        `degree`, `coverage`, `applicable`. The degree of a goal is
        Σ share_used · coverage · degree / Σ share_used · coverage over its rows.
    """

    goals: pd.DataFrame
    components: pd.DataFrame


def _tree(goals: pd.DataFrame) -> tuple[dict[str, str], list[str]]:
    """Parent of every goal, and the codes from the deepest to the top."""
    codes = [str(code) for code in goals["code"]]
    problems = []
    if len(set(codes)) < len(codes):
        double = sorted({code for code in codes if codes.count(code) > 1})
        problems.append(f"goals that occur twice: {', '.join(double)}")
    above = {
        str(row["code"]): TOP if pd.isna(row["parent"]) else str(row["parent"])
        for row in goals[["code", "parent"]].to_dict("records")
    }
    if orphans := sorted(code for code, parent in above.items() if parent and parent not in above):
        problems.append(f"goals whose parent does not exist: {', '.join(orphans)}")
    depth: dict[str, int] = {}
    for code in above:
        way, now = [], code
        while now and now not in way and now in above:
            way.append(now)
            now = above[now]
        if now in way:
            problems.append(f"goals that are their own ancestors: {', '.join(sorted(way))}")
            break
        depth[code] = len(way)
    if problems:
        raise InvalidInputError("; ".join(problems), where="goals", do="mend the parents and codes")
    return above, sorted(above, key=lambda code: (-depth[code], codes.index(code)))


def roll_up(
    goals: pd.DataFrame,
    achieved: pd.DataFrame,
    *,
    weights: Mapping[str, float] | None = None,
    rule: AchievementRule | None = None,
    column: str = "degree",
) -> RollUp:
    """Degree and coverage of every goal, from the indicators up, at any depth.

    Every indicator has an effective weight: the product of its shares on the way up. The degree of
    a goal is the mean of the measured degrees below it by effective weight, and its coverage is the
    effective weight that was measured. So a branch of which little was measured does not speak for
    the whole of it, and the result does not depend on how goals are grouped.

    Parameters
    ----------
    goals : pandas.DataFrame
        Columns `code`, `parent`, `level`.
    achieved : pandas.DataFrame
        As :func:`stratanalysis.monitoring.achievement` gives it. Indicators may hang on goals of
        any level, next to goals.
    weights : mapping, optional
        Weights by identifier of indicator or code of goal; they go before the column `weight` of
        `achieved`. Only ratios among siblings count. Siblings of which none has a weight count
        equally (said in `components`); some with and some without is an error.
    rule : AchievementRule, optional
        For the lights.
    column : str
        ``"degree"`` or ``"degree_final"``.

    Returns
    -------
    RollUp

    Raises
    ------
    UnknownNameError
        A weight for an indicator or goal that does not exist.
    InvalidInputError
        A broken tree, an indicator of a goal that does not exist, a negative weight, weights of
        siblings that are partly missing or all zero. All such problems are named at once.

    Notes
    -----
    An indicator that does not apply hands its share to its siblings in proportion to their weights;
    a goal of which nothing applies does the same one level up. Tasks and areas without any
    indicator take no part: they are followed by their status. A strategic or operational goal
    without any indicator takes part as one of which nothing was measured.
    """
    rule = rule or AchievementRule()
    above, order = _tree(goals)
    names = [str(name) for name in achieved["indicator"]]
    given = {str(name): float(value) for name, value in (weights or {}).items()}
    if strange := sorted(set(given) - set(names) - set(above)):
        raise UnknownNameError("indicator or goal with a weight", strange[0], [*names, *above])
    stored = achieved.set_index("indicator")
    own = {name: float(stored["weight"][name]) for name in names} if "weight" in stored else {}
    children: dict[str, list[tuple[str, str]]] = {code: [] for code in [*above, TOP]}
    lost = [name for name in names if str(stored["goal"][name]) not in above]
    if lost:
        raise InvalidInputError(
            f"indicators of goals that do not exist: {', '.join(lost)}", where="indicators"
        )
    for name in names:
        children[str(stored["goal"][name])].append(("indicator", name))
    for code in goals["code"]:
        children[above[str(code)]].append(("goal", str(code)))
    idle = _without_indicators(goals, children, order)
    children = {
        code: [entry for entry in family if entry[0] != "goal" or entry[1] not in idle]
        for code, family in children.items()
    }
    state: dict[tuple[str, str], tuple[float, float, bool]] = {}
    counts: dict[str, np.ndarray] = {}
    for name in names:
        degree = float(stored[column][name])
        applies = bool(stored["applicable"][name])
        measured = float(applies and not np.isnan(degree))
        state["indicator", name] = (degree if measured else np.nan, measured, applies)
    rows: list[dict[str, object]] = []
    answers = {code: _shares(code, children[code], given, own) for code in [*order, TOP]}
    if problems := [problem for _, problem in answers.values() if problem]:
        raise InvalidInputError("; ".join(problems), where="weights")
    for code in [*order, TOP]:
        family = children[code]
        rows += _components(code, family, answers[code][0], state)
        state["goal", code] = _joined(rows, code)
        counts[code] = sum(
            (
                counts[child]
                if kind == "goal"
                else np.array([1, state[kind, child][1], not state[kind, child][2]], dtype=int)
                for kind, child in family
            ),
            start=np.zeros(3, dtype=int),
        )
    level = dict(zip(goals["code"].astype(str), goals["level"], strict=True))
    listed = [TOP, *goals["code"].astype(str)]
    table = pd.DataFrame(
        {
            "level": [level.get(code, "strategy") for code in listed],
            "parent": [above.get(code, "") for code in listed],
            "degree": [state["goal", code][0] for code in listed],
            "coverage": [state["goal", code][1] for code in listed],
            "indicators": [int(counts[code][0]) for code in listed],
            "measured": [int(counts[code][1]) for code in listed],
            "not_applicable": [int(counts[code][2]) for code in listed],
        },
        index=pd.Index(listed, name="goal"),
    )
    judged = table["degree"] if column == "degree" else table["degree"] * np.nan
    table.insert(4, "light", rule.light(judged))
    return RollUp(table, pd.DataFrame(rows))


def _without_indicators(
    goals: pd.DataFrame, children: Mapping[str, Sequence[tuple[str, str]]], order: Sequence[str]
) -> set[str]:
    """Tasks and areas with no indicator in them or below: they are followed by their status."""
    small = set(goals.loc[goals["level"].isin(["task", "area"]), "code"].astype(str))
    idle: set[str] = set()
    for code in order:
        if code in small and all(
            kind == "goal" and child in idle for kind, child in children[code]
        ):
            idle.add(code)
    return idle


def _shares(
    code: str,
    family: Sequence[tuple[str, str]],
    given: Mapping[str, float],
    own: Mapping[str, float],
) -> tuple[list[tuple[float, float, str]], str]:
    """Weight as given, share and kind of weighting of every child; or what is wrong."""
    values = [
        given.get(child, own.get(child, np.nan) if kind == "indicator" else np.nan)
        for kind, child in family
    ]
    where = f"below {code}" if code else "at the top"
    known = [value for value in values if not np.isnan(value)]
    if not known:
        return [(np.nan, 1 / len(family), "equal") for _ in family], ""
    if any(value < 0 for value in known):
        return [], f"a negative weight {where}"
    if len(known) < len(values):
        lacking = ", ".join(
            child for (_, child), value in zip(family, values, strict=True) if np.isnan(value)
        )
        return [], f"some siblings {where} have a weight and these do not: {lacking}"
    if sum(known) == 0:
        return [], f"all weights {where} are zero"
    return [(value, value / sum(known), "given") for value in values], ""


def _components(
    code: str,
    family: Sequence[tuple[str, str]],
    shares: Sequence[tuple[float, float, str]],
    state: Mapping[tuple[str, str], tuple[float, float, bool]],
) -> list[dict[str, object]]:
    applying = sum(
        share for child, (_, share, _) in zip(family, shares, strict=True) if state[child][2]
    )
    rows: list[dict[str, object]] = []
    for (kind, child), (weight, share, weighting) in zip(family, shares, strict=True):
        degree, coverage, applies = state[kind, child]
        used = share / applying if applies and applying > 0 else 0.0
        rows.append(
            {
                "goal": code,
                "child": child,
                "kind": kind,
                "weight": weight,
                "weighting": weighting,
                "share": share,
                "handed": used - share if applies else -share,
                "share_used": used,
                "degree": degree,
                "coverage": coverage,
                "applicable": applies,
            }
        )
    return rows


def _joined(rows: Sequence[Mapping[str, object]], code: str) -> tuple[float, float, bool]:
    """Degree, coverage, and whether anything below applies."""
    own = [row for row in rows if row["goal"] == code]
    used = np.array([row["share_used"] for row in own], dtype=float)
    coverage = np.array([row["coverage"] for row in own], dtype=float)
    degree = np.array([row["degree"] for row in own], dtype=float)
    measured = used * coverage
    whole = float(measured.sum())
    # A goal without children applies and is simply not measured.
    applies = not own or any(bool(row["applicable"]) for row in own)
    if whole <= 0:
        return float("nan"), 0.0, applies
    seen = measured > 0
    return float((measured[seen] * degree[seen]).sum() / whole), whole, applies


def roll_up_sums(
    goals: pd.DataFrame, table: pd.DataFrame, *, numerator: str, denominator: str
) -> pd.DataFrame:
    """Roll a ratio up the tree by its numerators and denominators, never by averaging percents.

    Parameters
    ----------
    goals : pandas.DataFrame
        Columns `code`, `parent`.
    table : pandas.DataFrame
        Column `goal` and the two columns named. A row of which one of the two is missing takes no
        part and is counted in `left_out`.
    numerator, denominator : str

    Returns
    -------
    pandas.DataFrame
        By goal code (``""`` is the whole): `numerator`, `denominator`, `ratio` (NaN where the
        denominator is zero), `rows`, `left_out`.

    Examples
    --------
    Of 1 task and of 9 tasks, 1 and 0 are done: 10 %, not the mean of 100 % and 0 %.
    """
    above, order = _tree(goals)
    lost = sorted({str(goal) for goal in table["goal"]} - set(above))
    if lost:
        raise InvalidInputError(f"rows of goals that do not exist: {', '.join(lost)}")
    full = table[[numerator, denominator]].notna().all(axis=1)
    totals = {code: np.zeros(4) for code in [*above, TOP]}
    for goal, top, bottom, complete in zip(
        table["goal"].astype(str), table[numerator], table[denominator], full, strict=True
    ):
        totals[goal] += [top, bottom, 1, 0] if complete else [0, 0, 0, 1]
    for code in order:
        totals[above[code]] = totals[above[code]] + totals[code]
    result = pd.DataFrame.from_dict(
        totals, orient="index", columns=["numerator", "denominator", "rows", "left_out"]
    ).reindex([TOP, *goals["code"].astype(str)])
    bottom = result["denominator"]
    result.insert(2, "ratio", result["numerator"] / bottom.where(bottom != 0))
    result.index.name = "goal"
    return result.astype({"rows": int, "left_out": int})
