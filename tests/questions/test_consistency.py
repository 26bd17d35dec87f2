"""Scenarios that do not fit together are named, with the assumption behind it."""

from __future__ import annotations

import shutil

import pytest

from stratanalysis.projection import default_base_year
from stratanalysis.questions.consistency import check_scenarios
from stratanalysis.scenarios.folder import read_folder


def found_in(folder):
    community, scenarios = read_folder(folder)
    return check_scenarios(community, scenarios, base_year=default_base_year(community))


@pytest.fixture
def folder(root, tmp_path):
    return shutil.copytree(root / "data" / "communities" / "example", tmp_path / "example")


def with_change(folder, scenario, driver, value, unit="share per year"):
    """The folder with a constant change of a driver in one scenario, instead of its own."""
    file = folder / "scenarios.toml"
    file.write_text(
        file.read_text(encoding="utf-8")
        + f"""
[[{scenario}.assumption]]
driver = "{driver}"
change = {{ kind = "constant", value = {value} }}
unit = "{unit}"
reason = {{ uk = "Вправа", en = "Exercise" }}
source_kind = "judgement"
""",
        encoding="utf-8",
    )
    return folder


def test_scenarios_that_fit_are_not_accused(folder):
    assert found_in(folder) == []


def test_an_effort_that_ends_below_the_baseline_is_asked_why(folder):
    """Wages less by 8 % a year than the nation's: the PIT falls, and with it own revenue."""
    found = found_in(with_change(folder, "rational", "relative_wage_growth", -0.08))
    own = [f for f in found if f.values["variable"] == "own_revenue"]
    assert [f.check for f in own] == ["scenario-below-baseline"]
    assert own[0].values["driver"] == "relative_wage_growth"
    assert own[0].values["scenario"] == "rational"


def test_local_wages_that_grow_alone_are_flagged(folder):
    """4 % a year beyond the nation's: 1.04 ** 15 = 1.80."""
    found = found_in(with_change(folder, "optimistic", "relative_wage_growth", 0.04))
    alone = [f for f in found if f.check == "local-wages-alone"]
    assert [f.values["level"] for f in alone] == ["1.80"]
    assert str(alone[0].source) == "scenarios.toml"
