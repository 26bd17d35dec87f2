"""Age pyramids, components of change, load and ensemble bands: computed tables in, Axes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.language import language as get_language
from stratanalysis.plots.style import (
    BAND_ALPHA,
    HISTORY,
    PALETTE,
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

__all__ = [
    "plot_pyramid",
    "plot_components",
    "describe_bands",
    "describe_components",
    "describe_pyramid",
    "plot_bands",
]

_SIDE = {"female": 1, "male": -1}
_SEX_NAMES = {"female": "Women", "male": "Men"}
_COMPONENTS = {
    "births": ("Births", PALETTE[1], 1),
    "deaths": ("Deaths", PALETTE[5], -1),
    "net_migration": ("Net migration", PALETTE[0], 1),
}


def plot_pyramid(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str | None = None,
    label: str = "",
    over: Mapping[str, pd.DataFrame] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Axes:
    """Draw men to the left and women to the right, and other years or scenarios over them.

    Parameters
    ----------
    table : DataFrame
        Index first_age, columns female and male (persons), as :func:`age_table` gives it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    label : str
        What the bars show, for instance the year.
    over : mapping of str to DataFrame, optional
        Tables with the same index, drawn as outlines: scenarios at the horizon.
    labels : mapping, optional
        Their names for the reader.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_figure(size=(6.4, 5.2))[1] if ax is None else ax
    labels = names_for(labels)
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    words = get_language(language)
    ages = table.index.to_numpy(dtype=float)
    width = float(ages[1] - ages[0])
    largest = 0.0
    for sex, side in _SIDE.items():
        people = table[sex].to_numpy(dtype=float)
        ax.barh(
            ages + width / 2,
            side * people,
            height=0.92 * width,
            color=PALETTE[3] if sex == "female" else PALETTE[0],
            alpha=0.45,
            gid=sex,
            label=", ".join(filter(None, (words.text(_SEX_NAMES[sex]), label))),
        )
        largest = max(largest, float(np.nanmax(people)))
    edges = np.append(ages, ages[-1] + width)
    for name, other in (over or {}).items():
        style = scenario_style(name, list(over or {}))
        for sex, side in _SIDE.items():
            people = other[sex].reindex(table.index).to_numpy(dtype=float)
            ax.stairs(
                side * people,
                edges,
                orientation="horizontal",
                baseline=None,
                linewidth=1.6,
                gid=f"{name}-{sex}",
                label=labels[name] if sex == "female" else None,
                **style.line(),
            )
            largest = max(largest, float(np.nanmax(people)))
    ax.axvline(0, color="#6b7280", linewidth=0.9)
    ax.set_xlim(-1.05 * largest, 1.05 * largest)
    ax.set_ylim(edges[0], edges[-1])
    ax.set_xlabel(words.text("persons"))
    ax.set_ylabel(words.text("Age, years"))
    ax.grid(visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, symmetric=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(abs(value))))
    _legend_above(ax)
    return described(ax, describe_pyramid(table, language=language))


def plot_components(
    table: pd.DataFrame, *, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw births and net in-migration above zero, deaths and net loss below, and their sum.

    Parameters
    ----------
    table : DataFrame
        Index year, columns births, deaths, net_migration, total_change (persons), as
        :func:`components_table` gives it. Missing values are not drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    """
    ax = new_figure()[1] if ax is None else ax
    words = get_language(language)
    years = table.index.to_numpy()
    above, below = np.zeros(len(years)), np.zeros(len(years))
    for column, (name, color, sign) in _COMPONENTS.items():
        values = np.nan_to_num(sign * table[column].to_numpy(dtype=float))
        bottom = np.where(values >= 0, above, below)
        ax.bar(years, values, bottom=bottom, color=color, width=0.8, label=words.text(name),
                 gid=column)  # fmt: skip
        above += np.maximum(values, 0)
        below += np.minimum(values, 0)
    ax.plot(
        years,
        table["total_change"],
        color=HISTORY.color,
        marker=HISTORY.marker,
        markersize=3.5,
        linewidth=1.4,
        label=words.text("Total change"),
        gid="total_change",
    )
    ax.axhline(0, color="#6b7280", linewidth=0.9)
    ax.set_xlabel(words.text("Year"))
    ax.set_ylabel(words.text("persons"))
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language)
    _legend_above(ax)
    return described(ax, describe_components(table, language=language))


def plot_bands(
    tables: Mapping[str, pd.DataFrame],
    *,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    language: str | None = None,
    unit: str = "",
) -> Axes:
    """Draw the median of each scenario and its 80 % band, for one scenario the 95 % band too.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By scenario: index year, columns as :func:`band_table` gives them.
    labels : mapping
        Names of the scenarios for the reader.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    unit : str
        Title of the vertical axis; persons by default.
    """
    ax = new_figure()[1] if ax is None else ax
    labels = names_for(labels)
    words = get_language(language)
    ends = []
    for name, table in tables.items():
        style = scenario_style(name, list(tables))
        bands = ("95", "80") if len(tables) == 1 else ("80",)
        for level in bands:
            ax.fill_between(
                table.index,
                table[f"lower_{level}"],
                table[f"upper_{level}"],
                color=style.color,
                alpha=BAND_ALPHA,
                linewidth=0,
                gid=f"{name}-{level}",
            )
        ax.plot(table.index, table["median"], gid=name, label=labels[name], **style.line())
        ends.append((labels[name], table.index[-1], float(table["median"].iloc[-1]), style.color))
    ax.set_ylim(0, None)
    ax.set_xlabel(words.text("Year"))
    ax.set_ylabel(unit or words.text("persons"))
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language)
    label_line_ends(ax, ends)
    return described(ax, describe_bands(tables, labels=labels, language=language))


def _legend_above(axes: Axes) -> None:
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=8.5)


def describe_pyramid(table: pd.DataFrame, *, language: str | None = None) -> str:
    """Text alternative of :func:`plot_pyramid`: sums by sex and the largest group.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"female": [50.0, 40], "male": [52.0, 30]}, index=[0, 5])
    >>> describe_pyramid(table, language="en")[:33]
    'Age pyramid: 90 women and 82 men;'
    """
    words = get_language(language)
    both = table.sum(axis=1, skipna=False)
    return words.text(
        "Age pyramid: {women} women and {men} men; the largest group begins at age {age} "
        "with {people} persons.",
        women=words.number(float(table["female"].sum(skipna=False))),
        men=words.number(float(table["male"].sum(skipna=False))),
        age=int(table.index[int(np.argmax(both))]),
        people=words.number(float(both.max())),
    )


def describe_components(table: pd.DataFrame, *, language: str | None = None) -> str:
    """Text alternative of :func:`plot_components`: sums over the years.

    A component that is missing in a year has no sum.
    """
    words = get_language(language)
    sums = table.sum(skipna=False)
    return words.text(
        "From {first} to {last}: {births} births, {deaths} deaths, net migration {migration}, "
        "total change {change} persons.",
        first=int(table.index[0]),
        last=int(table.index[-1]),
        births=words.number(float(sums["births"])),
        deaths=words.number(float(sums["deaths"])),
        migration=words.signed(float(sums["net_migration"])),
        change=words.signed(float(sums["total_change"])),
    )


def describe_bands(
    tables: Mapping[str, pd.DataFrame], *, labels: Mapping[str, str], language: str | None = None
) -> str:
    """Text alternative of :func:`plot_bands`: median and 80 % interval of the last year."""
    words = get_language(language)
    return " ".join(
        words.text(
            "{scenario}: {median} in {year}, with a probability of 80% between {lower} and "
            "{upper}.",
            scenario=labels[name],
            year=int(table.index[-1]),
            median=words.number(float(table["median"].iloc[-1])),
            lower=words.number(float(table["lower_80"].iloc[-1])),
            upper=words.number(float(table["upper_80"].iloc[-1])),
        )
        for name, table in tables.items()
    )
