"""Appraisal against published examples, and the industrial park of a real strategy."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.investment import (
    InvestmentProject,
    internal_rate_of_return,
    net_present_value,
    payback_years,
    project_appraisal,
    project_flows,
    why_no_rate,
)

quick = settings(deadline=None, max_examples=50)

# Microsoft's documentation of the worksheet functions IRR and NPV.
EXCEL_IRR = [-70_000.0, 12_000, 15_000, 18_000, 21_000, 26_000]
EXCEL_NPV = [-10_000.0, 3_000, 4_200, 6_800]


def _number(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace(",", "."))


@pytest.fixture(scope="module")
def park(shared):
    """The park as document 000 tells it, lines 1266-1268; the cost is not told."""
    (file,) = (shared / "seeds").glob("000_*.txt")
    lines = file.read_text(encoding="utf-8").split("\n")[1265:1268]
    jobs = _number(re.search(r"складає (\d+) осіб", lines[0])[1])
    output = _number(re.search(r"([\d\s]+,\d) тис", lines[1])[1]) * 1000
    payments = _number(re.search(r"([\d\s]+,\d) тис", lines[2])[1]) * 1000
    return InvestmentProject(
        "Industrial park", jobs, output, payments, float("nan"), 2024, ramp=(0.0, 0.5, 1.0)
    )


def test_internal_rate_of_return_equals_the_published_example():
    assert round(internal_rate_of_return(EXCEL_IRR), 3) == 0.087
    assert round(internal_rate_of_return(EXCEL_IRR[:5]), 3) == -0.021


def test_net_present_value_equals_the_published_example():
    """NPV() discounts its first flow by one year: 1,188.44; ours begins today."""
    assert net_present_value(EXCEL_NPV, 0.10) / 1.10 == pytest.approx(1188.44, abs=0.01)


def test_value_at_the_internal_rate_is_zero():
    rate = internal_rate_of_return(EXCEL_IRR)
    assert net_present_value(EXCEL_IRR, rate) == pytest.approx(0, abs=1e-6)
    assert net_present_value(EXCEL_IRR, 0.0) == pytest.approx(sum(EXCEL_IRR))


@quick
@given(st.floats(0, 1), st.floats(0.01, 0.5))
def test_a_higher_rate_never_makes_later_gains_worth_more(rate, more):
    assert net_present_value(EXCEL_IRR, rate + more) < net_present_value(EXCEL_IRR, rate)


def test_net_present_value_over_leading_axes():
    flows = np.array([[EXCEL_NPV, EXCEL_NPV]])
    assert net_present_value(flows, 0.1).shape == (1, 2)


def test_no_rate_where_none_exists():
    assert np.isnan(internal_rate_of_return([10.0, 20.0]))
    assert np.isnan(internal_rate_of_return([-10.0, np.nan]))
    assert np.isnan(internal_rate_of_return([0.0, 0.0]))
    with pytest.raises(InvalidInputError, match="change sign 2 times"):
        internal_rate_of_return([-10.0, 30.0, -20.0])
    with pytest.raises(InvalidInputError, match="above -1"):
        net_present_value([1.0], -1.0)


def test_payback_by_hand():
    assert payback_years([-100.0, 60.0, 60.0]) == pytest.approx(1 + 40 / 60)
    assert payback_years([-100.0, 50.0, 50.0]) == pytest.approx(2.0)
    assert np.isnan(payback_years([-100.0, 10.0]))
    assert payback_years([5.0]) == 0
    assert np.isnan(payback_years([]))
    assert payback_years([-100.0, 110.0], rate=0.10) == pytest.approx(1.0)


def test_park_as_the_document_tells_it(park):
    assert (park.jobs, park.output, park.payments) == (800, 551_895_000, 103_675_000)


def test_park_year_by_year(park):
    flows = project_flows(park, range(2023, 2029), wage=14_014, community_share=0.64)
    assert flows["jobs"].to_list() == [0, 0, 400, 800, 800, 800]
    assert flows.loc[2026, "output"] == 551_895_000
    assert flows.loc[2025, "payments"] == pytest.approx(103_675_000 / 2)
    # 800 x 14,014 x 12 x 18 % x 64 %
    assert flows.loc[2026, "pit_community"] == pytest.approx(15_498_362.88)
    assert flows.loc[2023].drop("ramp").eq(0).all(), "nothing before the start"


def test_share_of_the_park_s_payments_that_reaches_the_own_budget(park):
    flows = project_flows(park, range(2024, 2034), wage=14_014, community_share=0.64)
    found = project_appraisal(park, flows, rate=0.1)
    assert found["own_budget_share"] == pytest.approx(15_498_362.88 / 103_675_000)
    assert found["payments_in_output"] == pytest.approx(103_675 / 551_895)
    assert found["output_per_job"] == pytest.approx(551_895_000 / 800)


def test_a_cost_that_is_not_told_gives_no_value(park):
    flows = project_flows(park, range(2024, 2034), wage=14_014, community_share=0.64)
    found = project_appraisal(park, flows, rate=0.1)
    for name in ("cost_per_job", "net_present_value", "internal_rate_of_return", "payback"):
        assert np.isnan(found[name]), name
    assert found["community_net_present_value"] > 0, "the community pays nothing here"


PROJECT = InvestmentProject(
    "Exercise", 10, 2e6, 5e5, 1e6, 2024, ramp=(0.0, 1.0), cost_profile=(0.75, 0.25),
    community_share_of_cost=0.1, local_hiring=0.5,
)  # fmt: skip


def test_flows_balance():
    flows = project_flows(PROJECT, range(2024, 2030), wage=10_000, community_share=0.64)
    assert flows["cost"].sum() == pytest.approx(1e6)
    assert flows["cost_community"].sum() == pytest.approx(1e5)
    assert flows["net_public"].sum() == pytest.approx(5 * 5e5 - 1e6)
    assert flows["new_jobs"].to_list() == [0, 5, 5, 5, 5, 5]
    assert (flows["pit_community"] <= flows["pit"]).all()
    found = project_appraisal(PROJECT, flows, rate=0.0)
    assert found["net_present_value"] == pytest.approx(1.5e6)
    assert found["cost_per_job"] == pytest.approx(1e5)
    # -750 thousand, then 250 = 500 - 250, then 500: back after one year and all of the second.
    assert found["payback"] == pytest.approx(2.0)


def test_a_zero_share_gives_the_community_nothing():
    flows = project_flows(PROJECT, range(2024, 2030), wage=10_000, community_share=0.0)
    assert flows["pit_community"].eq(0).all()


def test_a_project_of_nothing_changes_nothing():
    nothing = InvestmentProject("nothing", 0, 0.0, 0.0, 0.0, 2024)
    flows = project_flows(nothing, range(2024, 2030), wage=10_000, community_share=0.64)
    assert flows.drop(columns="ramp").eq(0).all(axis=None)


def test_price_level_moves_money_but_not_jobs():
    plain = project_flows(PROJECT, range(2024, 2030), wage=10_000, community_share=0.6)
    dear = project_flows(
        PROJECT, range(2024, 2030), wage=20_000, community_share=0.6, price_level=2.0
    )
    for name in ("output", "payments", "cost", "pit_community", "net_public"):
        assert (dear[name] == 2 * plain[name]).all(), name
    assert (dear["jobs"] == plain["jobs"]).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"jobs": -1}, "jobs is negative"),
        ({"ramp": (0.5, 1.5)}, "ramp is 1.5"),
        ({"cost_profile": (0.5, 0.4)}, "sum to 0.9"),
        ({"community_share_of_cost": 10}, "10 percent|64 percent"),
    ],
)
def test_impossible_projects(changes, words):
    with pytest.raises(InvalidInputError, match=words):
        InvestmentProject(
            **{"name": "x", "jobs": 1, "output": 1, "payments": 1, "cost": 1, "start": 2024}
            | changes
        )


def test_a_cost_in_two_phases_keeps_its_value_and_payback_and_says_why_there_is_no_rate():
    """100 in 2025 and 100 in 2027, 90 a year from 2026: −100, 90, −10, 90, 90."""
    project = InvestmentProject(
        "two phases", 0, 0.0, 90.0, 200.0, 2025, (0.0, 1.0), (0.5, 0.0, 0.5)
    )
    flows = project_flows(project, range(2025, 2030), wage=0.0, community_share=0.64)
    assert flows["net_public"].tolist() == [-100, 90, -10, 90, 90]
    found = project_appraisal(project, flows, rate=0.0)
    assert found["net_present_value"] == 160
    assert found["payback"] == pytest.approx(2 + 20 / 90)
    assert math.isnan(found["internal_rate_of_return"])
    assert "more than once" in why_no_rate(flows["net_public"].tolist())


def test_gains_without_their_cost_are_refused():
    project = InvestmentProject("late", 0, 0.0, 90.0, 200.0, 2025)
    flows = project_flows(project, range(2027, 2030), wage=0.0, community_share=0.64)
    with pytest.raises(InvalidInputError, match="begin in 2027"):
        project_appraisal(project, flows, rate=0.1)


def test_years_that_are_apart_are_discounted_apart():
    """-100 in 2025 and 161.051 in 2030: 1.1^5 = 1.61051, so 10 % and nothing left."""
    flows, years = [-100.0, 161.051], [2025, 2030]
    assert net_present_value(flows, 0.1, years=years) == pytest.approx(0, abs=1e-9)
    assert internal_rate_of_return(flows, years=years) == pytest.approx(0.1)
    assert payback_years(flows, years=years) == pytest.approx(100 / 161.051 * 5)
    with pytest.raises(InvalidInputError, match="ascending"):
        net_present_value(flows, 0.1, years=[2030, 2025])
    with pytest.raises(InvalidInputError, match="above -1"):
        payback_years(flows, rate=-1)


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        ([-100.0, float("nan")], "not known"),
        ([-100.0, -5.0], "never change sign"),
        ([-100.0, 0.5], "below -99 %"),
        ([-100.0, 110.0], ""),
    ],
)
def test_every_missing_rate_has_its_reason(flows, words):
    assert words in why_no_rate(flows)
    assert math.isnan(internal_rate_of_return(flows)) == bool(words)
