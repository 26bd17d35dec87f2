"""How fast the budget functions are: all communities at once against one at a time.

Run by hand: ``python benchmarks/finance.py``. Times are of this machine and this minute; the
ratios are taken within one run.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from stratanalysis.finance.equalisation import base_subsidy, reverse_subsidy, tax_capacity_index
from stratanalysis.finance.expenditure import expenditure
from stratanalysis.finance.revenue import pit
from stratanalysis.finance.revenue_lines import DRIVERS, project_lines

COMMUNITIES, DRAWS, YEARS = 1_469, 1_000, 15


def best(work: Callable[[], object], *, times: int = 5) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def budget_year(population, employment, wage, ratios):
    """One year of a budget for every draw and community: revenue, equalisation, expenditure."""
    tax = pit(employment, wage, community_share=0.64)
    index = tax_capacity_index(tax, population, 3131.0)
    subsidy = base_subsidy(index, population, 3131.0) - reverse_subsidy(index, population, 3131.0)
    lines = project_lines(dict.fromkeys(DRIVERS, 1e6), ratios)
    spent = sum(
        expenditure(1e7, need=ratios["population"], price=ratios["wages"]) for _ in range(10)
    )
    return sum(lines.values()) + tax + subsidy - spent


def inputs(shape):
    rng = np.random.default_rng(1)
    population = rng.uniform(2e3, 2e5, shape)
    names = {n for rule in DRIVERS.values() for n in (rule.quantity, rule.price) if n}
    ratios = {name: rng.uniform(0.9, 1.1, shape) for name in sorted(names | {"population"})}
    return population, population * 0.3, rng.uniform(1e4, 2e4, shape), ratios


def main() -> None:
    together = inputs((COMMUNITIES, YEARS))
    at_once = best(lambda: budget_year(*together))

    def one_by_one() -> None:
        population, employment, wage, ratios = together
        for place in range(COMMUNITIES):
            budget_year(
                population[place],
                employment[place],
                wage[place],
                {name: values[place] for name, values in ratios.items()},
            )

    apart = best(one_by_one, times=2)
    print(f"{COMMUNITIES} communities x {YEARS} years at once: {at_once * 1e3:.1f} ms")
    print(f"the same, one community at a time: {apart * 1e3:.1f} ms; ratio {apart / at_once:.1f}")

    draws = inputs((DRAWS, COMMUNITIES))
    year = best(lambda: budget_year(*draws), times=3)
    cells = DRAWS * COMMUNITIES
    print(
        f"{DRAWS} draws x {COMMUNITIES} communities, one year: {year:.2f} s, "
        f"{year / cells * 1e9:.0f} ns a community, draw and year"
    )
    small = inputs((DRAWS // 10, COMMUNITIES))
    tenth = best(lambda: budget_year(*small), times=3)
    print(f"a tenth of the draws: {tenth:.2f} s; ratio {year / tenth:.1f} (10 is linear)")

    employment, wage = draws[1:3]
    checked = best(lambda: pit(employment, wage, community_share=0.64))
    bare = best(lambda: employment * wage * 12.0 * (0.18 * 0.64) * 1.0)
    print(f"pit() over the bare product, checks included: ratio {checked / bare:.1f}")


if __name__ == "__main__":
    main()
