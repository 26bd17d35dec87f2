"""Document 004: the location index, the self-audit and the deadlines, read by the loaders."""

from __future__ import annotations

import datetime as dt

import pytest

from stratanalysis.monitoring import deadline_status
from stratanalysis.plans import load_document


@pytest.fixture(scope="module")
def tables(shared):
    return load_document(shared / "seeds/004_38a814e1fa70b4be.txt").tables


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
