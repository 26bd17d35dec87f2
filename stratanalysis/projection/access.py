"""How a projection is looked at: by variable, as quantiles, as a difference, as ages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from stratanalysis.errors import (
    AnswersAttributes,
    InvalidInputError,
    UnknownNameError,
    answers_arguments,
)
from stratanalysis.projection.budget_model import Array
from stratanalysis.scenarios.variables import UNITS, VARIABLE_TITLES, is_money, unit_of
from stratanalysis.tables.html import html_table

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection.initial_state import Remark
    from stratanalysis.scenarios.paths import Path

__all__ = ["BASES", "ProjectionAccess", "checked_basis"]

BASES = ("real", "nominal")
"""Price bases of money: constant prices of one year, and current prices."""
_LINE = re.compile(r"(revenue|expenditure)\|\w+")
_SHORT = ("population", "own_revenue", "revenue", "expenditure", "balance")


def checked_basis(variable: str, basis: str, usual: str = BASES[0]) -> str:
    """Return the price basis of a variable: the usual one where money is asked without one.

    Raises
    ------
    UnknownNameError
        Neither ``"real"`` nor ``"nominal"``.
    InvalidInputError
        A price basis for something that is not money.

    Examples
    --------
    >>> checked_basis("revenue", ""), checked_basis("population", "")
    ('real', '')
    """
    if not is_money(variable):
        if basis:
            raise InvalidInputError(
                f"{variable} has no price basis, it is in {unit_of(variable)}",
                where=f"price_basis={basis!r}",
                do=f"ask for {variable!r} alone",
            )
        return ""
    if basis and basis not in BASES:
        raise UnknownNameError("price basis", basis, BASES)
    return basis or usual


_QUANTILES = 'projection.quantiles("population", [0.1, 0.5, 0.9])'
_QUERY = "projection.to_frame().query(\"variable == 'population' and year == 2030\")"


class ProjectionAccess(AnswersAttributes):
    """Look-up, comparison and display of a projection.

    ``projection["population"]``, ``projection["revenue"]`` (prices of :attr:`price_year`) and
    ``projection["revenue", "nominal"]`` are DataFrames of years by scenarios; ``in``, ``list`` and
    ``len`` go over the variables.
    """

    _INSTEAD: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("as_pandas", "data", "df", "timeseries"), "projection.to_frame()"),
        **dict.fromkeys(("bands", "fan", "percentile", "quantile"), _QUANTILES),
        **dict.fromkeys(("filter", "get", "sel", "select"), _QUERY),
        "baseline": 'projection["population"]["baseline"]',
        **dict.fromkeys(
            ("compare", "diff", "subtract"), 'projection.difference("baseline", "optimistic")'
        ),
        "to_pyam": "pyam.IamDataFrame(projection.to_iamc())",
        **{name: f'projection["{name}"]' for name in UNITS},
        **dict.fromkeys(("columns", "items", "keys"), "list(projection)"),
        **dict.fromkeys(("horizon", "index"), "projection.years"),
        "pyramid": "projection.ages",
    }  # fmt: skip
    _FRAME = "projection.to_frame()"

    table: pd.DataFrame
    names: tuple[str, ...]
    years: tuple[int, ...]
    tier: str
    gaps: tuple[Remark, ...]
    draws: int
    seed: int | None
    samples: Mapping[str, Array]
    changes: Mapping[str, float | Path]
    people: Array | None
    price_year: int
    usual_basis: str

    @property
    def variables(self) -> list[str]:
        """Names of the variables that were projected, in the order of the table."""
        return [str(name) for name in self.table["variable"].unique()]

    def __contains__(self, variable: object) -> bool:
        return variable in self.variables

    def __iter__(self) -> Iterator[str]:
        return iter(self.variables)

    def __len__(self) -> int:
        return len(self.variables)

    def _ipython_key_completions_(self) -> list[str]:
        return self.variables

    def __getitem__(self, key: str | tuple[str, str]) -> pd.DataFrame:
        """Return a variable as years by scenarios, money in prices of :attr:`price_year`.

        Parameters
        ----------
        key : str or (str, {"real", "nominal"})

        Returns
        -------
        DataFrame
            Index `year`; the name of the columns says variable, unit and price basis.

        Raises
        ------
        UnknownNameError
            No such variable or price basis; the nearest names are suggested.
        InvalidInputError
            The data do not allow the variable; the message says what is missing.
        """
        variable, basis = key if isinstance(key, tuple) and len(key) == 2 else (key, "")
        if not isinstance(variable, str):
            raise UnknownNameError("variable of the projection", variable, self)
        for scenario in {variable, basis} & set(self.names):
            raise InvalidInputError(
                f"{scenario!r} is a scenario",
                where=f"projection[{key!r}]",
                expected="a variable, for money with real or nominal",
                do=f"choose the scenario of the table: projection['population'][{scenario!r}]",
            )
        table = self.wide(variable, price_basis=basis)
        if table.empty:
            missing = "; ".join(remark.message.format(**remark.values) for remark in self.gaps)
            raise InvalidInputError(
                f"{variable} was not projected",
                where=missing or "the data do not allow it",
                expected=f"one of: {', '.join(self.variables[:30])}",
            )
        return table

    def wide(self, variable: str, *, price_basis: str = "") -> pd.DataFrame:
        """Return a variable as years by scenarios; empty where the data do not allow it.

        Parameters
        ----------
        variable : str
        price_basis : {"", "real", "nominal"}
            Of money; real (prices of :attr:`price_year`) if not given.

        Raises
        ------
        UnknownNameError
            No such variable or price basis.
        """
        known = self.table["variable"] == variable
        if variable not in UNITS and not _LINE.fullmatch(str(variable)) and not known.any():
            raise UnknownNameError(
                "variable of the projection", variable, {*UNITS, *self}, labels=VARIABLE_TITLES
            )
        basis = self.basis_of(variable, price_basis)
        rows = self.table[known & (self.table["price_basis"] == basis)]
        wide = rows.pivot(index="year", columns="scenario", values="value")
        wide = wide.reindex(columns=list(self.names))
        parts = [variable, unit_of(variable), basis and _basis_name(basis, self.price_year)]
        wide.columns.name = ", ".join(filter(None, parts))
        return wide

    def basis_of(self, variable: str, price_basis: str = "") -> str:
        """Return the price basis in which a variable is given; empty for what is no money."""
        return checked_basis(variable, price_basis, self.usual_basis)

    def to_frame(self) -> pd.DataFrame:
        """Return the long table: ``scenario, year, variable, unit, price_basis, value``.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> sa.open("example").project("baseline", horizon=1).to_frame().columns.tolist()
        ['scenario', 'year', 'variable', 'unit', 'price_basis', 'value']
        """
        return self.table.copy()

    @answers_arguments(q="levels=", quantiles="levels=", basis="price_basis=")
    def quantiles(
        self,
        variable: str = "population",
        levels: float | Sequence[float] = (0.1, 0.5, 0.9),
        *,
        price_basis: str = "",
    ) -> pd.DataFrame:
        """Return quantiles of the random draws.

        Parameters
        ----------
        variable : str
        levels : float or sequence of float
            From 0 to 1, ascending.
        price_basis : {"", "real", "nominal"}

        Returns
        -------
        DataFrame
            Index `year`; columns (scenario, level).

        Raises
        ------
        InvalidInputError
            The projection has no draws.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> run = sa.open("kostiantynivka").project("baseline", draws=20)
        >>> run.quantiles("population", [0.1, 0.9]).columns.tolist()
        [('baseline', 0.1), ('baseline', 0.9)]
        """
        from stratanalysis.projection.uncertainty import quantile_table

        wanted = [float(levels)] if isinstance(levels, int | float) else list(levels)
        self.wide(variable)
        basis = self.basis_of(variable, price_basis)
        table = quantile_table(
            self,  # type: ignore[arg-type]
            levels=wanted,
            variables=[(variable, basis)],
        )
        wide = table.pivot(index="year", columns=["scenario", "quantile"], values="value")
        return wide[[(name, level) for name in self.names for level in wanted]]

    @answers_arguments(variable='variables=["population"]', basis="price_basis=")
    def difference(
        self,
        base: str | ProjectionAccess,
        other: str | None = None,
        *,
        variables: Sequence[str] = (),
        price_basis: str = "",
    ) -> pd.DataFrame:
        """Return what another scenario, or another projection, changes.

        Parameters
        ----------
        base : str or Projection
            A scenario of this projection, or a projection of the same years.
        other : str, optional
            The scenario compared with `base`. With a projection as `base`: the scenario compared
            in both, the first if not given.
        variables : sequence of str, optional
            By default all but the single lines of the budget.
        price_basis : {"", "real", "nominal"}
            Of the money among them; real if not given.

        Returns
        -------
        DataFrame
            Index `year`, a column a variable: `other` minus `base` in the variable's unit; with a
            projection, this one minus `base`.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> run = sa.open("kostiantynivka").project()
        >>> bool(run.difference("baseline", "optimistic")["population"].loc[2036] > 0)
        True
        """
        import pandas as pd

        names = list(variables) or [name for name in self if "|" not in name]
        if isinstance(base, ProjectionAccess):
            both = [f"{p.years[0]}-{p.years[-1]}, prices of {p.price_year}" for p in (base, self)]
            if both[0] != both[1]:
                raise InvalidInputError(
                    f"the projections cover {both[0]} and {both[1]}",
                    where="difference",
                    expected="the same years and prices; see projection.in_prices",
                )
            scenario = self._scenario(other or self.names[0])
            base._scenario(scenario)
            pairs = [(base, scenario), (self, scenario)]
        else:
            if other is None:
                other = next((name for name in self.names if name != base), base)
            pairs = [(self, self._scenario(base)), (self, self._scenario(other))]
        first, second = (
            {name: of.wide(name, price_basis=_basis(name, price_basis)) for name in names}
            for of, _ in pairs
        )
        return pd.DataFrame(
            {
                name: second[name][pairs[1][1]] - first[name][pairs[0][1]]
                for name in names
                if len(first[name]) and len(second[name])
            }
        ).rename_axis(index="year", columns=f"{pairs[1][1]} minus {pairs[0][1]}")

    def _scenario(self, name: str) -> str:
        if name not in self.names:
            raise UnknownNameError("scenario of this projection", name, self.names)
        return name

    @property
    def ages(self) -> pd.DataFrame:
        """Persons by single year of age: ``scenario, year, sex, age, value``; 80 is 80 and over.

        Raises
        ------
        InvalidInputError
            The population model has no ages.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> ages = sa.open("kostiantynivka").project("baseline", horizon=1).ages
        >>> round(ages[ages["year"] == 2021]["value"].sum())
        73979
        """
        import pandas as pd

        if self.people is None:
            raise InvalidInputError(
                f"ages are not projected by the population model {self.tier!r}",
                where="ages",
                expected="a population by sex and age of the community or its oblast, and "
                "assumptions of fertility and life expectancy",
            )
        shape = self.people.shape
        keys = pd.MultiIndex.from_product(
            [self.names, self.years, ("female", "male"), range(shape[-1])],
            names=["scenario", "year", "sex", "age"],
        )
        return pd.Series(self.people.ravel(), index=keys, name="value").reset_index()

    def __eq__(self, other: object) -> bool:
        """Whether two projections have the same table, scenarios, draws and ages."""
        if not isinstance(other, ProjectionAccess):
            return NotImplemented
        return (
            (self.names, self.years, self.tier, self.draws, self.seed)
            == (other.names, other.years, other.tier, other.draws, other.seed)
            and dict(self.changes) == dict(other.changes)
            and self.table.equals(other.table)
            and self.samples.keys() == other.samples.keys()
            and all(
                np.array_equal(value, other.samples[name], equal_nan=True)
                for name, value in self.samples.items()
            )
        )

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        names = ", ".join(map(str, self.names[:4])) + (", …" if len(self.names) > 4 else "")
        drawn = f", {self.draws} draws" if self.draws else ""
        changed = f", changed: {', '.join(list(self.changes)[:3])}" if self.changes else ""
        text = (
            f"<Projection {self.years[0]}-{self.years[-1]}: {names}; "
            f"{len(self)} variables{drawn}{changed}>"
        )
        return text if len(text) < 200 else text[:196] + "…>"

    def _repr_html_(self) -> str:
        ends = [self.years[0], self.years[-1]]
        rows = []
        for name in (name for name in _SHORT if name in self):
            wide = self.wide(name)
            cells = [
                f"{float(wide[scenario].to_dict()[year]):,.0f}"
                for scenario in self.names[:6]
                for year in ends
            ]
            rows.append((wide.columns.name, *cells))
        head = [f"{scenario} {year}" for scenario in self.names[:6] for year in ends]
        return html_table(repr(self), ("", *head), rows)


def _basis(variable: str, basis: str) -> str:
    return basis if is_money(variable) else ""


def _basis_name(basis: str, year: int) -> str:
    return f"prices of {year} (real)" if basis == "real" else "current prices (nominal)"
