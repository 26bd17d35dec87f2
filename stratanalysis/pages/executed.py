"""Executed amounts of a community by part and period, for tables and pictures of pages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.finance.executed import FULL_YEAR, one_total
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS, expenditure_group
from stratanalysis.finance.revenue import REGULAR_GROUPS, REVENUE_LABELS, TRANSFER_GROUPS
from stratanalysis.language import MISSING
from stratanalysis.language import language as get_language
from stratanalysis.pages.overview import inside, sources_of
from stratanalysis.pages.page import Page
from stratanalysis.plots.amounts import plot_amounts
from stratanalysis.projection import population_series
from stratanalysis.reference.war_status import war_status

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = [
    "capacity_decimals",
    "executed_own",
    "executed_parts",
    "full_years",
    "labelled",
    "money_formats",
    "money_table",
    "part_labels",
    "show_largest",
    "signed_percent",
    "without_code",
]

_ROWS = {
    "revenue": "Revenue",
    "own_revenue": "Revenue excluding transfers",
    "own_revenue_per_head": "Revenue excluding transfers per head",
    "military_pit": "PIT on military pay",
    "transfer_share": "Share of transfers in revenue",
    "expenditure": "Expenditure",
    "expenditure_per_head": "Expenditure per head",
}


def executed_parts(community: Community, table: str) -> pd.DataFrame:
    """Executed amounts by part, a column for each period.

    Parameters
    ----------
    community : Community
    table : {"revenue", "expenditure"}
        Revenue groups, or the ten groups of programme codes.

    Returns
    -------
    DataFrame
        UAH, nominal; index part, columns ``2021`` for a full year and ``2023 (01-07)`` for a part
        of one, in the order of time. The fund ``total`` where a period has it, else the sum of
        general and special fund. A missing amount makes its sum missing; without rows the table
        is empty.
    """
    frame = community[table]
    if table == "expenditure":
        frame = frame[frame["classification"] == "programme"]
        frame = frame.assign(part=frame["code"].map(expenditure_group))
    else:
        frame = frame.assign(part=frame["group"])
    columns = {}
    for (year, period), rows in one_total(frame).groupby(["year", "period"], sort=True):
        name = str(year) if period == FULL_YEAR else f"{year} ({period})"
        sums = rows.groupby("part")["value"].agg(lambda values: values.sum(skipna=False))
        columns[name] = sums
    return pd.DataFrame(columns).rename_axis("part")


def full_years(parts: pd.DataFrame) -> list[str]:
    """Return the columns that hold a full year, in the order of time."""
    return [str(name) for name in parts.columns if "(" not in str(name)]


def part_labels(table: str, language: str) -> dict[str, str]:
    """Names of the revenue groups or of the programme groups for a reader."""
    say = get_language(language).text
    if table == "revenue":
        return {name: say(label) for name, label in REVENUE_LABELS.items()}
    return {code: f"{code} {say(group.name)}" for code, group in EXPENDITURE_GROUPS.items()}


def without_code(label: str) -> str:
    """Return the name of a group of programmes within a sentence.

    Examples
    --------
    >>> without_code("1000 Education"), without_code("Single tax")
    ('Education', 'Single tax')
    """
    return label.lstrip("0123456789 ")


def show_largest(page: Page, community: Community, table: str) -> HTML:
    """Picture of the parts of the last full executed year; or say the gap."""
    say, lang = page.language.text, page.language
    parts = executed_parts(community, table)
    years = full_years(parts)
    if not years:
        missing = {
            "revenue": "The tables hold no full executed year of revenue.",
            "expenditure": "The tables hold no full executed year of expenditure.",
        }
        return page.text(say(missing[table]))
    year = years[-1]
    values = parts[year][parts[year].isna() | (parts[year] != 0)]
    labels = part_labels(table, lang.code)
    titles = {
        "revenue": "In {year} {share} of revenue came from: {part}",
        "expenditure": "In {year} {share} of expenditure went to: {part}",
    }
    title = say(
        titles[table],
        year=year,
        share=lang.percent(float(values.max()) / float(values.sum(skipna=False)), 0),
        part=inside(without_code(labels[str(values.idxmax())])),
    )
    axes = plot_amounts(values, labels, language=lang.code)
    saved = values.rename(lambda part: labels.get(str(part), str(part)))
    return page.figure(
        f"{table}-parts",
        axes,
        saved.rename(say("UAH")).rename_axis(say("Group")).to_frame(),
        title=title,
        source=sources_of(community, table, language=lang.code),
        caption=say("Executed, general and special fund together; groups of 0 UAH are left out."),
    )


def money_table(community: Community) -> pd.DataFrame:
    """Revenue, own revenue without the military PIT, transfers and expenditure by full year.

    Returns
    -------
    DataFrame
        Rows :data:`_ROWS`, columns years. Per head by the population of 1 January of the same
        year; missing where it or the amount is missing.
    """
    revenue, spent = executed_parts(community, "revenue"), executed_parts(community, "expenditure")
    people = population_series(community)
    status = war_status(community.katottg) if community.katottg else None
    if status is not None and status.occupied_before_2022:
        people = people.iloc[:0]  # the last count continued, of people who cannot be counted
    columns = {}
    for year in sorted(set(full_years(revenue)) | set(full_years(spent))):
        came = revenue[year] if year in revenue else pd.Series(dtype=float)
        total = came.sum(skipna=False) if len(came) else float("nan")
        regular = [part for part in came.index if part in REGULAR_GROUPS]
        own_parts = came[regular]
        given = came[[part for part in came.index if part in TRANSFER_GROUPS]].sum(skipna=False)
        own = own_parts.sum(skipna=False) if len(came) else float("nan")
        went = spent[year].sum(skipna=False) if year in spent else float("nan")
        heads = float(people.get(int(year), float("nan")))
        columns[year] = {
            "revenue": total,
            "own_revenue": own,
            "own_revenue_per_head": own / heads,
            "military_pit": came.get("military_pit", float("nan")),
            "transfer_share": given / total if total > 0 else float("nan"),
            "expenditure": went,
            "expenditure_per_head": went / heads,
        }
    return pd.DataFrame(columns, index=list(_ROWS)) if columns else pd.DataFrame()


def executed_own(community: Community) -> pd.Series:
    """Own revenue of full years without the military PIT: UAH of current prices, by year."""
    table = money_table(community)
    if table.empty:
        return pd.Series(dtype=float)
    own = table.loc[["own_revenue"]].to_dict("records")[0]
    years = [year for year in table.columns if str(year).isdecimal()]
    return pd.Series({int(year): float(own[year]) for year in years}, dtype=float)


def labelled(money: pd.DataFrame, language: str | None = None) -> pd.DataFrame:
    """Return a table of :func:`money_table` with its rows named for a reader."""
    say = get_language(language).text
    names = pd.Index([say(_ROWS[str(name)]) for name in money.index], name=say("Figure"))
    return money.set_axis(names, axis=0)


def money_formats(money: pd.DataFrame) -> dict[str, list[Any]]:
    """Formats of :func:`money_table`, one for each row: shares in percent, the rest as money."""
    say, number = get_language().text, get_language().number

    def per_head(value: float) -> str:
        return MISSING if pd.isna(value) else say("UAH {number}", number=number(value))

    formats: list[Any] = [
        "percent"
        if name == "transfer_share"
        else per_head
        if str(name).endswith("_per_head")
        else "money"
        for name in money.index
    ]
    return {str(year): formats for year in money.columns}


def capacity_decimals(index: float) -> int:
    """Decimals of a tax-capacity index: the Ministry publishes later years with one.

    Examples
    --------
    >>> capacity_decimals(0.8), capacity_decimals(0.653449)
    (1, 3)
    """
    return 1 if math.isclose(index, round(index, 1), abs_tol=1e-9) else 3


def signed_percent(share: float, language: str, decimals: int = 1) -> str:
    """Write a change with its sign, for instance ``+1,2 %``."""
    written = get_language(language).percent(share, decimals)
    return f"+{written}" if share > 0 else written
