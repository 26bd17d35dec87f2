"""Published values: documentation of the R package REAT 3.0.3 (Wieland), which takes them from
Doersam (2004), Stoermann (2009) and Farhauer and Kroell (2013)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import (
    equivalent_number,
    gini,
    gini_specialisation,
    herfindahl_hirschman,
    krugman_specialisation,
    theil,
)

SALES = [20, 50, 20, 10]
GDP = [460.69, 549.19, 124.16, 65.29, 31.59, 109.27, 263.44, 39.87]
GDP += [258.53, 645.59, 131.95, 35.03, 112.66, 56.22, 85.61, 56.81]
amounts = st.lists(st.floats(0.01, 1e4), min_size=2, max_size=12)


def test_herfindahl_as_reat_prints_it():
    assert herfindahl_hirschman(SALES) == pytest.approx(0.34)
    assert herfindahl_hirschman(SALES, normalised=True) == pytest.approx(0.12)
    assert equivalent_number(SALES) == pytest.approx(2.94, abs=0.005)
    assert herfindahl_hirschman(GDP) == pytest.approx(0.125, abs=5e-4)


def test_gini_as_reat_prints_it():
    assert gini(SALES) == pytest.approx(0.3)
    assert gini(SALES, normalised=True) == pytest.approx(0.4)
    assert gini(GDP) == pytest.approx(0.5009, abs=5e-5)


def test_weighted_gini_as_reat_prints_it():
    income = [500, 1500, 2500, 4000, 7500, 15000]
    sizes = [1000, 1200, 1600, 400, 200, 600]
    assert gini(income, weights=sizes) == pytest.approx(0.5278, abs=5e-5)


def test_theil_as_reat_prints_it():
    # REAT's theil() is the mean logarithmic deviation, Theil's L.
    assert theil([10, 10, 10, 20, 50], kind="L") == pytest.approx(0.2326302, abs=5e-8)
    # T by hand: (3 * 0.5 * ln 0.5 + 0 + 2.5 * ln 2.5) / 5
    expected = (1.5 * math.log(0.5) + 2.5 * math.log(2.5)) / 5
    assert theil([10, 10, 10, 20, 50]) == pytest.approx(expected)
    assert theil([0, 1], kind="L") == math.inf
    assert theil([0, 1]) == pytest.approx(math.log(2))


def test_specialisation_as_reat_prints_it():
    assert krugman_specialisation([20, 10, 70, 0, 0], [0, 0, 0, 60, 40]) == pytest.approx(2)
    local, nation = [700, 600, 500, 10000, 40000], [30000, 15000, 10000, 60000, 50000]
    assert gini_specialisation(local, nation) == pytest.approx(0.6222222, abs=5e-8)


def test_industries_are_matched_by_name_not_by_position():
    local = pd.Series({"a": 10.0, "b": 30.0})
    assert krugman_specialisation(local, pd.Series({"b": 60.0, "a": 20.0})) == pytest.approx(0)
    with pytest.raises(InvalidInputError, match="c"):
        krugman_specialisation(local, pd.Series({"a": 1.0, "c": 1.0}))


@given(amounts, st.floats(0.1, 100))
def test_scale_and_order_do_not_matter(values, factor):
    mixed = [value * factor for value in reversed(values)]
    for measure in (gini, theil, herfindahl_hirschman):
        assert measure(mixed) == pytest.approx(measure(values), abs=1e-9)


@given(amounts)
def test_repeating_members_is_the_same_as_weighting_them(values):
    doubled = np.repeat(values, 2)
    weights = [2] * len(values)
    assert gini(values, weights=weights) == pytest.approx(gini(doubled), abs=1e-9)
    assert theil(values, weights=weights) == pytest.approx(theil(doubled), abs=1e-9)


def test_equal_amounts_have_no_inequality():
    assert gini([3, 3, 3]) == pytest.approx(0)
    assert theil([3, 3, 3]) == pytest.approx(0)
    assert herfindahl_hirschman([3, 3, 3], normalised=True) == pytest.approx(0)
    assert gini([0, 0, 9], normalised=True) == pytest.approx(1)


@pytest.mark.parametrize("bad", [[1, float("nan")], [1, -1], [0, 0], []])
def test_unusable_amounts_are_refused(bad):
    with pytest.raises(InvalidInputError):
        gini(bad)


def test_unknown_kind_is_not_replaced_by_a_default():
    with pytest.raises(UnknownNameError, match="T"):
        theil([1, 2], kind="t")
