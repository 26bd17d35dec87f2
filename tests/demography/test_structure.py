"""Measures of structure against what the State Statistics Service prints for 1 January 2022."""

from __future__ import annotations

import numpy as np
import openpyxl
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    SEXES,
    UNITED_NATIONS_WORKING_AGE,
    dependency_ratios,
    distribute_open_age,
    five_year_ages,
    mean_age,
    median_age,
    persons_of_age,
    single_ages,
)
from stratanalysis.errors import InvalidInputError

AGES = single_ages(80)

# Oblast code: load in all, by 0-15, by 60+ (per 1,000 aged 16-59); mean and median age of both
# sexes, men, women. Printed in tables 5 and 6 of the State Statistics Service's "Distribution of
# the resident population of Ukraine by sex and age as of 1 January 2022".
PRINTED = {
    "UA05": ((697, 276, 421), (42.2, 39.3, 44.8), (42.1, 38.6, 45.4)),
    "UA07": ((682, 347, 335), (38.5, 36.0, 40.8), (37.8, 35.5, 40.1)),
    "UA14": ((753, 200, 553), (46.8, 43.6, 49.4), (46.6, 42.9, 50.4)),
    "UA18": ((691, 292, 399), (41.3, 38.3, 43.9), (40.8, 37.7, 44.3)),
    "UA44": ((753, 174, 579), (47.9, 44.8, 50.6), (47.9, 44.1, 51.7)),
    "UA80": ((652, 290, 362), (40.4, 38.0, 42.5), (40.3, 38.3, 42.3)),
}


@pytest.fixture(scope="module")
def oblasts(reference):
    table = reference("oblast_population_age_sex")
    wide = table.pivot_table(index=["oblast_code", "sex"], columns="age", values="value")
    codes = list(table["oblast_code"].unique())
    return {code: wide.loc[code].loc[list(SEXES)].to_numpy() for code in codes}


def measured(people):
    both, women, men = people.sum(axis=0), people[0], people[1]
    load = dependency_ratios(people, age_widths=AGES)
    return (
        [1000 * value for value in (load.total, load.youth, load.old_age)],
        [round(float(mean_age(part, age_widths=AGES)), 1) for part in (both, men, women)],
        [round(float(median_age(part, age_widths=AGES)), 1) for part in (both, men, women)],
    )


@pytest.mark.parametrize("code", PRINTED)
def test_load_mean_and_median_age_agree_with_the_printed_ones(oblasts, code):
    load, mean, median = measured(oblasts[code])
    printed = PRINTED[code]
    assert_allclose(load, printed[0], atol=1)
    assert_allclose(mean, printed[1], atol=0.1 + 1e-9)
    assert_allclose(median, printed[2], atol=0.1 + 1e-9)


def _printed_rows(sheet, columns):
    """Rows of the first block (all population) of a sheet: name and figures."""
    rows = {}
    for cells in sheet.iter_rows(values_only=True):
        values = [value for value in cells if value is not None]
        if len(values) >= columns + 1 and isinstance(values[1], int | float):
            rows.setdefault(str(values[0]).replace(" ", ""), values[1 : columns + 1])
    return rows


def test_every_oblast_agrees_with_the_printed_workbook(shared, oblasts, reference):
    path = shared / "open-data" / "ukrstat_resident_population_by_sex_age_2022.xlsx"
    book = openpyxl.load_workbook(path, read_only=True)
    ages = _printed_rows(book["21-23"], 6)
    loads = _printed_rows(book["24-26"], 3)
    groups = _printed_rows(book["9-18"], 5)
    names = reference("oblast_population_age_sex").drop_duplicates("oblast_code")
    assert len(names) == 25
    for code, name in zip(names["oblast_code"], names["oblast"], strict=True):
        key, people = name.replace(" ", ""), oblasts[code]
        load, mean, median = measured(people)
        assert_allclose(load, loads[key], atol=1, err_msg=name)
        assert_allclose(mean + median, ages[key], atol=0.1 + 1e-9, err_msg=name)
        both = people.sum(axis=0)
        bounds = [(0, np.inf), (0, 15), (0, 16), (0, 18), (15, 65)]
        ours = [float(persons_of_age(both, *pair, age_widths=AGES)) for pair in bounds]
        assert ours == groups[key], name


def test_the_reference_table_is_the_published_one(shared, oblasts):
    table = pd.read_csv(shared / "open-data" / "oblast_population_age_sex_2022.csv")
    rows = table[(table["scope"] == "total") & (table["age"] != "all")]
    for code, group in rows[rows["katottg_prefix"] != "UA"].groupby("katottg_prefix"):
        assert_allclose(oblasts[code], group[list(SEXES)].to_numpy().T)


def test_balances_of_the_oblasts_in_2021_close(reference):
    table = reference("oblast_population_change")
    wide = table.pivot_table(index="oblast_code", columns="component", values="value")
    assert len(wide) == 26
    change = wide["natural_change"] + wide["net_migration"]
    assert (change == wide["total_change"]).all()
    assert (wide["population_start"] + change == wide["population_end"]).all()
    parts = wide.drop(index="UA").sum()
    for column in ("population_start", "natural_change", "population_end"):
        assert parts[column] == wide.loc["UA", column]


# 0-4, 5-9, ..., 20+ with 10 women and 20 men in each group but the last (40 and 10).
SMALL = np.array([[10.0] * 4 + [40], [20.0] * 4 + [10]])
GROUPS = five_year_ages(20)


def test_by_hand():
    load = dependency_ratios(SMALL, age_widths=GROUPS, working_age=(10, 20))
    assert_allclose(load, (60 / 60, 50 / 60, 110 / 60))
    # Half of 170 is 85: 60 below 10, 90 below 15, so 10 + 5·25/30.
    assert median_age(SMALL.sum(axis=0), age_widths=GROUPS) == pytest.approx(10 + 5 * 25 / 30)
    women = (10 * (2.5 + 7.5 + 12.5 + 17.5) + 40 * 24) / 80
    assert mean_age(SMALL[0], age_widths=GROUPS, open_group_years=4) == pytest.approx(women)


def test_nobody_has_no_structure():
    empty = np.zeros((2, 5))
    assert np.isnan(dependency_ratios(empty, age_widths=GROUPS, working_age=(10, 20))).all()
    assert np.isnan(mean_age(empty[0], age_widths=GROUPS))
    assert np.isnan(median_age(empty[0], age_widths=GROUPS))
    assert np.isnan(median_age([1.0, 1, 1, 1, 50], age_widths=GROUPS))  # half in the open group


def test_leading_axes_are_kept():
    many = np.stack([SMALL, 3 * SMALL, SMALL[:, ::-1]])
    loads = dependency_ratios(
        many, age_widths=GROUPS, working_age=(UNITED_NATIONS_WORKING_AGE[0], 20)
    )
    assert loads.total.shape == (3,)
    assert loads.total[0] == loads.total[1]


def test_ages_inside_a_group_are_refused():
    with pytest.raises(InvalidInputError, match="age 16 is not a border"):
        dependency_ratios(SMALL, age_widths=GROUPS)
    with pytest.raises(InvalidInputError, match="not above"):
        persons_of_age(SMALL, 10, 10, age_widths=GROUPS)


def test_the_open_group_is_spread_as_a_stationary_population():
    people = np.array([[100.0, 60.0], [100.0, 30.0]])
    years = np.array([[1.0, 0.9, 0.6, 0.3], [1.0, 0.8, 0.2, 0.1]])
    spread = distribute_open_age(people, person_years=years, age_widths=single_ages(3))
    assert_allclose(spread, [[100, 30, 20, 10], [100, 30 * 8 / 11, 30 * 2 / 11, 30 / 11]])
