"""Published paths: what was known on a day, the choice of the scenario, the extension."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.macro import (
    macro_changes,
    macro_path,
    newest_macro_date,
    old_macro_act,
    read_macro_paths,
)
from stratanalysis.scenarios import read_scenarios
from stratanalysis.scenarios.path_data import path_from_mapping, path_to_mapping
from stratanalysis.scenarios.paths import Official


def values(series, years, **how):
    return macro_path(series, years, **how)["value"].tolist()


def test_a_launch_knows_what_was_published_and_no_more():
    # CMU 586 of 31.05.2021: 15,258 for 2022 and 19,063 for 2024; prices 7.2 % on average in 2022
    early = macro_path("average_wage", [2022, 2024], as_of="2021-09-30")
    assert early["value"].tolist() == [15258, 19063]
    assert set(early["act"]) == {"CMU 586"}
    assert values("consumer_prices", [2022], as_of="2021-09-30") == [0.072]
    # CMU 1315 of 15.12.2023: 21,809 for 2024; the wage of 2023 was still its estimate in January
    later = macro_path("average_wage", [2022, 2023, 2024], as_of="2024-01-31")
    assert later["value"].tolist() == [14847, 18527, 21809]
    assert later["kind"].tolist() == ["actual", "forecast", "forecast"]
    assert values("average_wage", [2023], as_of="2024-03-31") == [17442]


def test_the_default_is_the_scenario_of_the_budget():
    """Wages of 2028 over 2024: 1.837 by scenario 2 (the budget's), 1.852 by scenario 1."""
    for scenario, ratio in (("", 1.837), ("2", 1.837), ("1", 1.852)):
        first, last = values("average_wage", [2024, 2028], scenario=scenario)
        assert last / first == pytest.approx(ratio, abs=0.0005)
    assert values("consumer_prices", [2026, 2027], scenario="1") == [0.097, 0.071]
    # the actual years have no scenario
    assert values("consumer_prices", [2022, 2023, 2024, 2025]) == [0.202, 0.129, 0.065, 0.127]
    assert values("consumer_prices_december", [2022, 2023, 2024, 2025]) == [
        0.266, 0.051, 0.12, 0.08,
    ]  # fmt: skip


def test_after_the_acts_prices_go_half_way_to_the_target_and_wages_follow():
    """By hand: 7.5 % in 2028, so 6.25 and 5.625 %; wages by them and 3 % of real growth."""
    assert values("consumer_prices", [2029, 2030]) == pytest.approx([0.0625, 0.05625])
    wage = values("average_wage", [2028, 2029])
    assert wage[1] == pytest.approx(39436 * 1.0625 * 1.03)
    assert macro_path("average_wage", [2029])["kind"].item() == "extended"
    assert macro_changes("real_wage", [2029]).item() == pytest.approx(0.03)


def test_an_old_act_counts_only_where_nothing_newer_is_known():
    """In March 2023 the forecast of May 2021 for 2024 is 22 months old: the law of 2023 leads."""
    path = macro_path("average_wage", [2023, 2024], as_of="2023-03-31")
    assert path["act"].tolist() == ["Law 2710-IX", "Law 2710-IX"]
    assert path["kind"].tolist() == ["forecast", "extended"]
    # 28.4 % in 2023, half of the way to 5 % is 16.7 %, and 3 % of real growth
    assert path["value"].iloc[1] == pytest.approx(18261 * 1.167 * 1.03)
    assert old_macro_act("2027-03-01") is None  # State budget 2026, 14 months and some days
    act, day, age = old_macro_act("2027-06-01")
    assert (act, day, age) == ("State budget 2026", "2025-12-03", 17)


def test_an_older_act_gives_its_growth_after_a_newer_one():
    own = pd.DataFrame(
        [
            ("average_wage", 2021, 100.0, "forecast", "", 1, "A", "2021-01-01"),
            ("average_wage", 2022, 120.0, "forecast", "", 1, "A", "2021-01-01"),
            ("average_wage", 2021, 110.0, "forecast", "", 1, "B", "2021-06-01"),
            ("consumer_prices", 2021, 0.1, "forecast", "", 1, "A", "2021-01-01"),
        ],
        columns=["series", "year", "value", "kind", "scenario", "chosen", "act", "published"],
    ).assign(source="x")
    found = macro_path("average_wage", [2021, 2022], as_of="2021-07-01", paths=own)
    assert found["value"].tolist() == [110.0, 132.0]


def test_what_is_not_there_is_refused():
    with pytest.raises(UnknownNameError, match="consumer_prices"):
        macro_path("consumer_price", [2024])
    with pytest.raises(UnknownNameError):
        macro_path("average_wage", [2026], scenario="3")
    with pytest.raises(InvalidInputError, match="2010"):
        macro_path("average_wage", [2010])
    with pytest.raises(InvalidInputError, match="published by 2019"):
        macro_path("average_wage", [2020], as_of="2019-01-01")
    with pytest.raises(InvalidInputError, match="not a day"):
        macro_path("average_wage", [2020], as_of="spring")


def test_every_row_has_a_source_and_a_day_after_nothing_of_the_future(root):
    table = read_macro_paths()
    known = pd.read_csv(root / "data" / "reference" / "sources.csv", dtype=str)["id"]
    assert set(table["source"]) <= set(known)
    pd.to_datetime(table["published"], format="%Y-%m-%d")
    actual = table[table["kind"].eq("actual") & table["series"].ne("minimum_wage")]
    assert (actual["published"].str[:4].astype(int) == actual["year"] + 1).all()
    assert newest_macro_date().isoformat() == table["published"].max()


def test_an_official_path_of_a_scenario_follows_the_launch():
    path = path_from_mapping({"kind": "official", "series": "consumer_prices"})
    assert path == Official("consumer_prices")
    assert path_from_mapping(path_to_mapping(path)) == path
    assert path.values([2019, 2022, 2023]).tolist() == [0.094, 0.202, 0.129]
    words = '{ uk = "так", en = "so" }'
    text = f"""[baseline]
label = {words}
[[baseline.assumption]]
driver = "consumer_prices"
path = {{ kind = "official", series = "consumer_prices" }}
unit = "share per year"
reason = {words}
"""
    scenarios = read_scenarios(text).launched("2021-09-30")
    assert scenarios.paths("baseline")["consumer_prices"].values([2022]).tolist() == [0.072]
    assert Official("pit_share").values([2021, 2022]).tolist() == [0.6, 0.64]
    with pytest.raises(UnknownNameError, match="consumer_prices"):
        path_from_mapping({"kind": "official", "series": "consumer_prises"})
