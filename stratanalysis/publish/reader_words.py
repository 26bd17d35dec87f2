"""The last look at the words of a page: files and identifiers become words, signs follow the rules.

Applied to every page, whatever community, document or finding its texts come from: tables are
called by their titles and not by their files, identifiers by words, an apostrophe, a minus and a
percent sign are written one way, Ukrainian on an English page is marked and quoted. The folded
part of the page that says how to repeat the calculation is left alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from html import escape, unescape

from stratanalysis.language import MISSING, Language, noun_forms
from stratanalysis.language import language as get_language
from stratanalysis.quantities.romanisation import transliterate
from stratanalysis.reference.english_places import (
    english_centres,
    english_oblast,
    english_raion,
)

__all__ = ["TABLE_TITLES", "reader_page", "reader_text"]

TABLE_TITLES = {
    "community": "Card of the community",
    "sources": "Sources",
    "population": "Population",
    "population_age_sex": "Population by age and sex",
    "population_change": "Components of population change",
    "revenue": "Revenue",
    "expenditure": "Expenditure",
    "statistics": "Other statistics",
    "goals": "Goals",
    "indicators": "Indicators",
    "observations": "Values of indicators",
    "measures": "Measures of the plan",
    "money": "Planned money",
    "actions": "Actions",
    "tasks": "Fulfilment of tasks",
    "execution": "Execution of measures",
    "remarks": "Remarks of departments",
    "swot": "SWOT",
    "sections": "Sections of the document",
    "scenarios": "Scenarios",
    "findings": "Findings",
    "macro_paths": "Official forecasts of prices and wages",
    "budget_rules": "Rules of the Budget Code",
    "ukraine_demographic_drivers": "Births, deaths and migration of Ukraine",
    "ukraine_mortality": "Mortality of Ukraine",
    "oblast_population_age_sex": "Oblasts by age and sex",
    "oblast_population_change": "Population change of oblasts",
    "hromadas": "Register of communities",
    "peer_variables": "Figures of all communities",
    "hromada_population": "Population of communities",
}
"""Titles of tables by file name without its ending, keys of the catalogues."""

_SKIPPED = re.compile(
    r"(<(details|style|script)\b[^>]*>.*?</\2>)", re.DOTALL
)  # only folded parts with this class are left alone, see `reader_page`
_FOLDED = re.compile(r"<details\b[^>]*class=\"[^\"]*reproducibility")
_TAG = re.compile(r"(<[^>]*>)")
_SPOKEN = re.compile(r"(\b(?:alt|aria-label|data-label|content|title)=\")([^\"]*)(\")")
_FILE = re.compile(r"\b([\w.-]+)\.(csv|toml|ipynb|json|txt|py|xlsx)\b(?::(\d+))?")
_IDENTIFIER = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_APOSTROPHE = re.compile(r"(?<=[А-Яа-яІЇЄҐіїєґ])['`ʼ′](?=[А-Яа-яІЇЄҐіїєґ])")
_LETTER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=\d)")
_MINUS = re.compile(r"(?<![\w.,–-])-(?=\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)-((?:19|20)\d\d)(?!\d)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]?%")
_WORD = r"[А-Яа-яІЇЄҐіїєґ][А-Яа-яІЇЄҐіїєґ’'\u2011-]*"
_RUN = re.compile(rf"{_WORD}(?:[\s\d.,;:()/№«»–+%\u00a0-]*{_WORD})*[)»]?")
_LONG_RUN = re.compile(r"[а-яіїєґ]{3,}")
_QUOTED = ("“", "«", '"')
_MIXED = re.compile(r"\b(?=\w*[А-Яа-яІЇЄҐіїєґ])(?=\w*[a-zA-Z])\w+\b")
_LOOKALIKES = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
_COUNTED = re.compile(
    r"(\b[а-яіїєґ]+\s)?(?<![\d,.–])(\d[\d\u00a0\u202f]*(?:,\d+)?)([\u00a0\u202f ])([а-яіїєґ’]+)\b"
)
_GENITIVE = frozenset(
    [
        "до",
        "від",
        "з",
        "із",
        "зі",
        "близько",
        "більше",
        "менше",
        "для",
        "серед",
        "понад",
        "без",
        "після",
        "проти",
        "не",
        "у",
        "в",
        "щонайменше",
    ]
)
_CODE_WORDS = {"nan": MISSING, "None": MISSING, "inf": MISSING}


def reader_page(page: str, language: str, documents: Mapping[str, str] | None = None) -> str:
    """Return a rendered page in which every text is fit for a reader.

    Parameters
    ----------
    page : str
        A complete document.
    language : {"uk", "en"}
    documents : mapping, optional
        Titles of documents by file name.

    Returns
    -------
    str
        The same document; applied twice it is the same as once. Tags stay as they are, except the
        words for a reader who does not see them (``alt``, ``aria-label``).

    Examples
    --------
    >>> reader_page("<p>revenue.csv: 5 %</p>", "en")
    '<p>the table “Revenue”: 5%</p>'
    """
    words, known = get_language(language), documents or {}
    parts = []
    for part in _split_folded(page):
        parts.append(part if _keep(part) else _settled(part, words, known))
    return "".join(parts)


def _keep(part: str) -> bool:
    return part.startswith(("<style", "<script")) or bool(_FOLDED.match(part))


def _split_folded(page: str) -> list[str]:
    """The page in parts: folded sections, styles and what lies between them."""
    parts, at = [], 0
    for found in _SKIPPED.finditer(page):
        if not _keep(found[0]):
            continue
        parts += [page[at : found.start()], found[0]]
        at = found.end()
    return [*parts, page[at:]]


def _settled(part: str, words: Language, documents: Mapping[str, str]) -> str:
    made, inside_foreign = [], 0
    for piece in _TAG.split(part):
        if piece.startswith("<"):
            if piece.startswith("<span lang="):
                inside_foreign += 1
            elif piece == "</span>" and inside_foreign:
                inside_foreign -= 1
            made.append(_SPOKEN.sub(lambda m: _spoken(m, words, documents), piece))
        elif piece.strip():
            text = reader_text(unescape(piece), words.code, documents)
            quoted = words.code == "en" and not inside_foreign
            made.append(_marked(text) if quoted else escape(text, quote=False))
        else:
            made.append(piece)
    return "".join(made)


def _spoken(found: re.Match[str], words: Language, documents: Mapping[str, str]) -> str:
    """An attribute that is read out; what needs no change, as a policy, stays as it is written."""
    text = unescape(found[2])
    if "default-src" in text or text.startswith(("width=", "stratanalysis ")):
        return found[0]
    made = reader_text(text, words.code, documents)
    made = _RUN.sub(_in_quotes, made) if words.code == "en" else made
    return found[0] if made == text else found[1] + escape(made) + found[3]


def reader_text(text: str, language: str, documents: Mapping[str, str] | None = None) -> str:
    r"""Return one text as a reader should see it.

    Examples
    --------
    >>> reader_text("Заходи, прив'язані до two_words: 5 % (-3)", "uk")
    'Заходи, прив’язані до two words: 5\xa0% (−3)'
    >>> reader_text("revenue.csv:12: nothing for 2020-2022", "en")
    'the table “Revenue”, row 12: nothing for 2020–2022'
    """
    words = get_language(language)
    whole = text
    text = _FILE.sub(lambda m: _title(m, words, documents or {}, whole), whole)
    text = _IDENTIFIER.sub(lambda m: _identifier(m[0], words), text)
    text = re.sub(r"\b(nan|inf)\b", lambda m: _CODE_WORDS[m[0]], text)
    text = re.sub(r"(?<![.!?] )(?<!^)\bNone\b", MISSING, text)
    text = _MIXED.sub(lambda m: _one_alphabet(m[0]), text)
    text = _APOSTROPHE.sub("’", text)
    text = _SPAN.sub(r"\1–\2", text)
    text = _MINUS.sub("−", text)
    text = _LETTER_HYPHEN.sub("\N{NON-BREAKING HYPHEN}", text)
    if language == "en":
        return _PERCENT.sub("%", text)
    return agreeing(_PERCENT.sub("\N{NO-BREAK SPACE}%", text))


def agreeing(text: str) -> str:
    r"""Return a Ukrainian text whose nouns agree with their numbers, outside quotations.

    After a preposition of the genitive both cases are left as they are.

    Examples
    --------
    >>> agreeing("72\xa0582 осіб; до 22 осіб; 2027 року")
    '72\xa0582 особи; до 22 осіб; 2027 року'
    """
    return _COUNTED.sub(lambda m: _agreed(m, text), text)


def _agreed(found: re.Match[str], text: str) -> str:
    before, number, space, word = found[1] or "", found[2], found[3], found[4]
    noun = _forms().get(word)
    if noun is None or (noun == "year" and re.fullmatch(r"(19|20)\d\d", number)):
        return found[0]
    head = text[: found.start()]
    if head.count("«") > head.count("»"):  # a quotation keeps its words
        return found[0]
    words = get_language("uk")
    right = {words.noun(noun, number), words.noun(noun, number, case="accusative")}
    if before.strip().lower() in _GENITIVE:
        right.add(words.noun(noun, number, case="genitive"))
    return found[0] if word in right else f"{before}{number}{space}{words.noun(noun, number)}"


@functools.cache
def _forms() -> dict[str, str]:
    """English noun by each of its Ukrainian forms."""
    found: dict[str, str] = {}
    for noun, entry in noun_forms().items():
        for word in (*entry["nominative"], *entry["genitive"], entry.get("accusative")):
            if word and " " not in word:
                found.setdefault(word, noun)
    return found


def _one_alphabet(word: str) -> str:
    """A word of two alphabets in Cyrillic, where its Latin letters only look like Cyrillic ones."""
    made = word.translate(_LOOKALIKES)
    return word if re.search(r"[a-zA-Z]", made) else made


def _title(found: re.Match[str], words: Language, documents: Mapping[str, str], whole: str) -> str:
    """The title of a table or document instead of the name of its file."""
    stem, line = found[1], found[3]
    place = words.text(", row {line}", line=line) if line else ""
    name = f"{stem}.{found[2]}"
    if name in documents:
        return _quoted(documents[name], words) + place
    if stem in TABLE_TITLES:
        title = _quoted(words.text(TABLE_TITLES[stem]), words)
        before = whole[: found.start()].rstrip().lower()
        named = re.search(r"(таблиц\w*|tables?|\.csv,)$", before)
        return title + place if named else words.text("the table {title}", title=title) + place
    return words.text("data of the project") + place


def _quoted(title: str, words: Language) -> str:
    return f"«{title}»" if words.code == "uk" else f"“{title}”"


def _identifier(name: str, words: Language) -> str:
    if name in TABLE_TITLES:
        return words.text(TABLE_TITLES[name])
    return words.text(name.replace("_", " "))


def _marked(text: str) -> str:
    """A text of an English page as HTML: Ukrainian is quoted and its language is named."""
    made, at = [], 0
    for found in _RUN.finditer(text):
        run = found[0]
        before = text[: found.start()]
        made.append(escape(text[at : found.start()], quote=False))
        at = found.end()
        if not _LONG_RUN.search(run):
            made.append(escape(run, quote=False))
            continue
        place = _place_name(run)
        if place:
            made.append(escape(place, quote=False))
            continue
        said = run if before.rstrip().endswith(_QUOTED) else f"“{run}”"
        made.append(f'<span lang="uk">{escape(said, quote=False)}</span>')
    made.append(escape(text[at:], quote=False))
    return "".join(made)


def _in_quotes(found: re.Match[str]) -> str:
    before = found.string[: found.start()].rstrip()
    if not _LONG_RUN.search(found[0]) or before.endswith(_QUOTED):
        return found[0]
    return _place_name(found[0]) or f"“{found[0]}”"


def _place_name(run: str) -> str:
    """The Latin name of an oblast, raion or community of the register; empty for other words."""
    if " " in run.strip() or len(run) > 40:
        return ""
    return _places().get(run, "")


@functools.cache
def _places() -> dict[str, str]:
    from stratanalysis.reference import country_table

    register = country_table("hromadas")[
        ["katottg", "name", "oblast", "raion", "raion_katottg"]
    ].fillna("")
    centres = english_centres()
    found: dict[str, str] = {}
    for row in register.to_dict("records"):
        name = str(row["name"])
        known = found.setdefault(name, centres[row["katottg"]])
        if known != centres[row["katottg"]]:  # two communities of one name
            found[name] = transliterate(name)
    for row in register.drop_duplicates("raion_katottg").to_dict("records"):
        raion = str(row["raion"])
        found[raion] = english_raion(raion, str(row["raion_katottg"]))
    return found | {str(name): english_oblast(str(name)) for name in register["oblast"].unique()}
