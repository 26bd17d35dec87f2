"""Expenditure by programme group: need x price x policy.

Groups follow the first digit of the local-budget programme code (administration 0100, education
1000, ..., transfers 9000). Each group has a need driver (who or what is served), prices (wages,
energy, consumer prices, mixed by the economic codes) and a policy driver (the standard per head
over that of the base year). Functions broadcast over leading axes, time last; amounts in UAH.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.checks import Values, not_negative

__all__ = [
    "CAPITAL",
    "EXPENDITURE_GROUPS",
    "PRICE_OF_ECONOMIC_CODE",
    "PROTECTED_CODES",
    "ExpenditureGroup",
    "expenditure",
    "expenditure_group",
    "is_protected",
    "price_group",
    "price_weights",
]

CAPITAL = "capital"
"""Price group of the capital codes (3000); they are planned apart from the current ones."""


@dataclass(frozen=True, slots=True)
class ExpenditureGroup:
    """One group of programmes.

    Attributes
    ----------
    code : str
        Four digits, the root of the programme classification.
    name : str
        English name, a key of the catalogues.
    need : str
        Driver of the need, by which the current part moves.
    """

    code: str
    name: str
    need: str


EXPENDITURE_GROUPS: Mapping[str, ExpenditureGroup] = MappingProxyType(
    {
        group.code: group
        for group in (
            ExpenditureGroup("0100", "Administration", "population"),
            ExpenditureGroup("1000", "Education", "children"),
            ExpenditureGroup("2000", "Health", "population"),
            ExpenditureGroup("3000", "Social protection", "older_people"),
            ExpenditureGroup("4000", "Culture", "population"),
            ExpenditureGroup("5000", "Sport", "population"),
            ExpenditureGroup("6000", "Housing and utilities", "area"),
            ExpenditureGroup("7000", "Economy", "roads"),
            ExpenditureGroup("8000", "Other", "population"),
            ExpenditureGroup("9000", "Transfers to other budgets", "population"),
        )
    }
)


PROTECTED_CODES = ("2110", "2120", "2220", "2230", "2270", "2700")
"""Economic codes of protected lines: wages and charges, medicine, food, utilities and energy,
social payments (common knowledge; the list was not checked against the act)."""

PRICE_OF_ECONOMIC_CODE: Mapping[str, str] = MappingProxyType(
    {"211": "wages", "212": "wages", "227": "energy", "2": "consumer", "3": CAPITAL}
)
"""Price group by prefix of the economic code; the longest prefix counts."""


def expenditure_group(programme_code: str) -> str:
    """Group of a programme code: ``"1021"`` is of ``"1000"``, ``"0150"`` of ``"0100"``.

    Raises
    ------
    InvalidInputError
        The code is not a text of four digits (a code that lost its leading zero has three).
    UnknownNameError
        No group begins with this digit.
    """
    if (
        not isinstance(programme_code, str)
        or len(programme_code) != 4
        or not (programme_code.isascii() and programme_code.isdigit())
    ):
        lost = str(programme_code).isdigit() and len(str(programme_code)) == 3
        raise InvalidInputError(
            f"{programme_code!r} is not a programme code",
            where="programme_code",
            expected="a text of four digits",
            do=f"read codes as text; did you mean '0{programme_code}'?" if lost else None,
        )
    code = "0100" if programme_code.startswith("01") else programme_code[0] + "000"
    if code not in EXPENDITURE_GROUPS:
        raise UnknownNameError("programme group", programme_code, EXPENDITURE_GROUPS)
    return code


def is_protected(economic_code: str) -> bool:
    """Tell whether an economic code is a protected line (2271 is, as part of 2270).

    A code is protected when it or one of its parents is in :data:`PROTECTED_CODES`.
    """
    return any(economic_code.startswith(code.rstrip("0")) for code in PROTECTED_CODES)


def expenditure(
    base: Values,
    *,
    need: Values = 1.0,
    price: Values = 1.0,
    policy: Values = 1.0,
    need_elasticity: Values = 1.0,
) -> Values:
    """Expenditure of a group: base x need ** elasticity x price x policy.

    Parameters
    ----------
    base : float, array or Series
        Executed expenditure of the base year, UAH.
    need : float, array or Series, optional
        Persons served (or area, or roads) over the base year. Zero persons need nothing.
    price : float, array or Series, optional
        Price level over the base year; 1 throughout gives constant prices.
    policy : float, array or Series, optional
        Standard per head over that of the base year: what the council decides to give.
    need_elasticity : float, array or Series, optional
        1: cost follows persons; 0: a network that costs the same with fewer pupils.

    Returns
    -------
    float, array or Series
        UAH, in the prices of `price`.

    Examples
    --------
    A tenth fewer children, wages up by a fifth, the standard unchanged:

    >>> round(float(expenditure(100.0, need=0.9, price=1.2)), 6)
    108.0
    """
    not_negative("base", base)
    not_negative("need", need)
    not_negative("price", price)
    not_negative("policy", policy)
    plain = np.ndim(need_elasticity) == 0 and float(need_elasticity) == 1.0
    return base * (need if plain else np.power(need, need_elasticity)) * price * policy


def price_weights(economic: pd.Series) -> pd.Series:
    """Weights of the price groups in current expenditure, from the economic codes.

    Parameters
    ----------
    economic : Series
        Executed expenditure (UAH) with economic codes (text, ``"2110"``) as index; leaves only, so
        that no parent is added to its children. Capital codes (3...) are left out.

    Returns
    -------
    Series
        `wages`, `energy`, `consumer`, summing to one.

    Raises
    ------
    InvalidInputError
        A parent is listed together with its leaves, an amount is missing, or there is no
        current expenditure.
    """
    codes = [str(code) for code in economic.index]
    unknown = [code for code, gap in zip(codes, economic.isna(), strict=True) if gap]
    if unknown:
        raise InvalidInputError(
            f"economic code {unknown[0]} has no amount",
            where="economic",
            expected="UAH; a true zero is written 0",
            do="fill it in, or leave the row out",
        )
    for code in codes:
        root = code.rstrip("0")
        below = [other for other in codes if other != code and other.startswith(root)]
        if len(root) < 4 and below:
            raise InvalidInputError(
                f"economic code {code} is listed together with its part {below[0]}",
                where="economic",
                expected="leaves only, or the sum is counted twice",
                do="keep the leaves of the classification",
            )
    groups = pd.Series([price_group(code) for code in codes], index=economic.index)
    sums = economic.groupby(groups).sum().reindex(["wages", "energy", "consumer"], fill_value=0.0)
    total = float(sums.sum())
    if not total > 0:
        raise InvalidInputError(
            "there is no current expenditure to weigh", where="economic", expected="codes 2..."
        )
    return (sums / total).rename("weight")


def price_group(code: str) -> str:
    """Price group of an economic code: wages, energy, consumer or capital."""
    for length in (3, 1):
        group = PRICE_OF_ECONOMIC_CODE.get(code[:length])
        if group:
            return group
    raise UnknownNameError("economic code", code, PRICE_OF_ECONOMIC_CODE)
