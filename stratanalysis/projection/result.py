"""One run: scenarios in, long tables of people and money out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.price_year import price_factor
from stratanalysis.projection.access import BASES, ProjectionAccess
from stratanalysis.projection.budget_model import Array
from stratanalysis.projection.initial_state import MAXIMUM_HORIZON, Remark, prepare
from stratanalysis.projection.money_bands import ErrorClass, error_class
from stratanalysis.projection.run import in_prices, run
from stratanalysis.projection.uncertainty import draw_drivers
from stratanalysis.scenarios.paths import Path
from stratanalysis.scenarios.scenario import Scenarios
from stratanalysis.scenarios.variables import is_money, unit_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAXIMUM_HORIZON", "Projection", "Remark", "project"]


@dataclass(frozen=True, eq=False, repr=False)
class Projection(ProjectionAccess):
    """The result of a run, by variable, scenario and year.

    ``projection["population"]`` is a table of years by scenarios; see
    :class:`stratanalysis.projection.access.ProjectionAccess` for all that can be asked.

    Attributes
    ----------
    table : pandas.DataFrame
        Columns ``scenario, year, variable, unit, price_basis, value``: `price_basis` is
        ``nominal``, ``real`` (prices of `price_year`) or empty. Money in UAH, people in persons.
        Variables: :data:`stratanalysis.scenarios.variables.UNITS`, as far as the data allow, and
        the lines ``revenue|GROUP`` and ``expenditure|CODE``. The central path of every scenario,
        with or without draws.
    scenarios : Scenarios
        Of this run; those that they start from are found by name.
    names : tuple of str
        Their names, in order.
    years : tuple of int
        The first is the base year.
    tier : str
        The population model that the data allow: ``"totals"``, ``"components"`` (both carry the
        total by natural change and migration) or ``"age_sex"`` (cohorts).
    gaps, assumed : tuple of Remark
        What is missing, and what was assumed for want of data.
    seed : int or None
        Of the draws; None for a deterministic run.
    model : Remark
        Why this population model.
    draws : int
        Number of draws; 0 for a deterministic run.
    samples : mapping of str to ndarray, shape (scenario, draw, time)
        Every variable of every draw; money nominal. Empty without draws.
    as_of : str or None
        Day of the analysis as :func:`project` was given it.
    error_class : ErrorClass
        Which past errors give the bands of its money
        (:func:`stratanalysis.projection.money_bands.measured_bands`).
    changes : mapping of str to float or Path
        What was added to the drivers of every scenario; empty for the scenarios as written.
    people : ndarray, shape (scenario, time, sex, age), or None
        Persons by sex (women first) and single year of age on the central paths; None where ages
        are not projected.
    price_year : int
        Year whose prices real money is in; the base year unless :meth:`in_prices` chose another.
    price_factor : float
        What money of the base year is in these prices.
    price_act : str
        The act whose forecast of prices the factor needs; empty where they are known.
    usual_basis : {"real", "nominal"}
        Of money that is asked without a price basis.
    """

    table: pd.DataFrame
    scenarios: Scenarios
    names: tuple[str, ...]
    years: tuple[int, ...]
    tier: str
    gaps: tuple[Remark, ...] = ()
    assumed: tuple[Remark, ...] = ()
    seed: int | None = None
    model: Remark = field(default_factory=lambda: Remark(""))
    draws: int = 0
    samples: Mapping[str, Array] = field(default_factory=dict, repr=False)
    as_of: str | None = ""
    error_class: ErrorClass = field(default_factory=ErrorClass)
    changes: Mapping[str, float | Path] = field(default_factory=dict)
    people: Array | None = None
    price_year: int = 0
    price_factor: float = 1.0
    price_act: str = ""
    usual_basis: str = BASES[0]

    def __post_init__(self) -> None:
        if not self.price_year:
            object.__setattr__(self, "price_year", int(self.years[0]))

    def in_prices(self, prices: int | str) -> Self:
        """Return the same projection with real money in prices of another year.

        ``real = nominal(t) · CPI(year) / CPI(t)``; amounts in current prices do not change, nor
        does the ratio of two real amounts.

        Parameters
        ----------
        prices : int or "nominal"
            A year; ``"nominal"`` makes current prices the usual basis.

        Raises
        ------
        InvalidInputError
            The prices of a year between it and the base year are not published.

        Examples
        --------
        >>> import stratanalysis as sa
        >>> run = sa.open("kostiantynivka").project("baseline", horizon=5)
        >>> run.in_prices(2021)["revenue"].columns.name
        'revenue, UAH, prices of 2021 (real)'
        """
        if prices == BASES[1]:
            return replace(self, usual_basis=BASES[1])
        if isinstance(prices, bool) or not isinstance(prices, int):
            raise InvalidInputError(
                f"prices is {prices!r}", where="prices", expected="a year, or nominal"
            )
        factor, act = price_factor(int(self.years[0]), prices, as_of=self.as_of or None)
        table = self.table.copy()
        real = table["price_basis"] == BASES[0]
        table.loc[real, "value"] *= factor / self.price_factor
        return replace(
            self, table=table, price_year=prices, price_factor=factor, price_act=act,
            usual_basis=BASES[0],
        )  # fmt: skip

    def sample(self, variable: str, *, price_basis: str = "") -> Array:
        """Return one variable of every draw, shape ``(scenario, draw, time)``.

        Raises
        ------
        InvalidInputError
            The run has no draws.
        UnknownNameError
            There is no such variable.
        """
        if not self.draws:
            raise InvalidInputError(
                "the run has no draws", where="draws", do="run project with draws and a seed"
            )
        if variable not in self.samples:
            raise UnknownNameError("variable", variable, self.samples)
        return in_prices(
            variable,
            self.samples[variable],
            self.samples["price_level"],
            basis=self.basis_of(variable, price_basis),
            factor=self.price_factor,
        )


def project(
    community: Community,
    scenarios: Scenarios,
    years: Sequence[int],
    *,
    names: Sequence[str] = (),
    draws: int = 0,
    seed: int | None = None,
    tier: str | None = None,
    as_of: str | None = "",
) -> Projection:
    """Project population, labour, budget and indicators under scenarios.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    years : sequence of int
        Consecutive years; the first is the base year and must be in the tables.
    names : sequence of str, optional
        Which scenarios, in this order; by default all but the what-ifs, which run when named.
    draws : int
        Random paths of the drivers that have a range, next to the central path; see
        :func:`stratanalysis.projection.uncertainty.draw_drivers`.
    seed : int, optional
        From 0; needed with `draws`. The same seed gives the same table, whatever the machine's
        cores and whichever other scenarios or communities run.
    tier : {"totals", "components", "age_sex"}, optional
        The population model; by default the richest that data and scenarios allow.
    as_of : str, optional
        Day of the analysis, as ``2023-09-30``: official paths and executed periods count as they
        were known then; empty: all that is known. None: the base year alone is executed and
        official paths are the newest, for comparing the model with what came.

    Returns
    -------
    Projection
        Without the budget variables, and with remarks among the gaps, for which the tables hold
        no full executed base year.

    Raises
    ------
    InvalidInputError
        Years that are not consecutive, beyond :data:`MAXIMUM_HORIZON`, or a base year without data;
        draws without a seed, or without any range.
    UnknownNameError
        A scenario that the file does not have.
    DataError
        Drivers without a value or outside their bounds, all of them at once.
    """
    for what, given, kind in (
        ("community", community, Community),
        ("scenarios", scenarios, Scenarios),
    ):
        if not isinstance(given, kind):
            raise InvalidInputError(
                f"{what} is {type(given).__name__}",
                where=f"project({what}=...)",
                expected=f"a {kind.__name__}",
                do='open the community first: study = stratanalysis.open("NAME"); study.project()',
            )
    start = prepare(community, scenarios, years, names=names, tier=tier, as_of=as_of)
    drivers = start.drivers
    if draws:
        drivers = draw_drivers(start, scenarios, draws=draws, seed=seed)
    results = run(start, drivers, keep_ages=1 + draws)
    people = results.pop("ages", None)
    assumed = start.assumed
    capped = results.pop("capped", np.zeros(1))
    central = {k: v[..., 0, :] for k, v in results.items()} if draws else results
    left_out = float(np.nansum(capped[..., 0, :] if draws and capped.ndim > 1 else capped))
    if left_out > 0:
        message = "Emigrants for whom nobody was there were left out: {persons} in all"
        assumed += (Remark(message, {"persons": round(left_out)}),)
    unfilled = central.get("unfilled_jobs")
    if unfilled is not None:
        message = "Nobody is there for some of the jobs: up to {persons} stay unfilled"
        assumed += (Remark(message, {"persons": round(float(np.nanmax(unfilled)))}),)
    return Projection(
        long_table(central, start.names, start.years.tolist()),
        replace(scenarios, listed=tuple(start.names)),
        start.names,
        tuple(map(int, start.years)),
        start.tier,
        start.gaps,
        assumed,
        seed if draws else None,
        start.model,
        draws,
        {k: v[..., 1:, :] for k, v in results.items()} if draws else {},
        as_of,
        error_class(
            community.katottg, start.population, start.budget.later, start.budget.expenditure_year
        ),
        people=people,
    )


def long_table(
    results: Mapping[str, Array], names: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Make the long table of arrays of shape ``(scenario, time)``."""
    import pandas as pd

    prices = results["price_level"]
    people = [(name, "") for name in results if not is_money(name)]
    money = [name for name in results if is_money(name)]
    entries = people + [(name, basis) for basis in ("nominal", "real") for name in money]
    size = len(names) * len(years)
    values = [in_prices(name, results[name], prices, basis=basis) for name, basis in entries]
    index = np.repeat(np.arange(len(entries)), size)

    def column(words: Sequence[str], codes: npt.NDArray[np.int64]) -> pd.Series:
        return pd.Series(pd.array(list(words), dtype="str")).take(codes).reset_index(drop=True)

    return pd.DataFrame(
        {
            "scenario": column(
                names, np.tile(np.repeat(np.arange(len(names)), len(years)), len(entries))
            ),
            "year": np.tile(np.asarray(years, dtype=np.int64), len(entries) * len(names)),
            "variable": column([name for name, _ in entries], index),
            "unit": column([unit_of(name) for name, _ in entries], index),
            "price_basis": column([basis for _, basis in entries], index),
            "value": np.concatenate([np.ascontiguousarray(v).ravel() for v in values]),
        }
    )
