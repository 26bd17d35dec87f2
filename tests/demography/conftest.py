"""Inputs that several tests of demography use."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="session")
def ukraine_2015_2020(root) -> np.ndarray:
    """Death rates of World Population Prospects 2019 by sex and the groups 0, 1-4, ..., 100+."""
    table = pd.read_csv(root / "tests" / "data" / "death_rates_ukraine_2015_2020.csv")
    return table[["female", "male"]].to_numpy().T


@pytest.fixture(scope="session")
def reference(root):
    """A reader of the project's reference tables."""
    return lambda name: pd.read_csv(root / "data" / "reference" / f"{name}.csv")
