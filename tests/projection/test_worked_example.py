"""The worked example of docs/methods/scenarios.en.md, figure by figure."""

from __future__ import annotations

import re

import numpy as np
import pytest

from stratanalysis.demography import project_cohorts
from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.budget_model import simulate_budget
from stratanalysis.projection.run import budget_sums
from stratanalysis.scenarios import DRIVERS

YEARS = np.array([2021, 2022, 2023])


@pytest.fixture(scope="module")
def stated(root):
    """Rows of the example's tables by their first cell."""
    words = (root / "docs" / "methods" / "scenarios.en.md").read_text("utf-8")
    words = words[words.index("## A worked example") :]
    rows = {}
    for line in re.findall(r"^\|(.+)\|$", words, re.M):
        name, *cells = (cell.strip() for cell in line.split("|"))
        if name and name != "both sexes" and not set(name) <= set("-"):
            rows[name] = [float(cell.replace("−", "-")) for cell in cells if cell]
    return rows


@pytest.fixture(scope="module")
def computed():
    people = np.array([[50.0, 100.0, 50.0]] * 2)
    found = project_cohorts(
        people,
        survival=np.broadcast_to([1.0, 0.95, 0.6], (2, 2, 3)),
        fertility=np.broadcast_to([0.0, 0.8, 0.0], (2, 3)),
        sex_ratio_at_birth=1.0,
        net_migration=np.broadcast_to([0.0, -10.0, 0.0], (2, 2, 3)),
    )
    parts = found.components()
    child, adult, older = found.population.sum(axis=1).T
    drivers = {name: np.full(3, entry.neutral or 0.0) for name, entry in DRIVERS.items()} | {
        "consumer_prices": np.full(3, 0.1),
        "real_wage_growth": np.full(3, 0.05),
        "pit_community_share": np.array([0.6, 0.64, 0.64]),
    }
    employed = adult * 0.5 + np.array([0.0, 10.0, 10.0])
    base = BudgetBase(
        2021,
        {"pit": 1000.0, "excise": 200.0, "other_transfers": 400.0},
        {"1000": 900.0, "3000": 300.0},
        {"wages": 0.8, "energy": 0.0, "consumer": 0.2},
    )
    counts = {
        "population": found.total, "employed": employed, "children": child, "pupils": child,
        "older_people": older,
    }  # fmt: skip
    money = simulate_budget(base, counts, drivers, YEARS)
    lines = {name: values for name, values in money.items() if "|" in name}
    sums = budget_sums(lines, found.total, (3,))
    return {
        "children": child, "adults": adult, "older": older, "population": found.total,
        "births": parts["births"], "deaths": parts["deaths"],
        "net migration": parts["net_migration"], "employed": employed,
        "consumer prices": money["price_level"], "wages": money["wage_level"],
        "PIT": lines["revenue|pit"], "excise": lines["revenue|excise"],
        "subventions": lines["revenue|other_transfers"], "revenue": sums["revenue"],
        "education": lines["expenditure|1000"], "social protection": lines["expenditure|3000"],
        "expenditure": sums["expenditure"], "balance": sums["balance"],
    }  # fmt: skip


def test_the_document_has_every_line(stated, computed):
    assert set(stated) == set(computed)


def test_every_figure_of_the_example_comes_out(stated, computed):
    for name, values in stated.items():
        np.testing.assert_allclose(computed[name], values, rtol=1e-9, err_msg=name)


def test_the_examples_own_sums_close(stated):
    for part, whole in ((("children", "adults", "older"), "population"),
                        (("PIT", "excise", "subventions"), "revenue"),
                        (("education", "social protection"), "expenditure")):  # fmt: skip
        np.testing.assert_allclose(sum(np.array(stated[p]) for p in part), stated[whole])
    for t in range(2):
        after = stated["population"][t] + stated["births"][t] - stated["deaths"][t]
        assert after + stated["net migration"][t] == pytest.approx(stated["population"][t + 1])
