"""Traps that other programs fall into are named in the tests' names."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.monitoring import (
    AchievementRule,
    achievement,
    degree_of_achievement,
    interim_target,
)
from stratanalysis.tables import table


def one(base, target, fact, direction="increase", lower=math.nan, upper=math.nan):
    columns = [pd.Series([value], dtype=float) for value in (base, target, fact)]
    got = degree_of_achievement(
        *columns,
        direction=direction,
        lower=pd.Series([lower], dtype=float),
        upper=pd.Series([upper], dtype=float),
    )
    return got["degree_raw"][0], got["reason"][0]


def indicators(*rows):
    base = {"goal": "1", "name": "x", "unit": "од.", "direction": "increase", "base_year": 2020}
    base |= {"source_document": "exercise", "base_value": 100.0, "target_value": 200.0}
    base |= {"target_year": 2024}
    return table("indicators").frame(
        [base | {"indicator": f"i{place}"} | row for place, row in enumerate(rows, 1)]
    )


def observations(*rows):
    return table("observations").frame(
        [
            {
                "indicator": name, "year": year, "phase": phase, "value": value, "unit": "од.",
                "source": "s",
            }
            for name, year, phase, value in rows
        ]
    )  # fmt: skip


numbers = st.floats(-1e6, 1e6)


def test_by_hand():
    assert one(100, 200, 150) == (0.5, "")
    assert one(0, 4, 1) == (0.25, "")


def test_a_decreasing_indicator_is_not_scored_backwards():
    # Unemployment from 12 % to 8 %: 9 % is three quarters of the way, 13 % a step back.
    assert one(12, 8, 9, "decrease") == (0.75, "")
    assert one(12, 8, 13, "decrease") == (-0.25, "")


def test_target_equal_to_base_or_to_zero_is_not_replaced_by_a_made_up_number():
    degree, reason = one(5, 5, 5)
    assert math.isnan(degree)
    assert reason == "target equals base"
    assert one(10, 0, 5, "decrease") == (0.5, "")
    assert one(0, 10, 0) == (0, "")


@pytest.mark.parametrize(
    ("base", "target", "fact", "reason"),
    [
        (math.nan, 2, 1, "no base"), (1, math.nan, 1, "no target"), (1, 2, math.nan, "no fact"),
        (2, 1, 2, "target contradicts direction"),
    ],
)  # fmt: skip
def test_missing_is_not_zero_and_never_becomes_a_number(base, target, fact, reason):
    degree, why = one(base, target, fact)
    assert math.isnan(degree)
    assert why == reason


def test_keep_within_by_hand():
    assert one(2, math.nan, 6, "keep_within", 5, 8) == (1, "")
    assert one(2, math.nan, 4, "keep_within", 5, 8) == (pytest.approx(2 / 3), "")
    assert one(2, math.nan, 9, "keep_within", 5, 8) == (pytest.approx(2 / 3), "")
    assert one(6, math.nan, 7, "keep_within", 5, 8) == (1, "")
    assert one(6, math.nan, 9, "keep_within", 5, 8) == (0, "")
    assert one(6, math.nan, 9, "keep_within", lower=5) == (1, "")
    assert one(6, math.nan, 9, "keep_within")[1] == "no range"
    assert one(6, math.nan, 9, "keep_within", 8, 5)[1] == "empty range"


def test_an_unknown_direction_is_not_replaced_by_a_default():
    with pytest.raises(UnknownNameError, match="increase"):
        one(1, 2, 1, "up")
    with pytest.raises(UnknownNameError, match="linear"):
        interim_target(1, 2, base_year=1, target_year=3, year=2, path="straight")


@settings(max_examples=25, deadline=None)
@given(numbers, numbers.filter(lambda x: abs(x) > 1e-3))
def test_perfect_year_is_one_and_the_base_is_zero(base, step):
    direction = "increase" if step > 0 else "decrease"
    if base + step == base:
        return
    assert one(base, base + step, base + step, direction)[0] == 1
    assert one(base, base + step, base, direction)[0] == 0


@settings(max_examples=25, deadline=None)
@given(st.floats(-1e3, 1e3), st.floats(0.1, 1e3), st.floats(-1e3, 1e3), st.floats(0.01, 100))
def test_unit_does_not_matter_and_the_mirror_is_the_same(base, step, fact, factor):
    plain = one(base, base + step, fact)[0]
    scaled = one(base * factor, (base + step) * factor, fact * factor)[0]
    mirrored = one(-base, -(base + step), -fact, "decrease")[0]
    assert scaled == pytest.approx(plain, rel=1e-6, abs=1e-6)
    assert mirrored == pytest.approx(plain)


def test_interim_targets_by_hand_and_year_labels_are_not_off_by_one():
    common = {"base_year": 2020, "target_year": 2024}
    linear = [interim_target(100, 200, year=y, path="linear", **common) for y in range(2019, 2026)]
    assert math.isnan(linear[0])
    assert linear[1:] == [100, 125, 150, 175, 200, 200]
    assert interim_target(100, 400, year=2022, path="compound", **common) == pytest.approx(200)
    assert math.isnan(interim_target(0, 400, year=2022, path="compound", **common))
    steps = [interim_target(100, 200, year=y, path="step", **common) for y in (2023, 2024)]
    assert steps == [100, 200]
    with pytest.raises(InvalidInputError, match="not after"):
        interim_target(1, 2, base_year=2024, target_year=2024, year=2024, path="linear")


def test_target_of_the_year_is_the_amended_plan_then_the_plan_then_the_path():
    table_ = indicators({}, {}, {}, {"path": "step"})
    seen = observations(
        ("i1", 2022, "plan", 160.0), ("i1", 2022, "amended", 140.0), ("i2", 2022, "plan", 160.0),
        *[(f"i{k}", 2022, "fact", 130.0) for k in (1, 2, 3, 4)],
    )  # fmt: skip
    got = achievement(table_, seen, year=2022).set_index("indicator")
    assert got["target_kind"].tolist() == ["amended", "plan", "linear", "step"]
    assert got["target"].tolist() == [140, 160, 150, 100]
    assert got["degree_raw"].tolist()[:3] == pytest.approx([0.75, 0.5, 0.6])
    assert got.loc["i4", ["status", "reason"]].tolist() == ["not_computable", "nothing due yet"]
    assert got["degree_final"].tolist() == pytest.approx([0.3] * 4)


def test_beyond_the_target_is_said_and_capped_only_by_the_rule():
    table_, seen = indicators({}), observations(("i1", 2024, "fact", 250.0))
    capped = achievement(table_, seen, year=2024).iloc[0]
    assert (capped["degree"], capped["degree_raw"], capped["status"]) == (1, 1.5, "beyond_target")
    free = achievement(table_, seen, year=2024, rule=AchievementRule(cap=None)).iloc[0]
    assert free["degree"] == 1.5
    back = observations(("i1", 2024, "fact", 80.0))
    floored = achievement(table_, back, year=2024).iloc[0]
    assert (floored["degree"], floored["status"]) == (0, "below_base")
    open_floor = achievement(table_, back, year=2024, rule=AchievementRule(floor=None)).iloc[0]
    assert open_floor["degree"] == pytest.approx(-0.2)


def test_the_rule_is_written_out_in_both_languages_and_its_bounds_are_checked():
    english = AchievementRule().describe("en").replace("\xa0", " ")
    assert english == (
        "degree = (fact − base) / (target − base); capped at 100%, not below 0%; "
        "green from 90%, amber from 60%, red below"
    )
    free = AchievementRule(cap=None, floor=None).describe("uk")
    assert "без верхньої межі, без нижньої межі" in free
    with pytest.raises(InvalidInputError):
        AchievementRule(cap=0.9)
    with pytest.raises(InvalidInputError):
        AchievementRule(green=0.5, amber=0.6)


def test_lights_at_their_thresholds():
    rule = AchievementRule(green=0.9, amber=0.6)
    got = rule.light(pd.Series([0.9, 0.89, 0.6, 0.59, math.nan]))
    assert got.tolist() == ["green", "amber", "amber", "red", ""]


def test_a_ratio_comes_from_its_parts():
    table_ = indicators({"unit": "%", "base_value": 10.0, "target_value": 50.0})
    seen = observations(("i1", 2024, "fact", math.nan))
    seen[["numerator", "denominator"]] = [30.0, 100.0]
    got = achievement(table_, seen, year=2024).iloc[0]
    assert (got["fact"], got["degree_raw"]) == (30, 0.5)
    assert math.isnan(achievement(table_, seen.assign(denominator=0.0), year=2024)["fact"][0])


def test_not_applicable_has_neither_degree_nor_blame():
    got = achievement(
        indicators({"applicable": "no"}), observations(("i1", 2024, "fact", 1.0)), year=2024
    ).iloc[0]
    assert got["status"] == "not_applicable"
    assert math.isnan(got["degree"])


def test_two_facts_for_one_year_stop_the_computing():
    seen = observations(("i1", 2024, "fact", 1.0), ("i1", 2024, "fact", 2.0))
    with pytest.raises(InvalidInputError, match="two values of i1 for 2024"):
        achievement(indicators({}), seen, year=2024)


def test_year_before_the_base_and_forecasts():
    table_ = indicators({})
    early = achievement(table_, observations(("i1", 2019, "fact", 1.0)), year=2019).iloc[0]
    assert early["reason"] == "year before base"
    expected = achievement(
        table_, observations(("i1", 2024, "forecast", 180.0)), year=2024, phase="forecast"
    ).iloc[0]
    assert expected["degree_raw"] == pytest.approx(0.8)


def test_inputs_are_not_mutated():
    table_, seen = indicators({}), observations(("i1", 2024, "fact", 150.0))
    before = table_.copy(), seen.copy()
    achievement(table_, seen, year=2024)
    pd.testing.assert_frame_equal(table_, before[0])
    pd.testing.assert_frame_equal(seen, before[1])


@pytest.mark.parametrize("path", ["linear", "compound", None])
def test_in_the_base_year_nothing_is_due_yet(path):
    """The path starts at the base; the target itself does not equal it."""
    got = achievement(
        indicators({"path": path}, {"path": path, "target_value": 100.0}),
        observations(("i1", 2020, "fact", 100.0), ("i2", 2020, "fact", 100.0)),
        year=2020,
    )
    assert got["reason"].tolist() == ["nothing due yet", "target equals base"]
    assert got["degree"].isna().all()


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("%", 0.25), ("відсотків", 0.25), ("percent", 0.25), ("од.", (0.3 - 20) / 40)],
)
def test_a_ratio_in_percent_is_recognised_however_percent_is_written(unit, expected):
    """By hand: 3 of 10 are 30 %, a quarter of the way from 20 to 60."""
    about = indicators({"base_value": 20.0, "target_value": 60.0, "unit": unit})
    seen = observations(("i1", 2024, "fact", None)).assign(numerator=3.0, denominator=10.0)
    got = achievement(about, seen, year=2024, rule=AchievementRule(floor=None))
    assert got["degree"][0] == pytest.approx(expected)
