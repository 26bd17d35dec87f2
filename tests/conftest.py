"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from stratanalysis.community import Community

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


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
