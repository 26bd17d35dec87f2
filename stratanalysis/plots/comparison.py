"""Scenarios next to each other: what explains a difference, which targets are reached, many places.

The ``describe_`` function next to each picture gives the same in words, as its text alternative.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.style import PALETTE, described, format_axis, new_figure
from stratanalysis.scenarios import DRIVERS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "plot_decomposition",
    "describe_decomposition",
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
    ax.axvline(0, color="#33373d", linewidth=0.9)
    ax.axhline(0.5, color="#9ca3af", linewidth=0.8)
    ax.set_yticks(places, names)
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.3 * (high - low)  # for the amounts next to the bars
    ax.set_xlim(low - (room if low < 0 else 0.0), high + (room if high > 0 else 0.0))
    ax.grid(visible=False, axis="y")
    format_axis(ax.xaxis, language, kind=kind)
    ax.locator_params(axis="x", nbins=4)
    formatter: Any = ax.xaxis.get_major_formatter()
    for place, value in zip(places, values, strict=True):
        ax.annotate(
            ("+" if value > 0 else "") + formatter.written(value), (value, place),
            xytext=(4 if value >= 0 else -4, 0), textcoords="offset points",
            ha="left" if value >= 0 else "right", va="center", fontsize=9,
        )  # fmt: skip
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
