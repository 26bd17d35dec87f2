"""The invented community, number by number against a table worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.monitoring import annual_review, readiness, targets_under_scenarios
from stratanalysis.monitoring.annual_review import target_reached
from stratanalysis.tables import TABLES

NAN = math.nan


@pytest.fixture(scope="module")
def community(root):
    return Community.read(root / "data/communities/example")


@pytest.fixture(scope="module")
def review(community):
    return annual_review(community, year=2024, cycles=((2022, 2024), (2025, 2027)))


def test_the_example_says_that_it_is_an_exercise(community, root):
    assert community.kind == "example"
    assert "вправа" in community.name["uk"]
    assert "exercise" in community.name["en"]
    for file in (root / "data/communities/example").iterdir():
        for line in file.read_text("utf-8").splitlines()[1:] if file.suffix == ".csv" else ():
            assert "exercise" in line, file.name
        assert "exercise" in file.read_text("utf-8")


# Worked by hand. Base 2021, target 2027, so 2024 is half way: linear target = (base + target) / 2.
#   1.1-1: 400 -> 520, target 460, fact 436: 36 / 60. 1.1-2: 10 -> 70, target 40, 2200 of 5500.
#   1.2-1: 12 -> 6, amended plan 10.5, fact 10.2: 1.8 / 1.5. 2-1: stays above 20,000.
#   2.1-1: 40 -> 25, target 32.5, fact 37: 3 / 7.5. 2.1-2: range 20-24, base 16, fact 19: 1 - 1 / 4.
#   2.2-1: 60 -> 84, target 72, fact 69: 9 / 12. 3.1-1: 5000 -> 3500, target 4250, fact 4400.
WORKED = {
    "1.1-1": (460, 0.6, 0.3, "under_way"),
    "1.1-2": (40, 1.0, 0.5, "reached"),
    "1.2-1": (10.5, 1.2, 0.3, "beyond_target"),
    "1.2-2": (12000 * 1.5**0.5, NAN, NAN, "not_computable"),
    "2-1": (20200, 1.0, 1.0, "reached"),
    "2.1-1": (32.5, 0.4, 0.2, "under_way"),
    "2.1-2": (NAN, 0.75, 0.75, "under_way"),
    "2.1-3": (2, NAN, NAN, "not_applicable"),
    "2.2-1": (72, 0.75, 0.375, "under_way"),
    "3.1-1": (4250, 0.8, 0.4, "under_way"),
    "3.1-2": (20, NAN, NAN, "not_computable"),
}


@pytest.mark.parametrize("name", WORKED)
def test_indicator(review, name):
    row = review.indicators.set_index("indicator").loc[name]
    target, degree, final, status = WORKED[name]
    assert row["target"] == pytest.approx(target, nan_ok=True)
    assert row["degree_raw"] == pytest.approx(degree, nan_ok=True)
    assert row["degree_final_raw"] == pytest.approx(final, nan_ok=True)
    assert row["status"] == status


def test_reasons_stand_where_there_is_no_degree(review):
    reasons = review.indicators.set_index("indicator")["reason"]
    assert reasons[reasons != ""].to_dict() == {
        "1.2-2": "no fact",
        "2.1-3": "not applicable",
        "3.1-2": "target equals base",
    }


# 1.1: 0.6 * 0.6 + 0.4 * 1. 1.2: half measured, 1.2 counts as 1. 1: (0.5 * 0.76 + 0.25 * 1) / 0.75.
# 2.1: weights 0.5 and 0.3 take over 0.2: 0.625 * 0.4 + 0.375 * 0.75.
# 2: the mean of 0.53125, 0.75 and 1. 3: 0.8 on 0.7 of the weight.
# whole: (0.75 * 0.84 + 0.760417 + 0.7 * 0.8) / 2.45.
GOALS = {
    "1.1": (0.76, 1), "1.2": (1, 0.5), "1": (0.84, 0.75), "2.1": (0.53125, 1), "2.2": (0.75, 1),
    "2": (2.28125 / 3, 1), "3.1": (0.8, 0.7), "3": (0.8, 0.7),
    "": ((0.63 + 2.28125 / 3 + 0.56) / 2.45, 2.45 / 3),
}  # fmt: skip


@pytest.mark.parametrize("goal", GOALS)
def test_goal(review, goal):
    row = review.interim.goals.loc[goal]
    assert (row["degree"], row["coverage"]) == pytest.approx(GOALS[goal])


def test_tasks_and_unmet_ones_with_the_words_of_the_responsible(review):
    done = review.tasks_done
    assert done.loc["", ["done", "tasks", "reported"]].tolist() == [3, 8, 7]
    assert done.loc[["1", "2", "3"], "share"].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 2])
    assert review.tasks.loc["2.1.2", "status"] == "not_reported"
    assert review.unmet.index.tolist() == ["1.2.1", "2.1.1", "3.1.2"]
    assert review.unmet["reason"].notna().all()
    assert "2025" in review.unmet.loc["2.1.1", "proposal"]


def test_money_by_goal_source_and_section(review):
    # 2024, thousand UAH. Approved 200+300+500+5000+1500+3000+1000; amended (M1 as approved)
    # 200+280+500+4500+1600+3000+0; executed 190+280+120+4000+1600+0+0.
    whole = review.money.loc[""]
    assert whole[["approved", "amended", "executed"]].tolist() == [11.5e6, 10.08e6, 6.19e6]
    assert whole["rate_approved"] == pytest.approx(6190 / 11500)
    assert whole["rate_amended"] == pytest.approx(6190 / 10080)
    assert review.money.loc["2.1", ["amended", "executed"]].tolist() == [4.5e6, 4e6]
    assert math.isnan(review.money.loc["2.1.2", "executed"])
    assert review.by_source["executed"].sum() == 6.19e6
    assert review.by_section["executed"].tolist() == [0.59e6, 5.6e6, 0]
    top = review.money.loc[["1", "2", "3"], "executed"]
    assert top.sum() == whole["executed"]


def test_money_of_a_measure_without_a_section_is_in_none_and_shown(community):
    """M3 had 0.12 M UAH paid in 2024: its money leaves section 1 and the sum stays 6.19 M."""
    measures = community["measures"].copy()
    measures.loc[measures["code"] == "M3", "section"] = None
    tables = {**community.tables, "measures": measures}
    paid = annual_review(tables, year=2024).by_section["executed"]
    assert paid.to_dict() == {"1. Економіка": 0.47e6, "": 0.12e6, "2. Якість життя": 5.6e6,
                              "3. Довкілля та енергія": 0}  # fmt: skip
    assert paid.sum() == 6.19e6


def test_money_and_results_that_do_not_fit(review):
    assert review.mismatches["verdict"].to_dict() == {
        "M3": "money without result",
        "M7": "result without money",
    }


def test_need_of_money(review):
    # 2025: 200+300+1000+6000+2000+1000; 2026: 200+6000; 2027: 200. The closing cycle leaves
    # 30+70+380+1500+3300+1000 unpaid; M5 has no amount.
    need = review.need
    assert need["planned"].tolist() == [10.5e6, 0, 16.9e6]
    assert need["carried_over"].tolist() == [0, 6.28e6, 0]
    assert need.loc["2025", "without_amount"] == 1


def test_findings_and_readiness(review):
    assert [finding.check for finding in review.findings] == ["target-equals-base"]
    assert review.ready
    assert review.readiness.loc["facts of the year", ["needed", "filled"]].tolist() == [10, 9]
    assert review.readiness.loc["task status", "share"] == 7 / 8


def test_scenarios_against_targets(community):
    projected = pd.DataFrame(
        {
            "scenario": ["baseline", "optimistic", "baseline"],
            "year": [2027, 2027, 2026],
            "variable": "population",
            "value": [19_500.0, 20_500.0, 19_900.0],
        }
    )
    got = targets_under_scenarios(community["indicators"], projected)
    assert got["indicator"].tolist() == ["2-1", "2-1"]
    assert got.set_index("scenario")["reached"].to_dict() == {"baseline": "no", "optimistic": "yes"}
    none = targets_under_scenarios(community["indicators"], projected[projected["year"] == 2026])
    assert none["reached"].tolist() == ["unknown"]


def test_a_community_without_observations_gets_a_readiness_report(community):
    bare = {name: contract.empty() for name, contract in TABLES.items()}
    bare["goals"] = community["goals"]
    bare["indicators"] = community["indicators"].assign(
        base_value=NAN, target_value=NAN, lower=NAN, upper=NAN, direction=None, weight=NAN
    )
    got = annual_review(bare, year=2024)
    assert not got.ready
    assert got.interim.goals["degree"].isna().all()
    assert (got.interim.goals["coverage"] == 0).all()
    table = readiness(bare, year=2024)
    assert table.loc["indicator base_value", ["needed", "filled"]].tolist() == [10, 0]
    assert table.loc["task status", "filled"] == 0
    assert math.isnan(table.loc["executed money", "share"])


def test_what_gives_no_figure_is_not_counted_as_filled(community):
    """A denominator alone is no fact, and sums of half a year are not those of the year."""
    tables = {name: community[name] for name in TABLES}
    observed = tables["observations"].copy()
    observed.loc[observed["indicator"] == "1.1-2", "numerator"] = NAN
    tables["observations"] = observed
    tables["execution"] = tables["execution"].assign(period="01-06")
    got = readiness(tables, year=2024)
    assert got.loc["facts of the year", "filled"] == 8
    assert got.loc["executed money", "filled"] == 0


def test_an_empty_folder_is_not_all_well():
    got = annual_review({name: c.empty() for name, c in TABLES.items()}, year=2024)
    assert not got.ready
    assert got.readiness["share"].isna().all()


@pytest.mark.parametrize(
    ("direction", "value", "reached"),
    [
        ("increase", 12.3 - 1e-10, "yes"), ("increase", 12.29, "no"),
        ("decrease", 12.3 + 1e-10, "yes"), ("decrease", 12.31, "no"),
        ("keep_within", 10.0 - 1e-10, "yes"), ("keep_within", 9.99, "no"),
    ],
)  # fmt: skip
def test_rounding_does_not_miss_a_target(direction, value, reached):
    row = {"direction": direction, "target_value": 12.3, "lower": 10.0, "upper": NAN}
    assert target_reached(row, value) == reached
