"""Paths: hand examples of every formula, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.scenarios import paths
from stratanalysis.scenarios.path_data import path_from_mapping, path_to_mapping

YEARS = np.arange(2021, 2028)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (paths.Constant(0.3), [0.3] * 7),
        # by hand: 2 a year between 2022 and 2027
        (paths.Linear(10, 20, 2022, 2027), [10, 10, 12, 14, 16, 18, 20]),
        # by hand: 100, 105, 110.25, 115.7625, 121.550625, 127.62815625
        (
            paths.Compound(100, 0.05, 2022),
            [100, 100, 105, 110.25, 115.7625, 121.550625, 127.62815625],
        ),
        (paths.TablePath(((2022, 1.0), (2024, 3.0))), [1, 1, 2, 3, 3, 3, 3]),
        (paths.Step(0.6, 0.64, 2022), [0.6] + [0.64] * 6),
        # half of 800 every two years: 800, 565.685..., 400, 282.842..., 200
        (
            paths.Shock(800, 2023, 2),
            [0, 0, 800, 400 * math.sqrt(2), 400, 200 * math.sqrt(2), 200],
        ),
        (paths.Shock(-5, 2022), [0, -5, 0, 0, 0, 0, 0]),
        # 800 jobs in four equal parts
        (paths.Ramp(800, 2023, 2026), [0, 0, 200, 400, 600, 800, 800]),
        (paths.Sum((paths.Constant(1), paths.Step(0, 2, 2025))), [1, 1, 1, 1, 3, 3, 3]),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_formula_by_hand(path, expected):
    np.testing.assert_allclose(path.values(YEARS), expected, rtol=1e-12)


def test_logistic_is_half_way_at_its_midpoint_and_takes_its_duration():
    path = paths.Logistic(2.0, 4.0, midpoint=2025, duration=4)
    assert path.values([2025])[0] == pytest.approx(3.0)
    # 10 % and 90 % of the way, two years before and after, by the definition of the duration
    np.testing.assert_allclose(path.values([2023, 2027]), [2.2, 3.8], rtol=1e-12)
    assert path.values([1000])[0] == pytest.approx(2.0)
    assert path.values([3000])[0] == pytest.approx(4.0)


numbers = st.floats(-1e6, 1e6)
some_path = st.one_of(
    st.builds(paths.Constant, numbers),
    st.builds(paths.Linear, numbers, numbers, st.just(2020), st.integers(2021, 2090)),
    st.builds(paths.Compound, numbers, st.floats(-0.5, 0.5), st.integers(2000, 2050)),
    st.builds(paths.Logistic, numbers, numbers, st.floats(2000, 2050), st.floats(0.5, 50)),
    st.builds(paths.Step, numbers, numbers, st.integers(2000, 2050)),
    st.builds(paths.Shock, numbers, st.integers(2000, 2050), st.floats(0, 20)),
    st.builds(paths.Ramp, numbers, st.just(2020), st.integers(2020, 2050)),
    st.builds(
        lambda d: paths.TablePath(tuple(sorted(d.items()))),
        st.dictionaries(st.integers(2000, 2050), numbers, min_size=1),
    ),
)


@given(st.lists(some_path, min_size=1, max_size=3))
def test_plain_data_gives_the_path_back_and_values_are_finite(parts):
    path = paths.Sum(tuple(parts))
    assert path_from_mapping(path_to_mapping(path)) == path
    assert np.isfinite(path.values(YEARS)).all()


@pytest.mark.parametrize(
    ("raw", "error", "words"),
    [
        ({"kind": "constat", "value": 1}, UnknownNameError, "did you mean 'constant'"),
        ({"kind": "constant"}, InvalidInputError, "lacks value"),
        ({"kind": "constant", "value": math.inf}, InvalidInputError, "finite"),
        ({"kind": "constant", "value": "0,3"}, InvalidInputError, "value is '0,3'"),
        ({"kind": "constant", "value": True}, InvalidInputError, "expected a number"),
        ({"kind": "constant", "value": 1, "valu": 1}, UnknownNameError, "valu"),
        ({"kind": "compound", "start": 1, "rate": -1, "from_year": 2022}, InvalidInputError, "-1"),
        (
            {"kind": "linear", "start": 1, "end": 2, "from_year": 2025, "to_year": 2025},
            InvalidInputError,
            "later end",
        ),
        ({"kind": "step", "before": 1, "after": 2, "year": 2025.5}, InvalidInputError, "whole"),
        ({"kind": "table"}, InvalidInputError, "no values"),
        ({"kind": "table", "now": 1}, InvalidInputError, "years"),
        ({"kind": "sum", "parts": []}, InvalidInputError, "no parts"),
        ({"kind": "shock", "size": 1, "year": 2022, "half_life": -1}, InvalidInputError, "0 or"),
    ],
)
def test_a_wrong_path_is_refused_with_the_reason(raw, error, words):
    with pytest.raises(error, match=words):
        path_from_mapping(raw)
