"""Debt, limits and the closing of a budget, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.closing import ClosingPlan, close_budget, closing_inputs
from stratanalysis.finance.debt import (
    Loan,
    debt_limits,
    debt_schedule,
    development_mean,
    loan_schedule,
)
from stratanalysis.finance.self_assessment import self_assessment
from stratanalysis.finance.stress import operating_balances


def flat(years=3, **lines):
    """A budget with the same lines every year from 2026."""
    table = {
        "operating_revenue": 1000.0, "protected": 700.0, "unprotected|8000": 100.0,
        "unprotected|5000": 100.0, "capital_revenue": 0.0, "capital_expenditure": 100.0,
    }  # fmt: skip
    index = pd.Index(range(2026, 2026 + years), name="year")
    return pd.DataFrame({k: float(v) for k, v in {**table, **lines}.items()}, index=index)


def closed(table):
    parts = table[["from_balance", "cuts", "put_off", "borrowed", "open"]].sum(axis=1)
    return parts.tolist() == pytest.approx(table["gap"].tolist())


def test_a_budget_that_fits_needs_nothing():
    table = close_budget(flat(), opening_balance=30.0)
    assert table["gap"].tolist() == [0.0, 0.0, 0.0]
    assert table["closing_balance"].tolist() == [30.0, 30.0, 30.0]
    assert table["debt"].tolist() == [0.0, 0.0, 0.0]


def test_a_current_gap_is_closed_by_the_balance_and_then_by_cuts_in_order():
    # 1000 - 950 - 100 = -50; balance 60 less 2 % of 1150 (23) is 37; 13 of line 8000, at most 20
    budget = flat(years=1, protected=850, **{"capital_expenditure": 100, "capital_revenue": 100})
    table = close_budget(budget, opening_balance=60.0).loc[2026]
    assert table["operating_balance"] == pytest.approx(-50)
    assert table["from_balance"] == pytest.approx(37)
    assert table["cut|8000"] == pytest.approx(13)
    assert table["cut|5000"] == 0.0
    assert (table["borrowed"], table["open"]) == (0.0, 0.0)


def test_nobody_borrows_for_current_spending():
    # 200 missing, 20 + 20 may be cut: 160 stay open, and no loan closes them
    budget = flat(years=1, protected=1000, capital_revenue=100)
    table = close_budget(budget)
    assert table.loc[2026, "open"] == pytest.approx(160)
    assert table.loc[2026, "borrowed"] == 0.0
    assert closed(table)


def test_investment_is_put_off_and_then_borrowed_within_both_limits():
    # surplus 100, investment 400: 300 missing, 200 put off, 100 to be borrowed; the limit of
    # article 18 is twice the mean of later receipts (100 a year), 200; that of article 74 a tenth
    # of 1300, and a loan over five years at 15 % costs 0.35 of itself in its first year: 371
    table = close_budget(flat(capital_expenditure=400))
    assert table.loc[2026, "put_off"] == pytest.approx(200)
    assert table.loc[2026, "borrowed"] == pytest.approx(100)
    assert table.loc[2026, "debt_limit"] == pytest.approx(200)
    # 2027: interest 15 and repayment 20: surplus 85, gap 335, 200 put off, 135 missing; the debt
    # is 80 of 200, so 120 may be borrowed and 15 stay open
    assert table.loc[2027, "operating_balance"] == pytest.approx(85)
    assert table.loc[2027, "borrowed"] == pytest.approx(120)
    assert table.loc[2027, "open"] == pytest.approx(15)
    assert (table["debt"] <= table["debt_limit"] + 1e-9).all()
    assert closed(table)


def test_the_service_of_debt_limits_what_is_borrowed():
    # a loan of one year costs 1.15 of itself: a tenth of 1300 bears 113; the stock would bear 200
    plan = ClosingPlan(years=1, put_off=0.0)
    table = close_budget(flat(years=1, capital_expenditure=400), plan=plan)
    assert table.loc[2026, "borrowed"] == pytest.approx(130 / 1.15)


def test_old_debt_and_guarantees_take_room():
    loans = [Loan(100.0, 0.1, 2020, years=20), Loan(150.0, 0.1, 2025, guarantee=True)]
    table = close_budget(flat(years=1, capital_expenditure=400), loans=loans)
    assert table.loc[2026, "borrowed"] == 0.0
    assert table.loc[2026, "guaranteed"] == pytest.approx(135)
    assert not close_budget(flat(years=1), plan=ClosingPlan(borrow=False))["borrowed"].any()


def test_a_loan_by_hand():
    # 90 at 20 %, three years, the first without repayment
    table = loan_schedule(Loan(90.0, 0.2, 2026, years=3, grace=1), range(2026, 2031))
    assert table["repaid"].tolist() == [0, 0, 45, 45, 0]
    assert table["interest"].tolist() == pytest.approx([0, 18, 18, 9, 0])
    assert table["debt"].tolist() == [90, 90, 45, 0, 0]
    with pytest.raises(InvalidInputError, match="grace"):
        Loan(90.0, 0.2, 2026, years=3, grace=3)


def test_no_debt_is_within_limits_that_are_not_known():
    schedule = debt_schedule([], [2026])
    unknown = pd.Series([float("nan")], index=[2026])
    table = debt_limits(schedule, development_receipts=unknown, spending=unknown)
    assert bool(table.loc[2026, "debt_within"])
    assert table["debt_limit"].isna().all()


def test_the_mean_of_the_two_years_after():
    receipts = pd.Series([10.0, 20.0, 40.0, 100.0], index=range(2026, 2030))
    # (20 + 40) / 2, (40 + 100) / 2, the one year that is left, the last year itself
    assert development_mean(receipts).tolist() == [30, 70, 100, 100]


def test_limits_of_debt_count_guarantees_and_hold_at_the_limit_itself():
    """Loan of 100 over ten years and a guarantee of 50; receipts 75 a year, spending 200."""
    loans = [Loan(100.0, 0.1, 2026), Loan(50.0, 0.1, 2026, guarantee=True)]
    index = range(2026, 2029)
    receipts, spending = (pd.Series(value, index=index) for value in (75.0, 200.0))
    schedule = debt_schedule(loans, index)
    table = debt_limits(schedule, development_receipts=receipts, spending=spending)
    assert table["debt"].tolist() == [150, 135, 120]
    assert table["debt_limit"].tolist() == [150, 150, 150]
    assert table["debt_within"].tolist() == [True, True, True]
    assert table["service"].tolist() == [0, 20, 19]  # 10 repaid, 10 % of 100 and of 90
    assert table["service_limit"].tolist() == [20, 20, 20]
    assert table["service_within"].tolist() == [True, True, True]
    poorer = debt_limits(schedule, development_receipts=receipts - 1, spending=spending - 1)
    assert poorer["debt_within"].tolist() == [False, True, True]  # 148
    assert poorer["service_within"].tolist() == [True, False, True]  # 19.9


def test_a_surplus_stays_for_the_next_year():
    # 1000 - 700 - 200 = 100, investment 60, sales 10: 50 are left every year
    table = close_budget(flat(capital_expenditure=60, capital_revenue=10), opening_balance=5.0)
    assert table["closing_balance"].tolist() == pytest.approx([55, 105, 155])
    assert table["debt_limit"].tolist() == pytest.approx([220] * 3)  # twice 100 + 10
    assert table["service_limit"].tolist() == pytest.approx([96] * 3)  # a tenth of 700 + 200 + 60


def test_transfers_for_investment_leave_less_to_finance():
    # surplus 100, transfers 250: 50 of 400 are missing, which may be put off
    table = close_budget(flat(years=1, capital_expenditure=400, capital_transfers=250))
    assert table.loc[2026, ["gap", "put_off", "borrowed"]].tolist() == pytest.approx([50, 50, 0])


def test_own_investment_is_without_transfers_and_loans():
    budget = pd.DataFrame(
        {"operating_revenue": [200.0], "operating_expenditure": [150.0], "debt": [30.0],
         "capital_expenditure": [50.0], "capital_transfers": [15.0], "borrowed": [10.0]}
    )  # fmt: skip
    ratios = self_assessment(budget).iloc[0]
    assert ratios.drop("debt_service").tolist() == pytest.approx([0.25, 0.15, 0.125])
    assert pd.isna(ratios["debt_service"])


def test_a_gap_in_the_budget_is_named():
    budget = flat()
    budget.loc[2027, "protected"] = float("nan")
    with pytest.raises(InvalidInputError, match="protected of 2027"):
        close_budget(budget)
    with pytest.raises(UnknownNameError, match="capital_revenue"):
        close_budget(flat().drop(columns="capital_revenue"))


def test_closing_and_stress_have_one_operating_balance():
    values = {
        "own_revenue": 800.0, "transfers": 300.0, "expenditure": 1000.0,
        "revenue|capital_revenue": 50.0, "revenue|military_pit": 20.0, "expenditure|1000": 1000.0,
    }  # fmt: skip
    rows = [("a", 2026, k, "nominal", v) for k, v in values.items()]
    table = pd.DataFrame(rows, columns=["scenario", "year", "variable", "price_basis", "value"])
    budget = closing_inputs(table, "a", capital_share=0.2, protected_share=0.75)
    found = close_budget(budget).loc[2026, "operating_balance"]
    assert found == pytest.approx(800 - 50 + 20 + 300 - 800)
    assert operating_balances(table, capital_share=0.2).loc[2026, "a"] == pytest.approx(found)
