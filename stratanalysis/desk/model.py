"""What the desk computes with: a community, its scenarios, and the base year ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stratanalysis.community import Community
from stratanalysis.finance.price_year import price_year
from stratanalysis.projection import default_base_year
from stratanalysis.projection.initial_state import Start, prepare
from stratanalysis.projection.run import run
from stratanalysis.scenarios import Scenarios
from stratanalysis.scenarios.folder import read_folder

__all__ = ["Board", "Outcome", "open_board"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One scenario's results.

    Attributes
    ----------
    values : mapping of str to ndarray, shape (time,)
        As :func:`stratanalysis.projection.run.simulate` gives them; money nominal.
    drivers : mapping of str to ndarray, shape (time,)
    """

    values: Mapping[str, Array]
    drivers: Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Board:
    """One community at the desk.

    Attributes
    ----------
    folder : pathlib.Path
    community : Community
    scenarios : Scenarios
    start : Start
        The base year, ready to run, with the drivers of all scenarios.
    outcomes : mapping of str to Outcome
    """

    folder: Path
    community: Community
    scenarios: Scenarios
    start: Start
    outcomes: Mapping[str, Outcome]

    @property
    def years(self) -> tuple[int, ...]:
        """The base year first."""
        return tuple(int(year) for year in self.start.years)

    @property
    def base_year(self) -> int:
        """The year that everything starts from."""
        return self.years[0]

    @property
    def price_year(self) -> int:
        """Year of the prices that money is shown in unless current prices are chosen."""
        return price_year(self.base_year)

    @property
    def names(self) -> tuple[str, ...]:
        """Scenarios in the order of the file."""
        return tuple(self.scenarios)


def open_board(folder: Path | str, *, horizon: int = 15) -> Board:
    """Read a community and run its scenarios.

    Parameters
    ----------
    folder : path-like
    horizon : int
        Years ahead of the base year, the last with full data.

    Raises
    ------
    DataError
        Problems of the tables or of the scenario file, all of them.
    InvalidInputError
        There is no scenario or no population.
    """
    community, scenarios = read_folder(folder)
    base = default_base_year(community)
    start = prepare(community, scenarios, range(base, base + horizon + 1), names=tuple(scenarios))
    outcomes = {
        name: _outcome(start, {key: values[place] for key, values in start.drivers.items()})
        for place, name in enumerate(start.names)
    }
    return Board(Path(folder), community, scenarios, start, outcomes)


def _outcome(start: Start, drivers: Mapping[str, Array]) -> Outcome:
    found = run(start, {name: values[None] for name, values in drivers.items()})
    shape = (1, len(start.years))
    flat = {name: np.broadcast_to(values, shape)[0] for name, values in found.items()}
    return Outcome(flat, dict(drivers))
