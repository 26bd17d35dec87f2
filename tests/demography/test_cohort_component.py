"""The cohort engine against printed results, a plain rewriting, and identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from stratanalysis.demography import (
    Displacement,
    Interpolated,
    Scaled,
)
from stratanalysis.errors import InvalidInputError, UnknownNameError

from .options import project_cohorts

AGES, YEARS = 9, 5


def drivers(seed, *lead, ages=AGES, years=YEARS):
    """Made-up but possible drivers: nothing here is a figure of a real place."""
    rng = np.random.default_rng(seed)
    fertility = np.zeros((*lead, years, ages))
    fertility[..., 2:5] = rng.uniform(0.02, 0.2, (*lead, years, 3))
    return {
        "survival": rng.uniform(0.5, 1, (*lead, years, 2, ages)),
        "fertility": fertility,
        "net_migration": rng.normal(0, 20, (*lead, years, 2, ages)),
        "net_migration_rate": rng.uniform(-0.1, 0.1, (*lead, years, 2, ages)),
        "sex_ratio_at_birth": rng.uniform(1.0, 1.1, (*lead, years)),
    }


def start(seed, *lead, ages=AGES):
    return np.random.default_rng(seed).uniform(100, 1000, (*lead, 2, ages))


# Preston, Heuveline and Guillot (2001), Demography, box 6.2: women of Sweden from 1993 in
# five-year groups 0-4 ... 85+; the even timing of migration, sex ratio at birth 1.05.
BOX_6_2 = np.array(
    [
        # start,  person-years, births per woman-year, net migrants, births, women at the end
        (293395, 497487, 0.0, 6840, 0, 302392),
        (248369, 497138, 0.0, 4150, 0, 298682),
        (240012, 496901, 0.0, 3365, 0, 252007),
        (261346, 496531, 0.0120, 5270, 15244, 244150),
        (285209, 495902, 0.0908, 9240, 126688, 268267),
        (314388, 495168, 0.1499, 8230, 229354, 293515),
        (281290, 494213, 0.1125, 5470, 170057, 320624),
        (286923, 492760, 0.0441, 3155, 63203, 284767),
        (304108, 490447, 0.0074, 1770, 10971, 288031),
        (324946, 486613, 0.0003, 1115, 472, 303166),
        (247613, 480665, 0.0, 1075, 0, 322062),
        (211351, 471786, 0.0, 845, 0, 243989),
        (215140, 457852, 0.0, 645, 0, 205841),
        (221764, 436153, 0.0, 530, 0, 205516),
        (223506, 402775, 0.0, 465, 0, 205270),
        (183654, 350358, 0.0, 300, 0, 194771),
        (141990, 271512, 0.0, 250, 0, 142565),
        (112424, 291707, 0.0, 175, 0, 131966),
    ]
)
MALE_CHILDREN_AT_THE_END = 317340


def test_box_6_2_of_preston_to_the_person():
    women, years, rates, migrants, births, expected = BOX_6_2.T
    survival = np.append(years[0] / 500_000, years[1:] / years[:-1])
    survival[-1] = years[-1] / (years[-2] + years[-1])
    projection = project_cohorts(
        np.stack([women, women]),
        survival=np.stack([survival, survival])[None],
        fertility=rates[None],
        net_migration=np.stack([migrants, migrants])[None],
        sex_ratio_at_birth=1.05,
        step=5,
        births="ccmpp",
        migration_timing="even",
    )
    assert_array_equal(np.round(projection.population[1, 0]), expected)
    assert_allclose(projection.births[0].sum(axis=0), births, atol=0.5)
    assert round(projection.population[1, 1, 0]) == MALE_CHILDREN_AT_THE_END


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["mean_exposure", "ccmpp"]),
    st.sampled_from(["end", "even"]),
    st.floats(1, 2000),
)
def test_the_balance_closes_for_every_step_and_cohort(seed, births, timing, spread):
    given_ = drivers(seed, 2)
    given_["net_migration"] = given_["net_migration"] * spread
    projection = project_cohorts(
        start(seed + 1), **given_, births=births, migration_timing=timing,
        displacement=[Displacement(2, 0.3, 0.5, 3.0)],
    )  # fmt: skip
    people = projection.population
    assert people.min() >= 0
    change = projection.components()["total_change"]
    assert_allclose(np.diff(projection.total), change, rtol=1e-12, atol=1e-8)
    if timing == "end":
        joined = people[:, :-1, :, :-1].copy()
        joined[..., -1] += people[:, :-1, :, -1]
        aged = joined - projection.deaths[..., 1:] + projection.migrants[..., 1:]
        assert_allclose(people[:, 1:, :, 1:], aged, rtol=1e-12, atol=1e-8)
        born = projection.births.sum(axis=-1)
        infants = born - projection.deaths[..., 0] + projection.migrants[..., 0]
        assert_allclose(people[:, 1:, :, 0], infants, rtol=1e-12, atol=1e-8)


def test_emigrants_beyond_those_present_are_capped_counted_and_reported():
    given_ = drivers(1) | {"net_migration": np.full((1, 2, AGES), -600.0)}
    given_["net_migration_rate"] = None
    projection = project_cohorts(start(5), **given_)
    assert projection.population.min() == 0.0
    asked = 600.0 * 2 * AGES * YEARS
    assert_allclose(projection.capped.sum(), asked + projection.migrants.sum())
    (finding,) = projection.findings()
    assert finding.check == "emigrants-capped"
    assert f"{projection.capped.sum():.1f}" in finding.message
    assert project_cohorts(start(5), **drivers(1) | {"net_migration": None}).findings() == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.001, 1000))
def test_scaling_the_population_scales_everything(seed, factor):
    given_ = drivers(seed)
    plain = project_cohorts(start(seed), **given_)
    given_["net_migration"] = given_["net_migration"] * factor
    scaled = project_cohorts(start(seed) * factor, **given_)
    for name in ("population", "births", "deaths", "migrants"):
        assert_allclose(
            getattr(scaled, name), getattr(plain, name) * factor, rtol=1e-9, atol=1e-9 * factor
        )


def test_two_parts_with_the_same_rates_add_up():
    whole, rates = start(8), drivers(9) | {"net_migration": None}
    part = whole * np.random.default_rng(4).uniform(0, 1, whole.shape)
    both = project_cohorts(np.stack([part, whole - part]), **rates)
    assert_allclose(both.population.sum(axis=0), project_cohorts(whole, **rates).population)


def test_the_order_of_areas_does_not_matter():
    areas, given_ = start(3, 6), drivers(4, 6)
    order = np.random.default_rng(5).permutation(6)
    straight = project_cohorts(areas, **given_)
    shuffled = project_cohorts(areas[order], **{k: v[order] for k, v in given_.items()})
    assert_array_equal(shuffled.population, straight.population[order])


def test_no_migration_no_deaths_and_replacement_keep_the_total():
    """Births of each step equal the people who leave the last group, nobody else dies."""
    people = np.full((2, 4), 100.0)
    survival = np.ones((1, 2, 4))
    survival[..., -1] = 0.5  # (100 + 100)·0.5 = 100 stay in the open group, 100 die
    fertility = np.array([[0.0, 2.0, 0.0, 0.0]])  # two children a woman, half of them girls
    projection = project_cohorts(
        people, survival=np.repeat(survival, 30, axis=0), fertility=fertility, sex_ratio_at_birth=1
    )
    assert_allclose(projection.population, 100.0)


def test_a_stable_population_keeps_its_age_shares():
    """Leslie's matrix of the one-sex rule; its dominant eigenvalue is the growth of the total."""
    survival = np.array([0.98, 0.99, 0.97, 0.95, 0.9, 0.5])
    fertility = np.array([0.0, 0.0, 0.9, 0.7, 0.0, 0.0])
    matrix = np.zeros((6, 6))
    for a in range(1, 6):
        matrix[a, a - 1] = survival[a]
    matrix[5, 5] = survival[5]
    # Births of girls by women of age a at the start: half in their group, half in the next.
    girls = survival[0] / 2 * 0.5 * (fertility + survival * 0)
    matrix[0] = girls
    matrix[0, :-1] += survival[0] / 2 * 0.5 * fertility[1:] * survival[1:]
    values, vectors = np.linalg.eig(matrix)
    growth = values.real.max()
    stable = np.abs(vectors[:, values.real.argmax()].real)
    stable /= stable.sum()
    projection = project_cohorts(
        np.stack([stable, stable]) * 1e6,
        survival=np.tile(survival, (25, 2, 1)),
        fertility=fertility[None],
        sex_ratio_at_birth=1.0,
    )
    shares = projection.population / projection.population.sum(axis=-1, keepdims=True)
    assert_allclose(shares, np.broadcast_to(stable, shares.shape), rtol=1e-10)
    assert_allclose(projection.total[1:] / projection.total[:-1], growth, rtol=1e-10)


def test_recording_totals_gives_the_sums_of_recording_ages():
    areas, given_ = start(3, 4), drivers(4, 4)
    events = [Displacement(0, 0.5, 0.8, 2.0)]
    by_age = project_cohorts(areas, **given_, displacement=events)
    total = project_cohorts(
        areas, **given_, displacement=events, record="total", age_groups=(0, 2, 5)
    )
    groups = np.add.reduceat(by_age.population.sum(axis=-2), [0, 2, 5], axis=-1)
    assert_allclose(total.population, groups)
    assert_allclose(total.total, by_age.total)
    for name, values in by_age.components().items():
        assert_allclose(total.components()[name], values, rtol=1e-12, atol=1e-9)
    assert_allclose(total.displaced, by_age.displaced.sum(axis=(-2, -1)))
    small = project_cohorts(areas, **given_, record="total", dtype=np.float32)
    assert small.population.dtype == np.float32
    plain = project_cohorts(areas, **given_, record="total")
    assert_allclose(small.population, plain.population, rtol=1e-6)


def test_leading_axes_broadcast_and_threads_do_not_change_results():
    areas, given_ = start(3, 5, 1), drivers(4, 7)
    done = []
    together = project_cohorts(
        areas, **given_, workers=2, progress=lambda ready, of: done.append((ready, of))
    )
    assert together.population.shape == (5, 7, YEARS + 1, 2, AGES)
    assert done[-1] == (35, 35)
    for area in range(5):
        for draw in range(7):
            alone = project_cohorts(areas[area, 0], **{k: v[draw] for k, v in given_.items()})
            assert_array_equal(together.population[area, draw], alone.population)


def test_compact_drivers_equal_the_written_out_ones():
    rng = np.random.default_rng(6)
    given_ = drivers(7, 3)
    grid = np.linspace(60, 90, 31)
    table = np.sort(rng.uniform(0.5, 1, (31, 2, AGES)), axis=0)
    levels = rng.uniform(60, 90, (3, YEARS, 2))
    levels[0, 0] = (60, 90)
    survival = Interpolated(grid, table, levels)
    tfr = Scaled(rng.uniform(0.5, 2, (3, YEARS)), given_["fertility"][:1, :1])
    counts = Scaled(rng.normal(0, 2, (3, YEARS)), given_["net_migration"][0])
    rates = Scaled(rng.normal(0, 1, (3, YEARS)), given_["net_migration_rate"][0, :1])
    srb = given_["sex_ratio_at_birth"]
    compact = project_cohorts(
        start(1), survival=survival, fertility=tfr, net_migration=counts, net_migration_rate=rates,
        sex_ratio_at_birth=srb,
    )  # fmt: skip
    dense = project_cohorts(
        start(1), survival=survival.dense(), fertility=tfr.dense(1),
        net_migration=counts.dense(2), net_migration_rate=rates.dense(2), sex_ratio_at_birth=srb,
    )  # fmt: skip
    assert_allclose(compact.population, dense.population, rtol=1e-12)
    # Between two rows, by hand: a quarter of the way from 60 to 61.
    between = Interpolated(grid, table, np.full((1, 2), 60.25)).dense()
    assert_allclose(between[0], table[0] + 0.25 * (table[1] - table[0]))


def test_inputs_are_not_changed():
    people, given_ = start(1), drivers(2)
    before = [people.copy(), *(v.copy() for v in given_.values())]
    project_cohorts(people, **given_, displacement=[Displacement(0, 0.5, 0.5, 1.0)])
    for old, new in zip(before, [people, *given_.values()], strict=True):
        assert_array_equal(old, new)


def _bad(name, value):
    return drivers(2) | {name: value}


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        (_bad("survival", np.full((YEARS, 2, AGES), 1.1)), "survival ratios are outside"),
        (_bad("survival", np.full((YEARS, 2, AGES + 1), 0.9)), "survival has shape"),
        (_bad("survival", np.full((YEARS, 2, AGES), np.nan)), "survival has missing"),
        (_bad("fertility", np.full((YEARS, AGES), 0.1)), "first age group has births"),
        (_bad("fertility", np.full((YEARS, AGES), -0.1)), "fertility is negative"),
        (_bad("net_migration", np.zeros((YEARS + 1, 2, AGES))), "time axes differ"),
        (_bad("net_migration", np.zeros((3, YEARS, 2, AGES)))
         | {"net_migration_rate": np.zeros((4, YEARS, 2, AGES))}, "do not broadcast"),
        (_bad("sex_ratio_at_birth", 0.0), "sex ratio at birth is not positive"),
        (_bad("displacement", [Displacement(YEARS, 0.1)]), "displacement at step 5"),
        (_bad("step", 0), "step 0 is not positive"),
        (_bad("record", "total") | {"age_groups": (0, 3, 3)}, "age_groups"),
    ],
)  # fmt: skip
def test_impossible_inputs_are_refused_by_name(given_, message):
    with pytest.raises(InvalidInputError, match=message):
        project_cohorts(start(1), **given_)


def test_impossible_populations_and_names_are_refused():
    with pytest.raises(InvalidInputError, match="negative"):
        project_cohorts(-start(1), **drivers(2))
    with pytest.raises(InvalidInputError, match="population has shape"):
        project_cohorts(np.ones(AGES), **drivers(2))
    with pytest.raises(UnknownNameError, match="did you mean 'ccmpp'"):
        project_cohorts(start(1), **drivers(2), births="ccmp")
    with pytest.raises(UnknownNameError, match="migration_timing"):
        project_cohorts(start(1), **drivers(2), migration_timing="start")


@pytest.mark.parametrize(
    ("places", "own"), [((), ()), ((3,), ()), ((), (3,)), ((3,), (3,)), ((2, 3), (3,))]
)
def test_no_shape_of_the_input_needs_other_machine_code(places, own):
    """Compiling again for locked arrays (pandas gives such) or equal shapes would take seconds."""
    from stratanalysis.demography._kernel import project_lanes

    project_cohorts(start(1), **drivers(2))
    known = len(project_lanes.signatures)
    given = {"population": start(1, *places), **drivers(2, *own)}
    free = project_cohorts(**given)
    for values in given.values():
        values.flags.writeable = False
    locked = project_cohorts(**given)
    assert len(project_lanes.signatures) == known
    assert_array_equal(locked.population, free.population)
