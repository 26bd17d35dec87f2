"""Jobs filled once, an answer both ways, and the displaced: by hand and at the bounds."""

from __future__ import annotations

import numpy as np
import pytest

from stratanalysis.errors import DataError
from stratanalysis.projection import project
from stratanalysis.projection.displaced import present_shares
from stratanalysis.projection.people import simulate_people
from stratanalysis.scenarios import DRIVERS, read_scenarios


def drivers(count, **given):
    values = {n: np.full(count, d.neutral or 0.0) for n, d in DRIVERS.items()}
    plain = {"working_age_share": 0.6, "employment_rate": 0.5}
    values |= {name: np.full(count, value) for name, value in plain.items()}
    return values | {
        name: np.broadcast_to(np.asarray(value, dtype=float), (count,)).copy()
        for name, value in given.items()
    }


def run(count=6, start=100_000.0, **given):
    return simulate_people(start, drivers(count, **given), np.arange(2021, 2021 + count))


def test_800_jobs_make_800_employed_whoever_fills_them():
    """30,000 employed of 60,000; 800 jobs bring 0.3 · 2.67 % of people, who fill those jobs."""
    found = run(project_jobs=[0, 800, 800, 800, 800, 800], migration_job_elasticity=0.3)
    assert found["population"][-1] > 100_700
    np.testing.assert_allclose(found["employed"], [30_000, *[30_800] * 5], rtol=1e-9)


def test_jobs_that_go_leave_nobody_behind():
    """5,000 jobs for two years: people come, and all of them leave again."""
    jobs = [0, 5000, 5000, 0, 0, 0, 0]
    found = run(7, project_jobs=jobs, migration_job_elasticity=0.5)
    assert found["population"][3] > 104_000
    np.testing.assert_allclose(found["population"][-2:], 100_000, rtol=1e-9)


def test_lost_employment_moves_people_as_won_employment_does():
    """50 → 10 % is −80 % of jobs: at an elasticity of 0.3 a quarter (24 %) leaves."""
    less = run(employment_rate=[0.5, 0.1, 0.1, 0.1, 0.1, 0.1], migration_job_elasticity=0.3)
    np.testing.assert_allclose(less["population"][-1], 76_000, rtol=1e-9)
    more = run(employment_rate=[0.5, 0.9, 0.9, 0.9, 0.9, 0.9], migration_job_elasticity=0.3)
    np.testing.assert_allclose(more["population"][-1], 124_000, rtol=1e-9)


def test_employed_never_exceed_those_of_working_age_and_commuters():
    """50,000 jobs in a town of 74,000: 44,400 of working age, half of them work already."""
    found = run(start=74_000.0, project_jobs=[0, *[50_000] * 5])
    assert (found["employed"] <= found["working_age"] + 1e-6).all()
    np.testing.assert_allclose(found["unfilled_jobs"][1], 50_000 - 22_200)
    helped = run(start=74_000.0, project_jobs=[0, *[50_000] * 5], commuters=5000)
    np.testing.assert_allclose(helped["unfilled_jobs"][1], 50_000 - 22_200 - 5000)


def test_a_plant_that_closes_takes_its_jobs_and_people_as_one_that_opens_brings_them():
    """1,200 jobs go: 1,200 fewer employed at once; later as many leave as would have come."""
    nobody = run(project_jobs=0.0, migration_job_elasticity=0.3)
    closed = run(project_jobs=[0, *[-1200] * 5], migration_job_elasticity=0.3)
    opened = run(project_jobs=[0, *[1200] * 5], migration_job_elasticity=0.3)
    assert closed["employed"][1] == pytest.approx(nobody["employed"][1] - 1200)
    assert closed["unfilled_jobs"].max() == 0
    left = nobody["population"] - closed["population"]
    came = opened["population"] - nobody["population"]
    assert left[1] == 0
    assert left[2] == pytest.approx(came[2])
    assert left[5] == pytest.approx(came[5], rel=0.1)
    assert run(project_jobs=[0, *[-1e6] * 5])["employed"][1] == pytest.approx(30)


def test_displaced_by_hand():
    """40 % away; the fighting ends in 2024, half return, half of them within the first year."""
    found = run(
        displacement=[0.0, 0.4, 0.4, 0.4, 0.4, 0.4], war_end=2024, return_share=0.5,
        return_share_men=0.5, return_half_life=1.0,
    )  # fmt: skip
    wanted = [100_000, 60_000, 60_000, 60_000, 70_000, 75_000]
    np.testing.assert_allclose(found["population"], wanted, rtol=1e-12)


def test_hosted_people_are_a_displacement_below_zero():
    found = run(displacement=[0.0, -0.1, -0.1, -0.1, -0.1, -0.1], natural_change_rate=-0.01)
    assert found["population"][1] == pytest.approx(99_000 * 1.1)
    np.testing.assert_allclose(found["natural_change"][1], -0.01 * 99_000 * 1.1, rtol=1e-9)


def test_births_and_deaths_are_those_of_people_present(kostiantynivka):
    text = kostiantynivka.scenarios_text
    scenarios = read_scenarios(text)
    names = ["baseline", "return_after_displacement"]
    found = project(kostiantynivka, scenarios, range(2021, 2032), names=names)
    away = dict(scenarios.paths("baseline")["displacement"].by_year)[2025]
    # On 1 January 2030, by hand: two years since 2028 are one half-life of two years, four since
    # 2026 are two; 35 and 50 % of those away return in the long run.
    here = 1 - away * (1 - 0.5 * 0.75), 1 - away * (1 - 0.35 * 0.5)
    for variable in ("births", "deaths", "pupils", "population"):
        wide = found.wide(variable).loc[2030]
        ratio = wide["return_after_displacement"] / wide["baseline"]
        assert ratio == pytest.approx(here[0] / here[1], rel=1e-9), variable


def test_men_return_by_a_share_of_their_own():
    values = {
        "displacement": np.full(5, 0.4), "war_end": np.full(5, 2022.0),
        "return_share": np.full(5, 1.0), "return_share_men": np.zeros(5),
        "return_half_life": np.full(5, 1.0),
    }  # fmt: skip
    shares = present_shares(values, np.arange(2021, 2026))
    np.testing.assert_allclose(shares.men, 0.6)
    np.testing.assert_allclose(shares.others, [0.6, 0.6, 0.8, 0.9, 0.95])
    grid = shares.by_age(4, 81)
    assert (grid[1, 18:60] == 0.6).all()
    assert grid[1, 17] == grid[0, 40] == pytest.approx(0.95)


@pytest.mark.parametrize("name", sorted(DRIVERS))
@pytest.mark.parametrize("size", [400.0, 3e6])
def test_every_driver_at_its_bounds_gives_finite_people(name, size):
    entry = DRIVERS[name]
    for value in (entry.minimum, entry.maximum, max(entry.minimum, 0.0)):
        found = run(30, start=size, **{name: value})
        for variable in ("population", "employed"):
            assert np.isfinite(found[variable]).all(), (name, value, variable)
            if name != "natural_change_rate":
                assert (found[variable] >= -1e-6).all(), (name, value, variable)


@pytest.mark.parametrize("horizon", [1, 100])
def test_horizons(horizon):
    found = run(horizon + 1, natural_change_rate=-0.01, migration_job_elasticity=1.0)
    np.testing.assert_allclose(found["population"][-1], 100_000 * 0.99**horizon)


def test_more_returns_and_earlier_ends_never_lower_people():
    def last(**given):
        away = [0.0, *[0.3] * 11]
        return run(12, displacement=away, return_half_life=2.0, **given)["population"][-1]

    shares = [last(war_end=2025, return_share=s, return_share_men=s) for s in (0, 0.2, 0.6, 1)]
    assert shares == sorted(shares)
    ends = [last(war_end=w, return_share=0.5, return_share_men=0.5) for w in (2024, 2027, 2031, 0)]
    assert ends == sorted(ends, reverse=True)


def test_zero_employment_fails_early_and_by_name(tiny):
    text = "\n".join(
        line.replace("value = 0.5", "value = 0.0") if "employment" in before else line
        for before, line in zip(["", *TEXT.splitlines()], TEXT.splitlines(), strict=False)
    )
    assert text != TEXT
    with pytest.raises(DataError, match="employment_rate"):
        read_scenarios(text).driver_values("baseline", range(2021, 2024))


TEXT = "\n".join(
    [
        "[baseline]",
        'label = { uk = "Базовий", en = "Baseline" }',
        "[[baseline.assumption]]",
        'driver = "employment_rate"',
        'path = { kind = "constant", value = 0.5 }',
        'unit = "share"',
        'source_kind = "judgement"',
        'source = ""',
        'reason = { uk = "Так", en = "So" }',
    ]
)
