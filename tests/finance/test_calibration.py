"""What rests on which years, and what never enters a growth rate."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.calibration import (
    BY_RULE,
    EXCLUDED,
    NO_AMOUNT,
    NOT_POSITIVE,
    ONE_YEAR,
    ONLY_PART,
    TWO_YEARS,
    TWO_YEARS_PIT,
    calibrate_expenditure,
    calibrate_revenue,
    executed,
)


def _revenue(rows):
    table = pd.DataFrame(rows, columns=["year", "period", "group", "value"])
    return table.assign(fund="total")


TWO = _revenue(
    [
        (2022, "year", "pit", 100.0),
        (2023, "year", "pit", 121.0),
        (2024, "01-07", "pit", 500.0),
        (2022, "year", "military_pit", 10.0),
        (2023, "year", "military_pit", 400.0),
        (2022, "year", "base_subsidy", 30.0),
        (2023, "year", "base_subsidy", 20.0),
        (2022, "year", "other_own", -5.0),
        (2023, "year", "other_own", 0.0),
        (2023, "year", "excise", 50.0),
    ]
)


def _by_group(table):
    return calibrate_revenue(table).set_index("group")


def test_growth_by_hand_and_what_it_rests_on():
    found = _by_group(TWO)
    assert found.loc["pit", "growth"] == pytest.approx(0.21)
    assert found.loc["pit", "years"] == 2
    assert (found.loc["pit", "first_year"], found.loc["pit", "last_year"]) == (2022, 2023)


def test_growth_over_three_years_is_a_yearly_mean():
    table = _revenue(
        [
            (2022, "year", "excise", 100.0),
            (2023, "year", "excise", 5.0),
            (2024, "year", "excise", 121.0),
        ]
    )
    assert _by_group(table).loc["excise", "growth"] == pytest.approx(0.10)


def test_a_part_of_a_year_is_left_out_and_said():
    found = _by_group(TWO)
    assert (found["left_out"] == "2024 01-07").all()
    assert found.loc["pit", "base"] == 121.0, "seven months are not a year"


def test_military_pit_is_never_in_a_growth_rate():
    found = _by_group(TWO)
    assert math.isnan(found.loc["military_pit", "growth"])
    assert found.loc["military_pit", "method"] == EXCLUDED


def test_what_cannot_be_known_says_why():
    found = _by_group(TWO)
    assert found.loc["base_subsidy", "method"] == BY_RULE
    assert found.loc["other_own", "method"] == NOT_POSITIVE
    assert found.loc["excise", "method"] == ONE_YEAR
    assert found.loc[["base_subsidy", "other_own", "excise"], "growth"].isna().all()
    assert found.loc["pit", "method"] == TWO_YEARS_PIT
    land = _revenue([(2022, "year", "rent", 1.0), (2023, "year", "rent", 2.0)])
    assert _by_group(land).loc["rent", "method"] == TWO_YEARS


def test_the_change_of_the_pit_share_is_not_growth():
    """60 of 100 in 2021 and 64 of 100 in 2022 are the same tax."""
    table = _revenue([(2021, "year", "pit", 60.0), (2022, "year", "pit", 64.0)])
    assert _by_group(table).loc["pit", "growth"] == pytest.approx(0.0)


def test_shares_sum_to_one():
    assert _by_group(TWO[TWO["year"] == 2023])["share"].sum() == pytest.approx(1.0)


def test_one_year_is_said_to_be_one_year():
    found = calibrate_revenue(TWO[TWO["year"] == 2022])
    assert set(found["method"]) <= {ONE_YEAR, EXCLUDED, BY_RULE}
    assert found["growth"].isna().all()
    assert (found["years"] == 1).all()


def test_order_does_not_matter():
    pd.testing.assert_frame_equal(
        calibrate_revenue(TWO), calibrate_revenue(TWO.iloc[::-1].reset_index(drop=True))
    )


def test_a_group_known_only_for_a_part_of_a_year_is_listed_without_figures():
    part = _revenue([(2024, "01-07", "rent", 9.0)])
    found = _by_group(pd.concat([TWO, part]))
    assert found.loc["rent", "method"] == ONLY_PART
    assert found.loc["rent", "years"] == 0
    assert found.loc["rent", ["base", "growth", "first_year"]].isna().all()
    assert found.loc["pit", "years"] == 2


def test_only_a_part_of_a_year_is_refused():
    with pytest.raises(InvalidInputError, match=r"2024 \(01-07, total\)"):
        calibrate_revenue(TWO[TWO["period"] == "01-07"])


def test_fund_types_put_together_are_refused():
    wrong = pd.concat([TWO, TWO])
    with pytest.raises(InvalidInputError, match="occurs twice in the fund total"):
        executed(wrong, "group")
    funds = pd.concat([TWO.assign(fund="general"), TWO.assign(fund="total")])
    pd.testing.assert_series_equal(executed(funds, "group"), executed(TWO, "group"))


def test_expenditure_shares_sum_to_one_and_say_one_year():
    table = pd.DataFrame(
        {
            "classification": ["programme"] * 2 + ["economic"] * 4,
            "code": ["0150", "1021", "2110", "2270", "2240", "3132"],
            "value": [30.0, 70.0, 60.0, 10.0, 20.0, 10.0],
        }
    ).assign(year=2021, period="year", fund="total")
    found = calibrate_expenditure(table)
    programme = found[found["classification"] == "programme"]
    assert programme["share"].sum() == pytest.approx(1)
    economic = found[found["classification"] == "economic"].set_index("item")["share"]
    assert economic[["wages", "energy", "consumer", "capital"]].sum() == pytest.approx(1)
    assert economic["protected"] == pytest.approx(0.7)
    assert set(found["method"]) == {ONE_YEAR}


def test_four_communities_have_two_full_years_and_a_part(root):
    for slug in ("kostiantynivka", "kramatorsk", "korosten", "sofiivka"):
        table = pd.read_csv(root / "data" / "communities" / slug / "revenue.csv")
        found = calibrate_revenue(table).set_index("group")
        assert found.loc["pit", "years"] == 2
        assert found.loc["pit", "left_out"] == "2023 01-07"
        assert math.isnan(found.loc["military_pit", "growth"])
        total = table[(table["year"] == 2022) & (table["period"] == "year")]["value"].sum()
        assert found["base"].sum() == pytest.approx(total)


def test_a_missing_amount_is_no_zero_and_no_group_is_lost():
    table = _revenue(
        [
            (2022, "year", "pit", 100.0),
            (2023, "year", "pit", math.nan),
            (2022, "year", "excise", math.nan),
            (2023, "year", "excise", math.nan),
            (2023, "year", "rent", 3.0),
        ]
    )
    found = _by_group(table)
    assert (found.loc["pit", "base"], found.loc["pit", "last_year"]) == (100.0, 2022)
    assert found.loc["pit", "method"] == ONE_YEAR
    assert found.loc["excise", "method"] == NO_AMOUNT
    assert found.loc["excise", ["base", "growth"]].isna().all()


def test_two_communities_put_together_are_not_added():
    with pytest.raises(InvalidInputError, match="pit occurs twice"):
        calibrate_revenue(pd.concat([TWO, TWO]))


def test_shares_of_a_sum_that_has_a_gap_are_not_known():
    table = pd.DataFrame(
        {
            "classification": "programme",
            "code": ["0150", "1021", "1070"],
            "value": [30.0, 70.0, math.nan],
        }
    ).assign(year=2021, period="year", fund="total")
    found = calibrate_expenditure(table).set_index("item")
    assert math.isnan(found.loc["1000", "value"])
    assert found.loc["0100", "value"] == 30
    assert found["share"].isna().all()
    revenue = pd.DataFrame({"group": ["pit", "excise"], "value": [60.0, math.nan]})
    revenue = revenue.assign(year=2021, period="year", fund="total")
    assert calibrate_revenue(revenue)["share"].isna().all()
