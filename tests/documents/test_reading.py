"""Documents of every format become the same located paragraphs and tables; bad ones are refused."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from matplotlib.backends.backend_pdf import FigureCanvasPdf

from stratanalysis.documents.reading import (
    MAX_TEXT,
    Document,
    Paragraph,
    Table,
    document_from_text,
    read_document,
)
from stratanalysis.documents.recognition import tesseract
from stratanalysis.errors import InvalidInputError, MissingInputError, UnreadableFileError

WORDS = "Стратегія громади: їжак, ґанок, Європа, об'єкт № 7\nДруга лінія — завдання\n"

CELLS_ON_LINES = (
    "Перший абзац\n\n\t№\n\tНазва завдання\n\tВиконавець\n\n"
    "\tСтратегічна ціль 1\nЗатишна громада\n\n"
    "\t1.1.1\n\tВулиці\n\n\tВідділ доріг,\nвідділ світла\n\n"
    "\t1.1.2\n\tДвори\n\tВідділ дворів\n\n\n\n"
    "Після таблиці\n"
)
PIPES = (
    "| Завдання | Виконавець |\n|--|:--:|\n| <p>Двір</p> <p>Сад</p> | A &amp; B \\| C |\n\n"
    "¹ примітка\n\n| | |\n|--|--|\n| | далі |\n\nІнше\n\n| | |\n|--|--|\n| окремо | тут |\n"
)
TABS = "№\tЗахід\tСума\n1\tДвір\t5\n\tдалі\t\n\n\tі ще\t\n"


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-u", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings_are_told_by_trial(tmp_path: Path, encoding: str) -> None:
    words = WORDS if encoding not in ("koi8-u",) else WORDS.replace("—", "-").replace("№", "N")
    file = tmp_path / "a.txt"
    file.write_bytes(words.encode(encoding))
    document = read_document(file)
    assert document.encoding == encoding
    assert [p.text for p in document.paragraphs()] == words.strip().split("\n")
    assert [p.line for p in document.paragraphs()] == [1, 2]


def test_cells_on_lines_become_rows_with_their_lines() -> None:
    document = document_from_text(CELLS_ON_LINES)
    first, table, last = document.blocks
    assert isinstance(table, Table)
    assert texts(table) == [
        ["№", "Назва завдання", "Виконавець"],
        ["Стратегічна ціль 1\nЗатишна громада", "", ""],
        ["1.1.1", "Вулиці", "Відділ доріг,\nвідділ світла"],
        ["1.1.2", "Двори", "Відділ дворів"],
    ]
    assert [row.line for row in table.rows] == [3, 7, 10, 16]
    parts = [(part.text, part.line) for part in table.rows[2].cells[2].parts()]
    assert parts == [("Відділ доріг,", 13), ("відділ світла", 14)]
    assert isinstance(first, Paragraph)
    assert isinstance(last, Paragraph)
    assert (first.line, last.text, last.line) == (1, "Після таблиці", 22)


def test_pipe_tables_lose_their_tags_and_are_joined_over_page_breaks() -> None:
    document = document_from_text(PIPES)
    joined, alone = document.tables()
    assert texts(joined) == [["Завдання", "Виконавець"], ["Двір\nСад", "A & B | C"], ["", "далі"]]
    assert [row.after_break for row in joined.rows] == [False, False, True]
    assert texts(alone) == [["окремо", "тут"]]
    assert [p.text for p in document.paragraphs()] == ["¹ примітка", "Інше"]


def test_tab_tables_keep_short_rows_and_page_breaks() -> None:
    (table,) = document_from_text(TABS).tables()
    assert texts(table) == [
        ["№", "Захід", "Сума"],
        ["1", "Двір", "5"],
        ["", "далі", ""],
        ["", "і ще", ""],
    ]
    assert [row.after_break for row in table.rows] == [False, False, False, True]


def test_ragged_rows_are_filled() -> None:
    (table,) = document_from_text("a|b\n1|2|3\n\n4\n", layout="csv").tables()
    assert texts(table) == [["a", "b", ""], ["1", "2", "3"], ["4", "", ""]]
    assert [row.line for row in table.rows] == [1, 2, 4]


def word_document(file: Path) -> None:
    """A numbered heading, a bulleted and a numbered list, merged cells, a tracked deletion."""
    word = WordDocument()
    word.add_heading("Цілі", level=1)
    word.add_paragraph("перший", style="List Bullet")
    word.add_paragraph("раз", style="List Number")
    word.add_paragraph("два", style="List Number")
    paragraph = word.add_paragraph("лишається")
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = "стерто"
    run.append(words)
    deleted.append(run)
    paragraph._p.append(deleted)
    table = word.add_table(rows=3, cols=3)
    for row, values in enumerate(
        [["Завдання", "Виконавець", "Термін"], ["а", "б", ""], ["в", "", "г"]]
    ):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(0, 1).merge(table.cell(0, 2))
    word.save(str(file))


def test_word_lists_numbers_and_merged_cells(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    word_document(file)
    document = read_document(file)
    assert document.format == "docx"
    paragraphs = document.paragraphs()
    assert [p.text for p in paragraphs] == ["Цілі", "• перший", "1. раз", "2. два", "лишається"]
    assert [p.heading for p in paragraphs] == [1, 0, 0, 0, 0]
    assert paragraphs[1].place == "paragraph 2"
    (table,) = document.tables()
    assert texts(table) == [["Завдання", "Виконавець\nТермін", ""], ["а", "б", ""], ["в", "", "г"]]
    assert table.rows[2].cells[2].place == "table 1, row 3, column 3"


def test_word_numbered_headings_are_counted_as_word_shows_them(tmp_path: Path) -> None:
    word = WordDocument()
    numbering = word.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for level, shown in enumerate(["Ціль %1.", "%1.%2.", "%1.%2.%3"]):
        element = OxmlElement("w:lvl")
        element.set(qn("w:ilvl"), str(level))
        for tag, value in (("w:start", "1"), ("w:numFmt", "decimal"), ("w:lvlText", shown)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            element.append(child)
        abstract.append(element)
    numbering.insert(0, abstract)
    identifier = numbering.add_num(77).numId
    for depth in (0, 1, 2, 2, 1, 0, 1):
        properties = word.add_paragraph("текст")._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = identifier
        properties.get_or_add_ilvl().val = depth
    file = tmp_path / "a.docx"
    word.save(str(file))
    shown = [p.text.removesuffix(" текст") for p in read_document(file).paragraphs()]
    assert shown == ["Ціль 1.", "1.1.", "1.1.1", "1.1.2", "1.2.", "Ціль 2.", "2.1."]


def test_html_spans_lists_and_no_script() -> None:
    page = (
        "<html><head><title>x</title><script>alert('a')</script></head><body><h2>Цілі</h2>"
        "<p>один<br>два</p><ul><li>а</li></ul><ol start=3><li>б</li><li>в</li></ol>"
        "<table><tr><th>Завдання</th><th colspan=2>Виконавець</th></tr>"
        "<tr><td rowspan=2>1</td><td><p>x</p><ul><li>y</li></ul></td><td>2</td></tr>"
        "<tr><td>3</td><td>4</td></tr></table><script>1</script>кінець</body></html>"
    )
    document = document_from_text(page, layout="html")
    assert [p.text for p in document.paragraphs()] == [
        *("Цілі", "один", "два", "• а", "3. б", "4. в", "кінець")
    ]
    assert document.paragraphs()[0].heading == 2
    (table,) = document.tables()
    assert texts(table) == [["Завдання", "Виконавець", ""], ["1", "x\n• y", "2"], ["", "3", "4"]]


def test_deeply_nested_html_ends(tmp_path: Path) -> None:
    page = "<div>" * 20_000 + "слово" + "<table><tr><td>" * 200 + "клітинка"
    document = document_from_text(page, layout="html")
    assert len(list(document.pieces())) <= 3


def test_workbook_cells_have_sheet_and_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "План"
    sheet.append([None, None])
    sheet.append(["Захід", "Сума", None, "2024 рік"])
    sheet.append(["Двір", 1234.5, None, 7])
    file = tmp_path / "a.xlsx"
    book.save(file)
    document = read_document(file)
    (table,) = document.tables()
    assert texts(table) == [["Захід", "Сума", "", "2024 рік"], ["Двір", "1234,5", "", "7"]]
    assert table.rows[1].cells[1].place == "План!B3"
    assert document.source(table.rows[1]).place == "План!A3"


def pdf(file: Path, lines: list[str]) -> None:
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure

    with rc_context({"pdf.fonttype": 42}):
        figure = Figure(figsize=(8, 6))
        for at, line in enumerate(lines):
            figure.text(0.1, 0.9 - at * 0.1, line)
        if not lines:
            figure.subplots().imshow([[0, 1], [1, 0]]).axes.set_axis_off()
        FigureCanvasPdf(figure).print_figure(file)


def test_pdf_lines_have_their_page_and_scans_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    pdf(file, ["Стратегічна ціль 1. Затишна громада", "Операційна ціль 1.1. Вулиці"])
    document = read_document(file)
    assert [(p.text, p.place) for p in document.paragraphs()] == [
        ("Стратегічна ціль 1. Затишна громада", "page 1"),
        ("Операційна ціль 1.1. Вулиці", "page 1"),
    ]
    scan = tmp_path / "scan.pdf"
    pdf(scan, [])
    with pytest.raises(InvalidInputError, match="a scan"):
        read_document(scan)


def bad_file(folder: Path, kind: str) -> Path:
    file = folder / f"{kind}.docx"
    if kind == "truncated":
        word_document(file)
        file.write_bytes(file.read_bytes()[:-400])
    elif kind == "broken xml":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("word/document.xml", "<w:document")
    elif kind == "bomb":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b" " * (65 * 2**20))
    elif kind == "damaged inside":
        word_document(file)
        data = bytearray(file.read_bytes())
        with zipfile.ZipFile(file) as archive:
            start = archive.getinfo("word/document.xml").header_offset + 60
        data[start : start + 200] = bytes(byte ^ 0x55 for byte in data[start : start + 200])
        file.write_bytes(data)
    elif kind == "span of letters":
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        cell = '<w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr></w:tc>'
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(
                "word/document.xml",
                f'<w:document xmlns:w="{space}"><w:body><w:tbl><w:tr>{cell}</w:tr></w:tbl>'
                "</w:body></w:document>",
            )
    elif kind == "workbook with words for numbers":
        workbook = openpyxl.Workbook()
        workbook.active["A1"] = 4711
        workbook.save(file)
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content.replace(b"<v>4711</v>", b"<v>x</v>"))
    elif kind == "other archive":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.txt", "слово")
    elif kind == "old office or password":
        file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    elif kind == "noise":
        file.write_bytes(random.Random(1).randbytes(20_000))
    elif kind == "huge text":
        with file.open("wb") as stream:
            stream.truncate(200 * 2**20)
    elif kind == "damaged pdf":
        file.write_bytes(b"%PDF-1.7\n" + b"x" * 100)
    return file


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("truncated", "cut short or damaged"),
        ("broken xml", "is damaged"),
        ("bomb", "unpacks to more than 64 MiB"),
        ("damaged inside", "cut short or damaged"),
        ("span of letters", "is damaged"),
        ("workbook with words for numbers", "the workbook is damaged"),
        ("other archive", "neither a document nor a workbook"),
        ("old office or password", "protected by a password"),
        ("noise", "not a text"),
        ("huge text", "200 MiB; expected at most 16 MiB"),
        ("damaged pdf", "damaged|no pages"),
    ],
)
def test_bad_files_are_refused_with_the_reason(tmp_path: Path, kind: str, words: str) -> None:
    file = bad_file(tmp_path, kind)
    with pytest.raises(UnreadableFileError, match=words) as caught:
        read_document(file)
    assert file.name in str(caught.value)


@pytest.mark.parametrize("change", ["password", "unknown packing"])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_parts_that_cannot_be_unpacked_are_refused(tmp_path: Path, kind: str, change: str) -> None:
    """Bit 0 of the flags of a ZIP entry is its password; 97 is a method that zipfile lacks."""
    file = tmp_path / f"plan.{kind}"
    if kind == "docx":
        word_document(file)
    else:
        openpyxl.Workbook().save(file)
    content = bytearray(file.read_bytes())
    for sign, flags, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        at = content.find(sign)
        while at >= 0:
            if change == "password":
                content[at + flags] |= 1
            else:
                content[at + method] = 97
            at = content.find(sign, at + 4)
    file.write_bytes(bytes(content))
    why = {"password": "is encrypted", "unknown packing": "compression method"}[change]
    with pytest.raises(UnreadableFileError, match=why):
        read_document(file)


def test_a_workbook_under_another_name_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "слово"
    workbook.save(tmp_path / "a.xlsx")
    file = (tmp_path / "a.xlsx").rename(tmp_path / "a.docx")
    assert read_document(file).text().strip() == "слово"


def test_entities_of_a_word_document_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("таємниця", encoding="utf-8")
    file = tmp_path / "a.docx"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="{space}">'
            "<w:body><w:p><w:r><w:t>а&s;б</w:t></w:r></w:p></w:body></w:document>",
        )
    assert "таємниця" not in read_document(file).text()


@pytest.mark.parametrize("text", ["а\n" * 250_001, "| " * 500_001])
def test_a_text_of_too_many_lines_or_cells_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="too many lines or cells"):
        document_from_text(text)


def test_a_row_of_very_many_cells_keeps_the_rest_in_its_last_cell() -> None:
    (table,) = document_from_text("| а " * 10_000).tables()
    assert table.width == 201
    assert table.rows[0].cells[-1].text.count("а") == 10_000 - 200


def test_an_empty_file_gives_a_finding_and_a_missing_one_an_error(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    document = read_document(file)
    assert isinstance(document, Document)
    assert [finding.check for finding in document.findings] == ["empty-document"]
    with pytest.raises(MissingInputError, match="no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(InvalidInputError, match="a folder"):
        read_document(tmp_path)
    assert MAX_TEXT == 16 * 2**20


def test_spans_of_an_html_table_do_not_widen_it_without_end() -> None:
    rows = "<tr><td rowspan=60 colspan=60>а</td></tr>" * 100
    (table,) = document_from_text(f"<table>{rows}</table>", layout="html").tables()
    assert table.width < 300


@pytest.mark.skipif(not tesseract(), reason="tesseract with Ukrainian is not on this machine")
def test_a_scan_is_recognised_with_its_confidence(tmp_path: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3), dpi=200)
    figure.text(0.05, 0.7, "Стратегічна ціль 1. Затишна громада", fontsize=20)
    figure.text(0.05, 0.3, "Операційна ціль 1.1. Чисті вулиці", fontsize=20)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())
    page = Figure(figsize=(8, 3), dpi=200)
    page.figimage(picture)
    file = tmp_path / "scan.pdf"
    FigureCanvasPdf(page).print_figure(file)
    document = read_document(file)
    assert [p.text.rstrip(".") for p in document.paragraphs()] == [
        "Стратегічна ціль 1. Затишна громада",
        "Операційна ціль 1.1. Чисті вулиці",
    ]
    assert document.confidence is not None
    assert 50 < document.confidence <= 100
    assert [finding.check for finding in document.findings] == ["text-recognised"]
