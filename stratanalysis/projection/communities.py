"""Many communities in one run, on long tables with a column of the community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import DataError, InvalidInputError
from stratanalysis.finance.executed import full_year_rows
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS, price_group
from stratanalysis.finance.revenue import REVENUE_GROUPS, military_pit_months
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.budget_model import Array
from stratanalysis.projection.initial_state import checked_years
from stratanalysis.projection.run import in_prices, simulate
from stratanalysis.scenarios.drivers import DRIVERS, is_used
from stratanalysis.scenarios.scenario import Scenarios
from stratanalysis.scenarios.variables import is_money, unit_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["project_many"]


def project_many(
    tables: Mapping[str, pd.DataFrame],
    scenarios: Scenarios,
    years: Sequence[int],
    *,
    names: Sequence[str] = (),
    variables: Sequence[tuple[str, str]] = (
        ("population", ""),
        ("own_revenue", "real"),
        ("expenditure", "real"),
        ("balance", "real"),
    ),
    rates: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Project totals and money of many communities under common scenarios.

    The same arithmetic as :func:`stratanalysis.projection.project` with ``tier="totals"``; a
    community's numbers do not depend on the others in the run.

    Parameters
    ----------
    tables : mapping
        ``population``, ``revenue``, ``expenditure`` and ``statistics`` with the columns of their
        contracts and ``community`` (a code) in front. Only ``population`` must be there. Rows of
        full years and of the fund ``total`` count. A community without a full year of a table has
        missing values in what depends on it.
    scenarios : Scenarios
        For all communities.
    years : sequence of int
        Consecutive; the first is the base year.
    names : sequence of str, optional
        As in ``project``.
    variables : sequence of (variable, price_basis)
        What to give back.
    rates : DataFrame, optional
        Index: community; columns: drivers (``natural_change_rate``, say) whose constant value
        replaces the scenarios' own path in every year, changes of other scenarios added to it.

    Returns
    -------
    DataFrame
        ``community, scenario, year, variable, unit, price_basis, value``; communities in the order
        of their codes.

    Raises
    ------
    InvalidInputError
        No community has a population in the base year; a driver of `rates` is not used.
    DataError
        Populations that are zero or negative, codes that are not known: all of them at once.
    """
    import pandas as pd

    timeline = checked_years(years)
    base_year = int(timeline[0])
    plain = [name for name, entry in scenarios.items() if not entry.is_what_if]
    chosen = [scenarios[name].name for name in names] or plain or list(scenarios)
    population = _population(tables["population"], base_year)
    places = population.index
    budget = _budget(tables, base_year, places)
    by_name = [scenarios.driver_values(name, timeline, tier="totals") for name in chosen]
    drivers = {key: np.stack([values[key] for values in by_name])[:, None, :] for key in by_name[0]}
    for driver in [] if rates is None else rates.columns:
        drivers[driver] = _replaced(drivers, str(driver), rates, places)
    found = simulate(population.to_numpy(dtype=float), budget, drivers, timeline)
    size = (len(chosen), len(places), len(timeline))
    frames = []
    for variable, basis in variables:
        if variable not in found:
            continue
        values = np.broadcast_to(
            in_prices(variable, found[variable], found["price_level"], basis=basis), size
        )
        frames.append((variable, basis, values.transpose(1, 0, 2).ravel()))
    count = int(np.prod(size))
    codes = np.tile(np.repeat(np.arange(len(places)), size[0] * size[2]), len(frames))
    return pd.DataFrame(
        {
            "community": pd.Categorical.from_codes(codes, categories=places),
            "scenario": pd.Categorical.from_codes(
                np.tile(np.tile(np.repeat(np.arange(size[0]), size[2]), size[1]), len(frames)),
                categories=pd.Index(chosen),
            ),
            "year": np.tile(timeline, size[0] * size[1] * len(frames)),
            "variable": pd.Categorical.from_codes(
                np.repeat(np.arange(len(frames)), count),
                categories=pd.Index([v for v, *_ in frames]),
            ),
            "unit": np.repeat([unit_of(v) for v, *_ in frames], count),
            "price_basis": np.repeat(
                [basis if is_money(v) else "" for v, basis, _ in frames], count
            ),
            "value": np.concatenate([values for *_, values in frames]),
        }
    )


def _population(table: pd.DataFrame, year: int) -> pd.Series:
    """Population of the base year by community: present where it exists, else resident."""
    rows = table[(table["year"] == year) & table["value"].notna()]
    rows = rows.sort_values(["community", "kind"]).drop_duplicates("community")
    if rows.empty:
        raise InvalidInputError(
            f"no community has a population of 1 January {year}", where="population"
        )
    wrong = rows[~(rows["value"] > 0)]
    if len(wrong):
        why = "the population of {community} in {year} is {value}; it must be above 0"
        raise DataError(
            "the communities cannot be projected",
            [
                Finding(
                    "population", Severity.ERROR, Source("population"), why,
                    {"community": code, "year": year, "value": f"{value:g}"},
                )
                for code, value in zip(wrong["community"], wrong["value"], strict=True)
            ],
        )  # fmt: skip
    return rows.set_index("community")["value"].astype(float)


def _wide(
    tables: Mapping[str, pd.DataFrame],
    name: str,
    year: int,
    key: str,
    places: pd.Index,
    classification: str = "",
) -> pd.DataFrame:
    """Amounts of one full year, communities down, codes across.

    A community without any row is NaN throughout; a code without a row, in a community that has
    others, is zero; an amount that is missing makes its sum missing.
    """
    import pandas as pd

    if name not in tables:
        return pd.DataFrame(index=places)
    table = tables[name]
    rows = full_year_rows(table[(table["year"] == year) & (table["fund"] == "total")])
    if classification:
        rows = rows[rows["classification"] == classification]
    sums = rows.groupby(["community", key], observed=True)["value"].sum(skipna=False)
    return sums.unstack(key, fill_value=0).reindex(places)


def _budget(tables: Mapping[str, pd.DataFrame], year: int, places: pd.Index) -> BudgetBase:
    revenue = _wide(tables, "revenue", year, "group", places)
    unknown = sorted(set(map(str, revenue.columns)) - set(REVENUE_GROUPS))
    programmes = _wide(tables, "expenditure", year, "code", places, "programme")
    roots = {str(code): str(code)[:1] + "000" for code in programmes.columns}
    roots |= {code: "0100" for code in roots if code.startswith("01")}
    unknown += sorted(code for code, root in roots.items() if root not in EXPENDITURE_GROUPS)
    if unknown:
        why = "the code {code} is not known"
        findings = [
            Finding(
                "unknown-code", Severity.ERROR, Source("revenue, expenditure"), why, {"code": c}
            )
            for c in unknown
        ]
        raise DataError("the budgets cannot be projected", findings)
    spent = programmes.T.groupby(lambda code: roots[str(code)]).sum(skipna=False).T
    economic = _wide(tables, "expenditure", year, "code", places, "economic")
    months = military_pit_months(year)
    military = revenue["military_pit"].to_numpy(dtype=float) if "military_pit" in revenue else 0.0
    return BudgetBase(
        year,
        MappingProxyType(_amounts(revenue)),
        MappingProxyType(_amounts(spent)),
        MappingProxyType(_weights(economic, len(places))),
        _statistic(tables, year, "tax_capacity_index", places),
        _statistic(tables, year, "reverse_subsidy", places),
        military_pit=12 * military / months if months else 0.0,
    )


def _amounts(table: pd.DataFrame) -> dict[str, Array]:
    """Arrays by code."""
    return {str(code): table[code].to_numpy(dtype=float) for code in sorted(table.columns)}


def _weights(economic: pd.DataFrame, count: int) -> dict[str, Array]:
    """Weights of wages and energy in all expenditure; the rest moves with consumer prices.

    As :func:`stratanalysis.projection.base.price_shares` has them: a community without economic
    codes moves with consumer prices alone. The leaves are each community's own. A missing amount
    leaves the weights missing.
    """
    codes = [str(code) for code in economic.columns]
    amounts = economic.to_numpy(dtype=float, copy=True).reshape(count, len(codes))
    amounts[np.isnan(amounts).all(axis=1)] = 0.0  # no rows at all
    stands = (amounts != 0) | np.isnan(amounts)
    below = np.array(
        [[o != c and o.startswith(c.rstrip("0")) for c in codes] for o in codes], dtype=float
    ).reshape(len(codes), len(codes))
    leaves = np.where(stands & (stands.astype(float) @ below == 0), amounts, 0.0)
    groups = [price_group(code) if code.startswith("2") else "" for code in codes]
    total = leaves.sum(axis=1)
    current = leaves[:, [bool(group) for group in groups]].sum(axis=1)
    weights = {}
    for name in ("wages", "energy"):
        part = leaves[:, [group == name for group in groups]].sum(axis=1)
        share = part / np.where(total > 0, total, np.nan)
        weights[name] = np.where((total <= 0) | (current <= 0), 0.0, share)
    weights["consumer"] = 1.0 - weights["wages"] - weights["energy"]
    return weights


def _statistic(
    tables: Mapping[str, pd.DataFrame], year: int, variable: str, places: pd.Index
) -> Array:
    if "statistics" not in tables:
        return np.full(len(places), np.nan)
    table = tables["statistics"]
    rows = table[(table["year"] == year) & (table["variable"] == variable)]
    values = rows.drop_duplicates("community").set_index("community")["value"]
    found: Array = values.reindex(places).to_numpy(dtype=float)
    return found


def _replaced(
    drivers: Mapping[str, Array], driver: str, rates: pd.DataFrame | None, places: pd.Index
) -> Array:
    """Own constant values, with the differences of the scenarios to the first one added."""
    if rates is None or driver not in DRIVERS or not is_used(driver, "totals"):
        raise InvalidInputError(
            f"{driver} is no driver of this population model",
            where="rates",
            expected=", ".join(name for name in DRIVERS if is_used(name, "totals")),
        )
    own = rates[driver].reindex(places).to_numpy(dtype=float)
    path = drivers[driver]
    return np.where(np.isnan(own)[:, None], path, own[:, None] + (path - path[:1]))
