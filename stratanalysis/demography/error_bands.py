"""Bands of small-area forecasts from the errors that back-tests had."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stratanalysis.errors import InvalidInputError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ERROR_COLUMNS",
    "SIZES",
    "VOLATILITIES",
    "ErrorBand",
    "error_band",
    "error_table",
]

SIZES = (0.0, 5_000.0, 20_000.0, 100_000.0, np.inf)
"""Bounds of the classes of population at the launch, persons."""
VOLATILITIES = (0.0, 0.005, 0.015, np.inf)
"""Bounds of the classes of ``|own − parent's growth|`` a year over the last five years."""
ERROR_COLUMNS = (
    "variable", "horizon", "volatility_from", "size_from", "half_width", "coverage", "cases"
)  # fmt: skip

_FOLDS = 10
_SWEEPS = 25
_PRIOR = 20
"""Cases that weigh as much as the product of the factors: of 20, 50 and 150 the best on one half of
the regions, each judged by the others."""
_Z90 = 1.2815515655446004


class ErrorBand(NamedTuple):
    """An 80 % band of one forecast.

    Attributes
    ----------
    half_width : ndarray
        On the logarithm: the band is ``forecast · exp(∓ half_width)``.
    coverage : float
        Share of the outcomes of the class that such bands held where the region of the outcome was
        left out of the fitting.
    cases : int
        Number of these outcomes.
    """

    half_width: NDArray[np.float64]
    coverage: NDArray[np.float64]
    cases: NDArray[np.float64]

    @property
    def deviation(self) -> NDArray[np.float64]:
        """Standard deviation of the logarithm of a normal error with this band."""
        return np.asarray(self.half_width / _Z90)


def error_table(errors: pd.DataFrame, *, nominal: float = 0.8) -> pd.DataFrame:
    """Half-widths by horizon, volatility and size from the errors of back-tests.

    ``half_width = own^w · (q(horizon) · v(volatility) · s(size))^(1 − w)``: own is the quantile
    `nominal` of the class's errors and ``w = cases / (cases + 20)``; the factors are fitted in turn
    until the share `nominal` of every horizon, volatility class and size class lies inside. A
    longer horizon is never narrower than a shorter one. Coverage is counted in ten folds of whole
    regions: the outcomes of a region are judged by the table of the others.

    Parameters
    ----------
    errors : DataFrame
        Columns variable, region (a county, a state), horizon (years), size (persons at the
        launch), volatility (a year) and error (``ln(actual / forecast)``); rows without an error
        are left out.
    nominal : float
        Share that the bands are to hold.

    Returns
    -------
    DataFrame
        Columns :data:`ERROR_COLUMNS`; half_width is a logarithm.

    Raises
    ------
    InvalidInputError
        There are no errors at all.
    """
    import pandas as pd

    known = errors[errors["error"].notna()]
    if known.empty:
        raise InvalidInputError("there are no errors to learn from", where="errors")
    frames = [
        _one_variable(rows, nominal).assign(variable=variable)
        for variable, rows in known.groupby("variable", sort=False)
    ]
    return pd.concat(frames, ignore_index=True)[list(ERROR_COLUMNS)]


def _one_variable(rows: pd.DataFrame, nominal: float) -> pd.DataFrame:
    """Half-widths of all cases; coverage and cases where each fold is judged by the others."""
    import pandas as pd

    part = _classed(rows).assign(region=rows["region"].astype(str))
    part = part.sort_values("region", kind="stable")
    fold = pd.factorize(part["region"])[0] % _FOLDS
    keys = pd.MultiIndex.from_frame(part[list(_KEYS)])
    error = part["size_of_error"].to_numpy(dtype=float)
    inside = np.full(len(part), np.nan)
    for number in range(_FOLDS):
        out = fold == number
        if out.any() and not out.all():
            width = _half_widths(part[~out], nominal).reindex(keys[out]).to_numpy(dtype=float)
            inside[out] = np.where(np.isnan(width), np.nan, error[out] <= width)
    counted = part.assign(inside=inside).groupby(list(_KEYS))["inside"]
    widths = _half_widths(part, nominal)
    table = pd.DataFrame(
        {
            "half_width": widths,
            "coverage": counted.mean().reindex(widths.index),
            "cases": counted.count().reindex(widths.index).fillna(0).astype(int),
        }
    ).reset_index()
    return table.assign(
        volatility_from=np.array(VOLATILITIES)[table["volatility_class"].to_numpy()],
        size_from=np.array(SIZES)[table["size_class"].to_numpy()],
    )


_KEYS = ("horizon", "volatility_class", "size_class")


def _classed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        volatility_class=np.digitize(rows["volatility"], VOLATILITIES[1:-1]),
        size_class=np.digitize(rows["size"], SIZES[1:-1]),
        size_of_error=rows["error"].abs(),
    )


def _half_widths(rows: pd.DataFrame, nominal: float) -> pd.Series:
    import pandas as pd

    horizons, at = np.unique(rows["horizon"], return_inverse=True)
    codes = (at, rows["volatility_class"].to_numpy(), rows["size_class"].to_numpy())
    sizes = (len(horizons), len(VOLATILITIES) - 1, len(SIZES) - 1)
    error = rows["size_of_error"].to_numpy()
    factors = [np.ones(size) for size in sizes]
    for _ in range(_SWEEPS):
        for axis, size in enumerate(sizes):
            width = np.prod([f[c] for f, c in zip(factors, codes, strict=True)], axis=0)
            for number in range(size):
                chosen = codes[axis] == number
                if chosen.any():
                    factors[axis][number] *= np.quantile(error[chosen] / width[chosen], nominal)
        for axis in (1, 2):  # the classes are relative to their cases, the level is the horizon's
            factors[axis] /= np.exp(np.log(factors[axis])[codes[axis]].mean())
    classes = factors[1][:, None] * factors[2][None, :]
    width = classes[codes[1], codes[2]]
    level = [np.quantile(error[at == k] / width[at == k], nominal) for k in range(len(horizons))]
    cube = np.array(level)[:, None, None] * classes
    index = pd.MultiIndex.from_product([horizons, range(sizes[1]), range(sizes[2])], names=_KEYS)
    cells = rows.groupby(list(_KEYS))["size_of_error"]
    own = cells.quantile(nominal).reindex(index).to_numpy(dtype=float).reshape(sizes)
    cases = cells.size().reindex(index, fill_value=0).to_numpy(dtype=float).reshape(sizes)
    weight = cases / (cases + _PRIOR)
    cube = cube ** (1 - weight) * np.where(cases > 0, own, 1.0) ** weight
    # Only large areas are followed for long: a longer horizon is never taken for a safer one.
    return pd.Series(np.maximum.accumulate(cube).ravel(), index=index)


def error_band(
    table: pd.DataFrame,
    *,
    horizon: ArrayLike,
    size: float,
    volatility: float,
    variable: str = "population",
) -> ErrorBand:
    """Band of one area by years ahead.

    Between the horizons of the table the half-width is interpolated; before the first it falls to
    that of the first (nothing is known better than the last counted figure); beyond the last it
    grows with the square root of the years.

    Parameters
    ----------
    table : DataFrame
        From :func:`error_table`, or the reference table ``population_forecast_errors``.
    horizon : array_like
        Years ahead, 0 or more.
    size : float
        Persons at the launch.
    volatility : float
        ``|own − parent's growth|`` a year; missing counts as the middle class.
    variable : str
        One of those of the table.

    Returns
    -------
    ErrorBand
        Coverage and cases are those of the nearest horizon of the table; where the class has fewer
        than 40 cases, those of all classes of this horizon.

    Raises
    ------
    UnknownNameError
        No such variable.
    InvalidInputError
        A horizon or the size is missing or negative.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("population", h, v, s, 0.02 * h, 0.8, 100)
    ...         for h in (1, 5) for v in VOLATILITIES[:-1] for s in SIZES[:-1]]
    >>> table = pd.DataFrame(rows, columns=list(ERROR_COLUMNS))
    >>> band = error_band(table, horizon=[1, 3, 5, 20], size=9000, volatility=0.01)
    >>> band.half_width.round(3).tolist()
    [0.02, 0.06, 0.1, 0.2]
    """
    names = tuple(table["variable"].unique())
    if variable not in names:
        raise UnknownNameError("variable", variable, names)
    ahead = np.atleast_1d(np.asarray(horizon, dtype=float))
    if not np.all(ahead >= 0) or not size >= 0:
        raise InvalidInputError(
            f"horizon {horizon!r} or size {size!r} cannot be used",
            where="horizon, size",
            expected="years and persons, zero or more",
        )
    middle = VOLATILITIES[1] if np.isnan(volatility) else abs(volatility)
    rows = table[table["variable"] == variable]
    classed = rows[
        (rows["volatility_from"] == np.array(VOLATILITIES)[np.digitize(middle, VOLATILITIES[1:-1])])
        & (rows["size_from"] == np.array(SIZES)[np.digitize(size, SIZES[1:-1])])
    ].sort_values("horizon")
    known = classed["horizon"].to_numpy(dtype=float)
    width = np.interp(ahead, known, classed["half_width"].to_numpy(dtype=float))
    width = width * np.sqrt(np.maximum(ahead / known[-1], 1.0))
    near = np.abs(known[None, :] - ahead[:, None]).argmin(axis=1)
    cases, coverage = _counted(rows, classed)
    return ErrorBand(width, coverage[near], cases[near])


_FEW = 40


def _counted(
    rows: pd.DataFrame, classed: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cases and coverage by horizon; those of all classes where the class has few."""
    inside = (rows["coverage"] * rows["cases"]).groupby(rows["horizon"]).sum()
    number = rows["cases"].groupby(rows["horizon"]).sum()
    cases = classed["cases"].to_numpy(dtype=float)
    coverage = classed["coverage"].to_numpy(dtype=float)
    few = cases < _FEW
    every = number.reindex(classed["horizon"]).to_numpy(dtype=float)
    held = inside.reindex(classed["horizon"]).to_numpy(dtype=float) / np.maximum(every, 1)
    return np.where(few, every, cases), np.where(few, held, coverage)
