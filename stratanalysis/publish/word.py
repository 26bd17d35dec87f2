"""A page as a Word document that a clerk can edit: styles, native tables, pictures, contents."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stratanalysis.language import language as get_language
from stratanalysis.publish.printed import (
    SHORT,
    Block,
    PrintedPage,
    column_shares,
    is_across,
    lie_across,
)
from stratanalysis.publish.steady_zip import same_bytes
from stratanalysis.publish.word_notes import Footnotes, add_field

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["word_file"]

_LOCALES = {"uk": "uk-UA", "en": "en-GB"}
_ROOM, _ROOM_ACROSS = 17.0, 25.7
"""Centimetres between the margins, upright and across."""
_NOTE, _NOTICE = "Source note", "Notice"


def word_file(page: PrintedPage) -> bytes:
    """Write a page as .docx.

    Headings are the built-in ones, so that contents and navigation work; heads of tables are
    repeated on every page, rows are not parted; pictures have alternative texts; the source of a
    table or picture is a footnote at its caption. The same page gives the same bytes: no time and
    no user is written.
    """
    import docx

    document = docx.Document()
    _prepare(document, page)
    notes = Footnotes(document)
    document.add_paragraph(page.title, style="Title")
    for line in (page.subject, page.date, page.status, page.version):
        if line:
            document.add_paragraph(line, style="Subtitle")
    if page.status:
        document.add_page_break()
    headings = [block.text for block in page.blocks if block.kind == "heading"]
    _contents(document, headings if page.contents else [], page.language)
    blocks, count, lying = page.blocks, 0, False
    for place, (block, across) in enumerate(zip(blocks, lie_across(blocks), strict=True)):
        if across is not lying:
            _turn(document, across=across)
            lying = across
        if block.kind == "heading":
            count += 1
            _heading(document, block.text, count)
        elif block.kind not in ("source", "note") or _owner(blocks, place) is None:
            below = _below(blocks, place)
            _put(document, block, notes, [one.text for one in below if one.kind == "source"])
            for one in below:
                if one.kind == "note":
                    document.add_paragraph(one.text, style=_NOTE)
    notes.write()
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _owner(blocks: Sequence[Block], place: int) -> Block | None:
    """The table or picture with a caption under which a source or note is."""
    while place > 0 and blocks[place].kind in ("source", "note"):
        place -= 1
    block = blocks[place]
    return block if block.kind in ("table", "figure") and block.text else None


def _below(blocks: Sequence[Block], place: int) -> list[Block]:
    """Sources and notes that belong to a table or picture with a caption."""
    below: list[Block] = []
    if blocks[place].kind in ("table", "figure") and blocks[place].text:
        for block in blocks[place + 1 :]:
            if block.kind not in ("source", "note"):
                break
            below.append(block)
    return below


def _prepare(document: Document, page: PrintedPage) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    moment = dt.datetime(1980, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.subject, about.author = page.title, page.subject, "stratanalysis"
    about.created = about.modified = moment
    about.last_modified_by, about.comments = "", ""
    about.language = _LOCALES[page.language]
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Caption"):
        style = styles[name]
        style.font.name = "Times New Roman"
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:eastAsia", "w:cs", "w:hAnsi", "w:ascii"):
            fonts.set(qn(kind), "Times New Roman")
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
    styles["Title"].font.size, styles["Subtitle"].font.size = Pt(18), Pt(13)
    styles["Heading 1"].font.size, styles["Caption"].font.size = Pt(14), Pt(11)
    for name, size, bold in ((_NOTE, 9, False), (_NOTICE, 12, True)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = normal
        made.font.size, made.font.bold = Pt(size), bold
        made.paragraph_format.space_after = Pt(6)
    _language(normal, _LOCALES[page.language])
    contents = styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    contents.base_style = normal
    contents.paragraph_format.space_after = Pt(2)
    contents.paragraph_format.tab_stops.add_tab_stop(
        Cm(_ROOM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    for name in ("Heading 1", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    _page_numbers(section, page.title)


def _language(style: Any, locale: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), locale)
    style.element.get_or_add_rPr().append(lang)


def _page_numbers(section: Any, title: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    head = section.header.paragraphs[0]
    head.text = title
    head.runs[0].font.size = Pt(9)
    section.different_first_page_header_footer = True  # the title is there in large
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_field(foot, "PAGE", "1")
        foot.add_run(" / ")
        add_field(foot, "NUMPAGES", "1")
        for run in foot.runs:
            run.font.size = Pt(9)


def _contents(document: Document, headings: list[str], language: str) -> None:
    """Contents as a field that a word processor can update: headings and their pages."""
    if not headings:
        return
    document.add_paragraph(get_language(language).text("Contents"), style="Subtitle")
    for number, heading in enumerate(headings, 1):
        paragraph = document.add_paragraph(style="toc 1")
        if number == 1:
            _mark(paragraph, "begin")
            _code(paragraph, 'TOC \\o "1-1" \\h')
            _mark(paragraph, "separate")
        paragraph.add_run(f"{heading}\t")
        add_field(paragraph, f"PAGEREF {_bookmark(number)} \\h", "…", dirty=True)
        if number == len(headings):
            _mark(paragraph, "end")
    document.add_page_break()


def _bookmark(number: int) -> str:
    return f"_Toc{number:08}"


def _mark(paragraph: Any, kind: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _code(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {code} "
    paragraph.add_run()._r.append(words)


def _heading(document: Document, text: str, number: int) -> None:
    """A heading with the bookmark to which the contents refer."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.add_paragraph(text, style="Heading 1")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _bookmark(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def _put(document: Document, block: Block, notes: Footnotes, sources: list[str]) -> None:
    if block.kind in ("note", "source"):
        document.add_paragraph(block.text, style=_NOTE)
    elif block.kind == "notice":
        document.add_paragraph(block.text, style=_NOTICE)
    elif block.kind == "bullets":
        for item in block.items:
            document.add_paragraph(item, style="List Bullet")
    elif block.kind == "figure":
        _picture(document, block, notes, sources)
    elif block.kind == "table":
        _table(document, block, notes, sources)
    else:
        document.add_paragraph(block.text)


def _caption(document: Document, text: str, notes: Footnotes, sources: list[str]) -> None:
    caption = document.add_paragraph(text, style="Caption")
    for source in sources:
        notes.refer(caption, source)


def _picture(document: Document, block: Block, notes: Footnotes, sources: list[str]) -> None:
    from docx.shared import Cm

    _caption(document, block.text, notes, sources)
    holder = document.add_paragraph()
    shape = holder.add_run().add_picture(io.BytesIO(block.picture), width=Cm(16))
    about = shape._inline.docPr
    about.set("descr", block.alternative)
    about.set("title", block.text)


def _table(document: Document, block: Block, notes: Footnotes, sources: list[str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    width = len(block.head) or (len(block.rows[0]) if block.rows else 0)
    if not width:
        return
    if block.text:
        _caption(document, block.text, notes, sources)
    lines = ([block.head] if block.head else []) + list(block.rows)
    table = document.add_table(rows=len(lines), cols=width, style="Table Grid")
    table.autofit = False
    room = _ROOM_ACROSS if is_across(block) else _ROOM
    widths = [Cm(room * share) for share in column_shares(block)]
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    size = Pt(10 if width <= 5 else 9 if width <= 8 else 8)
    for row, cells in zip(table.rows, lines, strict=True):
        head = bool(block.head) and cells is block.head
        rules = row._tr.get_or_add_trPr()
        for name in ("w:cantSplit", *(["w:tblHeader"] if head else [])):
            mark = OxmlElement(name)
            mark.set(qn("w:val"), "true")
            rules.append(mark)
        for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(words)
            run.font.size, run.font.bold = size, head
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = head or (
                len(lines) <= SHORT and cells is not lines[-1]
            )
            if not head and place < len(block.numbers) and block.numbers[place]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _turn(document: Document, *, across: bool) -> None:
    """Begin a page that lies across, or is upright again."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section = document.add_section(WD_SECTION.NEW_PAGE)
    short, long = sorted((section.page_width or 0, section.page_height or 0))
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if across else (short, long)
    section.different_first_page_header_footer = False
