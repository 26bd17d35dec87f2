"""Bars of amounts and observed values: what is drawn and what is said."""

from __future__ import annotations

import pandas as pd

from stratanalysis.plots.amounts import (
    describe_amounts,
    describe_observed,
    plot_amounts,
    plot_observed,
)

AMOUNTS = pd.Series({"a": 25.0, "b": 75.0})
LABELS = {"a": "First", "b": "Second"}


def test_the_largest_stands_on_top_with_its_share():
    axes = plot_amounts(AMOUNTS, LABELS, language="en")
    assert [bar.get_width() for bar in axes.patches] == [75.0, 25.0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Second", "First"]
    assert axes.patches[0].get_y() > axes.patches[1].get_y()
    said = describe_amounts(AMOUNTS, LABELS, language="en").replace("\xa0", " ")
    assert said == "Second: UAH 75 (75.0%); First: UAH 25 (25.0%)."


def test_without_all_parts_or_with_negative_ones_there_are_no_shares():
    missing = pd.Series({"a": float("nan"), "b": 75.0})
    assert "no figure" in describe_amounts(missing, LABELS, language="en")
    assert "%" not in describe_amounts(missing, LABELS, language="en")
    negative = pd.Series({"a": -5.0, "b": 75.0})
    assert "%" not in describe_amounts(negative, LABELS, language="en")
    assert plot_amounts(negative, LABELS, language="en").get_xlim()[0] <= -5


def test_a_year_without_a_value_breaks_the_line():
    values = pd.Series({2019: 10.0, 2021: 30.0})
    line = plot_observed(values, language="en", unit="persons").get_lines()[0]
    assert list(line.get_xdata()) == [2019, 2020, 2021]
    assert pd.isna(line.get_ydata()[1])
    assert describe_observed(values, language="en", subject="S") == "S. 2019: 10; 2021: 30."
