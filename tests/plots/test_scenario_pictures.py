"""Pictures of scenarios: what is drawn is what the tables hold, in both languages."""

from __future__ import annotations

import numpy as np
import pytest

from stratanalysis.plots.comparison import (
    describe_decomposition,
    plot_decomposition,
    small_multiples,
)
from stratanalysis.plots.style import new_figure, scenario_style
from stratanalysis.plots.uncertainty import describe_fan, describe_tornado, plot_fan, plot_tornado
from stratanalysis.projection import draw_bands, population_series, project
from stratanalysis.questions import Target, decompose, tornado
from stratanalysis.scenarios import read_scenarios

TARGET = Target("own_revenue", 400e6, 2031, price_basis="real")


@pytest.fixture(scope="module")
def scenarios(kostiantynivka):
    return read_scenarios(kostiantynivka.scenarios_text)


@pytest.fixture(scope="module")
def run(kostiantynivka, scenarios):
    return project(kostiantynivka, scenarios, range(2021, 2032), draws=100, seed=0)


def labels(run, language):
    return {name: run.scenarios[name].label[language] for name in run.names}


def named(axes, gid):
    return [artist for artist in axes.get_children() if artist.get_gid() == gid]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_fan_draws_band_and_centre_and_says_them(run, language):
    bands = draw_bands(run)
    assert (bands["lower"] <= bands["upper"]).all()
    axes = new_figure()[1]
    plot_fan(bands, ax=axes, labels=labels(run, language), language=language)
    for name in run.names:
        own = bands[bands["scenario"] == name]
        (band,) = named(axes, f"band-{name}")
        outline = band.get_paths()[0].vertices
        assert outline[:, 1].max() == pytest.approx(own["upper"].max())
        assert outline[:, 1].min() == pytest.approx(own["lower"].min())
        (line,) = named(axes, name)
        np.testing.assert_allclose(line.get_ydata(), run.wide("population")[name])
        assert line.get_color() == scenario_style(name).color
    ends = {text.get_text().split("\n")[0] for text in axes.texts}
    assert ends == set(labels(run, language).values())
    words = describe_fan(bands, labels(run, language), language, title="Т")
    assert all(label in words for label in labels(run, language).values())
    assert "2031" in words


def test_a_missing_band_is_said(run):
    bands = draw_bands(run).assign(lower=np.nan, upper=np.nan)
    axes = new_figure()[1]
    plot_fan(bands, ax=axes, labels=labels(run, "en"), language="en")
    words = describe_fan(bands, labels(run, "en"), "en", title="T")
    assert words.count("no band") == 3


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_tornados_bars_end_at_the_outcomes(kostiantynivka, scenarios, language):
    table = tornado(kostiantynivka, scenarios, TARGET, base_year=2021)
    axes = new_figure()[1]
    plot_tornado(table, ax=axes, language=language, kind="money", count=5)
    for end in ("low", "high"):
        ends = [bar.get_x() + bar.get_width() for bar in named(axes, f"tornado-{end}")]
        np.testing.assert_allclose(ends, table[f"{end}_outcome"].head(5))
    assert {bar.get_hatch() for bar in named(axes, "tornado-low")} == {"///"}
    words = describe_tornado(table, language, title="Т", kind="money", count=5)
    assert words.count(";") == 4


@pytest.mark.parametrize("by_group", [False, True])
def test_the_decompositions_bars_sum_to_the_last(kostiantynivka, scenarios, by_group):
    table = decompose(
        kostiantynivka, scenarios, TARGET, scenario="optimistic", base_year=2021, by_group=by_group
    )
    axes = new_figure()[1]
    plot_decomposition(table, ax=axes, language="uk", kind="money")
    parts = [bar.get_width() for bar in named(axes, "contribution")]
    (whole,) = named(axes, "difference")
    assert sum(parts) == pytest.approx(whole.get_width())
    assert len(axes.get_yticks()) == len(table) + 1
    assert describe_decomposition(table, "uk", title="Р", kind="money").startswith("Р: +")
    assert describe_decomposition(table.iloc[:0], "en", title="D") == "D: 0."


def test_several_places_have_a_picture_each(run, kostiantynivka):
    wide = run.wide("population")
    figure = small_multiples(
        {"А": wide, "Б": wide / 2, "В": wide}, labels=labels(run, "uk"), language="uk",
        observed={"А": population_series(kostiantynivka)},
    )  # fmt: skip
    shown = [axes for axes in figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") or axes.get_title() for axes in shown] == ["А", "Б", "В"]
    assert len(named(shown[0], "observed")) == 1
    assert not named(shown[1], "observed")
    assert shown[1].get_ylim()[1] < shown[0].get_ylim()[1]
