"""What one check answers about a small text or table, without reading it as a whole document."""

from __future__ import annotations

import pandas as pd

from stratanalysis.audit.verdicts import Material
from stratanalysis.documents.reading import document_from_text
from stratanalysis.findings import Outcome


def material(text="", *, layout="text", community=None, hromadas=None, **tables):
    document = document_from_text(text or "Слова.", name="small.txt", layout=layout)
    frames = {
        name: frame if isinstance(frame, pd.DataFrame) else pd.DataFrame(frame)
        for name, frame in tables.items()
    }
    return Material(document, frames, community, hromadas)


def verdicts(check, text="", **more):
    return list(check(material(text, **more)))


def answers(check, text="", **more):
    """Return "ok" and "unknown", and (stated, computed) of what is contradicted, in order."""
    names = {Outcome.OK: "ok", Outcome.NOT_CHECKABLE: "unknown"}
    return [
        names[v.outcome] if v.source is None else (v.stated, v.computed)
        for v in verdicts(check, text, **more)
    ]


def wrong(check, text="", **more):
    """Return (line, stated, computed) of what is contradicted."""
    return [
        (v.source.line, v.stated, v.computed)
        for v in verdicts(check, text, **more)
        if v.source is not None
    ]


def message(verdict):
    return verdict.finding("any").message
