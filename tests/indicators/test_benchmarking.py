from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import (
    distance_km,
    nearest_neighbours,
    peer_position,
    peers,
)

TABLE = pd.DataFrame(
    {
        "oblast": ["A", "A", "A", "B", "B"],
        "type": ["city", "city", "village", "city", "city"],
        "population": [100.0, 150.0, 90.0, 300.0, np.nan],
        "latitude": [48.5, 48.6, 48.5, 50.0, 50.1],
        "longitude": [37.7, 37.7, 37.8, 30.0, 30.0],
        "revenue": [10.0, 20.0, np.nan, 40.0, 5.0],
    },
    index=["u1", "u2", "u3", "u4", "u5"],
)


def test_distance_of_one_degree_of_latitude_and_kyiv_lviv():
    got = distance_km(
        pd.Series([1.0, 49.8397]), pd.Series([0.0, 24.0297]), from_latitude=0, from_longitude=0
    )
    assert got[0] == pytest.approx(2 * math.pi * 6371.0088 / 360)
    kyiv = distance_km(
        pd.Series([49.8397]), pd.Series([24.0297]), from_latitude=50.4501, from_longitude=30.5234
    )
    assert kyiv[0] == pytest.approx(469, abs=2)  # published great-circle distance Kyiv-Lviv


def test_peers_by_each_criterion():
    assert peers(TABLE, "u1", same=["oblast"]).tolist() == ["u2", "u3"]
    assert peers(TABLE, "u1", same=["oblast", "type"]).tolist() == ["u2"]
    assert peers(TABLE, "u1", size_ratio=1.5).tolist() == ["u2", "u3"]
    assert peers(TABLE, "u1", within_km=12).tolist() == ["u2", "u3"]
    assert peers(TABLE, "u1", nearest=1, on=["population"]).tolist() == ["u3"]


def test_community_is_not_its_own_peer_and_codes_must_exist():
    assert "u1" not in peers(TABLE, "u1")
    with pytest.raises(UnknownNameError, match="u9"):
        peers(TABLE, "u9")
    with pytest.raises(UnknownNameError, match="climate"):
        peers(TABLE, "u1", same=["climate"])
    with pytest.raises(InvalidInputError, match="no value of 'population'"):
        peers(TABLE, "u5", size_ratio=2)
    with pytest.raises(InvalidInputError, match="twice"):
        peers(pd.concat([TABLE, TABLE]), "u1")


def test_nearest_neighbours_do_not_depend_on_units_or_order():
    plain = nearest_neighbours(TABLE, "u1", on=["population", "revenue"], number=3)
    scaled = TABLE.assign(population=TABLE["population"] * 1000).iloc[::-1]
    again = nearest_neighbours(scaled, "u1", on=["population", "revenue"], number=3)
    pd.testing.assert_series_equal(plain, again)


@pytest.mark.parametrize(
    ("own", "below", "above"),
    [(2.0, 1 / 4, 1 / 4), (0.0, 0, 1), (9.0, 1, 0), (np.nan, np.nan, np.nan)],
)
def test_those_that_have_the_same_have_neither_less_nor_more(own, below, above):
    table = pd.DataFrame({"x": [own, 1.0, 2.0, 2.0, 3.0, np.nan]}, index=list("abcdef"))
    got = peer_position(table, "a", pd.Index(list("bcdef")), variables=["x"]).loc["x"]
    assert (got["below"], got["above"]) == pytest.approx((below, above), nan_ok=True)


def test_where_no_peer_has_a_figure_nothing_is_compared():
    table = pd.DataFrame({"x": [1.0, np.nan]}, index=["a", "b"])
    got = peer_position(table, "a", pd.Index(["b"]), variables=["x"]).loc["x"]
    assert np.isnan([got["below"], got["above"]]).all()


def test_position_among_peers_with_gaps_counted():
    got = peer_position(TABLE, "u2", TABLE.index.drop("u2"), variables=["revenue"]).loc["revenue"]
    assert (got["value"], got["median"], got["minimum"], got["maximum"]) == (20, 10, 5, 40)
    assert (got["peers"], got["peers_missing"]) == (3, 1)
    assert (got["below"], got["above"]) == pytest.approx((2 / 3, 1 / 3))


def test_every_community_of_ukraine_once(root):
    reference = root / "data/reference"
    table = pd.read_csv(reference / "hromadas.csv").set_index("katottg")
    variables = pd.read_csv(reference / "peer_variables.csv").set_index("katottg")
    assert len(variables) == 1469
    assert variables.index.is_unique
    assert set(variables.index) == set(table.index)
    whole = variables["own_revenue_2021"] + variables["transfers_2021"]
    assert whole.tolist() == pytest.approx(variables["revenue_2021"].tolist(), abs=0.02)
    table = table.join(variables.drop(columns="source")).rename(
        columns={"population_2022": "population"}
    )
    code = "UA14120070000090878"
    assert table.loc[code, "population"] == 72_422
    group = peers(table, code, size_ratio=1.25, same=["type"])
    assert table.loc[group, "population"].between(72_422 / 1.25, 72_422 * 1.25).all()
    assert len(group) > 5
