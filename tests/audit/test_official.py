"""Statements against official tables, and claims against the trend."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.tables import table


@pytest.fixture(scope="module")
def community():
    population = table("population").frame(
        [
            {"year": year, "kind": "present", "value": value, "unit": "persons", "source": "s"}
            for year, value in ((2020, 75_000.0), (2022, 72_030.0))
        ]
    )
    revenue = table("revenue").frame(
        [
            {"year": 2021, "period": "year", "group": group, "fund": "total", "value": value,
             "unit": "UAH", "price_basis": "nominal", "source": "s"}
            for group, value in (("pit", 200e6), ("other_transfers", 100e6))
        ]
    )  # fmt: skip
    return Community(
        slug="example", kind="example", name={"uk": "Приклад", "en": "Example"},
        katottg="UA14000000000000001", area_km2=467.4,
        tables={"population": population, "revenue": revenue},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "right"),
    [
        ("75 000 осіб", True),
        ("75,0 тис. осіб", True),
        ("74 800 осіб", False),
        ("74,8 тис. осіб", False),
    ],
)
def test_population(counts, community, stated, right):
    text = f"Чисельність наявного населення громади на початок 2020 року становить {stated}."
    expected = (1, 0, 0) if right else (0, 1, 0)
    assert counts("official-population", text, community=community) == expected


def test_population_of_a_year_without_data_is_not_checkable(counts, community):
    text = "Чисельність наявного населення громади на початок 2016 року становить 80 000 осіб."
    assert counts("official-population", text, community=community) == (0, 0, 1)


def test_population_of_another_kind_is_never_compared(counts, community):
    text = "Чисельність постійного населення громади на початок 2020 року становить 74 000 осіб."
    assert counts("official-population", text, community=community) == (0, 0, 1)


def test_area(counts, found, community):
    text = "Площа території громади складає 467,4 кв. км., в тому числі міста – 66,0 кв. км."
    assert counts("official-area", text, community=community) == (1, 0, 0)
    wrong = text.replace("467,4", "473,4")
    assert found("official-area", wrong, community=community) == [(1, "473,4 кв. км", "467,4 км²")]


def test_ranks(counts, found, community):
    hromadas = pd.DataFrame(
        {
            "katottg": [f"UA1400000000000000{n}" for n in range(1, 5)],
            "oblast": "Донецька",
            "area_km2": [467.4, 900.0, 100.0, 800.0],  # ours is the third
            "population_2022": [72_030, 90_000, 10_000, 20_000],  # ours is the second
            "occupied_before_2022": [0, 0, 0, 0],
        }
    )
    more = {"community": community, "hromadas": hromadas}
    assert counts("official-rank", "Громада третя за площею в області.", **more) == (1, 0, 0)
    both = found("official-rank", "Громада перша за площею та чисельністю мешканців.", **more)
    assert both == [(1, "1", "3"), (1, "1", "2")]


def test_revenue(counts, community):
    # 200 of own revenues, 300 with transfers
    for stated, expected in (("300,0", (1, 0, 0)), ("200,0", (1, 0, 0)), ("250,0", (0, 1, 0))):
        text = f"Доходи бюджету громади за 2021 рік склали {stated} млн грн."
        assert counts("official-revenue", text, community=community) == expected


def test_a_claim_becomes_a_rate(audited, community):
    # from 72,030 to 50,000: -3.58 % a year in 10 years, -2.40 % in 15
    # observed: (72,030 / 75,000)^(1/2) - 1 = -2.00 % a year
    text = "За 10-12 років населення громади складатиме близько 50 тисяч осіб."
    (finding,) = audited("population-claim", text, community=community).problems
    # (50000 / 72030)^(1/10) - 1 = -3.584 %, ^(1/12) - 1 = -2.996 %
    assert finding.computed == "−3,58 % … −3,00 %"
    assert "−2,00 % (2020–2022)" in finding.message


def test_a_claim_within_the_trend_is_confirmed(counts, community):
    # -2 % a year gives 72,030 * 0.98^10 = 58.9 thousand
    text = "За 10 років населення громади складатиме близько 59 тисяч осіб."
    assert counts("population-claim", text, community=community) == (1, 0, 0)


def test_the_text_may_tell_the_trend_itself(audited):
    # 0.9^(1/5) - 1 = -2.09 % a year
    text = (
        "Чисельність населення громади становить 50 000 осіб.\n\n"
        "Скорочення населення громади за 5 років – на 10,0%.\n\n"
        "Через 10 років населення громади буде близько 30 тисяч мешканців."
    )
    (finding,) = audited("population-claim", text).problems
    assert "−2,09 % (small.txt:3)" in finding.message
    # (30 / 50)^(1/10) - 1 = -4.98 %
    assert finding.computed == "−4,98 %"


def test_without_a_community_nothing_official_is_checked(audited):
    result = audited(
        ["official-population", "official-area", "official-rank", "official-revenue"],
        "Площа громади складає 473,4 кв. км.",
    )
    assert not any(tally.examined for tally in result.tallies)
