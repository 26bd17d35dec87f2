from __future__ import annotations

import math

import pandas as pd
import pytest

from stratanalysis.indicators import (
    compound_growth,
    convergence,
)


def test_compound_growth_of_the_baseline_claim():
    # From 73,814 to about 50 thousand: -3.82 % a year in 10 years, -2.56 % in 15 (hand calculation:
    # (50000 / 73814) ** (1 / 10) - 1).
    assert compound_growth(73814, 50000, years=10) == pytest.approx(-0.0382, abs=5e-5)
    assert compound_growth(73814, 50000, years=15) == pytest.approx(-0.0256, abs=5e-5)
    assert compound_growth(7.0, 0.0, years=3) == -1
    both = compound_growth(
        pd.Series({"a": 100.0, "b": 0.0}), pd.Series({"a": 121.0, "b": 1.0}), years=2
    )
    assert both["a"] == pytest.approx(0.1)
    assert math.isnan(both["b"])


def test_convergence_from_below_from_above_and_over_a_gap():
    table = convergence(
        pd.Series({2019: 80.0, 2020: 90.0, 2022: 130.0}),
        pd.Series({2019: 100.0, 2020: 100.0, 2021: 100.0, 2022: 100.0}),
    )
    assert table["gap"].round(10).tolist()[:2] == [-0.2, -0.1]
    assert table["direction"].tolist() == ["", "converges", "", "diverges"]
    assert table.loc[2022, "gap_change"] == pytest.approx(0.4)
