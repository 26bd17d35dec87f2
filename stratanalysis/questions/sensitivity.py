"""Which assumptions matter: one at a time (tornado), and all together (Sobol indices)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import language as get_language
from stratanalysis.projection.budget_model import Array
from stratanalysis.projection.initial_state import Start, prepare
from stratanalysis.projection.run import run
from stratanalysis.questions.requirement import changed, drivers_with_ranges
from stratanalysis.questions.targets import Target, value_of
from stratanalysis.scenarios.drivers import DRIVERS
from stratanalysis.scenarios.scenario import Range, Scenarios

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SobolDesign", "sensitivity_sentence", "sobol", "tornado"]

_NOISE = 1e-9
"""Shares below this are rounding."""


def tornado(
    community: Community,
    scenarios: Scenarios,
    target: Target,
    *,
    scenario: str = "baseline",
    base_year: int,
    tier: str | None = None,
) -> pd.DataFrame:
    """Move each driver alone to the ends of its range, the others on their paths.

    The change is the same in every year. Only the target's variable, year and price basis are
    used.

    Returns
    -------
    DataFrame
        One row a driver with a range, the largest swing first: ``driver, group, unit, low, base,
        high`` (mean of the driver's path over the years that can move the outcome, and with its
        changes), ``low_change,
        high_change, low_outcome, base_outcome, high_outcome, swing`` (largest less smallest of the
        three), ``coverage, source_kind, source, reason_uk, reason_en``.

    Raises
    ------
    InvalidInputError
        No driver has a range, or the target's year is not after the base year.
    """
    import pandas as pd

    start, ranges, place = _ready(community, scenarios, target, scenario, base_year, tier)
    names = list(ranges)
    changes = {name: np.zeros(1 + 2 * len(names)) for name in names}
    for number, name in enumerate(names):
        changes[name][1 + 2 * number] = ranges[name].low
        changes[name][2 + 2 * number] = ranges[name].high
    drivers = changed(start, changes)
    outcome = value_of(run(start, drivers), target, place)[0]
    rows = []
    for number, name in enumerate(names):
        entry, lanes = ranges[name], (1 + 2 * number, 0, 2 + 2 * number)
        # The years whose value can move the outcome: flows before its year, others after the base.
        years = slice(0, place) if DRIVERS[name].is_flow else slice(1, place + 1)
        means = [float(drivers[name][0, lane, years].mean()) for lane in lanes]
        outcomes = [float(outcome[lane]) for lane in lanes]
        gap = max(outcomes) - min(outcomes)
        rows.append(
            {
                "driver": name,
                "group": DRIVERS[name].group,
                "unit": DRIVERS[name].unit,
                **dict(zip(("low", "base", "high"), means, strict=True)),
                "low_change": entry.low,
                "high_change": entry.high,
                **dict(zip(("low_outcome", "base_outcome", "high_outcome"), outcomes, strict=True)),
                "swing": 0.0 if gap < _NOISE * abs(outcomes[1]) else gap,
                "coverage": entry.coverage,
                "source_kind": entry.source_kind,
                "source": entry.source,
                "reason_uk": entry.reason.get("uk", ""),
                "reason_en": entry.reason.get("en", ""),
            }
        )
    return pd.DataFrame(rows).sort_values(
        "swing", ascending=False, kind="stable", ignore_index=True
    )


@dataclass(frozen=True)
class SobolDesign:
    """How :func:`sobol` draws: samples (a power of two, from 64), seed, level of its intervals."""

    seed: int
    samples: int = 256
    confidence: float = 0.95


def sobol(
    community: Community,
    scenarios: Scenarios,
    target: Target,
    *,
    scenario: str = "baseline",
    base_year: int,
    design: SobolDesign,
    by_group: bool = False,
    tier: str | None = None,
) -> pd.DataFrame:
    """First-order and total Sobol indices of the drivers' ranges.

    Every driver's change is uniform between the ends of its range, the same in every year and
    independent of the others. Saltelli's scheme needs ``samples · (k + 2)`` runs for k drivers or
    groups (SALib).

    Parameters
    ----------
    community, scenarios, target, scenario, base_year, tier
        As in :func:`tornado`.
    design : SobolDesign
    by_group : bool
        Indices of groups of drivers (population, labour, prices, ...).

    Returns
    -------
    DataFrame
        One row a driver or group, the largest total first: ``driver`` (or ``group``),
        ``first_order, first_order_margin, total, total_margin`` (half-width of the interval),
        ``samples, runs, confidence, seed``. All indices are 0 where nothing varies the outcome.

    References
    ----------
    Saltelli et al. (2010), Computer Physics Communications 181(2); Iwanaga, Usher and Herman
    (2022), Socio-Environmental Systems Modelling 4, for SALib.
    """
    import pandas as pd
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    samples, seed = design.samples, design.seed
    if samples < 64 or samples & (samples - 1):
        raise InvalidInputError(
            f"samples is {samples}", where="samples", expected="a power of two, from 64"
        )
    start, ranges, place = _ready(community, scenarios, target, scenario, base_year, tier)
    names = list(ranges)
    problem: dict[str, Any] = {
        "num_vars": len(names),
        "names": names,
        "bounds": [[ranges[name].low, ranges[name].high] for name in names],
    }
    if by_group:
        problem["groups"] = [DRIVERS[name].group for name in names]
    points = sampling.sample(problem, samples, calc_second_order=False, seed=seed)
    outcome = _outcomes(start, names, points, target, place)
    labels = list(dict.fromkeys(problem["groups"])) if by_group else names
    if np.ptp(outcome) == 0:
        found: Mapping[str, Any] = dict.fromkeys(
            ("S1", "S1_conf", "ST", "ST_conf"), np.zeros(len(labels))
        )
    else:
        found = analysis.analyze(
            problem, outcome, calc_second_order=False, conf_level=design.confidence, seed=seed
        )
    return pd.DataFrame(
        {
            "group" if by_group else "driver": labels,
            **{
                column: np.where(np.abs(found[key]) < _NOISE, 0.0, found[key])
                for column, key in (
                    ("first_order", "S1"),
                    ("first_order_margin", "S1_conf"),
                    ("total", "ST"),
                    ("total_margin", "ST_conf"),
                )
            },
            "samples": samples,
            "runs": len(points),
            "confidence": design.confidence,
            "seed": seed,
        }
    ).sort_values("total", ascending=False, kind="stable", ignore_index=True)


def sensitivity_sentence(table: pd.DataFrame, language: str, *, count: int = 3) -> str:
    """Say which assumptions matter most.

    Parameters
    ----------
    table : DataFrame
        As :func:`tornado` or :func:`sobol` (by driver) gives it.
    language : {"uk", "en"}
    count : int
        How many to name; those without any effect are not named.
    """
    words = get_language(language)
    weight = "swing" if "swing" in table else "total"
    top = table[table[weight] > 0].head(count)
    if top.empty:
        return words.text("None of the assumptions with a range changes the outcome.")
    names = [f"“{words.text(DRIVERS[name].label)}”" for name in top["driver"]]
    if language == "uk":
        names = [name.replace("“", "«").replace("”", "»") for name in names]
    return words.text("What matters most, in this order: {drivers}.", drivers=", ".join(names))


def _ready(
    community: Community,
    scenarios: Scenarios,
    target: Target,
    scenario: str,
    base_year: int,
    tier: str | None,
) -> tuple[Start, dict[str, Range], int]:
    years = range(base_year, max(target.by, base_year + 1) + 1)
    place = target.place(years)
    start = prepare(community, scenarios, years, names=[scenario], tier=tier)
    names = drivers_with_ranges(start, scenarios, scenario)
    if not names:
        raise InvalidInputError(
            f"no driver of scenario {scenario!r} has a range",
            where="scenarios.toml",
            do="add [[baseline.range]] with driver, low and high",
        )
    ranges = scenarios.ranges(scenario)
    return start, {name: ranges[name] for name in names}, place


def _outcomes(start: Start, names: list[str], points: Array, target: Target, place: int) -> Array:
    """Outcome of every point, in parts, so that memory stays small."""
    parts = []
    for first in range(0, len(points), 2048):
        part = points[first : first + 2048]
        changes = {name: part[:, column] for column, name in enumerate(names)}
        parts.append(value_of(run(start, changed(start, changes)), target, place)[0])
    return np.concatenate(parts)
