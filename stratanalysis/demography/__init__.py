"""Population by sex and age: life tables, schedules, cohort projection, small areas, ensembles.

Arrays have the axes ``(..., sex, age)`` with :data:`SEXES` along the sex axis; all leading axes
(areas, scenarios, draws) broadcast.
"""

from __future__ import annotations

from stratanalysis.demography.age_fit import fit_age_structure
from stratanalysis.demography.ages import (
    SEXES,
    abridged_ages,
    age_starts,
    five_year_ages,
    single_ages,
)
from stratanalysis.demography.backtest import Backtest, Forecast, backtest
from stratanalysis.demography.cohort_component import (
    CohortOptions,
    CohortProjection,
    project_cohorts,
)
from stratanalysis.demography.drivers import Interpolated, Scaled
from stratanalysis.demography.ensemble import Band, EnsemblePaths, ensemble
from stratanalysis.demography.error_bands import ErrorBand, error_band, error_table
from stratanalysis.demography.fertility import single_age_pattern
from stratanalysis.demography.life_table import LifeTable, life_table, survival_ratios
from stratanalysis.demography.migration import (
    FUNDAMENTAL,
    UNITED_NATIONS_SCHEDULE,
    Displacement,
    RogersCastro,
    rogers_castro,
)
from stratanalysis.demography.model_mortality import (
    model_mortality,
    single_age_mortality,
    survival_at_life_expectancy,
)
from stratanalysis.demography.national_rates import NationalRates, national_rates
from stratanalysis.demography.own_past import (
    OwnPast,
    Recipe,
    damped_years,
    local_growth,
    own_past,
)
from stratanalysis.demography.small_area import cohort_change_ratios, hamilton_perry
from stratanalysis.demography.structure import (
    UKRSTAT_WORKING_AGE,
    UNITED_NATIONS_WORKING_AGE,
    DependencyRatios,
    dependency_ratios,
    distribute_open_age,
    mean_age,
    median_age,
    persons_of_age,
)
from stratanalysis.demography.summary import age_table, band_table
from stratanalysis.demography.tiers import ModelChoice, choose_model
from stratanalysis.demography.totals import extrapolate_total

__all__ = [
    "FUNDAMENTAL",
    "SEXES",
    "UKRSTAT_WORKING_AGE",
    "UNITED_NATIONS_SCHEDULE",
    "UNITED_NATIONS_WORKING_AGE",
    "Backtest",
    "Band",
    "CohortOptions",
    "CohortProjection",
    "DependencyRatios",
    "Displacement",
    "EnsemblePaths",
    "ErrorBand",
    "Forecast",
    "Interpolated",
    "LifeTable",
    "ModelChoice",
    "NationalRates",
    "OwnPast",
    "Recipe",
    "RogersCastro",
    "Scaled",
    "abridged_ages",
    "age_starts",
    "age_table",
    "backtest",
    "band_table",
    "choose_model",
    "cohort_change_ratios",
    "damped_years",
    "dependency_ratios",
    "distribute_open_age",
    "ensemble",
    "error_band",
    "error_table",
    "extrapolate_total",
    "fit_age_structure",
    "five_year_ages",
    "hamilton_perry",
    "life_table",
    "local_growth",
    "mean_age",
    "median_age",
    "model_mortality",
    "national_rates",
    "own_past",
    "persons_of_age",
    "project_cohorts",
    "rogers_castro",
    "single_age_mortality",
    "single_age_pattern",
    "single_ages",
    "survival_at_life_expectancy",
    "survival_ratios",
]
