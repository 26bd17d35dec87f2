"""Assumptions that leave everything seen so far, as a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.pages.overview import driver_value, inside, scenario_labels
from stratanalysis.projection import Projection
from stratanalysis.questions import (
    migration_everywhere,
    observed_ranges,
    outside_ranges,
    unseen_drivers,
)
from stratanalysis.scenarios import STATED_DRIVERS

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.pages.page import Page

__all__ = ["everywhere_sentences", "outside_table", "show_outside_ranges"]

_IF_ALL_GAIN = (
    "Scenario “{scenario}”, {year}: net migration of {rate}. If every community gained so many, "
    "{people} people a year would have to come from abroad; the United Nations expect a net "
    "{nation} for Ukraine. Otherwise other communities lose what this one gains."
)
_IF_ALL_LOSE = (
    "Scenario “{scenario}”, {year}: net migration of {rate}. If every community lost so many, "
    "{people} people a year would go abroad; the United Nations expect a net {nation} for "
    "Ukraine. Otherwise other communities gain what this one loses."
)
_WORTH_SAYING = 0.001
"""Net migration a year, from which on it matters where the people come from or go to."""
_AREAS = {"community": "the community", "oblasts": "the oblasts", "nation": "Ukraine"}


def outside_table(
    community: Community, run: Projection, language: str, *, observed: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Drivers outside everything seen so far; one row a driver, value and year.

    `observed` is what ``observed_ranges`` gave, where it is at hand.

    Returns
    -------
    DataFrame
        Scenarios that share the value, driver, farthest value, its year, what was seen and where;
        texts in the reader's language. No rows where every driver stays within its past range.
    """
    import pandas as pd

    words = get_language(language)
    labels = scenario_labels(run, language)
    found = outside_ranges(
        community, run.scenarios, run.years, names=run.names, tier=run.tier, observed=observed
    )
    rows = []
    for _, same in found.groupby(["driver", "year", "value"], sort=False):
        row = same.iloc[0]
        driver = str(row["driver"])
        low, high, value = (
            _together(float(row[key]), row, driver, words) for key in ("low", "high", "value")
        )
        rows.append(
            {
                words.text("Driver"): words.text(STATED_DRIVERS[driver].label),
                words.text("Scenario"): "; ".join(labels[name] for name in same["scenario"]),
                words.text("Year"): str(row["year"]),
                words.text("Value"): value,
                words.text("Observed so far"): words.text(
                    "from {low} to {high}", low=low, high=high
                ),
                words.text("Where and when"): _where(row, words),
            }
        )
    return pd.DataFrame(rows)


def everywhere_sentences(run: Projection, language: str) -> list[str]:
    """Say what the net migration of each scenario would be if all communities had it."""
    words = get_language(language)
    labels = scenario_labels(run, language)
    found = migration_everywhere(run.scenarios, run.years, names=run.names)
    lines = []
    for row in found[found["rate"].abs() >= _WORTH_SAYING].to_dict("records"):
        sentence = _IF_ALL_GAIN if row["rate"] > 0 else _IF_ALL_LOSE
        lines.append(
            words.text(
                sentence,
                scenario=labels[str(row["scenario"])],
                year=row["year"],
                rate=driver_value(row["rate"], "net_migration_rate", words, decimals=2),
                people=words.number(_to_thousands(abs(row["people"]))),
                nation=words.number(_to_thousands(row["nation"])),
            )
        )
    return lines


def _to_thousands(people: float) -> float:
    return 1000.0 * round(people / 1000.0)


def _together(value: float, row: pd.Series, driver: str, words: Language) -> str:
    """Enough decimals to tell the value from the bound that it leaves."""
    share = STATED_DRIVERS[driver].unit.startswith("share")
    bound = min((row["low"], row["high"]), key=lambda limit: abs(limit - row["value"]))
    for decimals in range(1, 5):
        step = 10.0 ** -(decimals + (2 if share else 0))
        if round(row["value"] / step) != round(bound / step):
            break
    return driver_value(value, driver, words, decimals=decimals)


def _where(row: pd.Series, words: Language) -> str:
    first, last = int(row["first_year"]), int(row["last_year"])
    return words.text(
        "{area}, {years} ({source})",
        area=", ".join(words.text(_AREAS[area]) for area in str(row["area"]).split("; ")),
        years=first if first == last else f"{first}–{last}",
        source=str(row["source"]),
    )


def show_outside_ranges(page: Page, community: Community, run: Projection) -> HTML:
    """Put the warnings on the page: what leaves its past range, and what has none.

    Parameters
    ----------
    page : Page
    community : Community
    run : Projection
        The scenarios and the population model that the page shows.
    """
    from IPython.display import HTML

    say = page.language.text
    observed = observed_ranges(community)
    table = outside_table(community, run, page.language.code, observed=observed)
    if len(table):
        caption = say("Warning: assumptions outside anything observed so far")
        parts = [page.table("outside-range", table, caption=caption)]
    else:
        sentence = "Every assumption that has past values to compare with stays within them."
        parts = [page.text(say(sentence))]
    parts += [page.text(line) for line in everywhere_sentences(run, page.language.code)]
    unseen = unseen_drivers(
        community, run.scenarios, names=run.names, tier=run.tier, observed=observed
    )
    if unseen:
        sentence = (
            "There are no past values to compare with for: {drivers}. Their reasons are in "
            "the table of assumptions."
        )
        names = "; ".join(inside(say(STATED_DRIVERS[name].label)) for name in unseen)
        parts.append(
            page.folded(say("Assumptions without past values"), say(sentence, drivers=names))
        )
    return HTML("".join(part.data for part in parts))
