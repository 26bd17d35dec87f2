from __future__ import annotations

import math

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import score_swot, strategic_position


def panel(*rows):
    return pd.DataFrame(rows, columns=["quadrant", "item", "expert", "score"])


FULL = panel(
    ("strength", "s1", "e1", 5), ("strength", "s1", "e2", 4), ("strength", "s2", "e1", 2),
    ("weakness", "w1", "e1", 3), ("opportunity", "o1", "e1", 2), ("threat", "t1", "e1", 4),
    ("threat", "t2", "e1", None),
)  # fmt: skip


def test_items_are_ranked_by_the_mean_of_those_who_judged():
    table = score_swot(FULL).set_index("item")
    assert table.loc["s1", ["score", "judges", "rank"]].tolist() == [4.5, 2, 1]
    assert table.loc["s1", "spread"] == pytest.approx(math.sqrt(0.5))
    assert table.loc["s2", "rank"] == 2
    assert math.isnan(table.loc["t2", "score"])
    assert math.isnan(table.loc["t2", "rank"])


def test_position_by_hand():
    # strengths (4.5 + 2) / 2 = 3.25 against 3; opportunities 2 against threats 4
    position = strategic_position(score_swot(FULL))
    assert position.internal == pytest.approx(0.25)
    assert position.external == pytest.approx(-2)
    assert position.name == "diversification"


def test_position_needs_all_quadrants():
    with pytest.raises(InvalidInputError, match="opportunity, threat"):
        strategic_position(score_swot(FULL[:4]))


def test_likelihood_weighs_scores():
    table = FULL.assign(likelihood=0.5)
    got = score_swot(table, weighted=True).set_index("item")
    assert got.loc["s1", "score"] == pytest.approx(2.25)


def test_bad_panels_are_refused():
    with pytest.raises(UnknownNameError, match="strength"):
        score_swot(panel(("strengths", "x", "e", 1)))
    with pytest.raises(InvalidInputError, match=r"outside 1-5 in rows \[0\].*twice in rows \[1\]"):
        score_swot(panel(("threat", "x", "e", 9), ("threat", "x", "e", 1)))
