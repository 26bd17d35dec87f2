"""Turn a community's development strategy and the official data into checked analyses.

``import stratanalysis as sa``, then ``sa.open("kostiantynivka")`` gives a :class:`Study`;
``sa.audit(path)`` checks a document and ``sa.extract(path)`` reads its tables. Heavy parts load
when they are used: ``import stratanalysis`` alone imports neither pandas nor numpy.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stratanalysis import audit
    from stratanalysis.community import Community
    from stratanalysis.completion import communities
    from stratanalysis.intake import take
    from stratanalysis.language import use_language
    from stratanalysis.projection import Projection, project
    from stratanalysis.scenarios import Assumption, Scenario
    from stratanalysis.study import Study, extract, render
    from stratanalysis.study import open_study as open

__all__ = [
    "Assumption",
    "Community",
    "Projection",
    "Scenario",
    "Study",
    "__version__",
    "audit",
    "communities",
    "extract",
    "open",
    "project",
    "render",
    "take",
    "use_language",
]

__version__ = "0.1.0"

_HOME = {
    "Assumption": "stratanalysis.scenarios",
    "Community": "stratanalysis.community",
    "Projection": "stratanalysis.projection",
    "Scenario": "stratanalysis.scenarios",
    "Study": "stratanalysis.study",
    "audit": "stratanalysis.audit:",
    "communities": "stratanalysis.completion",
    "extract": "stratanalysis.study.doors",
    "open": "stratanalysis.study.study:open_study",
    "project": "stratanalysis.projection",
    "render": "stratanalysis.study.doors",
    "take": "stratanalysis.intake",
    "use_language": "stratanalysis.language",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        home, colon, own = _HOME[name].partition(":")
        module = importlib.import_module(home)
        # the room `audit` is itself callable: a submodule hides a function of the same name
        return module if colon and not own else getattr(module, own or name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


if "IPython" in sys.modules:
    importlib.import_module("stratanalysis.completion").complete_names()
