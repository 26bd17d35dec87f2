"""What follows from a scenario in people and money."""

from stratanalysis.projection.base import (
    budget_years,
    default_base_year,
    default_review_year,
    population_series,
)
from stratanalysis.projection.communities import project_many
from stratanalysis.projection.iamc import to_iamc
from stratanalysis.projection.money_bands import measured_bands
from stratanalysis.projection.result import Projection, Remark, project
from stratanalysis.projection.uncertainty import band_sentence, draw_bands, quantile_table

__all__ = [
    "Projection",
    "Remark",
    "band_sentence",
    "budget_years",
    "default_base_year",
    "default_review_year",
    "draw_bands",
    "measured_bands",
    "population_series",
    "project",
    "project_many",
    "quantile_table",
    "to_iamc",
]
