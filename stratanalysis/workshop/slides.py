"""Slides of a lesson: nbconvert's slides with reveal.js and all else inside one HTML file.

Cells say themselves what they are on the slides, in the metadata that nbconvert and JupyterLab
share: ``slideshow.slide_type`` is ``slide`` (begins one), ``subslide`` (below it), ``-`` (is on
the same one), ``notes`` (for the speaker) or ``skip``.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from importlib import resources
from typing import TYPE_CHECKING

from stratanalysis.language import language as get_language
from stratanalysis.publish.sanitising import harmless
from stratanalysis.quantities import without_controls

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["render_slides"]


def render_slides(notebook: NotebookNode, *, title: str, language: str) -> str:
    """Make the slides of an executed lesson.

    Keys: Space and the arrows turn, Home and End go to the ends, S shows the speaker's notes, O
    the overview, F fills the screen. Printed, each slide is a page.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs; code itself is not shown.
    title : str
    language : {"uk", "en"}

    Returns
    -------
    str
        A complete document. It runs the two scripts that it holds and no other, and asks nothing
        from outside.
    """
    from nbconvert.exporters import SlidesExporter, TemplateExporter

    say = get_language(language).text
    here = resources.files("stratanalysis") / "workshop"
    templates = here / "templates"

    def read(*parts: str) -> str:
        return here.joinpath(*parts).read_text(encoding="utf-8")

    script, reveal = read("templates", "slides", "slides.js"), read("reveal", "reveal.js")
    page = {
        "language": language,
        "title": title,
        "scripts_allowed": " ".join(_fingerprint(code) for code in (reveal, script)),
        "reveal_style": read("reveal", "reveal.css"),
        "style": read("templates", "slides", "slides.css"),
        "reveal_script": reveal,
        "script": script,
        "words": json.dumps({"back": say("Back"), "next": say("Next")}, ensure_ascii=False),
    }
    exporter = SlidesExporter(
        template_name="slides",
        extra_template_basedirs=[str(templates)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        sanitize_html=False,
    )
    exporter.register_filter("highlight_code", lambda source, **_: source)  # code is not shown
    # HTMLExporter itself parses the finished document once more and rewrites it
    body, _ = TemplateExporter.from_notebook_node(
        exporter, _prepared(notebook), resources={"slides": page}
    )
    return without_controls(body).strip() + "\n"


def _prepared(notebook: NotebookNode) -> NotebookNode:
    """A copy whose outputs are harmless HTML."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                data["text/html"] = harmless(data["text/html"])
    return made


def _fingerprint(script: str) -> str:
    """How a content security policy names a script within the page."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
