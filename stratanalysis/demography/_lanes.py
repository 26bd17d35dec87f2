"""Drivers of a projection as stacks of rows with, for each lane, the number of its first row."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.demography.drivers import Interpolated, Scaled
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from stratanalysis.demography._kernel import Drivers, Events, Rows
    from stratanalysis.demography.migration import Displacement

__all__ = ["Lanes"]

_TOLERANCE = 1e-9


class _Stack:
    """An array ``lead + [time] + tail`` flattened to rows over lead and time."""

    def __init__(self, name: str, values: NDArray[np.float64], *, tail: int, timed: bool) -> None:
        axes = tail + timed
        if values.ndim < axes:
            raise InvalidInputError(
                f"{name} has shape {values.shape}", where=name, expected=f"at least {axes} axes"
            )
        if not np.isfinite(values).all():
            raise InvalidInputError(
                f"{name} has missing or infinite values", where=name, expected="finite numbers"
            )
        split = values.ndim - tail
        self.name = name
        self.lead = values.shape[: split - timed]
        self.time = values.shape[split - 1] if timed else 1
        # Writable even where the caller's array is not (pandas gives such): the loop is compiled
        # again, for seconds, for every combination of writable and locked arrays.
        whole = np.require(values, requirements=["C", "W"])
        self.rows = whole.reshape(-1, *values.shape[split:])
        if not self.rows.size:
            raise InvalidInputError(f"{name} is empty", where=name, expected="at least one value")

    def first_rows(self, lead: tuple[int, ...]) -> NDArray[np.int32]:
        size = math.prod(self.lead)
        if size == 1:
            return np.zeros(math.prod(lead), dtype=np.int32)
        own = np.arange(size, dtype=np.int32) * self.time
        # A copy: what is broadcast to its own shape is contiguous and locked.
        return np.array(np.broadcast_to(own.reshape(self.lead), lead), order="C").reshape(-1)


class Lanes:
    """Collects and checks the drivers; gives the records of the compiled loop.

    Parameters
    ----------
    ages : int
        Number of age groups.
    """

    def __init__(self, ages: int) -> None:
        self._ages = ages
        self._stacks: dict[str, _Stack] = {}
        self._events: list[int] = []

    def add_population(self, values: NDArray[np.float64]) -> None:
        """Persons at the start, not negative."""
        stack = self._keep("population", values, tail=2, timed=False)
        if stack.rows.min() < 0:
            raise InvalidInputError(
                "population has negative cells", where="population", expected="zero or more persons"
            )

    def add_survival(self, values: ArrayLike | Interpolated) -> None:
        """Survival ratios, or a table of them with the levels to read."""
        if isinstance(values, Interpolated):
            stack = self._keep("survival", values.table, tail=2, timed=True)
            stack.time = 1  # its rows are levels, not steps
            self._keep("survival level", values.position, tail=1, timed=True, ages=False)
        else:
            stack = self._keep("survival", np.asarray(values, dtype=float), tail=2, timed=True)
        if stack.rows.min() < 0 or stack.rows.max() > 1 + _TOLERANCE:
            raise InvalidInputError(
                "survival ratios are outside 0 to 1",
                where="survival",
                expected="0 to 1",
                do="pass survival_ratios(life_table(...)), not death rates",
            )

    def add(self, name: str, values: ArrayLike | Scaled | None, *, tail: int) -> None:
        """Fertility or migration; None is none at all."""
        if values is None:
            shape = (1,) * 1 + (2,) * (tail - 1) + (self._ages,)
            values = Scaled(np.zeros(1), np.zeros(shape))
        if not isinstance(values, Scaled):
            values = Scaled(np.ones(1), np.asarray(values, dtype=float))
        level = np.asarray(values.level, dtype=float)
        stack = self._keep(name, np.asarray(values.pattern, dtype=float), tail=tail, timed=True)
        scale = self._keep(f"{name} level", level, tail=0, timed=True, ages=False)
        if tail == 1:
            if min(stack.rows.min(), scale.rows.min()) < 0:
                raise InvalidInputError(
                    f"{name} is negative", where=name, expected="zero or more births per woman-year"
                )
            if np.any(stack.rows[:, 0]):
                raise InvalidInputError(
                    "the first age group has births", where=name, expected="zero in the first group"
                )

    def add_ratio(self, values: ArrayLike) -> None:
        """Boys per girl by time, or one number."""
        ratio = np.atleast_1d(np.asarray(values, dtype=float))
        stack = self._keep("sex_ratio_at_birth", ratio, tail=0, timed=True, ages=False)
        if stack.rows.min() <= 0:
            raise InvalidInputError(
                "the sex ratio at birth is not positive",
                where="sex_ratio_at_birth",
                expected="boys per girl, for instance 1.06",
            )

    def add_event(self, event: Displacement, step: float) -> None:
        """Displacement: shares that leave, the part that returns, its hazard a step."""
        share = np.asarray(event.share, dtype=float)
        if share.ndim < 2:
            share = np.broadcast_to(share, (2, self._ages))
        name = f"displacement {len(self._events)}"
        half_life = np.asarray(event.half_life, dtype=float)
        self._keep(f"{name} share", share, tail=2, timed=False)
        returning = np.asarray(event.returning, dtype=float)
        self._keep(f"{name} returning", returning, tail=0, timed=False, ages=False)
        hazard = -np.expm1(-np.log(2.0) * step / half_life)
        self._keep(f"{name} half_life", hazard, tail=0, timed=False, ages=False)
        self._events.append(int(event.step))

    def _keep(
        self, name: str, values: NDArray[np.float64], *, tail: int, timed: bool, ages: bool = True
    ) -> _Stack:
        stack = _Stack(name, values, tail=tail, timed=timed)
        wanted = ((2,) * (tail - 1) + (self._ages,)) if ages else stack.rows.shape[1:]
        if stack.rows.shape[1:] != wanted:
            raise InvalidInputError(
                f"{name} has shape {values.shape}",
                where=name,
                expected=f"last axes {wanted}, as the population has them",
            )
        self._stacks[name] = stack
        return stack

    def lead(self) -> tuple[int, ...]:
        """Leading shape to which all drivers broadcast."""
        try:
            return np.broadcast_shapes(*(stack.lead for stack in self._stacks.values()))
        except ValueError as error:
            shapes = ", ".join(f"{name} {s.lead}" for name, s in self._stacks.items() if s.lead)
            raise InvalidInputError(
                f"leading axes do not broadcast: {shapes}", expected="equal lengths, or 1"
            ) from error

    def steps(self) -> int:
        """Number of steps: the common length of the time axes that are longer than 1."""
        lengths = {name: stack.time for name, stack in self._stacks.items() if stack.time > 1}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"{name} {length}" for name, length in lengths.items())
            raise InvalidInputError(
                f"time axes differ: {listed}", expected="the same number of steps, or 1"
            )
        steps = next(iter(lengths.values()), 1)
        late = [event for event in self._events if event >= steps]
        if late:
            raise InvalidInputError(
                f"displacement at step {late[0]}, but the projection has {steps} steps",
                where="displacement",
                expected=f"a step from 0 to {steps - 1}",
            )
        return steps

    def fertile(self) -> tuple[int, int]:
        """First and last-but-one group with births anywhere."""
        groups = np.flatnonzero(self._stacks["fertility"].rows.any(axis=0))
        return (int(groups[0]), int(groups[-1]) + 1) if groups.size else (1, 1)

    def drivers(self) -> Drivers:
        """The drivers of the compiled loop."""
        from stratanalysis.demography._kernel import Drivers, Rows

        lead = self.lead()

        def rows(name: str) -> Rows:
            stack = self._stacks[name]
            return Rows(stack.rows, stack.first_rows(lead), int(stack.time > 1))

        place = Rows(np.empty((0, 2)), np.empty(0, dtype=np.int32), 0)
        if "survival level" in self._stacks:
            place = rows("survival level")
        given = [rows("population"), rows("survival"), place]
        for name in ("fertility", "net_migration", "net_migration_rate"):
            given += [rows(name), rows(f"{name} level")]
        given.append(rows("sex_ratio_at_birth"))
        return Drivers(*given)

    def events(self) -> Events:
        """The displacements of the compiled loop."""
        from stratanalysis.demography._kernel import Events

        lead = self.lead()
        count = math.prod(lead)
        given: list[Any] = [np.asarray(self._events, dtype=np.int64)]
        for part, shape in (("share", (2, self._ages)), ("returning", ()), ("half_life", ())):
            names = [f"displacement {number} {part}" for number in range(len(self._events))]
            stacks = [self._stacks[name] for name in names]
            offsets = np.cumsum([0] + [len(stack.rows) for stack in stacks])
            first = np.empty((len(stacks), count if stacks else 0), dtype=np.int32)
            for number, stack in enumerate(stacks):
                first[number] = stack.first_rows(lead) + offsets[number]
            joined = [stack.rows for stack in stacks] or [np.empty((0, *shape))]
            given += [np.concatenate(joined), first]
        return Events(*given)
