"""Which assumptions matter: one at a time (tornado), and all together (Sobol indices)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.projection.initial_state import Start, prepare
from stratanalysis.projection.run import run
from stratanalysis.questions.requirement import changed, drivers_with_ranges
from stratanalysis.questions.targets import Target, value_of
from stratanalysis.scenarios.drivers import DRIVERS
from stratanalysis.scenarios.scenario import Range, Scenarios

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["tornado"]

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
