"""The language of the command line: help, messages and errors as the reader's environment asks.

The English text in the code is the key, as on the pages. Texts that were put together before they
get here (errors) are compared with the templates of the catalogue, ``{name}`` by ``{name}``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence

from stratanalysis.findings import Finding
from stratanalysis.language import LANGUAGES
from stratanalysis.language import language as get_language
from stratanalysis.messages import error_text, finding_lines, finding_text

__all__ = [
    "listed",
    "message",
    "reader",
    "said_error",
    "said_finding",
    "speak",
    "spoken",
    "translate_help",
    "translated",
    "translated_parser",
]

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_UKRAINIAN = 0x0422


class _Reader:
    code = "en"


def reader() -> str:
    """Code of the language in which the command line speaks now."""
    return _Reader.code


def spoken(arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> str:
    """Find the language: ``--language`` in the call, else the environment's, else English.

    Parameters
    ----------
    arguments : sequence of str
    environment : mapping, optional
        That of the process by default; the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that is
        set decides, on Windows else the language of its windows.

    Examples
    --------
    >>> spoken(["check", "x"], {"LANG": "uk_UA.UTF-8"}), spoken(["--language=en"], {"LANG": "uk"})
    ('uk', 'en')
    """
    for at, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if name == "--language":
            value = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            if value in LANGUAGES:
                return value
    surroundings = os.environ if environment is None else environment
    for variable in _VARIABLES:
        value = surroundings.get(variable, "")
        if value:
            return "uk" if value.lower().startswith("uk") else "en"
    return "uk" if environment is None and _windows_language() == _UKRAINIAN else "en"


def _windows_language() -> int:
    """Number of the language of Windows; 0 on other systems, which set the environment."""
    import ctypes

    windows = getattr(ctypes, "windll", None)
    return int(windows.kernel32.GetUserDefaultUILanguage()) if windows else 0


def speak(code: str) -> None:
    """Set the language of everything that :func:`message` says from now on."""
    _Reader.code = code


def message(template: str, /, **values: object) -> str:
    """Say a message of the command line in the reader's language."""
    return get_language(reader()).text(template, **values)


def translated(text: str) -> str:
    """Translate a text that may have been filled in already; unknown texts stay as they are."""
    return get_language(reader()).filled(text)


def said_error(error: BaseException) -> str:
    """Say an error in the reader's language: what, where, what was expected, what to do."""
    return error_text(error, reader())


def said_finding(finding: Finding) -> str:
    """Say a finding in the reader's language, with its place and the code of its check."""
    return finding_text(finding, reader())


def listed(findings: Sequence[Finding]) -> list[str]:
    """Say findings, one a line; of one check in one file the first five, and how many more."""
    return finding_lines(findings, reader())


@contextlib.contextmanager
def translated_parser() -> Iterator[None]:
    """Let argparse say its own words ("usage:", "required") in the reader's language."""
    before = argparse._, argparse.ngettext  # type: ignore[attr-defined]

    def say(text: str) -> str:
        return get_language(reader()).text(text) if text else text

    def plural(one: str, many: str, count: int) -> str:
        return say(one if count == 1 else many)

    argparse._, argparse.ngettext = say, plural  # type: ignore[attr-defined]
    try:
        yield
    finally:
        argparse._, argparse.ngettext = before  # type: ignore[attr-defined]


def translate_help(parser: argparse.ArgumentParser) -> None:
    """Translate the help of a parser and of all its commands, and give each ``--language``."""
    for group in parser._action_groups:
        group.title = translated(group.title or "") or None
    parser.description = translated(parser.description or "") or None
    parser.epilog = translated(parser.epilog or "") or None
    names = {name for action in parser._actions for name in action.option_strings}
    if "--language" not in names:
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            dest="spoken",
            default=None,
            help="language of the messages (default: that of the environment)",
        )
    for action in parser._actions:
        if action.help and action.help is not argparse.SUPPRESS:
            action.help = translated(action.help)
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                choice.help = translated(choice.help or "")
            for command in dict.fromkeys(action.choices.values()):
                translate_help(command)
