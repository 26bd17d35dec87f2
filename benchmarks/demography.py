"""Speed and memory of the cohort engine; run by hand: python benchmarks/demography.py.

Every figure is a median of warm runs; ratios compare within one run of this file. Plain numpy that
passes whole arrays through memory is the measure of the compiled loop.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from stratanalysis.demography import (
    SEXES,
    CohortOptions,
    Scaled,
    distribute_open_age,
    ensemble,
    national_rates,
    project_cohorts,
    rogers_castro,
    single_ages,
    survival_at_life_expectancy,
    survival_ratios,
)

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
YEARS = range(2025, 2050)
DRAWS = 1000
GROUPS = (0, 15, 35, 65)
CELLS = 2 * 101
TOTALS = CohortOptions(record="total", age_groups=GROUPS)
COMPILE = """
import time
begin = time.perf_counter()
import numpy as np
from stratanalysis.demography import CohortOptions, project_cohorts
for record in ("age", "total"):
    project_cohorts(np.ones((2, 5)), survival=np.ones((1, 2, 5)), fertility=np.zeros((1, 5)),
                    sex_ratio_at_birth=1.0, options=CohortOptions(record=record))
print(time.perf_counter() - begin)
"""


FIRST_RATES = f"""
import time
import pandas as pd
from stratanalysis.demography import national_rates
tables = [pd.read_csv({str(REFERENCE)!r} + f"/ukraine_{{name}}.csv")
          for name in ("mortality", "fertility_pattern", "demographic_drivers")]
for _ in range(2):
    begin = time.perf_counter()
    for year in range(2025, 2044):
        national_rates(*tables, years=[year])
    print(time.perf_counter() - begin)
"""


def median_seconds(run, repeats=7):
    run()
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def peak_gib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def inputs():
    tables = [
        pd.read_csv(REFERENCE / f"ukraine_{name}.csv")
        for name in ("mortality", "fertility_pattern", "demographic_drivers")
    ]
    rates = national_rates(*tables, years=YEARS)
    oblasts = pd.read_csv(REFERENCE / "oblast_population_age_sex.csv")
    wide = oblasts.pivot_table(index=["oblast_code", "sex"], columns="age", values="value")
    codes = list(oblasts["oblast_code"].unique())
    structure = np.stack([wide.loc[code].loc[list(SEXES)].to_numpy() for code in codes])
    structure = distribute_open_age(
        structure, person_years=rates.standard.Lx, age_widths=single_ages()
    )
    communities = pd.read_csv(REFERENCE / "hromadas.csv", dtype={"budget_code": str})
    oblast = communities["oblast_katottg"].str[:4].map({c: i for i, c in enumerate(codes)})
    known = oblast.notna() & communities["population_2022"].notna()
    size = communities["population_2022"].where(known, 5000.0).to_numpy()
    shares = structure / structure.sum(axis=(1, 2), keepdims=True)
    people = shares[oblast.fillna(0).astype(int)] * size[:, None, None]
    return rates, people


def drivers(rates, draws, seed=0):
    paths = ensemble(
        tfr=rates.tfr,
        life_expectancy=rates.life_expectancy,
        net_migration=rates.net_migration,
        draws=draws,
        seed=seed,
    )
    schedule = np.broadcast_to(rogers_castro(single_ages()) / 2, (1, 2, 101))
    # A rate: the national total spread by age, over the people of that age in a plain structure.
    per_head = schedule / np.maximum(rates.standard.Lx / rates.standard.Tx[:, :1], 1e-4) / 38e6 / 2
    return {
        "survival": survival_at_life_expectancy(rates.standard, paths.life_expectancy),
        "fertility": Scaled(paths.tfr, rates.fertility_pattern),
        "net_migration_rate": Scaled(paths.net_migration, per_head),
        "sex_ratio_at_birth": rates.sex_ratio_at_birth,
    }


def all_communities(rates, people, draws=DRAWS, workers=None):
    projection = project_cohorts(
        people[:, None],
        **drivers(rates, draws),
        options=dataclasses.replace(TOTALS, dtype=np.float32, workers=workers),
    )
    return projection


def plain_numpy(people, survival, fertility, rate, srb):
    """The same step with whole arrays, (area, draw, sex, age) at once."""
    now, totals = people, []
    for t in range(survival.shape[-3]):
        following = np.empty(np.broadcast_shapes(now.shape, survival[:, t].shape))
        following[..., 1:] = now[..., :-1] * survival[:, t, :, 1:]
        following[..., -1] = (now[..., -2] + now[..., -1]) * survival[:, t, :, -1]
        following[..., 1:] *= 1 + rate[:, t, :, 1:]
        exposed = 0.5 * (now[..., 0, 1:] + following[..., 0, 1:])
        born = (exposed * fertility[:, t, 1:]).sum(axis=-1)
        sexes = np.array([1, srb[t]]) / (1 + srb[t])
        following[..., 0] = born[..., None] * sexes * survival[:, t, :, 0]
        following[..., 0] *= 1 + rate[:, t, :, 0]
        now = following
        totals.append(np.add.reduceat(now.sum(axis=-2), GROUPS, axis=-1))
    return np.stack(totals, axis=-2)


def compile_time():
    """First call in a new process with an empty cache, then with the cache filled."""
    folder = tempfile.mkdtemp()
    environment = os.environ | {"NUMBA_CACHE_DIR": folder}
    try:
        return [
            float(subprocess.check_output([sys.executable, "-c", COMPILE], env=environment))
            for _ in range(2)
        ]
    finally:
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="leave out the whole of Ukraine")
    small = parser.parse_args().small
    rates, people = inputs()
    cold, warm = compile_time()
    print(f"first call, compiling: {cold:.1f} s; from the cache: {warm:.2f} s")
    first, again = map(
        float, subprocess.check_output([sys.executable, "-c", FIRST_RATES], text=True).split()
    )
    print(f"national rates of 19 years, one by one, in a new process: {first:.3f} s, again "
          f"{again:.3f} s")  # fmt: skip

    country = people.sum(axis=0)
    survival = np.broadcast_to(survival_ratios(rates.standard, step=1), (70, 2, 101)).copy()
    fertility = np.broadcast_to(rates.fertility_pattern[0], (70, 101)).copy()
    migration = np.zeros((70, 2, 101))
    seconds = median_seconds(
        lambda: project_cohorts(
            country, survival=survival, fertility=fertility, net_migration=migration,
            sex_ratio_at_birth=1.06,
        ),
        repeats=51,
    )  # fmt: skip
    print(f"one country, 70 single-year steps, all cells: {1000 * seconds:.2f} ms (bound 3)")

    community = people[:1]

    def slider():
        for seed in range(3):
            project_cohorts(community[0], **drivers(rates, DRAWS, seed), options=TOTALS)

    seconds = median_seconds(slider)
    print(f"one community, 3 scenarios x 1,000 draws x 25 years, drawn anew: {seconds:.3f} s "
          "(bound 0.15)")  # fmt: skip

    few = people[:20, None]
    given = drivers(rates, 200)
    dense = (
        given["survival"].dense(),
        given["fertility"].dense(1),
        given["net_migration_rate"].dense(2),
        rates.sex_ratio_at_birth,
    )
    ours = median_seconds(
        lambda: project_cohorts(few, **given, options=dataclasses.replace(TOTALS, workers=1)), 3
    )
    plain = median_seconds(lambda: plain_numpy(few, *dense), 3)
    check = project_cohorts(few, **given, options=TOTALS).population[..., 1:, :]
    assert np.allclose(check, plain_numpy(few, *dense), rtol=1e-9)
    steps = few.shape[0] * 200 * len(YEARS) * CELLS
    print(
        f"20 areas x 200 draws, one thread: {steps / ours / 1e9:.2f} billion cell-steps a second; "
        f"{plain / ours:.1f} times plain numpy"
    )

    print("cost by areas, draws and years (seconds, and per lane-year in nanoseconds):")
    for areas, draws, years in ((50, 100, 25), (100, 100, 25), (200, 100, 25), (50, 200, 25),
                                (50, 400, 25), (50, 100, 12), (50, 100, 6)):  # fmt: skip
        cut = drivers(rates, draws)
        cut["survival"] = type(cut["survival"])(
            cut["survival"].grid, cut["survival"].table, cut["survival"].level[:, :years]
        )
        cut["fertility"] = Scaled(
            cut["fertility"].level[:, :years], cut["fertility"].pattern[:years]
        )
        cut["net_migration_rate"] = Scaled(
            cut["net_migration_rate"].level[:, :years], cut["net_migration_rate"].pattern
        )
        cut["sex_ratio_at_birth"] = cut["sex_ratio_at_birth"][:years]

        def run(cut=cut, areas=areas):
            project_cohorts(people[:areas, None], **cut, options=TOTALS)

        seconds = median_seconds(run, 5)
        lanes = areas * draws * years
        print(f"  {areas:4d} x {draws:4d} x {years:2d}: {seconds:.3f} s, "
              f"{1e9 * seconds / lanes:.0f} ns")  # fmt: skip

    if not small:
        for workers in (1, 2):
            begin, busy = time.perf_counter(), time.process_time()
            projection = all_communities(rates, people, workers=workers)
            seconds, busy = time.perf_counter() - begin, time.process_time() - busy
            print(
                f"{len(people)} communities x {DRAWS} draws x {len(YEARS)} years, {workers} "
                f"thread(s): {seconds:.1f} s (bound 12), {busy:.1f} s of processor, peak memory "
                f"{peak_gib():.2f} GiB (bound 2); load of the machine {os.getloadavg()[0]:.1f}"
            )
            del projection


if __name__ == "__main__":
    main()
