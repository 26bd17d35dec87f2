"""Boards that the tests of the desk share: reading a community takes a while."""

from __future__ import annotations

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
