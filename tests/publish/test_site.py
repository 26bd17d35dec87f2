"""The site around the pages: every link leads somewhere, numbers are numbers, two runs are one."""

import html
import io
import re
from urllib.parse import unquote, urljoin, urlparse

import pytest
from openpyxl import load_workbook

from stratanalysis.publish.publication import manifest_text, publish, whole_manifest
from stratanalysis.publish.site import build_site
from stratanalysis.publish.site_links import SitePage, link_pages, with_links
from stratanalysis.storage import output_lock

PAGE = (
    '<html lang="{lang}"><!--site-top--><!--/site-top--><p class="subject">{chapter}: x</p>'
    '<h1>Дім & поле</h1><table id="money"><caption>Гроші & люди</caption></table>'
    "<!--site-bottom--><!--/site-bottom--></html>"
)
TABLES = {
    "tables/money.csv": "Рік,Сума,Код\n2024,1.5,0100\n2025,,=1+1\n",
    "tables/story.csv": "\ufeffrank,text,chapter\n1,Людей меншає.,01_people\n",
    "tables/headline.csv": "\ufeffname,value\nЛюди,72 422\n",
    "tables/population.csv": "\ufeffРік,Базовий,спостережено\n2021,5,5\n2022,4,\n2023,3,\n",
}


@pytest.fixture
def out(tmp_path):
    """Two communities; the second in one language and two years."""
    for community, years, languages in (
        ("перша", (2024,), ("uk", "en")),
        ("b b", (2023, 2024), ("uk",)),
    ):
        for year in years:
            for code in languages:
                for name, chapter in (("00_overview", "Огляд"), ("01_people", "Люди")):
                    files = {"index.html": PAGE.format(lang=code, chapter=chapter).encode()}
                    files |= {k: v.encode() for k, v in TABLES.items()}
                    content = {
                        "community": {"uk": "Перша", "en": "First"},
                        "oblast": {"uk": "Край"},
                    }
                    files["manifest.json"] = manifest_text(content, files).encode()
                    publish(tmp_path, f"{community}/{year}/{code}/{name}", files)
    with output_lock(tmp_path):
        build_site(tmp_path, ["перша", "b b"])
    return tmp_path


def links(text):
    return [html.unescape(a) for a in re.findall(r'href="([^"]*)"', text)]


def test_no_link_is_dead_and_none_leaves(out):
    seen = 0
    for page in [*out.rglob("*.html"), *out.glob("feed-*.xml")]:
        for address in links(page.read_text("utf-8")):
            parts = urlparse(urljoin(page.as_uri(), address))
            assert parts.scheme == "file", address
            assert (out / unquote(parts.path)).is_file(), (page, address)
            seen += 1
    assert seen > 80


def test_every_page_has_its_neighbours_home_language_and_method(out):
    text = (out / "перша/2024/uk/00_overview/index.html").read_text("utf-8")
    found = links(text)
    for wanted in ("../01_people/index.html", "../../../index.html", "../../../../index.html",
                   "../../en/00_overview/index.html", "../../../../method.html",
                   "../../../data/2024-uk.xlsx"):  # fmt: skip
        assert wanted in found
    assert 'rel="next"' in text
    assert 'rel="prev"' not in text
    older = (out / "b b/2024/uk/00_overview/index.html").read_text("utf-8")
    assert "../../../2023/uk/00_overview/index.html" in links(older)


def test_manifests_stay_true_and_a_second_run_changes_nothing(out):
    pages = list(out.glob("*/*/*/*/manifest.json"))
    assert len(pages) == 8
    assert all(whole_manifest(file.parent) for file in pages)
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    with output_lock(out):
        build_site(out, ["перша", "b b"])
    after = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert {p.name for p in after if after[p] != before.get(p)} <= {"journal.json"}


def test_a_page_edited_by_hand_keeps_its_words(out):
    file = out / "перша/2024/uk/01_people/index.html"
    file.write_text("by hand", "utf-8")
    link_pages(out, "перша")
    assert file.read_text("utf-8") == "by hand"


def test_the_workbook_has_numbers_words_and_gaps(out):
    book = load_workbook(io.BytesIO((out / "перша/data/2024-uk.xlsx").read_bytes()))
    first = book.worksheets[0]
    assert first.title == "Зміст"
    heads = [cell.value for cell in first[1]]
    assert heads == ["Аркуш", "Розділ", "Що показано", "Рядків", "Стовпці"]
    assert ["00_money", "Огляд", "Гроші & люди", 2, "Рік; Сума; Код"] in [
        [cell.value for cell in row] for row in first.iter_rows()
    ]
    rows = [[cell.value for cell in row] for row in book["00_money"].iter_rows()]
    assert rows[1:] == [[2024, 1.5, "0100"], [2025, None, "=1+1"]]
    assert book["00_money"].cell(3, 3).data_type == "s"


def test_start_page_groups_searches_and_draws(out):
    text = (out / "index.html").read_text("utf-8")
    assert "Край (2)" in text
    assert text.count("<polyline") == 2
    assert 'id="search"' in text
    assert "72 422" in text
    home = (out / "перша/index.html").read_text("utf-8")
    assert "Людей меншає." in home
    assert "2024/uk/01_people/index.html" in links(home)
    assert "<loc>%D0%BF" in (out / "sitemap.xml").read_text("utf-8")


def test_pages_without_marks_stay_as_they_are():
    page = SitePage("a", 2024, "uk", "00_x")
    assert with_links("<p>x</p>", page, [page]) == "<p>x</p>"
