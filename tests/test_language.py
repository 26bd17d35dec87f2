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
        (EN.money(603_316_631.88), f"603.3{NBSP}M{NBSP}UAH"),
        (EN.date(dt.date(2022, 1, 1)), "January 1, 2022"),
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
