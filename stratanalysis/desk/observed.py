"""What was observed of the figures that the desk shows."""

from __future__ import annotations

import pandas as pd

from stratanalysis.desk.model import Board
from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.price_year import at_prices
from stratanalysis.projection import budget_years, population_series
from stratanalysis.projection.base import budget_base

__all__ = ["observed_series"]


def observed_series(board: Board) -> dict[str, dict[int, float]]:
    """Observed population, and executed revenue, expenditure and balance, by year.

    Keys are variables; money twice, ``NAME`` nominal and ``NAME|real`` in prices of
    :attr:`Board.price_year`. Years without a figure, and years whose prices are not in the
    reference data, are absent.
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
        amounts = at_prices(pd.Series(found[table], dtype=float), board.price_year).dropna()
        found[f"{table}|real"] = {int(str(y)): float(v) for y, v in amounts.items()}
    return found
