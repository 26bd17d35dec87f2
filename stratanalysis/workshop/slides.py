"""Slides of a lesson: one HTML file without script or request, a screen a slide.

The browser's own scrolling turns the slides (Page Down, Space, arrows); on paper each is a page.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

from stratanalysis.language import language as get_language

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["render_slides"]

_STYLE = """
:root { color-scheme: light; --ground: #fff; --text: #1f2933; --soft: #4b5563; --mark: #1b4f8f; }
* { box-sizing: border-box; }
html { scroll-snap-type: y proximity; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: clamp(1rem, .6rem + 1.15vw, 1.7rem)/1.4 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; }
.slide { min-height: 100vh; padding: 6vh 7vw 9vh; scroll-snap-align: start; position: relative;
  display: flex; flex-direction: column; justify-content: center;
  border-bottom: 1px solid #d5dae1; }
.slide h1, .slide h2, .slide h3 { line-height: 1.15; margin: 0 0 .6em; }
.slide h1 { font-size: 2.1em; } .slide h2 { font-size: 1.6em; } .slide h3 { font-size: 1.25em; }
.slide p, .slide ul, .slide ol { margin: .35em 0; max-width: 46em; }
pre { background: #f4f6f9; padding: .6em .8em; white-space: pre-wrap; font-size: .82em; }
table { border-collapse: collapse; font-size: .68em; margin: .4em 0; }
th, td { padding: .15em .7em; border-bottom: 1px solid #d5dae1; text-align: left; }
.number { text-align: right; }
figure { margin: 0; }
figcaption, caption { font-weight: 600; text-align: left; margin-bottom: .4em; }
img { max-width: 100%; height: 50vh; width: auto; }
.note, .source { font-size: .6em; color: var(--soft); max-width: 90em !important; }
.turn { position: absolute; right: 2vw; bottom: 2vh; font-size: .8em; color: var(--soft); }
.turn a { color: var(--mark); padding: 0 .4em; }
a:focus-visible { outline: 3px solid var(--mark); }
@media print { @page { size: 297mm 167mm; margin: 0; }
  .slide { min-height: 0; height: 166mm; break-after: page; border: 0; overflow: hidden; }
  .turn a { display: none; } }
"""


def render_slides(notebook: NotebookNode, *, title: str, language: str) -> str:
    """Make the slides of an executed lesson.

    Parameters
    ----------
    notebook : NotebookNode
        Its cells with the tag ``slide`` are shown: a text begins a slide, the outputs of code that
        follows stand on the same one.
    title : str
    language : {"uk", "en"}

    Returns
    -------
    str
        A complete document.
    """
    say = get_language(language).text
    slides: list[str] = []
    for cell in notebook.cells:
        if "slide" not in cell.metadata.get("tags", ()):
            continue
        if cell.cell_type == "markdown":
            slides.append(_markdown(cell.source))
        elif slides:
            slides[-1] += "".join(_output(output) for output in cell.get("outputs", ()))
    parts = []
    for number, body in enumerate(slides, 1):
        turns = []
        if number > 1:
            turns.append(f'<a href="#s{number - 1}" aria-label="{escape(say("Back"))}">←</a>')
        turns.append(f"{number}/{len(slides)}")
        if number < len(slides):
            turns.append(f'<a href="#s{number + 1}" aria-label="{escape(say("Next"))}">→</a>')
        label = escape(say("Slide {number}", number=number))
        parts.append(
            f'<section class="slide" id="s{number}" aria-label="{label}">{body}'
            f'<p class="turn">{"".join(turns)}</p></section>'
        )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _markdown(text: str) -> str:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(text))


def _output(output: Any) -> str:
    data = output.get("data", {})
    if "text/html" in data:
        return str(data["text/html"])
    if "image/png" in data:
        png = data["image/png"]
        raw = png if isinstance(png, str) else base64.b64encode(png).decode("ascii")
        return f'<img alt="" src="data:image/png;base64,{raw.strip()}">'
    text = output.get("text") or data.get("text/plain", "")
    return f"<pre>{escape(text)}</pre>" if text else ""
