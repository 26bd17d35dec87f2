"""What goes wrong with budget series, recognised: months and sums, funds, thousands, part years.

Every problem is a finding; nothing is put right silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stratanalysis.finance.executed import full_year_rows
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.budget_series import partial_year, series_kind

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["REVENUE_PER_HEAD", "check_budget"]

REVENUE_PER_HEAD = (1_000.0, 500_000.0)
"""Total revenue of a full year in UAH per head outside which units are doubted. The full years
2021 and 2022 of 1,438 communities under control lie between 3,484 and 146,824."""

_TOLERANCE = 0.01


def check_budget(
    revenue: pd.DataFrame,
    *,
    population: Mapping[int, float] | None = None,
    document: str = "revenue.csv",
) -> list[Finding]:
    """Look through a revenue table for the usual confusions.

    Parameters
    ----------
    revenue : pandas.DataFrame
        Columns of the table ``revenue``: year, period, group, fund, value (UAH).
    population : mapping of int to float, optional
        Persons by year; the nearest year is used. Without it amounts per head are not checked.
    document : str
        File name for the findings.

    Returns
    -------
    list of Finding
        ``fund-types-added`` (total = 2 × (general + special)), ``funds-do-not-sum``,
        ``thousands-for-units`` and ``units-for-thousands`` (per head outside
        :data:`REVENUE_PER_HEAD`, and 1,000 times as much or as little inside),
        ``step-of-a-thousand`` (one year against the year before), ``partial-year``,
        ``cumulative-for-monthly`` (single months of a year that only grow, as sums since
        January do), ``negative-amount``.
    """
    findings = _funds(revenue, document)
    total = revenue[revenue["fund"] == "total"]
    for year, period in sorted(set(zip(total["year"], total["period"], strict=True))):
        first, _, last = str(period).partition("-")
        if last and int(first) == 1:
            findings += partial_year(int(year), [int(last)], document)
    years = full_year_rows(total).groupby("year")["value"].sum(skipna=False)
    years = years.dropna()  # a sum with a gap is not compared
    if population:
        for year, value in years.items():
            nearest = min(population, key=lambda known: abs(known - int(str(year))))
            findings += _scale(int(str(year)), value, population[nearest], document)
    for before, after in zip(years.index, years.index[1:], strict=False):
        ratio = years[after] / years[before] if years[before] else 0.0
        if any(low < abs(ratio) < high for low, high in ((300, 3000), (1 / 3000, 1 / 300))):
            why = "from {before} to {after} revenue changes {ratio:.4g} times: thousands and units?"
            values: dict[str, object] = {"before": before, "after": after, "ratio": ratio}
            source = Source(document, place=str(after))
            findings.append(Finding("step-of-a-thousand", Severity.ERROR, source, why, values))
    findings += _months(total, document)
    for index, row in revenue[revenue["value"] < 0].iterrows():
        why = (
            "{year}, {period}, {group}: {value:.2f} UAH is negative; more was given back than came"
        )
        values = {key: row[key] for key in ("year", "period", "group", "value")}
        source = Source(document, int(str(index)) + 2, "value", str(row["value"]))
        findings.append(Finding("negative-amount", Severity.WARNING, source, why, values))
    return findings


def _funds(revenue: pd.DataFrame, document: str) -> list[Finding]:
    sums = revenue.groupby(["year", "period", "group", "fund"])["value"].sum(skipna=False)
    wide = sums.unstack("fund")
    if "total" not in wide or "general" not in wide:
        return []
    # A fund without a row has nothing; a row without an amount leaves nothing to compare.
    filled = sums.unstack("fund", fill_value=0)
    parts = filled[[name for name in ("general", "special") if name in wide]].sum(
        axis=1, skipna=False
    )
    findings = []
    for key in wide.index[(wide["total"] - parts).abs() > _TOLERANCE]:
        year, period, group = key
        values: dict[str, object] = {
            "year": year, "period": period, "group": group,
            "total": wide.loc[key, "total"], "parts": parts[key],
        }  # fmt: skip
        if abs(wide.loc[key, "total"] - 2 * parts[key]) <= _TOLERANCE:
            check = "fund-types-added"
            why = (
                "{year}, {period}, {group}: the total {total:.2f} is twice general + special "
                "fund; the portal's own total was added to its parts"
            )
        else:
            check = "funds-do-not-sum"
            why = (
                "{year}, {period}, {group}: the total is {total:.2f}, general and special fund "
                "sum to {parts:.2f}"
            )
        source = Source(document, place=f"{year}, {period}, {group}")
        findings.append(Finding(check, Severity.ERROR, source, why, values))
    return findings


def _scale(year: int, value: float, persons: float, document: str) -> list[Finding]:
    low, high = REVENUE_PER_HEAD
    if not persons > 0 or low <= value / persons <= high or value <= 0:
        return []
    head = value / persons
    if head < low <= head * 1000 <= high:
        check = "thousands-for-units"
        why = "{year}: {head:.2f} UAH per head is far too little; the table is in thousand UAH"
    elif head > high >= head / 1000 >= low:
        check = "units-for-thousands"
        why = "{year}: {head:.0f} UAH per head is far too much; it was multiplied by 1000"
    else:
        check = "revenue-per-head"
        why = "{year}: {head:.2f} UAH per head is outside what any community has"
    source = Source(document, place=str(year))
    return [Finding(check, Severity.ERROR, source, why, {"year": year, "head": head})]


def _months(total: pd.DataFrame, document: str) -> list[Finding]:
    """Find single months ("03" or "03-03") whose amounts only grow."""
    findings = []
    single = total[total["period"].str.fullmatch(r"(\d\d)(-\1)?")]
    for year, part in single.groupby("year"):
        by_month = part.groupby(part["period"].str[:2].astype(int))["value"].sum(skipna=False)
        by_month = by_month.dropna().sort_index()
        if list(by_month.index) != list(range(1, len(by_month) + 1)):
            continue
        if series_kind(by_month.to_numpy()) == "cumulative":
            why = "{year}: the months only grow, as sums since January do; they are not months"
            source = Source(document, place=str(year))
            findings.append(
                Finding("cumulative-for-monthly", Severity.ERROR, source, why, {"year": year})
            )
    return findings
