"""Exercises of lesson 6 that are sentences: subject, direction, figures and years must be true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stratanalysis.workshop.answers import Amount, amounts_in
from stratanalysis.workshop.feedback import Feedback, Problem, check_text

if TYPE_CHECKING:
    from stratanalysis.workshop.session import Workshop

__all__ = ["alternative", "headline_numbers", "title"]

_SUBJECT = re.compile(
    r"населен|людей|люди|мешкан|жител|нас\b|people|population|inhabitant|resident", re.IGNORECASE
)
_UNIT = re.compile(r"чисельн|осіб|особ|persons", re.IGNORECASE)
"""Says of whom only where no other subject is named: "by 300 persons"."""
_OTHER_SUBJECT = re.compile(
    r"видат|витрат|доход|надход|бюджет|сальдо|дефіцит|борг|податк|субвенц|дотац|зайнят|безробіт|"
    r"працівник|пенсіонер|учн|школяр|дітей|діти|дошкільн|народжен|померл|підприємц|підприємств|"
    r"expenditure|spending|revenue|income|budget|balance|deficit|debt|tax|subsid|employ|worker|"
    r"pensioner|pupil|school|child|birth|death|entrepreneur|enterprise",
    re.IGNORECASE,
)
_FALL = re.compile(
    r"зменш|скоро[чт]|меншат|поменш|впад|спад|падат|знизи|зниж|лишит|залиш|лишен|втра[тч]|лише\b|"
    r"тільки|на третин|менше\b|fall|fell|decreas|declin|drop|shrink|lose|loses|lost|remain|only|"
    r"fewer|smaller|lower|down\b|reduc",
    re.IGNORECASE,
)
_RISE = re.compile(
    r"збільш|зрост|зрос[лт]|виросте|більшат|прибуд|приріст|подвої|більше\b|grow|grew|rise|rose|"
    r"increas|gain|larger|higher|double|\bup\b|more people",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?:\bне|\bnot|n't|n’t|\bnever)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OTHER_SCENARIO = re.compile(r"оптиміст|раціональн|optimist|rational", re.IGNORECASE)
_CHANGE_BEFORE = re.compile(r"(?:\bна|\bby|майже на|на близько)\s+(?:\w+\s+)?$", re.IGNORECASE)
_LEVEL_BEFORE = re.compile(r"(?:\bдо|\bto|становитиме|житиме|буде)\s+(?:\w+\s+)?$", re.IGNORECASE)
_MONTH_AFTER = re.compile(
    r"\s*(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|Jan|Feb|Mar|Apr|May|Jun|Jul|"
    r"Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)
_COLOUR = re.compile(
    r"колір|кольор|синя|синю|червон|зелен|жовт|colou?r|blue|red\b|green|yellow", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of a sentence and what of the table it is."""

    role: str
    start: int


def headline_numbers(shop: Workshop) -> dict[str, float]:
    """Population in the first and in the last year of the baseline."""
    path = shop.projection.wide("population")["baseline"]
    return {str(path.index[0]): float(path.iloc[0]), str(path.index[-1]): float(path.iloc[-1])}


def _is_year(amount: Amount) -> bool:
    return 1990 <= amount.value <= 2100 and amount.value == amount.value // 1 and amount.digits == 4


def _role(readings: list[Amount], start: float, end: float, years: int) -> str:
    """Which quantity a figure is; empty where it is none of the table's."""
    amount = readings[0]
    share = 100 * (end / start - 1)
    if amount.percent:
        for role, value in (("percent", abs(share)), ("rest", 100 + share)):
            if abs(abs(amount.value) - value) <= max(0.5, amount.half_unit):
                return role
        return ""
    for role, value in (("start", start), ("end", end), ("change", abs(end - start))):
        for reading in readings:
            for factor in (1.0, 1000.0):
                away = abs(abs(reading.value) * factor - value)
                rounded = reading.digits >= 2 and away <= reading.half_unit * factor
                if away <= 0.01 * value or (rounded and away <= 0.03 * value):
                    return role
    return "span" if abs(amount.value) == years else ""


def _figures(text: str, start: float, end: float, years: int) -> tuple[list[_Figure], list[str]]:
    """Figures of a sentence that are the table's, and those that are not, as written."""
    known, foreign = [], []
    for readings in amounts_in(text):
        first = readings[0]
        if _is_year(first) or _MONTH_AFTER.match(text, first.end):
            continue
        role = _role(readings, start, end, years)
        before = text[: first.start]
        if role == "end" and _CHANGE_BEFORE.search(before):
            role = ""
        if role in ("change", "percent") and _LEVEL_BEFORE.search(before):
            role = ""
        if role:
            known.append(_Figure(role, first.start))
        else:
            foreign.append(text[first.start : first.end].strip())
    return known, foreign


def _directions(text: str) -> set[int]:
    """Directions that a sentence states: -1, 1 or both."""
    found = set()
    for pattern, sign in ((_FALL, -1), (_RISE, 1)):
        for match in pattern.finditer(text):
            found.add(-sign if _NOT.search(text[: match.start()]) else sign)
    return found


def _of_population(text: str) -> bool:
    """Whether a sentence speaks of the population: by name, or by the unit alone."""
    named = _SUBJECT.search(text)
    return bool(named or (_UNIT.search(text) and not _OTHER_SUBJECT.search(text)))


def _years(text: str) -> list[str]:
    return [str(int(a[0].value)) for a in amounts_in(text) if _is_year(a[0])]


def _truth(
    text: str, shop: Workshop
) -> tuple[list[Problem], list[_Figure], tuple[str, float, str, float]]:
    """What contradicts the table in a sentence, and the figures that it gives rightly."""
    (first, start), (last, end) = headline_numbers(shop).items()
    figures, foreign = _figures(text, start, end, int(last) - int(first))
    way, said = (-1 if end < start else 1), _directions(text)
    problems = []
    if -way in said and way not in said:
        problems.append(
            Problem("The direction is wrong: compare the first year with the last one.")
        )
    problems += [
        Problem(
            "The figure {figure} is not in the table, or means something else there.", {"figure": f}
        )
        for f in foreign
    ]
    problems += [
        Problem("The year {year} is outside the table.", {"year": year})
        for year in dict.fromkeys(_years(text))
        if not int(first) <= int(year) <= int(last)
    ]
    if _OTHER_SCENARIO.search(text):
        problems.append(Problem("The table shows the baseline; another scenario is named here."))
    years = [year for year in _years(text) if year in (first, last)]
    order = [entry.role for entry in figures if entry.role in ("start", "end")]
    if (
        len(set(years)) == 2
        and len(set(order)) == 2
        and (years[0] == first) != (order[0] == "start")
    ):
        problems.append(Problem("The figures are exchanged: each year has its own."))
    return problems, figures, (first, start, last, end)


def title(shop: Workshop, answer: object) -> Feedback:
    """Check the title of a picture: subject, direction, last year and a true figure."""
    text = answer.strip() if isinstance(answer, str) else ""
    false, figures, (_, start, last, end) = _truth(text, shop)
    roles = {entry.role for entry in figures}
    way = -1 if end < start else 1
    short = Problem("The title is longer than 120 characters.")
    demands = [
        (_of_population, Problem("Of what? Name the subject: the population.")),
        (
            lambda t: bool(_directions(t)) or bool(false and not way),
            Problem("The direction is missing: does the population grow or fall?"),
        ),
        (lambda t: last in _years(t), Problem("The year is missing: {year}.", {"year": last})),
        (
            lambda _: bool(roles & {"end", "change", "percent", "rest"}),
            Problem(
                "A figure of the table is missing or differs: the population of {year}, "
                "or the change.",
                {"year": last},
            ),
        ),
        (lambda t: len(t) <= 120, short),
        (
            lambda t: len(t.split()) >= 4,
            Problem("This names the subject; a title states the finding."),
        ),
        *((lambda _: False, problem) for problem in false),
    ]
    return check_text(
        answer,
        demands,
        language=shop.language,
        praise=Problem("Whoever reads the title alone knows the finding."),
    )


def alternative(shop: Workshop, answer: object) -> Feedback:
    """Check the words in place of a picture: both years with their own figures, no colours."""
    text = answer.strip() if isinstance(answer, str) else ""
    false, figures, (first, _, last, _) = _truth(text, shop)
    roles = {entry.role for entry in figures}
    missing = "The population of {year} is missing or differs from the table."
    demands = [
        (
            lambda t: {first, last} <= set(_years(t)),
            Problem(
                "Name the first and the last year: {first} and {last}.",
                {"first": first, "last": last},
            ),
        ),
        (lambda _: "start" in roles, Problem(missing, {"year": first})),
        (lambda _: "end" in roles, Problem(missing, {"year": last})),
        (_of_population, Problem("Of what? Name the subject: the population.")),
        (
            lambda t: not _COLOUR.search(t),
            Problem("Colours tell nothing to whoever does not see them; name the scenario."),
        ),
        *((lambda _: False, problem) for problem in false),
    ]
    return check_text(
        answer,
        demands,
        language=shop.language,
        praise=Problem("Read aloud, it says what the picture shows."),
    )
