"""The education subvention by the Ministry's formula of 2023: classes, hours, coefficients.

Parameters are in ``budget_rules.csv``. The formula pays teachers of classes of the design size,
other staff by pupils, assistants for inclusive pupils, and special classes. What the published
tables do not hold (pupils taught one by one, numbers of schools) is met by an amount per budget
that was fitted to the published subventions: the part that is not reproduced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.rules import dated_parameter

__all__ = ["BANDS", "formula_subvention", "subvention_of_pupils"]

BANDS = ("1_4", "5_9", "10_12")
"""Bands of grades, as in ``pupils_1_4``."""

_RATE = 18.0  # hours a week of one teacher
_SPLIT = ((20.0, "10"), (22.0, "20"), (25.0, "22"), (27.0, "25"), (np.inf, "27"))
_OTHER = ((0.2, "0"), (0.4, "20"), (0.6, "40"), (0.8, "60"), (np.inf, "80"))
EXTRA = ("inclusive_pupils", "special_pupils", "nrc_pupils", "mountain_pupils")
"""Pupils that cost more; none where the column is not there."""

_NEEDED = (*(f"pupils_{band}" for band in BANDS), "design_class_size", "rural_share")


def formula_subvention(
    schools: pd.DataFrame, *, year: int = 2023, pay: float = 1.0
) -> pd.DataFrame:
    """Education subvention by its parts, UAH.

    - teachers: Σ pupils / design class size · hours / 18 · (1 + split of classes) · pay;
    - other staff: pupils / 26.5 · coefficient by rural share · pay of a leader;
    - assistants: inclusive pupils · assistants for one · pay;
    - special: special pupils / 9 · 36 hours / 18 · pay, times a fitted factor;
    - mountain: a fitted part of the teachers of mountain pupils;
    - fixed: an amount per budget, fitted.

    All times the reduction of the year.

    Parameters
    ----------
    schools : DataFrame
        A row a budget: `pupils_1_4`, `pupils_5_9`, `pupils_10_12`, `design_class_size`,
        `rural_share` (0 to 1), and where there are any :data:`EXTRA`.
    year : int, optional
        Year of the parameters.
    pay : float, optional
        Pay over that of the parameters' year.

    Returns
    -------
    DataFrame
        Index of `schools`: `teachers`, `other_staff`, `assistants`, `special`, `mountain`,
        `fixed`, `total`; missing where a needed figure is; nothing for a budget without pupils.

    Examples
    --------
    100 pupils of grades 1 to 4 in classes of 10, all rural: 10 classes · 23 hours / 18 · 1.017 ·
    204,820 UAH · 0.9, and 100 / 26.5 · 0.53 · 267,886 · 0.9.

    >>> one = pd.DataFrame({"pupils_1_4": [100.0], "pupils_5_9": 0.0, "pupils_10_12": 0.0,
    ...                     "design_class_size": 10.0, "rural_share": 1.0})
    >>> formula_subvention(one)[["teachers", "other_staff"]].round(-3).iloc[0].tolist()
    [2395000.0, 482000.0]
    """
    for name in _NEEDED:
        if name not in schools:
            raise UnknownNameError("column of the schools", name, schools.columns, where="schools")

    def value(name: str) -> float:
        return dated_parameter(f"education_{name}", year)

    size = schools["design_class_size"].astype(float)
    pupils = schools[[f"pupils_{band}" for band in BANDS]].sum(axis=1, skipna=False)
    hours = sum(
        (schools[f"pupils_{band}"] / size * value(f"hours_{band}") for band in BANDS),
        pd.Series(0.0, index=schools.index),
    )
    split = _stepped(size, _SPLIT, "split", value)
    other = _stepped(schools["rural_share"].astype(float), _OTHER, "other_staff", value)
    reduction = value("reduction") * pay
    teacher = value("teacher_pay")
    parts = pd.DataFrame(index=schools.index)
    parts["teachers"] = reduction * hours * (1 + split) / _RATE * teacher
    staff = pupils / value("other_class_size") * other * value("leader_pay")
    parts["other_staff"] = reduction * staff
    inclusive, special, rehabilitated, mountain = (
        schools[name].fillna(0.0) if name in schools else pd.Series(0.0, index=schools.index)
        for name in EXTRA
    )
    assistants = inclusive * value("assistants_of_one") * value("assistant_pay")
    parts["assistants"] = reduction * assistants
    one = value("hours_special") / value("special_class_size") / _RATE * teacher
    weighted = special * value("special_factor") + rehabilitated * value("rehabilitation_factor")
    parts["special"] = reduction * one * weighted
    share = (mountain / pupils.where(pupils > 0)).fillna(0.0)
    parts["mountain"] = parts["teachers"] * share * value("mountain")
    parts["fixed"] = np.where(pupils > 0, value("fixed") * pay, 0.0)
    parts["total"] = parts.sum(axis=1, skipna=False).where(pupils.notna())
    return parts


def subvention_of_pupils(
    school: Mapping[str, float], pupils: pd.Series, *, pay: pd.Series | float = 1.0
) -> pd.Series:
    """Subvention along any path of pupils, with bands, class size and rural share held, UAH.

    Parameters
    ----------
    school : mapping
        One row of the schools as for :func:`formula_subvention`; with `subvention` (UAH of 2023,
        without the centres of inclusive resources) the path is scaled so that the observed pupils
        give it.
    pupils : Series
        Pupils by year.
    pay : Series or float, optional
        Pay over 2023 by year.

    Examples
    --------
    Half of the pupils, half of the teachers; the fixed amount stays.

    >>> school = {"pupils_1_4": 100.0, "pupils_5_9": 100.0, "pupils_10_12": 0.0,
    ...           "design_class_size": 20.0, "rural_share": 0.0}
    >>> path = subvention_of_pupils(school, pd.Series({2023: 200.0, 2030: 100.0}))
    >>> 0.5 < float(path[2030] / path[2023]) < 0.6
    True
    """
    row = pd.DataFrame([dict(school)])
    now = float(row[[f"pupils_{band}" for band in BANDS]].sum(axis=1).iloc[0])
    share = pupils / now if now > 0 else pupils * np.nan
    years = pd.DataFrame({name: row[name].iloc[0] * share for name in _NEEDED[:3]})
    for name in EXTRA:
        if name in row:
            years[name] = row[name].iloc[0] * share
    for name in ("design_class_size", "rural_share"):
        years[name] = row[name].iloc[0]
    path = formula_subvention(years)["total"]
    paid = row["subvention"].iloc[0] if "subvention" in row else np.nan
    if paid > 0:
        path = path * float(paid) / float(formula_subvention(row)["total"].iloc[0])
    return (path * pay).rename("education_subvention")


def _stepped(
    values: pd.Series,
    steps: tuple[tuple[float, str], ...],
    name: str,
    value: Callable[[str], float],
) -> pd.Series:
    """Parameter of the step in which each value lies; sizes belong to the step above a bound."""
    found = pd.Series(np.nan, index=values.index)
    for upper, key in reversed(steps):
        inside = values <= upper if name == "other_staff" else values < upper
        found = found.mask(inside, value(f"{name}_{key}"))
    return found
