"""People, jobs and money year by year: the loop by hand, the cohorts by their balance."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.projection import default_base_year, project, structure
from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.budget_model import simulate_budget
from stratanalysis.projection.people import simulate_people
from stratanalysis.projection.structure import age_structure
from stratanalysis.scenarios import DRIVERS, read_scenarios

from ..invented import read

YEARS = np.arange(2021, 2025)
SLUGS = ("kostiantynivka", "korosten", "kramatorsk", "sofiivka", "luhansk-oblast")


def drivers(**given):
    values = {n: np.full(4, d.neutral or 0.0) for n, d in DRIVERS.items()}
    return values | {name: np.asarray(value, dtype=float) for name, value in given.items()}


def place(root, slug):
    return Community.read(root / "data" / "communities" / slug)


def test_new_jobs_bring_people_after_the_lag_by_hand():
    """1,000 people, 600 of working age, half employed: 300. 30 jobs in the second year are 10 %.

    Elasticity 0.3: 3 % of 1,000 a year later. The third year's 1,000 become 1,030 in the fourth.
    """
    found = simulate_people(
        1000.0,
        drivers(
            working_age_share=[0.6] * 4,
            employment_rate=[0.5] * 4,
            project_jobs=[0, 30, 30, 30],
            migration_job_elasticity=[0.3] * 4,
        ),
        YEARS,
    )
    np.testing.assert_allclose(found["population"], [1000, 1000, 1000, 1030], rtol=1e-12)
    np.testing.assert_allclose(found["net_migration"][:3], [0, 0, 30], rtol=1e-12)


def test_a_longer_lag_brings_them_later_and_lost_jobs_take_them_away():
    given = {
        "working_age_share": [0.6] * 4,
        "employment_rate": [0.5] * 4,
        "project_jobs": [30, 0, 0, 0],
        "migration_job_elasticity": [0.3] * 4,
    }
    one = simulate_people(1000.0, drivers(**given), YEARS)
    # 330 employed, 30 of them lost: -1/11 · 0.3 of 1,000
    assert one["net_migration"][2] == pytest.approx(-300 / 11)
    two = simulate_people(1000.0, drivers(**given, migration_lag=[2.0] * 4), YEARS)
    assert (two["net_migration"][:3] == 0).all()


def test_money_makes_jobs_and_jobs_make_money_by_hand():
    """A tenth of own revenue 500 is invested: 50; half a job a UAH: 25 jobs a year later.

    100 employed, then 125: the PIT is 625, of which 62.5 make 31.25 further jobs.
    """
    base = BudgetBase(2021, {"pit": 500.0}, {"7000": 40.0}, {"consumer": 1.0})
    values = drivers(
        working_age_share=[1.0] * 4,
        employment_rate=[0.1] * 4,
        own_investment_share=[0.1] * 4,
        jobs_per_million=[0.5e6] * 4,
        pit_community_share=[0.6] * 4,
    )
    found = simulate_people(1000.0, values, YEARS, budget=base)
    np.testing.assert_allclose(found["own_investment"][:2], [50, 62.5], rtol=1e-12)
    np.testing.assert_allclose(found["project_jobs"][:3], [0, 25, 56.25], rtol=1e-12)
    budget = simulate_budget(base, found, values, YEARS)
    np.testing.assert_allclose(budget["revenue|pit"][:3], [500, 625, 781.25], rtol=1e-12)
    np.testing.assert_allclose(budget["expenditure|7000"][:2], [90, 102.5], rtol=1e-12)


def test_investment_from_outside_makes_jobs_without_the_budget():
    values = drivers(
        working_age_share=[1.0] * 4,
        employment_rate=[0.1] * 4,
        outside_investment=[0, 20e6, 0, 0],
        jobs_per_million=[2.0] * 4,
    )
    found = simulate_people(1000.0, values, YEARS)
    np.testing.assert_allclose(found["project_jobs"], [0, 0, 40, 40], rtol=1e-12)
    np.testing.assert_allclose(found["own_investment"], 0)


def test_the_reverse_subsidy_follows_the_rule_by_hand():
    """Index 1.3, PIT 650 from one person: the nation has 500. 0.5 · 0.2 · 500 = 50, paid 100.

    The nation's PIT grows by a fifth: index 650/600 = 1.0833 a year later, nothing goes back.
    """
    base = BudgetBase(2021, {"pit": 650.0}, {"9000": 130.0}, {"consumer": 1.0}, 1.3, 100.0)
    values = drivers(
        working_age_share=[1.0] * 4,
        employment_rate=[1.0] * 4,
        pit_community_share=[0.6] * 4,
        national_tax_beyond_wages=[0.0, 0.2, 0.0, 0.0],
    )
    people = simulate_people(1.0, values, YEARS)
    found = simulate_budget(base, people, values, YEARS)
    np.testing.assert_allclose(found["expenditure|9000"], [130, 130, 30, 30], rtol=1e-12)
    np.testing.assert_allclose(found["tax_capacity_index"], [1.3, 1.3, 13 / 12, 13 / 12])


@pytest.mark.parametrize("slug", SLUGS)
def test_every_place_runs_with_ages_and_its_people_balance(root, slug):
    community = place(root, slug)
    base = default_base_year(community)
    run = project(community, read_scenarios(community.scenarios_text), range(base, base + 16))
    assert run.tier == "age_sex"
    for name in run.names:
        wide = {
            v: run.wide(v)[name].to_numpy()
            for v in (
                "population", "births", "deaths", "natural_change", "net_migration",
                "displacement_change", "children", "pupils", "preschool_children",
                "working_age", "older_people",
            )
        }  # fmt: skip
        natural = wide["births"] - wide["deaths"]
        np.testing.assert_allclose(natural[:-1], wide["natural_change"][:-1], atol=1e-6)
        steps = natural + wide["net_migration"] + wide["displacement_change"]
        np.testing.assert_allclose(np.diff(wide["population"]), steps[:-1], atol=1e-5)
        np.testing.assert_allclose(wide["preschool_children"] + wide["pupils"], wide["children"])
        # 16 and 17 are both children and of working age
        whole = wide["children"] + wide["working_age"] + wide["older_people"]
        assert (whole > wide["population"]).all()
        assert (np.diff(wide["births"][:-1]) < 0).any()


def test_the_oblast_without_a_budget_shows_a_gap(root):
    community = place(root, "luhansk-oblast")
    run = project(community, read_scenarios(community.scenarios_text), range(2022, 2030))
    assert {r.values["year"] for r in run.gaps} == {2022}
    assert len(run.gaps) == 2
    assert not any("|" in name or "revenue" in name for name in run.table["variable"].unique())


def test_the_fitted_structure_keeps_what_the_document_states(kostiantynivka):
    """Women 55.7 %, under 18 14.8 %, 60 and over 28.6 %: lines 70 and 71 of the strategy."""
    found = age_structure(kostiantynivka, 2021, 73979.0)
    assert found.people.sum() == pytest.approx(73979)
    assert found.people[0].sum() / 73979 == pytest.approx(0.557, abs=1e-9)
    assert found.people[:, :18].sum() / 73979 == pytest.approx(0.148, abs=1e-9)
    assert found.people[:, 60:].sum() / 73979 == pytest.approx(0.286, abs=1e-9)
    assert (found.origin, found.oblast) == ("oblast", "Донецька")


def test_the_nations_rates_give_the_oblasts_natural_decrease(root):
    """Dnipropetrovsk 2021, State Statistics Service: −1.44 %, with the excess deaths of that year.

    At the mortality of 2020 the decrease must be smaller, but not half as large.
    """
    community = place(root, "sofiivka")
    run = project(community, read_scenarios(community.scenarios_text), range(2021, 2023))
    rate = run.wide("natural_change")["baseline"].loc[2021] / 12074
    assert -0.0144 < rate < -0.0072


def test_without_fertility_and_mortality_the_total_is_carried_forward(kostiantynivka, tiny):
    text = kostiantynivka.scenarios_text.replace(
        'driver = "total_fertility_rate"\npath', 'driver = "need_elasticity"\npath', 1
    )
    assert project(
        kostiantynivka, read_scenarios(kostiantynivka.scenarios_text), range(2021, 2025),
        tier="totals",
    ).tier == "totals"  # fmt: skip
    with pytest.raises(DataError):
        read_scenarios(text)


@pytest.mark.parametrize(
    ("tier", "error"), [("ages", UnknownNameError), ("age_sex", InvalidInputError)]
)
def test_a_model_that_the_data_do_not_allow_is_refused(tiny, tier, error):
    with pytest.raises(error):
        project(tiny, read(), range(2021, 2025), tier=tier)


def test_a_missing_amount_of_the_base_year_is_told_with_its_line(kostiantynivka):
    frame = kostiantynivka["expenditure"].copy()
    frame.loc[3, "value"] = np.nan
    spoiled = dataclasses.replace(
        kostiantynivka, tables={**kostiantynivka.tables, "expenditure": frame}
    )
    with pytest.raises(InvalidInputError, match=r"expenditure.csv:5: .* no value of 3000"):
        project(spoiled, read_scenarios(kostiantynivka.scenarios_text), range(2021, 2025))


def test_emigrants_for_whom_nobody_was_there_are_counted(kostiantynivka):
    text = kostiantynivka.scenarios_text.replace("= -0.0049", "= -0.3")
    run = project(kostiantynivka, read_scenarios(text), range(2021, 2027), names=["baseline"])
    (remark,) = (r for r in run.assumed if "nobody was there" in r.message)
    assert remark.values["persons"] > 0
    assert (run.wide("population") > 0).all().all()
    moved = run.wide("net_migration")["baseline"].loc[2025]
    # fewer than asked for have left
    assert moved > -0.3 * run.wide("population")["baseline"].loc[2025]


@pytest.mark.parametrize(("rate", "young", "women"), [(0.01, 0.2251, 0.5202), (-0.01, 0.1417, 0.5)])
def test_arrivals_and_departures_have_ages_and_sexes_of_their_own(rate, young, women):
    """Table of the United Nations, 2024 and 2025 together, ages above 0: 625,413 of 2,778,047 are
    under 18, 52 % are women; who leaves has the model schedule, 14 % under 18, equally by sex."""
    start = np.full((2, 81), 1000.0)
    given = {"total_fertility_rate": np.ones(4), "life_expectancy_women": np.full(4, 75.0),
             "life_expectancy_men": np.full(4, 70.0)}  # fmt: skip

    def ages(**more):
        found = simulate_people(
            start.sum(), drivers(**given, **more), YEARS, ages=start, keep_ages=1
        )
        return found["ages"][0, 1]

    moved = ages(net_migration_rate=np.full(4, rate)) - ages()
    assert moved[:, 1:].sum() == pytest.approx(rate * start.sum(), rel=0.03)
    assert moved[:, 1:18].sum() / moved[:, 1:].sum() == pytest.approx(young, abs=0.001)
    assert moved[0, 1:].sum() / moved[:, 1:].sum() == pytest.approx(women, abs=0.001)


def test_what_ifs_run_only_when_they_are_named(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    assert scenarios["return_after_displacement"].is_what_if
    assert project(kostiantynivka, scenarios, range(2021, 2024)).names == (
        "baseline", "optimistic", "rational",
    )  # fmt: skip
    run = project(kostiantynivka, scenarios, range(2021, 2031), names=["return_after_displacement"])
    assert any("what-if" in remark.message for remark in run.assumed)
    people = run.wide("population")["return_after_displacement"]
    assert people.loc[2024] < 0.6 * people.loc[2022]
    assert people.loc[2030] > people.loc[2026]


def test_a_community_with_one_observation_runs(tiny):
    frame = tiny["population"].iloc[1:]
    one = dataclasses.replace(tiny, tables={**tiny.tables, "population": frame})
    run = project(one, read(), range(2021, 2024))
    assert run.wide("population")["baseline"].loc[2023] == pytest.approx(1000 * 0.97**2)


# What each optimistic assumption claims to move, and the way (+1 more): by its own words.
CLAIMS = {
    "net_migration_rate": ("population", "", 1),
    "employment_rate": ("employed_index", "", 1),
    "project_jobs": ("employed_index", "", 1),
    "real_wage_growth": ("own_revenue", "real", 1),
    "entrepreneurs_growth": ("revenue|single_tax", "real", 1),
    "real_transfer_growth": ("revenue|other_transfers", "real", 1),
}


def test_every_optimistic_assumption_alone_moves_its_outcome_as_it_claims(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    own = scenarios["optimistic"].assumptions
    assert {entry.driver for entry in own} == set(CLAIMS)
    for entry in own:
        alone = dataclasses.replace(
            scenarios,
            by_name={
                **scenarios.by_name,
                "optimistic": dataclasses.replace(scenarios["optimistic"], assumptions=(entry,)),
            },
        )
        run = project(kostiantynivka, alone, range(2021, 2037), names=["baseline", "optimistic"])
        variable, basis, way = CLAIMS[entry.driver]
        wide = run.wide(variable, price_basis=basis).loc[2036]
        assert np.sign(wide["optimistic"] - wide["baseline"]) == way, entry.driver


def ages(community, year=2022, kind="resident", *, without=()):
    """A table of ages: 10 women and 9 men of every age; `without` are (sex, age) without value."""
    rows = [
        {
            "year": year, "kind": kind, "sex": sex, "age": age, "source": "made",
            "value": np.nan if (sex, age) in without else (10.0 if sex == "female" else 9.0),
        }
        for sex in ("female", "male")
        for age in range(81)
    ]  # fmt: skip
    frame = pd.concat([community["population_age_sex"].iloc[:0], pd.DataFrame(rows)])
    return frame[community["population_age_sex"].columns]


def with_ages(community, *frames):
    tables = {**community.tables, "population_age_sex": pd.concat(frames, ignore_index=True)}
    return dataclasses.replace(community, tables=MappingProxyType(tables))


def test_ages_that_one_sex_lacks_are_not_zero(kostiantynivka):
    """Men of 30 to 34 without a value: the table is not taken, the oblast's ages are."""
    own = with_ages(kostiantynivka, ages(kostiantynivka))
    assert age_structure(own, 2021, 73979.0).origin == "own"
    gap = [("male", age) for age in range(30, 35)]
    found = age_structure(
        with_ages(kostiantynivka, ages(kostiantynivka, without=gap)), 2021, 73979.0
    )
    assert found.origin == "oblast"
    broken = with_ages(kostiantynivka, ages(kostiantynivka, without=gap))
    run = project(broken, read_scenarios(broken.scenarios_text), range(2021, 2023))
    assert "fitted" in run.model.message  # and not "the community's own"
    assert (found.people[1, 30:35] > 0).all()


def test_the_nearest_year_whose_ages_are_whole_is_taken(kostiantynivka):
    whole = ages(kostiantynivka, 2019)
    broken = ages(kostiantynivka, 2021, without=[("female", 0)])
    found = age_structure(with_ages(kostiantynivka, broken, whole), 2021, 73979.0)
    assert (found.origin, found.year) == ("own", 2019)


def test_an_unknown_reverse_subsidy_is_said(kostiantynivka):
    frame = kostiantynivka["statistics"]
    rows = frame[frame["variable"] != "reverse_subsidy"].copy()
    rows.loc[rows["variable"] == "tax_capacity_index", "value"] = 1.3
    tables = MappingProxyType({**kostiantynivka.tables, "statistics": rows})
    community = dataclasses.replace(kostiantynivka, tables=tables)
    run = project(community, read_scenarios(community.scenarios_text), range(2021, 2024))
    assert any("reverse grant" in remark.message for remark in run.assumed)
    run = project(kostiantynivka, read_scenarios(community.scenarios_text), range(2021, 2024))
    assert not any("reverse grant" in remark.message for remark in run.assumed)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("kostiantynivka", "oblast's resident population on 1 January {structure_year}, fitted to "
                           "the community's present population"),
        ("luhansk-oblast", "resident population on 1 January {structure_year}, fitted to the "
                           "present population"),
    ],
)  # fmt: skip
def test_where_present_totals_meet_resident_ages_it_is_said(root, slug, words):
    community = place(root, slug)
    scenarios = read_scenarios(community.scenarios_text)
    base = default_base_year(community)
    run = project(community, scenarios, range(base, base + 3))
    (remark,) = (one for one in run.assumed if "joined only here" in one.message)
    assert words in remark.message
    assert remark.values == {"structure_year": 2022, "year": base}


def test_children_of_kostiantynivka_agree_with_its_schools_and_kindergartens(kostiantynivka):
    """The strategy counts 6,894 pupils and 2,157 in kindergartens; of classes 10 and 11 its
    schools have 778 pupils to 3,251 of five classes 5-9 (Ministry, 2022/23): 60 % of the ages."""
    people = age_structure(kostiantynivka, 2021, 73_979.0).people.sum(axis=0)
    in_school = people[6:15].sum() + 0.6 * people[15:17].sum()
    assert in_school == pytest.approx(6894, rel=0.05)
    assert 2157 < people[:6].sum() < 4 * 2157 / 3
    assert people[:18].sum() == pytest.approx(0.148 * 73_979)


def test_children_not_registered_follow_the_oblasts_beside():
    """By hand: beside 5 a year of 0-7 and 10 of 8-17, here 1 and 4: 4/10 of 5 is 2, at ratio r."""
    beside, own = np.full((2, 81), 10.0), np.full((2, 81), 4.0)
    beside[:, :8], own[:, :8] = 5.0, 1.0
    ratio = structure._fewer_pupils()
    assert 0.8 < ratio < 1
    mended = structure._with_children(own, beside)
    np.testing.assert_allclose(mended[:, :8], 2.0 * ratio)
    np.testing.assert_array_equal(mended[:, 8:], own[:, 8:])


def test_ages_that_have_fewer_children_than_are_counted_are_named(kostiantynivka):
    frame = kostiantynivka["statistics"]
    pupils = (frame["variable"] == "pupils") & (frame["year"] == 2021)
    many = frame.assign(value=frame["value"].where(~pupils, 12_000.0))
    changed = dataclasses.replace(
        kostiantynivka, tables={**kostiantynivka.tables, "statistics": many}
    )
    found = project(changed, read_scenarios(changed.scenarios_text), range(2021, 2023))
    messages = [r for r in found.assumed if "pupils are counted" in r.message]
    assert messages[0].values["count"] == 12_000
    plain = project(
        kostiantynivka, read_scenarios(kostiantynivka.scenarios_text), range(2021, 2023)
    )
    assert not [r for r in plain.assumed if "too few in them" in r.message]
