from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.monitoring import roll_up, roll_up_sums

NAN = math.nan
GOALS = pd.DataFrame(
    {
        "code": ["1", "1.1", "1.2", "2", "2.1"],
        "parent": [None, "1", "1", None, "2"],
        "level": ["strategic", "operational", "operational", "strategic", "operational"],
    }
)


def achieved(*rows):
    table = pd.DataFrame(rows, columns=["indicator", "goal", "degree", "weight"])
    table["applicable"] = True
    return table


FIVE = achieved(
    ("a", "1.1", 1.0, NAN), ("b", "1.1", 0.5, NAN), ("c", "1.2", 0.2, NAN), ("d", "2.1", NAN, NAN),
    ("e", "1.2", NAN, NAN),
)  # fmt: skip


def test_degree_and_coverage_by_hand():
    # 1.1: (1 + 0.5) / 2 = 0.75, all measured. 1.2: 0.2, half measured.
    # 1: (0.5 * 1 * 0.75 + 0.5 * 0.5 * 0.2) / (0.5 + 0.25) = 0.425 / 0.75; coverage 0.75.
    # whole: only goal 1 was measured, coverage 0.375.
    goals = roll_up(GOALS, FIVE).goals
    assert goals.loc["1.1", ["degree", "coverage"]].tolist() == [0.75, 1]
    assert goals.loc["1.2", ["degree", "coverage"]].tolist() == pytest.approx([0.2, 0.5])
    assert goals.loc["1", ["degree", "coverage"]].tolist() == pytest.approx([0.425 / 0.75, 0.75])
    assert goals.loc["", "degree"] == pytest.approx(0.425 / 0.75)
    assert goals.loc["", "coverage"] == pytest.approx(0.375)
    assert goals.loc["", ["indicators", "measured"]].tolist() == [5, 3]


def test_goal_of_which_nothing_was_measured_has_no_degree():
    goals = roll_up(GOALS, FIVE).goals
    assert math.isnan(goals.loc["2", "degree"])
    assert goals.loc["2", ["coverage", "light"]].tolist() == [0, ""]


def test_leaves_are_not_averaged_without_weights():
    heavy = achieved(("a", "1.1", 1.0, 0.9), ("b", "1.1", 0.0, 0.1))
    assert roll_up(GOALS, heavy).goals.loc["1.1", "degree"] == pytest.approx(0.9)
    uneven = roll_up(GOALS, FIVE, weights={"1.1": 3, "1.2": 1}).goals
    assert uneven.loc["1", "degree"] == pytest.approx((0.75 * 0.75 + 0.125 * 0.2) / 0.875)


def test_weights_are_matched_by_identifier_not_by_position():
    rows = achieved(("a", "1.1", 1.0, NAN), ("b", "1.1", 0.0, NAN))
    for order in (rows, rows.iloc[::-1]):
        got = roll_up(GOALS, order, weights={"b": 1, "a": 3}).goals
        assert got.loc["1.1", "degree"] == pytest.approx(0.75)


def test_weight_for_an_unknown_indicator_is_refused():
    with pytest.raises(UnknownNameError, match="did you mean"):
        roll_up(GOALS, FIVE, weights={"1.1.": 1, "1.2": 1})


def test_all_problems_with_weights_come_together():
    rows = achieved(
        ("a", "1.1", 1.0, 0.5), ("b", "1.1", 0.0, NAN), ("c", "1.2", 1.0, -1.0),
        ("d", "2.1", 1.0, 0.0)
    )  # fmt: skip
    with pytest.raises(InvalidInputError) as caught:
        roll_up(GOALS, rows)
    for part in ("these do not: b", "negative weight below 1.2", "all weights below 2.1 are zero"):
        assert part in str(caught.value)


def test_not_applicable_hands_its_weight_to_its_siblings_visibly():
    rows = achieved(("a", "1.1", 1.0, 0.5), ("b", "1.1", 0.2, 0.3), ("c", "1.1", NAN, 0.2))
    rows.loc[2, "applicable"] = False
    got = roll_up(GOALS, rows)
    assert got.goals.loc["1.1", "degree"] == pytest.approx((0.5 * 1 + 0.3 * 0.2) / 0.8)
    assert got.goals.loc["1.1", "coverage"] == pytest.approx(1)
    parts = got.components.query("goal == '1.1'").set_index("child")
    assert parts["handed"].tolist() == pytest.approx([0.125, 0.075, -0.2])
    assert parts["share_used"].sum() == pytest.approx(1)
    assert got.goals.loc["", "not_applicable"] == 1


def test_goal_of_which_nothing_applies_hands_over_one_level_up():
    rows = achieved(("a", "1.1", 0.8, NAN), ("b", "1.2", NAN, NAN), ("c", "2.1", 0.4, NAN))
    rows.loc[1, "applicable"] = False
    goals = roll_up(GOALS, rows).goals
    assert goals.loc["1", ["degree", "coverage"]].tolist() == pytest.approx([0.8, 1])
    assert goals.loc["", "degree"] == pytest.approx(0.6)


def test_components_give_every_degree_again():
    got = roll_up(GOALS, FIVE, weights={"1": 2, "2": 1})
    for goal, parts in got.components.groupby("goal"):
        seen = parts[(parts["share_used"] * parts["coverage"]) > 0]
        weight = seen["share_used"] * seen["coverage"]
        degree = (weight * seen["degree"]).sum() / weight.sum() if len(seen) else NAN
        assert got.goals.loc[goal, "degree"] == pytest.approx(degree, nan_ok=True)


degrees = st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=5, max_size=5)
weights = st.lists(st.floats(0.1, 10), min_size=5, max_size=5)


@settings(max_examples=25, deadline=None)
@given(degrees, weights, st.floats(0.1, 100))
def test_weights_scaled_alike_change_nothing_and_rows_may_be_permuted(values, given_, factor):
    goal = ["1.1", "1.1", "1.2", "2.1", "1.2"]
    rows = [
        (name, g, NAN if v is None else v, w)
        for name, g, v, w in zip("abcde", goal, values, given_, strict=True)
    ]
    plain = roll_up(GOALS, achieved(*rows)).goals
    scaled = achieved(*[(n, g, v, w * factor) for n, g, v, w in rows][::-1])
    other = roll_up(GOALS.iloc[::-1], scaled).goals.reindex(plain.index)
    assert other["degree"].tolist() == pytest.approx(plain["degree"].tolist(), nan_ok=True)
    assert other["coverage"].tolist() == pytest.approx(plain["coverage"].tolist())
    measured = [v for v in values if v is not None]
    if measured:
        assert min(measured) - 1e-9 <= plain.loc["", "degree"] <= max(measured) + 1e-9


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_all_perfect_gives_one_and_all_at_base_gives_zero_at_any_depth(values):
    deep = pd.DataFrame(
        {
            "code": [str(k) for k in range(len(values))],
            "parent": [None, *[str(k) for k in range(len(values) - 1)]],
            "level": "operational",
        }
    )
    for level in (0.0, 1.0):
        rows = achieved(*[(f"i{k}", str(k), level, NAN) for k in range(len(values))])
        got = roll_up(deep, rows).goals
        assert got["degree"].tolist() == pytest.approx([level] * len(got))
        assert got["coverage"].tolist() == pytest.approx([1] * len(got))


def test_broken_trees_are_told():
    bad = pd.DataFrame({"code": ["1", "1", "2"], "parent": [None, None, "9"], "level": "area"})
    with pytest.raises(InvalidInputError, match=r"occur twice: 1; .*does not exist: 2"):
        roll_up(bad, FIVE)
    ring = pd.DataFrame({"code": ["1", "2"], "parent": ["2", "1"], "level": "area"})
    with pytest.raises(InvalidInputError, match="own ancestors"):
        roll_up(ring, FIVE[:0])
    with pytest.raises(InvalidInputError, match="do not exist: a"):
        roll_up(GOALS, achieved(("a", "7", 1.0, NAN)))


def test_percentages_are_not_averaged():
    # 1 of 1 done in 1.1 and 0 of 9 in 1.2: a tenth, not a half.
    table = pd.DataFrame({"goal": ["1.1", "1.2"], "done": [1.0, 0.0], "all": [1.0, 9.0]})
    got = roll_up_sums(GOALS, table, numerator="done", denominator="all")
    assert got.loc["1", "ratio"] == pytest.approx(0.1)
    assert got.loc["", "ratio"] == pytest.approx(0.1)
    assert math.isnan(got.loc["2", "ratio"])


def test_incomplete_ratio_is_left_out_and_counted():
    table = pd.DataFrame({"goal": ["1.1", "1.2"], "done": [1.0, NAN], "all": [4.0, 6.0]})
    got = roll_up_sums(GOALS, table, numerator="done", denominator="all")
    assert got.loc["1", ["ratio", "rows", "left_out"]].tolist() == [0.25, 1, 1]


def test_an_empty_strategy_is_not_well():
    got = roll_up(GOALS, achieved()).goals
    assert got["degree"].isna().all()
    assert (got["coverage"] == 0).all()


def test_tasks_without_indicators_take_no_part_and_goals_without_lower_the_coverage():
    tasks = pd.DataFrame(
        {"code": ["1.1.1", "1.2.1"], "parent": ["1.1", "1.2"], "level": ["task", "task"]}
    )
    tree = pd.concat([GOALS, tasks], ignore_index=True)
    rows = achieved(("a", "1.1", 0.5, 1.0), ("t", "1.2.1", 0.9, NAN))
    got = roll_up(tree, rows).goals
    assert got.loc["1.1", ["degree", "coverage"]].tolist() == [0.5, 1]
    assert got.loc["1.2", ["degree", "coverage"]].tolist() == [0.9, 1]
    assert got.loc["1.1.1", ["coverage", "indicators"]].tolist() == [0, 0]
    assert got.loc["", "coverage"] == pytest.approx(0.5)
