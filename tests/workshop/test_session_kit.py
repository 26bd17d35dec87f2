"""The kit of a strategic session: the budget holds, times add up, the desk needs only a browser."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import itertools
import re
import tomllib
from importlib import resources

import pdfplumber
import pytest

from stratanalysis.cli import main
from stratanalysis.community import find_community
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.scenarios import DRIVERS, read_scenarios
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.workshop.kit import Decisions, read_decisions, read_game
from stratanalysis.workshop.kit.effects import open_session, outcome, session_scenarios
from stratanalysis.workshop.kit.game import balance
from stratanalysis.workshop.kit.sheets import agenda_times, effect_words

DECISIONS = """
group = "Перша"
[[round]]
cards = ["housing"]
events = []
[[round]]
cards = ["nursery", "training"]
events = ["donor"]
"""


@pytest.fixture(scope="module")
def board(root):
    place, scenarios = read_folder(find_community("sofiivka", root / "data"))
    return open_session(place, scenarios, first_year=2027)


@pytest.fixture(scope="module")
def made(root, tmp_path_factory):
    """The folder of a session as the command makes it, and what it prints."""
    to = tmp_path_factory.mktemp("work") / "session"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        call = ["session", "sofiivka", "--to", str(to), "--from-year", "2027"]
        assert main([*call, "--data", str(root / "data")]) == 0
    return to, printed.getvalue()


@pytest.fixture(scope="module")
def kit(made):
    return made[0]


def printed_on_the_page(root, code):
    """What the how-to says that the two commands print."""
    page = root / "docs" / "how-to" / {"uk": "session.md", "en": "session.en.md"}[code]
    return re.findall(r"^```text\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_game_is_whole_in_both_languages():
    game = read_game()
    assert len(game.roles) == 6
    assert len(game.cards) >= 12
    assert sum(card.cost for card in game.cards.values()) > game.rounds * game.tokens_a_round
    for entry in [*game.cards.values(), *game.events.values(), *game.roles.values()]:
        assert re.search("[а-яіїє]", entry.title["uk"] + entry.text["uk"])
        assert not re.search("[а-яіїє]", entry.title["en"] + entry.text["en"])
    for card in game.cards.values():
        assert all(effect["driver"] in DRIVERS for effect in card.effects)
    for role in game.roles.values():
        assert set(role.wishes) <= set(game.cards)
    for event in game.events.values():
        assert {event.needs, event.unless} - {""} <= set(game.cards)
    wished = {name for role in game.roles.values() for name in role.wishes}
    assert wished == set(game.cards), "every card is somebody's wish"
    file = resources.files("stratanalysis") / "workshop" / "kit" / "texts.toml"
    words = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(words["uk"]) == set(words["en"])
    for key, value in words["uk"].items():
        assert isinstance(value, str) or len(value) == len(words["en"][key])


@pytest.mark.parametrize("kind", ["half-day", "day"])
def test_times_of_the_agenda_follow_each_other_and_add_up(kind):
    game = read_game()
    times = agenda_times(game, kind)
    clock = lambda text: int(text[:2]) * 60 + int(text[3:])  # noqa: E731
    assert times[0][0] == "10:00"
    for (_, end, _), (begin, _, _) in itertools.pairwise(times):
        assert end == begin
    assert all(clock(end) - clock(begin) == minutes for begin, end, minutes in times)
    total = sum(minutes for minutes, _ in game.agendas[kind])
    assert clock(times[-1][1]) - 600 == total
    assert total == {"half-day": 165, "day": 420}[kind]
    rounds = [m for m, words in game.agendas[kind] if words["en"].startswith("Round")]
    assert len(rounds) == game.rounds
    assert min(rounds) >= 3 + 12 + 2 + 5 + 3, "the notes' minutes of a round fit into it"


def test_tokens_by_hand():
    """20 − 18 = 2; 2 + 20 + 8 (the donor, housing is taken) − 10 − 6 = 14."""
    given = Decisions((("housing",), ("nursery", "training")), ((), ("donor",)))
    assert balance(given, read_game()) == [2, 14]
    without = Decisions((("energy",), ()), (("tariffs",), ("donor",)))
    assert balance(without, read_game()) == [6, 26], "saving schools lose nothing; no housing yet"


@pytest.mark.parametrize(
    ("cards", "error"),
    [
        ((("housing", "park"),), InvalidInputError),
        ((("housing",), ("housing",)), InvalidInputError),
        ((("castle",),), UnknownNameError),
        (((), (), (), ()), InvalidInputError),
    ],
)
def test_what_the_budget_does_not_bear_is_refused(cards, error):
    with pytest.raises(error):
        balance(Decisions(cards), read_game())


def test_decisions_move_the_drivers_from_their_round_on(board):
    """Housing (0.003) in round 1 and the youth centre (0.0006) in round 3: 0.0036 from 2029."""
    game = read_game()
    together = session_scenarios(board, game, Decisions((("housing",), (), ("youth",))))
    path = next(e for e in together["session"].assumptions if e.driver == "net_migration_rate")
    assert path.is_change
    values = path.path.values([2026, 2027, 2028, 2029, 2036])
    assert values.tolist() == pytest.approx([0, 0.003, 0.003, 0.0036, 0.0036])
    found = outcome(board, together, ["baseline", "session"])
    gain = found["population", "session"] - found["population", "baseline"]
    assert (gain.loc[:2026].abs() < 1e-6).all()
    assert (gain.loc[2028:] > 0).all()


def test_the_command_prints_what_the_pages_say(root, made):
    for code in ("uk", "en"):
        for line in printed_on_the_page(root, code)[0].split():
            assert any(path.endswith(line) for path in made[1].split())


def test_the_folder_has_everything_in_both_languages_and_asks_nothing(kit):
    names = {
        "agenda", "cards", "certificate", "desk", "events", "facilitator", "goals", "index",
        "invitation", "roles", "room", "survey-after", "survey-before", "swot", "vision",
    }  # fmt: skip
    for language in ("uk", "en"):
        assert {file.stem for file in (kit / language).glob("*.html")} == {*names, "scenarios"}
        for file in (kit / language).glob("*.html"):
            page = file.read_text(encoding="utf-8")
            assert f'<html lang="{language}"' in page
            assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
            if file.stem == "scenarios":  # tests/desk tries it in a browser
                continue
            assert "{" not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
            if language == "en":
                text = re.sub(r"<[^>]+>", "", re.sub(r"<style>.*?</style>", "", page, flags=re.S))
                assert not re.search("[а-яіїєґ]{3}", text), file.name
        for link in re.findall(
            r"href='([^']+)'", (kit / language / "index.html").read_text("utf-8")
        ):
            assert (kit / language / link).is_file(), link
    assert sum(f.stat().st_size for f in kit.rglob("*") if f.is_file()) < 5_000_000


@pytest.mark.parametrize("language", ["uk", "en"])
def test_printed_sheets_take_the_pages_they_should(kit, language):
    """Six cards a page, an agenda a page; the tables of the room stand in their rows."""
    if not (kit / language / "cards.pdf").is_file():
        pytest.skip("WeasyPrint is not installed")
    pages = {"cards": 2, "events": 1, "roles": 1, "agenda": 2, "room": 1, "goals": 1, "swot": 1}
    for name, count in pages.items():
        with pdfplumber.open(kit / language / f"{name}.pdf") as document:
            assert len(document.pages) == count, name
            for page in document.pages:
                assert all(w["x0"] >= 0 and w["x1"] <= page.width for w in page.extract_words())
            if name == "room":
                words = document.pages[0].extract_words()
    places = {word["text"]: (word["x0"], round(word["top"])) for word in words}
    assert places["1"][1] == places["2"][1] == places["3"][1]
    assert places["4"][1] == places["5"][1] > places["1"][1]
    assert places["1"][0] < places["2"][0] < places["3"][0]
    assert places["4"][0] == pytest.approx(places["1"][0], abs=1)


def test_the_effect_of_a_card_says_in_what_it_is(board):
    """A level moves by points, a rate by percent of a year, jobs by persons."""
    cards = read_game().cards
    assert (
        effect_words(cards["nursery"], board, "uk")
        == "Рівень зайнятості: +0,60\N{NO-BREAK SPACE}в. п."
    )
    assert effect_words(cards["health"], board, "uk").endswith("+0,10\N{NO-BREAK SPACE}% на рік")
    assert effect_words(cards["health"], board, "en").endswith("+0.10% a year")


def test_the_arrivals_cost_nothing_where_homes_are_repaired():
    """20 − 3 = 17 without the card; 20 − 18 = 2 with it."""
    events = (("arrivals",),)
    assert balance(Decisions(((),), events), read_game()) == [17]
    assert balance(Decisions((("housing",),), events), read_game()) == [2]


def test_the_desk_runs_its_own_script_only(kit):
    page = (kit / "uk" / "desk.html").read_text(encoding="utf-8")
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


def test_decisions_become_scenarios_and_a_report_in_word(root, tmp_path, capsys):
    from docx import Document

    file = tmp_path / "decisions.toml"
    file.write_text(DECISIONS, encoding="utf-8")
    assert read_decisions(file).group == "Перша"
    call = ["session", "sofiivka", "--decisions", str(file), "--to", str(tmp_path / "result"),
            "--from-year", "2027", "--data", str(root / "data")]  # fmt: skip
    assert main(call) == 0
    printed = capsys.readouterr().out.split()
    for line in printed_on_the_page(root, "uk")[1].split():
        assert any(path.endswith(line) for path in printed)
    scenarios = read_scenarios(tmp_path / "result" / "scenarios.toml")
    assert "session" in scenarios
    assert scenarios["session"].base == "baseline"
    document = Document(io.BytesIO((tmp_path / "result" / "report.docx").read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for words in ("Житло для переселенців і молодих родин", "18", "14", "Населення, осіб"):
        assert words in cells
    file.write_text(DECISIONS.replace('"housing"', '"housing", "park"'), encoding="utf-8")
    assert main([*call, "--replace"]) == 2
    assert "round 1" in capsys.readouterr().err


def test_what_is_no_file_of_decisions_is_refused(tmp_path):
    file = tmp_path / "x.toml"
    for text in ("cards = 1", "[[round", "round = 3"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InvalidInputError, match="file of decisions"):
            read_decisions(file)


def test_the_surveys_workbook_counts_by_formula(kit):
    from openpyxl import load_workbook

    book = load_workbook(kit / "uk" / "surveys.xlsx")
    first = book.worksheets[0]
    assert first["B2"].value == "=IFERROR(AVERAGE('До'!B2:B31),\"\")"
    assert len(book.worksheets) == 3
