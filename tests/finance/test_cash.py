"""Cash by month by hand; seasonality against the months of the next year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.cash import (
    HEATING,
    _shares,
    cash_plan,
    revenue_seasonality,
    spread_over_months,
)

EVEN = pd.Series(10.0, index=range(1, 13))


def test_every_line_sums_to_a_year():
    assert sum(HEATING) == pytest.approx(1)
    for code in ("", "UA21040150000092428"):
        shares = revenue_seasonality(code)
        assert shares.sum().to_numpy() == pytest.approx(np.ones(shares.shape[1]))
        assert (shares >= 0).all(axis=None)
    spread = spread_over_months({"pit": 120.0, "rent": 12.0}, revenue_seasonality())
    assert spread.sum().tolist() == pytest.approx([120.0, 12.0])


def test_own_months_count_for_half_and_lines_without_months_follow_others():
    code = "UA21040150000092428"
    pooled, mixed = revenue_seasonality(), revenue_seasonality(code)
    own = _shares().xs(code, level="katottg").groupby(level="month").mean()["pit"]
    assert mixed["pit"].to_numpy() == pytest.approx((0.5 * own + 0.5 * pooled["pit"]).to_numpy())
    assert mixed["non_tax"].tolist() == pooled["non_tax"].tolist()
    spread = spread_over_months({"additional_subsidy": 1.0, "unknown": 1.0}, pooled)
    assert spread["additional_subsidy"].tolist() == pooled["other_transfers"].tolist()
    assert spread["unknown"].tolist() == pooled["other_own"].tolist()


def test_months_of_2022_come_nearer_to_2021_than_even_ones():
    """Distance of cumulated shares, median community: own months and those of all by halves."""
    shares = _shares()
    before, came = (shares.xs(year, level="year") for year in (2021, 2022))
    usual = before.groupby(level="month").median()
    usual = usual / usual.sum()
    even = np.arange(1, 13) / 12
    for group, gain in (("pit", 0.55), ("single_tax", 0.8), ("excise", 0.65)):
        true = came[group].unstack("month").dropna()
        own = before[group].unstack("month").reindex(true.index).fillna(0.0)
        shape = (own + usual[group]) / 2
        by_shape = (true.cumsum(axis=1) - shape.cumsum(axis=1)).abs().mean(axis=1).median()
        flat = (true.cumsum(axis=1) - even).abs().mean(axis=1).median()
        assert by_shape < gain * flat, group


def test_what_waits_is_paid_when_there_is_cash():
    # 10 come, 8 are due at once, 3 more wait a month: a month leaves 1 unpaid
    plan = cash_plan(EVEN, {"wages": 96.0, "other": 36.0})
    assert plan["borrowed"].sum() == 0
    assert plan["waiting"].tolist() == pytest.approx(list(range(1, 13)))
    with_cash = cash_plan(EVEN, {"wages": 96.0, "other": 36.0}, opening=12.0)
    assert with_cash.loc[12, "waiting"] == pytest.approx(0)


def test_heating_takes_a_loan_that_summer_repays():
    # January: 10 come, 5 + 0.19 · 50 = 14.5 are due
    plan = cash_plan(EVEN, {"wages": 60.0, "energy": 50.0})
    assert plan.loc[1, "borrowed"] == pytest.approx(4.5)
    assert plan["loan"].max() == pytest.approx(4.5 + 3.5 + 1.5)
    assert plan.loc[12, "loan"] == pytest.approx(0)
    balance = plan["cash"] - plan["loan"]
    assert balance.loc[12] == pytest.approx(120 - 110)


def test_a_loan_that_the_year_does_not_repay_is_seen():
    plan = cash_plan(EVEN, {"wages": 132.0, "other": 5.0})
    assert plan.loc[12, "loan"] == pytest.approx(12)
    assert plan["paid_other"].sum() == 0


def test_what_is_refused():
    with pytest.raises(UnknownNameError, match="heat"):
        cash_plan(EVEN, {"heat": 1.0})
    with pytest.raises(InvalidInputError, match="months 1 to 12"):
        cash_plan(EVEN.iloc[:6], {"wages": 1.0})
    with pytest.raises(InvalidInputError, match="pit has no amount"):
        spread_over_months({"pit": float("nan")}, revenue_seasonality())


@pytest.mark.parametrize(
    ("receipts", "spending", "opening"),
    [
        (EVEN.where(EVEN.index != 5), {"wages": 1.0}, 0.0),
        (EVEN, {"wages": -1.0}, 0.0),
        (EVEN, {"energy": float("nan")}, 0.0),
        (EVEN, {"wages": 1.0}, float("nan")),
    ],
)
def test_what_is_missing_or_negative_is_refused(receipts, spending, opening):
    with pytest.raises(InvalidInputError):
        cash_plan(receipts, spending, opening=opening)


def test_months_are_known_by_their_number_and_not_their_place():
    """Nothing in March, 20 in April; 8 due a month: 8 borrowed in March, repaid in April."""
    income = EVEN.copy()
    income[3], income[4] = 0.0, 20.0
    for given in (income, income.iloc[::-1]):
        plan = cash_plan(given, {"wages": 96.0, "other": 24.0})
        assert plan.loc[3, ["borrowed", "loan", "waiting", "paid_other"]].tolist() == [8, 8, 2, 0]
        assert plan.loc[4, ["repaid", "loan", "paid_other", "cash"]].tolist() == [8, 0, 4, 0]
