"""Scenarios beside each other: what explains a difference, which targets are reached, many places.

The ``describe_`` function beside each picture gives the same in words, as its text alternative.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.style import PALETTE, described, format_axis, names_for, new_figure
from stratanalysis.questions import verdict_sentence
from stratanalysis.scenarios import DRIVERS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "plot_decomposition",
    "describe_decomposition",
    "describe_feasibility",
    "plot_feasibility",
    "small_multiples",
]

Kind = Literal["number", "percent", "money"]
GROUP_LABELS: Mapping[str, str] = {
    "population": "Population",
    "labour": "Labour",
    "investment": "Investment",
    "prices": "Prices",
    "revenue": "Revenue",
    "expenditure": "Expenditure",
}
"""Names of the groups of drivers, keys of the catalogues."""
_REACHED, _MISSED, _UNKNOWN = "#cfe5dc", "#f6ddcd", "#e5e7eb"


def plot_decomposition(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str | None = None,
    kind: Kind = "number",
) -> Axes:
    """Draw the contribution of each driver to the difference of two scenarios.

    Parameters
    ----------
    table : DataFrame
        As :func:`stratanalysis.questions.decompose` gives it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    kind : {"number", "percent", "money"}

    Returns
    -------
    matplotlib.axes.Axes
        One bar a driver with its amount, and below them the whole difference.
    """
    ax = new_figure()[1] if ax is None else ax
    words = get_language(language)
    names = [*_names(table, words), words.text("Difference")]
    values = [*table["contribution"].astype(float), float(table["contribution"].sum())]
    places = np.arange(len(values))[::-1]
    for place, value in zip(places, values, strict=True):
        whole = place == 0
        color = PALETTE[5] if whole else PALETTE[1 if value >= 0 else 2]
        ax.barh(
            place, value, height=0.62, color=color,
            hatch="" if value >= 0 or whole else "///", edgecolor="white", linewidth=0,
            gid="difference" if whole else "contribution",
        )  # fmt: skip
        ax.annotate(
            _signed(value, words, kind),
            (value, place),
            xytext=(4 if value >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if value >= 0 else "right",
            va="center",
            fontsize=9,
        )
    ax.axvline(0, color="#33373d", linewidth=0.9)
    ax.axhline(0.5, color="#9ca3af", linewidth=0.8)
    ax.set_yticks(places, names)
    ax.margins(x=0.25)
    ax.grid(visible=False, axis="y")
    format_axis(ax.xaxis, language, kind=kind)
    ax.locator_params(axis="x", nbins=4)
    return described(ax, describe_decomposition(table, language=language, kind=kind))


def describe_decomposition(
    table: pd.DataFrame, language: str | None = None, *, title: str = "", kind: Kind = "number"
) -> str:
    """Words for a reader who does not see the bars: every contribution and the sum."""
    words = get_language(language)
    parts = [
        f"{name}: {_signed(float(value), words, kind)}"
        for name, value in zip(_names(table, words), table["contribution"], strict=True)
    ]
    total = _signed(float(table["contribution"].sum()), words, kind)
    return f"{title}: {total}. " + "; ".join(parts) + "." if parts else f"{title}: {total}."


def plot_feasibility(
    table: pd.DataFrame,
    *,
    titles: Sequence[str],
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw which target is reached under which scenario, in words and colour.

    Parameters
    ----------
    table : DataFrame
        As :func:`stratanalysis.questions.feasibility` gives it.
    titles : sequence of str
        Of the targets, in order.
    labels : mapping
        Name of each scenario for the reader.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    """
    ax = new_figure()[1] if ax is None else ax
    labels = names_for(labels)
    words = get_language(language)
    names = list(dict.fromkeys(table["scenario"]))
    for row in table.to_dict("records"):
        column, line = names.index(row["scenario"]), len(titles) - 1 - int(row["target"])
        known = row["reached"] is True or row["reached"] is False
        color = (_REACHED if row["reached"] else _MISSED) if known else _UNKNOWN
        ax.fill(
            [column - 0.48, column + 0.48, column + 0.48, column - 0.48],
            [line - 0.46, line - 0.46, line + 0.46, line + 0.46],
            color=color,
            gid="reached" if known and row["reached"] else "missed" if known else "unknown",
        )
        ax.text(column, line, _cell(row, words, known), ha="center", va="center", fontsize=9)
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_ylim(-0.5, len(titles) - 0.5)
    ax.set_xticks(range(len(names)), [labels[str(name)] for name in names])
    ax.set_yticks(range(len(titles)), list(titles)[::-1])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return described(ax, describe_feasibility(table, titles, labels, language=language))


def describe_feasibility(
    table: pd.DataFrame,
    titles: Sequence[str],
    labels: Mapping[str, str],
    language: str | None = None,
) -> str:
    """Words for a reader who does not see the matrix: one sentence a target."""
    return " ".join(
        verdict_sentence(table, number, labels, title, language)
        for number, title in enumerate(titles)
    )


def small_multiples(
    tables: Mapping[str, pd.DataFrame],
    *,
    labels: Mapping[str, str],
    language: str | None = None,
    observed: Mapping[str, pd.Series] | None = None,
    kind: Kind | Mapping[str, Kind] = "number",
    unit: str | Mapping[str, str] = "",
    columns: int = 2,
) -> Figure:
    """Draw trajectories of several places or variables, each on its own scale from zero.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By the name of the place or variable: years down, scenarios across.
    labels, language
        As in :func:`stratanalysis.plots.scenarios.plot_trajectories`.
    kind, unit
        The same, for all or by name.
    observed : mapping of str to Series, optional
    columns : int
        Pictures in a row; those in one column share the axis of years.
    """
    rows = math.ceil(len(tables) / columns)
    kinds = kind if isinstance(kind, Mapping) else dict.fromkeys(tables, kind)
    units = unit if isinstance(unit, Mapping) else dict.fromkeys(tables, unit)
    figure, grid = new_figure(
        rows, columns, size=(4.3 * columns, 2.9 * rows), squeeze=False, sharex=columns == 1
    )
    for axes, (place, table) in zip(grid.flat, tables.items(), strict=False):
        past = None if observed is None else observed.get(place)
        plot_trajectories(
            table, ax=axes, labels=labels, language=language, observed=past,
            kind=kinds[place], unit=units[place],
        )  # fmt: skip
        axes.set_title(place)
    for axes in list(grid.flat)[len(tables) :]:
        axes.set_visible(False)
    return figure


def _names(table: pd.DataFrame, words: Language) -> list[str]:
    if "group" in table:
        return [words.text(GROUP_LABELS[str(name)]) for name in table["group"]]
    return [words.text(DRIVERS[str(name)].label) for name in table["driver"]]


def _signed(value: float, words: Language, kind: str) -> str:
    if kind == "number":
        return words.signed(value)
    written = words.money(value) if kind == "money" else words.percent(value)
    return f"+{written}" if value > 0 else written


def _cell(row: Mapping[Any, Any], words: Language, known: bool) -> str:
    if not known:
        return words.text("not checkable")
    text = words.text("reached") if row["reached"] else words.text("not reached")
    share = float(row["share_of_draws"])
    if math.isfinite(share):
        text += "\n" + words.text("chance {share}", share=words.percent(share, 0))
    return text
