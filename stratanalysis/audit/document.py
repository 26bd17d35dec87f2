"""Auditing a document, or the tables of a community, with all checks."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from stratanalysis.audit.checks import CHECKS, GROUPS
from stratanalysis.audit.tables import missing
from stratanalysis.audit.verdicts import Check, Material
from stratanalysis.documents.blocks import Document
from stratanalysis.errors import AnswersAttributes, InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Tally, findings_table, place_order
from stratanalysis.language import language as the_language
from stratanalysis.tables.html import html_table

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community
    from stratanalysis.plans.extraction import Extraction

__all__ = ["AuditResult", "audit_community", "audit_document", "audit_file", "audit_tables"]

_COMMUNITY_TABLES = ("goals", "indicators", "measures", "money", "swot")
_ORDER = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, repr=False)
class AuditResult(AnswersAttributes):
    """What an audit found, and how much it looked at.

    Attributes
    ----------
    name : str
        Document or community.
    problems : tuple of Finding
        Sorted by place.
    tallies : tuple of Tally
        For every check that ran: statements confirmed, contradicted and not checkable.
    understood : bool
        False where neither a strategy, a programme nor a plan was found in the document.
    """

    _INSTEAD: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("df", "table", "to_frame"), "audit.findings"),
        "errors": "audit.findings.query(\"severity == 'error'\")",
    }
    _FRAME = "audit.findings"

    name: str
    problems: tuple[Finding, ...]
    tallies: tuple[Tally, ...]
    understood: bool = True

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(one)} {one.value}" for one in Severity)
        return f"<AuditResult of {self.name[:60]}: {self.status}; {counts}>"

    def _repr_html_(self) -> str:
        rows = [(str(f.source)[:60], f.severity.value, f.message[:160]) for f in self.problems[:20]]
        return html_table(repr(self), ("place", "severity", "finding"), rows)

    @functools.cached_property
    def findings(self) -> pd.DataFrame:
        """The findings, sorted by place, in English.

        Columns :data:`stratanalysis.findings.FINDING_COLUMNS`.
        """
        return findings_table(self.problems)

    def findings_in(self, language: str) -> pd.DataFrame:
        """Return the findings with the column `why` in a language (``"uk"`` or ``"en"``)."""
        speak = the_language(language)
        table = findings_table(self.problems)
        table["why"] = [speak.text(finding.why, **finding.values) for finding in self.problems]
        return table

    @functools.cached_property
    def tally(self) -> pd.DataFrame:
        """How many statements each check examined.

        Columns `check`, `group`, `examined`, `confirmed`, `contradicted`, `not_checkable`, and
        `outcome`: ``"contradicted"``, ``"confirmed"``, ``"not_checkable"`` or
        ``"nothing_to_check"``.
        """
        import pandas as pd

        groups = {check.code: check.group for check in CHECKS}
        columns = [
            "check", "group", "examined", "confirmed", "contradicted", "not_checkable", "outcome",
        ]  # fmt: skip
        rows = [
            (t.check, groups.get(t.check, ""), t.examined, t.ok, t.mismatch, t.not_checkable,
             _outcome(t))
            for t in self.tallies
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @property
    def status(self) -> str:
        """Worst severity, ``"ok"``, ``"nothing_to_check"``, or ``"not understood"``.

        The last is the answer about a document in which nothing was recognised and no statement
        was contradicted.
        """
        if self.problems:
            worst = min((f.severity for f in self.problems), key=_ORDER.__getitem__)
            if self.understood or worst is not Severity.NOTE:
                return worst.value
        if not self.understood:
            return "not understood"
        return "ok" if any(t.ok for t in self.tallies) else "nothing_to_check"

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(finding.severity is severity for finding in self.problems)

    def by_group(self) -> dict[str, list[Finding]]:
        """Return the findings by group of checks, groups in the order of the list."""
        groups = {check.code: check.group for check in CHECKS}
        found: dict[str, list[Finding]] = {group: [] for group in GROUPS}
        for finding in self.problems:
            found[groups[finding.check]].append(finding)
        return {group: rows for group, rows in found.items() if rows}


def _outcome(tally: Tally) -> str:
    if tally.mismatch:
        return "contradicted"
    if tally.ok:
        return "confirmed"
    return "not_checkable" if tally.not_checkable else "nothing_to_check"


def audit_file(document: Path | str, *, community: Community | str | None = None) -> AuditResult:
    """Check a document's own numbers, dates, numbering and consistency.

    Parameters
    ----------
    document : path
        A .txt, .md, .html, .csv, .docx, .xlsx or text .pdf file.
    community : Community or str, optional
        Whose document it is, also by name; without it nothing is compared with official data.

    Returns
    -------
    AuditResult
        ``.findings`` and ``.tally`` are DataFrames; ``.status`` is the worst severity.

    Examples
    --------
    >>> import stratanalysis as sa
    >>> from pathlib import Path
    >>> document = Path(sa.__file__).parent / "workshop" / "exercise_strategy.txt"
    >>> sa.audit(document).status
    'error'
    """
    from stratanalysis.community import Community, find_community
    from stratanalysis.data_folder import data_folder

    if not isinstance(document, (str, Path)):
        raise InvalidInputError(
            f"the document is {document!r}"[:120],
            where="audit(document)",
            expected="the path of a file; for a community: open(name).audit()",
        )
    if isinstance(community, str):
        community = Community.read(find_community(community, data_folder()))
    return audit_document(document, community=getattr(community, "community", community))


def audit_document(
    document: Path | str | Document | Extraction,
    *,
    community: Community | None = None,
    hromadas: pd.DataFrame | None = None,
    checks: Iterable[str] | None = None,
) -> AuditResult:
    """Check a document's own numbers, dates, numbering and consistency.

    Parameters
    ----------
    document : path, Document or Extraction
        The file, or what the loaders made of it.
    community : Community, optional
        Whose document it is; without it nothing is compared with official data.
    hromadas : pandas.DataFrame, optional
        Table of all communities (``data/reference/hromadas.csv``), for ranks.
    checks : iterable of str, optional
        Codes of :data:`CHECKS`; all by default.

    Returns
    -------
    AuditResult
        `findings` and `tally` are DataFrames.

    Raises
    ------
    MissingInputError, InvalidInputError
        The document cannot be read.
    UnknownNameError
        There is no such check.
    """
    chosen = _chosen(checks)
    from stratanalysis.plans.extraction import Extraction, extract_document, load_document

    if isinstance(document, (str, Path)):
        document = load_document(document)
    if not isinstance(document, Extraction):
        document = extract_document(document)
    material = Material(document.document, document.tables, community, hromadas)
    result = _audit(material, chosen)
    return replace(result, understood=document.status != "not understood")


def audit_tables(
    tables: Mapping[str, pd.DataFrame],
    *,
    name: str = "tables",
    community: Community | None = None,
    checks: Iterable[str] | None = None,
) -> AuditResult:
    """Check goals, indicators, measures, money and SWOT that are tables already.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Contracts of :mod:`stratanalysis.tables`, with the row numbers of the files as index; rows
        without a source are located by file and line (line = index + 2).
    name : str
        What to call the whole.
    community, checks
        As in :func:`audit_document`.
    """
    located = {key: _located(key, table) for key, table in tables.items()}
    material = Material(Document(name, "csv", "", ()), located, community)
    return _audit(material, _chosen(checks))


def audit_community(community: Community, *, checks: Iterable[str] | None = None) -> AuditResult:
    """Check the tables of the plan that are in a community's folder."""
    tables = {name: community[name] for name in _COMMUNITY_TABLES}
    return audit_tables(tables, name=community.slug, community=community, checks=checks)


def _located(name: str, table: pd.DataFrame) -> pd.DataFrame:
    if table.empty or "source_document" not in table:
        return table
    rows = zip(table.index, table["source_document"], table["source_line"], strict=True)
    spots = [
        (f"{name}.csv", int(index) + 2) if missing(document) else (document, line)
        for index, document, line in rows
    ]
    documents, lines = zip(*spots, strict=True)
    return table.assign(source_document=list(documents), source_line=list(lines))


def _chosen(codes: Iterable[str] | None) -> Sequence[Check]:
    if codes is None:
        return CHECKS
    known = {check.code: check for check in CHECKS}
    wanted = list(codes)
    for code in wanted:
        if code not in known:
            raise UnknownNameError("check", code, known)
    return [known[code] for code in wanted]


def _certain(material: Material, finding: Finding) -> Finding:
    """Make an error of a recognised page a warning: a digit may have been misread."""
    if material.document.confidence is None or finding.severity is not Severity.ERROR:
        return finding
    return replace(finding, severity=Severity.WARNING)


def _audit(material: Material, checks: Sequence[Check]) -> AuditResult:
    problems: list[Finding] = []
    tallies: list[Tally] = []
    for check in checks:
        tally = Tally(check.code)
        for verdict in check.run(material):
            tally.add(verdict.outcome)
            if verdict.source is not None:
                problems.append(_certain(material, verdict.finding(check.code)))
        tallies.append(tally)
    problems.sort(
        key=lambda finding: (
            finding.source.document,
            finding.source.line is None,
            finding.source.line or 0,
            place_order(finding.source.place),
        )
    )
    return AuditResult(material.document.name, tuple(problems), tuple(tallies))
