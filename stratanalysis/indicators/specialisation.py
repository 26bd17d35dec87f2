"""What a region is good at: location quotient, shift-share analysis, growth-share matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = ["SHIFT_SHARE_METHODS", "growth_share_matrix", "location_quotient", "shift_share"]

SHIFT_SHARE_METHODS = ("dunn", "esteban_marquillas", "arcelus")
"""Decompositions that :func:`shift_share` knows."""


def _industries(**tables: pd.Series) -> dict[str, pd.Series]:
    """Matched Series, in the order of the first; all problems of the call at once."""
    problems = []
    order = next(iter(tables.values())).index
    for name, series in tables.items():
        if series.index.has_duplicates:
            problems.append(f"{name}: an industry occurs twice")
        if set(series.index) != set(order):
            different = sorted(map(str, set(series.index) ^ set(order)))
            problems.append(f"{name}: industries differ ({', '.join(different)})")
        if (series < 0).any():
            problems.append(f"{name}: negative in {', '.join(map(str, series.index[series < 0]))}")
    if problems:
        raise InvalidInputError(
            "; ".join(problems), expected="the same industries everywhere, figures of zero or more"
        )
    return {name: series.reindex(order).astype(float) for name, series in tables.items()}


def location_quotient(
    local: pd.Series,
    reference: pd.Series,
    *,
    local_total: float | None = None,
    reference_total: float | None = None,
) -> pd.Series:
    """Share of an industry in the region over its share in the reference, (eᵢ/e) / (Eᵢ/E).

    Parameters
    ----------
    local, reference : pandas.Series
        Employment (or output) by industry, matched by name; 0 is a true zero.
    local_total, reference_total : float, optional
        Totals, where the industries given are not all of them; else the sums.

    Returns
    -------
    pandas.Series
        1 means the reference's share, above 1 specialised. NaN where a figure is missing, where
        the reference does not have the industry, and everywhere if a total is unknown.

    References
    ----------
    Isard, *Methods of Regional Analysis* (1960), ch. 7.

    Examples
    --------
    >>> location_quotient(pd.Series({"a": 50.0, "b": 50}), pd.Series({"a": 20.0, "b": 80})).tolist()
    [2.5, 0.625]
    """
    data = _industries(local=local, reference=reference)
    own_total = data["local"].sum(skipna=False) if local_total is None else local_total
    all_total = data["reference"].sum(skipna=False) if reference_total is None else reference_total
    if own_total <= 0 or all_total <= 0:
        raise InvalidInputError("a total is zero", expected="positive totals")
    share = data["reference"] / all_total
    return (data["local"] / own_total) / share.where(share > 0)


def shift_share(
    local_start: pd.Series,
    local_end: pd.Series,
    reference_start: pd.Series,
    reference_end: pd.Series,
    *,
    method: str = "dunn",
) -> pd.DataFrame:
    """Split the change of every industry into national, structural and regional parts.

    With e the industry in the region at the start, ê = e.ⱼ Eᵢ / E its homothetic size, g the growth
    of the whole reference, gᵢ of the industry in the reference, gⱼ of the region, gᵢⱼ of the
    industry in the region:

    - ``"dunn"``: national e g; industry_mix e (gᵢ − g); competitive e (gᵢⱼ − gᵢ).
    - ``"esteban_marquillas"``: national and industry_mix as above; competitive ê (gᵢⱼ − gᵢ);
      allocation (e − ê)(gᵢⱼ − gᵢ).
    - ``"arcelus"``: national e g; industry_mix e (gᵢ − g); regional_growth e (gⱼ − g);
      regional_industry_mix e [(gᵢⱼ − gⱼ) − (gᵢ − g)], each divided into an expected part (with ê,
      suffix ``_expected``) and a part due to specialisation (with e − ê, suffix ``_differential``).

    Parameters
    ----------
    local_start, local_end, reference_start, reference_end : pandas.Series
        Employment by industry, matched by name, zero or more. The reference contains the region.
    method : {"dunn", "esteban_marquillas", "arcelus"}

    Returns
    -------
    pandas.DataFrame
        A row for every industry and a last row ``"total"``: `change`, the parts, `new_industry`.
        In every row the parts sum to the change. An industry that the region did not have at the
        start has no growth rate: its whole change stands in `new_industry`. A missing figure of the
        region makes the industry's row, and the totals, NaN; one of the reference leaves its
        whole growth unknown, and every part that rests on it is NaN.

    References
    ----------
    Dunn, *Papers of the Regional Science Association* 6 (1960) 97-112; Esteban-Marquillas,
    *Regional and Urban Economics* 2 (1972) 249-261; Arcelus, *Growth and Change* 15 (1984) 3-8.
    """
    if method not in SHIFT_SHARE_METHODS:
        raise UnknownNameError("shift-share method", method, SHIFT_SHARE_METHODS)
    data = _industries(
        local_start=local_start,
        local_end=local_end,
        reference_start=reference_start,
        reference_end=reference_end,
    )
    start, end = data["local_start"], data["local_end"]
    national_start, national_end = data["reference_start"], data["reference_end"]
    too_large = start.index[(national_start == 0) & (start > 0)]
    if len(too_large):
        raise InvalidInputError(
            f"the region has {', '.join(map(str, too_large))} and the reference does not",
            expected="a reference that contains the region",
        )
    totals = {name: series.sum(skipna=False) for name, series in data.items()}
    if totals["local_start"] <= 0 or totals["reference_start"] <= 0:
        raise InvalidInputError("nothing at the start", expected="positive totals")
    known = start.where(start > 0)
    growth = totals["reference_end"] / totals["reference_start"] - 1
    growth_region = totals["local_end"] / totals["local_start"] - 1
    growth_industry = national_end / national_start.where(national_start > 0) - 1
    growth_own = end / known - 1
    homothetic = totals["local_start"] * national_start / totals["reference_start"]
    if method == "dunn":
        parts = {
            "national": known * growth,
            "industry_mix": known * (growth_industry - growth),
            "competitive": end - known * (1 + growth_industry),
        }
    elif method == "esteban_marquillas":
        parts = {
            "national": known * growth,
            "industry_mix": known * (growth_industry - growth),
            "competitive": homothetic * (growth_own - growth_industry),
            "allocation": (known - homothetic) * (growth_own - growth_industry),
        }
    else:
        rates: dict[str, Any] = {
            "national": growth,
            "industry_mix": growth_industry - growth,
            "regional_growth": growth_region - growth,
            "regional_industry_mix": (growth_own - growth_region) - (growth_industry - growth),
        }
        parts = {}
        for name, rate in rates.items():
            parts[f"{name}_expected"] = homothetic.where(start > 0) * rate
            parts[f"{name}_differential"] = (known - homothetic) * rate
    table = pd.DataFrame({"change": end - start, **parts})
    new = start == 0
    table.loc[new, list(parts)] = 0.0
    table["new_industry"] = np.where(new, end - start, 0.0)
    table.loc[table["change"].isna(), [*parts, "new_industry"]] = np.nan
    table.loc["total"] = table.sum(skipna=False)
    table.index.name = "industry"
    return table


def growth_share_matrix(
    local_start: pd.Series,
    local_end: pd.Series,
    reference_start: pd.Series,
    reference_end: pd.Series,
) -> pd.DataFrame:
    """Place every industry by specialisation and by growth against the reference.

    Returns
    -------
    pandas.DataFrame
        By industry: `size` (local end), `share` (of the region's end total), `location_quotient`
        (end year), `growth`, `reference_growth`, `growth_difference` (growth − reference growth)
        and `position`: ``"leader"`` (quotient ≥ 1, grows at least as the reference),
        ``"mature"`` (≥ 1, grows less), ``"emerging"`` (< 1, grows at least as the reference),
        ``"lagging"`` (< 1, grows less), or empty where a figure is missing or the industry is new.

    Notes
    -----
    The portfolio after Howard, in Wieland, *REGION* 6 (2019) R1-R57, section 4.3, with the location
    quotient on the horizontal axis.
    """
    data = _industries(
        local_start=local_start,
        local_end=local_end,
        reference_start=reference_start,
        reference_end=reference_end,
    )
    start = data["local_start"]
    base = data["reference_start"]
    table = pd.DataFrame(
        {
            "size": data["local_end"],
            "share": data["local_end"] / data["local_end"].sum(skipna=False),
            "location_quotient": location_quotient(data["local_end"], data["reference_end"]),
            "growth": data["local_end"] / start.where(start > 0) - 1,
            "reference_growth": data["reference_end"] / base.where(base > 0) - 1,
        }
    )
    table["growth_difference"] = table["growth"] - table["reference_growth"]
    special = table["location_quotient"] >= 1
    faster = table["growth_difference"] >= 0
    unknown = table[["location_quotient", "growth_difference"]].isna().any(axis=1)
    table["position"] = np.select(
        [unknown, special & faster, special, faster],
        ["", "leader", "mature", "emerging"],
        "lagging",
    )
    table.index.name = "industry"
    return table
