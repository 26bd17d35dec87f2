"""Footnotes of a Word document, which python-docx does not write, and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["Footnotes", "add_field"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_LINES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" '
    f'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for number, kind, mark in (
        (-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"),
    )
)  # fmt: skip


class Footnotes:
    """Footnotes of one document: referred to while it is written, put into it at the end."""

    def __init__(self, document: Document) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        self._document = document
        self._texts: list[str] = []
        styles = document.styles
        text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.font.size, text.paragraph_format.space_after = Pt(9), Pt(0)
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        self._ids = (str(text.style_id), str(mark.style_id))

    def refer(self, paragraph: Any, text: str) -> None:
        """Add a footnote with `text` behind a paragraph."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._texts.append(text)
        run = paragraph.add_run()
        run.style = "footnote reference"
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self._texts)))
        run._r.append(mark)

    def write(self) -> None:
        """Put the part with the footnotes into the document; without footnotes there is none."""
        if not self._texts:
            return
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        text, mark = self._ids
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
            for number, words in enumerate(self._texts, 1)
        )
        content = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:footnotes xmlns:w="{_W}">{_LINES}{notes}</w:footnotes>'
        )
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _CONTENT, content.encode("utf-8"), package)
        self._document.part.relate_to(part, _KIND)


def add_field(paragraph: Any, code: str, shown: str = "", *, dirty: bool = False) -> None:
    """Add a field with what it shows until a word processor computes it.

    Parameters
    ----------
    paragraph : docx paragraph
    code : str
        As ``PAGE`` or ``PAGEREF name``.
    shown : str
    dirty : bool
        Ask the word processor to compute it when the document is opened.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if dirty and kind == "begin":
            mark.set(qn("w:dirty"), "true")
        run._r.append(mark)
        if kind == "begin":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {code} "
            paragraph.add_run()._r.append(words)
        elif kind == "separate":
            paragraph.add_run(shown)
