"""Counts that are taken in narrow the range of people present: by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from stratanalysis.pages.present_page import present_sentences
from stratanalysis.projection.counted import join_counts, present_table

WIDTH = 0.15


@pytest.fixture
def table():
    """1,000 people within ±15 % on the logarithm in 2024, ±30 % in 2025."""
    width = np.array([0.05, WIDTH, 2 * WIDTH])
    present = np.array([1200.0, 1000.0, 900.0])
    return pd.DataFrame(
        {"present": present, "lower": present * np.exp(-width), "upper": present * np.exp(width),
         "births": [10.0, 8.0, np.nan]},
        index=pd.Index([2022, 2024, 2025], name="year"),
    )  # fmt: skip


def count(value, year=2024, variable="population_cod_ps"):
    return pd.DataFrame({"year": [year], "variable": [variable], "value": [float(value)]})


def test_two_of_the_same_width_meet_half_way_and_the_range_is_narrower(table):
    """√(1000 · 900) = 948.7; the width falls by √2, and that of the year after with it."""
    found = join_counts(table, count(900))
    assert found.loc[2024, "present"] == pytest.approx(np.sqrt(900_000))
    widths = np.log(found["upper"] / found["lower"]) / 2
    assert widths[2024] == pytest.approx(WIDTH / np.sqrt(2))
    assert widths[2025] == pytest.approx(2 * WIDTH / np.sqrt(2))
    assert found.loc[2025, "present"] == pytest.approx(900 * np.sqrt(0.9))
    for name in ("present", "lower", "upper"):
        assert found.loc[2022, name] == pytest.approx(table.loc[2022, name])
    assert found["counts"].tolist() == ["", "population_cod_ps", ""]


def test_births_give_people_and_few_births_weigh_little(table):
    """8 births of 1,000 are expected; 800 of 100,000 say more than 4 of 1,000."""
    few = join_counts(table, count(4, variable="registered_births"))
    big = table.assign(
        **{name: table[name] * 100 for name in ("present", "lower", "upper", "births")}
    )
    many = join_counts(big, count(400, variable="registered_births"))
    assert 900 < few.loc[2024, "present"] < 1000
    assert many.loc[2024, "present"] / 100 < few.loc[2024, "present"]


def test_a_count_that_contradicts_widens_the_range(table):
    found = join_counts(table, count(300))
    assert found.loc[2024, "lower"] == pytest.approx(300 * np.exp(-WIDTH))
    assert found.loc[2024, "upper"] == pytest.approx(1000 * np.exp(WIDTH))


def test_earlier_and_later_counts_change_nothing(table):
    rows = pd.concat([count(500, 2021), count(500, 2022), count(500, 2030), count(0)])
    assert join_counts(table, rows).drop(columns="counts").equals(table)


def test_the_page_of_a_community_says_which_counts_it_has(kostiantynivka):
    frame = kostiantynivka["statistics"]
    row = frame.iloc[[0]].assign(year=2024, variable="population_cod_ps", value=20_000.0)
    tables = {**kostiantynivka.tables, "statistics": pd.concat([frame, row], ignore_index=True)}
    changed = dataclasses.replace(kostiantynivka, tables=tables)
    before, after = (present_table(one, 2025) for one in (kostiantynivka, changed))
    width = [np.log(one["upper"] / one["lower"])[2025] for one in (before, after)]
    assert width[1] < width[0]
    said = " ".join(present_sentences(changed, "en", as_of=2025))
    assert "2024" in said
    assert "COD-PS" in said
    assert "COD-PS" not in " ".join(present_sentences(kostiantynivka, "en", as_of=2025))
