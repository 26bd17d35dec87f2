"""Edge cases of money and of what is compared with it: figures worked by hand in each test."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest

from stratanalysis import finance
from stratanalysis.errors import StratanalysisError
from stratanalysis.finance.investment import why_no_rate
from stratanalysis.finance.programmes import funding_groups
from stratanalysis.finance.stress import operating_balances
from stratanalysis.indicators.composite import aggregate, equal_weights
from stratanalysis.indicators.robustness import rank_robustness
from stratanalysis.language import Language
from stratanalysis.monitoring import AchievementRule, degree_of_achievement, execution_rates
from stratanalysis.questions.targets import Target


def test_a_cost_in_two_phases_has_a_value_and_a_payback_and_a_reason_for_no_rate():
    # -100 + 80 - 50 + 90 at 0 %: 20; sums -100, -20, -70, 20: back after 2 + 70 / 90 years
    flows = [-100.0, 80.0, -50.0, 90.0]
    assert finance.net_present_value(flows, 0.0) == pytest.approx(20.0)
    assert finance.payback_years(flows) == pytest.approx(2 + 70 / 90)
    assert why_no_rate(flows) != ""


def test_what_is_paid_back_and_lost_again_is_not_paid_back_yet():
    # sums -100, 20, -30, 10: the money is back for good after 2 + 30 / 40 years, not after 0.83
    assert finance.payback_years([-100.0, 120.0, -50.0, 40.0]) == pytest.approx(2.75)


def test_a_sum_that_ends_below_zero_is_never_paid_back():
    # sums -100, 20, -30: a demolition at the end eats the gain
    assert math.isnan(finance.payback_years([-100.0, 120.0, -50.0]))


def test_years_apart_are_counted_as_they_are():
    # 100 grow to 161.051 in five years at 10 %; evenly over the five years 100 are back after 3.1
    assert finance.internal_rate_of_return([-100.0, 161.051], years=[2025, 2030]) == pytest.approx(
        0.10, abs=1e-6
    )
    assert finance.net_present_value([-100.0, 161.051], 0.10, years=[2025, 2030]) == pytest.approx(
        0.0, abs=1e-6
    )
    assert finance.payback_years([-100.0, 161.051], years=[2025, 2030]) == pytest.approx(
        5 * 100 / 161.051
    )


@pytest.mark.parametrize("rate", [-1.0, -1.5, math.nan, math.inf])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(StratanalysisError):
        finance.payback_years([-100.0, 60.0, 60.0], rate=rate)
    with pytest.raises(StratanalysisError):
        finance.net_present_value([-100.0, 60.0, 60.0], rate)


@pytest.mark.parametrize("flows", [[-1e9, 1e-3], [-1.0, 1e12]])
def test_rates_beyond_what_means_anything_are_said(flows):
    assert math.isnan(finance.internal_rate_of_return(flows))
    assert "a billion" in why_no_rate(flows)


def test_years_that_repeat_or_run_back_are_refused():
    for years in ([2025, 2025], [2026, 2025], [2025]):
        with pytest.raises(StratanalysisError):
            finance.net_present_value([-100.0, 60.0], 0.1, years=years)


def project(**changes):
    fields = {
        "name": "park",
        "jobs": 100.0,
        "output": 50e6,
        "payments": 10e6,
        "cost": 30e6,
        "start": 2025,
        "ramp": (0.0, 0.0, 1.0),
        "cost_profile": (0.5, 0.5),
    }
    return finance.InvestmentProject(**{**fields, **changes})


def test_gains_without_their_cost_are_refused():
    flows = finance.project_flows(project(), range(2027, 2036), wage=20_000.0, community_share=0.64)
    with pytest.raises(StratanalysisError):
        finance.project_appraisal(project(), flows, rate=0.1)


@pytest.mark.parametrize("years", [[2025, 2027, 2030], [2025]])
def test_a_year_of_the_cost_that_is_left_out_is_refused(years):
    flows = finance.project_flows(project(), years, wage=20_000.0, community_share=0.64)
    with pytest.raises(StratanalysisError, match="lack 2026"):
        finance.project_appraisal(project(), flows, rate=0.1)


def test_a_second_phase_of_the_cost_keeps_value_and_payback():
    two = project(ramp=(1.0,), cost_profile=(0.5, 0.0, 0.5), cost=30e6, payments=12e6)
    flows = finance.project_flows(two, range(2025, 2031), wage=20_000.0, community_share=0.64)
    facts = finance.project_appraisal(two, flows, rate=0.0)
    # net -3, +12, -3, +12 ...: sums -3, 9, 6, 18: never below zero again after 3 / 12 of a year
    assert facts["net_present_value"] == pytest.approx(6 * 12e6 - 30e6)
    assert facts["payback"] == pytest.approx(0.25)
    assert math.isnan(facts["internal_rate_of_return"])


def money_of(*rows):
    """Rows (measure, year, amount)."""
    frame = pd.DataFrame(rows, columns=["measure", "year", "amount"])
    return frame.assign(unit="UAH", kind="measure")


def test_donors_known_and_the_rest_unknown_is_no_share():
    money = money_of(("1", 2025, 100.0), ("2", 2025, math.nan))
    measures = pd.DataFrame(
        {"code": ["1", "2"], "title": ["a", "b"], "funding_source": ["МТД", "місцевий бюджет"]}
    )
    table = finance.donor_dependence(finance.programme_by_year(money, measures))
    assert table.loc[2025, ["share_least", "share_most"]].isna().all()


def projection_of(values, scenario="baseline"):
    """Long table from {variable: {year: value}}."""
    rows = [
        (scenario, year, name, "nominal", value)
        for name, by_year in values.items()
        for year, value in by_year.items()
    ]
    return pd.DataFrame(rows, columns=["scenario", "year", "variable", "price_basis", "value"])


def test_several_sources_charge_the_community_with_its_part_alone():
    money = money_of(("1", 2026, 100.0), ("2", 2026, 500.0))
    measures = pd.DataFrame(
        {
            "code": ["1", "2"],
            "title": ["a", "b"],
            "funding_source": ["МБ", "МБ, Кошти ЄС"],
        }
    )
    projection = projection_of({"balance": {2026: 300.0}, "own_revenue": {2026: 1000.0}})
    row = finance.affordability(finance.programme_by_year(money, measures), projection).iloc[0]
    assert (row["amount"], row["shared"]) == (100.0, 500.0)
    assert row["share_of_free"] == pytest.approx(1 / 3)
    assert pd.isna(row["fits"])


def test_the_whole_year_and_its_half_are_never_added():
    execution = pd.DataFrame(
        {
            "measure": ["1", "1"],
            "period": ["2024-H1", "2024"],
            "year": [2024, 2024],
            "approved": [100.0, 100.0],
            "amended": [100.0, 100.0],
            "executed": [40.0, 90.0],
        }
    )
    with pytest.raises(StratanalysisError):
        execution_rates(execution)


@pytest.mark.parametrize(
    ("source", "groups"),
    [
        ("МТД", "donors"),
        ("Кошти ЄС", "donors"),
        ("USAID", "donors"),
        ("ПРООН / UNDP", "donors"),
        ("ЮНІСЕФ", "donors"),
        ("GIZ", "donors"),
        ("Ukraine Facility", "donors"),
        ("громадські організації", "donors"),
        ("ЄІБ", "loans"),
        ("НЕФКО", "loans"),
        ("позика", "loans"),
        ("МБ", "community"),
        ("м.б.", "community"),
        ("ДБ", "state"),
        ("Держбюджет", "state"),
        ("ОБ", "oblast"),
        ("субвенція з місцевого бюджету", "community"),
        ("субвенція з державного бюджету місцевому бюджету", "state"),
        ("Субвенція з обласного бюджету", "oblast"),
        ("ДБ, ОБ, МБ", "community+oblast+state"),
        ("МБ/ДБ", "community+state"),
        ("н/д", "unknown"),
        ("н.д.", "unknown"),
        ("-", "unknown"),
        ("не потребує фінансування", "unknown"),
        ("кошти підприємств", "private"),
        ("Кошти міського бюджету та інвесторів", "community+private"),
        ("не заборонені законодавством джерела", "unknown"),
        ("інші джерела", "unknown"),
        ("міжнародні фінансові організації (ЄБРР)", "loans"),
        ("власні кошти громади", "community"),
        ("бюджет громади, кошти Червоного Хреста", "community+donors"),
        ("кредит Світового банку", "loans"),
        ("грант ЄІБ", "donors"),
        ("кошти державного підприємства", "private"),
        ("Державний фонд регіонального розвитку", "state"),
        ("обласний бюджет, бюджет громади", "community+oblast"),
        ("співфінансування з бюджету територіальної громади", "community"),
        ("бюджет СМТГ", "community"),
        ("Місц. бюджет; Держ. бюджет", "community+state"),
        ("субвенція обласного бюджету місцевому", "oblast"),
        ("КП «Водоканал»", "private"),
        ("Швейцарія (SDC)", "donors"),
    ],
)
def test_sources_are_known_by_their_words(source, groups):
    assert funding_groups(source) == groups


def test_one_indicator_of_three_gives_no_rank():
    table = pd.DataFrame(
        {"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 2.0, 3.0, np.nan], "c": [3.0, 2.0, 1.0, np.nan]},
        index=list("pqrs"),
    )
    ranks = rank_robustness(
        table, equal_weights(table), directions=dict.fromkeys("abc", "increase"), seed=0, draws=20
    )
    assert math.isnan(ranks.loc["s", "rank"])
    assert ranks.loc[["p", "q", "r"], "rank"].notna().all()
    index = aggregate(table / 4, equal_weights(table), method="arithmetic")
    assert math.isnan(index.loc["s", "index"])


def test_a_zero_in_a_geometric_mean_is_warned_of():
    table = pd.DataFrame({"a": [0.0, 0.5], "b": [0.9, 0.5]}, index=["p", "q"])
    with pytest.warns(UserWarning, match="p"):
        index = aggregate(table, equal_weights(table), method="geometric")
    assert index.loc["p", "index"] == 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        aggregate(table, equal_weights(table), method="geometric", floor=0.01)


def test_a_target_is_reached_within_the_rounding_of_sums():
    found = degree_of_achievement(
        pd.Series([1.0, 0.0]),
        pd.Series([0.3, 0.1 + 0.2]),
        pd.Series([0.1 + 0.2, 0.3]),
        direction=pd.Series(["decrease", "increase"]),
    )
    assert AchievementRule().light(found["degree_raw"]).tolist() == ["green", "green"]
    assert Target("population", 0.3, 2030, "at_most").reached(np.array([0.1 + 0.2])).all()
    assert Target("population", 0.1 + 0.2, 2030).reached(np.array([0.3])).all()
    assert not Target("population", 0.3, 2030).reached(np.array([0.2999])).any()


def test_reasons_go_with_the_label_and_not_with_the_place():
    base = pd.Series({"a": 10.0, "b": np.nan})
    target = pd.Series({"b": 20.0, "a": 20.0})
    found = degree_of_achievement(
        base, target, pd.Series({"b": 15.0, "a": 15.0}), direction="increase"
    )
    assert found.loc["b", "reason"] == "no base"
    assert found.loc["a", "reason"] == ""
    assert found.loc["a", "degree_raw"] == pytest.approx(0.5)


def test_nearly_done_is_not_printed_as_done():
    for name in ("uk", "en"):
        language = Language(name)
        assert language.percent(0.99996, 1).startswith(("99,9", "99.9"))
        assert language.percent(0.99996, 0).startswith("99")
        assert language.percent(1.0, 0).startswith("100")


def projection_for_stress():
    years = {2025: 1.0, 2026: 1.0, 2027: 1.0}
    return projection_of(
        {
            "own_revenue": dict.fromkeys(years, 800.0),
            "transfers": dict.fromkeys(years, 300.0),
            "expenditure": dict.fromkeys(years, 1000.0),
            "capital_revenue": dict.fromkeys(years, 0.0),
            "revenue|pit": dict.fromkeys(years, 500.0),
            "revenue|base_subsidy": dict.fromkeys(years, 0.0),
            "revenue|property_tax": dict.fromkeys(years, 100.0),
            "revenue|capital_revenue": dict.fromkeys(years, 0.0),
            "revenue|military_pit": dict.fromkeys(years, 0.0),
        }
    )


def test_a_grant_that_was_never_paid_is_not_taken_away():
    table = finance.stress_test(
        projection_for_stress(), shares={"wages": 0.6, "energy": 0.1, "capital": 0.2}
    )
    ends = table.loc[table["shock"] == "subsidy_end"]
    assert (ends["effect"].fillna(0.0) == 0.0).all()


def test_stress_and_balance_give_one_operating_balance():
    # own 800 + transfers 300 - current 1000 * 0.8 = 300
    kept = operating_balances(projection_for_stress(), capital_share=0.2)
    balance = finance.budget_balance(800.0, 300.0, 800.0, capital_expenditure=200.0)
    assert kept.loc[2026, "baseline"] == pytest.approx(300.0)
    assert float(balance.operating_balance) == pytest.approx(300.0)


def test_energy_has_the_share_that_its_prices_give_it():
    # energy doubles by 2027 and nothing else moves: 0.1 becomes 0.2 / 1.1 of all expenditure
    levels = {
        "price_level": dict.fromkeys((2025, 2026, 2027), 1.0),
        "wage_level": dict.fromkeys((2025, 2026, 2027), 1.0),
        "energy_level": {2025: 1.0, 2026: 1.0, 2027: 2.0},
    }
    known = projection_of(levels).assign(price_basis="")
    projection = pd.concat([projection_for_stress(), known], ignore_index=True)
    shock = finance.Shock("energy", "Energy", {"energy": 0.5})
    table = finance.stress_test(
        projection, shares={"wages": 0.6, "energy": 0.1, "capital": 0.0}, shocks=(shock,)
    ).set_index(["shock", "year"])["effect"]
    assert table["energy", 2026] == pytest.approx(-0.5 * 0.1 * 1000)
    assert table["energy", 2027] == pytest.approx(-0.5 * 0.2 / 1.1 * 1000)


def test_people_who_leave_take_revenue_with_them():
    # 100 of 1000 without money in 2026; 0.5 · 100 / 1000 = 5 % of people leave, and with them
    # 5 % of what the shock has left of 800 + 300
    shock = finance.Shock("cut", "Cut", {"revenue|pit": -0.2})
    table = finance.stress_test(
        projection_for_stress(),
        shares={"wages": 0.6, "energy": 0.1, "capital": 0.0},
        shocks=(shock,),
        second_round=finance.SecondRound(response=0.5),
    ).set_index(["shock", "year"])["effect"]
    assert table["cut", 2026] == pytest.approx(-100)
    assert table["cut", 2027] == pytest.approx(-100 - 0.05 * (1100 - 100))


def test_an_executed_year_is_judged_by_what_was_left_and_what_was_paid():
    by_year = finance.programme_by_year(
        money_of(("1", 2025, 100.0), ("1", 2026, 100.0)),
        pd.DataFrame({"code": ["1"], "title": ["a"], "funding_source": ["МБ"]}),
    )
    projection = projection_of(
        {"balance": {2025: 50.0, 2026: 150.0}, "own_revenue": {2025: 900.0, 2026: 900.0}}
    )
    known = finance.affordability(by_year, projection, last_executed=2025)
    assert known["fits"].isna().tolist() == [True, False]
    paid = finance.affordability(by_year, projection, last_executed=2025, spent={2025: 80.0})
    assert paid["free_funds"].tolist() == [130.0, 150.0]
    assert paid["fits"].tolist() == [True, True]


def test_half_a_year_and_a_whole_one_are_not_added_over_years():
    execution = pd.DataFrame(
        {
            "year": [2023, 2024], "period": ["year", "01-06"], "approved": [100.0, 100.0],
            "amended": [100.0, 100.0], "executed": [90.0, 40.0],
        }
    )  # fmt: skip
    with pytest.raises(StratanalysisError, match="2024"):
        execution_rates(execution)
    apart = execution_rates(execution, by=["year"])["rate_amended"]
    assert apart.tolist() == pytest.approx([0.9, 0.4])


def test_shocks_have_the_size_that_one_budget_of_ten_had():
    sizes = {shock.name: shock.changes for shock in finance.measured_shocks("rear")}
    worse = {shock.name: shock.changes for shock in finance.measured_shocks("front")}
    assert 0 < sizes["wage_growth"]["wages"] < sizes["energy_growth"]["energy"] < 1
    assert worse["tax_loss"]["revenue|pit"] < sizes["tax_loss"]["revenue|pit"] < 0


def test_a_part_of_several_sources_is_a_bound_and_no_share():
    money = money_of(("1", 2025, 100.0), ("2", 2025, 100.0))
    measures = pd.DataFrame(
        {"code": ["1", "2"], "title": ["a", "b"], "funding_source": ["Кошти ЄС", "МБ, USAID"]}
    )
    table = finance.donor_dependence(finance.programme_by_year(money, measures))
    assert table.loc[2025, ["share_least", "share_most"]].tolist() == [0.5, 1.0]


@pytest.mark.parametrize(("amount", "fits"), [(100.0, pd.NA), (300.0, False)])
def test_a_measure_without_an_amount_leaves_open_whether_the_programme_fits(amount, fits):
    money = money_of(("1", 2026, math.nan), ("2", 2026, amount))
    measures = pd.DataFrame({"code": ["1", "2"], "title": ["a", "b"], "funding_source": "МБ"})
    projection = projection_of({"balance": {2026: 200.0}, "own_revenue": {2026: 1000.0}})
    row = finance.affordability(finance.programme_by_year(money, measures), projection).iloc[0]
    assert row["fits"] is fits or row["fits"] == fits


def test_uneven_years_and_three_changes_of_sign_keep_value_and_payback():
    # by hand: -100 + 60 / 1.1 - 40 / 1.1³ + 120 / 1.1⁶; sums -100, -40, -80, 40
    flows, years = [-100.0, 60.0, -40.0, 120.0], [2025, 2026, 2028, 2031]
    value = -100 + 60 / 1.1 - 40 / 1.1**3 + 120 / 1.1**6
    assert finance.net_present_value(flows, 0.1, years=years) == pytest.approx(value)
    assert finance.payback_years(flows, years=years) == pytest.approx(3 + 3 * 80 / 120)
    assert why_no_rate(flows, years=years) != ""
