"""Back-test the forecaster of communities and tabulate its errors by horizon, size and volatility.

    python tools/build_error_table.py PANELS [--to data/reference/population_forecast_errors.csv]

PANELS is the folder with the Swedish counties and the Brazilian municipalities; the Ukrainian
communities are read from ``data/reference``. Printed: the table of methods by horizon and size, and
the coverage of bands that were fitted on one half of the regions and judged on the other.
"""

from __future__ import annotations

import argparse
import zlib
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from stratanalysis.csv_tables import write_table
from stratanalysis.demography import (
    backtest,
    error_table,
    extrapolate_total,
    five_year_ages,
    hamilton_perry,
    local_growth,
    own_past,
    single_ages,
)
from stratanalysis.demography.error_bands import VOLATILITIES

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "data" / "reference"
GROUPS = {"population": (0, 200), "children": (0, 15), "working_age": (15, 60),
          "older_people": (60, 200)}  # fmt: skip
SIZES = (5_000, 20_000, 100_000)
DIGITS = 5


def sweden(folder):
    """Counties, years 1968-2015, persons by sex and single age."""
    table = pd.read_csv(folder / "sweden_county_age1_sex_1968_2015.csv.gz")
    years = [name for name in table if name.startswith("y")]
    names = table["region"].unique()
    cube = table[years].to_numpy(dtype=float).reshape(len(names), 2, 101, len(years))
    return np.moveaxis(cube, -1, 1), np.arange(1968, 2016), names


def brazil(folder):
    """Municipalities, years 2000, 2005, ..., 2020, persons by sex and five-year age; the states."""
    table = pd.read_csv(folder / "brazil_municipality_age5_sex_2000_2020_part.csv.gz")
    table = table.sort_values(["code_muni", "year", "sex"])
    names = table["code_muni"].unique()
    ages = [name for name in table if name.startswith("a")]
    cube = table[ages].to_numpy(dtype=float).reshape(len(names), 5, 2, len(ages))
    states = np.unique(names // 100_000, return_inverse=True)[1]
    return cube, np.arange(2000, 2021, 5), names, states


def panel_errors(name, history, actual, names, groups):
    """Errors of one launch; horizons are the group width apart."""
    widths = five_year_ages(5 * (history.shape[-1] - 1))
    found = own_past(history, steps=actual.shape[1], age_widths=widths, groups=groups)
    starts = 5 * np.arange(history.shape[-1])
    frames = []
    for step in range(actual.shape[1]):
        for variable, (first, stop) in GROUPS.items():
            ages = (starts >= first) & (starts < stop)
            came = actual[:, step][..., ages].sum(axis=(-2, -1))
            said = found.population[:, step + 1][..., ages].sum(axis=(-2, -1))
            frames.append(pd.DataFrame({
                "variable": variable, "area": [f"{name} {one}" for one in names],
                "region": [f"{name} {one}" for one in (names if name == "SE" else groups)],
                "horizon": 5 * (step + 1), "size": history[:, -1].sum(axis=(-2, -1)),
                "volatility": found.volatility, "error": np.log(came / said),
            }))  # fmt: skip
    return pd.concat(frames)


def one_year_errors(folder):
    """One year ahead: Swedish counties by cohorts, Ukrainian communities by their totals."""
    cube, years, names = sweden(folder)
    frames = []
    for now in range(10, len(years) - 1, 2):
        found = own_past(cube[:, : now + 1], steps=1, age_widths=single_ages(100))
        came, said = cube[:, now + 1], found.population[:, 1]
        for variable, (first, stop) in GROUPS.items():
            cut = slice(first, stop)
            error = np.log(came[..., cut].sum(axis=(-2, -1)) / said[..., cut].sum(axis=(-2, -1)))
            frames.append(pd.DataFrame({
                "variable": variable, "area": [f"SE {one}" for one in names], "horizon": 1,
                "region": [f"SE {one}" for one in names],
                "size": cube[:, now].sum(axis=(-2, -1)), "volatility": found.volatility,
                "error": error,
            }))  # fmt: skip
    frames.append(ukraine().assign(variable="population", horizon=1))
    return pd.concat(frames)


def ukraine():
    """Communities, 1 January 2021 to 2022 from the growth of 2020."""
    table = pd.read_csv(REFERENCE / "hromada_population.csv")
    wide = table.pivot(index="katottg", columns="year", values="value").dropna()
    change = pd.read_csv(REFERENCE / "oblast_population_change.csv")
    rate = change.pivot(index="oblast_code", columns="component", values="value")
    natural = (rate["natural_change"] / rate["population_start"]).reindex(wide.index.str[:4])
    growth = wide[2021] / wide[2020] - 1
    parent = wide.groupby(wide.index.str[:4]).sum()
    parent_growth = (parent[2021] / parent[2020] - 1).reindex(wide.index.str[:4]).to_numpy()
    said = wide[2021] * (1 + local_growth(growth, natural.to_numpy()))
    return pd.DataFrame({
        "area": [f"UA {one}" for one in wide.index], "size": wide[2021].to_numpy(),
        "region": [f"UA {one[:4]}" for one in wide.index],
        "volatility": np.abs(growth.to_numpy() - parent_growth),
        "error": np.log(wide[2022] / said).to_numpy(),
    })  # fmt: skip


def all_errors(folder):
    cube, years, names = sweden(folder)
    five = np.add.reduceat(cube, np.arange(0, 90, 5), axis=-1)
    frames = [one_year_errors(folder)]
    for now in range(10, len(years) - 5):
        steps = min(4, (len(years) - 1 - now) // 5)
        actual = five[:, [now + 5 * (k + 1) for k in range(steps)]]
        groups = np.zeros(len(names), dtype=int)
        frames.append(panel_errors("SE", five[:, [now - 10, now - 5, now]], actual, names, groups))
    cube, _, names, states = brazil(folder)
    for now in (1, 2, 3):
        frames.append(panel_errors("BR", cube[:, : now + 1], cube[:, now + 1 :], names, states))
    return pd.concat(frames, ignore_index=True)


def old_method(widths):
    """Half-way to the parent at every age, controlled to the damped total: the former default."""

    def method(history, years, horizon):
        steps = round(horizon / widths[0])
        ahead = years[-1] + widths[0] * np.arange(1, steps + 1)
        total = extrapolate_total(history.sum(axis=(-2, -1)), years=years, horizon=ahead)
        return hamilton_perry(
            history, steps=steps, age_widths=widths, parent=history.sum(axis=0), total=total
        )[:, -1]

    return method


def last_ten_years(name, apart):
    """Extrapolation of the total from the last ten years."""

    def method(history, years, horizon):
        totals = history[:, -2 * apart - 1 :].sum(axis=(-2, -1))
        ahead = [years[-1] + horizon]
        return extrapolate_total(totals, years=years[-2 * apart - 1 :], horizon=ahead, method=name)[
            :, 0
        ]

    return method


def methods_table(folder):
    """Errors of the methods by panel, horizon and size."""
    cube, years, names = sweden(folder)
    counties = np.add.reduceat(cube, np.arange(0, 90, 5), axis=-1)
    munis, when, codes, states = brazil(folder)
    tables = []
    for panel, people, at, area, groups, launches in (
        ("SE", counties, years, names, None, range(1978, 2011)),
        ("BR", munis, when, codes, states, (2005, 2010, 2015)),
    ):
        widths = five_year_ages(5 * (people.shape[-1] - 1))
        apart = 5 // int(at[1] - at[0])

        def ours(history, at, horizon, groups=groups, widths=widths, apart=apart):
            return own_past(
                history[:, ::-1][:, ::apart][:, ::-1], steps=horizon // 5, age_widths=widths,
                groups=groups,
            ).population[:, -1]  # fmt: skip

        def former(history, at, horizon, widths=widths, apart=apart):
            cut = slice(None, None, apart)
            return old_method(widths)(history[:, ::-1][:, cut][:, ::-1], at[::-1][cut][::-1],
                                      horizon)  # fmt: skip

        result = backtest(
            people, years=at, launches=launches, horizons=(5, 10, 15, 20), areas=area,
            size_classes=SIZES,
            methods={"own past": ours, "former default": former,
                     "linear": last_ten_years("linear", apart),
                     "exponential": last_ten_years("exponential", apart)},
        )  # fmt: skip
        for by in (["method", "horizon"], ["method", "horizon", "size_class"]):
            tables.append(result.summary(by).assign(panel=panel))
    return pd.concat(tables)


def held_by_class(learnt, judged):
    """Coverage of bands of some regions in others by class, with its sampling error.

    Errors of one region go together, so the error counts regions, not cases: ``e² = m/(m − 1) ·
    Σ(inside − p·cases)² / cases²`` over the m regions of a class. The last column is the chance
    that a class whose true coverage is 80 % is counted outside 75 to 85 %, with as much error in
    what the band was learnt from.
    """
    keys = ["variable", "horizon", "volatility_from", "size_from"]
    known = judged[judged["error"].notna()]
    known = known.assign(
        volatility_from=np.array(VOLATILITIES)[
            np.digitize(known["volatility"], VOLATILITIES[1:-1])
        ],
        size_from=np.array((0, *SIZES))[np.digitize(known["size"], SIZES)],
    ).merge(error_table(learnt)[[*keys, "half_width"]], on=keys)
    judged = known.assign(inside=known["error"].abs() <= known["half_width"])
    rows = []
    for key, cases in judged.groupby(keys):
        region = cases.groupby("region")["inside"].agg(["sum", "size"])
        number, count = len(cases), len(region)
        held = region["sum"].sum() / number
        apart = ((region["sum"] - held * region["size"]) ** 2).sum()
        error = np.sqrt(apart * count / max(count - 1, 1)) / number if count > 1 else np.nan
        chance = 2 * (1 - NormalDist().cdf(0.05 / max(error * 2**0.5, 1e-9)))
        rows.append((*key, held, number, count, error, chance))
    names = [*keys, "coverage", "cases", "regions", "sampling_error", "chance_outside"]
    return pd.DataFrame(rows, columns=names).query("cases >= 40")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", type=Path)
    parser.add_argument("--to", type=Path, default=REFERENCE / "population_forecast_errors.csv")
    given = parser.parse_args()
    table = methods_table(given.panels)
    shown = ["panel", "horizon", "size_class", "method", "mape", "malpe", "age_error", "forecasts"]
    print(table[shown].round(2).to_string(index=False))
    errors = all_errors(given.panels)
    half = np.array([zlib.crc32(region.encode()) % 2 for region in errors["region"]])
    print(held_by_class(errors[half == 0], errors[half == 1]).round(3).to_string())
    table = error_table(errors).round({"half_width": DIGITS, "coverage": 3})
    write_table(table.assign(source="forecast_backtests"), given.to)


if __name__ == "__main__":
    main()
