"""People, own revenue and balance in one picture, and what sets two scenarios apart."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import stratanalysis as sa
from stratanalysis.pages.moving import show_difference
from stratanalysis.pages.page import Page
from stratanalysis.pages.panels import show_panels
from stratanalysis.plots import layout


@pytest.fixture(scope="module")
def example():
    study = sa.open("example")
    return study, study.project()


@pytest.fixture
def pictures(monkeypatch):
    kept, draw = [], layout.drawn

    def keep(*given):
        kept.extend(draw(*given))
        return kept[-2:]

    monkeypatch.setattr(layout, "drawn", keep)
    return kept


@pytest.mark.parametrize("language", ["uk", "en"])
def test_three_panels_share_their_years_and_their_prices(example, pictures, tmp_path, language):
    study, run = example
    html = show_panels(Page(language, tables=tmp_path), study, run).data
    for picture in pictures:
        assert picture.faults() == []
        texts = [box.text for box in picture.texts]
        assert sum(str(run.price_year) in text for text in texts) == 2  # two panels of money
        assert texts.count(str(run.years[-1])) == 1  # one axis of years
    files = {path.stem: pd.read_csv(path) for path in tmp_path.glob("*.csv")}
    assert set(files) == {"population", "own_revenue", "balance"}
    assert len(re.findall(r'href="tables/', html)) == 3
    last = run["balance"]["baseline"].iloc[-1]
    assert files["balance"].iloc[-1, 1] == pytest.approx(last)


def test_the_title_says_what_the_baseline_leads_to(example):
    study, run = example
    html = show_panels(Page("en"), study, run).data.replace("\N{NO-BREAK SPACE}", " ")
    people = run["population"]["baseline"]
    change = 100 * (people.iloc[-1] / people.iloc[0] - 1)
    title = re.search(r"<figcaption>(.*?)</figcaption>", html)[1]
    assert f"population {change:.1f}%".replace("-", "−") in title
    assert "below zero: " in html  # the words of the picture tell where the balance turns


def test_a_difference_is_the_sum_of_its_bars(example, tmp_path):
    study, run = example
    html = show_difference(Page("en", tables=tmp_path), study, run, "balance").data
    saved = pd.read_csv(tmp_path / "difference-balance.csv")
    ends = run["balance"].iloc[-1]
    whole = ends["rational"] - ends["baseline"]
    assert saved["contribution"].sum() == pytest.approx(whole, rel=1e-6)
    assert "Rational".lower() in html
    alone = study.project(["baseline"])
    assert show_difference(Page("en"), study, alone, "balance").data == ""
