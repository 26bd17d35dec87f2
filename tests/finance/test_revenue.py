"""Revenue lines: worked by hand, properties, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.revenue import (
    OWN_GROUPS,
    REVENUE_GROUPS,
    TRANSFER_GROUPS,
    military_pit,
    military_pit_months,
    pit,
    pit_share,
)
from stratanalysis.finance.revenue_lines import DRIVERS, project_lines, scale_line

quick = settings(deadline=None, max_examples=50)

money = st.floats(0, 1e9)
share = st.floats(0, 1)


def test_pit_by_hand():
    # 1,000 x 15,000 x 12 = 180 million of wages; 18 % = 32.4; 64 % of it = 20.736 million.
    assert pit(1000, 15_000, community_share=0.64) == pytest.approx(20_736_000)
    assert pit(1000, 15_000, community_share=0.60) == pytest.approx(19_440_000)


@quick
@given(money, money, money, share)
def test_more_wage_never_lowers_pit(people, wage, more, kept):
    assert pit(people, wage + more, community_share=kept) >= pit(people, wage, community_share=kept)


@quick
@given(money, money)
def test_a_zero_share_gives_zero(people, wage):
    assert pit(people, wage, community_share=0.0) == 0


def test_the_state_and_the_community_share_the_whole_tax():
    parts = [pit(1000, 15_000, community_share=x) for x in (0.64, 0.36)]
    assert sum(parts) == pytest.approx(pit(1000, 15_000, community_share=1.0))


def test_share_of_the_pit_by_year():
    assert pit_share(2021) == 0.60
    assert list(pit_share(np.array([2020, 2021, 2022, 2030]))) == [0.60, 0.60, 0.64, 0.64]
    with pytest.raises(InvalidInputError, match="2014"):
        pit_share(2014)


def test_military_pit_ends_on_1_october_2023():
    assert list(military_pit_months(np.array([2021, 2022, 2023, 2024, 2030]))) == [12, 12, 9, 0, 0]
    assert military_pit(10.0, 2022) == 120
    assert military_pit(10.0, 2023) == 90
    assert military_pit(np.nan, 2024) == 0, "it ended, whatever it was"
    assert np.isnan(military_pit(np.nan, 2023))


def test_groups_are_those_of_the_tables():
    assert len(REVENUE_GROUPS) == 17
    assert set(OWN_GROUPS) | set(TRANSFER_GROUPS) == set(REVENUE_GROUPS)
    assert not set(OWN_GROUPS) & set(TRANSFER_GROUPS)
    assert set(DRIVERS) == set(REVENUE_GROUPS) - {"military_pit", "base_subsidy"}


def test_scale_line_by_hand_and_order_does_not_matter():
    ratios = {"employment": 0.9, "wage": 1.2}
    assert scale_line(100.0, ratios) == pytest.approx(108)
    assert scale_line(100.0, dict(reversed(ratios.items()))) == pytest.approx(108)
    assert scale_line(100.0, {"wage": 4.0}, elasticities={"wage": 0.5}) == pytest.approx(200)
    assert scale_line(100.0, {"wage": 4.0}, elasticities={"wage": 0.0}) == pytest.approx(100)


def test_a_refund_stays_a_refund():
    assert scale_line(-50.0, {"consumer": 1.1}) == pytest.approx(-55)


def test_unchanged_drivers_leave_every_line_as_it_was():
    base = {group: float(i + 1) for i, group in enumerate(DRIVERS)}
    ones = {n: 1.0 for rule in DRIVERS.values() for n in (rule.quantity, rule.price) if n}
    assert project_lines(base, ones) == pytest.approx(base)


def test_doubling_all_prices_doubles_nominal():
    base = dict.fromkeys(DRIVERS, 7.0)
    drivers = {n: 1.0 for rule in DRIVERS.values() for n in (rule.quantity,) if n}
    before = project_lines(base, drivers | {"wages": 1.0, "consumer": 1.0})
    after = project_lines(base, drivers | {"wages": 2.0, "consumer": 2.0})
    nominal = {"additional_subsidy"}  # a sum of the state that prices do not move
    assert after == pytest.approx({k: v if k in nominal else 2 * v for k, v in before.items()})


def test_military_pit_is_never_projected():
    assert project_lines({"military_pit": 4e8}, {})["military_pit"] == 0


def test_broadcasting_over_leading_axes():
    drivers = {
        "employment": np.ones((2, 5, 3, 4)),
        "wages": np.array([1.0, 1.1, 1.2, 1.3]),
    }
    found = project_lines({"pit": np.array([10.0, 20.0, 30.0])[:, None]}, drivers)["pit"]
    assert found.shape == (2, 5, 3, 4)
    assert found[1, 4, 2, 3] == pytest.approx(39)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: pit(-1, 1, community_share=0.6), InvalidInputError, "employment is negative"),
        (lambda: pit(1, 1, community_share=64), InvalidInputError, "64 percent as 0.64"),
        (lambda: pit("many", 1, community_share=0.6), InvalidInputError, "is not a number: 'many'"),
        (lambda: scale_line(1.0, {"wage": -0.1}), InvalidInputError, "wage is negative"),
        (
            lambda: scale_line(1.0, {"wage": 1.0}, elasticities={"wages": 1.0}),
            UnknownNameError,
            "did you mean 'wage'",
        ),
        (lambda: project_lines({"pit": 1.0}, {"wages": 1.0}), UnknownNameError, "employment"),
        (lambda: project_lines({"pti": 1.0}, {}), UnknownNameError, "did you mean 'pit'"),
    ],
)
def test_what_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_the_place_of_a_negative_value_is_said():
    with pytest.raises(InvalidInputError, match=r"\(1, 2\)"):
        pit(np.array([[1, 1, 1], [1, 1, -1.0]]), 1.0, community_share=0.6)
