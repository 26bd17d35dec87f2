"""The compiled step against the same rules written out in plain loops over lists."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import Displacement

from .options import project_cohorts

AGES, YEARS = 9, 5


def plain_projection(
    population, survival, fertility, count, rate, srb, *, step, births, timing, events=()
):
    """Lists in, lists out; `events` are (step, share[sex][age], returning, hazard)."""
    ages = len(population[0])
    now = [list(row) for row in population]
    history = [now]
    away = [[[0.0] * ages, [0.0] * ages] for _ in events]
    totals = []
    for t in range(len(survival)):
        half = 0.5 if timing == "even" else 1.0
        begin, survived, end_move, moved = [], [], [], 0.0
        for s in range(2):
            first = list(now[s])
            if timing == "even":
                for a in range(ages):
                    move = max(half * (count[t][s][a] + rate[t][s][a] * first[a]), -first[a])
                    first[a] += move
                    moved += move
            begin.append(first)
            ratio = survival[t][s]
            alive = [0.0] + [first[a - 1] * ratio[a] for a in range(1, ages)]
            alive[-1] = (first[-2] + first[-1]) * ratio[-1]
            survived.append(alive)
            end_move.append([0.0] * ages)
        end = [list(row) for row in survived]

        def arrive(s, a, t=t, end=end, end_move=end_move, half=half):
            move = max(half * (count[t][s][a] + rate[t][s][a] * end[s][a]), -end[s][a])
            end[s][a] += move
            end_move[s][a] = move
            return move

        for s in range(2):
            for a in range(1, ages):
                moved += arrive(s, a)
        unexposed = [list(row) for row in end]
        for s in range(2):
            for e, (when, share, returning, hazard) in enumerate(events):
                if t > when:
                    pool, ratio = away[e][s], survival[t][s]
                    older = [0.0] + [pool[a - 1] * ratio[a] for a in range(1, ages)]
                    older[-1] = (pool[-2] + pool[-1]) * ratio[-1]
                    for a in range(ages):
                        end[s][a] += hazard * older[a]
                        moved += hazard * older[a]
                        older[a] *= 1 - hazard
                    away[e][s] = older
                elif t == when:
                    for a in range(1, ages):
                        leave = share[s][a] * end[s][a]
                        end[s][a] -= leave
                        moved -= leave
                        away[e][s][a] = returning * leave
        born = 0.0
        for a in range(1, ages):
            if births == "mean_exposure":
                exposed = (now[0][a] + end[0][a]) / 2
            elif timing == "even":
                exposed = (begin[0][a] + unexposed[0][a]) / 2
            else:
                exposed = (begin[0][a] + survived[0][a]) / 2
            born += step * fertility[t][a] * exposed
        girls = born / (1 + srb[t])
        for s, babies in enumerate((girls, born - girls)):
            end[s][0] = babies * survival[t][s][0]
            moved += arrive(s, 0)
            for e, (when, share, returning, _) in enumerate(events):
                if t == when:
                    leave = share[s][0] * end[s][0]
                    end[s][0] -= leave
                    moved -= leave
                    away[e][s][0] = returning * leave
        totals.append((born, moved))
        now = end
        history.append(now)
    return history, totals


@pytest.mark.parametrize("timing", ["end", "even"])
@pytest.mark.parametrize("births", ["mean_exposure", "ccmpp"])
def test_every_convention_equals_the_plain_rewriting(births, timing):
    rng = np.random.default_rng(1)
    population = rng.uniform(100, 1000, (2, AGES))
    fertility = np.zeros((YEARS, AGES))
    fertility[:, 2:5] = rng.uniform(0.02, 0.2, (YEARS, 3))
    given_ = {
        "survival": rng.uniform(0.5, 1, (YEARS, 2, AGES)),
        "fertility": fertility,
        "net_migration": rng.normal(0, 200, (YEARS, 2, AGES)),
        "net_migration_rate": rng.uniform(-0.1, 0.1, (YEARS, 2, AGES)),
        "sex_ratio_at_birth": rng.uniform(1.0, 1.1, YEARS),
    }
    share = np.random.default_rng(3).uniform(0, 0.4, (2, AGES))
    events = [Displacement(1, share, 0.6, 2.0), Displacement(2, share / 2, 1.0, 5.0)]
    projection = project_cohorts(
        population, **given_, step=5.0, births=births, migration_timing=timing, displacement=events
    )
    hazards = [1 - 2 ** (-5.0 / 2.0), 1 - 2 ** (-5.0 / 5.0)]
    history, totals = plain_projection(
        population.tolist(),
        *(given_[name].tolist() for name in list(given_)[:4]),
        given_["sex_ratio_at_birth"].tolist(),
        step=5.0,
        births=births,
        timing=timing,
        events=[
            (1, share.tolist(), 0.6, hazards[0]),
            (2, (share / 2).tolist(), 1.0, hazards[1]),
        ],
    )
    assert_allclose(projection.population, history, rtol=1e-13)
    components = projection.components()
    assert_allclose(components["births"], [born for born, _ in totals], rtol=1e-13)
    assert_allclose(components["net_migration"], [moved for _, moved in totals], rtol=1e-10)
