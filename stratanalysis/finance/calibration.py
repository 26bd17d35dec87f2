"""Growth, elasticities and shares from a community's own executed years.

What a figure rests on is always said: the years, how many, how it was made. A part of a year never
enters a growth rate, nor does the military PIT, which left the local budgets.
"""

from __future__ import annotations

import math

import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.executed import FULL_YEAR, full_year_rows, full_years
from stratanalysis.finance.expenditure import expenditure_group, is_protected, price_group
from stratanalysis.finance.revenue import pit_share

__all__ = [
    "calibrate_expenditure",
    "calibrate_revenue",
    "executed",
]

ONE_YEAR = "One executed year: no growth rate can be known."
EXCLUDED = "PIT on military pay has not been local since 1 October 2023: it is in no growth rate."
BY_RULE = "Follows the equalisation rule, not a growth rate."
NOT_POSITIVE = "An amount is not above zero: no growth rate."
TWO_YEARS = "Growth between two full years, nominal: one observation."
TWO_YEARS_PIT = "Growth between two full years, nominal, at an unchanged share: one observation."
ONLY_PART = "Only a part of a year is known: neither base nor growth."
NO_AMOUNT = "No amount is known in any year: neither base nor growth."
BY_GROWTH = "Mean yearly growth from the first to the last full year, nominal."
BY_GROWTH_PIT = "Mean yearly growth of full years, nominal, at an unchanged share of the PIT."
_COLUMNS = ["group", "first_year", "last_year", "years", "base", "growth", "share", "left_out",
            "method"]  # fmt: skip


def executed(
    table: pd.DataFrame, key: str, *, year: int | None = None, fund: str = "total"
) -> pd.Series:
    """Executed amounts of one full year by group or code.

    Parameters
    ----------
    table : DataFrame
        `year`, `period`, `fund`, `value` and the column `key`.
    key : str
        ``"group"`` or ``"code"``.
    year : int, optional
        The last full year without it.
    fund : str, optional
        ``total``, ``general`` or ``special``; funds are never added.

    Returns
    -------
    Series
        Value by `key`, named by the year.

    Raises
    ------
    InvalidInputError
        There is no full year in this fund (a part of a year is not one), or a group or code
        occurs twice in it.
    """
    rows = full_year_rows(table)
    rows = rows.loc[rows["fund"].eq(fund)]
    if year is not None:
        rows = rows.loc[rows["year"].eq(year)]
    if rows.empty:
        have = sorted(
            {
                f"{y} ({p}, {f})"
                for y, p, f in zip(table["year"], table["period"], table["fund"], strict=True)
            }
        )
        raise InvalidInputError(
            f"no full executed year{'' if year is None else f' {year}'} in the fund {fund}",
            where="table",
            expected="rows with period 'year'",
            do=f"there is: {', '.join(have) or 'nothing'}",
        )
    last = int(rows["year"].max())
    rows = rows.loc[rows["year"].eq(last)]
    twice = rows.loc[rows[key].duplicated(), key]
    if len(twice):
        raise InvalidInputError(
            f"{last}: {key} {twice.iloc[0]} occurs twice in the fund {fund}",
            where="table",
            expected="one row a year, fund and code",
            do="check whether two communities, classifications or fund types were put together",
        )
    return rows.groupby(key)["value"].sum(min_count=1).rename(last)


def calibrate_revenue(revenue: pd.DataFrame, *, fund: str = "total") -> pd.DataFrame:
    """Growth of each revenue group between the community's full executed years.

    Parameters
    ----------
    revenue : DataFrame
        `year`, `period` (``year`` or ``01-07``), `group`, `fund`, `value` (UAH, nominal), one
        community.
    fund : str, optional
        One fund; funds are never added.

    Returns
    -------
    DataFrame
        One row a group: `group`, `first_year`, `last_year`, `years` (how many full years), `base`
        (amount of the last), `growth` (a year, nominal; NaN where it cannot be known; of the PIT
        at an unchanged community share, because 60 % became 64 % in 2022), `share` (of the last
        year's sum), `left_out` (periods not used), `method` (a sentence, key of the
        catalogues). A group known only for a part of a year, or not at all, is listed without
        figures; a missing amount is no zero: the year does not count for its group.

    Raises
    ------
    InvalidInputError
        There is no full year, or a group occurs twice in one (see :func:`executed`).
    """
    rows = revenue.loc[revenue["fund"].eq(fund)]
    full = full_year_rows(rows)
    partial = rows.loc[~rows["period"].eq(FULL_YEAR)]
    left_out = ", ".join(
        sorted({f"{y} {p}" for y, p in zip(partial["year"], partial["period"], strict=True)})
    )
    by_year = [
        executed(full, "group", year=int(year), fund=fund) for year in sorted(full["year"].unique())
    ]
    if not by_year:
        executed(revenue, "group", fund=fund)
    wide = pd.concat(by_year, axis=1).dropna(how="all").sort_index()
    last_total = float(by_year[-1].sum(skipna=False))  # a gap leaves the shares unknown
    found: list[dict[str, object]] = []
    for group, amounts in wide.iterrows():
        known = amounts.dropna()
        first, last = int(known.index.min()), int(known.index.max())
        growth, method = math.nan, BY_GROWTH
        if group == "military_pit":
            method = EXCLUDED
        elif group in ("base_subsidy", "additional_subsidy"):
            method = BY_RULE
        elif first == last:
            method = ONE_YEAR
        elif not (known.loc[first] > 0 and known.loc[last] > 0):
            method = NOT_POSITIVE
        else:
            change = float(known.loc[last] / known.loc[first])
            method = BY_GROWTH if len(known) > 2 else TWO_YEARS
            if group == "pit":
                change *= float(pit_share(first)) / float(pit_share(last))
                method = BY_GROWTH_PIT if len(known) > 2 else TWO_YEARS_PIT
            growth = change ** (1 / (last - first)) - 1
        found.append(
            {
                "group": str(group),
                "first_year": first,
                "last_year": last,
                "years": len(known),
                "base": float(known.loc[last]),
                "growth": growth,
                "share": float(known.loc[last]) / last_total if last_total > 0 else math.nan,
                "left_out": left_out,
                "method": method,
            }
        )
    part = set(partial.loc[partial["value"].notna(), "group"])
    found += [
        {
            "group": group,
            "years": 0,
            "left_out": left_out,
            "method": ONLY_PART if group in part else NO_AMOUNT,
        }
        for group in sorted(set(rows["group"]) - set(wide.index))
    ]
    table = pd.DataFrame(found, columns=_COLUMNS)
    return table.astype({"first_year": "Int64", "last_year": "Int64"})


def calibrate_expenditure(expenditure: pd.DataFrame, *, fund: str = "total") -> pd.DataFrame:
    """Shares of the programme groups and of the price groups in the last full executed year.

    Parameters
    ----------
    expenditure : DataFrame
        `year`, `period`, `classification` (programme, economic), `code`, `fund`, `value`; leaves.

    Returns
    -------
    DataFrame
        `classification`, `item` (programme group, or wages, energy, consumer, capital,
        protected), `year`, `years` (full years in the table), `value` (UAH), `share` of the
        year's expenditure, `method`. The items of the programme side sum to the total; so do
        wages, energy, consumer and capital of the economic side.
    """
    found: list[dict[str, object]] = []
    for classification in ("programme", "economic"):
        rows = expenditure.loc[expenditure["classification"].eq(classification)]
        if rows.empty:
            continue
        amounts = executed(rows, "code", fund=fund)
        years = len(full_years(rows.loc[rows["fund"].eq(fund)]))
        groups = (
            {code: expenditure_group(code) for code in amounts.index}
            if classification == "programme"
            else {code: price_group(code) for code in amounts.index}
        )
        sums = amounts.groupby(groups).sum(skipna=False).to_dict()
        if classification == "economic":
            protected = [code for code in amounts.index if is_protected(code)]
            sums["protected"] = float(amounts.loc[protected].sum(skipna=False))
        total = float(amounts.sum(skipna=False))
        found += [
            {
                "classification": classification,
                "item": item,
                "year": int(str(amounts.name)),
                "years": years,
                "value": float(value),
                "share": float(value) / total if total > 0 else math.nan,
                "method": ONE_YEAR if years == 1 else "Shares of the last full year.",
            }
            for item, value in sums.items()
        ]
    return pd.DataFrame(found)
