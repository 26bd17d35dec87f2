"""Make the pictures of the documentation from the product's own pages, in headless Chromium.

``python tools/build_pictures.py`` makes those whose page has changed; ``--all`` makes all. What a
picture was made from is written to ``docs/images/pictures.json`` as a checksum of the templates,
words and tables behind the page, and a test compares it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
RECORD = IMAGES / "pictures.json"
PICTURES = {
    "overview-page-uk": ("notebooks/00_overview.ipynb",),
    "session-desk": (
        "stratanalysis/workshop/kit/game.toml",
        "stratanalysis/workshop/kit/texts.toml",
        "stratanalysis/workshop/kit/table_desk.js",
        "stratanalysis/workshop/kit/table_desk.css",
    ),
}


def record() -> dict[str, str]:
    """Checksums of what the pictures were made from."""
    return json.loads(RECORD.read_text("utf-8")) if RECORD.is_file() else {}


def fingerprint(name: str) -> str:
    """Checksum of the files behind a picture."""
    digest = hashlib.sha256()
    for file in PICTURES[name]:
        digest.update((ROOT / file).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def shoot(page: Path, picture: Path, width: int, height: int) -> None:
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
        image.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(picture, optimize=True)


def overview(scratch: Path, picture: Path) -> None:
    call = [sys.executable, "-m", "stratanalysis", "report", "kostiantynivka", "--out"]
    subprocess.run([*call, str(scratch / "reports")], check=True, cwd=ROOT)
    page = next((scratch / "reports" / "kostiantynivka").rglob("index.html"))
    shoot(page, picture, 1000, 1150)


def session_desk(scratch: Path, picture: Path) -> None:
    call = [sys.executable, "-m", "stratanalysis", "session", "korosten", "--from-year", "2027"]
    subprocess.run([*call, "--language", "uk", "--to", str(scratch / "session")], check=True,
                   cwd=ROOT)  # fmt: skip
    page = scratch / "session" / "uk" / "desk.html"
    shoot(page, picture, 1300, 900)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    made = record()
    for name, make in (("overview-page-uk", overview), ("session-desk", session_desk)):
        if made.get(name) == fingerprint(name) and "--all" not in sys.argv:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            make(Path(scratch), IMAGES / f"{name}.png")
        made[name] = fingerprint(name)
    RECORD.write_text(json.dumps(made, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
