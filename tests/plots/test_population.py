"""Pictures of population: what is drawn is what the tables hold, in both languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    Displacement,
    age_table,
    band_table,
    project_cohorts,
    single_ages,
)
from stratanalysis.errors import InvalidInputError
from stratanalysis.plots.population import (
    describe_bands,
    describe_components,
    describe_pyramid,
    plot_bands,
    plot_components,
    plot_pyramid,
)
from stratanalysis.plots.style import new_figure

WIDTHS = single_ages(80)


@pytest.fixture(scope="module")
def projection():
    """An invented place: 81 ages, 12 years, people leave in the third."""
    rng = np.random.default_rng(1)
    people = rng.uniform(80, 120, (2, 81))
    survival = np.ones((12, 2, 81)) * np.where(np.arange(81) < 60, 0.998, 0.95)
    fertility = np.where((np.arange(81) >= 18) & (np.arange(81) < 40), 0.05, 0.0)
    return project_cohorts(
        people,
        survival=survival,
        fertility=fertility[None],
        sex_ratio_at_birth=1.06,
        displacement=[Displacement(2, 0.1, returning=0.5, half_life=2.0)],
    )


def artists(axes, gid):
    return [artist for artist in axes.get_children() if artist.get_gid() == gid]


def test_tables_hold_the_projection(projection):
    pyramid = age_table(projection.population[0], age_widths=WIDTHS)
    assert list(pyramid.index[[0, 1, -1]]) == [0, 5, 80]
    assert_allclose(pyramid.to_numpy().sum(), projection.total[0])
    assert_allclose(pyramid.loc[10, "male"], projection.population[0, 1, 10:15].sum())
    with pytest.raises(InvalidInputError, match="do not join"):
        age_table(projection.population[0], age_widths=WIDTHS, group_years=7)
    with pytest.raises(InvalidInputError, match="draw, time"):
        band_table(np.ones(3), start_year=2022)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_pyramid_has_men_left_and_women_right_and_outlines_over(projection, language):
    now = age_table(projection.population[0], age_widths=WIDTHS)
    later = age_table(projection.population[-1], age_widths=WIDTHS)
    _, axes = new_figure()
    plot_pyramid(
        now, ax=axes, language=language, label="2022", over={"baseline": later},
        labels={"baseline": "Baseline"},
    )  # fmt: skip
    bars = [patch for patch in axes.patches if hasattr(patch, "get_width")]
    drawn = sorted(bar.get_width() for bar in bars)
    assert_allclose(drawn, sorted([*now["female"], *(-now["male"])]))
    (outline,) = artists(axes, "baseline-male")
    assert_allclose(outline.get_data().values, -later["male"])
    names = {text.get_text() for text in axes.get_legend().get_texts()}
    assert (
        names
        == {
            "uk": {"Жінки, 2022", "Чоловіки, 2022", "Baseline"},
            "en": {"Women, 2022", "Men, 2022", "Baseline"},
        }[language]
    )
    text = describe_pyramid(now, language=language)
    assert ("Статево-вікова" in text) == (language == "uk")


@pytest.fixture
def components():
    births, deaths = [30.0, 20.0, 25.0], [50.0, 60.0, 45.0]
    natural, migration = [-20.0, -40.0, -20.0], [5.0, -10.0, 0.0]
    return pd.DataFrame(
        {
            "births": births,
            "deaths": deaths,
            "natural_change": natural,
            "net_migration": migration,
            "total_change": [-15.0, -50.0, -20.0],
        },
        index=pd.Index([2022, 2023, 2024], name="year"),
    )


@pytest.mark.parametrize("language", ["uk", "en"])
def test_components_are_stacked_from_zero(components, language):
    table = components
    _, axes = new_figure()
    plot_components(table, ax=axes, language=language)
    top = np.zeros(len(table))
    bottom = np.zeros(len(table))
    for container in axes.containers:
        for i, bar in enumerate(container):
            y0, y1 = sorted((bar.get_y(), bar.get_y() + bar.get_height()))
            top[i], bottom[i] = max(top[i], y1), min(bottom[i], y0)
    assert_allclose(top + bottom, table["total_change"])
    text = describe_components(table, language=language)
    assert "2024" in text
    assert ("births" in text) == (language == "en")


def test_a_missing_component_has_no_sum(components):
    table = components
    table.loc[2024, "deaths"] = np.nan
    text = describe_components(table, language="en")
    assert "… deaths" in text
    assert text.count("…") == 1


@pytest.mark.parametrize("language", ["uk", "en"])
def test_bands(language):
    draws = np.random.default_rng(2).normal(100, 5, (400, 6)) + np.arange(6)
    tables = {"baseline": band_table(draws, start_year=2022)}
    assert (np.diff(tables["baseline"].to_numpy(), axis=1) > 0).all()
    _, axes = new_figure()
    labels = {"baseline": "Baseline"}
    plot_bands(tables, ax=axes, labels=labels, language=language)
    assert len(artists(axes, "baseline-80")) == len(artists(axes, "baseline-95")) == 1
    (line,) = artists(axes, "baseline")
    assert_allclose(line.get_ydata(), tables["baseline"]["median"])
    text = describe_bands(tables, labels=labels, language=language)
    assert "80" in text
    assert "2027" in text
