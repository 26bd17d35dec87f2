"""Codes as trees, groups, roll-up, and codes that are wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.classification import (
    CLASSIFICATIONS,
    group_revenue,
    read_classification,
    revenue_detail,
    revenue_group,
    roll_up,
    unlisted_revenue,
)
from stratanalysis.finance.revenue import REVENUE_GROUPS
from stratanalysis.findings import Severity, Source


@pytest.mark.parametrize("name", list(CLASSIFICATIONS))
def test_every_classification_is_a_tree(name):
    table = read_classification(name)
    assert not table["code"].duplicated().any()
    assert (table["code"].str.len() == CLASSIFICATIONS[name]).all()
    assert table["code"].str.fullmatch(r"\d+").all()
    parents = dict(zip(table["code"], table["parent"], strict=True))
    assert set(parents.values()) - {""} <= set(parents), "every parent exists"
    for code, level in zip(table["code"], table["level"], strict=True):
        above, steps = code, 1
        while parents[above]:
            above, steps = parents[above], steps + 1
        assert steps == level


@pytest.mark.parametrize("name", list(CLASSIFICATIONS))
def test_every_row_has_a_source(name, root):
    sources = pd.read_csv(root / "data" / "reference" / "sources.csv", dtype=str)
    assert set(read_classification(name)["source"]) <= set(sources["id"])


def test_leading_zeros_survive():
    assert "0150" in set(read_classification("programme")["code"])


@pytest.mark.parametrize(
    ("code", "group", "detail"),
    [
        ("11010100", "pit", "pit"),
        ("11010200", "military_pit", "military_pit"),
        ("11011300", "pit", "pit"),
        ("11020200", "corporate_tax", "corporate_tax"),
        ("13010100", "rent", "rent"),
        ("14040100", "excise", "excise"),
        ("18010100", "property_tax", "real_estate"),
        ("18010600", "property_tax", "land_payment"),
        ("18011000", "property_tax", "transport_tax"),
        ("18020100", "parking_fee", "parking_fee"),
        ("18030200", "tourist_fee", "tourist_fee"),
        ("18050400", "single_tax", "single_tax"),
        ("19010100", "environmental_tax", "environmental_tax"),
        ("22012500", "non_tax", "non_tax"),
        ("25010000", "non_tax", "own_receipts_of_institutions"),
        ("31030000", "capital_revenue", "capital_revenue"),
        ("33010100", "capital_revenue", "capital_revenue"),
        ("41020100", "base_subsidy", "base_subsidy"),
        ("41020200", "other_transfers", "additional_subsidies"),
        ("41020300", "additional_subsidy", "additional_subsidies"),
        ("41021400", "additional_subsidy", "additional_subsidies"),
        ("41033900", "other_transfers", "education_subvention"),
        ("41053900", "other_transfers", "local_budget_transfers"),
        ("50110000", "target_funds", "target_funds"),
    ],
)
def test_groups_of_revenue_codes(code, group, detail):
    assert revenue_group(code) == group
    assert revenue_detail(code) == detail


def test_every_known_code_has_one_of_the_groups():
    for code in read_classification("revenue")["code"]:
        assert revenue_group(code) in REVENUE_GROUPS


def test_a_code_that_no_table_lists_is_counted_and_said():
    """11990000 is no tax of today: it is counted as other own revenue, 41999900 as a transfer."""
    amounts = {"11010100": 5.0, "41999900": 1.0, "11990000": 20.0, "22090000": 3.0}
    found = unlisted_revenue(amounts, Source("a.csv"))
    said = [(f.values["code"], f.values["amount"], f.values["group"]) for f in found]
    assert said == [
        ("11990000", "20.00", "other_own"),
        ("41999900", "1.00", "other_transfers"),
    ]
    assert {f.severity for f in found} == {Severity.WARNING}
    (heading,) = unlisted_revenue({"11000000": 7.0}, Source("a.csv"))
    assert heading.values["group"] == "other_own"


def test_groups_sum_to_the_total_of_a_real_export(shared):
    """December 2023, both cities, general and special fund apart; C + S = T in the export."""
    table = pd.read_csv(
        shared / "open-data" / "openbudget_incomes_mukachevo_uzhhorod_2023_2025.csv.gz",
        sep=";",
        dtype={"REP_PERIOD": str, "COD_BUDGET": str, "COD_INCO": str},
    )
    rows = table[table["REP_PERIOD"].eq("12.2023")].rename(
        columns={"COD_INCO": "code", "FAKT_AMT": "value", "FUND_TYP": "fund"}
    )
    assert not rows.empty
    keys = ["COD_BUDGET", "fund"]
    grouped = group_revenue(rows, by=keys)
    expected = rows.groupby(keys)["value"].sum()
    found = grouped.groupby(keys)["value"].sum()
    pd.testing.assert_series_equal(found, expected, rtol=1e-12)
    wide = found.unstack("fund")
    assert (wide["C"] + wide["S"]).to_numpy() == pytest.approx(wide["T"].to_numpy())
    detail = group_revenue(rows, by=keys, detail=True).groupby(keys)["value"].sum()
    pd.testing.assert_series_equal(detail, expected, rtol=1e-12)


def _amounts():
    return pd.DataFrame(
        {
            "year": [2021, 2021, 2021, 2022],
            "code": ["2111", "2120", "2271", "2111"],
            "value": [50.0, 11.0, 9.0, 60.0],
        }
    )


def test_roll_up_keeps_the_sum_at_every_level():
    table = read_classification("economic")
    for level in (1, 2, 3, 4):
        rolled = roll_up(_amounts(), table, level=level, by=["year"])
        assert rolled["value"].sum() == pytest.approx(130)
    rolled = roll_up(_amounts(), table, level=2, by=["year"])
    assert rolled.set_index(["year", "code"])["value"].to_dict() == {
        (2021, "2100"): 61.0, (2021, "2200"): 9.0, (2022, "2100"): 60.0,
    }  # fmt: skip
    turned = roll_up(_amounts().iloc[::-1], table, level=2, by=["year"])
    pd.testing.assert_frame_equal(rolled, turned)


def test_roll_up_refuses_a_parent_beside_its_part():
    wrong = pd.DataFrame({"code": ["2110", "2111"], "value": [50.0, 50.0]})
    with pytest.raises(InvalidInputError, match="2110 is listed together with its part 2111"):
        roll_up(wrong, read_classification("economic"), level=1)
    with pytest.raises(UnknownNameError, match="2999"):
        roll_up(wrong.assign(code=["2999", "2120"]), read_classification("economic"), level=1)


def test_missing_only_stays_missing():
    missing = pd.DataFrame({"code": ["2111"], "value": [float("nan")]})
    assert roll_up(missing, read_classification("economic"), level=1)["value"].isna().all()


def test_a_code_that_is_not_one_is_refused_by_the_groups():
    with pytest.raises(InvalidInputError, match="8 digits"):
        revenue_group("1101")
    with pytest.raises(UnknownNameError):
        revenue_group("99000000")
