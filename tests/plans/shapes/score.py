"""Scores the reading of invented documents: half of the shapes are looked at, half only scored.

    python -m tests.plans.shapes.score            # both figures
    python -m tests.plans.shapes.score --looked-at --why

A shape is a choice of headings, tasks, indicators, money and format. Which half it is in follows
from its name alone, so that a new shape does not move the others.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stratanalysis.audit import audit_document
from stratanalysis.plans import load_document
from tests.plans.shapes.content import Plan, make_plan
from tests.plans.shapes.more_styles import MORE_HEADINGS, MORE_INDICATORS, MORE_MONEY, MORE_TASKS
from tests.plans.shapes.styles import HEADINGS, INDICATORS, MONEY, TASKS, blocks
from tests.plans.shapes.writers import write

_NEW = 0.6
FORMATS = ("txt", "wrapped60", "wrapped90", "md", "html", "docx", "xlsx")


@dataclass(frozen=True)
class Shape:
    """One choice of styles."""

    heading: str
    tasks: str
    indicators: str
    money: str
    form: str

    @property
    def name(self) -> str:
        return "-".join((self.heading, self.tasks, self.indicators, self.money, self.form))

    @property
    def looked_at(self) -> bool:
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 0


def shapes(count: int = 120) -> list[Shape]:
    """Return shapes that together use every style often, the same each time."""
    every = list(itertools.product(HEADINGS, TASKS, INDICATORS, MONEY, FORMATS))
    return [Shape(*choice) for choice in random.Random(11).sample(every, count)]


def more_shapes(count: int = 100) -> list[Shape]:
    """Return shapes of the further styles among the others, the same each time."""
    old = (HEADINGS, TASKS, INDICATORS, MONEY)
    more = (MORE_HEADINGS, MORE_TASKS, MORE_INDICATORS, MORE_MONEY)
    draw = random.Random(29)
    found: dict[str, Shape] = {}
    while len(found) < count:
        styles = [
            draw.choice(list(two[draw.random() < _NEW])) for two in zip(old, more, strict=True)
        ]
        shape = Shape(*styles, draw.choice(FORMATS))
        if any(style in new for style, new in zip(styles, more, strict=True)):
            found[shape.name] = shape
    return list(found.values())


def same(words: object) -> str:
    return re.sub(r"[\W_]+", "", str(words)).lower()


def missed(shape: Shape, plan: Plan, path: Path) -> list[str]:
    """Return what was not read as written, and false errors."""
    found, wrong = load_document(path), []
    goals = found["goals"]
    want = {
        "strategic": [title for _, title, _ in plan.goals],
        "operational": [goal.title for _, _, below in plan.goals for goal in below],
        "task": [task for _, _, below in plan.goals for goal in below for task in goal.tasks],
    }
    for level, titles in want.items():
        have = goals[goals["level"] == level]["title"]
        if sorted(map(same, have)) != sorted(map(same, titles)):
            wrong.append(f"{level} {len(have)} of {len(titles)}")
    told = [row for _, _, below in plan.goals for goal in below for row in goal.indicators]
    told = [] if shape.indicators == "none" else told
    indicators = found["indicators"]
    if len(indicators) != len(told):
        wrong.append(f"indicators {len(indicators)} of {len(told)}")
    elif told:
        for column, at in (("base_value", 2), ("target_value", 3)):
            if abs(indicators[column].sum() - sum(row[at] for row in told)) > 0.01:
                wrong.append(column)
    measures = [] if shape.money == "none" else plan.measures
    tables = shape.tasks in ("task_table", "uncoded_table")
    by_whom = len(want["task"]) if tables else 0
    if len(found["measures"]) != len(measures) + by_whom:  # a task with an executor is one too
        wrong.append(f"measures {len(found['measures'])} of {len(measures) + by_whom}")
    money = found["money"]
    money = money[money["kind"] == "measure"]
    for n, year in enumerate(plan.years):
        amount = sum(by[n] for _, _, money_ in measures for by in money_.values()) * plan.factor
        have = money[money["year"] == year]["amount"].sum()
        if abs(have - amount) > 1:
            wrong.append(f"money {year}: {have:.0f} of {amount:.0f}")
    problems = audit_document(found).problems
    wrong += [f"false {p.severity}: {p.check}" for p in problems if p.severity == "error"]
    return wrong


def score(chosen: list[Shape], *, why: bool = False) -> int:
    """Return how many shapes are read wholly right."""
    right = 0
    with tempfile.TemporaryDirectory() as folder:
        for at, shape in enumerate(chosen):
            plan = make_plan(at, letters=shape.heading in ("worded", "short") and at % 3 == 0)
            content = list(blocks(plan, shape.heading, shape.tasks, shape.indicators, shape.money))
            path = write(content, shape.form, Path(folder), f"shape-{at}")
            wrong = missed(shape, plan, path)
            right += not wrong
            if wrong and why:
                print(shape.name, "; ".join(wrong), sep="\n    ")
    return right


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--looked-at", action="store_true", help="only the half that is looked at")
    parser.add_argument("--why", action="store_true", help="print what was missed")
    given = parser.parse_args()
    for styles, all_ in (("styles", shapes(given.count)), ("further styles", more_shapes())):
        for name, wanted in (("looked at", True), ("only scored", False)):
            chosen = [shape for shape in all_ if shape.looked_at is wanted]
            if wanted or not given.looked_at:
                right = score(chosen, why=given.why and wanted)
                print(f"{styles}, {name}: {right} of {len(chosen)} shapes wholly right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
