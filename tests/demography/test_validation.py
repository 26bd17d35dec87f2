"""The engine against the published projections and estimates in the shared folder."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stratanalysis.demography import (
    SEXES,
    abridged_ages,
    five_year_ages,
    life_table,
    rogers_castro,
    survival_ratios,
)

from .options import project_cohorts

COUNTRIES = {"UKR": "end", "LVA": "end", "USA": "end", "POL": "even", "DEU": "even", "NGA": "even"}
"""Timing of migration in World Population Prospects 2019."""


def half_a_unit(values):
    """Half a unit of the ninth significant digit, to which the inputs of the case are printed."""
    size = np.abs(np.asarray(values, dtype=float))
    with np.errstate(divide="ignore"):
        return np.where(size > 0, 0.5 * 10.0 ** (np.floor(np.log10(size)) - 8), 0.0)


@pytest.fixture(scope="module")
def canada(shared):
    folder = shared / "validation"
    base = pd.read_csv(folder / "ccmpp1x1_canada_base1950.csv")
    rates = pd.read_csv(folder / "ccmpp1x1_canada_rates.csv.gz")

    def cube(column):
        wide = rates.pivot(index=["time_start", "sex"], columns="age_start", values=column)
        return wide.to_numpy().reshape(70, 2, 101)

    fertility = cube("asfr")[:, 0]
    start = base.pivot(index="sex", columns="age_start", values="pop_1950").loc[list(SEXES)]
    expected = pd.read_csv(folder / "ccmpp1x1_canada_expected.csv.gz")
    return {
        "population": start.to_numpy(dtype=float),
        "survival": cube("Sx"),
        "fertility": np.where(np.arange(101) > 0, fertility, 0.0),
        "net_migration": cube("net_mig"),
        "sex_ratio_at_birth": cube("srb")[:, 0, 0],
    }, expected


def in_years(population, expected):
    years = expected["year"].unique()
    wide = [expected[expected["year"] == y].sort_values("age")[["f", "m"]].T for y in years]
    return population[years - 1950], np.stack(wide)


def test_canada_in_70_single_years_as_the_engine_of_the_united_nations(canada):
    """The inputs are printed to nine digits; all they allow is an interval round every cell.

    The projection grows with survival, fertility and net migration, so that the inputs lowered and
    raised by half a unit of their last digit give bounds of what the engine can have had.
    """
    given, expected = canada
    middle = project_cohorts(**given, births="ccmpp")
    assert middle.capped.sum() == 0
    bounds = []
    for sign in (-1, 1):
        moved = {
            name: given[name] + sign * half_a_unit(given[name])
            for name in ("survival", "fertility", "net_migration")
        }
        bounds.append(project_cohorts(**given | moved, births="ccmpp").population)
    (low, printed), (high, _) = (in_years(bound, expected) for bound in bounds)
    rounding = 1e-11 * printed  # the printed results have twelve digits
    assert np.all((low - rounding <= printed) & (printed <= high + rounding))
    assert (high / low - 1).max() < 1e-6
    ours, _ = in_years(middle.population, expected)
    assert np.abs(ours / printed - 1).max() < 1e-8


def test_the_other_rule_for_births_leaves_the_interval(canada):
    given, expected = canada
    ours, printed = in_years(project_cohorts(**given, births="mean_exposure").population, expected)
    assert np.abs(ours / printed - 1).max() > 1e-3


@pytest.fixture(scope="module")
def prospects(shared):
    folder = shared / "validation"
    return {
        "population": pd.read_csv(folder / "wpp2019_pop_5x5.csv.gz"),
        "mortality": pd.read_csv(folder / "wpp2019_mx_5x5.csv.gz"),
        "fertility": pd.read_csv(folder / "wpp2019_asfr_5x5.csv.gz"),
        "summary": pd.read_csv(folder / "wpp2019_summary_5y.csv"),
    }


def published(prospects, country, year):
    table = prospects["population"].query("iso3 == @country and year == @year")
    wide = table.pivot_table(index="sex", columns="age_start", values="pop_thousands")
    return wide.loc[list(SEXES)].to_numpy() * 1000


def test_the_file_holds_the_six_countries(prospects):
    assert set(prospects["population"]["iso3"]) == set(COUNTRIES)


@pytest.mark.parametrize("country", COUNTRIES)
def test_medium_variant_of_the_united_nations_2019(prospects, country):
    periods = np.arange(2020, 2050, 5)
    here = {name: table[table["iso3"] == country] for name, table in prospects.items()}
    mortality = here["mortality"].pivot_table(
        index=["period_start", "sex"], columns="age_start", values="mx"
    )
    mx = np.stack([mortality.loc[year].loc[list(SEXES)].to_numpy() for year in periods])
    table = life_table(mx, sex=SEXES, age_widths=abridged_ages(), a0="coale_demeny")
    rates = here["fertility"].pivot(
        index="period_start", columns="age_start", values="asfr_per_woman_year"
    )
    fertility = np.zeros((len(periods), 21))
    fertility[:, 3:10] = rates.loc[periods].to_numpy()
    summary = here["summary"].set_index("period_start").loc[periods]
    by_age = rogers_castro(five_year_ages())
    totals = summary["net_migration_thousands"].to_numpy()[:, None, None] * 1000
    migrants = totals / 2 * np.stack([by_age / by_age.sum()] * 2)  # as many women as men
    projection = project_cohorts(
        published(prospects, country, 2020),
        survival=survival_ratios(table, step=5),
        fertility=fertility,
        net_migration=migrants,
        sex_ratio_at_birth=summary["srb"],
        step=5,
        migration_timing=COUNTRIES[country],
    )
    error = {
        years: projection.total[years // 5] / published(prospects, country, 2020 + years).sum() - 1
        for years in (10, 30)
    }
    assert abs(error[10]) <= 0.0002
    assert abs(error[30]) <= 0.002
    expected = published(prospects, country, 2050)[:, :19]  # below age 95
    by_age = np.abs(projection.population[6][:, :19] / expected - 1)
    assert by_age.mean() <= 0.003
