"""Ukrainian in Latin letters: the table of the Cabinet's resolution 55 of 27 January 2010."""

from __future__ import annotations

import re

__all__ = ["transliterate"]

_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LATIN = "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia - - -"
_LETTERS = {
    letter: latin.replace("-", "")
    for letter, latin in zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ", _LATIN.split(), strict=True)
}


def transliterate(text: str) -> str:
    """Write Ukrainian in Latin letters.

    Parameters
    ----------
    text : str
        The apostrophe and the soft sign are left out; ``зг`` is ``zgh``; other signs stay.

    Returns
    -------
    str

    References
    ----------
    Resolution 55 of the Cabinet of Ministers of 27 January 2010.

    Examples
    --------
    >>> transliterate("Кам'янська"), transliterate("Згурівська"), transliterate("Юр’ївка")
    ('Kamianska', 'Zghurivska', 'Yurivka')
    """
    out = []
    for word in re.split(r"([^\w'’ʼ]+)", text.replace("зг", "зґh").replace("Зг", "Зґh")):
        latin = ""
        for place, letter in enumerate(word.lower()):
            latin += (
                _FIRST.get(letter, _LETTERS.get(letter, letter))
                if place == 0
                else (_LETTERS.get(letter, letter))
            )
        out.append(latin[:1].upper() + latin[1:] if word[:1].isupper() else latin)
    return "".join(out)
