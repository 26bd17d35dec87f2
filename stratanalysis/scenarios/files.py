"""The scenario file: TOML that a person edits, every problem with its line."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from stratanalysis.errors import (
    DataError,
    MissingInputError,
    StratanalysisError,
    UnknownNameError,
)
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import LANGUAGES
from stratanalysis.scenarios.drivers import STATED_DRIVERS
from stratanalysis.scenarios.path_data import path_from_mapping
from stratanalysis.scenarios.places import Places
from stratanalysis.scenarios.scenario import (
    SOURCE_KINDS,
    Assumption,
    Claim,
    Clause,
    Correlation,
    Range,
    Scenario,
    Scenarios,
)
from stratanalysis.scenarios.stated_numbers import finite, whole
from stratanalysis.scenarios.variables import UNITS, VARIABLE_TITLES
from stratanalysis.toml_faults import fault_of

__all__ = ["MAX_CHARACTERS", "read_scenarios"]

MAX_CHARACTERS = 2 * 2**20
"""Most characters of a scenario file."""
_YEARS = range(1900, 2201)
_LINES = 10_000_000
_CHAIN = 50

T = TypeVar("T")
D = TypeVar("D", Assumption, Range)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_scenarios(source: Path | str, *, document: str = "scenarios.toml") -> Scenarios:
    """Read scenarios from a TOML file or its text.

    Parameters
    ----------
    source : pathlib.Path or str
        A file, or the text itself; a text of one line that ends in ``.toml`` is a file's path.
    document : str
        File name for the messages when text is given.

    Raises
    ------
    MissingInputError
        No such file.
    DataError
        Every problem with its line: unknown keys, drivers or paths, numbers that are not finite,
        two paths for one driver, a base that does not exist, scenarios that start from each other,
        ranges that do not hold their path, correlations outside −1 to 1.

    Examples
    --------
    >>> list(read_scenarios('baseline = { label = { uk = "Базовий", en = "Baseline" } }'))
    ['baseline']
    """
    if isinstance(source, str) and "\n" not in source and source.strip().endswith(".toml"):
        source = Path(source.strip())
    if isinstance(source, Path):
        if not source.is_file():
            raise MissingInputError(
                "no such file",
                where=str(source),
                expected="a scenario file, or the text of one",
            )
        document = source.name
        content = source.read_bytes()
        try:
            # Line ends as an editor counts them, so that every line number is the editor's.
            source = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            why = "the file is not UTF-8 text (byte {byte}); save it as UTF-8"
            line = content.count(b"\n", 0, error.start) + 1
            finding = Finding(
                "encoding", Severity.ERROR, Source(document, line), why, {"byte": error.start}
            )
            raise DataError(f"{document} cannot be used", [finding]) from error
    reader = _Reader(source, document)
    scenarios = reader.read()
    if reader.findings:
        raise DataError(f"{document} cannot be used", reader.findings)
    return scenarios


class _Reader:
    """Turns the text into scenarios and collects every problem with its line."""

    def __init__(self, text: str, document: str) -> None:
        self.text = text
        self.document = document
        self.findings: list[Finding] = []
        self.lines: dict[tuple[str, str], int] = {}
        self.places = Places(text)
        self.unknown: dict[str, UnknownNameError] = {}

    def read(self) -> Scenarios:
        if len(self.text) > MAX_CHARACTERS:
            why = "the file has {count} characters; expected at most {most}"
            self._problem("too-large", 1, why, count=len(self.text), most=MAX_CHARACTERS)
            return Scenarios(MappingProxyType({}))
        try:
            raw = tomllib.loads(self.text)
        except RecursionError:
            self._problem("toml", 1, "the tables of the file are nested too deeply")
            return Scenarios(MappingProxyType({}))
        except ValueError as error:  # also a number of thousands of digits
            fault = fault_of(self.text, error)
            self._problem("toml", fault.line, fault.why, **fault.fields)
            return Scenarios(MappingProxyType({}))
        scenarios = {name: self._scenario(name, body) for name, body in raw.items()}
        self._check_bases(scenarios)
        return Scenarios(MappingProxyType(scenarios), self.text, MappingProxyType(self.lines))

    def _problem(self, check: str, line: int, why: str, /, **values: object) -> None:
        source = Source(self.document, line)
        self.findings.append(Finding(check, Severity.ERROR, source, why, values))

    def _line(self, header: str, index: int = 0) -> int:
        """Line of the nth table header, counted from 1; else that of the key, or of its table."""
        found = self.places.headers.get(header, ())
        return found[index] if index < len(found) else self.places.key(header)

    def _scenario(self, name: str, body: Any) -> Scenario:
        line = self._line(name)
        self.lines[name, ""] = line
        if not _NAME.fullmatch(name) or not isinstance(body, dict):
            why = "a scenario is a table with a name of small Latin letters, not {name!r}"
            self._problem("scenario-name", line, why, name=name)
            return Scenario(name)
        known = {
            "label", "base", "assumption", "clause", "claim", "what_if", "range", "correlation",
        }  # fmt: skip
        for key in sorted(set(body) - known):
            expected = ", ".join(sorted(known))
            why = "the key {key!r} is not known here; expected {expected}"
            self._problem("unknown-key", line, why, key=f"{name}.{key}", expected=expected)
        if not isinstance(body.get("what_if", False), bool):
            self._problem("what-if", line, "what_if must be true or false, without quotes")
        label = self._both(body.get("label"), line, f"{name}.label")
        assumptions = self._all(name, body, "assumption", self._assumption)
        taken = self._one_each(name, "assumption", assumptions)
        for line_of, assumption in assumptions:
            self.lines.setdefault((name, assumption.driver), line_of)
            if assumption.is_change and not body.get("base"):
                why = "a change needs a base scenario; give a path, or name the base"
                self._problem("change-without-base", line_of, why)
        ranges = self._one_each(name, "range", self._all(name, body, "range", self._range))
        return Scenario(
            name,
            tuple(taken.values()),
            str(body.get("base", "")),
            label,
            tuple(entry for _, entry in self._all(name, body, "clause", self._clause)),
            tuple(entry for _, entry in self._all(name, body, "claim", self._claim)),
            bool(body.get("what_if", False)),
            tuple(ranges.values()),
            tuple(entry for _, entry in self._all(name, body, "correlation", self._correlation)),
        )

    def _all(
        self, name: str, body: Mapping[str, Any], key: str, make: Callable[..., T | None]
    ) -> list[tuple[int, T]]:
        """Read every entry of an array of tables, with its line; what is unreadable is left out."""
        found: list[tuple[int, T]] = []
        entries = body.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            why = "{key} must be written as tables: [[{key}]]"
            self._problem("not-tables", self._line(name), why, key=f"{name}.{key}")
            return found
        for index, entry in enumerate(entries):
            line = self._line(f"{name}.{key}", index)
            made = make(entry, line)
            if made is not None:
                found.append((line, made))
        return found

    def _one_each(self, name: str, key: str, entries: Sequence[tuple[int, D]]) -> dict[str, D]:
        """Entries by driver; the second one of a driver is a problem."""
        taken: dict[str, D] = {}
        for line, entry in entries:
            if entry.driver in taken:
                why = "{driver} occurs twice in scenario {scenario}; join the two into one"
                self._problem(f"double-{key}", line, why, driver=entry.driver, scenario=name)
            else:
                taken[entry.driver] = entry
        return taken

    def _range(self, raw: Mapping[str, Any], line: int) -> Range | None:
        known = {
            "driver", "low", "high", "coverage", "persistence", "reason", "source", "source_kind",
        }  # fmt: skip
        self._unknown(raw, known, line)
        if not self._known_driver(raw, line):
            return None
        numbers = {
            key: raw.get(key, default)
            for key, default in (
                ("low", None),
                ("high", None),
                ("coverage", 0.8),
                ("persistence", 1.0),
            )
        }
        for key, value in numbers.items():
            if isinstance(value, bool) or not isinstance(value, float | int):
                why = "{key} of a range must be a number"
                self._problem("range", line, why, key=key)
                return None
        low, high, coverage, persistence = (float(value) for value in numbers.values())
        if not (
            math.isfinite(low) and math.isfinite(high) and low <= 0 <= high
            and 0 < coverage < 1 and 0 <= persistence <= 1
        ):  # fmt: skip
            why = (
                "a range needs low at or below 0 and high at or above 0 (deviations from the "
                "path), coverage between 0 and 1, persistence from 0 to 1"
            )
            self._problem("range", line, why)
            return None
        reason = self._both(raw.get("reason"), line, f"reason of {raw['driver']}")
        kind = self._kind(raw, line)
        source = str(raw.get("source", ""))
        return Range(raw["driver"], low, high, coverage, persistence, reason, kind, source)

    def _correlation(self, raw: Mapping[str, Any], line: int) -> Correlation | None:
        self._unknown(raw, {"between", "value", "reason"}, line)
        between, value = raw.get("between"), raw.get("value")
        if (
            not isinstance(between, list) or len(set(map(str, between))) != 2
            or len(between) != 2 or isinstance(value, bool)
            or not isinstance(value, float | int) or not -1 <= value <= 1
        ):  # fmt: skip
            why = "a correlation needs between (two drivers) and a value from -1 to 1"
            self._problem("correlation", line, why)
            return None
        known = [self._known_driver({"driver": name}, line) for name in between]
        if not all(known):
            return None
        reason = self._both(raw.get("reason"), line, "reason")
        return Correlation((str(between[0]), str(between[1])), float(value), reason)

    def _unknown(self, raw: Mapping[str, Any], known: set[str], line: int) -> None:
        for key in sorted(set(raw) - known):
            why = "the key {key!r} is not known here; expected {expected}"
            self._problem("unknown-key", line, why, key=key, expected=", ".join(sorted(known)))

    def _known_driver(self, raw: Mapping[str, Any], line: int) -> bool:
        name = str(raw.get("driver", ""))
        if name not in STATED_DRIVERS:
            self._problem("unknown-driver", line, "{message}", message=self._no_driver(name))
        return name in STATED_DRIVERS

    def _no_driver(self, name: str) -> UnknownNameError:
        """The message for an unknown driver; the nearest names are looked for once."""
        if name not in self.unknown:
            self.unknown[name] = UnknownNameError("driver", name, STATED_DRIVERS)
        return self.unknown[name]

    def _kind(self, raw: Mapping[str, Any], line: int) -> str:
        kind = str(raw.get("source_kind", "judgement"))
        if kind not in SOURCE_KINDS:
            message = UnknownNameError("source_kind", kind, SOURCE_KINDS)
            self._problem("source-kind", line, "{message}", message=message)
        return kind

    def _assumption(self, raw: Mapping[str, Any], line: int) -> Assumption | None:
        known = {"driver", "path", "change", "unit", "reason", "source", "source_kind"}
        self._unknown(raw, known, line)
        if not self._known_driver(raw, line):
            return None
        name = str(raw["driver"])
        if raw.get("unit") != STATED_DRIVERS[name].unit:
            why = "{driver} is in {unit!r}; expected the unit {expected!r}"
            expected = STATED_DRIVERS[name].unit
            self._problem(
                "unit", line, why, driver=name, unit=raw.get("unit", ""), expected=expected
            )
        kind = self._kind(raw, line)
        if ("path" in raw) == ("change" in raw):
            self._problem("path", line, "{driver} needs either a path or a change", driver=name)
            return None
        try:
            path = path_from_mapping(raw.get("path", raw.get("change", {})))
        except StratanalysisError as error:
            self._problem("path", line, "{driver}: {error}", driver=name, error=error)
            return None
        reason = self._both(raw.get("reason"), line, f"reason of {name}")
        return Assumption(name, path, "change" in raw, reason, kind, str(raw.get("source", "")))

    def _clause(self, raw: Mapping[str, Any], line: int) -> Clause | None:
        self._unknown(raw, {"number", "document", "line", "moves", "reason"}, line)
        moves = raw.get("moves", [])
        if not isinstance(moves, list) or not all(isinstance(name, str) for name in moves):
            why = 'moves must be a list of drivers, as ["net_migration_rate"], or be left out'
            self._problem("clause", line, why)
            return None
        for name in moves:
            if name not in STATED_DRIVERS:
                self._problem("unknown-driver", line, "{message}", message=self._no_driver(name))
        try:
            number, where = whole(raw["number"], _LINES), whole(raw["line"], _LINES)
            document = str(raw["document"])
        except (KeyError, ValueError, TypeError, OverflowError):
            self._problem("clause", line, "a clause needs number, document and line")
            return None
        return Clause(
            number, document, where, tuple(moves), self._both(raw.get("reason"), line, "reason")
        )

    def _claim(self, raw: Mapping[str, Any], line: int) -> Claim | None:
        known = {"variable", "value", "from_year", "after_years", "document", "line"}
        self._unknown(raw, known, line)
        try:
            first, last = (whole(years, 200) for years in raw["after_years"])
            claim = Claim(
                str(raw["variable"]),
                finite(raw["value"]),
                whole(raw["from_year"], _YEARS[-1]),
                (first, last),
                str(raw["document"]),
                whole(raw["line"], _LINES),
            )
            if claim.from_year not in _YEARS:
                raise ValueError
        except (KeyError, ValueError, TypeError, OverflowError):
            why = (
                "a claim needs variable, value, from_year, after_years (two numbers), document "
                "and line"
            )
            self._problem("claim", line, why)
            return None
        if claim.variable not in UNITS:
            message = UnknownNameError(
                "variable of a projection", claim.variable, UNITS, labels=VARIABLE_TITLES
            )
            self._problem("claim", line, "{message}", message=message)
            return None
        if not 0 < first <= last:
            self._problem("claim", line, "after_years must be two ascending numbers above 0")
            return None
        return claim

    def _both(self, raw: Any, line: int, what: str) -> Mapping[str, str]:
        if not isinstance(raw, dict) or set(raw) != set(LANGUAGES):
            self._problem("languages", line, "{what} needs words in both languages", what=what)
            return MappingProxyType({})
        return MappingProxyType({code: str(text) for code, text in raw.items()})

    def _check_bases(self, scenarios: Mapping[str, Scenario]) -> None:
        sound: set[str] = set()
        for name in scenarios:
            chain: dict[str, None] = {}
            at = name
            while at and at not in sound:
                if at in chain:
                    why = "the scenarios start from each other: {chain}"
                    names = [*list(chain)[:_CHAIN], at]
                    self._problem("base", self._line(name), why, chain=" from ".join(names))
                    break
                chain[at] = None
                base = scenarios[at].base
                if base and base not in scenarios:
                    if at == name:
                        known = list(scenarios)[:_CHAIN]
                        message = UnknownNameError("base scenario", base, known)
                        self._problem("base", self._line(name), "{message}", message=message)
                    break
                at = base
            else:
                sound.update(chain)
