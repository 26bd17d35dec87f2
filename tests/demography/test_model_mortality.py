"""Mortality at a given life expectancy, and single ages from abridged rates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    SEXES,
    abridged_ages,
    life_table,
    model_mortality,
    single_age_mortality,
    single_ages,
    survival_at_life_expectancy,
    survival_ratios,
)
from stratanalysis.errors import InvalidInputError


@pytest.fixture(scope="module")
def standard(ukraine_2015_2020):
    abridged = life_table(ukraine_2015_2020, sex=SEXES, age_widths=abridged_ages())
    return life_table(single_age_mortality(abridged), sex=SEXES, age_widths=single_ages())


def test_the_standard_comes_back_at_its_own_life_expectancy(standard):
    again = model_mortality(standard, standard.life_expectancy)
    assert_allclose(again.lx, standard.lx, rtol=1e-7)
    assert_allclose(again.mx, standard.mx, rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(25, 99), min_size=2, max_size=2))
def test_every_life_expectancy_is_met(standard, e0):
    table = model_mortality(standard, e0)
    assert_allclose(table.life_expectancy, e0, atol=1e-8)
    assert np.all(np.diff(table.lx, axis=-1) <= 0)
    # Brass: the logits differ from the standard's by the same amount at every age.
    with np.errstate(divide="ignore"):
        logit, base = (
            0.5 * np.log((1 - t.lx[:, 1:100]) / t.lx[:, 1:100]) for t in (table, standard)
        )
    shift = logit - base
    assert_allclose(shift, np.broadcast_to(shift[:, :1], shift.shape), atol=1e-6)


def test_leading_axes_broadcast(standard):
    e0 = np.array([[70.0, 60.0], [80.0, 75.0], [90.0, 85.0]])
    together = model_mortality(standard, e0)
    assert together.lx.shape == (3, 2, 101)
    for row, pair in enumerate(e0):
        assert_allclose(together.lx[row], model_mortality(standard, pair).lx, rtol=1e-8)


def test_impossible_life_expectancies_are_refused(standard):
    with pytest.raises(InvalidInputError, match="outside 10 to 110"):
        model_mortality(standard, 500.0)
    with pytest.raises(InvalidInputError, match="missing"):
        model_mortality(standard, np.nan)


def test_the_table_of_survival_is_close_to_the_exact_ratios(standard):
    rng = np.random.default_rng(0)
    e0 = rng.uniform(60, 88, (40, 5, 2))
    exact = survival_ratios(model_mortality(standard, e0), step=1)
    table = survival_at_life_expectancy(standard, e0)
    assert np.abs(table.dense() - exact).max() < 1e-5


def test_single_ages_keep_the_survivors_of_the_groups(ukraine_2015_2020):
    abridged = life_table(ukraine_2015_2020, sex=SEXES, age_widths=abridged_ages())
    single = single_age_mortality(abridged)
    assert single.shape == (2, 101)
    survivors = life_table(single, sex=SEXES, age_widths=single_ages()).lx
    starts = [0, 1, *range(5, 101, 5)]
    assert_allclose(survivors[:, starts[:20]], abridged.lx[:, :20], atol=2e-4)
    assert_allclose(single[:, [0, -1]], ukraine_2015_2020[:, [0, -1]])
    assert np.all(np.diff(np.log(single[:, 30:100]), axis=1) > -0.05)  # it rises, or nearly so


def test_single_ages_give_the_printed_life_expectancy(standard):
    """76.63 and 66.83 years are printed for the groups."""
    assert_allclose(standard.life_expectancy, (76.63, 66.83), atol=0.02)
