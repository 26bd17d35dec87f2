"""Answers that are not Python: read where they can be, explained in the reader's language else."""

from __future__ import annotations

import ast
import builtins
import re
import sys
import warnings
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from stratanalysis.language import language as get_language
from stratanalysis.workshop.formulas import with_python_signs

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["NotPythonError", "as_python", "explained", "listen"]


class NotPythonError(Exception):
    """A cell that cannot be read; in a notebook it shows one plain line."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the message alone."""
        return [str(self)]


_ITEMS = frozenset({"wrong-lines", "moved-drivers", "measurable", "missing-parts"})
_TEXTS = frozenset({"title", "alternative"})
_CHECK = re.compile(
    r"^(?P<head>\s*shop\.check\(\s*[\"'](?P<exercise>[\w-]+)[\"']\s*,\s*)(?P<value>.+?)"
    r"(?P<tail>\)\s*;?\s*)$"
)
_NAMED = re.compile(
    r"^\s*(?P<name>[aа]nsw[eе]r|відповідь|mine)\s*(?::=|==?|:)(?P<value>.*)$", re.IGNORECASE
)
_QUOTES = "\"'`«»“”„‘’‚"
_LIKE_LATIN = str.maketrans("аеорсухікАЕОРСХІКМТВН", "aeopcyxikAEOPCXIKMTBH")


def as_python(source: str, language: str, known: Collection[str] | None = None) -> str:
    """Make a cell with an answer readable: ``answer = -5,8 %`` becomes ``answer = "-5,8 %"``.

    Parameters
    ----------
    source : str
        The cell as it was written.
    language : {"uk", "en"}
    known : collection of str, optional
        Names that the notebook has; others within an answer are words. None: every Latin name.

    Returns
    -------
    str
        The cell itself where it is Python already and can mean nothing else; where it cannot be
        mended, a cell that raises :class:`NotPythonError` with the reason.

    Examples
    --------
    >>> as_python("answer = 16,6 млн", "uk")
    'answer = "16,6 млн"'
    >>> cell = "answer = 0,6*0,3 + 0,4*0,9" + chr(10) + "shop.check('weights', answer)"
    >>> as_python(cell, "uk").split(chr(10))[0]
    'answer = "0,6*0,3 + 0,4*0,9"'
    """
    if "answer" not in source and "shop.check" not in source and not _NAMED.match(source):
        return source
    lines = source.split("\n")
    call = next(((n, m) for n, line in enumerate(lines) if (m := _CHECK.match(line))), None)
    exercise = call[1]["exercise"] if call else ""
    found = _blank(lines, call[0] if call else len(lines))
    if found is not None:
        start, stop, name, value = found
        read = f"{name} = {_read(value, exercise, known)}"
        if read != "\n".join(lines[start:stop]):
            lines[start:stop] = [read]
    elif call and call[1]["value"] not in ("answer", "mine"):
        lines[call[0]] = (
            call[1]["head"] + _read(call[1]["value"], exercise, known) + call[1]["tail"]
        )
    mended = "\n".join(lines)
    try:
        ast.parse(mended)
    except (SyntaxError, ValueError) as error:
        text = explained(error, language)
        return (
            "from stratanalysis.workshop.mistyped import NotPythonError\n"
            f"raise NotPythonError({text!r})"
        )
    return mended


def _blank(lines: list[str], end: int) -> tuple[int, int, str, str] | None:
    """The lines that hold the answer, its name and what was written; None where there is none."""
    written = _assigned(lines)
    if written is not None:
        return written
    for start, line in enumerate(lines[:end]):
        match = _NAMED.match(line)
        if match is None:
            continue
        name = "mine" if match["name"].lower() == "mine" else "answer"
        stop = start + 1
        while stop < end and _goes_on(lines[start:stop], name) and not _begins(lines[stop]):
            stop += 1
        if name == "answer" and match["value"].strip() == "mine":
            return None
        value = "\n".join([match["value"], *lines[start + 1 : stop]]).strip()
        return start, stop, name, value
    bare = [n for n, line in enumerate(lines[:end]) if line.strip() and line.strip()[0] != "#"]
    if bare and end < len(lines) and not any("=" in lines[n] or "import" in lines[n] for n in bare):
        return bare[0], bare[-1] + 1, "answer", "\n".join(lines[bare[0] : bare[-1] + 1]).strip()
    return None


def _assigned(lines: list[str]) -> tuple[int, int, str, str] | None:
    """The same of a cell that is Python as a whole: the last value that the answer gets."""
    source = "\n".join(lines)
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return None
    for node in reversed(body):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("answer", "mine") and getattr(node.value, "id", "") != "mine":
                value = ast.get_source_segment(source, node.value) or ""
                return node.lineno - 1, node.end_lineno or node.lineno, name, value
    return None


def _goes_on(lines: list[str], name: str) -> bool:
    """Whether the lines of an answer are not complete: nothing behind =, or not closed."""
    text = "\n".join(lines)
    if _parses(text):
        return False
    return name == "mine" or text.rstrip().endswith("=") or _open(text)


def _begins(line: str) -> bool:
    """Whether a line is a statement of the lesson, not what is left of an answer."""
    return bool(re.match(r"\s*(?:shop\.|answer\s*=|mine\s*=|example\s*=)", line))


def _read(value: str, exercise: str, known: Collection[str] | None) -> str:
    """What was written as an answer, as a Python expression that means the same."""
    if exercise != "own-assumption" and exercise not in _TEXTS:
        value = re.sub(r"\s+#[^\"']*$", "", value)
    value = re.sub(r"^(?:\.\.\.|\[\.\.\.\]|…)\s*(?=[^\s.…])", "", value)
    value = re.sub(r"^\[\s*(?:\.\.\.|…)\s*,?\s*(?=[^\s\]])", "[", value)
    if value in ("", "…", "[…]"):
        return "..."
    tree = _expression(value)
    if isinstance(tree, (ast.JoinedStr, ast.Attribute)) or value == "...":
        return value
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        return value
    if exercise == "own-assumption":
        return value if tree is not None else repr(value.strip(_QUOTES))
    if exercise in _TEXTS:
        return value if tree is not None and _names(tree, known) else _quoted(value.strip(_QUOTES))
    if exercise in _ITEMS:
        return value if tree is not None and _is_list(tree, known) else _quoted(value)
    return _number(value, tree, known)


def _number(value: str, tree: ast.expr | None, known: Collection[str] | None) -> str:
    """A number or formula; one of numbers alone is quoted where its signs are not Python's."""
    odd = re.search(r"\d,\d|\^|\d\s*%", value) is not None
    code = with_python_signs(_latin(value, known))
    mended = _expression(code)
    if mended is not None and _names(mended, known):
        return code if odd or tree is None else value
    if tree is not None and not odd and not _unknown(tree, known):
        return value
    if _open(value) and tree is None:
        return value
    return _quoted(value.strip(_QUOTES) if "[" not in value else value)


def _latin(value: str, known: Collection[str] | None) -> str:
    """Names with Cyrillic letters that look Latin, as the notebook knows them."""

    def mend(match: re.Match[str]) -> str:
        name = match[0].translate(_LIKE_LATIN)
        return name if known is not None and name in known else match[0]

    return re.sub(r"[^\W\d]\w*", mend, value)


def _expression(source: str) -> ast.expr | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _all_names(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _names(tree: ast.expr, known: Collection[str] | None) -> bool:
    """Whether an expression works with names of the notebook."""
    names = {name for name in _all_names(tree) if name.isascii()}
    return bool(names) if known is None else any(name in known for name in names)


def _unknown(tree: ast.expr, known: Collection[str] | None) -> bool:
    """Whether all its names are words: Cyrillic ones, as in "minus" and "осіб"."""
    names = _all_names(tree)
    return bool(names) and known is not None and all(not name.isascii() for name in names)


def _is_list(tree: ast.expr, known: Collection[str] | None) -> bool:
    """Whether a choice is a list of plain values, or made with names of the notebook."""
    if any(isinstance(node, ast.comprehension) for node in ast.walk(tree)):
        return True
    if known is not None and any(name in known for name in _all_names(tree)):
        return True
    parts = tree.elts if isinstance(tree, (ast.List, ast.Tuple, ast.Set)) else [tree]
    return all(isinstance(part, ast.Constant) for part in parts)


def _open(source: str) -> bool:
    """Whether a bracket is not closed: a slip that is explained, not read."""
    return any(source.count(a) != source.count(b) for a, b in ("()", "[]", "{}"))


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{plain.strip()}"'


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
        names = {*shell.user_ns, *dir(builtins)}
        return as_python("".join(lines), language, names).splitlines(keepends=True)

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
