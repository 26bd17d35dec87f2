"""From an executed notebook to one HTML document: no script, no request, code hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from importlib import resources
from pathlib import Path

from nbformat import NotebookNode

from stratanalysis import __version__
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import language as get_language

__all__ = ["Provenance", "render"]

Provenance = Sequence[tuple[str, str]]
"""Pairs of a label and a value, both for the reader; shown at the end of the page."""

_HEADING = re.compile(r"<h2\b[^>]*\bid=\"([^\"]+)\"[^>]*>(.*?)</h2>", re.DOTALL)
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>(?:\s*<p>(.*?)</p>)?", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def render(
    notebook: NotebookNode,
    *,
    language: str,
    provenance: Provenance = (),
    links: Sequence[tuple[str, str]] = (),
    notice: str = "",
) -> str:
    """Render an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs; it must put exactly one main heading on the page.
    language : {"uk", "en"}
    provenance : sequence of (label, value)
    links : sequence of (address, label)
        Files beside the page, shown with the provenance.
    notice : str
        A warning over everything, for instance that the figures are an exercise.

    Returns
    -------
    str
        A complete document.

    Raises
    ------
    InvalidInputError
        The page has no main heading, or several.
    """
    from nbconvert import HTMLExporter

    words = get_language(language)
    written = "\n".join(_outputs(notebook))
    titles = _TITLE.findall(written)
    if len(titles) != 1:
        raise InvalidInputError(
            f"the page has {len(titles)} main headings",
            expected="one, put by page.title(...)",
        )
    templates = Path(str(resources.files("stratanalysis") / "reporting" / "templates"))
    title, description = (_plain(text) for text in titles[0])
    heading = escape(words.text("How this page was made"))
    contents = [(anchor, _plain(text)) for anchor, text in _HEADING.findall(written)]
    page = {
        "language": language,
        "title": title,
        "description": description,
        "version": __version__,
        "style": (templates / "page" / "page.css").read_text(encoding="utf-8"),
        "contents": [*contents, ("provenance", unescape(heading))],
        "before": f'<p class="notice" role="note">{escape(notice)}</p>' if notice else "",
        "provenance": _provenance(heading, provenance, links),
        "words": {
            "skip": words.text("Skip to the content"),
            "contents": words.text("Contents"),
            "no_alternative": words.text("picture without a description"),
        },
    }
    exporter = HTMLExporter(
        template_name="page", extra_template_basedirs=[str(templates)], sanitize_html=False
    )
    body, _ = exporter.from_notebook_node(notebook, resources={"page": page})
    return re.sub(r"\n\s*\n+", "\n", body).strip() + "\n"


def _outputs(notebook: NotebookNode) -> list[str]:
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            found.append(output.get("data", {}).get("text/html", ""))
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
    return f'<h2 id="provenance">{heading}</h2>{area}{foot}'


def language_of(parameters: Mapping[str, object]) -> str:
    """Return the language among the parameters, checked; Ukrainian where there is none."""
    return get_language(str(parameters.get("language", "uk"))).code
