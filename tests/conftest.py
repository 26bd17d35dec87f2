"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import nbformat
import pytest

from stratanalysis.community import Community
from stratanalysis.language import LANGUAGES, use_language
from stratanalysis.tables import table

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-pages",
        action="store_true",
        help="run the code blocks of every page of the documentation in both languages",
    )
    parser.addoption(
        "--browser",
        action="store_true",
        default=os.environ.get("STRATANALYSIS_BROWSER") == "1",
        help="run the tests that need headless Chromium (or set STRATANALYSIS_BROWSER=1)",
    )
    parser.addoption(
        "--wheel", action="store_true", help="install the wheel and run every command of it"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    needs = {"browser": "needs headless Chromium", "wheel": "installs the wheel"}
    for name, why in needs.items():
        if not config.getoption(f"--{name}"):
            for item in items:
                if name in item.keywords:
                    item.add_marker(pytest.mark.skip(reason=f"{why}; run with --{name}"))


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    """Every test begins in the language that a new process has."""
    yield
    use_language(LANGUAGES[0])


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


@pytest.fixture(scope="session")
def tiny():
    """1,000 people, a PIT of 500 and property tax of 100, education for 400: UAH, 2021."""
    money = {"unit": "UAH", "price_basis": "nominal", "source": "made", "fund": "total"}
    year = {"year": 2021, "period": "year", **money}
    tables = {
        "population": table("population").frame(
            [
                {"year": y, "kind": "present", "value": v, "unit": "persons", "source": "made"}
                for y, v in ((2020, 1030.0), (2021, 1000.0))
            ]
        ),
        "revenue": table("revenue").frame(
            [
                {**year, "group": "pit", "value": 500.0},
                {**year, "group": "property_tax", "value": 100.0},
            ]
        ),
        "expenditure": table("expenditure").frame(
            [
                {**year, "classification": "programme", "code": "1000", "value": 400.0},
                {**year, "classification": "programme", "code": "7000", "value": 100.0},
            ]
        ),
    }  # fmt: skip
    names = MappingProxyType({"uk": "Вигадана", "en": "Invented"})
    return Community("invented", "example", names, tables=MappingProxyType(tables))


SCHEMA = {
    "community": {"kind": "text"},
    "year": {"kind": "integer", "nullable": True, "minimum": 2000, "maximum": 2100},
    "language": {"kind": "text", "choices": ["uk", "en"]},
    "share": {"kind": "number", "minimum": 0, "maximum": 1, "unit": "share"},
    "names": {"kind": "list"},
    "quick": {"kind": "boolean"},
}
DEFAULTS = 'community = "x"\nyear = None\nlanguage = "uk"\nshare = 0.5\nnames = []\nquick = False\n'


@pytest.fixture
def make_notebook():
    """Make a notebook from the sources of its cells, with a parameters cell before them."""

    def make(*sources, defaults=DEFAULTS, schema=SCHEMA):
        cells = [nbformat.v4.new_code_cell(defaults, id="parameters")]
        cells[0].metadata["tags"] = ["parameters"]
        cells += [
            nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)
        ]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata["kernelspec"] = {
            "name": "python3", "display_name": "Python 3", "language": "python",
        }  # fmt: skip
        notebook.metadata["stratanalysis"] = {"parameters": schema}
        return notebook

    return make
