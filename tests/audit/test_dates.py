"""Days, periods and ranges cut by page breaks; the calendar tells what is right."""

from __future__ import annotations

import calendar

from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.audit import Material
from stratanalysis.audit.dates import check_days
from stratanalysis.documents.reading import document_from_text


def test_days_that_do_not_exist(found):
    text = "Звіт подати до 30.02.2021, проєкт до 31.06.2021, план до 28.02.2021."
    assert found("day-exists", text) == [
        (1, "30.02.2021", "28.02.2021"),
        (1, "31.06.2021", "30.06.2021"),
    ]
    assert found("day-exists", "Звіт подати до 29.02.2024.") == []
    assert found("day-exists", "Звіт подати 10.13.2021.") == [(1, "10.13.2021", "")]


def test_periods_that_end_before_they_begin(counts, found):
    text = "Ремонт з 01.08.2022 по 30.09.2022, закупівля у 2020-2022 роках."
    assert counts("end-after-start", text) == (2, 0, 0)
    wrong = found("end-after-start", text.replace("30.09.2022", "30.09.2021"))
    assert [stated for _, stated, _ in wrong] == ["з 01.08.2022 по 30.09.2021"]
    # from 1 August 2022 back to 30 September 2021 are 305 days
    assert wrong[0][2] == "−305 дн."
    assert len(found("end-after-start", text.replace("2020-2022", "2024-2022"))) == 1


def test_a_range_cut_by_a_page_break(audited):
    table = (
        "| Крок | Термін |\n|---|---|\n| Перший | 1. з 01.01.2021 по 30.06.2021 "
        "2. з 01.07.2021 по |"
        "\n\n| | |\n|---|---|\n| | 30.12.2021 |"
    )
    (finding,) = audited("range-not-cut", table).problems
    assert (finding.severity, finding.stated, finding.computed) == (
        "note", "з 01.07.2021 по", "30.12.2021",
    )  # fmt: skip
    whole = table.replace("01.07.2021 по |", "01.07.2021 по 30.12.2021 |")
    assert audited("range-not-cut", whole).problems == ()


@settings(max_examples=60, deadline=None)
@given(st.integers(1950, 2090), st.integers(1, 12), st.integers(29, 31))
def test_any_day_past_the_end_of_its_month_is_found(year, month, day):
    material = Material(document_from_text(f"Подати {day:02d}.{month:02d}.{year}."))
    (verdict,) = check_days(material)
    assert (verdict.source is not None) == (day > calendar.monthrange(year, month)[1])
