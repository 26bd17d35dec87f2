"""The war in the scenario a community starts from: stocks by hand, shipped files not stale."""

from __future__ import annotations

import numpy as np
import pytest

import stratanalysis as sa
from stratanalysis.community import Community
from stratanalysis.projection.nowcast import nowcast
from stratanalysis.reference.scenario_text import starting_scenarios, war_assumptions
from stratanalysis.reference.war_status import OCCUPIED
from stratanalysis.reference.war_stocks import (
    abroad_by_year,
    displaced_shares,
    present_year,
    war_stocks,
)
from stratanalysis.scenarios import read_scenarios

KOROSTEN = "UA18060090000061708"
SHIPPED = ("korosten", "kostiantynivka", "kramatorsk", "sofiivka")


def test_those_away_by_hand():
    """Korosten: 1,600 more left than came within the country; its part of 5,699,445 abroad."""
    stocks = war_stocks()
    exposed = (stocks["population_2022"] * stocks["abroad_weight"]).sum()
    abroad = 5_699_445 * 71_498 / exposed
    shares = displaced_shares(KOROSTEN)
    assert shares[2022] == 0.0
    assert shares[2023] == pytest.approx((abroad + 1_600) / 71_498, rel=1e-6)
    # 299,961 more left within 2023, by the same key.
    abroad += 299_961 * 71_498 / exposed
    assert shares[2024] == pytest.approx((abroad + 1_600) / 71_498, rel=1e-6)


def test_all_who_leave_and_return_are_the_nations():
    moved, abroad = abroad_by_year({2022: -100.0, 2023: -50.0, 2024: 30.0}, 2025)
    np.testing.assert_allclose(moved.sum(axis=1), [-100, -50, 30])
    np.testing.assert_allclose(abroad.sum(axis=1), [0, 100, 150, 120])
    fire = (war_stocks()["status"] == "active_or_partly_occupied").to_numpy()
    assert not moved[2, fire].any()  # nobody returns to a place under fire


@pytest.mark.parametrize("slug", SHIPPED)
def test_shipped_baselines_hold_what_the_reference_gives(root, slug):
    community = Community.read(root / "data" / "communities" / slug)
    assert war_assumptions(community.katottg) in community.scenarios_text


def test_every_open_community_starts_with_the_axis_and_no_other():
    stocks = war_stocks()
    for katottg in stocks.groupby("status").head(3).index:
        row = stocks.loc[katottg]
        has = 'driver = "war_end"' in starting_scenarios(katottg, katottg)
        assert has == (row["status"] not in OCCUPIED and row["population_2022"] > 0)
    assert "war_end" not in starting_scenarios()
    assert "@" not in starting_scenarios(KOROSTEN, KOROSTEN)


def test_the_baseline_of_a_new_community_passes_through_the_present():
    """The scenario's residents and shares and the estimate by ages are two ways to the present."""
    now = nowcast(present_year())
    for name in ("Мукачівська", "Печеніжинська", "Оріхівська"):
        study = sa.open(name)
        people = study.project()["population"]["baseline"]
        at = now.area(study.community.katottg)
        apart = people[present_year()] - now.people[-1, at].sum()
        assert abs(apart) < 0.03 * now.people[0, at].sum()


def test_an_earlier_end_and_more_returns_never_give_fewer_people():
    text = starting_scenarios(KOROSTEN, KOROSTEN)
    known = read_scenarios(text)
    base = known.driver_values("baseline", range(2022, 2041))
    from stratanalysis.projection.displaced import present_shares

    years = np.arange(2022, 2041)
    last = present_shares(base, years).others
    for end in (2027, 2026, 2025):
        here = present_shares({**base, "war_end": np.full(19, float(end))}, years).others
        assert (here >= last - 1e-12).all()
        last = here
    never = present_shares({**base, "war_end": np.zeros(19)}, years).others
    assert (never <= present_shares(base, years).others).all()
