"""What the cells put on the page is escaped, complete, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.language import MISSING
from stratanalysis.pages.page import Page
from stratanalysis.plots.style import new_figure

HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture
def picture():
    figure, axes = new_figure()
    axes.plot([1, 2], [3, 4])
    return figure


def test_all_text_is_escaped(picture, tmp_path):
    page = Page("en", tables=tmp_path)
    table = pd.DataFrame({HOSTILE: [HOSTILE]})
    made = [
        page.title(HOSTILE, HOSTILE),
        page.section("s", HOSTILE, HOSTILE),
        page.text(HOSTILE),
        page.bullets([HOSTILE]),
        page.summary([HOSTILE]),
        page.figure("f", picture, table, title=HOSTILE, alternative=HOSTILE, source=HOSTILE),
        page.table("t", table, caption=HOSTILE, source=HOSTILE),
    ]
    for html in made:
        assert "<script" not in html.data
        assert "&lt;script&gt;" in html.data
        assert 'alt=""' not in html.data


def test_a_figure_needs_its_words(picture):
    page, table = Page("en"), pd.DataFrame({"a": [1]})
    for missing in ("title", "alternative", "source"):
        words = {"title": "x", "alternative": "x", "source": "x", missing: " "}
        with pytest.raises(InvalidInputError, match=f"no {missing}"):
            page.figure("f", picture, table, **words)


def test_names_are_anchors_and_a_cell_may_run_again(picture):
    page = Page("en")
    assert page.section("a", "A").data == page.section("a", "A").data
    for name in ("../up", "A", "a b", "", "ї"):
        with pytest.raises(InvalidInputError, match="anchor"):
            page.section(name, "A")


def test_numbers_are_written_in_the_language_and_a_gap_is_shown():
    table = pd.DataFrame({"n": [73814.0, np.nan], "share": [0.5, -0.25], "t": ["1 млн грн", None]})
    html = Page("uk").table("t", table, caption="c", formats={"share": 2}).data
    assert '<td class="number">73\N{NO-BREAK SPACE}814</td>' in html
    assert '<td class="number">−0,25</td>' in html
    assert html.count("<td>…</td>") + html.count('<td class="number">…</td>') == 2
    assert '<th scope="col" class="number">n</th>' in html
    assert 'tabindex="0"' in html


def test_the_table_behind_is_saved_and_no_cell_is_a_formula(tmp_path):
    table = pd.DataFrame(
        {"=cmd": ["=1+1", "@x", "-2", "ok"], "v": [-1.5, np.nan, 0, 2]},
        index=pd.Index([2021, 2022, 2023, 2024], name="year"),
    )
    html = Page("en", tables=tmp_path).table("t", table, caption="c").data
    assert '<a href="tables/t.csv">' in html
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["year", "'=cmd", "v"],
        ["2021", "'=1+1", "-1.5"],
        ["2022", "'@x", ""],
        ["2023", "'-2", "0.0"],
        ["2024", "ok", "2.0"],
    ]


def test_without_a_folder_nothing_is_written_and_nothing_linked(tmp_path, monkeypatch):
    monkeypatch.delenv("STRATANALYSIS_TABLES", raising=False)
    monkeypatch.chdir(tmp_path)
    html = Page("en").table("t", pd.DataFrame({"a": [1]}), caption="c").data
    assert "href" not in html
    assert list(tmp_path.iterdir()) == []


def test_the_picture_repeats_byte_for_byte(picture):
    words = {"title": "x", "alternative": "x", "source": "x"}
    table = pd.DataFrame({"a": [1]})
    first = Page("en").figure("f", picture, table, **words).data
    assert Page("en").figure("f", picture, table, **words).data == first


def test_missing_of_every_kind_is_a_gap_on_the_page_and_empty_in_the_file(tmp_path):
    table = pd.DataFrame({
        "whole": pd.array([1, None], dtype="Int64"), "text": ["a", None],
        "number": [0.0, np.nan], "any": [True, pd.NA],
    })  # fmt: skip
    html = Page("en", tables=tmp_path).table("t", table, caption="c").data
    assert html.count("…") == 4
    assert (tmp_path / "t.csv").read_text("utf-8-sig") == (
        "whole,text,number,any\n1,a,0.0,True\n,,,\n"
    )


@pytest.mark.parametrize(
    "written",
    ["203,6 млн грн", "38,9 тис. грн", "0 грн", "−5,8 %", "73 814", "UAH 1.2 billion", "5.8%", "0"],
)
def test_written_numbers_are_aligned_right(written):
    table = pd.DataFrame({"a": [written, "…"], "b": ["words", "2021 рік"]})
    html = Page("uk").table("t", table, caption="c").data
    assert f'<td class="number">{written}</td>' in html.replace("\xa0", " ")
    assert "<td>words</td><" in html


def test_a_code_is_no_number_and_a_gap_of_it_is_a_gap():
    table = pd.DataFrame({"Code": ["1", "1.1", None], "Count": [1, 2, 3]})
    made = Page("en").table("codes", table, caption="Codes", formats={"Code": str}).data
    assert "<td>1.1</td>" in made
    assert f"<td>{MISSING}</td>" in made
    assert '<td class="number">2</td>' in made
