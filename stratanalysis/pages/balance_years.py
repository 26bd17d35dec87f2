"""Years whose balance means something: both sides executed, or both projected.

Revenue of a year may be executed while its expenditure is not known. Executed revenue less
projected expenditure is no balance of anybody, so such a year is a gap on every page.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stratanalysis.finance import calibrate_expenditure
from stratanalysis.finance.executed import full_year_rows
from stratanalysis.finance.stress import operating_balances
from stratanalysis.publish.reading_day import next_budget

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community
    from stratanalysis.projection import Projection

__all__ = [
    "economic_shares",
    "known_until",
    "matched",
    "matched_balance",
    "open_years",
    "operating_balance",
    "price_level",
    "spent_year",
    "unmatched_years",
]


def spent_year(run: Projection) -> int:
    """Return the last year whose expenditure is executed."""
    found = run.error_class
    return found.later.last("expenditure") or found.spent or run.years[0]


def _known(run: Projection) -> tuple[int, int]:
    """Last year with executed revenue, months included, and with executed expenditure."""
    later = run.error_class.later
    ends = {}
    for table, full in (
        ("revenue", later.last("revenue") or run.years[0]),
        ("expenditure", spent_year(run)),
    ):
        running = later.months(table)
        ends[table] = max(full, running[0] if running else full)
    return ends["revenue"], ends["expenditure"]


def known_until(run: Projection) -> int:
    """Return the last year of which anything is executed; all later ones are projected wholly."""
    return max(_known(run))


def unmatched_years(run: Projection) -> list[int]:
    """Return the years of which one side is executed, in full or in months, and the other not.

    Examples
    --------
    >>> import stratanalysis as sa
    >>> unmatched_years(sa.open("korosten").project("baseline", base=2021))
    [2022, 2023]
    """
    first, last = sorted(_known(run))
    return [year for year in run.years if first < year <= last]


def matched(table: pd.DataFrame, run: Projection) -> pd.DataFrame:
    """Return years by scenarios with a gap in the years of :func:`unmatched_years`."""
    known = table.drop(index=unmatched_years(run), errors="ignore")
    return known.reindex(table.index)


def matched_balance(run: Projection, *, price_basis: str = "") -> pd.DataFrame:
    """Return the balance by year and scenario, a gap where its two sides do not match."""
    return matched(run.wide("balance", price_basis=price_basis), run)


def open_years(run: Projection) -> list[int]:
    """Return the years that are still to be decided: projected wholly, from the next budget on.

    A projection that ends before the next budget has its wholly projected years instead.
    """
    projected = [year for year in run.years if year > known_until(run)]
    return [year for year in projected if year >= next_budget(run.as_of)] or projected


def price_level(run: Projection) -> pd.DataFrame:
    """Return what divides current prices to give those of the pages, by year and scenario."""
    return run.wide("expenditure", price_basis="nominal") / run.wide("expenditure")


def economic_shares(community: Community, run: Projection) -> dict[str, float]:
    """Return shares of kinds of spending by economic codes; empty where they are not known."""
    rows = full_year_rows(community["expenditure"])
    rows = rows[(rows["classification"] == "economic") & (rows["fund"] == "total")]
    if rows.empty or not {"own_revenue", "transfers", "expenditure"} <= set(run.variables):
        return {}
    found = calibrate_expenditure(rows).set_index("item")["share"]
    return {
        name: float(found.get(name, 0.0)) for name in ("wages", "energy", "protected", "capital")
    }


def operating_balance(community: Community, run: Projection) -> pd.DataFrame:
    """Return the operating balance in the prices of the pages; empty without economic codes.

    The one formula is that of :func:`stratanalysis.finance.budget_balance`.
    """
    shares = economic_shares(community, run)
    if not shares or not math.isfinite(shares["capital"]):
        return run.wide("balance").iloc[:0]
    balances = operating_balances(run.table, capital_share=shares["capital"])
    return matched(balances[list(run.names)] / price_level(run), run)
