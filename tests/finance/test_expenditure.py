"""Expenditure by group: need x price x policy, weights, protected lines, capital."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.expenditure import (
    EXPENDITURE_GROUPS,
    expenditure,
    expenditure_group,
    is_protected,
    price_group,
    price_weights,
)

quick = settings(deadline=None, max_examples=50)


def test_by_hand():
    assert expenditure(100.0, need=0.9, price=1.2) == pytest.approx(108)
    assert expenditure(100.0, need=0.5, need_elasticity=0.0) == pytest.approx(100)
    assert expenditure(100.0, need=0.25, need_elasticity=0.5) == pytest.approx(50)


@quick
@given(st.floats(0, 1e9), st.floats(0, 3), st.floats(0, 3))
def test_doubling_prices_doubles_nominal_and_leaves_real(base, need, policy):
    once = expenditure(base, need=need, policy=policy, price=1.0)
    twice = expenditure(base, need=need, policy=policy, price=2.0)
    assert twice == pytest.approx(2 * once)
    assert twice / 2.0 == pytest.approx(once)


def test_nobody_needs_nothing_and_missing_stays_missing():
    assert expenditure(100.0, need=0.0) == 0
    assert np.isnan(expenditure(np.nan, need=1.0))


@pytest.mark.parametrize(
    ("code", "group"),
    [("0150", "0100"), ("0160", "0100"), ("1021", "1000"), ("2111", "2000"), ("3104", "3000"),
     ("4060", "4000"), ("5031", "5000"), ("6030", "6000"), ("7461", "7000"), ("8110", "8000"),
     ("9110", "9000")],
)  # fmt: skip
def test_groups_of_programme_codes(code, group):
    assert expenditure_group(code) == group
    assert group in EXPENDITURE_GROUPS


def test_a_lost_leading_zero_is_recognised():
    with pytest.raises(InvalidInputError, match="did you mean '0150'"):
        expenditure_group("150")
    with pytest.raises(InvalidInputError, match="read codes as text"):
        expenditure_group(150)


def test_protected_lines():
    assert all(is_protected(code) for code in ("2110", "2120", "2220", "2230", "2271", "2730"))
    assert not any(is_protected(code) for code in ("2210", "2240", "2610", "3132", "2800"))


def test_price_groups_of_economic_codes():
    assert [price_group(code) for code in ("2111", "2120", "2273", "2240", "3122")] == [
        "wages", "wages", "energy", "consumer", "capital",
    ]  # fmt: skip
    with pytest.raises(UnknownNameError):
        price_group("9999")


def test_weights_sum_to_one_without_capital():
    amounts = pd.Series({"2110": 60.0, "2120": 10.0, "2270": 10.0, "2240": 20.0, "3132": 500.0})
    weights = price_weights(amounts)
    assert weights.to_dict() == pytest.approx({"wages": 0.7, "energy": 0.1, "consumer": 0.2})
    assert price_weights(amounts.iloc[::-1]).to_dict() == pytest.approx(weights.to_dict())


def test_a_parent_beside_its_part_is_refused():
    with pytest.raises(InvalidInputError, match="2100 is listed together with its part 2110"):
        price_weights(pd.Series({"2100": 70.0, "2110": 60.0, "2120": 10.0}))
    with pytest.raises(InvalidInputError, match="no current expenditure"):
        price_weights(pd.Series({"3132": 70.0}))


def test_broadcasting():
    need = np.ones((3, 1, 2, 4))
    price = np.array([1.0, 1.1, 1.2, 1.3])
    base = np.array([[10.0], [20.0]])
    assert expenditure(base, need=need, price=price).shape == (3, 1, 2, 4)


def test_negative_inputs_are_refused():
    for wrong in ({"need": -1.0}, {"price": -1.0}, {"policy": -1.0}):
        with pytest.raises(InvalidInputError, match="negative"):
            expenditure(1.0, **wrong)
    with pytest.raises(InvalidInputError, match="base is negative"):
        expenditure(-1.0)


def test_a_gap_in_the_economic_codes_is_refused():
    with pytest.raises(InvalidInputError, match="2120 has no amount"):
        price_weights(pd.Series({"2110": 60.0, "2120": float("nan")}))
