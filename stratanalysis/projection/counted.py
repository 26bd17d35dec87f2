"""Counts that a user has taken in after 2022, joined with the estimate of people present."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.projection.nowcast import FIRST_YEAR, nowcast

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from stratanalysis.community import Community

    Array = NDArray[np.float64]

__all__ = ["COUNTS", "join_counts", "present_table"]

COUNTS = {"population_cod_ps": 0.15, "registered_births": 0.15}
"""Statistics that say how many people are present, and the half-width of 80 % of what each misses
(logarithm). Judgements: the first is an estimate itself, the second misses births registered
elsewhere. Pupils and declarations are left out: who is enrolled need not be present."""
_Z90 = 1.2815515655446004


def present_table(community: Community, year: int) -> pd.DataFrame:
    """People present of a community by year, with the counts among its statistics.

    Parameters
    ----------
    community : Community
        In the register.
    year : int
        Last 1 January.

    Returns
    -------
    DataFrame
        As :meth:`Nowcast.table`, and ``counts``: names of the counts of each year, or empty.
    """
    frame = community["statistics"]
    counts = frame[frame["variable"].isin(list(COUNTS)) & frame["value"].notna()]
    return join_counts(nowcast(year).table(community.katottg), counts)


def join_counts(table: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Join an estimate with counts, by the inverse of their squared widths on the logarithm.

    A count of births gives people as ``births / births of the estimate · present``; its width also
    holds chance, ``1.28/√births``. Where the two ranges do not meet, neither is believed alone: the
    joined range spans both. Later years move by the same factor, and keep the part of the width
    that the last count left.

    Parameters
    ----------
    table : DataFrame
        Index year; ``present``, ``lower``, ``upper``, ``births``.
    counts : DataFrame
        ``year``, ``variable`` (of :data:`COUNTS`) and ``value`` above zero; rows of 2022 and
        earlier, and of years that the table lacks, change nothing.

    Returns
    -------
    DataFrame
        The table with ``counts``.

    Examples
    --------
    An estimate of 1,000 and a count of 800 of the same width meet at their geometric mean:

    >>> import pandas as pd
    >>> low, high = 1000 / 1.1618, 1000 * 1.1618
    >>> table = pd.DataFrame({"present": 1000.0, "lower": low, "upper": high, "births": 8.0},
    ...                      index=[2025])
    >>> count = pd.DataFrame({"year": [2025], "variable": "population_cod_ps", "value": 800.0})
    >>> float(join_counts(table, count)["present"].iloc[0].round(1))
    894.4
    """
    years = [int(year) for year in table.index]
    logs = np.log(np.maximum(table[["present", "lower", "upper"]].to_numpy(dtype=float), 1.0))
    births = table["births"].to_numpy(dtype=float).copy()
    names: list[list[str]] = [[] for _ in years]
    rows = counts[(counts["year"] > FIRST_YEAR) & (counts["value"] > 0)].sort_values("year")
    when = rows["year"].to_numpy(dtype=int).tolist()
    values = rows["value"].to_numpy(dtype=float).tolist()
    for year, variable, value in zip(when, map(str, rows["variable"]), values, strict=True):
        if year not in years:
            continue
        at, counted, width = years.index(year), float(np.log(value)), COUNTS[variable]
        if variable == "registered_births":
            if not births[at] > 0:
                continue  # the last year has no births yet
            counted += float(logs[at, 0] - np.log(births[at]))
            width = float(np.hypot(width, _Z90 / np.sqrt(value)))
        moved = _joined(logs[at:], counted, width)
        births[at:] *= np.exp(moved[:, 0] - logs[at:, 0])
        logs[at:] = moved
        names[at].append(variable)
    if not any(names):
        return table.assign(counts="")
    joined = np.exp(logs)
    return table.assign(
        present=joined[:, 0],
        lower=joined[:, 1],
        upper=joined[:, 2],
        births=births,
        counts=[", ".join(one) for one in names],
    )


def _joined(logs: Array, counted: float, width: float) -> Array:
    """Present, lower and upper from the count's year on; `width` is half of 80 %."""
    middle, low, high = logs[0]
    own = max(float(high - low) / 2, 1e-6)
    precision = 1 / width**2 + 1 / own**2
    centre = middle + (counted - middle) / width**2 / precision
    below = above = 1 / np.sqrt(precision)
    if counted + width < low or counted - width > high:
        below = centre - min(low, counted - width)
        above = max(high, counted + width) - centre
    kept = below / max(middle - low, 1e-6), above / max(high - middle, 1e-6)
    moved = logs[:, 0] + (centre - middle)
    lower = moved - (logs[:, 0] - logs[:, 1]) * kept[0]
    return np.stack([moved, lower, moved + (logs[:, 2] - logs[:, 0]) * kept[1]], axis=-1)
