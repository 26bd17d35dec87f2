"""Turn a community's development strategy and the official data into checked analyses.

``import stratanalysis as sa``, then ``sa.open("kostiantynivka")`` gives a :class:`Study`;
``sa.audit(path)`` checks a document and ``sa.extract(path)`` reads its tables. Heavy parts load
when they are used: ``import stratanalysis`` alone imports neither pandas nor numpy.
"""

from __future__ import annotations

import copyreg
import importlib
import importlib.util
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stratanalysis import audit
    from stratanalysis.community import Community
    from stratanalysis.completion import communities
    from stratanalysis.intake import take
    from stratanalysis.intake.chooser import take_files
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
    "take_files",
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
    "take_files": "stratanalysis.intake.chooser",
    "use_language": "stratanalysis.language",
}


_INSTEAD = {
    "compare": "pd.DataFrame({name: sa.open(name).population for name in names})",
    "list_communities": "sa.communities()",
    "load": "sa.open(name)",
    "load_community": "sa.open(name)",
    "open_community": "sa.open(name)",
    "read": "sa.open(name) for a community, sa.extract(path) for a document",
    "read_community": "sa.open(name)",
    "read_document": "sa.extract(path)",
    "read_excel": "sa.take(files, into=name) for official files, sa.extract(path) for a document",
    "read_export": "sa.take(files, into=name)",
    "read_csv": "sa.take(files, into=name)",
    "report": "sa.render(name)",
    "set_language": 'sa.use_language("en")',
}


def _read_only(entries: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(entries)


# the package's records hold read-only mappings: with this, copy and pickle understand them
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


def __getattr__(name: str) -> Any:
    if name in _HOME:
        home, colon, own = _HOME[name].partition(":")
        module = importlib.import_module(home)
        # the room `audit` is itself callable: a submodule hides a function of the same name
        return module if colon and not own else getattr(module, own or name)
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if importlib.util.find_spec(f"{__name__}.{name}"):  # a room, as sa.plots
        return importlib.import_module(f"{__name__}.{name}")
    from stratanalysis.errors import UnknownAttributeError

    instead = dict(_INSTEAD)
    for file in sorted(Path(__file__).parent.glob("*/__init__.py")):  # read, not imported
        if f'"{name}",' in file.read_text(encoding="utf-8"):
            instead.setdefault(name, f"sa.{file.parent.name}.{name}")
    raise UnknownAttributeError(sys.modules[__name__], name, instead)


def __dir__() -> list[str]:
    return sorted(__all__)


if "IPython" in sys.modules:
    importlib.import_module("stratanalysis.completion").complete_names()
