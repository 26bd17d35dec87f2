"""What was observed of the figures that the desk shows."""

from __future__ import annotations

from collections.abc import Iterable

from stratanalysis.desk.model import Board
from stratanalysis.errors import InvalidInputError, StratanalysisError
from stratanalysis.finance.prices import price_level, read_price_assumptions
from stratanalysis.projection import budget_years, population_series
from stratanalysis.projection.base import budget_base

__all__ = ["observed_series", "prices_of_years"]


def observed_series(board: Board) -> dict[str, dict[int, float]]:
    """Observed population, and executed revenue, expenditure and balance, by year.

    Keys are variables; money twice, ``NAME`` nominal and ``NAME|real`` in prices of the base year
    by the consumer prices that were published. Years without a figure, and years whose prices are
    not in the reference data, are absent.
    """
    found: dict[str, dict[int, float]] = {
        "population": {int(str(y)): float(v) for y, v in population_series(board.community).items()}
    }
    for table in ("revenue", "expenditure"):
        found[table] = {}
        for year in budget_years(board.community, table):
            try:
                amounts = getattr(budget_base(board.community, year), table)
            except InvalidInputError:
                continue  # a year with a missing figure has no total
            found[table][year] = float(sum(amounts.values()))
    both = found["revenue"].keys() & found["expenditure"].keys()
    found["balance"] = {y: found["revenue"][y] - found["expenditure"][y] for y in sorted(both)}
    for table in ("revenue", "expenditure", "balance"):
        prices = prices_of_years(board.base_year, found[table])
        found[f"{table}|real"] = {year: found[table][year] / prices[year] for year in prices}
    return found


def prices_of_years(base: int, years: Iterable[int]) -> dict[int, float]:
    """Level of consumer prices over the base year, of the years whose prices were published."""
    known = read_price_assumptions()
    known = known[known["status"] == "actual"]
    levels = {}
    for year in years:
        try:
            span = range(min(year, base), max(year, base) + 1)
            level = price_level(known, group="consumer", base_year=base, years=list(span))
        except StratanalysisError:
            continue
        levels[year] = float(level.loc[year])
    return levels
