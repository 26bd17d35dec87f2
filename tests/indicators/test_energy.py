from __future__ import annotations

import math

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import (
    against_earlier_years,
    degree_day_normalised,
    emissions,
    reduction_path,
    savings_by_measure,
)


@pytest.mark.parametrize("change", [-0.061, -0.079, 0.084, 0.127])
def test_consumption_against_the_mean_of_three_years(change):
    # Document 000, line 1659: heat -6.1 %, gas -7.9 %, electricity +8.4 %, water +12.7 % against
    # the mean of 2018, 2019 and 2020. The levels are invented; their mean is 100.
    values = pd.Series({2018: 95.0, 2019: 102.0, 2020: 103.0, 2021: 100 * (1 + change)})
    assert against_earlier_years(values, year=2021) == pytest.approx(change)


def test_a_missing_year_is_not_skipped():
    values = pd.Series({2018: 95.0, 2020: 103.0, 2021: 90.0})
    assert math.isnan(against_earlier_years(values, year=2021))
    assert math.isnan(against_earlier_years(pd.Series({2020: 1.0}), year=2021, years_before=1))


def test_degree_days_by_hand():
    got = degree_day_normalised(
        pd.Series({2020: 90.0, 2021: 110.0, 2022: 100.0}),
        pd.Series({2020: 2700.0, 2021: 3300.0}),
        normal_degree_days=3000,
    )
    assert got[2020] == pytest.approx(100)
    assert got[2021] == pytest.approx(100)
    assert math.isnan(got[2022])
    half = degree_day_normalised(
        pd.Series({1: 100.0}), pd.Series({1: 2000.0}), normal_degree_days=3000, heating_share=0.5
    )
    assert half[1] == pytest.approx(50 + 50 * 1.5)
    with pytest.raises(InvalidInputError, match="share from 0 to 1"):
        degree_day_normalised(
            pd.Series({1: 1.0}), pd.Series({1: 1.0}), normal_degree_days=1, heating_share=60
        )


def test_factors_agree_with_the_carbon_contents_of_the_guidelines(root):
    # IPCC 2006, vol. 2, ch. 1, table 1.3: carbon content in kg C/GJ; factor = content * 44 / 12,
    # printed to three figures (lignite and peat: contents are rounded).
    carbon = {
        "natural_gas": 15.3, "lpg": 17.2, "motor_gasoline": 18.9, "diesel": 20.2, "fuel_oil": 21.1,
        "anthracite": 26.8, "bituminous_coal": 25.8, "lignite": 27.6, "peat": 28.9,
    }  # fmt: skip
    table = pd.read_csv(root / "data/reference/emission_factors.csv").set_index("carrier")
    assert set(table.index) == set(carbon)
    for carrier, content in carbon.items():
        assert table.loc[carrier, "value"] == pytest.approx(content * 44 / 12, rel=0.003)


def test_emissions_in_either_unit_and_by_the_years_own_factor():
    factors = pd.DataFrame(
        {
            "carrier": ["natural_gas", "electricity", "electricity"],
            "value": [56.1, 0.5, 0.4],
            "unit": ["t CO2/TJ", "t CO2/MWh", "t CO2/MWh"],
            "year": [None, None, 2022],
        }
    )
    use = pd.DataFrame(
        {
            "year": [2021, 2021, 2021, 2022],
            "carrier": ["natural_gas", "natural_gas", "electricity", "electricity"],
            "value": [1000.0, 3.6, 10.0, 10.0],
            "unit": ["MWh", "TJ", "MWh", "MWh"],
        }
    )
    got = emissions(use, factors)["value"].tolist()
    assert got == pytest.approx([201.96, 201.96, 5, 4])


def test_electricity_without_a_factor_is_refused():
    use = pd.DataFrame(
        {"year": [2021], "carrier": ["electricity"], "value": [1.0], "unit": ["MWh"]}
    )
    factors = pd.DataFrame({"carrier": ["lpg"], "value": [63.1], "unit": ["t CO2/TJ"]})
    with pytest.raises(UnknownNameError, match="2021 of 'electricity'"):
        emissions(use, factors)


def test_path_to_thirty_per_cent_by_2030():
    observed = pd.Series({2020: 1000.0, 2025: 900.0})
    table = reduction_path(observed, base_year=2020, target_year=2030, reduction=0.30)
    assert table.loc[2030, "path"] == pytest.approx(700)
    assert table.loc[2025, "path"] == pytest.approx(850)
    assert table.loc[2025, "difference"] == pytest.approx(50)
    assert table.loc[2025, "share_of_promise"] == pytest.approx(1 / 3)
    assert table.loc[2020, "share_of_promise"] == 0
    assert math.isnan(table.loc[2024, "observed"])


def test_path_without_a_base_year_has_no_numbers():
    table = reduction_path(
        pd.Series({2021: 900.0}), base_year=2020, target_year=2030, reduction=0.3
    )
    assert table[["path", "share_of_promise"]].isna().all(axis=None)
    with pytest.raises(InvalidInputError, match="share above 0"):
        reduction_path(pd.Series({2020: 1.0}), base_year=2020, target_year=2030, reduction=30)


def test_savings_by_hand():
    table = savings_by_measure(
        pd.DataFrame(
            {
                "measure": ["insulation", "lamps", "boiler"],
                "before": [100.0, 50.0, 20.0],
                "after": [70.0, 40.0, 25.0],
                "unit": ["MWh"] * 3,
                "cost": [300_000.0, 10_000.0, 5_000.0],
                "price": [2_000.0, 5_000.0, 2_000.0],
            }
        )
    )
    assert table["saved"].tolist() == [30, 10, -5]
    assert table["payback_years"].tolist()[:2] == pytest.approx([5, 0.2])
    assert math.isnan(table["payback_years"][2])
    assert table["share_of_all"].sum() == pytest.approx(1)
