"""Documents in a box: what stalls, swells, crashes or is damaged is one sentence."""

from __future__ import annotations

import io
import os
import time
import zipfile

import psutil
import pytest

from stratanalysis.cli import main
from stratanalysis.documents.sandbox import Bounds, boxed
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


CELL = "<w:tc><w:tcPr><w:gridSpan w:val='{n}'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
HOSTILE = {
    "span.docx": _docx("<w:tbl><w:tr>" + CELL.format(n="9" * 5000) + "</w:tr></w:tbl>"),
    "spans.docx": _docx(
        "<w:tbl>" + ("<w:tr>" + CELL.format(n=60000) * 3 + "</w:tr>") * 300 + "</w:tbl>"
    ),
    "deep.docx": _docx("<w:sdt><w:sdtContent>" * 30000 + "</w:sdtContent></w:sdt>" * 30000),
    "paragraphs.docx": _docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 400_000),
    "span.html": b"<table><tr><td colspan='" + b"9" * 5000 + b"'>a<td>b</table>",
    "spans.html": b"<table>" + b"<tr><td rowspan=60000 colspan=999>a" * 3000 + b"</table>",
    "start.html": b"<ol start='" + b"9" * 5000 + b"'><li>a</ol>",
    "deep.html": b"<div>" * 100_000 + b"a",
    "lists.html": b"<ul><li>a" * 5000,
    "rows.xlsx": _xlsx(
        "<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>a</t></is></c></row>"
    ),
    "row.xlsx": _xlsx(f"<row r='{'9' * 5000}'><c r='A1'><v>1</v></c></row>"),
    "cell.xlsx": _xlsx(f"<row r='1'><c r='A{'9' * 5000}'><v>1</v></c></row>"),
    "numbers.txt": b"1." * 200_000 + b" a\n",
    "list.txt": b"".join(b"%d) a\n" % n for n in range(60_000)),
    "cut.docx": _docx("<w:p/>" * 1000)[:-40],
    "cut.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Kids[2 0 R]>>endobj",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_soon_without_a_traceback(name, tmp_path, capfd):
    document = tmp_path / name
    document.write_bytes(HOSTILE[name])
    start = time.monotonic()
    status = main(["extract", str(document), "--to", str(tmp_path / "out")])
    spent = time.monotonic() - start
    said = capfd.readouterr().err
    assert status in (0, 1, 3)
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 1
    assert spent < 60, f"{spent:.0f} s"
