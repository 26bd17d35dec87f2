"""Codes and names of communities: codes stay text, joins go by code, never by a name alone.

Budget codes have 10 digits (the first two are the territory, 01 to 27); some sources write an
eleventh digit, a zero, and spreadsheets drop the leading zero. KATOTTG codes are ``UA`` and 17
digits.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.quantities import squeeze

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["budget_code", "described", "katottg_code", "match_names"]

_LAST_TERRITORY = 27


def budget_code(
    value: object, *, known: frozenset[str] | set[str] = frozenset(), source: Source | None = None
) -> tuple[str, list[Finding]]:
    """Return a budget code as 10 digits, and what had to be done for it.

    Parameters
    ----------
    value : object
        The code as it was read: text, or a number from a spreadsheet.
    known : set of str, optional
        Codes that exist. A lost leading zero is put back only if the result is among them or,
        where `known` is empty, only if the digits are not a code as given. Ten digits that
        are a code are that code, though they could be eleven without the zero.
    source : Source, optional
        Where the code is.

    Returns
    -------
    code : str
        10 digits; the digits as they are where they cannot be understood.
    findings : list of Finding
        ``budget-code-11-digits`` (note), ``budget-code-zero-lost`` (warning),
        ``budget-code-wrong`` (error).

    Examples
    --------
    >>> budget_code("05523000000")[0]
    '0552300000'
    >>> budget_code(552300000)[0]
    '0552300000'
    """
    source = source or Source("budget code")
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = re.sub(r"\s", "", text)
    values: dict[str, object] = {"value": text}

    def found(check: str, severity: Severity, why: str, code: str) -> tuple[str, list[Finding]]:
        spot = Source(source.document, source.line, source.place, text)
        finding = Finding(check, severity, spot, why, values | {"code": code}, text, code)
        return code, [finding]

    if not re.fullmatch(r"\d+", text):
        return found(
            "budget-code-wrong",
            Severity.ERROR,
            "{value!r} is not a budget code: 10 digits are expected",
            text,
        )
    if len(text) == 10 and _possible(text, known):
        return text, []
    if len(text) == 11 and text.endswith("0") and _possible(text[:10], known):
        return found(
            "budget-code-11-digits",
            Severity.NOTE,
            "{value} has 11 digits, the last a zero; it is read as {code}",
            text[:10],
        )
    for zeroless in (f"0{text}", f"0{text}"[:10] if text.endswith("0") else ""):
        if len(zeroless) == 10 and _possible(zeroless, known):
            return found(
                "budget-code-zero-lost",
                Severity.WARNING,
                "{value} lost its leading zero and is read as {code}; keep codes as text",
                zeroless,
            )
    return found(
        "budget-code-wrong",
        Severity.ERROR,
        "{value} is not a budget code that exists: 10 digits beginning with 01 to 27 are expected",
        text,
    )


def _possible(code: str, known: frozenset[str] | set[str]) -> bool:
    return code in known if known else 1 <= int(code[:2]) <= _LAST_TERRITORY


def katottg_code(value: object) -> str:
    """Return a KATOTTG code, with Cyrillic letters in ``UA`` put right.

    Raises
    ------
    InvalidInputError
        It is not ``UA`` and 17 digits.
    """
    text = re.sub(r"\s", "", str(value)).upper().replace("У", "U").replace("А", "A")
    if not re.fullmatch(r"UA\d{17}", text):
        raise InvalidInputError(
            f"{value!r} is not a KATOTTG code", expected="UA and 17 digits, as UA14120070000090878"
        )
    return text


def described(row: Mapping[Hashable, object]) -> str:
    """Codes, oblast and raion of a community, to tell it from others of its name."""
    return f"{row['katottg']} / {row['budget_code']} ({row['oblast']}, {row['raion']})"


def match_names(
    names: pd.DataFrame, hromadas: pd.DataFrame, *, document: str
) -> tuple[pd.Series, list[Finding]]:
    """Give a table that has names only its codes, where a name means exactly one community.

    Parameters
    ----------
    names : pandas.DataFrame
        ``oblast`` and ``name``; ``raion`` and ``type`` are used where they are given.
    hromadas : pandas.DataFrame
        ``data/reference/hromadas.csv``.
    document : str
        File name for the findings.

    Returns
    -------
    katottg : pandas.Series
        On the index of `names`; missing where no or several communities fit.
    findings : list of Finding
        ``name-not-found`` and ``name-ambiguous`` (errors) with the candidates.
    """
    import pandas as pd

    keys = [key for key in ("oblast", "raion", "name", "type") if key in names.columns]
    wanted = names[keys].map(squeeze)
    candidates: dict[tuple[str, ...], list[Mapping[Hashable, object]]] = {}
    for row in hromadas.to_dict("records"):
        candidates.setdefault(tuple(squeeze(str(row[key])) for key in keys), []).append(row)
    codes: list[str | None] = []
    findings = []
    for line, key in enumerate(wanted.itertuples(index=False, name=None), start=2):
        rows = candidates.get(key, [])
        codes.append(str(rows[0]["katottg"]) if len(rows) == 1 else None)
        if len(rows) == 1:
            continue
        source = Source(document, line, text=", ".join(key))
        values: dict[str, object] = {"name": ", ".join(key)}
        if rows:
            check = "name-ambiguous"
            why = "{name}: several communities bear this name, none is taken: {candidates}"
            values["candidates"] = "; ".join(map(described, rows))
        else:
            check = "name-not-found"
            why = "{name}: no community bears this name"
        findings.append(Finding(check, Severity.ERROR, source, why, values))
    return pd.Series(codes, index=names.index, dtype="str"), findings
