"""Two pages for the session: the findings, the decision, and the picture that matters."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from stratanalysis.language import Language
from stratanalysis.publish.site_document import site_document
from stratanalysis.publish.site_links import HOME, SitePage

__all__ = ["SUMMARY", "summary_body", "summary_page"]

SUMMARY = {"uk": "summary.html", "en": "summary-en.html"}
"""File of the summary by language, in the folder of its community."""
_PARTS = ("summary", "trajectories")
"""What is taken from the overview, by anchor."""


def summary_body(words: Language, name: str, page: str) -> str:
    """Return the main part of the summary, taken from a rendered overview.

    Parameters
    ----------
    words : Language
    name : str
        Of the community.
    page : str
        The overview. A part that it does not have is left out.

    Examples
    --------
    >>> from stratanalysis.language import language
    >>> summary_body(language("en"), "Our community", "<main><p>no findings</p></main>")
    ''
    """
    from lxml import etree, html

    document = html.fromstring(page)
    found: dict[str, list[str]] = {"section": [], "figure": []}
    for part in _PARTS:
        for node in document.xpath(f"//section[h2[@id='{part}']]|//figure[@id='{part}']"):
            for link in node.xpath(".//a|.//details"):
                link.drop_tree()
            node.tail = None
            found[node.tag].append(etree.tostring(node, encoding="unicode", method="html"))
    if not any(found.values()):
        return ""
    pictures = f'<div class="pictures">{"".join(found["figure"])}</div>'
    notice = "".join(
        etree.tostring(node, encoding="unicode", method="html")
        for node in document.xpath("//p[@class='notice']")
    )
    status = "".join(
        f'<p class="note">{escape(node.text_content())}</p>'
        for css in ("status", "version")
        for node in document.xpath(f"//div[@class='cover']/p[@class='{css}']")
    )
    heading = escape(words.text("Summary for the session"))
    sections = "".join(found["section"])
    return (
        f'<p class="subject">{heading}</p><h1>{escape(name)}</h1>{notice}'
        f"{sections}{pictures}{status}"
    )


def summary_page(out: Path, words: Language, name: str, pages: Sequence[SitePage]) -> str:
    """Return the two pages for the session; empty without an overview in the language."""
    for page in pages:
        if page.notebook.startswith("00") and page.language == words.code:
            text = (out / page.place / "index.html").read_text(encoding="utf-8")
            body = summary_body(words, name, text)
            links = [(HOME[words.code], words.text("The community"))]
            title = f"{words.text('Summary for the session')} – {name}"
            return site_document(words, title, body, links, twin=SUMMARY) if body else ""
    return ""
