"""Pictures of a budget: revenue by group, balances under shocks, programmes, places, errors.

Each function takes a computed table and gives back the axes it drew on; :func:`describe_budget`
gives the same in words, as the text alternative of the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.capacity import CAPACITY_INDICATORS
from stratanalysis.finance.revenue import REVENUE_LABELS
from stratanalysis.finance.stress import LABELS
from stratanalysis.language import language as get_language
from stratanalysis.plots.style import (
    HISTORY,
    PALETTE,
    LineStyle,
    described,
    format_axis,
    label_line_ends,
    new_figure,
    scenario_style,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = [
    "describe_affordability",
    "describe_places",
    "describe_revenue",
    "describe_shocks",
    "plot_affordability",
    "plot_places",
    "plot_revenue",
    "plot_shocks",
]

_SHOWN = 5
_HATCHES = ("", "//", "..", "\\\\", "xx", "--")


def plot_revenue(
    projection: pd.DataFrame,
    scenario: str,
    *,
    price_basis: str = "nominal",
    unit: str = "",
    language: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Stack the revenue groups of one scenario by year.

    Parameters
    ----------
    projection : DataFrame
        Long table with ``revenue|GROUP`` rows.
    scenario : str
    price_basis : {"nominal", "real"}
    unit : str
        Label of the axis; by default UAH in current prices.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.

    Returns
    -------
    Axes
        Bars in UAH; the five largest groups of the first year, the rest together; negative
        amounts below zero.
    """
    say = get_language(language)
    wide = _revenue(projection, scenario, price_basis)
    ax = new_figure()[1] if ax is None else ax
    nothing = wide.iloc[:, 0].fillna(0.0) * 0.0
    up, down = nothing, nothing
    for place, name in enumerate(wide):
        values = wide[name]
        bottom = up.where(values >= 0, down)
        label = say.text(REVENUE_LABELS.get(str(name), "All other groups"))
        ax.bar(
            wide.index,
            values,
            bottom=bottom,
            color=PALETTE[place % len(PALETTE)],
            edgecolor="white",
            hatch=_HATCHES[place % len(_HATCHES)],
            linewidth=0.5,
            label=label,
        )
        known = values.fillna(0.0)  # a group without a figure has no bar; the others keep theirs
        up, down = up + known.clip(lower=0), down + known.clip(upper=0)
    ax.set_title(say.text("Revenue by group"), loc="left")
    ax.set_ylabel(unit or say.text("UAH, current prices"))
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language, kind="money")
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return described(
        ax, describe_revenue(projection, scenario, price_basis=price_basis, language=language)
    )


def describe_revenue(
    projection: pd.DataFrame,
    scenario: str,
    *,
    price_basis: str = "nominal",
    language: str | None = None,
) -> str:
    """Say what :func:`plot_revenue` shows: totals of the first and last year, largest groups."""
    say = get_language(language)
    wide = _revenue(projection, scenario, price_basis)
    parts = []
    for year in (wide.index[0], wide.index[-1]):
        row = wide.loc[year]
        names = ", ".join(
            f"{say.text(REVENUE_LABELS.get(str(n), 'All other groups'))} {say.money(row[n])}"
            for n in wide
        )
        parts.append(f"{year}: {say.money(float(row.sum(skipna=False)))} ({names})")
    return f"{say.text('Revenue by group')}. " + "; ".join(parts) + "."


def plot_shocks(
    table: pd.DataFrame,
    scenario: str,
    *,
    language: str | None = None,
    label: str | None = None,
    unit: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the operating balance of one scenario without and with each shock.

    Parameters
    ----------
    table : DataFrame
        As :func:`stratanalysis.finance.stress.stress_test` gives it.
    scenario : str
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    label : str, optional
        The scenario's name in the reader's language.
    unit : str
        Label of the axis; by default UAH in current prices.
    """
    say = get_language(language)
    rows = _of_scenario(table, scenario)
    ax = new_figure()[1] if ax is None else ax
    ends = []
    names = [str(name) for name in rows["shock"].unique()]
    for name in names:
        part = rows.loc[rows["shock"].eq(name)].sort_values("year")
        look = HISTORY if name == "none" else _shock_style(names.index(name) - 1)
        ax.plot(part["year"], part["operating_balance"], label=_shock(say, name), **look.line())
        last = part.iloc[-1]
        short = _shock(say, name).split(":")[0]
        ends.append((short, float(last["year"]), float(last["operating_balance"]), look.color))
    ax.axhline(0.0, color="#6b7280", linewidth=1.0)
    ax.set_title(
        say.text("Operating balance under shocks, {scenario}", scenario=label or scenario),
        loc="left",
    )
    ax.set_ylabel(unit or say.text("UAH, current prices"))
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language, kind="money")
    label_line_ends(ax, ends)
    return described(ax, describe_shocks(table, scenario, language=language, label=label))


def describe_shocks(
    table: pd.DataFrame, scenario: str, *, language: str | None = None, label: str | None = None
) -> str:
    """Say what :func:`plot_shocks` shows: the balance of the last year under each shock."""
    say = get_language(language)
    rows = _of_scenario(table, scenario)
    last = rows.loc[rows["year"].eq(rows["year"].max())]
    said = "; ".join(
        f"{_shock(say, str(row['shock']))}: {say.money(float(row['operating_balance']))}"
        for _, row in last.iterrows()
    )
    title = say.text("Operating balance under shocks, {scenario}", scenario=label or scenario)
    return f"{title}, {int(rows['year'].max())}. {said}."


def plot_affordability(
    table: pd.DataFrame,
    *,
    language: str | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a programme's own part as bars and the free funds of each scenario as lines.

    Parameters
    ----------
    table : DataFrame
        As :func:`stratanalysis.finance.programmes.affordability` gives it.
    labels : mapping, optional
        Scenario to its name in the reader's language.
    """
    say = get_language(language)
    ax = new_figure()[1] if ax is None else ax
    cost = table.drop_duplicates("year").set_index("year")["amount"].sort_index()
    ax.bar(cost.index, cost, color="#c3cad3", label=say.text("Programme, own part"))
    names = [str(name) for name in table["scenario"].unique()]
    for name in names:
        part = table.loc[table["scenario"].eq(name)].sort_values("year")
        look = scenario_style(name, names)
        said = (labels or {}).get(name, name)
        ax.plot(
            part["year"],
            part["free_funds"],
            marker=look.marker,
            label=say.text("Free funds: {scenario}", scenario=said),
            **look.line(),
        )
    ax.set_title(say.text("Programme against free funds"), loc="left")
    ax.set_ylabel(say.text("UAH, current prices"))
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language, kind="money")
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return described(ax, describe_affordability(table, language=language, labels=labels))


def describe_affordability(
    table: pd.DataFrame, *, language: str | None = None, labels: Mapping[str, str] | None = None
) -> str:
    """Say what :func:`plot_affordability` shows, year by year."""
    say = get_language(language)
    said = []
    for year, rows in table.groupby("year"):
        funds = ", ".join(
            f"{(labels or {}).get(str(row['scenario']), str(row['scenario']))} "
            f"{say.money(row['free_funds'])}"
            for _, row in rows.iterrows()
        )
        amount = say.money(float(rows["amount"].iloc[0]))
        own = say.text("Programme, own part")
        said.append(f"{year}: {own} {amount}; {say.text('Free funds: {scenario}', scenario=funds)}")
    return f"{say.text('Programme against free funds')}. " + ". ".join(said) + "."


def plot_places(
    places: pd.DataFrame, *, language: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw a community's place for each capacity indicator as a dot on a strip.

    Parameters
    ----------
    places : DataFrame
        As :func:`stratanalysis.finance.capacity.capacity_places` gives it.
    """
    say = get_language(language)
    if ax is None:
        ax = new_figure(size=(7.2, 0.6 + 0.34 * len(places)))[1]
    count = int(places["of"].max())
    rows = range(len(places))
    ax.hlines(list(rows), 1, count, color="#dfe3e8", linewidth=5)
    empty = places["place"].isna()
    for row, (place, missing) in enumerate(zip(places["place"], empty, strict=True)):
        known = not missing
        text = say.number(float(place)) if known else say.text("no place")
        spot = float(place) if known else count / 2
        if known:
            ax.plot([spot], [row], marker="o", color=PALETTE[0], markersize=8)
        ax.annotate(text, (spot, row), xytext=(0, 7), textcoords="offset points", ha="center")
    ax.set_yticks(list(rows), [say.text(CAPACITY_INDICATORS[n].label) for n in places.index])
    marks = [1, *range(500, count - 100, 500), count]
    ax.set_xticks(marks, [say.number(float(mark)) for mark in marks])
    ax.set_xlim(count + count * 0.02, 1 - count * 0.02)
    ax.set_ylim(len(places) - 0.4, -0.8)
    ax.set_title(say.text("Place among {count} communities", count=say.number(count)), loc="left")
    ax.set_xlabel(say.text("Best places on the right"))
    ax.grid(visible=False)
    return described(ax, describe_places(places, language=language))


def describe_places(places: pd.DataFrame, *, language: str | None = None) -> str:
    """Say what :func:`plot_places` shows: every indicator with its place."""
    say = get_language(language)
    said = []
    empty = places["place"].isna()
    for (name, row), missing in zip(places.iterrows(), empty, strict=True):
        label = say.text(CAPACITY_INDICATORS[str(name)].label)
        if missing:
            said.append(f"{label}: {say.text('no place')}")
        else:
            spot = say.text(
                "{place} of {count}",
                place=say.number(float(row["place"])),
                count=say.number(float(row["of"])),
            )
            said.append(f"{label}: {spot}")
    return "; ".join(said) + "."


def _revenue(projection: pd.DataFrame, scenario: str, price_basis: str) -> pd.DataFrame:
    rows = _of_scenario(projection, scenario)
    rows = rows.loc[
        rows["price_basis"].eq(price_basis) & rows["variable"].str.startswith("revenue|")
    ]
    if rows.empty:
        raise InvalidInputError(
            f"scenario {scenario} has no {price_basis} revenue by group",
            where="projection",
            expected="variables revenue|GROUP",
        )
    wide = rows.assign(group=rows["variable"].str.removeprefix("revenue|")).pivot_table(
        index="year", columns="group", values="value"
    )
    order = wide.iloc[0].sort_values(ascending=False).index
    shown = wide[order[:_SHOWN]].copy()
    if len(order) > _SHOWN:
        shown["_rest"] = wide[order[_SHOWN:]].sum(axis=1, skipna=False)
    return shown


def _of_scenario(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    rows = table.loc[table["scenario"].eq(scenario)]
    if rows.empty:
        names: Sequence[str] = [str(name) for name in table["scenario"].unique()]
        raise UnknownNameError("scenario", scenario, names)
    return rows


def _shock_style(place: int) -> LineStyle:
    dashes = ((6, 2), (6, 2, 1.2, 2), (1.2, 1.6), (9, 3), (3, 1.5))
    kinds = place % len(dashes)
    return LineStyle(PALETTE[place % len(PALETTE)], (0, dashes[kinds]), "o")


def _shock(say: object, name: str) -> str:
    text = LABELS.get(name, name)
    return str(say.text(text))  # type: ignore[attr-defined]
