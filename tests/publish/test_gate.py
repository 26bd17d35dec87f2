"""The gate: what contradicts is found, what is only rounded or scaled is not."""

import re

import pytest

from stratanalysis.publish.gate import check_page, check_set, read_figure
from stratanalysis.publish.gate_balance import unfounded_balances
from stratanalysis.publish.publication import manifest_text, publish
from stratanalysis.publish.site_links import pages_of

PAGE = (
    '<html lang="uk"><h1>Дім</h1><section class="summary"><ol><li>За базовим сценарієм населення '
    "зменшиться на 20,0\u00a0% – з 1\u00a0000\u00a0осіб у 2022 році до 800\u00a0осіб у 2024 році. "
    '<a class="chapter to-x" href="#">Люди</a></li></ol></section>'
    '<table id="money"><thead><tr><th>Рік</th><th>Сума</th><th>Частка</th></tr></thead><tbody>'
    "<tr><th>2023</th><td>1,2 млн грн</td><td>−3,5 %</td></tr>"
    "<tr><th>2024</th><td>950,0 тис. грн</td><td>…</td></tr></tbody></table>"
    '<table id="kinds"><tr><th>Показник</th><th>2024</th></tr>'
    "<tr><th>Населення, осіб</th><td>1 000</td></tr></table></html>"
)
TABLES = {
    "money": b"\xd0\xa0\xd1\x96\xd0\xba,a,b\n2023,1234567.0,-0.0351\n2024,950000,\n",
    "kinds": 'Показник,2024\n"Населення, осіб",1000.4\n'.encode(),
    "population": "Рік,Базовий,спостережено\n2022,1000,1000\n2023,900,\n2024,800.2,\n".encode(),
    "story": (
        'rank,text,chapter\n1,За базовим сценарієм населення зменшиться на "20,0 %" – x\n'
    ).encode(),
}


@pytest.fixture
def tables():
    """Tables of the page; the finding is the one that is shown."""
    text = re.search(r"<li>(.*?) <a", PAGE)[1]
    return TABLES | {"story": f'rank,text,chapter\n1,"{text}",02\n'.encode()}


def rules(page, tables):
    return [found.rule for found in check_page("a", page, tables)]


def test_a_page_that_agrees_passes(tables):
    assert rules(PAGE, tables) == []


MUTANTS = [
    ("1,2 млн грн", "1,3 млн грн", "table"),
    ("1,2 млн грн", "1,2 млрд грн", "table"),
    ("−3,5 %", "−3,6 %", "table"),
    ("−3,5 %", "3,5 %", "table"),
    ("950,0 тис. грн", "951,0 тис. грн", "table"),
    ("<td>1 000</td>", "<td>1 001</td>", "table"),
    ("до 800", "до 801", "story"),
    ("з 1\u00a0000\u00a0осіб", "з 1\u00a0010\u00a0осіб", "story"),
    ("<td>1 000</td>", "<td>1 000 грн</td>", "unit"),
]


@pytest.mark.parametrize(("old", "new", "rule"), MUTANTS)
def test_a_changed_figure_is_caught(tables, old, new, rule):
    assert old in PAGE
    found = rules(PAGE.replace(old, new), tables)
    assert (rule in found) if rule else found == []


def test_a_finding_that_its_table_does_not_bear_out_is_caught(tables):
    wrong = tables | {"population": tables["population"].replace(b"800.2", b"820.2")}
    assert rules(PAGE, wrong) == ["sentence"]


def test_an_executed_year_has_no_projected_value(tables):
    wrong = tables | {"population": tables["population"].replace(b"1000,1000", b"1000,990")}
    assert "executed" in rules(PAGE, wrong)


@pytest.mark.parametrize(("shown", "held"), [("99 %", 0.9992), ("99,9 %", 0.99996)])
def test_a_share_short_of_one_is_no_contradiction(shown, held):
    from stratanalysis.language import language

    page = f'<table id="t"><tr><th>a</th></tr><tr><td>{shown}</td></tr></table>'
    assert language("uk").percent(held, 1 if "," in shown else 0).replace("\u00a0", " ") == shown
    assert rules(page, {"t": f"a\n{held}\n".encode()}) == []
    assert rules(page, {"t": b"a\n0.97\n"}) == ["table"]


def test_pictures_of_a_page_have_one_price_year(tables):
    one = '<svg><text x="4">млн грн, у цінах 2026 року</text></svg>'
    assert rules(PAGE + one + one, tables) == []
    assert rules(PAGE + one + one.replace("2026", "2021"), tables) == ["prices"]


def test_pages_of_a_set_agree_in_the_cells_that_they_share(tmp_path):
    for name, value in (("00_a", "5.0"), ("02_b", "5.5")):
        files = {
            "index.html": b'<html lang="uk"><h1>A</h1></html>',
            "tables/people.csv": f"Рік,Базовий\n2022,4\n2023,{value}\n".encode(),
        }
        files["manifest.json"] = manifest_text({}, files).encode()
        publish(tmp_path, f"one/2022/uk/{name}", files)
    (found,) = check_set(tmp_path, pages_of(tmp_path, "one"))
    assert found.rule == "shared"
    assert str(found) == (
        "one/2022/uk/02_b#people: 2023, Базовий: 5.5, but 5.0 on one/2022/uk/00_a [shared]"
    )


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("72\u00a0422", "uk", 72422, ""), ("72,422", "en", 72422, ""), ("0,530", "uk", 0.53, ""),
        ("−275,8 млн грн", "uk", -275.8e6, "UAH"), ("UAH 4.8 thousand", "en", 4800, "UAH"),
        ("+1,5 %", "uk", 0.015, "%"), ("5.5%", "en", 0.055, "%"),
    ],
)  # fmt: skip
def test_figures_are_read_as_they_are_written(text, language, value, unit):
    read = read_figure(text, language)
    assert read[0] == pytest.approx(value)
    assert read[2] == unit


@pytest.mark.parametrize("text", ["2022 (x)", "so much", "…", "", "1.1-2 a", "01.01.2024"])
def test_what_is_no_figure_is_left_alone(text):
    read = read_figure(text, "uk")
    assert read is None or text == "01.01.2024"


def test_a_balance_needs_both_sides_and_the_headline_is_that_of_the_table():
    executed = [["Рік", "Доходи", "Видатки"], ["2021", "10", "11"], ["2022", "9", ""]]
    balance = [["Рік", "Базовий"], ["2021", "-1"], ["2022", ""], ["2026", "-2"], ["2027", "1"]]
    none = ["Перший рік із дефіцитом, починаючи з 2027", "до 2036 року немає"]
    good = {"executed-totals": executed, "balance": balance, "headline": [["name", "value"], none]}
    assert unfounded_balances(good) == []
    mixed = [*balance[:2], ["2022", "-3"], *balance[3:]]
    assert "2022 has a balance of -3" in unfounded_balances(good | {"balance": mixed})[0]
    early = [["First year with a deficit from 2026 on", "none to 2036"]]
    assert "the table of the balance has 2026" in unfounded_balances(good | {"headline": early})[0]
    right = [["First year with a deficit from 2026 on", "2026"]]
    assert unfounded_balances(good | {"headline": right}) == []
    wrong = [["First year with a deficit from 2027 on", "2030"]]
    assert "the table of the balance has none" in unfounded_balances(good | {"headline": wrong})[0]
