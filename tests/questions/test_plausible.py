"""What has been seen of the drivers, and the warnings where a scenario leaves it."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.questions import (
    migration_everywhere,
    observed_ranges,
    outside_ranges,
    unseen_drivers,
)
from stratanalysis.scenarios import read_scenarios

from ..invented import entry, read, scenario

YEARS = range(2021, 2037)
PUBLISHED = 'official", series = "total_fertility_rate"'
"""What the scenario files of real communities state of fertility, after ``kind = "``."""


@pytest.fixture(scope="module")
def example(root):
    return Community.read(root / "data" / "communities" / "example")


def test_what_was_seen_of_the_drivers(kostiantynivka, root):
    seen = observed_ranges(kostiantynivka).set_index(["driver", "area"])
    # macro_paths.csv, annual means: 2.7 % in 2020 and 20.2 % in 2022
    assert seen.loc[("consumer_prices", "nation"), ["low", "high"]].to_list() == [0.027, 0.202]
    # oblast_population_change.csv: Kyiv oblast 1.683 %, Kirovohrad oblast −0.320 % in 2021
    oblasts = seen.loc[("net_migration_rate", "oblasts")]
    assert (round(oblasts["low"], 5), round(oblasts["high"], 5)) == (-0.0032, 0.01683)
    # by hand: 73,979/75,098 − 1 = −1.490 %, 72,422/73,979 − 1 = −2.105 %, less −0.869 %
    own = seen.loc[("net_migration_rate", "community")]
    assert (round(own["low"], 4), round(own["high"], 4)) == (-0.0124, -0.0062)
    luhansk = Community.read(root / "data" / "communities" / "luhansk-oblast")
    luhansk = observed_ranges(luhansk).set_index(["driver", "area"])
    # −3,377 of 2,121,322
    assert luhansk.loc[("net_migration_rate", "community"), "low"] == pytest.approx(-3377 / 2121322)


def test_the_communitys_own_budget_gives_ranges_by_hand(example):
    """Tables of the exercise; consumer prices 20.2, 12.9 and 6.5 %, wages by level."""
    seen = observed_ranges(example).set_index(["driver", "area"])
    by_hand = {
        # persons: 400, 405, 420, 436 of 20,400, 20,330, 20,210, 20,150
        "entrepreneurs_growth": [(405 / 20330) / (400 / 20400), (420 / 20210) / (405 / 20330)],
        # M UAH: 16.0, 16.2, 17.0, 18.0
        "taxed_property_growth": [16.2 / 16 / 1.202, 18 / 17 / 1.065],
        # M UAH: 58, 60, 66, 72 for 2,100, 2,080, 2,050, 2,020 pupils
        "real_transfer_growth": [
            (72 / 2020) / (66 / 2050) / (21473 / 17442), (60 / 2080) / (58 / 2100) / (14847 / 14014)
        ],
        # M UAH: 165.0, 171.0, 184.2, 200.4; no economic codes, so consumer prices alone
        "service_standard_growth": [
            (171 / 20330) / (165 / 20400) / 1.202, (200.4 / 20150) / (184.2 / 20210) / 1.065
        ],
    }  # fmt: skip
    for driver, (low, high) in by_hand.items():
        row = seen.loc[(driver, "community")]
        np.testing.assert_allclose([row["low"], row["high"]], [low - 1, high - 1], rtol=1e-9)
        assert (row["first_year"], row["last_year"]) == (2022, 2024)


def test_one_change_is_no_range_and_a_gap_makes_no_change(example, kostiantynivka):
    """The real communities have revenue of two full years, that is one change."""
    assert "taxed_property_growth" not in set(observed_ranges(kostiantynivka)["driver"])
    revenue = example["revenue"].copy()
    revenue.loc[(revenue["year"] == 2023) & (revenue["group"] == "property_tax"), "value"] = np.nan
    tables = MappingProxyType({**example.tables, "revenue": revenue})
    # without 2023 there is only the change from 2021 to 2022
    assert "taxed_property_growth" not in set(
        observed_ranges(dataclasses.replace(example, tables=tables))["driver"]
    )


def test_the_working_age_is_the_oblasts_and_the_documents(root, kostiantynivka):
    seen = observed_ranges(kostiantynivka)
    rows = seen[seen["driver"] == "working_age_share"].set_index("area")
    table = pd.read_csv(root / "data" / "reference" / "oblast_population_age_sex.csv")
    table = table[table["oblast_code"] != "UA"]
    share = (
        table[table["age"].between(16, 59)].groupby("oblast_code")["value"].sum()
        / table.groupby("oblast_code")["value"].sum()
    )  # fmt: skip
    assert rows.loc["oblasts", "low"] == pytest.approx(share.min(), rel=1e-12)
    assert rows.loc["oblasts", "high"] == pytest.approx(share.max(), rel=1e-12)
    assert rows.loc["community", "low"] == 0.566  # the strategy's own statement
    shares = seen[seen["driver"] == "pit_community_share"].iloc[0]
    assert (shares["low"], shares["high"]) == (0.60, 0.64)  # the law to 2021 and since 2022


def test_the_year_and_the_bound_that_is_left(tiny):
    """Prices from 10 to 40 % are beyond 20.2 %; the farthest year is the first with 40 %."""
    path = '{ kind = "linear", start = 0.1, end = 0.4, from_year = 2021, to_year = 2024 }'
    scenarios = read(consumer_prices=path)
    found = outside_ranges(tiny, scenarios, range(2021, 2030)).set_index("driver")
    row = found.loc["consumer_prices"]
    assert (row["year"], row["high"], row["area"]) == (2024, 0.202, "nation")
    assert row["value"] == pytest.approx(0.4)
    # the base year's own change of prices moves nothing
    step = '{ kind = "step", before = 0.5, after = 0.1, year = 2022 }'
    assert "consumer_prices" not in set(
        outside_ranges(tiny, read(consumer_prices=step), range(2021, 2030))["driver"]
    )
    # but migration of the base year moves the next population
    step = '{ kind = "step", before = 0.3, after = 0.0, year = 2022 }'
    found = outside_ranges(tiny, read(net_migration_rate=step), range(2021, 2030))
    assert found.set_index("driver").loc["net_migration_rate", "year"] == 2021


def test_drivers_that_the_model_does_not_use_are_not_warned_of(kostiantynivka):
    text = kostiantynivka.scenarios_text.replace(PUBLISHED, 'constant", value = 2.5')
    scenarios = read_scenarios(text)
    named = {"names": ["baseline"]}
    with_ages = outside_ranges(kostiantynivka, scenarios, YEARS, tier="age_sex", **named)
    totals = outside_ranges(kostiantynivka, scenarios, YEARS, tier="totals", **named)
    assert "total_fertility_rate" in set(with_ages["driver"])
    assert "total_fertility_rate" not in set(totals["driver"])


def test_nothing_is_said_to_be_seen_of_what_has_not(tiny):
    scenarios = read(scenario("more", entry("more", "project_jobs", 10)))
    unseen = unseen_drivers(tiny, scenarios)
    assert {"employment_rate", "project_jobs"} <= set(unseen)
    assert "consumer_prices" not in unseen


def test_what_one_gains_is_told_for_all_communities_together():
    """Half a percent of 31.6 million under control is some 158 thousand people a year."""
    step = scenario(
        "park",
        entry("park", "net_migration_rate",
              '{ kind = "step", before = 0.0, after = 0.005, year = 2030 }'),
    )  # fmt: skip
    found = migration_everywhere(read(step, net_migration_rate=-0.001), range(2025, 2036))
    rows = found.set_index("scenario")
    assert rows.loc["park", ["year", "rate"]].to_list() == [2030, 0.005]
    assert rows.loc["park", "people"] == pytest.approx(158_000, rel=0.02)
    assert rows.loc["baseline", "people"] == pytest.approx(-31_600, rel=0.02)
    # the United Nations' net migration of 2030: 4,850 more leave than come
    assert rows.loc["park", "nation"] == pytest.approx(-4_850, rel=0.01)
