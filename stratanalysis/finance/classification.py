"""Budget classifications as trees: revenue, programme and economic codes, and analysts' groups.

Tables are in ``data/reference``: ``revenue_codes.csv`` (8 digits), ``programme_codes.csv``
(4 digits), ``economic_codes.csv`` (4 digits) and ``revenue_groups.csv`` (prefix to group; the
longest prefix counts). Codes are texts with their leading zeros. Rows are dated: a code is valid
from `valid_from` to `valid_to` (empty: not known, so not limited).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference.tables import read_reference

__all__ = [
    "CLASSIFICATIONS",
    "group_revenue",
    "read_classification",
    "revenue_detail",
    "revenue_group",
    "roll_up",
    "unlisted_revenue",
]

CLASSIFICATIONS = MappingProxyType({"revenue": 8, "programme": 4, "economic": 4})
"""Name to number of digits."""


@functools.cache
def _table(name: str) -> pd.DataFrame:
    return read_reference(f"{name}_codes")


def read_classification(
    name: str, *, on: str | None = None, path: Path | str | None = None
) -> pd.DataFrame:
    """Read a classification.

    Parameters
    ----------
    name : str
        ``"revenue"``, ``"programme"`` or ``"economic"``.
    on : str, optional
        Date ``YYYY-MM-DD``: only codes valid then. A code without dates is always valid.
    path : path, optional
        A table of one's own with the same columns.

    Returns
    -------
    DataFrame
        `code`, `parent` (empty for a root), `level`, `name_uk`, `name_en` (empty where the source
        has none), `valid_from`, `valid_to`, `source`; sorted by code.

    Raises
    ------
    UnknownNameError
        No such classification.
    """
    if name not in CLASSIFICATIONS:
        raise UnknownNameError("classification", name, CLASSIFICATIONS)
    table = _table(name).copy() if path is None else read_reference(f"{name}_codes", path=path)
    if on is not None:
        begun = table["valid_from"].eq("") | table["valid_from"].le(on)
        not_over = table["valid_to"].eq("") | table["valid_to"].ge(on)
        table = table.loc[begun & not_over]
    return table.sort_values("code", ignore_index=True)


def roll_up(
    amounts: pd.DataFrame, table: pd.DataFrame, *, level: int, by: Iterable[str] = ()
) -> pd.DataFrame:
    """Sum amounts of leaf codes to a level of the tree.

    Parameters
    ----------
    amounts : DataFrame
        Columns `code`, `value` and those of `by`.
    table : DataFrame
        The classification (:func:`read_classification`).
    level : int
        Level of the answer; a code above it stays as it is.
    by : iterable of str, optional
        Columns to keep apart (year, fund, ...).

    Returns
    -------
    DataFrame
        Columns of `by`, `code`, `value`; the sum of `value` equals that of `amounts`. A group all
        of whose values are missing stays missing.

    Raises
    ------
    UnknownNameError
        A code that is not in the classification.
    InvalidInputError
        A parent is listed together with its own part: the sum would count it twice.
    """
    keys = [*by]
    parents = _parents(table)
    levels = dict(zip(table["code"], table["level"], strict=True))
    target: dict[str, str] = {}
    for code in amounts["code"].unique():
        if code not in parents:
            raise UnknownNameError("code", code, parents)
        here = code
        while levels[here] > level and parents[here]:
            here = parents[here]
        target[code] = here
    _refuse_nested(amounts, parents, keys)
    summed = amounts.assign(code=amounts["code"].map(target))
    return summed.groupby([*keys, "code"], dropna=False)["value"].sum(min_count=1).reset_index()


def revenue_group(code: str) -> str:
    """Group of a revenue code, one of :data:`stratanalysis.finance.revenue.REVENUE_GROUPS`."""
    return _rule(code)["group"]


def unlisted_revenue(amounts: Mapping[str, float], source: Source) -> list[Finding]:
    """Say which revenue codes belong to no known line and in which group they are counted.

    These are codes that the classification lacks, and headings of chapters whose parts are not
    there (11000000 alone: income tax and corporate tax together).

    Parameters
    ----------
    amounts : mapping of str to float
        UAH by leaf code of 8 digits.
    source : Source
        Place of the table.

    Returns
    -------
    list of Finding
        ``revenue-code-unlisted``, the largest amount first; empty where all codes are known.
    """
    why = (
        "the revenue code {code} with {amount} UAH is of no line that is known; it is counted as "
        "{group}: check the code, or give the parts of the heading"
    )
    known = {code for code in _table("revenue")["code"] if len(_rule(code)["prefix"]) > 1}
    known |= {code for code in amounts if code[0] in "235"}  # one group for the whole chapter
    unlisted = sorted(set(amounts) - known, key=lambda code: -amounts[code])
    return [
        Finding(
            "revenue-code-unlisted",
            Severity.WARNING,
            source,
            why,
            {"code": code, "amount": f"{amounts[code]:.2f}", "group": revenue_group(code)},
        )
        for code in unlisted
    ]


def revenue_detail(code: str) -> str:
    """Finer group: land payment, real estate, additional subsidies, education subvention, ..."""
    return _rule(code)["detail"]


def group_revenue(
    amounts: pd.DataFrame, *, by: Iterable[str] = (), detail: bool = False
) -> pd.DataFrame:
    """Sum revenue by 8-digit code to the groups that analysts use.

    Parameters
    ----------
    amounts : DataFrame
        Columns `code` (8-digit leaves), `value` and those of `by` (never add funds: put `fund`
        into `by`, or keep only the rows of one fund).
    by : iterable of str, optional
        Columns to keep apart.
    detail : bool, optional
        The finer groups instead.

    Returns
    -------
    DataFrame
        Columns of `by`, `group`, `value`; the sum equals that of `amounts`.
    """
    choose = revenue_detail if detail else revenue_group
    names = {code: choose(code) for code in amounts["code"].unique()}
    keys = [*by, "group"]
    grouped = amounts.assign(group=amounts["code"].map(names))
    return grouped.groupby(keys, dropna=False)["value"].sum(min_count=1).reset_index()


def _parents(table: pd.DataFrame, code: str | None = None) -> dict[str, str]:
    parents = dict(zip(table["code"], table["parent"], strict=True))
    if code is not None and code not in parents:
        raise UnknownNameError("code", code, parents)
    return parents


def _refuse_nested(amounts: pd.DataFrame, parents: dict[str, str], keys: list[str]) -> None:
    slices = amounts.groupby(keys, dropna=False) if keys else [((), amounts)]
    for _, rows in slices:
        present = set(rows["code"])
        for code in present:
            above = parents[code]
            while above:
                if above in present:
                    raise InvalidInputError(
                        f"code {above} is listed together with its part {code}",
                        where="amounts",
                        expected="leaves only, or the sum counts it twice",
                    )
                above = parents[above]


@functools.cache
def _rules() -> dict[str, dict[str, str]]:
    table = read_reference("revenue_groups")
    return {
        str(row["prefix"]): {key: str(row[key]) for key in ("prefix", "group", "detail")}
        for row in table.to_dict("records")
    }


@functools.cache
def _rule(code: str) -> dict[str, str]:
    if not isinstance(code, str) or len(code) != 8 or not code.isdigit():
        raise InvalidInputError(
            f"{code!r} is not a revenue code", where="code", expected="a text of 8 digits"
        )
    rules = _rules()
    for length in range(8, 0, -1):
        if code[:length] in rules:
            return rules[code[:length]]
    raise UnknownNameError("revenue code", code, rules)
