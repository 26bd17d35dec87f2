"""Codes as trees, groups, roll-up, and codes that are wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.classification import (
    CLASSIFICATIONS,
    check_codes,
    children,
    group_programmes,
    group_revenue,
    nearest_codes,
    parent,
    path_to_root,
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
        assert len(path_to_root(code, table)) == level


@pytest.mark.parametrize("name", list(CLASSIFICATIONS))
def test_every_row_has_a_source(name, root):
    sources = pd.read_csv(root / "data" / "reference" / "sources.csv", dtype=str)
    assert set(read_classification(name)["source"]) <= set(sources["id"])


def test_leading_zeros_survive():
    assert "0150" in set(read_classification("programme")["code"])


def test_walks():
    revenue = read_classification("revenue")
    assert path_to_root("11010100", revenue) == ["11010100", "11010000", "11000000", "10000000"]
    assert parent("10000000", revenue) is None
    economic = read_classification("economic")
    assert children("2270", economic) == ["2271", "2272", "2273", "2274", "2275", "2276"]
    with pytest.raises(UnknownNameError):
        parent("99999999", revenue)
    with pytest.raises(UnknownNameError, match="did you mean 'economic'"):
        read_classification("economics")


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


def test_programmes_by_group_sum_to_the_total():
    amounts = pd.DataFrame({"code": ["0150", "1021", "1031", "9110"], "value": [1.0, 2, 3, 4]})
    grouped = group_programmes(amounts).set_index("group")["value"]
    assert grouped.to_dict() == {"0100": 1, "1000": 5, "9000": 4}


def test_wrong_codes_are_found_with_the_nearest_candidates():
    codes = ["11010100", "1101010", 11010100, "11010199", "0521000"]
    found = check_codes(codes, "revenue", document="revenue.csv")
    assert [(f.check, f.source.line) for f in found] == [
        ("code-length", 2),
        ("code-not-text", 3),
        ("code-unknown", 4),
        ("code-length", 5),
    ]
    assert "11010100" in found[0].computed
    assert found[1].computed == "11010100"
    assert "11010100" in found[2].computed
    assert str(found[0].source) == "revenue.csv:2 (code)"


def test_rows_without_a_code_are_found():
    found = check_codes([None, float("nan"), "", "0150"], "programme")
    assert [(f.check, f.source.line) for f in found] == [("code-missing", n) for n in (1, 2, 3)]


def test_a_lost_leading_zero_finds_its_code():
    (found,) = check_codes(["150"], "programme")
    assert found.check == "code-length"
    assert found.computed == "0150"
    assert nearest_codes("150", read_classification("programme")) == ["0150"]


def test_codes_come_and_go():
    """1041 stood in the budgets of 2021 and is not in the classification of 3 August 2026."""
    assert check_codes(["1041"], "programme", on="2021-12-31") == []
    (found,) = check_codes(["1041"], "programme", on="2026-08-03")
    assert found.check == "code-not-valid"
    valid = read_classification("programme", on="2026-08-03")
    assert len(valid) == 507, "the classification of that day has 507 rows"


def test_good_codes_give_no_finding():
    assert check_codes(["0150", "1021"], "programme") == []
    assert check_codes(["2110", "3132"], "economic") == []


def test_a_code_that_is_not_one_is_refused_by_the_groups():
    with pytest.raises(InvalidInputError, match="8 digits"):
        revenue_group("1101")
    with pytest.raises(UnknownNameError):
        revenue_group("99000000")
