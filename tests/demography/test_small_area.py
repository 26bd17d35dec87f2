"""Structures and projections of small areas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    choose_model,
    cohort_change_ratios,
    extrapolate_total,
    fit_age_structure,
    five_year_ages,
    hamilton_perry,
    single_ages,
)
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError

COLUMNS = ["sex", "first_age", "last_age", "value"]


def known(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


# --- fitting -------------------------------------------------------------------------------------


def test_a_total_alone_scales_the_standard():
    standard = np.arange(1.0, 9).reshape(2, 4)
    fitted = fit_age_structure(standard, totals=72.0, age_widths=single_ages(3))
    assert_allclose(fitted, standard * 2)


def test_fitting_two_margins_keeps_the_odds_of_the_standard():
    """Two by two: margins 30/70 and 40/60 with the standard's odds ratio of 1 are products."""
    standard = np.array([[10.0, 10.0, 10.0], [10.0, 10.0, 10.0]])
    totals = known(
        ("female", 0, np.nan, 30),
        ("male", 0, np.nan, 70),
        ("both", 0, 0, 40),
        ("both", 1, np.nan, 60),
    )
    fitted = fit_age_structure(standard, totals=totals, age_widths=single_ages(2))
    assert_allclose(fitted, [[12, 9, 9], [28, 21, 21]])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_every_total_is_met_and_the_order_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    standard, truth = rng.uniform(1, 9, (2, 2, 81))
    rows = [
        ("both", 0, np.nan, truth.sum()),
        ("female", 0, np.nan, truth[0].sum()),
        ("both", 0, 17, truth[:, :18].sum()),
        ("female", 18, 54, truth[0, 18:55].sum()),
        ("male", 18, 59, truth[1, 18:60].sum()),
    ]
    fitted = fit_age_structure(standard, totals=known(*rows), age_widths=single_ages(80))
    for sex, first, last, value in rows:
        part = fitted[{"female": [0], "male": [1], "both": [0, 1]}[sex]]
        stop = None if np.isnan(last) else int(last) + 1
        assert part[:, first:stop].sum() == pytest.approx(value, rel=2e-6)
    again = fit_age_structure(
        standard, totals=known(*rows[::-1]), age_widths=single_ages(80), tolerance=1e-9
    )
    assert_allclose(fitted, again, rtol=1e-4)


def test_contradicting_totals_are_named():
    totals = known(("both", 0, np.nan, 100), ("female", 0, np.nan, 60), ("male", 0, np.nan, 60))
    with pytest.raises(DataError) as caught:
        fit_age_structure(np.ones((2, 3)), totals=totals, age_widths=single_ages(2))
    assert {finding.check for finding in caught.value.findings} == {"totals-contradict"}
    assert "both 0+" in str(caught.value)


def test_a_group_that_the_standard_lacks_cannot_be_filled():
    standard = np.array([[0.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    with pytest.raises(DataError, match="both 0-0"):
        fit_age_structure(standard, totals=known(("both", 0, 0, 5)), age_widths=single_ages(2))
    emptied = fit_age_structure(
        np.ones((2, 3)), totals=known(("both", 0, 0, 0), ("both", 0, np.nan, 8)),
        age_widths=single_ages(2),
    )  # fmt: skip
    assert_allclose(emptied, [[0, 2, 2], [0, 2, 2]])


@pytest.mark.parametrize(
    ("totals", "error", "message"),
    [
        (known(("women", 0, np.nan, 5)), UnknownNameError, "unknown sex 'women'"),
        (known(("both", 0, 7, 5)), InvalidInputError, "cut an age group"),
        (known(("both", 0, np.nan, np.nan)), InvalidInputError, "missing or negative"),
        (known(), InvalidInputError, "no totals"),
        (pd.DataFrame({"sex": ["both"]}), InvalidInputError, "are missing"),
    ],
)
def test_unusable_totals_are_refused(totals, error, message):
    with pytest.raises(error, match=message):
        fit_age_structure(np.ones((2, 5)), totals=totals, age_widths=five_year_ages(20))


# --- totals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("linear", [120.0, 60.0]),
        ("exponential", [121.0, 64.0]),
        ("linear_or_exponential", [120.0, 64.0]),
        ("damped", [115.0, 72.0]),
        ("no_change", [110.0, 80.0]),
    ],
)
def test_extrapolations_by_hand(method, expected):
    """100 → 110 and 100 → 80 in five years, five years on; damped goes half the way."""
    totals = [[100.0, 110.0], [100.0, 80.0]]
    got = extrapolate_total(totals, years=[2015, 2020], horizon=[2025], method=method)
    assert_allclose(got[:, 0], expected)


def test_logistic_growth_by_hand():
    """Limits 0 and 100: 20 → 50 multiplies the odds by 4, so the next is 4/(1 + 4)."""
    got = extrapolate_total(
        [20.0, 50.0], years=[2010, 2020], horizon=[2030], method="logistic", limits=(0, 100)
    )
    assert_allclose(got, 80.0)


def test_share_of_growth_by_hand():
    """The area took 4 of the parent's 10 new people and takes 4 of the next 10."""
    got = extrapolate_total(
        [20.0, 24.0], years=[2010, 2020], horizon=[2030], method="share_of_growth",
        parent_totals=[100.0, 110.0], parent_projection=[120.0],
    )  # fmt: skip
    assert_allclose(got, 28.0)


def test_gaps_are_skipped_and_stay_gaps():
    nan = np.nan
    totals = [[100.0, nan, 110.0, nan], [nan, nan, 50.0, nan], [nan] * 4]
    got = extrapolate_total(
        totals, years=[2010, 2015, 2020, 2021], horizon=[2025, 2030], method="linear"
    )
    assert_allclose(got, [[115, 120], [nan, nan], [nan, nan]])
    still = extrapolate_total(
        totals, years=[2010, 2015, 2020, 2021], horizon=[2025], method="no_change"
    )
    assert_allclose(still[:, 0], [110, 50, nan])


def test_totals_are_never_negative():
    fall = extrapolate_total([100.0, 10.0], years=[2010, 2020], horizon=[2040], method="linear")
    assert fall == 0.0
    assert np.isnan(
        extrapolate_total([0.0, 10.0], years=[2010, 2020], horizon=[2030], method="exponential")
    )


def test_unusable_extrapolations_are_refused():
    with pytest.raises(UnknownNameError, match="did you mean 'linear'"):
        extrapolate_total([1.0, 2], years=[2010, 2020], horizon=[2030], method="linaer")
    with pytest.raises(InvalidInputError, match="not after"):
        extrapolate_total([1.0, 2], years=[2010, 2020], horizon=[2020])
    with pytest.raises(InvalidInputError, match="limits"):
        extrapolate_total([1.0, 2], years=[2010, 2020], horizon=[2030], method="logistic")
    with pytest.raises(InvalidInputError, match="parent"):
        extrapolate_total([1.0, 2], years=[2010, 2020], horizon=[2030], method="share_of_growth")
    with pytest.raises(InvalidInputError, match="negative"):
        extrapolate_total([1.0, -2], years=[2010, 2020], horizon=[2030])


# --- Hamilton-Perry ------------------------------------------------------------------------------

# Groups 0-4, 5-9, 10-14, 15+ and mothers of 5 to 14, ten years apart in fives.
BEFORE = np.array([[100.0, 80.0, 60.0, 50.0], [110.0, 90.0, 70.0, 40.0]])
AFTER = np.array([[90.0, 95.0, 84.0, 55.0], [99.0, 99.0, 90.0, 55.0]])
HISTORY = np.stack([BEFORE, AFTER])
FOURS = five_year_ages(15)


def test_cohort_change_ratios_by_hand():
    ratios = cohort_change_ratios(HISTORY)
    assert_allclose(ratios, [[0.95, 1.05, 55 / 110], [0.9, 1.0, 55 / 110]])


def test_hamilton_perry_by_hand():
    path = hamilton_perry(HISTORY, steps=1, age_widths=FOURS, mothers=(5, 15))
    women = [90 * 0.95, 95 * 1.05, (84 + 55) / 2]
    mothers = women[0] + women[1]
    children = np.array([90, 99]) / (95 + 84) * mothers
    assert_allclose(path[0], AFTER)
    assert_allclose(path[1, 0], [children[0], *women])
    assert_allclose(path[1, 1], [children[1], 99 * 0.9, 99 * 1.0, (90 + 55) / 2])


def test_shrinkage_draws_to_the_parent():
    parent = HISTORY * np.array([1.0, 1.2])[:, None, None]
    alone = hamilton_perry(HISTORY, steps=2, age_widths=FOURS, mothers=(5, 15))
    weights = [0.0, 0.5, 1.0]
    none, half, whole = (
        hamilton_perry(
            HISTORY, steps=2, age_widths=FOURS, mothers=(5, 15), parent=parent, shrinkage=w
        )
        for w in weights
    )
    assert_allclose(none, alone)
    assert_allclose(half[1, :, 1:], (none[1, :, 1:] + whole[1, :, 1:]) / 2)
    assert_allclose(whole[1, :, 1:], none[1, :, 1:] * 1.2)


def test_caps_and_control_totals_hold():
    path = hamilton_perry(HISTORY, steps=3, age_widths=FOURS, mothers=(5, 15), caps=(0.6, 0.93))
    assert path[1, 0, 1] == pytest.approx(90 * 0.93)
    assert path[1, 0, 3] == pytest.approx((84 + 55) * 0.6)
    total = np.array([700.0, 650, 600])
    controlled = hamilton_perry(HISTORY, steps=3, age_widths=FOURS, mothers=(5, 15), total=total)
    assert_allclose(controlled[1:].sum(axis=(-2, -1)), total)


def test_areas_are_independent():
    areas = np.stack([HISTORY, HISTORY * 3])
    path = hamilton_perry(areas, steps=2, age_widths=FOURS, mothers=(5, 15))
    assert_allclose(path[1], 3 * path[0])


def test_an_empty_group_needs_a_parent():
    holed = HISTORY.copy()
    holed[0, 0, 0] = 0
    with pytest.raises(InvalidInputError, match="was empty"):
        hamilton_perry(holed, steps=1, age_widths=FOURS, mothers=(5, 15))
    path = hamilton_perry(holed, steps=1, age_widths=FOURS, mothers=(5, 15), parent=HISTORY)
    assert path[1, 0, 1] == pytest.approx(90 * 0.95)
    with pytest.raises(InvalidInputError, match="missing or negative"):
        hamilton_perry(-HISTORY, steps=1, age_widths=FOURS)


# --- choice of the model -------------------------------------------------------------------------


def totals_table(*years, kind="present"):
    return pd.DataFrame({"year": years, "kind": kind, "value": 1000.0})


CHANGE = pd.DataFrame(
    {"year": 2021, "component": ["natural_change", "net_migration"], "value": [-5.0, -3.0]}
)


def test_the_tier_follows_the_data():
    ages = pd.DataFrame(
        {"year": 2022, "kind": "resident", "sex": ["female", "male"], "age": 0, "value": [5.0, 6]}
    )
    population = totals_table(2020, 2021, 2022)
    own = choose_model({"population": population, "population_age_sex": ages})
    assert (own.tier, own.structure, own.kind, own.year) == ("age_sex", "own", "resident", 2022)
    fitted = choose_model({"population": population}, parent_structure=True)
    assert (fitted.tier, fitted.structure, fitted.kind) == ("age_sex", "fitted", "present")
    assert "2022" in fitted.reason
    components = choose_model({"population": population, "population_change": CHANGE})
    assert components.tier == "components"
    assert "3 years" in components.reason
    assert choose_model({"population": population}).tier == "totals"
    assert choose_model({"population": totals_table(2022), "population_change": CHANGE}).tier == (
        "totals"
    )


def test_gaps_do_not_count_as_data():
    ages = pd.DataFrame(
        {"year": [2022], "kind": "resident", "sex": "female", "age": 0, "value": [np.nan]}
    )
    choice = choose_model({"population": totals_table(2022), "population_age_sex": ages})
    assert choice.tier == "totals"
    with pytest.raises(InvalidInputError, match="no population figure"):
        choose_model({"population_age_sex": ages})


def test_present_and_resident_population_are_not_mixed():
    both = pd.concat([totals_table(2020, 2021, 2022), totals_table(2022, kind="resident")])
    choice = choose_model({"population": both})
    assert choice.kind == "present"
    assert choice.values["count"] == 3


@pytest.mark.parametrize(
    ("total", "problem"),
    [
        ([10.0, -1.0], "missing or negative"),
        ([10.0, np.nan], "missing or negative"),
        ([10.0], "total has shape"),
        ([10.0, 9.0], "nobody is left in an area at step 1"),
    ],
)
def test_a_total_that_cannot_be_met_is_refused(total, problem):
    """A negative total gave negative cells, and an area of nobody cells without a value."""
    history = np.zeros((2, 2, 5))
    if "nobody" not in problem:
        history += 1.0
    common = {"steps": 2, "age_widths": five_year_ages(20), "mothers": (5, 15)}
    with pytest.raises(InvalidInputError, match=problem):
        hamilton_perry(history, parent=np.ones((2, 2, 5)), total=total, **common)


def test_an_empty_area_with_a_total_of_nobody_stays_empty():
    got = hamilton_perry(
        np.zeros((2, 2, 5)), parent=np.ones((2, 2, 5)), total=[0.0, 0.0], steps=2,
        age_widths=five_year_ages(20), mothers=(5, 15),
    )  # fmt: skip
    assert not got.any()
