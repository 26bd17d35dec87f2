"""Pictures and tables of the population page: pyramids, components, groups, bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.demography import band_table
from stratanalysis.pages.executed import signed_percent
from stratanalysis.pages.overview import inside, scenario_labels, sources_of
from stratanalysis.pages.page import Page
from stratanalysis.pages.population_page import CHANGE_WORDS, change_table, horizon_ages
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.plots.population import (
    describe_bands,
    describe_components,
    describe_pyramid,
    plot_bands,
    plot_components,
    plot_pyramid,
)
from stratanalysis.plots.style import new_figure
from stratanalysis.projection import Projection
from stratanalysis.projection.uncertainty import band_sentence
from stratanalysis.scenarios import Scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping

    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = ["show_bands", "show_components", "show_groups", "show_pyramids"]

_PARTS = ("natural_change", "net_migration", "displacement_change")
"""What the change of a population is the sum of."""
_GROUPS = {
    "population": "Population",
    "preschool_children": "Children under 6",
    "pupils": "Aged 6 to 17",
    "working_age": "Working age",
    "older_people": "Aged 60 and over",
    "demographic_load": "Dependency ratio",
}


def show_pyramids(page: Page, community: Community, scenarios: Scenarios, run: Projection) -> HTML:
    """Picture of the ages now, with the scenarios at the horizon over them; or say the gap."""
    say, lang = page.language.text, page.language
    found = horizon_ages(run)
    if found is None:
        return page.text(say("Ages are not projected with these data, so there is no pyramid."))
    now, later = found
    labels = {
        name: f"{label}, {run.years[-1]}" for name, label in scenario_labels(run, lang.code).items()
    }
    figure, axes = new_figure(size=(6.8, 5.4))
    plot_pyramid(
        now, ax=axes, language=lang.code, label=str(run.years[0]), over=later, labels=labels
    )
    first = later[run.names[0]]
    old_now, old_later = _share_over_60(now), _share_over_60(first)
    turns = " ".join(
        f"{labels[name]}: {describe_pyramid(table, language=lang.code)}"
        for name, table in later.items()
    )
    saved = now.add_prefix(f"{run.years[0]} ")
    for name, table in later.items():
        saved = saved.join(table.add_prefix(f"{name} {run.years[-1]} "))
    own = not community["population_age_sex"].empty
    return page.figure(
        "pyramid",
        figure,
        saved,
        title=say(
            "{label}: those aged 60 and over go from {now} in {base} to {later} in {end}",
            now=lang.percent(old_now, 0),
            base=run.years[0],
            later=lang.percent(old_later, 0),
            end=run.years[-1],
            label=scenario_labels(run, lang.code)[run.names[0]],
        ),
        alternative=f"{run.years[0]}: {describe_pyramid(now, language=lang.code)} {turns}",
        source=(
            sources_of(community, "population_age_sex", language=lang.code)
            if own
            else reference_sources("ukrstat_resident", language=lang.code)
        ),
        caption=say(
            "Bars: base year; outlines: scenarios at the horizon. Five-year ages, 80+ open."
        ),
    )


def _share_over_60(table: pd.DataFrame) -> float:
    both = table.sum(axis=1, skipna=False)
    return float(both[both.index >= 60].sum(skipna=False) / both.sum(skipna=False))


def show_components(page: Page, run: Projection, source: str) -> HTML:
    """Picture of births, deaths and migration of the first scenario; a table without ages."""
    say, lang = page.language.text, page.language
    name = run.names[0]
    label = scenario_labels(run, lang.code)[name]
    table = change_table(run, name)
    total = float(table["total_change"].sum(skipna=False))
    spoken = {"label": label, "first": run.years[0], "last": run.years[-1]}
    if "births" not in table:
        shown = table.rename(columns={k: say(v) for k, v in CHANGE_WORDS.items()})
        return page.table(
            "components",
            shown.rename_axis(say("Year")).reset_index().astype({say("Year"): str}),
            caption=say(
                "Change of the population within the year, persons: {label}; births and deaths "
                "are not known apart",
                label=label,
            ),
            source=source,
        )
    figure, axes = new_figure(size=(6.8, 4.0))
    plot_components(table, ax=axes, language=lang.code)
    sums = table.sum(skipna=False)
    parts = [
        f"{inside(say(label))} {lang.signed(float(sums[part]))}"
        for part, label in CHANGE_WORDS.items()
        if part in _PARTS and part in sums and abs(float(sums[part])) >= 0.5
    ]
    return page.figure(
        "components",
        figure,
        table,
        title=say(
            "{label}: {total} people by {last}: {parts}",
            total=lang.signed(total),
            parts=", ".join(parts),
            **spoken,
        ),
        alternative=describe_components(table, language=lang.code),
        source=source,
        caption=say("Change from 1 January of the year to the next; scenario: {label}.", **spoken),
    )


def show_groups(page: Page, run: Projection, source: str) -> HTML:
    """Table of the age groups in the base year and at the horizon by scenario."""
    say, lang = page.language.text, page.language
    rows = []
    for name, title in _GROUPS.items():
        table = run.wide(name)
        if table.empty:
            continue
        row = {say("Group"): say(title), str(run.years[0]): float(table[run.names[0]].iloc[0])}
        for scenario, label in scenario_labels(run, lang.code).items():
            row[f"{label}, {run.years[-1]}"] = float(table[scenario].iloc[-1])
        rows.append(row)
    return page.table(
        "groups",
        pd.DataFrame(rows),
        caption=say("People by group on 1 January, persons; working age is 16 to 59"),
        source=source,
    )


def show_bands(page: Page, run: Projection, source: str) -> HTML:
    """Picture of the medians and 80 % bands of the draws, with the seed; or say the gap."""
    say, lang = page.language.text, page.language
    if not run.draws:
        return page.text(
            say("No scenario states the ranges of its assumptions, so no interval is shown.")
        )
    labels: Mapping[str, str] = scenario_labels(run, lang.code)
    sample = run.sample("population")
    tables = {n: band_table(sample[i], start_year=run.years[0]) for i, n in enumerate(run.names)}
    figure, axes = new_figure(size=(6.8, 4.0))
    plot_bands(tables, ax=axes, labels=labels, language=lang.code)
    first = tables[run.names[0]].iloc[-1]
    middle = float(first["median"])
    low, high = (float(first[name]) / middle - 1 for name in ("lower_80", "upper_80"))
    return page.figure(
        "bands",
        figure,
        pd.concat(tables, names=["scenario", "year"]).reset_index(),
        title=say(
            "{label}: by {year} the stated ranges of the drivers move the population by {low} to "
            "{high}",
            year=run.years[-1],
            low=lang.percent(low, 0),
            high=signed_percent(high, lang.code, 0),
            label=labels[run.names[0]],
        ),
        alternative=describe_bands(tables, labels=labels, language=lang.code),
        source=source,
        caption=band_sentence(lang.code, coverage=0.8, projection=run)
        + " "
        + say(
            "The middle of the draws differs from the central path where the ranges are not "
            "symmetric. The band is narrower than that of the outlook, which adds the error of "
            "the present and of past forecasts."
        ),
    )
