"""Trajectories of scenarios: computed tables in, Axes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from stratanalysis.language import language as get_language
from stratanalysis.plots.style import HISTORY, format_axis, label_line_ends, scenario_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["trajectories"]


def trajectories(
    axes: Axes,
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    language: str,
    observed: pd.Series | None = None,
    kind: Literal["number", "percent", "money"] = "number",
    decimals: int = 0,
    unit: str = "",
    from_zero: bool = True,
) -> Axes:
    """Draw one line a scenario, its name at its end, and the observed past as points.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : DataFrame
        Years as index, scenarios as columns, as ``Projection.wide`` gives them; missing values
        are not drawn.
    labels : mapping
        Name of each scenario for the reader.
    language : {"uk", "en"}
    observed : Series, optional
        Observed values by year.
    kind : {"number", "percent", "money"}
        How the values are written on the axis.
    decimals : int
    unit : str
        Title of the vertical axis.
    from_zero : bool
        Whether the axis begins at zero; never used where values are negative.

    Returns
    -------
    matplotlib.axes.Axes
        The same, with its data, axis titles and line-end labels.
    """
    words = get_language(language)
    ends = []
    for name in table.columns:
        style = scenario_style(str(name), list(map(str, table.columns)))
        line = table[name].dropna()
        if line.empty:
            continue
        axes.plot(line.index, line, **style.line(), label=labels[str(name)], gid=str(name))
        ends.append((labels[str(name)], line.index[-1], float(line.iloc[-1]), style.color))
    if observed is not None and len(observed):
        axes.plot(
            observed.index,
            observed,
            color=HISTORY.color,
            marker=HISTORY.marker,
            markersize=4.5,
            linewidth=1.2,
            label=words.text("observed"),
            gid="observed",
            zorder=3,
        )
    low, high = axes.get_ylim()
    if low >= 0 and from_zero:
        axes.set_ylim(0, high * 1.02)
    elif low < 0 < high or (low < 0 and from_zero):
        axes.axhline(0, color="#6b7280", linewidth=0.9)
    axes.set_xlabel(words.text("Year"))
    axes.set_ylabel(unit)
    format_axis(axes.xaxis, language, kind="year")
    format_axis(axes.yaxis, language, kind=kind, decimals=decimals)
    label_line_ends(axes, ends)
    return axes
