"""Terms in words and in passports against the years of the title of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok
from stratanalysis.findings import Severity
from stratanalysis.quantities import find_periods, find_years

__all__ = ["terms_in_words", "terms_of_passports", "title_period"]

_RUNS = re.compile(
    r"(?:зах[оі]д\w{0,4}|про[єе]кт\w{0,3}|програм\w{1,3}|завдання|етап\w{0,3}|робот\w{1,3}|"
    r"будівництв\w|реконструкці\w|measure|project|programme)[^.;]{0,80}"
    r"(?:реаліз|викон|трива|здійсн|провод|розрахован|заверш|заплан|runs|lasts)\w*|"
    r"(?:строк|термін)\w{0,3}[ ](?:реалізації|виконання|дії)|"
    r"етап\w{0,3}[ ]?(?:\d[ ]?)?[:\u2013\u2014]",
    re.IGNORECASE,
)
_TERM_LABEL = re.compile(
    r"(?:строк|термін|період|етап)\w{0,2}[ ](?:та етапи[ ])?(?:реалізації|виконання|дії)",
    re.IGNORECASE,
)
_MADE_BY = re.compile(r"ініціатор|розробник|замовник програм|співвиконав", re.IGNORECASE)
_OTHER_TERM = re.compile(
    r"звіт|моніторинг|попередн|минул|наступн|перехідн|продовж|державн|обласн|област|україн|"
    r"закон|постанов|рішенн|наказ|субвенц|догов|кредит|позик|стратегі|після|гаранті",
    re.IGNORECASE,
)
"""Words that make a term that of something else."""
_PLAN = re.compile(r"стратег|програм|план|strategy|programme|plan", re.IGNORECASE)


def title_period(material: Material) -> tuple[int, int] | None:
    """Return the first and last year of the title: ``Програма на 2025-2027 роки``."""
    for passage in material.passages[:80]:
        if passage.cell or not _PLAN.search(passage.text):
            continue
        for period in find_periods(passage.text):
            if period.kind == "years" and period.start and period.end and not period.reversed:
                return period.start.year, period.end.year
    return None


def terms_in_words(material: Material) -> Iterator[Verdict]:
    """Check "measure 3 runs from March 2025 to June 2029" against the years of the title."""
    plan = title_period(material)
    if plan is None:
        return
    for sentence in material.sentences:
        text = sentence.text
        if sentence.passage.cell or not _RUNS.search(text) or _OTHER_TERM.search(text):
            continue
        for period in find_periods(text):
            if period.end is None or period.start == period.end or period.end.year <= plan[1]:
                continue
            if period.start is not None and period.start.year > plan[1]:
                continue  # what comes after the plan
            yield mismatch(
                Severity.WARNING,
                sentence.source(period.at),
                "the term {stated} goes beyond the period {computed} of the plan; correct the term",
                stated=period.written,
                computed=f"{plan[0]}–{plan[1]}",
            )


def terms_of_passports(material: Material) -> Iterator[Verdict]:
    """Check the term in the passport of a programme against the years of its title."""
    plan = title_period(material)
    for table in material.document.tables() if plan is not None else ():
        rows = [row for row in table.rows if 2 <= len(row.filled) <= 3]
        labels = [row.filled[-2].text for row in rows]
        own = any(_MADE_BY.search(label) for label in labels)
        for row, label in zip(rows, labels, strict=True):
            if not _TERM_LABEL.search(label) or not (own or _PLAN.search(label)):
                continue
            years = [year for year in find_years(row.filled[-1].text) if year > 2000]
            if plan is None or not years:
                continue
            if all(plan[0] <= year <= plan[1] for year in years):
                yield ok()
                continue
            yield mismatch(
                Severity.WARNING,
                material.document.source(row),
                "the term {stated} goes beyond the period {computed} of the plan; correct the term",
                stated=" ".join(row.filled[-1].text.split())[:60],
                computed=f"{plan[0]}–{plan[1]}",
            )
