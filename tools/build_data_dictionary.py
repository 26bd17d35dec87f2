"""Write docs/data-dictionary.md from the column contracts.

python tools/build_data_dictionary.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from stratanalysis.tables import TABLES
from stratanalysis.tables.community import COMMUNITY_TABLES
from stratanalysis.tables.contract import Column, Table
from stratanalysis.tables.country import COUNTRY_TABLES
from stratanalysis.tables.monitoring import MONITORING_TABLES
from stratanalysis.tables.strategy import STRATEGY_TABLES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"
GROUPS: tuple[tuple[str, Iterable[Table]], ...] = (
    ("What is known of a community", COMMUNITY_TABLES),
    ("What its documents say", STRATEGY_TABLES),
    ("Monitoring", MONITORING_TABLES),
    (
        "All communities of the country (`data/reference`; large ones packed as .csv.gz)",
        COUNTRY_TABLES,
    ),
)
HEAD = """# Data dictionary

Made from the column contracts in `stratanalysis/tables/` by `tools/build_data_dictionary.py`;
do not edit it by hand.

Each table is a CSV file of the same name in a community's folder: UTF-8, comma, decimal point, one
figure a row. An empty cell means that nothing is known; a zero is a zero.
"""


def dictionary() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for title, tables in GROUPS:
        parts.append(f"## {title}\n")
        parts += [_table(contract) for contract in tables]
    told = {contract.name for _, tables in GROUPS for contract in tables}
    rest = [contract for name, contract in TABLES.items() if name not in told]
    if rest:
        parts.append("## Others\n")
        parts += [_table(contract) for contract in rest]
    return "\n".join(parts)


def _table(contract: Table) -> str:
    lines = [f"### {contract.name}", "", f"{contract.description}.", ""]
    if contract.key:
        lines += [f"One row for each {', '.join(f'`{name}`' for name in contract.key)}.", ""]
    lines += ["| column | kind | unit | may be empty | meaning |", "|---|---|---|---|---|"]
    lines += [
        f"| `{column.name}` | {column.kind} | {_cell(column.unit)} | "
        f"{'yes' if column.nullable else 'no'} | {_meaning(column)} |"
        for column in contract.columns
    ]
    return "\n".join([*lines, ""])


def _meaning(column: Column) -> str:
    text = _cell(column.description)
    if column.choices:
        text += ": " + ", ".join(f"`{choice}`" for choice in column.choices)
    bounds = [
        f"{words} {value:g}"
        for words, value in (("from", column.minimum), ("to", column.maximum))
        if value is not None
    ]
    return f"{text} ({' '.join(bounds)})" if bounds else text


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(dictionary(), encoding="utf-8", newline="\n")
    print(PAGE, file=sys.stderr)
