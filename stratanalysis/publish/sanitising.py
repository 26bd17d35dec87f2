"""HTML that runs nothing and calls nobody, with its formatting kept.

Cells put out HTML that may hold words of strangers (a Styler over a workbook, Markdown with tags).
The page's content security policy forbids scripts and requests; this takes them out as well, with
what the policy does not cover, such as a ``meta`` element that sends the reader elsewhere.
"""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.quantities import without_controls

__all__ = ["harmless"]

_DROPPED = {
    "script", "noscript", "template", "meta", "link", "base", "title", "head", "object", "embed",
    "applet", "iframe", "frame", "frameset", "form", "input", "button", "select", "option",
    "textarea", "audio", "video", "source", "track", "portal", "canvas", "dialog", "slot", "math",
}  # fmt: skip
"""Elements that go with all they hold."""
_KEPT = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption",
    "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
    "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby",
    "s", "samp", "section", "small", "span", "strong", "style", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
    "g", "path", "pattern", "svg", "text",
}  # fmt: skip
"""Elements that stay; any other is unwrapped, its words stay."""
_DRAWN = {"g", "path", "pattern", "svg", "text"}
"""Elements of a picture; anything else within one goes with all it holds."""
_ATTRIBUTES = {
    "abbr", "align", "alt", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby",
    "class", "colspan", "data-label",
    "datetime", "dir", "headers", "height", "href", "hreflang", "id", "lang",
    "open", "reversed", "role", "rowspan", "scope", "span", "src", "start", "style", "tabindex",
    "title", "valign", "value", "width",
    "d", "display", "fill", "fill-opacity", "font-size", "font-weight", "patternunits", "stroke",
    "stroke-dasharray", "stroke-linecap", "stroke-opacity", "stroke-width",
    "text-anchor", "transform", "viewbox", "x", "y",
}  # fmt: skip
_LINK = re.compile(r"(?:https?:|mailto:|#|(?![a-z][a-z0-9+.-]*:)[^/\\\s])", re.IGNORECASE)
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);", re.IGNORECASE)
_PAINT = re.compile(r"none|#[0-9a-f]{6}|url\(#h[0-9a-f]+\)")
_STYLE = re.compile(
    r"url\s*\(|@import|expression\s*\(|javascript:|behavior\s*:|\\|<", re.IGNORECASE
)


def harmless(text: str) -> str:
    """Return a fragment of HTML without scripts, handlers, forms, frames and foreign addresses.

    Parameters
    ----------
    text : str
        As a cell put it out.

    Returns
    -------
    str
        Headings, tables, lists, pictures with ``data:`` addresses, links to the web, to files
        next to the page and within it, and styles that load nothing stay. A picture from elsewhere
        goes; its text alternative stays.
    """
    text = without_controls(text)
    if "<" not in text:
        return text
    from lxml import etree, html

    root = html.fragment_fromstring(text, create_parent="div")
    for element in list(root.iter()):
        if element is root or element.getparent() is None:
            continue
        if not isinstance(element.tag, str):  # comments and processing instructions
            element.drop_tree() if hasattr(element, "drop_tree") else _remove(element)
            continue
        tag = element.tag.lower()
        if (
            tag in _DROPPED
            or (tag == "style" and _STYLE.search(element.text or ""))
            or (tag not in _DRAWN and _in_picture(element))
        ):
            element.drop_tree()
        elif tag not in _KEPT:
            element.attrib.clear()
            element.drop_tag()
        elif tag == "img" and not _IMAGE.match(_address(element.get("src", ""))):
            element.tail = f"{element.get('alt', '')}{element.tail or ''}"
            element.drop_tree()
        else:
            _clean(element)
    inner = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return str(inner)[len("<div>") : -len("</div>")]


def _in_picture(element: Any) -> bool:
    return any(parent.tag == "svg" for parent in element.iterancestors())


def _remove(element: Any) -> None:
    parent = element.getparent()
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _clean(element: Any) -> None:
    for name in list(element.attrib):
        value = element.attrib[name]
        bad = (
            name.lower() not in _ATTRIBUTES
            or (name == "href" and not _LINK.match(_address(value)))
            or (name == "style" and _STYLE.search(value))
            or (name == "src" and element.tag != "img")
            or (name in ("fill", "stroke") and not _PAINT.fullmatch(value))
        )
        if bad:
            del element.attrib[name]


def _address(value: str) -> str:
    """An address as a browser reads it: without control characters and spaces around."""
    return re.sub(r"[\x00-\x20]+", "", value)
