"""Numbers, units, dates: examples as documents write them, and the way there and back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.quantities import (
    Habit,
    find_dates,
    find_numbers,
    find_periods,
    find_quantities,
    find_years,
    is_blank,
    number_habit,
    prepare,
    read_number,
    read_period,
    read_quantity,
    read_roman,
    read_unit,
    squeeze,
    write_number,
    write_roman,
)


@pytest.mark.parametrize(
    ("written", "value", "decimals"),
    [
        ("5 575 278,40", 5_575_278.40, 2),
        ("5\u00a0575\u00a0278,40", 5_575_278.40, 2),
        ("5\u2009575\u202f278,4", 5_575_278.4, 1),
        ("73 814", 73_814, 0),
        ("2806", 2806, 0),
        ("0,125", 0.125, 3),
        ("1,500,000", 1_500_000, 0),
        ("1,500,000.25", 1_500_000.25, 2),
        ("1.500.000,25", 1_500_000.25, 2),
        ("\u22125,8", -5.8, 1),
        ("-5,8", -5.8, 1),
        ("52.25", 52.25, 2),
        ("0", 0, 0),
    ],
)
def test_a_cell_with_one_number_is_read(written: str, value: float, decimals: int) -> None:
    number = read_number(written)
    assert number is not None
    assert (number.value, number.decimals, number.ambiguous) == (value, decimals, False)
    assert number.margin == pytest.approx(0.5 / 10**decimals)


@pytest.mark.parametrize(
    "written",
    [
        *("", "---", "~~~", "-", "\u2013", "…", "1.1.1", "30.06.2020", "20,000 10,000", "1,2,3"),
        *("IV", "007", "4G", "226-р", "12 3456", "1" * 30, "десять", "1 00"),
    ],
)
def test_what_is_no_number_is_not_read(written: str) -> None:
    assert read_number(written) is None


def test_blank_signs_are_told_from_words_and_zero() -> None:
    assert all(is_blank(sign) for sign in ["", " ", "---", "~~~", "–", "…", "х", "\u00a0"])
    assert not any(is_blank(sign) for sign in ["0", "0,0", "ні", "Постійно"])


def test_ambiguous_grouping_follows_the_habit_and_says_so() -> None:
    as_decimal = read_number("20,000")
    as_groups = read_number("20,000", habit=Habit.COMMA_GROUPS)
    assert as_decimal is not None
    assert as_groups is not None
    assert (as_decimal.value, as_decimal.alternative) == (20.0, 20_000.0)
    assert (as_groups.value, as_groups.alternative) == (20_000.0, 20.0)
    assert as_decimal.ambiguous
    assert as_groups.ambiguous
    irregular = read_number("1500,000", habit=Habit.COMMA_GROUPS)
    assert irregular is not None
    assert (irregular.value, irregular.alternative) == (1_500_000.0, 1500.0)


def test_the_habit_is_learnt_from_what_can_be_read_in_one_way() -> None:
    assert number_habit("75,00 і 2 000,00, а також 20,000") is Habit.COMMA_DECIMAL
    assert number_habit("1,500,000 грн; 20,000 грн") is Habit.COMMA_GROUPS
    assert number_habit("20,000 тис. грн, 5,8 %") is Habit.COMMA_DECIMAL
    assert number_habit("нічого") is Habit.COMMA_DECIMAL


def test_digits_of_codes_and_names_are_not_numbers() -> None:
    text = (
        "рішення №6/81-1481, дорога Н20 і М03, зв'язок 4G, розпорядження 226-р, постанова "
        "835-2015-п, ділянка 1412600000:00:019:0214, завдання 1.1.1, 30.06.2020, № 23"
    )
    assert find_numbers(text) == []


def test_ranges_and_dashes() -> None:
    years, persons = find_quantities("За 10-15 років залишиться близько 50 тисяч мешканців.")
    assert (years.value, years.upper, years.unit.code) == (10, 15, "years")
    assert (persons.value, persons.unit.code, persons.margin) == (50_000, "persons", 500)
    text = "старше шістдесяти -28,6 %, приріст \u2212305 осіб (-3,4%)"
    shares = [(q.value, q.number.dash) for q in find_quantities(text)]
    assert shares == [(28.6, True), (-305, False), (-3.4, False)]


@pytest.mark.parametrize(
    ("text", "value", "code", "margin"),
    [
        ("Обсяг 551 895,0 тис. грн. за рік", 551_895_000, "UAH", 50),
        ("склав     4956,6 млн.грн.", 4_956_600_000, "UAH", 50_000),
        ("473,4 кв. км", 473.4, "km2", 0.05),
        ("приблизно 12 тис.м²", 12_000, "m2", 500),
        ("протяжність 493,43км доріг", 493.43, "km", 0.005),
        ("52,2 на 10 тис. населення", 52.2, "per_10000_persons", 0.05),
        ("6894 учня", 6894, "persons", 0.5),
        ("3600 од. світлоточок", 3600, "items", 0.5),
        ("24 населених пункти", 24, "items", 0.5),
        ("75% декларацій", 75, "percent", 0.5),
    ],
)
def test_quantities_in_words(text: str, value: float, code: str, margin: float) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.value == pytest.approx(value, rel=1e-12)
    assert quantity.unit.code == code
    assert quantity.margin == pytest.approx(margin)
    assert text[quantity.start : quantity.end] == quantity.written


def test_years_are_not_quantities() -> None:
    assert find_quantities("на початок 2021 року, 2024-2026рр., 2022 рік, 2020 років") == []


def test_units_alone() -> None:
    codes = {"(од)": "items", "шт.од.": "staff_units", "тис. м²": "m2", "%": "percent"}
    codes |= {"пог.м.": "running_m", "осіб": "persons", "га": "ha", "тис. грн.": "UAH"}
    found = {text: read_unit(text) for text in codes}
    assert {text: unit.code for text, unit in found.items() if unit} == codes
    assert read_unit("заходи щодо") is None
    assert read_unit("тощо") is None


def test_latin_look_alikes_are_understood_and_places_kept() -> None:
    text = "5 oсiб i SMART-рішення, ArcGIS"  # Latin o and i
    assert prepare(text) == "5 осіб i SMART-рішення, ArcGIS"
    assert len(prepare(text)) == len(text)
    (quantity,) = find_quantities(text)
    assert (quantity.unit.code, quantity.written) == ("persons", "5 oсiб")
    assert squeeze(" меxанiзм \u00a0\n x") == "механізм x"


def test_a_cell_takes_its_unit_from_the_head_of_the_column() -> None:
    thousand = read_unit("тис.грн.")
    cell = read_quantity("2 000,00", default=thousand)
    assert cell is not None
    assert (cell.value, cell.unit.code, cell.unit.written) == (2_000_000, "UAH", "тис.грн")
    own = read_quantity("50,000 грн.", default=thousand, habit=Habit.COMMA_GROUPS)
    assert own is not None
    assert (own.value, own.alternative) == (50_000, 50)
    assert read_quantity("50,000 грн 20,000 грн") is None
    assert read_quantity("---", default=thousand) is None


def test_roman_numerals_of_either_alphabet() -> None:
    cases = {"IV": 4, "І": 1, "ІІ": 2, "ХІ": 11, "П": 2, "Ш": 3, "УІ": 6, "VІ": 6, "XL": 40}
    assert {text: read_roman(text) for text in cases} == cases
    assert [read_roman(text) for text in ["", "IIII", "VX", "12", "А", "IIV"]] == [None] * 6


@given(st.integers(1, 399))
def test_roman_numerals_there_and_back(value: int) -> None:
    assert read_roman(write_roman(value)) == value


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("з 01.01.2020 по 30.06.2020", (2020, 1, 1), (2020, 6, 30), "dates"),
        ("01.03.2020 по 30.06.2020", (2020, 3, 1), (2020, 6, 30), "dates"),
        ("до 01.01.2020", None, (2020, 1, 1), "until"),
        ("2024-2026рр.", (2024, 1, 1), (2026, 12, 31), "years"),
        ("2024- 2026рр.", (2024, 1, 1), (2026, 12, 31), "years"),
        ("2020 - 2022 р.р.", (2020, 1, 1), (2022, 12, 31), "years"),
        ("2024р.", (2024, 1, 1), (2024, 12, 31), "year"),
        ("2021 рік", (2021, 1, 1), (2021, 12, 31), "year"),
        ("2021", (2021, 1, 1), (2021, 12, 31), "year"),
        ("І півріччя 2021 року", (2021, 1, 1), (2021, 6, 30), "part"),
        ("IV квартал 2023 року", (2023, 10, 1), (2023, 12, 31), "part"),
        ("9 місяців 2021 року", (2021, 1, 1), (2021, 9, 30), "part"),
        ("7 грудня 2020", (2020, 12, 7), (2020, 12, 7), "dates"),
        ("Постійно", None, None, "always"),
    ],
)
def test_periods_as_written(
    text: str, start: tuple[int, int, int] | None, end: tuple[int, int, int] | None, kind: str
) -> None:
    period = read_period(text)
    assert period is not None
    assert period.start == (dt.date(*start) if start else None)
    assert period.end == (dt.date(*end) if end else None)
    assert (period.kind, period.impossible, period.reversed) == (kind, (), False)


def test_days_that_do_not_exist_and_ends_before_starts_are_kept_apart() -> None:
    impossible = read_period("з 01.01.2020 по 30.02.2020")
    assert impossible is not None
    assert (impossible.end, impossible.impossible) == (None, ("30.02.2020",))
    assert find_dates("30.02.2020")[0].nearest == dt.date(2020, 2, 29)
    backwards = read_period("з 01.01.2022 по 30.06.2021")
    assert backwards is not None
    assert backwards.reversed


def test_several_periods_and_years_in_one_text() -> None:
    text = "1. з 01.01.2020 по 30.06.2020 2. до 01.01.2021 3. у 2022-2023 роках та 2024 році"
    assert [p.kind for p in find_periods(text)] == ["dates", "until", "years", "year"]
    assert find_years(text) == [2020, 2021, 2022, 2023, 2024]
    assert find_years("розпорядження №2020-р") == []


amounts = st.decimals(-(10**11), 10**11, allow_nan=False, places=3).map(float)


@given(amounts, st.integers(0, 4), st.sampled_from(Habit), st.booleans())
def test_a_written_number_is_read_as_the_same(
    value: float, decimals: int, habit: Habit, group: bool
) -> None:
    number = read_number(write_number(value, decimals, habit=habit, group=group), habit=habit)
    assert number is not None
    margin = 0.5000001 * 10**-decimals + 1e-15 * abs(value)
    assert number.value == pytest.approx(value, abs=margin)
    again = read_number(write_number(number.value, decimals, habit=habit), habit=habit)
    assert again is not None
    assert again.value == number.value


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя ,.;:()«»'–-\n", max_size=200))
def test_no_number_is_read_where_no_digit_stands(text: str) -> None:
    assert find_numbers(text) == []
    assert find_quantities(text) == []
    assert find_dates(text) == []


@given(st.text(alphabet="0123456789 ,.-–%:/№грнтисСС\u00a0", max_size=80))
def test_places_are_those_of_the_text_as_written(text: str) -> None:
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.written
        assert any(sign.isdigit() for sign in number.written)
    ends = [0]
    for quantity in find_quantities(text):
        assert quantity.start >= ends[-1]
        ends.append(quantity.end)


@pytest.mark.parametrize(
    ("piece", "quantities"),
    [
        *(("1", 0), ("1,", 0), ("1 000 ", 0), ("((((", 0), ("1.1.", 0), ("2020-", 0)),
        *(("12 січня ", 0), ("5 тис. грн ", 1), ("з 01.01.2020 по ", 0), ("І ", 0), ("тис. ", 0)),
    ],
)
def test_long_hostile_text_is_read_to_its_end(piece: str, quantities: int) -> None:
    times = 100_000 // len(piece)
    text = piece * times
    assert len(find_quantities(text)) == quantities * times
    assert len(find_periods(text)) <= times


def test_what_is_no_number_is_not_written() -> None:
    with pytest.raises(ValueError, match="not finite"):
        write_number(float("nan"))
