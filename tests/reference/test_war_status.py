"""The class of a community by the list of territories: the rule case by case."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.reference import country_table
from stratanalysis.reference.war_status import classify

OBLAST, RAION = "UA99000000000000001", "UA99020000000000002"
HROMADA = "UA99020030000000003"
HROMADAS = pd.DataFrame(
    {
        "katottg": [HROMADA, "UA99020050000000005"],
        "raion_katottg": RAION,
        "oblast_katottg": OBLAST,
        "settlements": [4.0, 2.0],
    }
)


def row(section, level, code, start, end=None, name="", except_listed=0):
    return {
        "section": section, "level": level, "katottg": code, "start": start, "end": end,
        "name": name, "except_listed": except_listed,
    }  # fmt: skip


def village(number, section, start, end=None, name="с. Мале"):
    return row(section, "settlement", f"UA9902003{number:03}0000000", start, end, name)


def status(rows, day, index=0):
    table = pd.DataFrame(rows or [row("occupied", "hromada", "UA00", "2014-02-20")])
    return tuple(classify(table, HROMADAS, day)[["status", "since"]].iloc[index])


def test_a_raion_stands_for_all_its_communities():
    rows = [row("occupied", "raion", RAION, "2022-02-24")]
    assert status(rows, "2022-02-23") == ("never_listed", "")
    assert status(rows, "2022-02-24") == ("occupied", "2022-02-24")
    assert status(rows, "2022-02-24", 1)[0] == "occupied"


def test_an_oblast_too():
    rows = [row("possible_hostilities", "oblast", OBLAST, "2022-03-01", "2022-04-01")]
    assert status(rows, "2022-04-01")[0] == "possible_hostilities"  # the last day counts
    assert status(rows, "2022-04-02") == ("ended", "2022-04-01")


def test_two_periods_of_one_unit():
    rows = [
        row("active_hostilities", "hromada", HROMADA, "2022-03-01", "2022-04-01"),
        row("active_hostilities", "hromada", HROMADA, "2023-03-01"),
    ]
    assert status(rows, "2022-10-01")[0] == "ended"
    assert status(rows, "2023-03-01") == ("active_or_partly_occupied", "2023-03-01")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "active_or_partly_occupied"),
        (2, "mostly_occupied"),
        (3, "mostly_occupied"),
        (4, "occupied"),
    ],
)
def test_settlements_cover_their_share(count, expected):
    rows = [village(number, "occupied", "2022-03-01") for number in range(1, count + 1)]
    assert status(rows, "2022-05-01") == (expected, "2022-03-01")
    assert status(rows, "2022-05-01", 1)[0] == "never_listed"


def test_whole_except_places():
    whole = row(
        "occupied", "hromada", HROMADA, "2022-03-01", None,
        "Нова міська територіальна громада за винятком с. Мале, с-ще Велике", 1,
    )  # fmt: skip
    assert status([whole], "2022-05-01")[0] == "mostly_occupied"
    one = village(1, "occupied", "2022-04-01")
    assert status([whole, one], "2022-05-01")[0] == "mostly_occupied"
    both = [whole, one, village(2, "occupied", "2022-04-15", name="с-ще Велике")]
    assert status(both, "2022-05-01")[0] == "occupied"
    assert status(both, "2022-04-10")[0] == "mostly_occupied"


def test_raion_except_a_place_of_one_community():
    raion = row("occupied", "raion", RAION, "2022-03-01", None, "Район за винятком с. Мале", 1)
    inside = village(1, "active_hostilities", "2022-03-01")
    assert status([raion, inside], "2022-05-01", 0)[0] == "mostly_occupied"
    assert status([raion, inside], "2022-05-01", 1)[0] == "occupied"


def test_shipped_classes_are_the_rule_on_the_day_of_the_list():
    names = country_table("hromada_names")[["katottg", "settlements"]]
    units = country_table("hromadas").merge(names, on="katottg")
    made = classify(country_table("war_territories"), units, "2025-05-07")
    shipped = country_table("hromada_war_status")
    assert list(made.sort_values("katottg")["status"]) == list(shipped["status"])
    counts = shipped["status"].value_counts()
    assert counts[["occupied", "mostly_occupied"]].sum() == 119 + 39
    assert counts["possible_hostilities"] == 121
    assert counts["never_listed"] == 1027


def test_before_2022_the_list_is_the_register_of_2014():
    names = country_table("hromada_names")[["katottg", "settlements"]]
    units = country_table("hromadas").merge(names, on="katottg")
    made = classify(country_table("war_territories"), units, "2021-12-31").set_index("katottg")
    held = units.set_index("katottg")["occupied_before_2022"] == 1
    assert set(made.index[made["status"] == "occupied"]) == set(held.index[held])
