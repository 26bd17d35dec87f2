"""A release: the same wheel twice, installed without an index; what it is made of."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    """Wheel and sdist, built twice from copies of the sources."""
    pytest.importorskip("hatchling")
    place = tmp_path_factory.mktemp("release")
    made = []
    for number in (1, 2):
        source = place / f"source{number}"
        leave = shutil.ignore_patterns(
            ".git", ".venv", "reports", "site", "dist", "__pycache__", ".*_cache", ".stratanalysis"
        )
        shutil.copytree(root, source, ignore=leave, symlinks=False)
        if number == 2:  # files of another day
            for file in source.rglob("*"):
                os.utime(file, (1600000000, 1600000000))
        out = place / f"built{number}"
        call = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
        done = subprocess.run(
            [*call, str(out)], cwd=source, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-800:]
        made.append(out)
        shutil.rmtree(source)
    return made


@pytest.fixture
def wheel(built):
    return [next(out.glob("*.whl")) for out in built]


@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_the_same_sources_give_the_same_wheel_and_sdist(built, kind):
    first, second = (next(out.glob(kind)) for out in built)
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


def test_the_sdist_holds_sources_tests_and_data_and_no_pages(built):
    with tarfile.open(next(built[0].glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "stratanalysis/__init__.py", "tests/test_release.py"} <= names
    assert {"data/communities/example/community.toml", "docs/index.md", "LICENSE"} <= names
    assert not [name for name in names if name.startswith(("reports/", "site/", "dist/"))]


@pytest.mark.skipif(
    "STRATANALYSIS_WHEELS" not in os.environ,
    reason="a folder of wheels, made by tools/wheels.py, takes minutes and half a gigabyte",
)
def test_a_new_environment_is_made_of_a_folder_of_wheels_alone(root, tmp_path):
    spec = importlib.util.spec_from_file_location("wheels", root / "tools" / "wheels.py")
    wheels = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(wheels)
    place = wheels.install(Path(os.environ["STRATANALYSIS_WHEELS"]), tmp_path / "env")
    done = subprocess.run(
        [place, "check", "example"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2  # no such community yet, said by a program that works
    assert "Traceback" not in done.stderr


def test_a_wheel_is_installed_without_an_index_and_runs(wheel, tmp_path):
    target = tmp_path / "site"
    call = [
        sys.executable, "-m", "pip", "install", "--no-index", "--find-links",
        str(wheel[0].parent), "--no-deps", "--target", str(target), "stratanalysis",
        "--disable-pip-version-check", "--quiet",
    ]  # fmt: skip
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    code = (
        "import stratanalysis, stratanalysis.cli as c; "
        f"assert stratanalysis.__file__.startswith({str(target)!r}); c.main(['--version'])"
    )
    environment = {**os.environ, "PYTHONPATH": str(target)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-800:]
    assert done.stdout.startswith("stratanalysis ")


def test_the_list_of_components_agrees_with_the_lock(root, tmp_path):
    spec = importlib.util.spec_from_file_location("sbom", root / "tools" / "sbom.py")
    sbom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sbom)
    packages = sbom.locked((root / "requirements.lock").read_text(encoding="utf-8"))
    made = sbom.bill(packages, {"name": "stratanalysis", "version": "0"})
    assert made["bomFormat"] == "CycloneDX"
    assert len(made["components"]) == len(packages) > 100
    assert all(entry["hashes"] for entry in made["components"])
    pandas = next(entry for entry in made["components"] if entry["name"] == "pandas")
    assert pandas["purl"] == f"pkg:pypi/pandas@{pandas['version']}"
    assert "BSD" in pandas["licenses"][0]["license"]["name"]
    assert json.dumps(made) == json.dumps(
        sbom.bill(packages, {"name": "stratanalysis", "version": "0"})
    )
    assert "| pandas |" in sbom.licences(packages)
