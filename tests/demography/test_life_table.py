"""Life tables against published expectations of life and hand calculations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    SEXES,
    abridged_ages,
    life_table,
    single_ages,
    survival_ratios,
)
from stratanalysis.errors import InvalidInputError, UnknownNameError

PRINTED_E0 = (76.63, 66.83)
"""Ukraine 2015-2020, World Population Prospects 2019, women and men."""


@pytest.mark.parametrize("a0", ["coale_demeny", "andreev_kingkade"])
def test_life_expectancy_of_ukraine_2015_2020_agrees_with_the_printed_one(a0, ukraine_2015_2020):
    table = life_table(ukraine_2015_2020, sex=SEXES, age_widths=abridged_ages(), a0=a0)
    assert_allclose(table.life_expectancy, PRINTED_E0, atol=0.02)


def test_every_published_life_expectancy_is_within_two_hundredths_of_a_year(shared):
    rates = pd.read_csv(shared / "validation" / "wpp2019_mx_5x5.csv.gz")
    printed = pd.read_csv(shared / "validation" / "wpp2019_summary_5y.csv")
    keys = ["country_code", "period_start", "sex"]
    wide = rates.pivot_table(index=keys, columns="age_start", values="mx")
    for sex, column in (("female", "e0F"), ("male", "e0M")):
        mx = wide.xs(sex, level="sex")
        table = life_table(mx.to_numpy(), sex=sex, age_widths=abridged_ages(), a0="coale_demeny")
        expected = printed.set_index(keys[:2])[column].loc[mx.index].to_numpy()
        assert len(expected) == 180
        assert np.abs(table.life_expectancy - expected).max() <= 0.02


def test_columns_by_hand():
    """Two closed years and an open group: q = m/(1 + m/2) with a = 1/2, e(2) = 1/0.5 = 2."""
    table = life_table([0.2, 0.4, 0.5], sex="male", age_widths=[2, 2, np.inf])
    # Group 0-2 has no formula of its own (constant hazard); 2-4 is Greville's:
    # k = ln(0.5/0.2)/4 = 0.229073, a = 1 - 1/3·(0.4 - 0.229073) = 0.943024.
    assert_allclose(table.ax[1], 0.943024, atol=1e-6)
    # Constant hazard 0.2 over 2 years: survivors e^-0.4, person-years (1 - e^-0.4)/0.2.
    assert_allclose(table.lx[1], np.exp(-0.4))
    assert_allclose(table.Lx[0], (1 - np.exp(-0.4)) / 0.2)
    q1 = 2 * 0.4 / (1 + (2 - 0.943024) * 0.4)
    assert_allclose(table.qx, [1 - np.exp(-0.4), q1, 1], atol=1e-6)
    assert_allclose(table.ex[2], 2.0)
    assert_allclose(table.ax[2], 2.0)


@pytest.mark.parametrize(
    ("rate", "female", "male"),
    [
        (0.005, 0.14903 - 2.05527 * 0.005, 0.14929 - 1.99545 * 0.005),
        (0.05, 0.04667 + 3.88089 * 0.05, 0.02832 + 3.26021 * 0.05),
        (0.2, 0.31411, 0.29915),
    ],
)
def test_andreev_kingkade_in_its_three_ranges(rate, female, male):
    mx = np.array([rate, 0.01, 0.02])
    for sex, expected in (("female", female), ("male", male)):
        assert life_table(mx, sex=sex, age_widths=single_ages(2)).ax[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rate", "a0", "a1"), [(0.05, 0.053 + 0.14, 1.522 - 0.0759), (0.2, 0.350, 1.361)]
)
def test_coale_demeny_west_for_women(rate, a0, a1):
    """Preston, Heuveline and Guillot (2001), table 3.3."""
    mx = np.array([rate, 0.01, 0.002, 0.002, 0.2])
    table = life_table(mx, sex="female", age_widths=abridged_ages(15), a0="coale_demeny")
    assert_allclose(table.ax[:2], [a0, a1])


rate_tables = st.lists(st.floats(1e-5, 1.5, allow_nan=False), min_size=22, max_size=22).map(
    np.array
)


@settings(max_examples=60, deadline=None)
@given(rate_tables)
def test_the_columns_agree_with_each_other(mx):
    table = life_table(mx, sex="female", age_widths=abridged_ages())
    assert_allclose(table.dx.sum(), 1.0)
    assert_allclose(table.Tx[0], table.Lx.sum())
    assert_allclose(
        table.ex[0], (table.dx * (table.ax + np.append(0, np.cumsum(table.age_widths[:-1])))).sum()
    )
    assert np.all((table.qx >= 0) & (table.qx <= 1))
    assert np.all(np.diff(table.lx) <= 0)
    assert np.all(table.Lx >= 0)


def test_survival_ratios_in_single_years():
    table = life_table([0.01, 0.02, 0.03, 0.5], sex="male", age_widths=single_ages(3))
    L = table.Lx
    expected = [L[0], L[1] / L[0], L[2] / L[1], L[3] / (L[2] + L[3])]
    assert_allclose(survival_ratios(table, step=1), expected)


def test_survival_ratios_join_the_first_two_groups_for_five_year_steps(ukraine_2015_2020):
    table = life_table(ukraine_2015_2020, sex=SEXES, age_widths=abridged_ages())
    ratios = survival_ratios(table, step=5)
    assert ratios.shape == (2, 21)
    L = table.Lx
    assert_allclose(ratios[:, 0], (L[:, 0] + L[:, 1]) / 5)
    assert_allclose(ratios[:, 1], L[:, 2] / (L[:, 0] + L[:, 1]))
    assert_allclose(ratios[:, -1], L[:, -1] / (L[:, -2] + L[:, -1]))


def test_leading_axes_give_the_same_as_one_by_one(ukraine_2015_2020):
    scale = np.array([0.5, 1.0, 2.0])[:, None, None]
    together = life_table(ukraine_2015_2020 * scale, sex=SEXES, age_widths=abridged_ages())
    for i, factor in enumerate(scale[:, 0, 0]):
        for j, sex in enumerate(SEXES):
            alone = life_table(ukraine_2015_2020[j] * factor, sex=sex, age_widths=abridged_ages())
            assert_allclose(together.ex[i, j], alone.ex, rtol=1e-14)


def test_zero_rates_leave_nobody_dead():
    table = life_table([0.0, 0.0, 0.0, 0.1], sex="female", age_widths=single_ages(3))
    assert_allclose(table.lx, 1.0)
    assert_allclose(table.ex[0], 13.0)


@pytest.mark.parametrize(
    ("mx", "message"),
    [
        ([0.1, np.nan, 0.2], "missing"),
        ([0.1, -0.1, 0.2], "negative"),
        ([0.1, 0.1, 0.0], "open age group is zero"),
    ],
)
def test_impossible_rates_are_refused(mx, message):
    with pytest.raises(InvalidInputError, match=message):
        life_table(mx, sex="female", age_widths=single_ages(2))


def test_unknown_names_are_refused():
    with pytest.raises(UnknownNameError, match="sex"):
        life_table([0.1, 0.2], sex="women", age_widths=single_ages(1))
    with pytest.raises(UnknownNameError, match="a0"):
        life_table([0.1, 0.2], sex="female", age_widths=single_ages(1), a0="coale")
    with pytest.raises(InvalidInputError, match="cannot be joined"):
        survival_ratios(
            life_table([0.1, 0.2, 0.3], sex="female", age_widths=single_ages(2)), step=5
        )
