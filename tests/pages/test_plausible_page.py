"""Assumptions beyond what has been seen, as the pages print them."""

from __future__ import annotations

import pytest

from stratanalysis.pages.page import Page
from stratanalysis.pages.plausible_page import (
    everywhere_sentences,
    outside_table,
    show_outside_ranges,
)
from stratanalysis.projection import project
from stratanalysis.scenarios import read_scenarios

YEARS = range(2021, 2037)


def held(text: str, **values: float) -> str:
    """The scenario file with published paths of people replaced by constants."""
    for series, value in values.items():
        published = f'{{ kind = "official", series = "{series}" }}'
        assert published in text
        text = text.replace(published, f'{{ kind = "constant", value = {value} }}')
    return text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["Застереження", "Сумарний коефіцієнт народжуваності", "від 0,9", "2,5", "країна"]),
        ("en", ["Warning", "Total fertility rate", "from 0.9", "2.5", "Ukraine"]),
    ],
)
def test_the_page_prints_the_warning(kostiantynivka, language, words):
    text = held(kostiantynivka.scenarios_text, total_fertility_rate=2.5)
    run = project(kostiantynivka, read_scenarios(text), YEARS)
    html = show_outside_ranges(Page(language), kostiantynivka, run).data
    for word in [*words, "2021", "2000–2023", "ukraine_demographic_drivers.csv"]:
        assert word in html
    table = outside_table(kostiantynivka, run, language)
    # the three scenarios share the baseline's fertility: one row that names all three
    row = table[table.iloc[:, 0].str.contains("народжуваності|fertility")].iloc[0]
    assert all(run.scenarios[name].label[language] in row.iloc[1] for name in run.names)


def test_the_value_is_written_so_that_it_differs_from_the_bound(kostiantynivka):
    """2.69 % of prices against 2.70 % seen needs a further decimal."""
    published = '{ kind = "official", series = "consumer_prices" }'
    text = kostiantynivka.scenarios_text.replace(
        published, '{ kind = "constant", value = 0.0269 }', 1
    )
    run = project(kostiantynivka, read_scenarios(text), YEARS)
    row = outside_table(kostiantynivka, run, "en").set_index("Driver").loc["Consumer prices"]
    written = (row["Value"], row["Observed so far"])
    assert "2.69" in written[0]
    assert "2.70" in written[1]


def test_the_page_says_where_all_is_within_and_where_nothing_is_known(kostiantynivka):
    text = held(kostiantynivka.scenarios_text, life_expectancy_women=76.2, life_expectancy_men=66.4)
    run = project(kostiantynivka, read_scenarios(text), YEARS)
    html = show_outside_ranges(Page("en"), kostiantynivka, run).data
    assert "Every assumption that has past values to compare with stays within them." in html
    assert "There are no past values to compare with for: displaced; end of the fighting; " in html
    assert "; employment rate; " in html
    assert "; standard of services; " in html
    assert "<table" not in html
    html = show_outside_ranges(Page("uk"), kostiantynivka, run).data
    assert "; зарплати громади відносно країни; " in html


def test_a_published_path_beyond_the_past_is_said_too(kostiantynivka):
    """The United Nations expect men to live 72.1 years in 2036; 69.1 is the most seen to 2023."""
    run = project(kostiantynivka, read_scenarios(kostiantynivka.scenarios_text), YEARS)
    table = outside_table(kostiantynivka, run, "en").set_index("Driver")
    assert "72.1" in table.loc["Life expectancy of men", "Value"]
    assert "69.1" in table.loc["Life expectancy of men", "Observed so far"]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_page_says_where_the_people_would_come_from(kostiantynivka, language):
    """The optimistic scenario gains a share of people a year; the baseline loses few."""
    run = project(kostiantynivka, read_scenarios(kostiantynivka.scenarios_text), YEARS)
    lines = everywhere_sentences(run, language)
    label = run.scenarios["optimistic"].label[language]
    (line,) = (one for one in lines if label in one)
    assert ("з-за кордону" if language == "uk" else "come from abroad") in line
    assert "{" not in line
