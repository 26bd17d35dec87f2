"""A location index and a self-audit as a document prints them: what is filled in and what is not.

Forms of this kind are often handed in with cells left empty, or with the form's own sample words
in them. Both are shown as such; an index is computed only from figures that exist.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError

__all__ = ["PLACEHOLDERS", "cell_state", "location_index", "self_audit"]

PLACEHOLDERS = (
    r"^тестовий\b",
    r"^опис\b",
    r"^текст\b",
    r"^впишіть\b",
    r"^за наявності надати",
    r"^х+$|^x+$|^\.{2,}$|^…+$",
    r"^lorem ipsum",
)
"""Patterns of words that a form, not its author, has put into a cell."""

_NUMBER = re.compile(r"^[−-]?\d[\d\s\u00a0\u202f]*+(?:[.,]\d+)?\s*%?$")


def cell_state(text: object, *, placeholders: Sequence[str] = PLACEHOLDERS) -> str:
    """Tell what a cell holds: ``"missing"``, ``"placeholder"``, ``"number"`` or ``"words"``.

    ``"words"`` covers descriptions, and figures mixed with words, which are no single value.
    """
    if text is None or (isinstance(text, float) and np.isnan(text)):
        return "missing"
    plain = str(text).strip()
    if plain in ("", "-", "–", "—", "---", "~~~"):
        return "missing"
    if any(re.search(pattern, plain.casefold()) for pattern in placeholders):
        return "placeholder"
    return "number" if _NUMBER.match(plain) else "words"


def location_index(
    cells: pd.DataFrame,
    weights: dict[str, float],
    *,
    scores: pd.Series | None = None,
    placeholders: Sequence[str] = PLACEHOLDERS,
) -> pd.DataFrame:
    """Categories of a location index with what was filled in, and the index where it can be had.

    Parameters
    ----------
    cells : pandas.DataFrame
        Columns `category`, `parameter`, `value` (the cell's words).
    weights : dict
        Weight of every category by name, summing to 1 (0.4, 0.3, 0.3).
    scores : pandas.Series, optional
        Score from 0 to 1 by parameter, from a comparison with other communities or from goalposts.
        Without scores there is no index: figures in hryvnias, shares and counts have no common
        scale.
    placeholders : sequence of str
        Patterns for :func:`cell_state`.

    Returns
    -------
    pandas.DataFrame
        By category and in a last row ``"total"``: `weight`, `parameters`, `number`, `words`,
        `placeholder`, `missing` (cells), `filled` (share with a number or words), `scored`
        (parameters with a score), `score` (mean of the scored parameters; the total is the weighted
        mean of the categories that have one) and `coverage` (share of parameters scored; the total
        weighted). NaN where nothing is scored.
    """
    if set(weights) != set(cells["category"]):
        different = sorted(set(weights) ^ set(cells["category"]))
        raise InvalidInputError(f"weights and categories differ: {', '.join(different)}")
    if abs(sum(weights.values()) - 1) > 1e-9:
        raise InvalidInputError(f"the weights sum to {sum(weights.values()):.6g}", expected="1")
    table = cells.assign(state=[cell_state(v, placeholders=placeholders) for v in cells["value"]])
    table["score"] = np.nan
    if scores is not None:
        table["score"] = scores.astype(float).reindex(table["parameter"]).to_numpy()
        used = table["state"].isin(["number", "words"])
        table.loc[~used, "score"] = np.nan
        if ((table["score"] < 0) | (table["score"] > 1)).any():
            raise InvalidInputError("a score is outside 0 to 1")
    rows = []
    for category, group in table.groupby("category", sort=False):
        states = group["state"].value_counts()
        row: dict[str, object] = {
            "category": category,
            "weight": weights[str(category)],
            "parameters": len(group),
        }
        row |= {
            state: int(states.get(state, 0))
            for state in ("number", "words", "placeholder", "missing")
        }
        row["filled"] = float(group["state"].isin(["number", "words"]).mean())
        row["scored"] = int(group["score"].notna().sum())
        row["score"] = group["score"].mean()
        row["coverage"] = float(group["score"].notna().mean())
        rows.append(row)
    result = pd.DataFrame(rows).set_index("category")
    counts = ["parameters", "number", "words", "placeholder", "missing", "scored"]
    weight = result["weight"].where(result["score"].notna())
    whole = weight.sum()
    total = {name: result[name].sum() for name in counts}
    total |= {
        "weight": result["weight"].sum(),
        "filled": (total["number"] + total["words"]) / total["parameters"],
        "score": (result["score"] * weight).sum() / whole if whole > 0 else np.nan,
        "coverage": float((result["coverage"] * result["weight"]).sum()),
    }
    result.loc["total"] = pd.Series(total)
    return result.astype(dict.fromkeys(counts, int))


def self_audit(
    answers: pd.DataFrame, *, placeholders: Sequence[str] = PLACEHOLDERS
) -> pd.DataFrame:
    """Readiness from a self-audit: which solutions are in use, and which answers contradict.

    Parameters
    ----------
    answers : pandas.DataFrame
        Columns `solution`, `in_use`, `not_in_use` (the marked cells' words, missing where not
        marked) and `note`, as the loader of an action plan gives them.

    Returns
    -------
    pandas.DataFrame
        With `state` (``"used"``, ``"not used"``, ``"both"``, ``"no answer"``), `note_state` (see
        :func:`cell_state`) and `doubtful` (marked as not used although the note holds the
        author's own words, so that one of the two is wrong). `attrs` hold `used`, `answered` and
        `readiness` = used / answered (NaN without answers); headings without a mark count as no
        answer.
    """
    table = answers.copy()
    yes = table["in_use"].map(lambda cell: cell_state(cell, placeholders=()) != "missing")
    no = table["not_in_use"].map(lambda cell: cell_state(cell, placeholders=()) != "missing")
    table["state"] = np.select([yes & no, yes, no], ["both", "used", "not used"], "no answer")
    table["note_state"] = [cell_state(cell, placeholders=placeholders) for cell in table["note"]]
    table["doubtful"] = (table["state"] == "not used") & table["note_state"].isin(
        ["words", "number"]
    )
    used = int((table["state"] == "used").sum())
    answered = int(table["state"].isin(["used", "not used"]).sum())
    table.attrs["used"] = used
    table.attrs["answered"] = answered
    table.attrs["readiness"] = used / answered if answered else float("nan")
    return table
