"""What was observed: the value as it is, or the ratio of numerator and denominator."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from stratanalysis.quantities import read_unit

__all__ = ["is_percent", "observed_values", "same_unit"]


def is_percent(unit: object) -> bool:
    """Tell whether a unit is percent: ``%``, відсотків, percent."""
    known = None if pd.isna(unit) else read_unit(str(unit))  # type: ignore[call-overload]
    return known is not None and known.code == "percent"


def same_unit(one: object, other: object) -> bool:
    """Tell whether two writings are one unit: ``persons`` and ``осіб``, but not тис. грн and грн.

    Examples
    --------
    >>> same_unit("persons", "осіб"), same_unit("тис. грн", "грн")
    (True, False)
    """
    texts = [str(unit).strip() for unit in (one, other)]
    if texts[0] == texts[1]:
        return True
    read = [read_unit(text) for text in texts]
    known = [(unit.code, unit.factor) for unit in read if unit is not None]
    return len(known) == 2 and known[0] == known[1]


def observed_values(observations: pd.DataFrame, units: Mapping[str, object]) -> pd.Series:
    """Value of every observation, by the row's own figure or by its ratio.

    Parameters
    ----------
    observations : pandas.DataFrame
        Contract of :mod:`stratanalysis.tables`.
    units : mapping of str to object
        Unit by indicator; an indicator that is not there has the unit of the row.

    Returns
    -------
    pandas.Series
        On the index of `observations`: `value`, else numerator / denominator, times 100 where the
        unit is percent. NaN where neither is known or the denominator is zero.

    Examples
    --------
    3 of 10 in percent:

    >>> row = {"indicator": "a", "value": np.nan, "numerator": 3, "denominator": 10, "unit": "%"}
    >>> observed_values(pd.DataFrame([row]), {}).tolist()
    [30.0]
    """
    bottom = observations["denominator"].astype(float)
    ratio = observations["numerator"].astype(float) / bottom.where(bottom != 0)
    percent = [
        is_percent(units.get(str(name), unit))
        for name, unit in zip(observations["indicator"], observations["unit"], strict=True)
    ]
    scale = pd.Series(np.where(np.array(percent, dtype=bool), 100.0, 1.0), observations.index)
    values = observations["value"].astype(float)
    return values.where(values.notna(), ratio * scale)
