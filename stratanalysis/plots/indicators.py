"""Pictures of indicators: peers, industries, emissions, surveys, SWOT, themes of goals.

Each function takes a computed table and gives back the axes; the ``describe_`` function beside it
gives the same in words, as the text alternative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.language import language as get_language
from stratanalysis.plots.style import HISTORY, PALETTE, described, format_axis, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stratanalysis.indicators.swot import StrategicPosition
    from stratanalysis.indicators.themes import ThemeGaps

__all__ = [
    "describe_growth_share",
    "describe_reduction",
    "describe_shift_share",
    "describe_survey",
    "describe_swot",
    "describe_themes",
    "plot_growth_share",
    "plot_reduction",
    "plot_shift_share",
    "plot_survey",
    "plot_swot",
    "plot_themes",
]

PART_LABELS = {
    "national": "national growth",
    "industry_mix": "industry mix",
    "competitive": "competitiveness",
    "allocation": "allocation",
    "new_industry": "new industries",
}
POSITION_LABELS = {
    "leader": "leading",
    "mature": "strong, falling behind",
    "emerging": "small, catching up",
    "lagging": "small, falling behind",
}
SWOT_LABELS = {
    "growth": "growth: strengths and opportunities prevail",
    "diversification": "diversification: strengths against threats",
    "turnaround": "turnaround: weaknesses against opportunities",
    "defence": "defence: weaknesses and threats prevail",
    "undecided": "undecided",
}
_HATCHES = ("", "//", "..", "\\\\", "xx", "--")


def plot_shift_share(
    table: pd.DataFrame, *, language: str | None = None, ax: Axes | None = None
) -> Axes:
    """Stack the parts of every industry's change, with the change itself as a mark.

    Parameters
    ----------
    table : pandas.DataFrame
        As ``shift_share`` gives it (methods with at most five parts).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure in the house style if not given.
    language : {"uk", "en"}, optional
        The language in use if not given; see :func:`stratanalysis.language.use_language`.
    """
    lang = get_language(language)
    parts = [name for name in table.columns if name != "change"]
    if len(parts) > len(_HATCHES):
        raise InvalidInputError("too many parts for one picture", do="join them first")
    rows = table.drop(index="total")
    ax = new_figure(size=(7.6, 1.2 + 0.5 * max(len(rows), 2)))[1] if ax is None else ax
    places = np.arange(len(rows))[::-1]
    up, down = np.zeros(len(rows)), np.zeros(len(rows))
    for number, name in enumerate(parts):
        values = rows[name].fillna(0).to_numpy()
        if not values.any():
            continue
        left = np.where(values >= 0, up, down)
        ax.barh(
            places, values, left=left, height=0.6, color=PALETTE[number], hatch=_HATCHES[number],
            edgecolor="white", label=lang.text(PART_LABELS.get(name, name)),
        )  # fmt: skip
        up, down = up + values.clip(min=0), down + values.clip(max=0)
    ax.plot(
        rows["change"], places, "D", color=HISTORY.color, markersize=6, linestyle="none",
        label=lang.text("change"),
    )  # fmt: skip
    ax.axvline(0, color=HISTORY.color, linewidth=1)
    ax.set_yticks(places, [str(name) for name in rows.index])
    ax.grid(visible=False, axis="y")
    format_axis(ax.xaxis, language)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False, fontsize=9)
    return described(ax, describe_shift_share(table, language=language))


def describe_shift_share(table: pd.DataFrame, *, language: str | None = None) -> str:
    """Give the total and its parts in words."""
    lang = get_language(language)
    total = table.loc[["total"]].iloc[0].astype(float)
    parts = [
        f"{lang.text(PART_LABELS.get(str(name), str(name)))} {lang.signed(float(value))}"
        for name, value in total.items()
        if name != "change"
    ]
    return f"{lang.text('change')} {lang.signed(float(total['change']))}: {', '.join(parts)}."


def plot_growth_share(
    table: pd.DataFrame, *, language: str | None = None, ax: Axes | None = None
) -> Axes:
    """Location quotient against growth difference; the area of a mark is the industry's size."""
    lang = get_language(language)
    ax = new_figure(size=(6.8, 5.0))[1] if ax is None else ax
    rows = table[table["position"] != ""]
    largest = rows["size"].max() if len(rows) else 1.0
    for name, row in zip(rows.index, rows.to_dict("records"), strict=True):
        ax.scatter(
            row["location_quotient"], row["growth_difference"], s=30 + 500 * row["size"] / largest,
            color=PALETTE[list(POSITION_LABELS).index(row["position"])], alpha=0.7,
        )  # fmt: skip
        ax.annotate(
            str(name), (row["location_quotient"], row["growth_difference"]), xytext=(6, 4),
            textcoords="offset points", fontsize=9,
        )  # fmt: skip
    ax.axvline(1, color=HISTORY.color, linewidth=1)
    ax.axhline(0, color=HISTORY.color, linewidth=1)
    ax.margins(0.15)
    ax.set_xlabel(lang.text("location quotient"))
    ax.set_ylabel(lang.text("growth beyond the reference"))
    format_axis(ax.xaxis, language, decimals=1)
    format_axis(ax.yaxis, language, kind="percent")
    return described(ax, describe_growth_share(table, language=language))


def describe_growth_share(table: pd.DataFrame, *, language: str | None = None) -> str:
    """Give the industries of every quadrant in words."""
    lang = get_language(language)
    parts = []
    for position, label in POSITION_LABELS.items():
        names = [str(name) for name in table.index[table["position"] == position]]
        if names:
            parts.append(f"{lang.text(label)}: {', '.join(names)}")
    return "; ".join(parts) + "."


def plot_reduction(
    table: pd.DataFrame, *, language: str | None = None, ax: Axes | None = None
) -> Axes:
    """Emissions observed against the straight path to the promise."""
    lang = get_language(language)
    ax = new_figure()[1] if ax is None else ax
    ax.plot(
        table.index, table["path"], color=PALETTE[0], linestyle=(0, (6, 2)),
        label=lang.text("path to target"),
    )  # fmt: skip
    seen = table["observed"].dropna()
    ax.plot(seen.index, seen, color=HISTORY.color, marker="o", label=lang.text("observed"))
    ax.set_ylim(bottom=0)
    ax.set_ylabel(lang.text("t CO2 a year"))
    format_axis(ax.xaxis, language, kind="year")
    format_axis(ax.yaxis, language)
    ax.legend(frameon=False)
    return described(ax, describe_reduction(table, language=language))


def describe_reduction(table: pd.DataFrame, *, language: str | None = None) -> str:
    """Give the last observed reduction against the promise in words."""
    lang = get_language(language)
    seen = table[table["reduction_reached"].notna()]
    if seen.empty:
        return lang.text("No emissions were observed.")
    last = seen.iloc[-1]
    reached = float(last["reduction_reached"])
    if round(reached, 3) == 0:
        return lang.text(
            "By {year} emissions were as in the base year; a reduction was promised.",
            year=seen.index[-1],
        )
    if reached < 0:
        return lang.text(
            "By {year} emissions rose by {rise} instead of falling as promised.",
            year=seen.index[-1],
            rise=lang.percent(-reached),
        )
    return lang.text(
        "By {year} emissions fell by {reduction}, {share} of what was promised.",
        year=seen.index[-1],
        reduction=lang.percent(reached),
        share=lang.percent(float(last["share_of_promise"]), 0),
    )


def plot_survey(
    table: pd.DataFrame, *, language: str | None = None, ax: Axes | None = None
) -> Axes:
    """Shares of the answers to one question with their intervals."""
    if len(set(table["question"])) != 1:
        raise InvalidInputError("several questions in one picture", expected="one question")
    rows = table[table["share"].notna()]
    ax = new_figure(size=(7.6, 1.0 + 0.45 * max(len(rows), 2)))[1] if ax is None else ax
    places = np.arange(len(rows))[::-1]
    ax.barh(places, rows["share"], height=0.6, color=PALETTE[0])
    ax.errorbar(
        rows["share"], places,
        xerr=[rows["share"] - rows["lower"], rows["upper"] - rows["share"]],
        fmt="none", ecolor=HISTORY.color, capsize=3,
    )  # fmt: skip
    ax.set_yticks(places, [str(answer) for answer in rows["answer"]])
    ax.set_xlim(0, max(0.05, float(rows["upper"].max()) * 1.1) if len(rows) else 1)
    ax.grid(visible=False, axis="y")
    format_axis(ax.xaxis, language, kind="percent")
    return described(ax, describe_survey(table, language=language))


def describe_survey(table: pd.DataFrame, *, language: str | None = None) -> str:
    """Give shares and intervals in words."""
    lang = get_language(language)
    parts = [
        f"{row['answer']}: {lang.percent(row['share'])} "
        f"({lang.percent(row['lower'])}–{lang.percent(row['upper'])})"
        for row in table.to_dict("records")
    ]
    return f"{table['question'].iloc[0]}. " + "; ".join(parts) + "."


def plot_swot(
    position: StrategicPosition, *, language: str | None = None, ax: Axes | None = None
) -> Axes:
    """Strategic position as a point in the plane of internal and external balance."""
    lang = get_language(language)
    ax = new_figure(size=(5.2, 4.6))[1] if ax is None else ax
    reach = 1.2 * max(abs(position.internal), abs(position.external), 1.0)
    ax.axvline(0, color=HISTORY.color, linewidth=1)
    ax.axhline(0, color=HISTORY.color, linewidth=1)
    ax.annotate(
        "", (position.internal, position.external), (0, 0),
        arrowprops={"arrowstyle": "-|>", "color": PALETTE[0], "linewidth": 2},
    )  # fmt: skip
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-reach, reach)
    ax.set_xlabel(lang.text("strengths minus weaknesses, mean score"))
    ax.set_ylabel(lang.text("opportunities minus threats, mean score"))
    ax.set_title(lang.text(SWOT_LABELS[position.name]), loc="left")
    format_axis(ax.xaxis, language, decimals=1)
    format_axis(ax.yaxis, language, decimals=1)
    return described(ax, describe_swot(position, language=language))


def describe_swot(position: StrategicPosition, *, language: str | None = None) -> str:
    """Give the position in words."""
    lang = get_language(language)
    return lang.text(
        "{name}: internal balance {internal}, external balance {external}.",
        name=lang.text(SWOT_LABELS[position.name]),
        internal=lang.signed(position.internal, 2),
        external=lang.signed(position.external, 2),
    )


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
