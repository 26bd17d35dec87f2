"""Every seed and some altered ones of every format; ``fuzz.py`` runs as many as wanted.

``STRATANALYSIS_FUZZ=600`` lets every format run for ten minutes.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from pathlib import Path

import pytest

FORMATS = ("txt", "md", "html", "csv", "toml", "docx", "xlsx", "pdf")


@pytest.fixture(scope="module")
def fuzz():
    spec = importlib.util.spec_from_file_location("fuzz", Path(__file__).with_name("fuzz.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", FORMATS)
def test_altered_documents_are_read_or_refused(fuzz, kind):
    seconds = float(os.environ.get("STRATANALYSIS_FUZZ", "0"))
    corpus = len(fuzz.seeds((kind,)))
    count = 10**9 if seconds else corpus + 15
    found, _, faults = fuzz.run((kind,), count, seconds or 60, 7)
    assert not faults
    assert sum(found.values()) >= corpus
    assert f"{kind} read" in found


def test_every_seed_is_of_a_format_that_has_a_target(fuzz):
    assert {path.suffix[1:] for path in fuzz.SEEDS.iterdir()} == set(fuzz.TARGETS) == set(FORMATS)
