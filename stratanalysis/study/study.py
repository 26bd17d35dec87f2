"""The front door: one community with its scenarios, ready for questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from numbers import Integral
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community, find_community
from stratanalysis.data_folder import data_folder
from stratanalysis.errors import (
    AnswersAttributes,
    InvalidInputError,
    UnknownNameError,
    answers_arguments,
)
from stratanalysis.finance.price_year import price_factor, price_year
from stratanalysis.projection import default_base_year, population_series, project
from stratanalysis.projection.access import checked_basis
from stratanalysis.projection.initial_state import MAXIMUM_HORIZON
from stratanalysis.projection.known import known_at
from stratanalysis.questions import Requirement, Target, required
from stratanalysis.scenarios import Scenario, Scenarios
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.scenarios.paths import Path as DriverPath
from stratanalysis.study.changes import named_scenarios, with_changes
from stratanalysis.study.executed import executed_groups, executed_totals
from stratanalysis.study.instead import INSTEAD
from stratanalysis.study.projection import StudyProjection
from stratanalysis.tables.html import html_table

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.audit import AuditResult
    from stratanalysis.publish.report import PublishedPage

__all__ = ["SEED", "Study", "open_study"]

MAXIMUM_DRAWS = 20_000
"""More would not fit into the memory of a small computer."""
SEED = 20220101
"""Seed of the random draws where none is given."""


@answers_arguments(path="sa.open(path)", date="as_of=", year="base= of study.project")
def open_study(
    name: str | Path, data: str | Path | None = None, *, as_of: str | dt.date | None = None
) -> Study:
    """Open a community: its tables, its scenarios and everything that can be asked of them.

    Parameters
    ----------
    name : str
        Name, KATOTTG or budget code of a community, or the folder of one.
    data : path-like, optional
        Folder with ``communities/``. Searched for if not given: the environment variable
        ``STRATANALYSIS_DATA``, ``data`` here and in the parent folders, the installed copy.
    as_of : str or date, optional
        Leave out what was not known on this day, see
        :func:`stratanalysis.projection.known.known_at`.

    Raises
    ------
    UnknownNameError
        No such community; the nearest names are suggested.
    DataError
        Every problem of the tables and of the scenario file.

    Examples
    --------
    >>> import stratanalysis as sa
    >>> sa.open("kostiantynivka")  # doctest: +ELLIPSIS
    <Study kostiantynivka: ...>
    """
    folder = find_community(str(name), data_folder(data))
    community, scenarios = read_folder(folder)
    return Study(known_at(community, as_of), scenarios, folder, as_of)


@dataclass(frozen=True, repr=False)
class Study(AnswersAttributes):
    """One community and its scenarios.

    Attributes
    ----------
    community : Community
        Its tables: ``study.community["revenue"]``, or short ``study["revenue"]``.
    scenarios : Scenarios
        By name; empty where the community has no scenario file.
    folder : pathlib.Path or None
        Where it was read; None for a study made in code.
    as_of : str, date or None
        Day of the analysis; money is shown in prices of its year.

    Examples
    --------
    >>> import stratanalysis as sa
    >>> study = sa.open("kostiantynivka")
    >>> list(study.scenarios)
    ['baseline', 'optimistic', 'rational', 'return_after_displacement', 'no_return']
    >>> round(study.population.loc[2021])
    73979
    """

    _INSTEAD = INSTEAD
    _FRAME = 'study["population"]'
    _WRITTEN = "Study(community, study.scenarios) with dataclasses.replace(study.community, ...)"

    community: Community
    scenarios: Scenarios
    folder: Path | None = field(default=None, compare=False)
    as_of: str | dt.date | None = field(default=None, compare=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.community[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.community)

    def __len__(self) -> int:
        return len(self.community)

    def __contains__(self, table: object) -> bool:
        return table in self.community

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __hash__(self) -> int:
        return hash(self.community)

    @property
    def name(self) -> str:
        """Name of the community's folder."""
        return self.community.slug

    @cached_property
    def base_year(self) -> int:
        """First year of a projection: the last with population and a full executed budget."""
        return default_base_year(self.community)

    @property
    def population(self) -> pd.Series:
        """Population on 1 January by year, persons; the name says present or resident."""
        return population_series(self.community)

    @answers_arguments(
        year='study.executed("revenue").loc[2021]', group='by="group"', years=".loc[2021:2022]"
    )
    def executed(self, table: str = "revenue", *, by: str | None = None) -> Any:
        """Executed revenue or expenditure of whole years, UAH in current prices.

        Parameters
        ----------
        table : {"revenue", "expenditure"}
        by : {"group"}, optional
            Revenue groups or programme codes as columns.

        Returns
        -------
        Series or DataFrame
            Index year. Part years are left out; a missing amount stays missing.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> sa.open("kostiantynivka").executed("revenue").index.tolist()
        [2021, 2022]
        """
        if by is None:
            return executed_totals(self.community, table).rename(f"{table}, UAH")
        if by not in ("group", "code"):
            raise UnknownNameError("split", by, ("group",))
        return executed_groups(self.community, table)

    @answers_arguments(
        scenario='the names first: project("baseline")',
        scenarios='the names first: project("baseline", "optimistic")',
        assumptions='project(Scenario("mine", [Assumption(...)], base="baseline"))',
        drivers='changes={"net_migration_rate": -0.01}',
        start="base=2021",
        base_year="base=2021",
        end="horizon=15, the number of years ahead",
        to="horizon=15, the number of years ahead",
        until="horizon=15, the number of years ahead",
        year="horizon=15, the number of years ahead",
        years="horizon=15, the number of years ahead",
        n="draws=200",
        samples="draws=200",
        random_state="seed=1",
    )
    def project(
        self,
        *scenarios: str | Scenario | Iterable[str | Scenario],
        changes: Mapping[str, float | DriverPath] | None = None,
        since: int | None = None,
        base: int | None = None,
        horizon: int = 15,
        draws: int = 0,
        seed: int = SEED,
        prices: int | str | None = None,
    ) -> StudyProjection:
        """Project population and budget.

        Parameters
        ----------
        *scenarios : str or Scenario
            Names, and scenarios made in code, whose `base` is one of the file. By default all of
            the file but the what-ifs.
        changes : mapping of str to float or path, optional
            Added to these drivers in every scenario, in the driver's unit (0.01 is one percentage
            point of a share).
        since, base : int, optional
            First year of the changes, by default the first that can have an effect; base year,
            by default :attr:`base_year`.
        horizon, draws, seed : int
            Years ahead; random paths of the drivers that have a range, 0 for none, and their seed.
        prices : int or "nominal", optional
            Of money; by default the year of :attr:`as_of`, see :meth:`Projection.in_prices`.

        Raises
        ------
        UnknownNameError
            No such scenario or driver.
        DataError
            A driver leaves its bounds.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> study = sa.open("kostiantynivka")
        >>> as_written = study.project("baseline")
        >>> fewer = study.project("baseline", changes={"net_migration_rate": -0.01})
        >>> bool(fewer.difference(as_written)["population"].loc[2036] < 0)
        True

        A scenario of one's own:

        >>> mine = sa.Scenario("mine", [sa.Assumption("net_migration_rate", -0.02)], "baseline")
        >>> run = study.project("baseline", mine)
        >>> bool(run.difference("baseline", "mine")["population"].loc[2036] < 0)
        True
        """
        names, own = named_scenarios(scenarios)
        stated = self.scenarios.extended(own)
        first = self.base_year if base is None else base
        limits: tuple[tuple[str, Any, int, int], ...] = (
            ("horizon", horizon, 1, MAXIMUM_HORIZON),
            ("draws", draws, 0, MAXIMUM_DRAWS),
            ("base", first, 1900, 2200),
        )
        for what, given, low, high in limits:
            if (
                isinstance(given, bool)
                or not isinstance(given, Integral)
                or not low <= int(given) <= high
            ):
                raise InvalidInputError(
                    f"{what} is {given!r}",
                    where=what,
                    expected=f"a whole number from {low} to {high}",
                )
        changed = with_changes(stated, changes or {}, base=first, since=since)
        run = project(
            self.community,
            changed,
            range(first, first + horizon + 1),
            names=names,
            draws=draws,
            seed=seed if draws else None,
        )
        observed: dict[str, pd.Series] = {"population": self.population}
        for table in ("revenue", "expenditure"):
            totals = executed_totals(self.community, table)
            if len(totals):
                observed[table] = totals
        run = run.in_prices(price_year(first, self.as_of) if prices is None else prices)
        return replace(
            StudyProjection.of(run, MappingProxyType(observed)),
            changes=MappingProxyType(dict(changes or {})),
            region=self.name,
        )

    @answers_arguments(
        year="by=2031",
        target='the value second: required("population", 70000, by=2031, driver=...)',
        drivers="driver=, one at a time",
    )
    def required(
        self,
        variable: str,
        value: float,
        *,
        by: int,
        driver: str,
        scenario: str = "",
        price_basis: str = "",
    ) -> Requirement:
        """Return the change of one driver with which a variable reaches a value.

        Parameters
        ----------
        variable : str
        value : float
            In the variable's unit.
        by : int
            Year.
        driver : str
        scenario : str, optional
            Whose other drivers hold; the first of the file if not given.
        price_basis : {"", "real", "nominal"}
            Real money is in the prices of :meth:`project`.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> study = sa.open("kostiantynivka")
        >>> needed = study.required("population", 71582, by=2036, driver="net_migration_rate")
        >>> needed.found, needed.change > 0
        (True, True)
        """
        basis, base = checked_basis(variable, price_basis), self.base_year
        year = price_year(base, self.as_of) if basis == "real" else base
        factor, _ = price_factor(base, year)
        return required(
            self.community,
            self.scenarios,
            Target(variable, value / factor, by, price_basis=basis),
            driver,
            scenario=scenario or next(iter(self.scenarios), "baseline"),
            base_year=base,
        ).scaled(factor)

    def achievement(self, year: int | None = None) -> pd.DataFrame:
        """Degree of achievement of every indicator in a year, with its components.

        Parameters
        ----------
        year : int, optional
            The last year with a fact if not given.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> table = sa.open("example").achievement(2023)
        >>> set(table["status"]) <= {"reached", "under_way", "no_progress", "below_base",
        ...                          "beyond_target", "not_computable", "not_applicable"}
        True
        """
        from stratanalysis.monitoring import achievement
        from stratanalysis.projection import default_review_year

        if year is None:
            year = default_review_year(self.community)
        return achievement(self.community["indicators"], self.community["observations"], year=year)

    def audit(self) -> AuditResult:
        """Check the tables of the plan: sums, dates, numbering; ``.findings`` is a DataFrame."""
        from stratanalysis.audit import audit_community

        return audit_community(self.community)

    def render(
        self, notebook: str | Path = "overview", *, out: str | Path = "reports", **parameters: Any
    ) -> PublishedPage:
        """Render a page of this community; see :func:`stratanalysis.study.doors.render`."""
        from stratanalysis.study.doors import render

        return render(self, notebook, out=out, **parameters)

    def __repr__(self) -> str:
        place = self.community
        name = (place.name.get("en") or place.slug)[:60]
        try:
            years = f"population to {self.population.index[-1]}"
        except IndexError:
            years = "no population"
        return f"<Study {place.slug[:50]}: {name}, {years}, {len(self.scenarios)} scenarios>"

    def _repr_html_(self) -> str:
        rows = [(name, entry.label.get("en", "")) for name, entry in self.scenarios.items()]
        return html_table(repr(self), ("scenario", "label"), rows)
