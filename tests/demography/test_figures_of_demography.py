"""Life tables, fertility, migration and structure: small cases worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.demography.ages import abridged_ages, five_year_ages, single_ages
from stratanalysis.demography.error_bands import SIZES, VOLATILITIES, error_band
from stratanalysis.demography.fertility import single_age_pattern
from stratanalysis.demography.life_table import life_table, survival_ratios
from stratanalysis.demography.migration import (
    Displacement,
    RogersCastro,
    rogers_castro,
)
from stratanalysis.demography.small_area import cohort_change_ratios, hamilton_perry
from stratanalysis.demography.structure import (
    dependency_ratios,
    mean_age,
    median_age,
    persons_of_age,
)
from stratanalysis.demography.summary import age_table, band_table
from stratanalysis.demography.tiers import choose_model
from stratanalysis.demography.totals import extrapolate_total
from stratanalysis.errors import InvalidInputError


def test_widths_of_age_groups():
    assert single_ages(2).tolist() == [1, 1, np.inf]
    assert five_year_ages(15).tolist() == [5, 5, 5, np.inf]
    assert abridged_ages(10).tolist() == [1, 4, 5, np.inf]
    assert single_ages(1).tolist() == [1, np.inf]
    with pytest.raises(InvalidInputError):
        single_ages(0)


@pytest.mark.parametrize(
    ("sex", "rate", "expected"),
    [
        # Human Mortality Database, Methods Protocol v6, section 7.1
        ("female", 0.01, 0.14903 - 2.05527 * 0.01), ("female", 0.05, 0.04667 + 3.88089 * 0.05),
        ("female", 0.07, 0.31411), ("male", 0.01, 0.14929 - 1.99545 * 0.01),
        ("male", 0.05, 0.02832 + 3.26021 * 0.05), ("male", 0.09, 0.29915),
        ("female", 0.01724, 0.04667 + 3.88089 * 0.01724),
        ("male", 0.023, 0.02832 + 3.26021 * 0.023),
    ],
)  # fmt: skip
def test_years_lived_by_those_who_die_as_infants(sex, rate, expected):
    table = life_table([rate, 0.01, 0.1], sex=sex, age_widths=single_ages(2))
    assert table.ax[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("sex", "rate", "first", "second"),
    [
        # Preston, Heuveline and Guillot (2001), table 3.3
        ("female", 0.05, 0.053 + 2.8 * 0.05, 1.522 - 1.518 * 0.05),
        ("female", 0.107, 0.350, 1.361), ("male", 0.05, 0.045 + 2.684 * 0.05, 1.651 - 2.816 * 0.05),
        ("male", 0.2, 0.330, 1.352),
    ],
)  # fmt: skip
def test_years_lived_by_coale_and_demeny(sex, rate, first, second):
    table = life_table([rate, 0.01, 0.01, 0.1], sex=sex, age_widths=abridged_ages(10),
                       a0="coale_demeny")  # fmt: skip
    assert table.ax[:2].tolist() == pytest.approx([first, second], abs=1e-12)


def test_columns_of_a_life_table():
    """Two years at 0.5 a year: a hazard of 1, so that a = 2 (1 / 1 - 1 / (e - 1))."""
    table = life_table([0.5, 0.25], sex="male", age_widths=[2.0, np.inf])
    a = 2 * (1 / 1.0 - 1 / (np.e - 1))
    assert table.ax.tolist() == pytest.approx([a, 4])
    q = 2 * 0.5 / (1 + (2 - a) * 0.5)
    assert q == pytest.approx(1 - np.exp(-1))  # the hazard is constant in the group
    assert table.qx.tolist() == pytest.approx([q, 1])
    assert table.lx.tolist() == pytest.approx([1, 1 - q])
    years = [2 * (1 - q) + a * q, (1 - q) / 0.25]
    assert table.Lx.tolist() == pytest.approx(years)
    assert table.Tx.tolist() == pytest.approx([sum(years), years[1]])
    assert table.ex.tolist() == pytest.approx([sum(years), 4])
    assert table.life_expectancy == pytest.approx(sum(years))


def test_greville_inside_its_group():
    """n/2 - n^2/12 (M - k), k = ln(M+ / M-) / 2n."""
    rates = np.array([0.004, 0.002, 0.003, 0.1])
    table = life_table(rates, sex="female", age_widths=five_year_ages(15))
    k = np.log(0.003 / 0.004) / 10
    assert table.ax[1] == pytest.approx(2.5 - 25 / 12 * (0.002 - k))


def test_survival_of_a_stationary_population():
    table = life_table([0.1, 0.1, 0.1, 0.1], sex="male", age_widths=single_ages(3))
    ratios = survival_ratios(table, step=1)
    assert ratios[0] == pytest.approx(table.Lx[0])
    assert ratios[1] == pytest.approx(table.Lx[1] / table.Lx[0])
    assert ratios[2] == pytest.approx(table.Lx[2] / table.Lx[1])
    assert ratios[3] == pytest.approx(table.Tx[3] / table.Tx[2])
    two = survival_ratios(life_table([0.1] * 5, sex="male", age_widths=single_ages(4)), step=2)
    assert two.shape == (3,)
    with pytest.raises(InvalidInputError):
        survival_ratios(table, step=2)


def test_single_ages_keep_the_shares_of_their_groups():
    found = single_age_pattern([1.0, 2.0, 1.0], starts=[15, 20, 25], age_widths=single_ages(40))
    groups = [found[15:20].sum(), found[20:25].sum(), found[25:30].sum()]
    assert groups == pytest.approx([0.25, 0.5, 0.25])
    assert found[:15].sum() == found[30:].sum() == 0


def test_a_migration_schedule_at_the_middle_of_each_year():
    """exp(-0.5), exp(-1.5), and the 20 years of the open group."""
    schedule = RogersCastro(a1=1.0, alpha1=1.0, a2=0.0, mu2=0, alpha2=0, lambda2=0)
    ages = np.arange(22) + 0.5
    curve = np.exp(-ages)
    expected = np.array([curve[0], curve[1], curve[2:].sum()]) / curve.sum()
    assert rogers_castro(single_ages(2), parameters=schedule) == pytest.approx(expected)
    flat = RogersCastro(a1=0.0, alpha1=0.0, a2=0.0, mu2=0, alpha2=0, lambda2=0, c=1.0, end=3.5)
    # ages 0.5, 1.5 and 2.5 move, from 3.5 nobody does
    assert rogers_castro(single_ages(5), parameters=flat).tolist() == pytest.approx(
        [1 / 3, 1 / 3, 1 / 3, 0, 0, 0]
    )
    work = RogersCastro(a1=0.0, alpha1=0.0, a2=2.0, mu2=1.0, alpha2=0.1, lambda2=0.4, c=0.5)
    x = np.arange(21) + 0.5
    curve = 2 * np.exp(-0.1 * (x - 1) - np.exp(-0.4 * (x - 1))) + 0.5
    assert rogers_castro(single_ages(1), parameters=work)[0] == pytest.approx(
        curve[0] / curve.sum()
    )


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ({}, True), ({"share": 1.0}, True), ({"share": 0.0}, True), ({"share": 1.01}, False),
        ({"share": -0.01}, False), ({"returning": 1.0}, True), ({"returning": 1.01}, False),
        ({"half_life": 0.0}, False), ({"half_life": 0.5}, True), ({"step": -1}, False),
        ({"step": 1.5}, False),
    ],
)  # fmt: skip
def test_bounds_of_displacement(more, allowed):
    given = {"step": 0, "share": 0.5} | more
    if allowed:
        assert Displacement(**given).step == 0
    else:
        with pytest.raises(InvalidInputError):
            Displacement(**given)


HISTORY = np.array([  # two times, women and men, three groups of 15 years
    [[100.0, 200.0, 50.0], [110.0, 180.0, 40.0]],
    [[120.0, 90.0, 125.0], [132.0, 99.0, 110.0]],
])  # fmt: skip


def test_ratios_of_cohorts():
    """90 of 100, 99 of 110; 125 of 200 + 50, 110 of 180 + 40."""
    assert cohort_change_ratios(HISTORY).tolist() == [[0.9, 0.5], [0.9, 0.5]]


def test_a_step_of_hamilton_and_perry():
    """Children per woman of 15-29: 120 / 90 girls and 132 / 90 boys."""
    found = hamilton_perry(HISTORY, steps=1, age_widths=[15, 15, np.inf], mothers=(15, 30))
    women = 120 * 0.9
    assert found[1][0].tolist() == pytest.approx([women * 120 / 90, women, (90 + 125) * 0.5])
    assert found[1][1].tolist() == pytest.approx([women * 132 / 90, 132 * 0.9, (99 + 110) * 0.5])
    to_total = hamilton_perry(HISTORY, steps=1, age_widths=[15, 15, np.inf], mothers=(15, 30),
                              total=[500.0])  # fmt: skip
    assert to_total[1].sum() == pytest.approx(500)


def test_a_parent_draws_the_ratios():
    """A quarter of the parent's ratio of 0.5 and three of one's own 0.9: 0.8; a cap of 0.7."""
    parent = HISTORY.copy()
    parent[1, :, 1] = [50.0, 55.0]
    options = {"steps": 1, "age_widths": [15, 15, np.inf], "mothers": (15, 30), "parent": parent}
    found = hamilton_perry(HISTORY, shrinkage=0.25, **options)
    assert found[1][0][1] == pytest.approx(120 * 0.8)
    capped = hamilton_perry(HISTORY, shrinkage=0.25, caps=(0.0, 0.7), **options)
    assert capped[1][0][1] == pytest.approx(120 * 0.7)


PEOPLE = np.array([[10.0, 20.0, 30.0, 40.0], [5.0, 25.0, 15.0, 5.0]])
WIDTHS = [16.0, 44.0, 5.0, np.inf]  # 0-15, 16-59, 60-64, 65 and over


def test_loads_and_structure():
    """15 young, 45 of 16-59, 90 of 60 and over."""
    young, old, total = dependency_ratios(PEOPLE, age_widths=WIDTHS)
    assert (float(young), float(old), float(total)) == pytest.approx((15 / 45, 2, 105 / 45))
    assert persons_of_age(PEOPLE, 60, age_widths=WIDTHS).tolist() == [70, 20]
    assert persons_of_age(PEOPLE, 0, 16, age_widths=WIDTHS).tolist() == [10, 5]
    for first, stop in ((15, 60), (60, 60), (60, 16)):
        with pytest.raises(InvalidInputError):
            persons_of_age(PEOPLE, first, stop, age_widths=WIDTHS)


def test_mean_and_median_age():
    """Middles 8, 38, 62.5 and 65 + 4.3; half of 100 women after 20 of the 30 of 60-64."""
    women = PEOPLE[0]
    mean = (10 * 8 + 20 * 38 + 30 * 62.5 + 40 * 69.3) / 100
    assert float(mean_age(women, age_widths=WIDTHS)) == pytest.approx(mean)
    assert float(median_age(women, age_widths=WIDTHS)) == pytest.approx(60 + 5 * 20 / 30)
    assert float(median_age([10.0, 20.0, 30.0, 0.0], age_widths=WIDTHS)) == pytest.approx(60)
    assert np.isnan(median_age([1.0, 1.0, 1.0, 9.0], age_widths=WIDTHS))
    assert np.isnan(mean_age([0.0] * 4, age_widths=WIDTHS))


def test_tables_for_pictures():
    people = np.arange(22.0).reshape(2, 11)
    table = age_table(people, age_widths=single_ages(10))
    assert table.index.tolist() == [0, 5, 10]
    assert table["female"].tolist() == [10, 35, 10]
    assert table["male"].tolist() == [65, 90, 21]
    with pytest.raises(InvalidInputError):
        age_table(people, age_widths=single_ages(10), group_years=3)
    draws = np.arange(101.0)[:, None] * [1, 2]
    band = band_table(draws, start_year=2024, step=5)
    assert band.index.tolist() == [2024, 2029]
    assert band.loc[2024].tolist() == pytest.approx([2.5, 10, 50, 90, 97.5])


def test_bands_between_and_beyond_the_horizons():
    """0.02 at one year, 0.10 at five: 0.06 at three, and twice the width at four times five."""
    rows = [("population", h, v, s, 0.02 * h, 0.8, 50) for h in (1, 5)
            for v in VOLATILITIES[:-1] for s in SIZES[:-1]]  # fmt: skip
    names = ["variable", "horizon", "volatility_from", "size_from", "half_width", "coverage",
             "cases"]  # fmt: skip
    table = pd.DataFrame(rows, columns=names)
    band = error_band(table, horizon=[0, 1, 3, 5, 20], size=9000, volatility=np.nan)
    assert band.half_width.tolist() == pytest.approx([0.02, 0.02, 0.06, 0.1, 0.2])
    assert band.cases.tolist() == [50] * 5
    few = table.assign(cases=39, coverage=[0.5, *[0.8] * (len(table) - 1)])
    classes = (len(VOLATILITIES) - 1) * (len(SIZES) - 1)
    band = error_band(few, horizon=1, size=9000, volatility=0.01)
    assert band.cases.tolist() == [39 * classes]
    assert band.coverage[0] == pytest.approx((0.5 + 0.8 * (classes - 1)) / classes)


def test_which_model_the_data_allow():
    totals = pd.DataFrame({"year": [2020, 2021, 2021], "kind": ["present", "present", "resident"],
                           "value": [5.0, 6.0, 7.0]})  # fmt: skip
    change = pd.DataFrame({"year": [2020] * 3, "component": ["births", "deaths", "net_migration"],
                           "value": [1.0] * 3})  # fmt: skip
    both = {"population": totals, "population_change": change}
    assert choose_model(both).tier == "components"
    found = choose_model({"population": totals})
    assert (found.tier, found.kind, found.year) == ("totals", "present", 2021)
    assert "2 years" in found.reason
    assert choose_model(both | {"population_change": change.iloc[:2]}).tier == "totals"
    assert choose_model(both | {"population": totals.iloc[1:]}).tier == "totals"
    fitted = choose_model({"population": totals}, parent_structure=True)
    assert (fitted.tier, fitted.structure) == ("age_sex", "fitted")
    ages = totals.assign(sex="female", age=0)
    own = choose_model({"population_age_sex": ages})
    assert (own.structure, own.kind, own.year) == ("own", "resident", 2021)
    with pytest.raises(InvalidInputError):
        choose_model({"population": totals.assign(value=np.nan)})


@pytest.mark.parametrize(
    ("totals", "options", "expected"),
    [
        # 100 to 120 in 2020-2024: 5 a year
        ((100.0, 120.0), {"method": "linear"}, (130, 140)),
        ((100.0, 120.0), {"method": "no_change"}, (120, 120)),
        ((100.0, 120.0), {"method": "exponential"}, (120 * 1.2**0.5, 144)),
        ((100.0, 120.0), {"method": "linear_or_exponential"}, (130, 140)),
        ((100.0, 64.0), {"method": "linear_or_exponential"}, (64 * 0.8, 64 * 0.64)),
        ((100.0, 120.0), {"method": "damped"}, (125, 130)),
        ((100.0, 120.0), {"method": "damped", "damping": 0.25}, (122.5, 125)),
        # odds of 50 between 0 and 100 are 1, of 80 they are 4: 8 and 16 after 2 and 4 years
        ((50.0, 80.0), {"method": "logistic", "limits": (0.0, 100.0)}, (800 / 9, 1600 / 17)),
        # a fifth of the parent's growth of 100
        ((100.0, 120.0), {"method": "share_of_growth", "parent_totals": [500.0, 600.0],
                          "parent_projection": [650.0, 550.0]}, (130, 110)),
        ((100.0, 10.0), {"method": "linear"}, (0, 0)),
    ],
)  # fmt: skip
def test_totals_carried_forward_by_two_and_four_years(totals, options, expected):
    found = extrapolate_total(totals, years=[2020, 2024], horizon=[2026, 2028], **options)
    assert found.tolist() == pytest.approx(list(expected))


def test_known_totals_inside_the_years():
    found = extrapolate_total([np.nan, 100.0, 110.0, np.nan], years=[2020, 2021, 2023, 2024],
                              horizon=[2025], method="linear")  # fmt: skip
    assert found.tolist() == [120]  # 5 a year from 2023 on
    alone = {"years": [2020, 2021], "horizon": [2022]}
    assert np.isnan(extrapolate_total([np.nan, 7.0], method="linear", **alone)).all()
    assert extrapolate_total([np.nan, 7.0], method="no_change", **alone).tolist() == [7]
    for damping in (-0.1, 1.1):
        with pytest.raises(InvalidInputError):
            extrapolate_total([1.0, 2.0], damping=damping, **alone)
    with pytest.raises(InvalidInputError):
        extrapolate_total([1.0, 2.0], years=[2020, 2021], horizon=[2021])
