"""Files are read in this process, so that imports and tables stay; commands use the box."""

from __future__ import annotations

import pytest

from stratanalysis.intake import recognise


@pytest.fixture(autouse=True)
def _without_the_box(request, monkeypatch):
    if "command" not in request.node.name:
        module = __import__(recognise.__module__, fromlist=["boxed"])
        monkeypatch.setattr(module, "boxed", lambda work, *given: work(*given))
