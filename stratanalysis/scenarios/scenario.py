"""Assumptions and scenarios: drivers with their paths and reasons.

The baseline states every driver that needs one; other scenarios name the scenario they start from
(`base`) and only what differs: a `path` replaces the base's path, a `change` is added to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import LANGUAGES
from stratanalysis.scenarios.bounds import bounds_findings
from stratanalysis.scenarios.clauses import Claim, Clause
from stratanalysis.scenarios.drivers import DRIVERS, NATIONAL_TAX, STATED_DRIVERS, is_used
from stratanalysis.scenarios.paths import Constant, Path, Sum, Years, launched
from stratanalysis.tables.html import html_table

__all__ = [
    "SOURCE_KINDS",
    "Assumption",
    "Claim",
    "Clause",
    "Correlation",
    "Range",
    "Scenario",
    "Scenarios",
]

SOURCE_KINDS = ("clause", "statistic", "rule", "judgement")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A driver, its path, and why.

    Attributes
    ----------
    driver : str
        Name in :data:`stratanalysis.scenarios.drivers.STATED_DRIVERS`.
    path : Path
    is_change : bool
        Whether the path is added to the base scenario's (a difference) or replaces it.
    reason : mapping
        Why, by language code.
    source_kind : str
        ``clause`` of the strategy, ``statistic``, ``rule`` of law, or the analyst's ``judgement``.
    source : str
        Document and line, table, or act; may be empty for a judgement.

    Examples
    --------
    >>> Assumption("net_migration_rate", -0.01, reason="a question").path
    Constant(value=-0.01)
    """

    driver: str
    path: Path
    is_change: bool = False
    reason: Mapping[str, str] = field(default_factory=dict)
    source_kind: str = "judgement"
    source: str = ""

    def __post_init__(self) -> None:
        if self.driver not in STATED_DRIVERS:
            raise UnknownNameError("driver", self.driver, STATED_DRIVERS)
        path = Constant(self.path) if isinstance(self.path, int | float) else self.path
        if not isinstance(path, Path):
            raise InvalidInputError(
                f"the path is {path!r}",
                where=f"Assumption({self.driver!r}, path=...)",
                expected="a number, or a path such as Constant, Linear or Step",
            )
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "reason", _in_words(self.reason, "reason"))
        if self.source_kind not in SOURCE_KINDS:
            raise UnknownNameError("kind of source", self.source_kind, SOURCE_KINDS)

    @property
    def unit(self) -> str:
        """Unit of the driver."""
        return STATED_DRIVERS[self.driver].unit


@dataclass(frozen=True, slots=True)
class Range:
    """How far a driver may be from its path: for draws and for sensitivity.

    Attributes
    ----------
    driver : str
    low, high : float
        Deviations from the path in the driver's unit, ``low <= 0 <= high``.
    coverage : float
        Probability of the range in draws, 0.8 for one in five outside.
    persistence : float
        Correlation of the deviation of one year with that of the year before; 1 keeps one
        deviation for all years.
    reason : mapping
        Why, by language code.
    source_kind, source : str
        As in :class:`Assumption`.
    """

    driver: str
    low: float
    high: float
    coverage: float = 0.8
    persistence: float = 1.0
    reason: Mapping[str, str] = field(default_factory=dict)
    source_kind: str = "judgement"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Correlation:
    """How the deviations of two drivers go together in draws, −1 to 1."""

    drivers: tuple[str, str]
    value: float
    reason: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of assumptions.

    Attributes
    ----------
    name : str
    label : mapping
        By language code; one text serves all languages.
    assumptions : tuple of Assumption
        Its own; those of `base` stand unless replaced.
    base : str
        Name of the scenario it starts from; empty for a complete one.
    clauses : tuple of Clause
    claims : tuple of Claim
    is_what_if : bool
        An analyst's question that no document asks; the report says so.
    ranges : tuple of Range
        Its own; those of `base` stand for other drivers.
    correlations : tuple of Correlation
    """

    name: str
    label: Mapping[str, str]
    assumptions: tuple[Assumption, ...] = ()
    base: str = ""
    clauses: tuple[Clause, ...] = ()
    claims: tuple[Claim, ...] = ()
    is_what_if: bool = False
    ranges: tuple[Range, ...] = ()
    correlations: tuple[Correlation, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", _in_words(self.label, "label"))
        object.__setattr__(self, "assumptions", tuple(self.assumptions))

    def __repr__(self) -> str:
        start = f" on {self.base}" if self.base else ""
        question = ", a what-if" if self.is_what_if else ""
        return f"<Scenario {self.name}{start}: {len(self.assumptions)} assumptions{question}>"

    def _repr_html_(self) -> str:
        return html_table(
            repr(self),
            ("driver", "path", "reason"),
            [(a.driver, str(a.path), " / ".join(a.reason.values())) for a in self.assumptions],
        )


def _in_words(given: Mapping[str, str] | str, what: str) -> Mapping[str, str]:
    """Words by language; one text serves all languages."""
    if isinstance(given, str):
        return dict.fromkeys(LANGUAGES, given)
    if not isinstance(given, Mapping) or not set(given) <= set(LANGUAGES):
        raise InvalidInputError(
            f"{what} is {given!r}",
            where=what,
            expected=f"a text, or texts by language: {', '.join(LANGUAGES)}",
        )
    return given


@dataclass(frozen=True)
class Scenarios(Mapping[str, Scenario]):
    """All scenarios of one file, by name, in the file's order.

    Attributes
    ----------
    by_name : mapping of str to Scenario
    text : str
        The file as it was read, comments and all; empty for scenarios made in code.
    lines : mapping of (str, str) to int
        Line of the file at which the assumption of a scenario about a driver begins, and with an
        empty driver the scenario itself; empty for scenarios made in code.
    """

    by_name: Mapping[str, Scenario]
    text: str = field(default="", compare=False, repr=False)
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, name: str) -> Scenario:
        """Return one scenario; an unknown name is answered with those that exist."""
        try:
            return self.by_name[name]
        except KeyError:
            raise UnknownNameError("scenario", name, self.by_name) from None

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name)

    def __len__(self) -> int:
        return len(self.by_name)

    def __repr__(self) -> str:
        names = list(self.by_name)
        more = f" and {len(names) - 6} more" if len(names) > 6 else ""
        return f"<Scenarios: {', '.join(names[:6]) or 'none'}{more}>"[:190]

    def _repr_html_(self) -> str:
        return html_table(
            repr(self),
            ("scenario", "name", "starts from", "assumptions"),
            [
                (name, " / ".join(entry.label.values()), entry.base, str(len(entry.assumptions)))
                for name, entry in self.by_name.items()
            ],
        )

    def chain(self, name: str) -> list[Scenario]:
        """Return the scenario and those it starts from, the complete one first."""
        chain = [self[name]]
        while chain[-1].base:
            chain.append(self[chain[-1].base])
        return chain[::-1]

    def assumptions(self, name: str) -> dict[str, list[Assumption]]:
        """Return by driver the assumptions in force: the last path, and the changes to it."""
        found: dict[str, list[Assumption]] = {}
        for scenario in self.chain(name):
            for assumption in scenario.assumptions:
                if assumption.is_change:
                    found.setdefault(assumption.driver, []).append(assumption)
                else:
                    found[assumption.driver] = [assumption]
        return found

    def source(self, name: str, driver: str) -> Source:
        """Where a scenario's value of a driver comes from: its own line, or that of its base.

        A driver that none of them states points to the complete scenario that they start from.
        """
        chain = self.chain(name)
        lines = [self.lines.get((part.name, driver)) for part in reversed(chain)]
        line = next((one for one in lines if one is not None), self.lines.get((chain[0].name, "")))
        return Source("scenarios.toml", line, f"{name}.{driver}")

    def paths(self, name: str) -> dict[str, Path]:
        """Return by driver the path in force; a change alone is added to the neutral value."""
        found: dict[str, Path] = {}
        for driver, entries in self.assumptions(name).items():
            parts = [entry.path for entry in entries]
            neutral = STATED_DRIVERS[driver].neutral
            if entries[0].is_change:
                if neutral is None:  # nothing to add the change to: the driver stays unstated
                    continue
                if neutral:
                    parts.insert(0, Constant(neutral))
            found[driver] = parts[0] if len(parts) == 1 else Sum(tuple(parts))
        return found

    def ranges(self, name: str) -> dict[str, Range]:
        """Return by driver the range in force: the scenario's own, else that of its base."""
        return {entry.driver: entry for part in self.chain(name) for entry in part.ranges}

    def correlations(self, name: str) -> dict[tuple[str, str], float]:
        """Return the correlations in force; the pair of drivers is in alphabetical order."""
        return {
            (min(entry.drivers), max(entry.drivers)): entry.value
            for part in self.chain(name)
            for entry in part.correlations
        }

    def driver_values(
        self, name: str, years: Years, *, tier: str | None = None
    ) -> dict[str, npt.NDArray[np.float64]]:
        """Return by driver one value a year, neutral values filled in, checked against the bounds.

        Parameters
        ----------
        name : str
        years : sequence of int
        tier : {"totals", "components", "age_sex"}, optional
            The population model: what it needs must be stated, what it does not use is left out.
            Without it, drivers of one model only are there where they are stated.

        Raises
        ------
        DataError
            Drivers outside their bounds, or without any value; all of them at once.
        """
        paths = self.paths(name)
        values, findings = {}, []
        for key, entry in DRIVERS.items():
            if tier is not None and not is_used(key, tier):
                continue
            source = self.source(name, key)
            if key in paths:
                values[key] = paths[key].values(years)
            elif entry.neutral is not None:
                values[key] = np.full(len(years), entry.neutral)
            elif tier is None and len(entry.tiers) == 1:
                continue
            else:
                why = "the driver {driver} has no assumption; the baseline must state one"
                findings.append(
                    Finding("no-assumption", Severity.ERROR, source, why, {"driver": key})
                )
                continue
            findings += bounds_findings(key, values[key], source)
        if NATIONAL_TAX.name in paths:
            source = self.source(name, NATIONAL_TAX.name)
            stated = paths[NATIONAL_TAX.name].values(years)
            findings += bounds_findings(NATIONAL_TAX.name, stated, source)
            if not findings:
                followed = (1 + values["consumer_prices"]) * (1 + values["real_wage_growth"])
                beyond = (1 + stated) / followed * (1 + values["national_tax_beyond_wages"])
                values["national_tax_beyond_wages"] = beyond - 1
        if findings:
            raise DataError(f"scenario {name!r} cannot be run", findings)
        return values

    def launched(self, as_of: str) -> Scenarios:
        """The same scenarios with every official path as it was known on a day.

        Parameters
        ----------
        as_of : str
            A day as ``2025-09-30``; a path that has a day of its own keeps it.
        """
        by_name = {
            name: replace(
                entry,
                assumptions=tuple(
                    replace(one, path=launched(one.path, as_of)) for one in entry.assumptions
                ),
            )
            for name, entry in self.by_name.items()
        }
        return replace(self, by_name=by_name)
