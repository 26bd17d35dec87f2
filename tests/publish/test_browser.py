"""Every page of every community in headless Chromium; run with ``pytest --browser``.

Chromium comes from Debian's packages and axe-core from npm; what is missing is installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess

import nbformat
import pytest

from stratanalysis.publish.batch import run_batch
from stratanalysis.publish.gate import check_community
from stratanalysis.publish.rendering import render
from stratanalysis.publish.site_links import pages_of

pytestmark = pytest.mark.browser

HOSTILE = """<h1>Title</h1><p>Words.</p><h2 id="s">Section</h2>
<script>window.ran = "script"</script><img src="x" alt="x" onerror="window.ran = 'handler'">
<svg onload="window.ran = 'svg'"></svg><a href="javascript:window.ran = 'link'">link</a>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
<meta http-equiv="refresh" content="0;url=data:text/html,moved">
<style>body { background: url(https://example.org/x.png) }</style>
<p style="font-weight: bold">formatted</p>"""


@pytest.fixture(scope="session")
def browse(root, tmp_path_factory):
    """Call with pages; answers what Chromium and axe-core found on each."""
    chromium = shutil.which("chromium")
    if chromium is None:
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium"], check=True)
        chromium = shutil.which("chromium")
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(
        ["npm", "install", "--silent", "--ignore-scripts", "axe-core", "puppeteer-core"],
        cwd=folder, check=True,
    )  # fmt: skip
    script = root / "tests" / "publish" / "browse.cjs"

    def call(*pages):
        found = []
        for start in range(0, len(pages), 12):  # a new browser for every dozen
            some = [str(page) for page in pages[start : start + 12]]
            done = subprocess.run(
                ["node", str(script), chromium, str(folder / "node_modules"), *some],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            found += [json.loads(line) for line in done.stdout.splitlines()]
        assert len(found) == len(pages)
        return found

    return call


@pytest.fixture(scope="session")
def every_page(root, tmp_path_factory):
    """All pages of all shipped communities in both languages, and the folders of these."""
    out = tmp_path_factory.mktemp("all")
    folders = sorted((root / "data" / "communities").glob("*/"))
    notebooks = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    result = run_batch(folders, notebooks, out=out)
    assert [o.message for o in result.outcomes if o.result == "failed"] == []
    pages = sorted(out.rglob("index*.html"))
    assert len(pages) == len(result.outcomes) + 2 + 2 * len(folders)
    return out, [folder.name for folder in folders], pages


def test_no_set_of_pages_contradicts_itself(every_page):
    out, names, _ = every_page
    pages = {name: pages_of(out, name) for name in names}
    assert all(len(own) == 14 for own in pages.values())  # seven chapters in two languages
    assert [str(found) for name in names for found in check_community(out, pages[name])] == []


def test_no_page_breaks_a_rule_or_calls_anybody(every_page, browse):
    out, _, pages = every_page
    for found in browse(*pages):
        assert found["violations"] == [], found["file"]
        assert found["requests"] == [], found["file"]
        assert found["overflow"] == [], found["file"]
        assert found["cut"] == [], found["file"]
        if "/runs/" not in found["file"] and found["file"].count("/") > str(out).count("/") + 1:
            assert found["keyboard"] == "skip", found["file"]


@pytest.mark.parametrize("cleaned", [True, False])
def test_hostile_cells_run_nothing(tmp_path, browse, cleaned, monkeypatch):
    """With the cleaning, and with the content security policy alone."""
    if not cleaned:
        monkeypatch.setattr("stratanalysis.publish.rendering.harmless", lambda text: text)
    cell = nbformat.v4.new_code_cell("1", id="c")
    html = HOSTILE if cleaned else HOSTILE.replace('<meta http-equiv="refresh"', "<meta name=x")
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": html})]
    page = tmp_path / "index.html"
    page.write_text(render(nbformat.v4.new_notebook(cells=[cell]), language="en"), "utf-8")
    (found,) = browse(page)
    assert found["ran"] == []
    if cleaned:
        assert found["requests"] == []
        assert found["violations"] == []
