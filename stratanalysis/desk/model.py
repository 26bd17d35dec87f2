"""What the desk computes: every scenario on arrays, and the analyst's own beside them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.projection import default_base_year
from stratanalysis.projection.initial_state import Start, prepare
from stratanalysis.projection.run import in_base_prices, run
from stratanalysis.scenarios import DRIVERS, Assumption, Scenario, Scenarios
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.scenarios.paths import Step
from stratanalysis.scenarios.variables import is_money

__all__ = ["MINE", "Board", "Mine", "Outcome", "open_board", "read_mine"]

Array = npt.NDArray[np.float64]

MINE = "mine"
"""Name of the scenario that the sliders make."""

_REASON = {
    "uk": "Змінено на стенді сценаріїв; судження аналітика",
    "en": "Changed at the scenario desk; the analyst's judgement",
}


@dataclass(frozen=True, slots=True)
class Mine:
    """What the analyst has changed.

    Attributes
    ----------
    start : str
        The scenario that the changes are made to.
    from_year : int
        First year of the changes.
    changes : mapping of str to float
        By driver, what is added to the path of `start` from that year on, in the driver's unit;
        no zeros.
    """

    start: str
    from_year: int
    changes: Mapping[str, float] = field(default_factory=dict)

    def moved(self, driver: str, change: float) -> Mine:
        """Return the same with one driver moved; a change of zero takes it out."""
        changes = {name: value for name, value in self.changes.items() if name != driver}
        if change:
            changes[driver] = float(change)
        return replace(self, changes=MappingProxyType(changes))

    def scenario(
        self, scenarios: Scenarios, *, name: str = MINE, label: Mapping[str, str] | None = None
    ) -> Scenario:
        """Return the changes as a scenario that starts from `start`.

        A change is a step: 0 before `from_year`, the change from it on. Where the start scenario
        says nothing of a driver, the step leads from the driver's neutral value, as a path of its
        own, because a change alone would stand for the whole value.
        """
        stated = scenarios.assumptions(self.start)
        assumptions = []
        for driver, change in sorted(self.changes.items(), key=lambda item: _PLACE[item[0]]):
            neutral = DRIVERS[driver].neutral
            if driver in stated or neutral is None:
                path, is_change = Step(0.0, change, self.from_year), driver in stated
            else:
                path, is_change = Step(neutral, neutral + change, self.from_year), False
            assumptions.append(Assumption(driver, path, is_change, _REASON))
        words = label or {"uk": "Мій", "en": "Mine"}
        return Scenario(name, tuple(assumptions), self.start, words)


_PLACE = {name: place for place, name in enumerate(DRIVERS)}


def read_mine(scenarios: Scenarios, name: str, *, from_year: int) -> Mine:
    """Return the changes that a scenario makes, as the sliders hold them.

    A scenario that was not made at the desk (other paths than steps from nothing) becomes the start
    itself, with no changes. `from_year` is used where the scenario has no changes.
    """
    scenario = scenarios[name]
    stated = scenarios.assumptions(scenario.base) if scenario.base else {}
    changes, years = {}, set()
    for entry in scenario.assumptions:
        neutral = DRIVERS[entry.driver].neutral
        if entry.is_change:
            before = 0.0
        elif entry.driver not in stated and neutral is not None:
            before = neutral
        else:
            return Mine(name, from_year)
        if not isinstance(entry.path, Step) or entry.path.before != before:
            return Mine(name, from_year)
        changes[entry.driver] = entry.path.after - before
        years.add(entry.path.year)
    if not scenario.base or len(years) > 1 or not changes:
        return Mine(name, from_year)
    return Mine(scenario.base, years.pop(), MappingProxyType(changes))


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

    def series(self, variable: str, *, basis: str = "") -> Array | None:
        """One variable by year, money in the wanted basis; None where the data do not allow it.

        Parameters
        ----------
        variable : str
        basis : {"", "nominal", "real"}
            Of money; what is no money has none.
        """
        found = self.values.get(variable)
        if found is None or not np.isfinite(found).any():
            return None
        wanted = basis if is_money(variable) else ""
        return in_base_prices(variable, found, self.values["price_level"], basis=wanted)


@dataclass(frozen=True, eq=False)
class Board:
    """One community at the desk.

    Attributes
    ----------
    folder : pathlib.Path
    community : Community
    scenarios : Scenarios
        Those of the file and those that were kept.
    start : Start
        The base year, ready to run, with the drivers of all scenarios.
    outcomes : mapping of str to Outcome
    kept : tuple of str
        Names of the scenarios that the analyst kept, in order.
    """

    folder: Path
    community: Community
    scenarios: Scenarios
    start: Start
    outcomes: Mapping[str, Outcome]
    kept: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The base year first."""
        return tuple(int(year) for year in self.start.years)

    @property
    def base_year(self) -> int:
        """The year that everything starts from."""
        return self.years[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Scenarios in the order of the file, the kept ones last."""
        return tuple(self.scenarios)

    @functools.cached_property
    def foretold(self) -> list[dict[Any, Any]]:
        """Rows of ``indicators.csv`` whose value in the target year the projection gives.

        Money is left out: an indicator does not say in the prices of which year it is meant.
        """
        found = self.community["indicators"]
        rows = found[found["target_year"].isin(self.years[1:])].to_dict("records")
        variables = {
            name for name in next(iter(self.outcomes.values())).values if not is_money(name)
        }
        return [row for row in rows if row["projection_variable"] in variables]

    def together(self, mine: Mine, **words: Any) -> Scenarios:
        """All scenarios, and the analyst's own of this moment as the last."""
        scenario = mine.scenario(self.scenarios, **words)
        joined = {**self.scenarios.by_name, scenario.name: scenario}
        return Scenarios(MappingProxyType(joined), self.scenarios.text)

    def run(self, mine: Mine) -> Outcome:
        """Run the analyst's scenario.

        Raises
        ------
        DataError
            Drivers outside their bounds.
        """
        scenarios = self.together(mine)
        values = scenarios.driver_values(MINE, self.start.years, tier=self.start.tier)
        return _outcome(self.start, values)

    def run_many(self, drivers: Mapping[str, Array]) -> dict[str, Array]:
        """Run drivers of shape ``(lane, time)``; results have the same shape."""
        return run(self.start, drivers)

    def pyramid(self, outcome: Outcome) -> Array | None:
        """Persons present on 1 January of the last year by sex (female, male) and age to 80+.

        None where ages are not projected.
        """
        if self.start.structure is None:
            return None
        lanes = {name: values[None] for name, values in outcome.drivers.items()}
        present: Array = run(self.start, lanes, keep_ages=1)["ages"][0, -1]
        return present

    def free_name(self) -> str:
        """The first of ``mine_1``, ``mine_2`` ... that no scenario has."""
        number = 1
        while f"{MINE}_{number}" in self.scenarios:
            number += 1
        return f"{MINE}_{number}"

    def keep(self, mine: Mine, label: str) -> Board:
        """Return a board that holds the analyst's scenario under a name of its own.

        Raises
        ------
        InvalidInputError
            The name is empty or longer than 60 signs, or stands already.
        """
        label = " ".join(label.split())
        if not 0 < len(label) <= 60:
            raise InvalidInputError("the name of a scenario has 1 to 60 signs")
        if any(label in self.scenarios[name].label.values() for name in self.scenarios):
            raise InvalidInputError("there is a scenario of this name already", where=label)
        name = self.free_name()
        joined = self.together(mine, name=name, label={"uk": label, "en": label})
        return replace(
            self,
            scenarios=joined,
            outcomes={**self.outcomes, name: self.run(mine)},
            kept=(*self.kept, name),
        )

    def receive(self, given: Scenarios) -> Board:
        """Return a board with the scenarios of another file that this one does not have.

        Raises
        ------
        InvalidInputError
            There is no such scenario, or one starts from a scenario that differs in this file.
        DataError
            One cannot be run here.
        """
        new = {
            name: entry
            for name, entry in given.items()
            if name not in self.scenarios or entry != self.scenarios[name]
        }
        changed = [name for name in new if name in self.scenarios]
        if changed:
            raise InvalidInputError(
                "the file says other things of a scenario that stands here",
                where=", ".join(changed),
                expected="scenarios saved at this community's desk",
                do="give it another name in the file",
            )
        if MINE in new:  # the name of the sliders' own scenario
            entry = replace(new.pop(MINE), name=self.free_name())
            new[entry.name] = entry
        if not new:
            raise InvalidInputError("the file has no scenario that is not here already")
        joined = Scenarios(MappingProxyType({**self.scenarios.by_name, **new}), self.scenarios.text)
        outcomes = dict(self.outcomes)
        for name in new:
            values = joined.driver_values(name, self.start.years, tier=self.start.tier)
            outcomes[name] = _outcome(self.start, values)
        return replace(self, scenarios=joined, outcomes=outcomes, kept=(*self.kept, *new))


def open_board(folder: Path | str, *, horizon: int = 15, kept: Sequence[Scenario] = ()) -> Board:
    """Read a community and run its scenarios.

    Parameters
    ----------
    folder : path-like
    horizon : int
        Years ahead of the base year, the last with full data.
    kept : sequence of Scenario
        Scenarios of the analyst's to carry over.

    Raises
    ------
    DataError
        Problems of the tables or of the scenario file, all of them.
    InvalidInputError
        There is no scenario or no population.
    """
    community, scenarios = read_folder(folder)
    if kept:
        joined = {**scenarios.by_name, **{entry.name: entry for entry in kept}}
        scenarios = Scenarios(MappingProxyType(joined), scenarios.text)
    base = default_base_year(community)
    start = prepare(community, scenarios, range(base, base + horizon + 1), names=tuple(scenarios))
    outcomes = {
        name: _outcome(start, {key: values[place] for key, values in start.drivers.items()})
        for place, name in enumerate(start.names)
    }
    return Board(
        Path(folder), community, scenarios, start, outcomes, tuple(entry.name for entry in kept)
    )


def _outcome(start: Start, drivers: Mapping[str, Array]) -> Outcome:
    found = run(start, {name: values[None] for name, values in drivers.items()})
    shape = (1, len(start.years))
    flat = {name: np.broadcast_to(values, shape)[0] for name, values in found.items()}
    return Outcome(flat, dict(drivers))
