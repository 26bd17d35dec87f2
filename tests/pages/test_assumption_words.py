"""Values of assumptions as a reader says them, in both languages."""

from __future__ import annotations

import pytest

from stratanalysis.community import Community
from stratanalysis.language import language
from stratanalysis.pages import narrative
from stratanalysis.pages.overview import (
    assumption_table,
    driver_value,
    inside,
    scenario_labels,
)
from stratanalysis.projection import default_base_year, population_series, project
from stratanalysis.questions import check_claims
from stratanalysis.scenarios import read_scenarios


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("driver", "value", "uk", "en"),
    [
        ("life_expectancy_women", 76.2, "76,2 року", "76.2 years"),
        ("migration_lag", 1.0, "1 рік", "1 year"),
        ("migration_lag", 3.0, "3 роки", "3 years"),
        ("migration_lag", 5.0, "5 років", "5 years"),
        ("total_fertility_rate", 1.16, "1,16 народження на жінку", "1.16 births per woman"),
        ("total_fertility_rate", 2.0, "2 народження на жінку", "2 births per woman"),
        ("jobs_per_million", 1.0, "1 особа на мільйон гривень", "1 person per million UAH"),
        ("jobs_per_million", 0.5, "0,5 особи на мільйон гривень", "0.5 persons per million UAH"),
        ("migration_job_elasticity", 0.3, "0,3", "0.3"),
        ("net_migration_rate", -0.0049, "−0,49 % на рік", "−0.49% a year"),
        ("displacement", 0.25, "25,0 %", "25.0%"),
        ("project_jobs", 800.0, "800", "800"),
        ("outside_investment", 5e6, "5,0 млн грн на рік", "UAH 5.0 million a year"),
    ],
)
def test_numbers_and_their_units_agree(driver, value, uk, en):
    assert plain(driver_value(value, driver, language("uk"))) == uk
    assert plain(driver_value(value, driver, language("en"))) == en


def test_a_path_that_rises_and_falls_shows_its_turn(kostiantynivka):
    """Energy: 0 % in 2021, 2 % from 2022 to 2032, 0 % from 2033."""
    run = project(kostiantynivka, read_scenarios(kostiantynivka.scenarios_text), range(2021, 2037))
    table = assumption_table(run, "en").set_index(["Scenario", "Driver"])["Path"]
    path = plain(table["Baseline (inertial)", "Real energy prices"])
    assert path == "0.0% a year (2021) → 2.0% a year (2022–2032) → 0.0% a year (2036)"
    path = plain(table["Baseline (inertial)", "Employment rate"])
    assert path == "50.0% (2021) → 45.0% (2036)"
    path = plain(table["Baseline (inertial)", "Consumer prices"])
    assert path == "9.4% a year (2021) → 20.2% a year (2022) → 5.0% a year (2036)"


def test_labels_within_a_sentence_keep_their_abbreviations():
    assert inside("Базовий (інерційний)") == "базовий (інерційний)"
    assert inside("ПДФО на душу в країні") == "ПДФО на душу в країні"


@pytest.mark.parametrize(("slug", "words"), [("kostiantynivka", True), ("luhansk-oblast", False)])
def test_a_page_does_not_claim_words_that_no_document_has(root, slug, words):
    community = Community.read(root / "data" / "communities" / slug)
    base = default_base_year(community)
    run = project(community, read_scenarios(community.scenarios_text), range(base, base + 16))
    people = population_series(community)
    note = narrative.population_note(run, people, "en")
    # the last count is on the page whichever findings rank
    assert f"observed to {people.index[-1]}: {people.iloc[-1]:,.0f}\u00a0people." in note
    assert ("follow the strategy's own words" in note) is words
    assert ("no document states them" in note) is not words
    labels = scenario_labels(run, "en")
    said = narrative.mismatch_sentences(community, check_claims(run, people), labels, people, "en")
    assert said, "a section is never empty"
    assert said[0].startswith("The strategy says" if words else "The tables hold no figure")
