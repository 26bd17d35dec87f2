"""The hand-worked examples in the docstrings run and give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import stratanalysis.finance

MODULES = [m.name for m in pkgutil.iter_modules(stratanalysis.finance.__path__)]
WITH_EXAMPLES = {
    "balance", "cash", "debt", "education", "equalisation", "executed", "expenditure",
    "forecast_errors", "investment", "macro",
    "price_year", "prices", "programmes", "revenue", "revenue_lines", "rules", "self_assessment",
}  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"stratanalysis.finance.{name}")
    failed, tried = doctest.testmod(module)
    assert failed == 0
    assert (tried > 0) == (name in WITH_EXAMPLES)
