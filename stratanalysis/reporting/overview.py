"""What the overview page says: sentences and tables made from a projection, nothing drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.scenarios import DRIVERS, Projection, Remark, budget_years
from stratanalysis.scenarios.paths import Constant, Path

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community

__all__ = [
    "assumption_table",
    "claim_sentences",
    "executed_totals",
    "key_figures",
    "remark_sentences",
    "scenario_labels",
    "source_table",
    "summary_lines",
    "trajectory_alternative",
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


def executed_totals(community: Community, table: str, *, groups: Sequence[str] = ()) -> pd.Series:
    """Executed revenue or expenditure by year, UAH; only years that are covered in full.

    Parameters
    ----------
    community : Community
    table : {"revenue", "expenditure"}
    groups : sequence of str, optional
        Only these revenue groups; all by default. Expenditure is summed over programme codes.

    Returns
    -------
    Series
        By year; empty where there is none.
    """
    frame = community[table]
    rows = frame[frame["period"] == "year"]
    if table == "expenditure":
        rows = rows[rows["classification"] == "programme"]
    elif groups:
        rows = rows[rows["group"].isin(groups)]
    if (rows["fund"] == "total").any():
        rows = rows[rows["fund"] == "total"]
    totals = rows.groupby(rows["year"].astype(int))["value"].sum()
    return totals.reindex(budget_years(community, table))


def trajectory_alternative(
    table: pd.DataFrame,
    labels: Mapping[str, str],
    language: str,
    *,
    title: str,
    money: bool = False,
) -> str:
    """Words for a reader who does not see the picture: first and last value of every line."""
    words = get_language(language)
    write = words.money if money else words.number
    first, last = int(table.index[0]), int(table.index[-1])
    parts = [
        words.text(
            "{label}: from {start} in {first} to {end} in {last}",
            label=labels[str(name)],
            start=write(float(table[name].iloc[0])),
            end=write(float(table[name].iloc[-1])),
            first=first,
            last=last,
        )
        for name in table.columns
    ]
    return f"{title}. " + "; ".join(parts) + "."


def key_figures(projection: Projection, language: str) -> pd.DataFrame:
    """Population, own revenue and balance in the base year, half-way and at the horizon.

    Returns
    -------
    DataFrame
        Columns ``variable, scenario, year, value``, long; money in prices of the base year, UAH.
        Variables that the data do not allow are absent.
    """
    import pandas as pd

    words = get_language(language)
    labels = scenario_labels(projection, language)
    years = [projection.years[0], projection.years[len(projection.years) // 2]]
    years.append(projection.years[-1])
    rows = []
    for variable, basis, title in (
        ("population", "", words.text("Population, persons")),
        ("own_revenue", "real", words.text("Own revenue, UAH in prices of the base year")),
        ("expenditure", "real", words.text("Expenditure, UAH in prices of the base year")),
        ("balance", "real", words.text("Balance, UAH in prices of the base year")),
    ):
        table = projection.wide(variable, price_basis=basis)
        rows += [
            {
                "variable": title,
                "scenario": labels[str(name)],
                "year": year,
                "value": float(table[name].loc[year]),
            }
            for name in table.columns
            for year in years
            if year in table.index
        ]
    return pd.DataFrame(rows, columns=["variable", "scenario", "year", "value"])


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
                source += f": {entry.source}"
            rows.append(
                {
                    words.text("Scenario"): labels[name],
                    words.text("Driver"): words.text(DRIVERS[entry.driver].label),
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
    unit = DRIVERS[driver].unit

    def write(value: float) -> str:
        if unit == "persons":
            return words.number(value)
        sign = "+" if is_change and value > 0 else ""
        written = words.percent(value, 2 if abs(value) < 0.02 and value else 1)
        return sign + written + (words.text(" a year") if unit == "share per year" else "")

    values = path.values(years)
    if isinstance(path, Constant) or (values == values[0]).all():
        text = write(float(values[0]))
    else:
        text = words.text(
            "{start} in {first} → {end} in {last}",
            start=write(float(values[0])),
            end=write(float(values[-1])),
            first=years[0],
            last=years[-1],
        )
    return words.text("change: {path}", path=text) if is_change else text


def claim_sentences(claims: pd.DataFrame, labels: Mapping[str, str], language: str) -> list[str]:
    """What the strategy's own figure would take, beside what has been seen.

    Parameters
    ----------
    claims : DataFrame
        As :func:`stratanalysis.scenarios.check_claims` gives it.
    labels : mapping
        Name of each scenario.
    language : {"uk", "en"}
    """
    words = get_language(language)
    sentences = []
    for row in claims.to_dict("records"):
        sentences.append(
            words.text(
                "The strategy ({document}, line {line}) says of the scenario “{label}”: about "
                "{stated} people in {after_first} to {after_last} years.",
                document=row["document"],
                line=row["line"],
                label=labels[row["scenario"]],
                stated=words.number(row["stated"]),
                after_first=row["first_year"] - row["from_year"],
                after_last=row["last_year"] - row["from_year"],
            )
        )
        sentences.append(
            words.text(
                "From {start} people in {year} this needs {fast} to {slow} every year; "
                "observed were {observed} a year in {first}–{last}.",
                start=words.number(row["start"]),
                year=row["from_year"],
                fast=words.percent(row["needed_fast"], 2),
                slow=words.percent(row["needed_slow"], 2),
                observed=words.percent(row["observed_growth"], 2),
                first=row["observed_from"],
                last=row["observed_to"],
            )
        )
        if row["trend_years"] != float("inf"):
            sentences.append(
                words.text(
                    "At the observed pace that figure is reached after {years} years.",
                    years=words.number(row["trend_years"]),
                )
            )
        if row["holds"] is False:
            sentences.append(
                words.text(
                    "The projection gives {first} in {first_year} and {last} in {last_year}: the "
                    "sentence and the trend do not fit.",
                    first=words.number(row["projected_first"]),
                    first_year=row["first_year"],
                    last=words.number(row["projected_last"]),
                    last_year=row["last_year"],
                )
            )
        elif row["holds"] is None:
            sentences.append(
                words.text("The horizon is too short to set the projection beside it.")
            )
    return sentences


def remark_sentences(remarks: Sequence[Remark], language: str) -> list[str]:
    """Return remarks in the reader's language; drivers are written by their labels."""
    words = get_language(language)
    sentences = []
    for remark in remarks:
        values = dict(remark.values)
        if "drivers" in values:
            names = cast("tuple[str, ...]", values["drivers"])
            values["drivers"] = ", ".join(words.text(DRIVERS[name].label) for name in names)
        sentences.append(words.text(remark.message, **values))
    return sentences


def summary_lines(
    projection: Projection, observed: pd.Series, claims: pd.DataFrame, language: str
) -> list[str]:
    """Up to five lines for the top of the page, made from the numbers."""
    words = get_language(language)
    labels = scenario_labels(projection, language)
    base, end = projection.years[0], projection.years[-1]
    lines = []
    if len(observed) > 1:
        lines.append(
            words.text(
                "On 1 January {last} the community had {value} people, {change} against {first}.",
                last=int(observed.index[-1]),
                value=words.number(float(observed.iloc[-1])),
                change=words.percent(float(observed.iloc[-1] / observed.iloc[0]) - 1),
                first=int(observed.index[0]),
            )
        )
    for variable, basis, template, money in (
        ("population", "", "Population in {end}: {values}.", False),
        ("own_revenue", "real", "Own revenue in {end}, prices of {base}: {values}.", True),
        ("balance", "real", "Balance in {end}, prices of {base}: {values}.", True),
    ):
        table = projection.wide(variable, price_basis=basis)
        if table.dropna(how="all").empty:
            continue
        write = words.money if money else words.number
        values = "; ".join(
            f"{labels[str(name)]} – {write(float(table[name].loc[end]))}" for name in table.columns
        )
        lines.append(words.text(template, end=end, base=base, values=values))
    if len(claims) and (claims["holds"] == False).any():  # noqa: E712
        row = claims[claims["holds"] == False].iloc[0]  # noqa: E712
        lines.append(
            words.text(
                "The strategy's own figure of {stated} people does not fit the trend: it needs "
                "at least {slow} a year, observed were {observed}.",
                stated=words.number(row["stated"]),
                slow=words.percent(row["needed_slow"], 2),
                observed=words.percent(row["observed_growth"], 2),
            )
        )
    return lines


def source_table(community: Community, language: str) -> pd.DataFrame:
    """The sources of the figures: title, publisher, vintage, licence and caution."""
    import pandas as pd

    words = get_language(language)
    frame = community["sources"]
    return pd.DataFrame(
        {
            words.text("Source"): frame["title"],
            words.text("Publisher"): frame["publisher"],
            words.text("Vintage"): frame["vintage"],
            words.text("Licence"): frame["licence"],
            words.text("Caution"): frame["note"].fillna(""),
        }
    )
