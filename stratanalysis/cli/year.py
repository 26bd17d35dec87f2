"""``stratanalysis year``, ``collect`` and ``calendar``: the cycle of a year."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import (
    DONE,
    FAILED,
    Commands,
    data_option,
    language_option,
    print_page,
    replace_option,
    show_findings,
)
from stratanalysis.cli.speech import message

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the commands."""
    year = commands.add_parser(
        "year",
        help="open, report and close a year of monitoring",
        description="open YEAR writes the workbooks of the departments; report YEAR renders the "
        "review; close YEAR keeps tables and page as the council saw them; changes YEAR says what "
        "changed since.",
    )
    steps = year.add_subparsers(title="steps", metavar="STEP", required=True)
    opened = steps.add_parser("open", help="write the workbooks of the departments")
    _common(opened)
    language_option(opened)
    replace_option(opened)
    opened.set_defaults(run=_open)
    report = steps.add_parser("report", help="render the review of the year")
    report.add_argument("year", type=int)
    report.add_argument("community", help="slug, folder, KATOTTG or budget code")
    _page(report)
    language_option(report)
    replace_option(report)
    data_option(report)
    report.set_defaults(run=_report)
    closed = steps.add_parser("close", help="keep tables and page as the council saw them")
    _common(closed)
    _page(closed)
    language_option(closed)
    closed.add_argument("--decision-date", default="", metavar="DATE", help="as 2026-03-12")
    closed.add_argument("--number", default="", help="number of the decision")
    replace_option(closed)
    closed.set_defaults(run=_close)
    changes = steps.add_parser("changes", help="what changed since the council saw the page")
    _common(changes)
    changes.set_defaults(run=_changes)
    collected = commands.add_parser(
        "collect",
        help="take all workbooks of a folder",
        description="Take the workbooks of the departments, each all or nothing; say what each "
        "changed, what two have changed at once, and who is missing.",
    )
    collected.add_argument("community", help="slug, folder, KATOTTG or budget code")
    collected.add_argument("folder", type=Path, help="folder of .xlsx files")
    collected.add_argument("--dry-run", action="store_true", help="only say what would change")
    data_option(collected)
    collected.set_defaults(run=_collect)
    paper = commands.add_parser(
        "passport",
        help="passport of a budget programme and report on it (order 836)",
        description="Make the passport of a programme and the report on it from measures, money, "
        "execution and indicators, as Word or PDF.",
    )
    paper.add_argument("code", help="section of the plan, goal, or measure")
    _common(paper)
    language_option(paper)
    paper.add_argument("--to", type=Path, metavar="FILE",
                       help=".docx or .pdf (default: passport-CODE-YEAR.docx)")  # fmt: skip
    replace_option(paper)
    paper.set_defaults(run=_passport)
    calendar = commands.add_parser(
        "calendar",
        help="what is due when in an economist's year",
        description="Print what is due when and what is lacking in the community's folder; write "
        "it as a page and as a calendar file (.ics) too.",
    )
    calendar.add_argument(
        "given", nargs="*", metavar="COMMUNITY|YEAR",
        help="a community, to say what is ready in its folder; a year (default: this one)",
    )  # fmt: skip
    calendar.add_argument("--out", type=Path, default=Path("reports"), metavar="DIR",
                          help="where page and calendar go (default: reports)")  # fmt: skip
    language_option(calendar)
    data_option(calendar)
    calendar.set_defaults(run=_calendar)


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("year", type=int)
    command.add_argument("community", help="slug, folder, KATOTTG or budget code")
    data_option(command)


def _page(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, default=Path("reports"), metavar="DIR",
                         help="where the page is (default: reports)")  # fmt: skip
    command.add_argument("--format", action="append", default=[], choices=("docx", "pdf"),
                         dest="formats", help="also Word or PDF; can be repeated")  # fmt: skip


def _folder(given: argparse.Namespace) -> Path:
    from stratanalysis.community import find_community

    return find_community(given.community, given.data)


def _open(given: argparse.Namespace) -> int:
    from stratanalysis.cycle.closing import is_closed
    from stratanalysis.cycle.opening import open_year

    folder = _folder(given)
    for path in open_year(folder, given.year, language=given.language, replace=given.replace):
        print(path)
    if is_closed(folder, given.year):
        print(
            message(
                "the year {year} is closed: what the council saw stays; what is entered now is "
                "listed by 'stratanalysis year changes'",
                year=given.year,
            )
        )
    return DONE


def _report(given: argparse.Namespace) -> int:
    for path in _rendered(given):
        print(path)
    return DONE


def _rendered(given: argparse.Namespace) -> list[Path]:
    from stratanalysis.publish.notebook_file import find_notebook
    from stratanalysis.publish.report import check_call, render_report

    check_call(given.out)
    done = render_report(
        _folder(given),
        find_notebook("annual_review"),
        out=given.out,
        parameters={"year": given.year, "language": given.language},
        replace=given.replace,
    )
    return [done.page, *print_page(done.page, given.out, given.formats, replace=given.replace)]


def _close(given: argparse.Namespace) -> int:
    from stratanalysis.cycle.closing import close_year

    page = _rendered(given)[0]
    print(
        close_year(
            _folder(given),
            given.year,
            page,
            date=given.decision_date,
            number=given.number,
            replace=given.replace,
        )
    )
    return DONE


def _changes(given: argparse.Namespace) -> int:
    from stratanalysis.cycle.closing import changed_since

    show_findings(changed_since(_folder(given), given.year))
    return DONE


def _collect(given: argparse.Namespace) -> int:
    from stratanalysis.cycle.opening import collect

    result = collect(_folder(given), given.folder, dry_run=given.dry_run)
    for name, findings in result.findings.items():
        changed = [finding.values for finding in findings if finding.check == "changed"]
        print(
            message(
                "{name}: rows added {added}, cells changed {changed}",
                name=name,
                added=sum(int(str(values["added"])) for values in changed),
                changed=sum(int(str(values["changed"])) for values in changed),
            )
        )
        show_findings(findings)
    for name in result.others:
        print(message("{file}: not a workbook (.xlsx), left alone", file=name))
    for name in result.missing:
        print(message("no workbook came from: {name}", name=name))
    if result.whole:
        print(
            message(
                "who is missing cannot be known: the workbooks are made for the whole community, "
                "not for departments ('stratanalysis year open' makes one for each)"
            )
        )
    return FAILED if result.failed else DONE


def _passport(given: argparse.Namespace) -> int:
    from stratanalysis.community import Community
    from stratanalysis.cycle.passport import passport
    from stratanalysis.errors import InvalidInputError
    from stratanalysis.storage import write_own

    name = "".join(sign if sign.isalnum() or sign == "." else "-" for sign in given.code)
    path = given.to or Path(f"passport-{name}-{given.year}.docx")
    page = passport(
        Community.read(_folder(given)), given.code, year=given.year, language=given.language
    )
    if path.suffix == ".docx":
        from stratanalysis.publish.word import word_file as make
    elif path.suffix == ".pdf":
        from stratanalysis.publish.pdf import pdf_file as make
    else:
        raise InvalidInputError(
            "the passport must be a .docx or .pdf file", where=str(path), do="name it so"
        )
    write_own({path: make(page)}, "passport", replace=given.replace)
    print(path)
    return DONE


def _calendar(given: argparse.Namespace) -> int:
    import datetime as dt

    from stratanalysis.community import Community
    from stratanalysis.cycle.calendar import calendar_files, what_is_due
    from stratanalysis.errors import InvalidInputError
    from stratanalysis.publish.report import check_call

    years = [word for word in given.given if word.isdigit() and len(word) == 4]
    names = [word for word in given.given if word not in years]
    if len(years) > 1 or len(names) > 1:
        raise InvalidInputError(
            f"{' '.join(given.given)!r} cannot be read",
            where="calendar",
            expected="at most one community and one year",
        )
    year = int(years[0]) if years else dt.date.today().year
    given.community = names[0] if names else None
    place = Community.read(_folder(given)) if names else None
    check_call(given.out)
    for row in what_is_due(year, place).to_dict("records"):
        lacking = f" [{message('lacking')}: {row['lacking']}]" if row["lacking"] else ""
        print(f"{row['day']}  {row[given.language]} ({row['basis']}){lacking}")
    for path in calendar_files(given.out, year, place, language=given.language):
        print(path)
    return DONE
