"""Figures of the projection worked out by hand: executed years, budget lines, counts, bands."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.projection import money_bands
from stratanalysis.projection.base import BudgetBase, price_shares
from stratanalysis.projection.budget_model import levels, own_revenue, simulate_budget
from stratanalysis.projection.counted import join_counts
from stratanalysis.projection.displaced import Present, present_shares
from stratanalysis.projection.labour import filled_jobs, job_change, job_migrants
from stratanalysis.projection.later import Later, later_periods, spliced
from stratanalysis.projection.run import budget_sums, in_prices
from stratanalysis.projection.uncertainty import _spread, draw_bands, quantile_table
from stratanalysis.scenarios import DRIVERS
from stratanalysis.scenarios.scenario import Range

YEARS = np.arange(2021, 2025)
LINE = np.array([100.0, 110.0, 121.0, 133.1])
FLAT = np.ones(4)
PRICES = np.array([1.0, 1.1, 1.21, 1.331])


@pytest.mark.parametrize(
    ("known", "even", "expected"),
    [
        (None, True, LINE),
        ({}, True, LINE),
        ({2030: 7.0}, True, LINE),  # beyond the horizon
        ({2022: 120.0}, True, [100, 120, 132, 145.2]),  # 120 · 1.1 · 1.1
        ({2022: 120.0, 2023: 100.0}, True, [100, 120, 100, 110]),
        # jumping lines go on from the mean of 1, 120/110 and 100/121 of the model: 0.972452...
        ({2022: 120.0, 2023: 100.0}, False, [100, 120, 100, (133.1 + 145.2 + 110) / 3]),
        ({2022: 120.0}, False, [100, 120, (121 + 132) / 2, (133.1 + 145.2) / 2]),
        ({2022: 0.0}, True, [100, 0, 0, 0]),
    ],
)
def test_executed_years_replace_projected_ones(known, even, expected):
    assert spliced(LINE, known, YEARS, PRICES, even=even) == pytest.approx(np.array(expected))


@pytest.mark.parametrize("start", [0.0, -10.0])
def test_an_executed_amount_follows_prices_where_the_model_has_nothing_to_move(start):
    line = np.full(4, start)
    found = spliced(line, {2022: 50.0}, YEARS, PRICES)
    assert found == pytest.approx([start, 50, 55, 60.5])
    assert line.tolist() == [start] * 4  # the input is as it was


def test_lanes_move_each_by_its_own_prices():
    prices = np.array([FLAT, PRICES])
    found = spliced(np.zeros(4), {2022: 50.0}, YEARS, prices)
    assert found == pytest.approx(np.array([[0, 50, 50, 50], [0, 50, 55, 60.5]]))


@pytest.mark.parametrize(("months", "so_far", "whole"), [(7, 70.0, 90.0), (10, 90.0, 90.0)])
def test_the_military_pit_of_2023_is_that_of_nine_months(tiny, months, so_far, whole):
    """70 in seven months are 90 in the nine in which it was local; after ten all of it is there."""
    rows = tiny["revenue"]
    one = rows[rows["group"] == "pit"].assign(group="military_pit")
    more = [
        one.assign(year=2022, value=120.0),
        one.assign(year=2023, period=f"01-{months:02d}", value=so_far),
    ]
    tables = {**tiny.tables, "revenue": pd.concat([rows, *more], ignore_index=True)}
    later = later_periods(dataclasses.replace(tiny, tables=tables), 2021)
    assert later.amounts["revenue|military_pit"] == pytest.approx({2022: 120.0, 2023: whole})
    assert later.expected["revenue|military_pit"] == {2023: months}


def test_the_last_executed_year_and_the_running_one():
    later = Later(
        {
            "revenue|pit": {2022: 1.0, 2023: 2.0, 2024: 3.0},
            "revenue|base_subsidy": {2025: 9.0},  # calculated before the year: does not count
            "expenditure|1000": {2022: 4.0},
        },
        {"revenue|pit": {2024: 7}, "revenue|excise": {2024: 9}},
    )
    assert (later.last("revenue"), later.last("expenditure")) == (2023, 2022)
    assert (later.months("revenue"), later.months("expenditure")) == ((2024, 9), None)
    assert (Later().last("revenue"), Later().months("revenue")) == (None, None)


@pytest.mark.parametrize(
    ("free", "jobs", "filled"),
    [
        (100, 50, 50), (30, 50, 30), (50, 50, 50), (-5, 50, 0), (9, 0, 0),
        (100, -40, -40),
        (100, -80, -59.94),  # of 60 employed one in a thousand keeps a job
    ],
)  # fmt: skip
def test_a_job_is_filled_by_those_who_are_free(free, jobs, filled):
    assert filled_jobs(float(free), float(jobs), 60.0) == pytest.approx(filled)


@pytest.mark.parametrize(
    ("given", "change"),
    [
        ((100, 0.6, 0.5, 10, 5), 15 / 55),  # ten by the rate and five jobs, over 50 and 5
        ((100, 0.4, 0.5, 0, 5), -15 / 55),
        ((100, 0.5, 0.5, 5, 5), 0),
        ((0, 0.5, 0.5, 5, 0), 0),  # nobody was employed
        ((0, 0.5, 0.5, 9, 1), 2),  # eightfold, but at half employed everyone is twice as many
    ],
)
def test_change_of_local_jobs(given, change):
    assert job_change(*map(float, given)) == pytest.approx(change)


@pytest.mark.parametrize(
    ("elasticity", "change", "came", "moved"),
    [(0.5, 0.1, 100, -55), (0.5, 0.1, 0, 50), (0.5, -0.1, -100, 45), (0.5, 0, 40, -40),
     (0, 0.1, 40, 0), (-0.1, 0.1, 40, 0)],
)  # fmt: skip
def test_migrants_that_jobs_bring_or_lose(elasticity, change, came, moved):
    """0.5 · 0.1 · (1,000 − 100) = 45 shall be there, 100 came before: 55 leave."""
    assert job_migrants(elasticity, change, 1000.0, float(came)) == pytest.approx(moved)


def shares(**given):
    times = {name: np.full(4, float(value)) for name, value in given.items()}
    found = present_shares(times, np.arange(2022, 2026))
    return found.others.tolist(), found.men.tolist()


HALF = 1 - 2**-0.5
"""What is back after one year of a half-life of two."""


@pytest.mark.parametrize(
    ("given", "others", "men"),
    [
        ({"war_end": 0}, [0.6] * 4, [0.6] * 4),
        ({"war_end": 2023}, [0.6, 0.6, 1 - 0.4 * (1 - 0.5 * HALF), 0.7],
         [0.6, 0.6, 1 - 0.4 * (1 - 0.25 * HALF), 0.65]),
        ({"war_end": 2030}, [0.6] * 4, [0.6] * 4),  # beyond the horizon
        # ended two years before the first: half of those who will return are back in 2022
        ({"war_end": 2020}, [0.7, 1 - 0.4 * (1 - 0.5 * (1 - 2**-1.5)), 0.75,
                             1 - 0.4 * (1 - 0.5 * (1 - 2**-2.5))],
         [0.65, 1 - 0.4 * (1 - 0.25 * (1 - 2**-1.5)), 0.675,
          1 - 0.4 * (1 - 0.25 * (1 - 2**-2.5))]),
    ],
)  # fmt: skip
def test_who_is_present_of_the_residents(given, others, men):
    more = {"return_share": 0.5, "return_share_men": 0.25, "return_half_life": 2}
    found = shares(displacement=0.4, **more, **given)
    assert found[0] == pytest.approx(others)
    assert found[1] == pytest.approx(men)


def test_who_is_hosted_leaves_in_the_same_way():
    one = {"war_end": 2022, "return_share": 1, "return_half_life": 1}
    others, men = shares(displacement=-0.2, **one)
    assert others == pytest.approx([1.2, 1.1, 1.05, 1.025])
    assert men == others
    assert shares(displacement=0.4) == ([0.6] * 4, [0.6] * 4)


def test_shares_by_sex_and_age_part_men_of_18_to_59():
    found = Present(np.array([[0.6, 0.7]]), np.array([[0.6, 0.65]])).by_age(1, 81)
    assert found.shape == (1, 2, 81)
    assert set(found[0, 0]) == {0.7}  # women
    assert found[0, 1, [0, 17, 18, 59, 60, 80]].tolist() == [0.7, 0.7, 0.65, 0.65, 0.7, 0.7]


def drivers(**given):
    values = {name: np.full(3, entry.neutral or 0.0) for name, entry in DRIVERS.items()}
    given = {"pit_community_share": [0.6] * 3} | given
    return values | {name: np.array(value, dtype=float) for name, value in given.items()}


def test_levels_that_need_no_people():
    """Prices 1.1 and 1.1, real wages 1.2 and 1: every level is the product of its parts."""
    found = levels(
        drivers(
            consumer_prices=[0.5, 0.1, 0.1],
            real_wage_growth=[0, 0.2, 0],
            relative_wage_growth=[0, 0, 0.5],
            national_tax_beyond_wages=[0, 0.5, 0],
            real_energy_prices=[0, 1, 0],
            entrepreneurs_growth=[0, -0.5, 0],
            taxed_property_growth=[0, 0, 0.25],
            pit_community_share=[0.6, 0.64, 0.6],
        ),
        np.array([2022, 2023, 2024]),
    )
    expected = {
        "consumer": [1, 1.1, 1.21], "wages": [1, 1.32, 1.452], "local_wages": [1, 1, 1.5],
        "national_tax": [1, 1.98, 2.178], "energy": [1, 2.2, 2.42],
        "entrepreneurs_per_head": [1, 0.5, 0.5], "taxed_area": [1, 1, 1.25],
        "pit_share": [1, 64 / 60, 1],
        "military": [1, 0.75, 0],  # twelve months, nine, none
    }  # fmt: skip
    assert set(found) == set(expected)
    for name, values in expected.items():
        assert found[name] == pytest.approx(values), name


def test_a_military_pit_that_had_ended_does_not_come_back_by_itself():
    found = levels(drivers(), np.array([2024, 2025, 2026]))
    assert found["military"].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("pit", 100 * 0.8 * 1.5 * 64 / 60 * 1.1),  # employed, wages, share, local wages
        ("military_pit", 100 * 0.75),
        ("single_tax", 100 * 0.9 * 1.25 * 1.5),  # people, entrepreneurs a head, wages
        ("property_tax", 100 * 1.3 * 1.2),
        ("excise", 100 * 0.9 * 1.5),
        ("corporate_tax", 100 * 0.8 * 1.5),
        ("environmental_tax", 100 * 0.8 * 1.5),
        ("rent", 100 * 1.5),
        ("tourist_fee", 100 * 0.9 * 1.5),
        ("parking_fee", 100 * 0.9 * 1.5),
        ("non_tax", 100 * 0.9 * 1.2),
        ("capital_revenue", 100 * 1.2),
        ("target_funds", 100 * 1.2),
        ("other_own", 100 * 1.2),
    ],
)
def test_each_line_of_own_revenue_follows_its_drivers(group, expected):
    one = {
        "wages": 1.5, "consumer": 1.2, "pit_share": 64 / 60, "local_wages": 1.1,
        "military": 0.75, "entrepreneurs_per_head": 1.25, "taxed_area": 1.3,
    }  # fmt: skip
    base = BudgetBase(2022, {group: 100.0, "other_transfers": 9.0, "base_subsidy": 9.0}, {}, {})
    found = own_revenue(base, one, population=0.9, employment=0.8, timed=False)
    assert found == {group: pytest.approx(expected)}


def budget(base, values, **people):
    given = {"population": [100, 90, 80], "employed": [50, 50, 50]} | people
    counts = {name: np.array(value, dtype=float) for name, value in given.items()}
    return simulate_budget(base, counts, values, np.array([2021, 2022, 2023]))


def base(revenue, spent=None, **more):
    weights = {"wages": 0.5, "energy": 0.25, "consumer": 0.25}
    return BudgetBase(2021, revenue, spent or {}, weights, **more)


def test_transfers_follow_pupils_and_the_additional_subsidy_its_own_growth():
    given = base({"other_transfers": 100.0, "additional_subsidy": 40.0})
    values = drivers(
        real_wage_growth=[0, 0.1, 0], real_transfer_growth=[0, 0, 0.5],
        additional_subsidy_growth=[0.9, -0.5, 0.25],
    )  # fmt: skip
    found = budget(given, values, pupils=[20, 10, 15])
    assert found["revenue|other_transfers"] == pytest.approx([100, 55, 123.75])
    assert found["revenue|additional_subsidy"] == pytest.approx([40, 20, 25])
    alike = budget(given, drivers())  # without ages pupils move as all people
    assert alike["revenue|other_transfers"] == pytest.approx([100, 90, 80])


def test_a_military_pit_that_returns_is_that_of_twelve_months():
    given = BudgetBase(2024, {"military_pit": 0.0}, {}, {"consumer": 1.0}, military_pit=600.0)
    counts = {"population": np.ones(3), "employed": np.ones(3)}
    values = drivers(military_pit_returned=[1, 0, 1])
    found = simulate_budget(given, counts, values, np.array([2024, 2025, 2026]))
    assert found["revenue|military_pit"].tolist() == [600, 0, 600]
    # while it is local, nothing returns
    found = simulate_budget(given, counts, values, np.array([2021, 2022, 2023]))
    assert found["revenue|military_pit"].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("code", "ratios"),
    [
        ("0100", [0.9, 0.8]), ("1000", [0.5, 2]), ("2000", [0.9, 0.8]), ("3000", [1.5, 3]),
        ("4000", [0.9, 0.8]), ("6000", [1, 1]), ("8000", [0.9, 0.8]), ("9000", [0.9, 0.8]),
    ],
)  # fmt: skip
def test_spending_follows_those_who_are_served_prices_and_the_standard(code, ratios):
    """Prices: half wages 1.2, a quarter energy 1.6, a quarter consumer prices 1: 1.25."""
    values = drivers(
        real_wage_growth=[0, 0.2, 0], real_energy_prices=[0, 0.6, 0],
        service_standard_growth=[0, 0, 0.1],
    )  # fmt: skip
    ages = {"children": [20, 10, 40], "older_people": [10, 15, 30], "pupils": [5, 5, 5]}
    found = budget(base({}, {code: 100.0}), values, **ages)
    expected = [100, 125 * ratios[0], 137.5 * ratios[1]]
    assert found[f"expenditure|{code}"] == pytest.approx(expected)


def test_own_investment_is_spent_in_the_economy_at_today_s_prices():
    given = base({}, {"7000": 100.0, "0100": 10.0})
    values = drivers(consumer_prices=[0, 0.5, 0], real_wage_growth=[0, 0, 0])
    found = budget(given, values, own_investment=[0, 20, 0], population=[1, 1, 1])
    assert found["expenditure|7000"] == pytest.approx([100, 180, 150])  # roads do not shrink
    assert found["expenditure|0100"] == pytest.approx([10, 15, 15])


@pytest.mark.parametrize(
    ("reverse", "front", "expected"),
    [
        # the rule: half of 1.3 − 1.1 of 1,000 is 100, paid was 50: the scale is a half
        (50.0, None, [200, 200, 200]),
        (0.0, None, [200, 200, 200]),  # nothing was paid: transfers move as any line
        (50.0, 2022, [200, 150, 150]),  # at the front it stays from the second year on
    ],
)
def test_transfers_to_other_budgets_hold_the_reverse_subsidy(reverse, front, expected):
    given = base(
        {"pit": 1300.0}, {"9000": 200.0}, tax_capacity_index=1.3, reverse_subsidy=reverse,
        later=Later(front_from=front),
    )  # fmt: skip
    found = budget(given, drivers(), population=[100, 100, 100])
    assert found["expenditure|9000"] == pytest.approx(expected)
    assert found["tax_capacity_index"] == pytest.approx([1.3] * 3)


def test_the_index_follows_the_pit_of_the_year_before():
    """A fifth fewer employed in the second year: 0.8 of the index in the third."""
    given = base({"pit": 1000.0, "base_subsidy": 100.0}, tax_capacity_index=0.5)
    found = budget(given, drivers(), population=[100] * 3, employed=[50, 40, 40])
    assert found["tax_capacity_index"] == pytest.approx([0.5, 0.5, 0.4])
    # (0.9 − 0.4) / (0.9 − 0.5) of what was paid
    assert found["revenue|base_subsidy"] == pytest.approx([100, 100, 125])


@pytest.mark.parametrize("index", [None, np.nan, 0.95])
def test_a_grant_that_no_rule_explains_follows_people_and_prices(index):
    given = base({"pit": 1000.0, "base_subsidy": 100.0}, tax_capacity_index=index)
    found = budget(given, drivers(consumer_prices=[0, 0.5, 0]))
    assert found["revenue|base_subsidy"] == pytest.approx([100, 135, 120])


def test_a_grant_that_was_never_paid_comes_where_the_index_falls():
    """Index 1, half of the PIT: 0.8 · (0.9 − 0.5) · 1,000."""
    given = base({"pit": 1000.0, "base_subsidy": 0.0}, tax_capacity_index=1.0)
    found = budget(given, drivers(), population=[100] * 3, employed=[50, 25, 25])
    assert found["revenue|base_subsidy"] == pytest.approx([0, 0, 320])


def test_sums_and_shares_of_a_budget():
    line = {
        "revenue|pit": 60.0, "revenue|excise": 20.0, "revenue|base_subsidy": 15.0,
        "revenue|other_transfers": 5.0, "revenue|military_pit": 25.0,
        "expenditure|1000": 70.0, "expenditure|9000": 30.0,
    }  # fmt: skip
    lines = {name: np.array([value]) for name, value in line.items()}
    found = budget_sums(lines, np.array([10.0]), (1,))
    assert {name: float(value[0]) for name, value in found.items()} == pytest.approx(
        {
            "own_revenue": 80, "transfers": 20, "revenue": 125, "own_revenue_per_head": 8,
            "transfer_share": 0.16, "expenditure": 100, "expenditure_per_head": 10, "balance": 25,
        }
    )  # fmt: skip
    spent = {name: value for name, value in lines.items() if name.startswith("expenditure")}
    assert set(budget_sums(spent, np.array([10.0]), (1,))) == {
        "expenditure", "expenditure_per_head",
    }  # fmt: skip
    nobody = budget_sums(lines, np.array([0.0]), (1,))
    assert np.isnan(nobody["own_revenue_per_head"]).all()


@pytest.mark.parametrize(
    ("variable", "basis", "value"),
    [
        ("population", "", 90), ("population", "real", 90), ("revenue", "nominal", 90),
        ("revenue", "real", 120),  # 90 / 1.5 · 2
        ("investment", "nominal", 135), ("investment", "real", 180),
        ("own_investment", "nominal", 135),
    ],
)  # fmt: skip
def test_amounts_in_the_wanted_prices(variable, basis, value):
    found = in_prices(variable, np.array([90.0]), np.array([1.5]), basis=basis, factor=2.0)
    assert found.tolist() == [value]


@pytest.mark.parametrize(
    ("economic", "expected"),
    [
        # half of all is current, of which 60 % wages with charges, 10 % energy
        ({"2111": 50, "2120": 10, "2272": 10, "2210": 30, "3110": 100}, (0.3, 0.05, 0.65)),
        ({"2000": 70, "2100": 60, "2111": 50, "2120": 10, "2210": 10}, (60 / 70, 0, 10 / 70)),
        ({"2111": 10}, (1, 0, 0)),
        ({"3110": 100}, (0, 0, 1)),
        ({"2111": 0, "3110": 5}, (0, 0, 1)),
        ({}, (0, 0, 1)),
    ],
)
def test_weights_of_prices_in_all_spending(economic, expected):
    assert tuple(price_shares(economic).values()) == pytest.approx(expected)


def estimate(width=0.2, later=0.3):
    """1,000 people in 2025 and 1,100 in 2026, ten and twelve births."""
    low = np.exp([-width, -later])
    people = np.array([1000.0, 1100.0])
    return pd.DataFrame(
        {"present": people, "lower": people * low, "upper": people / low, "births": [10.0, 12.0]},
        index=[2025, 2026],
    )


def counts(*rows):
    return pd.DataFrame(rows, columns=["year", "variable", "value"])


COUNT = "population_cod_ps"


def test_a_count_and_an_estimate_meet_by_their_widths():
    """Widths of 0.15 and 0.2 give 0.12, and the count 16 parts of 25."""
    found = join_counts(estimate(), counts((2025, COUNT, 900.0)))
    factor = 0.9**0.64
    assert found["present"].tolist() == pytest.approx([1000 * factor, 1100 * factor])
    assert found["births"].tolist() == pytest.approx([10 * factor, 12 * factor])
    assert found["lower"].tolist() == pytest.approx(
        [1000 * factor * np.exp(-0.12), 1100 * factor * np.exp(-0.18)]  # 0.6 of the width is left
    )
    assert found["upper"].tolist() == pytest.approx(
        [1000 * factor * np.exp(0.12), 1100 * factor * np.exp(0.18)]
    )
    assert found["counts"].tolist() == [COUNT, ""]


def test_a_count_of_births_is_one_of_people():
    """64 births for 10: 6.4 times the people; width √(0.15² + (1.2816/8)²) = 0.2194635."""
    found = join_counts(estimate(width=2.0), counts((2025, "registered_births", 64.0)))
    part = 0.2194635**-2 / (0.2194635**-2 + 2.0**-2)
    assert found["present"].iloc[0] == pytest.approx(1000 * 6.4**part, rel=1e-6)


def test_ranges_that_do_not_meet_are_spanned():
    found = join_counts(estimate(width=0.05), counts((2025, COUNT, 2000.0)))
    assert found["lower"].iloc[0] == pytest.approx(1000 * np.exp(-0.05))
    assert found["upper"].iloc[0] == pytest.approx(2000 * np.exp(0.15))
    found = join_counts(estimate(width=0.05), counts((2025, COUNT, 500.0)))
    assert found["lower"].iloc[0] == pytest.approx(500 * np.exp(-0.15))
    assert found["upper"].iloc[0] == pytest.approx(1000 * np.exp(0.05))


@pytest.mark.parametrize(
    "row", [(2022, COUNT, 900.0), (2030, COUNT, 900.0), (2025, COUNT, 0.0), (2025, COUNT, -1.0)]
)
def test_counts_that_say_nothing(row):
    found = join_counts(estimate(), counts(row))
    assert found["present"].tolist() == [1000, 1100]
    assert found["counts"].tolist() == ["", ""]


def test_births_say_nothing_where_the_estimate_has_none():
    table = estimate().assign(births=[10.0, np.nan])
    found = join_counts(table, counts((2026, "registered_births", 64.0)))
    assert found["present"].tolist() == [1000, 1100]


def paths(names=("a",), **more):
    """Revenue of 100, 200, 300 and 400, spending of 80; errors of a tenth a year ahead."""
    years = [2021, 2022, 2023, 2024]
    wide = {
        "revenue": pd.DataFrame({name: [100.0, 200, 300, 400] for name in names}, index=years),
        "expenditure": pd.DataFrame({name: [80.0] * 4 for name in names}, index=years),
    }
    wide |= {"own_revenue": wide["revenue"], "balance": wide["revenue"] - wide["expenditure"]}
    return SimpleNamespace(
        years=years,
        names=list(names),
        wide=lambda variable, price_basis: wide[variable],
        error_class=money_bands.ErrorClass("rear", 60_000.0, Later(**more)),
    )


@pytest.fixture
def tenths(monkeypatch):
    def error(variable, horizon, *, population, status):
        assert (population, status) == (60_000, "rear")
        return SimpleNamespace(half_width=0.1 * horizon, coverage=0.8, cases=7)

    for name in ("forecast_error", "total_error"):
        monkeypatch.setattr(money_bands, name, error)


def widths(**more):
    return money_bands.measured_bands(paths(**more)).set_index("year")["half_width"].tolist()


@pytest.mark.usefixtures("tenths")
def test_the_horizon_counts_from_the_last_executed_year():
    assert widths() == pytest.approx([0, 0.1, 0.2, 0.3])
    executed = {"revenue|pit": {2022: 1.0}}
    assert widths(amounts=executed) == pytest.approx([0, 0, 0.1, 0.2])
    found = money_bands.measured_bands(paths(amounts=executed)).set_index("year")
    assert found.loc[2024, "lower"] == pytest.approx(400 * np.exp(-0.2))
    assert found.loc[2024, "upper"] == pytest.approx(400 * np.exp(0.2))
    assert found["cases"].tolist() == [0, 0, 7, 7]
    assert found["coverage"].isna().tolist() == [True, True, False, False]


@pytest.mark.usefixtures("tenths")
def test_the_band_of_the_balance_is_a_share_of_spending():
    given = paths(amounts={"revenue|pit": {2023: 1.0}, "expenditure|1000": {2022: 1.0}})
    found = money_bands.measured_bands(given, variable="balance").set_index("year")
    # spending is known to 2022 only, so the balance is
    assert found["half_width"].tolist() == pytest.approx([0, 0, 0.1, 0.2])
    assert found.loc[2024, ["lower", "upper"]].tolist() == pytest.approx([304, 336])


@pytest.mark.usefixtures("tenths")
@pytest.mark.parametrize(
    ("of_months", "width", "cases"),
    [(0.04, 0.04, 5), (0.1, 0.1, 7), (0.15, 0.1, 7)],  # never wider than without the months
)
def test_the_running_year_has_the_error_of_its_months(monkeypatch, of_months, width, cases):
    def error(variable, months, *, population, status):
        assert (variable, months, population, status) == ("own_revenue", 9, 60_000, "rear")
        return SimpleNamespace(half_width=of_months, coverage=0.7, cases=5)

    monkeypatch.setattr(money_bands, "year_end_error", error)
    running = {"expected": {"revenue|pit": {2022: 9}}, "amounts": {"revenue|pit": {2022: 1.0}}}
    found = money_bands.measured_bands(paths(**running)).set_index("year")
    assert found["half_width"].tolist() == pytest.approx([0, width, 0.2, 0.3])
    assert found["cases"].tolist() == [0, cases, 7, 7]


def sampled(*draws):
    values = np.array(draws, dtype=float).reshape(1, -1, 1)
    return SimpleNamespace(
        names=["a"],
        years=[2025],
        samples={"population": values},
        sample=lambda name, price_basis: values,
        wide=lambda name, price_basis: pd.DataFrame({"a": [7.0]}, index=[2025]),
    )


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        ((5, 1, 4, 2, 3), [1, 1.4, 3, 4.6, 5]),  # rank 0.1 · 4 = 0.4: between the first two
        ((10, 20), [10, 11, 15, 19, 20]),
        ((6,), [6] * 5),
    ],
)
def test_quantiles_lie_between_the_draws(draws, expected):
    table = quantile_table(sampled(*draws), levels=(0, 0.1, 0.5, 0.9, 1))
    assert table["value"].tolist() == pytest.approx(expected)
    assert set(table["price_basis"]) == {""}


@pytest.mark.parametrize("levels_given", [(), (0.5, 0.1), (0.1, 0.1), (-0.1, 0.5), (0.5, 1.1)])
def test_levels_are_shares_in_order(levels_given):
    with pytest.raises(InvalidInputError, match="levels"):
        quantile_table(sampled(1, 2), levels=levels_given)


def test_half_of_the_rest_is_outside_on_each_side():
    row = draw_bands(sampled(1, 2, 3, 4, 5), coverage=0.5).iloc[0]
    assert row[["lower", "central", "upper"]].tolist() == [2, 7, 4]
    for coverage in (0, 1):
        with pytest.raises(InvalidInputError, match="coverage"):
            draw_bands(sampled(1, 2), coverage=coverage)


def test_deviations_have_the_width_and_the_memory_of_the_range():
    """80 %: a shock of 1.2816 is the whole width; of it 0.6 stay, 0.8 of the next is added."""
    entry = Range("net_migration_rate", -0.2, 0.1, coverage=0.8, persistence=0.6)
    q = 1.2815515655446004
    found = _spread(np.array([[q, 0, q], [-q, 0, 0]]), entry)
    assert found == pytest.approx(np.array([[0.1, 0.06, 0.116], [-0.2, -0.12, -0.072]]))
