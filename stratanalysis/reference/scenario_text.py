"""The scenario file that a community starts from: a baseline of official rates, two templates.

The baseline holds on the community's own past and its oblast's statistics; the optimistic and the
rational scenario are conventional differences that a user replaces. Their reasons begin with
``Template:`` until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from stratanalysis.reference.country import country_rows
from stratanalysis.reference.returns import RETURNS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TEMPLATE_MARK", "starting_scenarios", "war_assumptions"]

TEMPLATE_MARK = "Template:"
"""How the reason of an assumption begins that nobody has replaced yet."""


_KEPT, _LARGEST = 0.7, 0.015
"""What is kept of an own residual, and the largest, a year: chosen by back-tests (method note)."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """A value of the baseline with its reason in both languages."""

    value: float
    kind: str
    source: str
    uk: str
    en: str


_UNKNOWN = {
    "natural": _Rate(
        -0.01,
        "judgement",
        "",
        "Шаблон: замініть числом громади або області",
        "Template: put the figure of the community or of the oblast here",
    ),
    "migration": _Rate(
        0.0,
        "judgement",
        "",
        "Шаблон: обчисліть зі зміни населення мінус природний приріст",
        "Template: compute it from the change of population less natural change",
    ),
    "age": _Rate(
        0.59,
        "judgement",
        "",
        "Шаблон: частка віку 16–59 років у громаді або області",
        "Template: share of ages 16 to 59 in the community or the oblast",
    ),
}


def starting_scenarios(katottg: str = "", oblast_katottg: str = "") -> str:
    """Write the scenario file of a community that has none of its own.

    Parameters
    ----------
    katottg, oblast_katottg : str
        Codes of the community and its oblast; without them every rate is a template.

    Returns
    -------
    str
        TOML. Natural change is the oblast's rate of 2021; net migration the community's own mean
        annual change of 1 January 2020 to 2022, without years in which its boundaries changed,
        less that rate: seven tenths of the difference, of at most 1.5 % a year (the rule of
        :func:`stratanalysis.demography.local_growth`), halved every five years from 2027. Where
        no year is left it is the oblast's net migration of 2021. Fertility and life expectancy
        are the nation's by year. The war: :func:`war_assumptions`.
    """
    text = _text("scenarios.toml").replace("@war@", war_assumptions(katottg))
    rates = dict(_UNKNOWN)
    if oblast_katottg:
        rates |= _official(katottg, oblast_katottg[:4])
    for mark, rate in rates.items():
        for name, given in (
            ("value", f"{rate.value:.4f}"),
            ("half", f"{rate.value / 2:.5f}"),
            ("quarter", f"{rate.value / 4:.5f}"),
            ("kind", rate.kind),
            ("source", rate.source),
            ("uk", rate.uk),
            ("en", rate.en),
        ):
            text = text.replace(f"@{mark}_{name}@", given)
    return text


def war_assumptions(katottg: str) -> str:
    """Write the assumptions of the war: who is away, when the fighting ends, who returns.

    Parameters
    ----------
    katottg : str

    Returns
    -------
    str
        TOML of the baseline: the shares of
        :func:`stratanalysis.reference.war_stocks.displaced_shares` by year and
        :data:`stratanalysis.reference.returns.RETURNS`. Empty for a place outside the register and
        for one under occupation, of which nothing is projected.
    """
    if not katottg:
        return ""
    from stratanalysis.reference.war_stocks import displaced_shares

    shares = displaced_shares(katottg)
    if not shares:
        return ""
    given = {
        "displacement": ", ".join(f"{year} = {share:.4f}" for year, share in shares.items()),
        "war_end": str(RETURNS.war_end or 0),
        "share": str(RETURNS.abroad),
        "men": str(RETURNS.men),
        "half_life": str(RETURNS.half_life),
    }
    text = _text("scenarios_war.toml")
    for mark, value in given.items():
        text = text.replace(f"@{mark}@", value)
    return text + "\n"


def _text(file: str) -> str:
    return (resources.files("stratanalysis.reference") / file).read_text("utf-8")


def _official(katottg: str, oblast: str) -> dict[str, _Rate]:
    from stratanalysis.reference.demographic import reference_table

    rates: dict[str, _Rate] = {}
    change = reference_table("oblast_population_change", ("oblast_code", "component", "value"))
    parts = change[change["oblast_code"] == oblast].set_index("component")["value"]
    if not {"population_start", "natural_change", "net_migration"} <= set(parts.index):
        return rates
    natural = float(parts["natural_change"] / parts["population_start"])
    rates["natural"] = _Rate(
        natural,
        "statistic",
        "Ukrstat, change of population of the oblast, 2021",
        "Природне скорочення області у 2021 році; для громади окремих даних немає",
        "Natural change of the oblast in 2021; there is none for the community",
    )
    rates["migration"] = _migration(katottg, natural, parts)
    ages = reference_table("oblast_population_age_sex", ("oblast_code", "age", "value"))
    rows = ages[ages["oblast_code"] == oblast]
    if len(rows):
        share = float(rows.loc[rows["age"].between(16, 59), "value"].sum() / rows["value"].sum())
        rates["age"] = _Rate(
            share,
            "statistic",
            "Ukrstat, sex and age in the oblast, 1 January 2022",
            "Частка віку 16–59 років в області на 1 січня 2022 року; рівень на бюджет не впливає",
            "Share of ages 16 to 59 in the oblast on 1 January 2022; the level does not move the "
            "budget",
        )
    return rates


def _migration(katottg: str, natural: float, oblast: pd.Series) -> _Rate:
    people = country_rows("hromada_population", katottg).set_index("year")["value"]
    broken = set(country_rows("hromada_breaks", katottg)["year"])
    changes = [
        float(people[year] / people[year - 1] - 1)
        for year in (2021, 2022)
        if {year, year - 1} <= set(people.index) and people[year - 1] > 0 and year not in broken
    ]
    if changes:
        mean = sum(changes) / len(changes)
        shown = f"{100 * mean:.2f}".replace("-", "−")
        uk = shown.replace(".", ",")
        left = ", без року, коли змінилися межі" if broken else ""
        left_en = ", without the year of changed boundaries" if broken else ""
        return _Rate(
            _KEPT * min(max(mean - natural, -_LARGEST), _LARGEST),
            "statistic",
            "Ministry of Finance 2020-2021, Ukrstat 2022: population",
            f"Власна зміна населення {uk}\N{NO-BREAK SPACE}% на рік за 2020–2022 роки{left} мінус "
            "природне скорочення області: сім десятих різниці, з 2027 року вдвічі менше кожні "
            "п’ять років",
            f"Own change of population of {shown} % a year in 2020-2022{left_en} less the "
            "natural change of the oblast: seven tenths of it, halved every five years from 2027",
        )
    return _Rate(
        float(oblast["net_migration"] / oblast["population_start"]),
        "statistic",
        "Ukrstat, change of population of the oblast, 2021",
        "Сальдо міграції області у 2021 році: власного ряду без зміни меж громада не має",
        "Net migration of the oblast in 2021: the community has no series within one boundary",
    )
