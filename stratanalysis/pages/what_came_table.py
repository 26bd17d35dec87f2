"""What was projected and what came, as one table of the budget's page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.errors import StratanalysisError
from stratanalysis.pages.overview import sources_of
from stratanalysis.pages.page import Page
from stratanalysis.projection.base import budget_years, population_series
from stratanalysis.projection.what_came import what_came

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.scenarios.scenario import Scenarios

__all__ = ["show_what_came"]

_COLUMNS = {
    "projected": "Projected",
    "came": "Received",
    "difference": "Difference",
    "prices": "Prices and wages",
    "people": "People",
    "rules": "Rules",
    "rest": "The rest",
}


def show_what_came(page: Page, community: Community, scenarios: Scenarios) -> HTML:
    """Table of the launch a year after the first executed budget; nothing where none can be."""
    say, lang = page.language.text, page.language
    known = set(budget_years(community, "revenue")) & set(population_series(community).index)
    if not known or not scenarios:
        return page.text()
    base = min(known)
    day = dt.date(base + 1, 2, 1)
    try:
        table = what_came(community, scenarios, base_year=base, as_of=str(day))
    except StratanalysisError:
        return page.text()
    shown = table[list(_COLUMNS)].rename(columns={k: say(v) for k, v in _COLUMNS.items()})
    shown.index = pd.Index(shown.index.astype(str), name=say("Year"))
    return page.table(
        "what-came",
        shown,
        caption=say(
            "Revenue excluding transfers and PIT on military pay: projected from {base} and "
            "received",
            base=base,
        ),
        about=say(
            "Projected with what was published by {day}. Prices and wages: those that came instead "
            "of those published; people: the population counted; rules: the share of the PIT and "
            "the excise of 2022 and 2023.",
            day=lang.date(day),
        ),
        source=sources_of(community, "revenue", language=lang.code),
        formats=dict.fromkeys(shown.columns, "money"),
    )
