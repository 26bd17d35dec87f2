"""Whether the scenarios of a file fit together: efforts that end below doing nothing, wages alone.

A scenario of effort may end below the baseline, since what it invests has to be paid; the finding
names the assumptions behind it, so that the reader can say whether it was meant.
"""

from __future__ import annotations

import numpy as np

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.projection import project
from stratanalysis.projection.result import Projection
from stratanalysis.questions.decomposition import decompose
from stratanalysis.questions.targets import Target
from stratanalysis.scenarios.scenario import Scenarios

__all__ = ["check_scenarios"]

HEADLINES = ("population", "own_revenue", "balance")
"""Variables in which a scenario of effort should not end below the baseline unexplained."""

WAGE_GAP = 1.25
"""Level of local wages over the nation's, against the base year, from which they stand out."""

_FILE = "scenarios.toml"
_NOTHING = 0.005


def check_scenarios(
    community: Community, scenarios: Scenarios, *, base_year: int, horizon: int = 15
) -> list[Finding]:
    """Find what does not fit together between the scenarios of a community.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    base_year : int
    horizon : int, optional
        Years ahead at whose end scenarios are compared; money in real terms.

    Returns
    -------
    list of Finding
        Warnings: ``scenario-below-baseline`` (a scenario that starts from the baseline ends below
        it in a headline; the assumption that lowers it most is named), ``local-wages-alone``
        (wages of the community grow beyond the nation's by more than a quarter, so that its
        capacity index rises without anything behind it). Nothing where the tables allow no run.
    """
    if "baseline" not in scenarios:
        return []
    names = [name for name in scenarios if not scenarios[name].is_what_if]
    years = range(base_year, base_year + horizon + 1)
    try:
        run = project(community, scenarios, years, names=names)
    except InvalidInputError:
        return []
    found = _wages_alone(scenarios, run)
    for name in names:
        if name != "baseline":
            found += _below(community, scenarios, run, name)
    return found


def _wages_alone(scenarios: Scenarios, run: Projection) -> list[Finding]:
    years = np.asarray(run.years)
    why = (
        "wages of the community grow to {level} times the nation's by {year} in the scenario "
        "{scenario}; its tax capacity goes from {first} to {last}; say what brings it, or let "
        "the nation's wages grow too"
    )
    index = run.wide("tax_capacity_index")
    found = []
    for name in run.names:
        growth = scenarios.driver_values(name, years)["relative_wage_growth"]
        level = float(np.prod(1 + np.asarray(growth, dtype=float)[1:]))
        if level >= WAGE_GAP:
            first, last = ("…", "…")
            if len(index) and name in index:
                first, last = (f"{float(index[name].iloc[at]):.2f}" for at in (0, -1))
            values = {
                "level": f"{level:.2f}", "year": int(years[-1]), "scenario": name,
                "first": first, "last": last,
            }  # fmt: skip
            found.append(Finding("local-wages-alone", Severity.WARNING, Source(_FILE), why, values))
    return found


def _below(community: Community, scenarios: Scenarios, run: Projection, name: str) -> list[Finding]:
    why = (
        "{variable} of {year} is lower in the scenario {scenario} ({value}) than in the baseline "
        "({base}), most of all through {driver}; say in its reason why, or correct it"
    )
    found = []
    for variable in HEADLINES:
        basis = "" if variable == "population" else "real"
        wide = run.wide(variable, price_basis=basis)
        if wide.empty or name not in wide or "baseline" not in wide:
            continue
        own, base = float(wide[name].iloc[-1]), float(wide["baseline"].iloc[-1])
        if not own < base - _NOTHING * abs(base):
            continue
        target = Target(variable, 0.0, run.years[-1], price_basis=basis)
        try:
            parts = decompose(community, scenarios, target, scenario=name, base_year=run.years[0])
        except InvalidInputError:
            parts = decompose(
                community, scenarios, target, scenario=name, base_year=run.years[0], by_group=True
            )
        worst = str(parts.sort_values("contribution").iloc[0, 0])
        values = {
            "variable": variable, "year": run.years[-1], "scenario": name,
            "value": f"{own:,.0f}", "base": f"{base:,.0f}", "driver": worst,
        }  # fmt: skip
        found.append(
            Finding("scenario-below-baseline", Severity.WARNING, Source(_FILE), why, values)
        )
    return found
