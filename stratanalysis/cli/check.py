"""``stratanalysis check``: a community's folder or a filled-in workbook."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.cli.options import DONE, FAILED, Commands, data_option, show_findings
from stratanalysis.cli.speech import message, said_error, translated
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community
    from stratanalysis.scenarios import Scenarios

__all__ = ["add"]

_UNREAD = ("encoding", "missing-column", "unknown-column", "double-column", "unreadable-row")


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "check",
        help="check a community's tables and scenarios",
        description="Check a community's tables and its scenarios; all problems come out together.",
    )
    command.add_argument(
        "community", help="slug, folder, KATOTTG or budget code; or a filled-in workbook (.xlsx)"
    )
    data_option(command)
    command.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    import numpy as np

    from stratanalysis.community import find_community
    from stratanalysis.community_checks import usable_rows
    from stratanalysis.new_community import missing_steps
    from stratanalysis.projection import default_base_year
    from stratanalysis.scenarios.folder import examine_folder

    if Path(given.community).is_file():
        from stratanalysis.intake import refuse_official

        refuse_official(Path(given.community), "check")
    if given.community.lower().endswith(".xlsx"):
        return _check_workbook(Path(given.community))
    folder = find_community(given.community, given.data)
    community, lines, scenarios, findings = examine_folder(folder)
    broken = any(finding.severity is Severity.ERROR for finding in findings)
    usable = usable_rows(community.tables, lines)
    findings += _unread_files(folder)
    # a table whose head cannot be read would make every code of the others unknown
    unread = {f.source.document for f in findings if f.check in _UNREAD}
    seen = {(f.source.document, f.source.line, f.source.place) for f in findings}
    findings += [
        finding
        for finding in ([] if unread else _monitoring_findings(usable))
        if (finding.source.document, finding.source.line, finding.source.place) not in seen
    ]
    community = dataclasses.replace(community, tables=usable)
    findings += [] if broken else _scenario_findings(community, scenarios)
    # part years are among the community's own remarks already
    findings += [f for f in _budget_findings(community) if f.check != "partial-year"]
    errors, others = show_findings(findings)
    rows = sum(len(frame) for frame in community.tables.values())
    checked = message("{tables} tables with {rows} rows", tables=len(community.tables), rows=rows)
    if scenarios and len(community["population"]) and not broken:
        try:
            base = default_base_year(community)
            for name in scenarios:
                scenarios.driver_values(name, np.arange(base, base + 16))
        except InvalidInputError as error:  # what is wrong is in the folder, not in the call
            print(f"stratanalysis: {said_error(error)}", file=sys.stderr)
            return FAILED
        checked += message(", {count} scenarios", count=len(scenarios))
    print(
        message(
            "{place}: checked {checked}; {errors} errors, {others} remarks",
            place=folder,
            checked=checked,
            errors=errors,
            others=others,
        )
    )
    steps = [] if broken else missing_steps(community, scenarios)
    if steps:
        print(message("still missing, in the order to fix it:"))
    for number, step in enumerate(steps, 1):
        print(f"{number}. {folder / step.file}: {translated(step.text)}")
    return FAILED if errors else DONE


def _unread_files(folder: Path) -> list[Finding]:
    """Say which tables lie in the folder under a name that no table has."""
    why = "no table is called {name!r}, so the file is not read; the tables are: {tables}"
    return [
        Finding(
            "unknown-table",
            Severity.WARNING,
            Source(file.name),
            why,
            {"name": file.stem, "tables": ", ".join(TABLES)},
        )
        for file in sorted(folder.glob("*.csv"))
        if file.stem not in TABLES
    ]


def _scenario_findings(community: Community, scenarios: Scenarios) -> list[Finding]:
    """Check whether the scenarios fit together; what stops a run is said further on."""
    from stratanalysis.errors import StratanalysisError
    from stratanalysis.projection import default_base_year
    from stratanalysis.questions.consistency import check_scenarios

    if not scenarios or not len(community["population"]):
        return []
    try:
        return check_scenarios(community, scenarios, base_year=default_base_year(community))
    except StratanalysisError:
        return []


def _budget_findings(community: Community) -> list[Finding]:
    """Check revenue for what is easily taken wrongly: thousands, sums since January, funds."""
    from stratanalysis.official.budget_checks import check_budget
    from stratanalysis.projection import population_series

    revenue = community["revenue"]
    if revenue.empty:
        return []
    return check_budget(revenue, population=dict(population_series(community)))


def _monitoring_findings(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Check the tables of monitoring against each other, where there are any."""
    from stratanalysis.monitoring import check_monitoring
    from stratanalysis.monitoring.page_checks import check_for_pages
    from stratanalysis.tables import table

    findings = check_for_pages(tables)
    if "indicators" not in tables:
        return findings
    names = ("goals", "indicators", "observations", "tasks", "measures", "execution")
    found = {name: tables[name] if name in tables else table(name).empty() for name in names}
    return findings + check_monitoring(**found)


def _check_workbook(path: Path) -> int:
    from stratanalysis.documents.sandbox import boxed
    from stratanalysis.official.template import read_template

    tables, findings, *_ = boxed(read_template, path)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings = findings + _monitoring_findings(tables)
    errors, others = show_findings(findings)
    rows = sum(len(frame) for frame in tables.values())
    checked = message("{sheets} sheets with {rows} rows", sheets=len(tables), rows=rows)
    print(
        message(
            "{place}: checked {checked}; {errors} errors, {others} remarks",
            place=path,
            checked=checked,
            errors=errors,
            others=others,
        )
    )
    return FAILED if errors else DONE
