"""Invented documents of many shapes are read as written (both halves: ``shapes/score.py``)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.plans.shapes.content import make_plan
from tests.plans.shapes.score import Shape, missed, more_shapes, shapes
from tests.plans.shapes.styles import blocks
from tests.plans.shapes.writers import write

LOOKED_AT = [shape for shape in shapes() if shape.looked_at]
MORE_LOOKED_AT = [shape for shape in more_shapes() if shape.looked_at]
CHOSEN = [*enumerate(LOOKED_AT)][::7] + [*enumerate(MORE_LOOKED_AT)][::6]


def test_the_halves_do_not_move() -> None:
    assert len(LOOKED_AT) == 70
    assert len({shape.name for shape in shapes()}) == 120
    assert len(MORE_LOOKED_AT) == 46


@pytest.mark.parametrize(("at", "shape"), CHOSEN, ids=[shape.name for _, shape in CHOSEN])
def test_a_shape_is_read_as_written(at: int, shape: Shape, tmp_path: Path) -> None:
    plan = make_plan(at, letters=shape.heading in ("worded", "short") and at % 3 == 0)
    content = list(blocks(plan, shape.heading, shape.tasks, shape.indicators, shape.money))
    assert missed(shape, plan, write(content, shape.form, tmp_path, "shape")) == []


@pytest.mark.parametrize("form", ["txt", "wrapped60", "wrapped90", "md", "html", "docx", "xlsx"])
def test_the_same_content_gives_the_same_tables_in_every_format(form: str, tmp_path: Path) -> None:
    shape = Shape("worded", "bullets", "table", "sources", form)
    plan = make_plan(3)
    content = list(blocks(plan, shape.heading, shape.tasks, shape.indicators, shape.money))
    contents = [("p", "ЗМІСТ")] + [
        ("p", f"{words} ........ {3 + at}")
        for at, (kind, words) in enumerate(content)
        if kind in ("h1", "h2")
    ]
    for version in (content, [content[0], *contents, *content[1:]]):
        assert missed(shape, plan, write(version, form, tmp_path, "shape")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ", "\u00a0"), (" ", "\u202f"), ("ння", "н\u00adня"), ("і", "i"), (" рік", ""),
        ("Операційна", "Операцiйна"),
    ],
)  # fmt: skip
def test_signs_and_letters_change_nothing(old: str, new: str, tmp_path: Path) -> None:
    shape = Shape("worded", "coded", "table", "years", "txt")
    plan = make_plan(5)
    content = list(blocks(plan, shape.heading, shape.tasks, shape.indicators, shape.money))
    path = write(content, "txt", tmp_path, "shape")
    words = path.read_text(encoding="utf-8").replace(old, new)
    path.write_text(words, encoding="utf-8")
    wrong = missed(shape, plan, path)
    assert [one for one in wrong if not _letters(one, old)] == []


def _letters(wrong: str, old: str) -> bool:
    """Titles typed with look-alike letters are kept as typed, so they differ from the draw."""
    return (
        old in ("і", "ння")
        and wrong.split(maxsplit=1)[0] in ("strategic", "operational", "task")
        and (wrong.split()[1] == wrong.split()[3])
    )


PDF = [
    ("worded", "bullets", "table", "years"),
    ("priority", "semicolons", "from_to", "total"),
    ("two_lines", "coded", "values", "rows"),
]
"""Shapes printed by LibreOffice from .docx files of ``shapes/writers.py``, plans 50, 51 and 52."""


@pytest.mark.parametrize("at", range(len(PDF)))
def test_a_printed_document_is_read_as_written(at: int) -> None:
    path = Path(__file__).parent / "shapes" / "pdf" / f"shape-{at}.pdf"
    assert missed(Shape(*PDF[at], "pdf"), make_plan(at + 50), path) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_other_office_formats_are_read_by_way_of_the_program(kind: str, tmp_path: Path) -> None:
    shape, plan = Shape("worded", "bullets", "table", "years", "docx"), make_plan(7)
    content = list(blocks(plan, shape.heading, shape.tasks, shape.indicators, shape.money))
    source = write(content, "docx", tmp_path, "shape")
    command = [
        "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", kind, "--outdir", str(tmp_path), str(source),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    assert missed(shape, plan, tmp_path / f"shape.{kind}") == []
