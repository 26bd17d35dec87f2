"""What was projected and what came, parted into prices, people, rules and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.executed import full_year_rows, one_total
from stratanalysis.finance.revenue import REGULAR_GROUPS
from stratanalysis.finance.revenue_lines import DRIVERS
from stratanalysis.finance.rules import dated_parameter
from stratanalysis.projection.base import population_series
from stratanalysis.projection.result import Projection, project

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community
    from stratanalysis.scenarios.scenario import Scenarios

__all__ = ["what_came"]


def what_came(
    community: Community,
    scenarios: Scenarios,
    *,
    base_year: int,
    as_of: str,
    scenario: str = "",
) -> pd.DataFrame:
    """Own revenue without the military PIT: projected on a day, and what came, with the reasons.

    - prices: the same launch with the wages and prices that came instead of those published then,
      each line by what moves it;
    - people: the population that was counted instead of the projected one, in proportion;
    - rules: another share of the PIT than the scenario assumed, and the excise of years in which
      that on fuel was suspended or cut (`excise_reduced` of ``budget_rules.csv``);
    - rest: what is left.

    Each part is measured after the ones before it, so that they sum to the difference.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    base_year : int
        Executed year of the launch.
    as_of : str
        Day of the launch, as ``2022-02-01``; years that were executed by then are no forecast.
    scenario : str, optional
        The first of the file without it.

    Returns
    -------
    DataFrame
        Index: full executed years after the launch. `projected`, `came`, `difference` and
        `prices`, `people`, `rules` and `rest`, UAH, nominal; `people` is 0 where no population of
        the year was counted.

    Raises
    ------
    InvalidInputError
        No year was executed after the launch.
    """
    import pandas as pd

    revenue = one_total(full_year_rows(community["revenue"]))
    came = revenue.pivot_table(index="year", columns="group", values="value", aggfunc="sum")
    regular = [str(group) for group in came if group in REGULAR_GROUPS]
    last = int(came.index.max()) if len(came) else base_year
    name = scenario or next(iter(scenarios))
    years = range(base_year, max(last, base_year + 1) + 1)
    then = project(community, scenarios, years, names=[name], as_of=as_of)
    known = then.error_class.later.last("revenue") or base_year
    later = [year for year in came.index.astype(int) if year > known]
    if not later:
        raise InvalidInputError(
            f"no year after {known} is executed",
            where=f"{community.slug}: revenue.csv",
            expected=f"a full year after the launch of {as_of}",
        )
    # the newest paths on the launch's own executed years: only prices and wages differ
    now = project(community, scenarios, years, names=[name], as_of=None)
    projected = then.wide("own_revenue", price_basis="nominal")[name]
    moved = _price_ratios(then, now, name, known)
    people = population_series(community)
    rows = []
    for year in later:
        first = float(projected.loc[year])
        with_prices = sum(
            float(then.wide(f"revenue|{group}", price_basis="nominal")[name].loc[year])
            * moved[_price_of(group)][year]
            for group in REGULAR_GROUPS
            if f"revenue|{group}" in then.variables
        )
        counted = float(people.get(year, np.nan))
        expected = float(then.wide("population")[name].loc[year])
        ratio = counted / expected if np.isfinite(counted) and expected > 0 else 1.0
        with_people = with_prices * ratio
        amounts = {
            str(group): float(value)
            for group, value in zip(came.columns, came.loc[[year]].to_numpy()[0], strict=True)
        }
        rules = _rules(scenarios, name, year, amounts)
        if "excise" in amounts and dated_parameter("excise_reduced", year):
            model = float(then.wide("revenue|excise", price_basis="nominal")[name].loc[year])
            rules += amounts["excise"] - model * moved[_price_of("excise")][year] * ratio
        executed = sum(amounts[group] for group in regular)
        rows.append(
            {
                "projected": first,
                "came": executed,
                "difference": executed - first,
                "prices": with_prices - first,
                "people": with_people - with_prices,
                "rules": rules,
                "rest": executed - with_people - rules,
            }
        )
    return pd.DataFrame(rows, index=pd.Index(later, name="year"))


def _price_of(group: str) -> str:
    """Level that moves a revenue group."""
    return {"wages": "wage_level"}.get(DRIVERS[group].price or "", "price_level")


def _price_ratios(
    then: Projection, now: Projection, name: str, known: int
) -> dict[str, dict[int, float]]:
    """By level and year: what came over what was published then, both from `known` on."""
    ratios = {}
    for level in ("wage_level", "price_level"):
        levels = [run.wide(level)[name] for run in (then, now)]
        grown = [path / float(path.loc[known]) for path in levels]
        values = (grown[1] / grown[0]).to_numpy(dtype=float).tolist()
        ratios[level] = dict(zip(map(int, then.years), values, strict=True))
    return ratios


def _rules(scenarios: Scenarios, name: str, year: int, amounts: Mapping[str, float]) -> float:
    """PIT that came through another share than the scenario assumed, UAH."""
    assumed = float(scenarios.driver_values(name, np.array([year]))["pit_community_share"][0])
    share = dated_parameter("pit_share", year)
    pit = amounts.get("pit", 0.0)
    return pit * (1 - assumed / share)
