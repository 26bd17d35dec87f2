"""Long texts made to be slow: what they cost grows with their length, not with its square."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stratanalysis.plans import load_document

TEXTS = {
    "numbered goals": lambda n: "".join(f"{i}. Ціль {i}\n" for i in range(n)),
    "one code, many titles": lambda n: "".join(
        f"Стратегічна ціль 1. Назва номер {i}\n" for i in range(n)
    ),
    "one task, many titles": lambda n: (
        "Стратегічна ціль 1. Розвиток\nОперативна ціль 1.1. Люди\n"
        + "".join(f"Завдання 1.1.1. Назва номер {i}\n" for i in range(n))
    ),
    "many codes, one title": lambda n: "".join(
        f"Стратегічна ціль {i}. Розвиток громади\n" for i in range(n)
    ),
    "many tasks": lambda n: (
        "Стратегічна ціль 1. Розвиток\nОперативна ціль 1.1. Люди\n"
        + "".join(f"Завдання 1.1.{i}. Назва {i}\n" for i in range(n))
    ),
}


def calls(path: Path) -> int:
    """Count the calls of Python functions while a document is read."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        load_document(path)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_twice_the_work(tmp_path, name):
    work = []
    for lines in (150, 300, 600):
        file = tmp_path / f"{lines}.txt"
        file.write_text(TEXTS[name](lines), encoding="utf-8")
        if not work:
            calls(file)  # the first reading fills caches
        work.append(calls(file))
    # differences, so that what every document costs does not count; the square would give 4
    assert work[2] - work[1] < 2.6 * (work[1] - work[0])


def test_a_long_line_of_spaces_is_read_in_time_of_its_length(tmp_path):
    """A million spaces between two letters; with the square this takes hours."""
    file = tmp_path / "spaces.txt"
    file.write_text("а" + " " * 1_000_000 + "б\n", encoding="utf-8")
    assert load_document(file).kinds == ()
