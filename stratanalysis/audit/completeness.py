"""What a plan needs for monitoring and does not have; forms that nobody filled in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from stratanalysis.audit.statements import Passage
from stratanalysis.audit.tables import Place, Row, missing, place_of, row_place, source_of, text_of
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown
from stratanalysis.audit.words import content_stems, rules
from stratanalysis.findings import Severity, Source
from stratanalysis.quantities import prepare

__all__ = [
    "check_goals_have_indicators",
    "check_indicators_complete",
    "check_measures_complete",
    "check_placeholders",
    "check_plan_rows",
    "check_swot_answered",
]

_MANY = 0.8
"""Where this part of the rows lacks something, it is reported once."""
_FEW = 3
"""More rows that lack something are reported once."""
_QUESTIONS = re.compile(r"\?{3,}|_{4,}|<[^<>]{0,3}\.\.\.[^<>]{0,3}>|(?<![\w.])[XХ]{2,}\.[XХ]{2,}")
_COUNTED = re.compile(r"\W{0,3}(?:кількість|чисельність|число|number of|count of)", re.IGNORECASE)
_ALWAYS = re.compile(
    r"постійно|щоро[кч]|протягом|упродовж|впродовж|за потреби|every year|annually", re.IGNORECASE
)
"""Terms without days."""
_SIGNATURE = re.compile(
    r"[ ]{0,4}/?[А-ЯІЇЄҐA-Z](?:\.|[^\W\d_]{2,20}[ ])|"
    r"[ ]{0,4}[(/]?[ ]?(?:підпис|ініціал|прізвищ|ПІБ|М\.[ ]?П)"
)
_INDICATOR_FIELDS = {
    "unit": "a unit",
    "base_value": "a base value",
    "base_year": "a base year",
    "target_value": "a target value",
    "target_year": "a target year",
    "data_source": "a source of data",
}
_NOT_IN_PASSPORTS = ("base_value", "base_year", "target_year")
"""What the form of a budget programme's passport has no place for."""
_MEASURE_FIELDS = {
    "executor": "an executor",
    "funding_source": "a source of money",
    "end": "a term",
    "expected_result": "an expected result",
}
_ACTION_FIELDS = {"responsible": "a responsible unit", "key_indicator": "an indicator"}

# The words above are part of these messages, so that each has one translation.
_LACKS = {
    "a unit": "has no unit; add it",
    "a base value": "has no base value; add it",
    "a base year": "has no base year; add it",
    "a target value": "has no target value; add it",
    "a target year": "has no target year; add it",
    "a source of data": "has no source of data; add it",
    "an executor": "has no executor; add it",
    "a source of money": "has no source of money; add it",
    "a term": "has no term; add it",
    "an expected result": "has no expected result; add it",
    "a responsible unit": "has no responsible unit; add it",
    "an indicator": "has no indicator; add it",
    "money": "has no money in any year; add it, or say that none is needed",
}
_ALL_LACK = {
    "a unit": "{stated} of {computed} rows have no unit; add them before monitoring begins",
    "a base value": "{stated} of {computed} indicators have no base value; progress cannot be "
    "measured without it",
    "a base year": "{stated} of {computed} indicators have no base year; add it to the base value",
    "a target value": "{stated} of {computed} indicators have no target value; achievement cannot "
    "be measured without it",
    "a target year": "{stated} of {computed} indicators have no target year; add it to the target",
    "a source of data": "{stated} of {computed} indicators name no source of data; say who counts",
    "an executor": "{stated} of {computed} measures have no executor; say who carries them out",
    "a source of money": "{stated} of {computed} measures have no source of money; say who pays",
    "a term": "{stated} of {computed} measures have no term; say when",
    "an expected result": "{stated} of {computed} measures have no expected result; say what for",
    "a responsible unit": "{stated} of {computed} steps have no responsible unit; say who",
    "an indicator": "{stated} of {computed} steps have no indicator; say how it is measured",
    "money": "{stated} of {computed} measures have no money in any year; add it, or say that none "
    "is needed",
}


def _lacking(
    material: Material, rows: list[Row], lacks: list[Row], what: str, label: str
) -> Iterator[Verdict]:
    """Yield a note a row, or one for all where more than a few lack the same.

    What is missing contradicts nothing, so that it is never more than a note.
    """
    for _ in range(len(rows) - len(lacks)):
        yield ok()
    if not lacks:
        return
    if len(lacks) > _FEW or len(lacks) >= _MANY * len(rows) > 1:
        yield mismatch(
            Severity.NOTE,
            source_of(material, lacks[0]),
            _ALL_LACK[what],
            stated=str(len(lacks)),
            computed=str(len(rows)),
        )
        return
    for row in lacks:
        name = text_of(row, label) or text_of(row, "code")
        yield mismatch(
            Severity.NOTE,
            source_of(material, row),
            "{stated} " + _LACKS[what],
            stated=f"«{name[:120]}»",
        )


def check_goals_have_indicators(material: Material) -> Iterator[Verdict]:
    """Check that goals have indicators.

    Operational goals are asked, by themselves or by a task below; tasks only where most have one of
    their own, and strategic goals where the document has no others, or measures no others.
    """
    goals = material.table("goals")
    if goals is None:
        return
    trees = goals["tree"].fillna("").astype("str")
    measured = _measured(material)
    for tree, family in goals.groupby(trees, sort=False):
        asked = _asked(family.to_dict("records"), measured)
        lacks = [row for row in asked if not _has(text_of(row, "code"), measured)]
        for _ in range(len(asked) - len(lacks)):
            yield ok()
        if not lacks:
            continue
        if len(lacks) == len(asked):
            yield mismatch(
                Severity.NOTE,
                source_of(material, lacks[0]),
                "none of the {computed} goals of the tree «{tree}» has an indicator; add them, or "
                "say where they stand"
                if tree
                else "none of the {computed} goals has an indicator; add them, or say where they "
                "stand",
                stated="0",
                computed=str(len(asked)),
                tree=str(tree),
            )
            continue
        names = [f"{text_of(row, 'code')} «{text_of(row, 'title')[:80]}»" for row in lacks]
        yield mismatch(
            Severity.NOTE,
            source_of(material, lacks[0]),
            "goals without an indicator: {count} of {computed}: {stated}; add one to each",
            stated="; ".join(names[:_FEW]) + ("; …" if len(names) > _FEW else ""),
            computed=str(len(asked)),
            count=len(lacks),
        )


def _asked(rows: list[Row], measured: set[str]) -> list[Row]:
    """Return the goals of one level that must have an indicator."""
    levels = {
        level: [row for row in rows if text_of(row, "level") == level]
        for level in ("task", "operational", "strategic")
    }
    tasks = levels["task"]
    own = [row for row in tasks if text_of(row, "code") in measured]
    if len(own) >= _MANY * len(tasks) > 0:
        return tasks
    below = [row for row in levels["operational"] if _has(text_of(row, "code"), measured)]
    above = any(text_of(row, "code") in measured for row in levels["strategic"])
    return levels["operational"] if below or not above else levels["strategic"] or tasks


def _measured(material: Material) -> set[str]:
    found: set[str] = set()
    for name, column in (("indicators", "goal"), ("actions", "goal")):
        table = material.table(name)
        if table is not None:
            if name == "actions":
                table = table[table["key_indicator"].notna()]
            found |= set(table[column].dropna().astype("str"))
    return found


def _has(code: str, measured: set[str]) -> bool:
    return any(other == code or other.startswith(f"{code}.") for other in measured)


def check_indicators_complete(material: Material) -> Iterator[Verdict]:
    """Check that indicators have unit, base value and year, target value and year, and source."""
    table = material.table("indicators")
    if table is None:
        return
    rows: list[Row] = table.to_dict("records")
    passport = material.table("passport") is not None
    for column, what in _INDICATOR_FIELDS.items():
        if column not in table or (passport and column in _NOT_IN_PASSPORTS):
            continue
        lacks = [row for row in rows if missing(row[column])]
        if column == "unit":  # "number of schools" says what is counted
            lacks = [row for row in lacks if not _COUNTED.match(prepare(text_of(row, "name")))]
        yield from _lacking(material, rows, lacks, what, "name")


def check_measures_complete(material: Material) -> Iterator[Verdict]:
    """Check that measures have executor, source of money, term, result and money.

    A code that stands for the task of a strategy has its money and term in the plan of measures;
    these are not asked of a document that gives them for none.
    """
    measures = material.table("measures")
    if measures is not None:
        rows: list[Row] = measures.to_dict("records")
        for column, what in _MEASURE_FIELDS.items():
            lacks = [row for row in rows if missing(row.get(column))]
            if column == "end":
                lacks = [row for row in lacks if not _ALWAYS.search(text_of(row, "source_text"))]
            if len(lacks) < len(rows):
                yield from _lacking(material, rows, lacks, what, "title")
        yield from _without_money(material, rows)
    actions = material.table("actions")
    if actions is not None:
        steps: list[Row] = actions[actions["step"].notna()].to_dict("records")
        for column, what in _ACTION_FIELDS.items():
            lacks = [row for row in steps if missing(row.get(column))]
            yield from _lacking(material, steps, lacks, what, "step")
        first: list[Row] = actions.drop_duplicates("code").to_dict("records")
        yield from _without_money(material, first)


def _without_money(material: Material, rows: list[Row]) -> Iterator[Verdict]:
    money = material.table("money")
    if money is None or not rows:
        return
    paid = money[(money["kind"] == "measure") & money["amount"].fillna(0).gt(0)]
    known = set(paid["measure"].astype("str"))
    asked = set(money["measure"].astype("str"))
    rows = [row for row in rows if text_of(row, "code") in asked]
    lacks = [row for row in rows if text_of(row, "code") not in known]
    label = "title" if rows and "title" in rows[0] else "result"
    yield from _lacking(material, rows, lacks, "money", label)


def check_plan_rows(material: Material) -> Iterator[Verdict]:
    """Check that every result has as many steps as terms: a term without a step, a step without.

    Results whose steps carry no numbers in the document are not judged.
    """
    actions = material.table("actions")
    if actions is None:
        return
    numbered = _numbered_cells(material)
    for code, family in actions.groupby("code", sort=False):
        rows = family.to_dict("records")
        counts = {
            name: len({text_of(row, "number").split(".")[0] for row in rows if text_of(row, name)})
            for name in ("step", "term")
        }
        if not counts["step"] or not counts["term"] or counts["step"] == counts["term"]:
            yield ok()
            continue
        words = text_of(rows[0], "step")[:15]
        if not any(words in text for text in numbered.get(place_of(rows[0]), ())):
            yield unknown()
            continue
        yield mismatch(
            Severity.NOTE,
            source_of(material, rows[0]),
            "{code} has {stated} steps and {computed} terms; give every step its term",
            stated=str(counts["step"]),
            computed=str(counts["term"]),
            code=str(code),
        )


def _numbered_cells(material: Material) -> dict[Place, list[str]]:
    """Return the cells that begin with the number 1, by the place of their row."""
    found: dict[Place, list[str]] = defaultdict(list)
    for table in material.document.tables():
        for row in table.rows:
            for cell in row.cells:
                if re.match(r"\W{0,3}1[.)]", cell.text):
                    place = row_place(cell.line, cell.place)
                    found[place].append(" ".join(cell.text.split()))
    return found


def check_swot_answered(material: Material) -> Iterator[Verdict]:
    """Find weaknesses and threats with which the goals, tasks and measures share no word.

    Of items of five words or more, two must be shared. A hint by vocabulary, not a proof: always a
    note, one for each quadrant.
    """
    swot, goals = material.table("swot"), material.table("goals")
    if swot is None or goals is None:
        return
    answered: set[str] = set()
    for name, columns in (
        ("goals", ("title",)),
        ("measures", ("title", "expected_result")),
        ("actions", ("result", "step")),
    ):
        table = material.table(name)
        if table is not None:
            for column in columns:
                for text in table[column].dropna().astype("str").unique():
                    answered.update(content_stems(text))
    common = set(rules()["words"]["common_stems"])
    left: dict[str, list[Row]] = defaultdict(list)
    for row in swot.to_dict("records"):
        quadrant = text_of(row, "quadrant")
        if quadrant not in ("weakness", "threat"):
            continue
        stems = set(content_stems(text_of(row, "item"))) - common
        if stems and len(stems & answered) < (1 if len(stems) < 5 else 2):
            left[quadrant].append(row)
        else:
            yield ok()
    for quadrant, rows in left.items():
        words = "; ".join(f"«{text_of(row, 'item')[:90]}»" for row in rows[:5])
        why = (
            "weaknesses that share no word with any goal or task: {count}: {stated}; see "
            "whether one answers them"
            if quadrant == "weakness"
            else "threats that share no word with any goal or task: {count}: {stated}; see "
            "whether one answers them"
        )
        source = source_of(material, rows[0])
        yield mismatch(Severity.NOTE, source, why, stated=words, count=len(rows))


def check_placeholders(material: Material) -> Iterator[Verdict]:
    """Find words of a form that nobody filled in: "????", blanks to fill, "insert text here"."""
    texts = rules()["placeholders"]["texts"]
    for passage in material.passages:
        lowered = passage.text.lower()
        for word in texts:
            at = lowered.find(word)
            if at >= 0:
                yield _placeholder(passage, at, passage.text[at : at + len(word)])
                break
        else:
            for match in list(_QUESTIONS.finditer(passage.text))[:3]:
                alone = not passage.cell and match.group() == passage.text.strip()
                signed = alone or _SIGNATURE.match(passage.text, match.end())
                if match.group()[0] == "_" and signed:
                    continue  # the line of a signature
                yield _placeholder(passage, match.start(), match.group()[:20])


def _placeholder(passage: Passage, at: int, words: str) -> Verdict:
    piece = passage.piece_at(at)
    around = " ".join(passage.text[max(0, at - 80) : at + 80].split())
    return mismatch(
        Severity.WARNING,
        Source(passage.document, piece.line, piece.place, around),
        "{stated} was left in the text; fill it in, or strike it out",
        stated=words,
    )
