"""What an area's own past says: cohorts by shrunk ratios, totals by a combination of rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stratanalysis.demography import _past_ratios as past
from stratanalysis.demography.ages import SEXES, checked_widths
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["RECIPE", "OwnPast", "Recipe", "damped_years", "local_growth", "own_past"]

_ROUNDS = 3


class Recipe(NamedTuple):
    """Constants of :func:`own_past`, chosen by rolling back-tests (see the method note).

    Attributes
    ----------
    cell : float
        τ, persons: the parent's ratio has the weight ``τ / (τ + N)`` in a cell of N persons.
    older : float
        Weight of the pairs of observations that are five to ten years old.
    kept : float
        Part of the growth of the past that goes on at all.
    damping : float
        Part of a growth rate that is kept from one five-year block to the next.
    child_trend : float
        The same for the trend of the parent's child-woman ratio; the first block has it too.
    near, far : (float, float, float)
        Weights of cohorts, own damped growth and the parent's growth with the own residual, up to
        five years ahead and later.
    parent_trend : float
        Weight of the parent's own damped growth against its cohorts.
    largest_growth : float
        A year, as a logarithm: faster growth of the past is cut.
    caps : (float, float)
        Smallest and largest cohort change ratio.
    """

    cell: float = 100.0
    older: float = 0.5
    kept: float = 0.85
    damping: float = 0.5
    child_trend: float = 0.5
    near: tuple[float, float, float] = (0.30, 0.35, 0.35)
    far: tuple[float, float, float] = (0.50, 0.25, 0.25)
    parent_trend: float = 0.7
    largest_growth: float = 0.06
    caps: tuple[float, float] = (0.3, 3.0)


RECIPE = Recipe()


@dataclass(frozen=True, slots=True, eq=False)
class OwnPast:
    """Areas and their parents carried forward.

    Attributes
    ----------
    population : ndarray, shape (area, steps + 1, sex, age)
        Persons, the start included.
    parent : ndarray, shape (group, steps + 1, sex, age)
        The sums over the areas of each group.
    volatility : ndarray, shape (area,)
        ``|own − parent's growth|`` a year over the last five years, for the bands.
    """

    population: NDArray[np.float64]
    parent: NDArray[np.float64]
    volatility: NDArray[np.float64]


def damped_years(years: ArrayLike, damping: float) -> NDArray[np.float64]:
    """Years of growth that are left when every block of five years keeps the part `damping`.

    ``D(y) = Σ(i = 1 … y) damping^⌊(i − 1)/5⌋``: five for five years, 7.5 for ten at a half.

    Examples
    --------
    >>> damped_years([5, 7, 10], 0.5).tolist()
    [5.0, 6.0, 7.5]
    """
    ahead = np.asarray(years, dtype=float)
    blocks = np.floor(ahead / past.BLOCK)
    whole = blocks if damping == 1 else (1 - damping**blocks) / (1 - damping)
    return np.asarray(past.BLOCK * whole + (ahead - past.BLOCK * blocks) * damping**blocks)


def own_past(
    history: ArrayLike,
    *,
    steps: int,
    age_widths: ArrayLike,
    groups: ArrayLike | None = None,
    parent_projection: ArrayLike | None = None,
    recipe: Recipe = RECIPE,
) -> OwnPast:
    """Carry areas forward by their own past, each cell as far as its size allows.

    Cohort change ratios are ``(Σ N(a+1) + τ·R) / (Σ N(a) + τ)`` with the parent's ratio R, children
    follow ``mothers × the parent's child-woman ratio × the own relation to it`` (shrunk alike).
    The logarithm of the total's growth is a weighted mean of three: the cohorts', the own growth of
    the past, and the parent's growth with the own residual of the past; the last two are damped
    (:func:`damped_years`). Growth of the past is the mean of the last five and the last ten years.
    Ages and totals are then fitted to the parent by iterative proportional fitting, so that areas
    add up to it.

    Parameters
    ----------
    history : array_like, shape (area, time, sex, age)
        Persons, observations one group width apart, the last one the start; at least two. Ten
        years are used at most.
    steps : int
        Steps of one group width.
    age_widths : array_like, shape (age,)
        Years, all closed groups alike.
    groups : array_like of int, shape (area,), optional
        Number of the parent of every area, from 0; without it all have one parent. A parent is the
        sum of its areas.
    parent_projection : array_like, shape (group, steps + 1, sex, age), optional
        Where the parents are projected elsewhere (births and deaths of the nation, say): their
        fertility, cohorts and totals are followed. Without it they are carried by their own past.
    recipe : Recipe
        Constants.

    Returns
    -------
    OwnPast
        Persons, never negative; an area of nobody stays empty.

    Raises
    ------
    InvalidInputError
        Unusable shapes, values or widths.

    Notes
    -----
    Zero cells are no gaps: their ratio is the parent's. A missing cell is refused.

    References
    ----------
    Hamilton and Perry (1962), Social Forces 41(2); Wilson and others (2022), Population Research
    and Policy Review 41, on combined forecasts of small areas; the weights are our own back-tests.

    Examples
    --------
    >>> import numpy as np
    >>> from stratanalysis.demography import five_year_ages
    >>> still = np.full((2, 2, 2, 18), 100.0)
    >>> found = own_past(still, steps=2, age_widths=five_year_ages(85))
    >>> found.population.shape, bool(found.volatility.max() < 1e-12)
    ((2, 3, 2, 18), True)
    """
    people, index, width = _checked(history, groups, age_widths, steps)
    count = int(index.max()) + 1
    parents = _summed(people, index, count)
    starts = np.arange(people.shape[-1]) * width
    mothers = (starts >= 15) & (starts + width <= 50)
    given = None if parent_projection is None else np.asarray(parent_projection, dtype=float)
    if given is not None and given.shape != (count, steps + 1, *people.shape[2:]):
        raise InvalidInputError(
            f"parent_projection has shape {given.shape}",
            where="parent_projection",
            expected=f"{(count, steps + 1, *people.shape[2:])}",
        )
    years = np.asarray(width * np.arange(1, steps + 1), dtype=float)
    grown, grown_parent = (recipe.kept * past.growth(each, width) for each in (people, parents))
    if given is None:
        given = _parents(parents, years, mothers, grown_parent, recipe)
    cohorts = _cohorts(people, parents, index, given, mothers, recipe)
    start = past.totals(people[:, -1])
    limit = recipe.largest_growth
    own = np.clip(grown, -limit, limit)
    residual = np.clip(grown - grown_parent[index], -limit, limit)
    out = np.empty_like(cohorts)
    out[:, 0] = people[:, -1]
    for step, ahead in enumerate(years, start=1):
        target = given[:, step]
        left = damped_years(ahead, recipe.damping)
        weights = recipe.near if ahead <= past.BLOCK else recipe.far
        follow = past.log_ratio(past.totals(target), past.totals(parents[:, -1]))[index]
        growth = (
            weights[0] * past.log_ratio(past.totals(cohorts[:, step]), start)
            + weights[1] * own * left
            + weights[2] * (follow + residual * left)
        )
        total = start * np.exp(growth)
        total *= past.ratio(
            past.totals(target), np.asarray(np.bincount(index, total, count), dtype=float)
        )[index]
        out[:, step] = _fitted(cohorts[:, step], target, total, index)
    parent = given.copy()
    parent[:, 0] = parents[:, -1]
    recent = past.recent_growth(people, width) - past.recent_growth(parents, width)[index]
    return OwnPast(out, parent, np.abs(recent))


def _checked(
    history: ArrayLike, groups: ArrayLike | None, age_widths: ArrayLike, steps: int
) -> tuple[NDArray[np.float64], NDArray[np.int64], float]:
    people = np.asarray(history, dtype=float)
    if people.ndim != 4 or people.shape[1] < 2 or people.shape[2] != len(SEXES):
        raise InvalidInputError(
            f"history has shape {people.shape}",
            where="history",
            expected="(area, time, sex, age) with at least two times",
        )
    if not np.all(people >= 0):
        raise InvalidInputError("history has missing or negative cells", where="history")
    widths = checked_widths(age_widths, people.shape[3])
    width = float(widths[0])
    if np.any(widths[:-1] != width) or width not in (1.0, 5.0):
        raise InvalidInputError(
            "the age groups differ in width",
            where="age_widths",
            expected="single years or five-year groups throughout",
        )
    if steps < 1:
        raise InvalidInputError(f"steps is {steps}", where="steps", expected="at least 1")
    index = np.zeros(len(people), dtype=np.int64) if groups is None else np.asarray(groups)
    if index.shape != (len(people),) or index.dtype.kind not in "iu" or index.min() < 0:
        raise InvalidInputError(
            f"groups of shape {index.shape}",
            where="groups",
            expected="the number of a parent for every area, from 0",
        )
    back = round(2 * past.BLOCK / width) + 1
    return people[:, -back:], index.astype(np.int64), width


def _summed(
    values: NDArray[np.float64], index: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    sums = np.zeros((count, *values.shape[1:]))
    np.add.at(sums, index, values)
    return sums


def _parents(
    parents: NDArray[np.float64],
    years: NDArray[np.float64],
    mothers: NDArray[np.bool_],
    grown: NDArray[np.float64],
    recipe: Recipe,
) -> NDArray[np.float64]:
    """Parents by their own ratios, the trend of their child-woman ratio and their damped growth."""
    reached, before = past.pairs(parents, recipe.older)
    ratios = np.clip(past.ratio(reached, before), *recipe.caps)
    young, women = past.children(parents, mothers)
    both = past.log_ratio(young.sum(axis=-1), women)
    change = np.diff(both, axis=1)
    trend = np.zeros(len(parents)) if change.shape[1] == 0 else change[:, -1]
    if change.shape[1] > 1:  # only a trend that two blocks share is carried on
        smaller = np.minimum(np.abs(change[:, -1]), np.abs(change[:, -2]))
        trend = np.where(change[:, -1] * change[:, -2] > 0, np.sign(trend) * smaller, 0.0)
    level = young[:, -1] / np.maximum(women[:, -1:], 1e-9)
    start = past.totals(parents[:, -1])
    now, out = parents[:, -1], [parents[:, -1]]
    for ahead in years:
        up = recipe.child_trend * damped_years(ahead, recipe.child_trend) / past.BLOCK
        born = level * np.exp(np.clip(trend * up, -0.5, 0.5))[:, None]
        now = past.step(now, ratios, born, mothers)
        cohorts = past.log_ratio(past.totals(now), start)
        trended = grown * damped_years(ahead, recipe.damping)
        growth = (1 - recipe.parent_trend) * cohorts + recipe.parent_trend * trended
        out.append(now * past.ratio(start * np.exp(growth), past.totals(now))[:, None, None])
    return np.stack(out, axis=1)


def _cohorts(
    people: NDArray[np.float64],
    parents: NDArray[np.float64],
    index: NDArray[np.int64],
    given: NDArray[np.float64],
    mothers: NDArray[np.bool_],
    recipe: Recipe,
) -> NDArray[np.float64]:
    """Areas by ratios shrunk to the parent's; their relation to it stays, the parent moves."""
    reached, before = past.pairs(people, recipe.older)
    reached_parent, before_parent = past.pairs(parents, recipe.older)
    typical = past.ratio(reached_parent, before_parent)
    shrunk = (reached + recipe.cell * typical[index]) / (before + recipe.cell)
    relation = past.ratio(shrunk, typical[index])
    young, women = (part[:, -1] for part in past.children(people, mothers))
    young_parent, women_parent = (part[:, -1] for part in past.children(parents, mothers))
    level = (young_parent / np.maximum(women_parent, 1e-9)[:, None])[index]
    own = (young + recipe.cell * level) / (women + recipe.cell)[:, None]
    children = past.ratio(own, level)
    now, out = people[:, -1], [people[:, -1]]
    for step in range(1, given.shape[1]):
        ratios = (
            past.ratio(given[:, step, :, 1:], past.before(given[:, step - 1]))[index] * relation
        )
        mothers_parent = given[:, step, 0][:, mothers].sum(axis=-1)
        born = (given[:, step, :, 0] / np.maximum(mothers_parent, 1e-9)[:, None])[index] * children
        now = past.step(now, np.clip(ratios, *recipe.caps), born, mothers)
        out.append(now)
    return np.stack(out, axis=1)


def _fitted(
    people: NDArray[np.float64],
    parent: NDArray[np.float64],
    totals: NDArray[np.float64],
    index: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Fit to the parent's cells and the areas' totals in turn, the totals last."""
    for _ in range(_ROUNDS):
        people = people * past.ratio(parent, _summed(people, index, len(parent)))[index]
        people = people * past.ratio(totals, past.totals(people))[:, None, None]
    return people


def local_growth(
    growth: ArrayLike, natural: ArrayLike, *, kept: float = 0.7, largest: float = 0.015
) -> NDArray[np.float64]:
    """Yearly growth of an area of which only totals are known.

    ``natural + kept · clip(growth − natural, ±largest)``: the parent's natural change, and a part
    of what the area's own past shows beyond it. The second part is migration and the difference of
    natural change, and is damped in later years (:func:`damped_years`). A larger difference than
    `largest` is a change of boundaries or of counting as often as not.

    Parameters
    ----------
    growth : array_like, shape (area,)
        The area's own growth a year, a share; missing gives the natural change alone.
    natural : array_like, shape (area,) or one number
        Natural change of the parent a year, a share of its population.
    kept, largest : float
        Chosen on Ukrainian communities 2020-2022.

    Returns
    -------
    ndarray, shape (area,)

    Examples
    --------
    >>> local_growth([0.0, -0.012, 0.30], -0.01).round(4).tolist()
    [-0.003, -0.0114, 0.0005]
    """
    own = np.asarray(growth, dtype=float)
    beyond = np.clip(own - np.asarray(natural, dtype=float), -largest, largest)
    return np.asarray(natural + kept * np.nan_to_num(beyond))
