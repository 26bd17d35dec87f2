"""Exercises of lesson 3: what a promise needs, what a scenario moves, and an own assumption."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from stratanalysis.errors import DataError
from stratanalysis.language import LANGUAGES, Language
from stratanalysis.language import language as get_language
from stratanalysis.questions import implied_growth
from stratanalysis.scenarios import DRIVERS, read_scenarios
from stratanalysis.toml_faults import fault_of
from stratanalysis.workshop.answers import read_items
from stratanalysis.workshop.checked_numbers import check_number
from stratanalysis.workshop.exercises_people import BRACKETS, EVENLY, EXCHANGED
from stratanalysis.workshop.feedback import Feedback, Problem, Trap, check_items, refuse_blank

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.scenarios import Assumption
    from stratanalysis.workshop.session import Workshop

__all__ = ["EXERCISES", "compared"]


def _needed_growth(shop: Workshop, answer: object) -> Feedback:
    claim = next(
        claim
        for name in shop.scenarios
        for claim in shop.scenarios[name].claims
        if claim.variable == "population" and claim.from_year in shop.people.index
    )
    start, years = float(shop.people[claim.from_year]), claim.after_years[0]
    total = claim.value / start - 1
    return check_number(
        answer,
        implied_growth(start, claim.value, years),
        language=shop.language,
        unit="share a year",
        traps=(
            Trap(
                total,
                "This is the change of all {years} years; one year is asked.",
                {"years": years},
            ),
            Trap(total / years, EVENLY),
            Trap((total + 1) / years - 1, BRACKETS),
            Trap((total + 1) ** (-1 / years) - 1, EXCHANGED),
            Trap(
                implied_growth(start, claim.value, claim.after_years[1]),
                "This is for the later of the two years; the earlier is asked.",
            ),
            Trap((claim.value - start) / years, "These are persons a year; a share is asked."),
        ),
        praise=Problem(
            "Compare it with the observed trend of lesson 2: that is the audit of a promise."
        ),
    )


def _moved_drivers(shop: Workshop, answer: object) -> Feedback:
    name = "optimistic" if "optimistic" in shop.scenarios else list(shop.scenarios)[-1]
    moved = {entry.driver for entry in shop.scenarios[name].assumptions}
    base = {entry.driver for entry in shop.scenarios["baseline"].assumptions}
    why = Problem("the scenario moves it away from the baseline")
    kept = Problem("the scenario keeps the baseline's path")
    titles = {name: f"{shop.words.text(DRIVERS[name].label)} ({name})" for name in DRIVERS}
    given = answer if answer is ... else _drivers_meant(answer)
    if isinstance(given, list):
        given = [titles.get(str(item), item) for item in given]
    return check_items(
        answer if given is None else given,
        {titles[name]: why for name in sorted(moved)},
        language=shop.language,
        wrong={titles[name]: kept for name in sorted((base | set(DRIVERS)) - moved)},
        praise=Problem("Everything else is as in the baseline: this is the whole promise."),
        level=shop.level,
    )


def _drivers_meant(answer: object) -> list[object] | None:
    """Drivers by code or by label in either language, also cut short or misspelt a little."""
    labels = {
        get_language(code).text(entry.label).casefold(): name
        for name, entry in DRIVERS.items()
        for code in LANGUAGES
    }
    if isinstance(answer, str):
        answer = answer.casefold()
        for label in sorted(labels, key=len, reverse=True):
            answer = answer.replace(label, labels[label])
    items = read_items(answer)
    if items is None:
        return None
    names = {**labels, **{name: name for name in DRIVERS}}

    def meant(item: object) -> object:
        if not isinstance(item, str):
            return item
        if item.casefold() in names:
            return names[item.casefold()]
        plain = re.sub(r"[\s-]+", "_", item.lower()) if item.isascii() else item.casefold()
        if plain in names:
            return names[plain]
        begun = {names[name] for name in names if len(plain) > 5 and name.startswith(plain)}
        near = difflib.get_close_matches(plain, names, 1, 0.85)
        return begun.pop() if len(begun) == 1 else names[near[0]] if near else item

    joined = re.compile("|".join(sorted(DRIVERS, key=len, reverse=True)))
    parts: list[object] = []  # names in quotes without a comma between them are one text for Python
    for item in items:
        found = joined.findall(item) if isinstance(item, str) else []
        parts += found if len(found) > 1 and "".join(found) == item else [item]
    return list(dict.fromkeys(meant(item) for item in parts))


def compared(shop: Workshop, name: str, rows: int = 8) -> pd.DataFrame:
    """Drivers of the baseline and of a scenario in the last year: those moved, and some others.

    Parameters
    ----------
    shop : Workshop
    name : str
        The scenario.
    rows : int
        Those that the scenario moves, filled up with others of the baseline; sorted by name, so
        that the order does not give the answer.
    """
    import pandas as pd

    say, last = shop.words.text, shop.projection.years[-1]
    moved = [entry.driver for entry in shop.scenarios[name].assumptions]
    kept = [e.driver for e in shop.scenarios["baseline"].assumptions if e.driver not in moved]
    chosen = [*dict.fromkeys(moved), *kept[: max(0, rows - len(set(moved)))]]
    values = {key: shop.scenarios.driver_values(key, [last]) for key in ("baseline", name)}

    def written(key: str, driver: str) -> str:
        value = values[key].get(driver)
        if value is None:
            return "…"
        if DRIVERS[driver].unit.startswith("share"):
            return shop.words.percent(float(value[0]), 1)
        return shop.words.number(float(value[0]), 0 if abs(value[0]) >= 100 else 1)

    table = pd.DataFrame(
        {
            say("Driver"): [say(DRIVERS[driver].label) for driver in chosen],
            say("Name"): chosen,
            say("baseline"): [written("baseline", driver) for driver in chosen],
            say("this scenario"): [written(name, driver) for driver in chosen],
        }
    )
    return table.sort_values(say("Driver")).reset_index(drop=True)


def _own_assumption(shop: Workshop, answer: object) -> Feedback:
    refuse_blank(answer, shop.language)
    problem = _not_an_assumption(answer, shop.words)
    if problem is not None:
        return Feedback(shop.language, (problem,))
    head = '[baseline]\nlabel = {uk = "Базовий", en = "Baseline"}\n\n'
    if "[mine]" not in str(answer).replace("[[mine", ""):
        head += '[mine]\nbase = "baseline"\nlabel = {uk = "Мій", en = "Mine"}\n\n'
    try:
        entries = read_scenarios(head + str(answer), document="mine")["mine"].assumptions
    except DataError as error:
        return Feedback(
            shop.language,
            tuple(Problem(finding.why, finding.values) for finding in error.findings),
        )
    problems = [problem for entry in entries for problem in _assumed(entry)]
    if len(entries) != 1:
        problems.append(Problem("One assumption is asked for; the text holds another number."))
    return Feedback(
        shop.language,
        tuple(problems),
        Problem("Driver, path, unit, reason and source are all there."),
    )


def _not_an_assumption(answer: object, words: Language) -> Problem | None:
    """What keeps a text from being read as one assumption."""
    if not isinstance(answer, str):
        return Problem("Words in quotes are expected.")
    if "[[mine.assumption]]" not in re.sub(r"\s", "", answer):
        return Problem(
            "The text needs the heading [[mine.assumption]] in two pairs of brackets: copy the "
            "example of the cell and change its numbers and words."
        )
    try:
        raw = tomllib.loads(answer)
    except ValueError as error:
        fault = fault_of(answer, error)
        why = words.text(fault.why, **fault.fields) if fault.fields else words.text(fault.why)
        line = answer.split("\n")[fault.line - 1].strip()[:60]
        return Problem("The line “{line}”: {why}.", {"line": line, "why": why})
    entry = raw["mine"]["assumption"][0]
    change = entry.get("change", {})
    if str(entry.get("driver")) not in DRIVERS:
        return Problem(
            "driver: there is no {name}; copy its name from the example.",
            {"name": entry.get("driver", "…")},
        )
    if entry["driver"] != "net_migration_rate":
        asked = DRIVERS["net_migration_rate"]
        return Problem("Another driver is asked for: {name}.", {"name": words.text(asked.label)})
    if not isinstance(change, dict):
        return Problem("change: write the parts in curly brackets, as in the example.")
    if "path" in entry:
        return None
    for key in ("before", "after", "year"):
        if not isinstance(change.get(key), (int, float)):
            return Problem("change: {key} must be a number without quotes.", {"key": key})
    return None


def _assumed(entry: Assumption) -> list[Problem]:
    """What an own assumption says that was not asked for: size, direction, year and reason."""
    if not entry.is_change:
        return [
            Problem("Half a percent is added to what is observed: write change = …, not a path.")
        ]
    before, begun, later = (float(v) for v in entry.path.values([2026, 2027, 2036]))
    problems = []
    if later < 0:
        problems.append(Problem("The sign does not fit: the park keeps people, so more is added."))
    elif abs(later - 0.5) < 0.01:
        problems.append(Problem("0.5 is half of all the people; a percent is one hundredth."))
    elif later == 0:
        problems.append(Problem("Nothing is added yet: the number after the year is zero."))
    elif abs(later - 0.005) > 1e-6:
        problems.append(Problem("The size differs: half a percent of the population, as a share."))
    if before != 0:
        problems.append(Problem("Before 2027 nothing is added: the change begins too early."))
    elif later and begun != later:
        problems.append(Problem("From 2027 on the whole amount is added: look at the year."))
    for code, words in entry.reason.items():
        cyrillic, latin = (len(re.findall(f"[{a}]", words)) for a in ("А-Яа-яІіЇїЄєҐґ", "A-Za-z"))
        if (latin if code == "uk" else cyrillic) > (cyrillic if code == "uk" else latin):
            why = "The reason after {code} is in the other language: uk – Ukrainian, en – English."
            problems.append(Problem(why, {"code": code}))
            break
        letters = re.findall(r"[А-Яа-яІіЇїЄєҐґ]{2,}" if code == "uk" else r"[A-Za-z]{2,}", words)
        if len(words.strip()) < 15 or len(set(letters)) < 3:
            problems.append(
                Problem(
                    "The reason is too short to convince a council member; "
                    "say why, in both languages."
                )
            )
            break
    return problems


EXERCISES: Mapping[str, Callable[[Workshop, object], Feedback]] = {
    "needed-growth": _needed_growth,
    "moved-drivers": _moved_drivers,
    "own-assumption": _own_assumption,
}
