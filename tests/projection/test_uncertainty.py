"""Draws: zero variance, seeds and cores, coverage, persistence, correlation; past errors."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.projection import band_sentence, project, quantile_table
from stratanalysis.scenarios import read_scenarios

from ..invented import read, scenario, spread

YEARS = range(2021, 2031)


@pytest.fixture(scope="module")
def drawn(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    return project(kostiantynivka, scenarios, YEARS, draws=300, seed=0)


def test_without_variance_every_quantile_is_the_central_path_to_the_bit(kostiantynivka):
    import re

    text = re.sub(r"^(low|high) = .*$", r"\1 = 0.0", kostiantynivka.scenarios_text, flags=re.M)
    run = project(kostiantynivka, read_scenarios(text), YEARS, draws=50, seed=3)
    plain = project(kostiantynivka, read_scenarios(text), YEARS)
    pd.testing.assert_frame_equal(run.table, plain.table, check_exact=True)
    table = quantile_table(run, levels=(0.05, 0.5, 0.95))
    for (variable, basis), rows in table.groupby(["variable", "price_basis"]):
        wide = rows.pivot(index=["year"], columns=["quantile", "scenario"], values="value")
        for q in (0.05, 0.5, 0.95):
            expected = plain.wide(variable, price_basis=basis)
            np.testing.assert_array_equal(wide[q][list(plain.names)], expected, str(variable))


def test_the_same_seed_gives_the_same_table_on_one_core_and_on_two(
    drawn, kostiantynivka, monkeypatch
):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    one = project(kostiantynivka, scenarios, YEARS, draws=300, seed=0)
    pd.testing.assert_frame_equal(quantile_table(one), quantile_table(drawn), check_exact=True)


def test_another_seed_gives_other_draws_and_seed_zero_is_a_seed(drawn, kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    other = project(kostiantynivka, scenarios, YEARS, draws=300, seed=1)
    assert drawn.seed == 0
    assert (other.sample("population")[..., 1:] != drawn.sample("population")[..., 1:]).all()


def test_a_further_scenario_leaves_the_draws_of_the_others(drawn, kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    alone = project(kostiantynivka, scenarios, YEARS, names=["rational"], draws=300, seed=0)
    at = drawn.names.index("rational")
    np.testing.assert_array_equal(alone.sample("population")[0], drawn.sample("population")[at])


def test_quantiles_never_cross_and_the_base_year_is_sure(drawn):
    table = quantile_table(drawn, levels=(0.05, 0.25, 0.5, 0.75, 0.95))
    wide = table.pivot(
        index=["scenario", "variable", "price_basis", "year"], columns="quantile", values="value"
    ).dropna()
    assert (np.diff(wide.to_numpy(), axis=1) >= 0).all()
    stocks = wide[
        wide.index.get_level_values("variable").isin(["population", "revenue", "balance"])
    ]
    first = stocks[stocks.index.get_level_values("year") == 2021]
    assert np.ptp(first.to_numpy(), axis=1).max() < 1e-6


def test_ranges_hold_their_coverage_persistence_and_correlation(tiny):
    scenarios = read(
        spread("baseline", "natural_change_rate", -0.004, 0.002, coverage=0.8, persistence=0.7),
        spread("baseline", "consumer_prices", -0.03, 0.08, coverage=0.5, persistence=0.0),
        spread("baseline", "national_tax_beyond_wages", -0.03, 0.08, coverage=0.5, persistence=0.0),
        '[[baseline.correlation]]\nbetween = ["consumer_prices", "national_tax_beyond_wages"]\n'
        'value = 0.9\nreason = { uk = "так", en = "so" }\n',
    )
    from stratanalysis.projection.initial_state import prepare
    from stratanalysis.projection.uncertainty import draw_drivers

    start = prepare(tiny, scenarios, range(2021, 2024))
    found = draw_drivers(start, scenarios, draws=20_000, seed=5)
    away = found["natural_change_rate"][0, 1:] + 0.01
    inside = ((away >= -0.004) & (away <= 0.002)).mean(axis=0)
    np.testing.assert_allclose(inside, 0.8, atol=0.01)
    # below and above the path each half of what is outside
    assert (away > 0.002).mean() == pytest.approx(0.1, abs=0.006)
    z = np.where(away > 0, away / 0.002, away / 0.004)
    assert np.corrcoef(z[:, 0], z[:, 1])[0, 1] == pytest.approx(0.7, abs=0.02)
    prices = found["consumer_prices"][0, 1:, 2] - 0.1
    taxes = found["national_tax_beyond_wages"][0, 1:, 2]
    signs = [np.where(v > 0, v / 0.08, v / 0.03) for v in (prices, taxes)]
    assert np.corrcoef(*signs)[0, 1] == pytest.approx(0.9, abs=0.01)
    # the base year of a growth rate is executed, that of a flow is not
    assert np.ptp(found["consumer_prices"][..., 0]) == 0
    assert np.ptp(found["natural_change_rate"][..., 0]) > 0


@pytest.mark.parametrize(
    ("extra", "more", "words"),
    [
        ("", {"draws": 5, "seed": 1}, "how uncertain"),
        (spread("baseline", "consumer_prices", -0.01, 0.01), {"draws": 5}, "seed from 0"),
        (spread("baseline", "consumer_prices", -0.01, 0.01), {"draws": 5, "seed": -1}, "seed from"),
    ],
)
def test_draws_need_a_range_and_a_seed(tiny, extra, more, words):
    with pytest.raises(InvalidInputError, match=words):
        project(tiny, read(extra), YEARS, **more)


def test_correlations_that_contradict_each_other_are_refused(tiny):
    names = ("consumer_prices", "national_tax_beyond_wages", "net_migration_rate")
    pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]
    extra = [spread("baseline", name, -0.01, 0.01) for name in names]
    extra += [
        f'[[baseline.correlation]]\nbetween = ["{names[i]}", "{names[j]}"]\nvalue = {v}\n'
        'reason = { uk = "так", en = "so" }\n'
        for i, j, v in pairs
    ]
    with pytest.raises(InvalidInputError, match="contradict"):
        project(tiny, read(*extra), YEARS, draws=2, seed=1)


def test_a_run_without_draws_has_no_samples(tiny):
    with pytest.raises(InvalidInputError, match="no draws"):
        project(tiny, read(), YEARS).sample("population")
    run = project(tiny, read(spread("baseline", "consumer_prices", 0, 0)), YEARS, draws=2, seed=0)
    with pytest.raises(UnknownNameError, match="population"):
        run.sample("popolation")


def test_the_band_says_what_it_is(drawn):
    assert "300" in band_sentence("en", coverage=0.8, projection=drawn)
    assert "300 випадкових" in band_sentence("uk", coverage=0.8, projection=drawn)
    assert "минулих" in band_sentence("uk", coverage=0.8, forecasts=21)


def test_a_scenario_inherits_ranges_and_replaces_them(tiny):
    scenarios = read(
        spread("baseline", "net_migration_rate", -0.01, 0.01),
        spread("baseline", "consumer_prices", -0.01, 0.01),
        scenario("other"),
        spread("other", "net_migration_rate", -0.02, 0.0),
    )
    ranges = scenarios.ranges("other")
    assert (ranges["net_migration_rate"].low, ranges["consumer_prices"].low) == (-0.02, -0.01)
