"""What a plan says of itself: years, shares, counts of goals, and the scale of its sums."""

from __future__ import annotations

import pytest

from stratanalysis.audit.plan_figures import (
    check_goal_counts,
    check_indicator_years,
    check_one_scale,
    check_share_bounds,
)

from .answers import answers, message, verdicts, wrong


def row(**more):
    return {"source_document": "s.txt", "source_line": 4, "source_text": "рядок", **more}


@pytest.mark.parametrize(
    ("base", "target", "expected"),
    [
        (2024, 2024, "ok"), (2024, 2025, "ok"), (2024, 2023, ("2023", "2024")),
        (None, 2023, "unknown"), (2024, None, "unknown"),
    ],
)  # fmt: skip
def test_a_target_does_not_come_before_its_base(base, target, expected):
    indicators = [row(name="Ліс", base_year=base, target_year=target)]
    assert answers(check_indicator_years, indicators=indicators) == [expected]


@pytest.mark.parametrize(
    ("base", "target", "expected"),
    [
        (0.0, 100.0, "ok"),
        (0.0, 101.0, ("101 %", "0–100 %")),
        (0.0, 100.5, ("100,5 %", "0–100 %")),
        (-1.0, 50.0, ("−1 %", "0–100 %")),
        (120.0, 130.0, ("120 %", "0–100 %")),
        (None, 60.0, "ok"),
    ],
)
def test_a_share_lies_between_0_and_100(base, target, expected):
    indicators = [
        row(name="Частка доріг", unit="percent", base_value=base, target_value=target),
        row(name="Площа", unit="ha", base_value=500.0, target_value=900.0),
        row(name="Кількість, %", unit="percent", base_value=500.0, target_value=900.0),
    ]
    assert answers(check_share_bounds, indicators=indicators) == [expected]


def test_a_rate_of_growth_may_exceed_100():
    indicators = [
        row(name="Частка виконаних заходів", unit="percent", base_value=1.0, target_value=120.0)
    ]
    assert answers(check_share_bounds, indicators=indicators) == ["unknown"]


def goals(*levels, tree="Т"):
    return [
        row(tree=tree, level=level, code=str(n), parent="1" if level == "operational" else None)
        for n, level in enumerate(levels)
    ]


TWO_AND_THREE = goals(*["strategic"] * 2, *["operational"] * 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Стратегія визначає дві стратегічні цілі.", ["ok"]),
        ("Стратегія визначає 2 стратегічні цілі та 3 операційні цілі.", ["ok", "ok"]),
        ("Стратегія визначає три стратегічні цілі.", [("3", "2")]),
        ("Стратегія визначає 4 операційні цілі.", [("4", "3")]),
        ("Обласна стратегія визначає три стратегічні цілі.", []),
        ("У тексті три стратегічні цілі.", []),
    ],
)
def test_goals_are_as_many_as_announced(text, expected):
    assert answers(check_goal_counts, text, goals=TWO_AND_THREE) == expected


def test_operational_goals_may_be_counted_under_one_strategic_goal():
    several = goals("strategic", "strategic", "operational", "operational")
    several[-1]["parent"] = "2"
    text = "Ціль містить 1 операційну ціль."
    assert answers(check_goal_counts, text, goals=several) == ["unknown"]
    assert answers(check_goal_counts, text, goals=goals("strategic")) == []  # none was read


def test_with_two_trees_a_count_says_nothing():
    two = [*goals("strategic"), *goals("strategic", tree="У")]
    assert answers(check_goal_counts, "Стратегія визначає 5 стратегічних цілей.", goals=two) == []


def money(*amounts, kind="measure"):
    return [
        row(measure=f"m{n}", kind=kind, amount=amount, year=2025)
        for n, amount in enumerate(amounts, start=1)
    ]


def measures(*titles):
    return [row(code=f"m{n}", title=title) for n, title in enumerate(titles, start=1)]


TITLE = "Ремонт дороги"


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((5000.0, 5000.0), ["ok"]),
        ((5000.0, 5_000_000.0), [("5 000 000 грн", "5 000 грн")]),
        ((5_000_000.0, 5000.0), [("5 000 грн", "5 000 000 грн")]),
        ((5.0, 5_000_000.0), [("5 000 000 грн", "5 грн")]),
        ((5000.0, 5_000_002.0), [("5 000 002 грн", "5 000 грн")]),  # 4e-7 off a thousand
        ((5000.0, 5_000_010.0), ["unknown"]),  # 2e-6 off
        ((5000.0, 6000.0), ["unknown"]),
        ((5000.0, 0.0), []),
        ((5000.0, 5000.000_000_1), ["ok"]),
    ],
)
def test_one_measure_in_two_tables_has_one_scale(amounts, expected):
    found = answers(check_one_scale, money=money(*amounts), measures=measures(TITLE, TITLE))
    assert found == expected


def test_the_title_of_a_measure_has_twelve_characters_at_least():
    twice = {"money": money(5.0, 5000.0)}
    assert answers(check_one_scale, measures=measures("Ремонт доріг", "РЕМОНТ  доріг"), **twice)
    assert not answers(check_one_scale, measures=measures("Ремонт школ", "Ремонт школ"), **twice)


def test_a_long_title_is_quoted_by_its_first_90_characters():
    title = "Ремонт " + "я" * 93
    (found,) = verdicts(check_one_scale, money=money(5.0, 5e6), measures=measures(title, title))
    assert f"Ремонт {'я' * 83} has" in message(found)
    assert found.source.line == 4


def totals(*rows, years=(2024, 2025)):
    head = "| Захід | " + " | ".join(f"{year} рік" for year in years) + " |\n"
    body = "".join(f"| {name} | {' | '.join(cells)} |\n" for name, *cells in rows)
    return head + "|---" * (len(years) + 1) + "|\n" + body


FIRST = totals(("А", "4,0", "2,0"), ("Б", "1,0", "3,0"), ("Разом", "5,0", "5,0"))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("5000", "5000"), [("5 000,0", "5,0")]),
        (("5000", "5100"), []),
        (("0,005", "0,005"), [("0,0", "5,0")]),
        (("5000", ""), []),
    ],
)
def test_totals_of_two_tables_have_one_scale(second, expected):
    text = FIRST + "\nСлова.\n\n" + totals(("А", "7", "7"), ("Разом", *second))
    found = [v for v in verdicts(check_one_scale, text, layout="markdown") if v.source]
    assert [(v.stated, v.computed) for v in found] == expected
    for verdict in found:
        assert "the total of 2024 is" in message(verdict)
        assert "small.txt:5" in message(verdict)


def test_one_year_in_common_is_too_little():
    second = totals(("А", "7", "7"), ("Разом", "5000", "5000"), years=(2025, 2026))
    assert wrong(check_one_scale, FIRST + "\nСлова.\n\n" + second, layout="markdown") == []
