"""What was projected and what came: the parts by hand."""

from __future__ import annotations

import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.macro import macro_path
from stratanalysis.projection import project
from stratanalysis.projection.what_came import what_came
from stratanalysis.scenarios.folder import read_folder


@pytest.fixture(scope="module")
def sofiivka(root):
    return read_folder(root / "data" / "communities" / "sofiivka")


def test_parts_sum_to_the_difference_and_are_what_they_say(sofiivka):
    place, scenarios = sofiivka
    row = what_came(place, scenarios, base_year=2021, as_of="2022-02-01").loc[2022]
    assert row[["prices", "people", "rules", "rest"]].sum() == pytest.approx(row["difference"])
    assert row["came"] - row["projected"] == pytest.approx(row["difference"])
    revenue = place["revenue"]
    of_year = revenue[(revenue["year"] == 2022) & (revenue["period"] == "year")]
    given = ("military_pit", "base_subsidy", "other_transfers")
    own = of_year[~of_year["group"].isin(given)]
    assert row["came"] == pytest.approx(own["value"].sum())
    # wages and prices that were published for 2022 in February 2022, and those that came
    then, now = (
        macro_path("average_wage", [2021, 2022], as_of=day)["value"].tolist()
        for day in ("2022-02-01", None)
    )
    moved = (now[1] / now[0]) / (then[1] / then[0])
    prices = 1.202 / 1.072  # consumer prices of 2022: 20.2 % came, 7.2 % were published
    run = project(place, scenarios, range(2021, 2023), names=["baseline"], as_of="2022-02-01")
    by_prices = sum(
        run.wide(f"revenue|{group}", price_basis="nominal")["baseline"].loc[2022]
        for group in ("property_tax", "non_tax", "capital_revenue", "target_funds", "other_own")
    )
    by_wages = row["projected"] - by_prices
    expected = by_wages * (moved - 1) + by_prices * (prices - 1)
    assert row["prices"] == pytest.approx(expected, rel=0.01)
    # the excise of 2022: what came less what was projected at these wages and people
    excise = run.wide("revenue|excise", price_basis="nominal")["baseline"].loc[2022]
    ratio = 1 + row["people"] / (row["projected"] + row["prices"])
    came = float(of_year.loc[of_year["group"] == "excise", "value"].sum())
    assert row["rules"] == pytest.approx(came - excise * moved * ratio, abs=1.0)


def test_a_launch_after_the_last_executed_year_has_nothing_to_compare(sofiivka):
    place, scenarios = sofiivka
    with pytest.raises(InvalidInputError, match="no year after 2022 is executed"):
        what_came(place, scenarios, base_year=2021, as_of="2023-03-01")
