"""Age schedules of migration, and displacement as an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography.ages import age_starts, checked_widths
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "FUNDAMENTAL",
    "UNITED_NATIONS_SCHEDULE",
    "Displacement",
    "RogersCastro",
    "rogers_castro",
]

_OPEN_GROUP_YEARS = 20


@dataclass(frozen=True, slots=True)
class RogersCastro:
    """Named parameters of a Rogers-Castro model migration schedule.

    Attributes
    ----------
    a1, alpha1 : float
        Level and rate of descent of the childhood part.
    a2, mu2, alpha2, lambda2 : float
        Level, place (years), rates of descent and ascent of the labour-force part.
    a3, mu3, alpha3, lambda3 : float
        The same for the retirement part; ``a3 = 0`` leaves it out.
    c : float
        Constant part.
    end : float
        Age from which nobody moves, years.
    source : str
        Where the values come from.
    """

    a1: float
    alpha1: float
    a2: float
    mu2: float
    alpha2: float
    lambda2: float
    c: float = 0.0
    a3: float = 0.0
    mu3: float = 65.0
    alpha3: float = 0.5
    lambda3: float = 0.5
    end: float = np.inf
    source: str = ""


FUNDAMENTAL = RogersCastro(
    a1=0.02, alpha1=0.10, a2=0.06, mu2=20.0, alpha2=0.10, lambda2=0.40, c=0.003,
    source="Rogers and Castro (1981), Model Migration Schedules, IIASA RR-81-30: the basic "
    "standard ('fundamental') schedule",
)  # fmt: skip
"""The basic standard schedule of Rogers and Castro."""

UNITED_NATIONS_SCHEDULE = RogersCastro(
    a1=0.2215, alpha1=0.1714, a2=1.0, mu2=19.672, alpha2=0.0821, lambda2=0.2196, end=85,
    source="fitted (least chi-square) to the five-year model schedule of net migration of World "
    "Population Prospects 2019; largest difference 0.14 percentage points",
)  # fmt: skip
"""Close to the schedule by which the United Nations spread total net migration in 2019."""


def rogers_castro(
    age_widths: ArrayLike, *, parameters: RogersCastro = UNITED_NATIONS_SCHEDULE
) -> NDArray[np.float64]:
    """Shares of migrants by age after a Rogers-Castro model schedule.

    ``m(x) = a1·exp(−α1·x) + a2·exp(−α2(x−μ2) − exp(−λ2(x−μ2))) + a3·exp(−α3(x−μ3) −
    exp(−λ3(x−μ3))) + c``, taken at the middle of every year of age, summed by group and divided
    by the sum. The open group counts 20 years.

    Parameters
    ----------
    age_widths : array_like, shape (age,)
        Whole years, the last ``inf``.
    parameters : RogersCastro
        Default :data:`UNITED_NATIONS_SCHEDULE`; see also :data:`FUNDAMENTAL`.

    Returns
    -------
    ndarray, shape (age,)
        Sum 1.

    Raises
    ------
    InvalidInputError
        The widths are not whole years, or the parameters give a negative or zero schedule.

    References
    ----------
    Rogers and Castro (1981), IIASA RR-81-30, section 3.
    """
    raw = np.asarray(age_widths, dtype=float)
    widths = checked_widths(raw, raw.size)
    closed = widths[:-1]
    if np.any(closed != np.round(closed)):
        raise InvalidInputError(
            "age groups are not whole years", where="age_widths", expected="whole years"
        )
    p = parameters
    x = np.arange(int(closed.sum()) + _OPEN_GROUP_YEARS) + 0.5
    curve = p.a1 * np.exp(-p.alpha1 * x) + p.c
    for level, place, descent, ascent in (
        (p.a2, p.mu2, p.alpha2, p.lambda2),
        (p.a3, p.mu3, p.alpha3, p.lambda3),
    ):
        if level:
            curve += level * np.exp(-descent * (x - place) - np.exp(-ascent * (x - place)))
    curve[x >= p.end] = 0.0
    if not np.all(np.isfinite(curve)) or curve.min() < 0 or curve.sum() <= 0:
        raise InvalidInputError(
            "the schedule is negative, zero or infinite at some age",
            where="parameters",
            expected="non-negative levels, at least one of them positive",
        )
    shares = np.add.reduceat(curve, age_starts(widths).astype(int))
    return np.asarray(shares / shares.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Displacement:
    """People leave at once; a part of them comes back over the years.

    At the end of step `step` the share `share` of those present leaves. Of the leavers the share
    `returning` waits to come back: after `half_life` years half of them have returned, after two
    half-lives three quarters (``1 − 2^(−years/half_life)`` a step, of those then alive). The rest
    have left for good. While away people die at the rates of the area; their children born away
    are not counted.

    Attributes
    ----------
    step : int
        Number of the step, from 0: in a projection from 1 January 2022 by years, 2022 is 0.
    share : array_like, shape (..., sex, age) or one number
        Share of those present that leaves, 0 to 1.
    returning : array_like, shape (...)
        Share of the leavers that will return in the long run, 0 to 1.
    half_life : array_like, shape (...)
        Years, more than zero; ``inf`` for no return.
    """

    step: int
    share: ArrayLike
    returning: ArrayLike = 0.0
    half_life: ArrayLike = np.inf

    def __post_init__(self) -> None:
        if self.step < 0 or self.step != int(self.step):
            raise InvalidInputError(
                f"step {self.step!r} is not the number of a step",
                where="step",
                expected="0, 1, ...",
            )
        for name in ("share", "returning"):
            values = np.asarray(getattr(self, name), dtype=float)
            if not np.all((values >= 0) & (values <= 1)):
                raise InvalidInputError(
                    f"{name} is missing or outside 0 to 1", where=name, expected="0 to 1"
                )
        if not np.all(np.asarray(self.half_life, dtype=float) > 0):
            raise InvalidInputError(
                "the half-life is missing or not positive", where="half_life", expected="years"
            )
