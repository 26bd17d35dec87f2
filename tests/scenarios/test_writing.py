"""Scenario files written back, compared, given to pyam; many communities in one run."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.errors import DataError, InvalidInputError
from stratanalysis.projection import project, project_many, quantile_table, to_iamc
from stratanalysis.scenarios import (
    Assumption,
    Scenario,
    read_scenarios,
    scenarios_text,
    write_scenarios,
)
from stratanalysis.scenarios.paths import Constant, Step
from stratanalysis.tables import table as schema

from ..invented import NEEDED, WORDS, entry, read, scenario, spread, text

SLUGS = ("kostiantynivka", "korosten", "kramatorsk", "sofiivka", "luhansk-oblast")
YEARS = range(2021, 2037)


def place(root, slug):
    return Community.read(root / "data" / "communities" / slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_unchanged_scenarios_give_the_file_back_to_the_byte(root, slug):
    own = place(root, slug).scenarios_text
    assert scenarios_text(read_scenarios(own)) == own


@pytest.mark.parametrize("slug", SLUGS)
def test_scenarios_without_a_file_are_written_whole(root, slug):
    scenarios = read_scenarios(place(root, slug).scenarios_text)
    assert read_scenarios(scenarios_text(dataclasses.replace(scenarios, text=""))) == scenarios


def test_a_change_is_written_in_its_place_and_comments_stay(kostiantynivka, tmp_path):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    baseline = scenarios["baseline"]
    changed = tuple(
        dataclasses.replace(one, path=Constant(-0.007))
        if one.driver == "net_migration_rate"
        else one
        for one in baseline.assumptions
    )
    kept = tuple(entry for entry in baseline.ranges if entry.driver != "consumer_prices")
    new = dataclasses.replace(baseline, assumptions=changed, ranges=kept)
    more = dataclasses.replace(scenarios, by_name={**scenarios.by_name, "baseline": new})
    write_scenarios(more, tmp_path / "scenarios.toml")
    written = (tmp_path / "scenarios.toml").read_text("utf-8")
    assert read_scenarios(tmp_path / "scenarios.toml") == more
    before = [line for line in kostiantynivka.scenarios_text.splitlines() if line.startswith("#")]
    assert [line for line in written.splitlines() if line.startswith("#")] == before
    lost = set(kostiantynivka.scenarios_text.splitlines()) - set(written.splitlines())
    assert lost == {
        next(line for line in kostiantynivka.scenarios_text.splitlines() if "-0.0049" in line),
        next(line for line in kostiantynivka.scenarios_text.splitlines() if "20,2" in line),
        "high = 0.08",  # of the same range, and of no other
        "persistence = 0.5",
    }
    assert [f.name for f in tmp_path.iterdir()] == ["scenarios.toml"]


def test_a_new_scenario_is_added_and_a_dropped_one_goes(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    own = Assumption(
        "net_migration_rate",
        Step(0.0, 0.001, 2022),
        is_change=True,
        reason={"uk": "так", "en": "so"},
    )
    label = {"uk": "Потрібне", "en": "Needed"}
    more = scenarios.extended([Scenario("needed", (own,), "rational", label)])
    fewer = dataclasses.replace(
        more, by_name={k: v for k, v in more.by_name.items() if k != "no_return"}
    )
    again = read_scenarios(scenarios_text(fewer))
    assert again == fewer
    assert list(again)[2:] == ["rational", "return_after_displacement", "needed"]


def test_writing_into_nowhere_is_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="folder that exists"):
        write_scenarios(read(), tmp_path / "none" / "scenarios.toml")


def test_equal_scenarios_give_equal_results_to_the_bit(kostiantynivka):
    same = kostiantynivka.scenarios_text + (
        f'\n[twin]\nbase = "rational"\nlabel = {WORDS}\n'
        + entry("twin", "net_migration_rate", 0.0, key="change")
    )
    scenarios = read_scenarios(same)
    run = project(kostiantynivka, scenarios, YEARS, names=["rational", "twin"])
    table = run.table.drop(columns="scenario")
    one, other = (
        table[(run.table["scenario"] == name).to_numpy()].reset_index(drop=True)
        for name in ("rational", "twin")
    )
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_many_communities_at_once_are_each_alone(root):
    places = {slug: place(root, slug) for slug in SLUGS[:4]}
    names = ("population", "revenue", "expenditure", "statistics")
    scenarios = read_scenarios(places["korosten"].scenarios_text)
    variables = [
        ("population", ""), ("own_revenue", "real"), ("expenditure", "nominal"),
        ("revenue|base_subsidy", "nominal"), ("expenditure|9000", "nominal"), ("balance", "real"),
    ]  # fmt: skip

    def tables(slugs):
        return {
            name: pd.concat([places[s][name].assign(community=s) for s in slugs], ignore_index=True)
            for name in names
        }

    def run(slugs):
        return project_many(tables(slugs), scenarios, YEARS, variables=variables)

    every = run(list(places))
    for slug, community in places.items():
        alone = project(community, scenarios, YEARS, tier="totals", as_of=None)
        own = every[every["community"] == slug]
        for variable, basis in variables:
            wide = own[own["variable"] == variable].pivot(
                index="year", columns="scenario", values="value"
            )
            expected = alone.wide(variable, price_basis=basis)
            np.testing.assert_allclose(wide[list(alone.names)], expected, rtol=1e-12, atol=1e-5)
    two = run(["korosten", "sofiivka"])
    kept = every[every["community"].isin(["korosten", "sofiivka"])]
    np.testing.assert_array_equal(
        two.sort_values(["variable", "community", "scenario", "year"])["value"],
        kept.sort_values(["variable", "community", "scenario", "year"])["value"],
    )


def test_many_communities_with_rates_of_their_own_and_gaps():
    people = pd.DataFrame(
        {"community": ["A", "B"], "year": 2021, "kind": "present", "value": [100.0, 200.0]}
    )
    revenue = pd.DataFrame(
        [("A", 2021, "year", "pit", "total", 50.0)],
        columns=["community", "year", "period", "group", "fund", "value"],
    )
    rates = pd.DataFrame({"net_migration_rate": [-0.1]}, index=["B"])
    found = project_many(
        {"population": people, "revenue": revenue}, read(), range(2021, 2023), rates=rates,
        variables=[("population", ""), ("own_revenue", "nominal")],
    ).set_index(["community", "variable", "year"])["value"]  # fmt: skip
    assert found["A", "population", 2022] == pytest.approx(97)
    assert found["B", "population", 2022] == pytest.approx(200 * 0.89)
    assert found["A", "own_revenue", 2021] == 50
    assert np.isnan(found["B", "own_revenue", 2021])
    with pytest.raises(DataError, match="population of B in 2021 is 0"):
        project_many({"population": people.assign(value=[1, 0])}, read(), range(2021, 2023))
    with pytest.raises(DataError, match="the code pitt is not known"):
        project_many(
            {"population": people, "revenue": revenue.assign(group="pitt")}, read(),
            range(2021, 2023),
        )  # fmt: skip


@pytest.mark.filterwarnings("ignore")
def test_pyam_reads_the_projection(tiny, tmp_path, monkeypatch):
    # pyam's library of units remembers the folder of the environment that made its cache
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    pyam = pytest.importorskip("pyam")
    scenarios = read(spread("baseline", "net_migration_rate", -0.01, 0.01))
    run = project(tiny, scenarios, range(2021, 2024), draws=20, seed=1)
    frame = pyam.IamDataFrame(to_iamc(run, region="Invented", quantiles=quantile_table(run)))
    people = frame.filter(variable="population", year=2023).data["value"].iloc[0]
    assert people == pytest.approx(1000 * 0.97**2)
    assert set(frame.filter(variable="own_revenue").unit) == {"UAH", "UAH_2021"}
    # pyam's own sum of the parts is the whole
    parts = frame.filter(variable="revenue|*", unit="UAH").data.groupby("year")["value"].sum()
    whole = frame.filter(variable="revenue", unit="UAH").data.set_index("year")["value"]
    np.testing.assert_allclose(parts, whole)
    assert "population|Quantile 0.9" in frame.variable
    with pytest.raises(InvalidInputError, match="not empty"):
        to_iamc(run, region="")


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (spread("baseline", "net_migration_rate", 0.01, 0.02), "low at or below 0"),
        (spread("baseline", "net_migration_rate", -0.01, 0.02, coverage=1.0), "coverage between"),
        (spread("baseline", "net_migration_rate", -0.01, 0.02, persistence=2), "persistence"),
        (spread("baseline", "net_migration_rate", '"a"', 0.02), "low of a range must be a number"),
        (spread("baseline", "net_migration_rate", "nan", 0.02), "low at or below 0"),
        (spread("baseline", "net_migration_rate", 0, 0) * 2, "occurs twice"),
        (
            '[[baseline.correlation]]\nbetween = ["consumer_prices"]\nvalue = 0.5\n'
            f"reason = {WORDS}\n",
            "two drivers",
        ),
        (
            '[[baseline.correlation]]\nbetween = ["consumer_prices", "real_wages"]\nvalue = 0.5\n'
            f"reason = {WORDS}\n",
            "unknown driver 'real_wages'",
        ),
    ],
)
def test_ranges_and_correlations_that_make_no_sense_are_told(extra, words):
    with pytest.raises(DataError, match=words) as caught:
        read_scenarios(text(extra))
    assert all(f.source.line and f.source.line > 1 for f in caught.value.findings)


def test_a_lag_of_half_a_year_is_refused():
    with pytest.raises(DataError, match="whole number, not 1.5"):
        read(migration_lag=1.5).driver_values("baseline", np.arange(2021, 2023))


def test_every_driver_without_a_neutral_value_is_needed():
    for name in NEEDED:
        if name in ("natural_change_rate", "working_age_share"):
            continue
        lacking = "".join(entry("baseline", n, v) for n, v in NEEDED.items() if n != name)
        scenarios = read_scenarios(f"[baseline]\nlabel = {WORDS}\n{lacking}")
        with pytest.raises(DataError, match=name):
            scenarios.driver_values("baseline", np.arange(2021, 2023))


def many_tables(*, missing=(), extra=()):
    """Two communities, A and B, with full budgets; `missing` are (table, community, code)."""
    people = pd.DataFrame(
        {"community": ["A", "B"], "year": 2021, "kind": "present", "value": [100.0, 200.0]}
    )
    lines = [
        ("revenue", "A", "pit", 50.0), ("revenue", "A", "excise", 10.0),
        ("revenue", "B", "pit", 70.0),
        ("expenditure", "A", "1010", 30.0), ("expenditure", "A", "1020", 20.0),
        ("expenditure", "B", "0150", 40.0),
        ("economic", "A", "2110", 30.0), ("economic", "A", "2240", 20.0),
        ("economic", "B", "2000", 40.0), *extra,
    ]  # fmt: skip
    rows = [
        {
            "table": "expenditure" if name == "economic" else name, "community": place,
            "year": 2021, "period": "year", "fund": "total", "group": code, "code": code,
            "classification": "economic" if name == "economic" else "programme",
            "value": np.nan if (name, place, code) in missing else value,
        }
        for name, place, code, value in lines
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    return {"population": people} | {
        name: frame[frame["table"] == name].drop(columns="table")
        for name in ("revenue", "expenditure")
    }


MANY = [
    ("own_revenue", "nominal"), ("revenue|excise", "nominal"), ("expenditure", "nominal"),
    ("expenditure|1000", "nominal"), ("expenditure|9000", "nominal"),
]  # fmt: skip


def run_many(tables):
    found = project_many(tables, read(), range(2021, 2023), variables=MANY)
    return found.set_index(["community", "variable", "year"])["value"]


def test_an_amount_that_is_missing_is_no_zero_among_many():
    """A's excise has a row without an amount; B has no row of it, that is none."""
    found = run_many(many_tables(missing=[("revenue", "A", "excise")]))
    assert np.isnan(found["A", "own_revenue", 2021])
    assert np.isnan(found["A", "revenue|excise", 2021])
    assert found["B", "revenue|excise", 2021] == 0
    assert found["B", "own_revenue", 2021] == 70
    # one programme of a group is missing: the group is, and with it all expenditure
    found = run_many(many_tables(missing=[("expenditure", "A", "1020")]))
    assert np.isnan(found["A", "expenditure|1000", 2021])
    assert np.isnan(found["A", "expenditure", 2021])
    assert found["B", "expenditure", 2021] == 40


def test_a_missing_economic_code_leaves_the_weights_of_prices_unknown():
    whole = run_many(many_tables())
    # wages 30 of 50, consumer 20 of 50; wages grow as prices, so both give 1.1
    assert whole["A", "expenditure", 2021] == 50
    found = run_many(many_tables(missing=[("economic", "A", "2110")]))
    assert np.isnan(found["A", "expenditure", 2022])
    assert found["B", "expenditure", 2022] == whole["B", "expenditure", 2022]


def test_the_leaves_of_one_community_are_not_those_of_another():
    """B has the parent 2100 alone (wages); that A has its parts 2110 and 2120 is nothing to B."""
    more = {"extra": [("economic", "B", "2100", 60.0), ("economic", "A", "2120", 5.0)]}
    tables = many_tables(missing=[], **more)
    for name, table in tables.items():
        drop = table["community"].eq("B") & table.get("code", pd.Series(dtype=str)).eq("2000")
        tables[name] = table[~drop]
    scenarios = read(real_wage_growth=0.2)
    years = range(2021, 2024)
    variables = [("expenditure", "nominal")]
    both = project_many(tables, scenarios, years, variables=variables)
    alone = project_many(
        {name: table[table["community"] == "B"] for name, table in tables.items()},
        scenarios, years, variables=variables,
    )  # fmt: skip
    np.testing.assert_array_equal(both[both["community"] == "B"]["value"], alone["value"])


def test_a_reverse_subsidy_that_is_not_known_is_not_taken_for_none():
    """Index 1.5 and no figure of the reverse subsidy: all of 9000 moves as it is."""
    tables = many_tables(extra=[("expenditure", "A", "9110", 15.0)])
    statistics = pd.DataFrame(
        {"community": "A", "year": 2021, "variable": ["tax_capacity_index"], "value": [1.5]}
    )
    unknown = run_many(tables | {"statistics": statistics})
    nothing = pd.DataFrame(
        {"community": "A", "year": 2021, "variable": ["reverse_subsidy"], "value": [15.0]}
    )
    known = run_many(tables | {"statistics": pd.concat([statistics, nothing])})
    assert unknown["A", "expenditure|9000", 2021] == known["A", "expenditure|9000", 2021] == 15
    # 100 people become 97, prices 1.1: without the rule as any line; by the rule a year later
    assert unknown["A", "expenditure|9000", 2022] == pytest.approx(15 * 0.97 * 1.1)
    assert known["A", "expenditure|9000", 2022] == pytest.approx(15 * 0.97)


def test_all_communities_of_the_nation_run_and_equal_a_run_alone(root):
    """Population of 1 January 2022 of every community, and money where peer_variables has it."""
    people = pd.read_csv(root / "data" / "reference" / "hromada_population.csv")
    people = people.rename(columns={"katottg": "community"})
    people = people[(people["year"] == 2021) & (people["value"] > 0)]
    money = pd.read_csv(root / "data" / "reference" / "peer_variables.csv")
    money = money.rename(columns={"katottg": "community"}).dropna(subset=["income_tax_2021"])
    rows = [
        money.assign(group=group, value=values)[["community", "group", "value"]]
        for group, values in (
            ("pit", money["income_tax_2021"] - money["military_income_tax_2021"]),
            ("other_transfers", money["transfers_2021"]),
        )
    ]
    revenue = pd.concat(rows).assign(year=2021, period="year", fund="total")
    tables = {"population": people, "revenue": revenue}
    scenarios = read(scenario("better", entry("better", "net_migration_rate", 0.01, key="change")))
    years = range(2021, 2026)
    variables = [("population", ""), ("own_revenue", "real"), ("revenue", "nominal")]
    found = project_many(tables, scenarios, years, variables=variables)
    assert found["community"].nunique() == people["community"].nunique() > 1400
    for code in ("UA14120070000090878", people["community"].iloc[-1]):
        own = {name: table[table["community"] == code] for name, table in tables.items()}
        assert len(own["population"]) == 1
        community = Community(
            "one", "hromada", {"uk": "Одна", "en": "One"}, tables={
                name: schema(name).frame(
                    table.assign(source="made", unit=unit).to_dict("records"))
                for (name, table), unit in zip(own.items(), ("persons", "UAH"), strict=True)
            },
        )  # fmt: skip
        alone = project(community, scenarios, years, tier="totals")
        for variable, basis in variables:
            rows = found[(found["community"] == code) & (found["variable"] == variable)]
            wide = rows.pivot(index="year", columns="scenario", values="value")
            expected = alone.wide(variable, price_basis=basis)
            np.testing.assert_allclose(wide[list(alone.names)], expected, rtol=1e-12)


def test_a_difference_of_zero_changes_nothing(kostiantynivka):
    """A scenario that adds zero to every driver gives its base's numbers to the bit."""
    nothing = "".join(
        entry("same", driver, 0.0, key="change")
        for driver in read_scenarios(kostiantynivka.scenarios_text).paths("baseline")
    )
    scenarios = read_scenarios(kostiantynivka.scenarios_text + "\n" + scenario("same", nothing))
    run = project(kostiantynivka, scenarios, YEARS, names=["baseline", "same"])
    one, other = (
        run.table.loc[run.table["scenario"] == name, "value"].to_numpy() for name in run.names
    )
    np.testing.assert_array_equal(one, other)
