"""Reading a document of any known format into located paragraphs and tables.

Content says the format, not the name: plain text and Markdown, HTML, CSV, .xlsx, .docx, PDF with
text. Nothing in a document is run, fetched or resolved. Bounds: :data:`MAX_TEXT` bytes and
:data:`MAX_LINES` lines of text, :data:`MAX_FILE` bytes of archives and PDF files, 64 MiB for each
unpacked part of a .docx, 256 MiB for an unpacked workbook, a million cells, 600 pages.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from stratanalysis.documents.archives import open_archive
from stratanalysis.documents.blocks import Cell, Document, Paragraph, Piece, Row, Table
from stratanalysis.documents.continued import join_continued
from stratanalysis.documents.front_matter import mark_front_matter
from stratanalysis.documents.markdown import is_markdown, without_marks
from stratanalysis.documents.office import converted, office_kind
from stratanalysis.errors import InvalidInputError, MissingInputError, UnreadableFileError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.quantities import without_invisible

__all__ = [
    "MAX_FILE",
    "MAX_LINES",
    "MAX_TEXT",
    "Cell",
    "Document",
    "Paragraph",
    "Piece",
    "Row",
    "Table",
    "document_from_text",
    "read_document",
]

MAX_TEXT = 16 * 2**20
"""Most bytes of a text, HTML or CSV document."""
MAX_FILE = 128 * 2**20
"""Most bytes of a .docx, .xlsx or PDF document."""

MAX_LINES = 250_000
"""Most lines, and half of the most marks of cells, that a text may have."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_EXPECTED = "a .txt, .md, .html, .csv, .docx, .odt, .rtf, .doc, .xlsx, .ods, .xls or .pdf document"
_OTHER_FORMATS = ((b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"))


def read_document(path: Path | str) -> Document:
    """Read a document into located paragraphs and tables.

    Parameters
    ----------
    path : path
        The file. Its format is recognised by its content.

    Returns
    -------
    Document

    Raises
    ------
    MissingInputError
        There is no such file.
    UnreadableFileError
        The file is too large, damaged, protected, a scan, or of another format.
    InvalidInputError
        It is a folder.
    """
    path = Path(path)
    if path.is_dir():
        raise InvalidInputError("a folder, not a document", where=str(path), expected=_EXPECTED)
    if not path.is_file():
        raise MissingInputError("no such file", where=str(path), expected=_EXPECTED)
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(1024)
    archive = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    pdf = head.lstrip()[:5] == b"%PDF-"
    limit = MAX_FILE if archive or pdf else MAX_TEXT
    if size > limit:
        raise UnreadableFileError(
            f"the file has {size / 2**20:.0f} MiB",
            where=path.name,
            expected=f"at most {limit // 2**20} MiB",
            do="split it, or leave the pictures out",
        )
    kind = office_kind(path)
    if kind:
        with converted(path, kind) as made:
            return replace(_read_archive(made, name=path.name), name=path.name, format=kind)
    if head.startswith(_OLE):
        raise UnreadableFileError(
            "an office file that is protected by a password or damaged",
            where=path.name,
            expected=_EXPECTED,
            do="save it as .docx or .xlsx without a password",
        )
    for mark, what in _OTHER_FORMATS:
        if head.startswith(mark):
            raise UnreadableFileError(f"the file is {what}", where=path.name, expected=_EXPECTED)
    if pdf:
        from stratanalysis.documents.pdf import read_pdf

        blocks, pictures = read_pdf(path)
        marked = _joined(blocks)
        findings = tuple(pictures.findings())
        return Document(path.name, "pdf", "", marked, findings, pictures.confidence)
    if archive:
        return _read_archive(path)
    return _read_text(path)


def _joined(blocks: list[Paragraph | Table]) -> tuple[Paragraph | Table, ...]:
    return tuple(mark_front_matter(join_continued(blocks)))


def _read_archive(path: Path, *, name: str = "") -> Document:
    with open_archive(path) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        from stratanalysis.documents.word import read_word

        return Document(path.name, "docx", "", _joined(read_word(path)))
    if "xl/workbook.xml" in names:
        from stratanalysis.documents.sheets import read_workbook

        blocks, findings = read_workbook(path, name=name)
        return Document(path.name, "xlsx", "", _joined(blocks), tuple(findings))
    raise UnreadableFileError(
        "an archive that holds neither a document nor a workbook",
        where=path.name,
        expected=_EXPECTED,
    )


def _read_text(path: Path) -> Document:
    from stratanalysis.documents.encodings import decode

    text, encoding = decode(path.read_bytes(), path.name)
    beginning = text[:2000].lstrip().lower()
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm", ".xhtml") or beginning.startswith(("<!doctype html", "<html")):
        layout = "html"
    elif suffix in (".csv", ".tsv"):
        layout = "csv"
    else:
        layout = "markdown" if is_markdown(text, suffix) else "text"
    return document_from_text(text, name=path.name, layout=layout, encoding=encoding)


def document_from_text(
    text: str, *, name: str = "text", layout: str = "text", encoding: str = "utf-8"
) -> Document:
    """Make a document of a text that is already in memory.

    Parameters
    ----------
    text : str
        The whole text.
    name : str
        Name to show as the source.
    layout : {"text", "markdown", "html", "csv"}
        What the text is.
    encoding : str
        Encoding to report.

    Raises
    ------
    InvalidInputError
        No such layout.
    UnreadableFileError
        More than :data:`MAX_LINES` lines, or twice as many marks of cells.
    """
    marks = text.count("|") + text.count("\t")
    if text.count("\n") > MAX_LINES or marks > 2 * MAX_LINES:
        raise UnreadableFileError(
            "the text has too many lines or cells",
            where=name,
            expected=f"at most {MAX_LINES:,} lines and {2 * MAX_LINES:,} marks of cells",
            do="give a document, not a database",
        )
    text = without_invisible(text)
    blocks: list[Paragraph | Table]
    if layout == "html":
        from stratanalysis.documents.markup import read_html

        blocks = read_html(text, name)
    elif layout == "csv":
        from stratanalysis.documents.sheets import read_csv_table

        blocks = list(read_csv_table(text, name))
    elif layout in ("text", "markdown"):
        from stratanalysis.documents.headings import is_heading
        from stratanalysis.documents.plain_text import read_plain_text

        text = without_marks(text) if layout == "markdown" else text
        blocks = read_plain_text(text, is_heading=is_heading)
    else:
        raise InvalidInputError(
            f"no such layout: {layout!r}", where="layout", expected="text, markdown, html or csv"
        )
    findings = []
    if not blocks:
        why = "The document holds no words."
        findings.append(Finding("empty-document", Severity.WARNING, Source(name), why))
    if "\ufffd" in text:
        findings.append(
            Finding(
                "unreadable-signs",
                Severity.WARNING,
                Source(name),
                "{count} signs could not be read as {encoding}.",
                {"count": text.count("\ufffd"), "encoding": encoding},
            )
        )
    layout = "text" if layout == "markdown" else layout
    return Document(name, layout, encoding, _joined(blocks), tuple(findings))
