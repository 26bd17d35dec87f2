"""Running one check on a small text."""

from __future__ import annotations

import pytest

from stratanalysis.audit import audit_document
from stratanalysis.documents.reading import document_from_text


@pytest.fixture(scope="session")
def audited():
    """Return the result of one check, or of several, on a text."""

    def run(check, text, **more):
        codes = [check] if isinstance(check, str) else check
        document = document_from_text(text, name="small.txt", layout=more.pop("layout", "text"))
        return audit_document(document, checks=codes, **more)

    return run


@pytest.fixture(scope="session")
def found(audited):
    """Return the findings of one check on a text as (line, stated, computed)."""

    def run(check, text, **more):
        result = audited(check, text, **more)
        return [(f.source.line, f.stated, f.computed) for f in result.problems]

    return run


@pytest.fixture(scope="session")
def counts(audited):
    """Return how many statements one check confirmed, contradicted and could not check."""

    def run(check, text, **more):
        (tally,) = audited(check, text, **more).tallies
        return tally.ok, tally.mismatch, tally.not_checkable

    return run
