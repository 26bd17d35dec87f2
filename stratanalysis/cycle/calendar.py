"""What is due when in an economist's year, with what is ready in the folder; also as .ics."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from stratanalysis.community import Community

__all__ = ["calendar_ics", "what_is_due"]


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
