"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stratanalysis.community import Community

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--browser",
        action="store_true",
        default=os.environ.get("STRATANALYSIS_BROWSER") == "1",
        help="run the tests that need headless Chromium (or set STRATANALYSIS_BROWSER=1)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--browser"):
        return
    skip = pytest.mark.skip(reason="needs headless Chromium; run with --browser")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents beside the project; its tests skip where it is absent."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the folder 'shared' with the source documents is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def kostiantynivka() -> Community:
    return Community.read(ROOT / "data" / "communities" / "kostiantynivka")


@pytest.fixture(scope="session")
def korosten() -> Community:
    return Community.read(ROOT / "data" / "communities" / "korosten")
