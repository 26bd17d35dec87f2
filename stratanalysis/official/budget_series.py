"""Budget figures over the months: sums since January, single months, parts of a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.budget_export import EXPORT_KEYS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["economic_leaves", "monthly", "partial_year", "series_kind", "year_totals"]

_ROW_KEYS = ["fund", "code", "functional_code", "economic_code"]


def series_kind(
    values: Sequence[float] | np.ndarray,
) -> Literal["cumulative", "monthly", "unclear"]:
    """Tell whether the monthly figures of one year are sums since January or single months.

    Least squares against ``x[t] = a·t`` (cumulative) and ``x[t] = c`` (monthly); the better one
    is taken if its squared error is less than half of the other's.

    Parameters
    ----------
    values : sequence of float
        One figure a month from January on; at least 4, else the answer is unclear. With a
        missing or infinite value it is unclear too.

    Examples
    --------
    >>> series_kind([10, 21, 29, 42, 50])
    'cumulative'
    >>> series_kind([10, 11, 8, 13, 8])
    'monthly'
    """
    import numpy as np

    x = np.asarray(values, dtype=float)
    if x.size < 4 or not np.isfinite(x).all() or not x.any():
        return "unclear"
    t = np.arange(1, x.size + 1)
    line = float(((x - t * (x @ t) / (t @ t)) ** 2).sum())
    flat = float(((x - x.mean()) ** 2).sum())
    if line < flat / 2:
        return "cumulative"
    return "monthly" if flat < line / 2 else "unclear"


def partial_year(year: int, months: Iterable[int], document: str) -> list[Finding]:
    """Return a note ``partial-year`` where the months do not reach December."""
    last = max(months, default=0)
    if last == 12:
        return []
    why = "{year} has only the months up to {month:02d}; it is not compared with full years"
    values: dict[str, object] = {"year": year, "month": last}
    source = Source(document, place=str(year))
    return [Finding("partial-year", Severity.NOTE, source, why, values)]


def economic_leaves(table: pd.DataFrame) -> pd.DataFrame:
    """Drop rows of economic codes whose parts are there too (2000 with 2100 and 2111).

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`parse_export` gives it, with economic codes.

    Returns
    -------
    pandas.DataFrame
        Rows that no other row of the same period, fund and programme refines, so that they may
        be added. A code is a part of another if it begins with the other's digits without the
        final zeros; ``0`` and ``0000`` stand for the whole.
    """
    column = "economic_code" if (table["economic_code"] != "").any() else "code"
    groups = table.groupby([key for key in EXPORT_KEYS if key != column], sort=False)[column]

    def is_leaf(codes: pd.Series) -> pd.Series:
        known = set(codes)
        stems = {code: code.rstrip("0") for code in known}
        parents = {
            code for code, stem in stems.items()
            if any(other != code and other.startswith(stem) for other in known)
        }  # fmt: skip
        return ~codes.isin(parents)

    return table[groups.transform(is_leaf).astype("bool")]


def monthly(table: pd.DataFrame, *, document: str = "") -> tuple[pd.DataFrame, list[Finding]]:
    """Take the cumulative amounts apart into months.

    The amount of a month is the cumulative one less that of the month before; January's is its
    own. A code whose rows begin later in the year had 0 before; a row without an amount is missing,
    and so is the month after it. Where a whole month is missing from the export, the next one
    cannot be known and is missing too: it is not spread.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`parse_export` gives it; funds stay apart.
    document : str, optional
        File name for the findings.

    Returns
    -------
    table : pandas.DataFrame
        budget_code, year, month, fund, code, functional_code, economic_code, value (UAH of the
        month).
    findings : list of Finding
        ``negative-month`` (warning: money was given back or moved; kept as it is),
        ``month-missing`` (warning), ``code-vanished`` (warning: a code has no rows to the end of
        the export's year; its later months are missing), ``partial-year`` (note),
        ``monthly-not-cumulative`` (error: the amounts look like months already, so differences
        mean nothing).
    """
    import numpy as np
    import pandas as pd

    findings: list[Finding] = []
    pieces = []
    for key, part in table.groupby(["budget_code", "year"]):
        budget, year = str(key[0]), int(str(key[1]))
        place = f"{budget}, {year}"
        cells = part.groupby([*_ROW_KEYS, "month"])["executed"]
        wide = cells.sum(min_count=1).unstack("month").dropna(how="all")
        months = sorted(int(month) for month in part["month"].unique())
        wide = wide.reindex(columns=months)
        stated = cells.size().unstack("month").reindex(index=wide.index, columns=months)
        findings += partial_year(year, months, document)
        gone = sorted(set(range(1, months[-1] + 1)) - set(months))
        if gone:
            why = "{place}: no rows for month {months}; the amounts of it and the next are missing"
            values = {"place": place, "months": ", ".join(map(str, gone))}
            source = Source(document, place=place)
            findings.append(Finding("month-missing", Severity.WARNING, source, why, values))
        findings += _vanished(wide, budget, year, document)
        totals = wide.loc[wide.index.get_level_values("fund") == "total"].sum()
        if not gone and series_kind(totals.to_numpy()) == "monthly":
            why = "{place}: the amounts look like single months, not like sums since January"
            source = Source(document, place=place)
            found = Finding("monthly-not-cumulative", Severity.ERROR, source, why, {"place": place})
            findings.append(found)
        cumulative = wide.to_numpy(dtype=float)
        seen = np.cumsum(stated.notna().to_numpy(), axis=1) > 0
        cumulative = np.where(seen, cumulative, 0.0)
        amounts = np.diff(cumulative, axis=1, prepend=0.0)
        for column, month in enumerate(months):
            if month > 1 and month - 1 not in months:
                amounts[:, column] = np.nan
        long = pd.DataFrame(amounts.round(2), index=wide.index, columns=months).reset_index()
        long = long.melt(id_vars=_ROW_KEYS, var_name="month", value_name="value")
        pieces.append(long.assign(budget_code=budget, year=year))
    order = ["budget_code", "year", "month", *_ROW_KEYS, "value"]
    if not pieces:
        return pd.DataFrame(columns=order), findings
    result = pd.concat(pieces, ignore_index=True)[order]
    result = result.sort_values(order[:-1], ignore_index=True)
    for row in result[result["value"] < 0].to_dict("records"):
        why = "{month:02d}.{year}, code {code}, {fund} fund: {value:.2f} UAH were taken back"
        values = {key: row[key] for key in ("month", "year", "code", "fund", "value")}
        source = Source(document, place=str(row["budget_code"]), text=str(row["code"]))
        findings.append(Finding("negative-month", Severity.WARNING, source, why, values))
    return result, findings


def _vanished(wide: pd.DataFrame, budget: str, year: int, document: str) -> list[Finding]:
    last = wide.columns[-1]
    findings = []
    for key, row in wide[wide[last].isna() & wide.notna().any(axis=1)].iterrows():
        month = int(str(row.last_valid_index()))
        fund, code = key[0], key[1]  # type: ignore[index]
        why = (
            "{year}, code {code}, {fund} fund: no rows after month {month:02d}, when {value:.2f} "
            "UAH had come since January; what follows is missing"
        )
        values: dict[str, object] = {"year": year, "code": code, "fund": fund, "month": month}
        values["value"] = float(row[month])
        source = Source(document, place=budget, text=str(code))
        findings.append(Finding("code-vanished", Severity.WARNING, source, why, values))
    return findings


def year_totals(table: pd.DataFrame, *, document: str = "") -> tuple[pd.DataFrame, list[Finding]]:
    """Take the sums since January of the last month of each year.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`stratanalysis.official.parse_export` gives it; funds stay apart.
    document : str, optional
        File name for the findings.

    Returns
    -------
    table : pandas.DataFrame
        budget_code, year, period (``year``, or the months as ``01-07``), fund, code,
        functional_code, economic_code, value (UAH). A code without a row in the last month is
        not in the year's sums.
    findings : list of Finding
        ``partial-year`` (note) and ``code-vanished`` (warning).
    """
    import pandas as pd

    findings: list[Finding] = []
    pieces = []
    for key, part in table.groupby(["budget_code", "year"]):
        budget, year = str(key[0]), int(str(key[1]))
        months = sorted(int(month) for month in part["month"].unique())
        findings += partial_year(year, months, document)
        wide = part.groupby([*_ROW_KEYS, "month"])["executed"].sum(min_count=1).unstack("month")
        findings += _vanished(wide, budget, year, document)
        last = part[part["month"] == months[-1]]
        sums = last.groupby(_ROW_KEYS)["executed"].sum(min_count=1).rename("value").reset_index()
        period = "year" if months[-1] == 12 else f"01-{months[-1]:02d}"
        pieces.append(sums.assign(budget_code=budget, year=year, period=period))
    order = ["budget_code", "year", "period", *_ROW_KEYS, "value"]
    if not pieces:
        return pd.DataFrame(columns=order), findings
    return pd.concat(pieces, ignore_index=True)[order], findings
