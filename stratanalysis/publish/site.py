"""The site around the pages: start page, a home for each community, method, data, map and feed.

Static files that work from a folder or a stick as from a web server: every address is relative and
stays the same from year to year, nothing is asked of another host. The only script is the search of
the start page; its checksum is in the page's policy.
"""

from __future__ import annotations

import contextlib
import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from stratanalysis.language import LANGUAGES, Language
from stratanalysis.language import language as get_language
from stratanalysis.publish.gate import Contradiction, check_community
from stratanalysis.publish.site_data import set_workbook
from stratanalysis.publish.site_document import site_document
from stratanalysis.publish.site_links import (
    HOME,
    METHOD,
    SitePage,
    link_pages,
)
from stratanalysis.publish.site_map import feed, sitemap
from stratanalysis.publish.site_summary import SUMMARY, summary_page
from stratanalysis.publish.sparkline import sparkline
from stratanalysis.storage import changing

__all__ = ["HomeEntry", "build_site", "home_page", "start_page"]

LISTS = {"uk": "pages.html", "en": "pages-en.html"}
"""File of the list of all reports and runs by language."""


@dataclass(frozen=True)
class HomeEntry:
    """What the start page and its home say of a community in one language.

    Attributes
    ----------
    community, name, oblast : str
    pages : tuple of SitePage
        Of the newest year, in the order of chapters.
    year : int
        The newest with pages.
    older : tuple of (int, str)
        Earlier years, newest first, with the address of their first page.
    figures : tuple of (str, str)
        Label and written value, up to four.
    findings : tuple of (str, str)
        Sentence and notebook of its chapter, most important first.
    people : tuple of float
        Population by year, for the sparkline.
    """

    community: str
    name: str
    oblast: str
    pages: tuple[SitePage, ...]
    year: int
    older: tuple[tuple[int, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    people: tuple[float, ...] = field(default=())


def build_site(out: Path, touched: Sequence[str], *, replace: bool = False) -> list[Contradiction]:
    """Link the pages of the communities of a run and write the site around all communities.

    Parameters
    ----------
    out : pathlib.Path
        The output folder; its lock is held.
    touched : sequence of str
        Communities whose pages may have changed: their links, home and data are made again.
    replace : bool
        Replace files of the site's names that are not ours.

    Returns
    -------
    list of Contradiction
        What the pages of a set say against each other; see :mod:`stratanalysis.publish.gate`.
    """
    files: dict[str, bytes] = {}
    contradictions: list[Contradiction] = []
    for community in dict.fromkeys(touched):
        if (out / community).is_dir():
            pages = link_pages(out, community)
            contradictions += check_community(out, pages)
            files |= _community_files(out, community, pages)
    for code in LANGUAGES:
        words, entries = get_language(code), _entries(out, code, files)
        listed = (out / LISTS[code]).is_file()
        files[HOME[code]] = start_page(words, entries, listed=listed).encode("utf-8")
        files[METHOD[code]] = method_page(words).encode("utf-8")
        if entries:
            files[f"feed-{code}.xml"] = feed(words, entries)
    files["sitemap.xml"] = sitemap(out, files)
    _write(out, files, replace=replace)
    return contradictions


def _write(out: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    """Write what has changed; what is not ours is kept, or refused without `replace`."""
    changed = {
        name: content
        for name, content in files.items()
        if not (out / name).is_file() or (out / name).read_bytes() != content
    }
    foreign = any(
        name in HOME.values() and (out / name).is_file() and b"<main class=" not in
        (out / name).read_bytes()
        for name in changed
    )  # fmt: skip
    with changing(out, "site", replace=replace, keep=foreign, locked=True) as change:
        for name, content in changed.items():
            if not (foreign and name in HOME.values()):
                change.read(name)
            change.write(name, content)


def _community_files(out: Path, community: str, pages: Sequence[SitePage]) -> dict[str, bytes]:
    """Homes and data of one community."""
    files: dict[str, bytes] = {}
    sets: dict[tuple[int, str], list[SitePage]] = defaultdict(list)
    for page in pages:
        sets[page.year, page.language].append(page)
    for (year, code), own in sets.items():
        files[f"{community}/data/{year}-{code}.xlsx"] = set_workbook(out, own)
    if pages:
        for code in LANGUAGES:
            entry = _read_entry(out, community, code, pages)
            brief = summary_page(out, get_language(code), entry.name, entry.pages)
            if brief:
                files[f"{community}/{SUMMARY[code]}"] = brief.encode("utf-8")
            home = home_page(get_language(code), entry, brief=bool(brief))
            files[f"{community}/{HOME[code]}"] = home.encode("utf-8")
            files[f"{community}/data/summary-{code}.json"] = _json(entry)
    return files


def _read_entry(out: Path, community: str, code: str, pages: Sequence[SitePage]) -> HomeEntry:
    own = [p for p in pages if p.language == code] or list(pages)
    year = max(p.year for p in own)
    shown = tuple(p for p in own if p.year == year)
    manifest = json.loads((out / shown[0].place / "manifest.json").read_text(encoding="utf-8"))
    names = manifest.get("community") or {}
    tables = out / next((p.place for p in shown if p.notebook.startswith("00")), "none") / "tables"
    observed = _rows(tables / "population.csv")
    return HomeEntry(
        community=community,
        name=str(names.get(code) or community),
        oblast=str((manifest.get("oblast") or {}).get(code) or ""),
        pages=shown,
        year=year,
        older=tuple(
            (other, _address(min(p for p in own if p.year == other)))
            for other in sorted({p.year for p in own} - {year}, reverse=True)
        ),
        figures=tuple((r[0], r[1]) for r in _rows(tables / "headline.csv") if len(r) > 1),
        findings=tuple((r[1], r[2]) for r in _rows(tables / "story.csv") if len(r) > 2),
        people=tuple(_path(observed)),
    )


def _rows(file: Path) -> list[list[str]]:
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


def _path(rows: Sequence[Sequence[str]]) -> list[float]:
    """By year what was observed, else the first scenario."""
    values = [row[-1] or (row[1] if len(row) > 1 else "") for row in rows if row]
    return [float(value) for value in values if value.replace(".", "", 1).isdigit()]


def _json(entry: HomeEntry) -> bytes:
    raw = {
        "community": entry.community,
        "name": entry.name,
        "oblast": entry.oblast,
        "pages": [
            [p.year, p.language, p.notebook, p.subject, p.heading] for p in entry.pages
        ],
        "year": entry.year,
        "older": [list(pair) for pair in entry.older],
        "figures": [list(pair) for pair in entry.figures],
        "findings": [list(pair) for pair in entry.findings],
        "people": list(entry.people),
    }  # fmt: skip
    return (json.dumps(raw, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")


def _entry_of(raw: Mapping[str, object]) -> HomeEntry:
    community = str(raw["community"])
    return HomeEntry(
        community=community,
        name=str(raw["name"]),
        oblast=str(raw["oblast"]),
        pages=tuple(SitePage(community, *page) for page in raw["pages"]),  # type: ignore[attr-defined]
        year=int(str(raw["year"])),
        older=tuple(map(tuple, raw["older"])),  # type: ignore[call-overload]
        figures=tuple(map(tuple, raw["figures"])),  # type: ignore[call-overload]
        findings=tuple(map(tuple, raw["findings"])),  # type: ignore[call-overload]
        people=tuple(raw["people"]),  # type: ignore[arg-type]
    )


def _entries(out: Path, code: str, files: Mapping[str, bytes]) -> list[HomeEntry]:
    """Entries of all communities: those of this run and those of earlier ones."""
    found: dict[str, HomeEntry] = {}
    for file in sorted(out.glob(f"*/data/summary-{code}.json")):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            raw = json.loads(file.read_text(encoding="utf-8"))
            found[file.parent.parent.name] = _entry_of(raw)
    for name, content in files.items():
        if name.endswith(f"/data/summary-{code}.json"):
            found[name.split("/")[0]] = _entry_of(json.loads(content))
    return [found[name] for name in sorted(found)]


def start_page(words: Language, entries: Sequence[HomeEntry], *, listed: bool = False) -> str:
    """Return the page that lists all communities by oblast, with four figures and a sparkline.

    Parameters
    ----------
    words : Language
    entries : sequence of HomeEntry
    listed : bool
        Whether the list of all reports and runs is next to it.
    """
    say = words.text
    groups: dict[str, list[HomeEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.oblast].append(entry)
    title, none = say("Communities: people, money, strategy"), say("No page has been made yet.")
    parts = [f"<h1>{escape(title)}</h1>"]
    if not entries:
        parts.append(f"<p>{escape(none)}</p>")
    else:
        label = escape(say("Search for a community or an oblast"))
        parts.append(
            f'<input id="search" type="search" hidden aria-label="{label}" placeholder="{label}">'
        )
    few = len(entries) <= 60
    for oblast in sorted(groups, key=lambda name: (name == "", _order(name))):
        own = sorted(groups[oblast], key=lambda entry: _order(entry.name))
        items = "".join(_item(words, entry) for entry in own)
        head = escape(f"{oblast or say('Oblasts and exercises')} ({len(own)})")
        opened = " open" if few else ""
        parts.append(
            f'<details class="group"{opened}><summary>{head}</summary><ul class="places">'
            f"{items}</ul></details>"
        )
    links = [(METHOD[words.code], say("Method"))]
    links += [(LISTS[words.code], say("All reports"))] if listed else []
    links += [(f"feed-{words.code}.xml", say("News feed"))] if entries else []
    return site_document(words, title, "".join(parts), links, script=bool(entries))


def _order(name: str) -> str:
    """A key by which Ukrainian letters follow the Ukrainian alphabet."""
    alphabet = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    return "".join(chr(0x430 + alphabet.index(c)) if c in alphabet else c for c in name.lower())


def _item(words: Language, entry: HomeEntry) -> str:
    figures = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        for label, value in entry.figures
    )
    found = f"{entry.name} {entry.oblast}".lower()
    address = f"{quote(entry.community)}/{HOME[words.code]}"
    line = sparkline(entry.people, words.text("Population by year"))
    return (
        f'<li data-name="{escape(found)}"><a href="{address}">{escape(entry.name)}</a>{line}'
        f"<dl>{figures}</dl></li>"
    )


def home_page(words: Language, entry: HomeEntry, *, brief: bool = False) -> str:
    """Return the home of a community: findings, figures, chapters, data, years.

    Parameters
    ----------
    words : Language
    entry : HomeEntry
    brief : bool
        Whether the two pages for the session are next to it.
    """
    say = words.text
    known = {page.notebook: page for page in entry.pages}
    parts = [f"<h1>{escape(entry.name)}</h1>"]
    if entry.oblast:
        parts.append(f'<p class="subject">{escape(entry.oblast)}</p>')
    findings = "".join(
        f"<li>{escape(text)}{_more(words, known.get(notebook))}</li>"
        for text, notebook in entry.findings
    )
    if findings:
        parts.append(
            f'<section class="summary"><h2 id="main">{escape(say("Main findings"))}</h2>'
            f"<ol>{findings}</ol></section>"
        )
    figures = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        for label, value in entry.figures
    )
    if figures:
        parts.append(f'<dl class="figures">{figures}</dl>')
    chapters = "".join(
        f'<li><a href="{_address(page)}">{escape(page.subject or page.heading)}</a></li>'
        for page in entry.pages
    )
    parts.append(f'<h2 id="chapters">{escape(say("Chapters"))}</h2><ol>{chapters}</ol>')
    year, code = entry.pages[0].year, entry.pages[0].language
    data = escape(say("All tables of {year} as a workbook", year=year))
    parts.append(
        f'<h2 id="data">{escape(say("Data"))}</h2>'
        f'<p><a href="data/{year}-{code}.xlsx">{data}</a></p>'
    )
    older = "".join(
        f'<li><a href="{address}">{escape(say("Pages of {year}", year=other))}</a></li>'
        for other, address in entry.older
    )
    if brief:
        label = escape(say("Two pages for the session"))
        parts.append(f'<p><a href="{SUMMARY[words.code]}">{label}</a></p>')
    if older:
        parts.append(f'<h2 id="years">{escape(say("Other years"))}</h2><ul>{older}</ul>')
    links = [
        (f"../{HOME[words.code]}", say("All communities")),
        (f"../{METHOD[words.code]}", say("Method")),
    ]
    return site_document(words, entry.name, "".join(parts), links)


def _address(page: SitePage) -> str:
    return f"{page.year}/{page.language}/{quote(page.notebook)}/index.html"


def _more(words: Language, page: SitePage | None) -> str:
    if page is None:
        return ""
    return f' <a href="{_address(page)}">{escape(page.chapter)}</a>'


def method_page(words: Language) -> str:
    """Return the page on data and method that all pages share."""
    folder = resources.files("stratanalysis") / "publish" / "templates"
    body = (folder / f"method.{words.code}.html").read_text(encoding="utf-8")
    links = [(HOME[words.code], words.text("All communities"))]
    return site_document(words, words.text("Data and method"), body, links, twin=METHOD)
