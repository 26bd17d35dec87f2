"""Learners' and facilitators' versions, and slides, of every lesson in both languages."""

from __future__ import annotations

import re

import nbformat
import pytest

from stratanalysis.cli import main
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.publish.execution import ExecutionError
from stratanalysis.publish.kernels.preloaded import WarmServer, warm_possible
from stratanalysis.workshop import LESSONS, Course, build_workshop, read_lesson, version_of
from stratanalysis.workshop.slides import render_slides
from stratanalysis.workshop.versions import run_version

LANGUAGE_OF = dict(zip((lesson.name for lesson in LESSONS), ("uk", "en") * 3, strict=True))


@pytest.fixture(scope="module")
def masters(root):
    folder = root / "notebooks" / "workshop"
    return {lesson.name: read_lesson(lesson, folder) for lesson in LESSONS}


@pytest.fixture(scope="module")
def server():
    """Warm kernels, so that the lessons start at once; none where the system has none."""
    if not warm_possible():
        yield None
        return
    with WarmServer() as warm:
        yield warm


def tags(cell):
    return set(cell.metadata.get("tags", ()))


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_masters_are_valid_without_outputs_and_complete_in_both_languages(masters, name):
    book = masters[name]
    nbformat.validate(book)
    texts = [cell for cell in book.cells if cell.cell_type == "markdown"]
    assert all(len({"uk", "en"} & tags(cell)) == 1 for cell in texts)
    by_language = {
        code: [(sorted(tags(cell) - {code})) for cell in texts if code in tags(cell)]
        for code in ("uk", "en")
    }
    assert by_language["uk"] == by_language["en"]
    for cell in texts:
        if "en" in tags(cell):
            assert not re.search("[а-яіїєґ]{4}", cell.source.lower()), cell.source[:60]
    for cell in book.cells:
        assert not cell.get("outputs")


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_every_cell_says_what_it_is_on_the_slides(masters, name):
    """Notes are the facilitator's, and no version or path loses the slide that a cell stands on."""
    for path in ("full-day", "half-day"):
        book = version_of(masters[name], "facilitator", language="uk", path=path)
        begun = set()
        for cell in book.cells:
            kind = cell.metadata.slideshow.slide_type
            assert (kind == "notes") == ("facilitator" in tags(cell))
            assert (kind == "slide") <= (cell.cell_type == "markdown")
            if kind == "slide":
                begun = tags(cell)
            elif kind in {"subslide", "-"}:
                assert cell.cell_type == "code"
                assert ("full-day" in begun) == ("full-day" in tags(cell))


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_a_lesson_has_time_objectives_needs_method_reference_and_solutions(masters, name):
    lesson = next(entry for entry in LESSONS if entry.name == name)
    book = masters[name]
    english = "\n".join(cell.source for cell in book.cells if "en" in tags(cell))
    minutes = lesson.minutes
    assert f"{minutes['full-day']} min ({minutes['half-day']} on the half day)" in english
    for words in ("**You need:**", "After the lesson you can:", "## Method", "*Reference:*"):
        assert words in english
    kinds = [tags(cell) & {"exercise", "solution"} for cell in book.cells]
    blanks = [kind for kind in kinds if kind == {"exercise"}]
    solved = [kind for kind in kinds if kind == {"solution"}]
    assert len(blanks) == len(solved) == len(lesson.exercises["full-day"])


@pytest.mark.parametrize("code", ["uk", "en"])
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_minutes_of_the_parts_add_up_to_the_lesson(masters, lesson, code):
    """The facilitator's notes name every part of both paths, with the exercises of that path."""
    notes = "\n".join(
        cell.source for cell in masters[lesson.name].cells if {"facilitator", code} <= tags(cell)
    )
    heads = {"uk": ("Час на день", "На пів дня"), "en": ("Minutes, day", "Half day")}[code]
    for head, path in zip(heads, ("full-day", "half-day"), strict=True):
        line = re.search(rf"\*{head}:\*(.*?)\.", notes)[1]
        minutes = [int(part.split()[-1]) for part in line.split(",")]
        assert sum(minutes) == lesson.minutes[path]
        assert len(re.findall("вправа|exercise", line)) == len(lesson.exercises[path])


@pytest.mark.parametrize("page", ["facilitator-guide.md", "facilitator-guide.en.md"])
def test_the_guides_table_of_times_adds_up(root, page):
    """Lessons and breaks of a day, and of half a day; each lesson as the lesson itself says."""
    text = (root / "docs" / "workshop" / page).read_text("utf-8")
    rows = re.findall(r"^\| (\S.*?) \| (\d+|–)(?: \w+)? \| (\d+|–)(?: \w+)? \|$", text, re.M)
    assert len(rows) == len(LESSONS) + 3
    for column, path in ((1, "full-day"), (2, "half-day")):
        lessons = [int(row[column]) for row in rows if row[0][0].isdigit()]
        assert lessons == [lesson.minutes[path] for lesson in LESSONS]
        minutes = sum(int(row[column]) for row in rows if row[column] != "–")
        total = re.search(r"^\| (?:разом|together) \|(.*)\|(.*)\|$", text, re.M)[column]
        stated = [int(part) for part in re.findall(r"\d+", total)]
        assert minutes == stated[0] * 60 + stated[1]


def test_versions_differ_as_they_should(masters):
    master = masters["02_totals_to_cohorts"]
    learner = version_of(master, "learner", language="uk")
    guide = version_of(master, "facilitator", language="en", path="half-day")
    assert not any({"solution", "facilitator", "en"} & tags(cell) for cell in learner.cells)
    assert any("exercise" in tags(cell) for cell in learner.cells)
    assert not any({"exercise", "uk", "full-day"} & tags(cell) for cell in guide.cells)
    solved = [cell for cell in guide.cells if "solution" in tags(cell)]
    assert len(solved) == 2
    assert "language = 'en'" in guide.cells[1].source
    assert any("uk" in tags(cell) for cell in master.cells), "the master is not changed"
    for option in ({"version": "teacher"}, {"language": "de"}, {"path": "week"}):
        with pytest.raises(UnknownNameError):
            version_of(master, **({"version": "learner"} | option))


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_the_facilitators_version_runs_whole_and_all_answers_are_right(
    masters, name, root, tmp_path, server
):
    code = LANGUAGE_OF[name]
    book = version_of(
        masters[name], "facilitator", language=code, parameters={"data": str(root / "data")}
    )
    run = run_version(book, name=name, folder=tmp_path, server=server)
    verdicts = [
        cell.outputs[-1]["data"]["text/html"] for cell in run.cells if "solution" in tags(cell)
    ]
    assert verdicts
    word = {"uk": "Правильно.", "en": "Right."}[code]
    assert all(f"<strong>{word}</strong>" in verdict for verdict in verdicts)
    slides = render_slides(run, title=name, language=code)
    body = slides[slides.index("<body>") : slides.index("<script>")]
    types = [cell.metadata.slideshow.slide_type for cell in run.cells]
    assert types.count("slide") >= 6
    assert body.count("<section") == 2 * types.count("slide") + types.count("subslide")
    assert body.count('<aside class="notes">') == types.count("notes") >= 1
    assert not re.search(r'(src|href)="(?!data:|#)', body)
    other = "Правильно" if code == "en" else "Right."
    assert other not in body


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_the_learners_version_runs_to_the_first_blank(masters, name, root, tmp_path, server):
    book = version_of(
        masters[name], "learner", language="uk", parameters={"data": str(root / "data")}
    )
    with pytest.raises(ExecutionError, match="Ще нічого не заповнено") as error:
        run_version(book, name=name, folder=tmp_path, server=server)
    ran = [c for c in error.value.notebook.cells if c.cell_type == "code" and c.execution_count]
    assert "exercise" in tags(ran[-1])
    assert not any("exercise" in tags(cell) for cell in ran[:-1])
    assert len(ran) >= 2


def test_the_command_builds_and_keeps_what_learners_wrote(root, tmp_path, capsys):
    to = tmp_path / "course"
    call = [
        "workshop",
        "5",
        "--to",
        str(to),
        "--language",
        "en",
        "--path",
        "half-day",
        "--data",
        str(root / "data"),
        "--lessons",
        str(root / "notebooks" / "workshop"),
    ]
    assert main(call) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [to / line for line in printed] == [
        to / "learner" / "05_goals_and_indicators.ipynb",
        to / "facilitator" / "05_goals_and_indicators.ipynb",
        to / "slides" / "05_goals_and_indicators.html",
    ]
    book = nbformat.read(to / "learner" / "05_goals_and_indicators.ipynb", as_version=4)
    source = next(cell.source for cell in book.cells if "parameters" in tags(cell))
    values: dict[str, object] = {}
    exec(source, values)
    data = to / "learner" / str(values["data"])
    assert data.resolve().is_relative_to((to / "learner").resolve())
    assert (data / "communities" / "kostiantynivka" / "community.toml").is_file()
    assert (data / "reference").is_dir()
    assert (to / "learner" / "paper" / "05_goals_and_indicators.html").is_file()
    assert "<script" in (to / "learner" / "desk.html").read_text(encoding="utf-8")
    assert (to / "learner.zip").stat().st_size < 25_000_000
    key = (to / "facilitator" / "keys" / "05_goals_and_indicators.html").read_text("utf-8")
    assert "The answer: 0.54" not in key, "the half day has no third exercise"
    assert "The answer: 0.4" in key
    assert "<td>" in (to / "facilitator" / "progress.html").read_text("utf-8")
    written = to / "learner" / "answers.txt"
    written.write_text("mine", encoding="utf-8")
    assert main(call) == 2
    assert "--replace" in capsys.readouterr().err
    assert written.read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_files_is_refused(tmp_path, root):
    (tmp_path / "letter.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="other files"):
        build_workshop(
            tmp_path, Course(data=root / "data"), masters=root / "notebooks" / "workshop"
        )
    with pytest.raises(UnknownNameError, match="lesson"):
        build_workshop(tmp_path / "new", Course(["7"]))
    assert not (tmp_path / "new").exists()


def test_the_check_of_a_laptop_names_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    from stratanalysis.workshop import laptop

    def needs():
        return {n.name: n.met for n in laptop.check_laptop(tmp_path, language="en")}

    assert needs()["a folder that can be written into"]

    def refuse(**_given):
        raise PermissionError("read only")

    monkeypatch.setattr(laptop.tempfile, "TemporaryFile", refuse)
    assert not needs()["a folder that can be written into"]
    assert "a font with Ukrainian letters" in needs()
