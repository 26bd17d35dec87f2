"""Back-tests: errors by hand, and small areas of Sweden."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    Forecast,
    backtest,
    extrapolate_total,
    hamilton_perry,
    single_ages,
)
from stratanalysis.errors import InvalidInputError

YEARS = np.arange(2010, 2021)
TWO_AREAS = np.stack([1000 + 10.0 * (YEARS - 2010), 500 - 5.0 * (YEARS - 2010)])


def linear(history, years, horizon):
    return extrapolate_total(history, years=years, horizon=[years[-1] + horizon], method="linear")[
        :, 0
    ]


def wide(history, years, horizon):
    value = history[:, -1]
    return Forecast(value, lower=value * [0.5, 0.99], upper=value * [1.5, 1.01])


def test_errors_by_hand():
    """From 2015 five years on: 1,100 against 1,050 (−4.545 %), 450 against 475 (+5.556 %)."""
    result = backtest(
        TWO_AREAS, years=YEARS, launches=[2015], horizons=[5], areas=["up", "down"],
        methods={"linear": linear, "wide": wide},
    )  # fmt: skip
    still = result.errors.query("method == 'no_change'").set_index("area")["percent_error"]
    assert still["up"] == pytest.approx(-100 * 50 / 1100)
    assert still["down"] == pytest.approx(100 * 25 / 450)
    table = result.summary().set_index("method")
    assert table.loc["no_change", "mape"] == pytest.approx((50 / 11 + 50 / 9) / 2)
    assert table.loc["no_change", "malpe"] == pytest.approx((50 / 9 - 50 / 11) / 2)
    assert table.loc["linear", "mape"] == pytest.approx(0, abs=1e-9)
    assert table.loc["wide", "coverage"] == pytest.approx(0.5)
    assert np.isnan(table.loc["linear", "coverage"])
    assert table["beats_no_change"].to_dict() == {"no_change": False, "linear": True, "wide": False}


def test_methods_see_nothing_after_the_launch():
    seen = []

    def spy(history, years, horizon):
        seen.append((history.shape[1], years[-1], horizon))
        return history[:, -1]

    result = backtest(
        TWO_AREAS, years=YEARS, launches=[2012, 2018], horizons=[2, 5], methods={"spy": spy}
    )
    assert seen == [(3, 2012, 2), (3, 2012, 5), (9, 2018, 2)]  # 2018 + 5 is beyond the series
    assert result.summary(by=["method"])["forecasts"].tolist() == [6, 6]


def test_weighted_error_by_age_by_hand():
    series = np.zeros((1, 2, 2, 2))
    series[0, 0] = [[10, 20], [30, 40]]
    series[0, 1] = [[20, 10], [30, 40]]  # the total stays, ages change: |−10| + |10| of 100
    result = backtest(series, years=[2000, 2001], launches=[2000], horizons=[1], methods={})
    row = result.summary().iloc[0]
    assert row["mape"] == 0
    assert row["age_error"] == pytest.approx(20.0)


def test_unusable_backtests_are_refused():
    with pytest.raises(InvalidInputError, match="no launch"):
        backtest(TWO_AREAS, years=YEARS, launches=[2020], horizons=[5], methods={})
    with pytest.raises(InvalidInputError, match="gives shape"):
        backtest(
            TWO_AREAS, years=YEARS, launches=[2015], horizons=[5],
            methods={"bad": lambda history, years, horizon: np.zeros(7)},
        )  # fmt: skip
    with pytest.raises(InvalidInputError, match="equal steps"):
        backtest(TWO_AREAS, years=YEARS**2, launches=[2015], horizons=[5], methods={})


BASE_PERIOD = 10
SIMPLE = ("linear", "exponential", "linear_or_exponential", "no_change")


def total_method(name):
    def method(history, years, horizon):
        past = history.sum(axis=(-2, -1))[:, -BASE_PERIOD - 1 :]
        return extrapolate_total(
            past, years=years[-past.shape[1] :], horizon=[years[-1] + horizon], method=name
        )[:, 0]

    return method


def default_for_small_areas(history, years, horizon):
    """Hamilton-Perry drawn half-way to the country, controlled to the damped total."""
    past = history[:, -BASE_PERIOD - 1 :]
    total = extrapolate_total(
        past.sum(axis=(-2, -1)),
        years=years[-past.shape[1] :],
        horizon=years[-1] + 1 + np.arange(horizon),
    )
    return hamilton_perry(
        past, steps=horizon, age_widths=single_ages(), parent=past.sum(axis=0), total=total
    )[:, -1]


@pytest.fixture(scope="module")
def counties(shared):
    table = pd.read_csv(shared / "validation" / "sweden_county_age1_sex_1968_2015.csv.gz")
    years = [column for column in table if column.startswith("y")]
    names = table["region"].unique()
    cube = table[years].to_numpy(dtype=float).reshape(len(names), 2, 101, len(years))
    assert (table["sex"].to_numpy().reshape(len(names), 2, 101)[:, 0] == "Females").all()
    return np.moveaxis(cube, -1, 1), names


def test_the_default_is_at_least_as_good_as_the_best_simple_method(counties):
    """Swedish counties, launches 1970-2005, horizons 5, 10, 20: the table of the method note."""
    people, names = counties
    result = backtest(
        people,
        years=np.arange(1968, 2016),
        launches=range(1970, 2006),
        horizons=(5, 10, 20),
        areas=names,
        methods={name: total_method(name) for name in SIMPLE if name != "no_change"}
        | {"default": default_for_small_areas},
    )
    error = result.summary().pivot(index="method", columns="horizon", values="mape").mean(axis=1)
    assert error["default"] <= error[list(SIMPLE)].min()
    ages = result.summary().set_index(["method", "horizon"])["age_error"].unstack()
    assert (ages.loc["default"] < ages.loc["no_change"]).all()
    assert_allclose(ages.loc["linear"], np.nan)
