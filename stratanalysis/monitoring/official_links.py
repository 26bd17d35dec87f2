"""What official data measure already of the things a plan is about: linked by rule.

A rule names a figure of the community's tables and the words by which a goal or an indicator
speaks of it. A link says that the figure belongs to the subject, not that it is the indicator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance.executed import full_year_rows, one_total
from stratanalysis.finance.revenue import REGULAR_GROUPS, TRANSFER_GROUPS

if TYPE_CHECKING:
    from stratanalysis.community import Community

__all__ = ["LINKS", "Link", "official_links"]


@dataclass(frozen=True, slots=True)
class Link:
    """One rule.

    Attributes
    ----------
    figure : str
        ``population``, ``own_revenue``, ``transfers``, ``expenditure``, or a variable of
        ``statistics.csv``.
    label : str
        What is shown; a key of the catalogues.
    words : str
        Pattern of the words of a title, small letters.
    """

    figure: str
    label: str
    words: str


LINKS = (
    Link("population", "Population on 1 January", r"насел|мешкан|людей|житлов|демограф|residents"),
    Link("own_revenue", "Revenue excluding transfers",
         r"бюджет|податк|економі|бізнес|підприєм|інвест|фінанс"),
    Link("transfers", "Grants and subventions received", r"субвенц|дотац|співфінанс|бюджет|донор"),
    Link("tax_capacity_index", "Tax-capacity index", r"економі|спромож|податк|бюджет"),
    Link("pit_per_head", "Personal income tax per head", r"економі|прац|зайнят|зарплат|вакансі"),
    Link("entrepreneurs", "Entrepreneurs (natural persons)", r"підприєм|бізнес|мсп|самозайнят"),
    Link("small_and_medium_enterprises", "Small and medium enterprises",
         r"бізнес|мсп|малий|підприємц"),
    Link("industrial_enterprises", "Industrial enterprises", r"промислов|індустр|виробництв"),
    Link("agricultural_enterprises", "Agricultural enterprises",
         r"аграр|фермер|кооператив|сільськ"),
    Link("schools", "Schools", r"шк[оі]л|освіт"),
    Link("pupils", "Pupils", r"шк[оі]л|освіт|навчан|учн"),
    Link("kindergartens", "Kindergartens", r"садк|дошкіл|освіт"),
    Link("health_declarations", "Declarations with a family doctor",
         r"здоров|медиц|медик|лікар|амбулатор|нсзу"),
    Link("persons_with_disability", "Persons with a disability",
         r"інвалід|соцпослуг|вразлив|реабіліт"),
    Link("average_monthly_wage", "Average monthly wage", r"прац|зарплат|економі"),
    Link("internet_providers", "Internet providers", r"інтернет|wifi"),
    Link("expenditure", "Executed expenditure", r"бюджет|управлін|влад|самоврядув"),
)  # fmt: skip

COLUMNS = [
    "figure",
    "label",
    "year",
    "value",
    "unit",
    "before",
    "before_year",
    "source",
    "subjects",
]


def official_links(community: Community, subjects: Mapping[str, str]) -> pd.DataFrame:
    """Link the community's official figures to the subjects of its plan.

    Parameters
    ----------
    community : Community
    subjects : mapping
        Titles of goals, sections or indicators by code, in their order.

    Returns
    -------
    pandas.DataFrame
        A row for every figure that is known and that a subject speaks of: `figure`, `label`
        (English), `year`, `value`, `unit`, `before` and `before_year` (the year before it that is
        known, else missing), `source` (identifiers of ``sources.csv``), `subjects` (codes).
    """
    rows = []
    for link in LINKS:
        codes = [code for code, title in subjects.items() if re.search(link.words, title.lower())]
        series = _series(community, link.figure) if codes else []
        if not series:
            continue
        year, value, unit, source = series[-1]
        earlier = series[-2] if len(series) > 1 else (pd.NA, float("nan"), unit, "")
        rows.append(
            {
                "figure": link.figure, "label": link.label, "year": year, "value": value,
                "unit": unit, "before": earlier[1], "before_year": earlier[0], "source": source,
                "subjects": ", ".join(codes),
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _series(community: Community, figure: str) -> list[tuple[int, float, str, str]]:
    """Years, values, units and sources of one figure, in order; one value a year."""
    if figure == "population":
        people = community["population"].dropna(subset=["value"])
        kinds = people["kind"].value_counts()
        own = people[people["kind"] == ("present" if "present" in kinds else "resident")]
        return _listed(own.assign(unit="persons"))
    if figure in ("own_revenue", "transfers"):
        rows = one_total(full_year_rows(community["revenue"]))
        groups = TRANSFER_GROUPS if figure == "transfers" else REGULAR_GROUPS
        return _summed(rows[rows["group"].isin(groups)])
    if figure == "expenditure":
        rows = one_total(full_year_rows(community["expenditure"]))
        if rows.empty:
            return []
        return _summed(rows[rows["classification"] == rows["classification"].iloc[0]])
    return _listed(community["statistics"].query("variable == @figure").dropna(subset=["value"]))


def _listed(rows: pd.DataFrame) -> list[tuple[int, float, str, str]]:
    last = rows.drop_duplicates("year", keep="last").sort_values("year")
    return [
        (int(row["year"]), float(row["value"]), str(row["unit"]), str(row["source"]))
        for row in last.to_dict("records")
    ]


def _summed(rows: pd.DataFrame) -> list[tuple[int, float, str, str]]:
    found = []
    for year, family in rows.groupby("year"):
        sources = ", ".join(dict.fromkeys(family["source"].astype(str)))
        found.append((int(str(year)), float(family["value"].sum()), "UAH", sources))
    return found
