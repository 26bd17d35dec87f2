"""Official tables against the text: the room of rounding, and statements that are not compared."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.audit.official import (
    check_area,
    check_population,
    check_ranks,
    check_revenue,
    stated_populations,
)

from .answers import answers, material, message, verdicts


class Place(dict):
    """A community of the tables that a check reads."""

    area_km2 = 467.4
    katottg = "UA2"


def people(*rows):
    columns = ["year", "kind", "value", "source"]
    return Place(population=pd.DataFrame([(*row, "реєстр") for row in rows], columns=columns))


STATED = "Чисельність населення громади на початок 2024 року становить {} осіб."


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("7 300", "ok"),
        ("7 301", ("7 301 осіб", "7 300")),
        ("7,3 тис.", "ok"),
        ("7,4 тис.", ("7,4 тис. осіб", "7 300")),
        ("близько 7 400", "unknown"),
    ],
)
def test_the_population_of_the_year(stated, expected):
    place = people((2024, "present", 7_300.0), (2023, "present", 7_400.0))
    assert answers(check_population, STATED.format(stated), community=place) == [expected]


def test_half_a_person_and_the_rounding_of_thousands_are_allowed():
    text = STATED.format("7,3 тис.")
    for official, expected in ((7_350.0, "ok"), (7_351.0, ("7,3 тис. осіб", "7 351"))):
        place = people((2024, "present", official))
        assert answers(check_population, text, community=place) == [expected]


def test_the_nearest_official_figure_is_named_with_its_source():
    place = people((2024, "present", 7_000.0), (2024, "resident", 7_350.0))
    (found,) = verdicts(check_population, STATED.format("7 300"), community=place)
    text = message(found).replace("\xa0", " ")
    assert "resident population on 1 January 2024 is 7 350 (source: реєстр)" in text
    place = people((2024, "present", 7_250.0), (2024, "resident", 7_400.0))
    (found,) = verdicts(check_population, STATED.format("7 300"), community=place)
    assert "present population on 1 January 2024 is 7" in message(found)


def test_the_kind_that_the_text_names_is_compared():
    place = people((2024, "present", 7_300.0), (2024, "resident", 7_500.0))
    for kind, expected in (("постійного", ("7 300 осіб", "7 500")), ("наявного", "ok")):
        text = STATED.replace("населення", f"{kind} населення").format("7 300")
        assert answers(check_population, text, community=place) == [expected]


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("на 01.01.2024", 2024), ("на 30.06.2023", 2023), ("на 01.07.2023", 2024),
        ("на 31.12.2023", 2024), ("на кінець 2023 року", 2024), ("у 2023 році", 2023),
        ("за переписом", None),
    ],
)  # fmt: skip
def test_the_year_on_whose_first_day_a_figure_holds(words, year):
    text = f"Чисельність населення громади {words} становить 7 300 осіб."
    found = [one for _, _, one in stated_populations(material(text))]
    assert found == ([] if year is None else [year])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Чисельність населення громади становить 500 осіб.", 1),
        ("Чисельність населення громади становить 499 осіб.", 0),
        ("Чисельність населення області становить 7 300 осіб.", 0),
        ("Чисельність міського населення громади становить 7 300 осіб.", 0),
        ("У громаді проживає 7 300 осіб.", 1),
        ("У громаді проживає 7 300 осіб з інвалідністю.", 0),
        ("Чисельність населення Лісового становить 7 300 осіб.", 0),
    ],
)
def test_which_figures_are_the_population_of_the_community(text, count):
    assert len(list(stated_populations(material(text)))) == count


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("467,4 км²", "ok"),
        ("467 км²", "ok"),  # ± 0.5
        ("468 км²", ("468 км²", "467,4 км²")),
        ("467,5 км²", ("467,5 км²", "467,4 км²")),  # ± 0.05
        ("467,44 км²", "ok"),
        ("467,46 км²", ("467,46 км²", "467,4 км²")),
        ("46 740 га", "ok"),
        ("46 746 га", ("46 746 га", "467,4 км²")),
        ("935 км²", "unknown"),  # twice as much
        ("934 км²", ("934 км²", "467,4 км²")),
        ("233 км²", "unknown"),  # less than a half
        ("234 км²", ("234 км²", "467,4 км²")),
    ],
)
def test_area(stated, expected):
    text = f"Площа території громади складає {stated}."
    assert answers(check_area, text, community=Place()) == [expected]


def table(**more):
    return pd.DataFrame(
        {
            "katottg": ["UA1", "UA2", "UA3", "UA4", "UA5"],
            "oblast": ["О", "О", "О", "О", "Інша"],
            "area_km2": [900.0, 467.4, 467.4, 100.0, 5_000.0],
            "population_2022": [1.0, 4.0, 3.0, 9.0, 50.0],
            **more,
        }
    )


def test_a_rank_counts_those_that_are_larger():
    """One of the oblast has a larger area, an equal one does not count; one has more people."""
    found = verdicts(
        check_ranks, "Громада третя за площею та чисельністю мешканців.",
        community=Place(), hromadas=table(),
    )  # fmt: skip
    assert [(v.stated, v.computed) for v in found] == [("3", "2"), ("3", "2")]
    assert "2 of 4 in the controlled part" in message(found[0])
    second = "Громада друга за площею."
    assert answers(check_ranks, second, community=Place(), hromadas=table()) == ["ok"]


def test_communities_occupied_before_2022_are_left_out():
    occupied = table(occupied_before_2022=[1, 0, 0, None, 0])
    (found,) = verdicts(
        check_ranks, "Громада друга за площею.", community=Place(), hromadas=occupied
    )
    assert (found.computed, "1 of 3" in message(found)) == ("1", True)


def revenue(*rows):
    columns = ["year", "group", "value"]
    frame = pd.DataFrame(rows, columns=columns)
    return Place(revenue=frame.assign(period="year", fund="total", price_basis="nominal"))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("300,0", "ok"), ("200,0", "ok"), ("250,0", ("250,0 млн грн", "300,0 млн грн")),
        ("300", "ok"), ("300,1", ("300,1 млн грн", "300,0 млн грн")),
        ("600,0", "unknown"), ("599,0", ("599,0 млн грн", "300,0 млн грн")),
        ("150,0", "unknown"), ("151,0", ("151,0 млн грн", "300,0 млн грн")),
    ],
)  # fmt: skip
def test_revenue_in_all_or_without_transfers(stated, expected):
    place = revenue((2021, "pit", 200e6), (2021, "other_transfers", 60e6),
                    (2021, "base_subsidy", 30e6), (2021, "additional_subsidy", 10e6),
                    (2020, "pit", 999e6))  # fmt: skip
    text = f"Доходи бюджету громади за 2021 рік склали {stated} млн грн."
    assert answers(check_revenue, text, community=place) == [expected]


def test_the_message_gives_both_totals_in_millions():
    place = revenue((2021, "pit", 200e6), (2021, "other_transfers", 100e6))
    text = "Доходи бюджету громади за 2021 рік склали 250,0 млн грн."
    (found,) = verdicts(check_revenue, text, community=place)
    assert "has 300,0 млн грн in all and 200,0 млн грн without" in message(found).replace(
        "\xa0", " "
    )
    before = "У 2021 році 250,0 млн грн бюджету склали доходи."
    assert answers(check_revenue, before, community=place) == []
    assert answers(check_revenue, text.replace("2021", "2019"), community=place) == ["unknown"]


def test_nothing_is_compared_without_a_community():
    assert answers(check_area, "Площа громади складає 5 км².") == []


@pytest.mark.parametrize(
    "text",
    [
        "Площа громади – 467,4 км², густота населення – 21,4 особи на 1 км².",
        "Площа громади – 467,4 км², на 1 км² припадає 21,4 особи.",
        "Щільність населення – 21,4 особи на 1 км², площа громади – 467,4 км².",
    ],
)
def test_a_density_is_no_area(text):
    assert answers(check_area, text, community=Place()) == ["ok"]
