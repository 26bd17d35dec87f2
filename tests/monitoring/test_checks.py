from __future__ import annotations

import math

import pytest

from stratanalysis.findings import Severity
from stratanalysis.monitoring import check_monitoring
from stratanalysis.tables import table

GOALS = table("goals").frame(
    [
        {"code": "1", "level": "strategic", "title": "x", "source_document": "d"},
        {"code": "1.1", "level": "task", "parent": "1", "title": "x", "source_document": "d"},
    ]
)


def indicator(**changes):
    row = {"indicator": "a", "goal": "1", "name": "x", "unit": "%", "direction": "increase"}
    row |= {"base_value": 10.0, "base_year": 2021, "target_value": 60.0, "target_year": 2027}
    return row | {"source_document": "d", "weight": 1.0} | changes


def check(indicators, observations=(), tasks=(), execution=(), measures=None):
    rows = [
        {"indicator": "a", "year": 2022, "phase": "fact", "value": 20.0, "unit": "%", "source": "s"}
        | row
        for row in observations
    ]
    money = {"measure": "m", "year": 2022, "period": "year", "funding_source": "x"}
    return check_monitoring(
        goals=GOALS,
        indicators=table("indicators").frame(indicators),
        observations=table("observations").frame(rows),
        tasks=table("tasks").frame([{"year": 2022, "source": "s"} | row for row in tasks]),
        execution=table("execution").frame([money | {"source": "s"} | row for row in execution]),
        measures=None if measures is None else table("measures").frame(measures),
    )


def codes(*args, **kwargs):
    return [finding.check for finding in check(*args, **kwargs)]


def test_good_tables_have_no_findings():
    assert codes([indicator()], [{}, {"year": 2023, "value": 45.0}]) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"goal": "7"}, "unknown-goal"),
        ({"unit": "парсеки"}, "unknown-unit"),
        ({"direction": "up"}, "unknown-direction"),
        ({"target_year": 2021}, "target-years"),
        ({"direction": "decrease"}, "target-direction"),
        ({"target_value": 10.0}, "target-equals-base"),
        ({"direction": "keep_within", "lower": 5.0, "upper": 1.0}, "empty-range"),
        ({"weight": 0.4}, "weight-sum"),
        ({"weight": -1.0}, "weight"),
        ({"weight": 0.0}, "weight"),
    ],
)
def test_each_problem_of_an_indicator_is_found(changes, expected):
    found = check([indicator(**changes)])
    assert expected in [finding.check for finding in found]
    first = next(finding for finding in found if finding.check == expected)
    assert first.source.document == "indicators.csv"
    assert first.source.line == 2
    assert first.source.place
    assert "{" not in first.message


def test_weights_that_do_not_sum_are_said_and_not_rescaled():
    rows = [indicator(weight=0.6), indicator(indicator="b", weight=0.6)]
    (found,) = check(rows)
    assert found.check == "weight-sum"
    assert found.severity is Severity.WARNING
    assert "sum to 1.2" in found.message
    assert codes([indicator(weight=60.0), indicator(indicator="b", weight=40.0)]) == []


def test_weights_next_to_goals_that_have_none():
    (found,) = check([indicator(), indicator(indicator="b", goal="1.1", weight=None)])
    assert (found.check, found.values["parts"]) == ("weight", "1.1")


def test_weights_partly_missing():
    (found,) = check([indicator(), indicator(indicator="b", weight=None)])
    assert found.check == "weight"
    assert found.source.line == 3


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"indicator": "zz"}], "unknown-indicator"),
        ([{"year": 2020}], "fact-before-base"),
        ([{}, {"value": 21.0}], "two-values"),
        ([{"unit": "км"}], "unit-differs"),
        ([{"value": 0.45}, {"year": 2023, "value": 45.0}], "percent-scale"),
        ([{"value": 40.0, "numerator": 3.0, "denominator": 10.0}], "ratio-differs"),
        ([{"value": None, "numerator": 3.0, "denominator": 0.0}], "zero-denominator"),
    ],
)
def test_each_problem_of_an_observation_is_found(rows, expected):
    found = check([indicator()], rows)
    assert [finding.check for finding in found] == [expected]
    assert found[0].source.document == "observations.csv"


def test_a_small_percent_in_a_small_series_is_not_suspected():
    small = indicator(base_value=0.8, target_value=2.0)
    assert codes([small], [{"value": 0.9}, {"year": 2023, "value": 1.7}]) == []


def test_percent_in_words_is_checked_as_percent():
    words = indicator(unit="відсотків")
    observed = [
        {"unit": "відсотків", "value": 0.45},
        {"unit": "відсотків", "year": 2023, "value": 45.0, "numerator": 9.0, "denominator": 20.0},
    ]
    assert codes([words], observed) == ["percent-scale"]


def test_a_missing_second_value_is_no_second_value():
    assert codes([indicator()], [{}, {"value": math.nan}]) == []


def test_unfulfilled_task_without_words_and_unknown_codes():
    tasks = [{"task": "1.1", "status": "not_done", "reason": "r"}, {"task": "9", "status": "done"}]
    assert codes([indicator()], tasks=tasks) == ["no-reason", "unknown-task"]
    assert codes([indicator()], execution=[{}], measures=[]) == ["unknown-measure"]


def test_paid_more_than_planned_counts_against_the_amended_plan():
    paid = [{"approved": 10.0, "amended": 20.0, "executed": 15.0}]
    assert codes([indicator()], execution=paid) == []
    paid[0]["amended"] = 12.0
    assert codes([indicator()], execution=paid) == ["over-executed"]


def test_all_problems_come_together():
    rows = [indicator(goal="7", direction="decrease"), indicator(indicator="b", unit="парсеки")]
    found = codes(rows, [{"indicator": "q"}, {"indicator": "b", "unit": "парсеки", "year": 2020}])
    assert {
        "unknown-goal", "target-direction", "unknown-unit", "unknown-indicator", "fact-before-base",
    } <= set(found)  # fmt: skip
