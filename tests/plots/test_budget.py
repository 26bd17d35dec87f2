"""Pictures of a budget: what is drawn equals the table, in both languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.capacity import CAPACITY_INDICATORS, capacity_places
from stratanalysis.finance.stress import stress_test
from stratanalysis.plots import budget

SHARES = {"wages": 0.6, "energy": 0.1, "capital": 0.1}


@pytest.fixture
def projection():
    lines = {
        "revenue|pit": 100e6, "revenue|property_tax": 30e6, "revenue|excise": 25e6,
        "revenue|single_tax": 15e6, "revenue|non_tax": 12e6, "revenue|rent": 3e6,
        "revenue|other_own": -1e6, "revenue|base_subsidy": 20e6, "own_revenue": 184e6,
        "transfers": 20e6, "expenditure": 200e6,
    }  # fmt: skip
    rows = [
        ("baseline", year, name, "nominal", value * (1 + 0.1 * (year - 2021)))
        for year in (2021, 2022, 2023)
        for name, value in lines.items()
    ]
    return pd.DataFrame(rows, columns=["scenario", "year", "variable", "price_basis", "value"])


def test_bars_sum_to_the_revenue(projection):
    ax = budget.plot_revenue(projection, "baseline", language="uk")
    drawn = sum(bar.get_height() for bar in ax.patches if abs(bar.get_center()[0] - 2023) < 0.1)
    assert drawn == pytest.approx(204e6 * 1.2)
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[0] == "Податок на доходи фізичних осіб"
    assert labels[-1] == "Усі інші групи"


def test_a_group_without_a_figure_leaves_the_other_bars_and_no_total(projection):
    gap = projection["year"].eq(2022) & projection["variable"].eq("revenue|pit")
    table = projection[~gap]
    ax = budget.plot_revenue(table, "baseline", language="en")
    bars = [bar for bar in ax.patches if abs(bar.get_x() + bar.get_width() / 2 - 2022) < 0.1]
    drawn = [bar for bar in bars if np.isfinite(bar.get_height())]
    assert sum(bar.get_height() for bar in drawn) == pytest.approx(104e6 * 1.1)
    assert np.isfinite([bar.get_y() for bar in drawn]).all()
    assert len(drawn) == len(bars) - 1
    last = table[table["year"] <= 2022]
    assert "2022: …" in budget.describe_revenue(last, "baseline", language="en")


def test_words_of_the_revenue(projection):
    said = budget.describe_revenue(projection, "baseline", language="en")
    assert "2021: UAH\xa0204.0" in said
    assert "Personal income tax UAH\xa0100.0" in said
    assert "Доходи за групами" in budget.describe_revenue(projection, "baseline", language="uk")


def test_shock_lines_equal_the_table(projection):
    table = stress_test(projection, shares=SHARES)
    ax = budget.plot_shocks(table, "baseline", language="en", label="Inertial")
    assert "Inertial" in ax.get_title(loc="left")
    lines = [line for line in ax.get_lines() if len(line.get_xdata()) == 3]
    for line, name in zip(lines, table["shock"].unique(), strict=True):
        rows = table[table["shock"] == name]
        assert list(line.get_ydata()) == pytest.approx(rows["operating_balance"].to_list())
    assert len({line.get_color() for line in lines}) == 5, "shocks are told apart"
    said = budget.describe_shocks(table, "baseline", language="en")
    assert "The base grant ends" in said


def test_affordability(projection):
    table = pd.DataFrame(
        {
            "scenario": ["baseline", "baseline", "optimistic", "optimistic"],
            "year": [2024, 2025] * 2,
            "amount": [3e6, 4e6] * 2,
            "free_funds": [5e6, 2e6, 9e6, 9e6],
        }
    )
    ax = budget.plot_affordability(table, language="uk", labels={"baseline": "Базовий"})
    assert [bar.get_height() for bar in ax.patches] == [3e6, 4e6]
    assert [list(line.get_ydata()) for line in ax.get_lines()] == [[5e6, 2e6], [9e6, 9e6]]
    said = budget.describe_affordability(table, language="uk", labels={"baseline": "Базовий"})
    assert "2025" in said
    assert "Базовий 2,0" in said


def test_places_and_a_missing_place():
    published = pd.DataFrame({name: [1.0, 2.0, 3.0] for name in CAPACITY_INDICATORS})
    values = dict.fromkeys(CAPACITY_INDICATORS, 2.0) | {"wage_share": float("nan")}
    places = capacity_places(values, published)
    ax = budget.plot_places(places, language="uk")
    dots = [line for line in ax.get_lines() if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in dots] == [2.0] * 10
    said = budget.describe_places(places, language="en")
    assert "Wages in expenditure: no place" in said
    assert "Transfers in revenue: 2 of 3" in said


def test_what_is_refused(projection):
    with pytest.raises(UnknownNameError, match="baseline"):
        budget.plot_revenue(projection, "basline", language="uk")
    with pytest.raises(InvalidInputError, match="no nominal revenue"):
        budget.plot_revenue(projection.assign(price_basis="real"), "baseline", language="uk")
