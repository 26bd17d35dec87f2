"""Figures worked by hand for rules that a change of one token would turn without a trace."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.finance import read_classification
from stratanalysis.finance.balance import budget_balance
from stratanalysis.finance.programmes import donor_dependence
from stratanalysis.projection import project
from stratanalysis.projection.initial_state import prepare
from stratanalysis.projection.uncertainty import draw_drivers
from stratanalysis.scenarios import DRIVERS, read_scenarios
from stratanalysis.scenarios.folder import read_folder

from .invented import spread, text


def test_subventions_for_investment_add_to_the_balance_and_to_the_development_budget():
    """Operating 100 + 60 − 150 = 10; development 10 + 7; total 10 + 7 − 30 = −13."""
    found = budget_balance(100.0, 60.0, 150.0, capital_expenditure=30.0, capital_transfers=7.0)
    assert found.operating_balance == pytest.approx(10)
    assert found.development_budget == pytest.approx(17)
    assert found.total == pytest.approx(-13)
    assert found.gap == pytest.approx(13)


def test_the_dependency_ratio_is_per_thousand_of_working_age(root):
    """All others by those of working age, times 1,000, in every year of every scenario."""
    place, scenarios = read_folder(root / "data" / "communities" / "kostiantynivka")
    run = project(place, scenarios, range(2021, 2024))
    wide = run.table.pivot_table(index=["scenario", "year"], columns="variable", values="value")
    others = wide["population"] - wide["working_age"]
    assert np.allclose(wide["demographic_load"], 1000 * others / wide["working_age"], rtol=1e-12)
    assert (wide["demographic_load"] > 500).all()


def test_a_classification_of_ones_own_is_read(tmp_path):
    file = tmp_path / "revenue_codes.csv"
    file.write_text(
        "code,parent,level,name_uk,name_en,valid_from,valid_to,source\n"
        "10000000,,1,Податки,Taxes,,,own\n"
        "19999999,10000000,2,Власний код,A code of our own,2024-01-01,2024-12-31,own\n",
        encoding="utf-8",
    )
    table = read_classification("revenue", path=file)
    assert table["code"].tolist() == ["10000000", "19999999"]
    assert read_classification("revenue", path=file, on="2025-01-01")["code"].tolist() == [
        "10000000"
    ]
    assert "19999999" not in set(read_classification("revenue")["code"])


@pytest.mark.parametrize(("amount", "least", "most"), [(np.nan, np.nan, np.nan), (30.0, 0.3, 0.3)])
def test_donors_without_a_known_amount_have_no_share(amount, least, most):
    """70 of the community and an unknown amount of donors is not 0 % of donors."""
    by_year = pd.DataFrame(
        {
            "year": [2025, 2025],
            "source_group": ["community", "donors"],
            "amount": [70.0, amount],
            "unfunded": [0, int(np.isnan(amount))],
        }
    )
    found = donor_dependence(by_year).loc[2025]
    assert (found["share_least"], found["share_most"]) == pytest.approx((least, most), nan_ok=True)
    assert found["unfunded_with_donors"] == int(np.isnan(amount))


def test_no_draw_leaves_the_bounds_of_its_driver(tiny):
    """A range of ±30 points around 60 % of working age would leave 0 to 1 in many draws."""
    wide = spread("baseline", "working_age_share", -0.7, 0.7)
    scenarios = read_scenarios(text(wide, working_age_share=0.6))
    drawn = draw_drivers(prepare(tiny, scenarios, range(2021, 2024)), scenarios, draws=400, seed=1)[
        "working_age_share"
    ]
    lowest, highest = DRIVERS["working_age_share"].minimum, DRIVERS["working_age_share"].maximum
    assert (drawn >= lowest).all()
    assert (drawn <= highest).all()
    assert (drawn == highest).any(), "the bound cuts what would lie beyond it"
