"""Answers that are not Python: read where they can be, explained in the reader's language else."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, Any

from stratanalysis.language import language as get_language

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["NotPythonError", "as_python", "explained", "listen"]

_BLANK = re.compile(r"^(?P<name>answer|mine)\s*=\s*(?P<value>[^\"'#\n=]+?)\s*(?:#.*)?$")
_COMMA = re.compile(r"^[-+\u2212\u2013]?\s*\d+,\d+$")


class NotPythonError(Exception):
    """A cell that cannot be read; in a notebook it shows one plain line."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the message alone."""
        return [str(self)]


def as_python(source: str, language: str) -> str:
    """Make a cell with an answer readable: ``answer = -5,8 %`` becomes ``answer = "-5,8 %"``.

    Parameters
    ----------
    source : str
        The cell as it was written.
    language : {"uk", "en"}

    Returns
    -------
    str
        The cell itself where it is Python already; where it cannot be mended, a cell that raises
        :class:`NotPythonError` with the reason.

    Examples
    --------
    >>> as_python("answer = 16,6 млн", "uk")
    'answer = "16,6 млн"'
    """
    lines = source.split("\n")
    for number, line in enumerate(lines):
        match = _BLANK.match(line)
        if match and (_COMMA.match(match["value"]) or not (_parses(line) or _open(line))):
            lines[number] = f"{match['name']} = {_quoted(match['value'])}"
    mended = "\n".join(lines)
    try:
        ast.parse(mended)
    except (SyntaxError, ValueError) as error:
        if "answer" not in source and "shop." not in source:
            return source
        text = explained(error, language)
        return (
            "from stratanalysis.workshop.mistyped import NotPythonError\n"
            f"raise NotPythonError({text!r})"
        )
    return mended


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _open(source: str) -> bool:
    """Whether a bracket is not closed: a slip that is explained, not read."""
    return source.count("(") != source.count(")") or source.count("[") != source.count("]")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def explained(error: BaseException, language: str) -> str:
    """Explain an error of a learner's own line.

    Parameters
    ----------
    error : BaseException
    language : {"uk", "en"}

    Returns
    -------
    str
        One or two sentences: what is wrong and what to write instead.
    """
    say = get_language(language).text
    if isinstance(error, SyntaxError):
        words = str(error.msg)
        where = say("Line {line} cannot be read.", line=error.lineno or 1)
        if "was never closed" in words or "unmatched" in words or "does not match" in words:
            return f"{where} " + say("Each bracket that opens must close: ( ), [ ].")
        if "string" in words:
            return f"{where} " + say('Words are written between two quotes: "…".')
        if "leading zeros" in words or "decimal" in words:
            return f"{where} " + say("Write the number in quotes or with a point: 0.05.")
        return f"{where} " + say(
            "Write the answer after the sign =: a number (0.05), words in quotes, "
            "or a list in square brackets."
        )
    if isinstance(error, NameError):
        name = getattr(error, "name", None) or ""
        return say(
            "Python does not know the name {name}. Words and letters are written in quotes; if it "
            "is a table of the lesson, run the cells above first.",
            name=name,
        )
    if isinstance(error, ZeroDivisionError):
        return say("Divided by zero: look at what is divided by what.")
    if isinstance(error, TypeError) and "^" in str(error):
        return say("A power is written with two stars: 2 ** 3.")
    if isinstance(error, TypeError) and "not callable" in str(error):
        return say("A sign is missing before the bracket: write * to multiply.")
    if isinstance(error, (KeyError, IndexError)):
        return say("There is no {name} here; look at the table above.", name=error)
    return say("The calculation does not work: {error}. Compare it with the formula.", error=error)


def listen(language: str) -> None:
    """In a notebook, read learners' answers and explain their errors in their language."""
    if "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    attach(shell, language)


def attach(shell: Any, language: str) -> None:
    """Attach the reading of answers to a shell of IPython; once more replaces the language."""

    def read(lines: list[str]) -> list[str]:
        return as_python("".join(lines), language).splitlines(keepends=True)

    read.__name__ = "stratanalysis_answers"
    shell.input_transformers_post[:] = [
        entry
        for entry in shell.input_transformers_post
        if getattr(entry, "__name__", "") != read.__name__
    ] + [read]

    def show(
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> list[str]:
        last = trace
        while last.tb_next is not None:
            last = last.tb_next
        own = "ipython-input" in last.tb_frame.f_code.co_filename or "ipykernel" in (
            last.tb_frame.f_code.co_filename
        )
        lines = (
            [explained(error, language)]
            if own
            else shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
        )
        shell._showtraceback(kind, error, lines)
        return list(lines)

    shell.set_custom_exc(
        (NameError, TypeError, ZeroDivisionError, KeyError, IndexError, ValueError), show
    )
