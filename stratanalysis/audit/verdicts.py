"""What a check is, what it answers about one statement, and what it reads."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stratanalysis.audit.statements import MAX_TEXT, Passage, Sentence, passages
from stratanalysis.audit.tables import Place, row_place
from stratanalysis.documents.blocks import Document, Table
from stratanalysis.documents.table_model import TableModel, table_model, unit_in
from stratanalysis.findings import Finding, Outcome, Severity, Source
from stratanalysis.quantities import Habit, number_habit, write_number

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community

__all__ = ["Check", "Material", "Verdict", "mismatch", "ok", "unknown", "write"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a check about one statement.

    Attributes
    ----------
    outcome : Outcome
        `ok`, `mismatch` or `not_checkable`; a mismatch carries what a finding needs.
    """

    outcome: Outcome
    source: Source | None = None
    severity: Severity = Severity.WARNING
    why: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    stated: str = ""
    computed: str = ""

    def finding(self, check: str) -> Finding:
        """Return the finding of a mismatch."""
        assert self.source is not None
        return Finding(
            check, self.severity, self.source, self.why, self.values, self.stated, self.computed
        )


def ok() -> Verdict:
    """Return the verdict that a statement is confirmed."""
    return Verdict(Outcome.OK)


def unknown() -> Verdict:
    """Return the verdict that a statement cannot be checked."""
    return Verdict(Outcome.NOT_CHECKABLE)


def mismatch(
    severity: Severity,
    source: Source,
    why: str,
    /,
    *,
    stated: str = "",
    computed: str = "",
    **values: object,
) -> Verdict:
    """Return the verdict that a statement is contradicted, with the reason and its values."""
    values = {"stated": stated, "computed": computed} | values
    return Verdict(Outcome.MISMATCH, source, severity, why, values, stated, computed)


def write(value: float, decimals: int = 0, unit: str = "") -> str:
    """Write a figure as the documents do: ``67,44 %``."""
    number = write_number(value, decimals).replace("\N{NO-BREAK SPACE}", " ")
    return f"{number} {unit}".strip()


@dataclass(frozen=True)
class Check:
    """One check of the list.

    Attributes
    ----------
    code : str
        As in the column `check`.
    group : str
        ``"arithmetic"``, ``"dates"``, ``"written"``, ``"numbering"``, ``"completeness"``,
        ``"official"`` or ``"trend"``.
    title : str
        English title; its Ukrainian is in the catalogue.
    advice : str
        What to do about a finding.
    run : callable
        Reads a :class:`Material` and yields verdicts.
    """

    code: str
    group: str
    title: str
    advice: str
    run: Callable[[Material], Iterable[Verdict]]


def _unit_caption(captions: list[str]) -> str:
    """Return the paragraph above a table that gives its unit; empty where none is short enough."""
    return next((text for text in reversed(captions) if len(text) < 260 and unit_in(text)), "")


@dataclass(frozen=True)
class Material:
    """All that the checks read.

    Attributes
    ----------
    document : Document
        The located document.
    tables : mapping of str to pandas.DataFrame
        ``goals``, ``indicators``, ``measures``, ``money``, ``actions``, ``swot``, ``scenarios`` as
        far as the document has them.
    community : Community, optional
        Whose document it is.
    hromadas : pandas.DataFrame, optional
        ``data/reference/hromadas.csv``, for ranks.
    """

    document: Document
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    community: Community | None = None
    hromadas: pd.DataFrame | None = None

    @functools.cached_property
    def habit(self) -> Habit:
        """How the document uses the comma in numbers."""
        return number_habit(self.document.text()[:MAX_TEXT])

    @functools.cached_property
    def models(self) -> tuple[TableModel, ...]:
        """The tables of the document, taken apart; those without a head are left out."""
        found = []
        captions: list[str] = []
        for block in self.document.blocks:
            if isinstance(block, Table):
                model = table_model(block, caption=_unit_caption(captions))
                if model is not None:
                    found.append(model)
                captions = []
            else:
                captions = [*captions[-2:], block.text]
        return tuple(found)

    @functools.cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Passages that are read; see `unread` for those that are not."""
        return self._divided[0]

    @property
    def unread(self) -> tuple[Passage, ...]:
        """Passages left out: too long, or after the first :data:`MAX_TEXT` characters."""
        return self._divided[1]

    @functools.cached_property
    def _divided(self) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
        read: list[Passage] = []
        left: list[Passage] = []
        length = 0
        for passage in passages(self.document):
            fits = passage.readable and length + len(passage.text) <= MAX_TEXT
            length += len(passage.text) if fits else 0
            (read if fits else left).append(passage)
        return tuple(read), tuple(left)

    @functools.cached_property
    def _order(self) -> dict[Place, int]:
        order: dict[Place, int] = {}
        for index, piece in enumerate(self.document.pieces()):
            order.setdefault(row_place(piece.line, piece.place), index)
        return order

    def position(self, place: Place) -> int:
        """Return how many pieces of the document are before a place; all for one unknown."""
        return self._order.get(place, len(self._order) + (place[0] or 0))

    @functools.cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the passages that are read."""
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)

    def table(self, name: str) -> pd.DataFrame | None:
        """Return a table of the document; None where it has none or an empty one."""
        found = self.tables.get(name)
        return None if found is None or found.empty else found
