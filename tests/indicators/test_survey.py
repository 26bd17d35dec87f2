from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import survey_shares, wilson_interval


@pytest.mark.parametrize(
    ("successes", "number", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    ],
)  # fmt: skip
def test_wilson_as_newcombe_prints_it(successes, number, lower, upper):
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    got = wilson_interval(successes, number)
    assert float(got[0]) == pytest.approx(lower, abs=5e-5)
    assert float(got[1]) == pytest.approx(upper, abs=5e-5)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_share_and_mirrors(pair):
    x, n = pair
    lower, upper = wilson_interval(x, n)
    assert 0 <= lower <= x / n <= upper <= 1
    mirrored = wilson_interval(n - x, n)
    assert float(mirrored[0]) == pytest.approx(1 - float(upper), abs=1e-12)


def test_impossible_counts_and_levels():
    with pytest.raises(InvalidInputError, match="above the number"):
        wilson_interval(5, 4)
    with pytest.raises(InvalidInputError, match=r"0\.95"):
        wilson_interval(1, 4, level=95)
    assert math.isnan(float(wilson_interval(0, 0)[0]))


ANSWERS = pd.DataFrame(
    {
        "question": ["stay", "stay", "problems", "problems", "problems"],
        "answer": ["yes", "no", "roads", "water", "jobs"],
        "count": [1200, 800, 1500, 1000, None],
        "asked": [2000] * 5,
    }
)


def test_shares_of_two_thousand_questionnaires():
    table = survey_shares(ANSWERS)
    assert table["share"].tolist()[:4] == [0.6, 0.4, 0.75, 0.5]
    assert math.isnan(table["share"][4])
    assert table["several"].tolist() == [False, False, True, True, True]
    lower, upper = wilson_interval(1200, 2000)
    assert (table["lower"][0], table["upper"][0]) == pytest.approx((float(lower), float(upper)))


def test_small_population_narrows_the_interval():
    wide, narrow = survey_shares(ANSWERS), survey_shares(ANSWERS, population=4000)
    assert (narrow["lower"][:4] > wide["lower"][:4]).all()
    assert (narrow["upper"][:4] < wide["upper"][:4]).all()
    with pytest.raises(InvalidInputError, match="population of 1500"):
        survey_shares(ANSWERS, population=1500)
    with pytest.raises(UnknownNameError, match="asked"):
        survey_shares(ANSWERS.drop(columns="asked"))
