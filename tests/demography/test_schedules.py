"""Schedules of fertility and migration against published values and hand calculations."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    FUNDAMENTAL,
    RogersCastro,
    five_year_ages,
    rogers_castro,
    single_age_pattern,
    single_ages,
)
from stratanalysis.errors import InvalidInputError

# Percent by five-year age, 0-4 to 100+, of the schedule by which World Population Prospects 2019
# spreads totals of net migration.
UNITED_NATIONS_2019 = np.array(
    [6.133, 2.667, 2.067, 10.467, 18.8, 18.067, 13.733, 9.533, 6.4, 4.267, 2.8, 1.867, 1.2, 0.8,
     0.533, 0.333, 0.333, 0, 0, 0, 0]
)  # fmt: skip


def test_the_default_schedule_is_close_to_that_of_the_united_nations():
    ours = 100 * rogers_castro(five_year_ages())
    assert np.abs(ours - UNITED_NATIONS_2019).max() < 0.15
    assert np.abs(ours - UNITED_NATIONS_2019).mean() < 0.05


def test_the_fundamental_schedule_by_hand_at_one_age():
    """m(25.5) = 0.02·e^-2.55 + 0.06·e^(-0.55 - e^-2.2) + 0.003 = 0.03555, m(0.5) = 0.02202."""
    shares = rogers_castro(single_ages(), parameters=FUNDAMENTAL)
    assert_allclose(shares.sum(), 1.0)
    m25 = 0.02 * np.exp(-2.55) + 0.06 * np.exp(-0.55 - np.exp(-2.2)) + 0.003
    m0 = 0.02 * np.exp(-0.05) + 0.003  # the labour part is e^(1.95 - e^7.8) = 0 at birth
    assert_allclose(shares[25] / shares[0], m25 / m0)
    assert m25 == pytest.approx(0.03555, abs=1e-5)


def test_grouping_the_single_years_gives_the_groups():
    single = rogers_castro(single_ages())
    grouped = np.add.reduceat(single, np.arange(0, 101, 5))
    assert_allclose(rogers_castro(five_year_ages()), grouped)


def test_a_retirement_peak_stands_where_it_is_put():
    retired = RogersCastro(a1=0.0, alpha1=0.1, a2=0.0, mu2=20, alpha2=0.1, lambda2=0.4, a3=1.0,
                           mu3=65, alpha3=0.5, lambda3=0.5)  # fmt: skip
    assert np.argmax(rogers_castro(single_ages(), parameters=retired)) in (64, 65)
    with pytest.raises(InvalidInputError, match="negative, zero or infinite"):
        rogers_castro(single_ages(), parameters=RogersCastro(0.0, 0.1, 0.0, 20, 0.1, 0.4))


def test_single_age_pattern_keeps_the_groups():
    pattern = np.array([3.0, 25.0, 35.0, 22.0, 11.0, 3.5, 0.5])
    single = single_age_pattern(pattern, starts=np.arange(15, 50, 5), age_widths=single_ages())
    assert_allclose(np.add.reduceat(single[15:50], np.arange(0, 35, 5)), pattern / 100)
    assert single.min() >= 0
    assert single[:15].sum() == single[50:].sum() == 0
