"""What is due when in an economist's year, with what is ready in the folder: page and .ics."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.language import language as get_language
from stratanalysis.publish.reader_words import TABLE_TITLES
from stratanalysis.quantities import without_controls
from stratanalysis.storage import changing

if TYPE_CHECKING:
    from stratanalysis.community import Community
    from stratanalysis.language import Language

__all__ = ["calendar_files", "calendar_ics", "calendar_page", "what_is_due"]


def what_is_due(year: int, community: Community | None = None) -> pd.DataFrame:
    """List the dates of a year.

    Parameters
    ----------
    year : int
    community : Community, optional
        To say which of the needed tables have rows.

    Returns
    -------
    pandas.DataFrame
        `day`, `uk`, `en`, `basis`, `needs` and `lacking` (names of tables; empty where nothing is
        needed or lacking). The dates are those of the usual order; martial law may change them,
        and nobody has compared them with the acts.
    """
    text = (resources.files("stratanalysis.cycle") / "due.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = []
    for entry in tomllib.loads(text)["due"]:
        needs = entry["needs"]
        lacking = [] if community is None else [name for name in needs if community[name].empty]
        rows.append(
            {
                "day": dt.date(year, entry["month"], entry["day"]),
                "uk": entry["uk"],
                "en": entry["en"],
                "basis": entry["basis"],
                "needs": ", ".join(needs),
                "lacking": ", ".join(lacking),
            }
        )
    return pd.DataFrame(rows)


def calendar_page(year: int, community: Community | None = None, language: str = "uk") -> str:
    """Write the dates as a page that asks nothing of the network; the same inputs, the same text.

    Each date says what is due, on what basis, and, with a community, which tables it needs and
    whether they have rows.
    """
    words = get_language(language)
    style = (resources.files("stratanalysis.publish") / "templates/page/page.css").read_text(
        "utf-8"
    )
    title = words.text("Calendar of {year}", year=year)
    name = "" if community is None else community.name[words.code]
    heads = [words.text(head) for head in ("Date", "What is due", "Basis")]
    if community is not None:
        heads.append(words.text("In the folder"))
    rows = []
    for row in what_is_due(year, community).to_dict("records"):
        cells = [row[words.code], row["basis"]]
        if community is not None:
            cells.append(_ready(row["needs"], row["lacking"], words))
        day = f'<th scope="row">{escape(words.date(row["day"]))}</th>'
        rows.append("<tr>" + day + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>")
    note = words.text(
        "Usual dates; martial law may move them, and nobody has compared them with the acts: check "
        "before relying on them."
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return without_controls(
        f'<!DOCTYPE html>\n<html lang="{words.code}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(f'{title} – {name}' if name else title)}</title>\n"
        f"<style>\n{style}\n</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n" + (f"<p>{escape(name)}</p>\n" if name else "")
        + f"<p>{escape(note)}</p>\n<table><caption>{escape(title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>\n"
        "</main>\n</body>\n</html>\n"
    )  # fmt: skip


def _ready(needs: str, lacking: str, words: Language) -> str:
    """Which of the tables needed have rows, and which have none."""
    wanted = [name for name in needs.split(", ") if name]
    empty = set(lacking.split(", "))
    said = [words.text(TABLE_TITLES[n]) for n in wanted if n not in empty]
    gaps = [words.text(TABLE_TITLES[n]) for n in wanted if n in empty]
    parts = []
    if said:
        parts.append(words.text("there is: {tables}", tables=", ".join(said)))
    if gaps:
        parts.append(words.text("lacking: {tables}", tables=", ".join(gaps)))
    return "; ".join(parts)


def calendar_files(
    out: Path, year: int, community: Community | None = None, *, language: str = "uk"
) -> list[Path]:
    """Write ``calendar-YEAR.html`` and ``calendar-YEAR.ics``; return where they are.

    Parameters
    ----------
    out : pathlib.Path
        The folder of reports; a community's calendar goes into its own folder there.
    year : int
    community : Community, optional
    language : {"uk", "en"}
    """
    place = out if community is None else out / community.slug
    place.mkdir(parents=True, exist_ok=True)
    files = {
        f"calendar-{year}.html": calendar_page(year, community, language),
        f"calendar-{year}.ics": calendar_ics(year, language),
    }
    with changing(place, f"calendar {year}", keep=False) as change:
        for name, text in files.items():
            change.write(name, text.encode("utf-8"))
    return [place / name for name in files]


def calendar_ics(year: int, language: str = "uk") -> str:
    """Write the dates as a calendar file (RFC 5545); the same year gives the same text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stratanalysis//calendar//UK"]
    for row in what_is_due(year).to_dict("records"):
        day = row["day"]
        uid = hashlib.sha256(f"{day}{row['en']}".encode()).hexdigest()[:24]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@stratanalysis",
            f"DTSTAMP:{year}0101T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(row[language])}",
            f"DESCRIPTION:{_escaped(row['basis'])}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text


def _folded(line: str) -> str:
    """Break a line before its 75th byte, as the format asks, never inside a letter."""
    parts, room = [""], 75
    for sign in line:
        if len((parts[-1] + sign).encode()) > room:
            parts.append("")
            room = 74
        parts[-1] += sign
    return "\r\n ".join(parts)
