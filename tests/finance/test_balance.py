"""The balance closes in both price bases; gaps and what closes them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.balance import budget_balance, close_gap, transfer_share

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


def test_what_closes_a_gap():
    ways = close_gap(20.0, own_revenue=100.0, unprotected=40.0, capital_expenditure=10.0)
    assert ways == pytest.approx(
        {"own_revenue_growth": 0.2, "unprotected_cut": 0.5, "capital_cut": 2.0}
    )
    nothing = close_gap(20.0, own_revenue=100.0, unprotected=0.0, capital_expenditure=10.0)
    assert np.isnan(nothing["unprotected_cut"])


def test_transfer_share_with_and_without_the_military_pit():
    assert transfer_share(40.0, 160.0, military_pit=100.0) == pytest.approx((0.2, 0.4))
    same = transfer_share(40.0, 160.0)
    assert same[0] == same[1]


def test_kostiantynivka_looks_independent_through_the_military_pit(root):
    """January-July 2023: 192.1 of 806.5 million, and of 357.9 million without the military PIT."""
    import pandas as pd

    table = pd.read_csv(root / "data" / "communities" / "kostiantynivka" / "revenue.csv")
    rows = table[(table["year"] == 2023) & (table["period"] == "01-07")].set_index("group")["value"]
    transfers = rows["base_subsidy"] + rows["other_transfers"]
    with_it, without = transfer_share(
        transfers, rows.sum() - transfers, military_pit=rows["military_pit"]
    )
    assert with_it == pytest.approx(192_135_782.36 / 806_491_092.07)
    assert without == pytest.approx(192_135_782.36 / (806_491_092.07 - 448_622_522.51))


def test_broadcasting():
    own = np.full((2, 3, 5), 100.0)
    found = budget_balance(own, 10.0, np.full(5, 120.0), capital_expenditure=np.ones((3, 1)))
    assert found.total.shape == (2, 3, 5)
    assert (found.total == -11).all()
    assert (found.gap == 11).all()


def test_negative_expenditure_is_refused():
    with pytest.raises(InvalidInputError, match="current_expenditure is negative"):
        budget_balance(1.0, 1.0, -1.0)
