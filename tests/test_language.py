"""Texts and numbers in both languages, and catalogues that lack nothing."""

from __future__ import annotations

import datetime as dt
import math
import re
import string

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from stratanalysis.errors import UnknownNameError
from stratanalysis.language import MISSING, language, translate
from stratanalysis.quantities.units import unit_kinds

NBSP = "\N{NO-BREAK SPACE}"
UK, EN = language("uk"), language("en")


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ([1_090_200_000, 788_200_000], ["1 090,2 млн грн", "788,2 млн грн"]),
        ([12_500_000_000, 788_200_000], ["12,5 млрд грн", "0,8 млрд грн"]),
        ([603_300_000, 12_000], ["603,3 млн грн", "12,0 тис. грн"]),  # nothing fits both
        ([-2_500, 940, math.nan], ["−2,5 тис. грн", "0,9 тис. грн", "…"]),
        ([9_999, 10_000], ["10,0 тис. грн", "10,0 тис. грн"]),
        ([0.0, 3_000_000], ["0,0 млн грн", "3,0 млн грн"]),
    ],
)
def test_amounts_of_a_column_have_one_unit(amounts, said):
    written = [UK.money(amount, among=amounts) for amount in amounts]
    assert [one.replace(NBSP, " ") for one in written] == said


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (UK.number(73814), f"73{NBSP}814"),
        (UK.number(-5.84, 1), "−5,8"),
        (UK.number(-0.04, 1), "0,0"),
        (UK.number(math.nan), MISSING),
        (UK.number(None), MISSING),
        (UK.number(0), "0"),
        (UK.money(603_316_631.88), f"603,3{NBSP}млн{NBSP}грн"),
        (UK.money(2_422_801_105.91), f"2,4{NBSP}млрд{NBSP}грн"),
        (UK.money(12_400), f"12,4{NBSP}тис.{NBSP}грн"),
        (UK.money(-18), f"−18{NBSP}грн"),
        (UK.percent(0.058), f"5,8{NBSP}%"),
        (UK.signed(0.5, 1), "+0,5"),
        (UK.signed(-0.5, 1), "−0,5"),
        (UK.date(dt.date(2022, 1, 1)), "1 січня 2022\N{NARROW NO-BREAK SPACE}р."),
        (EN.number(73814), "73,814"),
        (EN.money(603_316_631.88), f"UAH{NBSP}603.3{NBSP}million"),
        (EN.money(-18), f"UAH{NBSP}−18"),
        (UK.money(999_960), f"1,0{NBSP}млн{NBSP}грн"),
        (EN.percent(0.058), "5.8%"),
        (EN.date(dt.date(2022, 1, 1)), "1 January 2022"),
    ],
)
def test_as_people_write_it(written, expected):
    assert written == expected


def test_an_unknown_language_is_refused_and_an_unknown_message_stays_english():
    with pytest.raises(UnknownNameError, match="one of: en, uk"):
        language("ua")
    assert translate("no such message {x}", "uk", x=1) == "no such message 1"


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_translation_is_there_and_keeps_the_fields(root):
    for path in sorted((root / "stratanalysis" / "locale" / "uk").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="uk")
        for message in catalogue:
            if not message.id:
                continue
            ids = (message.id,) if isinstance(message.id, str) else message.id
            strings = (
                (message.string,) if isinstance(message.string, str) else tuple(message.string)
            )
            for text in strings:
                assert text, f"{path.name}: {ids[0]!r} has no translation"
                assert _fields(text) <= _fields(ids[-1]) | {"count"}, f"{path.name}: {ids[0]!r}"


def test_no_message_stands_in_two_catalogues_with_two_translations(root):
    seen: dict[str, tuple[str, object]] = {}
    for path in sorted((root / "stratanalysis" / "locale" / "uk").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="uk"):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key and key in seen:
                    assert seen[key][1] == message.string, f"{key!r}: {seen[key][0]}, {path.name}"
                seen[key] = (path.name, message.string)


def test_all_messages_of_the_library_are_in_the_catalogues(root):
    known = set()
    for path in (root / "stratanalysis" / "locale" / "uk").glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="uk"):
                known.add(message.id if isinstance(message.id, str) else message.id[0])
    keywords = {"text": None, "plural": (1, 2), "translate": None}
    missing = []
    for name, line, message, *_ in extract_from_dir(
        str(root / "stratanalysis"), [("**.py", "python")], keywords=keywords
    ):
        if name.startswith("tables/"):  # their text(...) makes a column
            continue
        key = message if isinstance(message, str) else message[0]
        if key and key not in known and re.search("[a-z]{2}", key):
            missing.append(f"{name}:{line}: {key}")
    assert not missing, "\n".join(missing)


def test_every_unit_is_written_for_a_reader_in_both_languages():
    for code in unit_kinds():
        written = {name: language(name).unit(code) for name in ("uk", "en")}
        assert "_" not in "".join(written.values())
        assert not re.search("[a-z]", written["uk"])
    assert language("uk").unit("items; persons") == "од.; осіб"
    assert language("en").unit("km2") == "km²"
    assert language("en").unit("hugs") == "hugs"


# Forms by hand from the CLDR categories of Ukrainian: one, few, many, other.
@pytest.mark.parametrize(
    ("value", "decimals", "is_", "on", "until"),
    [
        (0, 0, "0 осіб", "0 осіб", "0 осіб"),
        (1, 0, "1 особа", "1 особу", "1 особи"),
        (1, 1, "1,0 особи", "1,0 особи", "1,0 особи"),
        (1.5, 1, "1,5 особи", "1,5 особи", "1,5 особи"),
        (2, 0, "2 особи", "2 особи", "2 осіб"),
        (5, 0, "5 осіб", "5 осіб", "5 осіб"),
        (11, 0, "11 осіб", "11 осіб", "11 осіб"),
        (14, 0, "14 осіб", "14 осіб", "14 осіб"),
        (21, 0, "21 особа", "21 особу", "21 особи"),
        (22, 0, "22 особи", "22 особи", "22 осіб"),
        (111, 0, "111 осіб", "111 осіб", "111 осіб"),
        (2_102_921, 0, "2 102 921 особа", "2 102 921 особу", "2 102 921 особи"),
        (-1, 0, "−1 особа", "−1 особу", "−1 особи"),
        (0.96, 1, "1,0 особи", "1,0 особи", "1,0 особи"),
        (None, 0, "… осіб", "… осіб", "… осіб"),
    ],
)
def test_a_noun_agrees_with_the_number_that_is_shown(value, decimals, is_, on, until):
    def written(case):
        return UK.counted("person", value, case=case, decimals=decimals).replace(NBSP, " ")

    assert written("nominative") == is_
    assert written("accusative") == on
    assert written("genitive") == until


def test_english_has_one_only_for_one():
    found = [EN.counted("person", value).replace(NBSP, " ") for value in (0, 1, 2, 21, -1)]
    assert found == ["0 people", "1 person", "2 people", "21 people", "−1 person"]
    assert EN.counted("person", 1, decimals=1) == f"1.0{NBSP}people"


def test_every_noun_has_all_its_forms(root):
    import tomllib

    nouns = tomllib.loads((root / "stratanalysis/locale/nouns.toml").read_text("utf-8"))
    for name, entry in nouns.items():
        assert len(entry["en"]) == 2, name
        assert len(entry["nominative"]) == len(entry["genitive"]) == 4, name
        # the genitive of one is the form of a fraction: 1 року, 1,5 року
        assert entry["nominative"][3] == entry["genitive"][3], name


def test_an_unknown_noun_or_case_is_refused():
    with pytest.raises(UnknownNameError, match="person"):
        UK.counted("persons", 1)
    with pytest.raises(UnknownNameError, match="genitive"):
        UK.counted("person", 1, case="dative")
