"""Links between the pages of a set: chapters, the page before and after, home, the other language.

A page is made alone and always with the same bytes; what is next to it is known only when a run
ends. So the links are put between two marks of the finished page, and its manifest is kept true.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from stratanalysis.language import LANGUAGES, Language
from stratanalysis.language import language as get_language
from stratanalysis.publish.publication import file_entries, whole_manifest
from stratanalysis.storage import changing

__all__ = ["HOME", "LANGUAGE_NAMES", "SitePage", "link_pages", "pages_of", "with_links"]

HOME = {"uk": "index.html", "en": "index-en.html"}
"""File of a start page or a community's home by language."""
METHOD = {"uk": "method.html", "en": "method-en.html"}
LANGUAGE_NAMES = {"uk": "УКР", "en": "ENG"}

_MARKS = {
    part: re.compile(f"<!--site-{part}-->.*?<!--/site-{part}-->", re.DOTALL)
    for part in ("top", "bottom")
}
_SUBJECT = re.compile(r'<p class="subject">(.*?)</p>', re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_CHAPTER = re.compile(r'<a class="chapter to-([\w-]+)" href="[^"]*">')
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, order=True)
class SitePage:
    """A published page: community, year, language, notebook, its subject and main heading."""

    community: str
    year: int
    language: str
    notebook: str
    subject: str = ""
    heading: str = ""

    @property
    def place(self) -> str:
        """Folder of the page below the output."""
        return f"{self.community}/{self.year}/{self.language}/{self.notebook}"

    @property
    def chapter(self) -> str:
        """Short name of the page: its subject up to the colon."""
        return (self.subject or self.heading).split(":")[0]

    def __str__(self) -> str:
        return self.place


def pages_of(out: Path, community: str) -> list[SitePage]:
    """Return the published pages of a community, read from their files."""
    found = []
    for file in sorted((out / community).glob("*/*/*/index.html")):
        year, language, notebook = file.parent.relative_to(out / community).parts
        if not year.isdecimal() or language not in LANGUAGES:
            continue
        if not (file.parent / "manifest.json").is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        subject, heading = (_first(pattern, text) for pattern in (_SUBJECT, _HEADING))
        found.append(SitePage(community, int(year), language, notebook, subject, heading))
    return found


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return html.unescape(_TAGS.sub("", found[1])).strip() if found else ""


def link_pages(out: Path, community: str) -> list[SitePage]:
    """Put the links into every page of a community; pages whose links are right stay untouched.

    Parameters
    ----------
    out : pathlib.Path
        The output folder; its lock is held.
    community : str
        Folder of the community in it.

    Returns
    -------
    list of SitePage
        All its pages.
    """
    pages = pages_of(out, community)
    changed: dict[str, bytes] = {}
    before: dict[str, str] = {}
    for page in pages:
        folder = out / page.place
        old = (folder / "index.html").read_bytes()
        new = with_links(old.decode("utf-8", errors="replace"), page, pages).encode("utf-8")
        manifest = whole_manifest(folder) if new != old else None
        if manifest is None:  # nothing to change, or edited by somebody: left alone
            continue
        entry = {"bytes": len(new), "sha256": hashlib.sha256(new).hexdigest()}
        for output in manifest["outputs"]:
            output.update(entry if output["file"] == "index.html" else {})
        text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        changed[f"{page.place}/index.html"] = new
        changed[f"{page.place}/manifest.json"] = text.encode("utf-8")
        for standing in file_entries([folder / "index.html", folder / "manifest.json"], folder):
            before[f"{page.place}/{standing['file']}"] = str(standing["sha256"])
    if changed:
        with changing(out, f"links of {community}", locked=True, keep=False) as change:
            change.ours(before)
            for name, content in changed.items():
                change.write(name, content)
    return pages


def with_links(text: str, page: SitePage, pages: Sequence[SitePage]) -> str:
    """Return a page with links to the pages of its set; without marks for them it stays as it is.

    Parameters
    ----------
    text : str
        The document.
    page : SitePage
    pages : sequence of SitePage
        All pages of the community.
    """
    words = get_language(page.language)
    own = [p for p in pages if p.year == page.year and p.language == page.language]
    parts = {"top": _top(words, page, own, pages), "bottom": _bottom(words, page, own, pages)}
    for part, pattern in _MARKS.items():
        filled = f"<!--site-{part}-->{parts[part]}<!--/site-{part}-->"
        text = pattern.sub(lambda _, filled=filled: filled, text, count=1)  # type: ignore[misc]
    known = {p.notebook for p in own}
    return _CHAPTER.sub(lambda m: _to_chapter(m[1], known), text)


def _to_chapter(notebook: str, known: set[str]) -> str:
    """The link of a finding; to the summary itself while its chapter is not there."""
    address = f"../{quote(notebook)}/index.html" if notebook in known else "#summary"
    return f'<a class="chapter to-{notebook}" href="{address}">'


def _top(
    words: Language, page: SitePage, own: Sequence[SitePage], pages: Sequence[SitePage]
) -> str:
    say = words.text
    code = page.language
    links = [
        _link(f"../../../../{HOME[code]}", say("All communities")),
        _link(f"../../../{HOME[code]}", say("The community")),
    ]
    others = [p for p in pages if p.notebook == page.notebook and p.year == page.year]
    for other in others:
        if other.language != code:
            label = LANGUAGE_NAMES[other.language]
            address = f"../../{other.language}/{quote(other.notebook)}/index.html"
            links.append(_link(address, label, lang=other.language))
    links += [
        _link(f"../../../data/{page.year}-{code}.xlsx", say("Data")),
        _link(f"../../../../{METHOD[code]}", say("Method")),
    ]
    chapters = "".join(
        "<li>"
        + (
            f'<span aria-current="page">{escape(p.chapter)}</span>'
            if p.notebook == page.notebook
            else _link(f"../{quote(p.notebook)}/index.html", p.chapter)
        )
        + "</li>"
        for p in own
    )
    return (
        f'<nav class="site" aria-label="{escape(say("Site"))}"><p>{" · ".join(links)}</p>'
        f"<ol>{chapters}</ol></nav>"
    )


def _bottom(
    words: Language, page: SitePage, own: Sequence[SitePage], pages: Sequence[SitePage]
) -> str:
    say = words.text
    order = [p.notebook for p in own]
    at = order.index(page.notebook) if page.notebook in order else 0
    links = []
    if at > 0:
        address = f"../{quote(own[at - 1].notebook)}/index.html"
        links.append(_link(address, f"← {own[at - 1].chapter}", rel="prev"))
    if at + 1 < len(own):
        address = f"../{quote(own[at + 1].notebook)}/index.html"
        links.append(_link(address, f"{own[at + 1].chapter} →", rel="next"))
    for other in sorted(pages, reverse=True):
        same = (other.notebook, other.language) == (page.notebook, page.language)
        if same and other.year != page.year:
            address = f"../../../{other.year}/{page.language}/{quote(page.notebook)}/index.html"
            links.append(_link(address, say("The same page of {year}", year=other.year)))
    if not links:
        return ""
    label = escape(say("Chapters before and after"))
    return f'<nav class="turn" aria-label="{label}"><p>{" · ".join(links)}</p></nav>'


def _link(address: str, label: str, **more: str) -> str:
    if "lang" in more:
        more["hreflang"] = more["lang"]
    attributes: Mapping[str, str] = {"href": address, **more}
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<a {written}>{escape(label)}</a>"
