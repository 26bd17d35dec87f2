"""A community meant by a code or a name as people write it."""

from __future__ import annotations

import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.reference import country_table, find_hromada
from stratanalysis.reference.search import nearest, oblast_communities

MUKACHEVO = "UA21040150000092428"


@pytest.fixture(scope="module")
def hromadas():
    return country_table("hromadas")


@pytest.mark.parametrize(
    "text",
    [
        "Мукачівська",
        "мукачівська міська громада",
        "Мукачівська міська територіальна громада",
        "Мукачівська МТГ",
        "«Мукачівська» міська ТГ",
        "м. Мукачево",
        "Мукачево",
        "Mukachivska",
        "Mukachivska urban territorial community",
        "Mukachevo",
        "0750700000",
        "07507000000",
        "750700000",
        MUKACHEVO,
        "Мукачівська, Закарпатська область",
        "Мукачiвська",  # a Latin i
    ],
)
def test_every_way_to_write_one_community(hromadas, text):
    assert find_hromada(hromadas, text) == MUKACHEVO


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Самар", "UA12100070000011492"),
        ("Новомосковськ", "UA12100070000011492"),
        ("Sheptytskyi", "UA46120130000026331"),
        ("Звягель", "UA18080150000022496"),
        ("Володимир", "UA07020010000096841"),
        ("Кам'янець-Подільська", "UA68020110000071202"),
        ("Кам’янець-Подільський", "UA68020110000071202"),
        ("UA21040150010046636", "UA21040150000092428"),  # a settlement of Mukachevo community
        ("1657010000", "UA53080370000025447"),  # the later code of the budget of Poltava
    ],
)
def test_old_and_new_names_and_codes(hromadas, text, code):
    assert find_hromada(hromadas, text) == code


def test_several_of_one_name_are_listed_and_told_apart(hromadas):
    with pytest.raises(InvalidInputError, match="8 communities") as caught:
        find_hromada(hromadas, "Миколаївська")
    for row in hromadas[hromadas["name"] == "Миколаївська"].to_dict("records"):
        assert row["oblast"] in str(caught.value)
        assert row["raion"] in str(caught.value)
    assert find_hromada(hromadas, "Миколаївська (Миколаївська)") == "UA48060150000071713"
    assert find_hromada(hromadas, "Миколаївська, Львівська обл.").startswith("UA46")
    assert find_hromada(hromadas, "Миколаївська міська (Львівська область)").startswith("UA46")
    with pytest.raises(InvalidInputError, match="2 communities"):
        find_hromada(hromadas, "Миколаївська (Сумський район)")
    assert find_hromada(hromadas, "Миколаївська селищна (Сумська)").startswith("UA59")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Мукачивська", "Мукачівська"),
        ("Коростеньська", "Коростенська"),
        ("Mukachewo", "Mukachevo"),
        ("Ужгород-ська", "Ужгородська"),
    ],
)
def test_a_misspelling_is_answered_with_the_nearest(hromadas, text, meant):
    with pytest.raises(UnknownNameError, match=meant):
        find_hromada(hromadas, text)
    assert meant in nearest(text)


def test_every_community_is_found_by_its_name_with_oblast_raion_and_kind(hromadas):
    for row in hromadas.sample(150, random_state=7).to_dict("records"):
        text = f"{row['name']} {row['type']} територіальна громада ({row['oblast']} область, "
        text += f"{row['raion']} район)"
        assert find_hromada(hromadas, text) == row["katottg"], text
        assert find_hromada(hromadas, row["budget_code"]) == row["katottg"]


def test_communities_of_an_oblast(hromadas):
    assert len(oblast_communities(hromadas, "Закарпатська")) == 64
    for text in ("Закарпатська область", "Zakarpatska oblast", "UA21000000000011690"):
        assert oblast_communities(hromadas, text) == oblast_communities(hromadas, "Закарпатська")
    with pytest.raises(UnknownNameError, match="Закарпатська"):
        oblast_communities(hromadas, "Закарпатьска")
