"""Pages: links lead somewhere, generated pages are up to date, the site is described whole."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in [*ROOT.glob("*.md"), ROOT / "data" / "README.md", *(ROOT / "docs").rglob("*.md")]
)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)


def anchors(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in _HEADING.findall(text)
    }


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_and_headings(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    for target in _LINK.findall(text):
        if re.match(r"https?://|mailto:", target):
            assert re.match(r"https://", target), target
            continue
        file, _, anchor = target.partition("#")
        path = ((ROOT / page).parent / file).resolve() if file else ROOT / page
        assert path.exists(), f"{page}: {target}"
        assert path.is_relative_to(ROOT), f"{page}: {target} leaves the project"
        if anchor and path.suffix == ".md" and not anchor.startswith("stratanalysis."):
            assert anchor in anchors(path), f"{page}: {target}"


def test_home_tutorial_and_every_how_to_have_a_picture():
    docs = ROOT / "docs"
    pages = ["index.md", "tutorial.md", *(f"how-to/{p.name}" for p in docs.glob("how-to/*.md"))]
    pages = {page.removesuffix(".en.md").removesuffix(".md") for page in pages}
    for page in sorted(pages):
        for end in (".md", ".en.md"):
            assert re.search(r"!\[[^\]]+\]\(", (docs / f"{page}{end}").read_text("utf-8")), (
                page + end
            )


def test_pictures_of_pages_are_small_and_described():
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", text):
            assert len(words) > 20, f"{page}: {target} needs a text alternative"
            assert ((ROOT / page).parent / target).stat().st_size < 200_000


@pytest.mark.parametrize("name", ["overview.html", "overview-en.html"])
def test_the_example_page_is_small_and_whole_in_itself(name):
    text = (ROOT / "docs" / "example" / name).read_text("utf-8")
    assert len(text) < 300_000
    readme = "README.md" if name == "overview.html" else "README.en.md"
    assert f"docs/example/{name}" in (ROOT / readme).read_text("utf-8")
    assert not re.findall(r'(?:href|src)="(?!#|https?:|mailto:|data:)[^"]+"', text)
    assert "/tmp/" not in text


def test_the_data_dictionary_is_up_to_date():
    spec = importlib.util.spec_from_file_location(
        "build_data_dictionary", ROOT / "tools" / "build_data_dictionary.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    from stratanalysis.tables import TABLES

    for code, page in module.PAGES.items():
        written = page.read_text("utf-8")
        assert module.dictionary(code) == written, "run python tools/build_data_dictionary.py"
        for name, contract in TABLES.items():
            assert re.search(rf"^### {name}\b", written, re.MULTILINE)
            for column in contract.columns:
                assert f"| `{column.name}` |" in written
    described = re.sub(
        r"`[^`]*`|^### \w+", "", module.dictionary("uk").split("## ", 1)[1], flags=re.M
    )
    english = {line for line in described.splitlines() if re.search(r"[a-z]{3,} [a-z]{2,}", line)}
    assert english == set()


def test_every_page_stands_in_the_menu_of_the_site():
    menu = (ROOT / "mkdocs.yml").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        assert page.relative_to(ROOT / "docs").as_posix().replace(".en.md", ".md") in menu


IN_SHORT = ("architecture", "decisions", "methods/")
"""Notes for those who change the program: the Ukrainian page is a summary, and says so."""


def test_every_page_has_its_pair_in_the_other_language():
    docs = ROOT / "docs"
    for page in [*docs.rglob("*.md"), ROOT / "README.md"]:
        name = page.relative_to(ROOT).as_posix().removeprefix("docs/").removesuffix(".md")
        text = page.read_text("utf-8")
        if name.endswith(".en"):
            assert (page.parent / (page.name.removesuffix(".en.md") + ".md")).is_file(), name
            title = text.split("# ", 1)[1].splitlines()[0]
            assert not re.search("[а-яіїєґ]{4}", title), name
            continue
        pair = page.with_suffix(".en.md")
        assert pair.is_file(), name
        plain = re.sub(r"```.*?```|`[^`]*`|^:::.*$|\([^)]*\)", "", text, flags=re.S | re.M)
        words = re.findall(r"[^\W\d_]{3,}", plain)
        cyrillic = sum(bool(re.match("[а-яіїєґ]", word.lower())) for word in words)
        assert cyrillic > len(words) / 2 or name == "glossary", name
        if name.startswith(IN_SHORT) and name not in ("methods/summary", "methods/storage"):
            assert "Коротко; повний опис – англійською" in text, name
            assert f"({pair.name})" in text, f"{name} leads to its full page"
        else:
            wanted = len(re.sub(r"```.*?```", "", pair.read_text("utf-8"), flags=re.S))
            whole = len(re.sub(r"```.*?```", "", text, flags=re.S))
            assert whole >= 0.7 * wanted, f"{name} is a part of its pair"


def test_every_public_name_of_the_reference_has_its_line_in_ukrainian():
    """Functions and classes by module; what another page lists need not stand twice."""
    listed, public = {}, {}
    for page in sorted((ROOT / "docs" / "reference").glob("*.en.md")):
        ukrainian = page.with_name(page.name.replace(".en.md", ".md")).read_text("utf-8")
        modules = re.findall(r"^::: (stratanalysis[\w.]*)", page.read_text("utf-8"), re.MULTILINE)
        assert modules == re.findall(r"^::: (stratanalysis[\w.]*)", ukrainian, re.MULTILINE)
        for name in modules:
            module = importlib.import_module(name)
            public[name] = {n: getattr(module, n) for n in module.__all__}
            public[name] = {n: value for n, value in public[name].items() if callable(value)}
            rows = rf"^\| \[`(\w+)`\]\(#{re.escape(name)}\.\1\) \| (.+) \|$"
            listed[name] = dict(re.findall(rows, ukrainian, re.MULTILINE))
    elsewhere = {
        id(public[name][n]) for name, rows in listed.items() for n in rows if n in public[name]
    }
    for name, values in public.items():
        missing = {n for n, value in values.items() if id(value) not in elsewhere}
        assert missing == set(), f"{name}: a line in docs/reference is missing"
        assert set(listed[name]) <= set(values), f"{name}: a line is stale"
        for n, line in listed[name].items():
            assert re.search("[а-яіїєґ]{3}", line), n


def test_no_picture_is_older_than_what_it_shows():
    """The tool writes what a picture was made from; make it again where that has changed."""
    spec = importlib.util.spec_from_file_location(
        "build_pictures", ROOT / "tools" / "build_pictures.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    record = module.record()
    for name in module.PICTURES:
        assert (ROOT / "docs" / "images" / f"{name}.png").is_file()
        assert record[name] == module.fingerprint(name), "run python tools/build_pictures.py"


def test_every_public_module_stands_in_the_reference():
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs" / "reference").glob("*.md"))
    named = set(re.findall(r"^::: (stratanalysis[\w.]*)", text, re.MULTILINE))
    for name in named:
        parts = name.split(".")
        path = ROOT.joinpath(*parts)
        assert path.is_dir() or path.with_suffix(".py").is_file(), name
    packages = (
        "demography", "documents", "finance", "indicators", "monitoring", "official", "plans",
        "projection", "questions", "reference", "scenarios",
    )  # fmt: skip
    for package in packages:
        assert f"stratanalysis.{package}" in named


def test_the_site_is_built_and_asks_nothing_of_the_network(tmp_path):
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    pytest.importorskip("mkdocs_static_i18n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--quiet",
            "--site-dir",
            str(tmp_path / "site"),
        ],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        env={"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    site = tmp_path / "site"
    for page, code in (("tutorial", "uk"), ("en/tutorial", "en")):
        built = (site / page / "index.html").read_text("utf-8")
        assert f'<html lang="{code}"' in built
        assert 'hreflang="en"' in built, "the switch of languages is on every page"
    assert "ukrainian-search.js" in built
    asked = re.compile(
        r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?:https?:)?//[^"'>]+|"""
        r"""<link\b[^>]*rel=["']?(?:stylesheet|preconnect|icon)["']?[^>]*href=["']?(?:https?:)?//"""
        r"""[^"'>]+|@import|url\(["']?(?:https?:)?//"""
    )
    for page in site.rglob("*.html"):
        found = asked.findall(page.read_text("utf-8"))
        assert not found, f"{page.relative_to(site)}: {found[:3]}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//", sheet.read_text("utf-8"))


FOUND = {
    "міграцією": "how-to/own-scenario", "бюджет": "how-to/forecast", "субвенції": "how-to/forecast",
    "населення": "how-to/own-data", "дотації": "reference", "сценарію": "how-to/own-scenario",
    "стенд": "how-to/desk", "моніторинг": "how-to/monitoring-year", "паспорти": "how-to/monitoring",
    "показників": "how-to/monitoring-year", "казначейства": "how-to/official-files",
    "сесія": "how-to/session", "ролі": "how-to/session", "уроки": "workshop/facilitator-guide",
    "розклад": "how-to/schedule", "кластер": "how-to/cluster", "рецепти": "how-to/gallery",
    "припущення": "how-to/own-scenario", "громади": "how-to/own-data", "словник": "glossary",
    "прогнозу": "how-to/forecast", "стратегію": "how-to/own-data",
}  # fmt: skip
"""Words of users, in the cases that they type, and the page of the site that must come up."""


def sections(page):
    """Titles and texts of a page as the site's search divides it."""
    text = re.sub(r"<[^>]+>|[`*_]", "", page.read_text("utf-8"))
    return [part.partition("\n")[::2] for part in re.split(r"^#{1,6} +", text, flags=re.M)[1:]]


def test_words_of_the_users_lead_to_their_page():
    """Stems as the site's script makes them; pages by matches, those in a title first."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = (ROOT / "docs" / "assets" / "ukrainian-search.js").read_text("utf-8")
    start = "global.window = {}; global.Worker = class { postMessage() {} };"
    end = f"console.log({json.dumps(list(FOUND))}.map(window.stemOf).join(' '));"
    done = subprocess.run(
        [node, "-e", start + script + end], capture_output=True, text=True, check=True
    )
    docs = ROOT / "docs"
    pages = {
        page.relative_to(docs).as_posix(): sections(page)
        for page in docs.rglob("*.md")
        if not page.name.endswith(".en.md")
    }
    missed = []
    for (word, wanted), stem in zip(FOUND.items(), done.stdout.split(), strict=True):
        begins = re.compile(rf"(?<![\w’]){re.escape(stem.rstrip('*'))}", re.IGNORECASE)
        scores = {
            page: sum(
                20 * len(begins.findall(title)) + len(begins.findall(text)) / (1 + len(text) / 2000)
                for title, text in parts
            )
            for page, parts in pages.items()
        }
        best = sorted((p for p in scores if scores[p]), key=lambda p: -scores[p])[:5]
        if not any(page.startswith(wanted) for page in best):
            missed.append((word, stem, best))
    assert not missed
