"""Trajectories of scenarios: a table of years by scenarios in, Axes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stratanalysis.language import language as get_language
from stratanalysis.plots.style import (
    HISTORY,
    described,
    format_axis,
    label_line_ends,
    names_for,
    new_figure,
    scenario_style,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["describe_trajectories", "plot_trajectories", "turn", "with_executed"]


def plot_trajectories(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    language: str | None = None,
    observed: pd.Series | None = None,
    kind: Literal["number", "percent", "money"] = "number",
    unit: str = "",
    from_zero: bool = True,
) -> Axes:
    """Draw one line a scenario, its name at its end, and the observed past as points.

    Parameters
    ----------
    table : DataFrame
        Years as index, scenarios as columns, as ``Projection.wide`` gives them; a line has a gap
        where values are missing.
    labels : mapping
        Name of each scenario for the reader.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    observed : Series, optional
        Observed values by year.
    kind : {"number", "percent", "money"}
        How the values are written on the axis.
    unit : str
        Title of the vertical axis.
    from_zero : bool
        Whether the axis begins at zero; never used where values are negative.

    Returns
    -------
    matplotlib.axes.Axes
        The same, with its data, axis titles and line-end labels.
    """
    ax = new_figure()[1] if ax is None else ax
    labels = names_for(labels)
    words = get_language(language)
    table = with_executed(table, observed)
    ends = []
    for name in table.columns:
        style = scenario_style(str(name), list(map(str, table.columns)))
        line = table[name].dropna()
        if line.empty:
            continue
        for number, run in enumerate(_unbroken(table[name])):
            label = "_" if number else labels[str(name)]
            marker = HISTORY.marker if len(run) == 1 else ""
            ax.plot(
                run.index, run, **style.line(), marker=marker, markersize=4.5, label=label,
                gid=str(name),
            )  # fmt: skip
        ends.append((labels[str(name)], line.index[-1], float(line.iloc[-1]), style.color))
    if observed is not None and len(observed):
        ax.plot(
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
    low, high = ax.get_ylim()
    if low >= 0 and from_zero:
        ax.set_ylim(0, high * 1.02)
    elif low < 0 < high or (low < 0 and from_zero):
        ax.axhline(0, color="#6b7280", linewidth=0.9)
    ax.set_xlabel(words.text("Year"))
    ax.set_ylabel(unit)
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language, kind=kind, decimals=1 if kind == "money" else 0)
    label_line_ends(ax, ends)
    return described(ax, describe_trajectories(table, labels=labels, language=language, kind=kind))


def _unbroken(line: pd.Series) -> list[pd.Series]:
    """The parts of a line without a gap."""
    known = line.notna()
    return [part for _, part in line[known].groupby((~known).cumsum()[known])]


def with_executed(table: pd.DataFrame, observed: pd.Series | None) -> pd.DataFrame:
    """Return the paths with what was observed in place of what was projected for those years.

    Examples
    --------
    >>> import pandas as pd
    >>> paths = pd.DataFrame({"baseline": [5.0, 4.0]}, index=[2021, 2022])
    >>> with_executed(paths, pd.Series({2021: 5.0, 2022: 3.0}))["baseline"].tolist()
    [5.0, 3.0]
    """
    if observed is None or not len(observed):
        return table
    known = observed.dropna()
    known = known[known.index.isin(table.index)]
    changed = table.copy()
    for name in changed.columns:
        changed.loc[known.index, name] = known.to_numpy()
    return changed


def describe_trajectories(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    language: str | None = None,
    kind: Literal["number", "percent", "money"] = "number",
    title: str = "",
) -> str:
    """Describe every line for a reader who does not see it: its ends, its turn, its crossing of 0.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"baseline": [1000.0, 900.0]}, index=[2021, 2036])
    >>> describe_trajectories(table, labels={"baseline": "Baseline"}, language="en")
    'Baseline: from 1,000 in 2021 to 900 in 2036.'
    """
    words, names = get_language(language), names_for(labels)
    write = {"number": words.number, "percent": words.percent, "money": words.money}[kind]
    parts = []
    for name in table.columns:
        line = table[name].dropna().astype(float)
        if line.empty:
            continue
        said = words.text(
            "{label}: from {start} in {first} to {end} in {last}",
            label=names[str(name)],
            start=write(line.iloc[0]),
            end=write(line.iloc[-1]),
            first=int(line.index[0]),
            last=int(line.index[-1]),
        )
        for span, value in turn(line.to_numpy(), list(line.index)):
            lowest = value < min(line.iloc[0], line.iloc[-1])
            at = {"value": write(value), "years": span}
            said += ", " + (
                words.text("lowest {value} ({years})", **at)
                if lowest
                else words.text("highest {value} ({years})", **at)
            )
        if 0 < (line < 0).sum() < len(line):
            said += ", " + words.text("below zero: {years}", years=_spans(line.index[line < 0]))
        parts.append(said)
    return (f"{title}. " if title else "") + "; ".join(parts) + "."


def turn(values: Any, years: Sequence[Any]) -> list[tuple[str, float]]:
    """Return the years in which a path is farthest beyond both of its ends, and its value there.

    Examples
    --------
    >>> turn([5.0, 3.0, 3.0, 4.0], [2021, 2022, 2023, 2024])
    [('2022–2023', 3.0)]
    >>> turn([5.0, 4.0, 3.0], [2021, 2022, 2023])
    []
    """
    path = np.asarray(values, dtype=float)
    low, high = sorted((path[0], path[-1]))
    beyond = np.maximum(path - high, low - path)
    if beyond.max() <= 1e-12:
        return []
    first = int(beyond.argmax())
    same = np.flatnonzero(path[first:] != path[first])
    last = first + int(same[0]) - 1 if same.size else len(path) - 1
    span = str(years[first]) if first == last else f"{years[first]}–{years[last]}"
    return [(span, float(path[first]))]


def _spans(years: Any) -> str:
    """Years as runs: 2026–2028, 2031."""
    runs: list[list[int]] = []
    for year in map(int, years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
