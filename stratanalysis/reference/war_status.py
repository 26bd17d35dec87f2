"""Class of every community in the war, on any day, from the list of territories (order 376).

The list names oblasts, raions, communities and settlements with the days from which and to which
they belong to one of its four parts. The class of a community follows by one rule, which is ours:

1. A row of an oblast, of a raion, of Kyiv or of the community itself covers the community whole
   from its first day to its last, both included. A row "whole except …" covers it whole where none
   of the places excepted lies in the community, or where all that do are on the same part of the
   list by rows of their own that day; otherwise it covers most of it.
2. Rows of settlements cover the share of the community's settlements that they name: all of them
   is the whole, half or more is most, fewer is a part.
3. ``occupied`` if the occupied part covers the whole; ``mostly_occupied`` if most;
   ``active_or_partly_occupied`` if active hostilities cover anything or the occupied part a part;
   ``possible_hostilities`` if those cover anything; ``ended`` if it was on the list before;
   ``never_listed`` otherwise.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stratanalysis.reference.country import country_rows

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OCCUPIED", "WarStatus", "classify", "war_status"]

OCCUPIED = ("occupied", "mostly_occupied")
"""Classes of which no forecast is made: nobody there reports to the state."""

_PLACE = re.compile(r"(?:м\.|с\.|с-ще|смт|селище|село|місто)\s*([^,;]+)")
_RANK = {"": 0, "part": 1, "most": 2, "whole": 3}


@dataclass(frozen=True, slots=True)
class WarStatus:
    """Class of a community on the day of the list.

    Attributes
    ----------
    status : str
        One of ``tables.country.STATUS_CLASSES``.
    since : str
        First day in it, as 2022-02-24; empty for ``never_listed``; of ``ended`` the last day.
    date : str
        Day of the list.
    """

    status: str
    since: str
    date: str

    @property
    def occupied(self) -> bool:
        """Whether the community is occupied, whole or for the most part."""
        return self.status in OCCUPIED

    @property
    def occupied_before_2022(self) -> bool:
        """Whether it has been occupied since before the full-scale war."""
        return self.occupied and self.since < "2022"


def war_status(katottg: str) -> WarStatus | None:
    """Class of a community by the list that the reference holds; None for what is no community.

    Examples
    --------
    >>> war_status("UA14140050000020560").status  # Mariupol
    'occupied'
    """
    rows = country_rows("hromada_war_status", katottg).fillna("")
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return WarStatus(str(row["status"]), str(row["since"]), str(row["date"]))


@dataclass(frozen=True, slots=True)
class _Row:
    """One period of a unit."""

    section: str
    level: str
    code: str
    name: str
    start: str
    end: str
    excepted: tuple[str, ...]

    def holds(self, day: str) -> bool:
        return self.start <= day and (not self.end or day <= self.end)


def classify(
    territories: pd.DataFrame, hromadas: pd.DataFrame, date: dt.date | str
) -> pd.DataFrame:
    """Give every community its class on one day.

    Parameters
    ----------
    territories : DataFrame
        As the contract ``war_territories``.
    hromadas : DataFrame
        katottg, raion_katottg, oblast_katottg, settlements (missing: rows of settlements then
        cover a part only).
    date : date or str
        Day, as 2025-05-07.

    Returns
    -------
    DataFrame
        katottg, date, status (``tables.country.STATUS_CLASSES``), since: the first day of the
        earliest row that holds on that day in the parts that decide the class; of a community
        that left the list its last day there; empty where it never was on it.

    Notes
    -----
    A list says nothing of the days after it was issued: a class on a later day supposes that it
    did not change.
    """
    import pandas as pd

    day = str(date)
    rows = [
        _Row(
            str(row["section"]),
            str(row["level"]),
            str(row["katottg"]),
            str(row["name"]),
            str(row["start"]),
            "" if pd.isna(row["end"]) else str(row["end"]),
            _excepted(str(row["name"])) if row["except_listed"] else (),
        )
        for row in territories.to_dict("records")
    ]
    by_unit: dict[str, list[_Row]] = {}
    settlements: dict[str, list[_Row]] = {}
    for row in rows:
        if row.level == "settlement":
            settlements.setdefault(row.code[:9], []).append(row)
        else:
            by_unit.setdefault(row.code, []).append(row)
    out = []
    for entry in hromadas.to_dict("records"):
        units = [str(entry[key]) for key in ("oblast_katottg", "raion_katottg", "katottg")]
        above = [row for code in dict.fromkeys(units) for row in by_unit.get(code, [])]
        inside = settlements.get(str(entry["katottg"])[:9], [])
        count = entry.get("settlements")
        count = 0 if count is None or pd.isna(count) else int(count)
        status, since = _class_of(above, inside, count, day)
        out.append({"katottg": entry["katottg"], "date": day, "status": status, "since": since})
    return pd.DataFrame(out, columns=["katottg", "date", "status", "since"])


def _class_of(above: list[_Row], inside: list[_Row], count: int, day: str) -> tuple[str, str]:
    def cover(*sections: str) -> tuple[str, str]:
        found = [_coverage(above, inside, count, section, day) for section in sections]
        best = max(found, key=lambda pair: _RANK[pair[0]])
        starts = [since for _, since in found if since]
        return best[0], min(starts, default="")

    occupied, since = cover("occupied")
    active, active_since = cover("active_hostilities", "active_hostilities_registers_working")
    possible, possible_since = cover("possible_hostilities")
    if occupied == "whole":
        return "occupied", since
    if occupied == "most":
        return "mostly_occupied", since
    if active or occupied:
        return "active_or_partly_occupied", min(filter(None, (since, active_since)))
    if possible:
        return "possible_hostilities", possible_since
    past = [row.end for row in (*above, *inside) if row.start <= day and row.end]
    return ("ended", max(past)) if past else ("never_listed", "")


def _coverage(
    above: list[_Row], inside: list[_Row], count: int, section: str, day: str
) -> tuple[str, str]:
    """How much of the community a part of the list covers that day, and since when."""
    held = [row for row in inside if row.section == section and row.holds(day)]
    covered, starts = "", [row.start for row in held]
    for row in above:
        if row.section != section or not row.holds(day):
            continue
        starts.append(row.start)
        covered = max(covered, _whole(row, inside, held), key=_RANK.__getitem__)
    if held:
        share = len({row.code for row in held}) / count if count else 0.0
        part = "whole" if share >= 1 else "most" if share >= 0.5 else "part"
        covered = max(covered, part, key=_RANK.__getitem__)
    return covered, min(starts, default="")


def _whole(row: _Row, inside: list[_Row], held: list[_Row]) -> str:
    if not row.excepted:
        return "whole"
    excepted = set(row.excepted)
    if row.level != "hromada":  # names of places in all communities of the raion or oblast
        excepted &= {_place(other.name) for other in inside}
    return "whole" if excepted <= {_place(other.name) for other in held} else "most"


def _excepted(name: str) -> tuple[str, ...]:
    _, _, tail = name.partition(" за винятком ")
    places = _names(tail)
    return places or (tail.strip(),)


def _names(text: str) -> tuple[str, ...]:
    return tuple(_plain(found) for found in _PLACE.findall(text))


def _place(name: str) -> str:
    """Name of the settlement in a row such as ``Бахмут Бахмутської міської … громади``."""
    words = re.sub(r"^(м\.|с\.|с-ще|смт|селище|село|місто)\s*", "", name).split()
    for place, word in enumerate(words):
        if place and re.search(r"(ої|ого)$", word.strip("()")):
            return _plain(" ".join(words[:place]))
    return _plain(" ".join(words))


def _plain(name: str) -> str:
    return name.strip(" .;").replace("’", "'").replace("ʼ", "'").lower()
