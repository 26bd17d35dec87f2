from __future__ import annotations

import math

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.indicators import cell_state, location_index, self_audit


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("10590 (область)", "words"), ("105 840", "number"), ("1", "number"), ("0", "number"),
        ("12,5 %", "number"), ("", "missing"), (None, "missing"), (float("nan"), "missing"),
        ("---", "missing"), ("тестовий опис", "placeholder"),
        ("Впишіть сюди посилання:", "placeholder"),
        ("опис бізнес-середовища в громаді", "placeholder"), ("текст, посилання", "placeholder"),
    ],
)  # fmt: skip
def test_what_a_cell_holds(cell, state):
    assert cell_state(cell) == state


CELLS = pd.DataFrame(
    {
        "category": ["money", "money", "people", "people", "place"],
        "parameter": ["wage", "tax", "staff", "training", "risk"],
        "value": ["10590", "", "0", "тестовий опис", "текст, посилання"],
    }
)
WEIGHTS = {"money": 0.4, "people": 0.3, "place": 0.3}


def test_missing_and_placeholder_cells_are_shown_and_no_index_is_made_up():
    table = location_index(CELLS, WEIGHTS)
    assert table.loc["total", ["number", "missing", "placeholder"]].tolist() == [2, 1, 2]
    assert table.loc["total", "filled"] == pytest.approx(0.4)
    assert table["score"].isna().all()
    assert table.loc["total", "coverage"] == 0


def test_scores_count_only_where_a_cell_was_filled_in():
    scores = pd.Series({"wage": 0.8, "staff": 0.2, "training": 1.0, "risk": 1.0})
    table = location_index(CELLS, WEIGHTS, scores=scores)
    assert table.loc["people", "score"] == pytest.approx(0.2)
    assert math.isnan(table.loc["place", "score"])
    assert table.loc["total", "score"] == pytest.approx((0.4 * 0.8 + 0.3 * 0.2) / 0.7)
    assert table.loc["total", "coverage"] == pytest.approx(0.4 * 0.5 + 0.3 * 0.5)


def test_weights_must_fit_the_categories():
    with pytest.raises(InvalidInputError, match="place"):
        location_index(CELLS, {"money": 0.5, "people": 0.5})
    with pytest.raises(InvalidInputError, match=r"sum to 1\.1"):
        location_index(CELLS, {"money": 0.5, "people": 0.3, "place": 0.3})


def test_self_audit_counts_answers_and_shows_contradictions():
    table = self_audit(
        pd.DataFrame(
            {
                "solution": ["site", "queue", "heading", "flow", "video"],
                "in_use": ["X", "", "", "", "X"],
                "not_in_use": ["", "X", "", "X", "X"],
                "note": ["https://", "За наявності надати посилання:", "", "впроваджено", ""],
            }
        )
    )
    assert table["state"].tolist() == ["used", "not used", "no answer", "not used", "both"]
    assert table["doubtful"].tolist() == [False, False, False, True, False]
    assert table.attrs["readiness"] == pytest.approx(1 / 3)
    assert math.isnan(self_audit(table.iloc[2:3]).attrs["readiness"])
