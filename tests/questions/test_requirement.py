"""What a target takes, which targets are reached, and what explains a difference."""

from __future__ import annotations

import re

import numpy as np
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.projection import project
from stratanalysis.questions import (
    Target,
    decompose,
    required,
    tornado,
)
from stratanalysis.scenarios import DRIVERS, read_scenarios
from stratanalysis.scenarios.drivers import WHOLE, is_used
from stratanalysis.study import with_changes

from ..invented import entry, read, scenario, spread


def test_the_rate_that_halves_a_community_is_the_root_by_hand(tiny):
    """1,000 · (1 − 0.01 + m)^10 = 800: m = 0.8^(1/10) − 1 + 0.01."""
    found = required(
        tiny, read(), Target("population", 800, 2031), "net_migration_rate", base_year=2021
    )
    assert found.found
    assert set(found.observed["area"]) == {"oblasts"}
    assert -0.02 + found.change == pytest.approx(0.8**0.1 - 1 + 0.01, abs=1e-9)
    assert found.persons_per_year == pytest.approx(
        np.mean([(0.8**0.1 - 0.99) * 1000 * 0.8 ** (t / 10) for t in range(10)])
    )


@pytest.mark.parametrize("driver", ["net_migration_rate", "total_fertility_rate", "displacement"])
def test_put_back_it_hits_the_target(kostiantynivka, driver):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    target = Target("population", 53_500, 2036)
    found = required(kostiantynivka, scenarios, target, driver, base_year=2021)
    assert found.found
    more = with_changes(scenarios, {driver: found.change}, base=2021, since=found.since)
    run = project(kostiantynivka, more, range(2021, 2037), names=["baseline"])
    assert run.wide("population")["baseline"].loc[2036] == pytest.approx(53_500, rel=1e-6)
    own = more.driver_values("baseline", np.arange(2021, 2037))[driver]
    np.testing.assert_allclose(own, found.paths["required"], rtol=1e-9)


def test_a_target_of_money_in_prices_of_the_base_year(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    target = Target("own_revenue", 400e6, 2030, price_basis="real")
    found = required(
        kostiantynivka, scenarios, target, "real_wage_growth", scenario="rational",
        base_year=2021, since=2024,
    )  # fmt: skip
    more = with_changes(scenarios, {"real_wage_growth": found.change}, base=2021, since=2024)
    run = project(kostiantynivka, more, range(2021, 2031), names=["rational"])
    assert run.wide("own_revenue", price_basis="real").iloc[-1, 0] == pytest.approx(400e6, rel=1e-6)


def test_what_no_value_within_the_bounds_gives_is_said(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    found = required(
        kostiantynivka, scenarios, Target("population", 500_000, 2036), "total_fertility_rate",
        base_year=2021,
    )  # fmt: skip
    assert not found.found
    assert np.isnan(found.change)
    assert found.outcome_now < found.outcome_high < 500_000
    assert found.paths["required"].isna().all()


def test_what_is_there_already_needs_no_change(tiny):
    target = Target("population", 1000 * 0.97**2, 2023)
    found = required(tiny, read(), target, "net_migration_rate", base_year=2021)
    assert found.change == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"target": Target("population", 1, 2021)}, InvalidInputError, "target year is 2021"),
        ({"target": Target("population", 1, 2000)}, InvalidInputError, "target year is 2000"),
        ({"driver_name": "net_migraton_rate"}, UnknownNameError, "net_migration_rate"),
        ({"driver_name": "total_fertility_rate"}, UnknownNameError, "natural_change_rate"),
        ({"driver_name": "migration_lag"}, UnknownNameError, "population model"),
        ({"since": 2030}, InvalidInputError, "since"),
        ({"target": Target("pupils", 1, 2023)}, UnknownNameError, "variable"),
    ],
)
def test_impossible_questions_are_refused(tiny, change, error, words):
    given = {"target": Target("population", 900, 2023), "driver_name": "net_migration_rate"}
    with pytest.raises(error, match=words):
        required(tiny, read(), base_year=2021, **(given | change))


def test_targets_must_be_whole():
    with pytest.raises(InvalidInputError, match="price basis"):
        Target("own_revenue", 1, 2030)
    with pytest.raises(UnknownNameError, match="at_least"):
        Target("population", 1, 2030, "atleast")
    with pytest.raises(InvalidInputError, match="finite"):
        Target("population", float("nan"), 2030)


def test_the_strategys_fifty_thousand_is_reached_on_no_central_path(kostiantynivka):
    peace = re.sub(
        r'(driver = "displacement"\npath = )\{.*\}',
        r'\1{ kind = "constant", value = 0.0 }',
        kostiantynivka.scenarios_text,
    )
    run = project(kostiantynivka, read_scenarios(peace), range(2021, 2037), draws=200, seed=1)
    assert (run.wide("population").loc[2036] > 50_000).all()


def test_tornado_by_hand(tiny):
    """One year: 1,000 · (0.99 − 0.02 ± 0.01) and ± 0.004; wages do not move people."""
    scenarios = read(
        spread("baseline", "natural_change_rate", -0.004, 0.004, source='"table"'),
        spread("baseline", "net_migration_rate", -0.01, 0.005),
        spread("baseline", "consumer_prices", -0.01, 0.01),
    )
    table = tornado(tiny, scenarios, Target("population", 1, 2022), base_year=2021)
    assert list(table["driver"]) == ["net_migration_rate", "natural_change_rate", "consumer_prices"]
    np.testing.assert_allclose(table["low_outcome"], [960, 966, 970])
    np.testing.assert_allclose(table["base_outcome"], 970)
    np.testing.assert_allclose(table["high_outcome"], [975, 974, 970])
    np.testing.assert_allclose(table["swing"], [15, 8, 0], atol=1e-9)
    np.testing.assert_allclose(table["low"], [-0.03, -0.014, 0.09], atol=1e-12)
    assert table["source"].iloc[1] == "table"


def test_the_parts_of_a_product_by_hand(tiny):
    """PIT 500 · e · w: e from 1 to 1.2, w from 1 to 1.1; half of each part is shared.

    e: 0.2 · (1 + 1.1)/2 = 0.21; w: 0.1 · (1 + 1.2)/2 = 0.11; together 0.32 = 1.32 − 1.
    """
    step = '{{ kind = "step", before = {}, after = {}, year = 2022 }}'
    scenarios = read(
        scenario("better"),
        entry("better", "employment_rate", step.format(0.5, 0.6)),
        entry("better", "real_wage_growth", step.format(0.0, 0.1)),
        natural_change_rate=0.0, net_migration_rate=0.0,
    )  # fmt: skip
    target = Target("revenue|pit", 0, 2022, price_basis="real")
    table = decompose(tiny, scenarios, target, scenario="better", base_year=2021)
    found = table.set_index("driver")["contribution"]
    assert found["employment_rate"] == pytest.approx(500 * 0.21)
    assert found["real_wage_growth"] == pytest.approx(500 * 0.11)


@pytest.mark.parametrize("by_group", [False, True])
def test_parts_sum_to_the_difference_and_turn_round_with_it(kostiantynivka, by_group):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    target = Target("balance", 0, 2036, price_basis="real")
    given = {"base_year": 2021, "by_group": by_group}
    there = decompose(kostiantynivka, scenarios, target, scenario="rational", **given)
    back = decompose(
        kostiantynivka, scenarios, target, scenario="baseline", against="rational", **given
    )
    gap = there["end"].iloc[0] - there["start"].iloc[0]
    assert there["contribution"].sum() == pytest.approx(gap, rel=1e-9)
    key = "group" if by_group else "driver"
    np.testing.assert_allclose(
        there.set_index(key)["contribution"],
        -back.set_index(key)["contribution"].reindex(there[key]),
    )
    run = project(kostiantynivka, scenarios, range(2021, 2037), names=["baseline", "rational"])
    wide = run.wide("balance", price_basis="real").loc[2036]
    assert gap == pytest.approx(wide["rational"] - wide["baseline"], rel=1e-9)


def test_equal_scenarios_have_nothing_to_explain(tiny):
    scenarios = read(scenario("same"))
    table = decompose(
        tiny, scenarios, Target("population", 0, 2023), scenario="same", base_year=2021
    )
    assert table.empty


def test_a_change_of_what_nobody_states_is_put_back_on_the_neutral_value(tiny):
    """need_elasticity is 1 where nothing is said; a change is added to 1 and not to 0."""
    target = Target("expenditure", 480.0, 2024, price_basis="real")
    found = required(tiny, read(), target, "need_elasticity", base_year=2021)
    assert found.found
    assert found.change < 0
    more = with_changes(read(), {"need_elasticity": found.change}, base=2021, since=found.since)
    run = project(tiny, more, range(2021, 2025), names=["baseline"])
    real = run.wide("expenditure", price_basis="real")["baseline"]
    assert real.loc[2024] == pytest.approx(480.0, rel=1e-6)
    own = more.driver_values("baseline", np.arange(2021, 2025))["need_elasticity"]
    np.testing.assert_allclose(own, found.paths["required"], rtol=1e-9)


@pytest.mark.parametrize("driver", [n for n in DRIVERS if is_used(n, "totals") and n not in WHOLE])
@pytest.mark.parametrize("variable", ["population", "expenditure", "own_revenue"])
def test_every_driver_can_be_asked_for(tiny, driver, variable):
    """Alone in its lanes, whatever the driver moves; the ends are those of its bounds."""
    target = Target(variable, 505.0, 2024, price_basis="" if variable == "population" else "real")
    found = required(tiny, read(), target, driver, base_year=2021)
    ends = [found.outcome_low, found.outcome_high, found.outcome_now]
    assert np.isfinite(found.outcome_now)
    assert found.found in (True, False)
    assert np.isfinite(ends[:2]).any()
