"""Terms, money and years of the rows of a plan, at the borders of its period."""

from __future__ import annotations

import pytest

from stratanalysis.audit.plan import (
    check_money_and_activity,
    check_plan_period,
    check_two_amounts,
    check_years_in_words,
    plan_period,
)
from stratanalysis.findings import Severity

from .answers import answers, material, message, verdicts

TITLE = "Програма на 2025–2027 роки"


def row(line=5, **more):
    columns = dict.fromkeys(("code", "title", "start", "end", "term", "number", "step"))
    return {"source_document": "s.txt", "source_line": line, "source_place": "",
            "source_text": f"рядок {line}", **columns, **more}  # fmt: skip


def pay(code, year, amount, line=9, kind="measure"):
    return row(line, measure=code, year=year, amount=amount, kind=kind)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2026, 2030), (2025, 2027)),  # the title shares a year with the money
        ((2027, 2030), (2025, 2027)),
        ((2028, 2030), (2028, 2030)),
        ((2020, 2025), (2025, 2027)),
        ((2020, 2024), (2020, 2024)),
    ],
)
def test_the_period_is_that_of_the_title_where_money_agrees(years, expected):
    money = [pay("1", year, 5.0) for year in years]
    assert plan_period(material(TITLE, money=money)) == expected
    assert plan_period(material("Слова.", money=money)) == years
    assert plan_period(material("Слова.")) is None


def test_the_title_stands_among_the_first_80_passages():
    for before, expected in ((79, (2025, 2027)), (80, None)):
        text = "\n\n".join([*["Слова."] * before, TITLE])
        assert plan_period(material(text)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025", "2027", "ok"),
        ("2024", "2027", ("2024 – 2027", "2025–2027")),
        ("2025", "2028", ("2025 – 2028", "2025–2027")),
        ("2027-06-01", "2027-12-31", "ok"),
        ("2027-06-01", "2028-01-01", "ok"),  # by the first day after the period
        ("2027-06-01", "2028-01-02", ("2027-06-01 – 2028-01-02", "2025–2027")),
        (None, None, "unknown"),
        (None, "2025-01-02", "ok"),
    ],
)
def test_terms_lie_within_the_period(start, end, expected):
    measures = [row(code="1", title="Захід", start=start, end=end)]
    assert answers(check_plan_period, TITLE, measures=measures) == [expected]


def test_steps_due_on_the_first_day_are_counted_once():
    measures = [row(line, code="1", title="З", end="2025-01-01") for line in (5, 6)]
    (found,) = verdicts(check_plan_period, TITLE, measures=measures)
    assert (found.stated, found.computed, found.source.line) == ("01.01.2025", "2025–2027", 5)
    assert "begins: 2" in message(found)
    assert found.severity is Severity.NOTE


def test_a_long_title_is_cut_at_60():
    measures = [row(code="1.2", number="3", title="я" * 70, end="2029")]
    (found,) = verdicts(check_plan_period, TITLE, measures=measures)
    assert message(found).startswith(f"1.2 3 {'я' * 60} has the term")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("з березня 2026 року по червень 2028 року", 1),
        ("з березня 2026 року по червень 2027 року", 0),
        ("з березня 2028 року по червень 2029 року", 0),  # what comes after the plan
        ("з березня 2027 року по червень 2029 року", 1),
    ],
)
def test_terms_in_words(term, expected):
    found = answers(check_plan_period, f"{TITLE}\n\nЗахід 2 реалізується {term}.")
    assert len(found) == expected


def activity(money, *terms):
    measures = [row(code="1", start=start, end=end) for start, end in terms]
    rows = [pay("1", year, amount, line=year) for year, amount in money]
    return {"measures": measures, "money": rows}


@pytest.mark.parametrize(
    ("money", "terms", "expected"),
    [
        ([(2025, 5.0), (2026, 5.0)], [("2025", "2026")], ["ok", "ok"]),
        ([(2025, 5.0), (2026, 5.0), (2027, 5.0)], [("2025", "2025")],
         ["ok", ("2026–2027", "2025")]),
        ([(2025, 5.0), (2027, 5.0)], [("2026", "2026")], [("2025, 2027", "2026")]),
        ([(2025, 0.0), (2026, 5.0)], [("2025", "2026")], ["ok", ("2025", "2026")]),
        ([(2025, None), (2026, 5.0)], [("2025", "2026")], ["ok", ("2025", "2026")]),
        ([(2025, 0.0)], [("2025", "2025")], ["ok"]),  # no money at all is another check's
        ([(2025, 5.0)], [(None, "2025")], ["ok"]),
        ([(2025, 5.0)], [("2025", None)], ["unknown"]),
        ([(2025, 5.0)], [("2026", "2025")], ["unknown"]),
        ([(2025, 2.0), (2025, -2.0), (2026, 1.0)], [("2025", "2026")], ["ok", ("2025", "2026")]),
    ],
)  # fmt: skip
def test_money_and_activity(money, terms, expected):
    assert answers(check_money_and_activity, **activity(money, *terms)) == expected


def test_the_row_of_the_first_idle_year_is_named():
    tables = activity([(2025, 5.0), (2026, 5.0), (2027, 5.0)], ("2025", "2025"))
    found = [v for v in verdicts(check_money_and_activity, **tables) if v.source]
    assert [(v.source.line, v.severity) for v in found] == [(2026, Severity.WARNING)]


@pytest.mark.parametrize(("gap", "expected"), [(59, "unknown"), (60, ("2026", "2025"))])
def test_every_year_is_said_within_60_pieces_of_the_last_row(gap, expected):
    text = "\n\n".join(["Захід 1", *["Слова."] * (gap - 1), "Щороку"])
    tables = activity([(2026, 5.0)], ("2025", "2025"))
    tables["measures"][0] |= {"source_line": 1}
    assert answers(check_money_and_activity, text, **tables) == [expected]


@pytest.mark.parametrize(
    ("words", "term", "expected"),
    [
        ("у 2026 році", ("2026", "2026"), ["ok"]),
        ("у 2027 році", ("2026", "2026"), ["ok"]),  # a step may prepare the next year
        ("у 2028 році", ("2026", "2026"), [("2028", "2026")]),
        ("у 2025 році", ("2026", "2027"), [("2025", "2026–2027")]),
        ("у 2026 році", (None, "2026"), ["unknown"]),
        ("у 2026 році", ("2027", "2026"), ["unknown"]),
        # five years before the plan and after it may be meant as years
        ("у 2020 році", ("2026", "2026"), [("2020", "2026")]),
        ("у 2019 році", ("2026", "2026"), []),
        ("у 2032 році", ("2026", "2026"), [("2032", "2026")]),
        ("у 2033 році", ("2026", "2026"), []),
    ],
)
def test_years_in_words(words, term, expected):
    actions = [row(code="1", step=f"Збудувати {words}", start=term[0], end=term[1])]
    assert answers(check_years_in_words, TITLE, actions=actions) == expected


def test_years_in_an_indicator_are_quoted_by_90_characters():
    words = "у 2028 році " + "я" * 100
    actions = [row(code="1", key_indicator=words, start="2026", end="2026")]
    (found,) = verdicts(check_years_in_words, TITLE, actions=actions)
    assert message(found).startswith(words[:90] + " names 2028")


def steps(count):
    return [row(20 + n, code="1", number=f"{n}.1", step="Крок") for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("amounts", "count", "expected"),
    [
        (1, 1, ["ok"]), (2, 1, [("рядок 21; рядок 22", "")]),
        (2, 2, ["unknown"]), (3, 2, [("рядок 21; рядок 22; рядок 23", "")]),
        (3, 3, ["unknown"]),
    ],
)  # fmt: skip
def test_two_amounts_of_one_step(amounts, count, expected):
    money = [pay("1", 2025, 5.0, line=20 + n) for n in range(1, amounts + 1)]
    assert answers(check_two_amounts, money=money, actions=steps(count)) == expected


def test_a_second_amount_where_no_step_begins_is_told():
    money = [pay("1", 2025, 5.0, line=21), pay("1", 2025, 6.0, line=40)]
    (found,) = verdicts(check_two_amounts, money=money, actions=steps(2))
    assert found.source.line == 40
    assert "1 has more than one amount for 2025" in message(found)


def test_amounts_parted_by_source_are_no_doubles():
    money = [pay("1", 2025, 5.0), pay("1", 2025, 6.0)]
    cube = [{"measure": "1", "source": "state", "fund": None}]
    assert answers(check_two_amounts, money=money, cube=cube) == []
    cube = [{"measure": "1", "source": None, "fund": "general"}]
    assert answers(check_two_amounts, money=money, cube=cube) == []
    cube = [{"measure": "1", "source": None, "fund": None}]
    assert len(answers(check_two_amounts, money=money, cube=cube)) == 1
