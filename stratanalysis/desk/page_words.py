"""What the one-file desk says and shows besides its model: words, sources, observed, targets."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from stratanalysis import __version__
from stratanalysis.community import Community
from stratanalysis.demography import error_band
from stratanalysis.desk.labels import SOURCE_KINDS, clause_words
from stratanalysis.desk.model import Board
from stratanalysis.desk.observed import observed_series
from stratanalysis.desk.page_peers import peers_of
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS
from stratanalysis.finance.revenue import REVENUE_LABELS
from stratanalysis.language import LANGUAGES
from stratanalysis.language import language as get_language
from stratanalysis.pages.narrative import remark_sentences
from stratanalysis.plots.style import scenario_style
from stratanalysis.projection import measured_bands, project
from stratanalysis.projection.money_bands import BANDED
from stratanalysis.projection.nowcast import forecast_errors, volatility
from stratanalysis.quantities.units import read_unit
from stratanalysis.questions import observed_ranges
from stratanalysis.scenarios.drivers import STATED_DRIVERS
from stratanalysis.scenarios.variables import UNITS, VARIABLE_TITLES, is_money, unit_of

__all__ = ["LEAST_REACH", "reader_data", "spoken_messages"]

Plain = dict[str, Any]

LEAST_REACH = {
    "share per year": 0.02,
    "share": 0.1,
    "births per woman": 0.5,
    "years": 5.0,
    "year": 30.0,
    "persons": 500.0,
    "ratio": 0.5,
    "UAH per year": 5e7,
    "persons per million UAH": 2.0,
}
"""How far a slider goes at least, by unit, where the scenario file gives no range."""

_PER_HEAD = {
    "transfer_share": "Transfers in revenue",
    "tax_capacity_index": "Tax-capacity index",
}


def reader_data(board: Board, *, script: str, documents: Sequence[Path] = ()) -> Plain:
    """Everything that the page shows and its model does not need.

    Parameters
    ----------
    board : Board
    script : str
        The page's script: its English texts are the keys of the words.
    documents : sequence of path
        Folders with the strategies' texts.
    """
    community, start = board.community, board.start
    remarks = [note for note in (start.model, *start.gaps, *start.assumed) if note.message]
    titles = {**VARIABLE_TITLES, **_PER_HEAD}
    titles |= {f"revenue|{name}": label for name, label in REVENUE_LABELS.items()}
    titles |= {f"expenditure|{code}": group.name for code, group in EXPENDITURE_GROUPS.items()}
    found: Plain = {
        "key": community.slug,
        "name": dict(community.name),
        "version": __version__,
        "exercise": community.kind == "example",
        "notes": {code: remark_sentences(remarks, code) for code in LANGUAGES},
        "scenario_file": board.scenarios.text,
        "styles": _styles(board),
        "titles": titles,
        "observed": {
            name: {year: value for year, value in series.items() if math.isfinite(value)}
            for name, series in observed_series(board).items()
        },
        "observed_ranges": _observed_ranges(board),
        "ranges": {
            name: {
                driver: {"low": one.low, "high": one.high}
                for driver, one in board.scenarios.ranges(name).items()
            }
            for name in board.names
        },
        "least_reach": dict(LEAST_REACH),
        "clauses": _clauses(board, documents),
        "reasons": {name: _reasons(board, name) for name in board.names},
        "indicators": _indicators(board),
        "claims": _claims(board),
        "bands": _bands(board),
        "peers": peers_of(community, board.price_year),
        "sources": _sources(community),
    }
    return found | {"words": _words(script, found)}


def _words(script: str, found: Plain) -> dict[str, str]:
    """Ukrainian of every text of the page that the catalogues have."""
    uk = get_language("uk")
    texts = {*spoken_messages(script), *(words for words in re.findall(r'"(UAH [^"]*)"', script))}
    for entry in STATED_DRIVERS.values():
        texts |= {entry.label, entry.help, entry.unit}
    texts |= {
        *UNITS.values(),
        *found["titles"].values(),
        *SOURCE_KINDS.values(),
        "community",
        "oblasts",
        "nation",
    }
    known = ((text, uk.text(text)) for text in sorted(texts) if text)
    return {text: words for text, words in known if words != text}


def spoken_messages(script: str) -> list[str]:
    """English texts of a script that a reader sees: what ``say`` and ``Refused`` are given."""
    one = r'"((?:[^"\\]|\\.)*)"'
    calls = re.finditer(rf'\b(?:say|Refused)\((?:[^()"]*\?\s*)?{one}(?:\s*:\s*{one})?', script)
    texts = [text for call in calls for text in call.groups() if text]
    return [json.loads(f'"{text}"') for text in dict.fromkeys(texts)]


def _styles(board: Board) -> Plain:
    styles = {}
    for name in board.names:
        style = scenario_style(name, board.names)
        dashes = style.dashes[1] or ()
        styles[name] = {
            "color": style.color, "dash": " ".join(f"{1.8 * length:.1f}" for length in dashes)
        }  # fmt: skip
    return styles


def _observed_ranges(board: Board) -> Plain:
    found: dict[str, list[Plain]] = {}
    for row in observed_ranges(board.community).to_dict("records"):
        low, high = float(row["low"]), float(row["high"])
        if math.isfinite(low) and math.isfinite(high):
            found.setdefault(str(row["driver"]), []).append(
                {
                    "area": str(row["area"]), "low": low, "high": high,
                    "first": int(row["first_year"]), "last": int(row["last_year"]),
                }
            )  # fmt: skip
    return found


def _clauses(board: Board, documents: Sequence[Path]) -> list[Plain]:
    titles = {entry.file: dict(entry.title) for entry in board.community.documents}
    chains = {name: {one.name for one in board.scenarios.chain(name)} for name in board.names}
    return [
        {
            "scenarios": [start for start, chain in chains.items() if name in chain],
            "title": titles.get(clause.document) or {"uk": clause.document},
            "number": clause.number,
            "line": clause.line,
            "moves": list(clause.moves),
            "reason": dict(clause.reason),
            "words": clause_words(clause, documents),
        }
        for name in board.names
        for clause in board.scenarios[name].clauses
    ]


def _sources(community: Community) -> list[list[str]]:
    """The community's table of sources as texts, its head first."""
    table = community["sources"].astype("string").fillna("")
    return [[str(name) for name in table.columns], *(list(map(str, row)) for row in table.values)]


def _reasons(board: Board, name: str) -> Plain:
    def both(text: str) -> dict[str, str]:
        return {code: get_language(code).text(text) for code in LANGUAGES}

    return {
        driver: [
            {
                "words": dict(entry.reason),
                "kind": SOURCE_KINDS[entry.source_kind],
                "source": both(entry.source) if entry.source else None,
            }
            for entry in entries
        ]
        for driver, entries in board.scenarios.assumptions(name).items()
    }


def _indicators(board: Board) -> list[Plain]:
    """Indicators that the projection foretells, each with the least and the most that is wanted.

    Values are turned from the indicator's unit into the variable's. Money is compared in current
    prices, as a target is written; where its unit cannot be read it is left out.
    """
    table = board.community["indicators"]
    values = next(iter(board.outcomes.values())).values
    found = []
    for row in table[table["target_year"].isin(board.years[1:])].to_dict("records"):
        variable = row["projection_variable"]
        factor = _factor(row["unit"], variable) if variable in values else None
        if factor is None:
            continue
        within = row["direction"] == "keep_within"
        down = row["direction"] == "decrease"
        lower = row["lower"] if within else None if down else row["target_value"]
        upper = row["upper"] if within else row["target_value"] if down else None
        bounds = [_known(lower, factor), _known(upper, factor)]
        if any(bound is not None for bound in bounds):
            found.append(
                {
                    "code": str(row["indicator"]), "name": str(row["name"]),
                    "variable": str(variable), "year": int(row["target_year"]),
                    "lower": bounds[0], "upper": bounds[1],
                    "basis": "nominal" if is_money(variable) else "",
                }
            )  # fmt: skip
    return found


def _factor(unit: object, variable: str) -> float | None:
    """What a value in a unit is multiplied by to be one of a variable; None where unknown."""
    read = read_unit(str(unit))
    if is_money(variable):
        return float(read.factor) if read and read.code == "UAH" else None
    if unit_of(variable) == "persons" and read and read.code == "persons":
        return float(read.factor)
    return 0.01 if unit_of(variable) == "share" and read and read.code == "percent" else 1.0


def _known(value: object, factor: float) -> float | None:
    number = float("nan") if value is None else float(str(value)) * factor
    return number if math.isfinite(number) else None


def _claims(board: Board) -> list[Plain]:
    return [
        {
            "scenario": name,
            "variable": claim.variable,
            "value": claim.value,
            "years": [claim.from_year + after for after in claim.after_years],
            "line": claim.line,
        }
        for name in board.names
        for claim in board.scenarios[name].claims
    ]


def _bands(board: Board) -> Mapping[str, list[float]]:
    """Half-widths on the logarithm by year, from the errors of past forecasts."""
    ahead = np.arange(len(board.years))
    community = board.community
    band = error_band(
        forecast_errors(),
        horizon=ahead,
        size=board.start.population,
        volatility=volatility(community.katottg),
    )
    found = {"population": [float(w) if t else 0.0 for t, w in enumerate(band.half_width)]}
    if not board.start.budget.revenue:
        return found
    run = project(
        community, board.scenarios, board.years, names=board.names[:1], tier=board.start.tier
    )
    for variable in BANDED:
        if variable not in set(run.table["variable"]):
            continue
        rows = measured_bands(run, variable=variable)
        with np.errstate(divide="ignore", invalid="ignore"):
            widths = np.log(rows["upper"].to_numpy() / rows["central"].to_numpy())
        if np.isfinite(widths).all():
            found[variable] = [float(width) for width in widths]
    return found
