"""The one-file desk in real headless Chromium; run with --browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stratanalysis.desk.model import open_board
from stratanalysis.desk.page import desk_page
from stratanalysis.scenarios import read_scenarios

from .chromium import Browser, chromium, until

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
    """Type into a field; the group of a slider is opened first where it is folded."""
    browser.run(
        "(async () => { const find = () => document.getElementById(" + json.dumps(field) + ");"
        " if (!find()) { document.querySelectorAll('#sliders > details').forEach("
        " (group) => { group.open = true; }); await new Promise((done) => setTimeout(done, 50)); }"
        f" find().value = {json.dumps(text)};"
        " find().dispatchEvent(new Event('change', {bubbles: true})); })()"
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
        wanted = list(engine.settings(board, 12, seed=515))
        for setting, theirs in zip(wanted, engine.python_tables(board, wanted), strict=True):
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


def test_leaving_asks_where_something_is_not_kept(file):
    with Browser() as browser:
        begin(browser, file)

        def leaves():
            """Whether the page lets go; a question is answered with no."""
            browser.events.pop("Page.javascriptDialogOpening", None)
            browser.run("void setTimeout(() => { location.href = 'about:blank'; }, 50)")
            time.sleep(0.7)
            browser.call("Browser.getVersion")
            asked = browser.events.get("Page.javascriptDialogOpening")
            if asked:
                assert asked["type"] == "beforeunload"
                browser.call("Page.handleJavaScriptDialog", accept=False)
            return not asked

        browser.run("document.getElementById('r-net_migration_rate').focus()")
        browser.press("ArrowRight", 2)
        rest(browser)
        assert not leaves()
        browser.click("#keep-button")
        assert leaves()


def test_what_is_no_longer_true_is_not_said(file):
    with Browser() as browser:
        begin(browser, f"{file}#l=en")
        browser.run("document.getElementById('take').open = true")
        rest(browser)
        browser.run("document.getElementById('take-value').value = '58000'")
        browser.run("document.querySelector('#take-form button').click()")
        assert "would have to change" in browser.run(
            "document.getElementById('take-answer').textContent"
        )
        browser.click("#put")
        assert "58,000" in browser.run("document.getElementById('take-message').textContent")
        put(browser, "f-total_fertility_rate", "abc")
        wrong = "document.getElementById('m-total_fertility_rate').textContent"
        assert "no number" in browser.run(wrong)
        browser.click("#copy")
        browser.wait("document.getElementById('save-message').textContent.includes('link')")
        put(browser, "f-net_migration_rate", "0.2")
        left = "['take-message', 'save-message', 'm-total_fertility_rate'].map("
        left += "id => document.getElementById(id).textContent).join('')"
        assert browser.run(left) == ""
        assert browser.run("document.getElementById('f-total_fertility_rate').value") == "0"


def test_a_deleted_scenario_is_put_back_and_steps_are_walked(file):
    with Browser() as browser:
        begin(browser, f"{file}#l=en")
        put(browser, "f-net_migration_rate", "1")
        put(browser, "keep-name", "A")
        browser.click("#keep-button")
        browser.click("#kept [data-do=delete]")
        assert browser.run("document.querySelectorAll('#kept li').length") == 0
        browser.click("#put-back")
        rest(browser)
        assert browser.run("document.querySelector('#kept input').value") == "A"
        put(browser, "f-consumer_prices", "1")
        browser.run("document.getElementById('steps').open = true")
        rest(browser)
        steps = "[...document.querySelectorAll('.steps button')].map(e => e.textContent)"
        assert browser.run(steps) == [
            "At the beginning",
            "Net migration: +1.00 points",
            "Consumer prices: +1.00 points",
        ]
        browser.click(".steps button")
        assert browser.run("document.getElementById('f-net_migration_rate').value") == "0"


def test_the_served_page_says_when_the_server_has_gone(root, tmp_path):
    server = subprocess.Popen(
        [sys.executable, "-m", "stratanalysis", "explore", "kostiantynivka", "--port", "0"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root), "LANG": "C.UTF-8"},
    )  # fmt: skip
    address = server.stdout.readline().split(" at ")[1].split()[0]
    with Browser() as browser:
        begin(browser, address)
        assert browser.run("location.search") == ""  # the token is not in the address any more
        assert browser.run("document.querySelectorAll('#community option').length") > 3
        browser.run(
            "(() => { const c = document.getElementById('community'); c.value = 'example';"
            " c.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        browser.wait("location.pathname === '/example' && document.documentElement?.dataset.ready")
        server.terminate()
        server.wait(30)
        browser.wait("document.getElementById('connection').textContent.includes('explore')", 40)
        before = figures(browser)
        put(browser, "f-net_migration_rate", "1")
        assert figures(browser) != before


def test_the_notebook_shows_the_page_in_jupyterlab(root, tmp_path):
    (tmp_path / "explore.ipynb").write_bytes((root / "notebooks/explore.ipynb").read_bytes())
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    environment = {
        **os.environ, "PYTHONPATH": str(root), "STRATANALYSIS_COMMUNITY": "korosten",
        "STRATANALYSIS_DATA": str(root / "data"), "JUPYTER_NO_CONFIG": "1",
        **{f"JUPYTER{name}_DIR": str(tmp_path / name.lower())
           for name in ("_CONFIG", "_RUNTIME", "LAB_WORKSPACES", "LAB_SETTINGS")},
    }  # fmt: skip
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={port}",
            f"--ServerApp.root_dir={tmp_path}", "--allow-root", "--IdentityProvider.token=",
            "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
            "--LabApp.extension_manager=readonly", "--ServerApp.ip=127.0.0.1",
        ],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with Browser(width=1440, height=1000) as browser:
            until(lambda: not socket.socket().connect_ex(("127.0.0.1", port)), 90)
            browser.open(f"http://127.0.0.1:{port}/lab/tree/explore.ipynb")
            panel = "[...window.jupyterapp.shell.widgets('main')].find(w => w.sessionContext)"
            browser.wait(f"window.jupyterapp && {panel}?.context.isReady", 120)
            browser.wait(f"{panel}.sessionContext.session?.kernel?.status === 'idle'", 120)
            browser.run("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
            page = "document.querySelector('iframe[srcdoc]')?.contentDocument"
            browser.wait(f"{page}?.documentElement?.dataset.ready === '1'", 120)
            big = f"{page}.getElementById('big').textContent"
            before = browser.run(big)
            browser.run(
                f"(() => {{ const f = {page}.getElementById('f-net_migration_rate'); f.value = '1';"
                " f.dispatchEvent(new Event('change', {bubbles: true})); })()"
            )
            assert browser.run(big) != before
            if os.environ.get("STRATANALYSIS_PICTURES"):
                browser.picture(Path(os.environ["STRATANALYSIS_PICTURES"]) / "lab.png")
    finally:
        server.terminate()
        server.wait(30)


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
