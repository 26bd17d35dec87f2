"""Speed of the scenario desk; run by hand: python benchmarks/explore.py [--browser].

Computing and drawing after a slider move, best and median of 40; against one picture drawn by the
plotting library in the same run. With --browser also the time from a key press on a slider to the
new picture in headless Chromium, through Voila.
"""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from stratanalysis.desk.model import Mine, open_board
from stratanalysis.desk.targets import targets_html
from stratanalysis.desk.view import View, observed_series
from stratanalysis.language import language
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.style import new_figure, svg_bytes

ROOT = Path(__file__).resolve().parent.parent
HANDLE = ".sa-driver-net_migration_rate .noUi-handle"
WATCH = """
window.__times = []; window.__pressed = 0;
document.querySelector('%s').addEventListener('keydown',
  () => { window.__pressed = performance.now(); }, true);
new MutationObserver(() => {
  if (!window.__pressed) return;
  const pressed = window.__pressed; window.__pressed = 0;
  requestAnimationFrame(() => window.__times.push(performance.now() - pressed));
}).observe(document.querySelector('.sa-right'), {childList: true, subtree: true}); 1
"""


def milliseconds(run, repeats=40):
    run()
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - begin))
    return min(times), statistics.median(times)


def report(name, found, base=None):
    ratio = f", {found[1] / base:.1f} redraws" if base else ""
    print(f"{name}: best {found[0]:.0f} ms, median {found[1]:.0f} ms{ratio}", flush=True)


def in_process():
    board = open_board(ROOT / "data" / "communities" / "kostiantynivka")
    names = ("baseline", "optimistic", "rational")
    view = View(board, language("uk"), names, "real", observed_series(board))
    mine = Mine("baseline", board.base_year + 1).moved("net_migration_rate", 0.003)
    outcome = board.run(mine)
    compute = milliseconds(lambda: board.run(mine))
    report("computing all figures of mine", compute)
    report("carrying its pyramid", milliseconds(lambda: board.pyramid(outcome)))
    redraw = milliseconds(
        lambda: view.pictures(mine, board.run(mine)) + targets_html(view, outcome)
    )
    report("the whole redraw on the kernel's side", redraw)
    table = pd.DataFrame(view.series("population", outcome), index=list(board.years))

    def plotted():
        figure, axes = new_figure()
        labels = {name: name for name in table.columns}
        plot_trajectories(table, ax=axes, labels=labels, language="uk")
        svg_bytes(figure)

    report("one picture by the plotting library", milliseconds(plotted, 10), redraw[1])


def in_browser():
    sys.path.insert(0, str(ROOT / "tests" / "desk"))
    from chromium import Browser

    server = subprocess.Popen(
        [sys.executable, "-m", "stratanalysis", "explore", "kostiantynivka", "--port", "0"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    url = server.stdout.readline().split(" at ")[1].split()[0]
    try:
        with Browser(width=1440, height=1000) as browser:
            browser.open(url)
            browser.wait("document.querySelector('.sa-pictures svg') !== null", 180)
            time.sleep(2)
            browser.run(f"document.querySelector('{HANDLE}').focus()")
            browser.run(WATCH % HANDLE)
            for number in range(60):
                before = browser.run("window.__times.length")
                browser.press("ArrowLeft" if number % 2 else "ArrowRight")
                browser.wait(f"window.__times.length > {before}", 10)
                time.sleep(0.1)
            times = browser.run("window.__times")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    report("key press to new picture, Chromium", (min(times), statistics.median(times)))


if __name__ == "__main__":
    in_process()
    if "--browser" in sys.argv:
        in_browser()
