"""Mine is a scenario like any other, and the desk's figures are those of the library."""

from __future__ import annotations

import numpy as np
import pytest

from stratanalysis.desk.model import MINE, Mine, open_board, read_mine
from stratanalysis.errors import DataError, InvalidInputError
from stratanalysis.projection import project
from stratanalysis.scenarios import read_scenarios
from stratanalysis.scenarios.variables import is_money

HAND_WRITTEN = """
[check]
base = "optimistic"
label = {uk = "Перевірка", en = "Check"}

[[check.assumption]]
driver = "net_migration_rate"
change = {kind = "step", before = 0.0, after = 0.004, year = 2026}
unit = "share per year"
reason = {uk = "т", en = "t"}

[[check.assumption]]
driver = "real_wage_growth"
change = {kind = "step", before = 0.0, after = -0.01, year = 2026}
unit = "share per year"
reason = {uk = "т", en = "t"}
"""


def test_no_change_is_the_start_scenario_to_the_bit(example, city):
    for board in (example, city):
        for name in board.names:
            ours = board.run(Mine(name, board.base_year + 1))
            for variable, values in board.outcomes[name].values.items():
                assert np.array_equal(ours.values[variable], values, equal_nan=True), variable


def test_mine_gives_what_a_projection_of_the_same_file_gives(example):
    scenarios = read_scenarios(example.community.scenarios_text + HAND_WRITTEN)
    run = project(example.community, scenarios, example.years, names=["check"])
    mine = Mine("optimistic", 2026).moved("net_migration_rate", 0.004)
    ours = example.run(mine.moved("real_wage_growth", -0.01))
    for variable in ("population", "revenue", "own_revenue", "expenditure", "balance"):
        for basis in ("nominal", "real") if is_money(variable) else ("",):
            theirs = run.wide(variable, price_basis=basis)["check"].to_numpy()
            assert ours.series(variable, basis=basis) == pytest.approx(theirs, rel=1e-12), variable


def test_a_change_of_migration_by_hand(example):
    """P(t+1) = P(t) (1 + natural + migration): −0.8 % and 0.2 %, from 2026 on 1.2 % by mine."""
    ours = example.run(Mine("baseline", 2026).moved("net_migration_rate", 0.01))
    start = ours.values["population"][0]
    by_hand = start * 0.994 * 0.994 * 1.004
    assert example.base_year == 2024
    assert ours.values["population"][3] == pytest.approx(by_hand, rel=1e-12)


def test_a_driver_that_the_file_leaves_alone_moves_from_its_neutral_value(example):
    assert "migration_lag" not in example.scenarios.assumptions("baseline")
    ours = example.run(Mine("baseline", 2026).moved("migration_lag", 2.0))
    assert list(ours.drivers["migration_lag"][:4]) == [1.0, 1.0, 3.0, 3.0]


def test_the_pyramid_adds_up_to_the_population(city, oblast):
    for board in (city, oblast):
        ours = board.run(Mine("baseline", board.base_year + 1).moved("net_migration_rate", -0.004))
        people = board.pyramid(ours)
        assert people.shape == (2, 81)
        assert people.sum() == pytest.approx(ours.values["population"][-1], rel=1e-9)
        assert people[:, :18].sum() == pytest.approx(ours.values["children"][-1], rel=1e-9)
        assert people[:, 60:].sum() == pytest.approx(ours.values["older_people"][-1], rel=1e-9)


def test_without_ages_there_is_no_pyramid(example):
    assert example.pyramid(example.outcomes["baseline"]) is None


def test_where_the_displaced_are_away_the_pyramid_counts_those_present(city):
    ours = city.run(Mine("baseline", 2030).moved("displacement", 0.25))
    assert city.pyramid(ours).sum() == pytest.approx(ours.values["population"][-1], rel=1e-9)
    assert ours.values["population"][-1] == pytest.approx(
        0.75 * city.outcomes["baseline"].values["population"][-1], rel=1e-9
    )


def test_a_driver_outside_its_bounds_is_refused(example):
    with pytest.raises(DataError, match="pit_community_share reaches"):
        example.run(Mine("baseline", 2026).moved("pit_community_share", 0.9))


def test_a_move_to_zero_is_no_change():
    mine = Mine("baseline", 2026).moved("consumer_prices", 0.01).moved("consumer_prices", 0.0)
    assert mine == Mine("baseline", 2026)
    assert mine.changes == {}


def test_changes_survive_the_way_through_a_scenario(example):
    mine = Mine("rational", 2027).moved("net_migration_rate", 0.002).moved("migration_lag", 1.0)
    board = example.keep(mine, "Наш")
    assert board.kept == ("mine_1",)
    assert read_mine(board.scenarios, "mine_1", from_year=2025) == mine
    assert board.outcomes["mine_1"].series("population") == pytest.approx(
        example.run(mine).series("population"), rel=1e-15
    )


def test_a_scenario_not_made_at_the_desk_becomes_the_start(example):
    assert read_mine(example.scenarios, "optimistic", from_year=2025) == Mine("optimistic", 2025)
    assert read_mine(example.scenarios, "baseline", from_year=2025) == Mine("baseline", 2025)


def test_names_of_kept_scenarios(example):
    board = example.keep(Mine("baseline", 2026), "  Наш   план ")
    assert board.scenarios["mine_1"].label == {"uk": "Наш план", "en": "Наш план"}
    with pytest.raises(InvalidInputError, match="already"):
        board.keep(Mine("baseline", 2026), "Наш план")
    for wrong in ("", "   ", "х" * 61):
        with pytest.raises(InvalidInputError, match="1 to 60"):
            board.keep(Mine("baseline", 2026), wrong)
    assert board.keep(Mine("baseline", 2026), "Other").kept == ("mine_1", "mine_2")
    assert "mine_1" not in example.scenarios


def test_a_received_file_brings_its_new_scenarios(example):
    given = read_scenarios(example.community.scenarios_text + HAND_WRITTEN)
    board = example.receive(given)
    assert board.kept == ("check",)
    with pytest.raises(InvalidInputError, match="not here already"):
        board.receive(given)


def test_a_received_scenario_never_takes_the_name_of_the_sliders(example):
    text = HAND_WRITTEN.replace("[check]", "[mine]").replace("check.", "mine.")
    board = example.receive(read_scenarios(example.community.scenarios_text + text))
    assert board.kept == ("mine_1",)
    assert MINE not in board.scenarios


def test_a_received_file_must_not_contradict_the_one_that_stands(example):
    text = example.community.scenarios_text.replace("value = -0.008", "value = -0.009")
    with pytest.raises(InvalidInputError, match="baseline"):
        example.receive(read_scenarios(text))


def test_a_received_scenario_that_cannot_run_says_why(example):
    text = HAND_WRITTEN.replace("after = 0.004", "after = 4")
    with pytest.raises(DataError, match="net_migration_rate reaches"):
        example.receive(read_scenarios(example.community.scenarios_text + text))


def test_a_community_without_scenarios_says_what_to_do(root, tmp_path):
    import shutil

    folder = tmp_path / "example"
    shutil.copytree(root / "data" / "communities" / "example", folder)
    (folder / "scenarios.toml").unlink()
    with pytest.raises(InvalidInputError, match="no scenario"):
        open_board(folder)
