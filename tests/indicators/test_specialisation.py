from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import growth_share_matrix, location_quotient, shift_share
from stratanalysis.indicators.specialisation import SHIFT_SHARE_METHODS


def industries(*values):
    return pd.Series(values, index=["I", "II", "III", "IV"][: len(values)], dtype=float)


# G. Krumme, University of Washington, Geography 350, "Shift & Share Table with Excel Explanations":
# employment of a region 1985 and 1995, national shares and growth by industry; total national
# growth 29 %. National levels are the printed shares (in per cent) and their growth.
LOCAL_1985 = industries(500, 100, 200, 200)
LOCAL_1995 = industries(1000, 100, 250, 280)
NATION_1985 = industries(10, 20, 40, 30)
NATION_1995 = industries(11, 24, 52, 42)


def test_shift_share_as_printed_by_krumme():
    table = shift_share(LOCAL_1985, LOCAL_1995, NATION_1985, NATION_1995)
    total = table.loc["total"]
    assert total["change"] == pytest.approx(630)
    assert total["national"] == pytest.approx(290)
    assert total["competitive"] == pytest.approx(420)
    assert total["industry_mix"] == pytest.approx(-80)
    assert table["competitive"].tolist()[:4] == pytest.approx([450, -20, -10, 0])
    assert table["industry_mix"].tolist()[:4] == pytest.approx([-95, -9, 2, 22])


def test_location_quotients_as_printed_by_krumme():
    quotient = location_quotient(LOCAL_1985, NATION_1985)
    assert quotient.tolist() == pytest.approx([5, 0.5, 0.5, 0.667], abs=5e-4)


def test_location_quotient_as_reat_prints_it():
    # REAT 3.0.3, locq(1714, 79006, 879213, 15593224), after Farhauer and Kroell (2013).
    got = location_quotient(
        pd.Series({"x": 1714.0}),
        pd.Series({"x": 879213.0}),
        local_total=79006,
        reference_total=15593224,
    )
    assert got["x"] == pytest.approx(0.3847623, abs=5e-8)


def test_esteban_marquillas_by_hand():
    # Farhauer and Kroell's region A; industry a: homothetic 180 * 400 / 1100, own growth 1/9,
    # national growth of the industry 0.1.
    table = shift_share(
        industries(90, 20, 10, 60),
        industries(100, 40, 10, 55),
        industries(400, 150, 150, 400),
        industries(440, 210, 135, 480),
        method="esteban_marquillas",
    )
    homothetic = 180 * 400 / 1100
    difference = 1 / 9 - 0.1
    assert table.loc["I", "competitive"] == pytest.approx(homothetic * difference)
    assert table.loc["I", "allocation"] == pytest.approx((90 - homothetic) * difference)


def test_arcelus_by_hand():
    table = shift_share(
        industries(90, 20, 10, 60),
        industries(100, 40, 10, 55),
        industries(400, 150, 150, 400),
        industries(440, 210, 135, 480),
        method="arcelus",
    )
    nation, region = 1265 / 1100 - 1, 205 / 180 - 1
    homothetic = 180 * 150 / 1100
    own, industry = 1.0, 0.4
    assert table.loc["II", "regional_growth_expected"] == pytest.approx(
        homothetic * (region - nation)
    )
    assert table.loc["II", "regional_industry_mix_differential"] == pytest.approx(
        (20 - homothetic) * ((own - region) - (industry - nation))
    )


levels = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)),
    min_size=2,
    max_size=4,
).filter(lambda rows: sum(row[0] for row in rows) > 0)


@settings(max_examples=25, deadline=None)
@given(levels, st.sampled_from(SHIFT_SHARE_METHODS))
def test_parts_always_sum_to_the_change_with_zero_base_years(rows, method):
    start, end = industries(*[r[0] for r in rows]), industries(*[r[1] for r in rows])
    nation = industries(*[r[0] + r[2] for r in rows])
    later = industries(*[r[1] + r[3] for r in rows])
    table = shift_share(start, end, nation, later, method=method)
    parts = table.drop(columns="change").sum(axis=1)
    assert parts.tolist() == pytest.approx(table["change"].tolist(), abs=1e-6)
    assert table.loc["total", "change"] == pytest.approx(end.sum() - start.sum())


def test_new_industry_is_shown_as_one():
    table = shift_share(
        industries(10, 0), industries(12, 5), industries(100, 0), industries(110, 5)
    )
    assert table.loc["II", "new_industry"] == 5
    assert table.loc["II", ["national", "industry_mix", "competitive"]].tolist() == [0, 0, 0]


def test_order_of_industries_does_not_matter():
    first = shift_share(LOCAL_1985, LOCAL_1995, NATION_1985, NATION_1995, method="arcelus")
    second = shift_share(
        LOCAL_1985[::-1], LOCAL_1995, NATION_1985[::-1], NATION_1995, method="arcelus"
    )
    pd.testing.assert_frame_equal(second.reindex(first.index), first)


def test_bad_calls_name_every_problem():
    with pytest.raises(UnknownNameError, match="dunn"):
        shift_share(LOCAL_1985, LOCAL_1995, NATION_1985, NATION_1995, method="Dunn")
    with pytest.raises(InvalidInputError, match=r"differ \(IV\).*negative in I"):
        shift_share(LOCAL_1985, LOCAL_1995, NATION_1985[:3], -NATION_1995)
    with pytest.raises(InvalidInputError, match="the reference does not"):
        shift_share(LOCAL_1985, LOCAL_1995, industries(0, 1, 1, 1), NATION_1995)


def test_missing_figure_leaves_its_industry_and_the_totals_unknown():
    start = LOCAL_1985.copy()
    start["II"] = float("nan")
    table = shift_share(start, LOCAL_1995, NATION_1985, NATION_1995)
    assert table.loc["II"].isna().all()
    assert math.isnan(table.loc["total", "change"])


def test_growth_share_matrix_places_industries():
    table = growth_share_matrix(LOCAL_1985, LOCAL_1995, NATION_1985, NATION_1995)
    assert table.loc["I", "position"] == "leader"
    assert table.loc["II", "position"] == "lagging"
    assert table.loc["IV", "position"] == "emerging"
    assert table["share"].sum() == pytest.approx(1)
    assert table.loc["I", "growth_difference"] == pytest.approx(1.0 - 0.1)
