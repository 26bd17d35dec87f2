"""Every notebook of a community runs: through the kernel once, and cell by cell elsewhere."""

from __future__ import annotations

import ast
import json
import re

import pytest

from stratanalysis.community import communities
from stratanalysis.language import _catalogue
from stratanalysis.plots import layout
from stratanalysis.publish.gate import check_page
from stratanalysis.publish.kernels.process import TABLES_VARIABLE
from stratanalysis.publish.report import render_report
from stratanalysis.tables.labels import STATISTIC_LABELS

NOTEBOOKS = [
    "00_overview", "01_profile", "02_population", "03_budget", "04_goals", "05_annual_review",
    "06_benchmark",
]  # fmt: skip
QUICK = {"horizon": 1, "draws": 10}
SLUGS = ["example", "korosten", "kostiantynivka", "kramatorsk", "luhansk-oblast", "sofiivka"]
LOOKED_AT = ["kostiantynivka", "luhansk-oblast", "example"]
MODULES = "profile executed population_* budget_* goals_* benchmark_*"


def cells_of(root, name):
    notebook = json.loads((root / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return {c["id"]: c["source"] for c in notebook["cells"] if c["cell_type"] == "code"}


def markdown_of(root, name, language):
    notebook = json.loads((root / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return {
        cell["id"].removesuffix(f"-{language}"): cell["source"]
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown" and cell["metadata"]["tags"][0] == language
    }


def blocks(root, name, twice=False, **given):
    """Run the cells of a notebook without a kernel; return the HTML of each."""
    space, found = {}, {}
    cells = list(cells_of(root, name).items())
    for key, source in [cell for cell in cells for _ in range(1 + twice)]:
        *body, last = ast.parse(source).body
        shown = isinstance(last, ast.Expr)
        kept = ast.Module(body if shown else [*body, last], [])
        displayed = []
        if "display" in space:
            space["display"] = displayed.append
        exec(compile(kept, key, "exec"), space)
        if key == "parameters":
            space |= {n: v for n, v in (QUICK | given).items() if n in space}
        if shown:
            displayed.append(eval(compile(ast.Expression(last.value), key, "eval"), space))
        found[key] = "".join(part.data for part in displayed)
    return found


def words_of(blocks):
    html = " ".join(value for key, value in blocks.items() if key != "sources")
    return re.sub(r"<[^>]*>", " ", re.sub(r'src="[^"]*"', "", html))


def test_all_communities_are_looked_at(root):
    assert communities(root / "data") == SLUGS


@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.parametrize("slug", LOOKED_AT)
def test_every_page_renders_with_its_gaps(root, monkeypatch, tmp_path, name, slug):
    """With all tables, without a budget, and invented; in turn in both languages.

    A Ukrainian page holds no English sentence, no page contradicts its tables, nothing of a picture
    lies outside it or on another text.
    """
    monkeypatch.chdir(root / "notebooks")
    monkeypatch.setenv(TABLES_VARIABLE, str(tmp_path))
    pictures, draw = [], layout.drawn

    def kept(*given):
        pictures.extend(draw(*given))
        return pictures[-2:]

    monkeypatch.setattr(layout, "drawn", kept)
    ukrainian = (LOOKED_AT.index(slug) + NOTEBOOKS.index(name)) % 2 == 0
    language = "uk" if ukrainian else "en"
    found = blocks(root, name, community=slug, language=language)
    tables = {file.stem: file.read_bytes() for file in tmp_path.glob("*.csv")}
    assert check_page(name, f'<html lang="{language}">' + "".join(found.values()), tables) == []
    assert [fault for picture in pictures for fault in picture.faults()] == []
    assert found["opening"].startswith("<h1>")
    assert "<li>" in found["opening"]
    assert re.search(r"(?<![a-z.])nan(?![a-z])", words_of(found)) is None
    for html in found.values():
        for alternative in re.findall(r'<svg [^>]*aria-label="([^"]*)"', html):
            assert len(alternative) > 40
    if ukrainian:
        assert re.findall(r"\b(?:the|of|is|and|are|no)\b [a-z]+", words_of(found)) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_cell_may_be_run_again(root, monkeypatch, tmp_path, name):
    """From any folder: the data are found."""
    monkeypatch.chdir(tmp_path)
    assert blocks(root, name, twice=True, community="korosten", language="en")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_an_analysis(root, name):
    """Every section has words in both languages and a computation of its own."""
    ukrainian, english = (markdown_of(root, name, code) for code in ("uk", "en"))
    assert list(ukrainian) == list(english)
    assert ukrainian["intro"].startswith("# ")
    computed = [s for s in cells_of(root, name).values() if "page.table(" in s]
    assert len(computed) >= 3
    source = "\n".join(cells_of(root, name).values())
    assert "check_parameters(" in source
    assert "14014" not in source


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_page_is_published_with_its_tables(root, tmp_path, name):
    folder = root / "data" / "communities" / "korosten"
    notebook = root / "notebooks" / f"{name}.ipynb"
    declared = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["stratanalysis"]
    language = "uk" if NOTEBOOKS.index(name) % 2 else "en"
    parameters = {n: v for n, v in QUICK.items() if n in declared["parameters"]}
    done = render_report(
        folder, notebook, out=tmp_path, parameters={**parameters, "language": language}
    )
    page = done.page.read_text(encoding="utf-8")
    assert page.count("<h1") == 1
    for link in re.findall(r'href="(tables/[^"]+)"', page):
        assert (done.page.parent / link).is_file()
    if "seed" in declared["parameters"]:
        assert "20220101" in page


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_cells_are_short(root, name):
    for key, source in cells_of(root, name).items():
        assert source.count("\n") < 22, key
        assert max(map(len, source.split("\n"))) <= 100, key


def _texts(tree):
    """First arguments of ``say`` and ``text``, and the values of dicts of words and labels."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in ("say", "text") and isinstance(first, ast.Constant):
                yield first.value
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            yield from (v.value for v in node.value.values if isinstance(v, ast.Constant))


def test_every_text_of_the_pages_has_its_ukrainian(root):
    known, said = _catalogue("uk"), set(STATISTIC_LABELS.values())
    for pattern in MODULES.split():
        files = list((root / "stratanalysis" / "pages").glob(f"{pattern}.py"))
        assert files, pattern
        for file in files:
            said |= set(_texts(ast.parse(file.read_text(encoding="utf-8"))))
    assert len(said) > 200
    assert sorted(text for text in said if text and text not in known) == []


def test_every_variable_note_and_unit_of_the_statistics_is_said_in_both_languages(root):
    import pandas as pd

    known = _catalogue("uk")
    for slug in SLUGS:
        file = root / "data" / "communities" / slug / "statistics.csv"
        if not file.is_file():
            continue
        table = pd.read_csv(file)
        assert set(table["variable"]) <= set(STATISTIC_LABELS), slug
        words = set(table["unit"].dropna()) - {"share"}
        if slug != "example":
            words |= set(table["note"].dropna())
        assert sorted(words - set(known)) == [], slug
