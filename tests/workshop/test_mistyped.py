"""Answers that are not Python: read or explained in the learner's language."""

from __future__ import annotations

import pytest

from stratanalysis.workshop.mistyped import as_python, attach, explained


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("answer = -5,8 %", 'answer = "-5,8 %"'),
        ("answer = -0,6", 'answer = "-0,6"'),
        ("answer = 0,06", 'answer = "0,06"'),
        ("answer = 16 588 800", 'answer = "16 588 800"'),
        ("answer = 16,6 млн  # так", 'answer = "16,6 млн"'),
        ("answer = (20400 – 21660) : 21660", 'answer = "(20400 – 21660) : 21660"'),
        ("answer = [4; 5; 7; 8]", 'answer = "[4; 5; 7; 8]"'),
        ("answer = 4, 5, 7, 8", "answer = 4, 5, 7, 8"),
        ("answer = 20400 / 21660 - 1", "answer = 20400 / 21660 - 1"),
        ('answer = "так"', 'answer = "так"'),
    ],
)
def test_a_number_as_people_write_it_becomes_a_text_that_is_read(written, read):
    assert as_python(written + "\nshop.check('a', answer)", "uk").split("\n")[0] == read


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("answer = (20400 / 21660", "дужка"),
        ("answer = [4, 5", "дужка"),
        ('answer = ["B, D', "лапками"),
        ("answer = 4)) + [1", "дужка"),
    ],
)
def test_what_cannot_be_read_is_explained_in_ukrainian(written, words):
    assert words in as_python(written + "\n", "uk")


@pytest.mark.parametrize(
    ("exercise", "written", "read"),
    [
        (
            "base-subsidy",
            "answer = 0,8*(0,9-0,53)*3131*74000",
            'answer = "0,8*(0,9-0,53)*3131*74000"',
        ),
        ("degree", "answer = 2,4/6", 'answer = "2,4/6"'),
        ("degree", "answer = 9.6/6", "answer = 9.6/6"),
        ("growth", "answer = (72422/75098)^(1/2)-1", 'answer = "(72422/75098)^(1/2)-1"'),
        ("real-growth", "answer = end / start / 1,202 - 1", "answer = end / start / 1.202 - 1"),
        ("growth", "answer = (реоple / 2)^2", "answer = (people / 2)**2"),
        ("measurable", "answer = [B, D, E]", 'answer = "[B, D, E]"'),
        ("measurable", "answer = [x for x in end]", "answer = [x for x in end]"),
        ("wrong-lines", "answer = [4-5, 7-8]", 'answer = "[4-5, 7-8]"'),
        ("wrong-lines", "answer = 4,5,7,8", "answer = 4,5,7,8"),
        ("wrong-lines", "answer = [... 4, 5]", "answer = [4, 5]"),
        ("growth", "answer = ... -1,8 %", 'answer = "-1,8 %"'),
        ("growth", "аnswer == -1,8 %", 'answer = "-1,8 %"'),
        ("growth", "answer =", "answer = ..."),
        ("growth", "-0,018", 'answer = "-0,018"'),
        ("title", "answer = Населення: 54 900", 'answer = "Населення: 54 900"'),
        ("title", 'answer = «Громада "К" впаде»', 'answer = "Громада \\"К\\" впаде"'),
        ("own-assumption", "mine = [[a]\nb = 1", "mine = '[[a]\\nb = 1'"),
    ],
)
def test_an_answer_is_read_by_what_its_exercise_asks(exercise, written, read):
    cell = f'{written}\nshop.check("{exercise}", answer)'
    names = {"end", "start", "people", "shop"}
    assert as_python(cell, "uk", names) == f'{read}\nshop.check("{exercise}", answer)'


def test_an_answer_written_into_the_check_is_read_too():
    cell = as_python('shop.check("growth", -1,8 %)', "uk", {"shop"})
    assert cell == 'shop.check("growth", "-1,8 %")'


def test_every_cell_of_the_lessons_is_left_as_it_is(root):
    import json

    for path in sorted((root / "notebooks" / "workshop").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                assert as_python(source, "uk") == source


def test_cells_of_the_lesson_are_left_alone():
    source = "%matplotlib inline\nx = 1"
    assert as_python(source, "uk") == source


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("(72422 / 75098) ^ (1 / 2)", "двома зірочками"),
        ("[B, D, E]", "у лапках"),
        ("1 / 0", "Ділення на нуль"),
        ("2 (3 + 1)", "зірочкою"),
        ('"a" - 1', "Порівняйте його з формулою"),
    ],
)
def test_errors_of_a_run_are_explained(source, words):
    with pytest.raises(Exception) as error:  # noqa: PT011
        eval(compile(source, "<ipython-input>", "eval"))
    assert words in explained(error.value, "uk")


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_in_a_notebook_the_answer_is_read_and_the_error_is_one_line(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    attach(shell, "uk")
    attach(shell, "uk")
    assert len([t for t in shell.input_transformers_post if "answers" in t.__name__]) == 1
    assert shell.run_cell("answer = -5,8 %\nanswer").result == "-5,8 %"
    capsys.readouterr()
    assert not shell.run_cell("answer = [B, D]").success
    shown = capsys.readouterr().out + capsys.readouterr().err
    assert "Слова й літери пишуть у лапках" in shown
    assert "Traceback" not in shown
    assert not shell.run_cell("answer = (1").success
