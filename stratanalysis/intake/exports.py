"""Exports of the state budget portal, into revenue and expenditure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from stratanalysis.documents.compressed import read_bytes
from stratanalysis.documents.encodings import decode
from stratanalysis.finance.classification import revenue_group, unlisted_revenue
from stratanalysis.finance.revenue import REVENUE_GROUPS, REVENUE_LABELS
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells, hidden_sheet
from stratanalysis.intake.dressed import export_text
from stratanalysis.intake.portion import Portion, Taken, source_row
from stratanalysis.official.budget_export import CREDITS, FINANCING, parse_export
from stratanalysis.official.budget_series import economic_leaves, year_totals
from stratanalysis.reference import country_table, find_hromada

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["is_export", "read_export_cells", "read_portal_export"]

_TITLES = {
    "incomes": "Executed revenue of the budget, export of the state budget portal",
    "programme": "Executed expenditure of the budget by programme, export of the portal",
    "economic": "Executed expenditure of the budget by economic code, export of the portal",
    "financing": "Financing of the budget, export of the portal",
    "credits": "Credits of the budget, export of the portal",
}
_MONEY = {"unit": "UAH", "price_basis": "nominal"}
Months: TypeAlias = "dict[int, list[int]]"
"""Months of each year that the file holds."""
Places: TypeAlias = "Callable[[int], str]"
"""Where a line of an export is in the user's file."""

_CLASSES = frozenset("124")
"""Taxes, non-tax revenue and transfers: every budget has each of them every year, so an export
with all three is of the whole budget, and a group without a row is zero."""


def is_export(head: str) -> bool:
    """Whether the first line of a text is that of an export."""
    names = {name.strip().strip('"').upper() for name in head.split(";")}
    return {"REP_PERIOD", "COD_BUDGET"} <= names


def read_portal_export(path: Path, document: str) -> Taken:
    """Read an export of incomes, expenditure, financing or credits, for every community in it.

    General, special and total are three views of one money: the total counts where it is,
    else the two funds are added; one fund alone stays that fund. Amounts are sums since January:
    the last month of each year counts. Budgets that are of no community are left out by name.
    """
    text, _ = decode(read_bytes(path), document)
    return _taken(text, document, lambda line: f"line {line}")


def read_export_cells(cells: Cells) -> Taken | None:
    """Read an export that was saved again: as a workbook, with commas, below other lines."""
    export = export_text(cells)
    if export is None:
        return None
    if cells.hidden:
        return Taken(findings=[hidden_sheet(cells)])
    text, head = export
    found = _taken(text, cells.document, lambda line: cells.place(line - 1 + head))
    found.findings = [
        f
        if f.source.line is None
        else replace(f, source=Source(cells.document, place=cells.place(f.source.line - 1 + head),
                                      text=f.source.text))
        for f in found.findings
    ]  # fmt: skip
    return found


def _taken(text: str, document: str, place: Places) -> Taken:
    head = text.lstrip("\ufeff").split("\n", 1)[0].upper()
    table, findings = parse_export(text, document=document)
    found = Taken(findings=_graded(findings))
    if table.empty or table["executed"].isna().all():
        found.left.append(f"{document}: no executed amounts")
        return found
    kind = _kind({name.strip().strip('"') for name in head.strip().split(";")})
    if kind == "functional":
        found.left.append(f"{document}: the functional classification is not taken; export PROGRAM")
        return found
    leaves = _leaves(table, kind)
    credit = _is_credit(leaves, kind)
    for part, name in ((leaves[~credit], kind), (leaves[credit], "credits")):
        if len(part):
            _add(found, part, name, document, place)
    return found


def _add(found: Taken, table: pd.DataFrame, kind: str, document: str, place: Places) -> None:
    """Add a portion for every community among the budgets of a table of leaves."""
    totals, more = year_totals(table, document=document)
    found.findings += [f for f in more if f.severity is not Severity.WARNING]
    months: dict[str, dict[int, list[int]]] = {}
    for key, part in table.groupby(["budget_code", "year"]):
        months.setdefault(str(key[0]), {})[int(str(key[1]))] = sorted(
            {int(month) for month in part["month"]}
        )
    for name, part in totals.groupby("budget_code"):
        budget = str(name)
        code = _community(budget)
        if code is None:
            found.left.append(f"{document}: budget {budget} is of no community of the register")
            continue
        if kind == "incomes":
            newest = _one_view(part[part["year"] == part["year"].max()])[0]
            by_code = newest.groupby("code")["value"].sum()
            sums = {str(code): float(value) for code, value in by_code.items()}
            found.findings += unlisted_revenue(sums, Source(document, text=budget))
        own = table[table["budget_code"] == budget]
        found.portions.append(
            replace(
                _portion(part, months[budget], kind, code, document),
                spots=_spots(own, budget, document, place),
            )
        )


def _spots(table: pd.DataFrame, budget: str, document: str, place: Places) -> dict[int, str]:
    """Line on which a budget, and each of its years, begins."""
    lines = {int(str(year)): int(part.min()) for year, part in table.groupby("year")["source_line"]}
    spots = {year: place(line) for year, line in lines.items()}
    return {0: f"budget {budget}, {document}, {place(min(lines.values()))}", **spots}


def _is_credit(table: pd.DataFrame, kind: str) -> pd.Series:
    """Credits among expenditure: programmes 88.. and economic codes 4...; all rows of credits."""
    economic = table["code"] if kind in ("economic", "credits") else table["economic_code"]
    programme = table["code"].str[-4:].str.startswith("88") & (kind == "programme")
    given = economic.str.startswith("4") & (kind in ("programme", "economic"))
    return programme | given | (kind == "credits")


def _kind(head: set[str]) -> str:
    if "COD_INCO" in head:
        return "incomes"
    if head & set(FINANCING):
        return "financing"
    if head & set(CREDITS):
        return "credits"
    if "COD_CONS_MB_PK" in head:
        return "programme"
    return "economic" if "COD_CONS_EK" in head else "functional"


def _leaves(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Rows that may be added: no economic code next to its own parts."""
    has_economic = (
        kind in ("economic", "financing", "credits") or (table["economic_code"] != "").any()
    )
    return economic_leaves(table) if has_economic else table


def _community(budget: str) -> str | None:
    try:
        return find_hromada(country_table("hromadas"), budget)
    except LookupError:
        return None


def _graded(findings: list[Finding]) -> list[Finding]:
    """A fund that no column tells stops the file: nobody knows what may be added."""
    return [
        f if f.check != "fund-unknown" else Finding(f.check, Severity.ERROR, f.source, f.why,
                                                    f.values)
        for f in findings
    ]  # fmt: skip


def _portion(part: pd.DataFrame, months: Months, kind: str, code: str, document: str) -> Portion:
    last = int(part["year"].max())
    vintage = f"{last}-{months[last][-1]:02d}"
    identifier = f"openbudget_{kind}_{vintage.replace('-', '_')}"
    parts, funds = _one_view(part)
    rows: dict[str, list[dict[str, Any]]] = {}
    said: list[str] = []
    if kind == "incomes":
        parts = parts.assign(group=[revenue_group(str(c)) for c in parts["code"]])
        rows["revenue"] = _summed(parts, ["group"], identifier, document)
        zeros = _zeros(rows["revenue"], parts)
        rows["revenue"] += zeros
        said += [f"{year}: no rows, so 0: {names}" for year, names in _named(zeros)]
    elif kind in ("financing", "credits"):
        grouped = parts.assign(classification=kind)
        rows["financing"] = _summed(grouped, ["classification", "code"], identifier, document)
    else:
        rows["expenditure"] = []
        if kind == "programme":
            grouped = parts.assign(
                classification="programme", code=[_programme(str(c)) for c in parts["code"]]
            )
            rows["expenditure"] += _summed(
                grouped, ["classification", "code"], identifier, document
            )
        economic = parts[parts["economic_code"] != ""] if kind == "programme" else parts
        column = "economic_code" if kind == "programme" else "code"
        grouped = economic.assign(classification="economic", code=economic[column])
        rows["expenditure"] += _summed(grouped, ["classification", "code"], identifier, document)
    return Portion(
        document,
        _TITLES[kind],
        code,
        rows,
        source_row(
            identifier, _TITLES[kind], "openbudget.gov.ua, the state budget portal", vintage,
            document,
        ),
        [*_understood(parts, months, funds), *said],
    )  # fmt: skip


def _zeros(rows: list[dict[str, Any]], parts: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of 0 for the groups that a whole export does not have: nothing of them came."""
    found = []
    for key, codes in parts.groupby(["year", "period", "fund"])["code"]:
        own = [row for row in rows if (row["year"], row["period"], row["fund"]) == key]
        if set(codes.astype(str).str[0]) >= _CLASSES and own:
            there = {row["group"] for row in own}
            found += [
                own[0] | {"group": group, "value": 0.0}
                for group in REVENUE_GROUPS
                if group not in there
            ]
    return found


def _named(zeros: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Groups of zeros by year, in words."""
    years = dict.fromkeys(int(row["year"]) for row in zeros)
    return [
        (year, ", ".join(REVENUE_LABELS[r["group"]] for r in zeros if r["year"] == year))
        for year in years
    ]


def _programme(code: str) -> str:
    """Group of a programme: the last four digits of 7 are the programme (0111010 is 1010)."""
    four = code[-4:]
    return "0100" if four[0] == "0" else f"{four[0]}000"


def _one_view(part: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Rows of one view of the money, year by year, and which view it is."""
    import pandas as pd

    kept, said = [], {}
    for year, rows in part.groupby("year"):
        funds = set(rows["fund"])
        if "total" in funds:
            kept.append(rows[rows["fund"] == "total"])
            said[year] = "total (general and special are in it and are not added)"
        elif {"general", "special"} <= funds:
            kept.append(rows.assign(fund="total"))
            said[year] = "general and special added; the file has no total"
        else:
            fund = next(iter(funds))
            kept.append(rows.assign(fund="total" if fund == "unknown" else fund))
            said[year] = f"{fund} alone"
    words = "; ".join(dict.fromkeys(said.values()))
    return pd.concat(kept, ignore_index=True), words


def _summed(parts: pd.DataFrame, by: list[str], source: str, document: str) -> list[dict[str, Any]]:
    keys = ["year", "period", *by, "fund"]
    sums = parts.groupby(keys, sort=True)["value"].sum(min_count=1).round(2).reset_index()
    sums = sums[sums["value"].notna()]
    return [
        {str(k): v for k, v in row.items()} | _MONEY | {"source": source, "source_place": document}
        for row in sums.to_dict("records")
    ]


def _understood(parts: pd.DataFrame, months: Months, funds: str) -> list[str]:
    lines = []
    for year, rows in parts.groupby("year"):
        held = months[int(str(year))]
        first, last, count = held[0], held[-1], len(held)
        until = f"months {first:02d}-{last:02d}" + ("" if count == last - first + 1 else
                                                    f" ({count} of them)")  # fmt: skip
        amount = f"{rows['value'].sum():,.2f}".replace(",", " ")
        lines.append(f"{year}, {until}: {amount} UAH")
    return [*lines, f"fund: {funds}", "unit: UAH, sums since January (the last month counts)"]
