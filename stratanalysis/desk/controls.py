"""The sliders: which drivers, how far, in what steps, and how their values are written."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stratanalysis.desk.model import Board, Mine
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import Language
from stratanalysis.scenarios import DRIVERS, Driver
from stratanalysis.scenarios.drivers import WHOLE, is_used

__all__ = ["GROUPS", "LEAST_REACH", "Control", "controls", "group_order", "parse_number"]

GROUPS = {
    "population": "People",
    "labour": "Labour",
    "investment": "Investment",
    "prices": "Prices",
    "revenue": "Revenue",
    "expenditure": "Expenditure",
}
"""Headings of the groups of drivers, in order."""

LEAST_REACH = {
    "share per year": 0.02,
    "share": 0.1,
    "births per woman": 0.5,
    "years": 5.0,
    "year": 30.0,
    "persons": 500.0,
    "ratio": 0.5,
    "UAH per year": 5e7,
    "persons per million UAH": 2.0,
}
"""How far a slider goes at least, by unit, where the scenario file gives no range."""

_ENGLISH_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_PERCENT = ("share per year", "share")


@dataclass(frozen=True, slots=True)
class Control:
    """One slider.

    Attributes
    ----------
    driver : Driver
    minimum, maximum, step : float
        Of the change, in the driver's unit.
    is_main : bool
        Whether the scenario file states the driver or gives it a range.
    """

    driver: Driver
    minimum: float
    maximum: float
    step: float
    is_main: bool

    @property
    def factor(self) -> float:
        """What a change is multiplied by on the slider: percent points for shares, millions."""
        if self.driver.unit in _PERCENT:
            return 100.0
        return 1e-6 if self.driver.unit == "UAH per year" else 1.0

    @property
    def decimals(self) -> int:
        """Decimals of a change as it is shown."""
        return max(0, -math.floor(math.log10(self.step * self.factor) + 1e-9))

    def shown(self, change: float, language: Language) -> str:
        """A change with its sign, without the unit."""
        return language.signed(change * self.factor, self.decimals)

    def change_unit(self, language: Language) -> str:
        """Unit of the slider."""
        if self.driver.unit in _PERCENT:
            return language.text("points")
        if self.driver.unit == "UAH per year":
            return language.text("UAH million a year")
        return language.text(self.driver.unit)

    def value(self, value: float, language: Language) -> str:
        """A value of the driver with its unit."""
        if self.driver.unit in _PERCENT:
            shown = language.percent(value, max(self.decimals, 1))
            return shown + (language.text(" a year") if self.driver.unit != "share" else "")
        if self.driver.unit == "UAH per year":
            return language.money(value) + language.text(" a year")
        return f"{language.number(value, self.decimals)} {language.text(self.driver.unit)}"

    def clipped(self, change: float) -> float:
        """The nearest change that the slider can hold."""
        return float(min(max(change, self.minimum), self.maximum))


def controls(board: Board, mine: Mine) -> list[Control]:
    """Sliders for the drivers that the population model uses, those of the file first.

    A slider reaches as far as twice the file's range, as the file's scenarios lie apart, or the
    least reach of its unit, rounded up to 1, 2 or 5 times a power of ten; never beyond the driver's
    bounds on any year's path, and never short of the change that `mine` makes.

    Parameters
    ----------
    board : Board
    mine : Mine
        The start scenario and the first year of the changes.
    """
    ranges = board.scenarios.ranges(mine.start)
    drivers = board.outcomes[mine.start].drivers
    stated = {
        entry.driver for scenario in board.scenarios.values() for entry in scenario.assumptions
    }
    after = board.start.years >= mine.from_year
    found = []
    for name, entry in DRIVERS.items():
        if name not in drivers or not is_used(name, board.start.tier):
            continue
        path = drivers[name][after]
        reach = [LEAST_REACH[entry.unit], abs(mine.changes.get(name, 0.0))]
        if name in ranges:
            reach = [2 * abs(ranges[name].low), 2 * ranges[name].high, reach[1]]
        for other in board.names:
            if not board.scenarios[other].is_what_if:
                apart = board.outcomes[other].drivers[name] - drivers[name]
                reach.append(float(np.abs(apart).max()))
        whole = name in WHOLE
        span = entry.maximum - entry.minimum if whole else _rounded_up(max(reach))
        step = 1.0 if whole else span / 100
        low = max(-span, entry.minimum - float(path.min()))
        high = min(span, entry.maximum - float(path.max()))
        low, high = math.ceil(low / step - 1e-9) * step, math.floor(high / step + 1e-9) * step
        if high > low:
            main = name in stated or name in ranges
            found.append(Control(entry, low, high, step, main))
    return sorted(found, key=lambda control: not control.is_main)


def _rounded_up(value: float) -> float:
    """1, 2 or 5 times a power of ten, at or above `value`."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-12)
    for factor in (1, 2, 5, 10):
        if value <= factor * power * (1 + 1e-9):
            return float(factor * power)
    return 10 * power


def parse_number(text: str, *, language: Language, where: str = "") -> float:
    """Read a number that a person typed: comma or point, spaces, a minus sign of any kind, ``%``.

    A comma is the decimal sign, but in English ``50,000`` is read as it is written: in thousands.

    Raises
    ------
    InvalidInputError
        It is no finite number.
    """
    plain = "".join(text.replace("−", "-").replace("–", "-").rstrip("% ").split())
    if language.code == "en" and _ENGLISH_THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in plain:
        raise InvalidInputError(
            "this is no number", where=f"{where}: {text[:20]}", do="write it as 0,5 or -0.5"
        )
    return value


def group_order(found: Sequence[Control]) -> list[tuple[str, list[Control]]]:
    """Controls by group, groups in the order of :data:`GROUPS`."""
    by_group = {group: [c for c in found if c.driver.group == group] for group in GROUPS}
    return [(group, entries) for group, entries in by_group.items() if entries]
