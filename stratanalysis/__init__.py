"""Turn a community's development strategy and the official data into checked analyses.

Heavy parts load when they are used: ``stratanalysis.Community`` imports pandas, and
``import stratanalysis`` alone does not.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stratanalysis.community import Community
    from stratanalysis.projection import Projection, project
    from stratanalysis.scenarios import Assumption, Scenario

__all__ = ["Assumption", "Community", "Projection", "Scenario", "__version__", "project"]

__version__ = "0.1.0"

_HOME = {
    "Community": "stratanalysis.community",
    "Assumption": "stratanalysis.scenarios",
    "Projection": "stratanalysis.scenarios",
    "Scenario": "stratanalysis.scenarios",
    "project": "stratanalysis.scenarios",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
