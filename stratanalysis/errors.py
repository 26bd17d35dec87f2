"""Errors of the library: each says what, where, what was expected and what to do next.

Problems in a *call* (an unknown name, an impossible year) raise one of these at once.
Problems in *data* are collected as :class:`stratanalysis.findings.Finding` and raised
together as :class:`DataError` only when the work cannot go on.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

if TYPE_CHECKING:
    from stratanalysis.findings import Finding

P = ParamSpec("P")
R = TypeVar("R")

__all__ = [
    "AnswersAttributes",
    "DataError",
    "InvalidInputError",
    "MissingInputError",
    "StratanalysisError",
    "UnknownArgumentError",
    "UnknownAttributeError",
    "UnknownNameError",
    "UnreadableFileError",
    "answers_arguments",
]


class StratanalysisError(Exception):
    """Base of all errors that the library raises on purpose.

    Parameters
    ----------
    what : str
        What is wrong, one sentence without the final stop.
    where : str, optional
        File and line, sheet and cell, or parameter.
    expected : str, optional
        What would have been right.
    do : str, optional
        What the user can do next.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        do: str | None = None,
    ) -> None:
        self.what = what
        self.where = where
        self.expected = expected
        self.do = do
        parts = [f"{where}: {what}" if where else what]
        if expected:
            parts.append(f"expected {expected}")
        if do:
            parts.append(do)
        super().__init__("; ".join(parts))

    def __str__(self) -> str:
        return str(self.args[0])

    if not TYPE_CHECKING:  # of a builtin it is a list that callers may write into

        @property
        def __notes__(self) -> list[str]:
            """What Python and Jupyter print below the message: the same in the language in use."""
            own = importlib.import_module("stratanalysis.messages").notes(self)
            return [*own, *self.__dict__.get("_added", ())]

        @__notes__.setter
        def __notes__(self, notes: list[str]) -> None:
            own = importlib.import_module("stratanalysis.messages").notes(self)
            self.__dict__.pop("_added", None)
            if added := [note for note in notes if note not in own]:
                self.__dict__["_added"] = added

        def add_note(self, note: str) -> None:
            """Add a note below the message, as Python does."""
            self.__dict__.setdefault("_added", []).append(note)

    def __reduce__(self) -> tuple[object, ...]:
        # errors come back whole from other processes, whatever their own parameters are
        return _restored, (type(self), self.args, self.__dict__)


def _restored(
    cls: type[StratanalysisError], args: tuple[object, ...], state: dict[str, object]
) -> StratanalysisError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InvalidInputError(StratanalysisError, ValueError):
    """A value given in a call cannot be used."""


class UnreadableFileError(InvalidInputError):
    """A file is damaged, protected, too large or of a format that is not read."""


class MissingInputError(StratanalysisError, FileNotFoundError):
    """A file or folder that the work needs is not there."""


class UnknownNameError(StratanalysisError, KeyError):
    """A name (community, scenario, driver, option) is none of those that exist.

    Parameters
    ----------
    kind : str
        What sort of name, for instance ``"scenario"``.
    name : str
        The name that was given.
    known : iterable of str
        The names that exist; all of them are listed, the nearest are suggested first. Of a mapping
        to objects with a `label`, such as drivers, the labels are listed too.
    where : str, optional
        Where the name was read.
    labels : mapping of str to str, optional
        What a reader calls a name, in English; the catalogues have it in Ukrainian.

    Examples
    --------
    >>> print(UnknownNameError("variable", "births", ["deaths"], labels={"deaths": "Deaths"}))
    unknown variable 'births'; expected one of: Deaths (deaths)
    """

    def __init__(
        self,
        kind: str,
        name: object,
        known: Iterable[object],
        *,
        where: str | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.name = str(name)
        entries = dict(known) if isinstance(known, Mapping) else {}
        found = {str(key): getattr(entry, "label", "") for key, entry in entries.items()}
        texts = {key: label for key, label in found.items() if isinstance(label, str)}
        self.labels = texts | dict(labels or {})  # labels by language are no keys of a catalogue
        self.known: Sequence[str] = sorted(str(item) for item in known)
        self.near = difflib.get_close_matches(self.name, self.known, n=3)
        hint = f"did you mean {' or '.join(map(repr, self.near))}?" if self.near else None
        listed = ", ".join(self.titled(self.known[:30])) or "none"
        if len(self.known) > 30:
            listed += f" and {len(self.known) - 30} more"
        super().__init__(
            f"unknown {kind} {self.name!r}", where=where, expected=f"one of: {listed}", do=hint
        )

    def titled(self, names: Iterable[str], say: Callable[[str], str] = str) -> list[str]:
        """Names as a reader knows them: ``Net migration (net_migration_rate)``.

        Parameters
        ----------
        names : iterable of str
        say : callable
            Translates a label.
        """
        titles = {name: self.labels.get(name) for name in names}
        return [f"{say(title)} ({name})" if title else name for name, title in titles.items()]


class UnknownAttributeError(StratanalysisError, AttributeError):
    """An attribute that an object does not have, with the call that does the same.

    Parameters
    ----------
    owner : object
        The object, or the module, that was asked.
    name : str
        The attribute.
    instead : mapping of str to str, optional
        What to write instead of a name that other libraries use.

    Examples
    --------
    >>> print(UnknownAttributeError((), "indx"))
    tuple: no attribute 'indx'; did you mean 'index'?
    >>> print(UnknownAttributeError(1.5, "to_csv", {"to_csv": "str(number)"}))
    float: no attribute 'to_csv'; write str(number)
    """

    def __init__(self, owner: object, name: str, instead: Mapping[str, str] | None = None) -> None:
        near = difflib.get_close_matches(name, [n for n in dir(owner) if n[0] != "_"], n=3)
        do = f"did you mean {' or '.join(map(repr, near))}?" if near else None
        if instead and name in instead:
            do = f"write {instead[name]}"
        kind = getattr(owner, "__name__", type(owner).__name__)
        super().__init__(f"no attribute {name!r}", where=kind, do=do)


class UnknownArgumentError(StratanalysisError, TypeError):
    """A keyword that a function does not take, with the one that it does."""


def answers_arguments(**instead: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function answer an unknown keyword with the nearest, or with what to write.

    Parameters
    ----------
    **instead : str
        What to write instead of a keyword that other libraries use.

    Examples
    --------
    >>> @answers_arguments(years="horizon=10")
    ... def project(*, horizon=15):
    ...     return horizon
    >>> try:
    ...     project(horizn=3)
    ... except UnknownArgumentError as error:
    ...     print(error)
    project: no parameter 'horizn'; expected one of: horizon; did you mean 'horizon'?
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        known = [
            name
            for name, parameter in signature.parameters.items()
            if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        ]
        own, _, method = function.__qualname__.rpartition(".")
        shown = own if method == "__init__" else function.__name__
        named = [name for name in known if name != "self"]
        needed = [n for n in named if signature.parameters[n].default is inspect.Parameter.empty]

        @functools.wraps(function)
        def call(*args: P.args, **keywords: P.kwargs) -> R:
            for name in keywords:
                if name not in known:
                    near = difflib.get_close_matches(name, named, n=1)
                    do = f"did you mean {near[0]!r}?" if near else None
                    if name in instead:
                        do = f"write {instead[name]}"
                    raise UnknownArgumentError(
                        f"no parameter {name!r}",
                        where=shown,
                        expected=f"one of: {', '.join(named)}",
                        do=do,
                    )
            try:
                signature.bind(*args, **keywords)
            except TypeError as error:
                raise UnknownArgumentError(
                    str(error), where=shown, expected=f"all of: {', '.join(needed)}"
                ) from None
            return function(*args, **keywords)

        return call

    return decorate


class AnswersAttributes:
    """A class whose objects answer an unknown attribute with the nearest or the right name.

    An attribute that DataFrames have is answered with the object's own DataFrame, `_FRAME`.
    """

    __slots__ = ()
    _INSTEAD: ClassVar[Mapping[str, str]] = {}
    _FRAME: ClassVar[str] = ""
    _WRITTEN: ClassVar[str] = ""

    if not TYPE_CHECKING:  # a type checker must still see that the attribute is not there

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or hasattr(type(self), name):
                return object.__getattribute__(self, name)  # its own error
            instead = self._INSTEAD
            if self._FRAME and name not in instead:
                frame = importlib.import_module("pandas").DataFrame
                instead = {name: f"{self._FRAME}.{name}"} if hasattr(frame, name) else instead
            raise UnknownAttributeError(self, name, instead)

        def __setitem__(self, key: object, value: object) -> None:
            raise InvalidInputError(
                f"{type(self).__name__} is not written into",
                where=f"[{key!r}] = ...",
                do=f"write {self._WRITTEN}" if self._WRITTEN else None,
            )


class DataError(StratanalysisError, ValueError):
    """Data that cannot be used, with every problem found, not only the first.

    Parameters
    ----------
    what : str
        What could not be done because of the problems.
    findings : sequence of Finding
        All problems, in the order of their places.
    """

    def __init__(self, what: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = [f"{what}: {len(self.findings)} problem(s)"]
        lines += [f"  {finding}" for finding in self.findings]
        super().__init__("\n".join(lines))
        self.what = what
