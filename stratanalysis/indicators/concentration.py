"""Concentration and specialisation: Herfindahl-Hirschman, Theil, Gini, Krugman."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = [
    "equivalent_number",
    "gini",
    "gini_specialisation",
    "herfindahl_hirschman",
    "krugman_specialisation",
    "theil",
]


def _amounts(values: ArrayLike, name: str = "values") -> NDArray[np.float64]:
    array = np.asarray(values, dtype=float).ravel()
    if np.isnan(array).any():
        raise InvalidInputError(
            f"{name} hold {int(np.isnan(array).sum())} missing figure(s)",
            expected="complete figures: the measure of a part says nothing about the whole",
            do="leave the unit out, or find the figure",
        )
    if (array < 0).any():
        raise InvalidInputError(f"{name} hold a negative figure", expected="zero or more")
    if array.size == 0 or array.sum() <= 0:
        raise InvalidInputError(f"{name} sum to zero", expected="at least one positive figure")
    return array


def _group_sizes(weights: ArrayLike | None, size: int) -> NDArray[np.float64]:
    if weights is None:
        return np.full(size, 1.0 / size)
    array = _amounts(weights, "weights")
    if array.size != size:
        raise InvalidInputError(f"{array.size} weights for {size} values")
    shares: NDArray[np.float64] = array / array.sum()
    return shares


def herfindahl_hirschman(values: ArrayLike, *, normalised: bool = False) -> float:
    """Sum of squared shares, Σ s², from 1/n (even) to 1 (one holds all).

    Parameters
    ----------
    values : array_like
        Amounts, zero or more, no missing.
    normalised : bool
        Give (H − 1/n) / (1 − 1/n), from 0 to 1; NaN for one value.

    References
    ----------
    Hirschman, *The Paternity of an Index*, AER 54 (1964) 761-762.

    Examples
    --------
    >>> round(herfindahl_hirschman([20, 50, 20, 10]), 4)
    0.34
    """
    amounts = _amounts(values)
    index = float(((amounts / amounts.sum()) ** 2).sum())
    if not normalised:
        return index
    even = 1 / amounts.size
    return (index - even) / (1 - even) if amounts.size > 1 else float("nan")


def equivalent_number(values: ArrayLike) -> float:
    """Number of equal parts that would be as concentrated, 1 / Σ s²."""
    return 1 / herfindahl_hirschman(values)


def theil(values: ArrayLike, *, weights: ArrayLike | None = None, kind: str = "T") -> float:
    """Theil's inequality, 0 when all are equal.

    T = Σ w (x / x̄) ln(x / x̄); L = Σ w ln(x̄ / x) (mean logarithmic deviation), with w the groups'
    shares in the population and x̄ = Σ w x.

    Parameters
    ----------
    values : array_like
        Amount for one member of each group (income a head, say).
    weights : array_like, optional
        Group sizes; equal where left out.
    kind : {"T", "L"}
        A zero adds nothing to T and makes L infinite.

    References
    ----------
    Theil, *Economics and Information Theory* (1967), ch. 4.
    """
    if kind not in ("T", "L"):
        raise UnknownNameError("kind of Theil index", kind, ("T", "L"))
    amounts = _amounts(values)
    share = _group_sizes(weights, amounts.size)
    relative = amounts / float(share @ amounts)
    if kind == "L":
        if (relative[share > 0] == 0).any():
            return float("inf")
        used = relative > 0
        return float(-(share[used] * np.log(relative[used])).sum())
    used = relative > 0
    return float((share[used] * relative[used] * np.log(relative[used])).sum())


def gini(values: ArrayLike, *, weights: ArrayLike | None = None, normalised: bool = False) -> float:
    """Gini coefficient: half the mean difference of two members over the mean.

    G = Σᵢ Σⱼ wᵢ wⱼ |xᵢ − xⱼ| / (2 x̄), computed from the Lorenz curve.

    Parameters
    ----------
    values : array_like
        Amount for one member of each group.
    weights : array_like, optional
        Group sizes; equal where left out.
    normalised : bool
        Multiply by n / (n − 1), so that one holding all gives 1; unweighted data only.

    References
    ----------
    Cowell, *Measuring Inequality*, 3rd ed., appendix A.4.

    Examples
    --------
    >>> round(gini([20, 50, 20, 10]), 4)
    0.3
    """
    amounts = _amounts(values)
    share = _group_sizes(weights, amounts.size)
    order = np.argsort(amounts, kind="stable")
    size, held = share[order], (share * amounts)[order]
    held = held / held.sum()
    cumulated = np.cumsum(held)
    area = float((size * (cumulated - held / 2)).sum())
    coefficient = 1 - 2 * area
    if not normalised:
        return coefficient
    if weights is not None:
        raise InvalidInputError("normalised is defined for unweighted values only")
    if amounts.size == 1:
        return float("nan")
    return coefficient * amounts.size / (amounts.size - 1)


def krugman_specialisation(local: ArrayLike, reference: ArrayLike) -> float:
    """Krugman's index, Σ |sᵢ − s*ᵢ|: 0 for the same structure, 2 for nothing in common.

    Parameters
    ----------
    local, reference : array_like or pandas.Series
        Amounts by industry. Two Series are matched by industry, not by position.

    References
    ----------
    Krugman, *Geography and Trade* (1991), appendix B.
    """
    own, other = _matched(local, reference)
    return float(np.abs(own / own.sum() - other / other.sum()).sum())


def gini_specialisation(local: ArrayLike, reference: ArrayLike) -> float:
    """Gini coefficient of the location quotients: 0 where the region repeats the reference.

    Parameters
    ----------
    local, reference : array_like or pandas.Series
        Amounts by industry; an industry that the reference does not have is refused.

    References
    ----------
    Farhauer and Kröll, *Standorttheorien* (2013), ch. 9.
    """
    own, other = _matched(local, reference)
    if (other == 0).any():
        raise InvalidInputError("an industry of the reference is zero: no location quotient")
    return gini((own / own.sum()) / (other / other.sum()))


def _matched(
    local: ArrayLike, reference: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if isinstance(local, pd.Series) and isinstance(reference, pd.Series):
        if set(local.index) != set(reference.index):
            different = sorted(map(str, set(local.index) ^ set(reference.index)))
            raise InvalidInputError(f"industries differ: {', '.join(different)}")
        reference = reference.reindex(local.index)
    own, other = _amounts(local, "local"), _amounts(reference, "reference")
    if own.size != other.size:
        raise InvalidInputError(f"{own.size} local and {other.size} reference industries")
    return own, other
