"""The parameters that the notebooks share, and their check inside the notebook."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from stratanalysis.errors import DataError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.publish.parameter import STANDARD
from stratanalysis.publish.parameters import ParametersError, checked_parameters

__all__ = ["check_parameters"]

_INJECTED = "# Parameters"
"""First line of the cell that papermill, jupyter-scheduler and this package inject."""


def check_parameters(**given: Any) -> Mapping[str, Any]:
    """Check a notebook's parameters inside the notebook, whatever runs it.

    Parameters
    ----------
    **given
        All parameters of the notebook, by name.

    Returns
    -------
    mapping
        The values, checked.

    Raises
    ------
    ParametersError
        A parameter was injected that the notebook does not have, or a value is of the wrong kind
        or out of range; all problems together.

    Examples
    --------
    >>> check_parameters(horizon=15, language="en")["horizon"]
    15
    >>> try:
    ...     check_parameters(horizon=-3)
    ... except ParametersError as error:
    ...     print(error.findings[0].message)
    horizon is -3; expected 1 to 100 years
    """
    findings = []
    for name in sorted(set(_injected_names()) - set(given)):
        values = {"message": UnknownNameError("parameter", name, given)}
        source = Source("parameters", place=name)
        findings.append(Finding("parameter", Severity.ERROR, source, "{message}", values))
    declared = {name: STANDARD[name] for name in given if name in STANDARD}
    known = {name: value for name, value in given.items() if name in declared}
    try:
        checked = checked_parameters(declared, known)
    except DataError as error:
        findings += error.findings
        checked = {}
    if findings:
        raise ParametersError("the parameters cannot be used", findings)
    return MappingProxyType({**given, **checked})


def _injected_names() -> Iterator[str]:
    """Names that an injected cell of this session assigns."""
    interactive = sys.modules.get("IPython")
    shell: Any = interactive.get_ipython() if interactive else None
    for source in shell.user_ns.get("In", ()) if shell is not None else ():
        if source.startswith(_INJECTED):
            for statement in ast.parse(source).body:
                if isinstance(statement, ast.Assign):
                    yield from (t.id for t in statement.targets if isinstance(t, ast.Name))
