"""What pages refuse is found before, with the line and the cure."""

from __future__ import annotations

import pandas as pd

from stratanalysis.community import Community, communities
from stratanalysis.monitoring.page_checks import check_for_pages
from stratanalysis.tables import table


def found(**tables):
    frames = {name: table(name).frame(rows) for name, rows in tables.items()}
    return {finding.check: finding for finding in check_for_pages(frames)}


def test_repeated_codes_and_lost_parents():
    told = found(goals=[
        {"code": "1", "level": "strategic", "title": "а"},
        {"code": "1", "level": "strategic", "title": "б", "tree": "інше"},
        {"code": "2.1", "level": "operational", "title": "в", "parent": "2"},
    ])  # fmt: skip
    assert "lines 2, 3" in told["repeated-goal"].message
    assert told["unknown-parent"].source.line == 4


def test_goals_above_themselves():
    findings = check_for_pages({"goals": table("goals").frame([
        {"code": "1", "level": "strategic", "title": "а", "parent": "1.1"},
        {"code": "1.1", "level": "operational", "title": "б", "parent": "1"},
        {"code": "1.1.1", "level": "task", "title": "в", "parent": "1.1"},
    ])})  # fmt: skip
    lines = [one.source.line for one in findings if one.check == "goal-in-circle"]
    assert lines == [2, 3]


def test_groups_periods_and_codes_of_the_budget():
    told = found(
        revenue=[{"year": 2024, "period": "рік", "group": "ПДФО", "fund": "total", "value": 1}],
        expenditure=[{"year": 2024, "period": "year", "classification": "programme",
                      "code": "Освіта", "fund": "total", "value": 1}],
    )  # fmt: skip
    assert "is written pit here" in told["unknown-group"].message
    assert "'рік'" in told["unknown-period"].message
    assert "4 or 7 digits" in told["unknown-code"].message


def test_money_and_sections():
    told = found(
        measures=[{"code": "M1", "title": "а", "section": "I"}, {"code": "M2", "title": "б"}],
        money=[{"measure": "M9", "year": 2024, "amount": 5, "kind": "measure"}],
    )
    assert "'M9'" in told["money-without-measure"].message
    assert "M2 has no section" in told["measure-without-section"].message


def test_the_projects_own_communities_have_none(root):
    for name in communities(root / "data"):
        place = Community.read(root / "data" / "communities" / name)
        assert check_for_pages(place.tables) == [], name
    assert check_for_pages({"goals": pd.DataFrame(table("goals").empty())}) == []
