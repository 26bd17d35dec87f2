"""Debt, cash, closing, capacity and shocks: figures worked by hand, and the borders of rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.capacity import (
    capacity_places,
)
from stratanalysis.finance.cash import HEATING, cash_plan, spread_over_months
from stratanalysis.finance.closing import ClosingPlan, close_budget, closing_inputs
from stratanalysis.finance.debt import (
    Loan,
    debt_limits,
    debt_schedule,
    development_mean,
    loan_schedule,
)
from stratanalysis.finance.expenditure import (
    expenditure,
    expenditure_group,
    is_protected,
    price_group,
    price_weights,
)
from stratanalysis.finance.revenue import military_pit, military_pit_months, pit, pit_share
from stratanalysis.finance.self_assessment import self_assessment
from stratanalysis.finance.stress import (
    SecondRound,
    Shock,
    first_negative_year,
    measured_shocks,
    stress_test,
)

YEARS = [2026, 2027, 2028, 2029]


def test_a_loan_with_a_year_of_grace():
    """90 over four years, the first without repayment: 30 a year; 10 % of the debt before."""
    table = loan_schedule(Loan(90.0, 0.10, 2025, years=4, grace=1), [2024, 2025, *YEARS])
    assert table["drawn"].tolist() == [0, 90, 0, 0, 0, 0]
    assert table["repaid"].tolist() == [0, 0, 0, 30, 30, 30]
    assert table["interest"].tolist() == pytest.approx([0, 0, 9, 9, 6, 3])
    assert table["debt"].tolist() == [0, 90, 90, 60, 30, 0]
    assert table["service"].tolist() == pytest.approx([0, 0, 9, 39, 36, 33])


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ({"amount": 0.0}, True), ({"amount": -1.0}, False), ({"amount": np.inf}, False),
        ({"rate": 0.0}, True), ({"rate": 1.0}, True), ({"rate": 1.01}, False),
        ({"years": 1}, True), ({"years": 0}, False), ({"grace": 9}, True), ({"grace": 10}, False),
        ({"grace": -1}, False),
    ],
)  # fmt: skip
def test_terms_of_a_loan(more, allowed):
    terms = {"amount": 5.0, "rate": 0.1, "drawn_in": 2026} | more
    if allowed:
        assert Loan(**terms).years == terms.get("years", 10)
    else:
        with pytest.raises(InvalidInputError):
            Loan(**terms)


def test_guarantees_are_debt_without_service():
    loans = [Loan(50.0, 0.1, 2026, years=2), Loan(50.0, 0.1, 2026, years=2),
             Loan(80.0, 0.1, 2026, years=2, guarantee=True)]  # fmt: skip
    table = debt_schedule(loans, [2026, 2027])
    assert table["debt"].tolist() == [100, 50]
    assert table["guaranteed"].tolist() == [80, 40]
    assert table["service"].tolist() == pytest.approx([0, 60])


def test_the_mean_of_the_two_years_after():
    """(2 + 4) / 2, (4 + 9) / 2; then the one year that is left, and the last itself."""
    found = development_mean(pd.Series([1.0, 2.0, 4.0, 9.0], index=YEARS))
    assert found.tolist() == [3, 6.5, 9, 9]


def test_debt_and_service_against_their_limits():
    """Article 18: twice the mean; article 74: a tenth of spending; half a kopeck is rounding."""
    receipts = pd.Series(100.0, index=YEARS)
    spending = pd.Series(1000.0, index=YEARS)
    schedule = pd.DataFrame(
        {"debt": [150.0, 200.004, 200.01, 0.0], "guaranteed": [50.0, 0.0, 0.0, 0.0],
         "service": [100.0, 100.01, 0.0, 99.0]}, index=YEARS,
    )  # fmt: skip
    table = debt_limits(schedule, development_receipts=receipts, spending=spending)
    assert table["debt_limit"].tolist() == [200.0] * 4
    assert table["service_limit"].tolist() == pytest.approx([100.0] * 4)
    assert table["debt_within"].tolist() == [True, True, False, True]
    assert table["service_within"].tolist() == [True, False, True, True]
    unknown = debt_limits(schedule, development_receipts=receipts * np.nan, spending=spending)
    assert unknown["debt_within"].isna().tolist() == [True, True, True, False]


def test_cash_by_month_with_energy_and_a_loan():
    """Energy of 100 in the shares of HEATING; 10 a month comes in from February on."""
    income = pd.Series([0.0] + [10.0] * 11, index=range(1, 13))
    plan = cash_plan(income, {"energy": 100.0, "other": 12.0}, opening=4.0)
    assert plan["due_protected"].tolist() == pytest.approx([100 * share for share in HEATING])
    # January: 4 - 19 = -15 is borrowed; February: 10 - 17 = -7 more; March: 10 - 13 = -3 more
    assert plan["borrowed"].tolist()[:4] == pytest.approx([15, 7, 3, 0])
    assert plan["loan"].tolist()[:4] == pytest.approx([15, 22, 25, 22])  # April: 10 - 7 repays 3
    assert plan["repaid"].tolist()[3:7] == pytest.approx([3, 7, 8, 7])
    # July repays the last 7 of 8 and pays 1 of the 7 of other spending that waits
    assert plan.loc[7, ["loan", "paid_other", "waiting", "cash"]].tolist() == pytest.approx(
        [0, 1, 6, 0]
    )
    # August: 8 left; 1 + 6 wait and are paid; 1 stays
    assert plan.loc[8, ["paid_other", "waiting", "cash"]].tolist() == pytest.approx([7, 0, 1])
    assert sum(HEATING) == pytest.approx(1)


def test_months_of_groups_without_their_own():
    months = range(1, 13)
    shares = pd.DataFrame({"pit": [0.5] * 2 + [0.0] * 10, "other_own": [1 / 12] * 12,
                           "other_transfers": [0.25] * 4 + [0.0] * 8}, index=months)  # fmt: skip
    found = spread_over_months({"pit": 10.0, "additional_subsidy": 8.0, "land": 12.0}, shares)
    assert found["pit"].tolist()[:3] == [5, 5, 0]
    assert found["additional_subsidy"].tolist()[:5] == [2, 2, 2, 2, 0]
    assert found["land"].tolist() == pytest.approx([1.0] * 12)


def budget(years=(2026,), **lines):
    base = {
        "operating_revenue": 100.0, "protected": 80.0, "unprotected|8000": 30.0,
        "unprotected|1000": 20.0, "capital_revenue": 0.0, "capital_expenditure": 40.0,
    }  # fmt: skip
    return pd.DataFrame({name: [value] * len(years) for name, value in (base | lines).items()},
                        index=list(years))  # fmt: skip


NO_LOAN = ClosingPlan(borrow=False, deepest_cut=0.5, put_off=0.25)


def test_a_gap_is_closed_in_order():
    """100 - 130 = -30 of current money: 15 of 8000 and 10 of 1000 are cut, 5 stays open; of 40 of
    capital spending 10 is put off and 30 stays open."""
    row = close_budget(budget(), plan=NO_LOAN).loc[2026]
    assert row["operating_balance"] == -30
    assert row["gap"] == 70
    assert (row["cut|8000"], row["cut|1000"], row["cuts"]) == (15, 10, 25)
    assert (row["put_off"], row["borrowed"], row["open"]) == (10, 0, 35)
    shallow = close_budget(budget(operating_revenue=120.0), plan=NO_LOAN).loc[2026]
    assert (shallow["cut|8000"], shallow["cut|1000"]) == (10, 0)


def test_the_free_balance_closes_first():
    """The working balance is 2 % of the 170 spent: 3.4 of the 33.4 stay; 30 close the gap."""
    row = close_budget(budget(), opening_balance=33.4, plan=NO_LOAN).loc[2026]
    assert row["from_balance"] == pytest.approx(30)
    assert row["cuts"] == 0
    assert row["closing_balance"] == pytest.approx(3.4)


def test_borrowing_ends_at_the_limit_of_debt():
    """Twice the mean receipts of 5 is 10, though 20 would be missing."""
    lines = budget((2026, 2027, 2028), operating_revenue=130.0, capital_revenue=5.0,
                   capital_expenditure=45.0)  # fmt: skip
    plan = ClosingPlan(put_off=0.0, rate=0.0, years=10)
    table = close_budget(lines, plan=plan)
    assert table.loc[2026, "debt_limit"] == 10
    assert table.loc[2026, "borrowed"] == 10
    assert table.loc[2026, "open"] == 30  # 45 - 5 - 10
    assert table.loc[2027, "borrowed"] == 1  # 1 is repaid, which leaves room for 1
    sums = table[["from_balance", "cuts", "put_off", "borrowed", "open"]].sum(axis=1)
    assert sums.tolist() == pytest.approx(table["gap"].tolist())


def test_a_surplus_is_kept():
    lines = budget(operating_revenue=180.0)  # 50 over, 40 invested
    row = close_budget(lines, opening_balance=7.0, plan=NO_LOAN).loc[2026]
    assert (row["gap"], row["closing_balance"]) == (0, 17)


def test_lines_of_a_projection_for_closing():
    """Of 200 spent a tenth is capital; of 180 current six tenths are protected."""
    values = {"own_revenue": 150.0, "transfers": 30.0, "expenditure": 200.0,
              "revenue|capital_revenue": 10.0, "revenue|military_pit": 5.0,
              "expenditure|1000": 120.0}  # fmt: skip
    rows = [("a", 2026, "nominal", name, value) for name, value in values.items()]
    table = pd.DataFrame(rows, columns=["scenario", "year", "price_basis", "variable", "value"])
    row = closing_inputs(table, "a", capital_share=0.1, protected_share=0.6).loc[2026]
    assert row["operating_revenue"] == pytest.approx(150 - 10 + 5 + 30)
    assert row["protected"] == pytest.approx(108)
    assert row["unprotected|1000"] == pytest.approx(120 * 0.9 * 0.4)
    assert row["capital_expenditure"] == pytest.approx(20)


@pytest.mark.parametrize("name", ["deepest_cut", "put_off"])
def test_shares_of_a_plan(name):
    for value in (0.0, 1.0):
        assert getattr(ClosingPlan(**{name: value}), name) == value
    for value in (-0.01, 1.01):
        with pytest.raises(InvalidInputError):
            ClosingPlan(**{name: value})


AMOUNTS = {
    "population": 100.0, "revenue": 2000.0, "expenditure": 2500.0, "administration": 500.0,
    "capital": 250.0, "base_subsidy": 300.0, "reverse_subsidy": 100.0, "wages": 1000.0,
    "culture_sport": 50.0, "transfers": 500.0, "local_taxes": 400.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "place", "fifth"),
    [(10.0, 1, 5), (9.5, 2, 5), (9.0, 2, 5), (8.0, 3, 4), (2.0, 9, 1), (0.5, 11, 1),
     (np.nan, None, None)],
)  # fmt: skip
def test_places_among_ten(value, place, fifth):
    """Revenues of 1 to 10: the best is the first, two places make a fifth."""
    published = pd.DataFrame({"revenue_per_head": range(1, 11), "wage_share": range(1, 11)})
    row = capacity_places({"revenue_per_head": value}, published).iloc[0]
    assert (None if pd.isna(row["place"]) else row["place"]) == place
    assert (None if pd.isna(row["fifth"]) else row["fifth"]) == fifth
    assert (row["of"], row["median"]) == (10, 5.5)
    low = capacity_places({"wage_share": 3.0}, published).iloc[0]
    assert low["place"] == 3  # less is better


def long(kind, rows):
    table = pd.DataFrame(rows, columns=[kind, "value"]).astype({kind: str})
    return table.assign(year=2024, period="year", fund="total", price_basis="nominal")


def test_spending_by_need_price_and_policy():
    assert float(expenditure(100.0, need=0.81, price=1.2, policy=0.5)) == pytest.approx(48.6)
    assert float(expenditure(100.0, need=0.81, need_elasticity=0.5)) == pytest.approx(90)
    assert float(expenditure(100.0, need=0.81, need_elasticity=0.0)) == pytest.approx(100)
    # 30 decided, 50 at hand: half of the 20 left is invested too; with 20 at hand nothing is left


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("0150", "0100"), ("1010", "1000"),
        ("1021", "1000"), ("1141", "1000"), ("1000", "1000"),
        ("3032", "3000"), ("3112", "3000"), ("3000", "3000"),
        ("7461", "7000"), ("7130", "7000"),
        ("2111", "2000"), ("2000", "2000"),
    ],
)  # fmt: skip
def test_groups_of_programmes(code, group):
    assert expenditure_group(code) == group


def test_codes_that_are_none():
    with pytest.raises(InvalidInputError, match="did you mean '0150'"):
        expenditure_group("150")
    for code in ("11501", "15", 1021, "10а1"):
        with pytest.raises(InvalidInputError) as raised:
            expenditure_group(code)
        assert "did you mean" not in str(raised.value)
    assert [is_protected(code) for code in ("2271", "2210", "2111", "2730")] == [
        True, False, True, True,
    ]  # fmt: skip
    assert [price_group(code) for code in ("2111", "2120", "2270", "2210", "3110")] == [
        "wages", "wages", "energy", "consumer", "capital",
    ]  # fmt: skip


def test_weights_of_prices():
    """60 of wages, 10 of energy, 30 of the rest; capital is left out."""
    codes = pd.Series({"2111": 50.0, "2120": 10.0, "2272": 10.0, "2210": 30.0, "3110": 99.0})
    assert price_weights(codes).tolist() == pytest.approx([0.6, 0.1, 0.3])
    with pytest.raises(InvalidInputError, match="2270 is listed together with its part 2272"):
        price_weights(pd.Series({"2270": 5.0, "2272": 5.0}))
    with pytest.raises(InvalidInputError, match="no current"):
        price_weights(pd.Series({"2111": 0.0, "3110": 5.0}))


def test_rules_of_the_income_tax():
    """18 % of 12 months, of which 60 % stayed to 2021 and 64 % since."""
    assert [pit_share(year) for year in (2021, 2022)] == [0.6, 0.64]
    assert float(pit(10, 1000.0, community_share=0.5, calibration=2.0)) == pytest.approx(21_600)
    assert military_pit_months(np.array([2022, 2023, 2024])).tolist() == [12, 9, 0]
    assert military_pit(10.0, np.array([2022, 2023, 2024])).tolist() == [120, 90, 0]


def test_four_ratios_of_one_year():
    row = self_assessment(pd.DataFrame(
        {"operating_revenue": [200.0, 0.0], "operating_expenditure": [170.0, 1.0],
         "interest": [5.0, 1.0], "repaid": [15.0, 1.0], "debt": [60.0, 1.0],
         "capital_expenditure": [50.0, 1.0], "capital_transfers": [20.0, 0.0],
         "borrowed": [10.0, 0.0]}
    ))  # fmt: skip
    assert row.iloc[0].tolist() == pytest.approx([0.15, 0.1, 0.3, 0.1])
    assert row.iloc[1].isna().all()


def projection(**more):
    """One scenario over three years: 110 of revenue, 100 of spending with a tenth of capital."""
    values = {"own_revenue": 80.0, "transfers": 30.0, "expenditure": 100.0, "revenue|pit": 50.0,
              "revenue|base_subsidy": 20.0, "expenditure|1000": 60.0} | more  # fmt: skip
    rows = [("a", year, "nominal", name, value) for year in (2025, 2026, 2027)
            for name, value in values.items()]  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "year", "price_basis", "variable", "value"])


SHARES = {"wages": 0.5, "energy": 0.1, "capital": 0.1}


def effects(shock, **more):
    table = stress_test(projection(), shares=SHARES, shocks=[shock], **more)
    return table.loc[table["shock"] == shock.name, "effect"].tolist()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"wages": 0.2}, -10), ({"energy": 0.5}, -5), ({"revenue|pit": -0.1}, -5),
        ({"revenue|base_subsidy": -1.0}, -20), ({"expenditure|1000": 0.1}, -6),
        ({"wages": 0.2, "revenue|pit": -0.1}, -15),
    ],
)  # fmt: skip
def test_shocks(changes, expected):
    """Half of the 100 spent are wages; the first projected year is hit, the base year is not."""
    assert effects(Shock("s", "S", changes)) == pytest.approx([0, expected, expected])
    assert effects(Shock("s", "S", changes, start=2027)) == pytest.approx([0, 0, expected])


def test_people_leave_where_services_are_cut():
    """A loss of 9 of 90 in 2026 and a response of 0.5: a twentieth of 110 less in 2027."""
    found = effects(Shock("s", "S", {"wages": 0.18}), second_round=SecondRound(0.5))
    assert found == pytest.approx([0, -9, -9 - 5.5])


def test_balances_and_the_first_negative_year():
    table = stress_test(projection(), shares=SHARES, shocks=[Shock("s", "S", {"wages": 0.5})])
    plain = table.loc[table["shock"] == "none", "operating_balance"]
    assert plain.tolist() == [20, 20, 20]  # 80 + 30 - 90
    assert first_negative_year(table)["a"].tolist() == [pd.NA, 2026]
    even = stress_test(projection(), shares=SHARES, shocks=[Shock("s", "S", {"wages": 0.4})])
    assert first_negative_year(even)["a"].isna().all()  # zero is no deficit


def test_bills_move_with_their_prices():
    """Wages double and prices stay: 0.5 * 2 of 0.5 * 2 + 0.5 is two thirds."""
    moving = projection(price_level=1.0, wage_level=2.0)
    table = stress_test(moving, shares=SHARES, shocks=[Shock("s", "S", {"wages": 0.3})])
    assert table.loc[table["shock"] == "s", "effect"].tolist() == pytest.approx([0, -20, -20])


def test_bounds_of_shocks():
    assert Shock("s", "S", {"wages": -1.0}).changes == {"wages": -1.0}
    with pytest.raises(InvalidInputError):
        Shock("s", "S", {"wages": -1.01})
    with pytest.raises(UnknownNameError):
        measured_shocks("nowhere")
    assert {shock.name for shock in measured_shocks("front")} == {
        "wage_growth", "energy_growth", "tax_loss", "subsidy_end",
    }  # fmt: skip
