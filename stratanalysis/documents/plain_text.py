"""Plain text and Markdown as located pieces: paragraphs, pipe tables, tab tables, cells on lines.

Four layouts of tables are known, as converters of office files write them:

* pipe tables, with HTML inside the cells (Markdown);
* one row a line, cells parted by tabs, or by spaces one below the other;
* one cell a line that begins with a tab; rows parted by blank lines. Such a table is recognised by
  the words of its head (``rules/columns.toml``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

from stratanalysis.documents.blocks import Cell, Paragraph, Row, Table
from stratanalysis.documents.columns import column_role
from stratanalysis.documents.markdown import heading_mark
from stratanalysis.documents.spaced import spaced_table
from stratanalysis.documents.wrapping import blank_lines_part, glued, joined, words_of, wrap_width
from stratanalysis.quantities import squeeze

__all__ = ["another_head", "cell_text", "join_broken_tables", "read_plain_text"]

Block = Paragraph | Table

_SEPARATOR = re.compile(r"\|(?:\s*+:?-++:?\s*+\|)++\s*+")
_RULE = re.compile(r"[|+]?[-=]{2,}[-=+|]*")
"""A line that is drawn between the rows of a table."""
_ITEM = re.compile(r"<(/?)(p|br|li|ul|ol|div|tr)\b[^<>]{0,400}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_CODE = re.compile(r"\s*+(?:\w{1,4}[.\s]{0,2}){1,4}")
_YEAR_HEAD = re.compile(r"(?:\w{1,8} )?20\d\d(?: ?р| \(|$)")
_LABELLED = re.compile(r"(?:\d{1,2}[.)]?[ ])?[^\W\d_][^\t]{5,80}\t[^\t]*$")
_FOOTNOTE = re.compile(r"[¹²³⁰-⁹*]")
_END_OF_CELLS = 3
"""Blank lines that end a table whose cells are on lines."""
_MAX_COLUMNS = 40
_LONGEST_TITLE = 200
_MOST_TITLES = 3
_MOST_CELLS = 200
"""A row with more is cut no further; the rest stays in its last cell."""


def read_plain_text(text: str, *, is_heading: Callable[[str], bool]) -> list[Block]:
    """Split a text into located paragraphs and tables.

    Parameters
    ----------
    text : str
        The whole text; lines are counted from 1 after splitting at line ends.
    is_heading : callable
        Tells whether a cell is a heading that spans the row of a table.

    Returns
    -------
    list of Paragraph and Table
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[Block] = []
    width = wrap_width(lines)
    parted = blank_lines_part(lines, width)
    known = words_of(text) if "-\n" in text else frozenset()
    at = 0
    while at < len(lines):
        line = lines[at]
        bare = line.strip()
        if not bare:
            at += 1
        elif (bare[0] == "|" and bare.count("|") > 1) or _bare_pipes(lines, at):
            at = _pipe_table(lines, at, blocks)
        elif (line.rstrip().count("\t") > 1 and _tab_rows(lines, at)) or _two_columns(lines, at):
            at = _tab_table(lines, at, blocks)
        elif "  " in bare and (spaced := spaced_table(lines, at)) is not None:
            blocks.append(spaced[0])
            at = spaced[1]
        else:
            indented = "\t" in line[: len(line) - len(line.lstrip())]
            after = _cell_table(lines, at, blocks, is_heading) if indented else None
            if after is None:
                after = at + 1
                while after < len(lines) and _goes_on(
                    lines, after, width, parted=parted and not is_heading(lines[after])
                ):
                    bare = glued(bare, lines[after].strip(), known)
                    after += 1
                text, heading = heading_mark(bare)
                blocks.append(Paragraph(text, at + 1, heading=heading, indented=indented))
            at = after
    return join_broken_tables(blocks)


def _goes_on(lines: list[str], at: int, width: int, *, parted: bool) -> bool:
    line = lines[at]
    own = not line.strip() or "\t" in line
    return not own and joined(lines[at - 1], line, width, parted=parted)


def _table(rows: list[Row]) -> Table:
    width = max(len(row.cells) for row in rows)
    padded = tuple(
        replace(row, cells=row.cells + (Cell("", row.line),) * (width - len(row.cells)))
        for row in rows
    )
    return Table(padded, padded[0].line)


def cell_text(text: str) -> str:
    """Return the words of a Markdown or HTML cell; paragraphs and list items on lines of their own.

    Tags are dropped, never run; ``&amp;`` and its like become signs.
    """
    if "<" in text:
        text = _TAG.sub("", _ITEM.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    return "\n".join(part for line in text.split("\n") if (part := line.strip()))


def _pipe_table(lines: list[str], at: int, blocks: list[Block]) -> int:
    rows: list[Row] = []
    edged = lines[at].lstrip()[:1] in "|+"
    while at < len(lines) and (bare := lines[at].strip()):
        if not (bare[0] in "|+" if edged else " |" in bare or _RULE.fullmatch(bare)):
            break
        at += 1
        if _SEPARATOR.fullmatch(bare) or _RULE.fullmatch(bare):
            continue
        inner = bare[1:] if edged else bare
        inner = inner[:-1] if edged and bare.endswith("|") and not bare.endswith("\\|") else inner
        if "\\|" in inner:
            cells = [part.replace("\0", "|") for part in inner.replace("\\|", "\0").split("|")]
        else:
            cells = inner.split("|", _MOST_CELLS)
        row = Row(tuple(Cell(cell_text(cell), at) for cell in cells))
        rows.append(row)
    if rows:
        empty_head = not rows[0].filled
        kept = [row for row in rows if row.filled]
        if kept:
            kept[0] = replace(kept[0], after_break=empty_head or not kept[0].texts[0])
            blocks.append(_table(kept))
    return at


def _bare_pipes(lines: list[str], at: int) -> bool:
    """Tell whether a table begins whose rows have no edges, or lines of ``+---+`` between them."""
    first, second = (lines[i].strip() if i < len(lines) else "" for i in (at, at + 1))
    if _RULE.fullmatch(first):
        return second[:1] == "|" and second.count("|") > 1
    if _RULE.fullmatch(second):
        second = lines[at + 2].strip() if at + 2 < len(lines) else ""
    return first.count(" | ") > 1 and second.count("|") > 1


def _tab_rows(lines: list[str], at: int) -> bool:
    """Tell whether the next line that is not blank has cells too."""
    following = (line for line in lines[at + 1 : at + 6] if line.strip())
    if next(following, "").rstrip().count("\t") > 1:
        return True
    return at + 2 < len(lines) and _is_title_line(lines, at + 1, lines[at].count("\t"))


def _two_columns(lines: list[str], at: int) -> bool:
    """Tell whether lines have two cells each: below a known head, or labels and their values."""
    three = lines[at : at + 3]
    if len(three) < 2 or any(line.count("\t") != 1 for line in three[:2]):
        return False
    if all(column_role(squeeze(cell)) is not None for cell in lines[at].split("\t")):
        return True
    return len(three) == 3 and all(_LABELLED.match(line) for line in three)


def _is_title_line(lines: list[str], at: int, tabs: int) -> bool:
    """Tell whether a line without tabs is a title inside a table: rows are above and below it."""
    line = lines[at]
    if not line.strip() or "\t" in line.strip() or len(line) > _LONGEST_TITLE:
        return False
    below = at + 1
    while below < min(at + _MOST_TITLES, len(lines)) and lines[below].strip():
        if lines[below].count("\t"):
            break
        below += 1  # a goal above another
    return below < len(lines) and lines[below].count("\t") == tabs > 1


def _tab_table(lines: list[str], at: int, blocks: list[Block]) -> int:
    rows: list[Row] = []
    after_break = False
    fewest = min(2, lines[at].count("\t"))
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            after_break = after_break or not line
            at += 1
            continue
        if line.count("\t") < fewest:
            inside = not after_break and bool(rows) and bool(lines[at - 1].strip())
            if not inside or not _is_title_line(lines, at, len(rows[-1].cells) - 1):
                break
            title = (Cell(line.strip(), at + 1),) + (Cell("", at + 1),) * (len(rows[-1].cells) - 1)
            rows.append(Row(title))
            at += 1
            continue
        cells = tuple(Cell(part.strip(), at + 1) for part in line.split("\t", _MOST_CELLS))
        if after_break and rows and another_head(rows[0], cells):
            break
        rows.append(Row(cells, after_break and bool(rows)))
        after_break = False
        at += 1
    blocks.append(_table(rows))
    return at


def another_head(first: Row, cells: tuple[Cell, ...]) -> bool:
    """Tell whether a row is the head of another table: most cells are known heads or years."""
    texts = [squeeze(cell.text) for cell in cells if cell.text]
    roles = sum(column_role(text) is not None for text in texts)
    known = roles + sum(_YEAR_HEAD.match(text) is not None for text in texts) if roles else 0
    same = [squeeze(text) for text in first.texts if text] == texts
    return known > 1 and 2 * known >= len(texts) and not same


def _cell_table(
    lines: list[str], at: int, blocks: list[Block], is_heading: Callable[[str], bool]
) -> int | None:
    """Read a table whose cells are on lines; None where no known head begins here."""
    if column_role(squeeze(lines[at])) is None:
        return None
    cells, _ = _cells(lines, at, stop_at_blank=True, most=_MAX_COLUMNS)
    roles = [column_role(squeeze(cell.text)) for cell, _ in cells]
    if len(cells) < 2 or not all(roles) or any(is_heading(cell.text) for cell, _ in cells):
        return None
    width = len(cells)
    body, end = _cells(lines, at + sum(max(1, len(cell.lines)) for cell, _ in cells))
    rows = [Row(tuple(cell for cell, _ in cells))]
    rows += _rows(body, width, numbered=roles[0] == "number", is_heading=is_heading)
    blocks.append(_table(rows))
    return end


def _cells(
    lines: list[str], at: int, *, stop_at_blank: bool = False, most: int | None = None
) -> tuple[list[tuple[Cell, bool]], int]:
    """Collect cells from a line on, each with whether a blank line stood before it."""
    found: list[tuple[list[str], list[int], bool]] = []
    blank = 0
    while at < len(lines):
        line = lines[at]
        bare = line.strip()
        tab = "\t" in line[: len(line) - len(line.lstrip())] or (not bare and "\t" in line)
        if tab and bare.count("\t") < 2:
            if (stop_at_blank and blank) or len(found) == most:
                break
            found.append(([bare], [at + 1], blank > 0 or not found))
            blank = 0
        elif not bare:
            blank += 1
            if stop_at_blank and blank and found:
                break
        elif blank >= _END_OF_CELLS or not found or bare[0] == "|" or line.count("\t") > 1:
            break
        else:
            found[-1][0].append(bare)
            found[-1][1].append(at + 1)
            blank = 0
        at += 1
    cells = [
        (Cell("\n".join(texts), numbers[0], lines=tuple(numbers)), first)
        for texts, numbers, first in found
    ]
    return cells, at


def _rows(
    cells: list[tuple[Cell, bool]],
    width: int,
    *,
    numbered: bool,
    is_heading: Callable[[str], bool],
) -> list[Row]:
    """Put cells into rows of `width`; a blank line may be inside a row.

    Groups of cells between blank lines are joined until a row is full. A group that would overfill
    the row, or begins with a heading where a number should be, is a row of its own.
    """
    groups: list[list[Cell]] = []
    for cell, first in cells:
        if first or not groups:
            groups.append([])
        groups[-1].append(cell)
    rows: list[Row] = []
    current: list[Cell] = []
    for group in groups:
        starts = not current
        head = group[0].text
        spans = (
            len(group) == 1
            and bool(head)
            and (is_heading(head) or (numbered and starts and not _CODE.fullmatch(head)))
        )
        overfull = len(current) + len(group) > width
        if current and (spans or overfull or (numbered and _is_code(head))):
            rows.append(Row(tuple(current)))
            current = []
        if spans:
            rows.append(Row(tuple(group)))
            continue
        current += group
        while len(current) >= width:
            rows.append(Row(tuple(current[:width])))
            current = current[width:]
    if current:
        rows.append(Row(tuple(current)))
    return [row for row in rows if row.filled]


def _is_code(text: str) -> bool:
    return bool(re.fullmatch(r"(?:\d{1,2}[.]){1,3}\d{0,2}[.]?", text.strip()))


def join_broken_tables(blocks: list[Block]) -> list[Block]:
    """Join tables that a page break cut: same width, no text between but footnotes, no own head.

    A table has no head of its own where its first head cell is empty. The first row of the second
    part keeps `after_break`, so that cells cut in two can be joined by those who know the columns.
    """
    joined: list[Block] = []
    last: int | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            if not _FOOTNOTE.match(block.text):
                last = None
            joined.append(block)
            continue
        before = joined[last] if last is not None else None
        if (
            isinstance(before, Table)
            and before.width == block.width
            and block.rows[0].after_break
            and last is not None
        ):
            joined[last] = replace(before, rows=before.rows + block.rows)
        else:
            joined.append(block)
            last = len(joined) - 1
    return joined
