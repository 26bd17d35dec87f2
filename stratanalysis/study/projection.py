"""A study's projection: the result of a run with its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import answers_arguments
from stratanalysis.language import language as get_language
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.uncertainty import plot_fan
from stratanalysis.projection import Projection, draw_bands
from stratanalysis.projection.iamc import to_iamc
from stratanalysis.scenarios.variables import VARIABLE_TITLES, is_money, unit_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["StudyProjection", "price_words", "variable_title"]


def variable_title(variable: str, language: str | None = None) -> str:
    """Return the name of a variable for a reader; its own where it has none."""
    title = VARIABLE_TITLES.get(variable)
    return get_language(language).text(title) if title else variable.replace("_", " ")


def price_words(run: Projection, language: str | None = None, basis: str = "") -> str:
    """Say in which prices the money of a projection is: "prices of 2026" or "current prices"."""
    words = get_language(language)
    if (basis or run.usual_basis) == "nominal":
        return words.text("current prices")
    return words.text("prices of {year}", year=run.price_year)


@dataclass(frozen=True, eq=False, repr=False)
class StudyProjection(Projection):
    """The result of ``study.project()``: a :class:`Projection` that can draw itself.

    Attributes
    ----------
    observed : mapping of str to Series
        What is known by year, drawn before the projection.
    region : str
        Name of the community's folder.
    """

    observed: Mapping[str, pd.Series] = field(default_factory=dict, repr=False)
    region: str = ""

    @classmethod
    def of(cls, run: Projection, observed: Mapping[str, pd.Series]) -> StudyProjection:
        """Return the projection with what was observed."""
        return cls(**{f.name: getattr(run, f.name) for f in fields(run)}, observed=observed)

    def to_iamc(self, *, region: str = "", model: str = "stratanalysis") -> pd.DataFrame:
        """Return the layout that pyam reads: ``pyam.IamDataFrame(projection.to_iamc())``.

        Parameters
        ----------
        region : str, optional
            Name of the community's folder if not given.
        model : str

        Returns
        -------
        DataFrame
            See :func:`stratanalysis.projection.iamc.to_iamc`.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> table = sa.open("example").project("baseline", horizon=1).to_iamc()
        >>> table.columns.tolist()
        ['model', 'scenario', 'region', 'variable', 'unit', 'year', 'value']
        """
        return to_iamc(self, region=region or self.region, model=model)

    def labels(self, language: str | None = None) -> dict[str, str]:
        """Return the names of the scenarios for a reader."""
        code = get_language(language).code
        return {name: self.scenarios[name].label.get(code, name) for name in self.names}

    @answers_arguments(
        basis="price_basis=",
        filename="plot(...).figure.savefig(path)",
        path="plot(...).figure.savefig(path)",
        scenario='study.project("baseline").plot(variable)',
        scenarios='study.project("baseline", "optimistic").plot(variable)',
        title="plot(...).set_title(text)",
    )
    def plot(
        self,
        variable: str = "population",
        *,
        price_basis: str = "",
        ax: Axes | None = None,
        language: str | None = None,
    ) -> Axes:
        """Draw a variable: one line a scenario, a band of 80 % where there are draws.

        Parameters
        ----------
        variable : str
        price_basis : {"", "real", "nominal"}
            Of money; the usual one of the projection if not given.
        ax : matplotlib.axes.Axes, optional
        language : {"uk", "en"}, optional
            The language in use if not given.

        Returns
        -------
        matplotlib.axes.Axes
            With its description in words as ``axes.description``.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> ax = sa.open("kostiantynivka").project("baseline").plot("population", language="en")
        >>> ax.description[:40]
        'Baseline (inertial): from 73,979 in 2021'
        """
        words = get_language(language)
        table = self[variable, price_basis]
        basis = self.basis_of(variable, price_basis)
        money = is_money(variable)
        unit = words.text(unit_of(variable))
        if basis:
            unit = words.text("UAH, {prices}", prices=price_words(self, language, basis))
        options: dict[str, Any] = {
            "labels": self.labels(language),
            "observed": None if basis == "real" else self.observed.get(variable),
            "ax": ax,
            "language": words.code,
            "kind": "money" if money else "percent" if unit_of(variable) == "share" else "number",
            "unit": unit,
        }
        if self.draws and variable in self.samples:
            axes = plot_fan(draw_bands(self, variable, price_basis=basis), **options)
        else:
            axes = plot_trajectories(table, **options)
        axes.set_title(variable_title(variable, language))
        return axes
