"""Document 004: the location index, the self-audit and the deadlines, read by the loaders."""

from __future__ import annotations

import datetime as dt

import pytest

from stratanalysis.indicators import location_index, self_audit
from stratanalysis.monitoring import deadline_status
from stratanalysis.plans import load_document


@pytest.fixture(scope="module")
def tables(shared):
    return load_document(shared / "seeds/004_38a814e1fa70b4be.txt").tables


def test_location_index_shows_empty_and_sample_cells_and_makes_up_no_index(tables):
    # Counted in the document, lines 83-109: 10 plain numbers, 4 cells with words, 3 left empty
    # (lines 92, 97, 98), 3 with the form's own sample words (lines 95, 100, 101).
    cells = tables["location_index"]
    weights = cells.groupby("category")["weight"].first().to_dict()
    table = location_index(cells, weights)
    total = table.loc["total", ["parameters", "number", "words", "missing", "placeholder"]]
    assert total.tolist() == [20, 10, 4, 3, 3]
    assert sorted(weights.values()) == [0.3, 0.3, 0.4]
    assert table["score"].isna().all()


def test_self_audit_half_in_use_and_one_doubtful_answer(tables):
    # Lines 115-149: 13 marks in use, 13 not in use, 2 headings; line 136 is marked as not in use
    # while its note says that a system was introduced.
    table = self_audit(tables["self_audit"])
    assert table["state"].value_counts().to_dict() == {"used": 13, "not used": 13, "no answer": 2}
    assert table.attrs["readiness"] == 0.5
    assert table.loc[table["doubtful"], "source_line"].tolist() == [136]


def test_steps_that_end_before_they_start(tables):
    # The terms stand so in the lines named, for instance "з 01.08.2022 по 30.09.2020" in line 496.
    steps = deadline_status(
        tables["actions"], at=dt.date(2021, 6, 30),
        first=dt.date(2020, 1, 1), last=dt.date(2022, 12, 31),
    )  # fmt: skip
    impossible = steps[steps["status"] == "impossible"]
    assert impossible["source_line"].tolist() == [496, 529, 530, 583, 588]
    assert set(impossible["why"]) == {"ends before it starts"}
    # Nobody reported on any step, so none is called overdue.
    assert "overdue" not in set(steps["status"])
    assert (steps["status"] == "past_unreported").sum() > 100
