"""The file ``community.toml``: what a community is called, its codes, its documents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import LANGUAGES
from stratanalysis.toml_faults import fault_of

__all__ = ["Document", "read_info"]

_KATOTTG = re.compile(r"UA\d{17}")
_BUDGET_CODE = re.compile(r"\d{10}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST = 1_000_000
"""Bytes of ``community.toml``."""
_EARTH = 510_100_000
"""Square kilometres that nothing exceeds."""


@dataclass(frozen=True, slots=True)
class Document:
    """A planning document of the community.

    Attributes
    ----------
    file : str
        File name, as the sources of figures and clauses cite it.
    title : mapping
        Title by language code.
    kind, period : str
        As ``"strategy"`` and ``"2022-2027"``.
    cycles : str
        Programme cycles of the document, as ``"2022-2024, 2025-2027"``; empty where it has none.
    """

    file: str
    title: Mapping[str, str]
    kind: str = ""
    period: str = ""
    cycles: str = ""


def read_info(content: bytes, document: str, folder: str) -> tuple[dict[str, Any], list[Finding]]:
    """Read the file; what is wrong in it is a finding, and the names that can be read stay."""
    findings: list[Finding] = []

    def problem(place: str, why: str, /, **values: object) -> None:
        source = Source(document, place=place)
        findings.append(Finding("community-info", Severity.ERROR, source, why, values))

    try:
        if len(content) > _MOST:
            raise OverflowError(f"{len(content)} bytes, more than {_MOST}")
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        raw = tomllib.loads(text)
    except (OverflowError, UnicodeDecodeError, RecursionError) as error:
        problem("", "the file is not valid TOML: {error}", error=error)
        return {"slug": folder, "kind": "hromada", "name": {}}, findings
    except ValueError as error:  # also a number of thousands of digits
        fault = fault_of(text, error)
        source = Source(document, fault.line)
        findings.append(Finding("community-info", Severity.ERROR, source, fault.why, fault.fields))
        return {"slug": folder, "kind": "hromada", "name": {}}, findings
    known = {
        "slug", "kind", "katottg", "budget_code", "oblast_katottg", "area_km2", "name", "oblast",
        "raion", "document", "note",
    }  # fmt: skip
    for key in sorted(set(raw) - known):
        problem(key, "the key {key} is not known here", key=key)
    info: dict[str, Any] = {"slug": str(raw.get("slug", folder))}
    if not _SLUG.fullmatch(info["slug"]):
        problem("slug", "the slug {slug!r} must be small Latin letters, digits and hyphens", **info)
    info["kind"] = raw.get("kind", "hromada")
    if info["kind"] not in ("hromada", "oblast", "example"):
        problem("kind", "kind is {kind!r}; it can be hromada, oblast or example", kind=info["kind"])
    for key, pattern, shape in (
        ("katottg", _KATOTTG, "UA and 17 digits"),
        ("oblast_katottg", _KATOTTG, "UA and 17 digits"),
        ("budget_code", _BUDGET_CODE, "10 digits in quotes, with the leading zero"),
    ):
        value = raw.get(key, "")
        if value != "" and not (isinstance(value, str) and pattern.fullmatch(value)):
            problem(key, "{key} is {value!r}; expected {shape}", key=key, value=value, shape=shape)
        info[key] = str(value)
    for key in ("name", "oblast", "raion"):
        value = raw.get(key, {})
        texts = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
        if not texts or ((value or key == "name") and set(value) != set(LANGUAGES)):
            problem(key, "{key} needs the names in both languages, uk and en", key=key)
        info[key] = MappingProxyType(dict(value)) if texts else {}
    area = raw.get("area_km2")
    number = isinstance(area, (int, float)) and not isinstance(area, bool)
    shown = area if len(repr(area)) < 40 else f"{repr(area)[:40]}…"
    if area is not None and not (number and 0 < area < _EARTH):
        problem("area_km2", "area_km2 is {area!r}; expected square kilometres above 0", area=shown)
        area = None
    info["area_km2"] = None if area is None else float(area)
    entries = raw.get("document", [])
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        problem("document", "every document needs a head of its own, [[document]]")
        entries = []
    info["documents"] = tuple(
        Document(
            str(entry.get("file", "")),
            MappingProxyType({code: str(entry.get(f"title_{code}", "")) for code in LANGUAGES}),
            str(entry.get("kind", "")),
            str(entry.get("period", "")),
            str(entry.get("cycles", "")),
        )
        for entry in entries
    )
    return info, findings
