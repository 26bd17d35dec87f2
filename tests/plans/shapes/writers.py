"""Blocks written as text, Markdown, HTML, .docx and .xlsx."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Block = tuple[str, Any]


def text(blocks: Iterable[Block], *, width: int = 0) -> str:
    out: list[str] = []
    for kind, content in blocks:
        if kind == "ul":
            out += [f"- {item}" for item in content]
        elif kind == "ol":
            out += [f"{n}. {item}" for n, item in enumerate(content, 1)]
        elif kind == "table":
            out += ["\t".join(row) for row in content]
        else:
            out.append(content)
        out.append("")
    if width:
        out = [
            line
            for one in out
            for line in (textwrap.wrap(one, width) if one and "\t" not in one else [one])
        ]
    return "\n".join(out)


def markdown(blocks: Iterable[Block]) -> str:
    out: list[str] = []
    for kind, content in blocks:
        level = {"title": 1, "h1": 2, "h2": 3, "h3": 4}.get(kind)
        if level:
            out.append(f"{'#' * level} **{content}**")
        elif kind == "ul":
            out += [f"* {item}" for item in content]
        elif kind == "ol":
            out += [f"{n}. {item}" for n, item in enumerate(content, 1)]
        elif kind == "table":
            out += ["| " + " | ".join(content[0]) + " |", "|" + "---|" * len(content[0])]
            out += ["| " + " | ".join(row) + " |" for row in content[1:]]
        else:
            out.append(content)
        out.append("")
    return "\n".join(out)


def page(blocks: Iterable[Block]) -> str:
    out = ["<!doctype html><html lang='uk'><body><div>"]
    for kind, content in blocks:
        if kind in ("ul", "ol"):
            items = "".join(f"<li><p>{html.escape(item)}</p></li>" for item in content)
            out.append(f"<{kind}>{items}</{kind}>")
        elif kind == "table":
            rows = "".join(
                "<tr>" + "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) + "</tr>"
                for row in content
            )
            out.append(f"<table><tbody>{rows}</tbody></table>")
        elif kind == "p":
            out.append(f"<p>{html.escape(content)}</p>")
        else:
            out.append(f"<p><strong>{html.escape(content)}</strong></p>")
    return "\n".join([*out, "</div></body></html>"])


def word(blocks: Iterable[Block], path: Path) -> None:
    import docx

    document = docx.Document()
    for kind, content in blocks:
        level = {"title": 0, "h1": 1, "h2": 2, "h3": 3}.get(kind)
        if level is not None:
            document.add_heading(content, level)
        elif kind in ("ul", "ol"):
            for item in content:
                style = "List Number" if kind == "ol" else "List Bullet"
                document.add_paragraph(item, style=style)
        elif kind == "table":
            table = document.add_table(0, len(content[0]), style="Table Grid")
            for row in content:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(content)
    document.save(str(path))


def workbook(blocks: Iterable[Block], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for kind, content in blocks:
        if kind in ("ul", "ol"):
            for n, item in enumerate(content, 1):
                sheet.append([f"{n}. {item}" if kind == "ol" else f"- {item}"])
        elif kind == "table":
            for row in content:
                sheet.append(row)
        else:
            sheet.append([content])
    book.save(path)


def write(blocks: list[Block], form: str, folder: Path, name: str) -> Path:
    """Write blocks in a format; the file's path is returned."""
    if form == "docx":
        path = folder / f"{name}.docx"
        word(blocks, path)
        return path
    if form == "xlsx":
        path = folder / f"{name}.xlsx"
        workbook(blocks, path)
        return path
    suffix = {"wrapped60": "txt", "wrapped90": "txt"}.get(form, form)
    path = folder / f"{name}.{suffix}"
    body = {
        "txt": lambda: text(blocks),
        "wrapped60": lambda: text(blocks, width=60),
        "wrapped90": lambda: text(blocks, width=90),
        "md": lambda: markdown(blocks),
        "html": lambda: page(blocks),
    }[form]()
    path.write_text(body, encoding="utf-8")
    return path
