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


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize(
    ("name", "step"),
    [("page", 3), ("undo", 11), ("fill", 13), ("extract", 17), ("template", 17), ("new", 29)],
)
def test_old_state_or_new_state_and_nothing_between(root, name, step, kill):
    harness = _harness()
    prepare = dict(harness.commands(root))[name]
    found = harness.every_point(prepare, harness.heal_all, kill=kill, step=step)
    assert found["old"] + found["new"] >= 3
