"""Targets at the desk: the figures that a strategy's words promise, and its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.language import MISSING
from stratanalysis.monitoring.annual_review import target_reached

if TYPE_CHECKING:
    from stratanalysis.desk.model import Outcome
    from stratanalysis.desk.view import View

__all__ = ["table_html", "targets_html"]


def targets_html(view: View, outcome: Outcome) -> str:
    """What the strategy promises, and what each scenario and mine give in those years.

    Two sources: the claims of the scenario file (figures in the strategy's own words) and the
    indicators of ``indicators.csv`` that the projection foretells.
    """
    say = view.language.text
    tables = [*_claims(view, outcome), *_indicators(view, outcome)]
    if not tables:
        return f"<p>{escape(say('The strategy states no figure for its scenarios.'))}</p>"
    return f"<h3>{escape(say('Targets of the strategy'))}</h3>" + "".join(tables)


def _claims(view: View, outcome: Outcome) -> list[str]:
    say, scenarios = view.language.text, view.board.scenarios
    tables = []
    for scenario, claim in [
        (name, claim) for name in scenarios for claim in scenarios[name].claims
    ]:
        first, last = (claim.from_year + after for after in claim.after_years)
        said = say(
            "{figure}: {value} in {first} to {last} (scenario “{scenario}”, line {line})",
            figure=view.figure(claim.variable),
            value=view.written(claim.variable, claim.value),
            first=first,
            last=last,
            scenario=view.short_label(scenario),
            line=claim.line,
        )
        rows = [
            f'<tr data-scenario="{name}"><th scope="row">{escape(view.label(name))}</th>'
            + _claim_cells(view, one, claim.variable, claim.value, first, last)
            + "</tr>"
            for name, one in view.outcomes(outcome).items()
        ]
        head = [say("Scenario"), str(first), str(last), say("Is it met?")]
        tables.append(table_html(said, head, rows))
    return tables


def _claim_cells(
    view: View, outcome: Outcome, variable: str, value: float, first: int, last: int
) -> str:
    """Whether the projection holds the figure, to 2 %, within the years of the words."""
    series = outcome.series(variable, basis=view.basis)
    years = view.board.years
    if series is None or last > years[-1] or first < years[0]:
        return f"<td>{MISSING}</td>" * 3
    ahead = [float(series[years.index(year)]) for year in (first, last)]
    holds = min(ahead) * 0.98 <= value <= max(ahead) * 1.02
    cells = "".join(f"<td>{view.written(variable, one)}</td>" for one in ahead)
    return cells + _met(view, holds)


def _indicators(view: View, outcome: Outcome) -> list[str]:
    """One table for each indicator that the projection foretells within the years looked at."""
    say, write, years = view.language.text, view.written, view.board.years
    tables = []
    for row in view.board.foretold:
        variable, year = str(row["projection_variable"]), int(row["target_year"])
        values = {
            name: float(series[years.index(year)])
            for name, one in view.outcomes(outcome).items()
            if (series := one.series(variable)) is not None
        }
        if not values:
            continue
        bounds = [
            say(words, value=write(variable, float(row[column])))
            for column, words in _stated(str(row["direction"]))
            if pd.notna(row[column])
        ]
        said = say(
            "{indicator} (indicator {code}): {bounds} in {year}",
            indicator=row["name"],
            code=row["indicator"],
            bounds=", ".join(bounds) or MISSING,
            year=year,
        )
        lines = [
            f'<tr data-scenario="{name}" data-indicator="{escape(str(row["indicator"]))}">'
            f'<th scope="row">{escape(view.label(name))}</th><td>{write(variable, value)}</td>'
            + _met(view, {"yes": True, "no": False}.get(target_reached(row, value)))
            + "</tr>"
            for name, value in values.items()
        ]
        tables.append(table_html(said, [say("Scenario"), str(year), say("Is it met?")], lines))
    return tables


def _stated(direction: str) -> tuple[tuple[str, str], ...]:
    """Columns that hold what is wanted, and the words for it."""
    if direction == "keep_within":
        return (("lower", "at least {value}"), ("upper", "at most {value}"))
    words = "at most {value}" if direction == "decrease" else "at least {value}"
    return (("target_value", words),)


def _met(view: View, holds: bool | None) -> str:
    if holds is None:
        return f"<td>{MISSING}</td>"
    sign, word = ("✓", "met") if holds else ("✗", "not met")
    css = "sa-yes" if holds else "sa-no"
    return f'<td class="{css}">{sign} {escape(view.language.text(word))}</td>'


def table_html(caption: str, head: Sequence[str], rows: Sequence[str]) -> str:
    """A table with its caption, in a region that scrolls and is reached by the keyboard."""
    cells = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    words = escape(caption)
    return (
        f'<div class="sa-scroll" role="region" aria-label="{words}" tabindex="0"><table>'
        f"<caption>{words}</caption><thead><tr>{cells}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
