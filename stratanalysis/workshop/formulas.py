"""Formulas as learners write them: decimal commas, percent, units, other signs for the same."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable

__all__ = ["computed", "is_formula", "with_python_signs"]

_SPACE = "[ \\u00a0\\u202f\\u2009]"
_SIGNS = {
    "^": "**", "\u2212": "-", "–": "-", "—": "-", "·": "*", "∙": "*", "⋅": "*", "×": "*",
    "÷": "/", "∕": "/", "⁄": "/", "²": "**2", "³": "**3", "½": "(1/2)", "¼": "(1/4)",
    "√": "sqrt", "≈": "", "~": "",
}  # fmt: skip
_STEPS = (
    (r"тис(?:яч\w*)?\.?|thousand", "1000"),
    (r"млн\.?|мільйон\w*|million", "1000000"),
    (r"млрд\.?|мільярд\w*|billion", "1000000000"),
)
_UNITS = re.compile(
    r"\b(?:ос(?:іб|об\w*|\.)|люд\w+|мешканц\w*|жител\w*|чол(?:овік\w*)?\.?|грн\.?|гривень|гривн\w*|"
    r"uah|persons?|people|роб(?:очих|\.)?\s*місць|місць|jobs|місяц\w*|міс\.?|months?|"
    r"(?:(?:на|за|в|у|a|per)\s+)?(?:рік|року|роки|років|р\.|years?)|пункт\w*|в\.\s*п\.)(?!\w)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|відсот\w*|процент\w*|per ?cent)", re.IGNORECASE)
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {"sqrt": math.sqrt, "abs": abs, "round": float}
LONGEST = 200
"""Characters of a formula that is computed."""


def with_python_signs(text: str) -> str:
    """Write signs, decimal commas and thousands as Python does; names and brackets stay.

    Examples
    --------
    >>> with_python_signs("0,8 × (0,9 − 0,53)^2"), with_python_signs("end / start / 1,202")
    ('0.8 * (0.9 - 0.53)**2', 'end / start / 1.202')
    """
    text = re.sub(rf"(?<![\w.,])(\d{{1,3}}(?:{_SPACE}\d{{3}})+)(?!\d)", _joined, text)
    text = re.sub(r"(?<![\w.])(\d+),(?=\d)", r"\1.", text)
    for other, sign in _SIGNS.items():
        text = text.replace(other, sign)
    text = re.sub(r"(?<=[\d)%\s])[xхXХ](?=[\s\d(])", "*", text)
    return _PERCENT.sub(r"(\1/100)", text)


def _joined(match: re.Match[str]) -> str:
    return re.sub(_SPACE, "", match[1])


def _arithmetic(text: str) -> str:
    """Write a formula of numbers alone as Python: units left out, "млн" multiplied in."""
    plain = re.sub(r"корінь(?:\s+(?:з|із|квадратний))*|корен\w*", "sqrt", text, flags=re.IGNORECASE)
    plain = with_python_signs(plain).replace("'", "")
    for words, factor in _STEPS:
        plain = re.sub(
            rf"(\d+(?:\.\d+)?)\s*(?:{words})(?!\w)", rf"(\1*{factor})", plain, flags=re.IGNORECASE
        )
    plain = _UNITS.sub("", plain).translate(str.maketrans("[]{}:", "()()/"))
    plain = re.sub(r"(?<=[\d)])\s*(?=\()|(?<=\))\s*(?=\d)", "*", plain)
    return plain.strip(" .;\u00a0")


def is_formula(text: str) -> bool:
    """Whether a text looks as if it was meant to be computed."""
    return bool(re.search(r"[*/^()×·÷√]|\d\s*[-+\u2212–:]\s*\d", text)) and bool(
        re.search(r"\d", text)
    )


def computed(text: str) -> float | None:
    """Value of a formula of numbers; None where it cannot be computed.

    Examples
    --------
    >>> computed("0,8(0,9–0,53)·3131·74 000"), computed("73814-73979 осіб"), computed("так")
    (68581424.0, -165.0, None)
    """
    plain = _arithmetic(text)
    names = set(re.findall(r"[^\W\d_]+", re.sub(r"\d[eE][-+]?\d", "0", plain)))
    if len(plain) > LONGEST or names - set(_FUNCTIONS) or not re.search(r"\d", plain):
        return None
    try:
        value = _walk(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None
    return round(value, 12) if math.isfinite(value) else None


def _walk(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        value = _walk(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        value = _OPERATORS[type(node.op)](_walk(node.left), _walk(node.right))
        if isinstance(value, complex):
            raise ValueError(value)
        return value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        return _FUNCTIONS[node.func.id](_walk(node.args[0]))
    raise ValueError(ast.dump(node))
