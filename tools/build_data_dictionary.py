"""Write docs/data-dictionary.md and .en.md from the column contracts and the catalogues.

python tools/build_data_dictionary.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from stratanalysis.language import Language, language
from stratanalysis.tables import TABLES
from stratanalysis.tables.community import COMMUNITY_TABLES
from stratanalysis.tables.contract import Column, Table
from stratanalysis.tables.country import COUNTRY_TABLES
from stratanalysis.tables.monitoring import MONITORING_TABLES
from stratanalysis.tables.strategy import STRATEGY_TABLES
from stratanalysis.workbook_words import SHEETS, word_of

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"uk": DOCS / "data-dictionary.md", "en": DOCS / "data-dictionary.en.md"}
GROUPS: tuple[tuple[str, Iterable[Table]], ...] = (
    ("What is known of a community", COMMUNITY_TABLES),
    ("What its documents say", STRATEGY_TABLES),
    ("Monitoring", MONITORING_TABLES),
    (
        "All communities of the country (`data/reference`; large ones packed as .csv.gz)",
        COUNTRY_TABLES,
    ),
)
HEADS = {
    "en": """# Data dictionary

Made from the column contracts in `stratanalysis/tables/` by `tools/build_data_dictionary.py`;
do not edit it by hand.

Each table is a CSV file of the same name in a community's folder: UTF-8, comma, decimal point, one
figure a row. An empty cell means that nothing is known; a zero is a zero.
""",
    "uk": """# Словник даних

Зроблено з описів стовпців у `stratanalysis/tables/` програмою
`tools/build_data_dictionary.py`; руками не правте.

Кожна таблиця – файл CSV з такою самою назвою в папці громади: UTF-8, кома, десяткова крапка,
одне число в рядку. Порожня клітинка означає, що нічого не відомо; нуль – це нуль. У робочій
книзі (`stratanalysis template`) аркуші й стовпці названо українською: так, як тут у дужках і в
останньому стовпці.
""",
}
WORDS = {
    "en": ("One row for each", "column", "kind", "unit", "may be empty", "meaning", "yes", "no"),
    "uk": ("По рядку на", "стовпець", "вид", "одиниця", "може бути порожнім", "що це", "так", "ні"),
}
BOUNDS = {"en": ("from", "to"), "uk": ("від", "до")}


def dictionary(code: str) -> str:
    """Return the whole page in the language `code`."""
    say = language(code).text
    known = {contract.name for _, tables in GROUPS for contract in tables}
    rest = [contract for name, contract in TABLES.items() if name not in known]
    parts = [HEADS[code]]
    for title, tables in (*GROUPS, *([("Others", rest)] if rest else [])):
        parts.append(f"## {say(title)}\n")
        parts += [_table(contract, language(code)) for contract in tables]
    return "\n".join(parts)


def _table(contract: Table, words: Language) -> str:
    rows, *heads, yes, no = WORDS[words.code]
    sheet = f" ({SHEETS[contract.name]})" if words.code == "uk" and contract.name in SHEETS else ""
    lines = [f"### {contract.name}{sheet}", "", f"{words.text(contract.description)}.", ""]
    if contract.key:
        lines += [f"{rows} {', '.join(f'`{name}`' for name in contract.key)}.", ""]
    lines += [f"| {' | '.join(heads)} |", "|---|---|---|---|---|"]
    lines += [
        f"| `{column.name}` | {words.text(column.kind)} | {_cell(words.unit(column.unit))} | "
        f"{yes if column.nullable else no} | {_meaning(contract.name, column, words)} |"
        for column in contract.columns
    ]
    return "\n".join([*lines, ""])


def _meaning(table: str, column: Column, words: Language) -> str:
    text = _cell(words.text(column.description))
    if column.choices:
        text += ": " + ", ".join(_choice(table, column, code, words) for code in column.choices)
    bounds = [
        f"{word} {value:g}"
        for word, value in zip(BOUNDS[words.code], (column.minimum, column.maximum), strict=True)
        if value is not None
    ]
    return f"{text} ({' '.join(bounds)})" if bounds else text


def _choice(table: str, column: Column, code: str, words: Language) -> str:
    word = word_of(table, column.name, code, words.code)
    word = words.text(word) if word == code else word
    return f"`{code}`" if word == code else f"`{code}` ({word})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for code, page in PAGES.items():
        page.write_text(dictionary(code), encoding="utf-8", newline="\n")
        print(page, file=sys.stderr)
