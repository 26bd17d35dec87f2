"""The equalisation rule by hand, against the Ministry's table of 2021, and on another year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.equalisation import (
    base_subsidy,
    equalisation_grants,
    reverse_subsidy,
    tax_capacity_index,
)
from stratanalysis.reference.country import country_table

quick = settings(deadline=None, max_examples=50)

NATIONAL = 3131.0


@pytest.fixture(scope="module")
def ministry(shared):
    """The Ministry's fiscal table, with the columns the functions speak of."""
    table = pd.read_csv(shared / "open-data" / "hromada_fiscal_2020_2022.csv", thousands=",")
    numbers = [
        "population_2020",
        "population_2021",
        "tax_capacity_index_2021",
        "tax_capacity_index_2022",
        "basic_grant_2021",
        "reverse_grant_2021",
        "income_tax_uahpp",
    ]
    table[numbers] = table[numbers].apply(pd.to_numeric, errors="coerce")
    return table


def _year_2021(ministry):
    return ministry.rename(
        columns={
            "tax_capacity_index_2021": "index",
            "population_2020": "population",
            "basic_grant_2021": "grant",
        }
    )


def _recipients(table):
    rows = table[(table["grant"] > 0) & (table["index"] < 0.9) & (table["population"] > 0)].copy()
    rows["counted"] = rows["grant"] / (0.8 * (0.9 - rows["index"]))  # people times PIT per head
    return rows


def _national(table):
    """PIT per head that the paid base subsidies imply, the median of the recipients."""
    rows = _recipients(table)
    return float((rows["counted"] / rows["population"]).median())


def _compared(table, national):
    rows = _recipients(table)
    rule = base_subsidy(rows["index"], rows["population"], national)
    return rows.assign(
        deviation=rule / rows["grant"] - 1,
        counted_ratio=rows["counted"] / national / rows["population"],
    )


def test_worked_by_hand():
    # 48 million UAH from 20,000 people; nation 3,200 UAH a head.
    assert tax_capacity_index(48e6, 20_000, 3200.0) == pytest.approx(0.75)
    assert base_subsidy(0.75, 20_000, 3200.0) == pytest.approx(0.8 * 0.15 * 64e6)
    assert reverse_subsidy(1.3, 20_000, 3200.0) == pytest.approx(0.5 * 0.2 * 64e6)


@pytest.mark.parametrize("index", [0.9, 1.0, 1.1])
def test_nothing_happens_between_the_thresholds(index):
    assert base_subsidy(index, 1000, NATIONAL) == 0
    assert reverse_subsidy(index, 1000, NATIONAL) == 0


def test_at_least_84_percent_within_one_and_92_within_five_percent(ministry):
    """All 1,075 recipients, population of 2020, one national figure."""
    table = _year_2021(ministry)
    fitted = _national(table)
    assert fitted == pytest.approx(NATIONAL, abs=0.5)
    compared = _compared(table, fitted)
    assert len(compared) == 1075
    off = compared["deviation"].abs()
    assert (off <= 0.01).mean() >= 0.84
    assert (off <= 0.05).mean() >= 0.92


def test_national_figure_also_follows_from_two_columns_of_the_table(ministry):
    """PIT per head over the index is the same number in every row, near the fitted one."""
    national = (ministry["income_tax_uahpp"] / ministry["tax_capacity_index_2021"]).dropna()
    assert national.max() - national.min() < 1e-4
    assert national.median() == pytest.approx(NATIONAL, rel=0.005)


def test_those_that_differ_are_paid_for_more_people_and_lie_in_the_east(ministry):
    compared = _compared(_year_2021(ministry), NATIONAL)
    far = compared[compared["deviation"].abs() > 0.05]
    assert (far["deviation"] < 0).all(), "all of them receive more than the rule gives"
    assert (far["counted_ratio"] > 1).all()
    east = far["oblast"].isin(["Донецька область", "Луганська область"])
    assert east.mean() > 0.6
    everywhere = compared["oblast"].isin(["Донецька область", "Луганська область"]).mean()
    assert everywhere < 0.1


def test_the_same_code_on_2022_which_the_table_of_grants_does_not_hold(ministry, shared):
    """Index of 2022 and population of 2021 against the executed base subsidies of 2022."""
    revenue = pd.read_csv(shared / "open-data" / "hromada_revenues_2021_2023.csv.gz")
    paid = revenue[revenue["year"] == 2022].set_index("katottg")["income_base_subsidy"] / 1000
    table = pd.DataFrame(
        {
            "index": ministry["tax_capacity_index_2022"],
            "population": ministry["population_2021"],
            "grant": ministry["hromada_code"].map(paid),
        }
    )
    table = table[table["index"] > 0]
    national = _national(table)
    compared = _compared(table, national)
    assert len(compared) > 1000
    assert (compared["deviation"].abs() <= 0.01).mean() >= 0.84
    assert (compared["deviation"].abs() <= 0.05).mean() >= 0.92


def test_thousands_in_thousands_out():
    assert base_subsidy(0.5, 20.0, NATIONAL) == pytest.approx(
        base_subsidy(0.5, 20_000.0, NATIONAL) / 1000
    )


def test_broadcasts_over_scenario_draw_community_and_time():
    index = np.full((3, 7, 5, 4), 0.5)
    people = np.arange(1, 6, dtype=float)[:, None] * np.ones(4)
    found = base_subsidy(index, people, NATIONAL)
    assert found.shape == (3, 7, 5, 4)
    assert found[2, 6, 4, 3] == pytest.approx(0.8 * 0.4 * 5 * NATIONAL)


def test_series_keep_their_index_and_order_does_not_matter():
    table = pd.DataFrame({"i": [0.5, 1.3, 0.7], "p": [10.0, 20.0, 30.0]}, index=["a", "b", "c"])
    found = base_subsidy(table["i"], table["p"], NATIONAL)
    turned = table.iloc[::-1]
    again = base_subsidy(turned["i"], turned["p"], NATIONAL)
    pd.testing.assert_series_equal(found.sort_index(), again.sort_index())


def test_missing_stays_missing_and_nobody_has_no_index():
    assert np.isnan(base_subsidy(np.nan, 1000, NATIONAL))
    assert np.isnan(tax_capacity_index(5.0, 0, NATIONAL))
    assert np.isnan(tax_capacity_index(np.array([5.0, 5.0]), np.array([0, 10]), NATIONAL)[0])


@quick
@given(
    index=st.floats(0, 5),
    people=st.floats(0, 1e7),
    more=st.floats(0, 1),
)
def test_never_negative_and_never_more_for_a_richer_community(index, people, more):
    poor = base_subsidy(index, people, NATIONAL)
    rich = base_subsidy(index + more, people, NATIONAL)
    assert poor >= rich >= 0
    assert reverse_subsidy(index + more, people, NATIONAL) >= reverse_subsidy(
        index, people, NATIONAL
    )
    assert not (poor > 0 and reverse_subsidy(index, people, NATIONAL) > 0)


def test_rule_is_a_parameter():
    assert base_subsidy(0.95, 100, 1000.0, threshold=1.0, share=1.0) == pytest.approx(5000)
    assert base_subsidy(0.5, 100, 1000.0, share=0.0) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: base_subsidy(0.5, -1, NATIONAL), "population is negative"),
        (lambda: base_subsidy(0.5, 10, 0.0), "not above zero"),
        (lambda: base_subsidy(0.5, 10, NATIONAL, share=80), "write 64 percent as 0.64"),
    ],
)
def test_impossible_calls_say_so(call, words):
    with pytest.raises(InvalidInputError, match=words):
        call()


def test_half_of_the_excess_fits_the_typical_payer_of_2021(ministry):
    """206 payers; the share was not read in the act, so the fit is stated as it is."""
    table = _year_2021(ministry)
    national = _national(table)
    payers = table[(table["reverse_grant_2021"] > 0) & (table["index"] > 1.1)]
    rule = reverse_subsidy(payers["index"], payers["population"], national)
    deviation = rule / payers["reverse_grant_2021"] - 1
    assert len(payers) == 206
    assert abs(deviation.median()) < 0.01
    assert (deviation.abs() <= 0.01).mean() >= 0.60
    assert (deviation.abs() <= 0.05).mean() >= 0.85


@pytest.fixture(scope="module")
def of_2024():
    table = country_table("hromada_equalisation")
    return table[table["year"] == 2024].set_index("katottg")


def _within(found, paid, part=0.05):
    rows = paid > 0
    return float(((found[rows] / paid[rows] - 1).abs() <= part).mean())


def test_grants_of_2024_by_the_rules_of_the_year(of_2024):
    """Present population of 1 January 2022 in persons and the displaced of 25 July 2023."""
    people = country_table("hromada_population")
    people = people[people["year"] == 2022].set_index("katottg")["value"]
    table = of_2024.assign(population=people.reindex(of_2024.index))
    found = equalisation_grants(table, 2024)
    assert len(table) == 1438
    assert _within(found["base_subsidy"], table["base_subsidy"]) >= 0.95
    assert _within(found["reverse_subsidy"], table["reverse_subsidy"]) >= 0.92
    # without the displaced the same rule misses nine grants of ten
    alone = equalisation_grants(table.drop(columns="displaced_balance"), 2024)
    assert _within(alone["base_subsidy"], table["base_subsidy"]) < 0.3


def test_with_the_ministrys_own_head_count_nearly_every_grant_comes_out(of_2024):
    """PIT over PIT per head is the population that was counted, without rounding."""
    counted = of_2024["expected_pit"] / of_2024["pit_per_head"]
    found = equalisation_grants(of_2024.assign(population=counted, displaced_balance=0.0), 2024)
    assert _within(found["base_subsidy"], of_2024["base_subsidy"], 0.01) >= 0.99
    assert _within(found["reverse_subsidy"], of_2024["reverse_subsidy"], 0.01) >= 0.99


def test_grants_by_hand_and_the_front_keeps_the_reverse_one():
    """1,000 people and 200 displaced, nation 3,474: PIT 2.4 M is 2,000 a head, index 0.57571.

    Base: 0.8 · (0.9 − 0.57571) · 1,200 · 3,474 = 1,081,536. The other: 12 M are 10,000 a head,
    index 2.8785; reverse 0.5 · (2.8785 − 1.1) · 1,200 · 3,474 = 3,707,160, kept at the front.
    """
    table = pd.DataFrame(
        {
            "population": [1000.0, 1000.0, 1000.0],
            "displaced_balance": [200.0, 200.0, float("nan")],
            "expected_pit": [2.4e6, 12e6, 2.4e6],
            "front": [False, True, False],
        }
    )
    found = equalisation_grants(table, 2024)
    assert found["base_subsidy"].iloc[0] == pytest.approx(0.8 * (0.9 * 3474 - 2000) * 1200)
    assert found["reverse_subsidy"].iloc[1] == pytest.approx(0.5 * (10_000 - 1.1 * 3474) * 1200)
    assert found["reverse_due"].tolist() == [0.0, 0.0, 0.0]
    assert found["counted"].tolist() == [1200, 1200, 1000]
    with pytest.raises(InvalidInputError, match="equalisation_per_head"):
        equalisation_grants(table, 2023)
