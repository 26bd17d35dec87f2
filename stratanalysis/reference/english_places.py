"""English names of places: the noun of the centre, not the Ukrainian adjective in Latin letters."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from stratanalysis.quantities.romanisation import transliterate
from stratanalysis.reference.country import country_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["english_centres", "english_oblast", "english_raion", "oblasts_of"]

_OBLASTS = {
    "Івано-Франківська": "Ivano-Frankivsk", "Волинська": "Volyn", "Вінницька": "Vinnytsia",
    "Дніпропетровська": "Dnipropetrovsk", "Донецька": "Donetsk", "Житомирська": "Zhytomyr",
    "Закарпатська": "Zakarpattia", "Запорізька": "Zaporizhzhia", "Київська": "Kyiv",
    "Кіровоградська": "Kirovohrad", "Луганська": "Luhansk", "Львівська": "Lviv",
    "Миколаївська": "Mykolaiv", "Одеська": "Odesa", "Полтавська": "Poltava",
    "Рівненська": "Rivne", "Сумська": "Sumy", "Тернопільська": "Ternopil",
    "Харківська": "Kharkiv", "Херсонська": "Kherson", "Хмельницька": "Khmelnytskyi",
    "Черкаська": "Cherkasy", "Чернівецька": "Chernivtsi", "Чернігівська": "Chernihiv",
}  # fmt: skip


def english_oblast(name: str) -> str:
    """Return the name of an oblast without the word.

    Examples
    --------
    >>> english_oblast("Вінницька")
    'Vinnytsia'
    """
    return _OBLASTS.get(name, transliterate(name))


@functools.cache
def english_centres() -> dict[str, str]:
    """Return the English name of the centre of every community, by its code.

    Examples
    --------
    >>> english_centres()["UA21040150000092428"]
    'Mukachevo'
    """
    names = country_table("hromada_names")
    return dict(zip(names["katottg"], names["centre_en"].astype(str), strict=True))


@functools.cache
def english_raion(name: str, katottg: str) -> str:
    """Return the name of a raion without the word: its centre is a community of the same name.

    Parameters
    ----------
    name : str
        As "Коростенський".
    katottg : str
        Of the raion.
    """
    register = country_table("hromadas")
    same = register["name"].str.removesuffix("а").eq(name.removesuffix("ий"))
    codes = list(register.loc[same & register["raion_katottg"].eq(katottg), "katottg"])
    return english_centres()[codes[0]] if len(codes) == 1 else transliterate(name)


def oblasts_of(table: pd.DataFrame, language: str) -> list[str]:
    """Names of the oblasts of a table of communities in a language."""
    names = [str(name) for name in table["oblast"]]
    return names if language == "uk" else [english_oblast(name) for name in names]
