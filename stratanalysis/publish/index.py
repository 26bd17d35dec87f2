"""The lists of pages for who runs them: one of all runs, one of each run, in both languages."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Mapping, Sequence
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from stratanalysis.language import LANGUAGES, MISSING, Language
from stratanalysis.language import language as get_language
from stratanalysis.publish.site import LISTS
from stratanalysis.quantities import without_controls
from stratanalysis.reference import country_table
from stratanalysis.reference.english_places import english_oblast, english_raion
from stratanalysis.reference.known import community_slug
from stratanalysis.storage import changing, replace_text

__all__ = ["DESK", "index_page", "write_indexes"]

DESK = "desk.html"
"""Name of the scenario desk in a community's folder of the output."""

_FILES = LISTS
_MARK = b'<main class="list">'
_RESULTS = {"done": "page made", "unchanged": "unchanged", "failed": "failed"}
_NAMES = {"uk": "Ukrainian", "en": "English"}


def write_indexes(
    out: Path,
    pages: Mapping[str, Mapping[str, Any]],
    runs: Sequence[Mapping[str, Any]],
    run: Mapping[str, Any],
    *,
    replace: bool = False,
) -> None:
    """Write the list of all pages and that of the last run; readers begin at the start page.

    Parameters
    ----------
    out : pathlib.Path
    pages, runs
        As in :class:`stratanalysis.publish.ledger.Ledger`.
    run : mapping
        The last run, with its pages.
    replace : bool
        Replace a ``pages.html`` that is not ours; it is kept for ``stratanalysis undo``.

    Raises
    ------
    ForeignFileError
        ``pages.html`` of the output folder is not ours.
    """
    touched = {entry["place"] or "": entry for entry in run["pages"]}
    of_run: dict[str, Mapping[str, Any]] = {
        place: {**page, "result": touched[place]["result"]}
        for place, page in pages.items()
        if place in touched
    }
    for number, entry in enumerate(e for e in run["pages"] if not e["place"]):
        failed = {"at": entry["at"], "message": entry["message"]}
        of_run[f"--{number}"] = {**entry, "year": None, "date": None, "bytes": None, "title": "",
                                 "failed": failed}  # fmt: skip
    desks = {place.parent.name for place in out.glob(f"*/{DESK}")}
    for code in LANGUAGES:
        words = get_language(code)
        title = words.text("Run {run}", run=run["run"])
        text = index_page(words, of_run, title=title, up="../../", desks=desks)
        replace_text(out / "runs" / str(run["run"]) / _FILES[code], text)
        text = index_page(words, pages, title=words.text("All reports"), runs=runs, desks=desks)
        name = _FILES[code]
        foreign = (out / name).is_file() and _MARK not in (out / name).read_bytes()
        with changing(out, f"list {name}", replace=replace, keep=foreign, locked=True) as change:
            if not foreign:
                change.read(name)
            change.write(name, text)


def index_page(
    words: Language,
    pages: Mapping[str, Mapping[str, Any]],
    *,
    title: str,
    up: str = "",
    runs: Sequence[Mapping[str, Any]] = (),
    desks: Collection[str] = (),
) -> str:
    """Return a complete document that lists pages by community, year, notebook and language.

    Communities of the register are under their oblast and raion, after all others.

    Parameters
    ----------
    words : Language
    pages : mapping
        By place; a page without a date has a name but no link, unless its file is known.
    title : str
    up : str
        Way from the document to the output folder.
    runs : sequence of mapping
        Listed newest first.
    desks : collection of str
        Communities whose folder holds a desk (:data:`DESK`): it is linked once.
    """
    say = words.text
    order = sorted(
        pages,
        key=lambda place: (
            _area(str(pages[place]["community"]), words.code),
            str(pages[place]["names"].get(words.code, "")),
            -(pages[place]["year"] or 0),
            pages[place]["notebook"],
            pages[place]["language"] != words.code,
        ),
    )
    heads = ["Community", "Year", "Page", "Language", "Made on", "Result", "Size"]
    head = "".join(
        f'<th scope="col"{" class=number" if name in ("Year", "Size") else ""}>'
        f"{escape(say(name))}</th>"
        for name in heads
    )
    rows, last = "", ""
    seen: set[str] = set()
    for place in order:
        area = _area(str(pages[place]["community"]), words.code)
        if area != last:
            rows += f'<tr><th scope="rowgroup" colspan="{len(heads)}">{escape(area)}</th></tr>'
            last = area
        community = str(pages[place]["community"])
        linked = community in desks and community not in seen
        seen.add(community)
        rows += _row(words, place, pages[place], up, desk=linked)
    heading = escape(title)
    table = (
        f'<div class="scroll" role="region" aria-label="{heading}" tabindex="0"><table>'
        f"<caption>{escape(say('Reports'))}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
        if rows
        else f"<p>{escape(say('No page has been made yet.'))}</p>"
    )
    other = next(code for code in LANGUAGES if code != words.code)
    body = f"<h1>{heading}</h1>{table}{_runs(words, runs)}"
    home = f'<a href="{up}{_FILES[words.code]}">{escape(say("All reports"))}</a> · ' if up else ""
    label = escape(get_language(other).text(_NAMES[other]))
    links = f'<p>{home}<a href="{_FILES[other]}" lang="{other}" hreflang="{other}">{label}</a></p>'
    style = resources.files("stratanalysis") / "publish" / "templates" / "page" / "page.css"
    return without_controls(
        f'<!DOCTYPE html>\n<html lang="{words.code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{heading}</title>\n<meta name="description" content="{heading}">\n'
        f"<style>\n{style.read_text(encoding='utf-8')}\n.list {{ max-width: 76rem; margin: 0 auto;"
        " padding: 1.25rem; }\n</style>\n</head>\n<body>\n"
        f'<main class="list">{body}{links}</main>\n</body>\n</html>\n'
    )


def _area(slug: str, code: str) -> str:
    """Oblast and raion of a community that was laid out from the register; else empty."""
    return _areas()[code].get(slug, "")


@functools.cache
def _areas() -> dict[str, dict[str, str]]:
    columns = ["katottg", "oblast", "raion", "raion_katottg"]
    register = country_table("hromadas")[columns].fillna("")
    found: dict[str, dict[str, str]] = {"uk": {}, "en": {}}
    for row in register.to_dict("records"):
        slug, oblast, raion = community_slug(row["katottg"]), row["oblast"], row["raion"]
        found["uk"][slug] = f"{oblast} область, {raion} район"
        found["en"][slug] = (
            f"{english_oblast(oblast)} oblast, {english_raion(raion, row['raion_katottg'])} raion"
        )
    return found


def _row(
    words: Language, place: str, page: Mapping[str, Any], up: str, *, desk: bool = False
) -> str:
    say = words.text
    name = escape(page["names"].get(words.code) or page["community"])
    if desk:
        address = up + quote(f"{page['community']}/{DESK}") + f"#l={words.code}"
        name += f'<br><a href="{address}">{escape(say("Try it yourself"))}</a>'
    made = page["date"] or page["bytes"]
    title = escape(page["title"] or page["notebook"])
    if made:
        address = up + quote(f"{place}/index.html")
        title = f'<a href="{address}" lang="{page["language"]}">{title}</a>'
    size = say("{size} kB", size=words.number(page["bytes"] / 1000)) if page["bytes"] else MISSING
    result = say(_RESULTS[page["result"]])
    failed = page.get("failed")
    if failed:
        result += f": {failed['message']}"
        if made:
            result = say(
                "failed on {date}: {message}; the last good page is shown",
                date=_date(words, failed["at"]), message=failed["message"],
            )  # fmt: skip
    return (
        f'<tr><th scope="row">{name}</th><td class="number">{page["year"] or MISSING}</td>'
        f"<td>{title}</td><td>{escape(say(_NAMES[page['language']]))}</td>"
        f"<td>{escape(_date(words, page['date']))}</td><td>{escape(result)}</td>"
        f'<td class="number">{escape(size)}</td></tr>'
    )


def _runs(words: Language, runs: Sequence[Mapping[str, Any]]) -> str:
    if not runs:
        return ""
    items = []
    for run in reversed(runs):
        counts = words.text(
            "done {done}, unchanged {unchanged}, failed {failed}",
            done=run["done"], unchanged=run["unchanged"], failed=run["failed"],
        )  # fmt: skip
        address = f"runs/{quote(str(run['run']))}/{_FILES[words.code]}"
        items.append(
            f'<li><a href="{address}">{escape(str(run["run"]))}</a>: {escape(counts)}</li>'
        )
    return f"<h2>{escape(words.text('Runs'))}</h2><ul>{''.join(items)}</ul>"


def _date(words: Language, stamp: str | None) -> str:
    return words.date(dt.datetime.fromisoformat(stamp).date()) if stamp else MISSING
