"""What the text states against the official tables of the community: people, area, ranks, money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stratanalysis.audit.statements import Figure, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.finance.executed import executed_rows
from stratanalysis.findings import Severity
from stratanalysis.quantities import find_dates, find_years

__all__ = [
    "check_area",
    "check_population",
    "check_ranks",
    "check_revenue",
    "stated_areas",
    "stated_populations",
]

_PEOPLE = re.compile(
    r"(?:чисельн|кільк)\w{0,6}[ ](?:\w{3,12}[ ]){0,2}(?:населенн|мешканц|жител)|"
    r"(?:населенн|мешканц|жител)\w{1,3}[ ][^.;]{0,60}(?:складає|становить|проживає|налічує)|"
    r"population of",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"(?:громад|отг|тг)\w{0,3}[^.;]{0,60}(?:мешка|прожива|живе|живуть|налічу)\w{0,4}|"
    r"населенн\w[ ](?:\w{3,20}[ ])?(?:громад|отг|тг)\w{0,3}"
    r"[^.;]{0,50}(?:[\u2013\u2014:-]|становил\w|склада(?:є|в|ло|ла)|становить)",
    re.IGNORECASE,
)
_ALL_PEOPLE = re.compile(r"(?:осіб|особи|особа|мешканців|мешканці|жителів|жителі|людей|чол)\.?$")
_SOME_PEOPLE = re.compile(
    r"[ ]{0,2}(?:з інвалід|віком|старш|молодш|пенс|які|що |з числа|впо|внутр|працездат|без )",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"област(?!і[ ]*$)|район|україн|працездат|охоплен|обслугов|деклара|опит|пацієнт|дитяч|"
    r"дітей|селищ|колон|перепис|безроб|зайнят|пенсіон|інвалід|впо",
    re.IGNORECASE,
)
_PART_OF_PEOPLE = re.compile(
    r"(?:міськ|сільськ)\w{1,3}(?![ ](?:рад|територ|громад|тг|отг|голов))|чоловік|жін|працездат|"
    r"(?:в|у)[ ](?:тому[ ]числі|т\.[ ]?ч)|з[ ]них|з[ ]яких|із[ ]них|urban|rural",
    re.IGNORECASE,
)
_OWN = re.compile(r"громад|мтг|отг|тг(?![^\W\d_])|hromada|community", re.IGNORECASE)
_NAMED = re.compile(r"(?<=[ «\"])[А-ЯІЇЄҐA-Z][^\W\d_]{2,}|\b[мс]\.[ ]?[А-ЯІЇЄҐ]")
"""A name of a place within a sentence."""
_AREA = re.compile(r"площ\w{1,3}|area", re.IGNORECASE)
_DENSITY = re.compile(r"густот|щільн|density|(?:\bна|/|\bper|\ba)[ ]?$", re.IGNORECASE)
"""People per square kilometre: the kilometre is no area."""
_PART = re.compile(
    r"міста|старост|сел[аи]?[ ]|ріллі|угід|лісів|забудов|земель|ділян|парку|полігон|адміністративн",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?P<word>перш|друг|трет|четверт|п'ят|шост|сьом|восьм|дев'ят|десят)(?:а|ою|е|им|у|ій|я)[ ]"
    r"(?:місц\w{1,3}[ ])?за[ ](?P<by>[^.;,()]{4,80})",
    re.IGNORECASE,
)
_ORDINALS = ("перш", "друг", "трет", "четверт", "п'ят", "шост", "сьом", "восьм", "дев'ят", "десят")
_BY_AREA = re.compile(r"розмір|площ|територі", re.IGNORECASE)
_BY_PEOPLE = re.compile(r"чисельн|населенн|мешканц|жител", re.IGNORECASE)
_REVENUE = re.compile(r"(?:доход\w{0,3}|надходжен\w{2,4})", re.IGNORECASE)
_BUDGET = re.compile(r"бюджет", re.IGNORECASE)


def stated_populations(material: Material) -> Iterator[tuple[Sentence, Figure, int | None]]:
    """Yield the statements of the number of inhabitants of the community, each with its year."""
    for sentence in material.sentences:
        if not (_PEOPLE.search(sentence.text) or _LIVE.search(sentence.text)):
            continue
        for figure in sentence.figures:
            if figure.unit != "persons" or figure.value < 500:
                continue
            before = sentence.text[max(0, figure.start - 130) : figure.start]
            earlier = [f.end for f in sentence.figures if f.end <= figure.start]
            own = sentence.text[max(earlier, default=0) : figure.start]
            if not (_PEOPLE.search(before) or _lives(sentence.text, own, figure)):
                continue
            if _OTHERS.search(before):
                continue
            if _PART_OF_PEOPLE.search(before[-(figure.start - max(earlier, default=0)) :]):
                continue
            named = _NAMED.search(sentence.text, 1)
            if named and not (_OWN.search(before) or _OWN.search(sentence.text)):
                continue
            near = _year(own)
            yield sentence, figure, near or _year(sentence.text[: figure.end + 40])


def _lives(text: str, own: str, figure: Figure) -> bool:
    """Tell whether a figure counts all who live in the community: "8 450 people lived in it"."""
    match = next(reversed(list(_LIVE.finditer(own))), None)
    whole = _ALL_PEOPLE.search(figure.written) is not None
    return (
        match is not None
        and len(own) - match.end() < 40
        and whole
        and not _SOME_PEOPLE.match(text, figure.end)
    )


def _year(text: str) -> int | None:
    """Return the year on whose first day a figure holds, where the text names one."""
    for date in find_dates(text):
        if date.value is not None:
            first = date.value.month == 1 and date.value.day == 1
            return date.value.year if first or date.value.month < 7 else date.value.year + 1
    years = find_years(text)
    if not years:
        return None
    at_end = re.search(rf"кінец[ьа]?[^.]{{0,12}}{years[0]}", text, re.IGNORECASE)
    return years[0] + 1 if at_end else years[0]


def check_population(material: Material) -> Iterator[Verdict]:
    """Compare stated numbers of inhabitants with the official ones.

    Of the year that the sentence names, on 1 January, present or resident population; of any year
    where it names none. Equal within the rounding of the text is confirmed.
    """
    if material.community is None:
        return
    table = material.community["population"]
    for sentence, figure, year in stated_populations(material):
        rows = table[table["value"].notna()]
        if "постійн" in sentence.text.lower() or "наявн" in sentence.text.lower():
            kind = "resident" if "постійн" in sentence.text.lower() else "present"
            rows = rows[rows["kind"] == kind]
        if year is not None:
            rows = rows[rows["year"] == year]
        if rows.empty or figure.approximate:
            yield unknown()
            continue
        values = rows.to_dict("records")
        if any(_agree(figure, float(row["value"])) for row in values):
            yield ok()
            continue
        best = min(values, key=lambda row: abs(float(row["value"]) - figure.value))
        why = (
            "{stated} inhabitants are stated; the official resident population on 1 January "
            "{year} is {computed} (source: {source}); use it, or name the source of the figure"
            if best["kind"] == "resident"
            else "{stated} inhabitants are stated; the official present population on 1 January "
            "{year} is {computed} (source: {source}); use it, or name the source of the figure"
        )
        yield mismatch(
            Severity.WARNING,
            sentence.source(figure.start),
            why,
            stated=figure.written,
            computed=write(float(best["value"])),
            year=int(best["year"]),
            source=str(best["source"]),
        )


def _agree(figure: Figure, value: float) -> bool:
    return abs(figure.value - value) <= figure.margin + 0.5


def stated_areas(material: Material) -> Iterator[tuple[Sentence, Figure, float, float]]:
    """Yield the statements of the area of the community, with value and margin in km²."""
    for sentence in material.sentences:
        for figure in sentence.figures:
            if figure.unit not in ("km2", "ha") or figure.approximate:
                continue
            before = sentence.text[max(0, figure.start - 90) : figure.start]
            if not _AREA.search(before) or not _OWN.search(before) or _PART.search(before):
                continue
            if _DENSITY.search(_AREA.split(before)[-1]):
                continue
            factor = 0.01 if figure.unit == "ha" else 1.0
            yield sentence, figure, figure.value * factor, figure.margin * factor


def check_area(material: Material) -> Iterator[Verdict]:
    """Compare the stated area of the community with the official one."""
    if material.community is None or material.community.area_km2 is None:
        return
    official = material.community.area_km2
    for sentence, figure, value, margin in stated_areas(material):
        if abs(value - official) <= max(margin, 0.05) + 1e-9:
            yield ok()
            continue
        if not 0.5 < value / official < 2:
            yield unknown()
            continue
        yield mismatch(
            Severity.WARNING,
            sentence.source(figure.start),
            "the area {stated} is stated; the register of communities gives {computed}; use "
            "it, or name the source of the figure",
            stated=figure.written,
            computed=write(official, 1, "км²"),
        )


def check_ranks(material: Material) -> Iterator[Verdict]:
    """Compare "the fourth by area and inhabitants in the oblast" with the table of communities.

    Among the communities of the oblast that were not occupied before 2022; population of 2022.
    """
    community, table = material.community, material.hromadas
    if community is None or table is None or not community.katottg:
        return
    own = table[table["katottg"] == community.katottg]
    if own.empty:
        return
    oblast = table[table["oblast"] == own["oblast"].iloc[0]]
    if "occupied_before_2022" in oblast:
        oblast = oblast[oblast["occupied_before_2022"].fillna(0) == 0]
    for sentence in material.sentences:
        for match in _RANK.finditer(sentence.text):
            if not _OWN.search(sentence.text[: match.start()]):
                continue
            stated = _ORDINALS.index(match["word"].lower()) + 1
            for pattern, column, what in (
                (_BY_AREA, "area_km2", "area"),
                (_BY_PEOPLE, "population_2022", "population"),
            ):
                if not pattern.search(match["by"]):
                    continue
                values = oblast[column].dropna()
                rank = int((values > own[column].iloc[0]).sum()) + 1
                if rank == stated:
                    yield ok()
                    continue
                why = (
                    "place {stated} by area is stated; by the table of communities it is "
                    "{computed} of {count} in the controlled part of the oblast; correct it"
                    if what == "area"
                    else "place {stated} by population is stated; by the official figures of 2022 "
                    "it is {computed} of {count} in the controlled part of the oblast; correct it, "
                    "or name the year"
                )
                yield mismatch(
                    Severity.WARNING,
                    sentence.source(match.start()),
                    why,
                    stated=str(stated),
                    computed=str(rank),
                    count=len(values),
                )


def check_revenue(material: Material) -> Iterator[Verdict]:
    """Compare stated yearly revenues of the budget with the executed ones.

    Only sentences that name one year, the budget and its revenues; confirmed where the figure is
    the total, or the total without transfers.
    """
    if material.community is None:
        return
    table = executed_rows(material.community["revenue"])
    if table.empty:
        return
    transfers = table["group"].isin(["base_subsidy", "additional_subsidy", "other_transfers"])
    for sentence in material.sentences:
        years = find_years(sentence.text)
        if len(years) != 1 or not _BUDGET.search(sentence.text):
            continue
        amounts = [f for f in sentence.figures if f.unit == "UAH"]
        revenue = _REVENUE.search(sentence.text)
        if len(amounts) != 1 or revenue is None or revenue.start() > amounts[0].start:
            continue
        rows = table["year"] == years[0]
        own, total = table[rows & ~transfers]["value"].sum(), table[rows]["value"].sum()
        figure = amounts[0]
        if not rows.any() or not 0.5 < figure.value / max(total, 1.0) < 2:
            yield unknown()
            continue
        if any(_agree(figure, value) for value in (own, total)):
            yield ok()
            continue
        yield mismatch(
            Severity.WARNING,
            sentence.source(figure.start),
            "revenues of {stated} are stated for {year}; the executed budget has {computed} in all "
            "and {own} without transfers; say which revenues are meant",
            stated=figure.written,
            computed=write(total / 1e6, 1, "млн грн"),
            own=write(own / 1e6, 1, "млн грн"),
            year=years[0],
        )
