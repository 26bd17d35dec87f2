"""Assumptions and scenarios: drivers with their paths and reasons.

The baseline states every driver that needs one; other scenarios name the scenario they start from
(`base`) and only what differs: a `path` replaces the base's path, a `change` is added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from stratanalysis.errors import (
    AnswersAttributes,
    DataError,
    InvalidInputError,
    UnknownNameError,
)
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import LANGUAGES
from stratanalysis.language import language as get_language
from stratanalysis.scenarios.assumption import (
    SOURCE_KINDS,
    Assumption,
    Correlation,
    Range,
    in_words,
)
from stratanalysis.scenarios.bounds import bounds_findings
from stratanalysis.scenarios.clauses import Claim, Clause
from stratanalysis.scenarios.drivers import DRIVERS, NATIONAL_TAX, STATED_DRIVERS, is_used
from stratanalysis.scenarios.paths import Constant, Path, Sum, Years
from stratanalysis.tables.html import html_table

if TYPE_CHECKING:
    import pandas as pd

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


@dataclass(frozen=True, slots=True)
class Scenario(AnswersAttributes):
    """A named set of assumptions.

    ``scenario["net_migration_rate"]`` is its assumption about a driver; ``in`` and ``list`` go over
    the drivers that it states itself.

    Attributes
    ----------
    name : str
    assumptions : tuple of Assumption
        Its own; those of `base` hold unless replaced.
    base : str
        Name of the scenario it starts from; empty for a complete one.
    label : mapping
        By language code; one text serves all languages, and the name where none is given.
    clauses : tuple of Clause
    claims : tuple of Claim
    is_what_if : bool
        An analyst's question that no document asks; the report says so.
    ranges : tuple of Range
        Its own; those of `base` hold for other drivers.
    correlations : tuple of Correlation

    Examples
    --------
    >>> mine = Scenario("mine", [Assumption("net_migration_rate", -0.02)], base="baseline")
    >>> mine
    <Scenario mine on baseline: 1 assumptions>
    >>> mine["net_migration_rate"].path
    Constant(value=-0.02)
    """

    _INSTEAD: ClassVar[Mapping[str, str]] = {
        "drivers": "list(scenario)",
        **dict.fromkeys(
            ("assign", "change", "copy", "replace", "set", "update", "with_changes"),
            'Scenario("mine", [Assumption("net_migration_rate", 0.0)], base=scenario.name), '
            'or study.project(changes={"net_migration_rate": -0.01})',
        ),
        "values": 'scenario["net_migration_rate"].path',
    }

    name: str
    assumptions: tuple[Assumption, ...] = ()
    base: str = ""
    label: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()
    claims: tuple[Claim, ...] = ()
    is_what_if: bool = False
    ranges: tuple[Range, ...] = ()
    correlations: tuple[Correlation, ...] = ()

    def __post_init__(self) -> None:
        where = f"Scenario({self.name!r}, assumptions=...)"
        given: Any = self.assumptions
        if isinstance(given, Mapping):
            do = "[" + ", ".join(f"Assumption({key!r}, ...)" for key in list(given)[:3]) + "]"
            do = "label={...}" if set(given) <= set(LANGUAGES) else do
            raise InvalidInputError("assumptions is a mapping", where=where, do=f"write {do}")
        given = (given,) if isinstance(given, Assumption) else given
        if isinstance(given, str) or not all(isinstance(one, Assumption) for one in given):
            expected = 'a list, as [Assumption("net_migration_rate", -0.01)]'
            raise InvalidInputError(
                f"assumptions is {given!r}"[:120], where=where, expected=expected
            )
        object.__setattr__(self, "assumptions", tuple(given))
        label = in_words(self.label, "label") or dict.fromkeys(LANGUAGES, self.name)
        object.__setattr__(self, "label", label)

    def __getitem__(self, driver: str) -> Assumption:
        """Return the scenario's own assumption about a driver."""
        for assumption in self.assumptions:
            if assumption.driver == driver:
                return assumption
        where = f"scenario {self.name!r}" + (f", which starts from {self.base!r}" * bool(self.base))
        own = {name: STATED_DRIVERS[name] for name in self}
        raise UnknownNameError("driver", driver, own, where=where)

    def __iter__(self) -> Iterator[str]:
        return (assumption.driver for assumption in self.assumptions)

    def __contains__(self, driver: object) -> bool:
        return any(driver == own for own in self)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def to_frame(self) -> pd.DataFrame:
        """Return its own assumptions: ``driver, path, unit, reason, source_kind, source``.

        A change to the path of `base` is marked by ``is_change``; the reason is in the language
        in use.
        """
        import pandas as pd

        columns = ["driver", "path", "is_change", "unit", "reason", "source_kind", "source"]
        code = get_language().code
        rows = [
            (a.driver, str(a.path), a.is_change, a.unit, a.reason.get(code, ""), a.source_kind,
             a.source)
            for a in self.assumptions
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

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


@dataclass(frozen=True)
class Scenarios(AnswersAttributes, Mapping[str, Scenario]):
    """All scenarios of one file, by name, in the file's order.

    Attributes
    ----------
    by_name : mapping of str to Scenario
    text : str
        The file as it was read, comments and all; empty for scenarios made in code.
    lines : mapping of (str, str) to int
        Line of the file at which the assumption of a scenario about a driver begins, and with an
        empty driver the scenario itself; empty for scenarios made in code.
    listed : tuple of str, optional
        Those that ``in``, ``list`` and ``len`` go over, for the scenarios of a projection; the
        others are found by name, since a listed one may start from them. By default all.
    """

    _INSTEAD: ClassVar[Mapping[str, str]] = {
        "names": "list(scenarios)",
        "baseline": 'scenarios["baseline"]',
    }
    _WRITTEN = 'study.project("baseline", Scenario("mine", [...], base="baseline"))'

    by_name: Mapping[str, Scenario]
    text: str = field(default="", compare=False, repr=False)
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, compare=False, repr=False)

    listed: tuple[str, ...] | None = None

    def __getitem__(self, name: str) -> Scenario:
        """Return one scenario; an unknown name is answered with those that exist."""
        try:
            return self.by_name[name]
        except KeyError:
            raise UnknownNameError("scenario", name, self.by_name) from None

    def __contains__(self, name: object) -> bool:
        return any(name == own for own in self)

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name if self.listed is None else self.listed)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __repr__(self) -> str:
        names = list(self)
        more = f" and {len(names) - 6} more" if len(names) > 6 else ""
        return f"<Scenarios: {', '.join(names[:6]) or 'none'}{more}>"[:190]

    def _repr_html_(self) -> str:
        return html_table(
            repr(self),
            ("scenario", "name", "starts from", "assumptions"),
            [
                (name, " / ".join(entry.label.values()), entry.base, str(len(entry.assumptions)))
                for name, entry in self.items()
            ],
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the assumptions of every scenario, as :meth:`Scenario.to_frame` does for one.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> table = sa.open("korosten").scenarios.to_frame()
        >>> table.columns.tolist()[:4]
        ['scenario', 'driver', 'path', 'is_change']
        """
        import pandas as pd

        parts = {name: entry.to_frame() for name, entry in self.items()}
        table = pd.concat(parts, names=["scenario"]) if parts else Scenario("none").to_frame()
        return table.reset_index("scenario") if parts else table.assign(scenario=[])

    def extended(self, own: Iterable[Scenario]) -> Scenarios:
        """Return these and further scenarios, whose `base` must be among them.

        Raises
        ------
        UnknownNameError
            A base that does not exist.
        InvalidInputError
            A name that another scenario has already.
        """
        by_name = dict(self.by_name)
        for entry in own:
            where = f"scenario {entry.name!r}"
            if by_name.get(entry.name, entry) != entry:
                raise InvalidInputError(
                    "another scenario has this name", where=where, do="choose another name"
                )
            if entry.base and entry.base not in by_name:
                raise UnknownNameError("base", entry.base, by_name, where=where)
            by_name[entry.name] = entry
        names = [name for name in by_name if name in self or name not in self.by_name]
        listed = None if self.listed is None else tuple(names)
        return replace(self, by_name=MappingProxyType(by_name), listed=listed)

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
        """The same scenarios with every assumption as it was known on a day.

        Parameters
        ----------
        as_of : str
            A day as ``2025-09-30``; a path that has a day of its own keeps it.
        """
        by_name = {
            name: replace(
                entry,
                assumptions=tuple(one.launched(as_of) for one in entry.assumptions),
            )
            for name, entry in self.by_name.items()
        }
        return replace(self, by_name=by_name)
