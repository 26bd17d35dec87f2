"""Boards that the tests of the desk share: reading a community takes a while."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from stratanalysis.desk.model import Board, open_board


@pytest.fixture(scope="session")
def example(root) -> Board:
    """An invented community: totals and components, no ages."""
    return open_board(root / "data" / "communities" / "example")


@pytest.fixture(scope="session")
def city(root) -> Board:
    """Kostiantynivka: ages, budget, clauses and a claim of its strategy."""
    return open_board(root / "data" / "communities" / "kostiantynivka")


@pytest.fixture(scope="session")
def oblast(root) -> Board:
    """Luhansk oblast: ages and no budget."""
    return open_board(root / "data" / "communities" / "luhansk-oblast")


@pytest.fixture(scope="session")
def engine(root):
    """The comparison of the two models, as the benchmark runs it."""
    spec = importlib.util.spec_from_file_location("desk_engine", root / "benchmarks/desk_engine.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["desk_engine"] = module
    spec.loader.exec_module(module)
    if module.node() is None:
        pytest.skip("node is not installed")
    return module
