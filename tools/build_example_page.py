"""Render the overview of the invented community for the documentation: ``docs/example``.

``python tools/build_example_page.py`` writes one page a language, each whole in itself, and what
they were made from (``example.json``: a checksum of the notebook and of the community's tables).
Links to files that would lie next to a page are taken out.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "example"
RECORD = FOLDER / "example.json"
NAMES = {"uk": "overview.html", "en": "overview-en.html"}
_LINK = re.compile(r'<a\b[^>]*href="(?!#|https?:|mailto:|data:)[^"]*"[^>]*>(.*?)</a>', re.S)


def fingerprint() -> str:
    """Checksum of the notebook and of the tables of the example."""
    digest = hashlib.sha256()
    tables = sorted((ROOT / "data" / "communities" / "example").glob("*.*"))
    for file in (ROOT / "notebooks" / "00_overview.ipynb", *tables):
        digest.update(file.name.encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language, name in NAMES.items():
        with tempfile.TemporaryDirectory() as scratch:
            words = ["report", "example", "--out", scratch, "--language", language]
            call = [sys.executable, "-m", "stratanalysis", *words, "--data", str(ROOT / "data")]
            subprocess.run(call, cwd=ROOT, check=True, capture_output=True)
            (page,) = Path(scratch).glob(f"example/*/{language}/00_overview/index.html")
            text = _LINK.sub(r"\1", page.read_text(encoding="utf-8"))
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name, f"{len(text.encode()) / 1024:.0f} KiB")
    RECORD.write_text(json.dumps({"made from": fingerprint()}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
