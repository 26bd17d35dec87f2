"""Themes of goals by a keyword table: what others set and this strategy does not.

A hint, not a judgement: a goal is put under a theme because a word is in its title. The
keyword table (``data/reference/goal_themes_uk.csv``) is meant to be edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from stratanalysis.errors import InvalidInputError

__all__ = ["ThemeGaps", "classify_goals", "count_themes", "missing_themes"]

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ′`‘", "'"))


@dataclass(frozen=True)
class ThemeGaps:
    """Themes of one goal tree against those of others.

    Attributes
    ----------
    table : pandas.DataFrame
        By theme: `own` (goals of this strategy), `communities` (others that have at least one goal
        of it), `share` (of the others), `hint` (True where this strategy has none and at least
        `threshold` of the others have), sorted by share.
    own_coverage : float
        Share of this strategy's goals that fall under at least one theme; NaN without goals.
    others : int
        Number of other communities.
    threshold : float
        Share of the others from which a missing theme is worth a hint.
    """

    table: pd.DataFrame
    own_coverage: float
    others: int
    threshold: float


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_APOSTROPHES)).casefold()


def classify_goals(titles: pd.Series, keywords: pd.DataFrame) -> pd.DataFrame:
    """Mark which themes the titles of goals touch.

    Parameters
    ----------
    titles : pandas.Series of str
        Goals; a missing title touches nothing.
    keywords : pandas.DataFrame
        Columns `theme` and `keyword`. A keyword matches where a word of the title begins with it,
        whatever the case; a keyword of several words matches several words.

    Returns
    -------
    pandas.DataFrame of bool
        Index of `titles`, a column for each theme in the order of the table.
    """
    for column in ("theme", "keyword"):
        if column not in keywords.columns:
            raise InvalidInputError(
                f"the keyword table has no column {column!r}", expected="columns theme and keyword"
            )
    empty = keywords["keyword"].isna() | (keywords["keyword"].astype(str).str.strip() == "")
    if empty.any():
        rows = ", ".join(str(int(row) + 2) for row in keywords.index[empty])
        raise InvalidInputError(
            f"empty keyword in line {rows}", do="write a word or delete the line"
        )
    plain = titles.fillna("").map(_plain)
    marks = {}
    for theme, group in keywords.groupby("theme", sort=False):
        words = "|".join(re.escape(_plain(str(word).strip())) for word in group["keyword"])
        marks[theme] = plain.str.contains(rf"(?<![\w'])(?:{words})", regex=True)
    return pd.DataFrame(marks, index=titles.index)


def count_themes(goals: pd.DataFrame, keywords: pd.DataFrame) -> pd.DataFrame:
    """Goals by community and theme.

    Parameters
    ----------
    goals : pandas.DataFrame
        Columns `katottg` and `title`.
    keywords : pandas.DataFrame

    Returns
    -------
    pandas.DataFrame
        `katottg`, `theme`, `goals` (zeros included), sorted by code and table order.
    """
    marks = classify_goals(goals["title"], keywords)
    counts = marks.groupby(goals["katottg"]).sum().astype(int)
    counts.columns.name = "theme"
    return (
        counts.reset_index()
        .melt("katottg", value_name="goals")
        .sort_values(["katottg"], kind="stable", ignore_index=True)
    )


def missing_themes(
    own: pd.Series,
    counts: pd.DataFrame,
    keywords: pd.DataFrame,
    *,
    tasks: pd.Series | None = None,
    threshold: float = 0.5,
) -> ThemeGaps:
    """Compare the themes of one strategy with those that other communities set.

    Parameters
    ----------
    own : pandas.Series of str
        Titles of this strategy's strategic and operational goals.
    counts : pandas.DataFrame
        As :func:`count_themes` gives it, of the other communities.
    keywords : pandas.DataFrame
        The table with which `counts` were made.
    tasks : pandas.Series of str, optional
        Titles of the levels below: a theme that one of them names is not missing.
    threshold : float
        From 0 to 1.
    """
    if not 0 <= threshold <= 1:
        raise InvalidInputError(f"threshold is {threshold}", expected="a share from 0 to 1")
    themes = list(dict.fromkeys(keywords["theme"]))
    if strange := sorted(set(counts["theme"]) - set(themes)):
        raise InvalidInputError(
            f"counted themes that the keyword table does not have: {', '.join(strange)}",
            do="count the themes again with the edited table",
        )
    marks = classify_goals(own, keywords)
    others = counts["katottg"].nunique()
    having = counts[counts["goals"] > 0].groupby("theme")["katottg"].nunique()
    table = pd.DataFrame({"own": marks.sum().astype(int)}).reindex(themes)
    table["communities"] = having.reindex(themes).fillna(0).astype(int)
    table["share"] = table["communities"] / others if others else float("nan")
    below = classify_goals(own.iloc[:0] if tasks is None else tasks, keywords).any()
    table["hint"] = (table["own"] == 0) & ~below[table.index] & (table["share"] >= threshold)
    table.index.name = "theme"
    covered = float(marks.any(axis=1).mean()) if len(own) else float("nan")
    return ThemeGaps(
        table.sort_values("share", ascending=False, kind="stable"), covered, others, threshold
    )
