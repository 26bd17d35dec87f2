"""The description of the data agrees with the files."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def package(root: Path) -> dict[str, Any]:
    return json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))


def test_description_is_up_to_date(root: Path, package: dict[str, Any]) -> None:
    path = root / "tools" / "build_datapackage.py"
    spec = importlib.util.spec_from_file_location("build_datapackage", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made = script.package(root / "data")
    assert made == package, "run python tools/build_datapackage.py"


def test_names_are_unique_and_paths_exist(root: Path, package: dict[str, Any]) -> None:
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names))
    paths = {resource["path"] for resource in package["resources"]}
    files = {p.relative_to(root / "data").as_posix() for p in (root / "data").rglob("*.csv*")}
    assert paths == files


def test_columns_and_cells_are_as_described(root: Path, package: dict[str, Any]) -> None:
    convert = {"integer": lambda cell: int(float(cell)), "number": float, "string": str}
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        opener = gzip.open if resource.get("compression") else open
        with opener(root / "data" / resource["path"], "rt", encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            assert next(reader) == [field["name"] for field in fields], resource["path"]
            for row in reader:
                for field, cell in zip(fields, row, strict=True):
                    if cell != "":
                        convert[field["type"]](cell)
                    else:
                        assert not field.get("constraints", {}).get("required"), resource["path"]


@pytest.mark.parametrize("column", ["budget_code", "katottg", "code", "oblast_code", "prefix"])
def test_codes_are_described_as_text(package: dict[str, Any], column: str) -> None:
    kinds = {
        field["type"]
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
        if field["name"] == column
    }
    assert kinds == {"string"}
