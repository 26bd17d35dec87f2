"""Executed budgets from the state portal's public interface (openbudget.gov.ua).

One request a year and part of the budget. Answers are kept on disk as they came, so that a run
that was cut off goes on where it stopped, and what is known for good is not asked for again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.csv_tables import write_table
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.budget_export import EXPORT_COLUMNS, parse_export
from stratanalysis.official.portal import Cache, FetchError, Portal
from stratanalysis.reference.codes import budget_code
from stratanalysis.storage import write_whole

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PARTS", "FetchError", "Fetched", "fetch_budget"]

FIRST_YEAR = 2018

PARTS: dict[str, dict[str, str]] = {
    "incomes": {"budgetItem": "INCOMES"},
    "programme": {"budgetItem": "EXPENSES", "classificationType": "PROGRAM"},
    "functional": {"budgetItem": "EXPENSES", "classificationType": "FUNCTIONAL"},
    "economic": {"budgetItem": "EXPENSES", "classificationType": "ECONOMIC"},
}
"""Parts of a budget and how the interface names them."""


@dataclass(frozen=True)
class Fetched:
    """What a run brought.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        By part: the columns of :data:`stratanalysis.official.EXPORT_COLUMNS`, all years.
    findings : tuple of Finding
        Those of the export layout, and ``no-data`` for a year without rows.
    requests : int
        How many requests were sent; 0 where everything was on disk.
    """

    tables: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    requests: int


def fetch_budget(
    code: str,
    years: Iterable[int],
    to: Path | str,
    *,
    parts: Iterable[str] = ("incomes", "programme"),
    portal: Portal | None = None,
    refresh: bool = False,
    today: dt.date | None = None,
    progress: Callable[[str], None] | None = None,
) -> Fetched:
    """Fetch the executed budget of a community, year by year.

    Parameters
    ----------
    code : str
        Budget code of 10 or 11 digits. The portal is asked with 10 digits, and with 11 if it has
        nothing under 10: older years of some budgets are there.
    years : iterable of int
    to : path-like
        Folder, made if need be. It receives ``answers/`` (the answers as they came, and
        ``answers.json`` with address, time and checksum of each) and one CSV a part with the
        columns of :data:`stratanalysis.official.EXPORT_COLUMNS`, written only when every year is
        there.
    parts : iterable of str
        Some of :data:`PARTS`. The portal has been seen to answer ``functional`` with plans only.
    portal : Portal, optional
        Its address, and how patiently it is asked.
    refresh : bool
        Ask again for everything. Without it an answer on disk counts if it is whole and the
        year was over for three months when it was fetched (reports of December are corrected).
    today : datetime.date, optional
        The day of the run.
    progress : callable, optional
        Receives one line a year and part.

    Returns
    -------
    Fetched

    Raises
    ------
    InvalidInputError, UnknownNameError
        A code, year or part that cannot be.
    FetchError
        No whole answer after all attempts. What was fetched stays; run the same call again.

    Notes
    -----
    Tried again: no connection, a time-out, a connection cut in the middle (fewer bytes than
    promised, or a last row that is not whole) and the statuses 408, 425, 429 and 5xx. An answer
    200 without rows means that there are no data.
    """
    import pandas as pd

    budget, years, parts = _checked(code, years, parts, today)
    folder = Path(to)
    cache = Cache(folder / "answers", today or dt.date.today(), refresh)
    portal = portal or Portal()
    findings: list[Finding] = []
    tables: dict[str, pd.DataFrame] = {}
    for part in parts:
        pieces = []
        for year in years:
            name = f"{budget}_{part}_{year}.csv"
            text, address = cache.get(name, year), ""
            if text is None:
                query = PARTS[part] | {"period": "MONTH", "year": str(year)}
                text, address = portal.ask_for(budget, query)
            table, found = parse_export(text, document=name)
            if address:  # only what could be read is kept
                cache.put(name, text, address)
            findings += [f for f in found if f.check != "no-rows"]
            if table.empty:
                why = "{year}, {part}: the portal has no data for budget {code}"
                values: dict[str, object] = {"year": year, "part": part, "code": budget}
                findings.append(Finding("no-data", Severity.WARNING, Source(name), why, values))
            else:
                pieces.append(table)
            if progress is not None:
                origin = "fetched" if address else "on disk"
                progress(f"{budget} {part} {year}: {len(table)} rows, {origin}")
        empty = pd.DataFrame(columns=list(EXPORT_COLUMNS))
        tables[part] = pd.concat(pieces, ignore_index=True) if pieces else empty
    for part, table in tables.items():
        write_whole(folder / f"{budget}_{part}.csv", partial(write_table, table))
    return Fetched(tables, tuple(findings), portal.requests)


def _checked(
    code: str, years: Iterable[int], parts: Iterable[str], today: dt.date | None
) -> tuple[str, list[int], list[str]]:
    budget, problems = budget_code(code)
    if any(problem.severity is not Severity.NOTE for problem in problems):
        raise InvalidInputError(
            f"{code!r} is not a budget code",
            expected="10 digits as text with the leading zero, as '0552300000'",
        )
    wanted = sorted(set(years))
    last = (today or dt.date.today()).year
    wrong = [year for year in wanted if not FIRST_YEAR <= year <= last]
    if wrong or not wanted:
        raise InvalidInputError(
            f"the years are {', '.join(map(str, wrong)) or 'none'}",
            expected=f"years from {FIRST_YEAR} to {last}",
        )
    chosen = list(dict.fromkeys(parts))
    for part in chosen:
        if part not in PARTS:
            raise UnknownNameError("part of a budget", part, PARTS)
    return budget, wanted, chosen
