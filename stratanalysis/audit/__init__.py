"""A document's own arithmetic, dates, numbering and consistency, as findings.

Every check answers for every statement: confirmed, contradicted or not checkable.
"""

from stratanalysis.audit.checks import CHECKS, GROUPS
from stratanalysis.audit.document import (
    AuditResult,
    audit_community,
    audit_document,
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
    "audit_tables",
    "render_audit",
]
