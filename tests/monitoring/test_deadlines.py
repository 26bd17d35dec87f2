from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.monitoring import deadline_status, read_day

AT = dt.date(2021, 6, 30)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
        ("2020-02", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        ("2020-06-30", dt.date(2020, 6, 30), dt.date(2020, 6, 30)),
        ("2020-06-31", None, None), ("2020-13", None, None), ("скоро", None, None),
        (None, None, None), (math.nan, None, None),
        (dt.datetime(2020, 1, 2, 3), dt.date(2020, 1, 2), dt.date(2020, 1, 2)),
    ],
)  # fmt: skip
def test_days(text, first, last):
    assert read_day(text) == first
    assert read_day(text, last=True) == last


def status(start, end, done=None, **options):
    table = pd.DataFrame({"start": [start], "end": [end], "done": [done]}, dtype=object)
    return deadline_status(table, at=AT, **options).iloc[0]


@pytest.mark.parametrize(
    ("start", "end", "done", "expected"),
    [
        ("2021-01-01", "2021-06-29", None, "past_unreported"),
        ("2021-01-01", "2021-06-29", False, "overdue"),
        ("2021-01-01", "2021-06-29", True, "done"),
        ("2021-01-01", "2021-06-30", None, "due_soon"),
        ("2021-01-01", "2021-07-30", None, "due_soon"),
        ("2021-01-01", "2021-07-31", None, "running"), ("2021-07-01", "2021-07-31", None, "ahead"),
        ("2021-07-01", None, None, "no_deadline"), (None, "2020-01-01", None, "past_unreported"),
        ("2021-02-01", "2021-01-01", None, "impossible"),
        ("2021-01-01", "2021-06-31", None, "impossible"),
        ("2021-02-01", "2021-01-01", True, "impossible"),
    ],
)  # fmt: skip
def test_status_on_a_day(start, end, done, expected):
    assert status(start, end, done)["status"] == expected


def test_days_late_and_reasons():
    assert status("2021-01-01", "2021-06-20", False)["days_late"] == 10
    assert math.isnan(status("2021-01-01", "2021-07-20", False)["days_late"])
    assert status("2021-02-01", "2021-01-01")["why"] == "ends before it starts"
    assert status("2021-01-01", "2021-06-31")["why"] == "no such day"
    outside = status("2019-01-01", "2019-02-01", first=dt.date(2020, 1, 1))
    assert (outside["status"], outside["why"]) == ("impossible", "outside the plan's period")


def test_not_reported_is_not_overdue():
    got = deadline_status(pd.DataFrame({"start": ["2020"], "end": ["2020"]}), at=AT)
    assert got["status"].tolist() == ["past_unreported"]
    with pytest.raises(InvalidInputError, match="zero or more"):
        deadline_status(got[["start", "end"]], at=AT, soon_days=-1)


def test_steps_behind_indicators_by_hand(root):
    """Indicator 1.1-1 of goal 1.1: M1 (until 2027) and M2 (ends 2025) serve tasks below it.

    Task 1.1.2, served by M2, is reported "under_way" in 2024; on 31.12.2025 nothing says more.
    """
    from stratanalysis.community import Community
    from stratanalysis.monitoring import steps_of_indicators
    from stratanalysis.tables import table

    place = Community.read(root / "data/communities/example")
    names = ("goals", "indicators", "actions", "measures", "tasks")
    tables = {name: place[name] for name in names}
    row = steps_of_indicators(tables, at=dt.date(2026, 1, 5)).loc["1.1-1"]
    assert row[["by", "steps", "done", "overdue", "unreported"]].tolist() == ["goal", 2, 0, 0, 1]
    assert row["last"] == dt.date(2027, 12, 31)
    told = table("tasks").frame(
        [{"task": "1.1.2", "year": 2025, "status": "partly", "source": "exercise"}]
    )
    row = steps_of_indicators({**tables, "tasks": told}, at=dt.date(2026, 1, 5)).loc["1.1-1"]
    assert row[["done", "overdue", "unreported"]].tolist() == [0, 1, 0]
    steps = table("actions").frame(
        [{"code": "1.1-1", "goal": "1.1", "end": "2025-06-30", "source_document": "a"}]
    )
    row = steps_of_indicators({**tables, "actions": steps}, at=dt.date(2026, 1, 5)).loc["1.1-1"]
    assert row[["by", "steps", "unreported"]].tolist() == ["code", 1, 1]
