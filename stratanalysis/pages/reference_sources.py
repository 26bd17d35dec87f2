"""Source lines of the reference tables, for pages."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re

import pandas as pd

from stratanalysis.errors import UnknownNameError
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.reference.tables import reference_folder

__all__ = ["reference_sources", "vintage_words"]


@functools.cache
def _sources() -> str:
    table = pd.read_csv(reference_folder() / "sources.csv", dtype=str, keep_default_na=False)
    return json.dumps(table.set_index("id").to_dict("index"))


def reference_sources(*identifiers: str, language: str) -> str:
    """Publisher, title and vintage of sources in ``data/reference/sources.csv``.

    Raises
    ------
    UnknownNameError
        There is no such source.
    """
    words = get_language(language)
    say = words.text
    known = json.loads(_sources())
    written = []
    for identifier in identifiers:
        if identifier not in known:
            raise UnknownNameError("source", identifier, known, where="data/reference/sources.csv")
        row = known[identifier]
        written.append(
            f"{say(row['publisher'])}: {say(row['title'])} ({vintage_words(row['vintage'], words)})"
        )
    return "; ".join(written)


def vintage_words(value: object, words: Language) -> str:
    """Write the day or month of a source for a reader; other texts by the catalogue.

    Examples
    --------
    >>> english = get_language("en")
    >>> vintage_words("2022-01-01", english), vintage_words("2023-07", english)
    ('1 January 2022', 'July 2023')
    """
    from babel.dates import format_date

    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return words.date(dt.date.fromisoformat(text))
    if re.fullmatch(r"\d{4}-\d\d", text):
        month = dt.date.fromisoformat(f"{text}-01")
        return format_date(month, "LLLL y", locale=words.code)
    return words.text(text)
