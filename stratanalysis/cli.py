"""The command line: ``stratanalysis --help``.

Exit status: 0 done; 1 something failed, what and where stands on standard error; 2 wrong call;
75 another run holds the lock.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis import __version__
from stratanalysis.errors import InvalidInputError, StratanalysisError, UnknownNameError
from stratanalysis.language import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.findings import Finding

__all__ = ["main"]

DONE, FAILED, WRONG_CALL = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``stratanalysis``; those of the process by default.
    """
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except (UnknownNameError, InvalidInputError) as error:
        print(f"stratanalysis: {error}", file=sys.stderr)
        return WRONG_CALL
    except (StratanalysisError, OSError) as error:
        print(f"stratanalysis: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("stratanalysis: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="stratanalysis",
        description="Turn a community's development strategy and the official data into checked "
        "tables, scenarios and annual analyses.",
        epilog="Exit status: 0 done, 1 something failed, 2 wrong call, 75 another run is at work.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_report(commands)
    _add_check(commands)
    _add_template(commands)
    return parser


def _data_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="DIR",
        help="folder with communities/ and reference/ (default: data)",
    )


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "report",
        help="render the overview page of communities",
        description="Render the overview page of communities and print where it stands.",
    )
    command.add_argument(
        "community",
        nargs="*",
        metavar="COMMUNITY",
        help="slug, folder, KATOTTG or budget code (default: all)",
    )
    command.add_argument("--year", type=int, help="base year (default: the last with full data)")
    command.add_argument(
        "--language", choices=LANGUAGES, default=LANGUAGES[0], help="language (default: uk)"
    )
    command.add_argument(
        "--out",
        type=Path,
        default=Path("reports"),
        metavar="DIR",
        help="where the pages go (default: reports)",
    )
    command.add_argument(
        "--notebook",
        type=Path,
        default=Path("notebooks/00_overview.ipynb"),
        metavar="FILE",
        help="the notebook to render (default: notebooks/00_overview.ipynb)",
    )
    _data_option(command)
    command.set_defaults(run=_report)


def _report(given: argparse.Namespace) -> int:
    from stratanalysis.community import communities, find_community
    from stratanalysis.reporting.report import check_call, render_report

    check_call(given.out)
    names = given.community or communities(given.data)
    folders = [find_community(name, given.data) for name in names]
    failed = 0
    for folder in folders:
        parameters = {"language": given.language, "year": given.year}
        try:
            done = render_report(
                folder,
                given.notebook,
                out=given.out,
                parameters=parameters,
                progress=_progress(folder.name),
            )
        except (StratanalysisError, OSError) as error:
            if len(folders) == 1:
                raise
            failed += 1
            print(f"stratanalysis: {folder.name}: {error}", file=sys.stderr)
        else:
            print(done.page)
    if failed:
        print(f"stratanalysis: {failed} of {len(folders)} pages failed", file=sys.stderr)
    return FAILED if failed else DONE


def _progress(name: str) -> Callable[[int, int], None] | None:
    """A line that counts the cells, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\r" if done < total else "\r\033[K"
        print(f"{name}: cell {done} of {total}", end=end, file=sys.stderr, flush=True)

    return show


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "check",
        help="check a community's tables and scenarios",
        description="Check a community's tables and its scenarios; all problems come out together.",
    )
    command.add_argument(
        "community", help="slug, folder, KATOTTG or budget code; or a filled-in workbook (.xlsx)"
    )
    _data_option(command)
    command.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    import numpy as np

    from stratanalysis.community import find_community
    from stratanalysis.findings import Severity
    from stratanalysis.scenarios import default_base_year
    from stratanalysis.scenarios.folder import read_folder

    if given.community.lower().endswith(".xlsx"):
        return _check_workbook(Path(given.community))
    folder = find_community(given.community, given.data)
    community, scenarios = read_folder(folder)
    findings = community.check() + _monitoring_findings(community.tables)
    for finding in findings:
        print(finding)
    rows = sum(len(frame) for frame in community.tables.values())
    checked = f"{len(community.tables)} tables with {rows} rows"
    if scenarios:
        base = default_base_year(community)
        for name in scenarios:
            scenarios.driver_values(name, np.arange(base, base + 16))
        checked += f", {len(scenarios)} scenarios"
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    print(f"{folder}: checked {checked}; {errors} errors, {len(findings) - errors} remarks")
    return FAILED if errors else DONE


def _monitoring_findings(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Check the tables of monitoring against each other, where there are any."""
    from stratanalysis.monitoring import check_monitoring
    from stratanalysis.tables import table

    if "indicators" not in tables:
        return []
    names = ("goals", "indicators", "observations", "tasks", "measures", "execution")
    found = {name: tables[name] if name in tables else table(name).empty() for name in names}
    return check_monitoring(**found)


def _check_workbook(path: Path) -> int:
    from stratanalysis.findings import Severity
    from stratanalysis.loaders.template import read_template

    tables, findings = read_template(path)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings = findings + _monitoring_findings(tables)
    for finding in findings:
        print(finding)
    rows = sum(len(frame) for frame in tables.values())
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    print(
        f"{path}: checked {len(tables)} sheets with {rows} rows; "
        f"{errors} errors, {len(findings) - errors} remarks"
    )
    return FAILED if errors else DONE


def _add_template(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "template",
        help="write a workbook to fill in for the annual review",
        description="Write a workbook with everything that is known of a community's goals, "
        "indicators, tasks and measures, and empty cells for what the annual review needs. "
        "The command check, given the workbook, reads it back.",
    )
    command.add_argument("community", help="slug, folder, KATOTTG or budget code")
    command.add_argument(
        "--years", type=int, nargs="+", metavar="Y", help="years to ask for (default: this year)"
    )
    command.add_argument("--language", choices=LANGUAGES, default="uk")
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="the workbook (default: COMMUNITY.xlsx)"
    )
    _data_option(command)
    command.set_defaults(run=_template)


def _template(given: argparse.Namespace) -> int:
    import datetime as dt

    from stratanalysis.community import Community, find_community
    from stratanalysis.monitoring.template import write_template

    community = Community.read(find_community(given.community, given.data))
    path = given.out or Path(f"{community.slug}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise InvalidInputError("the workbook must be an .xlsx file", where=str(path))
    write_template(
        community,
        path,
        years=given.years or [dt.date.today().year],
        language=given.language,
        exercise=community.kind == "example",
    )
    print(path)
    return DONE
