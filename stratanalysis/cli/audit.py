"""``stratanalysis audit``: a document's own numbers, dates, numbering and consistency."""

from __future__ import annotations

import argparse

from stratanalysis.cli.options import DONE, Commands, data_option, language_option
from stratanalysis.errors import InvalidInputError

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "audit",
        help="check a document's own numbers, dates, numbering and consistency",
        description="Check the arithmetic, dates, numbering and completeness of a planning "
        "document, and what it states against official data. The exit status is 1 where there are "
        "findings of the severity of --fail-on.",
    )
    command.add_argument(
        "target",
        nargs="?",
        metavar="DOCUMENT|COMMUNITY",
        help="a document, or a community (slug, code)",
    )
    command.add_argument(
        "--explain", metavar="CHECK", help="say what a check does and how often it was right"
    )
    command.add_argument(
        "--format", choices=("table", "csv", "html", "json"), default="table", help="form of output"
    )
    language_option(command)
    command.add_argument(
        "--fail-on",
        choices=("error", "warning", "never"),
        default="error",
        help="least severity that makes the exit status 1",
    )
    command.add_argument(
        "--community",
        metavar="SLUG",
        help="whose document it is (default: the community that names the file)",
    )
    data_option(command)
    command.set_defaults(run=_audit)


def _audit(given: argparse.Namespace) -> int:
    from stratanalysis.audit import audit_command

    if given.explain is not None:
        from stratanalysis.audit.precision import explain

        print(explain(given.explain))
        return DONE
    if given.target is None:
        raise InvalidInputError(
            "nothing to audit was named", where="audit", expected="a document or a community"
        )
    return audit_command(
        given.target,
        format=given.format,
        language_code=given.language,
        fail_on=given.fail_on,
        data=given.data,
        community=given.community,
    )
