"""What the population page says, and the tables behind its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.demography import age_table, single_ages
from stratanalysis.language import language as get_language
from stratanalysis.pages.executed import signed_percent
from stratanalysis.pages.narrative import remark_sentences
from stratanalysis.pages.overview import scenario_labels
from stratanalysis.pages.present_page import war_sentence
from stratanalysis.projection import Projection
from stratanalysis.projection.structure import OPEN_AGE
from stratanalysis.scenarios import Scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "CHANGE_WORDS",
    "ages_of",
    "band_widths",
    "by_scenario",
    "change_table",
    "change_words",
    "horizon_ages",
    "model_sentences",
    "possible_draws",
    "summary_lines",
]

TIER_WORDS = {
    "totals": "the total alone",
    "components": "the total with natural change and migration",
    "age_sex": "cohorts by sex and age",
}
CHANGE_WORDS = {
    "births": "Births",
    "deaths": "Deaths",
    "natural_change": "Natural change",
    "net_migration": "Net migration",
    "displacement_change": "Displacement and return",
    "total_change": "Total change",
}


def possible_draws(scenarios: Scenarios, names: Sequence[str], draws: int) -> int:
    """Return the number of draws, or 0 where no scenario says how uncertain its drivers are."""
    return draws if any(scenarios.ranges(name) for name in names or scenarios) else 0


def ages_of(run: Projection) -> pd.DataFrame:
    """Return the ages of the run, empty where ages are not projected."""
    columns = ["scenario", "year", "sex", "age", "value"]
    return pd.DataFrame(columns=columns, dtype=float) if run.people is None else run.ages


def by_scenario(table: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Write an index of scenario and year as two columns, the scenario by its label."""
    say = get_language().text
    if table.empty:
        return table
    flat = table.rename_axis(["scenario", "year"]).reset_index()
    flat["scenario"] = flat["scenario"].map(labels)
    flat["year"] = flat["year"].astype(int).astype(str)
    return flat.rename(columns={"scenario": say("Scenario"), "year": say("Year")})


def change_words(language: str | None = None) -> dict[str, str]:
    """Return the names of the components of change for a reader."""
    say = get_language(language).text
    return {name: say(text) for name, text in CHANGE_WORDS.items()}


def band_widths(run: Projection, levels: Sequence[float] = (0.1, 0.5, 0.9)) -> pd.DataFrame:
    """Return quantiles of the population at the horizon by scenario; empty without draws."""
    lang = get_language()
    if not run.draws:
        return pd.DataFrame()
    last = run.quantiles("population", levels).loc[run.years[-1]]
    values = last.to_numpy().reshape(len(run.names), len(levels))
    heads = [lang.percent(level, 0) for level in levels]
    return pd.DataFrame(values, index=list(run.names), columns=heads)


def model_sentences(run: Projection, language: str) -> list[str]:
    """Say which model is used and why."""
    lang = get_language(language)
    return [
        lang.text("Model: {tier}.", tier=lang.text(TIER_WORDS[run.tier])),
        *remark_sentences([run.model], language),
    ]


def summary_lines(run: Projection, observed: pd.Series, language: str) -> list[str]:
    """Up to five lines: the observed change, the horizon by scenario, the load, the band."""
    lang = get_language(language)
    labels = scenario_labels(run, language)
    people = run.wide("population")
    end = run.years[-1]
    lines = []
    if len(observed) > 1:
        lines.append(
            lang.text(
                "Observed: {start} people in {first}, {value} in {last}.",
                start=lang.number(float(observed.iloc[0])),
                first=int(observed.index[0]),
                value=lang.number(float(observed.iloc[-1])),
                last=int(observed.index[-1]),
            )
        )
    values = "; ".join(
        f"{labels[str(name)]} – {lang.number(float(people[name].loc[end]))} "
        f"({signed_percent(float(people[name].iloc[-1] / people[name].iloc[0]) - 1, language)})"
        for name in people
    )
    lines.append(
        lang.text(
            "Change from {base} to {end}: {values}.", end=end, base=run.years[0], values=values
        )
    )
    load = run.wide("demographic_load")
    if len(load):
        lines.append(
            lang.text(
                "Dependency ratio (under 16 and 60 and over per 1,000 aged 16 to 59): "
                "{start} in {base}; in {end}: {values}.",
                start=lang.number(float(load[run.names[0]].iloc[0])),
                base=run.years[0],
                end=end,
                values="; ".join(
                    f"{labels[str(n)]} – {lang.number(load[n].iloc[-1])}" for n in load
                ),
            )
        )
    if run.draws:
        low, high = np.quantile(run.sample("population")[0, :, -1], [0.1, 0.9])
        lines.append(
            lang.text(
                "{label}, {end}: from {low} to {high} where the assumptions vary within their "
                "stated bounds: a spread of assumptions, not a probability.",
                label=labels[run.names[0]],
                end=end,
                low=lang.number(float(low)),
                high=lang.number(float(high)),
            )
        )
    return [*lines, war_sentence(run, language)]


def horizon_ages(run: Projection) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]] | None:
    """Ages in the base year and, by scenario, at the horizon; None where ages are not projected.

    Returns
    -------
    tuple of DataFrame and dict, or None
        Index first_age (five-year groups, 80 and over open), columns female and male, persons
        present.
    """
    if run.people is None:
        return None
    widths = single_ages(OPEN_AGE)
    return (
        age_table(run.people[0, 0], age_widths=widths),
        {n: age_table(run.people[i, -1], age_widths=widths) for i, n in enumerate(run.names)},
    )


def change_table(run: Projection, scenario: str) -> pd.DataFrame:
    """Components of change of one scenario by year; components the model lacks are absent.

    Returns
    -------
    DataFrame
        Index year (the change from its 1 January to the next), persons; ``total_change`` is the
        difference of populations.
    """
    table = pd.DataFrame(
        {
            name: run.wide(name)[scenario]
            for name in CHANGE_WORDS
            if name != "total_change" and len(run.wide(name))
        }
    )
    table["total_change"] = run.wide("population")[scenario].diff().shift(-1)
    return table.iloc[:-1].rename_axis("year")
