"""What the overview page says and shows: sentences, tables and pictures of a projection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.pages.page import Page
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.style import description_of, scenario_style
from stratanalysis.projection import Projection
from stratanalysis.projection.money_bands import BANDED, measured_bands
from stratanalysis.scenarios import STATED_DRIVERS
from stratanalysis.scenarios.paths import Constant, Path

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd
    from IPython.display import HTML
    from matplotlib.axes import Axes

    from stratanalysis.community import Community

__all__ = [
    "assumption_table",
    "driver_value",
    "inside",
    "key_figures",
    "scenario_labels",
    "source_table",
    "show_trajectory",
    "sources_of",
    "trajectory_title",
]

_SOURCE_KINDS = {
    "clause": "the strategy's text",
    "statistic": "a statistic",
    "rule": "a rule of law",
    "judgement": "the analyst's judgement",
}


def scenario_labels(projection: Projection, language: str) -> dict[str, str]:
    """Return the names of the scenarios for a reader."""
    return {name: projection.scenarios[name].label[language] for name in projection.names}


def trajectory_title(
    table: pd.DataFrame,
    labels: Mapping[str, str],
    language: str,
    *,
    subject: str,
    money: bool = False,
) -> str:
    """A title that states the finding: the lowest and the highest scenario at the horizon."""
    words = get_language(language)
    write = words.money if money else words.number
    last = table.iloc[-1].astype(float).sort_values(kind="stable")
    low, high = str(last.index[0]), str(last.index[-1])
    if len(last) == 1 or last.iloc[0] == last.iloc[-1]:
        return words.text(
            "{subject} in {year}: {value}",
            subject=subject,
            year=table.index[-1],
            value=write(float(last.iloc[0])),
        )
    return words.text(
        "{subject} in {year}: {low} – {low_label}, {high} – {high_label}",
        subject=subject,
        year=table.index[-1],
        low=write(float(last.iloc[0])),
        high=write(float(last.iloc[-1])),
        low_label=inside(labels[low]),
        high_label=inside(labels[high]),
    )


def _turn(values: npt.NDArray[np.float64], years: Sequence[int]) -> list[tuple[str, float]]:
    """The years in which a path is farthest beyond both of its ends, and its value there."""
    low, high = sorted((values[0], values[-1]))
    beyond = np.maximum(values - high, low - values)
    if beyond.max() <= 1e-12:
        return []
    first = int(beyond.argmax())
    same = np.flatnonzero(values[first:] != values[first])
    last = first + int(same[0]) - 1 if same.size else len(values) - 1
    span = str(years[first]) if first == last else f"{years[first]}–{years[last]}"
    return [(span, float(values[first]))]


def inside(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def show_trajectory(
    page: Page,
    projection: Projection,
    variable: str,
    *,
    subject: str,
    unit: str,
    caption: str,
    source: str,
    observed: pd.Series | None = None,
    price_basis: str = "",
) -> HTML:
    """Put the trajectories of one variable on the page: picture, words, table; or say the gap.

    Parameters
    ----------
    page : Page
    projection : Projection
    variable, price_basis : str
        As :meth:`stratanalysis.projection.Projection.wide` takes them.
    subject, unit, caption, source : str
        Words for the reader.
    observed : Series, optional
        Observed values by year, in the unit of the variable.
    """
    language = page.language.code
    table = projection.wide(variable, price_basis=price_basis)
    if table.dropna(how="all").empty:
        return page.text(
            page.language.text("{subject}: the data do not allow a projection.", subject=subject)
        )
    labels = scenario_labels(projection, language)
    money = bool(price_basis)
    axes = plot_trajectories(
        table,
        labels=labels,
        language=language,
        observed=observed,
        kind="money" if money else "number",
        decimals=1 if money else 0,
        unit=unit,
    )
    if variable in BANDED and money:
        band = _draw_band(axes, projection, variable, price_basis)
        caption = f"{caption} {_band_words(band, language)}".strip()
    title = trajectory_title(table, labels, language, subject=subject, money=money)
    saved = table.rename(columns=labels).rename_axis(page.language.text("Year"))
    if observed is not None:
        saved = saved.join(observed.rename(page.language.text("observed")), how="outer")
        saved.index.name = page.language.text("Year")
    return page.figure(
        variable.replace("|", "-"),
        axes,
        saved,
        title=title,
        alternative=f"{subject}. {description_of(axes)}",
        source=source,
        caption=caption,
    )


def _draw_band(axes: Axes, projection: Projection, variable: str, price_basis: str) -> pd.DataFrame:
    """Shade the measured band of the first scenario; the rows of the band."""
    bands = measured_bands(projection, variable=variable, price_basis=price_basis)
    own = bands[bands["scenario"] == projection.names[0]]
    style = scenario_style(projection.names[0], list(projection.names))
    axes.fill_between(
        own["year"], own["lower"], own["upper"], color=style.color, alpha=0.12, linewidth=0,
        gid="measured-band",
    )  # fmt: skip
    return own


def _band_words(own: pd.DataFrame, language: str) -> str:
    """What the band is and how much it held of what came."""
    words = get_language(language)
    held = own["coverage"].dropna()
    if held.empty:
        return ""
    return words.text(
        "The band of the first scenario is made of the errors of past forecasts for communities "
        "of this size and place in the war: meant to hold 80 %, it held {held} of what came in "
        "years that were left out.",
        held=words.percent(float(held.iloc[0]), 0),
    )


def key_figures(projection: Projection, language: str) -> pd.DataFrame:
    """Population and budget by scenario in the base year, half-way and at the horizon.

    Returns
    -------
    DataFrame
        One row a variable and scenario, one column a year; texts in the reader's language, money
        in prices of the base year. Variables that the data do not allow are absent.
    """
    import pandas as pd

    words = get_language(language)
    labels = scenario_labels(projection, language)
    all_years = projection.years
    years = sorted({all_years[0], all_years[len(all_years) // 2], all_years[-1]})
    rows = []
    for variable, basis, title in (
        ("population", "", words.text("Population, persons")),
        ("revenue", "real", words.text("Revenue, UAH")),
        ("own_revenue", "real", words.text("Own revenue, UAH")),
        ("expenditure", "real", words.text("Expenditure, UAH")),
        ("balance", "real", words.text("Balance, UAH")),
    ):
        table = projection.wide(variable, price_basis=basis)
        write = words.money if basis else words.number
        for name in table.columns if len(table) else ():
            values = {str(year): write(float(table[name].loc[year])) for year in years}
            rows.append(
                {words.text("Figure"): title, words.text("Scenario"): labels[str(name)]} | values
            )
    return pd.DataFrame(rows)


def sources_of(community: Community, *tables: str, language: str) -> str:
    """Titles and vintages of the sources that the tables of a community name."""
    words = get_language(language)
    used = {str(name) for table in tables for name in community[table]["source"]}
    rows = community["sources"]
    return "; ".join(
        f"{words.text(row['publisher'])}: {words.text(row['title'])} ({row['vintage']})"
        for row in rows[rows["id"].isin(used)].to_dict("records")
    )


def assumption_table(projection: Projection, language: str) -> pd.DataFrame:
    """Every assumption with its path, reason and source, in the reader's language.

    Returns
    -------
    DataFrame
        One row an assumption: scenario, driver, path, reason, source; text throughout.
    """
    import pandas as pd

    words = get_language(language)
    labels = scenario_labels(projection, language)
    rows = []
    for name in projection.names:
        for entry in projection.scenarios[name].assumptions:
            source = words.text(_SOURCE_KINDS[entry.source_kind])
            if entry.source:
                source += f": {words.text(entry.source)}"
            rows.append(
                {
                    words.text("Scenario"): labels[name],
                    words.text("Driver"): words.text(STATED_DRIVERS[entry.driver].label),
                    words.text("Path"): _path_words(
                        entry.path, entry.driver, entry.is_change, projection.years, words
                    ),
                    words.text("Why"): entry.reason.get(language, ""),
                    words.text("Source"): source,
                }
            )
    return pd.DataFrame(rows)


def _path_words(
    path: Path, driver: str, is_change: bool, years: Sequence[int], words: Language
) -> str:
    """A path as a reader says it: one value, or from and to."""

    def write(value: float) -> str:
        sign = (
            "+"
            if is_change and value > 0 and STATED_DRIVERS[driver].unit.startswith("share")
            else ""
        )
        return sign + driver_value(value, driver, words)

    values = path.values(years)
    if isinstance(path, Constant) or (values == values[0]).all():
        text = write(float(values[0]))
    else:
        turns = [(str(years[0]), values[0]), *_turn(values, years), (str(years[-1]), values[-1])]
        text = " → ".join(f"{write(float(value))} ({year})" for year, value in turns)
    return words.text("change: {path}", path=text) if is_change else text


_COUNTED = {
    "years": ("{count} year", "{count} years", "{number} years"),
    "births per woman": (
        "{count} birth per woman", "{count} births per woman", "{number} births per woman",
    ),
    "persons per million UAH": (
        "{count} person per million UAH", "{count} persons per million UAH",
        "{number} persons per million UAH",
    ),
}  # fmt: skip
"""Units beside a whole number (one, many) and beside a fraction."""


def driver_value(value: float, driver: str, words: Language, *, decimals: int | None = None) -> str:
    """A value of a driver as a reader says it, with its unit; shares in percent."""
    unit = STATED_DRIVERS[driver].unit
    if unit == "UAH per year":
        return words.money(value) + words.text(" a year")
    if unit.startswith("share"):
        places = (2 if abs(value) < 0.02 and value else 1) if decimals is None else decimals
        written = words.percent(value, places)
        return written + (words.text(" a year") if unit == "share per year" else "")
    if decimals is None:
        decimals = next((d for d in (0, 1) if round(value, d) == value), 2)
    if unit not in _COUNTED:
        return words.number(value, decimals)
    one, many, fraction = _COUNTED[unit]
    if decimals == 0:
        return words.plural(one, many, round(value))
    return words.text(fraction, number=words.number(value, decimals))


def source_table(community: Community, language: str) -> pd.DataFrame:
    """The sources of the figures: title, publisher, vintage, licence and caution."""
    import pandas as pd

    words = get_language(language)
    frame = community["sources"]
    return pd.DataFrame(
        {
            words.text("Source"): frame["title"].map(words.text),
            words.text("Publisher"): frame["publisher"].map(words.text),
            words.text("Vintage"): frame["vintage"],
            words.text("Licence"): frame["licence"].map(words.text),
            words.text("Caution"): frame["note"].fillna("").map(words.text),
        }
    )
