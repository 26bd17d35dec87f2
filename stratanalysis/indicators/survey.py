"""Questionnaires: shares with Wilson intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = ["survey_shares", "wilson_interval"]


def wilson_interval(
    successes: ArrayLike, number: ArrayLike, *, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's score interval for a share.

    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), without continuity correction.

    Parameters
    ----------
    successes, number : array_like
        Those who gave the answer, and all who answered; NaN or number 0 gives NaN.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    lower, upper : numpy.ndarray
        Bounds, within [0, 1].

    References
    ----------
    Wilson, *JASA* 22 (1927) 209-212; Newcombe, *Statistics in Medicine* 17 (1998) 857-872.
    """
    from scipy.stats import norm

    if not 0 < level < 1:
        raise InvalidInputError(f"level is {level}", expected="between 0 and 1, for instance 0.95")
    x, n = np.asarray(successes, dtype=float), np.asarray(number, dtype=float)
    if (x < 0).any() or (n < 0).any() or (x > n).any():
        raise InvalidInputError("successes below 0 or above the number asked")
    z = float(norm.ppf((1 + level) / 2))
    size = np.where(n > 0, n, np.nan)
    share = x / size
    middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
    lower = np.where(x == 0, np.where(n > 0, 0.0, np.nan), middle - half)
    upper = np.where(x == n, np.where(n > 0, 1.0, np.nan), middle + half)
    return lower, upper


def survey_shares(
    answers: pd.DataFrame, *, population: int | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Shares of answers with their intervals.

    Parameters
    ----------
    answers : pandas.DataFrame
        Columns `question`, `answer`, `count` (persons who gave it) and `asked` (persons who
        answered the question). Where a question allows one answer the counts sum to `asked`.
    population : int, optional
        Those whom the survey stands for; then the interval is narrowed by the finite-population
        correction on the sample size, n* = n (N − 1) / (N − n).
    level : float
        Confidence of the intervals.

    Returns
    -------
    pandas.DataFrame
        With `share`, `lower`, `upper`, and `several` (True where the counts of a question exceed
        `asked`, so that respondents gave several answers and the shares do not sum to 1).
        A missing count stays missing.

    Notes
    -----
    The interval measures the chance of drawing a random sample. Questionnaires that people fill in
    of their own accord have errors that no interval shows; the page should say so.
    """
    for column in ("question", "answer", "count", "asked"):
        if column not in answers.columns:
            raise UnknownNameError("column", column, answers.columns)
    table = answers.copy()
    count, asked = table["count"].astype(float), table["asked"].astype(float)
    table["share"] = count / asked.where(asked > 0)
    size = asked
    if population is not None:
        if (asked >= population).any():
            raise InvalidInputError(f"more persons answered than the population of {population}")
        size = asked * (population - 1) / (population - asked)
    table["lower"], table["upper"] = wilson_interval(count * size / asked, size, level=level)
    sums = table.groupby("question")["count"].transform("sum")
    table["several"] = sums > asked
    return table
