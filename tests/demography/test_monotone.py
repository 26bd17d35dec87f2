"""The monotone curve against scipy's program of the same method."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.interpolate import PchipInterpolator

from stratanalysis.demography._monotone import monotone_curve

KNOTS = np.array([0.0, 1.0, 3.0, 4.0, 8.0, 9.5])
AT = np.concatenate([np.linspace(0.0, 9.5, 77), KNOTS, [-0.5, 10.0]])


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 0.1, 0.5, 0.6, 0.9, 1.0],
        [5.0, 5.0, 5.0, 2.0, 2.0, 7.0],  # level pieces, and a turn
        [1.0, -4.0, 3.0, 3.5, 3.4, 90.0],  # steep ends with a turn beside them
        [0.0, 10.0, 9.0, 9.5, 12.0, 1.0],
    ],
)
def test_agrees_with_scipy(values):
    ours = monotone_curve(KNOTS, np.array(values), AT)
    assert_allclose(ours, PchipInterpolator(KNOTS, values)(AT), rtol=1e-13, atol=1e-13)


def test_leading_axes_are_separate_curves_and_the_curve_does_not_turn():
    rng = np.random.default_rng(4)
    values = np.cumsum(rng.exponential(size=(3, 2, KNOTS.size)), axis=-1)
    inside = np.linspace(KNOTS[0], KNOTS[-1], 500)
    curves = monotone_curve(KNOTS, values, inside)
    assert curves.shape == (3, 2, 500)
    assert np.all(np.diff(curves, axis=-1) > 0)
    assert_allclose(curves[2, 1], monotone_curve(KNOTS, values[2, 1], inside), rtol=1e-14)
    assert_allclose(monotone_curve(KNOTS, values, KNOTS), values, rtol=1e-14)
