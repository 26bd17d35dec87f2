"""Findings of the first screen: each rule on invented figures, both languages, every agreement."""

import dataclasses
import math
import re

import numpy as np
import pandas as pd
import pytest

from stratanalysis.language import MISSING, language
from stratanalysis.pages.story import (
    StoryFacts,
    capacity,
    chosen,
    executed_change,
    not_known,
    out_of_reach,
    peers,
    population_change,
    present_people,
    prices,
    rational_below,
    story,
    story_findings,
)
from stratanalysis.pages.story_balance import decision, deficit, first_deficit, military
from stratanalysis.pages.story_words import PATTERNS, sentence, write_part

NBSP = "\N{NO-BREAK SPACE}"


def path(**scenarios):
    years = range(2022, 2022 + len(next(iter(scenarios.values()))))
    return pd.DataFrame(scenarios, index=years, dtype=float)


def said(rows, code="en"):
    (row,) = rows
    return sentence(row, code).replace(NBSP, " ")


def test_population_falls_with_the_rational_scenario_and_pupils():
    facts = StoryFacts(
        2022, 2024,
        population=path(baseline=[1000, 900, 800], rational=[1000, 950, 901]),
        pupils=path(baseline=[200, 150, 100]),
    )  # fmt: skip
    assert said(population_change(facts)) == (
        "Under the baseline scenario the population falls by 20.0%, from 1,000 people in 2022 to "
        "800 people in 2024. Under the rational scenario there will be 901 people. There will be "
        "50.0% fewer children of school age: before the network of schools is planned for that, "
        "compare it with the pupils who are enrolled now."
    )
    assert said(population_change(facts), "uk").startswith(
        "За базовим сценарієм населення зменшиться на 20,0 % – з 1 000 осіб у 2022 році до 800 "
        "осіб у 2024 році. За раціональним сценарієм чисельність становитиме 901 особа."
    )
    assert population_change(facts)[0]["weight"] == pytest.approx(20)


def test_population_grows_and_small_changes_are_no_finding():
    grows = StoryFacts(2022, 2023, population=path(baseline=[100, 121]))
    assert "grows by 21.0%, from 100 people" in said(population_change(grows))
    assert "збільшиться на 21,0 % – з 100 осіб у 2022 році до 121 особи" in said(
        population_change(grows), "uk"
    )
    assert population_change(StoryFacts(2022, 2023, population=path(baseline=[100, 97]))) == []
    assert population_change(StoryFacts(2022, 2023, population=path(baseline=[100, np.nan]))) == []


def test_the_first_deficit_is_projected_and_lasts_or_not():
    facts = StoryFacts(
        2022, 2026, executed_until=2023,
        balance=path(baseline=[-9e6, -9e6, 1e6, -5e6, -6e6], rational=[1, 1, 1, 1, 1]),
        revenue=path(baseline=[1e8] * 5, rational=[1e8] * 5), price_year=2026,
    )  # fmt: skip
    assert first_deficit(facts, "baseline") == (2025, 2026, 5e6, 0.05)
    text = said(deficit(facts))
    words = "in 2025 the budget is UAH 5.0 million short in prices of 2026, 5.0% of revenue"
    assert f"in 2025 and every year after it: {words}" in text
    assert "Under the rational scenario there is no deficit." in text
    assert "How much of it is an operating deficit, which the law does not allow" in text
    later = dataclasses.replace(facts, decide_year=2026)  # the budget of 2025 is adopted
    assert first_deficit(later, "baseline") == (2026, 2026, 6e6, 0.06)
    once = StoryFacts(
        2022, 2024, balance=path(baseline=[1, -2e6, 1]), revenue=path(baseline=[1e8] * 3),
        nominal=True,
    )  # fmt: skip
    assert "exceeds revenue in 2023: the budget is UAH 2.0 million short in current" in said(
        deficit(once)
    )
    assert "у 2023 році видатки перевищать доходи: бракуватиме 2,0 млн грн (у поточних" in said(
        deficit(once), "uk"
    )


def test_the_law_is_said_of_the_operating_part_alone():
    facts = StoryFacts(
        2022, 2024, balance=path(baseline=[1, -6e6, 1]), revenue=path(baseline=[1e8] * 3),
        operating=path(baseline=[1, -2e6, 1]), nominal=True,
    )  # fmt: skip
    assert (
        "is UAH 6.0 million short in current prices, 6.0% of revenue. The operating deficit of "
        "2023 (current spending less current revenue) is UAH 2.0 million: the law does not allow it"
    ) in said(deficit(facts))
    invested = dataclasses.replace(facts, operating=path(baseline=[1, 2e6, 1]))
    assert "There is no operating deficit in 2023" in said(deficit(invested))
    assert (
        "операційного дефіциту, якого закон не дозволяє, у 2023 році немає"
        in said(deficit(invested), "uk").lower()
    )


def band(low, high, *, drawn=True):
    return pd.DataFrame({"lower": low, "upper": high, "drawn": drawn}, index=[2023, 2024])


def decided(facts, code="en"):
    return sentence(decision(facts), code).replace(NBSP, " ")


def test_what_has_to_be_decided_says_how_sure_it_is():
    facts = StoryFacts(
        2022, 2024, balance=path(baseline=[1, 4e6, 4e6]), revenue=path(baseline=[1e8] * 3),
        decide_year=2024, spent=2022, price_year=2026, band=band(3e6, 5e6),
    )  # fmt: skip
    # the range is 2 million wide, the surplus 4 million
    assert decided(facts) == (
        "To be decided before the budget of 2024 is adopted (by 25 December 2023): what the "
        "surplus of UAH 4.0 million under the baseline scenario is spent on (in prices of 2026). "
        "Under the baseline scenario the balance of 2024 is UAH 4.0 million (in prices of 2026); "
        "with a probability of 80% it is from UAH 3.0 million to UAH 5.0 million."
    )
    wide = dataclasses.replace(facts, band=band(-1e6, 9e6))  # ten million against four
    assert "with which balance it is planned. Under the baseline" in decided(wide)
    assert "surplus" not in decided(wide)
    old = dataclasses.replace(facts, spent=2020)  # 2020 is four years before 2024
    assert decided(old).startswith(
        "The balance of 2024 is not reliably determined: expenditure is executed to 2020 only. "
        "Before the budget of 2024 is adopted (by 25 December 2023), the execution of "
        "expenditure for 2021–2022 has to be supplied."
    )
    assert "видатки виконано лише за 2020 рік" in decided(old, "uk")
    assert "surplus" not in decided(old)
    short = dataclasses.replace(old, balance=path(baseline=[1, 1, -4e6]), band=band(-5e6, -3e6))
    assert "how the deficit of UAH 4.0 million" in decided(short)
    hidden = dataclasses.replace(short, band=band(-5e6, -3e6, drawn=False))
    assert "not reliably determined" in decided(hidden)
    assert "million" not in decided(hidden)
    gap = dataclasses.replace(facts, balance=path(baseline=[1, 1, np.nan]))
    assert "who supplies the missing figures" in decided(gap)


def test_military_pay_is_said_with_its_days():
    facts = StoryFacts(1, 2, military=(163.3e6, 634.7e6, "2023-01-01", "2023-07-31"))
    # 163.3 of 634.7 is 25.7 %
    text = said(military(facts))
    assert "was UAH 163.3 million of UAH 634.7 million of revenue from 1 January 2023" in text
    assert "25.7%. Since 1 October 2023 it has gone to the state budget." in text
    assert military(StoryFacts(1, 2)) == []


def test_a_rational_deficit_above_the_baseline_is_explained_where_it_is_named():
    facts = StoryFacts(
        2022, 2024, balance=path(baseline=[1, 1e6, -3e6], rational=[1, 1e6, -5e6]),
        revenue=path(baseline=[1e8] * 3, rational=[1e8, 1e8, 1.04e8]),
    )  # fmt: skip
    # expenditure: 103 and 109, 6 million higher; revenue 4 million higher
    assert (
        "Under the rational scenario the budget is UAH 5.0 million short in 2024, more than under "
        "the baseline scenario: revenue is UAH 4.0 million higher, but expenditure is UAH 6.0 "
        "million higher."
    ) in said(deficit(facts))
    better = dataclasses.replace(
        facts, balance=path(baseline=[1, 1e6, -3e6], rational=[1, 1e6, -2e6])
    )
    assert "is UAH 2.0 million short in 2024. How much of it" in said(deficit(better))


def test_a_change_that_has_happened_says_so():
    people = path(baseline=[1000, 700, 600, 590, 600], rational=[1000, 700, 600, 590, 650])
    facts = StoryFacts(2022, 2026, population=people, decide_year=2025)
    # 400 of 1,000 by 2024 is all of the 400 by 2026
    assert (
        "Most of this change has already happened: for 2024 the projection has 600 people."
    ) in said(population_change(facts))
    slow = path(baseline=[1000, 950, 900, 850, 600])
    ahead = StoryFacts(2022, 2026, population=slow, decide_year=2025)
    assert "already" not in said(population_change(ahead))


def test_no_deficit_is_said_for_projected_years_only():
    facts = StoryFacts(
        2022, 2025, executed_until=2023, balance=path(baseline=[-1, -1, 1, 1]),
        revenue=path(baseline=[9] * 4),
    )  # fmt: skip
    shown = "On the central paths no scenario shown here has a budget deficit from 2024 to 2025."
    assert said(deficit(facts)) == shown
    below = pd.DataFrame({"lower": [1.0, -3e6], "upper": 9e6, "drawn": True}, index=[2024, 2025])
    assert said(deficit(dataclasses.replace(facts, band=below, nominal=True))) == (
        f"{shown} The 80% range of the balance under the baseline scenario reaches below zero "
        "from 2025 on, to UAH −3.0 million in that year (in current prices)."
    )
    ended = dataclasses.replace(facts, decide_year=2026)  # after the last year projected
    assert deficit(ended) == []
    assert deficit(StoryFacts(2022, 2025)) == []


def test_executed_revenue_fell_or_rose():
    def executed(first, last):  # prices double between the two years
        came = pd.Series({2021: first, 2022: last})
        return StoryFacts(2022, 2030, executed=came, executed_real=came * [4.0, 2.0],
                          price_year=2026)  # fmt: skip

    assert said(executed_change(executed(4e8, 6e8))).startswith(
        "Executed revenue excluding transfers and PIT on military pay fell by 25.0% in prices of "
        "2026: from UAH 1.6 billion in 2021 to UAH 1.2 billion in 2022 (in current prices from "
        "UAH 400.0 million to UAH 600.0 million)."
    )
    text = said(executed_change(executed(2e8, 6e8)), "uk")
    assert "у цінах 2026 року зросли на 50,0 % – з 800,0 млн грн у 2021 році" in text
    assert executed_change(executed(2e8, np.nan)) == []


def test_revenue_falls_while_prices_rise():
    facts = StoryFacts(
        2022, 2023, own_nominal=path(baseline=[1e8, 2e8]), own_real=path(baseline=[1e8, 8e7]),
        price_year=2026,
    )  # fmt: skip
    assert "grows in current prices from UAH 100.0 million to UAH 200.0 million" in said(
        prices(facts)
    )
    assert "але в цінах 2026 року зменшаться з 100,0 млн грн до 80,0 млн грн" in said(
        prices(facts), "uk"
    )
    both = StoryFacts(
        2022, 2023, own_nominal=path(baseline=[1e8, 2e8]), own_real=path(baseline=[1e8, 1.1e8])
    )
    assert prices(both) == []


def test_a_rational_scenario_below_the_baseline_is_explained():
    facts = StoryFacts(
        2022, 2023, revenue_real=path(baseline=[1e8, 1e8], rational=[1e8, 1.1e8]),
        expenditure_real=path(baseline=[1e8, 1e8], rational=[1e8, 1.3e8]),
    )  # fmt: skip
    # 130 − 110 = 20 million more missing than 100 − 100
    text = said(rational_below(facts))
    assert "the balance of 2023 is UAH 20.0 million below that under the baseline" in text
    assert "revenue is UAH 10.0 million higher, but expenditure is UAH 30.0 million" in text
    assert "сальдо 2023 року на 20,0 млн грн гірше, ніж за базовим" in said(
        rational_below(facts), "uk"
    )
    better = StoryFacts(
        2022, 2023, revenue_real=path(baseline=[1, 1], rational=[1, 3]),
        expenditure_real=path(baseline=[1, 1], rational=[1, 2]),
    )  # fmt: skip
    assert rational_below(better) == []


def test_peers_capacity_claims_present_and_what_is_not_known():
    weak = {"value": 4000.0, "median": 7000.0, "share": 0.2, "count": 30, "year": 2021}
    assert "UAH 4.0 thousand per resident in 2021" in said(peers(StoryFacts(1, 2, peers=weak)))
    assert "weaker" in said(peers(StoryFacts(1, 2, peers=weak)))
    strong = weak | {"value": 9000.0, "share": 0.9}
    assert "сильніша" in said(peers(StoryFacts(1, 2, peers=strong)), "uk")
    index = {"index": 0.53, "share": 0.6, "year": 2024}
    assert said(capacity(StoryFacts(1, 2, capacity=index)), "uk").startswith(
        "Індекс податкоспроможності за 2024 рік – 0,53, на 47,0 % нижче за середній по країні; "
        "проте у 60,0 % громад він ще менший"
    )
    assert capacity(StoryFacts(1, 2, capacity=index | {"share": 0.4})) == []
    claim = {
        "holds": False, "stated": 50_000.0, "projected_first": 61_140.0, "projected_last": 55_141.0,
        "first_year": 2031, "last_year": 2036, "scenario": "baseline",
    }  # fmt: skip
    claims = pd.DataFrame([claim])
    assert "близько 50 000 осіб у 2031–2036 роках; за базовим" in said(
        out_of_reach(StoryFacts(1, 2, claims=claims)), "uk"
    )
    assert out_of_reach(StoryFacts(1, 2, claims=claims.assign(holds=True))) == []
    now = StoryFacts(1, 2, present=(2025, 36_000.0, 5_400.0, 44_400.0, 72_422.0))
    assert "обліковано: 72 422 особи" in said(present_people(now), "uk")
    assert present_people(StoryFacts(1, 2, present=(2025, 98.0, 90.0, 99.0, 100.0))) == []
    missing = StoryFacts(1, 2, unknown=(("execution of revenue after {day}",
                                         {"day": ("day", "2023-07-31")}),))  # fmt: skip
    assert said(not_known(missing), "uk").startswith(
        "Невідомо: виконання доходів після 31 липня 2023\u202fр. Доки"
    )


def test_findings_are_ranked_five_at_most_and_the_unknown_is_last():
    facts = StoryFacts(
        2022, 2026, executed_until=2023, population=path(baseline=[100, 90, 80, 70, 60]),
        balance=path(baseline=[1, 1, -5e6, -5e6, -6e6]), revenue=path(baseline=[1e7] * 5),
        executed=pd.Series({2021: 4e8, 2022: 3e8}), own_nominal=path(baseline=[1, 2]),
        own_real=path(baseline=[2, 1]), present=(2025, 5e4, 4e4, 6e4, 1e5),
        peers={"value": 1.0, "median": 2.0, "share": 0.0, "count": 3, "year": 2021},
        unknown=(("execution of the budget", {}),),
    )  # fmt: skip
    table = story_findings(facts)
    assert table["weight"].is_monotonic_decreasing
    shown = chosen(table)
    assert len(shown) == 5
    assert list(shown["rule"])[:2] == ["deficit", "present"]
    assert shown["rule"].iloc[-1] == "unknown"
    assert next(chapter for _, chapter in story(facts, "uk")) == "03_budget"
    assert story_findings(StoryFacts(2022, 2030)).empty


NUMBERS = [0, 1, 2, 5, 11, 21, 1.5, None, -3]
FORMS = {  # by CLDR: nominative and genitive of the person
    0: ("0 осіб", "0 осіб"), 1: ("1 особа", "1 особи"), 2: ("2 особи", "2 осіб"),
    5: ("5 осіб", "5 осіб"), 11: ("11 осіб", "11 осіб"), 21: ("21 особа", "21 особи"),
    1.5: ("2 особи", "2 осіб"), None: (MISSING, MISSING), -3: ("−3 особи", "−3 осіб"),
}  # fmt: skip
KINDS = {
    "scenario": "scenario", "rational": "scenario", "what": "list", "status": "text",
    "date": "said", "year": "year", "start": "person", "finish": "person", "before": "year",
    "base": "year", "end": "year", "first_year": "year", "last_year": "year", "people": "year",
    "money": "year", "share": "percent", "change": "percent", "pupils": "percent",
}  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_person_agrees_with_every_number(number):
    nominative, genitive = FORMS[number]
    uk = language("uk")
    assert write_part(("person", number), uk, {}).replace(NBSP, " ") == nominative
    assert write_part(("person", number, "genitive"), uk, {}).replace(NBSP, " ") == genitive
    expected = "1 person" if number == 1 else f"{abs(round(number))} people" if number else ""
    written = write_part(("person", number), language("en"), {}).replace(NBSP, " ")
    assert expected in written


@pytest.mark.parametrize("code", ["uk", "en"])
@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_pattern_is_written_with_every_number(name, code):
    fields = sorted(set(re.findall(r"{(\w+)}", PATTERNS[name])))
    for number in NUMBERS:
        parts = {}
        for part in fields:
            kind = KINDS.get(part, "person" if "of" not in name else "number")
            if kind == "scenario":
                parts[part] = ("scenario", "own")
            elif kind == "list":
                parts[part] = ("list", (("execution of the budget", {}),))
            elif kind in ("text", "said"):
                parts[part] = (kind, "occupied")
            else:
                parts[part] = (kind, math.nan if number is None else number)
        text = sentence({"patterns": (name,), "parts": parts}, code, {"own": "Наш"})
        assert "{" not in text
        assert "nan" not in text
        assert not re.search(r"\(-?ів\)|осіб/особи|-\d", text)
        if code == "uk":
            assert re.search("[а-яіїє]", text)
            assert not re.search(r"\b(the|of|under|people)\b", text)
        for found in re.finditer(r"([−\d]+)" + NBSP + r"(особа|особи|осіб)", text):
            digits = int(found[1].replace("−", "-"))
            assert f"{found[1]} {found[2]}" in FORMS.get(digits, (found[0],)) or digits == 2
