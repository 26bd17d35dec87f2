"""The audit of a plan's tables on the goals page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.audit import AuditResult, audit_tables
from stratanalysis.audit.checks import GROUPS
from stratanalysis.findings import Severity
from stratanalysis.language import language as get_language
from stratanalysis.pages.goals_page import Plan
from stratanalysis.pages.page import Page

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = ["audit_plan", "audit_sentences", "show_audit"]

SEVERITY_WORDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def audit_plan(plan: Plan, community: Community) -> AuditResult:
    """Check the plan's own arithmetic, numbering and consistency."""
    return audit_tables(plan.tables, name=plan.document or community.slug, community=community)


def audit_sentences(result: AuditResult, language: str) -> list[str]:
    """Say how much was looked at and how much does not fit; nothing checked is said."""
    lang = get_language(language)
    if result.status == "nothing_to_check":
        return [lang.text("Nothing could be checked: the tables of the plan are empty.")]
    return [
        lang.text(
            "Checks passed: {ok}; with a remark: {wrong}; not possible: {unknown}. "
            "Only the tables were checked; the text of a document is checked separately.",
            ok=lang.number(sum(tally.ok for tally in result.tallies)),
            wrong=lang.number(sum(tally.mismatch for tally in result.tallies)),
            unknown=lang.number(sum(tally.not_checkable for tally in result.tallies)),
        )
    ]


def show_audit(page: Page, result: AuditResult) -> HTML:
    """Table of the findings with their places; nothing where there are none."""
    say = page.language.text
    if not result.problems:
        return page.text()
    groups = {check: say(GROUPS[group]) for group, found in result.by_group().items()
              for check in {finding.check for finding in found}}  # fmt: skip
    rows = [
        {
            say("Group"): groups[finding.check],
            say("How serious"): say(SEVERITY_WORDS[finding.severity]),
            say("Place"): (
                say("line {line}", line=finding.source.line)
                if finding.source.line is not None
                else finding.source.place or finding.source.document
            ),
            say("What"): say(finding.why, **finding.values),
        }
        for finding in result.problems
    ]
    return page.table(
        "audit",
        pd.DataFrame(rows),
        caption=say("Findings of the audit: {count}", count=page.language.number(len(rows))),
        source=result.name,
    )
