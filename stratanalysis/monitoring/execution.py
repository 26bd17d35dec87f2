"""Money of the measures: executed against the approved and against the amended plan."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.executed import full_year_rows
from stratanalysis.finance.forecast_errors import year_end_error

__all__ = [
    "execution_rates",
    "funding_need",
    "money_and_result",
    "year_end_forecast",
]

_FIGURES = ("approved", "amended", "executed")
_NEED = [
    "span", "first", "last", "planned", "carried_over", "need", "without_amount",
    "without_execution",
]  # fmt: skip


def execution_rates(execution: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Sums and rates of execution.

    Parameters
    ----------
    execution : pandas.DataFrame
        `approved`, `amended`, `executed` (UAH) and the columns of `by`. One period only: cumulated
        months and whole years are refused together, of one year or of two that are added, unless
        `by` keeps the periods apart. An amended plan that is missing is the approved
        one (no amendment); that is counted in `not_amended`.
    by : sequence of str
        Columns to group by, as ``("year", "funding_source")``; all rows together where empty.

    Returns
    -------
    pandas.DataFrame
        `approved`, `amended`, `executed` (sums of what is known; NaN where nothing is),
        `rate_approved` and `rate_amended` (executed over each plan, of the rows where both are
        known and by sums, never by averaging rates; NaN where the plan is zero), `rows`,
        `not_amended`, `missing` (rows without an executed sum), `unplanned` (UAH executed by rows
        that have no plan, or a plan of zero).
    """
    for column in (*by, *_FIGURES):
        if column not in execution.columns:
            raise UnknownNameError("column of the execution table", column, execution.columns)
    if "period" not in by:
        _one_period(execution, apart="year" in by)
    table = execution.copy()
    table["not_amended"] = table["amended"].isna() & table["approved"].notna()
    table["amended"] = table["amended"].fillna(table["approved"])
    paid = table["executed"]
    table["missing"] = paid.isna()
    for plan in ("approved", "amended"):
        both = table[plan].notna() & paid.notna()
        table[f"_{plan}"] = table[plan].where(both)
        table[f"_{plan}_paid"] = paid.where(both)
    table["unplanned"] = paid.where(~(table["amended"] > 0) & (paid > 0), 0.0)
    grouped = table.groupby(list(by), sort=False) if by else table.groupby(lambda _row: "total")
    result = grouped[list(_FIGURES)].sum(min_count=1)
    for plan in ("approved", "amended"):
        bottom = grouped[f"_{plan}"].sum(min_count=1)
        top = grouped[f"_{plan}_paid"].sum(min_count=1)
        result[f"rate_{plan}"] = top / bottom.where(bottom > 0)
    result["rows"] = grouped.size()
    result["not_amended"] = grouped["not_amended"].sum().astype(int)
    result["missing"] = grouped["missing"].sum().astype(int)
    result["unplanned"] = grouped["unplanned"].sum()
    return result


def _one_period(execution: pd.DataFrame, *, apart: bool = True) -> None:
    """Refuse cumulated months next to whole years: their sum would count money twice.

    Where years are not kept `apart`, a half of one and the whole of another are refused too.
    """
    if "period" not in execution or execution.empty:
        return
    periods = execution.groupby("year")["period"].nunique()
    if (periods > 1).any():
        years = ", ".join(map(str, periods.index[periods > 1]))
        raise InvalidInputError(
            f"several periods of one year: {years}",
            where="execution",
            expected="one period of each year",
            do="choose the rows of one period first",
        )
    kinds = execution["period"].drop_duplicates()
    if not apart and len(kinds) > 1:
        named = execution.drop_duplicates(["year", "period"])
        pairs = zip(named["year"], named["period"], strict=True)
        raise InvalidInputError(
            f"several periods are added: {', '.join(f'{y} ({p})' for y, p in pairs)}",
            where="execution",
            expected="one kind of period",
            do="choose the rows of one period first, or group by year and period",
        )


def year_end_forecast(
    executed: float,
    *,
    months: int,
    earlier_shares: Sequence[float] = (),
    line: str = "own_revenue",
    population: float = 100_000,
    status: str = "any",
) -> tuple[float, float, float]:
    """Executed by the year's end, expected from what was executed since January.

    Parameters
    ----------
    executed : float
        UAH executed in the first `months` months.
    months : int
        From 1 to 12.
    earlier_shares : sequence of float
        Shares of the year that were executed by the same month in earlier years (of this budget);
        without them money is taken to flow evenly, executed · 12 / months.
    line, population, status
        What is forecast and whose, as for
        :func:`stratanalysis.finance.forecast_errors.year_end_error`; own revenue of a city without
        them.

    Returns
    -------
    (expected, low, high) : tuple of float
        Executed over the mean earlier share, and a range for 80 % of years: the measured half
        width of the logarithm, or the largest and the smallest earlier share where they are
        farther apart.

    Examples
    --------
    >>> expected, low, high = year_end_forecast(60.0, months=9)
    >>> round(expected, 6), low < 80 < high
    (80.0, True)
    """
    width = year_end_error(line, months, population=population, status=status).half_width
    if any(not 0 < share <= 1 for share in earlier_shares):
        raise InvalidInputError(
            f"shares of earlier years are {list(earlier_shares)}", expected="above 0, at most 1"
        )
    if months == 12:
        return executed, executed, executed
    mean = float(np.mean(earlier_shares)) if earlier_shares else months / 12
    expected = executed / mean
    ends = [expected * math.exp(-width), expected * math.exp(width)]
    ends += [executed / share for share in earlier_shares]
    return expected, min(ends), max(ends)


def money_and_result(
    measures: pd.DataFrame, execution: pd.DataFrame, tasks: pd.DataFrame, *, year: int
) -> pd.DataFrame:
    """Measures whose money and result do not fit together.

    Parameters
    ----------
    measures : pandas.DataFrame
        Columns `code`, `title`, `goal` (the task that the measure serves).
    execution, tasks : pandas.DataFrame
        Contracts of :mod:`stratanalysis.tables`.
    year : int

    Returns
    -------
    pandas.DataFrame
        By measure: `title`, `goal`, `executed` (UAH; NaN unknown), `status` of its task, `verdict`:
        ``"money without result"`` (money was spent, the task is not done or not started),
        ``"result without money"`` (nothing was spent, the task is done or partly done),
        ``"fits"``, or ``"unknown"`` where either is not reported.

    Raises
    ------
    InvalidInputError
        Several periods of the year (cumulated months would be added to the whole year).
    """
    of_year = execution[execution["year"] == year]
    _one_period(of_year)
    paid = of_year.groupby("measure")["executed"].sum(min_count=1)
    status = tasks[tasks["year"] == year].set_index("task")["status"]
    table = measures[["code", "title", "goal"]].rename(columns={"code": "measure"}).copy()
    table["executed"] = table["measure"].map(paid).astype(float)
    table["status"] = table["goal"].map(status)
    has_money, has_result = table["executed"] > 0, table["status"].isin(["done", "partly"])
    no_result = table["status"].isin(["not_done", "not_started"])
    table["verdict"] = np.select(
        [
            table["executed"].isna() | table["status"].isna(),
            has_money & no_result,
            ~has_money & has_result,
        ],
        ["unknown", "money without result", "result without money"],
        "fits",
    )
    return table.set_index("measure")


def funding_need(
    money: pd.DataFrame,
    execution: pd.DataFrame,
    *,
    year: int,
    cycles: Sequence[tuple[int, int]] = (),
) -> pd.DataFrame:
    """Money needed next year, to the end of the running cycle and in later cycles.

    Planned money of measures, and what earlier years of the running cycle left unpaid.

    Parameters
    ----------
    money : pandas.DataFrame
        `measure`, `year`, `amount` (UAH; NaN is not planned, and counted), `kind`; only rows of
        kind ``"measure"`` count, so totals are not added to their parts.
    execution : pandas.DataFrame
        Executed sums of whole years.
    year : int
        The year of the report.
    cycles : sequence of (first, last)
        Programme cycles, as ``((2022, 2024), (2025, 2027))``; those that ended before `year` are
        left out, one that ends with it shows only what it leaves unpaid.

    Returns
    -------
    pandas.DataFrame
        By span (``"2024"``, ``"2022-2024"`` ...): `first`, `last`, `planned` (UAH, in the years
        of the span that lie ahead; missing where none of them has an amount, 0 where the span has
        no such year), `carried_over` (planned and not executed in its years up to `year`, measure
        by measure, never negative; missing where nothing of it is known, 0 where the span has no
        such year), `need` (the sum of what is known of both), `without_amount` (cells of measures
        without a sum: the need is at least this sum), `without_execution` (cells with a
        plan whose executed sum is not known; they are not carried over).
    """
    own = money[money["kind"] == "measure"]
    planned = own.groupby(["measure", "year"])["amount"].sum(min_count=1)
    whole = full_year_rows(execution) if "period" in execution else execution
    paid = whole.groupby(["measure", "year"])["executed"].sum(min_count=1)
    rows = []
    for first, last in [(year + 1, year + 1), *cycles]:
        if last < year:
            continue
        ahead = own[own["year"].between(max(first, year + 1), last)]
        behind = planned[
            (planned.index.get_level_values("year") >= first)
            & (planned.index.get_level_values("year") <= year)
        ]
        known = paid.reindex(behind.index).notna() & behind.notna()
        left = (behind[known] - paid.reindex(behind.index)[known]).groupby("measure").sum()
        # What no row tells is missing; a span without years behind or ahead has nothing there.
        carried = float(left.clip(lower=0).sum(min_count=int(first <= year)))
        sums = float(ahead["amount"].sum(min_count=int(last > year)))
        parts = [sums] * (last > year) + [carried] * (first <= year)
        rows.append(
            {
                "span": str(first) if first == last else f"{first}-{last}",
                "first": first,
                "last": last,
                "planned": sums,
                "carried_over": carried,
                "need": float(pd.Series(parts).sum(min_count=1)),
                "without_amount": int(ahead["amount"].isna().sum()),
                "without_execution": int((~known & behind.notna()).sum()),
            }
        )
    return pd.DataFrame(rows, columns=_NEED).set_index("span")
