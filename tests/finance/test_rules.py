"""Dated parameters: which rule holds when."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance import rules as rules_module
from stratanalysis.finance.equalisation import base_subsidy, reverse_subsidy
from stratanalysis.finance.rules import dated_parameter, equalisation_rule, read_rules, rule_path
from stratanalysis.projection import project
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.scenarios.paths import Official


def test_the_last_day_of_a_rule_and_the_first_of_the_next():
    assert dated_parameter("military_pit_local", dt.date(2023, 9, 30)) == 1
    assert dated_parameter("military_pit_local", dt.date(2023, 10, 1)) == 0
    assert dated_parameter("pit_share", dt.date(2021, 12, 31)) == 0.60
    assert dated_parameter("pit_share", 2022) == 0.64


def test_rules_go_straight_into_the_subsidies():
    rule = equalisation_rule(2023)
    assert base_subsidy(0.4, 100.0, 3000.0, **rule["base"]) == base_subsidy(0.4, 100.0, 3000.0)
    assert reverse_subsidy(2.0, 100.0, 3000.0, **rule["reverse"]) == reverse_subsidy(
        2.0, 100.0, 3000.0
    )


def test_every_parameter_has_exactly_one_rule_a_year_and_a_source(root):
    rules = read_rules()
    yearly = {"equalisation_per_head"}  # a figure of the Ministry for single years
    # the formula of the education subvention was read in its form of 2023
    since = {"education": 2023, "additional": 2024, "pit_share_for_tariffs": 2026, "planned": 2027}
    for parameter in set(rules["parameter"]) - yearly:
        first = next((since[start] for start in since if parameter.startswith(start)), 2016)
        for year in range(first, 2031):
            assert dated_parameter(parameter, year) >= 0
    sources = pd.read_csv(root / "data" / "reference" / "sources.csv", dtype=str)
    assert set(rules["source"]) <= set(sources["id"])
    assert set(rules["status"]) <= {"seen", "general", "assumption", "planned"}


@pytest.mark.parametrize(
    ("series", "values"),
    [
        ("pit_share", [0.6, 0.64, 0.64, 0.64, 0.64, 0.64]),
        ("planned_pit_share", [0.6, 0.64, 0.64, 0.64, 0.6, 0.6]),
        ("planned_military_pit", [0, 0, 0, 0, 1, 1]),
        ("additional_subsidy", [0, 0, 37.5 / 33.4 - 1, 30.4 / 37.5 - 1, 0, 0]),
    ],
)
def test_rules_and_plans_as_paths(series, values):
    """2021, 2022 and 2025 to 2028: 33.4, 37.5 and 30.4 bn UAH of additional subsidy by year."""
    years = [2021, 2022, 2025, 2026, 2027, 2028]
    assert rule_path(series, years).tolist() == pytest.approx(values)
    assert Official(series).values(years).tolist() == pytest.approx(values)


def test_what_is_refused():
    with pytest.raises(UnknownNameError, match="did you mean 'pit_share'"):
        dated_parameter("pit_shares", 2022)
    with pytest.raises(InvalidInputError, match="0 rules of pit_share hold on 2014-01-01"):
        dated_parameter("pit_share", 2014)
    doubled = pd.concat([read_rules(), read_rules()])
    with pytest.raises(InvalidInputError, match="2 rules"):
        dated_parameter("pit_rate", 2022, rules=doubled)


def test_a_rule_that_is_dated_later_moves_the_grant_from_that_year_on(root, monkeypatch):
    """0.9 becomes 0.95 in 2028: the base grant of a community below it rises then, not before."""
    place, scenarios = read_folder(root / "data" / "communities" / "sofiivka")
    before = project(place, scenarios, range(2021, 2031), names=["baseline"], as_of=None)
    old = rules_module.read_rules()
    lower = old["parameter"].eq("base_subsidy_threshold")
    later = old[lower].assign(valid_from="2028-01-01", value=0.95)
    until = lower & old["valid_to"].eq("")
    earlier = old.mask(until, old.assign(valid_to="2027-12-31"))
    changed = pd.concat([earlier, later])
    monkeypatch.setattr(rules_module, "_rules", lambda: changed)
    rules_module._path.cache_clear()
    try:
        after = project(place, scenarios, range(2021, 2031), names=["baseline"], as_of=None)
    finally:
        rules_module._path.cache_clear()
    grant = [
        run.wide("revenue|base_subsidy", price_basis="nominal")["baseline"]
        for run in (before, after)
    ]
    assert grant[1].loc[:2027].tolist() == grant[0].loc[:2027].tolist()
    assert (grant[1].loc[2028:] > grant[0].loc[2028:]).all()
