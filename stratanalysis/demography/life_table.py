"""Period life tables and the survival ratios that a cohort projection needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography.ages import age_starts, checked_sex, checked_widths
from stratanalysis.errors import InvalidInputError, UnknownNameError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["LifeTable", "life_table", "survival_ratios"]

# a0 from the death rate m of the first year: (upper bound of m, intercept, slope), last one open.
# Andreev and Kingkade (2015), Demographic Research 33(13), in the form for m(0) that the Human
# Mortality Database uses (Methods Protocol v6, section 7.1).
_ANDREEV_KINGKADE = {
    "female": ((0.01724, 0.14903, -2.05527), (0.06891, 0.04667, 3.88089), (np.inf, 0.31411, 0.0)),
    "male": ((0.02300, 0.14929, -1.99545), (0.08307, 0.02832, 3.26021), (np.inf, 0.29915, 0.0)),
}
# Coale and Demeny (1983), West: Preston, Heuveline and Guillot (2001), table 3.3.
_COALE_DEMENY = {
    "female": ((0.107, 0.053, 2.800), (np.inf, 0.350, 0.0)),
    "male": ((0.107, 0.045, 2.684), (np.inf, 0.330, 0.0)),
}
_COALE_DEMENY_1_4 = {
    "female": ((0.107, 1.522, -1.518), (np.inf, 1.361, 0.0)),
    "male": ((0.107, 1.651, -2.816), (np.inf, 1.352, 0.0)),
}
_A0: Mapping[str, Mapping[str, Sequence[tuple[float, float, float]]]] = {
    "andreev_kingkade": _ANDREEV_KINGKADE,
    "coale_demeny": _COALE_DEMENY,
}


@dataclass(frozen=True, slots=True, eq=False)
class LifeTable:
    """Columns of a life table, age last, radix 1.

    Attributes
    ----------
    age_widths : ndarray, shape (age,)
        Years, the last ``inf``.
    mx, ax, qx, lx, dx, Lx, Tx, ex : ndarray, shape (..., age)
        Central death rate; mean years lived in the group by those who die in it; probability of
        dying; survivors to the start of the group; deaths; person-years lived in the group and
        above its start; expectation of life.
    """

    age_widths: NDArray[np.float64]
    mx: NDArray[np.float64]
    ax: NDArray[np.float64]
    qx: NDArray[np.float64]
    lx: NDArray[np.float64]
    dx: NDArray[np.float64]
    Lx: NDArray[np.float64]
    Tx: NDArray[np.float64]
    ex: NDArray[np.float64]

    @property
    def life_expectancy(self) -> NDArray[np.float64]:
        """Expectation of life at birth, years, shape ``(...)``."""
        return self.ex[..., 0]


def life_table(
    mx: ArrayLike,
    *,
    sex: str | Sequence[str],
    age_widths: ArrayLike,
    a0: str = "andreev_kingkade",
) -> LifeTable:
    """Life table from central death rates.

    ``nqx = n·nMx / (1 + (n − nax)·nMx)``, at most 1, and 1 in the open group; ``nLx = n·l(x+n) +
    nax·ndx``; open group ``L = l/M``. `nax`: below one year the named formula, 1-4 Coale and
    Demeny (West), above Greville, ``n/2 − n²/12·(M − k)`` with ``k = ln(M(x+n)/M(x−n)) / 2n`` and
    n the width of the group; where a neighbouring rate is zero, or Greville leaves ``(0, n)``, the
    value for a hazard constant in the group.

    Parameters
    ----------
    mx : array_like, shape (..., age)
        Deaths per person-year, by single or abridged ages; leading axes are free.
    sex : str or sequence of str
        One of :data:`SEXES` for the whole array, or the sexes along the last axis but one.
    age_widths : array_like, shape (age,)
        Years, see :func:`single_ages` and :func:`abridged_ages`.
    a0 : {"andreev_kingkade", "coale_demeny"}
        Formula of a(0). The United Nations used the second in their 2019 revision.

    Returns
    -------
    LifeTable

    Raises
    ------
    InvalidInputError
        A rate is missing, infinite or negative, or zero in the open group (its length of life
        would be infinite); shapes do not fit.
    UnknownNameError
        Unknown `a0` or `sex`.

    References
    ----------
    Preston, Heuveline and Guillot (2001), Demography, box 3.1 and table 3.3; Greville (1943),
    Record of the American Institute of Actuaries 32; Andreev and Kingkade (2015), Demographic
    Research 33(13).
    """
    rates = np.asarray(mx, dtype=float)
    if rates.ndim == 0:
        raise InvalidInputError("mx is a single number", where="mx", expected="an age axis")
    widths = checked_widths(age_widths, rates.shape[-1])
    if not np.all(np.isfinite(rates)) or np.any(rates < 0):
        raise InvalidInputError(
            "death rates are missing, infinite or negative",
            where="mx",
            expected="numbers of at least zero",
            do="fill gaps from a model table (model_mortality) before",
        )
    if np.any(rates[..., -1] == 0):
        raise InvalidInputError(
            "the death rate of the open age group is zero", where="mx", expected="more than zero"
        )
    if a0 not in _A0:
        raise UnknownNameError("a0", a0, _A0)
    ax = _greville(rates, widths)
    for part, mean_years, name in _by_sex(sex, rates, ax):
        if widths[0] == 1:
            mean_years[..., 0] = _piecewise(part[..., 0], _A0[a0][name])
        if widths[0] == 1 and widths.size > 2 and widths[1] == 4:
            mean_years[..., 1] = _piecewise(part[..., 0], _COALE_DEMENY_1_4[name])
    return from_rates(rates, ax, widths)


def from_rates(
    mx: NDArray[np.float64], ax: NDArray[np.float64], widths: NDArray[np.float64]
) -> LifeTable:
    """All columns from rates and mean years lived (the open group's `ax` is ``1/M``)."""
    closed = widths[:-1]
    qx = np.ones_like(mx)
    rate = mx[..., :-1]
    qx[..., :-1] = np.minimum(closed * rate / (1 + (closed - ax[..., :-1]) * rate), 1.0)
    lx = np.ones_like(mx)
    np.cumprod(1 - qx[..., :-1], axis=-1, out=lx[..., 1:])
    return from_survivors(lx, ax, widths, mx[..., -1])


def from_survivors(
    lx: NDArray[np.float64],
    ax: NDArray[np.float64],
    widths: NDArray[np.float64],
    open_rate: NDArray[np.float64],
) -> LifeTable:
    """All columns from survivors, mean years lived and the open group's death rate."""
    dx = lx.copy()
    dx[..., :-1] -= lx[..., 1:]
    years = np.empty_like(lx)
    years[..., :-1] = widths[:-1] * lx[..., 1:] + ax[..., :-1] * dx[..., :-1]
    years[..., -1] = lx[..., -1] / open_rate
    above = np.cumsum(years[..., ::-1], axis=-1)[..., ::-1]
    ax = ax.copy()
    ax[..., -1] = 1 / open_rate
    with np.errstate(invalid="ignore", divide="ignore"):
        mx = np.where(years > 0, dx / years, 1 / ax)
        qx = np.where(lx > 0, dx / lx, 1.0)
        ex = np.where(lx > 0, above / lx, ax)
    return LifeTable(widths, mx, ax, qx, lx, dx, years, above, ex)


def survival_ratios(life_table: LifeTable, *, step: float) -> NDArray[np.float64]:
    """Ratios by which groups of width `step` survive one step, for :func:`project_cohorts`.

    With the person-years L of groups of width `step`: entry 0 is ``L(0)/(step·l(0))`` (births of
    the step into the first group), entry i is ``L(i)/L(i−1)``, the last is ``T(last)/T(last−1)``
    (the last two groups together into the open one). For a step of 5 the groups 0 and 1-4 are
    joined first.

    Parameters
    ----------
    life_table : LifeTable
        Shape ``(..., age)``.
    step : float
        Years, the width of the groups to project.

    Returns
    -------
    ndarray, shape (..., groups)

    Raises
    ------
    InvalidInputError
        The groups of the table cannot be joined to groups of width `step`.

    References
    ----------
    Preston, Heuveline and Guillot (2001), section 6.3.1.
    """
    starts = age_starts(life_table.age_widths)
    edges = np.arange(0.0, starts[-1] + step / 2, step)
    if edges.size < 2 or not np.all(np.isin(edges, starts)) or edges[-1] != starts[-1]:
        raise InvalidInputError(
            f"age groups starting at {starts[:4]}... cannot be joined to groups of {step:g} years",
            where="step",
            expected="a step whose multiples are starts of age groups, the open one included",
        )
    above = life_table.Tx[..., np.isin(starts, edges)]
    years = above.copy()
    years[..., :-1] -= above[..., 1:]
    ratios = np.zeros_like(years)
    ratios[..., 0] = years[..., 0] / (step * life_table.lx[..., 0])
    np.divide(years[..., 1:], years[..., :-1], out=ratios[..., 1:], where=years[..., :-1] > 0)
    np.divide(years[..., -1], above[..., -2], out=ratios[..., -1], where=above[..., -2] > 0)
    return ratios


def _by_sex(
    sex: str | Sequence[str], rates: NDArray[np.float64], ax: NDArray[np.float64]
) -> list[tuple[NDArray[np.float64], NDArray[np.float64], str]]:
    """Views of the rates and mean years of each sex, with its name."""
    if isinstance(sex, str):
        return [(rates, ax, checked_sex(sex))]
    names = [checked_sex(name) for name in sex]
    if rates.ndim < 2 or rates.shape[-2] != len(names):
        raise InvalidInputError(
            f"mx has shape {rates.shape} but {len(names)} sexes are named",
            where="sex",
            expected="as many sexes as the last axis but one is long",
        )
    return [(rates[..., i, :], ax[..., i, :], name) for i, name in enumerate(names)]


def _piecewise(
    rate: NDArray[np.float64], pieces: Sequence[tuple[float, float, float]]
) -> NDArray[np.float64]:
    conditions = [rate < upper for upper, _, _ in pieces]
    values = [intercept + slope * rate for _, intercept, slope in pieces]
    return np.select(conditions, values)


def _greville(rates: NDArray[np.float64], widths: NDArray[np.float64]) -> NDArray[np.float64]:
    n = np.append(widths[:-1], 1.0)
    hazard = np.maximum(rates, 1e-8) * n
    # Constant hazard h: n·(1/h − 1/(e^h − 1)); its series avoids cancellation for a small h.
    ax = n * np.where(
        hazard < 1e-4, 0.5 - hazard / 12, 1 / hazard - 1 / np.expm1(np.minimum(hazard, 700))
    )
    if widths.size > 2:
        middle = n[1:-1]
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = np.log(rates[..., 2:] / rates[..., :-2]) / (2 * middle)
            greville = middle / 2 - middle**2 / 12 * (rates[..., 1:-1] - slope)
        usable = np.isfinite(greville) & (greville > 0) & (greville < middle)
        ax[..., 1:-1] = np.where(usable, greville, ax[..., 1:-1])
    with np.errstate(divide="ignore"):
        ax[..., -1] = 1 / rates[..., -1]
    return np.asarray(ax)
