"""The eleven indicators by hand and against the published table, and the places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.capacity import (
    CAPACITY_INDICATORS,
    LEVELS,
    capacity_indicators,
    capacity_inputs,
    capacity_places,
    read_published,
)

KOSTIANTYNIVKA = "UA14120070000090878"
AMOUNTS = {
    "population": 10_000, "revenue": 80e6, "expenditure": 100e6, "administration": 20e6,
    "capital": 8e6, "base_subsidy": 30e6, "reverse_subsidy": 0.0, "wages": 65e6,
    "culture_sport": 5e6, "transfers": 120e6, "local_taxes": 24e6,
}  # fmt: skip


@pytest.fixture(scope="module")
def published():
    return read_published()


def test_eleven_indicators_by_hand():
    assert capacity_indicators(AMOUNTS) == pytest.approx(
        {
            "revenue_per_head": 8000,
            "expenditure_per_head": 10_000,
            "administration_per_head": 2000,
            "capital_per_head": 800,
            "grant_share": 30 / 110,
            "administration_share": 0.25,
            "wage_share": 0.65,
            "capital_share": 0.08,
            "culture_sport_per_head": 500,
            "transfer_share": 0.6,
            "local_tax_share": 0.3,
        }
    )
    assert len(CAPACITY_INDICATORS) == 11


def test_a_payer_of_the_reverse_subsidy_is_below_zero():
    amounts = AMOUNTS | {"base_subsidy": 0.0, "reverse_subsidy": 8e6}
    assert capacity_indicators(amounts)["grant_share"] == pytest.approx(-8 / 72)


def test_unit_of_money_and_order_do_not_matter_for_shares():
    thousands = {k: v if k == "population" else v / 1000 for k, v in AMOUNTS.items()}
    one, other = capacity_indicators(AMOUNTS), capacity_indicators(thousands)
    for name, indicator in CAPACITY_INDICATORS.items():
        scale = 1000 if indicator.unit == "UAH per head" else 1
        assert other[name] * scale == pytest.approx(one[name])


def test_numerators_and_denominators_roll_up():
    """Two communities together: sums of numerators over sums of denominators, no mean of shares."""
    other = {key: value * 3 for key, value in AMOUNTS.items()} | {"wages": 30e6}
    both = {key: AMOUNTS[key] + other[key] for key in AMOUNTS}
    assert capacity_indicators(both)["wage_share"] == pytest.approx(95 / 400)


def test_missing_amounts_make_missing_indicators_only():
    found = capacity_indicators({"population": 1000, "revenue": 5e6})
    assert found["revenue_per_head"] == 5000
    assert np.isnan(found["wage_share"])
    assert np.isnan(capacity_indicators(AMOUNTS | {"population": 0})["revenue_per_head"])


def test_arrays_of_communities():
    amounts = {key: np.array([value, 2.0 * value]) for key, value in AMOUNTS.items()}
    assert capacity_indicators(amounts)["transfer_share"] == pytest.approx([0.6, 0.6])


def test_published_table_is_whole(published):
    assert len(published) == 1438
    assert not published.index.duplicated().any()
    assert set(published["level"]) == set(LEVELS)
    row = published.loc[KOSTIANTYNIVKA]
    assert (row["revenue_per_head"], row["grant_share"], row["level"]) == (11_134.0, 0.135, "high")


def test_published_table_equals_the_source(published, shared):
    source = pd.read_csv(shared / "open-data" / "fin_capacity_2023.csv")
    ours = published.sort_values(["population", "revenue_per_head"])
    theirs = source.sort_values([source.columns[2], source.columns[4]])
    for name, column in zip(CAPACITY_INDICATORS, source.columns[4:15], strict=True):
        assert ours[name].to_numpy() == pytest.approx(theirs[column].to_numpy(), nan_ok=True), name


def test_the_administration_share_follows_from_two_other_columns(published):
    """Administration per head over revenue per head, within the rounding of three columns."""
    revenue, stated = published["revenue_per_head"], published["administration_share"]
    off = (published["administration_per_head"] / revenue - stated).abs()
    wrong = off > 0.0005 + 0.05 / revenue * (1 + stated) + 1e-9
    assert set(published.index[wrong]) == {
        "UA14120190000021407", "UA26060250000064599", "UA73060510000025800",
    }  # fmt: skip


def test_places_count_those_who_are_better():
    published = pd.DataFrame(
        {
            "revenue_per_head": [10.0, 20.0, 30.0, 30.0, np.nan],
            "wage_share": [0.5, 0.6, 0.7, 0.8, 0.9],
        }
    )
    places = capacity_places({"revenue_per_head": 20.0, "wage_share": 0.6}, published)
    assert places["place"].to_list() == [3, 2]
    assert places["of"].to_list() == [4, 5]
    best = capacity_places({"revenue_per_head": 30.0, "wage_share": 0.5}, published)
    assert best["place"].to_list() == [1, 1]
    assert best["fifth"].to_list() == [5, 5]
    lost = capacity_places({"wage_share": float("nan")}, published)
    assert lost["place"].isna().all()
    with pytest.raises(UnknownNameError, match="wage_share"):
        capacity_places({"wages_share": 0.5}, published)


def test_places_of_a_real_community(published):
    row = published.loc[KOSTIANTYNIVKA, list(CAPACITY_INDICATORS)]
    places = capacity_places(row, published)
    by_rank = published["revenue_per_head"].rank(ascending=False, method="min")
    assert places.loc["revenue_per_head", "place"] == by_rank[KOSTIANTYNIVKA]
    by_rank = published["transfer_share"].rank(ascending=True, method="min")
    assert places.loc["transfer_share", "place"] == by_rank[KOSTIANTYNIVKA]


def _tables():
    revenue = pd.DataFrame(
        {
            "group": ["pit", "military_pit", "single_tax", "base_subsidy", "other_transfers"],
            "value": [50.0, 10.0, 20.0, 5.0, 15.0],
        }
    ).assign(year=2021, period="year", fund="total")
    expenditure = pd.DataFrame(
        {
            "classification": ["programme"] * 4 + ["economic"] * 3,
            "code": ["0150", "4060", "5031", "9110", "2110", "2240", "3132"],
            "value": [20.0, 6.0, 4.0, 10.0, 25.0, 5.0, 10.0],
        }
    ).assign(year=2021, period="year", fund="total")
    return revenue, expenditure


def test_inputs_from_the_long_tables():
    revenue, expenditure = _tables()
    found = capacity_inputs(revenue, expenditure, 100.0, year=2021)
    assert found == {
        "population": 100.0, "revenue": 80.0, "transfers": 20.0, "local_taxes": 20.0,
        "base_subsidy": 5.0, "military_pit": 10.0, "reverse_subsidy": 10.0, "expenditure": 40.0,
        "administration": 20.0, "culture_sport": 10.0, "wages": 25.0, "capital": 10.0,
    }  # fmt: skip
    rolled = expenditure.replace({"code": {"9110": "9000"}})
    assert np.isnan(capacity_inputs(revenue, rolled, 100.0, year=2021)["reverse_subsidy"])
    given = capacity_inputs(revenue, rolled, 100.0, year=2021, reverse_subsidy=7.0)
    assert given["reverse_subsidy"] == 7.0
    with pytest.raises(InvalidInputError, match="general"):
        capacity_inputs(revenue, expenditure, 100.0, year=2021, fund="general")


def test_a_missing_amount_is_no_zero():
    revenue, expenditure = _tables()
    revenue.loc[revenue["group"].eq("single_tax"), "value"] = np.nan
    expenditure.loc[expenditure["code"].eq("4060"), "value"] = np.nan
    found = capacity_inputs(revenue, expenditure, 100.0, year=2021)
    missing = {name for name, value in found.items() if np.isnan(value)}
    assert missing == {"revenue", "local_taxes", "expenditure", "culture_sport"}
