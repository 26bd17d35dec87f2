"""A reviewer's screen: one HTML page with the document next to the rows that were read from it.

Every row is linked to its place and every place to its rows; what was not read is marked. The page
needs no server and loads nothing.
"""

from __future__ import annotations

import html
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.blocks import Paragraph, Table
from stratanalysis.language import Language
from stratanalysis.plans.extraction import Extraction
from stratanalysis.plans.places import place_words
from stratanalysis.quantities import without_controls

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["review_page"]

_SHOWN = (
    "goals", "indicators", "results", "measures", "cube", "money", "actions", "swot", "scenarios",
    "passport", "forecast", "resources", "indicator_values", "progress", "proposals",
)  # fmt: skip
_HIDDEN = {"source_document", "source_line", "source_place", "source_text", "indicator", "unit"}
_STYLE = """
body{margin:0;font:15px/1.45 system-ui,sans-serif;color:#1b1b1b;background:#fff}
header{padding:.6rem 1rem;border-bottom:1px solid #bbb;position:sticky;top:0;background:#fff}
header h1{font-size:1.1rem;margin:0 0 .2rem}label{margin-right:1rem}
main{display:grid;grid-template-columns:1fr 1fr}
section{height:calc(100vh - 6.5rem);overflow:auto;padding:0 1rem}
section+section{border-left:1px solid #bbb}
.block{padding:.15rem .4rem;margin:.2rem 0;border-left:4px solid #2b7a4b}
.left{border-left-color:#b04a00;background:#fff4e8}.front{border-left-color:#999;color:#666}
.block:target,tr:target{outline:3px solid #2457a5}
table{border-collapse:collapse;margin:.3rem 0}td,th{border:1px solid #ccc;padding:.15rem .35rem;
vertical-align:top;text-align:left}.links a{margin-left:.35rem;font-size:.8em}
.only-left .block:not(.left){display:none}.mark{font-size:.8em;color:#8a3a00}
#rules{padding:.2rem 0}#rules textarea{width:100%;height:7rem;font:13px monospace}
@media (max-width:800px){main{display:block}section{height:auto}}
"""
_SCRIPT = """
document.getElementById('only').addEventListener('change',function(e){
document.getElementById('document').classList.toggle('only-left',e.target.checked)});
document.querySelectorAll('[data-table]').forEach(function(box){
box.addEventListener('change',function(){
document.getElementById('t-'+box.dataset.table).hidden=!box.checked})});
document.getElementById('document').addEventListener('dblclick',function(e){
var block=e.target.closest('[data-rule]');if(!block)return;
var table=block.querySelector('table');
var rule=table?'[[table]]\\n'+block.dataset.rule+'\\ncolumns = { 1 = "measure" }\\n'
:'[[list]]\\n'+block.dataset.rule+'\\nkind = "task"\\ngoal = "1.1"\\n';
document.getElementById('rules').open=true;
document.querySelector('#rules textarea').value+=rule+'\\n'});
"""


def review_page(extraction: Extraction, speak: Language) -> str:
    """Return the page of a reviewer as HTML.

    Parameters
    ----------
    extraction : Extraction
    speak : Language
        The language of its labels.
    """
    shown = {
        name: frame
        for name in _SHOWN
        if (frame := extraction.tables.get(name)) is not None and len(frame)
    }
    links: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    for name, frame in shown.items():
        for number, place in enumerate(_places(frame)):
            links[place].append(f"{name}-{number}")
    left = {id(where) for _, where, _ in extraction.coverage.left} if extraction.coverage else set()
    blocks, anchors = _document(extraction, links, left, speak)
    rows = "\n".join(_rows(name, frame, anchors, speak) for name, frame in shown.items())
    boxes = "".join(
        f'<label><input type="checkbox" checked data-table="{name}"> {_say(speak, name)} '
        f"({len(frame)})</label>"
        for name, frame in shown.items()
    )
    title = html.escape(speak.text("Review: {document}", document=extraction.document.name))
    line = html.escape(extraction.coverage.line(speak) if extraction.coverage else "")
    only = html.escape(speak.text("Only what was not read"))
    return without_controls(
        f'<!doctype html>\n<html lang="{speak.code}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><header><h1>{title}</h1><p>{line}</p>"
        f'<label><input type="checkbox" id="only"> {only}</label>{boxes}'
        f"{_rules_box(speak)}</header>\n<main>"
        f'<section id="document">{blocks}</section>\n<section id="rows">{rows}</section></main>\n'
        f"<script>{_SCRIPT}</script></body></html>\n"
    )


def _rules_box(speak: Language) -> str:
    """Return the field that collects corrections: a double click on a block adds its rule."""
    summary = html.escape(speak.text("Corrections (document.toml)"))
    hint = html.escape(
        speak.text(
            "Double-click a paragraph or table: its rule is added here. Correct the kind, the goal "
            "or the columns, and save the text as document.toml next to the document."
        )
    )
    field = f"<summary>{summary}</summary><p>{hint}</p><textarea></textarea>"
    return f'<details id="rules">{field}</details>'


def _say(speak: Language, name: str) -> str:
    return html.escape(speak.text(_TITLES[name]))


_TITLES = {
    "goals": "Goals",
    "indicators": "Indicators",
    "results": "Expected results",
    "measures": "Planned measures",
    "cube": "Money by source and stage",
    "money": "Money",
    "actions": "Steps",
    "swot": "SWOT",
    "scenarios": "Scenarios",
    "passport": "Passport of a budget programme",
    "forecast": "Budget forecast",
    "resources": "Resources by source",
    "indicator_values": "Values of indicators",
    "progress": "State of measures",
    "proposals": "Proposals: not certain enough to be read",
}
_HEADS = {
    "code": "Code", "code_as_written": "Code as written", "level": "Level", "parent": "Above",
    "title": "Title", "tree": "Tree", "goal": "Goal", "name": "Name", "base_value": "Base value",
    "base_year": "Base year", "target_value": "Target value", "target_year": "Target year",
    "data_source": "Source of data", "responsible": "Responsible", "result": "Result",
    "section": "Section", "executor": "Executor", "funding_source": "Source of money",
    "start": "Start", "end": "End", "expected_result": "Expected result", "measure": "Measure",
    "year": "Year", "source": "Source", "fund": "Fund", "stage": "Stage", "amount": "Amount",
    "unit_as_written": "Unit as written", "kind": "Kind", "alternative": "Other reading",
    "number": "Number", "step": "Step", "key_indicator": "Key indicator", "term": "Term",
    "quadrant": "Quadrant", "item": "Item", "scenario": "Scenario", "statement": "Statement",
    "why": "Reason", "field": "Point", "value": "Value", "group": "Group", "status": "State",
    "reason": "Cause",
}  # fmt: skip
_CODED = ("level", "stage", "kind", "quadrant", "scenario")
"""Columns whose values are codes, shown in words."""
_VALUES = {
    "strategic": "strategic goal", "operational": "operational goal", "task": "task",
    "area": "project area", "measure": "measure", "measure_total": "total of a measure",
    "section_total": "total of a section", "grand_total": "grand total", "planned": "planned",
    "amended": "amended", "executed": "executed", "approved": "approved", "expected": "expected",
    "base": "starting value", "target": "value aimed at", "item": "item", "fund": "fund",
    "total": "total", "source": "source", "strength": "strength", "weakness": "weakness",
    "opportunity": "opportunity", "threat": "threat", "assumption": "assumption",
    "consequence": "consequence", "baseline": "baseline", "optimistic": "optimistic",
    "rational": "rational", "pessimistic": "pessimistic",
}  # fmt: skip


def _places(frame: pd.DataFrame) -> list[tuple[int | None, str]]:
    lines = frame["source_line"].astype("object").where(frame["source_line"].notna(), None)
    places = frame["source_place"].fillna("")
    return [
        (None if line is None else int(line), str(place))
        for line, place in zip(lines, places, strict=True)
    ]


def _document(
    extraction: Extraction,
    links: dict[tuple[int | None, str], list[str]],
    left: set[int],
    speak: Language,
) -> tuple[str, dict[tuple[int | None, str], str]]:
    """Return the document as HTML, and the anchor of every place in it."""
    anchors: dict[tuple[int | None, str], str] = {}
    parts: list[str] = []
    unread = html.escape(speak.text("not read"))
    for number, block in enumerate(extraction.document.blocks):
        anchor = f"b{number}"
        if isinstance(block, Paragraph):
            place = (block.line, block.place)
            anchors.setdefault(place, anchor)
            lost = id(block) in left
            kind = "front" if block.front else "left" if lost else ""
            mark = f' <span class="mark">{unread}</span>' if lost else ""
            parts.append(
                f'<div class="block {kind}" id="{anchor}"{_where(place)}>{html.escape(block.text)}'
                f"{mark}{_links(links.get(place, ()), speak)}</div>"
            )
            continue
        lost = bool(block.rows) and id(block.rows[0]) in left
        where = _where((block.line, block.place))
        parts.append(f'<div class="block {"left" if lost else ""}" id="{anchor}"{where}>')
        parts.append(_table(block, links, anchors, anchor, speak))
        parts.append(f'<span class="mark">{unread}</span></div>' if lost else "</div>")
    return "\n".join(parts), anchors


def _where(place: tuple[int | None, str]) -> str:
    """Return the place as the file of corrections names it, to be shown over the block."""
    line, words = place
    rule = f"line = {line}" if line is not None else f'place = "{words}"'
    return f' title="{html.escape(rule)}" data-rule="{html.escape(rule)}"'


def _table(
    table: Table,
    links: dict[tuple[int | None, str], list[str]],
    anchors: dict[tuple[int | None, str], str],
    anchor: str,
    speak: Language,
) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        own = f"{anchor}r{number}"
        found: list[str] = []
        for cell in row.cells:
            place = (cell.line, cell.place)
            anchors.setdefault(place, own)
            found += [link for link in links.get(place, ()) if link not in found]
        cells = "".join(f"<td>{html.escape(cell.text)}</td>" for cell in row.cells)
        rows.append(f'<tr id="{own}">{cells}<td>{_links(found, speak)}</td></tr>')
    return f"<table>{''.join(rows)}</table>"


def _links(names: Any, speak: Language) -> str:
    """Return links to rows: the title of their table and their number, from 1."""
    parts = [(name, *name.rsplit("-", 1)) for name in names]
    found = "".join(
        f'<a href="#{name}">{_say(speak, table)} {int(number) + 1}</a>'
        for name, table, number in parts
    )
    return f'<span class="links">{found}</span>' if found else ""


def _written(frame: pd.DataFrame, speak: Language) -> list[list[str]]:
    objects = frame.astype("object")
    return [
        [_figure(value, speak) if isinstance(value, float) else str(value) for value in row]
        for row in objects.where(frame.notna(), "").to_numpy()
    ]


def _figure(value: float, speak: Language) -> str:
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return speak.number(value, decimals)


def _rows(
    name: str, frame: pd.DataFrame, anchors: dict[tuple[int | None, str], str], speak: Language
) -> str:
    columns = [
        column for column in frame.columns if column not in _HIDDEN and frame[column].notna().any()
    ]
    heads = "".join(
        f'<th title="{column}">{html.escape(speak.text(_HEADS.get(column, column)))}</th>'
        for column in columns
    )
    lines = []
    for number, (place, values) in enumerate(
        zip(_places(frame), _written(frame[columns], speak), strict=True)
    ):
        said = (
            speak.text(_VALUES.get(value, value)) if column in _CODED and value else value
            for column, value in zip(columns, values, strict=True)
        )
        cells = "".join(f"<td>{html.escape(value)}</td>" for value in said)
        anchor = anchors.get(place, "")
        where = html.escape(place_words(speak, *place))
        link = f'<a href="#{anchor}">{where}</a>' if anchor else where
        lines.append(f'<tr id="{name}-{number}">{cells}<td>{link}</td></tr>')
    return (
        f'<div id="t-{name}"><h2>{_say(speak, name)}</h2><table><tr>{heads}<th></th></tr>'
        f"{''.join(lines)}</table></div>"
    )
