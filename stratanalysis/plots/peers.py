"""A community among its peers: a strip of values for each variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.indicators import peer_position
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.plots.style import PALETTE, described, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe_peers", "plot_peer_map", "plot_peers"]

_PARALLEL = 48.5
"""Degrees of latitude at which the map is true."""


def plot_peers(
    table: pd.DataFrame,
    code: str,
    group: pd.Index,
    *,
    variables: Mapping[str, str],
    names: pd.Series | None = None,
    language: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Strip of values: every peer a dot, the community a diamond, one row a variable.

    Parameters
    ----------
    table : pandas.DataFrame
        Communities by code.
    code : str
    group : pandas.Index
        Codes of the peers.
    variables : mapping
        Column to label, in the order from the top.
    names : pandas.Series, optional
        Names of the communities by code; the lowest and the highest value are then named.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.

    Notes
    -----
    Every row runs from the lowest to the highest value of its variable among peers and community,
    so that variables in different units are under each other. The median of the peers is a bar
    with its value in the label of the row; the community's own value is written above its diamond.
    """
    import seaborn as sns

    lang = get_language(language)
    ax = new_figure(size=(7.6, 1.0 + 0.55 * max(len(variables), 2)))[1] if ax is None else ax
    places = np.arange(len(variables))[::-1]
    labels = []
    for place, column in zip(places, variables, strict=True):
        values = table.loc[[*group, code], column].astype(float)
        low, span = values.min(), values.max() - values.min()
        spot = (values - low) / (span if span > 0 else 1.0)
        sns.stripplot(
            x=spot.drop(code).to_numpy(), y=np.full(len(group), place), orient="h",
            jitter=False, native_scale=True, size=4.7, color=PALETTE[5], alpha=0.45, ax=ax,
            label=lang.text("peers") if place == places[0] else None, legend=False,
        )  # fmt: skip
        middle = float(values.drop(code).median())
        known = bool(np.isfinite(middle))
        labels.append(
            lang.text(
                "{name}; median\N{NO-BREAK SPACE}{value}",
                name=variables[column],
                value=_value(middle, lang),
            )
            if known
            else variables[column]
        )
        if known and span > 0:
            ax.plot(
                [(middle - low) / span], [place], linestyle="none", marker="|", markersize=13,
                markeredgewidth=2.0, color="#33373d",
                label=lang.text("median of the peers") if place == places[0] else None,
            )  # fmt: skip
        if pd.isna(spot[code]):
            ax.text(0.5, place, lang.text("no figure"), ha="center", va="center", fontsize=9)
        else:
            ax.scatter(
                spot[code], place, s=90, marker="D", color=PALETTE[2], zorder=3,
                label=lang.text("this community") if place == places[0] else None,
            )  # fmt: skip
            ax.annotate(
                _value(float(values[code]), lang), (spot[code], place), xytext=(0, 8),
                textcoords="offset points", ha="center", fontsize=9, color=PALETTE[2],
            )  # fmt: skip
        if names is not None and values.notna().any():
            ends = ((values.idxmin(), 0.0, "left"), (values.idxmax(), 1.0, "right"))
            for at, where, align in ends:
                own = lang.text("this community") if at == code else str(names[at])
                ax.annotate(
                    f"{own} {_value(float(values[at]), lang)}", (1.08 * where - 0.04, place),
                    xytext=(0, -9), textcoords="offset points", ha=align, va="top", fontsize=9,
                    color="#4b5563",
                )  # fmt: skip
    ax.set_yticks(places, labels)
    ax.set_ylim(-0.6, len(variables) - 0.4)
    ax.set_xlim(-0.04, 1.04)
    ax.set_xlabel(lang.text("from the lowest to the highest value among peers"))
    ax.set_xticks([])
    ax.set_ylabel("")
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False, fontsize=9)
    position = peer_position(table, code, group, variables=list(variables))
    known_rows = position[position["below"].notna()]
    return described(ax, describe_peers(known_rows, variables, language=language))


def _value(value: float, lang: Language) -> str:
    return lang.number(value, 0 if abs(value) >= 100 else 1)


def plot_peer_map(
    table: pd.DataFrame,
    code: str,
    group: pd.Index,
    *,
    language: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Map of a community and its peers as points, over where communities are.

    Parameters
    ----------
    table : pandas.DataFrame
        Communities by code, with `latitude` and `longitude` in degrees.
    code : str
    group : pandas.Index
        Codes of the peers.
    ax : matplotlib.axes.Axes, optional
    language : {"uk", "en"}, optional

    Notes
    -----
    Degrees of longitude are drawn ``cos(48.5°)`` as wide as those of latitude. Of the communities
    in a cell of half a degree one is drawn.
    """
    lang = get_language(language)
    ax = new_figure(size=(6.4, 4.0))[1] if ax is None else ax
    places = table[["longitude", "latitude"]].dropna().astype(float)
    cells = (places * 2).round() / 2
    east = np.cos(np.radians(_PARALLEL))
    layers = (
        (cells.drop_duplicates(), "#c9ced6", "o", 3.5, None),
        (places.reindex(group).dropna(), PALETTE[0], "o", 6.0, lang.text("peers")),
        (places.loc[[code]], PALETTE[2], "D", 8.0, lang.text("this community")),
    )
    for points, color, marker, size, label in layers:
        ax.plot(
            points["longitude"] * east, points["latitude"], linestyle="none", marker=marker,
            markersize=size, color=color, markeredgewidth=0, label=label,
        )  # fmt: skip
    ax.set_xlim((cells["longitude"].min() - 0.5) * east, (cells["longitude"].max() + 0.5) * east)
    ax.set_ylim(cells["latitude"].min() - 0.3, cells["latitude"].max() + 0.3)
    ax.set_axis_off()
    setattr(ax, "is_map", True)  # noqa: B010 - read by the layout
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, fontsize=9)
    said = lang.text("Map of {count} peers", count=int(places.index.isin(group).sum()))
    return described(ax, said + ".")


def describe_peers(
    position: pd.DataFrame, variables: Mapping[str, str], *, language: str | None = None
) -> str:
    """Give the share of peers below, by variable, in words."""
    lang = get_language(language)
    parts = [
        lang.text(
            "{name}: {share} of {count} peers have less",
            name=variables.get(str(name), str(name)),
            share=lang.percent(row["below"], 0),
            count=int(row["peers"]),
        )
        for name, row in zip(position.index, position.to_dict("records"), strict=True)
    ]
    return "; ".join(parts) + "."
