"""People who leave at once and partly come back: checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import Displacement
from stratanalysis.errors import InvalidInputError

from .options import project_cohorts


def immortal(events, years=8, ages=12):
    """1,000 of each sex aged 3 in a place where nobody dies, is born or moves otherwise."""
    people = np.zeros((2, ages))
    people[:, 3] = 1000.0
    return project_cohorts(
        people,
        survival=np.ones((years, 2, ages)),
        fertility=np.zeros((1, ages)),
        sex_ratio_at_birth=1.06,
        displacement=events,
    )


def test_half_of_those_who_return_are_back_after_one_half_life():
    share = np.zeros((2, 12))
    share[0, 4] = 0.6  # women who are 4 at the end of the first year; men stay
    projection = immortal([Displacement(0, share, returning=0.5, half_life=3.0)])
    women = projection.population[:, 0].sum(axis=-1)
    # 600 leave, 300 of them will return: 150 within three years, 225 within six.
    assert_allclose(women[[0, 1, 4, 7]], [1000, 400, 550, 625])
    assert_allclose(projection.population[:, 1].sum(axis=-1), 1000)
    assert_allclose(projection.displaced.sum(axis=(-2, -1))[[0, 1, 4, 7]], [0, 300, 150, 75])
    assert_allclose(projection.population[4, 0, 7], 550)  # they come back three years older


def test_without_return_the_pool_stays_empty():
    projection = immortal([Displacement(2, 0.25)])
    assert_allclose(projection.total, [2000, 2000, 2000, *[1500] * 6])
    assert_allclose(projection.displaced, 0.0)


def test_the_displaced_die_while_away():
    ages = 12
    people = np.full((2, ages), 0.0)
    people[:, 0] = 1000
    projection = project_cohorts(
        people,
        survival=np.full((3, 2, ages), 0.9),
        fertility=np.zeros((1, ages)),
        sex_ratio_at_birth=1.0,
        displacement=[Displacement(0, 1.0, returning=1.0, half_life=1.0)],
    )
    # 900 of each sex live and leave; 810 live on, 405 of them return; 364.5 live, 182.25 return.
    assert_allclose(projection.total, [2000, 0, 810, 2 * (405 * 0.9 + 182.25)])


def test_events_broadcast_over_draws():
    half_life = np.array([1.0, 2.0, np.inf])
    together = immortal([Displacement(0, 0.5, returning=0.8, half_life=half_life)])
    for draw, value in enumerate(half_life):
        alone = immortal([Displacement(0, 0.5, returning=0.8, half_life=float(value))])
        assert_allclose(together.population[draw], alone.population)
    assert together.total[2, -1] == pytest.approx(1000)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({"step": -1, "share": 0.1}, "step -1"),
        ({"step": 0, "share": 1.1}, "share is missing or outside"),
        ({"step": 0, "share": 0.1, "returning": np.nan}, "returning is missing"),
        ({"step": 0, "share": 0.1, "half_life": 0}, "half-life"),
    ],
)
def test_impossible_events_are_refused(event, message):
    with pytest.raises(InvalidInputError, match=message):
        Displacement(**event)
