"""Every picture in both layouts: no text cut, on another or small; the same bytes; few bytes."""

from __future__ import annotations

import io
import random
import re

import numpy as np
import pandas as pd
import pytest
from lxml import html
from matplotlib.figure import Figure
from PIL import Image

from stratanalysis import plots
from stratanalysis.language import language as get_language
from stratanalysis.plots.events import mark_events, time_events
from stratanalysis.plots.layout import PHONE, WIDE, drawn
from stratanalysis.plots.raster import svg_as_png
from stratanalysis.plots.style import format_axis, new_figure

LABELS = {
    "baseline": "Базовий (інерційний)",
    "optimistic": "Оптимістичний",
    "rational": "Раціональний сценарій розвитку громади",
}
PARTS = {
    "pit": "Податок на доходи фізичних осіб",
    "other": "Інші трансферти, субвенції та додаткові дотації державного бюджету",
    "base": "Базова дотація",
    "rent": "Рентна плата",
}


def lines(kind: str, seed: int, language: str) -> Figure:
    source = np.random.default_rng(seed)
    size = 0.1 if kind == "percent" else 10.0 ** source.integers(1, 10)
    years = range(2021, 2022 + int(source.integers(3, 30)))
    table = pd.DataFrame(
        {name: size * (1 + source.normal(0, 0.2, len(years)).cumsum()) for name in LABELS},
        index=years,
    )
    axes = plots.plot_trajectories(
        table, labels=LABELS, language=language, kind=kind, unit="грн, ціни 2021 року",
        observed=table["baseline"].iloc[:2], from_zero=bool(seed % 2),
    )  # fmt: skip
    mark_events(axes, time_events(language, money=kind == "money", stock=kind == "number"))
    return axes.get_figure()


def bars(seed: int, language: str) -> Figure:
    source = np.random.default_rng(seed)
    amounts = pd.Series(10.0 ** source.uniform(3, 10, len(PARTS)), index=list(PARTS))
    return plots.plot_amounts(amounts, PARTS, language=language).get_figure()


def people(language: str) -> Figure:
    ages = pd.DataFrame(
        {"female": 1000.0 + np.arange(17) * 13, "male": 1200.0 - np.arange(17) * 21},
        index=range(0, 85, 5),
    )
    return plots.plot_pyramid(
        ages, language=language, label="2021", over=dict.fromkeys(LABELS, ages * 0.8),
        labels={n: f"{label}, 2036" for n, label in LABELS.items()},
    ).get_figure()  # fmt: skip


def shocks(language: str) -> Figure:
    from stratanalysis.finance.stress import LABELS as SHOCKS

    rows = [
        {"scenario": "baseline", "shock": shock, "year": year, "operating_balance": -1e7 * k * n}
        for k, shock in enumerate(["none", *[s for s in SHOCKS if s != "none"]], start=1)
        for n, year in enumerate(range(2021, 2037))
    ]
    return plots.plot_shocks(
        pd.DataFrame(rows), "baseline", language=language, label=LABELS["baseline"]
    ).get_figure()


def effects(language: str) -> Figure:
    drivers = ["total_fertility_rate", "net_migration_rate", "real_wage_growth"]
    rows = pd.DataFrame(
        {
            "driver": drivers, "low": [1.1, -0.02, 0.01], "high": [1.5, 0.01, 0.06],
            "low_outcome": [-2e8, -3e8, -2.6e8], "base_outcome": -2.5e8,
            "high_outcome": [-2.9e8, -1e8, -2.4e8], "swing": [9e7, 2e8, 2e7],
        }
    )  # fmt: skip
    return plots.plot_tornado(rows, language=language, kind="money").get_figure()


def parts(language: str) -> Figure:
    drivers = ["real_wage_growth", "own_investment_share", "employment_rate", "net_migration_rate"]
    rows = pd.DataFrame({"driver": drivers, "contribution": [-1.2e7, -7e6, 9.5e6, 4.6e6]})
    return plots.plot_decomposition(rows, language=language, kind="money").get_figure()


def panels(language: str) -> Figure:
    source = np.random.default_rng(5)
    years = range(2021, 2037)
    tables = {
        name: pd.DataFrame(
            {label: size * (1 + source.normal(0, 0.1, 16).cumsum()) for label in LABELS},
            index=years,
        )
        for name, size in (("Населення", 7e4), ("Доходи без трансфертів", 6e8), ("Сальдо", -2e8))
    }
    kinds = dict(zip(tables, ("number", "money", "money"), strict=True))
    figure = plots.small_multiples(
        tables, labels={name: label.split()[0] for name, label in LABELS.items()},
        language=language, kind=kinds,
        unit=dict(zip(tables, ("осіб", "грн, ціни 2026 року", "грн"), strict=True)), columns=1,
    )  # fmt: skip
    for axes in figure.axes:
        mark_events(axes, time_events(language, stock=axes is figure.axes[0]))
    return figure


def strips(language: str) -> Figure:
    source = np.random.default_rng(3)
    codes = [f"UA{n}" for n in range(31)]
    labels = {
        "people": "Населення з урахуванням переміщених осіб, липень 2023 року",
        "money": "Доходи без трансфертів на мешканця 2021, грн",
        "share": "Частка, %",
    }
    table = pd.DataFrame({name: source.normal(0, 5e4, 31) for name in labels}, index=codes)
    names = pd.Series("Горішньоплавнівська", index=codes)
    return plots.plot_peers(
        table, codes[0], pd.Index(codes[1:]), variables=labels, names=names, language=language
    ).get_figure()  # fmt: skip


PICTURES = {
    **{f"lines-{k}-{n}": lambda lang, k=k, n=n: lines(k, n, lang)
       for k in ("number", "money", "percent") for n in range(3)},
    **{f"bars-{n}": lambda lang, n=n: bars(n, lang) for n in range(3)},
    "pyramid": people,
    "shocks": shocks,
    "effects": effects,
    "parts": parts,
    "panels": panels,
    "strips": strips,
}  # fmt: skip


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_cut_small_or_on_another(name, language):
    wide, phone = drawn(PICTURES[name](language), "слова")
    assert (wide.size[0], phone.size[0]) == (WIDE, PHONE)
    assert wide.texts
    assert wide.faults() == []
    assert phone.faults() == []
    assert max(wide.size[1], phone.size[1]) < 600
    assert len(wide.svg) + len(phone.svg) < 24_000


def _texts(axes):
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    return [*legend, axes.get_xlabel(), axes.get_ylabel(), *(t.get_text() for t in axes.texts)]


def test_a_picture_is_the_same_twice_and_given_back_as_it_was():
    figure = people("uk")
    (axes,) = figure.axes
    first = drawn(figure, "слова")
    before = _texts(axes)
    second = drawn(figure, "слова")
    assert [d.svg for d in first] == [d.svg for d in second]
    assert _texts(axes) == before
    assert tuple(figure.get_size_inches()) == (6.4, 5.2)


def test_a_picture_for_word_shows_the_same():
    wide, _ = drawn(bars(1, "uk"), "Податок: 5")
    element = html.fragment_fromstring(wide.svg)
    assert element.get("aria-label") == "Податок: 5"
    image = Image.open(io.BytesIO(svg_as_png(element, scale=1))).convert("L")
    assert image.size == tuple(round(side) for side in wide.size)
    dark = np.asarray(image) < 200
    assert 0.02 < dark.mean() < 0.6
    first = next(box for box in wide.texts if "грн (" in box.text)
    inside = dark[int(first.top) : int(first.bottom), int(first.left) : int(first.right)]
    assert inside.mean() > 0.08  # the words are where they were


@pytest.mark.parametrize("seed", range(8))
def test_any_words_stay_inside(seed):
    source = random.Random(seed)
    letters = "абвгґ їжак слово wwWW $x$ <b> & 123 "
    words = ["".join(source.choices(letters, k=source.choice((3, 30, 150)))) for _ in range(6)]
    figure, axes = new_figure()
    axes.barh(range(6), [1, 2, 3, 4, 5, 6], label=words[0])
    axes.set_yticks(range(6), words)
    axes.set_title(words[1])
    axes.set_ylabel(words[2])
    axes.legend()
    format_axis(axes.xaxis, "uk")
    for made in drawn(figure, "слова"):
        assert [fault for fault in made.faults() if "leaves" in fault] == []


@pytest.mark.parametrize("one_color", [True, False])
def test_a_band_is_drawn_between_its_lines(one_color):
    figure, axes = new_figure(size=(6.0, 4.0))
    years, lower, upper = [2025, 2030, 2035], [90.0, 85.0, 70.0], [110.0, 120.0, 140.0]
    look = {"color": "#123456"} if one_color else {"facecolor": "#123456"}
    axes.fill_between(years, lower, upper, alpha=0.2, linewidth=0, **look)
    for line in (lower, upper):
        axes.plot(years, line, color="#aa0000")
    axes.set_ylim(0, 200)
    svg = drawn(figure, "x")[0].svg
    (band,) = re.findall(r'<path d="([^"]+)"[^>]*fill-opacity="0.2"', svg)
    lines = re.findall(r'<path d="([^"]+)"[^>]*stroke="#aa0000"', svg)
    assert len(lines) == 2

    def points(path: str) -> set[tuple[float, float]]:
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", path)]
        return set(zip(numbers[::2], numbers[1::2], strict=True))

    assert points(lines[0]) | points(lines[1]) == points(band)


def test_a_band_is_cut_at_its_axes():
    figure, axes = new_figure(size=(6.0, 4.0))
    axes.fill_between([0, 1], [-50.0, -50.0], [50.0, 50.0], color="#123456", alpha=0.2)
    axes.fill_between([0, 1], [300.0, 300.0], [400.0, 400.0], color="#123456", alpha=0.3)
    axes.set_ylim(0, 100)
    svg = drawn(figure, "x")[0].svg
    (band,) = re.findall(r'<path d="M([^"]+)"[^>]*fill-opacity="0.2"', svg)
    floor = max(float(one) for one in re.findall(r"-?[\d.]+", band)[1::2])
    assert floor < drawn(figure, "x")[0].size[1]
    assert 'fill-opacity="0.3"' not in svg


def test_events_of_the_war_and_of_rules_are_dated():
    # 24.02.2022 is day 54 of 365; amounts of a year lie in its middle
    assert time_events("uk", stock=True)[0][0] == pytest.approx(2022 + 54 / 365, abs=0.001)
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for _, text in time_events("uk", money=True)]
    assert any("01.10.2023" in text for text in words)  # the last day of the rule is 30.09.2023
    assert "частка ПДФО 60 % → 64 %, 2022" in words
    _, axes = new_figure()
    axes.plot([2023, 2030], [1, 2])
    mark_events(axes, time_events("uk", stock=True))
    assert axes.time_events == []  # before the first year drawn


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("years", [(2021, 2036), (2010, 2025), (2015, 2024), (2021, 2024)])
def test_no_event_crosses_the_words_of_another(language, years):
    figure, axes = new_figure()
    axes.plot(years, [1.0, 2.0])
    format_axis(axes.xaxis, language, kind="year")
    mark_events(axes, time_events(language, money=True))
    assert len(axes.time_events) >= 2
    for made in drawn(figure, "слова"):
        assert made.faults() == []
        lines = re.findall(r'd="M([\d.]+) ([\d.]+) [\d.]+ ([\d.]+)[^"]*"[^>]*dasharray', made.svg)
        assert len(lines) == len(axes.time_events)
        for line in lines:
            x, *ends = map(float, line)
            assert [
                box.text
                for box in made.texts
                if box.left < x < box.right and min(ends) < box.bottom - 1 and box.top < max(ends)
            ] == []


@pytest.mark.parametrize("language", ["uk", "en"])
def test_money_is_written_in_one_unit_and_the_last_year_has_a_tick(language):
    figure, axes = new_figure()
    axes.plot([2021, 2036], [2.1e8, 9e8])
    axes.set_ylabel(get_language(language).text("UAH"))
    format_axis(axes.xaxis, language, kind="year")
    format_axis(axes.yaxis, language, kind="money")
    for made in drawn(figure, "слова"):
        texts = [box.text for box in made.texts]
        assert {"uk": "млн грн", "en": "UAH million"}[language] in texts
        assert "2036" in texts
        assert not any("млн" in text and text != "млн грн" for text in texts)


@pytest.mark.parametrize(
    ("last", "top", "unit", "end"),
    [
        (9.808e8, None, "млн грн", "980,8"),  # a tick above the picture is at a billion
        (1.2106e9, None, "млн грн", "1 210,6"),
        (1.2106e9, 2.5e9, "млрд грн", "1,21"),  # a band on it reaches higher than the line
    ],
)
def test_ticks_label_and_ends_of_lines_share_one_unit(last, top, unit, end):
    table = pd.DataFrame({"baseline": [last * 0.7, last]}, index=[2021, 2036])
    axes = plots.plot_trajectories(table, labels=LABELS, language="uk", kind="money", unit="грн")
    if top:
        axes.set_ylim(0, top)
    step = {"млн грн": 1e6, "млрд грн": 1e9}[unit]
    for made in drawn(axes.get_figure(), "слова"):
        texts = [box.text.replace("\N{NO-BREAK SPACE}", " ") for box in made.texts]
        assert [text for text in texts if "грн" in text] == [unit]
        assert end in texts
        figures = [text.replace(" ", "").replace(",", ".") for text in texts]
        ticks = [float(text) for text in figures if re.fullmatch(r"[\d.]+", text)]
        largest = max(value for value in ticks if not 2000 < value < 2100) * step
        assert 0.7 * last <= largest <= (top or 1.05 * last)
