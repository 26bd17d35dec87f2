"""Measures of the age and sex structure: loads, mean and median age, groups that need services.

Arrays have the axes ``(..., sex, age)``; results keep the leading axes. A population of nobody has
no structure: ratios are NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stratanalysis.demography.ages import age_starts, checked_widths
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "UKRSTAT_WORKING_AGE",
    "UNITED_NATIONS_WORKING_AGE",
    "DependencyRatios",
    "dependency_ratios",
    "distribute_open_age",
    "mean_age",
    "median_age",
    "persons_of_age",
]

UNITED_NATIONS_WORKING_AGE = (15, 65)
"""0-14, 15-64, 65 and over."""
UKRSTAT_WORKING_AGE = (16, 60)
"""0-15, 16-59, 60 and over, as the State Statistics Service prints the demographic load."""


class DependencyRatios(NamedTuple):
    """Persons outside working age per person in it, each of shape ``(...)``."""

    youth: NDArray[np.float64]
    old_age: NDArray[np.float64]
    total: NDArray[np.float64]


def persons_of_age(
    population: ArrayLike, first: float, stop: float = np.inf, *, age_widths: ArrayLike
) -> NDArray[np.float64]:
    """Persons aged `first` to under `stop`, by sex.

    Parameters
    ----------
    population : array_like, shape (..., age)
        Persons; usually ``(..., sex, age)``.
    first, stop : float
        Ages in years that are borders of the groups; ``inf`` for all above.
    age_widths : array_like, shape (age,)
        Years, the last ``inf``.

    Returns
    -------
    ndarray, shape (...)
        The age axis summed. Preschool children are ``persons_of_age(p, 0, 6, ...)``, pupils
        ``persons_of_age(p, 6, 18, ...)``.

    Raises
    ------
    InvalidInputError
        A bound falls inside a group, or `stop` is not above `first`.
    """
    people = np.asarray(population, dtype=float)
    widths = checked_widths(age_widths, people.shape[-1])
    borders = np.append(age_starts(widths), np.inf)
    for name, age in (("first", first), ("stop", stop)):
        if age not in borders:
            raise InvalidInputError(
                f"age {age:g} is not a border of the age groups",
                where=name,
                expected=f"one of {', '.join(f'{b:g}' for b in borders[:4])}, ..., "
                f"{borders[-2]:g}, inf",
            )
    if stop <= first:
        raise InvalidInputError(f"stop {stop:g} is not above {first:g}", where="stop")
    low, high = np.searchsorted(borders, [first, stop])
    return np.asarray(people[..., low:high].sum(axis=-1))


def dependency_ratios(
    population: ArrayLike,
    *,
    age_widths: ArrayLike,
    working_age: tuple[float, float] = UKRSTAT_WORKING_AGE,
) -> DependencyRatios:
    """Youth, old-age and total dependency: persons below, above, and both, per person between.

    Parameters
    ----------
    population : array_like, shape (..., sex, age)
        Persons.
    age_widths : array_like, shape (age,)
        Years.
    working_age : (float, float)
        First working age and first age above it: :data:`UKRSTAT_WORKING_AGE` or
        :data:`UNITED_NATIONS_WORKING_AGE`.

    Returns
    -------
    DependencyRatios
        Ratios; times 1,000 they are the demographic load that the State Statistics Service prints.
        NaN where nobody is of working age.
    """
    people = np.asarray(population, dtype=float).sum(axis=-2)
    low, high = working_age
    young = persons_of_age(people, 0, low, age_widths=age_widths)
    working = persons_of_age(people, low, high, age_widths=age_widths)
    old = persons_of_age(people, high, age_widths=age_widths)
    return DependencyRatios(
        _ratio(young, working), _ratio(old, working), _ratio(young + old, working)
    )


def mean_age(
    population: ArrayLike, *, age_widths: ArrayLike, open_group_years: float = 4.3
) -> NDArray[np.float64]:
    """Mean age in years, everyone at the middle of the group.

    Parameters
    ----------
    population : array_like, shape (..., age)
        Persons; sum the sexes before for both together.
    age_widths : array_like, shape (age,)
        Years.
    open_group_years : float
        Mean years above the start of the open group. With 4.3 the mean ages that the State
        Statistics Service prints for 1 January 2022 follow from its table to 80 and over, to 0.1
        year for every oblast and sex; from 100 and over some 2 years would be right.

    Returns
    -------
    ndarray, shape (...)
        NaN for a population of nobody.
    """
    people = np.asarray(population, dtype=float)
    widths = checked_widths(age_widths, people.shape[-1])
    middle = age_starts(widths) + np.append(widths[:-1] / 2, open_group_years)
    return _ratio((people * middle).sum(axis=-1), people.sum(axis=-1))


def median_age(population: ArrayLike, *, age_widths: ArrayLike) -> NDArray[np.float64]:
    """Age that halves the population, in a straight line inside its group.

    Parameters
    ----------
    population : array_like, shape (..., age)
        Persons; sum the sexes before for both together.
    age_widths : array_like, shape (age,)
        Years.

    Returns
    -------
    ndarray, shape (...)
        Years. NaN for a population of nobody, or where half of it is in the open group.
    """
    people = np.asarray(population, dtype=float)
    widths = checked_widths(age_widths, people.shape[-1])
    reached = np.cumsum(people, axis=-1)
    half = reached[..., -1:] / 2
    group = (reached < half).sum(axis=-1, keepdims=True)
    inside = np.take_along_axis(people, np.minimum(group, widths.size - 1), axis=-1)
    before = np.take_along_axis(reached, np.minimum(group, widths.size - 1), axis=-1) - inside
    start, width = age_starts(widths)[group[..., 0]], widths[group[..., 0]]
    with np.errstate(invalid="ignore", divide="ignore"):
        age = start + width * ((half - before) / inside)[..., 0]
    return np.where(np.isfinite(age), age, np.nan)


def distribute_open_age(
    population: ArrayLike, *, person_years: ArrayLike, age_widths: ArrayLike
) -> NDArray[np.float64]:
    """Spread the open group over older groups as a stationary population is spread.

    Parameters
    ----------
    population : array_like, shape (..., sex, age)
        Persons; the last group is open, for instance 80 and over.
    person_years : array_like, shape (..., sex, wanted age)
        `Lx` of a life table with the wanted groups.
    age_widths : array_like, shape (wanted age,)
        Widths of the wanted groups; those below the open group are those of `population`.

    Returns
    -------
    ndarray, shape (..., sex, wanted age)
        Same totals; the groups below are untouched.

    Raises
    ------
    InvalidInputError
        The wanted groups are fewer than those of the population.
    """
    people = np.asarray(population, dtype=float)
    years = np.asarray(person_years, dtype=float)
    widths = checked_widths(age_widths, years.shape[-1])
    last = people.shape[-1] - 1
    if last >= widths.size:
        raise InvalidInputError(
            f"{people.shape[-1]} groups cannot be spread over {widths.size}", where="age_widths"
        )
    above = years[..., last:]
    spread = people[..., last:] * (above / above.sum(axis=-1, keepdims=True))
    lead = np.broadcast_shapes(people.shape[:-1], spread.shape[:-1])
    below = np.broadcast_to(people[..., :last], (*lead, last))
    return np.concatenate([below, spread], axis=-1)


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.asarray(above / below)
    return np.where(np.asarray(below) > 0, ratio, np.nan)
