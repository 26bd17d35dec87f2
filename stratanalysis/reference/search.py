"""Which community is meant by a code or by a name as people write it."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.quantities import squeeze
from stratanalysis.reference.codes import budget_code, described, katottg_code
from stratanalysis.reference.country import country_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["find_hromada", "oblast_communities"]

_KINDS = {
    "міська": "міська", "селищна": "селищна", "сільська": "сільська", "urban": "міська",
    "settlement": "селищна", "rural": "сільська", "city": "міська", "village": "сільська",
    "мтг": "міська", "стг": "",
}  # fmt: skip
"""Words of the kind of a community; ``стг`` is a settlement or a rural one."""

_NOISE = (
    "об'єднана територіальна громада", "територіальна громада", "громада", "отг", "тг",
    "territorial community", "community", "hromada", "м.", "місто", "смт", "с-ще", "село",
)  # fmt: skip
_PLACES = ("область", "обл.", "район", "р-н", "oblast", "region", "raion", "district")


def find_hromada(hromadas: pd.DataFrame, text: str) -> str:
    """Return the KATOTTG code of the community meant by a code or a name.

    Parameters
    ----------
    hromadas : pandas.DataFrame
        ``data/reference/hromadas.csv``: katottg, budget_code, name, type, oblast, raion.
    text : str
        KATOTTG of the community or of a settlement in it (``UA`` and 17 digits, of which the first
        seven are the community's; Cyrillic look-alikes are read, the code of a raion or an oblast
        is no community); budget code (10 or 11 digits, a later one too); official name, short
        name, name in Latin letters, the place where the council sits, an old or new name of it.
        The kind and,
        after a comma or in brackets, the oblast or the raion narrow the choice:
        ``"Миколаївська сільська (Сумська)"``. Case and the kind of apostrophe do not matter.

    Raises
    ------
    InvalidInputError
        Several communities bear the name; all of them are listed with codes, oblast and raion.
    UnknownNameError
        None does; the nearest names are suggested.

    Examples
    --------
    >>> from stratanalysis.reference import country_table
    >>> hromadas = country_table("hromadas")
    >>> for text in ("Мукачівська міська територіальна громада", "Mukachivska", "Мукачево"):
    ...     print(find_hromada(hromadas, text))
    UA21040150000092428
    UA21040150000092428
    UA21040150000092428
    """
    text = squeeze(text)
    if re.fullmatch(r"[UУuу][AАaа]\d+", text):
        return _by_katottg(hromadas, katottg_code(text))
    if re.fullmatch(r"\d+", text):
        return _by_budget(hromadas, text)
    name, kind, places = _parts(text)
    index = _index()
    for keys in (index.names, index.others):
        codes = set(keys.get(name, ()))
        rows = hromadas[hromadas["katottg"].isin(codes)]
        if kind:
            rows = rows[rows["type"] == kind]
        for place in places:
            near = [
                any(_plain(str(cell)).startswith(place) for cell in cells)
                for cells in rows[["oblast", "raion"]].itertuples(index=False, name=None)
            ]
            rows = rows[near] if any(near) or len(rows) else rows
        if len(rows) == 1:
            return str(rows["katottg"].iloc[0])
        if len(rows):
            raise InvalidInputError(
                f"{len(rows)} communities are called {text!r}",
                expected="a code, or the name with the oblast or the raion in brackets",
                do="give one of: " + "; ".join(described(row) for row in rows.to_dict("records")),
            )
    raise UnknownNameError("community", text, nearest(text))


def nearest(text: str, count: int = 8) -> list[str]:
    """Names of communities and of their centres like `text`, the most alike first."""
    name, _, _ = _parts(squeeze(text))
    index = _index()
    found = difflib.get_close_matches(name, index.spelling, n=count, cutoff=0.6)
    return list(dict.fromkeys(index.spelling[key] for key in found))


def oblast_communities(hromadas: pd.DataFrame, oblast: str) -> list[str]:
    """Return the KATOTTG codes of the communities of an oblast, in the order of the register.

    Parameters
    ----------
    hromadas : pandas.DataFrame
    oblast : str
        Name (``Закарпатська``, also in Latin letters), with or without the word, or KATOTTG.

    Raises
    ------
    UnknownNameError
        No such oblast.
    """
    from stratanalysis.quantities.romanisation import transliterate

    wanted = _plain(" ".join(w for w in squeeze(oblast).split() if w.lower() not in _PLACES))
    keys = hromadas[["oblast", "oblast_katottg"]].drop_duplicates()
    for name, code in keys.itertuples(index=False, name=None):
        if wanted in (_plain(name), _plain(transliterate(name)), code.lower()):
            return [str(c) for c in hromadas.loc[hromadas["oblast_katottg"] == code, "katottg"]]
    raise UnknownNameError("oblast", oblast, keys["oblast"])


def _by_katottg(hromadas: pd.DataFrame, code: str) -> str:
    if code in set(hromadas["katottg"]):
        return code
    whole = hromadas.loc[hromadas["katottg"].str[:9] == code[:9], "katottg"]
    if len(whole) == 1 and code[9:12] != "000":  # a settlement of the community
        return str(whole.iloc[0])
    raise UnknownNameError("KATOTTG code", code, hromadas["katottg"])


def _by_budget(hromadas: pd.DataFrame, text: str) -> str:
    later = country_table("budget_code_changes").set_index("budget_code")["katottg"]
    code, _ = budget_code(text, known={*hromadas["budget_code"], *later.index})
    rows = hromadas[hromadas["budget_code"] == code]
    if len(rows):
        return str(rows["katottg"].iloc[0])
    if code in later.index:
        return str(later[code])
    raise UnknownNameError("budget code", text, hromadas["budget_code"])


def _plain(text: str) -> str:
    """Letters in lower case, without apostrophes and with hyphens as spaces."""
    return re.sub(r"[\s-]+", " ", re.sub("['\"«»“”„]", "", squeeze(text).lower())).strip()


def _parts(text: str) -> tuple[str, str, list[str]]:
    """Part a name into the name alone, the kind of community, and oblast or raion."""
    pieces = [piece for piece in re.split(r"[,()]", text) if piece.strip()]
    places = [_without(_plain(piece), _PLACES) for piece in pieces[1:]]
    rest = _without(_plain(pieces[0] if pieces else ""), map(_plain, _NOISE))
    kind = ""
    words = rest.split()
    for word in words[1:]:
        kind = kind or _KINDS.get(word, "")
    name = " ".join([*words[:1], *(word for word in words[1:] if word not in _KINDS)])
    return name, kind, [place for place in places if place]


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", text)
    return " ".join(text.split())


class _Index:
    """Names of the whole country as keys: those of communities, and those of their places."""

    def __init__(self) -> None:
        from stratanalysis.quantities.romanisation import transliterate

        self.names: dict[str, list[str]] = {}
        self.others: dict[str, list[str]] = {}
        self.spelling: dict[str, str] = {}
        names = country_table("hromada_names").set_index("katottg")
        register = country_table("hromadas")
        latin = dict(names["name_en"])
        for code, name in zip(register["katottg"], register["name"], strict=True):
            self._add(self.names, name, code)
            self._add(self.names, str(latin.get(code, name)), code)
        for code, uk, en in names[["centre", "centre_en"]].itertuples(name=None):
            self._add(self.others, uk, code)
            self._add(self.others, en, code)
        renamed = country_table("renamed_places")
        for code, *both in renamed[["katottg", "old_name", "new_name"]].itertuples(
            index=False, name=None
        ):
            for name in both:
                self._add(self.others, name, code)
                self._add(self.others, transliterate(name), code)
                self._add(self.others, _adjective(name), code)

    def _add(self, keys: dict[str, list[str]], name: str, code: str) -> None:
        codes = keys.setdefault(_plain(name), [])
        if code not in codes:
            codes.append(code)
        self.spelling.setdefault(_plain(name), name)


def _adjective(place: str) -> str:
    """Name of the community of a place: Звягель, Звягельська; Шептицький, Шептицька."""
    if place.endswith(("ий", "ськ", "цьк")):
        return f"{place.removesuffix('ий')}а"
    return f"{place}ська" if place[-1] not in "аеиоуяєії" else place


@functools.cache
def _index() -> _Index:
    return _Index()
