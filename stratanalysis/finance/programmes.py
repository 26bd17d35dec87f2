"""Programmes against the budget: what a programme costs against what the budget can bear.

Takes the tables that documents give (measures and money) and the long table of a projection.
A measure whose amount the document leaves open ("---") is unfunded: it is counted, never summed
as zero. Money of the state and of donors is not set against the community's own funds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = [
    "SOURCE_GROUPS",
    "affordability",
    "donor_dependence",
    "first_year_that_does_not_fit",
    "funding_groups",
    "programme_by_year",
    "unfunded_measures",
]


def _read_groups() -> Mapping[str, tuple[str, str]]:
    """By group the words that name it and those that do not, from ``funding_sources.toml``."""
    file = resources.files("stratanalysis.finance") / "funding_sources.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            str(group): ("|".join(entry["words"]), "|".join(entry.get("without", [])))
            for group, entry in raw.items()
        }
    )


SOURCE_GROUPS = _read_groups()
"""Groups of funding sources and the patterns of their words, in both languages."""
UNKNOWN = "unknown"

_AMOUNT_KINDS = ("measure", "section_total", "grand_total")


def funding_groups(source: str | None) -> str:
    """Groups of the funding sources that a document names, joined by a plus sign.

    Parameters
    ----------
    source : str or None
        The cell as written; it may name several sources.

    Returns
    -------
    str
        Keys of :data:`SOURCE_GROUPS` in alphabetical order, ``unknown`` when nothing is named.

    Examples
    --------
    >>> funding_groups("1. Донорська підтримка 2. Місцевий бюджет")
    'community+donors'
    """
    if not isinstance(source, str) or not source.strip():
        return UNKNOWN
    text = re.sub("[’ʼ`′]", "'", source.casefold())
    found = sorted(
        group
        for group, (words, without) in SOURCE_GROUPS.items()
        if re.search(words, re.sub(without, " ", text) if without else text)
    )
    return "+".join(found) or UNKNOWN


def programme_by_year(money: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Cost of a programme by year and group of source, from its measures.

    Parameters
    ----------
    money : DataFrame
        `measure`, `year`, `amount` (NaN where the document gives none), `unit` (UAH), `kind`;
        rows of totals are not used, so that nothing is counted twice.
    measures : DataFrame
        `code`, `funding_source`; a programme's measures, or the rows of an action plan, where a
        code may occur once a step.

    Returns
    -------
    DataFrame
        `year` (missing for money that the document does not date), `source_group`
        (:func:`funding_groups`), `amount` (UAH; missing when no measure of it has an amount),
        `measures` (how many), `unfunded` (how many of them without an amount).

    Raises
    ------
    InvalidInputError
        An amount that is not in UAH, a negative amount, an unknown kind.
    """
    rows = _measure_rows(money)
    sources = dict(
        zip(measures["code"].astype(str), measures["funding_source"].map(funding_groups),
            strict=True)
    )  # fmt: skip
    rows = rows.assign(source_group=rows["measure"].astype(str).map(sources).fillna(UNKNOWN))
    grouped = rows.groupby(["year", "source_group"], dropna=False)
    return (
        grouped.agg(
            amount=("amount", lambda x: x.sum(min_count=1)),
            measures=("measure", "nunique"),
            unfunded=("amount", lambda x: int(x.isna().sum())),
        )
        .reset_index()
        .astype({"year": "Int64"})
    )


def unfunded_measures(money: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Measures without an amount in one year or in all of them.

    Returns
    -------
    DataFrame
        `code`, `title` (or `result`), `funding_source`, `years` (those without an amount), `never`
        (True where no year has one); measures without any money row are listed too, with no years.
    """
    rows = _measure_rows(money)
    open_rows = rows.loc[rows["amount"].isna()]
    years = open_rows.groupby("measure")["year"].apply(
        lambda x: tuple(sorted(map(int, x.dropna())))
    )
    funded = set(rows.loc[rows["amount"].notna(), "measure"].astype(str))
    listed = set(rows["measure"].astype(str))
    columns = [c for c in ("code", "title", "result", "funding_source") if c in measures]
    table = measures[columns].drop_duplicates("code")
    codes = table["code"].astype(str)
    table["years"] = [years.get(code, ()) for code in codes]
    table["never"] = ~codes.isin(funded)
    keep = table["years"].map(len).gt(0) | ~codes.isin(listed)
    return table.loc[keep].reset_index(drop=True)


def affordability(
    by_year: pd.DataFrame,
    projection: pd.DataFrame,
    *,
    free_funds: str = "balance",
    own_revenue: str = "own_revenue",
    last_executed: int | None = None,
    spent: Mapping[int, float] | None = None,
) -> pd.DataFrame:
    """Set what the community pays of a programme against the budget of each scenario, by year.

    The cost of a year is the sum of the known amounts of the measures that the community pays
    alone, `amount`, and of those that it pays together with others, `shared`: documents do not
    tell the parts. It fits where ``amount + shared <= max(free funds, 0)`` and every measure has an
    amount, does not fit where ``amount`` alone is more, and is not known otherwise.

    Parameters
    ----------
    by_year : DataFrame
        As :func:`programme_by_year` gives it.
    projection : DataFrame
        `scenario`, `year`, `variable`, `price_basis`, `value`; nominal rows are used, because a
        programme's money is nominal.
    free_funds, own_revenue : str, optional
        Variables of the projection. Where free funds are below zero there are none: 0. The
        programme is taken not to be in the projected expenditure yet.
    last_executed : int, optional
        Last executed year. What is left of an executed year is left after the programme was paid:
        such a year is not judged unless `spent` has it.
    spent : mapping, optional
        By executed year what the community paid for the programme, UAH; free funds of the year are
        what was left and this.

    Returns
    -------
    DataFrame
        `scenario`, `year`, `amount` (UAH, nominal; missing where no measure of the community has
        one), `shared` (UAH of measures with several sources, 0 without any),
        `own_revenue`, `free_funds` (UAH, 0 or more), `share_of_own` (amount over own
        revenue), `share_of_free` (missing where there are no free funds), `missing` (UAH beyond the
        free funds, 0 where the known amounts are within them), `fits` (True, False, or missing
        where it is not known), `unfunded` (measures without an amount in the year that the
        community pays, or whose source is not named: with them `amount` is a lower bound). Money
        without a year cannot be placed and is left out; `by_year` has it.

    Raises
    ------
    UnknownNameError
        The projection has no such variable.
    """
    nominal = projection.loc[projection["price_basis"].eq("nominal")]
    for variable in (free_funds, own_revenue):
        if variable not in set(nominal["variable"]):
            raise UnknownNameError(
                "nominal variable", variable, nominal["variable"].unique(), where="projection"
            )
    paid = _names(by_year, "community")
    alone = by_year["source_group"].eq("community")
    cost = by_year.loc[alone].groupby("year")["amount"].sum(min_count=1)
    together = by_year.loc[paid & ~alone].groupby("year")["amount"].sum()
    perhaps = by_year.loc[paid | by_year["source_group"].eq(UNKNOWN)]
    unfunded = perhaps.groupby("year")["unfunded"].sum()
    years = sorted(int(year) for year in by_year["year"].dropna().unique())
    wide = nominal.pivot_table(index=["scenario", "year"], columns="variable", values="value")
    rows = []
    for scenario in nominal["scenario"].unique():
        for year in years:
            here = wide.loc[(scenario, year)] if (scenario, year) in wide.index else {}
            revenue = float(here.get(own_revenue, np.nan))
            left = float(here.get(free_funds, np.nan))
            if last_executed is not None and year <= last_executed:
                left += float((spent or {}).get(year, np.nan))
            free = np.nan if np.isnan(left) else max(left, 0.0)
            shared = float(together.get(year, 0.0))
            amount = float(cost.get(year, 0.0 if shared > 0 else np.nan))
            known = not (np.isnan(amount) or np.isnan(free))
            open_ones = int(unfunded.get(year, 0))
            rows.append(
                {
                    "scenario": scenario,
                    "year": year,
                    "amount": amount,
                    "shared": shared,
                    "own_revenue": revenue,
                    "free_funds": free,
                    "share_of_own": amount / revenue if revenue > 0 else np.nan,
                    "share_of_free": amount / free if free > 0 else np.nan,
                    "missing": max(amount - free, 0.0) if known else np.nan,
                    "fits": _fits(amount, shared, free, open_ones) if known else pd.NA,
                    "unfunded": open_ones,
                }
            )
    columns = [
        "scenario", "year", "amount", "shared", "own_revenue", "free_funds", "share_of_own",
        "share_of_free", "missing", "fits", "unfunded",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"fits": "boolean"})


def _fits(amount: float, shared: float, free: float, unfunded: int) -> object:
    if amount > free:
        return False
    return True if amount + shared <= free and not unfunded else pd.NA


def first_year_that_does_not_fit(table: pd.DataFrame) -> pd.Series:
    """First year by scenario in which the programme exceeds the free funds; missing if none.

    Parameters
    ----------
    table : DataFrame
        As :func:`affordability` gives it.
    """
    bad = table.loc[table["fits"].eq(other=False).fillna(value=False)]
    first = bad.groupby("scenario")["year"].min()
    return first.reindex(table["scenario"].unique()).astype("Int64").rename("year")


def donor_dependence(by_year: pd.DataFrame) -> pd.DataFrame:
    """Tell how much of a programme depends on donors, by year.

    Returns
    -------
    DataFrame
        Index: year; money without a year is left out. `amount` (all known amounts, UAH),
        `donors_alone` and `donors_with_others` (amounts of measures whose source is donors alone,
        or donors among others; 0 where no measure of the year names donors, missing where none of
        those that do has an amount), `share_least` (of donors alone in `amount`) and `share_most`
        (of both: documents do not give the parts of a measure with several sources); missing where
        all that others pay is without an amount: a part known alone is not the whole,
        `unfunded_with_donors` (measures without an amount whose source names donors).
    """
    by_year = by_year.loc[by_year["year"].notna()]
    names = _names(by_year, "donors")
    alone = by_year["source_group"].eq("donors")

    def total(rows: pd.DataFrame) -> pd.Series:
        return rows.groupby("year")["amount"].sum(min_count=1).reindex(years, fill_value=0.0)

    years = sorted(by_year["year"].unique())
    table = pd.DataFrame(index=pd.Index(years, name="year"))
    table["amount"] = by_year.groupby("year")["amount"].sum(min_count=1)
    table["donors_alone"] = total(by_year.loc[alone])
    table["donors_with_others"] = total(by_year.loc[names & ~alone])
    shared = table[["donors_alone", "donors_with_others"]].sum(axis=1, min_count=1)
    known = by_year.loc[names].groupby("year")["amount"].count().reindex(years)
    shared = shared.mask(known == 0)
    others = by_year.loc[~names]
    open_others = others.groupby("year")["unfunded"].sum().reindex(years, fill_value=0)
    priced = others.groupby("year")["amount"].sum(min_count=1).reindex(years).notna()
    shared = shared.mask((open_others > 0) & ~priced)
    whole = table["amount"].where(table["amount"] > 0)
    table["share_least"] = table["donors_alone"].mask(shared.isna()) / whole
    table["share_most"] = shared / whole
    open_ones = by_year.loc[names].groupby("year")["unfunded"].sum()
    table["unfunded_with_donors"] = open_ones.reindex(years, fill_value=0).astype(int)
    return table


def _names(by_year: pd.DataFrame, group: str) -> pd.Series:
    return by_year["source_group"].map(lambda names: group in str(names).split("+")).astype(bool)


def _measure_rows(money: pd.DataFrame) -> pd.DataFrame:
    unknown = set(money["kind"]) - set(_AMOUNT_KINDS)
    if unknown:
        raise UnknownNameError("kind of money", min(unknown), _AMOUNT_KINDS, where="money")
    rows = money.loc[money["kind"].eq("measure")]
    units = set(rows.loc[rows["amount"].notna(), "unit"]) - {"UAH"}
    if units:
        raise InvalidInputError(
            f"amounts are in {min(map(str, units))}",
            where="money.unit",
            expected="UAH",
            do="convert thousands to UAH when the document is read",
        )
    if (rows["amount"] < 0).any():
        row = rows.loc[rows["amount"] < 0].iloc[0]
        raise InvalidInputError(
            f"measure {row['measure']} has the amount {row['amount']:g} in {row['year']}",
            where="money.amount",
            expected="zero or more, or missing",
        )
    return rows
