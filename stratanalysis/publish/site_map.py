"""What a web server's readers use: a map of the addresses and a feed of what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote
from xml.sax.saxutils import escape as xml_escape

from stratanalysis.language import MISSING, Language
from stratanalysis.publish.site_links import HOME
from stratanalysis.quantities import without_controls

__all__ = ["FeedEntry", "feed", "sitemap"]


class FeedEntry(Protocol):
    """What a feed says of a community."""

    @property
    def community(self) -> str:
        """Its folder."""

    @property
    def name(self) -> str:
        """Its name for a reader."""

    @property
    def year(self) -> int:
        """The newest with pages."""

    @property
    def findings(self) -> tuple[tuple[str, str], ...]:
        """Sentences with their chapters, most important first."""


def sitemap(out: Path, files: Iterable[str]) -> bytes:
    """Addresses of all pages; relative: a web server puts its own address before them."""
    found = {
        file.relative_to(out).as_posix()
        for pattern in ("*/index*.html", "*/*/*/*/index.html")
        for file in out.glob(pattern)
    }
    found |= {name for name in files if name.endswith(".html")}
    places = sorted(name for name in found if name.split("/")[0] not in ("runs", "failed"))
    rows = "".join(f"<url><loc>{xml_escape(quote(place))}</loc></url>\n" for place in places)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    ).encode()


def feed(words: Language, entries: Sequence[FeedEntry]) -> bytes:
    """An Atom feed: one entry a community and year, with its first finding."""
    items = []
    for entry in entries:
        year = entry.year
        said = entry.findings[0][0] if entry.findings else entry.name
        address = f"{quote(entry.community)}/{HOME[words.code]}"
        items.append(
            f"<entry><id>urn:stratanalysis:{quote(entry.community)}:{year}:{words.code}</id>"
            f"<title>{xml_escape(entry.name)}, {year}</title>"
            f'<link href="{address}"/><updated>{year}-12-31T00:00:00Z</updated>'
            f"<summary>{xml_escape(said or MISSING)}</summary></entry>"
        )
    newest = max(entry.year for entry in entries)
    items = [without_controls(item) for item in items]
    title = xml_escape(words.text("Communities: people, money, strategy"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{words.code}"><id>urn:stratanalysis:feed:{words.code}</id><title>{title}</title>'
        f"<author><name>stratanalysis</name></author>"
        f'<link rel="self" href="feed-{words.code}.xml"/>'
        f"<updated>{newest}-12-31T00:00:00Z</updated>\n{''.join(items)}\n</feed>\n"
    ).encode()
