"""Forecasts made from the past of a real series, compared with what then happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NO_CHANGE", "Backtest", "Forecast", "backtest"]

NO_CHANGE = "no_change"
"""The method that is always in the table: the last known population stays."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What a method says for one horizon.

    Attributes
    ----------
    value : ndarray, shape (area,) or (area, sex, age)
        Total, or all cells.
    lower, upper : ndarray or None, shape (area,)
        Prediction interval of the total.
    """

    value: NDArray[np.float64]
    lower: NDArray[np.float64] | None = None
    upper: NDArray[np.float64] | None = None


Method = Callable[[NDArray[np.float64], NDArray[np.float64], int], "Forecast | NDArray[np.float64]"]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Errors of every method, launch, horizon and area.

    Attributes
    ----------
    errors : DataFrame
        Columns method, launch, horizon, area, size (population at launch), forecast, actual,
        percent_error (``100·(forecast − actual)/actual``), age_error (``100·Σ|forecast −
        actual|/Σ actual`` over sexes and ages, NaN for methods without ages), covered (whether the
        interval held, missing for methods without one).
    """

    errors: pd.DataFrame

    def summary(self, by: Sequence[str] = ("method", "horizon")) -> pd.DataFrame:
        """Accuracy by the columns `by` (method, horizon, launch, area or size_class).

        Returns
        -------
        DataFrame
            Columns mape (mean absolute percent error), malpe (mean algebraic percent error: above
            zero where forecasts are too high), median_ape, age_error (weighted error by age),
            coverage (share of actual values inside the intervals, 0 to 1), forecasts (their
            number), beats_no_change (whether mape is below that of "no change" in the same
            row group).
        """
        errors = self.errors.assign(ape=self.errors["percent_error"].abs())
        grouped = errors.groupby(list(by), sort=False)
        table = grouped.agg(
            mape=("ape", "mean"),
            malpe=("percent_error", "mean"),
            median_ape=("ape", "median"),
            age_error=("age_error", "mean"),
            coverage=("covered", "mean"),
            forecasts=("ape", "size"),
        ).reset_index()
        rest = [name for name in by if name != "method"]
        if "method" not in by:
            return table
        base = table[table["method"] == NO_CHANGE].set_index(rest)["mape"] if rest else None
        if base is None:
            reference = np.full(len(table), table.loc[table["method"] == NO_CHANGE, "mape"].iloc[0])
        else:
            keys = table[rest[0]] if len(rest) == 1 else list(map(tuple, table[rest].to_numpy()))
            reference = base.reindex(keys).to_numpy()
        return table.assign(beats_no_change=table["mape"].to_numpy() < reference)


def backtest(
    series: ArrayLike,
    *,
    years: ArrayLike,
    launches: Sequence[int],
    horizons: Sequence[int],
    methods: Mapping[str, Method],
    areas: Sequence[str] | None = None,
    size_classes: Sequence[float] = (),
) -> Backtest:
    """Let methods forecast from every launch year and compare with the series.

    Parameters
    ----------
    series : array_like, shape (area, year) or (area, year, sex, age)
        Persons.
    years : array_like, shape (year,)
        Calendar years, equal steps apart.
    launches, horizons : sequence of int
        Last years that a method may see, and years ahead. Pairs that end after the series are left
        out.
    methods : mapping of str to callable
        ``method(history, years, horizon)`` gets the series up to the launch with its years, and
        gives a :class:`Forecast` or its value for `horizon` years later. "no_change" is added.
    areas : sequence of str, optional
        Names; numbers where not given.
    size_classes : sequence of float
        Ascending upper bounds of classes of population at launch, for the column size_class.

    Returns
    -------
    Backtest

    Raises
    ------
    InvalidInputError
        Shapes do not fit, no pair of launch and horizon lies inside the series, or a method gives
        another shape than it should.
    """
    import pandas as pd

    people, when = np.asarray(series, dtype=float), np.asarray(years, dtype=int)
    if (
        people.ndim not in (2, 4)
        or people.shape[1] != when.size
        or np.ptp(np.diff(when), axis=0) != 0
    ):
        raise InvalidInputError(
            f"series of shape {people.shape} for {when.size} years",
            where="series",
            expected="(area, year) or (area, year, sex, age) with equal steps between the years",
        )
    names = list(areas) if areas is not None else list(range(len(people)))
    if len(names) != len(people):
        raise InvalidInputError(f"{len(names)} names for {len(people)} areas", where="areas")
    pairs = [(s, h) for s in launches for h in horizons if s in when and s + h in when]
    if not pairs:
        raise InvalidInputError(
            f"no launch and horizon lie inside {when[0]}-{when[-1]}", where="launches, horizons"
        )
    every = {NO_CHANGE: _no_change} | dict(methods)
    frames = []
    for launch, horizon in pairs:
        now, then = (int(np.flatnonzero(when == year)[0]) for year in (launch, launch + horizon))
        past, actual = people[:, : now + 1], people[:, then]
        for name, method in every.items():
            frame = _errors(name, method(past, when[: now + 1], horizon), actual)
            frames.append(
                frame.assign(launch=launch, horizon=horizon, area=names, size=_total(past[:, -1]))
            )
    errors = pd.concat(frames, ignore_index=True)
    if size_classes:
        edges = [0.0, *size_classes, np.inf]
        errors["size_class"] = pd.cut(errors["size"], edges, right=False).astype(str)
    front = ["method", "launch", "horizon", "area", "size"]
    return Backtest(errors[front + [name for name in errors if name not in front]])


def _no_change(
    history: NDArray[np.float64], years: NDArray[np.float64], horizon: int
) -> NDArray[np.float64]:
    return history[:, -1]


def _total(people: NDArray[np.float64]) -> NDArray[np.float64]:
    return people.sum(axis=(-2, -1)) if people.ndim == 3 else people


def _errors(
    name: str, given: Forecast | NDArray[np.float64], actual: NDArray[np.float64]
) -> pd.DataFrame:
    import pandas as pd

    forecast = given if isinstance(given, Forecast) else Forecast(np.asarray(given, dtype=float))
    if forecast.value.shape not in (actual.shape, actual.shape[:1]):
        raise InvalidInputError(
            f"method {name!r} gives shape {forecast.value.shape}",
            where="methods",
            expected=f"{actual.shape} or {actual.shape[:1]}",
        )
    total, happened = _total(forecast.value), _total(actual)
    age_error = np.full(len(actual), np.nan)
    if forecast.value.ndim == 3:
        age_error = 100 * np.abs(forecast.value - actual).sum(axis=(-2, -1)) / happened
    covered = np.full(len(actual), np.nan)
    if forecast.lower is not None and forecast.upper is not None:
        covered = ((forecast.lower <= happened) & (happened <= forecast.upper)).astype(float)
    return pd.DataFrame(
        {
            "method": name,
            "forecast": total,
            "actual": happened,
            "percent_error": 100 * (total - happened) / happened,
            "age_error": age_error,
            "covered": covered,
        }
    )
