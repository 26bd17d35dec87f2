"""Differences explained: between two scenarios by drivers, of population by components."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.projection.initial_state import prepare
from stratanalysis.projection.run import run
from stratanalysis.questions.targets import Target, value_of
from stratanalysis.scenarios.drivers import DRIVERS
from stratanalysis.scenarios.scenario import Scenarios

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["decompose"]

_MOST = 12
"""More parts than this (4,096 runs) are not taken apart one by one."""


def decompose(
    community: Community,
    scenarios: Scenarios,
    target: Target,
    *,
    scenario: str,
    against: str = "baseline",
    base_year: int,
    by_group: bool = False,
    tier: str | None = None,
) -> pd.DataFrame:
    """Explain the difference of two scenarios in one year by the drivers that differ.

    Shapley values: the contribution of a driver is its effect averaged over all orders in which
    the drivers could change from one scenario to the other, ``Σ |S|!(k − |S| − 1)!/k! · (v(S + i) −
    v(S))``. So no order is preferred and the contributions sum to the difference.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    target : Target
        Only its variable, year and price basis are used.
    scenario, against : str
        The difference is `scenario` less `against`.
    base_year : int
    by_group : bool
        Take drivers of one group together.
    tier : str, optional

    Returns
    -------
    DataFrame
        One row a driver (or group), the largest contribution first: ``driver`` (or ``group``),
        ``contribution, start`` (value in `against`), ``end`` (value in `scenario`). Empty where
        the scenarios have the same drivers.

    Raises
    ------
    InvalidInputError
        More than 12 drivers differ; take them by group.

    References
    ----------
    Shapley (1953), A value for n-person games; Shorrocks (2013), Journal of Economic Inequality
    11(1), for decompositions.
    """
    import pandas as pd

    years = range(base_year, max(target.by, base_year + 1) + 1)
    place = target.place(years)
    start = prepare(community, scenarios, years, names=[against, scenario], tier=tier)
    differ = [
        name for name, values in start.drivers.items() if not np.array_equal(values[0], values[1])
    ]
    parts: dict[str, list[str]] = {}
    for name in differ:
        parts.setdefault(DRIVERS[name].group if by_group else name, []).append(name)
    if len(parts) > _MOST:
        raise InvalidInputError(
            f"{len(parts)} drivers differ",
            where=f"{scenario}, {against}",
            expected=f"at most {_MOST}",
            do="take them by group",
        )
    count = len(parts)
    sets = np.arange(2**count)
    drivers = {name: values[:1] for name, values in start.drivers.items()}
    for bit, members in enumerate(parts.values()):
        new = (sets >> bit & 1).astype(bool)
        for name in members:
            low, high = start.drivers[name]
            drivers[name] = np.where(new[:, None], high, low)
    outcome = value_of(run(start, drivers), target, place)
    size = np.array([int(number).bit_count() for number in sets])
    weights = np.array(
        [
            math.factorial(k) * math.factorial(count - k - 1) / math.factorial(count)
            for k in range(count)
        ]
    )
    rows = []
    for bit, label in enumerate(parts):
        without = sets[(sets >> bit & 1) == 0]
        gain = outcome[without | 1 << bit] - outcome[without]
        contribution = math.fsum(weights[size[without]] * gain)
        rows.append((label, contribution, float(outcome[0]), float(outcome[-1])))
    columns = ["group" if by_group else "driver", "contribution", "start", "end"]
    table = pd.DataFrame(rows, columns=columns)
    order = table["contribution"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
