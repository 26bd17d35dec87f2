"""Numbers of chapters, lists and steps: gaps, doubles, wrong order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stratanalysis.audit.tables import Place, place_of, row_place
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok
from stratanalysis.documents.blocks import Document, Piece
from stratanalysis.findings import Severity
from stratanalysis.quantities import prepare, read_roman, write_roman

__all__ = ["check_chapters", "check_steps"]

_NUMBERED = re.compile(
    r"[ ]{0,4}(?:(?P<roman>[IVXLCІХСП]{1,6})\.|(?P<code>\d{1,2}(?:\.\d{1,2}){1,3})\.?|"
    r"(?P<one>\d{1,2})(?P<mark>[.)]))[ ]{0,4}(?=[^\W\d_«\"]|[«\"])"
)
_NEAR = 3
"""Numbered paragraphs at most so many paragraphs apart belong to one list."""
_HEADING = 160
_STEP = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,2})(?P<below>(?:\.\d{1,2}){0,2})\."
    r"(?:[ ]{0,2}(?=[^\W\d_])|[ ]{1,2}(?=\d))"
)


@dataclass(slots=True)
class _Run:
    """A list or a level of chapters that is being read."""

    style: str
    last: int
    at: int
    piece: Piece
    heading: bool


def check_chapters(material: Material) -> Iterator[Verdict]:
    """Check the numbers of chapters and of lists in running text.

    A number goes on with the innermost list that it continues, else with an outer one; 1 begins a
    new list. What fits nowhere is a gap, a double or a number out of order: reported where the
    paragraph before it in that list is near, or where both are headings. The codes of goals are
    checked elsewhere.
    """
    goals = _goal_places(material)
    runs: list[_Run] = []
    children: dict[str, tuple[int, Piece]] = {}
    for index, piece in enumerate(material.document.paragraphs()):
        if row_place(piece.line, piece.place) in goals or len(piece.text) > 2000:
            continue
        match = _NUMBERED.match(prepare(piece.text[:60]))
        if match is None:
            continue
        if match["code"]:
            yield from _child(material.document, match["code"], piece, children)
            continue
        number = read_roman(match["roman"]) if match["roman"] else int(match["one"])
        if number is None:
            continue
        style = "roman" if match["roman"] else match["mark"]
        if style != ")" and number == 1:
            children.clear() if style == "roman" else None
        yield from _next(material.document, runs, style, number, index, piece)


def _goal_places(material: Material) -> set[Place]:
    places: set[Place] = set()
    for name in ("tellings", "goals", "measures"):
        table = material.table(name)
        if table is not None:
            places.update(place_of(row) for row in table.to_dict("records"))
    return places


def _next(
    document: Document, runs: list[_Run], style: str, number: int, index: int, piece: Piece
) -> Iterator[Verdict]:
    heading = len(piece.text) < _HEADING and piece.text.rstrip()[-1:] not in ".;,"
    for depth in range(len(runs) - 1, -1, -1):
        run = runs[depth]
        if run.style == style and number == run.last + 1:
            del runs[depth + 1 :]
            runs[depth] = _Run(style, number, index, piece, heading)
            yield ok()
            return
    if number == 1:
        runs.append(_Run(style, 1, index, piece, heading))
        yield ok()
        return
    for depth in range(len(runs) - 1, -1, -1):
        run = runs[depth]
        if run.style != style:
            continue
        near = index - run.at <= _NEAR
        titles = heading and run.heading and (style == "roman" or number > run.last)
        if not near and not titles:
            continue
        if style != "roman" and abs(number - run.last) > 5:
            continue
        yield _broken(document, run, style, number, piece)
        del runs[depth + 1 :]
        runs[depth] = _Run(style, number, index, piece, heading)
        return


def _broken(document: Document, run: _Run, style: str, number: int, piece: Piece) -> Verdict:
    write = write_roman if style == "roman" else str
    values = {"before": write(run.last), "line": str(run.piece.line or run.piece.place)}
    stated = write(number)
    if number == run.last:
        why = "number {stated} is used twice, here and at line {line}; renumber"
    elif number > run.last:
        why = (
            "after {before} comes {stated}: {computed} is missing; renumber, or restore what is "
            "lost"
        )
    else:
        why = "number {stated} comes after {before} (line {line}); renumber"
    return mismatch(
        Severity.WARNING,
        document.source(piece, piece.text[:200]),
        why,
        stated=stated,
        computed=write(run.last + 1),
        **values,
    )


def _child(
    document: Document, code: str, piece: Piece, children: dict[str, tuple[int, Piece]]
) -> Iterator[Verdict]:
    parent, _, last = code.rpartition(".")
    number = int(last)
    before = children.get(parent)
    if before is None or number == 1:
        children[parent] = (number, piece)
        yield ok()
        return
    children[parent] = (number, piece)
    if number == before[0] + 1:
        yield ok()
        return
    heading = len(piece.text) < _HEADING
    if not heading:
        return
    run = _Run("code", before[0], 0, before[1], True)
    verdict = _broken(document, run, "code", number, piece)
    values = dict(verdict.values)
    values |= {
        "stated": code,
        "before": f"{parent}.{before[0]}",
        "computed": f"{parent}.{before[0] + 1}",
    }
    yield Verdict(
        verdict.outcome, verdict.source, verdict.severity, verdict.why, values, code,
        str(values["computed"]),
    )  # fmt: skip


def check_steps(material: Material) -> Iterator[Verdict]:
    """Check the numbers of steps inside the cells of tables: ``1. ... 2. ... 1. ...``.

    A cell that a page break cut may begin with any number; a step that lacks only its stop
    (``2 Conduct``) is not missed.
    """
    for table in material.document.tables():
        for row in table.rows:
            for cell in row.cells:
                text = prepare(cell.text)
                if len(text) < 12 or len(text) > 20_000 or "." not in text[:40]:
                    continue
                verdict = _steps(material.document, cell, text)
                if verdict is not None:
                    yield verdict


def _steps(document: Document, cell: Piece, text: str) -> Verdict | None:
    found = list(_STEP.finditer(text))
    if len(found) < 3 or found[0].start() > 2:
        return None
    last = int(found[0]["number"])
    for match in found[1:]:
        number = int(match["number"])
        if number == last + 1 or (number == last and match["below"]):
            last = number
            continue
        between = text[: match.start()]
        if number > last + 1 and all(
            re.search(rf"(?<![\w.,]){step}[ ][^\W\d_]", between) for step in range(last + 1, number)
        ):
            last = number
            continue
        lines = getattr(cell, "lines", ())
        place = text[: match.start()].count("\n")
        line = lines[place] if place < len(lines) else cell.line
        around = " ".join(text[max(0, match.start() - 60) : match.end() + 40].split())
        return mismatch(
            Severity.WARNING,
            document.source(Piece(around, line, cell.place), around),
            "step {stated} is where {computed} should be; renumber the steps"
            if number <= last
            else "step {computed} is missing before {stated}; renumber the steps",
            stated=f"{number}.",
            computed=f"{last + 1}.",
        )
    return ok()
