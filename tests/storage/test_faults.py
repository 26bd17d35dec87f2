"""Every command at points where the disk fails or the process is killed: old state or new."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="runs the commands in forks")


def _harness():
    spec = importlib.util.spec_from_file_location("faults", Path(__file__).with_name("faults.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["faults"] = module
    spec.loader.exec_module(module)
    return module


STEPS = {"page": 3, "undo": 17, "fill": 19, "extract --to": 29, "new": 41, "notebooks": 37,
         "scenarios": 13, "printed page": 13}  # fmt: skip
"""Every so-maniest operation here; ``faults.py`` tries each."""


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("name", STEPS)
def test_old_state_or_new_state_and_nothing_between(root, name, kill):
    harness = _harness()
    prepare = dict(harness.commands(root))[name]
    found = harness.every_point(prepare, harness.heal_all, kill=kill, step=STEPS[name])
    assert found["old"] + found["new"] >= 3
