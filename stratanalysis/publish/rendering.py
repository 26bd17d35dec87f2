"""From an executed notebook to one HTML document: no script, no request, code hidden."""

from __future__ import annotations

import base64
import copy
import importlib
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape, unescape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis import __version__
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import LANGUAGES, Language
from stratanalysis.language import language as get_language
from stratanalysis.publish.chapters import without_empty_chapters
from stratanalysis.publish.reader_words import reader_page
from stratanalysis.publish.sanitising import harmless
from stratanalysis.quantities import without_controls

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Provenance", "render"]

Provenance = Sequence[tuple[str, str]]
"""Pairs of a label and a value, both for the reader; shown at the end of the page."""

_HEADING = re.compile(r"<h2\b[^>]*\bid=\"([^\"]+)\"[^>]*>(.*?)</h2>", re.DOTALL)
_ANCHOR = re.compile(r"<(?:h[2-6]|figure|table)\b[^>]*\bid=\"([^\"]+)\"")
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>(?:\s*<p>(.*?)</p>)?", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=[_\s\"#{])")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{6,}")
_REGION = re.compile(r'(<div class="(?:scroll|picture)" role="region" aria-label=")([^"]*)(")')
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")


def render(
    notebook: NotebookNode,
    *,
    language: str,
    provenance: Provenance = (),
    links: Sequence[tuple[str, str]] = (),
    notice: str = "",
    documents: Mapping[str, str] | None = None,
    version: str = "",
) -> str:
    """Render an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs; it must put exactly one main heading on the page.
    language : {"uk", "en"}
    provenance : sequence of (label, value)
    links : sequence of (address, label)
        Files next to the page, shown with the provenance.
    notice : str
        A warning over everything, for instance that the figures are an exercise.
    documents : mapping, optional
        Titles of documents by file name: a reader sees the title.
    version : str
        Version of the data, for the cover of a printed page; the same on all pages of a set.

    Returns
    -------
    str
        A complete document.

    Raises
    ------
    InvalidInputError
        The page has no main heading, or several; or a picture has no text alternative.
    """
    # The package before its parts: threads that begin with different parts of it wait for each
    # other in a circle, and Python breaks the circle by handing out half a module.
    importlib.import_module("nbconvert")
    from nbconvert.exporters import HTMLExporter, TemplateExporter

    words = get_language(language)
    notebook, left_out = _prepared(notebook, words)
    written = "\n".join(_written(notebook))
    titles = _TITLE.findall(written)
    if len(titles) != 1:
        raise InvalidInputError(
            f"the page has {len(titles)} main headings",
            expected="one, put by page.title(...) or by a Markdown heading with one #",
        )
    names = Counter(_ANCHOR.findall(written))
    for name, count in names.items():
        if count > 1:
            raise InvalidInputError(
                f"{name!r} appears {count} times on the page",
                expected="a name of its own for each section, table and picture",
                do="choose another name in one of the cells",
            )
    templates = Path(str(resources.files("stratanalysis") / "publish" / "templates"))
    title, description = (_plain(text) for text in titles[0])
    subject = str(notebook.metadata.get("stratanalysis", {}).get("title", {}).get(language, ""))
    heading = escape(words.text("How this page was made"))
    contents = [(anchor, _plain(text)) for anchor, text in _HEADING.findall(written)]
    page = {
        "language": language,
        "title": f"{subject} – {title}" if subject else title,
        "subject": subject,
        "description": description,
        "version": __version__,
        "style": (templates / "page" / "page.css").read_text(encoding="utf-8"),
        "contents": contents,
        "before": f'<p class="notice" role="note">{escape(notice)}</p>' if notice else "",
        "cover": _cover(words, subject, title, version),
        "running": _css_text(f"{subject} – {title}" if subject else title),
        "left_out": _left_out(left_out, words),
        "provenance": _provenance(heading, provenance, links),
        "words": {
            "skip": words.text("Skip to the content"),
            "contents": words.text("Contents"),
            "about": words.text("The question and the method"),
        },
    }
    exporter = HTMLExporter(
        template_name="page", extra_template_basedirs=[str(templates)], sanitize_html=False
    )
    # HTMLExporter itself parses the finished document once more and rewrites its pictures
    body, _ = TemplateExporter.from_notebook_node(exporter, notebook, resources={"page": page})
    body = reader_page(without_controls(body), language, documents)
    return re.sub(r"\n\s*\n+", "\n", body).strip() + "\n"


def _cover(words: Language, subject: str, title: str, version: str) -> str:
    """The first sheet of a printed page: title, status, version of the data."""
    lines = (
        ("subject", subject),
        ("cover-title", title),
        ("status", words.text("Draft. Adopted by decision No. ______ of ____________")),
        (
            "version",
            words.text("Version of the data: {version}", version=version) if version else "",
        ),
    )
    said = "".join(f'<p class="{css}">{escape(line)}</p>' for css, line in lines if line)
    return f'<div class="cover">{said}</div>'


def _css_text(text: str) -> str:
    """A text as a string of CSS."""
    return "".join(f"\\{ord(c):x} " if c in '"\\<>&\n' else c for c in text)


def _left_out(chapters: Sequence[str], words: Language) -> str:
    if not chapters:
        return ""
    said = words.text(
        "Nothing is known yet for these chapters, so they are left out: {chapters}.",
        chapters="; ".join(chapters),
    )
    return f"<p>{escape(said)}</p>"


def _prepared(notebook: NotebookNode, words: Language) -> tuple[NotebookNode, list[str]]:
    """A copy whose texts are harmless HTML and the same in every run; chapters left out."""
    made = copy.deepcopy(notebook)
    has_title = any("<h1" in _html_of(o) for c in made.cells for o in c.get("outputs", ()))
    tags = set(LANGUAGES) - {words.code}
    made.cells, left_out = without_empty_chapters(
        [c for c in made.cells if not tags & set(c.metadata.get("tags", ()))]
    )
    styles: dict[str, str] = {}
    labels: Counter[str] = Counter()
    for number, cell in enumerate(made.cells, start=1):
        if cell.cell_type == "markdown":
            anchor = re.sub(rf"-({'|'.join(LANGUAGES)})$", "", cell.get("id", "")) or str(number)
            cell["html"] = _markdown(cell.source, anchor, keep_title=not has_title)
            cell["about"] = has_title and cell.source.startswith("# ")
            _refuse_mute(cell["html"], number)
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                output["text"] = _steady(output.text)
            data = output.get("data", {})
            if "text/html" in data:
                html = _STYLER.sub(lambda found: _numbered(found[0], styles), data["text/html"])
                framed = _framed(harmless(html), words)
                data["text/html"] = _REGION.sub(lambda found: _distinct(found, labels), framed)
                _refuse_mute(data["text/html"], number)
            elif "text/plain" in data:
                data["text/plain"] = _steady(data["text/plain"])
            _check_picture(output, number)
    return made, left_out


def _markdown(source: str, anchor: str, *, keep_title: bool) -> str:
    """HTML of a Markdown cell; its first heading has the cell's name as anchor."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    html = harmless(markdown2html_mistune(source))
    html = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", html)
    if not keep_title:  # the notebook's own heading in JupyterLab; the page has its title
        html = re.sub(r"<h1\b.*?</h1>", "", html, flags=re.DOTALL)
    counted = itertools.count(1)
    return re.sub(
        r"<(h[23])(?: id=\"[^\"]*\")?>",
        lambda m: f'<{m[1]} id="{_numbered_anchor(anchor, next(counted))}">',
        html,
    )


def _numbered_anchor(anchor: str, count: int) -> str:
    return anchor if count == 1 else f"{anchor}-{count}"


def _numbered(identifier: str, styles: dict[str, str]) -> str:
    return styles.setdefault(identifier, f"T_{len(styles) + 1:05d}")


def _steady(text: str) -> str:
    return _ADDRESS.sub("", _ANSI.sub("", text))


def _framed(html: str, words: Language) -> str:
    """Let a bare table scroll and be reached by keyboard; a blank header cell is no header."""
    if "<table" not in html or 'class="scroll"' in html:
        return html
    html = re.sub(r"<th\b([^>]*)>\s*(?:&nbsp;|\xa0)?\s*</th>", r"<td\1></td>", html)
    label = escape(words.text("Table"))
    return f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">{html}</div>'


def _distinct(found: re.Match[str], labels: Counter[str]) -> str:
    """A region's name, with a number if the page has it already."""
    labels[found[2]] += 1
    count = labels[found[2]]
    return found[0] if count == 1 else f"{found[1]}{found[2]} ({count}){found[3]}"


def _refuse_mute(html: str, number: int) -> None:
    if "<img" not in html:
        return
    from lxml import html as parser

    for picture in parser.fragment_fromstring(html, create_parent="div").iter("img"):
        if not (picture.get("alt") or "").strip():
            _refuse(number)


def _check_picture(output: NotebookNode, number: int) -> None:
    data = output.get("data", {})
    shown = [kind for kind in _PICTURES if kind in data]
    if not shown or "text/html" in data:
        return
    meta = output.get("metadata", {})
    words = meta.get("alt") or meta.get(shown[0], {}).get("alt") or ""
    if not words.strip():
        _refuse(number)
    content = data[shown[0]]
    if shown[0] == "image/svg+xml":
        content = base64.b64encode(content.encode("utf-8")).decode("ascii")
    address = f"data:{shown[0]};base64,{''.join(content.split())}"
    data["text/html"] = f'<figure><img alt="{escape(words)}" src="{address}"></figure>'


def _refuse(number: int) -> None:
    raise InvalidInputError(
        f"cell {number} shows a picture without a text alternative",
        expected="words for a reader who does not see it, written from the data",
        do="put it with page.figure(..., alternative=...)",
    )


def _html_of(output: NotebookNode) -> str:
    return str(output.get("data", {}).get("text/html", ""))


def _written(notebook: NotebookNode) -> list[str]:
    found = []
    for cell in notebook.cells:
        found.append(str(cell.get("html", "")))
        found += [_html_of(output) for output in cell.get("outputs", ())]
    return found


def _plain(text: str) -> str:
    return unescape(_TAG.sub("", text)).strip()


def _provenance(heading: str, provenance: Provenance, links: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
        for label, value in provenance
    )
    table = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    anchors = " · ".join(
        f'<a href="{escape(address)}">{escape(label)}</a>' for address, label in links
    )
    foot = f"<p>{anchors}</p>" if anchors else ""
    area = f'<div class="scroll" role="region" aria-label="{heading}" tabindex="0">{table}</div>'
    return (
        f'<details class="reproducibility" id="provenance"><summary>{heading}</summary>'
        f"{area}{foot}</details>"
    )


def language_of(parameters: Mapping[str, object]) -> str:
    """Return the language among the parameters, checked; Ukrainian where there is none."""
    return get_language(str(parameters.get("language", "uk"))).code
