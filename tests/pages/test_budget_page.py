"""The budget page: places counted again, the programme's own total, the park by hand."""

from __future__ import annotations

import dataclasses
import re
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.finance import SHOCKS, measured_shocks
from stratanalysis.pages import balance_years as known
from stratanalysis.pages import budget_closing as closing
from stratanalysis.pages import budget_limits as limits
from stratanalysis.pages import budget_page as budget
from stratanalysis.pages import narrative, overview
from stratanalysis.pages import what_came_table as came
from stratanalysis.pages.page import Page
from stratanalysis.projection import default_base_year, project
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.scenarios.paths import Constant


def run_of(root, slug, horizon=5):
    place, scenarios = read_folder(root / "data" / "communities" / slug)
    base = default_base_year(place)
    return place, project(place, scenarios, range(base, base + horizon + 1))


@pytest.fixture(scope="module")
def korosten_run(root):
    return run_of(root, "korosten")


@pytest.fixture(scope="module")
def oblast_run(root):
    return run_of(root, "luhansk-oblast", 2)


def plain(block):
    text = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", block.data))
    return re.sub(r"\s+", " ", text).replace("\xa0", " ")


def test_the_place_among_all_is_what_counting_gives(root, korosten_run):
    place, run = korosten_run
    table = pd.read_csv(root / "data" / "reference" / "financial_capacity_2023.csv")
    table = table.set_index("katottg")["revenue_per_head"]
    by_hand = int((table > table[place.katottg]).sum()) + 1
    told = " ".join(budget.summary_lines(place, run, "en"))
    assert f"place {by_hand:,} of 1,438 communities" in told
    block = plain(budget.show_capacity(Page("en"), place))
    assert "read the level with care" in block
    assert "published level: " in block


def test_executed_groups_sum_to_the_total(korosten_run, root):
    place, _ = korosten_run
    file = root / "data" / "communities" / "korosten" / "revenue.csv"
    whole = pd.read_csv(file).query("year == 2022")["value"].sum()
    block = plain(budget.show_executed(Page("en"), place, "revenue"))
    assert "2023 (01-07)" in block
    total = re.search(r"Total UAH [\d.]+ million UAH ([\d.]+) million", block)[1]
    assert float(total) == pytest.approx(whole / 1e6, abs=0.06)


def test_growth_says_what_it_rests_on(korosten_run):
    block = plain(budget.show_growth(Page("en"), korosten_run[0]))
    assert "one observation" in block
    assert "in no growth rate" in block


def test_the_programme_is_the_sum_that_the_document_prints(korosten_run, root):
    """Document 003 prints 11,181.9 thousand UAH for its three years."""
    place, run = korosten_run
    money = place["money"].query("kind == 'measure'")
    assert money["amount"].sum() == pytest.approx(11_181_900)
    block = plain(limits.show_programme(Page("en"), place, run))
    own = run.wide("own_revenue", price_basis="nominal")
    assert len(own.columns) == 3
    share = 11_181_900 / own.loc[2024:2026, "baseline"].sum()
    assert f"are {100 * share:.2f}% of revenue excluding transfers in 2024–2026" in block
    told = " ".join(limits.programme_sentences(place, "en"))
    assert "Measures in the tables: 21" in told


def test_no_word_of_a_document_stands_in_the_tables(root):
    for slug in ("korosten", "sofiivka"):
        place = Community.read(root / "data" / "communities" / slug)
        assert place["money"]["source_text"].isna().all()
        assert place["measures"]["source_text"].isna().all()
        assert (place["measures"]["title"].str.split().str.len() <= 8).all()
        assert place["measures"]["funding_source"].str.fullmatch(r"[a-z+]+").all()


def test_money_of_others_is_not_set_against_the_community(root):
    place, run = run_of(root, "sofiivka", 2)
    money, measures = place["money"], place["measures"]
    alone = measures.loc[measures["funding_source"] == "community", "code"]
    # revenue is executed to July 2023, expenditure to 2021: no year to 2023 has free funds
    block = plain(limits.show_programme(Page("en"), place, run))
    assert "No year of the programme is judged: each is executed or outside" in block
    moved = money.assign(year=money["year"] + 4)
    later = dataclasses.replace(place, tables={**place.tables, "money": moved})
    _, longer = run_of(root, "sofiivka", 5)
    years = moved["year"].between(2024, 2026)
    own = moved[years & moved["measure"].isin(alone)]["amount"].sum()
    revenue = longer.wide("own_revenue", price_basis="nominal").loc[2024:, "baseline"].sum()
    block = plain(limits.show_programme(Page("en"), later, longer))
    assert f"are {100 * own / revenue:.2f}% of revenue excluding transfers in 2024–2026" in block


def test_the_stress_test_takes_away_what_stood_there(korosten_run):
    place, run = korosten_run
    table = limits._stressed(place, run)
    rows = table[(table["shock"] == "tax_loss") & (table["scenario"] == "baseline")]
    effect = rows.set_index("year")["effect"].loc[2024]
    assert set(rows["year"]) == {2024, 2025, 2026}  # months of 2023 are executed
    lines = [run.wide(f"revenue|{name}", price_basis="nominal") for name in ("pit", "property_tax")]
    shock = next(s for s in measured_shocks(run.error_class.status) if s.name == "tax_loss")
    lost = [
        line.loc[2024, "baseline"] * size
        for line, size in zip(lines, shock.changes.values(), strict=True)
    ]
    assert effect == pytest.approx(sum(lost))
    told = limits.stress_sentences(place, run, "en")
    assert all(f"{100 * size:+.1f}%".replace("-", "−") in told[0]
               for size in shock.changes.values())  # fmt: skip
    assert "2024–2026, each shock from 2024 on" in told[0]
    said = " ".join(told[1:]).lower()
    assert len(told) <= 2 + len(SHOCKS)
    assert all(label.lower() in said for label in ("No shock", "Energy costs grow faster"))
    grant = run.wide("revenue|base_subsidy").loc[2024:].to_numpy()
    assert ("no base grant to end" in said) == (not (grant > 0).any())


def test_the_park_by_hand(kostiantynivka):
    """800 × 14,014 × 12 × 18 % × 64 % = 15.5 million of 103.675 million: 14.9 %."""
    block = plain(budget.show_park(Page("en"), kostiantynivka, year=2022, wage=14_014))
    for words in (
        "800",
        "UAH 551.9 million",
        "UAH 103.7 million",
        "UAH 689.9 thousand",
        "18.8%",
        "UAH 15.5 million",
    ):
        assert words in block
    assert pytest.approx(0.1495, abs=1e-4) == 800 * 14_014 * 12 * 0.18 * 0.64 / 103_675_000
    assert "14.9%" in block
    without = plain(budget.show_park(Page("en"), kostiantynivka, year=2022, wage=None))
    assert "PIT for the community" not in without
    assert "neither the cost nor the year" in budget.park_sentences(kostiantynivka, "en")[0]


def test_without_a_budget_every_part_says_so(oblast_run):
    place, run = oblast_run
    page = Page("en")
    assert "no executed budget" in budget.summary_lines(place, run, "en")[0]
    assert "no executed revenue" in plain(budget.show_executed(page, place, "revenue"))
    assert "No growth rates" in plain(budget.show_growth(page, place))
    assert "do not allow" in plain(budget.show_structure(page, place, run))
    assert "no row for it in the national table" in plain(budget.show_capacity(page, place))
    assert "no planned programme funding" in limits.programme_sentences(place, "en")[0]
    assert "have not been taken into the tables yet" in plain(
        limits.show_programme(page, place, run)
    )
    assert "No stress test" in limits.stress_sentences(place, run, "en")[0]
    assert "no investment project" in budget.park_sentences(place, "en")[0]
    assert plain(budget.show_park(page, place, year=2022, wage=1.0)) == ""


def test_the_share_of_transfers_is_that_of_the_tables(korosten_run, root):
    place, run = korosten_run
    table = pd.read_csv(root / "data" / "communities" / "korosten" / "revenue.csv")
    rows = table[(table["year"] == 2021) & (table["period"] == "year")]
    given = rows[rows["group"].isin(["base_subsidy", "other_transfers"])]["value"].sum()
    share = 100 * given / rows["value"].sum()
    block = plain(budget.show_structure(Page("en"), place, run))
    assert f"transfers go from {share:.0f}% of revenue in 2021" in block


def test_a_gap_in_a_transfer_is_not_left_out_of_the_share(korosten_run):
    place, run = korosten_run
    table = run.table.copy()
    gap = table["variable"].isin(["transfer_share", "revenue|other_transfers", "revenue"])
    table.loc[gap & (table["year"] == run.years[-1]), "value"] = float("nan")
    block = plain(budget.show_structure(Page("en"), place, dataclasses.replace(run, table=table)))
    assert re.search(r"of revenue in 2021 to … in \d{4}", block)


def test_what_closes_the_budget_stands_in_one_table(korosten_run):
    place, run = korosten_run
    for language, word in (("uk", "Належить закрити"), ("en", "To be closed")):
        block = plain(closing.show_closing(Page(language), place, run))
        assert word in block
        assert str(run.years[-1]) in block
        assert "18" in block
        assert "74" in block


def test_cash_of_the_first_year_still_to_be_decided_by_month(korosten_run, oblast_run, tmp_path):
    """Receipts of twelve months are the revenue of the year."""
    place, run = korosten_run
    year = 2024  # months of 2023 are executed
    for language, word in (("uk", "позика"), ("en", "loan")):
        page = Page(language, tables=tmp_path)
        block = plain(closing.show_cash(page, place, run))
        assert word in block
        assert str(year) in block
    whole = run.wide("revenue")[run.names[0]][year]
    saved = pd.read_csv(tmp_path / "cash.csv")
    assert saved["Receipts"].sum() == pytest.approx(whole)
    assert plain(closing.show_cash(Page("en"), *oblast_run)).strip() == ""


def test_rules_and_plans_of_the_state_stand_under_the_assumptions(korosten_run):
    _, run = korosten_run
    rule, who = narrative.rule_notes(run, "uk")
    rule = rule.replace("\xa0", " ")
    assert all(word in rule for word in ("64 %", "4 %", "60 %", "2027"))
    assert "Жоден сценарій" in who
    path = dataclasses.replace(
        next(a for a in run.scenarios["baseline"].assumptions if a.driver == "pit_community_share"),
        path=Constant(0.6),
    )
    old = run.scenarios["baseline"]
    kept = tuple(a for a in old.assumptions if a.driver != path.driver)
    planned = dataclasses.replace(old, assumptions=(*kept, path))
    known = dataclasses.replace(
        run.scenarios, by_name=MappingProxyType({**run.scenarios.by_name, "baseline": planned})
    )
    changed = dataclasses.replace(run, scenarios=known)
    assert old.label["en"] in narrative.rule_notes(changed, "en")[1]


def test_what_was_projected_and_what_came_stand_side_by_side(root):
    place, scenarios = read_folder(root / "data" / "communities" / "korosten")
    for language, words in (("uk", ("Надійшло", "Правила")), ("en", ("Received", "Rules"))):
        block = plain(came.show_what_came(Page(language), place, scenarios))
        assert all(word in block for word in words)
        assert "2022" in block


@pytest.fixture(scope="module")
def mixed(root):
    """Revenue executed to July 2023, expenditure to 2021."""
    return run_of(root, "korosten", 15)


def test_a_year_with_executed_revenue_and_unknown_expenditure_has_no_balance(mixed, tmp_path):
    place, run = mixed
    assert known.unmatched_years(run) == [2022, 2023]
    balance = known.matched_balance(run)
    assert balance.loc[2022:2023].isna().all(axis=None)
    assert balance.drop(index=[2022, 2023]).notna().all(axis=None)
    # UAH of 2021, executed on both sides: the balance is their difference
    revenue, spent = (
        place[name].query("year == 2021 and period == 'year'")
        for name in ("revenue", "expenditure")
    )
    spent = spent[spent["classification"] == "programme"]
    whole = run.wide("balance", price_basis="nominal").loc[2021]
    np.testing.assert_allclose(whole, revenue["value"].sum() - spent["value"].sum())
    overview.show_trajectory(Page("en", tables=tmp_path), run, "balance", caption="C", source="S")
    saved = pd.read_csv(tmp_path / "balance.csv", index_col=0)
    assert saved.loc[2022:2023].isna().all(axis=None)
    assert saved.loc[2024:].notna().all(axis=None)
    assert known.operating_balance(place, run).loc[2022:2023].isna().all(axis=None)


def test_the_years_to_be_decided_begin_with_the_next_budget(mixed, monkeypatch):
    _, run = mixed
    assert known.known_until(run) == 2023
    monkeypatch.setattr(known, "next_budget", lambda as_of=None: 2027)
    assert known.open_years(run) == list(range(2027, 2037))
    monkeypatch.setattr(known, "next_budget", lambda as_of=None: 2040)
    assert known.open_years(run) == list(range(2024, 2037))  # else there would be no year at all


def test_what_closes_a_year_closes_its_deficit_in_the_same_prices(root, tmp_path):
    place, run = run_of(root, "kostiantynivka")
    closing.show_closing(Page("en", tables=tmp_path), place, run)
    saved = pd.read_csv(tmp_path / "closing.csv", index_col=0)
    year = known.open_years(run)[0]
    lacking = max(-run.wide("balance")["baseline"].loc[year], 0.0)
    assert saved["To be closed"].loc[year] == pytest.approx(lacking)
