"""People present since 2022: control totals, anchors that others published, and hand cases."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stratanalysis.errors import InvalidInputError
from stratanalysis.projection.national import national_series
from stratanalysis.projection.nowcast import nowcast
from stratanalysis.reference.country import country_table
from stratanalysis.reference.war_status import OCCUPIED
from stratanalysis.reference.war_stocks import KYIV, war_stocks

KOSTIANTYNIVKA = "UA14120070000090878"


@pytest.fixture(scope="module")
def present():
    return nowcast(2026)


def test_balances_add_up_to_nothing_and_hosted_to_the_nations_count():
    """4,646,735 registered displaced persons on 22 October 2024 (Ministry of Social Policy)."""
    stocks = war_stocks()
    assert stocks["balance"].sum() == pytest.approx(0, abs=1e-6)
    assert stocks["hosted"].sum() == pytest.approx(4_646_735)
    by_oblast = stocks.groupby("oblast_code")["hosted"].sum()
    assert by_oblast["UA05"] == pytest.approx(145_880)
    assert by_oblast["UA74"] == pytest.approx(68_248)  # 5 September: not in the later count
    assert (stocks["hosted"] >= 0).all()
    counted = country_table("hromada_displaced").set_index("katottg")["balance"]
    assert stocks["balance"].reindex(counted.index).to_numpy() == pytest.approx(counted.to_numpy())


def test_the_start_is_the_official_count(present):
    """41,167,335 present on 1 January 2022 (State Statistics Service)."""
    assert present.people[0].sum() == pytest.approx(41_167_335, abs=1)


def test_sums_agree_with_the_united_nations(present):
    """Communities and the territory outside the register, by year, within 1 %."""
    national = present.national
    whole = national["estimate"] + national["outside"]
    assert_allclose(whole, national["united_nations"], rtol=0.01)
    # Before it is brought to the total the sum is off by less than 1 % too.
    assert (national["factor"] - 1).abs().max() < 0.01
    # 38,279 thousand at the end of 2024, 837.9 thousand more than a year before.
    assert national.loc[2025, "united_nations"] == pytest.approx(38_279_183, rel=1e-6)
    assert national.loc[2024, "united_nations"] == pytest.approx(37_441_260, rel=1e-5)


def test_births_of_2022_to_2025_agree_with_the_united_nations(present):
    """233, 212, 207 and 220 thousand in the whole territory; ours are in the register's part."""
    series = national_series().loc[2022:2025]
    people = present.national["estimate"].to_numpy()
    part = people[:-1] / series["population"].to_numpy()
    assert_allclose(present.births.sum(axis=1), series["births"].to_numpy() * part, rtol=1e-9)


def test_the_controlled_population_of_2023_is_in_the_band(present):
    """31.5 million in August 2023 (draft of the demographic strategy)."""
    national = present.national
    low, high = national["lower"], national["upper"]
    anchors = country_table("wartime_anchors").set_index("indicator")["value"]
    held = float(anchors["population_controlled_territory"])
    assert low[2023] < held < high[2023]
    assert (low <= national["controlled"]).all()


def test_births_under_control_agree_with_the_registered_ones(present):
    """Ministry of Justice: 207,000 (rounded) in 2022, 187,387 in 2023, 176,679 in 2024."""
    held = ~war_stocks()["status"].isin(OCCUPIED).to_numpy()
    ours = present.births[:3, held].sum(axis=1)
    assert_allclose(ours, [207_000, 187_387, 176_679], rtol=0.1)


def test_those_in_service_are_spread_by_men_of_18_to_59(present):
    """880 thousand on 15 January 2025 (President of Ukraine), 8 or 9 % of men of 18 to 59."""
    table = present.table("UA18060090000061708")
    men = present.people[0, present.area("UA18060090000061708"), 1, 18:60].sum()
    assert table.loc[2022, "in_service"] == 0
    assert 0.07 < table.loc[2025, "in_service"] / men < 0.09
    other = present.table(KYIV)
    of_kyiv = present.people[0, -1, 1, 18:60].sum()
    ratio = other.loc[2025, "in_service"] / table.loc[2025, "in_service"]
    assert ratio == pytest.approx(of_kyiv / men)


def test_people_are_there_and_the_range_encloses_them(present):
    assert present.people.min() >= 0
    for code in (KOSTIANTYNIVKA, KYIV, "UA46060250000025047"):
        table = present.table(code)
        assert (table["lower"] < table["present"]).all()  # the start year has width too
        assert (table["present"] < table["upper"]).all()
        assert (table["lower"] >= 0).all()


def test_the_range_is_the_root_of_the_sum_of_its_squared_parts(present):
    """Up: base, abroad, balance; down: these, returns and mortality; no war before 2022."""
    table = present.table("UA18060090000061708")  # rear: no floor of cities under fire
    up = table[["base", "abroad_range", "balance_range"]].pow(2).sum(axis=1).pow(0.5)
    both = table[["returns_range", "mortality_range"]].pow(2).sum(axis=1)
    assert_allclose(table["upper"] - table["present"], up)
    assert_allclose(table["present"] - table["lower"], (up**2 + both) ** 0.5)
    assert table.loc[2022, ["balance", "balance_range"]].tolist() == [0, 0]
    assert (table.loc[2023:, "balance_range"] > 0).all()
    assert (table.loc[2023:, "mortality_range"] > 0).all()
    balance = war_stocks().loc["UA18060090000061708", "balance"]
    leaving = war_stocks().loc["UA18060090000061708", "leaving"]
    assert_allclose(table.loc[2023:, "balance"], balance + leaving)


def test_a_city_under_fire_lost_people_and_a_rear_city_hosts(present):
    fire, rear = present.table(KOSTIANTYNIVKA), present.table("UA46060250000025047")
    assert fire.loc[2025, "present"] < 0.6 * fire.loc[2022, "present"]
    assert fire.loc[2025, "lower"] < 0.2 * fire.loc[2025, "present"]
    assert rear.loc[2025, "present"] > 0.95 * rear.loc[2022, "present"]


def test_those_away_and_hosted_balance_in_one_community(present):
    """Present of 2023 = 2022 + births − deaths − net abroad + balance, before the control."""
    code = "UA46060250000025047"
    at, factor = present.area(code), present.national.loc[2023, "factor"]
    table = present.table(code)
    change = present.births[0, at] - present.deaths[0, at] - table.loc[2023, "abroad"]
    change += war_stocks().loc[code, "balance"]
    wanted = (table.loc[2022, "present"] + change) * factor
    assert table.loc[2023, "present"] == pytest.approx(wanted, rel=1e-6)


def test_returns_avoid_the_occupied(present):
    at = np.isin(present.codes, war_stocks().index[war_stocks()["status"].isin(OCCUPIED)])
    assert present.returned[-1][at].sum() == 0
    assert present.returned[-1].sum() == pytest.approx(1_146_011 + 1_702_353, rel=1e-3)


def test_more_years_do_not_change_the_earlier():
    assert_allclose(nowcast(2024).people[1], nowcast(2026).people[1], rtol=1e-12)


def test_unknown_years_and_communities_are_refused(present):
    with pytest.raises(InvalidInputError, match="2022 to 2030"):
        nowcast(2021)
    with pytest.raises(InvalidInputError, match="no community"):
        present.table("UA00000000000000000")
