"""Pictures of monitoring: degrees of goals, an indicator and its path, money, deadlines.

Each function takes a computed table and gives back the axes; the ``describe_`` function next to it
gives the same in words, as the text alternative.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.language import language as get_language
from stratanalysis.plots.style import (
    HISTORY,
    PALETTE,
    described,
    format_axis,
    names_for,
    new_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "describe_execution",
    "describe_goal_degrees",
    "plot_execution",
    "plot_goal_degrees",
]

STATUS_LABELS = {
    "done": "done",
    "running": "running",
    "due_soon": "due soon",
    "ahead": "ahead",
    "past_unreported": "past its end, not reported",
    "overdue": "overdue",
    "impossible": "impossible",
    "no_deadline": "no deadline",
}
_LIGHTS = {"green": (PALETTE[1], ""), "amber": (PALETTE[4], "//"), "red": (PALETTE[2], "\\\\")}
LIGHT_LABELS = {"green": "on track", "amber": "at risk", "red": "off track"}


def _short(text: str, length: int = 46) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def plot_goal_degrees(
    goals: pd.DataFrame,
    titles: Mapping[str, str],
    *,
    language: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Bars of degrees of achievement; the label says what share of weight was measured.

    Parameters
    ----------
    goals : pandas.DataFrame
        Rows of ``RollUp.goals``, in the order to be shown from the top.
    titles : mapping
        Titles by goal code.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.

    Returns
    -------
    Axes
        A goal of which nothing was measured has no bar and says so.
    """
    lang = get_language(language)
    ax = new_figure(size=(7.6, 0.6 + 0.5 * max(len(goals), 2)))[1] if ax is None else ax
    places = np.arange(len(goals))[::-1]
    shown = set()
    for place, row in zip(places, goals.to_dict("records"), strict=True):
        degree, coverage = row["degree"], lang.percent(row["coverage"], 0)
        if pd.isna(degree):
            ax.text(0.01, place, lang.text("not measured"), va="center", color=HISTORY.color)
            continue
        light = str(row["light"])
        color, hatch = _LIGHTS.get(light, (PALETTE[0], ""))
        label = None if light in shown or not light else lang.text(LIGHT_LABELS[light])
        shown.add(light)
        ax.barh(
            place, degree, height=0.62, color=color, hatch=hatch, edgecolor="white", label=label
        )
        text = lang.text("{degree} (measured {coverage})", degree=lang.percent(degree, 0),
                         coverage=coverage)  # fmt: skip
        ax.text(max(degree, 1.0) + 0.03, place, text, va="center", fontsize=9)
    names = [_short(f"{code} {titles.get(str(code), '')}".strip()) for code in goals.index]
    ax.set_yticks(places, names)
    ax.set_xlim(min(0.0, float(np.nanmin([0.0, *goals["degree"]]))), 1.95)
    ax.set_ylim(-0.6, len(goals) - 0.4)
    ax.axvline(1.0, color=HISTORY.color, linewidth=1, linestyle=(0, (4, 2)))
    ax.grid(visible=False)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    format_axis(ax.xaxis, language, kind="percent")
    if shown - {""}:
        ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False, fontsize=9)
    return described(ax, describe_goal_degrees(goals, titles, language=language))


def describe_goal_degrees(
    goals: pd.DataFrame, titles: Mapping[str, str], *, language: str | None = None
) -> str:
    """Give the degrees in words."""
    lang = get_language(language)
    parts = []
    for code, row in zip(goals.index, goals.to_dict("records"), strict=True):
        name = f"{code} {titles.get(str(code), '')}".strip()
        if pd.isna(row["degree"]):
            parts.append(f"{name}: {lang.text('not measured')}")
            continue
        text = lang.text(
            "{degree} (measured {coverage})",
            degree=lang.percent(row["degree"], 0),
            coverage=lang.percent(row["coverage"], 0),
        )
        parts.append(f"{name}: {text}")
    return lang.text("Degree of achievement of the goals") + ". " + "; ".join(parts) + "."


_MONEY_LOOK = {
    "approved": ("approved", PALETTE[5], ""),
    "amended": ("amended", PALETTE[0], "//"),
    "executed": ("executed", PALETTE[1], ""),
}


def plot_execution(
    rates: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    *,
    language: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Approved, amended and executed money next to each other.

    Parameters
    ----------
    rates : pandas.DataFrame
        As ``execution_rates`` gives it, one group a row.
    labels : mapping, optional
        Names of the groups.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    """
    from matplotlib.ticker import MaxNLocator

    lang = get_language(language)
    ax = new_figure(size=(7.6, 1.0 + 0.8 * max(len(rates), 1)))[1] if ax is None else ax
    labels = names_for(labels)
    places = np.arange(len(rates))[::-1]
    for number, (column, (label, color, hatch)) in enumerate(_MONEY_LOOK.items()):
        ax.barh(
            places + 0.27 - 0.27 * number, rates[column].fillna(0), height=0.25, color=color,
            hatch=hatch, edgecolor="white", label=lang.text(label),
        )  # fmt: skip
    for place, row in zip(places, rates.to_dict("records"), strict=True):
        if not pd.isna(row["rate_amended"]):
            paid = 0.0 if pd.isna(row["executed"]) else row["executed"]
            ax.text(
                paid, place - 0.27, " " + lang.percent(row["rate_amended"], 0), va="center",
                fontsize=9,
            )  # fmt: skip
    names = labels or {}
    ax.set_yticks(places, [_short(names.get(str(key), str(key))) for key in rates.index])
    ax.margins(x=0.12)
    ax.grid(visible=False, axis="y")
    format_axis(ax.xaxis, language, kind="money")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=4))
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False, fontsize=9)
    return described(ax, describe_execution(rates, language=language))


def describe_execution(rates: pd.DataFrame, *, language: str | None = None) -> str:
    """Give executed money and its rate against the amended plan in words."""
    lang = get_language(language)
    parts = [
        lang.text(
            "{name}: executed {executed} of {amended} ({rate} of the amended plan)",
            name=key,
            executed=lang.money(row["executed"]),
            amended=lang.money(row["amended"]),
            rate=lang.percent(row["rate_amended"], 0),
        )
        for key, row in zip(rates.index, rates.to_dict("records"), strict=True)
    ]
    return "; ".join(parts) + "."
