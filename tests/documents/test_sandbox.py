"""Documents in a box: what stalls, swells, crashes or is damaged is one sentence."""

from __future__ import annotations

import io
import os
import zipfile
import zlib

import psutil
import pytest

from stratanalysis.cli import main
from stratanalysis.documents.reading import document_from_text, read_document
from stratanalysis.documents.sandbox import Bounds, boxed
from stratanalysis.documents.work import MOST
from stratanalysis.errors import UnreadableFileError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the box is a fork")
SMALL = Bounds(seconds=1, memory=64 * 2**20, output=2**20)


def _work(_path, what):
    if what == "time":
        while True:
            pass
    if what == "memory":
        return len(bytearray(2**30))
    if what == "output":
        return "x" * 2**22
    if what == "deep":
        return _work(_path, what)
    if what == "crash":
        os.kill(os.getpid(), 11)
    if what == "bug":
        return {}["key"]
    return what


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("time", "more than 1 seconds|longer than 2 seconds"),
        ("memory", "more memory"),
        ("output", "more than 1 MiB"),
        ("deep", "nested too deeply"),
        ("crash", "ended by the system"),
        ("bug", "damaged"),
    ],
)
def test_every_excess_is_one_sentence(what, said):
    with pytest.raises(UnreadableFileError, match=said) as caught:
        boxed(_work, "a.txt", what, bounds=SMALL)
    assert "\n" not in str(caught.value)


def test_a_result_comes_back_and_nothing_is_left():
    before = {child.pid for child in psutil.Process().children()}
    assert boxed(_work, "a.txt", "done", bounds=SMALL) == "done"
    assert {child.pid for child in psutil.Process().children()} <= before


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _docx(body):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
    return held.getvalue()


def _xlsx(sheet, shared=""):
    held = io.BytesIO()
    main_ = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{pack}/content-types"><Default Extension="xml" ContentType="application'
            '/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlforma'
            'ts-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r" Type="{rel}/office'
            'Document" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main_}" xmlns:r="{rel}"><sheets><sheet name="a" sheetId="1" '
            'r:id="s"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{pack}/relationships"><Relationship Id="s" Type="{rel}/work'
            'sheet" Target="worksheets/a.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/a.xml",
            f'<worksheet xmlns="{main_}"><sheetData>{sheet}</sheetData></worksheet>',
        )
        if shared:
            archive.writestr("xl/sharedStrings.xml", shared)
    return held.getvalue()


def _pdf(stream, packing=b"/FlateDecode"):
    """A page whose content is a stream, packed."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R"
        b">>>>>>",
        b"<</Length %d/Filter[%s]>>\nstream\n%s\nendstream" % (len(stream), packing, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(parts, 1))
    return b"%PDF-1.5\n" + objects + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF\n"


def _wrong_name(archive):
    """The name of the first part says it is UTF-8, and is not."""
    at = archive.rindex(b"PK\x01\x02")
    held = bytearray(archive)
    held[at + 9] |= 8
    held[at + 46] = 0xFF
    return bytes(held)


def _boxes(depth):
    body = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    for _ in range(depth):
        body = f"<w:p><w:r><w:txbxContent>{body}</w:txbxContent></w:r></w:p>"
    return _docx(body)


CELL = "<w:tc><w:tcPr><w:gridSpan w:val='{n}'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
HOSTILE = {
    "name.xlsx": _wrong_name(_xlsx("<row r='1'><c r='A1'><v>1</v></c></row>")),
    "boxes.docx": _boxes(60),
    "span.docx": _docx("<w:tbl><w:tr>" + CELL.format(n="9" * 5000) + "</w:tr></w:tbl>"),
    "spans.docx": _docx(
        "<w:tbl>" + ("<w:tr>" + CELL.format(n=60000) * 3 + "</w:tr>") * 300 + "</w:tbl>"
    ),
    "deep.docx": _docx("<w:sdt><w:sdtContent>" * 30000 + "</w:sdtContent></w:sdt>" * 30000),
    "paragraphs.docx": _docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 61_000),
    "span.html": b"<table><tr><td colspan='" + b"9" * 5000 + b"'>a<td>b</table>",
    "spans.html": b"<table>" + b"<tr><td rowspan=60000 colspan=999>a" * 900 + b"</table>",
    "start.html": b"<ol start='" + b"9" * 5000 + b"'><li>a</ol>",
    "deep.html": b"<div>" * 100_000 + b"a",
    "lists.html": b"<ul><li>a" * 5000,
    "rows.xlsx": _xlsx(
        "<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>a</t></is></c></row>"
    ),
    "row.xlsx": _xlsx(f"<row r='{'9' * 5000}'><c r='A1'><v>1</v></c></row>"),
    "cell.xlsx": _xlsx(f"<row r='1'><c r='A{'9' * 5000}'><v>1</v></c></row>"),
    "numbers.txt": b"1." * 200_000 + b" a\n",
    "list.txt": b"".join(b"%d) a\n" % n for n in range(20_000)),
    "cut.docx": _docx("<w:p/>" * 1000)[:-40],
    "cut.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Kids[2 0 R]>>endobj",
}


PACKED = zlib.compress(b"BT /F 1 Tf (a) Tj ET " * 1500, 9)
BOUNDED = {
    "operators and letters on a page": _pdf(PACKED),
    "bytes of unpacked streams": _pdf(
        zlib.compress(zlib.compress(b" " * 2**22, 9), 9), b"/FlateDecode/FlateDecode"
    ),
    "shared strings": _xlsx("", "<sst>" + "<si/>" * 2000 + "</sst>"),
    "cells": _xlsx("<row r='1'><c r='XFD1'><v>1</v></c></row>"),
    "rows": _xlsx("<row r='1048576'><c r='A1048576'><v>1</v></c></row>"),
    "paragraphs": _docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 2000),
    "list items": b"<ol start='7'>" + b"<li>a" * 2000 + b"</ol>",
    "nested text boxes": _docx(
        "<w:p><w:r>" + "<w:txbxContent><w:tbl/></w:txbxContent>" * 2000 + "</w:r></w:p>"
    ),
}


@pytest.mark.parametrize("kind", MOST)
def test_work_beyond_its_bound_is_refused_by_name(kind, tmp_path, monkeypatch):
    monkeypatch.setitem(MOST, kind, {"bytes of unpacked streams": 2**20}.get(kind, 1000))
    held = BOUNDED.get(kind, BOUNDED["operators and letters on a page"])
    document = tmp_path / ("a.html" if kind == "list items" else "a.docx")
    document.write_bytes(held)
    with pytest.raises(UnreadableFileError, match=f"more than [0-9,]+ {kind}"):
        read_document(document)


def test_a_list_is_numbered_in_one_walk_from_its_start():
    text = "<ol start='7'><li>a<li>b</ol><table><tr><td><ol><li>c</ol><td>d</table>"
    first, second, table = document_from_text(text, layout="html").blocks
    assert (first.text, second.text) == ("7. a", "8. b")
    assert table.rows[0].cells[0].text.replace("\n", " ") == "1. c"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_soon_without_a_traceback(name, tmp_path, capfd):
    document = tmp_path / name
    document.write_bytes(HOSTILE[name])
    status = main(["extract", str(document), "--to", str(tmp_path / "out")])
    said = capfd.readouterr().err
    assert status in (0, 1, 3)
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 1
