"""Slides are one file that runs its own two scripts only and asks nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources

import nbformat

from stratanalysis.workshop.slides import render_slides

REVEAL = resources.files("stratanalysis") / "workshop" / "reveal"


def lesson(html="<p>A table</p>"):
    """Three slides, one of them below another, and notes."""
    cells = [
        nbformat.v4.new_markdown_cell("# One & <two>", id="a"),
        nbformat.v4.new_markdown_cell("say it slowly", id="b"),
        nbformat.v4.new_code_cell("hidden = 1", id="c"),
        nbformat.v4.new_markdown_cell("## Three", id="d"),
        nbformat.v4.new_code_cell("secret_code = 2", id="e"),
        nbformat.v4.new_code_cell("3", id="f"),
    ]
    for cell, kind in zip(cells, ("slide", "notes", "skip", "slide", "-", "subslide"), strict=True):
        cell.metadata["slideshow"] = {"slide_type": kind}
    cells[2].outputs = [nbformat.v4.new_output("stream", name="stdout", text="left out")]
    cells[4].outputs = [nbformat.v4.new_output("display_data", {"text/html": html})]
    cells[5].outputs = [nbformat.v4.new_output("display_data", {"text/plain": "below"})]
    return nbformat.v4.new_notebook(cells=cells)


def test_slides_follow_the_metadata_of_the_cells():
    page = render_slides(lesson(), title="A & B", language="en")
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>A &amp; B</title>" in page
    body = page[page.index("<body>") : page.index("<script>")]
    assert body.count("<section") == body.count("</section>") == 2 + 3
    assert re.search(r'<aside class="notes">.*say it slowly.*?</aside>', body, re.DOTALL)
    assert "A table" in body
    assert "below" in body
    for gone in ("left out", "hidden", "secret_code"):
        assert gone not in body


def test_only_the_two_scripts_of_the_page_may_run():
    page = render_slides(lesson(), title="t", language="uk")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == page.count("<script") == 2
    assert scripts[0] == (REVEAL / "reveal.js").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'")
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert f"script-src 'sha256-{digests[0]}' 'sha256-{digests[1]}'" in policy


def test_what_a_stranger_wrote_runs_nothing():
    hostile = '<p onclick="x()">w<script>x()</script><img src="https://example.org/a.png" alt="a">'
    page = render_slides(lesson(hostile), title="</title><script>x()</script>", language="en")
    assert "x()</script>" not in page
    assert "onclick" not in page
    assert "example.org" not in page


def test_reveal_comes_with_its_licence_and_version():
    assert "Permission is hereby granted" in (REVEAL / "LICENSE").read_text(encoding="utf-8")
    stated = re.search(r"reveal\.js (\d+\.\d+\.\d+)", (REVEAL / "README.md").read_text("utf-8"))[1]
    assert f"`{stated}`" in (REVEAL / "reveal.js").read_text(encoding="utf-8")
