"""The export layout of the state budget portal (openbudget.gov.ua).

Text separated by ``;``, one row a period, fund and code. `FAKT_AMT` is cumulative since January
and may fall; `FUND_TYP` C (general), S (special) and T (total) are three views of the same
money and are never added; `COD_BUDGET` has 10 or 11 digits.
"""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.documents.compressed import read_bytes
from stratanalysis.documents.encodings import decode
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference.codes import budget_code

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CREDITS", "EXPORT_COLUMNS", "EXPORT_KEYS", "FINANCING", "parse_export", "read_export"]

EXPORT_COLUMNS = (
    "budget_code",
    "year",
    "month",
    "fund",
    "code",
    "functional_code",
    "economic_code",
    "name",
    "approved",
    "amended",
    "executed",
    "source_line",
)
"""`executed` is cumulative since January; all money in UAH."""

_FUNDS = {"C": "general", "S": "special", "T": "total"}
_UNKNOWN = "unknown"
FINANCING = ("COD_FINA", "COD_FIN", "COD_CONS_FIN", "COD_CONS_MB_FIN")
CREDITS = ("COD_CRED", "COD_CONS_CRED", "COD_CONS_CR")
"""Columns of the codes of financing and of credits, as exports have been seen to name them."""
_CODES = ("COD_INCO", *FINANCING, "COD_CONS_MB_PK", "COD_CONS_MB_FK", *CREDITS, "COD_CONS_EK")
_NAMES = ("NAME_INC", "COD_CONS_MB_PK_NAME", "COD_CONS_MB_FK_NAME", "COD_CONS_EK_NAME")
_MONEY = {"approved": "ZAT_AMT", "amended": "PLANS_AMT", "executed": "FAKT_AMT"}
EXPORT_KEYS = ["budget_code", "year", "month", "fund", "code", "functional_code", "economic_code"]
"""Together they are unique in an export."""

_KOPIYKA = 0.01


def read_export(path: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read one export of the portal, plain or gzipped; see :func:`parse_export`.

    Raises
    ------
    MissingInputError
        There is no such file.
    InvalidInputError
        It is damaged, too long, no text, or not in the layout.
    """
    text, _ = decode(read_bytes(path), Path(path).name)
    return parse_export(text, document=Path(path).name)


def parse_export(text: str, *, document: str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the text of an export: revenue, or expenditure in any classification.

    Parameters
    ----------
    text : str
    document : str
        File name or address, for the findings.

    Returns
    -------
    table : pandas.DataFrame
        Columns :data:`EXPORT_COLUMNS`. `code` is the revenue or programme code (the functional
        or economic one where the export has nothing else); `economic_code` and
        `functional_code` are empty where the export lacks them. An empty cell is missing. Empty
        for an answer without rows.
    findings : list of Finding
        ``no-rows`` (warning), ``no-executed-amounts`` (warning: the column is not there),
        ``funds-do-not-sum`` (error: T against C + S), ``fund-unknown``, ``fund-missing`` (no
        column tells the fund, which becomes ``unknown``; an error where rows repeat, for then
        nothing may be added),
        ``duplicate-row``, ``ragged-row``, ``bad-period``, ``not-a-number``, and those on
        budget codes.

    Raises
    ------
    InvalidInputError
        The header is not one of this layout.
    """
    import pandas as pd

    findings: list[Finding] = []
    raw, lines = _rows(text, document, findings)
    codes = [name for name in _CODES if name in raw.columns]
    missing = [name for name in ("REP_PERIOD", "COD_BUDGET") if name not in raw.columns]
    if missing or not codes:
        raise InvalidInputError(
            f"the header is {';'.join(raw.columns)[:200]!r}",
            where=document,
            expected="REP_PERIOD;FUND_TYP;COD_BUDGET, a code column such as COD_INCO, FAKT_AMT",
        )
    if raw.empty:
        why = "the answer has no rows: there are no data for this budget and time"
        return _empty(), [Finding("no-rows", Severity.WARNING, Source(document), why)]
    table = pd.DataFrame({"source_line": lines})
    period = (
        raw["REP_PERIOD"].str.strip().str.extract(r"^(?P<month>0?[1-9]|1[0-2])\.(?P<year>\d{4})$")
    )
    table["year"] = pd.to_numeric(period["year"]).astype("Int64")
    table["month"] = pd.to_numeric(period["month"]).astype("Int64")
    _say(
        findings, "bad-period", document, lines, raw["REP_PERIOD"], table["year"].isna(),
        "the period is {value!r}; month and year are expected, as 07.2023",
    )  # fmt: skip
    table["budget_code"] = ""
    for written in raw["COD_BUDGET"].unique():
        here = raw["COD_BUDGET"] == written
        line = int(table.loc[here, "source_line"].iloc[0])
        code, found = budget_code(written, source=Source(document, line, "COD_BUDGET"))
        table.loc[here, "budget_code"] = code
        findings += found
    table["fund"] = _UNKNOWN
    if "FUND_TYP" in raw:
        fund = raw["FUND_TYP"].str.strip().map(_FUNDS)
        _say(
            findings, "fund-unknown", document, lines, raw["FUND_TYP"], fund.isna(),
            "the fund is {value!r}; C, S or T is expected",
        )  # fmt: skip
        table["fund"] = fund.fillna(_UNKNOWN)
    table["code"] = raw[codes[0]].str.strip()
    table["functional_code"] = _optional(raw, codes, "COD_CONS_MB_FK")
    table["economic_code"] = _optional(raw, codes, "COD_CONS_EK")
    name = next((name for name in _NAMES if name in raw), None)
    table["name"] = raw[name].str.strip() if name else ""
    for column, written in _MONEY.items():
        if written not in raw:
            table[column] = math.nan
            continue
        cells = raw[written].str.replace(r"[\s']", "", regex=True)
        cells = cells.str.replace(",", ".", regex=False)
        table[column] = pd.to_numeric(cells.where(cells != ""), errors="coerce")
        _say(
            findings, "not-a-number", document, lines, raw[written],
            (cells != "") & table[column].isna(), "the amount is {value!r}; a number is expected",
        )  # fmt: skip
    if "FAKT_AMT" not in raw:
        why = "the export has no column FAKT_AMT: it holds plans, not executed amounts"
        findings.append(Finding("no-executed-amounts", Severity.WARNING, Source(document, 1), why))
    table = table[list(EXPORT_COLUMNS)].astype({"fund": "str"})
    return table, findings + _row_findings(table, document, "FUND_TYP" in raw)


def _rows(text: str, document: str, findings: list[Finding]) -> tuple[pd.DataFrame, list[int]]:
    """Cut the text into cells, with the line on which each row begins (names hold breaks)."""
    import pandas as pd

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", skipinitialspace=True)
    rows, lines, line = [], [], 1
    try:
        header = [
            name.strip().upper() for name in next(reader, ["REP_PERIOD", "COD_BUDGET", "COD_INCO"])
        ]
        line = reader.line_num + 1
        for cells in reader:
            start, line = line, reader.line_num + 1
            if len(cells) == len(header):
                rows.append(cells)
                lines.append(start)
            elif any(cell.strip() for cell in cells):
                why = "the row has {found} cells where the header has {expected}; it is left out"
                if reader.line_num >= text.count("\n") and len(cells) < len(header):
                    why = (
                        "the last row has {found} cells where the header has {expected}; the file "
                        "is perhaps cut off"
                    )
                values = {"found": len(cells), "expected": len(header)}
                findings.append(
                    Finding("ragged-row", Severity.ERROR, Source(document, start), why, values)
                )
    except csv.Error as error:
        raise InvalidInputError(
            f"the export cannot be read ({error})", where=f"{document}:{line}"
        ) from error
    return pd.DataFrame(rows, columns=header, dtype="str"), lines


def _empty() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns=list(EXPORT_COLUMNS))


def _optional(raw: pd.DataFrame, codes: list[str], name: str) -> pd.Series | str:
    return raw[name].str.strip() if name in codes[1:] else ""


def _say(
    findings: list[Finding],
    check: str,
    document: str,
    lines: list[int],
    cells: pd.Series,
    bad: pd.Series,
    why: str,
) -> None:
    for index in cells.index[bad.fillna(False)]:
        value = str(cells.loc[index])
        source = Source(document, lines[int(index)], str(cells.name), value)
        findings.append(Finding(check, Severity.ERROR, source, why, {"value": value}))


def _row_findings(table: pd.DataFrame, document: str, has_fund: bool) -> list[Finding]:
    import pandas as pd

    findings: list[Finding] = []
    table = table[table["year"].notna()]  # a period that cannot be read is said already
    double = table[table.duplicated(EXPORT_KEYS)]
    if not has_fund and double.empty:
        why = "no column tells the fund; the amounts are of the fund {fund!r}"
        values = {"fund": _UNKNOWN}
        return [Finding("fund-missing", Severity.WARNING, Source(document, 1), why, values)]
    if not has_fund:
        why = (
            "{count} rows repeat a period and code, and no column tells the fund: general, "
            "special and total may be mixed, so the rows must not be added"
        )
        source = Source(document, int(double["source_line"].iloc[0]))
        return [Finding("fund-missing", Severity.ERROR, source, why, {"count": len(double)})]
    for row in double.to_dict("records"):
        why = "{month:02d}.{year}, code {code}, {fund} fund occurs more than once"
        values = {key: row[key] for key in ("month", "year", "code", "fund")}
        source = Source(document, int(row["source_line"]))
        findings.append(Finding("duplicate-row", Severity.ERROR, source, why, values))
    if findings:
        return findings
    keys = [key for key in EXPORT_KEYS if key != "fund"]
    wide = table.pivot_table(index=keys, columns="fund", values="executed", aggfunc="sum")
    if "total" not in wide or not {"general", "special"} & set(wide.columns):
        return findings
    parts = wide.drop(columns="total").sum(axis=1)
    both = wide["total"].notna() & wide.drop(columns="total").notna().any(axis=1)
    for key in wide.index[both & ((wide["total"] - parts).abs() > _KOPIYKA)]:
        place = dict(zip(keys, key, strict=True))
        values = {name: place[name] for name in ("year", "month", "code")}
        values |= {"total": wide.loc[key, "total"], "parts": parts.loc[key]}
        why = (
            "{month:02d}.{year}, code {code}: the total is {total:.2f}, general and special fund "
            "sum to {parts:.2f}"
        )
        here = (table[keys] == pd.Series(place)[keys]).all(axis=1) & (table["fund"] == "total")
        line = int(table.loc[here, "source_line"].iloc[0])
        text = f"{place['month']:02d}.{place['year']} {place['code']}"
        source = Source(document, line, text=text)
        findings.append(Finding("funds-do-not-sum", Severity.ERROR, source, why, values))
    return findings
