"""The audit as text, CSV, JSON or a page, and the command ``stratanalysis audit``."""

from __future__ import annotations

import html
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from stratanalysis.audit.checks import CHECKS, GROUPS
from stratanalysis.audit.document import AuditResult, audit_community, audit_document
from stratanalysis.audit.tables import missing
from stratanalysis.community import Community, communities, find_community
from stratanalysis.csv_tables import harmless_cell
from stratanalysis.errors import StratanalysisError, UnknownNameError
from stratanalysis.findings import Finding, Severity
from stratanalysis.language import LANGUAGES, Language, language
from stratanalysis.plans.places import place_words
from stratanalysis.quantities import without_controls

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FAIL_ON", "FORMATS", "audit_command", "document_community", "render_audit"]

FORMATS = ("table", "csv", "html", "json")
FAIL_ON = ("error", "warning", "never")

_SEVERITIES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
_IN_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%)")
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;
color:#1a1a1a;background:#fff}h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.2rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0}caption{text-align:left;padding:.3rem 0}
th,td{border:1px solid #c8c8c8;padding:.35rem .5rem;text-align:left;vertical-align:top}
th{background:#f2f2f2}td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.error{border-left:.4rem solid #a4161a}.warning{border-left:.4rem solid #b35c00}
.note{border-left:.4rem solid #3d5a80}q{font-style:italic}.place{white-space:nowrap}
@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}th{background:#2a2a2a}
th,td{border-color:#555}}
"""


def render_audit(result: AuditResult, *, format: str = "table", language_code: str = "uk") -> str:
    """Write an audit for a reader or a program.

    Parameters
    ----------
    result : AuditResult
    format : {"table", "csv", "html", "json"}
        Text for a terminal; the findings as CSV, in which no cell is a formula; a page of its own;
        findings and tally as JSON.
    language_code : {"uk", "en"}

    Returns
    -------
    str

    Raises
    ------
    UnknownNameError
        No such format or language.
    """
    if format not in FORMATS:
        raise UnknownNameError("format", format, FORMATS)
    speak = language(language_code)
    if format == "csv":
        return _csv(result.findings_in(language_code))
    if format == "json":
        return _json(result, speak)
    return _page(result, speak) if format == "html" else "\n".join(_lines(result, speak)) + "\n"


def _csv(table: pd.DataFrame) -> str:
    safe = table.copy()
    for name in safe.columns:
        if name != "source_line":
            safe[name] = safe[name].astype("str").map(harmless_cell)
    out = io.StringIO()
    safe.to_csv(out, index=False, lineterminator="\n")
    return out.getvalue()


def _json(result: AuditResult, speak: Language) -> str:
    table = result.findings_in(speak.code)
    findings: list[dict[str, Any]] = []
    for row in table.to_dict("records"):
        line = row["source_line"]
        entry = {str(key): value for key, value in row.items()}
        entry["source_line"] = None if missing(line) else int(line)
        findings.append(entry)
    page = {
        "document": result.name,
        "status": result.status,
        "findings": findings,
        "checks": result.tally.to_dict("records"),
    }
    return json.dumps(page, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def _summary(result: AuditResult, speak: Language) -> str:
    if result.status == "not understood":
        return speak.text(
            "Not understood: neither a strategy, a programme nor a plan was found in the document."
        )
    if result.status == "nothing_to_check":
        return speak.text("Nothing to check: no statement of the document could be checked.")
    confirmed = sum(tally.ok for tally in result.tallies)
    unknown = sum(tally.not_checkable for tally in result.tallies)
    return speak.text(
        "Errors: {errors}. Warnings: {warnings}. Notes: {notes}. Statements confirmed: "
        "{confirmed}; that could not be checked: {unknown}.",
        errors=speak.number(result.count(Severity.ERROR)),
        warnings=speak.number(result.count(Severity.WARNING)),
        notes=speak.number(result.count(Severity.NOTE)),
        confirmed=speak.number(confirmed),
        unknown=speak.number(unknown),
    )


def _place(finding: Finding, result: AuditResult, speak: Language) -> str:
    """Return the place of a finding; with the file, where the audit is of several."""
    source = finding.source
    if source.line is None:
        place = place_words(speak, None, source.place) or source.document
    else:
        place = speak.text("line {line}", line=source.line)
    return place if source.document in (result.name, place) else f"{source.document}, {place}"


def _lines(result: AuditResult, speak: Language) -> Iterator[str]:
    yield f"{result.name}: {speak.text('audit')}"
    yield _summary(result, speak)
    for group, findings in result.by_group().items():
        yield ""
        yield f"{speak.text(GROUPS[group])} ({len(findings)})"
        for finding in findings:
            severity = speak.text(_SEVERITIES[finding.severity])
            why = speak.text(finding.why, **finding.values)
            yield f"  {_place(finding, result, speak)}: {severity}: {_clean(why)} [{finding.check}]"
            quoted = _clean(finding.source.text)
            if quoted:
                yield f"      «{quoted if len(quoted) < 160 else quoted[:159] + '…'}»"
    yield ""
    yield speak.text("What was examined")
    titles = {check.code: check.title for check in CHECKS}
    for tally in result.tallies:
        if tally.examined:
            yield "  " + speak.text(
                "{title}: examined {examined}, confirmed {ok}, contradicted {wrong}, not checkable "
                "{unknown}",
                title=speak.text(titles[tally.check]),
                examined=tally.examined,
                ok=tally.ok,
                wrong=tally.mismatch,
                unknown=tally.not_checkable,
            )
    idle = [t.check for t in result.tallies if not t.examined]
    if idle:
        yield "  " + speak.text("Nothing to check for: {checks}", checks=", ".join(idle))


def _clean(text: str) -> str:
    """Make one line of printable characters: a document must not steer the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _unbroken(text: str) -> str:
    """Keep the thousands of a number and its percent sign on one line."""
    return _IN_NUMBER.sub("\N{NO-BREAK SPACE}", text)


def _page(result: AuditResult, speak: Language) -> str:
    def tell(message: str, **values: object) -> str:
        return _unbroken(html.escape(speak.text(message, **values)))

    title = html.escape(f"{speak.text('Audit')}: {result.name}")
    parts = [
        f'<!DOCTYPE html>\n<html lang="{speak.code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
        f"<h1>{title}</h1>\n<p>{html.escape(_summary(result, speak))}</p>\n",
    ]
    checks = {check.code: check for check in CHECKS}
    heads = "".join(
        f'<th scope="col">{tell(word)}</th>'
        for word in ("Place", "How serious", "Words", "Stated", "Follows", "Why", "What to do")
    )
    for group, findings in result.by_group().items():
        parts.append(f'<section id="{group}">\n<h2>{tell(GROUPS[group])}</h2>\n<table>\n')
        caption = speak.text("Findings: {count}", count=len(findings))
        parts.append(
            f"<caption>{html.escape(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n"
        )
        parts.append("<tbody>\n")
        for finding in findings:
            cells = (
                html.escape(finding.source.text),
                _unbroken(html.escape(finding.stated)),
                _unbroken(html.escape(finding.computed)),
                tell(finding.why, **finding.values),
                tell(checks[finding.check].advice),
            )
            parts.append(
                f'<tr class="{finding.severity.value}"><td class="place">'
                f"{html.escape(_place(finding, result, speak))}</td>"
                f"<td>{tell(_SEVERITIES[finding.severity])}</td><td><q>{cells[0]}</q></td>"
                + "".join(f"<td>{cell}</td>" for cell in cells[1:])
                + "</tr>\n"
            )
        parts.append("</tbody>\n</table>\n</section>\n")
    parts.append(_tally_section(result, speak))
    parts.append("</main>\n</body>\n</html>\n")
    return without_controls("".join(parts))


def _tally_section(result: AuditResult, speak: Language) -> str:
    titles = {check.code: check.title for check in CHECKS}
    words = ("Check", "Examined", "Confirmed", "Contradicted", "Not checkable")
    heads = "".join(f'<th scope="col">{html.escape(speak.text(word))}</th>' for word in words)
    rows = []
    for tally in result.tallies:
        name = html.escape(speak.text(titles[tally.check]))
        if not tally.examined:
            nothing = html.escape(speak.text("nothing to check"))
            rows.append(f'<tr><th scope="row">{name}</th><td colspan="4">{nothing}</td></tr>')
            continue
        counts = (tally.examined, tally.ok, tally.mismatch, tally.not_checkable)
        cells = "".join(f'<td class="number">{speak.number(count)}</td>' for count in counts)
        rows.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    title = html.escape(speak.text("What was examined"))
    return (
        f'<section id="examined">\n<h2>{title}</h2>\n<table>\n<thead><tr>{heads}</tr></thead>\n'
        "<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>\n</section>\n"
    )


def document_community(document: Path | str, data: Path | str = "data") -> Community | None:
    """Return the community whose ``community.toml`` names a document, by its file name.

    None where no community names it.
    """
    name = Path(document).name
    folder = Path(data)
    if not (folder / "communities").is_dir():
        return None
    for slug in communities(folder):
        try:
            community = Community.read(find_community(slug, folder))
        except StratanalysisError:  # one that cannot be read names no document
            continue
        if any(own.file == name for own in community.documents):
            return community
    return None


def audit_command(
    target: Path | str,
    *,
    format: str = "table",
    language_code: str = "uk",
    fail_on: str = "error",
    data: Path | str = "data",
    community: str | None = None,
    out: TextIO | None = None,
) -> int:
    """Audit a document or a community and write the result: ``stratanalysis audit``.

    Parameters
    ----------
    target : path or str
        A document, or the slug, folder, KATOTTG or budget code of a community, whose tables of the
        plan are then checked.
    format, language_code
        As in :func:`render_audit`.
    fail_on : {"error", "warning", "never"}
        The least severity that makes the exit status 1.
    data : path
        Folder with ``communities/`` and ``reference/``.
    community : str, optional
        Whose document it is; found by the name of the file where it is not given.
    out : text stream, optional
        Standard output by default.

    Returns
    -------
    int
        0, or 1 where there are findings of the severity `fail_on` or worse.

    Raises
    ------
    UnknownNameError, InvalidInputError, MissingInputError
        An option, the document or the community is not known or cannot be read.
    """
    for kind, name, known in (
        ("format", format, FORMATS),
        ("language", language_code, LANGUAGES),
        ("--fail-on", fail_on, FAIL_ON),
    ):
        if name not in known:
            raise UnknownNameError(kind, name, known)
    path = Path(target)
    if path.is_file():
        whose = (
            Community.read(find_community(community, data))
            if community is not None
            else document_community(path, data)
        )
        result = audit_document(path, community=whose, hromadas=_hromadas(data))
    else:
        try:
            folder = find_community(str(target), data)
        except StratanalysisError:
            if path.suffix:
                audit_document(path)  # tells that there is no such file
            raise
        result = audit_community(Community.read(folder))
    stream = out if out is not None else sys.stdout
    stream.write(render_audit(result, format=format, language_code=language_code))
    return _exit_status(result, fail_on)


def _hromadas(data: Path | str) -> pd.DataFrame | None:
    import pandas as pd

    file = Path(data) / "reference" / "hromadas.csv"
    return pd.read_csv(file, dtype={"budget_code": "str"}) if file.is_file() else None


def _exit_status(result: AuditResult, fail_on: str) -> int:
    if fail_on == "never":
        return 0
    failing = [Severity.ERROR] if fail_on == "error" else [Severity.ERROR, Severity.WARNING]
    return int(any(result.count(severity) for severity in failing))
