"""Slides in real headless Chromium with the network cut; run with --browser."""

from __future__ import annotations

import base64
import io

import pdfplumber
import pytest

from stratanalysis.workshop import LESSONS, Course, build_workshop

from ..desk.chromium import Browser, chromium

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TOO_LARGE = """Reveal.getSlides().filter(slide => {
    const {h, v} = Reveal.getIndices(slide);
    Reveal.slide(h, v);
    return slide.scrollHeight > 720 || slide.scrollWidth > 1280;
}).map(slide => slide.textContent.trim().slice(0, 60))"""

TOO_SMALL = """Reveal.getSlides().flatMap(slide => {
    const {h, v} = Reveal.getIndices(slide), walk = document.createTreeWalker(slide, 4), found = [];
    Reveal.slide(h, v);
    while (walk.nextNode()) {
        const text = walk.currentNode, box = text.parentElement;
        if (!text.textContent.trim() || box.closest('aside, style, title, desc')) continue;
        if (box.getBoundingClientRect().width < 1) continue;
        const drawn = box.closest('svg') ? box.getScreenCTM().a / Reveal.getScale() : 1;
        const size = parseFloat(getComputedStyle(box).fontSize) * drawn;
        if (size < 23.95) found.push(text.textContent);
    }
    return found;
})"""


@pytest.fixture(scope="module", params=["uk", "en"])
def slides(request, root, tmp_path_factory):
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    to = tmp_path_factory.mktemp("workshop") / request.param
    masters = root / "notebooks" / "workshop"
    return build_workshop(to, Course(language=request.param, data=root / "data"), masters=masters)


def test_slides_turn_by_keyboard_fit_the_screen_and_ask_nothing(slides):
    pages = [file for file in slides if file.suffix == ".html"]
    assert len(pages) == len(LESSONS)
    with Browser(width=1280, height=720) as browser:
        browser.call("Network.enable")
        browser.call("Network.emulateNetworkConditions", offline=True, latency=0,
                     downloadThroughput=0, uploadThroughput=0)  # fmt: skip
        for page in pages:
            browser.open(page.as_uri())
            browser.wait(f"location.href.includes('{page.stem}') && window.Reveal?.isReady()", 30)
            loaded = browser.run("performance.getEntriesByType('resource').map(e => e.name)")
            assert [name for name in loaded if not name.startswith("data:")] == [], page.name
            count = browser.run("Reveal.getTotalSlides()")
            assert count >= 6
            browser.press("ArrowRight")
            assert browser.run("Reveal.getIndices().h") == 1
            browser.press("End")
            assert browser.run("Reveal.isLastSlide()")
            browser.press("s")
            assert browser.run("Reveal.getConfig().showNotes")
            browser.press("s")
            assert browser.run(TOO_LARGE) == [], page.name
            assert browser.run(TOO_SMALL) == [], page.name
            title = browser.run("document.querySelector('h1').textContent.trim()")
            printed = browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
            with pdfplumber.open(io.BytesIO(base64.b64decode(printed))) as document:
                assert len(document.pages) == count, page.name
                assert title in " ".join(document.pages[0].extract_text().split()), page.name
