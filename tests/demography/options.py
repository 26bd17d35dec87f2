"""The engine called with its options as plain arguments, as most tests here vary one of them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from stratanalysis import demography
from stratanalysis.demography import CohortOptions, CohortProjection

_OPTIONS = {field.name for field in fields(CohortOptions)}


def project_cohorts(population: Any, **given: Any) -> CohortProjection:
    options = CohortOptions(**{name: given[name] for name in _OPTIONS & set(given)})
    drivers = {name: value for name, value in given.items() if name not in _OPTIONS}
    return demography.project_cohorts(population, **drivers, options=options)
