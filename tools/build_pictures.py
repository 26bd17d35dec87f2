"""Make the pictures of the documentation from the product's own pages, in headless Chromium.

``python tools/build_pictures.py`` makes those whose page has changed; ``--all`` makes all. What a
picture was made from is written to ``docs/images/pictures.json`` as a checksum of the notebook,
template or command behind it, and a test compares it. Pictures of a terminal hold what the command
printed, set in a page.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
RECORD = IMAGES / "pictures.json"
_KIT = "stratanalysis/workshop/kit"
PICTURES = {
    "overview-page-uk": ("notebooks/00_overview.ipynb",),
    "overview-page": ("notebooks/00_overview.ipynb",),
    "review-page": ("notebooks/05_annual_review.ipynb",),
    "budget-page": ("notebooks/03_budget.ipynb",),
    "session-desk": tuple(
        f"{_KIT}/{name}" for name in ("game.toml", "texts.toml", "table_desk.js", "table_desk.css")
    ),
    "desk-file": tuple(f"stratanalysis/desk/engine/page.{kind}" for kind in ("js", "css")),
    "all-communities": ("stratanalysis/cli/annual.py",),
    "take-terminal": ("stratanalysis/cli/take.py", "stratanalysis/intake/taking.py"),
    "new-terminal": ("stratanalysis/cli/new.py",),
    "lesson-notebook": ("notebooks/workshop/02_totals_to_cohorts.ipynb",),
}
"""Files behind each picture."""

_STYLE = (
    "body{margin:0;background:#1d2430}pre{color:#e8ecf2;font:15px/1.5 'DejaVu Sans Mono',monospace;"
    "padding:20px 24px;margin:0;white-space:pre-wrap}b{color:#8fd19e;font-weight:400}"
)


def record() -> dict[str, str]:
    """Checksums of what the pictures were made from."""
    return json.loads(RECORD.read_text("utf-8")) if RECORD.is_file() else {}


def fingerprint(name: str) -> str:
    """Checksum of the files behind a picture."""
    digest = hashlib.sha256()
    for file in PICTURES[name]:
        digest.update((ROOT / file).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def shoot(page: Path, picture: Path, width: int = 1000, height: int = 1150) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--window-size={width},{height}", f"--screenshot={picture}",
         "--virtual-time-budget=4000", page.resolve().as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    _shrink(picture)


def _shrink(picture: Path) -> None:
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("P", palette=Image.Palette.ADAPTIVE, colors=48).save(picture, optimize=True)


def _run(*words: str, cwd: Path = ROOT) -> str:
    call = [sys.executable, "-m", "stratanalysis", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "90", "LANG": "uk_UA.UTF-8"}
    done = subprocess.run(
        call, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(words)}: {done.stderr or done.stdout}")
    return done.stdout + done.stderr


def page_of(community: str, notebook: str, language: str) -> Callable[[Path, Path], None]:
    """Picture of one page of a community."""

    def make(scratch: Path, picture: Path) -> None:
        only = f"{community}/*{language}/{notebook}*"
        _run("annual", community, "--only", only, "--out", str(scratch / "reports"))
        pages = [p for p in (scratch / "reports").rglob("index.html") if notebook in str(p)]
        shoot(pages[0], picture)

    return make


def terminal(*calls: tuple[str, ...]) -> Callable[[Path, Path], None]:
    """Picture of commands and of what they print, in a folder that holds example files."""

    def make(scratch: Path, picture: Path) -> None:
        _example_files(scratch)
        lines = []
        for call in calls:
            said = _run(*call, cwd=scratch).replace(str(scratch), ".")
            shown = html.escape("$ stratanalysis " + " ".join(call))
            lines.append(f"<b>{shown}</b>\n{html.escape(said)}")
        page = scratch / "terminal.html"
        text = "\n".join(lines)
        page.write_text(
            f'<meta charset="utf-8"><style>{_STYLE}</style><pre>{text}</pre>', encoding="utf-8"
        )
        rows = sum(1 + len(line) // 104 for line in text.split("\n"))
        shoot(page, picture, 1000, 60 + 23 * rows)

    return make


def _example_files(folder: Path) -> None:
    """An invented export of a budget."""
    head = "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_INCO;NAME_INC;ZAT_AMT;PLANS_AMT;FAKT_AMT"
    rows = [
        f"12.2025;{fund};0255300000;{code};назва;0;0;{amount}"
        for code, amount in (("11010100", 96_400_000), ("18050400", 41_250_000.5))
        for fund in "CT"
    ]
    (folder / "export.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def session_desk(scratch: Path, picture: Path) -> None:
    to = scratch / "session"
    _run("session", "korosten", "--from-year", "2027", "--language", "uk", "--to", str(to))
    shoot(to / "uk" / "desk.html", picture, 1300, 900)


def desk_file(scratch: Path, picture: Path) -> None:
    file = scratch / "desk.html"
    _run("desk", "kostiantynivka", "--language", "uk", "--to", str(file))
    shoot(file, picture, 1200, 900)


def all_communities(scratch: Path, picture: Path) -> None:
    for name in ("korosten", "sofiivka"):
        _run("annual", name, "--only", f"{name}/*uk/00_*", "--out", str(scratch / "reports"))
    shoot(scratch / "reports" / "index.html", picture, 1000, 620)


def lesson(scratch: Path, picture: Path) -> None:
    """A lesson's notebook as JupyterLab shows it: words, an exercise and its empty cell."""
    import nbformat
    from nbconvert import HTMLExporter

    source = nbformat.read(ROOT / PICTURES["lesson-notebook"][0], as_version=4)
    kept = [
        cell
        for cell in source.cells
        if {"uk", "exercise"} & set(cell.metadata.get("tags", [])) and cell.source
    ]
    notebook = nbformat.v4.new_notebook(cells=kept[:7])
    body, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)
    page = scratch / "lesson.html"
    page.write_text(body, encoding="utf-8")
    shoot(page, picture, 1000, 900)


MAKERS: dict[str, Callable[[Path, Path], None]] = {
    "overview-page-uk": page_of("kostiantynivka", "00_overview", "uk"),
    "overview-page": page_of("kostiantynivka", "00_overview", "en"),
    "review-page": page_of("example", "05_annual_review", "uk"),
    "budget-page": page_of("kostiantynivka", "03_budget", "uk"),
    "session-desk": session_desk,
    "desk-file": desk_file,
    "all-communities": all_communities,
    "take-terminal": terminal(("take", "export.csv", "--into", "Козятинська", "--dry-run")),
    "new-terminal": terminal(("new", "Козятинська"), ("check", "koziatynska")),
    "lesson-notebook": lesson,
}


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    made = record()
    asked = [word for word in sys.argv[1:] if word in MAKERS]
    for name, make in MAKERS.items():
        if asked and name not in asked:
            continue
        if made.get(name) == fingerprint(name) and "--all" not in sys.argv:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            make(Path(scratch), IMAGES / f"{name}.png")
        made[name] = fingerprint(name)
        RECORD.write_text(json.dumps(made, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
