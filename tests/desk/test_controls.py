"""Sliders: reach, steps, units, and numbers that people type."""

from __future__ import annotations

import pytest

from stratanalysis.desk.controls import controls, group_order, parse_number
from stratanalysis.desk.model import Mine
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import language


def by_name(board, mine=None):
    mine = mine or Mine("baseline", board.base_year + 1)
    return {control.driver.name: control for control in controls(board, mine)}


def test_both_ends_of_every_slider_can_be_run(example, city):
    for board in (example, city):
        for name in ("baseline", "optimistic"):
            mine = Mine(name, board.base_year + 1)
            for control in controls(board, mine):
                for change in (control.minimum, control.maximum):
                    board.run(mine.moved(control.driver.name, change))


def test_a_slider_reaches_twice_the_range_of_the_file(city):
    for name, found in city.scenarios.ranges("baseline").items():
        if name in by_name(city):
            control = by_name(city)[name]
            assert control.maximum >= 2 * found.high - 1e-12 or name == "pit_community_share"
            assert control.minimum <= 2 * found.low + 1e-12


def test_what_cannot_be_negative_goes_up_only(example):
    found = by_name(example)
    assert found["displacement"].minimum < 0  # a community may host more than it lost
    assert found["commuters"].minimum == 0
    assert found["project_jobs"].minimum == 0
    assert found["net_migration_rate"].minimum == -found["net_migration_rate"].maximum


def test_only_drivers_of_the_population_model_are_there(example, city):
    assert "natural_change_rate" in by_name(example)
    assert "total_fertility_rate" not in by_name(example)
    assert "natural_change_rate" not in by_name(city)
    assert "total_fertility_rate" in by_name(city)


def test_the_drivers_of_the_file_come_first(example):
    mains = [control.is_main for control in controls(example, Mine("baseline", 2025))]
    assert mains == sorted(mains, reverse=True)
    assert not by_name(example)["outside_investment"].is_main


def test_a_slider_grows_to_hold_the_change_that_is_made(example):
    mine = Mine("baseline", 2026).moved("net_migration_rate", 0.13)
    assert by_name(example, mine)["net_migration_rate"].maximum >= 0.13


def test_shares_are_moved_in_points_and_money_in_millions(example):
    uk = language("uk")
    found = by_name(example)
    migration = found["net_migration_rate"]
    assert migration.shown(0.0031, uk) == "+0,31"
    assert migration.shown(-0.0031, uk) == "−0,31"
    assert migration.change_unit(uk) == "в. п."
    assert migration.value(0.002, uk) == "0,20\N{NO-BREAK SPACE}% на рік"
    assert found["outside_investment"].shown(2.5e6, uk) == "+2,5"
    assert found["project_jobs"].value(800, uk) == "800 осіб"


def test_groups_keep_their_order(city):
    found = group_order(controls(city, Mine("baseline", 2022)))
    assert [group for group, _ in found] == [
        "population", "labour", "investment", "prices", "revenue", "expenditure",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0,5", 0.5),
        ("0.5", 0.5),
        ("−1,25", -1.25),
        ("–3", -3.0),
        ("+2", 2.0),
        ("50 000", 50000.0),
        ("50\N{NO-BREAK SPACE}000", 50000.0),
        (" 7 % ", 7.0),
    ],
)
def test_numbers_as_people_type_them(typed, value):
    assert parse_number(typed, language=language("uk")) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("50,000", 50000.0),
        ("1,250,000.5", 1250000.5),
        ("−1,000", -1000.0),
        ("0,125", 0.125),
        ("0.5", 0.5),
        ("0,5", 0.5),
        ("73 979", 73979.0),
    ],
)
def test_english_thousands_are_read_as_they_are_written(typed, value):
    assert parse_number(typed, language=language("en")) == value


@pytest.mark.parametrize("code", ["uk", "en"])
@pytest.mark.parametrize("value", [73979.0, 0.25, 1234567.0, -0.587, 999.0, 12.5])
def test_what_the_desk_writes_it_reads(code, value):
    speak = language(code)
    for decimals in (0, 1, 3):
        written = speak.signed(value, decimals)
        assert parse_number(written, language=speak) == pytest.approx(round(value, decimals))


@pytest.mark.parametrize("typed", ["", "abc", "nan", "inf", "1_000", "1,2,3", "0x10", "--1"])
def test_what_is_no_number(typed):
    with pytest.raises(InvalidInputError, match="no number"):
        parse_number(typed, language=language("uk"), where="Ціль")
