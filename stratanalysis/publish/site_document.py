"""A complete document of the site, outside the pages that notebooks make."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources

from stratanalysis.language import LANGUAGES, Language
from stratanalysis.publish.reader_words import reader_page
from stratanalysis.publish.site_links import HOME, LANGUAGE_NAMES
from stratanalysis.quantities import without_controls

__all__ = ["site_document"]

_SEARCH = (
    "const q=document.getElementById('search');q.hidden=false;q.addEventListener('input',()=>{"
    "const w=q.value.toLowerCase().trim();document.querySelectorAll('li[data-name]').forEach("
    "e=>{e.hidden=w!==''&&!e.dataset.name.includes(w)});"
    "document.querySelectorAll('details.group').forEach(d=>{const n=d.querySelectorAll("
    "'li[data-name]:not([hidden])').length;d.hidden=n===0;if(w!=='')d.open=n>0})});"
)


def site_document(
    words: Language,
    title: str,
    body: str,
    links: Sequence[tuple[str, str]],
    *,
    twin: Mapping[str, str] = HOME,
    script: bool = False,
) -> str:
    """Return a complete document.

    Parameters
    ----------
    words : Language
    title : str
    body : str
        HTML of its main part.
    links : sequence of (address, label)
    twin : mapping
        Its file in each language.
    script : bool
        Whether the search of the start page runs on it.
    """
    other = next(code for code in LANGUAGES if code != words.code)
    anchors = [f'<a href="{address}">{escape(label)}</a>' for address, label in links]
    anchors.append(
        f'<a href="{twin[other]}" lang="{other}" hreflang="{other}">{LANGUAGE_NAMES[other]}</a>'
    )
    folder = resources.files("stratanalysis") / "publish" / "templates" / "page"
    style = (folder / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(_SEARCH.encode()).digest()).decode()
    policy = f" script-src 'sha256-{digest}';" if script else ""
    run = f"<script>{_SEARCH}</script>" if script else ""
    text = (
        f'<!DOCTYPE html>\n<html lang="{words.code}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\';{policy} '
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="description" content="{escape(title)}">\n'
        f"<style>\n{style}\n</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#content">{escape(words.text("Skip to the content"))}</a>\n'
        f'<nav class="site" aria-label="{escape(words.text("Site"))}"><p>{" · ".join(anchors)}</p>'
        f'</nav>\n<main class="home" id="content">{body}</main>\n{run}</body>\n</html>\n'
    )
    return reader_page(without_controls(text), words.code)
