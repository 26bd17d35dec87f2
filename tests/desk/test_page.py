"""The desk as one file: the same figures as the package, and nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from openpyxl import load_workbook
from pandas import concat, read_csv

from stratanalysis.desk.model import open_board
from stratanalysis.desk.page import (
    ENGINE,
    PAGE,
    desk_page,
    engine_script,
    write_desk,
)
from stratanalysis.desk.page_peers import peers_of, per_head
from stratanalysis.desk.page_words import reader_data, spoken_messages
from stratanalysis.finance.price_year import price_factor
from stratanalysis.language import language
from stratanalysis.pages.benchmark_page import chosen_peers, names_of, read_communities
from stratanalysis.projection.result import project
from stratanalysis.publish.index import index_page
from stratanalysis.questions.sensitivity import tornado
from stratanalysis.questions.targets import Target
from stratanalysis.scenarios import read_scenarios


@pytest.fixture(scope="module")
def page(root):
    return desk_page(root / "data" / "communities" / "kostiantynivka")


@pytest.mark.parametrize("name", ["example", "city", "oblast", "made"])
def test_the_page_gives_the_figures_of_the_package(engine, request, root, name):
    if name == "made":
        found = engine.find_community("UA59020030000072865", root / "data")
        board = open_board(found, horizon=30)
    else:
        board = request.getfixturevalue(name)
    wanted = list(engine.settings(board, 15, seed=4021))
    figures, refused, worst, where, _ = engine.compare(board, wanted)
    assert figures > 2000
    assert refused < 5
    assert worst < 1e-9, where


def test_a_page_is_small_and_asks_for_nothing(page):
    assert len(page.encode("utf-8")) < 1_500_000
    text = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    names = r"http-equiv|http://schemas\.openxmlformats\.org/"  # of the workbook's parts
    assert "http" not in re.sub(names, "", text)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|import)\s*\(", text)
    assert re.findall(r'(?:src|href)="([^"]*)"', text) == ["data:,"]


def test_the_policy_allows_this_script_and_style_alone(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r'<(?!script)[^>]* (style|on\w+)="', page.split("<body>")[1][:2000])


def test_words_of_the_page_have_their_ukrainian(page):
    data = data_of(page)
    texts = spoken_messages(engine_script((*ENGINE, *PAGE)))
    assert len(texts) > 120
    uk = language("uk")
    lacking = [text for text in texts if text not in data["words"] and uk.text(text) == text]
    assert not lacking


def test_no_raw_python_stands_in_a_text(page):
    data = data_of(page)
    for notes in data["notes"].values():
        assert notes
        assert not any("('" in note or "_" in note for note in notes), notes


def test_the_same_inputs_give_the_same_page(page, root):
    assert desk_page(root / "data" / "communities" / "kostiantynivka") == page


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, flags=re.DOTALL)[1])


def in_node(page, folder, body):
    """What a function body with the page's own functions returns."""
    program = folder / "run.cjs"
    program.write_text(
        f"const PAGE = JSON.parse({json.dumps(json.dumps(data_of(page)))});\n"
        f"{engine_script((*ENGINE, *PAGE))}\nlanguage = 'en';\nstate = freshState();\n"
        f"console.log(JSON.stringify((() => {{ {body} }})()));\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["node", str(program)], capture_output=True, text=True, cwd=folder, check=False
    )
    assert not done.returncode, done.stderr[-1500:]
    return json.loads(done.stdout)


CHANGES = {
    "net_migration_rate": {"shape": "step", "by": 0.004, "from": 2026},
    "total_fertility_rate": {"shape": "ramp", "by": 0.3, "from": 2026, "to": 2032},
    "outside_investment": {"shape": "brief", "by": 3e7, "from": 2026, "to": 2028},
    "real_energy_prices": {"shape": "points", "points": {"2026": 0.01, "2030": 1e-7}},
    "consumer_prices": {"shape": "step", "by": 0.03, "from": 2027},
    "war_end": {"shape": "year", "by": 2028, "from": 2021},
}


@pytest.mark.parametrize("unlinked", [False, True])
def test_a_saved_file_is_read_by_the_package_with_the_same_outcome(
    engine, page, city, tmp_path, unlinked
):
    one = {"label": 'Моя "проба"', "start": "optimistic", "since": 2026, "unlinked": unlinked,
           "changes": CHANGES, "note": ""}  # fmt: skip
    found = in_node(
        page, tmp_path,
        f"const one = {json.dumps(one)}; const text = fileText([one]);"
        "const [back] = readToml(text);"
        "const plain = text.replace(/^#desk.*$/gm, ''); const [again] = readToml(plain);"
        "const values = (which) => [...series(PAGE.model, runScenario(which, 2036),"
        " 'balance', 'real')];"
        "return {text, back, values: values(one), again: values(again)};",
    )  # fmt: skip
    scenarios = read_scenarios(found["text"])
    assert scenarios["desk_1"].label["uk"] == 'Моя "проба"'
    run = project(city.community, scenarios, range(2021, 2037), names=("desk_1",))
    run = run.in_prices(city.price_year)
    ours = run.wide("balance", price_basis="real")["desk_1"].to_numpy()
    np.testing.assert_allclose(found["values"], ours, rtol=1e-9)
    np.testing.assert_allclose(found["again"], ours, rtol=1e-9)
    assert found["back"]["changes"] == json.loads(json.dumps(CHANGES))
    assert found["back"]["unlinked"] is unlinked


def test_a_link_holds_the_whole_scenario(engine, page, tmp_path):
    found = in_node(
        page, tmp_path,
        f"state.changes = {json.dumps(CHANGES)}; state.start = 'rational'; state.since = 2026;"
        "state.compared = keepScenario({label: 'B', start: 'baseline', since: 2027, note: '',"
        " unlinked: false, changes: {net_migration_rate: {shape: 'step', by: 0.01, from: 2027}}});"
        "const address = addressText(), before = state.changes; state = freshState();"
        "const problems = readAddress('#' + address);"
        "return {problems, same: JSON.stringify(before) === JSON.stringify(state.changes),"
        " start: state.start, other: state.kept[0], again: addressText() === address};",
    )  # fmt: skip
    assert found["problems"] == []
    assert found["same"]
    assert found["again"]
    assert (found["start"], found["other"]["label"]) == ("rational", "B")


def test_what_an_address_or_a_file_has_wrong_is_said(engine, page, tmp_path):
    found = in_node(
        page, tmp_path,
        "const said = readAddress('#s=baseline&m=net_migration_rate:step:9:2026');"
        "const wrong = (text) => { try { readToml(text); return ''; }"
        " catch (problem) { return problemText(problem); } };"
        "return {said, changes: state.changes, file: wrong('[a]\\nlabel = nonsense'),"
        " base: wrong('[a]\\nbase = \"no\"'), none: wrong('')};",
    )  # fmt: skip
    assert found["said"] == ["Net migration leaves its bounds"]
    assert found["changes"] == {}
    assert found["file"] == "line 2 of the file is not understood"
    assert found["base"] == "a starts from a scenario that this page does not have: no"
    assert found["none"] == "the file has no scenario that is not here already"


def test_what_it_would_take_meets_the_target_and_parts_sum_to_the_whole(engine, page, tmp_path):
    found = in_node(
        page, tmp_path,
        "const target = {variable: 'population', value: 70000, year: 2036, basis: ''};"
        "const answer = whatItTakes(state, 'net_migration_rate', target);"
        "const next = withChange(state, 'net_migration_rate', answer.change, 2036);"
        "const reached = valueAt(runScenario(next, 2036), 'population', 2036, '');"
        "const never = whatItTakes(state, 'total_fertility_rate', {...target, value: 1e7});"
        f"state.changes = {json.dumps(CHANGES)};"
        "const parts = drained(decompose(state, 'balance', 2036, 'real'));"
        "return {reached, never: never.found, level: neverSeen('net_migration_rate', 0.4),"
        " sum: parts.rows.reduce((all, row) => all + row.value, 0), apart: parts.to - parts.from};",
    )  # fmt: skip
    assert found["reached"] == pytest.approx(70000, rel=1e-11)
    assert found["never"] is False
    assert found["level"]["seen"] is False
    assert found["sum"] == pytest.approx(found["apart"], rel=1e-9)


@pytest.mark.parametrize("name", ["example", "kostiantynivka"])
def test_prices_alone_move_no_real_figure_but_the_subsidies(engine, root, tmp_path, name):
    """Equalisation is computed from the taxes of the year before; an added subsidy is nominal."""
    found = in_node(
        desk_page(root / "data" / "communities" / name), tmp_path,
        "const since = PAGE.model.known_to + 1, now = runScenario(state, state.horizon);"
        "state.changes = {consumer_prices: {shape: 'step', by: 0.05, from: since}};"
        "const then = runScenario(state, state.horizon);"
        "const real = (one, line) => series(PAGE.model, one, line, 'real');"
        "const moved = (line) => real(now, line).some((value, t) =>"
        " Math.abs(real(then, line)[t] - value) > 1e-9 * Math.abs(value) + 1e-3);"
        "return Object.keys(now.values).filter((line) => line.includes('|') && moved(line));",
    )  # fmt: skip
    assert set(found) <= {"revenue|base_subsidy", "revenue|additional_subsidy", "expenditure|9000"}


def test_what_matters_is_what_the_package_finds(engine, page, city, tmp_path):
    found = in_node(
        page, tmp_path,
        "const {middle, rows} = drained(whatMatters(state, 'balance', 2036, 'real'));"
        "return {middle, rows: rows.map((row) => [row.name, row.low, row.high])};",
    )  # fmt: skip
    table = tornado(
        city.community, city.scenarios, Target("balance", 0.0, 2036, price_basis="real"),
        base_year=city.base_year, tier=city.start.tier,
    )  # fmt: skip
    table = table[table["swing"] > 1]
    assert [row[0] for row in found["rows"]] == table["driver"].tolist()
    factor = price_factor(city.base_year, city.price_year)[0]
    ours = factor * table[["low_outcome", "high_outcome"]].to_numpy()
    np.testing.assert_allclose([row[1:] for row in found["rows"]], ours, rtol=1e-9)
    assert found["middle"] == pytest.approx(factor * table["base_outcome"].iloc[0], rel=1e-9)


def test_items_of_the_budget_sum_to_its_totals(engine, page, tmp_path):
    found = in_node(
        page, tmp_path,
        f"const one = runScenario({{...state, changes: {json.dumps(CHANGES)}}}, 2036);"
        "const lines = (kind) => Object.keys(one.values).filter((n) => n.startsWith(kind + '|'));"
        "const sum = (kind) => lines(kind).reduce((all, name) => all + one.values[name][15], 0);"
        "return ['revenue', 'expenditure'].map((kind) => [sum(kind), one.values[kind][15]]);",
    )  # fmt: skip
    for parts, total in found:
        assert parts == pytest.approx(total, rel=1e-12)


def test_similar_communities_are_those_of_the_page_on_peers(page, city):
    peers, table = data_of(page)["peers"], read_communities()
    group = chosen_peers(table, city.community, 20)
    assert [name["uk"] for name in peers["names"]] == names_of(table.loc[group], "uk")
    assert len(peers["figures"]["own_revenue_per_head"]) == 20
    own = per_head().loc[city.community.katottg]
    revenue = city.outcomes["baseline"].values
    assert own["own_revenue_per_head"] == pytest.approx(
        revenue["own_revenue"][0] / revenue["population"][0], rel=0.02  # register's count of people
    )  # fmt: skip
    assert own["transfer_share"] == pytest.approx(revenue["transfer_share"][0], rel=1e-9)
    assert peers_of(replace(city.community, katottg=""), 2021) is None


def test_the_workbook_is_read_by_others_with_figures_and_one_chart(engine, page, tmp_path):
    file = tmp_path / "book.xlsx"
    found = in_node(
        page, tmp_path,
        f"language = 'uk'; state.changes = {json.dumps(CHANGES)}; state.view = 'balance';"
        "outcome = runScenario(state, state.horizon);"
        "startOutcome = runScenario(freshState(), state.horizon);"
        "const bytes = Buffer.concat(workbook().map((piece) => Buffer.from(piece)));"
        "require('fs').writeFileSync('book.xlsx', bytes);"
        "return [...series(PAGE.model, outcome, 'balance', 'real')];",
    )  # fmt: skip
    book = load_workbook(file)
    assert book.sheetnames == [
        "Графік", "Показники", "Бюджет за статтями", "Чинники", "Про файл", "Джерела",
    ]  # fmt: skip
    assert [len(sheet._charts) for sheet in book] == [1, 0, 0, 0, 0, 0]
    picture = book["Графік"]
    mine = [row[-1].value for row in picture.iter_rows(min_row=2)]
    np.testing.assert_allclose(mine, found, rtol=1e-11)
    head = [cell.value for cell in book["Показники"][1]]
    assert head[:6] == ["Показник", "Одиниця", "Ціни", "Сценарій", 2021, 2022]
    rows = list(book["Показники"].iter_rows(min_row=2, values_only=True))
    assert all(
        isinstance(value, int | float) for row in rows for value in row[4:] if value is not None
    )
    labels = [cell.value for cell in picture[1]]
    assert labels[0] == "Рік"
    assert labels[-1] == "Мій"


def test_targets_come_from_the_indicators_in_the_variables_units(root, tmp_path):
    folder = tmp_path / "example"
    shutil.copytree(root / "data" / "communities" / "example", folder)
    table = read_csv(folder / "indicators.csv", dtype=str)
    rows = table.iloc[[4, 4, 4]].assign(  # the one of the population
        indicator=["9-1", "9-2", "9-3"],
        direction="increase",
        projection_variable=["own_revenue", "population", "own_revenue"],
        unit=["млн грн", "тис. осіб", "мішків"],
        target_value=["300", "19.5", "7"],
    )
    concat([table, rows]).to_csv(folder / "indicators.csv", index=False)
    found = reader_data(open_board(folder), script="")["indicators"]
    assert [(one["code"], one["lower"], one["basis"]) for one in found] == [
        ("2-1", 20000.0, ""), ("9-1", 3e8, "nominal"), ("9-2", 19500.0, ""),
    ]  # fmt: skip


def test_steps_have_names_and_are_walked_both_ways(engine, page, tmp_path):
    found = in_node(
        page, tmp_path,
        "globalThis.document = {querySelectorAll: () => []};"
        "changed = () => {}; showControls = () => {};"
        "const move = (by) => step('', () => { state.changes = by; });"
        "const one = {net_migration_rate: {shape: 'step', by: 0.004, from: 2026}};"
        "const drawn = {shape: 'points', points: {2026: 0.01}};"
        "move(one); move({...one, consumer_prices: drawn}); move({});"
        "const texts = [...past, scenarioPart()];"
        "const names = texts.slice(1).map((text, at) => stepName(texts[at], text));"
        "travel(-2); const back = JSON.stringify(state.changes); travel(1);"
        "const again = Object.keys(state.changes);"
        "return {names, back: JSON.parse(back), again, left: future.length};",
    )  # fmt: skip
    assert found["names"] == [
        "Net migration: +0.40 points",
        "Consumer prices: drawn by years",
        "Reset",
    ]
    assert list(found["back"]) == ["net_migration_rate"]
    assert found["again"] == ["net_migration_rate", "consumer_prices"]
    assert found["left"] == 1


def test_men_return_as_all_do_unless_unlinked(engine, page, tmp_path):
    found = in_node(
        page, tmp_path,
        "const one = {...state, changes: {return_share: {shape: 'step', by: 0.2, from: 2026}}};"
        "const last = (which) => runScenario(which, 2036).drivers.return_share_men[15];"
        "return [last(state), last(one), last({...one, unlinked: true})];",
    )  # fmt: skip
    assert found[1] == pytest.approx(found[0] + 0.2)
    assert found[2] == found[0]


def test_numbers_are_written_and_read_in_both_languages(engine, page, tmp_path):
    found = in_node(
        page, tmp_path,
        "const read = ['0,5', '−1 234,5', '5 %', '50,000', '1,5', 'x', '1_0', ''].map(parseNumber);"
        "language = 'uk'; const uk = [number(-1234.5, 1), signed(0.04, 1), percent(0.058),"
        " parseNumber('50,000')];"
        "return {read, uk, money: money(603.3e6)};",
    )  # fmt: skip
    assert found["read"] == [0.5, -1234.5, 5, 50000, 1.5, None, None, None]
    assert found["uk"] == ["−1\xa0234,5", "0,0", "5,8\xa0%", 50]
    assert found["money"] == "603,3\xa0млн\xa0грн"


def test_the_list_of_pages_links_the_desk_once(root, tmp_path):
    page = {"community": "example", "names": {"uk": "Приклад", "en": "Example"}, "year": 2021,
            "notebook": "00_overview", "language": "uk", "title": "t", "date": None, "bytes": 5,
            "result": "done"}  # fmt: skip
    assert write_desk(root / "data" / "communities" / "example", tmp_path)
    pages = {"example/a": page, "example/b": {**page, "language": "en"}}
    text = index_page(language("uk"), pages, title="t", desks={"example"})
    assert text.count('<a href="example/desk.html#l=uk">Спробуйте самі</a>') == 1
    assert (tmp_path / "desk.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
