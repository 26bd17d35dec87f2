"""The scenario desk as one HTML file that computes in the reader's browser."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from importlib import resources
from pathlib import Path

from stratanalysis.community_info import read_info
from stratanalysis.desk.model import open_board
from stratanalysis.desk.page_data import model_data
from stratanalysis.desk.page_words import reader_data
from stratanalysis.errors import StratanalysisError
from stratanalysis.language import language as get_language
from stratanalysis.publish.index import DESK
from stratanalysis.quantities import without_controls
from stratanalysis.storage import replace_text

__all__ = [
    "ENGINE",
    "PAGE",
    "desk_page",
    "engine_script",
    "write_desk",
]

ENGINE = ("paths.js", "people.js", "budget.js", "model.js")
"""The page's model, in the order of its parts."""
PAGE = (
    "text.js", "state.js", "toml.js", "chart.js", "questions.js", "screen.js", "sliders.js",
    "panels.js", "beside.js", "xlsx.js", "page.js",
)  # fmt: skip
"""What the reader sees and does."""
SERVED = ("served.js",)
"""What a page does that a server gives."""
_INFO = "community.toml"
LONGEST = 30
"""Years ahead that the page can show at most."""

_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; "
    "{connect}base-uri 'none'; form-action 'none'"
)


def engine_script(names: Sequence[str]) -> str:
    """Parts of the page's script, one after the other."""
    folder = resources.files("stratanalysis.desk") / "engine"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def desk_page(
    folder: Path | str,
    *,
    language: str = "uk",
    horizon: int = 15,
    documents: Sequence[Path] = (),
    served: Sequence[Path] = (),
) -> str:
    """Return the desk of a community as one HTML document that asks the network for nothing.

    Parameters
    ----------
    folder : path-like
        Of the community.
    language : {"uk", "en"}
        In which it opens; the reader can change it.
    horizon : int
        Years ahead that it shows first.
    documents : sequence of path
        Folders with the strategies' texts, for the words of their clauses.
    served : sequence of path
        Folders of the communities that the page's server has; none for a page that is a file.

    Raises
    ------
    DataError
        Problems of the tables or of the scenario file, all of them.
    InvalidInputError
        There is no scenario or no population, or nothing may be projected.
    """
    code = get_language(language).code
    board = open_board(folder, horizon=LONGEST)
    script = engine_script((*ENGINE, *PAGE, *(SERVED if served else ())))
    data = reader_data(board, script=script, documents=documents) | {
        "language": code,
        "horizon": board.base_year + horizon,
        "model": model_data(board),
        "folder": board.folder.name,
        "served": [{"slug": place.name, "name": _name(place)} for place in served] or None,
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in ("<", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    text = without_controls(text)
    start = 'const PAGE = JSON.parse(document.getElementById("data").textContent);\n'
    script = f'"use strict";\n(() => {{\n{start}{script}\nbegin();\n}})();\n'
    style = (resources.files("stratanalysis.desk") / "engine" / "page.css").read_text("utf-8")
    words = get_language(code)
    name = board.community.name[code]
    title = escape(without_controls(f"{words.text('Scenario desk')}: {name}"))
    connect = "connect-src 'self'; " if served else ""
    policy = _POLICY.format(script=_digest(script), style=_digest(style), connect=connect)
    nothing = escape(words.text("This page computes in the browser: JavaScript must be allowed."))
    return (
        f'<!DOCTYPE html>\n<html lang="{code}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n"
        '<link rel="icon" href="data:,">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f'<div id="page"><h1>{title}</h1><noscript><p>{nothing}</p></noscript></div>\n'
        f'<script type="application/json" id="data">{text}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def write_desk(folder: Path, out: Path) -> bool:
    """Write the desk of a community next to its pages; False where nothing may be projected."""
    try:
        page = desk_page(folder, documents=(folder / "documents",))
    except StratanalysisError:
        return False  # the community's pages say why
    replace_text(out / DESK, page)
    return True


def _name(folder: Path) -> dict[str, str]:
    info, _ = read_info((folder / _INFO).read_bytes(), _INFO, folder.name)
    return dict(info["name"]) or {"uk": folder.name}


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(found).decode("ascii")
