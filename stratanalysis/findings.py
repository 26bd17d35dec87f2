"""Where a statement is, and what was found about it.

A check answers ``ok``, ``mismatch`` or ``not_checkable`` for every statement it looks at, so that
"nothing was checked" never looks like "all is well" (see :class:`Tally`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FINDING_COLUMNS",
    "Finding",
    "Outcome",
    "RowKey",
    "Severity",
    "Source",
    "Tally",
    "findings_table",
    "place_order",
]

FINDING_COLUMNS = (
    "check",
    "severity",
    "source_document",
    "source_line",
    "source_place",
    "quoted",
    "stated",
    "computed",
    "why",
)


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Proved from the data or inside the document."""
    WARNING = "warning"
    """Two places disagree, or something is suspicious."""
    NOTE = "note"
    """Worth knowing; nothing is claimed to be wrong."""


class Outcome(StrEnum):
    """What a check can answer about one statement."""

    OK = "ok"
    MISMATCH = "mismatch"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document and its words.

    Attributes
    ----------
    document : str
        File name, without folders.
    line : int or None
        First line, counted from 1; for a PDF the page is in `place`.
    place : str
        Sheet and cell (``"7!C12"``), page (``"page 3"``), key (``"scenarios.baseline"``) or empty.
    text : str
        The words as written.
    """

    document: str
    line: int | None = None
    place: str = ""
    text: str = ""

    def __str__(self) -> str:
        spot = self.document
        if self.line is not None:
            spot += f":{self.line}"
        if self.place:
            spot += f" ({self.place})"
        return spot


class RowKey(dict[str, object]):
    """What names a row, by column; in a message the parts with "/" between.

    Examples
    --------
    >>> f"{RowKey(indicator='1.1-1', year=2024)}"
    '1.1-1/2024'
    """

    def __str__(self) -> str:
        return "/".join(map(str, self.values()))


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, with its place and its reason.

    Attributes
    ----------
    check : str
        Code of the check, for instance ``"negative-population"``.
    severity : Severity
        `error`, `warning` or `note`.
    source : Source
        Where the statement is.
    why : str
        English message with ``{name}`` fields; it is the key of the catalogues, so that
        :func:`stratanalysis.language.translate` gives it in the reader's language.
    values : mapping
        The values of the fields in `why`.
    stated, computed : str
        What the document says, and what follows from its parts or from other data.
    """

    check: str
    severity: Severity
    source: Source
    why: str
    values: Mapping[str, object] = field(default_factory=dict)
    stated: str = ""
    computed: str = ""

    @property
    def message(self) -> str:
        """The reason in English."""
        return self.why.format(**self.values) if self.values else self.why

    def __str__(self) -> str:
        return f"{self.source}: {self.severity}: {self.message} [{self.check}]"


@dataclass(slots=True)
class Tally:
    """How many statements a check examined, and with what outcome."""

    check: str
    ok: int = 0
    mismatch: int = 0
    not_checkable: int = 0

    @property
    def examined(self) -> int:
        """All statements that were looked at."""
        return self.ok + self.mismatch + self.not_checkable

    def add(self, outcome: Outcome) -> None:
        """Count one statement."""
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Make a table of findings, sorted by place.

    Parameters
    ----------
    findings : iterable of Finding

    Returns
    -------
    pandas.DataFrame
        Columns :data:`FINDING_COLUMNS`; `why` in English. Empty, with the columns, for none.
    """
    import pandas as pd

    rows = [
        {
            "check": f.check,
            "severity": f.severity.value,
            "source_document": f.source.document,
            "source_line": f.source.line,
            "source_place": f.source.place,
            "quoted": f.source.text,
            "stated": f.stated,
            "computed": f.computed,
            "why": f.message,
        }
        for f in findings
    ]
    table = pd.DataFrame(rows, columns=list(FINDING_COLUMNS)).astype({"source_line": "Int64"})
    return table.sort_values(
        ["source_document", "source_line", "source_place"],
        kind="stable",
        ignore_index=True,
        key=lambda column: column.map(place_order) if column.name == "source_place" else column,
    )


def place_order(place: str) -> str:
    """Return a key that sorts places by their numbers: row 2 before row 10."""
    return re.sub(r"\d+", lambda number: number.group().zfill(9), place)
