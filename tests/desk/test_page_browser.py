"""The one-file desk in real headless Chromium; run with --browser."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from stratanalysis.desk.model import open_board
from stratanalysis.desk.page import desk_page
from stratanalysis.scenarios import read_scenarios

from .chromium import Browser, chromium

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES = ((1440, 1000), (1024, 800), (390, 844), (360, 740))


@pytest.fixture(scope="module")
def file(root, tmp_path_factory):
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    place = tmp_path_factory.mktemp("desk") / "desk.html"
    place.write_text(desk_page(root / "data/communities/kostiantynivka"), encoding="utf-8")
    return place.as_uri()


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(
        ["npm", "install", "--silent", "--ignore-scripts", "axe-core"], cwd=folder, check=True
    )
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def begin(browser, address):
    browser.call("Network.enable")
    browser.open(address)
    time.sleep(0.5)
    browser.wait("document.documentElement?.dataset.ready === '1'", 20)


def put(browser, field, text):
    browser.run(
        f"(() => {{ const field = document.getElementById({json.dumps(field)});"
        f" field.value = {json.dumps(text)};"
        " field.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


def figures(browser):
    return browser.run(
        "[...document.querySelectorAll('#figures td.mine')].map(e => Number(e.dataset.value))"
    )


def rest(browser):
    browser.run("new Promise(done => setTimeout(done, 700))")


def test_a_link_gives_the_same_picture_in_another_browser(file):
    with Browser() as one:
        begin(one, file)
        put(one, "f-net_migration_rate", "0,4")
        put(one, "f-real_wage_growth", "−0.5")
        put(one, "horizon", "2033")
        one.click("[data-view=balance]")
        rest(one)
        address, shown = one.run("location.href"), figures(one)
        lines = one.run("document.querySelector('#picture svg').outerHTML")
        big = one.run("document.getElementById('big').textContent")
    with Browser() as other:
        begin(other, address)
        assert figures(other) == shown
        assert other.run("document.querySelector('#picture svg').outerHTML") == lines
        assert other.run("document.getElementById('big').textContent") == big


def test_chromium_gives_the_figures_of_the_package(file, root, engine):
    board = open_board(root / "data/communities/kostiantynivka", horizon=30)
    with Browser() as browser:
        begin(browser, file)
        for setting in engine.settings(board, 12, seed=515):
            theirs = engine.python_table(board, setting)
            rows = browser.run(f"stratanalysis.run({json.dumps(setting)})")
            assert engine.largest_difference(theirs, rows)[0] < 1e-9


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_rule_of_accessibility_is_broken_and_nothing_is_clipped(file, axe, language):
    with Browser() as browser:
        begin(browser, f"{file}#l={language}")
        put(browser, "f-net_migration_rate", "0,4")
        put(browser, "f-consumer_prices", "nonsense")
        browser.run("document.getElementById('keep-button').click()")
        browser.run("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        rest(browser)
        browser.run(
            "(() => { const s = document.querySelector('select[data-shape=net_migration_rate]');"
            " s.value = 'points'; s.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        browser.run("document.getElementById('take-value').value = '70000'")
        browser.run("document.querySelector('#take-form button').click()")
        for width, height in SIZES:
            browser.resize(width, height)
            rest(browser)
            folder = os.environ.get("STRATANALYSIS_PICTURES")
            if folder:
                browser.picture(Path(folder) / f"page-{language}-{width}.png", whole=width > 400)
            assert browser.run("document.documentElement.scrollWidth <= innerWidth"), width
            small = browser.run(
                "[...document.querySelectorAll('svg:not(.points)')].filter(svg => svg.clientWidth"
                " < Number(svg.getAttribute('width')) * 0.99).length"
            )
            assert small == 0, width
            clipped = "document.getElementById('figures').scrollWidth > 1 + document"
            clipped += ".getElementById('figures').clientWidth"
            assert width < 400 or not browser.run(clipped), width
            browser.run(f"{axe};0")
            found = browser.run(
                "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
            )
            assert found == [], width
        assert browser.run("document.documentElement.lang") == language


def test_a_phone_keeps_picture_and_number_in_sight(file):
    with Browser(width=390, height=844) as browser:
        begin(browser, file)
        browser.run(
            "document.getElementById('r-net_migration_rate').scrollIntoView({block: 'center'})"
        )
        rest(browser)
        top, bottom = browser.run(
            "(() => { const b = document.querySelector('#picture svg').getBoundingClientRect();"
            " return [b.top, b.bottom]; })()"
        )
        assert 0 <= top < bottom < 844 * 0.5
        before = browser.run("document.getElementById('big').textContent")
        browser.run("document.getElementById('r-net_migration_rate').focus()")
        browser.press("ArrowRight", 3)
        assert browser.run("document.getElementById('big').textContent") != before


def test_every_slider_that_has_an_effect_moves_the_large_number(file):
    with Browser() as browser:
        begin(browser, file)
        browser.run(
            "document.querySelectorAll('#sliders > details').forEach(e => { e.open = true; })"
        )
        rest(browser)
        stuck = browser.run(
            """(() => { const stuck = [];
            for (const input of document.querySelectorAll('#sliders .track input')) {
              const row = input.closest('[data-driver]'), idle = row.querySelector('.idle');
              if (!idle.hidden || input.disabled) continue;
              const big = () => document.getElementById('big').dataset.variable
                + document.getElementById('big').dataset.value;
              const before = big();
              input.value = Number(input.max) > 0 ? input.max : input.min;
              input.dispatchEvent(new Event('input', {bubbles: true}));
              if (big() === before) stuck.push(row.dataset.driver);
              document.getElementById('reset').click();
            } return stuck; })()"""
        )
        assert stuck == []


def test_steps_keeping_and_coming_back(file, tmp_path):
    with Browser() as browser:
        begin(browser, file)
        before = figures(browser)
        put(browser, "f-net_migration_rate", "1")
        after = figures(browser)
        assert after != before
        browser.click("#undo")
        assert figures(browser) == before
        browser.click("#redo")
        assert figures(browser) == after
        put(browser, "keep-name", "Наш план")
        browser.click("#keep-button")
        browser.click("#save-toml")
        saved = browser.downloaded("kostiantynivka-scenarios.toml")
        assert read_scenarios(saved)["desk_1"].label["uk"] == "Наш план"
        rest(browser)
        browser.open("about:blank")
        begin(browser, file)  # without the address: from the browser's storage
        assert figures(browser) == after
        assert browser.run("document.querySelector('#kept input').value") == "Наш план"
        browser.click("#reset")
        browser.give_file("#open-toml", saved)
        browser.wait("document.getElementById('save-message').textContent.includes('Наш план')")
        assert figures(browser) == after


def test_nothing_is_asked_of_the_network(file):
    with Browser() as browser:
        asked = []
        browser.call("Network.enable")
        browser.open(file)
        time.sleep(1)
        browser.wait("document.documentElement?.dataset.ready === '1'", 20)
        found = browser.events.get("Network.requestWillBeSent", {"request": {"url": file}})
        asked.append(found["request"]["url"])
        assert all(url.startswith(("file:", "data:", "about:")) for url in asked)
        assert browser.run("performance.getEntriesByType('resource').length") == 0
