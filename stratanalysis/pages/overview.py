"""What the overview page says and shows: sentences, tables and pictures of a projection."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from stratanalysis.language import Language, use_language
from stratanalysis.language import language as get_language
from stratanalysis.pages.balance_years import matched_balance
from stratanalysis.pages.money_band import band_words, draw_band
from stratanalysis.pages.page import Page
from stratanalysis.pages.reference_sources import vintage_words
from stratanalysis.plots.scenarios import plot_trajectories, turn, with_executed
from stratanalysis.plots.style import description_of
from stratanalysis.projection import Projection
from stratanalysis.projection.money_bands import BANDED, TOTALS
from stratanalysis.scenarios import STATED_DRIVERS
from stratanalysis.scenarios.paths import Constant, Path
from stratanalysis.scenarios.variables import is_money, unit_of
from stratanalysis.study.projection import price_words, variable_title

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = [
    "assumption_table",
    "driver_value",
    "finding",
    "inside",
    "key_figures",
    "key_formats",
    "price_words",
    "scenario_labels",
    "source_table",
    "show_trajectory",
    "sources_of",
    "trajectory_title",
    "with_observed",
]

_SOURCE_KINDS = {
    "clause": "the strategy's text",
    "statistic": "a statistic",
    "rule": "a rule of law",
    "judgement": "the analyst's judgement",
}


def scenario_labels(projection: Projection, language: str | None = None) -> dict[str, str]:
    """Return the names of the scenarios for a reader."""
    code = get_language(language).code
    return {name: projection.scenarios[name].label[code] for name in projection.names}


def trajectory_title(
    table: pd.DataFrame,
    labels: Mapping[str, str],
    language: str | None,
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


def inside(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def finding(
    projection: Projection, variable: str, language: str | None = None, *, price_basis: str = ""
) -> str:
    """Return the finding of a variable: the lowest and the highest scenario at the horizon."""
    return trajectory_title(
        projection[variable, price_basis],
        scenario_labels(projection, language),
        language,
        subject=variable_title(variable, language),
        money=is_money(variable),
    )


def with_observed(
    table: pd.DataFrame, observed: pd.Series | None, labels: Mapping[str, str]
) -> pd.DataFrame:
    """Return years by scenarios under their labels, with a column of what was observed.

    An observed year has no projected value: what came is in its place.
    """
    words = get_language()
    saved = (
        with_executed(table, observed)
        .rename(columns=labels)
        .rename_axis(index=words.text("Year"), columns=None)
    )
    if observed is not None and len(observed):
        saved = saved.join(observed.rename(words.text("observed")), how="outer")
        saved.index.name = words.text("Year")
    return saved


def show_trajectory(
    page: Page,
    projection: Projection,
    variable: str,
    *,
    caption: str,
    source: str,
    subject: str = "",
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
    caption, source : str
        Words for the reader.
    subject : str, optional
        Name of the variable; that of the catalogue if not given.
    observed : Series, optional
        Observed values by year, in the unit of the variable.
    """
    language = page.language.code
    table = _path(projection, variable, price_basis)
    subject = subject or variable_title(variable, language)
    if table.dropna(how="all").empty:
        return page.text(
            page.language.text("{subject}: the data do not allow a projection.", subject=subject)
        )
    labels = scenario_labels(projection, language)
    money = is_money(variable)
    basis = projection.basis_of(variable, price_basis)
    axes = plot_trajectories(
        table,
        labels=labels,
        language=language,
        observed=observed,
        kind="money" if money else "number",
        unit=(
            page.language.text("UAH, {prices}", prices=price_words(projection, language, basis))
            if basis
            else page.language.text(unit_of(variable))
        ),
    )
    about = ""
    if variable in (*BANDED, *TOTALS) and money:
        about = band_words(draw_band(axes, projection, variable, basis), language)
    title = trajectory_title(table, labels, language, subject=subject, money=money)
    with use_language(language):
        saved = with_observed(table, observed, labels)
    return page.figure(
        variable.replace("|", "-"),
        axes,
        saved,
        title=title,
        alternative=f"{subject}. {description_of(axes)}",
        source=source,
        caption=caption,
        about=about,
    )


def key_figures(
    projection: Projection,
    variables: Sequence[str],
    years: Sequence[int],
    language: str | None = None,
) -> pd.DataFrame:
    """Variables by scenario in some years; money in the prices of the projection.

    Returns
    -------
    DataFrame
        One row a variable and scenario, one column a year, numbers throughout; variables that the
        data do not allow are absent.
    """
    import pandas as pd

    words = get_language(language)
    labels = scenario_labels(projection, language)
    rows = []
    for variable, name in _key_rows(projection, variables):
        path = _path(projection, variable)[name]
        unit = words.text("UAH") if is_money(variable) else words.text(unit_of(variable))
        title = f"{variable_title(variable, language)}, {unit}"
        values = {str(year): float(path.loc[year]) for year in dict.fromkeys(years)}
        rows.append({words.text("Figure"): title, words.text("Scenario"): labels[name]} | values)
    return pd.DataFrame(rows)


def _path(projection: Projection, variable: str, price_basis: str = "") -> pd.DataFrame:
    """A variable by year and scenario; the balance with its gaps."""
    if variable == "balance":
        return matched_balance(projection, price_basis=price_basis)
    return projection.wide(variable, price_basis=price_basis)


def key_formats(
    table: pd.DataFrame, projection: Projection, variables: Sequence[str]
) -> dict[str, list[str | int]]:
    """Formats of :func:`key_figures`, one for each row: money with its unit, people as numbers."""
    formats: list[str | int] = [
        "money" if is_money(variable) else 0 for variable, _ in _key_rows(projection, variables)
    ]
    return {str(column): formats for column in table.columns[2:]}


def _key_rows(projection: Projection, variables: Sequence[str]) -> list[tuple[str, str]]:
    return [(v, name) for v in variables if v in projection for name in projection.names]


def sources_of(community: Community, *tables: str, language: str) -> str:
    """Titles and vintages of the sources that the tables of a community name."""
    words = get_language(language)
    used = {str(name) for table in tables for name in community[table]["source"]}
    rows = community["sources"]
    return "; ".join(
        f"{words.text(row['publisher'])}: {words.text(row['title'])} "
        f"({vintage_words(row['vintage'], words)})"
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
        return (driver_change if is_change else driver_value)(value, driver, words)

    values = path.values(years)
    if isinstance(path, Constant) or (values == values[0]).all():
        text = write(float(values[0]))
    else:
        turns = [(str(years[0]), values[0]), *turn(values, years), (str(years[-1]), values[-1])]
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
"""Units next to a whole number (one, many) and next to a fraction."""


def driver_change(value: float, driver: str, words: Language) -> str:
    """A difference of a driver as a reader says it; of shares in percentage points.

    Examples
    --------
    >>> from stratanalysis.language import language as get_language
    >>> driver_change(0.05, "employment_rate", get_language("en"))
    '+5.0 percentage points'
    >>> driver_change(-0.1, "total_fertility_rate", get_language("en"))
    '−0.1 births per woman'
    """
    unit = STATED_DRIVERS[driver].unit
    if not unit.startswith("share"):
        return ("+" if value > 0 else "") + driver_value(value, driver, words)
    number = words.signed(100 * value, 2 if abs(value) < 0.02 and value else 1)
    written = words.text("{number} percentage points", number=number)
    return written + (words.text(" a year") if unit == "share per year" else "")


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
    if unit == "year":
        return str(int(value))
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
            words.text("Vintage"): [vintage_words(day, words) for day in frame["vintage"]],
            words.text("Licence"): frame["licence"].map(words.text),
            words.text("Caution"): [_caution(note, words) for note in frame["note"].fillna("")],
        }
    )


def _caution(note: str, words: Language) -> str:
    """A note on a source; the name of a document's file is no caution for a reader."""
    if re.fullmatch(r"File \S+; places are its lines", note):
        note = "Places are given by the line of the text"
    if note.startswith("Taken from "):
        note = "Taken by the community from an official file; the place is next to each figure"
    return words.text(note)
