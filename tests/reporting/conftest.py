"""Small notebooks made in the tests."""

from __future__ import annotations

import nbformat
import pytest

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
