"""Word and PDF of a page: read back by other programs' readers, the same bytes twice."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from matplotlib.figure import Figure

from stratanalysis.errors import InvalidInputError
from stratanalysis.plots.style import png_bytes
from stratanalysis.publish.printed import (
    Block,
    PrintedPage,
    column_shares,
    lie_across,
    printed_files,
    read_page,
)
from stratanalysis.publish.word import word_file


def page(columns: int = 3) -> bytes:
    import base64

    picture = base64.b64encode(png_bytes(Figure(figsize=(2, 1)))).decode()
    head = "".join(f'<th scope="col">Стовпець {n}</th>' for n in range(columns))
    cells = "".join("<td>1,5</td>" for _ in range(columns))
    return (
        '<!doctype html><html lang="uk"><head><title>Огляд</title></head><body>'
        '<div class="cover"><p class="subject">x</p><p class="status">Проєкт</p>'
        '<p class="version">Версія даних: 1a2b</p></div>'
        '<main id="content"><p class="subject">Щорічний огляд</p><h1>Громада «Вигадана»</h1>'
        "<p>Речення зі знаком &lt;&amp;&gt;.</p>"
        '<h2 id="a">Перший розділ</h2><ul><li>один</li><li>два</li></ul>'
        f'<figure id="f"><figcaption>Висновок</figcaption><img alt="Слова замість картинки" '
        f'src="data:image/png;base64,{picture}"><p class="source">Джерело: a.csv · '
        '<a href="tables/a.csv">CSV</a></p></figure>'
        '<h2 id="b">Другий розділ</h2>'
        f'<div class="scroll"><table id="t"><caption>Таблиця</caption><thead><tr>{head}</tr>'
        f"</thead><tbody><tr>{cells}</tr><tr>{cells}</tr></tbody></table></div>"
        "</main></body></html>"
    ).encode()


def test_blocks_in_their_order():
    read = read_page(page().decode())
    assert (read.title, read.subject) == ("Громада «Вигадана»", "Щорічний огляд")
    kinds = ["paragraph", "heading", "bullets", "figure", "source", "heading", "table"]
    assert [block.kind for block in read.blocks] == kinds
    assert read.blocks[0].text == "Речення зі знаком <&>."
    assert read.blocks[4].text == "Джерело: a.csv"  # a link to a file is no use on paper
    assert read.blocks[-1].rows == (("1,5",) * 3,) * 2


def test_word_has_headings_heads_that_repeat_footnotes_and_alternative_texts():
    content = printed_files(page(), ("docx",), date="2024")["page.docx"]
    assert content == printed_files(page(), ("docx",), date="2024")["page.docx"]
    assert {info.date_time[0] for info in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {2000}
    document = docx.Document(io.BytesIO(content))
    styles = {p.text: p.style.name for p in document.paragraphs if p.text}
    assert styles["Громада «Вигадана»"] == "Title"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Перший розділ", "Другий розділ"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:  # the source is a footnote
        assert "Джерело: a.csv" in archive.read("word/footnotes.xml").decode()
        text = archive.read("word/document.xml").decode()
    assert text.count("<w:footnoteReference ") == 1
    assert text.count(" PAGEREF _Toc") == 2  # the contents name the pages
    (table,) = document.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells] == ["1,5"] * 3
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Слова замість картинки"


def test_a_wide_table_lies_across():
    content = printed_files(page(columns=14), ("docx",))["page.docx"]
    sections = docx.Document(io.BytesIO(content)).sections
    across = [section.page_width > section.page_height for section in sections]
    assert across == [False, True]


def test_a_heading_and_a_source_lie_with_their_wide_table():
    wide = Block("table", "т", rows=(("неподільне",) * 10,))
    blocks = (
        Block("heading", "а"), Block("paragraph", "б"), Block("heading", "в"), wide,
        Block("source", "г"), Block("heading", "ґ"), wide, Block("paragraph", "д"),
    )  # fmt: skip
    expected = [False, False, True, True, True, True, True, False]
    assert lie_across(blocks) == expected
    made = word_file(PrintedPage("назва", "", "uk", blocks, contents=False))
    sections = docx.Document(io.BytesIO(made)).sections
    across = [section.page_width > section.page_height for section in sections]
    assert across == [False, True, False]  # two wide tables share their pages


def test_pdf_is_tagged_and_the_same_twice():
    pytest.importorskip("weasyprint")
    import pdfplumber

    content = printed_files(page(), ("pdf",), date="2024")["page.pdf"]
    assert content == printed_files(page(), ("pdf",), date="2024")["page.pdf"]
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert pdf.doc.catalog["MarkInfo"]["Marked"]
        cover, text = (page.extract_text() for page in pdf.pages[:2])
    for words in ("Громада «Вигадана»", "2024", "Проєкт", "Версія даних: 1a2b"):
        assert words in cover
    assert "1 / " not in cover
    for words in ("2 / ", "Зміст", "Перший розділ", "Таблиця"):
        assert words in text
    adopted = printed_files(page(), ("pdf",), status="Ухвалено рішенням № 12")["page.pdf"]
    with pdfplumber.open(io.BytesIO(adopted)) as pdf:
        assert "Ухвалено рішенням № 12" in pdf.pages[0].extract_text()


def test_another_page_is_refused():
    with pytest.raises(InvalidInputError, match="not a page"):
        read_page("<html><body><p>x</p></body></html>")


def test_long_texts_get_room_and_short_words_stay_whole():
    block = Block("table", head=("Код", "Чому"), rows=(("1.1", "слово " * 20),))
    code, why = column_shares(block)
    assert code + why == pytest.approx(1)
    assert why > 3 * code
    assert code > 0.05
