"""Amounts by part, and a figure by year: a computed Series in, Axes out.

The ``describe_`` function next to each picture gives the same in words, as its text alternative.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from stratanalysis.language import language as get_language
from stratanalysis.plots.style import HISTORY, PALETTE, described, format_axis, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe_amounts", "describe_observed", "plot_amounts", "plot_observed"]

Kind = Literal["money", "number"]


_WRITTEN = 4
"""Values written at their points, so that they stay apart on a phone."""


def plot_amounts(
    amounts: pd.Series,
    labels: Mapping[str, str],
    *,
    language: str | None = None,
    kind: Kind = "money",
    ax: Axes | None = None,
) -> Axes:
    """Draw a bar for each part, the largest on top, with its amount and its share of the sum.

    Parameters
    ----------
    amounts : Series
        UAH or a number by part. A missing part has no bar and says so.
    labels : mapping
        Names of the parts.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    kind : {"money", "number"}

    Returns
    -------
    Axes
        Shares are written only where no part is missing or below zero.
    """
    lang = get_language(language)
    ordered = amounts.astype(float).sort_values(ascending=False, kind="stable")
    ax = new_figure(size=(7.6, 0.7 + 0.36 * max(len(ordered), 3)))[1] if ax is None else ax
    places = np.arange(len(ordered))[::-1]
    ax.barh(places, ordered.fillna(0.0), height=0.66, color=PALETTE[0])
    for place, text, value in zip(places, _written(ordered, language, kind), ordered, strict=True):
        ax.text(max(0.0 if pd.isna(value) else value, 0.0), place, f" {text}", va="center",
                fontsize=9)  # fmt: skip
    ax.set_yticks(places, [labels.get(str(name), str(name)) for name in ordered.index])
    ax.set_ylim(-0.6, len(ordered) - 0.4)
    ax.margins(x=0.3)
    ax.set_xlim(left=min(0.0, float(np.nanmin([0.0, *ordered]))))
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    if kind == "money":
        ax.set_xlabel(lang.text("UAH, current prices"))
    return described(ax, describe_amounts(amounts, labels, language=language, kind=kind))


def describe_amounts(
    amounts: pd.Series,
    labels: Mapping[str, str],
    *,
    language: str | None = None,
    kind: Kind = "money",
) -> str:
    """Name every part with its amount and share, the largest first.

    Examples
    --------
    >>> import pandas as pd
    >>> describe_amounts(pd.Series({"pit": 30.0, "land": 10.0}), {"pit": "PIT"}, language="en",
    ...                  kind="number")
    'PIT: 30 (75.0%); land: 10 (25.0%).'
    """
    ordered = amounts.astype(float).sort_values(ascending=False, kind="stable")
    written = _written(ordered, language, kind)
    said = [
        f"{labels.get(str(name), str(name))}: {text}"
        for name, text in zip(ordered.index, written, strict=True)
    ]
    return "; ".join(said) + "."


def plot_observed(
    values: pd.Series, *, ax: Axes | None = None, language: str | None = None, unit: str = ""
) -> Axes:
    """Draw observed values by year from zero; a year without a value breaks the line.

    Parameters
    ----------
    values : Series
        By year.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    unit : str
        Title of the vertical axis.

    Examples
    --------
    >>> import pandas as pd
    >>> plot_observed(pd.Series({2020: 10.0, 2021: 12.0}), unit="persons").description
    '2020: 10; 2021: 12.'
    """
    lang = get_language(language)
    ax = new_figure(size=(6.4, 3.0))[1] if ax is None else ax
    full = values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))
    ax.plot(full.index, full, color=HISTORY.color, marker=HISTORY.marker, gid="observed")
    known = full.dropna()
    places = np.unique(np.linspace(0, len(known) - 1, min(len(known), _WRITTEN)).round())
    for year, value in known.iloc[places.astype(int)].items():  # the others lie too near
        ax.annotate(lang.number(float(value)), (float(str(year)), float(value)), xytext=(0, 8),
                    textcoords="offset points", ha="center", fontsize=9)  # fmt: skip
    ax.set_ylim(0, float(full.max()) * 1.18)
    ax.set_xlim(float(full.index[0]) - 0.4, float(full.index[-1]) + 0.4)
    ax.set_ylabel(unit)
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language)
    return described(ax, describe_observed(values, language=language))


def describe_observed(values: pd.Series, *, language: str | None = None, subject: str = "") -> str:
    """Give every observed value with its year."""
    lang = get_language(language)
    known = "; ".join(f"{year}: {lang.number(float(value))}" for year, value in values.items())
    return f"{subject}. {known}." if subject else f"{known}."


def _written(ordered: pd.Series, language: str | None, kind: Kind) -> list[str]:
    lang = get_language(language)
    whole = float(ordered.sum())
    shared = whole > 0 and not ordered.isna().any() and bool((ordered >= 0).all())
    texts = []
    for value in ordered:
        if pd.isna(value):
            texts.append(lang.text("no figure"))
            continue
        text = lang.money(float(value)) if kind == "money" else lang.number(float(value))
        texts.append(f"{text} ({lang.percent(float(value) / whole)})" if shared else text)
    return texts
