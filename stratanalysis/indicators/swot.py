"""SWOT scored by a panel: ranked items, and the strategic position that they imply."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = ["QUADRANTS", "StrategicPosition", "score_swot", "strategic_position"]

QUADRANTS = ("strength", "weakness", "opportunity", "threat")


@dataclass(frozen=True, slots=True)
class StrategicPosition:
    """Where the scores place a community.

    Attributes
    ----------
    internal : float
        Mean score of strengths minus mean score of weaknesses.
    external : float
        Mean score of opportunities minus mean score of threats.
    name : str
        ``"growth"`` (strengths and opportunities prevail), ``"diversification"`` (strengths,
        threats), ``"turnaround"`` (weaknesses, opportunities), ``"defence"`` (weaknesses, threats),
        or ``"undecided"`` where one of the differences is zero.
    """

    internal: float
    external: float
    name: str


def score_swot(
    scores: pd.DataFrame, *, lowest: float = 1, highest: float = 5, weighted: bool = False
) -> pd.DataFrame:
    """Rank SWOT items by the panel's mean score.

    Parameters
    ----------
    scores : pandas.DataFrame
        Columns `quadrant`, `item`, `expert`, `score` (importance), and with `weighted` also
        `likelihood` (0 to 1). A missing score means that the expert did not judge the item.
    lowest, highest : float
        The scale; a score outside is refused.
    weighted : bool
        Multiply every score by its likelihood.

    Returns
    -------
    pandas.DataFrame
        `quadrant`, `item`, `score` (mean), `spread` (standard deviation, NaN for one judge),
        `judges`, `rank` (within the quadrant, 1 highest, ties share the better rank), sorted by
        quadrant and rank. An item nobody judged has no score and no rank.
    """
    problems = []
    if wrong := sorted(set(scores["quadrant"]) - set(QUADRANTS)):
        raise UnknownNameError("SWOT quadrant", wrong[0], QUADRANTS)
    outside = scores["score"].notna() & ~scores["score"].between(lowest, highest)
    if outside.any():
        problems.append(f"scores outside {lowest}-{highest} in rows {list(scores.index[outside])}")
    twice = scores.duplicated(["quadrant", "item", "expert"])
    if twice.any():
        problems.append(f"one expert scores one item twice in rows {list(scores.index[twice])}")
    if problems:
        raise InvalidInputError("; ".join(problems))
    value = scores["score"].astype(float)
    if weighted:
        value = value * scores["likelihood"].astype(float)
    grouped = scores.assign(value=value).groupby(["quadrant", "item"], sort=False)["value"]
    table = grouped.agg(score="mean", spread="std", judges="count").reset_index()
    table["rank"] = table.groupby("quadrant")["score"].rank(ascending=False, method="min")
    order = table["quadrant"].map({name: place for place, name in enumerate(QUADRANTS)})
    return (
        table.assign(order=order)
        .sort_values(["order", "rank", "item"], ignore_index=True)
        .drop(columns="order")
    )


def strategic_position(scored: pd.DataFrame) -> StrategicPosition:
    """Position implied by scored items (see :func:`score_swot`).

    Means, not sums, so that a long list does not outweigh a short one.

    References
    ----------
    Weihrich, *The TOWS matrix*, Long Range Planning 15 (1982) 54-66.
    """
    means = scored.groupby("quadrant")["score"].mean()
    missing = [name for name in QUADRANTS if pd.isna(means.get(name))]
    if missing:
        raise InvalidInputError(
            f"nothing scored in: {', '.join(missing)}", expected="scores in all four quadrants"
        )
    internal = float(means["strength"] - means["weakness"])
    external = float(means["opportunity"] - means["threat"])
    if internal == 0 or external == 0:
        name = "undecided"
    elif internal > 0:
        name = "growth" if external > 0 else "diversification"
    else:
        name = "turnaround" if external > 0 else "defence"
    return StrategicPosition(internal=internal, external=external, name=name)
