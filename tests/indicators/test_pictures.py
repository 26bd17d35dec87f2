from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.indicators import (
    ThemeGaps,
    peer_position,
)
from stratanalysis.plots.indicators import (
    describe_themes,
    plot_themes,
)
from stratanalysis.plots.peers import describe_peers, plot_peers


def plain(text):
    return text.replace("\xa0", " ")


def test_peers_and_the_community_are_apart():
    table = pd.DataFrame({"x": [1.0, 2, 3, 4], "y": [5.0, None, 1, 2]}, index=list("pqrs"))
    group = pd.Index(["p", "r", "s"])
    ax = plot_peers(table, "q", group, variables={"x": "X", "y": "Y"}, language="en")
    assert [text.get_text() for text in ax.texts] == ["2.0", "no figure"]
    diamond = ax.collections[1].get_offsets()[0].tolist()
    assert diamond == pytest.approx([1 / 3, 1])
    position = peer_position(table, "q", group, variables=["x"])
    said = plain(describe_peers(position, {"x": "X"}, language="en"))
    assert said == "X: 33% of 3 peers have less."


def test_themes_that_are_missing_here():
    table = pd.DataFrame(
        {"own": [0, 2], "communities": [8, 3], "share": [0.8, 0.3], "hint": [True, False]},
        index=["waste", "water"],
    )
    gaps = ThemeGaps(table, 0.9, 10, 0.5)
    ax = plot_themes(gaps, {"waste": "Відходи"}, language="uk")
    assert sorted(bar.get_width() for bar in ax.patches) == [0.3, 0.8]
    said = plain(describe_themes(gaps, {"waste": "Відходи"}, language="en"))
    assert said.startswith("Set by at least 50% of 10 other communities and not here: Відходи.")
    none = ThemeGaps(table.assign(hint=False), 0.9, 10, 0.5)
    assert describe_themes(none, {}, language="en").startswith("No theme")
