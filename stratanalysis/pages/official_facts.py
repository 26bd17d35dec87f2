"""What official sources say of a community, in sentences: its status in the war, its own revenue.

The words of scenarios that nobody has written yet are here too: a page says them first.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stratanalysis.finance.revenue import REGULAR_GROUPS
from stratanalysis.language import language as get_language
from stratanalysis.pages.executed import executed_parts
from stratanalysis.pages.overview import inside
from stratanalysis.reference.scenario_text import TEMPLATE_MARK
from stratanalysis.reference.war_status import war_status

if TYPE_CHECKING:
    from stratanalysis.community import Community
    from stratanalysis.projection import Projection

__all__ = ["STATUS_WORDS", "own_revenue_sentence", "status_sentences", "template_names",
           "template_sentence"]  # fmt: skip

STATUS_WORDS = {
    "occupied": "occupied",
    "mostly_occupied": "mostly occupied",
    "active_or_partly_occupied": "active hostilities or partly occupied",
    "possible_hostilities": "possible hostilities",
    "ended": "hostilities ended",
    "never_listed": "not on the list",
}
"""Classes of a community in the war, in short."""

_STATUS = {
    "occupied": "The community has been temporarily occupied since {since}.",
    "mostly_occupied": "Most of the community is temporarily occupied, the first part since "
    "{since}.",
    "active_or_partly_occupied": "A part of the community has been an area of active hostilities "
    "or temporarily occupied, since {since}.",
    "possible_hostilities": "The community or a part of it has been an area of possible "
    "hostilities since {since}.",
    "ended": "The community was on the list of territories of hostilities until {since}.",
}


def status_sentences(community: Community, language: str) -> list[str]:
    """Say the class of the community in the war, with the day of the list; nothing if never listed.

    Of an occupied community it is said too why nothing is projected.
    """
    lang = get_language(language)
    found = war_status(community.katottg) if community.katottg else None
    if found is None or found.status not in _STATUS:
        return []
    lines = [
        lang.text(_STATUS[found.status], since=lang.date(dt.date.fromisoformat(found.since)))
        + " "
        + lang.text(
            "By the list of territories of order 376, state of {date}.",
            date=lang.date(dt.date.fromisoformat(found.date)),
        )
    ]
    if found.occupied:
        lines.append(
            lang.text(
                "No forecast is made: who lives there now and what the budget receives is not "
                "known. The page shows what was known before."
            )
        )
    return lines


def own_revenue_sentence(community: Community, language: str) -> str:
    """Executed own revenue by year in million UAH, without the military PIT; empty if none."""
    lang = get_language(language)
    parts = executed_parts(community, "revenue")
    shown = []
    for period in parts.columns:
        own = parts.loc[[part for part in parts.index if part in REGULAR_GROUPS], period]
        total = own.sum(skipna=False)
        if total == total:  # noqa: PLR0124 - a gap stays a gap
            # millions of a table: not grouped, so that all years read alike
            number = f"{total / 1e6:.1f}".replace(".", "," if language == "uk" else ".")
            shown.append(f"{period} – {number.replace('-', '−')}")
    if not shown:
        return ""
    return lang.text(
        "Executed revenue excluding transfers and PIT on military pay, UAH million: {values}.",
        values="; ".join(shown),
    )


def template_names(projection: Projection) -> list[str]:
    """Return the scenarios that are still the template's, not the community's; never the first."""
    return [
        name
        for name in projection.names[1:]
        if any(
            entry.reason.get("en", "").startswith(TEMPLATE_MARK)
            for entry in projection.scenarios[name].assumptions
        )
    ]


def template_sentence(projection: Projection, language: str) -> str:
    """Say which scenarios are still the template's, not the community's; empty if none."""
    lang = get_language(language)
    names = template_names(projection)
    if not names:
        return ""
    return lang.text(
        "These scenarios are conventional ones of the template, not the community's own: {names}. "
        "No finding and no decision below rests on them.",
        names=", ".join(inside(projection.scenarios[name].label[language]) for name in names),
    )
