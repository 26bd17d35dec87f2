"""Optional chapters: a heading with nothing under it leaves the page and is named once."""

import pytest
from nbformat import v4

from stratanalysis.publish.chapters import without_empty_chapters
from stratanalysis.publish.rendering import render


def shown(html):
    return v4.new_code_cell(outputs=[v4.new_output("display_data", {"text/html": html})])


def heading(text, *tags):
    return v4.new_markdown_cell(f"## {text}\n\nWhat it says.", metadata={"tags": list(tags)})


def error_stream():
    return v4.new_code_cell(outputs=[v4.new_output("stream", name="stderr", text="a warning")])


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ([heading("SWOT", "optional"), shown("")], ["SWOT"]),
        ([heading("SWOT", "optional"), shown(" <div></div>\n")], ["SWOT"]),
        ([heading("SWOT", "optional"), error_stream()], ["SWOT"]),
        ([heading("SWOT", "optional")], ["SWOT"]),
        ([heading("SWOT"), shown("")], []),
        ([heading("SWOT", "optional"), shown(""), shown("<p>3 strengths</p>")], []),
        ([heading("SWOT", "optional"), shown('<img alt="x" src="data:,">')], []),
        (
            [heading("A", "optional"), shown(""), heading("B", "optional"), shown("<p>1</p>")],
            ["A"],
        ),
    ],
)
def test_a_chapter_without_anything_visible_is_left_out(cells, left):
    kept, names = without_empty_chapters(cells)
    assert names == left
    assert len(kept) == len(cells) - (2 if left and len(cells) > 1 else len(left))


def test_the_page_names_what_was_left_out_once():
    notebook = v4.new_notebook()
    notebook.cells = [shown("<h1>A</h1><p>b</p>"), heading("SWOT", "optional"), shown("")]
    page = render(notebook, language="uk")
    assert "<h2" not in page.split('<h2 id="provenance"')[0].split("<main")[1]
    assert page.count("тому їх пропущено: SWOT.") == 1
