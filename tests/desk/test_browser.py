"""The desk in real headless Chromium, under Voila and under JupyterLab; run with --browser."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from stratanalysis.desk.model import Mine, open_board, read_mine
from stratanalysis.scenarios import read_scenarios

from .chromium import Browser, chromium, until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLIDER = ".sa-driver-net_migration_rate .noUi-handle"
FIELD = ".sa-field-net_migration_rate input"
PANEL = "[...window.jupyterapp.shell.widgets('main')].find(w => w.sessionContext)"
MINE_CELL = 'tr[data-variable="population"] td.sa-mine'


@pytest.fixture(scope="module")
def place(root, tmp_path_factory):
    """A folder with the notebooks, and the data of one community."""
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    here = tmp_path_factory.mktemp("desk")
    shutil.copytree(root / "notebooks", here / "notebooks")
    for slug in ("korosten", "example"):
        shutil.copytree(root / "data" / "communities" / slug, here / "data" / "communities" / slug)
    return here


@pytest.fixture(scope="module")
def korosten_board(root):
    return open_board(root / "data" / "communities" / "korosten")


@pytest.fixture(scope="module")
def voila(place):
    """Address of the desk as ``stratanalysis explore`` serves it."""
    server = subprocess.Popen(
        [sys.executable, "-m", "stratanalysis", "explore", "korosten", "--port", "0"],
        cwd=place, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    line = server.stdout.readline()
    yield line.split(" at ")[1].split()[0], line
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 130


@pytest.fixture(scope="module")
def lab(place, tmp_path_factory):
    """Address of the notebook in JupyterLab, with settings of its own."""
    scratch = tmp_path_factory.mktemp("jupyter")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    environment = {
        **os.environ, "JUPYTER_CONFIG_DIR": str(scratch / "config"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"), "JUPYTER_NO_CONFIG": "1",
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        "STRATANALYSIS_COMMUNITY": "korosten",
    }  # fmt: skip
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={port}",
            "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={place}", "--allow-root",
            "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True",
            "--LabApp.news_url=None", "--LabApp.extension_manager=readonly",
        ],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    until(lambda: _answers(f"{url}/api"), 90, what="JupyterLab")
    yield f"{url}/lab/tree/notebooks/explore.ipynb"
    server.terminate()
    server.wait(30)


def _answers(url):
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    """The script of axe-core, from npm."""
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(
        ["npm", "install", "--silent", "--ignore-scripts", "axe-core"], cwd=folder, check=True
    )
    file = folder / "node_modules" / "axe-core" / "axe.min.js"
    return file.read_text(encoding="utf-8")


def shown(browser, selector=MINE_CELL):
    return float(browser.run(f"document.querySelector('{selector}')?.dataset.value ?? NaN"))


def pictures(request, browser, name):
    """Pictures for people to look at, where STRATANALYSIS_PICTURES names a folder."""
    folder = os.environ.get("STRATANALYSIS_PICTURES")
    if folder:
        for kind, size in (("desktop", (1440, 1000)), ("tablet", (820, 1180))):
            browser.resize(*size)
            browser.run("new Promise(done => setTimeout(done, 700))")
            browser.picture(Path(folder) / f"{name}-{kind}.png")
        browser.resize(1440, 1000)


def work_through(browser, board, tmp_path, request, name):
    """Open, move a slider by the keyboard, compare with the library, save, reset, read back."""
    browser.wait("document.querySelector('.sa-pictures svg') !== null", 180)
    baseline = board.outcomes["baseline"].series("population")[-1]
    assert shown(browser) == pytest.approx(baseline, rel=1e-12)

    browser.run(f"document.querySelector('{SLIDER}').focus()")
    browser.press("ArrowRight", 3)
    browser.wait(f"!document.querySelector('{FIELD}').value.startsWith('0')")
    browser.run("new Promise(done => setTimeout(done, 800))")
    typed = browser.run(f"document.querySelector('{FIELD}').value")
    change = round(float(typed.replace(",", ".").replace("+", "")) / 100, 12)
    assert change > 0
    mine = Mine("baseline", board.base_year + 1).moved("net_migration_rate", change)
    expected = board.run(mine)
    assert shown(browser) == pytest.approx(expected.series("population")[-1], rel=1e-9)
    balance = shown(browser, 'tr[data-variable="balance"] td.sa-mine')
    assert balance == pytest.approx(expected.series("balance", basis="real")[-1], rel=1e-6)
    pictures(request, browser, name)

    browser.run("document.querySelector('.sa-keep-name input').focus()")
    browser.type("Наш план")
    browser.press("Tab")
    browser.click(".sa-keep")
    browser.wait("document.querySelectorAll('[data-line=\"mine_1\"]').length === 4")
    # the widgets are made anew with the new scenario among those to compare
    browser.wait("document.querySelector('.sa-desk').textContent.includes('Наш план ★')")
    browser.run("new Promise(done => setTimeout(done, 1500))")
    browser.click(".sa-prepare")
    link = "a[download='scenarios.toml']"
    browser.wait(f'document.querySelector("{link}") !== null', 60)
    browser.click(link)
    saved = browser.downloaded("scenarios.toml")
    scenarios = read_scenarios(saved)
    assert read_mine(scenarios, "mine_1", from_year=0) == mine
    assert scenarios["mine_1"].label["uk"] == "Наш план"

    browser.click(".sa-reset")
    browser.wait(f"document.querySelector('{FIELD}').value.startsWith('0')")
    text = saved.read_text(encoding="utf-8")
    given = tmp_path / "given.toml"
    given.write_text(text.replace("mine_1", "theirs").replace("Наш план", "Їхній"), "utf-8")
    browser.give_file(".sa-open", given)
    browser.wait(f"document.querySelector('{FIELD}').value === {json.dumps(typed)}")
    assert shown(browser) == pytest.approx(expected.series("population")[-1], rel=1e-9)
    assert "Їхній" in browser.run("document.querySelector('.sa-status').textContent")


def test_the_desk_under_voila(voila, korosten_board, tmp_path, request):
    url, line = voila
    assert line.startswith("The desk is open at http://127.0.0.1:")
    with Browser(width=1440, height=1000) as browser:
        browser.open(url)
        work_through(browser, korosten_board, tmp_path, request, "voila")


def test_the_desk_under_jupyterlab(lab, korosten_board, tmp_path, request):
    with Browser(width=1440, height=1000) as browser:
        browser.open(lab)
        browser.wait(f"window.jupyterapp && {PANEL}?.context.isReady", 120)
        browser.wait(f"{PANEL}.sessionContext.session?.kernel?.status === 'idle'", 120)
        browser.run(f"window.jupyterapp.shell.activateById({PANEL}.id)")
        browser.run("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
        work_through(browser, korosten_board, tmp_path, request, "lab")


def test_everything_is_reached_by_the_keyboard_and_has_a_name(voila):
    url, _ = voila
    with Browser(width=820, height=1180) as browser:
        browser.open(url)
        browser.wait("document.querySelector('.sa-pictures svg') !== null", 180)
        unnamed = browser.run(
            """[...document.querySelectorAll('.sa-desk input, .sa-desk select, .sa-desk button')]
            .filter(e => !e.hidden && e.type !== 'file' && !(e.title || e.textContent.trim()
              || e.getAttribute('aria-label')
              || (e.id && document.querySelector(`label[for="${e.id}"]`)?.textContent.trim())
              || e.closest('label')?.textContent.trim()))
            .map(e => e.outerHTML.slice(0, 200))"""
        )
        assert unnamed == []
        nowhere = browser.run(
            """[...document.querySelectorAll('.sa-desk input, .sa-desk select, .sa-desk button,'
              + '.sa-desk .noUi-handle, .sa-desk summary')]
            .filter(e => e.tabIndex < 0 && e.type !== 'file').map(e => e.outerHTML.slice(0, 200))"""
        )
        assert nowhere == []
        wide = browser.run("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        no_words = browser.run(
            "[...document.querySelectorAll('.sa-desk svg')].filter("
            "e => e.getAttribute('role') !== 'img' || !e.getAttribute('aria-label')).length"
        )
        assert no_words == 0
        handles = browser.run(
            "[...document.querySelectorAll('.noUi-handle')].map(e => "
            "[e.getAttribute('aria-label'), e.getAttribute('aria-valuetext')])"
        )
        assert len(handles) > 10
        assert all(name and ";" in value for name, value in handles)
        browser.run(f"document.querySelector('{SLIDER}').focus()")
        browser.press("ArrowRight")
        said = f"document.querySelector('{SLIDER}').getAttribute('aria-valuetext')"
        browser.wait(f"{said}.startsWith('+')")
        browser.wait(f"{said}.includes('→')")
        assert browser.run("document.querySelector('.sa-desk').lang") == "uk"


def test_no_rule_of_accessibility_is_broken(voila, axe):
    """By axe-core, on everything that the page shows; nothing is left to Voila or ipywidgets."""
    url, _ = voila
    with Browser(width=1400, height=900) as browser:
        browser.open(url)
        browser.wait("document.querySelector('.sa-pictures svg') !== null", 180)
        browser.wait("document.querySelector('.noUi-handle').hasAttribute('aria-label')")
        browser.click(".sa-ask")
        browser.click(".sa-tornado")
        browser.wait("document.querySelectorAll('.sa-picture rect').length > 0", 60)
        browser.run(f"{axe};0")
        found = browser.run(
            "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
        )
        assert found == []
