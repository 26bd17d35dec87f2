"""Words of the workbook: what a clerk reads and writes in place of the codes of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CODES", "MORE_TABLES", "STAMP", "TABLES_READ", "code_of", "word_of"]

TABLES_READ = ("goals", "indicators", "observations", "tasks", "measures", "money", "execution")
"""Sheets that every workbook has."""
MORE_TABLES = (
    "sections", "swot", "remarks", "sources", "population", "revenue", "expenditure", "statistics",
)  # fmt: skip
"""Sheets that a workbook may lack."""
STAMP = "stamp"
"""The hidden sheet with the state that the workbook was made from."""
CODES = ("code", "parent", "goal", "task", "measure", "indicator", "section")
"""Columns that hold codes as text."""

_UK: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "level": {"strategic": "стратегічна", "operational": "операційна", "task": "завдання",
                  "area": "напрям"},
        "quadrant": {"strength": "сильна сторона", "weakness": "слабка сторона",
                     "opportunity": "можливість", "threat": "загроза"},
        "phase": {"plan": "план", "amended": "уточнений план", "fact": "факт",
                  "forecast": "очікується"},
        "direction": {"increase": "зростає", "decrease": "зменшується", "keep_within": "у межах"},
        "path": {"linear": "рівномірно", "compound": "сталим темпом", "step": "наприкінці"},
        "applicable": {"yes": "так", "no": "ні"},
        "status": {"done": "виконано", "under_way": "виконується", "partly": "виконано частково",
                   "not_done": "не виконано", "not_started": "не розпочато"},
        "kind": {"measure": "захід", "section_total": "разом за розділом", "grand_total": "усього",
                 "present": "наявне", "resident": "постійне"},
        "fund": {"total": "разом", "general": "загальний", "special": "спеціальний"},
        "classification": {"programme": "програмна", "economic": "економічна",
                           "functional": "функціональна"},
        "period": {"year": "рік"},
        "unit": {"UAH": "грн", "persons": "осіб"},
        "price_basis": {"nominal": "номінальні"},
    }
)  # fmt: skip
_MORE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "level": {"стратегічна ціль": "strategic", "операційна ціль": "operational"},
        "phase": {"прогноз": "forecast", "уточнено": "amended", "фактично": "fact",
                  "виконано": "fact", "планове": "plan"},
        "direction": {"зростання": "increase", "збільшення": "increase", "більше": "increase",
                      "збільшується": "increase", "спадає": "decrease", "зниження": "decrease",
                      "зменшення": "decrease", "менше": "decrease", "знижується": "decrease",
                      "має зростати": "increase", "має зменшуватися": "decrease",
                      "має бути в межах": "keep_within", "в межах": "keep_within"},
        "status": {"частково": "partly", "частково виконано": "partly", "в роботі": "under_way",
                   "у роботі": "under_way", "у процесі": "under_way", "в процесі": "under_way",
                   "не почато": "not_started", "невиконано": "not_done"},
        "period": {"12 місяців": "year", "річний": "year", "i квартал": "01-03",
                   "1 квартал": "01-03", "i півріччя": "01-06", "1 півріччя": "01-06",
                   "півріччя": "01-06", "9 місяців": "01-09"},
        "unit": {"грн.": "UAH", "гривня": "UAH", "гривень": "UAH"},
        "fund": {"усього": "total", "всього": "total", "заг": "general", "спец": "special"},
    }
)  # fmt: skip
_CODED_UNITS = ("money", "execution", "revenue", "expenditure", "population")


def word_of(table: str, column: str, code: str, language: str) -> str:
    """Return the word that the workbook shows for a code; in English the code itself.

    Examples
    --------
    >>> word_of("observations", "phase", "fact", "uk")
    'факт'
    """
    if language != "uk" or (column == "unit" and table not in _CODED_UNITS):
        return code
    return _UK.get(column, {}).get(code, code)


def code_of(table: str, column: str, text: str) -> str:
    """Return the code for what a clerk wrote; the text itself where it is no known word.

    Examples
    --------
    >>> code_of("observations", "phase", "Факт")
    'fact'
    """
    if column == "unit" and table not in _CODED_UNITS:
        return text
    plain = " ".join(text.lower().split())
    words = {word: code for code, word in _UK.get(column, {}).items()}
    words |= _MORE.get(column, {})
    return words.get(plain, text)
