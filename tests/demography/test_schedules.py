"""Schedules of fertility and migration against published values and hand calculations."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    FUNDAMENTAL,
    RogersCastro,
    age_starts,
    beta_pattern,
    fertility_schedule,
    five_year_ages,
    rogers_castro,
    single_age_pattern,
    single_ages,
    spread_net_migration,
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


def test_spread_migration_adds_up_and_keeps_gaps():
    counts = spread_net_migration(
        [1000.0, -400.0, np.nan], schedule=rogers_castro(single_ages()), female_share=0.6
    )
    assert_allclose(counts.sum(axis=(1, 2))[:2], [1000, -400])
    assert_allclose(counts[0, 0].sum(), 600)
    assert np.isnan(counts[2]).all()
    with pytest.raises(InvalidInputError, match="share of women"):
        spread_net_migration(1.0, schedule=np.ones(3), female_share=1.2)


def test_schedule_from_a_five_year_pattern():
    """TFR 1.5, a quarter of births at 20-24: 1.5 · 0.25 / 5 = 0.075 a woman-year."""
    pattern = np.zeros(21)
    pattern[3:8] = [10, 25, 40, 20, 5]
    rates = fertility_schedule([1.5, 3.0], pattern=pattern, age_widths=five_year_ages())
    assert rates[0, 4] == pytest.approx(0.075)
    assert_allclose((5 * rates[:, :-1]).sum(axis=1), [1.5, 3.0])


def test_beta_pattern_has_the_mean_and_deviation_asked_for():
    shares = beta_pattern(age_widths=single_ages(), mean_age=28.5, sd=5.5)
    ages = age_starts(single_ages()) + 0.5
    mean = (shares * ages).sum()
    assert_allclose(shares.sum(), 1.0)
    assert mean == pytest.approx(28.5, abs=0.02)
    # The middle of a year hides a variance of 1/12 inside it.
    assert np.sqrt((shares * (ages - mean) ** 2).sum() + 1 / 12) == pytest.approx(5.5, abs=0.03)
    assert shares[:15].sum() == shares[50:].sum() == 0


def test_single_age_pattern_keeps_the_groups():
    pattern = np.array([3.0, 25.0, 35.0, 22.0, 11.0, 3.5, 0.5])
    single = single_age_pattern(pattern, starts=np.arange(15, 50, 5), age_widths=single_ages())
    assert_allclose(np.add.reduceat(single[15:50], np.arange(0, 35, 5)), pattern / 100)
    assert single.min() >= 0
    assert single[:15].sum() == single[50:].sum() == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "either pattern, or mean_age and sd"),
        ({"pattern": np.ones(101), "mean_age": 28, "sd": 5}, "either pattern"),
        ({"pattern": np.ones(101)}, "open age group has births"),
        ({"pattern": np.zeros(101)}, "sums to zero"),
        ({"mean_age": 28, "sd": 25}, "no fertility pattern"),
        ({"mean_age": 60, "sd": 5}, "no fertility pattern"),
    ],
)
def test_impossible_patterns_are_refused(given, message):
    with pytest.raises(InvalidInputError, match=message):
        fertility_schedule(1.5, age_widths=single_ages(), **given)
