"""Figures of running text: what each of them measures, and its year."""

from __future__ import annotations

import pytest

from stratanalysis.documents.reading import document_from_text
from stratanalysis.plans.facts import read_facts
from stratanalysis.quantities import Habit


def _facts(text):
    rows = read_facts(document_from_text(text), habit=Habit.COMMA_DECIMAL)
    return [(row["value"], row["unit"], row["quantity"], row["year"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the share stands before what it is a share of
        (
            "За видами діяльності 20,5% продукції дають верфі, 41,5% - млини, 38,0% - інші.",
            ["За видами діяльності", "млини", "інші"],
        ),
        # the share stands after it
        ("У торгівлі працює 20,5% мешканців, у школах – 6,5%.", ["У торгівлі працює", "у школах"]),
        # the share in brackets is of the figure before, or of what follows
        ("Зношених мереж 320,0 км (59%).", ["Зношених мереж", "Зношених мереж"]),
        ("Є 513 шкіл, 493 (або 17,5%) – малі; 20 (або 1%) – середні.", ["шкіл", "малі", "середні"]),
        # things that are counted are named by their unit
        (
            "До округу входять 13,5 км доріг, 5,5 км стежок та 9 будинків.",
            ["До округу входять", "стежок", "будинків"],
        ),
        ("На млини, що стоять, 1,5%, на верфі, які стоять, - 2,5%.",
         ["На млини, що стоять", "на верфі, які стоять"]),
    ],
)  # fmt: skip
def test_a_figure_is_named_by_its_own_clause(text, expected):
    assert [what for _, _, what, _ in _facts(text)] == expected


def test_a_figure_is_not_its_own_year():
    assert _facts("Заповнено більше 2000 анкет.")[0][3] is None
    assert _facts("У 2021 році заповнено 2000 анкет.") == [
        (2000, "items", "У 2021 році заповнено", 2021)
    ]


def test_a_text_without_stops_does_not_stand_beside_each_of_its_figures():
    rows = read_facts(document_from_text("Площа 5 га та " * 2000), habit=Habit.COMMA_DECIMAL)
    assert len(rows) == 2000
    assert max(len(row["source_text"]) for row in rows) < 4000
