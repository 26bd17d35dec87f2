"""A few hundred altered documents; ``fuzz.py`` runs as many as wanted."""

from __future__ import annotations

import importlib.util
import signal
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
@pytest.mark.filterwarnings("ignore")
def test_altered_documents_are_read_or_refused():
    spec = importlib.util.spec_from_file_location("fuzz", Path(__file__).with_name("fuzz.py"))
    fuzz = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = fuzz
    spec.loader.exec_module(fuzz)
    found, longest, faults = fuzz.run(400, 60, 7)
    assert not faults
    assert longest < 5
    assert sum(found.values()) > 50
    assert {key.split()[1] for key in found} == {"read", "refused"}
