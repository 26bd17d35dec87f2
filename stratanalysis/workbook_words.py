"""Words of the workbook: what a clerk reads and writes in place of the codes of the tables."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from stratanalysis.language import language as get_language
from stratanalysis.tables.labels import REVENUE_LABELS, STATISTIC_LABELS

__all__ = [
    "CODES",
    "GUIDE",
    "LISTS",
    "SHEETS",
    "STAMP",
    "TABLES_READ",
    "code_of",
    "listed_codes",
    "sheet_title",
    "word_of",
]

SHEETS: Mapping[str, str] = MappingProxyType(
    {
        "goals": "Цілі", "indicators": "Індикатори", "observations": "Значення індикаторів",
        "tasks": "Стан завдань", "measures": "Заходи", "money": "Кошти заходів",
        "execution": "Виконання коштів", "sections": "Розділи", "swot": "SWOT-аналіз",
        "remarks": "Слова відділів", "sources": "Джерела", "population": "Населення",
        "revenue": "Доходи", "expenditure": "Видатки", "statistics": "Статистика",
    }
)  # fmt: skip
"""Ukrainian title of the sheet of a table, in the order in which sheets are filled in."""
TABLES_READ = tuple(SHEETS)
GUIDE: Mapping[str, str] = MappingProxyType({"uk": "Як заповнити", "en": "README"})
"""Title of the sheet of instructions."""
LISTS = "lists"
"""The hidden sheet with lists that are too long for a cell's rule."""
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
        "period": {"year": "рік", "01-03": "I квартал", "01-06": "півріччя",
                   "01-09": "9 місяців"},
        "unit": {"UAH": "грн", "persons": "осіб"},
        "price_basis": {"nominal": "номінальні"},
        "result_group": {"input": "затрат", "product": "продукту", "efficiency": "ефективності",
                         "quality": "якості"},
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
        "period": {"12 місяців": "year", "річний": "year", "1 квартал": "01-03",
                   "перший квартал": "01-03", "3 місяці": "01-03", "i півріччя": "01-06",
                   "і півріччя": "01-06", "1 півріччя": "01-06", "перше півріччя": "01-06",
                   "6 місяців": "01-06", "9 міс": "01-09", "9 міс.": "01-09"},
        "unit": {"грн.": "UAH", "гривня": "UAH", "гривень": "UAH"},
        "fund": {"усього": "total", "всього": "total", "заг": "general", "спец": "special",
                 "загальний фонд": "general", "спеціальний фонд": "special"},
        "result_group": {"затрати": "input", "продукт": "product", "ефективність": "efficiency",
                         "якість": "quality"},
    }
)  # fmt: skip
_CODED_UNITS = ("money", "execution", "revenue", "expenditure", "population", "statistics")
_STATISTIC_UNITS = (
    "UAH", "UAH per person", "UAH per year", "persons", "units", "unit", "share", "ratio", "Gcal",
    "percent",
)  # fmt: skip
_GROUPS_TOO = {
    "пдфо": "pit", "податок на доходи фізичних осіб": "pit", "єп": "single_tax",
    "єдиний податок": "single_tax", "військовий пдфо": "military_pit",
    "податок на майно": "property_tax", "акциз": "excise", "акцизний податок": "excise",
    "базова дотація": "base_subsidy", "додаткова дотація": "additional_subsidy",
    "інші трансферти": "other_transfers",
    "неподаткові надходження": "non_tax",
}  # fmt: skip


def sheet_title(table: str, language: str) -> str:
    """Return what the sheet of a table is called; in English the name of the table."""
    return SHEETS[table] if language == "uk" else table


def listed_codes(table: str, column: str) -> tuple[str, ...]:
    """Return the codes of a column that has a list though its contract allows any word."""
    if (table, column) == ("revenue", "group"):
        return tuple(REVENUE_LABELS)
    if (table, column) == ("statistics", "variable"):
        return tuple(STATISTIC_LABELS)
    if (table, column) == ("statistics", "unit"):
        return _STATISTIC_UNITS
    return tuple(_UK["period"]) if column == "period" else ()


def word_of(table: str, column: str, code: str, language: str) -> str:
    """Return the word that the workbook shows for a code; in English the code itself.

    Examples
    --------
    >>> word_of("observations", "phase", "fact", "uk")
    'факт'
    >>> word_of("revenue", "group", "single_tax", "uk")
    'Єдиний податок'
    """
    if language != "uk":
        return code
    if column == "unit" and table not in _CODED_UNITS:
        return get_language("uk").unit(code)
    if column in ("group", "variable"):
        labels = REVENUE_LABELS if column == "group" else STATISTIC_LABELS
        return get_language("uk").text(labels[code]) if code in labels else code
    if (table, column) == ("statistics", "unit"):
        return get_language("uk").unit(code)
    return _UK.get(column, {}).get(code, code)


def code_of(table: str, column: str, text: str) -> str:
    """Return the code for what a clerk wrote; the text itself where it is no known word.

    Examples
    --------
    >>> code_of("observations", "phase", "Факт")
    'fact'
    >>> code_of("revenue", "group", "ПДФО")
    'pit'
    """
    if column == "unit" and table not in _CODED_UNITS:
        return text
    plain = " ".join(text.lower().replace("і квартал", "i квартал").split())
    return _codes(table, column).get(plain, text)


@functools.cache
def _codes(table: str, column: str) -> Mapping[str, str]:
    """Codes by the words for them, in small letters."""
    words = {word: code for code, word in _UK.get(column, {}).items()}
    words |= _MORE.get(column, {})
    words |= {word_of(table, column, code, "uk"): code for code in listed_codes(table, column)}
    if (table, column) == ("revenue", "group"):
        words |= {label: code for code, label in REVENUE_LABELS.items()}
    words |= _GROUPS_TOO if (table, column) == ("revenue", "group") else {}
    return {word.lower(): code for word, code in words.items()}
