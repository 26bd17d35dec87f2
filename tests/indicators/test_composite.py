"""Values marked COINr follow that package's own tests (tests/testthat/test-normalise.R)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import (
    IndexChoices,
    aggregate,
    checked_weights,
    equal_weights,
    normalise,
    rank_robustness,
)

UP = {"x": "increase"}
DOWN = {"x": "decrease"}


def column(*values):
    return pd.DataFrame({"x": values}, dtype=float)


def test_min_max_and_its_mirror():
    assert normalise(column(2, 7, 12), method="min_max", directions=UP)["x"].tolist() == [0, 0.5, 1]
    assert normalise(column(2, 7, 12), method="min_max", directions=DOWN)["x"].tolist() == [
        1,
        0.5,
        0,
    ]


def test_goalposts_as_in_coinr():
    for value, directions, expected in (
        (1, UP, 0.1), (11, UP, 1), (-1, UP, 0), (1, DOWN, 0.9), (-1, DOWN, 1), (11, DOWN, 0),
    ):  # fmt: skip
        got = normalise(
            column(value),
            method="goalposts",
            directions=directions,
            lower={"x": 0},
            upper={"x": 10},
        )
        assert got.loc[0, "x"] == pytest.approx(expected)


def test_distance_to_target_as_in_coinr_with_the_units_own_base():
    # COINr: x = 0, 5, 11 with target 10 (base 0): 0, 0.5, 1.1; x = -1, 1, 10 falling to 0 from 10.
    got = normalise(
        column(0, 5, 11),
        method="distance_to_target",
        directions=UP,
        base=column(0, 0, 0),
        target={"x": 10},
    )
    assert got["x"].tolist() == pytest.approx([0, 0.5, 1.1])
    got = normalise(
        column(-1, 1, 10),
        method="distance_to_target",
        directions=DOWN,
        base=column(10, 10, 10),
        target={"x": 0},
    )
    assert got["x"].tolist() == pytest.approx([1.1, 0.9, 0])


def test_target_equal_to_base_or_against_the_direction_gives_no_number():
    base = column(5, 20)
    got = normalise(
        column(7, 7), method="distance_to_target", directions=UP, base=base, target={"x": 5}
    )
    assert got["x"].isna().all()


def test_rank_and_z_score():
    ranks = normalise(column(10, 30, 30, 50), method="rank", directions=UP)["x"]
    assert ranks.tolist() == pytest.approx([0, 0.5, 0.5, 1])
    scores = normalise(column(1, 2, 3), method="z_score", directions=DOWN)["x"]
    assert scores.tolist() == pytest.approx([1, 0, -1])


def test_indicator_that_does_not_vary_has_no_scale():
    for method in ("min_max", "z_score"):
        assert normalise(column(4, 4), method=method, directions=UP)["x"].isna().all()


def test_missing_stays_missing_and_zero_stays_zero():
    got = normalise(column(0, np.nan, 10), method="min_max", directions=UP)["x"]
    assert got[0] == 0
    assert np.isnan(got[1])


def test_unknown_names_are_refused():
    with pytest.raises(UnknownNameError, match="min_max"):
        normalise(column(1), method="minmax", directions=UP)
    with pytest.raises(UnknownNameError, match="decrease"):
        normalise(column(1), method="rank", directions={"x": "down"})
    with pytest.raises(InvalidInputError, match="no direction for: x"):
        normalise(column(1), method="rank", directions={})


def test_weights_go_by_name_and_are_never_rescaled():
    names = pd.Index(["a", "b"])
    assert checked_weights({"b": 0.3, "a": 0.7}, names).tolist() == [0.7, 0.3]
    with pytest.raises(InvalidInputError, match=r"sum to 1\.2"):
        checked_weights({"a": 0.7, "b": 0.5}, names)
    with pytest.raises(InvalidInputError, match=r"unknown indicators: c; no weight for: b"):
        checked_weights({"a": 0.7, "c": 0.3}, names)


def test_means_by_hand():
    table = pd.DataFrame({"a": [0.2], "b": [0.8]})
    weights = {"a": 0.25, "b": 0.75}
    assert aggregate(table, weights)["index"][0] == pytest.approx(0.65)
    geometric = aggregate(table, weights, method="geometric")["index"][0]
    assert geometric == pytest.approx(0.2**0.25 * 0.8**0.75)
    harmonic = aggregate(table, weights, method="harmonic")["index"][0]
    assert harmonic == pytest.approx(1 / (0.25 / 0.2 + 0.75 / 0.8))


def test_zero_and_negative_and_the_floor():
    table = pd.DataFrame({"a": [0.0, -0.1], "b": [0.8, 0.8]})
    weights = {"a": 0.5, "b": 0.5}
    for method in ("geometric", "harmonic"):
        plain = aggregate(table, weights, method=method)["index"]
        assert plain[0] == 0
        assert np.isnan(plain[1])
    floored = aggregate(table, weights, method="geometric", floor=0.2)
    assert floored["index"].tolist() == pytest.approx([0.4, 0.4])
    assert floored["raised"].tolist() == [1, 1]


def test_missing_value_lowers_coverage_not_the_index():
    table = pd.DataFrame({"a": [0.5, np.nan, np.nan], "b": [1.0, 0.4, np.nan]})
    got = aggregate(table, {"a": 0.25, "b": 0.75})
    assert got["index"].tolist()[:2] == pytest.approx([0.875, 0.4])
    assert got["coverage"].tolist() == pytest.approx([1, 0.75, 0])
    assert np.isnan(got["index"][2])
    strict = aggregate(table, {"a": 0.25, "b": 0.75}, minimum_coverage=0.8)
    assert strict["index"].notna().tolist() == [True, False, False]


units = st.lists(st.tuples(*[st.floats(0, 1)] * 3), min_size=2, max_size=6)


@settings(max_examples=25, deadline=None)
@given(units, st.permutations([0, 1, 2]))
def test_permuting_columns_and_rows_permutes_results(rows, order):
    table = pd.DataFrame(rows, columns=list("abc"))
    weights = {"a": 0.2, "b": 0.3, "c": 0.5}
    plain = aggregate(table, weights)["index"]
    mixed = aggregate(table.iloc[::-1, list(order)], weights)["index"]
    pd.testing.assert_series_equal(mixed.sort_index(), plain)


@settings(max_examples=25, deadline=None)
@given(units)
def test_geometric_is_never_above_arithmetic(rows):
    table = pd.DataFrame(rows, columns=list("abc"))
    weights = equal_weights(table)
    arithmetic = aggregate(table, weights)["index"]
    assert (aggregate(table, weights, method="geometric")["index"] <= arithmetic + 1e-9).all()


RAW = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [9.0, 7, 8, 1]}, index=list("wxyz"))
ROBUST = {"directions": {"a": "increase", "b": "decrease"}, "draws": 40}


def test_seeds_are_honoured_zero_too():
    weights = {"a": 0.5, "b": 0.5}
    runs = [
        rank_robustness(RAW, weights, seed=seed, choices=IndexChoices(weight_spread=0.9), **ROBUST)
        for seed in (0, 0, 1)
    ]
    pd.testing.assert_frame_equal(runs[0], runs[1])
    assert not runs[0].equals(runs[2])


def test_dominant_unit_keeps_its_rank_under_every_choice():
    got = rank_robustness(RAW, {"a": 0.5, "b": 0.5}, seed=0, top=1, **ROBUST)
    assert got.loc["z", ["rank", "low", "high", "share_top"]].tolist() == [1, 1, 1, 1]
    assert (got["low"] <= got["median"]).all()
    assert (got["median"] <= got["high"]).all()


def test_no_spread_and_one_choice_give_the_reference_rank():
    got = rank_robustness(
        RAW, {"a": 0.5, "b": 0.5}, seed=3, **ROBUST,
        choices=IndexChoices(["min_max"], ["arithmetic"], weight_spread=0),
    )  # fmt: skip
    assert got["low"].tolist() == got["rank"].tolist() == got["high"].tolist()
