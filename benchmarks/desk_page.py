"""The one-file desk in headless Chromium: size, first picture, redraw after a slider's move.

python benchmarks/desk_page.py [COMMUNITY ...]
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from pathlib import Path

from stratanalysis.community import find_community
from stratanalysis.desk.page import desk_page

ROOT = Path(__file__).resolve().parents[1]
MOVES = """(() => { const times = [], slider = document.querySelector('#sliders .track input');
for (let i = 0; i < 100; i += 1) {
  slider.value = Number(slider.min) + (i % 20) * Number(slider.step) * 4;
  const began = performance.now();
  slider.dispatchEvent(new Event('input', {bubbles: true}));
  document.body.offsetHeight; // the layout belongs to the redraw
  times.push(performance.now() - began);
}
times.sort((a, b) => a - b); return [times[50], times[95]]; })()"""


def main() -> None:
    spec = importlib.util.spec_from_file_location("chromium", ROOT / "tests/desk/chromium.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in sys.argv[1:] or ["kostiantynivka", "example", "luhansk-oblast"]:
        began = time.perf_counter()
        page = desk_page(find_community(name, ROOT / "data"))
        made = time.perf_counter() - began
        with tempfile.TemporaryDirectory() as folder, module.Browser() as browser:
            file = Path(folder, "desk.html")
            file.write_text(page, encoding="utf-8")
            browser.open(file.as_uri())
            time.sleep(1)
            browser.wait("document.documentElement?.dataset.ready === '1'", 20)
            first = browser.run(
                "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            )
            middle, most = browser.run(MOVES)
        print(
            f"{name}: made in {made:.1f} s, {len(page.encode()) / 1000:.0f} kB, first picture "
            f"{first:.0f} ms, redraw {middle:.0f} ms (median), {most:.0f} ms (19 of 20)"
        )


if __name__ == "__main__":
    main()
