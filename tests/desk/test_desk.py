"""The widgets, without a browser: what a move, undo, keep, open and a wrong number do."""

from __future__ import annotations

import shutil

import pytest

from stratanalysis.desk import open_desk
from stratanalysis.desk.model import Mine
from stratanalysis.desk.settings import settings
from stratanalysis.errors import MissingInputError, UnknownNameError


@pytest.fixture
def desk(root, monkeypatch):
    for name in ("COMMUNITY", "DATA", "LANGUAGE", "DOCUMENTS"):
        monkeypatch.delenv(f"STRATANALYSIS_{name}", raising=False)
    return open_desk("example", data=root / "data", language="en")


def row(desk, name="net_migration_rate"):
    return desk._rows[name]


def population(desk):
    return float(desk.outcome.values["population"][-1])


def panels(desk):
    return desk.children[-3], desk.children[-2]


def test_a_slider_moves_everything(desk):
    before, screen = population(desk), desk.screen.value
    row(desk).slider.value = 0.5
    assert desk.mine.changes == {"net_migration_rate": pytest.approx(0.005)}
    assert row(desk).field.value == "+0.50"
    assert "→" in row(desk).title.value
    assert population(desk) > before
    assert desk.screen.value != screen
    assert "Net migration +0.50 points" in desk.summary.value


def test_the_field_moves_the_slider_also_with_a_comma(desk):
    row(desk).field.value = "-0,3"
    assert row(desk).slider.value == pytest.approx(-0.3)
    assert desk.mine.changes["net_migration_rate"] == pytest.approx(-0.003)


@pytest.mark.parametrize("typed", ["много", "99", "1e9", ""])
def test_a_wrong_number_changes_nothing_and_is_said(desk, typed):
    row(desk).field.value = typed
    assert desk.mine.changes == {}
    assert 'role="status"' in desk.status.value
    assert "Net migration" in desk.status.value


def test_undo_goes_back_gesture_by_gesture(desk):
    row(desk).slider.value = 0.1
    row(desk).slider.value = 0.2  # the same gesture
    row(desk, "consumer_prices").slider.value = 1.0
    desk.undo()
    assert desk.mine.changes == {"net_migration_rate": pytest.approx(0.002)}
    assert row(desk, "consumer_prices").slider.value == 0
    desk.undo()
    assert desk.mine.changes == {}
    desk.undo()
    assert "nothing to undo" in desk.status.value


def test_reset_can_be_undone(desk):
    row(desk).slider.value = 0.4
    desk.reset()
    assert desk.mine.changes == {}
    desk.undo()
    assert desk.mine.changes == {"net_migration_rate": pytest.approx(0.004)}


def test_keep_compares_mine_with_the_three(desk):
    row(desk).slider.value = 0.4
    desk.keep("Ours")
    assert desk.board.kept == ("mine_1",)
    assert desk.shown == ("baseline", "optimistic", "rational", "mine_1")
    assert desk.screen.value.count('data-line="mine_1"') == 4
    assert desk.mine.changes  # the sliders stay where they were
    desk.show("mine_1", False)
    assert 'data-line="mine_1"' not in desk.screen.value


def test_another_start_keeps_the_changes(desk):
    row(desk).slider.value = 0.4
    desk.start("rational")
    assert desk.mine == Mine("rational", 2025, desk.mine.changes)
    assert desk.mine.changes == {"net_migration_rate": pytest.approx(0.004)}


def test_the_horizon_and_the_first_year_of_changes(desk):
    row(desk).slider.value = 0.4
    desk.keep("Ours")
    desk.since(2030)
    desk.look(5)
    assert desk.board.years[-1] == 2029
    assert desk.mine.from_year == 2025  # 2030 is beyond
    assert desk.board.kept == ("mine_1",)
    assert desk.mine.changes


def test_the_language_changes_every_word_and_no_number(desk):
    row(desk).slider.value = 0.4
    before = population(desk)
    desk.speak("uk")
    assert population(desk) == before
    assert "Сальдо міграції +0,40 в. п." in desk.summary.value
    assert "Стенд сценаріїв" in desk.children[0].value


def test_money_in_current_prices(desk):
    real = desk.screen.value
    desk.price("nominal")
    assert "current prices" in desk.screen.value
    assert desk.screen.value != real


def test_what_it_takes_is_met_when_the_slider_stands_there(desk):
    ask, _ = panels(desk)
    ask.value.value = "20 000"
    ask._ask()
    assert "20,000 instead of" in ask.answer.value
    ask._use()
    assert population(desk) == pytest.approx(20000, rel=1e-9)


def test_not_within_reach_says_between_what(desk):
    ask, _ = panels(desk)
    ask.value.value = "900000000000"
    ask._ask()
    assert "Not within reach" in ask.answer.value
    assert "lies between" in ask.answer.value
    assert ask.use.layout.display == "none"


def test_a_driver_that_does_not_move_the_target_is_said(desk):
    ask, _ = panels(desk)
    ask.driver.value = "consumer_prices"
    ask.value.value = "20000"
    ask._ask()
    assert "does not move Population" in ask.answer.value


def test_the_tornado_on_demand(root):
    desk = open_desk("korosten", data=root / "data", language="en")
    ask, _ = panels(desk)
    ask._tornado()
    assert "What matters most" in ask.picture.value
    assert "<rect" in ask.picture.value


def test_no_range_is_said(desk):
    ask, _ = panels(desk)
    desk.guarded(lambda _: ask._tornado())(None)
    assert "has a range" in desk.status.value


def test_files_are_ready_and_a_saved_scenario_opens(desk):
    from stratanalysis.desk import saving

    row(desk).slider.value = 0.4
    _, taking = panels(desk)
    taking._prepare()
    assert taking.links.value.count("<a download=") == 5
    text = saving.scenario_file(desk.board, desk.mine, label="Saved")
    desk.reset()
    taking._opened({"new": [{"name": "s.toml", "content": memoryview(text.encode())}]})
    assert desk.mine.changes == {"net_migration_rate": pytest.approx(0.004)}
    assert "Opened “Saved”" in desk.status.value


def test_a_file_of_another_community_is_refused_and_nothing_changes(desk):
    _, taking = panels(desk)
    content = b"[baseline]\nlabel = {uk = 'a', en = 'a'}\n"
    opened = desk.guarded(taking._opened)
    opened({"new": [{"name": "s.toml", "content": content}]})
    assert "says other things" in desk.status.value
    assert desk.board.kept == ()


def test_a_failure_nobody_foresaw_is_said_and_not_lost(desk):
    desk.guarded(lambda _: 1 / 0)(None)
    assert "division by zero" in desk.status.value


def test_an_example_is_called_one(desk):
    assert "invented" in desk.children[0].value


def test_a_community_that_cannot_be_used_leaves_the_one_before(root, tmp_path):
    for name in ("example", "korosten"):
        shutil.copytree(
            root / "data" / "communities" / name, tmp_path / "data" / "communities" / name
        )
    desk = open_desk("example", data=tmp_path / "data", language="en")
    broken = tmp_path / "data" / "communities" / "korosten"
    (broken / "scenarios.toml").write_text("[baseline\n", encoding="utf-8")
    desk.visit(broken)
    assert desk.folder.name == "example"
    assert "a heading is closed" in desk.status.value


def test_the_first_community_may_be_broken_too(root, tmp_path):
    folder = tmp_path / "data" / "communities" / "example"
    shutil.copytree(root / "data" / "communities" / "example", folder)
    (folder / "scenarios.toml").unlink()
    desk = open_desk(data=tmp_path / "data", language="en")
    assert "no scenario to run" in desk.status.value
    assert len(desk.children) == 3


def test_clauses_stand_beside_their_drivers(root, tmp_path):
    text = ["line"] * 200
    text[174] = "Our own words for the test: <b>crisis</b>."
    name = "000_5b306b16aa7050ac.txt"
    (tmp_path / name).write_text("\n".join(text), encoding="utf-8")
    desk = open_desk("kostiantynivka", data=root / "data", language="en", documents=tmp_path)
    notes = desk._rows["employment_rate"].children[-1].value
    assert "<q>Our own words for the test: &lt;b&gt;crisis&lt;/b&gt;.</q>" in notes
    assert "assumption 2, line 175" in notes
    without = open_desk("kostiantynivka", data=root / "data", language="en")
    notes = without._rows["employment_rate"].children[-1].value
    assert "<q>" not in notes
    assert "Crisis in industry and energy" in notes


def test_settings_come_from_the_call_then_the_environment(root, monkeypatch):
    monkeypatch.setenv("STRATANALYSIS_DATA", str(root / "data"))
    monkeypatch.setenv("STRATANALYSIS_COMMUNITY", "sofiivka")
    monkeypatch.setenv("STRATANALYSIS_LANGUAGE", "en")
    found = settings()
    assert (found.folders[0].name, found.language) == ("sofiivka", "en")
    assert settings("example", language="uk").folders[0].name == "example"
    assert len(found.folders) == len({folder.name for folder in found.folders})
    with pytest.raises(UnknownNameError, match="kostiantynivka"):
        settings("kostantynivka")
    with pytest.raises(UnknownNameError, match="language"):
        settings(language="de")


def test_a_folder_without_communities_is_said(tmp_path, monkeypatch):
    monkeypatch.delenv("STRATANALYSIS_COMMUNITY", raising=False)
    with pytest.raises(MissingInputError, match="no community"):
        settings(data=tmp_path)
