"""Exercises of lesson 4: from people to the budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from stratanalysis.finance import pit, price_level, read_price_assumptions
from stratanalysis.finance.equalisation import base_subsidy
from stratanalysis.finance.executed import executed_rows
from stratanalysis.finance.revenue import TRANSFER_GROUPS
from stratanalysis.workshop.checked_numbers import check_number
from stratanalysis.workshop.feedback import Feedback, Problem, Trap

if TYPE_CHECKING:
    from stratanalysis.workshop.session import Workshop

__all__ = ["EXERCISES", "own_revenue"]

JOBS, WAGE, SHARE = 800.0, 15_000.0, 0.64
"""An exercise: jobs of a planned project, the wage is invented; 64 % of the PIT stays."""
INDEX, PEOPLE, NATIONAL = 0.53, 74_000.0, 3_131.0
"""An exercise: a community below the threshold, rounded figures."""


def _income_tax(shop: Workshop, answer: object) -> Feedback:
    right = float(pit(JOBS, WAGE, community_share=SHARE))
    return check_number(
        answer,
        right,
        language=shop.language,
        unit="UAH a year",
        traps=(
            Trap(right / 12, "This is one month; a year has twelve."),
            Trap(right * 1e4, "Percent are hundredths here: write 0.18 and 0.64."),
            Trap(right / SHARE, "All the tax was taken; 64% of it stays in the community."),
            Trap(right / 0.18, "The whole wage was taken; the tax is 18% of it."),
            Trap(right / SHARE * 0.60, "60% was the share until 2021; since 2022 it is 64%."),
            Trap(right / JOBS, "This is one employee; there are 800."),
            Trap(right / SHARE * (1 - SHARE), "This is what leaves the community; 64% stays."),
            Trap(right / 0.18 * 0.23, "The military levy of 5% goes to the State; the tax is 18%."),
            Trap(JOBS * WAGE * 12, "This is the wage bill; the tax is 18% of it, and 64% stays."),
        ),
        praise=Problem("16.6 million a year: compare it with what the project costs."),
    )


def _base_subsidy(shop: Workshop, answer: object) -> Feedback:
    right = float(base_subsidy(INDEX, PEOPLE, NATIONAL))

    def subsidy(threshold: float, share: float) -> float:
        return share * (threshold - INDEX) * NATIONAL * PEOPLE

    return check_number(
        answer,
        right,
        language=shop.language,
        unit="UAH a year",
        traps=(
            Trap(subsidy(0.9, 1.0), "Everything that is missing was paid; the subsidy is 80%."),
            Trap(subsidy(1.0, 0.8), "It is paid up to 0.9 of the mean, not up to 1."),
            Trap(
                subsidy(1.1, 0.8), "1.1 is for the reverse grant; the base grant is paid up to 0.9."
            ),
            Trap(subsidy(1.0, 1.0), "It is paid up to 0.9 of the mean, and 80% of that."),
            Trap(0.8 * INDEX * NATIONAL * PEOPLE, "Take what is missing up to 0.9: 0.9 − index."),
            Trap(0.8 * 0.9 * NATIONAL * PEOPLE, "Take what is missing up to 0.9: 0.9 − index."),
            Trap(0.8 * 0.9 - INDEX * NATIONAL * PEOPLE, "Put the difference in brackets first."),
            Trap(0.9 - INDEX * NATIONAL * PEOPLE, "Put the difference in brackets first."),
            Trap(
                subsidy(0.9, 0.5), "50% is the share of the reverse grant; the base grant is 80%."
            ),
            Trap(right / PEOPLE, "This is for one inhabitant; multiply by the population."),
            Trap(0.8 * (0.9 - INDEX) * PEOPLE, "The national PIT per head is missing."),
            Trap(
                0.8 * (0.9 - INDEX),
                "This is a share of the national mean; multiply by "
                "3,131 UAH and by the population.",
            ),
        ),
        praise=Problem("When people leave, the subsidy falls with them, even if the tax stays."),
    )


def own_revenue(shop: Workshop) -> tuple[int, float, int, float]:
    """First and last year that are covered in full, and revenue without transfers, UAH."""
    rows = executed_rows(shop.place["revenue"])
    rows = rows[~rows["group"].isin(TRANSFER_GROUPS)]
    totals = rows.groupby(rows["year"].astype(int))["value"].sum()
    first, last = int(totals.index[0]), int(totals.index[-1])
    return first, float(totals[first]), last, float(totals[last])


def _real_growth(shop: Workshop, answer: object) -> Feedback:
    first, start, last, end = own_revenue(shop)
    prices = price_level(read_price_assumptions(), group="consumer", base_year=first, years=[last])[
        last
    ]
    nominal = end / start - 1
    return check_number(
        answer,
        end / start / prices - 1,
        language=shop.language,
        unit="share",
        traps=(
            Trap(nominal, "This is the growth at current prices; divide by the price level."),
            Trap(
                nominal - (prices - 1),
                "Prices were subtracted; divide: (1 + growth) / (1 + prices) − 1.",
            ),
            Trap(end / start * prices - 1, "Prices were multiplied in; divide by them."),
            Trap(end - start, "This is the change in hryvnias; a share is asked."),
            Trap(end / prices - start, "This is the change in hryvnias; a share is asked."),
            Trap(
                start / end / prices - 1,
                "Beginning and end were exchanged: divide the end by the beginning.",
            ),
            Trap(end / start / prices, "This is the factor; subtract 1 for the growth."),
        ),
        praise=Problem("Growth that only follows prices buys nothing more."),
    )


def _first_gap(shop: Workshop, answer: object) -> Feedback:
    balance = shop.projection.wide("balance", price_basis="real")["baseline"]
    if isinstance(answer, str) and re.search(r"жодн|ніколи|нема|none|never", answer, re.IGNORECASE):
        answer = 0
    below = balance[balance < 0]
    right = int(below.index[0]) if len(below) else 0
    years = dict(zip(map(int, balance.index), map(float, balance), strict=True))
    traps = [
        Trap(float(year), "In {year} the balance is not below zero.", {"year": year})
        for year, value in years.items()
        if value >= 0
    ] + [
        Trap(float(year), "In {year} it is below zero, but not for the first time.", {"year": year})
        for year, value in years.items()
        if value < 0 and year > right
    ]
    return check_number(
        answer,
        float(right),
        language=shop.language,
        unit="calendar year",
        tolerance=1e-9,
        traps=traps,
        praise=Problem("From this year on the council must save, earn or borrow: say so early."),
    )


EXERCISES: Mapping[str, Callable[[Workshop, object], Feedback]] = {
    "income-tax": _income_tax,
    "base-subsidy": _base_subsidy,
    "real-growth": _real_growth,
    "first-gap": _first_gap,
}
