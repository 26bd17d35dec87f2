"""Pictures of indicators: themes of goals.

Each function takes a computed table and gives back the axes; the ``describe_`` function next to it
gives the same in words, as the text alternative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.language import language as get_language
from stratanalysis.plots.style import HISTORY, PALETTE, described, format_axis, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stratanalysis.indicators.themes import ThemeGaps

__all__ = [
    "describe_themes",
    "plot_themes",
]


def plot_themes(
    gaps: ThemeGaps,
    labels: Mapping[str, str],
    *,
    language: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Share of other communities that set goals of each theme; empty marks are themes not set here.

    Parameters
    ----------
    gaps : ThemeGaps
    labels : mapping
        Names of the themes.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    """
    lang = get_language(language)
    table = gaps.table
    ax = new_figure(size=(7.6, 1.0 + 0.27 * max(len(table), 3)))[1] if ax is None else ax
    places = np.arange(len(table))[::-1]
    looks: Sequence[tuple[pd.Series, str, str, str]] = (
        (table["own"] > 0, PALETTE[1], "", "this strategy has goals of the theme"),
        (table["own"] == 0, PALETTE[2], "//", "this strategy has none"),
    )
    for chosen, color, hatch, label in looks:
        mask = chosen.to_numpy()
        ax.barh(
            places[mask], table["share"][mask], height=0.7, color=color, hatch=hatch,
            edgecolor="white", label=lang.text(label),
        )  # fmt: skip
    ax.set_yticks(places, [labels.get(str(name), str(name)) for name in table.index], fontsize=9)
    ax.axvline(gaps.threshold, color=HISTORY.color, linestyle=(0, (4, 2)), linewidth=1)
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.6, len(table) - 0.4)
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(
        lang.text("share of {count} other communities with such goals", count=gaps.others)
    )
    format_axis(ax.xaxis, language, kind="percent")
    ax.legend(loc="lower right", frameon=False, fontsize=9)
    return described(ax, describe_themes(gaps, labels, language=language))


def describe_themes(
    gaps: ThemeGaps, labels: Mapping[str, str], *, language: str | None = None
) -> str:
    """Name the themes that most others set and this strategy does not."""
    lang = get_language(language)
    names = [labels.get(str(name), str(name)) for name in gaps.table.index[gaps.table["hint"]]]
    covered = lang.text(
        "{share} of this strategy's goals fall under a theme.",
        share=lang.percent(gaps.own_coverage, 0),
    )
    if not names:
        return lang.text("No theme that most others set is missing.") + " " + covered
    listed = lang.text(
        "Set by at least {share} of {count} other communities and not here: {names}.",
        share=lang.percent(gaps.threshold, 0),
        count=gaps.others,
        names=", ".join(names),
    )
    return f"{listed} {covered}"
