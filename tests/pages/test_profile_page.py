"""The profile: executed amounts by part, sums that close, figures per head by hand."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import stratanalysis as sa
from stratanalysis.community import Community
from stratanalysis.finance.revenue import REGULAR_GROUPS, TRANSFER_GROUPS
from stratanalysis.pages import executed, profile
from stratanalysis.pages.page import Page
from stratanalysis.tables import table

REVENUE = {"unit": "UAH", "price_basis": "nominal", "source": "x", "source_place": None,
           "note": None}  # fmt: skip


def made(revenue=(), population=(), area=None):
    rows = [dict(zip(("year", "period", "group", "fund", "value"), row, strict=True)) | REVENUE
            for row in revenue]  # fmt: skip
    people = [
        {"year": y, "kind": "present", "value": v, "unit": "persons", "source": "x",
         "source_place": None, "note": None}
        for y, v in population
    ]  # fmt: skip
    return Community(
        "made", "example", {"uk": "М", "en": "M"}, area_km2=area,
        tables={"revenue": table("revenue").frame(rows),
                "population": table("population").frame(people)},
    )  # fmt: skip


def plain(block):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", block.data)).replace("\xa0", " ")


def test_funds_are_never_added_to_their_total_and_part_years_are_named():
    place = made(
        [
            (2021, "year", "pit", "general", 60.0),
            (2021, "year", "pit", "special", 40.0),
            (2021, "year", "pit", "total", 100.0),
            (2022, "year", "pit", "general", 70.0),
            (2022, "year", "pit", "special", 5.0),
            (2023, "01-07", "pit", "total", 30.0),
        ]
    )
    parts = executed.executed_parts(place, "revenue")
    assert parts.loc["pit"].to_dict() == {"2021": 100.0, "2022": 75.0, "2023 (01-07)": 30.0}
    assert executed.full_years(parts) == ["2021", "2022"]
    assert executed.executed_parts(place, "expenditure").empty


def money_block(page, place):
    money = executed.money_table(place)
    return page.table(
        "money", executed.labelled(money, "en"), caption="Executed budget",
        formats=executed.money_formats(money),
    )  # fmt: skip


def test_a_missing_amount_makes_its_sums_missing_and_zero_stays_zero():
    place = made(
        [
            (2021, "year", "pit", "total", float("nan")),
            (2021, "year", "excise", "total", 0.0),
            (2021, "year", "base_subsidy", "total", 50.0),
        ],
        population=[(2021, 10)],
    )
    money = executed.money_table(place)["2021"]
    assert pd.isna(money["revenue"])
    assert pd.isna(money["own_revenue_per_head"])
    assert executed.executed_parts(place, "revenue").loc["excise", "2021"] == 0
    assert "…" in plain(money_block(Page("en"), place))


def test_money_by_hand():
    """Own 80 of 200, so 60 % transfers; 80 over 40 people is 2; nobody is known in 2022."""
    place = made(
        [
            (2021, "year", "pit", "total", 80.0),
            (2021, "year", "base_subsidy", "total", 20.0),
            (2021, "year", "other_transfers", "total", 100.0),
            (2022, "year", "pit", "total", 90.0),
        ],
        population=[(2021, 40)],
    )
    money = executed.money_table(place)
    assert money.loc["transfer_share", "2021"] == pytest.approx(0.6)
    assert money.loc["own_revenue_per_head", "2021"] == pytest.approx(2.0)
    assert pd.isna(money.loc["own_revenue_per_head", "2022"])
    assert pd.isna(money.loc["expenditure", "2021"])


def test_a_real_community_sums_to_its_source(kostiantynivka, root):
    file = root / "data" / "communities" / "kostiantynivka" / "revenue.csv"
    rows = pd.read_csv(file).query("year == 2021")
    money = executed.money_table(kostiantynivka)["2021"]
    assert money["revenue"] == pytest.approx(rows["value"].sum())
    own = rows[rows["group"].isin(REGULAR_GROUPS)]["value"].sum()
    given = rows[rows["group"].isin(TRANSFER_GROUPS)]["value"].sum()
    assert money["own_revenue"] == pytest.approx(own)
    assert money["transfer_share"] == pytest.approx(given / rows["value"].sum())
    assert money["own_revenue_per_head"] == pytest.approx(own / 73_979)


def test_summary_and_introduction_say_the_numbers(kostiantynivka):
    lines = [line.replace("\xa0", " ") for line in profile.summary_lines(kostiantynivka, "en")]
    assert len(lines) == 6
    assert "active hostilities" in lines[0]
    # 75,098 to 72,422: −3.56 %, and (72422/75098)^(1/2) − 1 = −1.80 % a year
    assert "72,422 people; −3.6% against 2020, that is −1.80% a year" in lines[1]
    told = " ".join(profile.introduction(kostiantynivka, "en"))
    assert "154.9 people per km²" in told  # 72,422 over 467.4
    assert "0552300000" in told


def test_ages_name_their_origin_and_close(root, kostiantynivka):
    oblast = Community.read(root / "data" / "communities" / "luhansk-oblast")
    assert "own (resident population, 1 January 2022)" in profile.age_note(oblast, 2022, "en")
    assert "not published" in profile.age_note(kostiantynivka, 2021, "en")
    ages = profile.community_ages(kostiantynivka, 2021)
    women = ages["female"].sum()
    assert women == pytest.approx(41_206, abs=0.5)  # 0.557 of 73,979, as the strategy states
    assert ages.to_numpy().sum() == pytest.approx(73_979)
    assert profile.community_ages(made(population=[(2021, 5)]), 2021).empty
    picture = profile.show_pyramid(Page("en"), kostiantynivka, 2021).data
    assert "Age pyramid: 41,206 women" in picture.replace("\xa0", " ")
    assert "No ages are known" in profile.age_note(made(population=[(2021, 5)]), 2021, "en")


def test_gaps_are_said():
    page, place = Page("en"), made()
    assert "no population" in plain(profile.show_population(page, place))
    assert "no full executed year of revenue" in plain(
        executed.show_largest(page, place, "revenue")
    )
    assert "no figures: Executed budget" in plain(money_block(page, place))
    assert "no other figures" in plain(profile.show_statistics(page, place))
    assert profile.summary_lines(place, "en") == [
        "The tables hold no executed budget of the community."
    ]


def test_a_territory_lost_in_2014_has_no_figures_per_head():
    place = sa.open("UA44040030000034083").community
    money = executed.money_table(place)
    assert (money.loc["revenue"] > 0).any()
    assert money.loc[["own_revenue_per_head", "expenditure_per_head"]].isna().all(axis=None)
    said = " ".join(profile.summary_lines(place, "en"))
    assert "no figures per head" in said
    assert "UAH" not in said


def test_a_missing_figure_per_head_has_no_unit(korosten):
    money = executed.money_table(korosten)
    formats = dict(zip(money.index, executed.money_formats(money)["2022"], strict=True))
    assert formats["expenditure_per_head"](float("nan")) == "…"
    assert formats["expenditure_per_head"](6429.2) == "6\N{NO-BREAK SPACE}429 грн"
