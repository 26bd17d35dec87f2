"""The balance closes in both price bases; gaps and what closes them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.balance import budget_balance

quick = settings(deadline=None, max_examples=50)

money = st.floats(0, 1e9)


def test_by_hand():
    found = budget_balance(100.0, 60.0 - 4.0, 150.0, capital_expenditure=30.0, capital_revenue=5.0)
    assert found.operating_balance == pytest.approx(6)
    assert found.development_budget == pytest.approx(11)
    assert found.total == pytest.approx(-19)
    assert found.gap == pytest.approx(19)


@quick
@given(money, money, money, money, money, st.floats(0.1, 10))
def test_the_balance_closes_in_both_price_bases(own, transfers, current, capital, sale, level):
    nominal = budget_balance(
        own, transfers, current, capital_expenditure=capital, capital_revenue=sale
    )
    assert nominal.total == pytest.approx(own + transfers + sale - current - capital, abs=1e-3)
    real = budget_balance(
        own / level, transfers / level, current / level,
        capital_expenditure=capital / level, capital_revenue=sale / level,
    )  # fmt: skip
    for name in ("operating_balance", "development_budget", "total", "gap"):
        assert getattr(real, name) * level == pytest.approx(getattr(nominal, name), abs=1e-3)


@quick
@given(money, money, money, money)
def test_no_gap_without_a_deficit(own, transfers, current, opening):
    found = budget_balance(own, transfers, current, opening_balance=opening)
    assert (found.gap == 0) == (found.total + opening >= 0)
    assert found.gap >= 0


def test_a_deficit_invests_nothing_of_its_own():
    found = budget_balance(50.0, 0.0, 100.0, capital_revenue=3.0, borrowing=10.0)
    assert found.development_budget == pytest.approx(13)
    assert found.gap == pytest.approx(37)


def test_broadcasting():
    own = np.full((2, 3, 5), 100.0)
    found = budget_balance(own, 10.0, np.full(5, 120.0), capital_expenditure=np.ones((3, 1)))
    assert found.total.shape == (2, 3, 5)
    assert (found.total == -11).all()
    assert (found.gap == 11).all()


def test_negative_expenditure_is_refused():
    with pytest.raises(InvalidInputError, match="current_expenditure is negative"):
        budget_balance(1.0, 1.0, -1.0)
