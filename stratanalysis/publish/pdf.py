"""A page as a paged PDF: title, date, contents with page numbers, tags for screen readers."""

from __future__ import annotations

import base64
import hashlib
import itertools
from html import escape
from pathlib import Path

from stratanalysis.errors import MissingInputError
from stratanalysis.language import language as get_language
from stratanalysis.publish.printed import (
    SHORT,
    Block,
    PrintedPage,
    column_shares,
    crowding,
    is_across,
    lie_across,
)

__all__ = ["pdf_file"]

_STYLE = """
@font-face {{ font-family: Plain; src: url("{plain}"); }}
@font-face {{ font-family: Plain; font-weight: bold; src: url("{bold}"); }}
@page {{ size: A4; margin: 20mm 15mm 18mm 20mm;
  @top-left {{ content: string(running); font: 8pt Plain; color: #444; }}
  @bottom-center {{ content: counter(page) " / " counter(pages); font: 8pt Plain; }} }}
@page :first {{ @top-left {{ content: none; }} @bottom-center {{ content: none; }} }}
.cover {{ padding-top: 70mm; break-after: page; }}
.cover h1 {{ font-size: 24pt; }}
.status {{ margin-top: 25mm; }}
.version {{ font-size: 8pt; color: #444; }}
@page across {{ size: A4 landscape; }}
html {{ font: 10pt/1.4 Plain; }}
h1 {{ font-size: 18pt; margin: 0 0 3mm; string-set: running content(); }}
h2 {{ font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid; }}
p {{ margin: 0 0 2mm; }}
.subject, .date {{ font-size: 11pt; color: #333; }}
.notice {{ border: 1pt solid #b34700; padding: 2mm 3mm; }}
.note, .source {{ font-size: 8pt; color: #444; }}
nav ol {{ list-style: none; padding: 0; }}
nav a {{ color: inherit; text-decoration: none; }}
nav a::after {{ content: leader(".") target-counter(attr(href), page); }}
figure {{ margin: 4mm 0 2mm; break-inside: avoid; }}
figcaption, caption, .caption {{ font-weight: bold; text-align: left; margin-bottom: 1.5mm; }}
.caption {{ font-size: 8.5pt; break-after: avoid; }}
img {{ max-width: 100%; max-height: 225mm; }}
table {{ border-collapse: collapse; width: 100%; margin: 3mm 0 1mm; font-size: 8.5pt;
  table-layout: fixed; }}
.across {{ page: across; }}
.across table {{ font-size: 8pt; }}
.short {{ break-inside: avoid; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
th {{ font-size: .92em; }}
th, td {{ border-bottom: .4pt solid #999; padding: 1mm 1.5mm; text-align: left;
  vertical-align: top; overflow-wrap: break-word; }}
thead th {{ border-bottom: 1pt solid #333; font-weight: bold; }}
.number {{ text-align: right; }}
"""


def pdf_file(page: PrintedPage) -> bytes:
    """Write a page as .pdf, tagged, with bookmarks; the same page gives the same bytes.

    Raises
    ------
    MissingInputError
        The program that sets the pages is not installed, or its system libraries are not.
    """
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise MissingInputError(
            f"PDF cannot be made here ({error})",
            where="weasyprint",
            do="install weasyprint and the system library Pango, or make the Word file: "
            "--format docx",
        ) from error
    text = _document(page)
    name = hashlib.sha256(text.encode("utf-8")).hexdigest()[:32].encode("ascii")
    fonts = FontConfiguration()
    made = HTML(string=text, base_url=str(_fonts())).write_pdf(
        font_config=fonts, pdf_tags=True, pdf_identifier=name
    )
    return bytes(made)


def _fonts() -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def _document(page: PrintedPage) -> str:
    style = _STYLE.format(
        plain=(_fonts() / "DejaVuSans.ttf").as_uri(),
        bold=(_fonts() / "DejaVuSans-Bold.ttf").as_uri(),
    )
    headings = [block.text for block in page.blocks if block.kind == "heading"]
    listed = "".join(
        f'<li><a href="#part-{number}">{escape(text)}</a></li>'
        for number, text in enumerate(headings)
    )
    contents = escape(get_language(page.language).text("Contents"))
    lines = (
        ("subject", page.subject), ("date", page.date), ("status", page.status),
        ("version", page.version),
    )  # fmt: skip
    said = "".join(f'<p class="{css}">{escape(line)}</p>' for css, line in lines if line)
    cover = ' class="cover"' if page.status else ""
    parts = [f"<div{cover}><h1>{escape(page.title)}</h1>{said}</div>"]
    parts += (
        [f"<nav><h3>{contents}</h3><ol>{listed}</ol></nav>"] if page.contents and headings else []
    )
    count = 0
    turned = itertools.groupby(
        zip(page.blocks, lie_across(page.blocks), strict=True), lambda p: p[1]
    )
    for across, group in turned:
        parts += ['<div class="across">'] if across else []
        for block, _ in group:
            parts.append(_block(block, count))
            count += block.kind == "heading"
        parts += ["</div>"] if across else []
    return (
        f'<!doctype html><html lang="{page.language}"><head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title><style>{style}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _block(block: Block, number: int) -> str:
    words = escape(block.text)
    if block.kind == "heading":
        return f'<h2 id="part-{number}">{words}</h2>'
    if block.kind == "bullets":
        return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"
    if block.kind == "figure":
        data = base64.b64encode(block.picture).decode("ascii")
        return (
            f"<figure><figcaption>{words}</figcaption>"
            f'<img alt="{escape(block.alternative)}" src="data:image/png;base64,{data}"></figure>'
        )
    if block.kind == "table":
        return _table(block)
    css = "" if block.kind == "paragraph" else f' class="{block.kind}"'
    return f"<p{css}>{words}</p>"


def _table(block: Block) -> str:
    width = len(block.head) or (len(block.rows[0]) if block.rows else 0)
    css = [' class="number"' if number else "" for number in block.numbers] + [""] * width
    head = "".join(
        f'<th scope="col"{css[place]}>{escape(text)}</th>' for place, text in enumerate(block.head)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td{css[place]}>{escape(text)}</td>" for place, text in enumerate(row))
        + "</tr>"
        for row in block.rows
    )  # fmt: skip
    short = len(block.rows) <= SHORT
    words = escape(block.text)
    # the caption of a long table is a paragraph: WeasyPrint would leave it alone on a page
    above = f'<p class="caption">{words}</p>' if block.text and not short else ""
    caption = f"<caption>{words}</caption>" if block.text and short else ""
    crowded = min(crowding(block) / (1.5 if is_across(block) else 1), 1.25)
    smaller = f' style="font-size: {8.5 / crowded:.1f}pt"' if crowded > 1 else ""
    thead = f"<thead><tr>{head}</tr></thead>" if head else ""
    sizes = "".join(f'<col style="width:{100 * share:.1f}%">' for share in column_shares(block))
    made = (
        f"{above}<table{smaller}>{caption}<colgroup>{sizes}</colgroup>{thead}"
        f"<tbody>{rows}</tbody></table>"
    )
    return f'<div class="short">{made}</div>' if short else made
