"""The back-test by hand and on 25 cities; errors are printed as they are."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.backtest import (
    METHODS,
    backtest,
    backtest_errors,
    growth_by_method,
    published_levels,
)

LEVELS = pd.DataFrame(
    {"wages": [1.0, 1.2, 1.5], "consumer": [1.0, 1.1, 1.3]}, index=range(2022, 2025)
)
GROUPS = {
    "capital": "capital_revenue", "corporate": "corporate_tax", "excise": "excise",
    "eco_other_tax": "environmental_tax", "land": "property_tax",
    "real_estate_transport": "property_tax", "non_tax": "non_tax",
    "parking_tourist": "tourist_fee", "pit_military": "military_pit", "pit_other": "pit",
    "rent": "rent", "single_tax": "single_tax", "target_funds": "target_funds",
    "other": "other_own",
}  # fmt: skip


def _table(rows):
    return pd.DataFrame(rows, columns=["city", "year", "period", "group", "value"])


def test_methods_by_hand():
    base = {"pit": 100.0, "excise": 50.0, "military_pit": 900.0, "base_subsidy": 70.0}
    found = growth_by_method(base, LEVELS, launch=2022, target=2023)
    assert found == pytest.approx(
        {"model": 100 * 1.2 + 50 * 1.2, "no_change": 150.0, "consumer_prices": 165.0}
    )


@pytest.mark.parametrize(
    ("launch", "wages", "prices"),
    [
        (2022, 18_261 / 14_847, 1.284),  # law 2710-IX of 3 November 2022; actual wage of 2022
        (2023, 21_809 / 17_442, 1.085),  # CMU 1315 of 15 December 2023; actual wage of 2023
    ],
)
def test_what_was_published_in_march_after_a_launch(launch, wages, prices):
    levels = published_levels(launch, launch + 1)
    assert levels.loc[launch].tolist() == [1, 1]
    assert levels.loc[launch + 1, "wages"] == pytest.approx(wages)
    assert levels.loc[launch + 1, "consumer"] == pytest.approx(prices, abs=0.002)


def test_backtest_by_hand():
    table = _table(
        [
            ("A", 2022, "year", "pit", 100.0),
            ("A", 2023, "year", "pit", 125.0),
            ("A", 2024, "01-06", "pit", 80.0),
            ("A", 2023, "year", "military_pit", 5000.0),
        ]
    )
    found = backtest(table, LEVELS).set_index("method")
    assert (found["horizon"] == 1).all(), "half a year of 2024 is no year to compare with"
    assert found.loc["model", "error"] == pytest.approx(120 / 125 - 1)
    assert found.loc["no_change", "error"] == pytest.approx(100 / 125 - 1)
    assert (found["actual"] == 125).all(), "the military PIT is not in it"


def test_nothing_to_compare_is_said():
    with pytest.raises(InvalidInputError, match="no city"):
        backtest(_table([("A", 2022, "year", "pit", 100.0)]), LEVELS)


def test_errors_by_hand():
    table = pd.DataFrame(
        {"city": list("ABC"), "launch": 2022, "horizon": 1, "method": "model",
         "error": [-0.2, 0.05, 0.1]}
    )  # fmt: skip
    row = backtest_errors(table).loc[(2022, 1, "model")]
    assert row.to_dict() == pytest.approx(
        {"cities": 3, "bias": 0.05, "typical": 0.1, "worst": 0.2, "within_10": 2 / 3}
    )


def test_25_cities(shared):
    wide = pd.read_csv(shared / "open-data" / "openbudget_annual_income_groups_25_budgets.csv")
    long = wide.melt(id_vars=["CITY", "y", "last_month"], var_name="column", value_name="value")
    long["group"] = long["column"].map(GROUPS)
    long["period"] = ["year" if m == 12 else f"01-{m:02d}" for m in long["last_month"]]
    long = long.dropna(subset="group").rename(columns={"CITY": "city", "y": "year"})
    long = long[~long["city"].isin(["Kyiv", "R_Rivne", "R_Vinnytsia"])]
    launches = (2022, 2023, 2024)
    levels = {launch: published_levels(launch, 2025) for launch in launches}
    table = backtest(long, levels, launches=launches, horizons=(1, 2, 3))
    errors = backtest_errors(table)
    print(errors.round(3).to_string())
    assert len(errors) == 6 * len(METHODS)
    assert (errors["cities"] == 22).all()
    assert table["error"].notna().all()
    typical = errors["typical"].unstack("method")
    # With the drivers that came true the lines must follow them better than doing nothing does.
    assert (typical["model"] < typical["no_change"]).all()
    # With only what was published at the launch: the bounds that the forecast is held to.
    model = table[table["method"] == "model"]
    sizes = model["error"].abs().groupby(model["horizon"]).median()
    assert (sizes <= pd.Series({1: 0.045, 2: 0.065, 3: 0.09})).all()


def test_a_gap_is_no_zero_to_compare_with():
    """Single tax of 2023 is missing: 2022 cannot be compared with it, 2024 can."""
    table = _table(
        [
            ("A", 2022, "year", "pit", 100.0), ("A", 2022, "year", "single_tax", 10.0),
            ("A", 2023, "year", "pit", 125.0), ("A", 2023, "year", "single_tax", float("nan")),
            ("A", 2024, "year", "pit", 150.0), ("A", 2024, "year", "single_tax", 15.0),
        ]
    )  # fmt: skip
    found = backtest(table, LEVELS)
    assert set(zip(found["launch"], found["horizon"], strict=True)) == {(2022, 2)}
