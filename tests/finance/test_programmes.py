"""Programmes against the budget: sources, years that do not fit, what is unfunded."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.programmes import (
    affordability,
    donor_dependence,
    first_year_that_does_not_fit,
    funding_groups,
    programme_by_year,
    unfunded_measures,
)

MEASURES = pd.DataFrame(
    {
        "code": ["1.1", "1.2", "1.3", "1.4", "1.5"],
        "title": ["a", "b", "c", "d", "e"],
        "funding_source": [
            "Бюджет міської територіальної громади",
            "Донорська підтримка; місцевий бюджет",
            "Кошти донорів",
            "Місцевий бюджет",
            None,
        ],
    }
)


def _money():
    rows = [
        ("1.1", 2024, 100.0), ("1.1", 2025, 300.0),
        ("1.2", 2024, 50.0), ("1.2", 2025, 50.0),
        ("1.3", 2024, 400.0), ("1.3", 2025, np.nan),
        ("1.4", 2024, np.nan), ("1.4", 2025, np.nan),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["measure", "year", "amount"]).assign(
        unit="UAH", kind="measure"
    )
    total = pd.DataFrame(
        {"measure": ["I"], "year": [2024], "amount": [550.0], "unit": ["UAH"],
         "kind": ["section_total"]}
    )  # fmt: skip
    return pd.concat([table, total], ignore_index=True)


def _projection(free=(200.0, 200.0, 200.0), own=1000.0):
    rows = []
    for scenario, extra in (("baseline", 0.0), ("optimistic", 500.0)):
        for year, value in zip((2024, 2025, 2026), free, strict=True):
            rows.append((scenario, year, "balance", "nominal", value + extra))
            rows.append((scenario, year, "own_revenue", "nominal", own))
            rows.append((scenario, year, "balance", "real", -1.0))
    return pd.DataFrame(rows, columns=["scenario", "year", "variable", "price_basis", "value"])


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("Бюджет Коростенської міської територіальної громади", "community"),
        ("1. Місцевий бюджет", "community"),
        ("1. Донорська підтримка “DOBRE” 2. Місцевий бюджет", "community+donors"),
        ("1. Місцевий бюджет 2. Приватний бізнес", "community+private"),
        ("Донорська підтримка, місцевий бюджет, державний бюджет", "community+donors+state"),
        ("Обласний бюджет", "oblast"),
        ("Local budget", "community"),
        ("---", "unknown"),
        (None, "unknown"),
        (float("nan"), "unknown"),
    ],
)
def test_sources_as_documents_name_them(words, groups):
    assert funding_groups(words) == groups


def test_programme_by_year_sums_measures_once():
    found = programme_by_year(_money(), MEASURES)
    assert found.groupby("year")["amount"].sum().to_dict() == {2024: 550.0, 2025: 350.0}
    community = found[found["source_group"] == "community"].set_index("year")
    assert community["amount"].to_dict() == {2024: 100.0, 2025: 300.0}
    assert community["unfunded"].to_dict() == {2024: 1, 2025: 1}
    donors = found[(found["source_group"] == "donors") & (found["year"] == 2025)]
    assert donors["amount"].isna().all(), "no amount is no zero"


def test_money_without_a_year_is_kept_apart():
    undated = pd.DataFrame(
        {"measure": ["1.1"], "year": [np.nan], "amount": [900.0], "unit": ["UAH"],
         "kind": ["measure"]}
    )  # fmt: skip
    found = programme_by_year(pd.concat([_money(), undated]), MEASURES)
    assert found["amount"].sum() == pytest.approx(900 + 900)
    assert found.loc[found["year"].isna(), "amount"].to_list() == [900.0]
    table = affordability(found, _projection())
    pd.testing.assert_frame_equal(
        table, affordability(programme_by_year(_money(), MEASURES), _projection())
    )


def test_unfunded_measures_are_named():
    found = unfunded_measures(_money(), MEASURES).set_index("code")
    assert found["years"].to_dict() == {"1.3": (2025,), "1.4": (2024, 2025), "1.5": ()}
    assert found["never"].to_dict() == {"1.3": False, "1.4": True, "1.5": True}


def test_affordability_by_hand():
    """Alone 100 in 2024 and 300 in 2025, 50 with donors each year; free funds 200 and 700."""
    found = affordability(programme_by_year(_money(), MEASURES), _projection())
    found = found.set_index(["scenario", "year"])
    assert found["amount"].to_list() == [100, 300, 100, 300]
    # a measure of each year has no amount: too much is known, enough is not
    assert found["fits"].to_list() == [pd.NA, False, pd.NA, pd.NA]
    whole = programme_by_year(_money().dropna(subset="amount"), MEASURES)
    priced = affordability(whole, _projection())["fits"]
    assert priced.to_list() == [True, False, True, True]
    assert found["missing"].to_list() == [0, 100, 0, 0]
    assert found.loc[("baseline", 2024), "share_of_own"] == pytest.approx(0.1)
    assert found.loc[("baseline", 2025), "share_of_free"] == pytest.approx(1.5)
    assert found["shared"].to_list() == [50, 50, 50, 50]
    # 1.4 in both years; 1.3, without an amount in 2025, is the donors'
    assert found["unfunded"].to_list() == [1, 1, 1, 1]


def test_first_year_that_does_not_fit():
    table = affordability(programme_by_year(_money(), MEASURES), _projection())
    first = first_year_that_does_not_fit(table)
    assert first["baseline"] == 2025
    assert first["optimistic"] is pd.NA


def test_a_deficit_leaves_no_free_funds():
    table = affordability(programme_by_year(_money(), MEASURES), _projection(free=(-5.0, 0, 0)))
    row = table[(table["scenario"] == "baseline") & (table["year"] == 2024)].iloc[0]
    assert row["free_funds"] == 0
    assert row["missing"] == 100
    assert np.isnan(row["share_of_free"])


def test_a_year_outside_the_projection_is_not_judged():
    money = _money().replace({"year": {2024: 2040}})
    table = affordability(programme_by_year(money, MEASURES), _projection())
    outside = table[table["year"] == 2040]
    assert outside["fits"].isna().all()
    assert outside["missing"].isna().all()


def test_donor_dependence_by_hand():
    found = donor_dependence(programme_by_year(_money(), MEASURES))
    assert found.loc[2024, "donors_alone"] == 400
    assert found.loc[2024, "donors_with_others"] == 50
    assert found.loc[2024, ["share_least", "share_most"]].tolist() == pytest.approx(
        [400 / 550, 450 / 550]
    )
    assert np.isnan(found.loc[2025, "share_least"]), "what donors pay alone has no amount"
    assert found.loc[2025, "share_most"] == pytest.approx(50 / 350)
    assert found["unfunded_with_donors"].to_dict() == {2024: 0, 2025: 1}


def test_order_of_rows_does_not_matter():
    straight = programme_by_year(_money(), MEASURES)
    turned = programme_by_year(_money().iloc[::-1], MEASURES.iloc[::-1])
    pd.testing.assert_frame_equal(straight, turned)


def test_an_empty_programme_gives_empty_tables():
    nothing = programme_by_year(_money().iloc[:0], MEASURES)
    assert nothing.empty
    assert affordability(nothing, _projection()).empty
    assert donor_dependence(nothing).empty


def test_what_is_refused():
    with pytest.raises(InvalidInputError, match="convert thousands to UAH"):
        programme_by_year(_money().assign(unit="thousand UAH"), MEASURES)
    negative = _money()
    negative.loc[0, "amount"] = -1.0
    with pytest.raises(InvalidInputError, match=r"measure 1\.1 has the amount -1 in 2024"):
        programme_by_year(negative, MEASURES)
    with pytest.raises(UnknownNameError, match="total"):
        programme_by_year(_money().assign(kind="total"), MEASURES)
    with pytest.raises(UnknownNameError, match="development_budget"):
        affordability(
            programme_by_year(_money(), MEASURES), _projection(), free_funds="development_budget"
        )


def test_donors_without_any_amount_are_missing_and_not_zero():
    money = _money()
    donors = MEASURES.set_index("code")["funding_source"].map(funding_groups)
    with_donors = set(donors.index[donors.str.contains("donors")])
    money.loc[money["measure"].isin(with_donors) & money["year"].eq(2024), "amount"] = np.nan
    found = donor_dependence(programme_by_year(money, MEASURES))
    assert np.isnan(found.loc[2024, "donors_alone"])
    assert found.loc[2024, ["share_least", "share_most"]].isna().all()
    assert found.loc[2024, "unfunded_with_donors"] == 2


@pytest.mark.parametrize(
    ("cell", "groups"),
    [
        ("МТД", "donors"), ("Кошти ЄС", "donors"), ("USAID", "donors"), ("UNDP", "donors"),
        ("ЮНІСЕФ", "donors"), ("GIZ", "donors"), ("Ukraine Facility", "donors"),
        ("ЄІБ", "loans"), ("НЕФКО", "loans"), ("позика", "loans"), ("МБ", "community"),
        ("ДБ", "state"), ("ОБ", "oblast"), ("субвенція з місцевого бюджету", "community"),
        ("громадські організації", "donors"), ("н/д", "unknown"),
        ("МБ, ДБ", "community+state"), ("субвенція з державного бюджету", "state"),
        ("кошти громади", "community"),
    ],
)  # fmt: skip
def test_names_of_sources_as_documents_write_them(cell, groups):
    assert funding_groups(cell) == groups


def test_what_donors_pay_is_no_whole_where_the_rest_is_not_known():
    by_year = pd.DataFrame(
        {
            "year": [2024, 2024, 2025, 2025],
            "source_group": ["donors", "community", "donors", "community"],
            "amount": [100.0, np.nan, 100.0, 300.0],
            "measures": [1, 2, 1, 2],
            "unfunded": [0, 2, 0, 1],
        }
    )
    found = donor_dependence(by_year)["share_least"]
    assert np.isnan(found.loc[2024])
    assert found.loc[2025] == pytest.approx(0.25)
