"""Fans and tornados of scenarios: computed tables in, Axes out.

The ``describe_`` function next to each picture gives the same in words, as its text alternative.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.style import (
    BAND_ALPHA,
    PALETTE,
    described,
    format_axis,
    names_for,
    new_figure,
    scenario_style,
)
from stratanalysis.scenarios import DRIVERS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["describe_fan", "describe_tornado", "plot_fan", "plot_tornado"]

Kind = Literal["number", "percent", "money"]
_HATCHES = {"low": "///", "high": ""}


def plot_fan(
    bands: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    language: str | None = None,
    observed: pd.Series | None = None,
    kind: Kind = "number",
    unit: str = "",
    from_zero: bool = True,
) -> Axes:
    """Draw the band of every scenario around its central path.

    Parameters
    ----------
    bands : DataFrame
        ``scenario, year, lower, central, upper``, as :func:`stratanalysis.projection.draw_bands`
        and :func:`stratanalysis.projection.measured_bands` give them; a missing band is not drawn.
    labels, language, observed, kind, unit, from_zero
        As in :func:`stratanalysis.plots.scenarios.plot_trajectories`.
    """
    ax = new_figure()[1] if ax is None else ax
    labels = names_for(labels)
    wide = _wide(bands, "central")
    for name in wide.columns:
        own = bands[bands["scenario"] == name].dropna(subset=["lower", "upper"])
        style = scenario_style(str(name), list(map(str, wide.columns)))
        ax.fill_between(
            own["year"],
            own["lower"],
            own["upper"],
            color=style.color,
            alpha=BAND_ALPHA,
            linewidth=0,
            gid=f"band-{name}",
        )
        for edge in ("lower", "upper"):
            ax.plot(own["year"], own[edge], color=style.color, linewidth=0.6, linestyle=":")
    plot_trajectories(
        wide, ax=ax, labels=labels, language=language, observed=observed, kind=kind, unit=unit,
        from_zero=from_zero,
    )  # fmt: skip
    return described(ax, describe_fan(bands, labels, language=language, kind=kind))


def describe_fan(
    bands: pd.DataFrame,
    labels: Mapping[str, str],
    language: str | None = None,
    *,
    title: str = "",
    kind: Kind = "number",
) -> str:
    """Words for a reader who does not see the fan: central value and band at the last year."""
    words = get_language(language)
    parts = []
    for name in dict.fromkeys(bands["scenario"]):
        own = bands[bands["scenario"] == name].dropna(subset=["central"])
        known = own.dropna(subset=["lower", "upper"])
        if known.empty:
            parts.append(words.text("{label}: no band", label=labels[str(name)]))
            continue
        last = known.iloc[-1]
        parts.append(
            words.text(
                "{label}: {central} in {year}, the band from {lower} to {upper}",
                label=labels[str(name)],
                year=int(last["year"]),
                central=_written(float(last["central"]), words, kind),
                lower=_written(float(last["lower"]), words, kind),
                upper=_written(float(last["upper"]), words, kind),
            )
        )
    return f"{title}. " + "; ".join(parts) + "."


def plot_tornado(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str | None = None,
    kind: Kind = "number",
    count: int = 8,
) -> Axes:
    """Draw what each driver alone does to the outcome, the largest on top.

    Parameters
    ----------
    table : DataFrame
        As :func:`stratanalysis.questions.tornado` gives it; drivers without effect are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    kind : {"number", "percent", "money"}
        How the outcome is written.
    count : int
        Most bars.

    Returns
    -------
    matplotlib.axes.Axes
        At both ends of each bar the driver's value there; the low end is hatched.
    """
    ax = new_figure()[1] if ax is None else ax
    words = get_language(language)
    rows = table[table["swing"] > 0].head(count)
    places = np.arange(len(rows))[::-1]
    base = float(table["base_outcome"].iloc[0])
    for end, color in (("low", PALETTE[0]), ("high", PALETTE[2])):
        outcome = rows[f"{end}_outcome"].to_numpy(dtype=float)
        ax.barh(
            places, outcome - base, left=base, height=0.62, color=color, edgecolor="white",
            hatch=_HATCHES[end], linewidth=0, label=words.text(_ENDS[end]), gid=f"tornado-{end}",
        )  # fmt: skip
        for place, value, driver, at in zip(
            places, outcome, rows["driver"], rows[end], strict=True
        ):
            ax.annotate(
                _short_value(str(driver), float(at), words),
                (value, place),
                xytext=(4 if value >= base else -4, 0),
                textcoords="offset points",
                ha="left" if value >= base else "right",
                va="center",
                fontsize=8.5,
            )
    ax.axvline(base, color="#33373d", linewidth=0.9)
    ax.set_yticks(places, [words.text(DRIVERS[str(name)].label) for name in rows["driver"]])
    ax.margins(x=0.3)
    ax.grid(visible=False, axis="y")
    format_axis(ax.xaxis, language, kind=kind)
    ax.locator_params(axis="x", nbins=4)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncol=2, fontsize=8.5, frameon=False)
    return described(ax, describe_tornado(table, language=language, kind=kind, count=count))


_ENDS = {"low": "low end", "high": "high end"}


def describe_tornado(
    table: pd.DataFrame,
    language: str | None = None,
    *,
    title: str = "",
    kind: Kind = "number",
    count: int = 8,
) -> str:
    """Words for a reader who does not see the tornado: outcome at both ends of each range."""
    words = get_language(language)
    rows = table[table["swing"] > 0].head(count)
    base = _written(float(table["base_outcome"].iloc[0]), words, kind)
    parts = [
        words.text(
            "{driver}: {low_outcome} at {low}, {high_outcome} at {high}",
            driver=words.text(DRIVERS[str(row["driver"])].label),
            low=_short_value(str(row["driver"]), float(row["low"]), words),
            high=_short_value(str(row["driver"]), float(row["high"]), words),
            low_outcome=_written(float(row["low_outcome"]), words, kind),
            high_outcome=_written(float(row["high_outcome"]), words, kind),
        )
        for row in rows.to_dict("records")
    ]
    start = words.text("on the stated paths {value}", value=base)
    return f"{title}: {start}. " + "; ".join(parts) + "."


def _short_value(driver: str, value: float, words: Language) -> str:
    """Write a driver's value as its unit is read: shares as percents."""
    unit = DRIVERS[driver].unit
    if unit.startswith("share"):
        return words.percent(value, 1 if abs(value) >= 0.02 else 2)
    return words.number(value, 0 if unit in ("persons", "UAH per year") else 2)


def _wide(bands: pd.DataFrame, column: str) -> pd.DataFrame:
    wide = bands.pivot(index="year", columns="scenario", values=column)
    return wide[list(dict.fromkeys(bands["scenario"]))]


def _written(value: float, words: Language, kind: str) -> str:
    if kind == "money":
        return words.money(value)
    return words.percent(value) if kind == "percent" else words.number(value)
