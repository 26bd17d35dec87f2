"""The six lessons: their order, time, titles, and the master notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from stratanalysis.errors import MissingInputError, UnknownNameError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["LESSONS", "PATHS", "Lesson", "find_lesson", "read_lesson"]

PATHS = ("full-day", "half-day")
"""All exercises, or the first ones of every lesson."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson.

    Attributes
    ----------
    name : str
        Name of the master notebook, without its ending.
    title : str
        English, key of the catalogue.
    minutes : mapping
        By path.
    exercises : mapping
        Names of the exercises by path; the half day has the first of them.
    """

    name: str
    title: str
    minutes: Mapping[str, int]
    exercises: Mapping[str, tuple[str, ...]]


def _lesson(name: str, title: str, minutes: tuple[int, int], short: str, more: str) -> Lesson:
    half = tuple(short.split())
    return Lesson(
        name,
        title,
        MappingProxyType(dict(zip(PATHS, minutes, strict=True))),
        MappingProxyType({"full-day": half + tuple(more.split()), "half-day": half}),
    )


LESSONS = (
    _lesson(
        "01_strategy_as_data",
        "Reading a strategy as data",
        (55, 35),
        "wrong-lines stated-change",
        "two-sources",
    ),
    _lesson(
        "02_totals_to_cohorts",
        "Population: from totals to cohorts",
        (60, 35),
        "growth cohort",
        "load",
    ),
    _lesson(
        "03_what_a_scenario_assumes",
        "What a scenario assumes",
        (50, 35),
        "needed-growth moved-drivers",
        "own-assumption",
    ),
    _lesson(
        "04_people_to_budget",
        "From people to the budget",
        (65, 40),
        "income-tax base-subsidy",
        "real-growth first-gap",
    ),
    _lesson(
        "05_goals_and_indicators",
        "Goals and indicators that can be measured",
        (55, 35),
        "measurable degree",
        "weights execution",
    ),
    _lesson(
        "06_presenting", "Presenting to a council", (45, 30), "title missing-parts", "alternative"
    ),
)
"""In the order of the day."""


def find_lesson(name: str) -> Lesson:
    """Return the lesson called `name`, or with this number at its beginning.

    Raises
    ------
    UnknownNameError
        There is none.
    """
    for lesson in LESSONS:
        if name in (lesson.name, lesson.name[:2], lesson.name[1]):
            return lesson
    raise UnknownNameError("lesson", name, [lesson.name for lesson in LESSONS])


def read_lesson(lesson: Lesson, folder: Path | str) -> NotebookNode:
    """Read the master notebook of a lesson.

    Raises
    ------
    MissingInputError
        It is not in `folder`.
    """
    from stratanalysis.publish.notebook_file import read_notebook

    file = Path(folder) / f"{lesson.name}.ipynb"
    if not file.is_file():
        raise MissingInputError(
            "no such lesson",
            where=str(file),
            do="run the command in the project's folder or name the folder with --lessons",
        )
    return read_notebook(file)
