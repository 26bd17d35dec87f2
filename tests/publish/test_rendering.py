"""Cells of strangers run nothing, call nobody, and keep their formatting."""

from __future__ import annotations

import base64
import re

import nbformat
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.publish.rendering import render
from stratanalysis.publish.sanitising import harmless
from stratanalysis.quantities import without_controls

TITLE = "<h1>Title</h1><p>What it says.</p>"


def shown(*outputs, markdown=()):
    cells = [
        nbformat.v4.new_markdown_cell(text, id=f"m{i}", metadata={"tags": tags})
        for i, (text, tags) in enumerate(markdown)
    ]
    cell = nbformat.v4.new_code_cell("secret_code()", id="c")
    cell.outputs = [
        o if isinstance(o, dict) else nbformat.v4.new_output("display_data", {"text/html": o})
        for o in outputs
    ]
    return nbformat.v4.new_notebook(cells=[*cells, cell])


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href=' data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe src='https://example.org'></iframe>",
        "<meta http-equiv='refresh' content='0;url=https://example.org'>",
        "<link rel=stylesheet href='https://example.org/x.css'>",
        "<base href='https://example.org/'>",
        "<form action='https://example.org'><input name=a></form>",
        "<style>p { background: url(https://example.org/x.png) }</style>",
        "<style>@import 'https://example.org/x.css';</style>",
        "<p style='background: u\\72l(https://example.org/x.png)'>x</p>",
        "<img alt='x' src='https://example.org/x.png'>",
        "<table background='https://example.org/x.png'><tr><td>x</td></tr></table>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<!--<script>alert(1)</script>--><p>x</p>",
        "<template><script>alert(1)</script></template>",
    ],
)
def test_nothing_runs_and_nobody_is_called(hostile):
    clean = harmless(f"<p>before</p>{hostile}<p>after</p>")
    assert "<p>before</p>" in clean
    assert "<p>after</p>" in clean
    assert not re.search(
        r"<script|alert\(|example\.org|javascript|\son\w+=|url\(|<meta|<form", clean
    )
    page = render(shown(TITLE, hostile), language="en")
    assert not re.search(r"<script|alert\(1|https://example\.org|onerror|onclick", page)
    assert "default-src 'none'" in page


def test_formatting_stays():
    kept = (
        '<h2 id="s">Section</h2><p>Words <b>bold</b>, <em>soft</em> &lt;b&gt; &amp; 5&nbsp;%</p>'
        '<style>#T_1 td { color: #1b4f8f; }</style><table id="T_1"><thead><tr>'
        '<th scope="col">a</th></tr></thead><tbody><tr><td class="number" style="color: red">1</td>'
        '</tr></tbody></table><ul><li>one</li></ul><a href="tables/x.csv">table</a>'
        '<a href="#s">up</a><a href="https://example.org/">web</a>'
    )
    clean = harmless(kept)
    assert clean.replace("\xa0", "&nbsp;") == kept


def test_unknown_elements_leave_their_words():
    assert harmless("<custom-tag x=1>word <blink>loud</blink></custom-tag>") == "word loud"
    assert harmless("no markup & no change") == "no markup & no change"


def test_a_styler_over_hostile_data_runs_nothing_and_repeats():
    import pandas as pd

    frame = pd.DataFrame({"<script>alert(1)</script>": ["<img src=x onerror=alert(1)>", "ok"]})
    pages = set()
    for _ in range(2):
        html = frame.style.set_properties(color="#1b4f8f").to_html()
        pages.add(render(shown(TITLE, html), language="en"))
    (page,) = pages
    assert "<script" not in page
    assert "onerror" not in page
    assert "color: #1b4f8f" in page
    assert 'tabindex="0"' in page


def test_markdown_in_two_languages_and_its_headings():
    markdown = [
        ("# Мій зошит\n\n## Населення\n\nТекст.", ["uk"]),
        ("# My notebook\n\n## Population\n\nText <script>alert(1)</script>.", ["en"]),
    ]
    page = render(shown(TITLE, markdown=markdown), language="en")
    assert "Населення" not in page
    assert "My notebook" not in page
    assert "<script" not in page
    (anchor,) = re.findall(r'<h2 id="([^"]+)">Population</h2>', page)
    assert f'<a href="#{anchor}">Population</a>' in page
    alone = render(shown(markdown=markdown), language="uk")
    assert re.search(r"<h1[^>]*>Мій зошит</h1>", alone)
    assert "<title>Мій зошит</title>" in alone


def test_a_page_has_one_main_heading():
    for outputs in ((), (TITLE, TITLE)):
        with pytest.raises(InvalidInputError, match=f"has {len(outputs)} main headings"):
            render(shown(*outputs), language="en")


def picture(alt=None):
    data = {"image/png": base64.b64encode(b"x").decode(), "text/plain": "<Figure>"}
    metadata = {"image/png": {"alt": alt}} if alt else {}
    return nbformat.v4.new_output("display_data", data, metadata=metadata)


def test_a_picture_needs_its_words():
    for mute in (picture(), '<img src="data:image/png;base64,eA==">'):
        with pytest.raises(InvalidInputError, match=r"cell 1 .* text alternative"):
            render(shown(TITLE, mute), language="en")
    page = render(shown(TITLE, picture('72 & "more"')), language="en")
    assert 'alt="72 &amp; &quot;more&quot;" src="data:image/png;base64,eA=="' in page


def test_what_differs_between_runs_and_the_code_are_not_on_the_page():
    said = nbformat.v4.new_output(
        "stream", name="stdout", text="\x1b[31m<object at 0x7f1234567890>"
    )
    warned = nbformat.v4.new_output("stream", name="stderr", text="/home/user/x.py: warning")
    page = render(shown(TITLE, said, warned), language="en")
    assert '<pre class="output">&lt;object&gt;</pre>' in page
    assert "/home/user" not in page
    assert "secret_code" not in page


def test_two_tables_of_the_same_name_are_two_regions():
    table = "<table><tr><th></th><th>a</th></tr><tr><td>1</td><td>2</td></tr></table>"
    page = render(shown(TITLE, table, table), language="en")
    assert re.findall(r'role="region" aria-label="(Table[^"]*)"', page) == ["Table", "Table (2)"]
    assert "<th></th>" not in page


@pytest.mark.parametrize(
    "words",
    [
        'a "b" c',
        "it's",
        "a > b < c & d",
        "\u202eabc\u2067",
        "$x$ \\alpha",
        "🏫",
        "x" * 200,
        '"',
        "a\x00b",
    ],
)
def test_any_words_of_an_alternative_and_a_title_make_a_page(words):
    from html import escape

    from lxml import html as parser

    cell = nbformat.v4.new_code_cell("")
    picture = f'<figure><img alt="{escape(words)}" src="data:image/png;base64,AAAA"></figure>'
    text = f"<h1>{escape(words)}</h1><p>{escape(words)}</p>{picture}"
    cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": text})]
    page = render(nbformat.v4.new_notebook(cells=[cell]), language="uk")
    shown = parser.document_fromstring(page)
    expected = without_controls(words)
    assert shown.find(".//img").get("alt") == expected
    assert shown.find(".//h1").text_content() == expected
    assert without_controls(page) == page


def test_the_version_of_the_data_is_one_for_all_pages_of_a_set():
    from stratanalysis.publish.report import data_version

    tables = [{"file": "revenue.csv", "sha256": "ab"}, {"file": "goals.csv", "sha256": "cd"}]
    versions = {
        data_version([*tables, {"file": name, "sha256": digest}])
        for name, digest in (("00_overview.ipynb", "ef"), ("03_budget.ipynb", "01"))
    }
    changed = [tables[0], {"file": "goals.csv", "sha256": "ce"}]
    assert len(versions) == 1
    assert data_version(changed) not in versions
