"""A document's own arithmetic, dates, numbering and consistency, as findings.

Every check answers for every statement: confirmed, contradicted or not checkable. The module is
callable: ``stratanalysis.audit(path)`` is :func:`stratanalysis.audit.document.audit_file`.
"""

import sys
from types import ModuleType
from typing import Any

from stratanalysis.audit.checks import CHECKS, GROUPS
from stratanalysis.audit.document import (
    AuditResult,
    audit_community,
    audit_document,
    audit_file,
    audit_tables,
)
from stratanalysis.audit.report import audit_command, render_audit
from stratanalysis.audit.verdicts import Check, Material, Verdict

__all__ = [
    "CHECKS",
    "GROUPS",
    "AuditResult",
    "Check",
    "Material",
    "Verdict",
    "audit_command",
    "audit_community",
    "audit_document",
    "audit_file",
    "audit_tables",
    "render_audit",
]


class _CallableModule(ModuleType):
    def __call__(self, document: Any, *, community: Any = None) -> AuditResult:
        return audit_file(document, community=community)


sys.modules[__name__].__class__ = _CallableModule
