"""What a lesson's notebook works with: a community, its projection, and the checks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.community import Community, find_community
from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.executed import full_years
from stratanalysis.language import language as get_language
from stratanalysis.projection import Projection, default_base_year, population_series, project
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.workshop.feedback import Feedback

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Workshop"]

SHIPPED = "kostiantynivka"
"""Stands in where a community lacks what a lesson needs."""
HORIZON = 15


class Workshop:
    """A community for a lesson, and the checks of the exercises.

    Parameters
    ----------
    language : {"uk", "en"}
    community : str
        Slug, folder or code.
    data : path-like
        Folder with communities/ and reference/.
    needs : sequence of str
        Tables that the lesson uses, and ``"scenarios"`` or ``"claims"``. A community that lacks one
        is replaced by a shipped one for this lesson, and :attr:`note` says so.

    Attributes
    ----------
    place : Community
    note : str
        Why another community stands in; empty where the own one is used.
    """

    def __init__(
        self,
        language: str = "uk",
        *,
        community: str = SHIPPED,
        data: Path | str = "data",
        needs: Sequence[str] = (),
    ) -> None:
        self.words = get_language(language)
        self.data = Path(data)
        self.place, self.scenarios = read_folder(find_community(community, data))
        self.note = ""
        missing = [name for name in needs if not self._has(name)]
        if missing:
            own = self.place.name[language]
            self.place, self.scenarios = read_folder(find_community(SHIPPED, data))
            self.note = self.words.text(
                "{own} has no {missing} yet; this lesson uses: {other}.",
                own=own,
                missing=", ".join(self.words.text(name) for name in missing),
                other=self.place.name[language],
            )

    @property
    def language(self) -> str:
        """Code of the reader's language."""
        return self.words.code

    def _has(self, name: str) -> bool:
        if name == "scenarios":
            return len(self.scenarios) > 0
        if name == "claims":
            return any(
                claim.variable == "population" and claim.from_year in self.people.index
                for scenario in self.scenarios
                for claim in self.scenarios[scenario].claims
            )
        if name == "stated population":
            return self.stated_population() is not None
        if name in ("revenue", "expenditure"):
            return bool(full_years(self.place[name]))
        return len(self.place[name]) > (1 if name == "population" else 0)

    @property
    def people(self) -> pd.Series:
        """Population on 1 January by year."""
        return population_series(self.place)

    def stated_population(self) -> tuple[int, float] | None:
        """Year and figure that the document itself gives; None where it gives none."""
        rows = self.place["statistics"]
        rows = rows[rows["variable"] == "population_present_stated"]
        rows = rows[rows["year"].isin(self.people.index)]
        if rows.empty:
            return None
        return int(rows["year"].iloc[0]), float(rows["value"].iloc[0])

    @functools.cached_property
    def projection(self) -> Projection:
        """All scenarios of the community, 15 years from the base year."""
        base = default_base_year(self.place)
        return project(self.place, self.scenarios, range(base, base + HORIZON + 1))

    @functools.cached_property
    def example(self) -> Community:
        """The invented community of the exercises on monitoring."""
        return Community.read(find_community("example", self.data))

    def exercise_document(self) -> Path:
        """The invented strategy of lesson 1."""
        return Path(__file__).with_name("exercise_strategy.txt")

    def check(self, exercise: str, answer: object) -> Feedback:
        """Say whether an answer is right, and if not, what is wrong with it.

        Parameters
        ----------
        exercise : str
            Name, as the lesson gives it.
        answer : object

        Raises
        ------
        NotAnsweredError
            The blank was left.
        UnknownNameError
            There is no such exercise.
        """
        found = _exercises()
        if exercise not in found:
            raise UnknownNameError("exercise", exercise, found)
        return found[exercise](self, answer)


def _exercises() -> dict[str, Callable[[Workshop, object], Feedback]]:
    from stratanalysis.workshop import exercises_budget, exercises_goals, exercises_people

    return {**exercises_people.EXERCISES, **exercises_budget.EXERCISES, **exercises_goals.EXERCISES}
