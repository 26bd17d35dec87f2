"""Parameters of notebooks: what one is, and those that the notebooks share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from stratanalysis.language import LANGUAGES

__all__ = ["KINDS", "STANDARD", "Parameter"]

KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (list, tuple),
    "folder": (str,),
    "date": (str,),
    "changes": (dict,),
    "prices": (int, str),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a notebook.

    Attributes
    ----------
    name : str
    kind : {"text", "integer", "number", "boolean", "list", "folder", "date", "changes",
        "prices"}
        A list holds texts; changes are numbers by driver; prices are a year or ``nominal``.
    nullable : bool
        Whether ``None`` stands for "choose for me".
    choices : tuple
        The only values allowed; empty for any.
    minimum, maximum : float or None
    unit : str
    help : mapping
        By language code.
    """

    name: str
    kind: str
    nullable: bool = False
    choices: tuple[Any, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    help: Mapping[str, str] = field(default_factory=dict)


def _help(uk: str, en: str) -> Mapping[str, str]:
    return MappingProxyType({"uk": uk, "en": en})


_YEARS: Mapping[str, Any] = {"nullable": True, "minimum": 1990, "maximum": 2100}

STANDARD: Mapping[str, Parameter] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Parameter(
                "community", "text",
                help=_help("Назва, код або тека громади", "Name, code or folder of the community"),
            ),
            Parameter(
                "data", "folder", nullable=True,
                help=_help(
                    "Тека з даними; без неї шукається поруч",
                    "Data folder; searched for if not given",
                ),
            ),
            Parameter(
                "base", "integer", **_YEARS,
                help=_help(
                    "Базовий рік; без нього останній, який дозволяють дані",
                    "Base year; the last that the data allow if not given",
                ),
            ),
            Parameter(
                "year", "integer", **_YEARS,
                help=_help(
                    "Рік звіту; без нього останній", "Year of the report; the last if not given"
                ),
            ),
            Parameter(
                "as_of", "date", nullable=True,
                help=_help(
                    "Дата аналізу: пізніші дані не враховано; без неї – усі дані",
                    "Date of the analysis: later data are left out; all data if not given",
                ),
            ),
            Parameter(
                "horizon", "integer", minimum=1, maximum=100, unit="years",
                help=_help("Скільки років уперед", "Years ahead"),
            ),
            Parameter(
                "scenarios", "list",
                help=_help("Назви сценаріїв; порожньо – усі", "Names of scenarios; empty for all"),
            ),
            Parameter(
                "changes", "changes",
                help=_help(
                    "Зміни чинників у кожному сценарії, в одиницях чинника",
                    "Changes of drivers in every scenario, in the driver's unit",
                ),
            ),
            Parameter(
                "prices", "prices", **_YEARS,
                help=_help(
                    "Ціни якого року (nominal – поточні); без неї – року аналізу",
                    "Year of the prices (nominal: current); of the analysis if not given",
                ),
            ),
            Parameter(
                "draws", "integer", minimum=10, maximum=10000, unit="draws",
                help=_help("Скільки випадкових траєкторій", "Number of random paths"),
            ),
            Parameter(
                "seed", "integer", minimum=0, maximum=4294967295,
                help=_help("Зерно випадкових чисел", "Seed of the random numbers"),
            ),
            Parameter(
                "park_wage", "number", nullable=True, minimum=0, maximum=1000000,
                unit="UAH a month",
                help=_help(
                    "Місячна зарплата одного нового робочого місця; без неї податок не рахують",
                    "Monthly wage of one new job; the tax is not computed if not given",
                ),
            ),
            Parameter(
                "extraction", "folder", nullable=True,
                help=_help(
                    "Тека таблиць, прочитаних із документа; без неї – таблиці громади",
                    "Folder of tables read from a document; the community's own if not given",
                ),
            ),
            Parameter(
                "first_cycle", "integer", **_YEARS,
                help=_help("Перший рік програмного циклу", "First year of the programme cycle"),
            ),
            Parameter(
                "cycle_years", "integer", minimum=1, maximum=10, unit="years",
                help=_help("Скільки років у циклі", "Years of a cycle"),
            ),
            Parameter(
                "peer_count", "integer", minimum=3, maximum=200, unit="communities",
                help=_help(
                    "Скільки найподібніших громад порівнювати",
                    "How many of the most similar communities to compare with",
                ),
            ),
            Parameter(
                "language", "text", choices=LANGUAGES,
                help=_help("Мова сторінки", "Language of the page"),
            ),
        )
    }
)  # fmt: skip
"""By name; a notebook's metadata list the names of those it has."""
