"""The lesson on paper: the same exercises without code, and their answers for the facilitator."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from stratanalysis.language import language as get_language
from stratanalysis.publish.sanitising import harmless
from stratanalysis.quantities import without_controls

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["SHEET_STYLE", "lesson_sheets", "sheet_page"]

SHEET_STYLE = """
@page { size: A4; margin: 16mm 18mm; }
body { font: 12pt/1.4 "Noto Sans", "DejaVu Sans", "Segoe UI", sans-serif; color: #1f2933;
  max-width: 174mm; margin: 8mm auto; }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 4mm; }
h2 { font-size: 15pt; margin: 6mm 0 2mm; }
h3 { font-size: 13pt; margin: 6mm 0 2mm; }
table { border-collapse: collapse; margin: 2mm 0; font-size: 11pt; width: 100%; }
th, td { border: 0.3mm solid #9aa5b1; padding: 1.2mm 2mm; text-align: left; vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
pre { white-space: pre-wrap; font: 10.5pt/1.4 "DejaVu Sans Mono", monospace; }
.answer { border: 0.4mm solid #1b4f8f; min-height: 18mm; padding: 2mm; break-inside: avoid; }
.answer span { color: #4b5563; font-size: 10pt; } section { break-inside: avoid; }
.key { border-left: 1.2mm solid #1b7f4d; padding-left: 3mm; } img { max-width: 100%; }
.page { break-after: page; } .note { color: #4b5563; font-size: 10pt; }
"""


def sheet_page(title: str, body: str, *, language: str, style: str = "") -> str:
    """A complete document of A4 that asks nothing from outside and runs nothing."""
    return without_controls(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        f"<title>{escape(title)}</title>\n<style>{SHEET_STYLE}{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def lesson_sheets(run: NotebookNode, *, title: str, language: str) -> tuple[str, str]:
    """Make the sheet of a lesson and its key.

    Parameters
    ----------
    run : NotebookNode
        The facilitator's version with its outputs.
    title : str
    language : {"uk", "en"}

    Returns
    -------
    sheet, key : str
        Documents for print. The sheet has the method, the tables and a frame for every answer; the
        key has the answers and the facilitator's notes.
    """
    from nbconvert.filters import markdown2html

    say = get_language(language).text
    desk = say(
        "Without code: work in pairs with a pencil and a calculator. What a slider of the desk "
        "shows may be used instead of a calculation."
    )
    sheet = [f"<p class='note'>{escape(desk)}</p>"]
    key: list[str] = []
    for cell in run.cells:
        tags = set(cell.metadata.get("tags", ()))
        if cell.cell_type == "markdown":
            shown = harmless(markdown2html(_without_code(cell.source)))
            (key if "facilitator" in tags else sheet).append(shown)
            if cell.source.startswith("###"):
                key.append(shown)
        elif "solution" in tags:
            sheet.append(f"<div class='answer'><span>{escape(say('Your answer'))}</span></div>")
            key.append(f"<div class='key'>{_outputs(cell)}</div>")
        else:
            sheet.append(_outputs(cell))
    named = say("{title}: answers", title=title)
    return (
        sheet_page(title, "\n".join(sheet), language=language),
        sheet_page(named, f"<h1>{escape(named)}</h1>" + "\n".join(key), language=language),
    )


def _without_code(text: str) -> str:
    """Leave out the sentences about how an answer is typed."""
    plain = re.sub(r"[^.\n]*`[^`\n]*`[^.\n]*(?:\.(?=\s|$)|$)", "", text, flags=re.MULTILINE)
    return plain.strip() or text.replace("`", "")


def _outputs(cell: Any) -> str:
    made = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "text/html" in data:
            made.append(harmless(data["text/html"]))
        elif output.get("output_type") == "stream":
            made.append(f"<pre>{escape(output['text'])}</pre>")
    return "\n".join(made)
