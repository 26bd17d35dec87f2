"""What an assumption of one community would mean if every community took it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.projection.national import nation_by_year
from stratanalysis.projection.nowcast import nowcast
from stratanalysis.reference.war_stocks import present_year
from stratanalysis.scenarios.scenario import Scenarios

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["migration_everywhere"]

_LAST_FLOW = 2099


def migration_everywhere(
    scenarios: Scenarios, years: Sequence[int], *, names: Sequence[str] = ()
) -> pd.DataFrame:
    """People a year if all communities had the net migration of a scenario.

    Other communities are not in the model: what one gains no other loses. So the rate of the year
    in which it is farthest from zero is applied to the people under the government's control at the
    present, and put next to the net migration that the United Nations expect for the nation.

    Parameters
    ----------
    scenarios : Scenarios
    years : sequence of int
        The first is the base year; only later years count.
    names : sequence of str, optional
        Which scenarios; all by default.

    Returns
    -------
    DataFrame
        ``scenario, year, rate`` (share per year), ``people`` and ``nation`` (persons a year).
    """
    import pandas as pd

    controlled = float(nowcast(present_year()).national["controlled"].iloc[-1])
    nation = nation_by_year()
    ahead = np.asarray(list(years)[1:], dtype=np.int64)
    rows = []
    for name in names or list(scenarios):
        path = scenarios.paths(name).get("net_migration_rate")
        if path is None or not len(ahead):
            continue
        rates = path.values(ahead)
        at = int(np.abs(rates).argmax())
        expected = nation[min(int(ahead[at]), _LAST_FLOW)]["net_migration"]
        rows.append(
            (name, int(ahead[at]), float(rates[at]), float(rates[at]) * controlled, expected)
        )
    return pd.DataFrame(rows, columns=["scenario", "year", "rate", "people", "nation"])
