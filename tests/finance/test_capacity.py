"""The eleven indicators by hand and against the published table, and the places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.capacity import (
    CAPACITY_INDICATORS,
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


def test_published_table_is_whole(published):
    assert len(published) == 1438
    assert not published.index.duplicated().any()
    assert set(published["level"]) == {"critical", "low", "satisfactory", "optimal", "high"}
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
