"""What a column of a table holds, by evidence: stems of its head, and the values below it.

The known names of heads decide first (``rules/columns.toml``); what they leave open is settled here
by the stems of ``rules/evidence.toml`` and by what most cells of the column are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.headings import LEVELS, read_heading
from stratanalysis.quantities import (
    find_years,
    is_blank,
    prepare,
    read_period,
    read_quantity,
    read_unit,
    squeeze,
)

__all__ = ["Evidence", "body_words", "roles_by_evidence", "source_words", "stem_role"]

_MOST = 0.8
_TITLES = frozenset(
    ("strategic_goal", "operational_goal", "task", "measure", "direction", "indicator", "step",
     "assumptions", "consequences", "strength", "weakness", "opportunity", "threat")
)  # fmt: skip
_OF_MEASURE = frozenset(("executor", "term", "funding_source", "result", "money", "status"))
_VALUES = ("base_value", "target_value")
_GOALS = dict(zip(LEVELS, ("strategic_goal", "operational_goal", "task"), strict=False))
_YEAR = re.compile(r"20\d\d(?:[ ]?р(?:ік|\.)?)?")
_LEVEL_HEAD = re.compile(
    r"(?:(?P<first>стратегічн|пріоритет)|(?P<second>операційн|оперативн)|(?P<task>завдан)|"
    r"(?P<any>(?:назва )?(?:напрям|ціл[ьі]|мет[аи](?![^\W\d_]))))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(][^()]{0,80}[)]")
_LONGEST_SOURCE = 120
_LONGEST_VALUE = 160
_LONGEST_HEAD = 60


class Evidence(NamedTuple):
    """What is known of a column: its head, its role by name, its year, and its filled cells."""

    head: str
    role: str | None
    year: int | None
    money: bool
    cells: Sequence[str]


def _alternatives(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words)})", re.IGNORECASE)


@functools.cache
def _stems() -> dict[str, re.Pattern[str]]:
    return {role: _alternatives(words) for role, words in read_rules("evidence")["heads"].items()}


@functools.cache
def _bodies() -> re.Pattern[str]:
    return _alternatives(read_rules("evidence")["values"]["executor"])


def body_words(text: str) -> bool:
    """Tell whether words begin with a body or official: ``Відділ освіти``, ``КП «Джерело»``."""
    return _bodies().match(prepare(text).lstrip('«"“„ ')) is not None


@functools.cache
def _sources() -> tuple[re.Pattern[str], frozenset[str]]:
    rules = read_rules("programme")["sources"]
    return _alternatives([re.escape(word) for word in rules["words"]]), frozenset(rules["short"])


def source_words(text: str) -> bool:
    """Tell whether words name a source of money: ``Державний бюджет``, ``інші джерела``."""
    if len(text) >= _LONGEST_SOURCE:
        return False
    clean = prepare(text)
    pattern, short = _sources()
    return clean.strip(" .,;:()").upper() in short or pattern.search(clean) is not None


@functools.lru_cache(maxsize=4096)
def stem_role(head: str) -> str | None:
    """Tell what a column holds from the first stem in the words of its head.

    Words in brackets do not count.

    Examples
    --------
    >>> stem_role("Хто виконує")
    'executor'
    >>> stem_role("Очікуваний ефект")
    'result'
    """
    if not head or len(head) > _LONGEST_HEAD:
        return None
    clean = _BRACKETS.sub("", prepare(head))
    found = [(m.start(), role) for role, stem in _stems().items() if (m := stem.search(clean))]
    return min(found)[1] if found else None


def roles_by_evidence(columns: Sequence[Evidence]) -> list[str | None]:
    """Return the roles of columns; those known by name stay.

    In order: goals by the depth of their codes; the stem of the head; what most cells are (units,
    terms, bodies, sources); then the first column of words names the measures of a table with
    executors and terms or money, or the indicators of one with units and values of years.
    """
    roles = [column.role for column in columns]
    _goals(columns, roles)
    _levels(columns, roles)
    small = not any(column.head[:1].isupper() for column in columns)
    for at, column in enumerate(columns):
        whole = small or column.head[:1].isupper()  # else the rest of a head that a page break cut
        role = stem_role(column.head) if roles[at] is None and whole else None
        if column.year is not None and role not in _VALUES:
            continue
        if role is not None and not _against(role, column):
            roles[at] = role
    for at, column in enumerate(columns):
        if roles[at] is None and column.year is None and not column.money:
            roles[at] = _by_values(column)
    _between(columns, roles)
    _years(columns, roles)
    _numeric_goals(columns, roles)
    if not _TITLES & set(roles):
        at = next((at for at, c in enumerate(columns) if roles[at] is None and _wordy(c)), -1)
        if at >= 0:
            roles[at] = _title(columns, roles)
    return roles


def _against(role: str, column: Evidence) -> bool:
    """Tell whether the cells speak against the role that the head suggests."""
    filled = [text for text in column.cells if not is_blank(text)]
    if role == "term":
        dated = sum(bool(find_years(t)) or read_period(t) is not None for t in filled)
        return bool(filled) and 2 * dated < len(filled)
    numbers = sum(read_quantity(text) is not None for text in filled)
    return role in _TITLES and 2 * numbers > len(filled)


def _title(columns: Sequence[Evidence], roles: Sequence[str | None]) -> str | None:
    known = set(roles)
    years = sum(column.year is not None for column in columns)
    if "unit" in known and (set(_VALUES) & known or years > 1):
        return "indicator"
    amounts = any(column.money for column in columns)
    by_whom = len(_OF_MEASURE & known) + (amounts and "money" not in known)
    planned = amounts or {"executor", "money", "funding_source"} & known
    return "measure" if by_whom > 1 and planned and {"executor", "term"} & known else None


def _goals(columns: Sequence[Evidence], roles: list[str | None]) -> None:
    """Find columns whose cells are goals with codes, each column one level below the one before."""
    found: list[tuple[int, int]] = []
    for at, column in enumerate(columns):
        if roles[at] not in (None, "direction", *_GOALS.values()) or column.year is not None:
            continue
        headings = [read_heading(text) for text in column.cells]
        depths = {
            LEVELS.index(h.level) + 1 if h.level in LEVELS else h.depth for h in headings if h
        }
        if headings and all(headings) and len(depths) == 1:
            found.append((at, depths.pop()))
    depths_in_order = [depth for _, depth in found]
    if len(found) > 1 and depths_in_order == list(range(1, len(found) + 1)) and len(found) < 4:
        for at, depth in found:
            roles[at] = _GOALS[LEVELS[depth - 1]]


def _levels(columns: Sequence[Evidence], roles: list[str | None]) -> None:
    """Take columns called priority, direction, aim, task for the levels of goals, from the left.

    A word that names a level keeps it ("operational"); others are one below the column before.
    """
    named = [
        (at, found)
        for at, column in enumerate(columns)
        if roles[at] in (None, "direction", *_GOALS.values())
        and (found := _LEVEL_HEAD.match(prepare(column.head)))
        and _wordy(column)
    ]
    ahead = [found.lastgroup != "task" for _, found in named]
    if sum(ahead) < 2 or not all(ahead[:2]):
        return
    level, tasks = 0, not all(ahead)
    for at, found in named:
        level = max(level, {"second": 1, "task": 2}.get(str(found.lastgroup), 0))
        if level < 2 + (not tasks or found.lastgroup == "task"):
            roles[at] = _GOALS[LEVELS[level]]
            level += 1
        else:
            roles[at] = None  # an aim between direction and task describes the direction


def _years(columns: Sequence[Evidence], roles: list[str | None]) -> None:
    """Take a column of base or target values that holds years, next to one of values, for years."""
    for role in _VALUES:
        same = [at for at, one in enumerate(roles) if one == role]
        dated = [
            at for at in same if columns[at].cells and all(map(_YEAR.fullmatch, columns[at].cells))
        ]
        if len(same) > len(dated) > 0:
            for at in dated:
                roles[at] = role.replace("value", "year")


def _numeric_goals(columns: Sequence[Evidence], roles: list[str | None]) -> None:
    """Take a column "aim" of numbers, after indicators with base values, for the targets."""
    if "target_value" in roles or not {"base_value", "indicator"} <= set(roles):
        return
    for at in range(roles.index("indicator") + 1, len(columns)):
        filled = [text for text in columns[at].cells if not is_blank(text)]
        numbers = sum(read_quantity(text) is not None for text in filled)
        if roles[at] == "operational_goal" and numbers >= _MOST * len(filled) > 0:
            roles[at] = "target_value"


def _between(columns: Sequence[Evidence], roles: list[str | None]) -> None:
    """Take the unknown column of words between strategic goals and tasks for that of the goals."""
    if "operational_goal" in roles or not {"strategic_goal", "task"} <= set(roles):
        return
    first, last = roles.index("strategic_goal"), roles.index("task")
    inside = [at for at in range(first + 1, last) if roles[at] is None and _wordy(columns[at])]
    if len(inside) == 1:
        roles[inside[0]] = "operational_goal"


def _by_values(column: Evidence) -> str | None:
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("unit", lambda text: read_unit(text) is not None),
        ("term", lambda text: read_period(text) is not None and not text.isdecimal()),
        ("executor", body_words),
        ("funding_source", source_words),
    )
    filled = [text for text in column.cells if not is_blank(text)]
    if not column.head or len(filled) < 2 or any(len(text) > _LONGEST_VALUE for text in filled):
        return None
    for role, test in tests:
        if sum(test(text) for text in filled) >= _MOST * len(filled):
            return role
    return None


def _wordy(column: Evidence) -> bool:
    filled = [text for text in column.cells if not is_blank(text)]
    words = [t for t in filled if len(squeeze(t)) > 4 and read_quantity(t) is None]
    return bool(column.head and words) and len(words) >= _MOST * len(filled)
