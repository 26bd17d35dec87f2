"""Source lines of the reference tables, for pages."""

from __future__ import annotations

import functools
import json

import pandas as pd

from stratanalysis.errors import UnknownNameError
from stratanalysis.language import language as get_language
from stratanalysis.reference.tables import reference_folder

__all__ = ["reference_sources"]


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
            f"{say(row['publisher'])}: {say(row['title'])} ({words.vintage(row['vintage'])})"
        )
    return "; ".join(written)
