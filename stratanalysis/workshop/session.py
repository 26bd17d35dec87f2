"""What a lesson's notebook works with: a community, its projection, and the checks."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community, find_community
from stratanalysis.data_folder import data_folder
from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.executed import full_years
from stratanalysis.language import language as get_language
from stratanalysis.projection import Projection, default_base_year, population_series, project
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.workshop.feedback import Feedback, NotAnsweredError
from stratanalysis.workshop.hints import hints
from stratanalysis.workshop.mistyped import listen

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
    level : int
        How much the checks say: 1 at the first wrong answer to an exercise, 2 and 3 at the next
        different ones. The same answer again gives the same words.
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
        # a lesson that was copied elsewhere, to a stick, finds the data where it is now
        near = Path(data)
        self.data = near if (near / "communities").is_dir() else data_folder()
        self.place, self.scenarios = read_folder(find_community(community, self.data))
        self.level = 1
        self._wrong: dict[str, list[str]] = {}
        self._solved: set[str] = set()
        listen(language)
        self.note = ""
        missing = [name for name in needs if not self._has(name)]
        if missing:
            own = self.place.name[language]
            self.place, self.scenarios = read_folder(find_community(SHIPPED, self.data))
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
        if answer is ... or answer == [...]:
            self._offer(exercise)
        given, before = repr(answer), self._wrong.setdefault(exercise, [])
        self.level = min(3, 1 + _place(before, given))
        verdict = found[exercise](self, answer)
        if verdict.right:
            self._solved.add(exercise)
            return replace(verdict, answer=self._written(answer))
        if given not in before:
            before.append(given)
        return replace(verdict, hints=hints(exercise, self.level))

    def progress(self) -> pd.DataFrame:
        """Exercises tried in this notebook: wrong answers given, and whether it was solved."""
        import pandas as pd

        say = self.words.text
        names = list(dict.fromkeys([*self._wrong, *self._solved]))
        return pd.DataFrame(
            {
                say("Exercise"): names,
                say("Wrong answers"): [len(self._wrong.get(name, ())) for name in names],
                say("Solved"): [
                    say("yes") if name in self._solved else say("no") for name in names
                ],
            }
        )

    def _written(self, answer: object) -> str:
        """An answer in the reader's language; empty where it is a text of several lines."""
        if isinstance(answer, str):
            return "" if "\n" in answer else answer
        if isinstance(answer, (list, tuple, set)):
            return ", ".join(str(part) for part in answer)
        value = float(answer)  # type: ignore[arg-type]
        if value == value // 1 and 1900 < value < 2200:
            return f"{value:.0f}"
        if abs(value) >= 100:
            return self.words.number(value, 0)
        digits = next(n for n in range(5) if n == 4 or abs(value - round(value, n)) < 1e-9)
        return self.words.number(value, digits)

    def _offer(self, exercise: str) -> None:
        """In a notebook, show the field for those who do not write code."""
        if "IPython" not in sys.modules:
            return
        from IPython.core.getipython import get_ipython

        if get_ipython() is not None:
            from IPython.display import display

            display(self.ask(exercise))

    def ask(self, exercise: str) -> Any:
        """Show a field for the answer and a button, for those who do not want to write code.

        Parameters
        ----------
        exercise : str
            Name, as the lesson gives it.

        Returns
        -------
        ipywidgets.VBox
        """
        import ipywidgets

        say = self.words.text
        field = ipywidgets.Text(
            placeholder=say("Your answer, as on paper"), layout={"width": "30em"}
        )
        button = ipywidgets.Button(description=say("Check the answer"))
        shown = ipywidgets.HTML()

        def pressed(_: object) -> None:
            text = field.value.strip()
            try:
                shown.value = self.check(exercise, text or ...)._repr_html_()
            except NotAnsweredError as error:
                shown.value = str(error)

        button.on_click(pressed)
        field.continuous_update = False
        return ipywidgets.VBox([ipywidgets.HBox([field, button]), shown])


def _place(before: Sequence[str], given: str) -> int:
    """Where an answer was given first; behind the last where it is new."""
    return before.index(given) if given in before else len(before)


def _exercises() -> dict[str, Callable[[Workshop, object], Feedback]]:
    from stratanalysis.workshop import (
        exercises_budget,
        exercises_goals,
        exercises_people,
        exercises_scenarios,
    )

    rooms = (exercises_people, exercises_scenarios, exercises_budget, exercises_goals)
    return {name: check for room in rooms for name, check in room.EXERCISES.items()}
