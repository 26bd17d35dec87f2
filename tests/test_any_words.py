"""Any words, any length: every file that the commands make is whole, and none of them is run.

One invented community whose every free text is made of quotes, formulas, markup, turning controls
and long words goes through pages, pictures, workbooks, papers and desks. With
``STRATANALYSIS_WORDS=N`` it is N communities, and every page in both languages.
"""

from __future__ import annotations

import ast
import base64
import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import nbformat
import pytest
from PIL import Image

from stratanalysis.cli import main
from stratanalysis.publish.gate import check_page
from stratanalysis.publish.printed import printed_files
from stratanalysis.publish.publication import manifest_text, publish
from stratanalysis.publish.rendering import render
from stratanalysis.publish.site import build_site
from stratanalysis.storage import output_lock
from stratanalysis.tables import table
from stratanalysis.workshop.slides import render_slides

MARK = "Ґава"
"""Every made text begins with it, or with a sign and it."""
PIECES = (
    '"', "'", "’", "ʼ", "«", "»", "“", "`", "$", "$x^2$", "$\\frac{1}{", "\\", "\\alpha", "\\n",
    "<", ">", "&", "&amp;", "{", "}", "{{x}}", "{name}", "%", "%s", "_", "**", "#", "~", "|", "🏫",
    "👩‍🏫", "\u202e", "\u2067", "\u200f", "\u061c", "\u0301", "Ї", "слово", " ", " ", "=1+1", "-->",
    "]]>", "</script>", "</style>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "רחוב", "شارع", "道路", "a" * 200, "д" * 200,
)  # fmt: skip
TURNING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
FREE = {
    "goals": ("title", "source_text"), "indicators": ("name", "data_source", "responsible"),
    "measures": ("section", "title", "executor", "funding_source", "expected_result"),
    "tasks": ("reason", "proposal", "note"), "swot": ("item",), "sources": ("title", "publisher"),
    "observations": ("note", "source_place"), "statistics": ("note", "source_place"),
}  # fmt: skip
"""Columns of any words; each row gets its own."""
MANY = int(os.environ.get("STRATANALYSIS_WORDS", "0"))
PAGES = {"00_overview": "uk", "04_goals": "en"}
"""Pages that are made by default, and in which language."""
ALL_PAGES = (*PAGES, "01_profile", "02_population", "03_budget", "05_annual_review", "06_benchmark")
QUICK = {"horizon": 2, "draws": 10}


class Words:
    """Texts of one to three hundred letters, each another one."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)
        self.number = 0

    def __call__(self, longest: int = 300) -> str:
        self.number += 1
        length = min(self.source.choice((1, 12, 40, 120, 300)), longest)
        sign = self.source.choice(("", "", "=", "+", "-", "@"))
        text = f"{sign}{MARK}{self.number} "
        while len(text) < length:
            text += self.source.choice(PIECES)
        return text[: max(length, 12)].strip()


def fill_with_words(place: Path, words: Words) -> None:
    """Put words into every free text of a community's folder."""
    for name, columns in FREE.items():
        file = place / f"{name}.csv"
        with file.open(encoding="utf-8", newline="") as read:
            rows = list(csv.DictReader(read))
        for row in rows:
            row.update({c: words() for c in columns if c in row and (row[c] or c == "note")})
        with file.open("w", encoding="utf-8", newline="") as write:
            writer = csv.DictWriter(write, table(name).names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    for file in (place / "community.toml", place / "scenarios.toml"):
        text = re.sub(
            r'\b(uk|en|title_uk|title_en) = "[^"]*"',
            lambda m: f"{m[1]} = {json.dumps(words(), ensure_ascii=False)}",
            file.read_text(encoding="utf-8"),
        )
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module", params=range(max(MANY, 1)))
def place(root, tmp_path_factory, request) -> Path:
    data = tmp_path_factory.mktemp("data")
    folder = data / "communities" / "example"
    shutil.copytree(root / "data" / "communities" / "example", folder)
    fill_with_words(folder, Words(request.param))
    return folder


def executed(path: Path, language: str, data: Path, tables: Path) -> nbformat.NotebookNode:
    """Run a notebook's cells in this process; its outputs as a kernel would give them."""
    notebook = nbformat.read(path, 4)
    space: dict = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        *body, last = ast.parse(cell.source).body
        shown = isinstance(last, ast.Expr)
        displayed: list = []
        if "display" in space:
            space["display"] = displayed.append
        exec(compile(ast.Module(body if shown else [*body, last], []), path.name, "exec"), space)
        if "parameters" in cell.metadata.get("tags", ()):
            given = {**QUICK, "community": "example", "data": str(data), "language": language}
            space |= {key: value for key, value in given.items() if key in space}
        if shown:
            displayed.append(eval(compile(ast.Expression(last.value), path.name, "eval"), space))
        cell.outputs = [
            nbformat.v4.new_output("display_data", {"text/html": part.data})
            for part in displayed
            if hasattr(part, "data")
        ]
        if "page" in space:
            space["page"].tables = tables
    return notebook


@pytest.fixture(scope="module")
def made(root, place, tmp_path_factory) -> Path:
    """Every file of a community of any words."""
    out, data = tmp_path_factory.mktemp("made"), place.parent.parent
    manifest = {"community": {"uk": Words(1)(60), "en": Words(2)(60)}}
    (out / "pages" / ".stratanalysis").mkdir(parents=True)
    for name in ALL_PAGES if MANY else PAGES:
        for language in ("uk", "en") if MANY else (PAGES[name],):
            tables = out / "tables" / name / language
            tables.mkdir(parents=True)
            notebook = executed(root / "notebooks" / f"{name}.ipynb", language, data, tables)
            page = render(notebook, language=language)
            files = {f"tables/{f.name}": f.read_bytes() for f in tables.iterdir()}
            saved = {Path(f).stem: content for f, content in files.items()}
            assert check_page(name, page, saved) == []
            files["index.html"] = page.encode("utf-8")
            if MANY or name == "04_goals":
                files |= printed_files(files["index.html"], ("docx", "pdf"), date=Words(3)(40))
                slides = render_slides(notebook, title=Words(4)(), language=language)
                (out / f"slides-{name}-{language}.html").write_text(slides, encoding="utf-8")
            files["manifest.json"] = manifest_text(manifest, files).encode("utf-8")
            publish(out / "pages", f"example/2021/{language}/{name}", files)
    with output_lock(out / "pages"):
        assert build_site(out / "pages", ["example"]) == []
    odd = out / ("a 'b' $x\\ <b>&🏫\u202e" + '"q".txt')
    odd.write_text(
        f"Стратегічна ціль 1. {Words(5)()}\nОперативна ціль 1.1. {Words(6)()}\n", "utf-8"
    )
    commands = [
        ("template", "example", "--years", 2024, "--out", out / "template.xlsx"),
        ("fill", "example", out / "template.xlsx"),
        ("passport", "1", 2024, "example", "--to", out / "passport.docx"),
        ("desk", "example", "--to", out / "desk.html"),
        ("calendar", 2026, "example", "--out", out / "calendar"),
        ("extract", odd, "--to", out / "extract", "--review"),
    ]
    if MANY:
        commands += [
            ("forecast", "example", "--out", out / "forecast"),
            ("session", "example", "--to", out / "session", "--language", "uk"),
            ("year", "open", 2025, "example"),
        ]
    for words in commands:
        data_given = () if words[0] == "extract" else ("--data", data)
        assert main([*map(str, words), *map(str, data_given)]) == 0, words
    return out


def of_kind(made: Path, *kinds: str) -> list[Path]:
    found = [p for p in sorted(made.rglob("*")) if p.suffix in kinds]
    found = [p for p in found if ".stratanalysis" not in p.parts]
    assert found, f"no {kinds}"
    return found


def edge(picture: bytes) -> int:
    """The darkest sign at the edge of a picture; white is 255."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    width, height = image.size
    sides = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height),
             (width - 1, 0, width, height))  # fmt: skip
    return min(low for box in sides for low, _ in image.crop(box).getextrema())


def test_documents_of_the_web_hold_the_words_as_words(made):
    from lxml import html

    for file in of_kind(made, ".html"):
        text = file.read_text(encoding="utf-8")
        assert not TURNING.search(text), f"{file}: {TURNING.search(text)}"
        tree = html.fromstring(text.encode("utf-8"))
        for script in tree.xpath("//script[not(@type='application/json')]"):
            assert "alert(1)" not in (script.text or ""), file
        assert not tree.xpath("//img[@onerror] | //img[@src='x']"), file
        for image in tree.xpath("//img"):
            assert (image.get("alt") or "").strip(), file
            head, _, content = (image.get("src") or "").partition("base64,")
            if head.startswith("data:image/png"):
                assert edge(base64.b64decode(content)) > 235, file


def test_what_a_picture_cuts_its_description_holds_whole(made, place):
    from lxml import html

    from stratanalysis.scenarios.folder import read_folder

    labels = [s.label["uk"] for s in read_folder(place)[1].values()]
    text = (made / "pages/example/2021/uk/00_overview/index.html").read_text(encoding="utf-8")
    described = " ".join(html.fromstring(text).xpath("//img/@alt|//svg/@aria-label"))
    for label in labels:
        assert " ".join(TURNING.sub("", label).split()) in " ".join(described.split())


def test_no_cell_of_a_workbook_is_a_formula_of_the_data(made):
    import openpyxl

    for file in of_kind(made, ".xlsx"):
        for sheet in openpyxl.load_workbook(file):
            assert not TURNING.search(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    said = str(cell.value or "")
                    assert not (cell.data_type == "f" and MARK in said), (file, cell.coordinate)
                    assert not TURNING.search(said), (file, sheet.title, cell.coordinate)


def test_no_cell_of_a_table_for_people_is_a_formula(made):
    for file in of_kind(made, ".csv"):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for cell in (cell for row in csv.reader(stream) for cell in row):
                assert not (cell.startswith(("=", "+", "-", "@")) and MARK in cell), file


def test_papers_open_and_hold_the_words(made):
    import docx

    for file in of_kind(made, ".docx"):
        docx.Document(str(file))
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    assert not TURNING.search(archive.read(name).decode("utf-8")), (file, name)
    for file in of_kind(made, ".pdf"):
        text = subprocess.run(
            ["pdftotext", str(file), "-"], capture_output=True, check=True
        ).stdout.decode()
        assert MARK in text, file


def test_calendars_and_feeds_hold_no_turning_signs(made):
    for file in of_kind(made, ".ics", ".xml", ".md", ".svg"):
        text = file.read_text(encoding="utf-8")
        assert not TURNING.search(text), file
