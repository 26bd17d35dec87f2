"""Executed revenue of all communities, and the Ministry's fiscal table.

The table of the Kyiv School of Economics (KSE) compiles openbudget.gov.ua; the fiscal table is
the Ministry of Finance's. Both become long tables with one figure a row, in UAH and
persons, joined by code. A figure is a gap where the source cannot know it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from stratanalysis.documents.compressed import read_bytes
from stratanalysis.documents.encodings import decode
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference.codes import budget_code

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "REVENUE_GROUPS",
    "WHOLE_BUDGET",
    "read_fiscal_table",
    "read_revenues",
]

REVENUE_GROUPS = {
    "single_tax": "income_unified_tax",
    "property_tax": "income_property_tax",
    "excise": "income_excise_duty",
    "corporate_tax": "income_corporate_tax",
    "environmental_tax": "income_eco_tax",
    "rent": "income_rent",
    "tourist_fee": "income_tourist_fee",
    "parking_fee": "income_parking_fee",
    "non_tax": "income_non_tax",
    "capital_revenue": "income_capital_proceedings",
    "target_funds": "income_special_funds",
    "base_subsidy": "income_base_subsidy",
    "military_pit": "income_military",
}
"""Groups that are in the revenue table as they are. Four more follow from its columns: pit =
PIT − military PIT; other_transfers = transfers − base subsidy; other_own = total − all others."""

_KOPIYKA = 0.01
_PART_YEARS = MappingProxyType({2023: "01-07"})
WHOLE_BUDGET = {"fund": "total", "unit": "UAH", "price_basis": "nominal"}
"""Columns of executed amounts of both funds together."""


def read_revenues(
    path: Path | str,
    *,
    katottg: Collection[str] | None = None,
    part_years: Mapping[int, str] = _PART_YEARS,
) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the KSE table of executed revenue by community and year.

    Parameters
    ----------
    path : path-like
        CSV, also gzipped: budget_code, katottg, year and the ``income_*`` columns, UAH.
    katottg : collection of str, optional
        Only these communities.
    part_years : mapping of int to str
        Years that the table does not hold whole, and their months. By default those of the
        edition of July 2023; the table itself does not say it.

    Returns
    -------
    table : pandas.DataFrame
        katottg, budget_code, year, period (``year``, or the months as ``01-07``), group, fund
        (total: general and special together), value, unit, price_basis, source_place (line of
        the file). The groups of a community and year sum to its total revenue, to the kopiyka:
        nothing is counted twice. Years whose total is 0 are left out (see ``no-revenue``).
    findings : list of Finding
        ``partial-year`` (note, one a year); ``no-revenue`` (warning): a total of 0, as when the
        budget got a new code; ``groups-do-not-sum`` (warning): `other_own` takes up the
        difference; ``part-exceeds-whole`` (warning); ``negative-revenue`` (warning): money was
        given back; the findings on budget codes.
    """
    import pandas as pd

    document = Path(path).name
    wide = _read_csv(path, ("budget_code", "katottg", "year", "income_total", "income_own"))
    wide["source_place"] = [f"line {line}" for line in range(2, len(wide) + 2)]
    if katottg is not None:
        wide = wide[wide["katottg"].isin(set(katottg))]
    text = ["budget_code", "katottg", "hromada_name", "source_place"]
    numbers = [name for name in wide.columns if name not in text]
    wide = wide.assign(**{name: pd.to_numeric(wide[name]) for name in numbers})
    findings = _code_findings(wide, document)
    wide["budget_code"] = [budget_code(code)[0] for code in wide["budget_code"]]
    parts = pd.DataFrame({group: wide[name] for group, name in REVENUE_GROUPS.items()})
    parts.insert(0, "pit", wide["income_pdfo"] - wide["income_military"])
    parts["other_transfers"] = wide["income_transfert"] - wide["income_base_subsidy"]
    parts["other_own"] = wide["income_total"] - parts.sum(axis=1, skipna=False)
    parts = parts.round(2)
    findings += _revenue_findings(wide, parts, part_years, document)
    kept = wide["income_total"] != 0
    keys = wide.loc[kept, ["katottg", "budget_code", "year", "source_place"]]
    period = [part_years.get(year, "year") for year in keys["year"]]
    long = pd.concat([keys.assign(period=period), parts[kept]], axis=1).melt(
        id_vars=[*keys.columns, "period"], var_name="group"
    )
    order = ["katottg", "budget_code", "year", "period", "group", "fund", "value"]
    long = long.assign(**WHOLE_BUDGET)[[*order, "unit", "price_basis", "source_place"]]
    return long.sort_values(["katottg", "year"], kind="stable", ignore_index=True), findings


def _revenue_findings(
    wide: pd.DataFrame, parts: pd.DataFrame, part_years: Mapping[int, str], document: str
) -> list[Finding]:
    findings = []
    for year, period in part_years.items():
        if (wide["year"] == year).any():
            findings.append(
                Finding(
                    "partial-year",
                    Severity.NOTE,
                    Source(document, place=str(year)),
                    "{year} has only the months {period}; it is not compared with full years",
                    {"year": year, "period": period},
                )
            )

    def warn(check: str, index: object, why: str, **values: object) -> None:
        row = wide.loc[index]  # type: ignore[call-overload]
        line = int(str(row["source_place"]).removeprefix("line "))
        source = Source(document, line, text=f"{row['katottg']} {row['year']}")
        values |= {"code": row["katottg"], "year": row["year"]}
        findings.append(Finding(check, Severity.WARNING, source, why, values))

    for index in wide.index[wide["income_total"] == 0]:
        why = (
            "{code}, {year}: all revenue is 0; the budget has most likely another code that "
            "year, so the year is left out as a gap"
        )
        warn("no-revenue", index, why)
    beside = parts["other_own"].abs() > _KOPIYKA
    for index in parts.index[beside]:
        why = (
            "{code}, {year}: the groups differ from the total by {difference:.2f} UAH, "
            "shown as other own revenue"
        )
        warn("groups-do-not-sum", index, why, difference=parts.loc[index, "other_own"])
    for part, whole in (("income_military", "income_pdfo"), ("income_base_subsidy",
                        "income_transfert")):  # fmt: skip
        for index in wide.index[wide[part] > wide[whole] + _KOPIYKA]:
            why = "{code}, {year}: {part} is greater than {whole}, of which it is a part"
            warn("part-exceeds-whole", index, why, part=part, whole=whole)
    own = [name for name in parts.columns if name not in ("other_own", "other_transfers", "pit")]
    for index, row in parts[own][(parts[own] < 0).any(axis=1)].iterrows():
        negative = ", ".join(f"{group} {value:.2f}" for group, value in row.items() if value < 0)
        why = "{code}, {year}: more was given back than came in: {negative}"
        warn("negative-revenue", index, why, negative=negative)
    return findings


def _code_findings(wide: pd.DataFrame, document: str) -> list[Finding]:
    findings = []
    for line, code in zip(wide["source_place"], wide["budget_code"], strict=True):
        source = Source(document, int(str(line).removeprefix("line ")), "budget_code")
        findings += budget_code(code, source=source)[1]
    return findings


_FISCAL = {
    "population_2020": ("population_present", 2020, 1000.0, "persons"),
    "population_2021": ("population_present", 2021, 1000.0, "persons"),
    "tax_revenue_2020": ("tax_revenue", 2020, 1000.0, "UAH"),
    "tax_revenue_2021": ("tax_revenue", 2021, 1000.0, "UAH"),
    "tax_capacity_index_2021": ("tax_capacity_index", 2021, 1.0, "ratio"),
    "tax_capacity_index_2022": ("tax_capacity_index", 2022, 1.0, "ratio"),
    "basic_grant_2021": ("base_subsidy", 2021, 1000.0, "UAH"),
    "reverse_grant_2021": ("reverse_subsidy", 2021, 1000.0, "UAH"),
    "income_tax_uahpp": ("pit_per_head", 2021, 1.0, "UAH per person"),
}
"""Column → variable, year, factor from the written unit, unit. `pit_per_head` is the numerator
of the index of 2021: the two stand in one ratio in every row."""


def read_fiscal_table(path: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the Ministry's fiscal table of 2020 to 2022.

    Parameters
    ----------
    path : path-like
        CSV with hromada_code and the columns of the table; population in thousands, money in
        thousand UAH, numbers with English grouping.

    Returns
    -------
    table : pandas.DataFrame
        katottg, variable, year, value, unit (persons, UAH, ratio, UAH per person),
        source_place (line and column). Population is that of 1 January: the sums of 2021 are
        the State Statistics Service's in most oblasts.
    findings : list of Finding
        ``population-zero`` (warning): territories that the table does not count; a gap.
        ``not-a-number`` (error).
    """
    import pandas as pd

    document = Path(path).name
    wide = _read_csv(path, ("hromada_code", *_FISCAL))
    rows: list[tuple[str, str, int, float, str, str]] = []
    findings = []
    for line, row in enumerate(wide.to_dict("records"), start=2):
        for column, (variable, year, factor, unit) in _FISCAL.items():
            cell = row[column]
            if not isinstance(cell, str) or not cell.strip():
                continue
            source = Source(document, line, column, cell)
            values = {"code": row["hromada_code"], "column": column, "value": cell}
            if not re.fullmatch(r"-?\d+(,\d{3})*(\.\d+)?", cell.strip()):
                why = "{code}: {column} is {value!r}; a number is expected"
                findings.append(Finding("not-a-number", Severity.ERROR, source, why, values))
                continue
            value = round(float(cell.replace(",", "")) * factor, 9)
            if unit == "persons" and value == 0:
                why = "{code}: {column} is 0; nobody was counted there, the figure is a gap"
                findings.append(Finding("population-zero", Severity.WARNING, source, why, values))
                continue
            place = f"line {line}, {column}"
            rows.append((str(row["hromada_code"]), variable, year, value, unit, place))
    columns = ["katottg", "variable", "year", "value", "unit", "source_place"]
    return pd.DataFrame(rows, columns=columns), findings


def _read_csv(path: Path | str, needed: Collection[str]) -> pd.DataFrame:
    """Read a CSV as text, so that codes keep their zeros; the columns named must be there."""
    import pandas as pd

    document = Path(path).name
    text, _ = decode(read_bytes(path), document)
    try:
        table = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False, na_values=[""])
    except ValueError as error:
        raise InvalidInputError(f"the table cannot be read ({error})", where=document) from error
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise InvalidInputError(
            f"columns are missing: {', '.join(missing)}",
            where=document,
            expected=f"at least {', '.join(needed)}",
        )
    return table
