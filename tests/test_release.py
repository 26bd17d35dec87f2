"""A release: the same wheel twice, installed without an index; what it is made of."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel, built twice from a copy of the sources."""
    pytest.importorskip("hatchling")
    place = tmp_path_factory.mktemp("release")
    made = []
    for number in (1, 2):
        source = place / f"source{number}"
        leave = shutil.ignore_patterns(
            ".git", ".venv", "reports", "site", "dist", "__pycache__", ".*_cache", ".stratanalysis"
        )
        shutil.copytree(root, source, ignore=leave, symlinks=False)
        out = place / f"wheels{number}"
        call = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
        done = subprocess.run(
            call, cwd=source, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-800:]
        made += list(out.glob("*.whl"))
        shutil.rmtree(source)
    return made


def test_the_same_sources_give_the_same_wheel(wheel):
    first, second = wheel
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


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
