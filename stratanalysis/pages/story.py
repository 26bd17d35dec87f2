"""The findings that a council reads first: chosen by rules from the figures, ranked, in sentences.

Each rule looks at one kind of figure (:class:`StoryFacts`) and gives a row of a table: how much it
matters, the chapter that holds the details, the sentence as a pattern of the catalogues with named
parts. A part is a number with its kind, so that the same row is written in either language with the
noun in its right form.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from stratanalysis.pages.executed import capacity_decimals
from stratanalysis.pages.story_balance import deficit, military
from stratanalysis.pages.story_words import Part, finding, sentence

__all__ = ["StoryFacts", "chosen", "story", "story_findings"]

LEAST, MOST = 3, 5
"""How many findings a page shows."""
_NEAR = 0.05
"""Changes smaller than this share are no finding."""


@dataclass(frozen=True)
class StoryFacts:
    """Figures of one community; what is not known is empty or None.

    Attributes
    ----------
    base, end : int
        First and last year of the projection.
    population, pupils : DataFrame
        Persons by year and scenario; the first scenario is the baseline.
    revenue, balance : DataFrame
        UAH in the prices of the page by year and scenario; a year whose two sides do not match has
        no balance.
    operating : DataFrame
        The operating balance likewise; empty without expenditure by economic code.
    band : DataFrame
        By year `lower` and `upper` of the balance of the first scenario and whether the band is
        `drawn`; empty where nothing is known of past errors.
    nominal : bool
        Whether the prices of the page are current ones instead of those of `price_year`.
    own_nominal, own_real, revenue_real, expenditure_real : DataFrame
        UAH by year and scenario, of current prices and of those of `price_year`.
    executed : Series
        Own revenue of full executed years, UAH of current prices.
    executed_real : Series
        The same in prices of `price_year`.
    price_year : int
    executed_until : int or None
        Last year of which anything is executed: no projected figure of it is given.
    spent : int or None
        Last year whose expenditure is executed.
    military : tuple or None
        Amount of the PIT on military pay, all revenue, first and last day (ISO) of the last
        executed period in which it was a tenth of revenue or more.
    present : tuple or None
        Year, people present, lower and upper bound of 80 %, people of 1 January 2022.
    peers : mapping
        `value`, `median`, `share` (of the peers that have less), `count`, `year` of own revenue
        per head; empty where there are no peers.
    capacity : mapping
        `index` of tax capacity, `share` of all communities that have less, `year`.
    claims : DataFrame
        As :func:`stratanalysis.questions.check_claims` gives it.
    unknown : tuple of Part
        What is not known: a message of the catalogues and its parts.
    decide_year : int
        The next budget to be adopted.
    """

    base: int
    end: int
    population: pd.DataFrame = field(default_factory=pd.DataFrame)
    pupils: pd.DataFrame = field(default_factory=pd.DataFrame)
    revenue: pd.DataFrame = field(default_factory=pd.DataFrame)
    balance: pd.DataFrame = field(default_factory=pd.DataFrame)
    operating: pd.DataFrame = field(default_factory=pd.DataFrame)
    band: pd.DataFrame = field(default_factory=pd.DataFrame)
    nominal: bool = False
    own_nominal: pd.DataFrame = field(default_factory=pd.DataFrame)
    own_real: pd.DataFrame = field(default_factory=pd.DataFrame)
    revenue_real: pd.DataFrame = field(default_factory=pd.DataFrame)
    expenditure_real: pd.DataFrame = field(default_factory=pd.DataFrame)
    executed: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    executed_real: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    price_year: int = 0
    executed_until: int | None = None
    spent: int | None = None
    military: tuple[float, float, str, str] | None = None
    present: tuple[int, float, float, float, float] | None = None
    peers: Mapping[str, float] = field(default_factory=dict)
    capacity: Mapping[str, float] = field(default_factory=dict)
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    unknown: tuple[tuple[str, Mapping[str, Part]], ...] = ()
    decide_year: int = 0


def story_findings(facts: StoryFacts) -> pd.DataFrame:
    """Return every finding of a community, the most important first.

    Parameters
    ----------
    facts : StoryFacts

    Returns
    -------
    DataFrame
        `rule`, `weight` (larger matters more; a change of 10 % weighs 10), `chapter` (a notebook),
        `patterns` (names in ``story_words.PATTERNS``), `parts` (by name). Without figures it is
        empty.

    Examples
    --------
    >>> people = pd.DataFrame({"baseline": [1000.0, 800.0]}, index=[2022, 2036])
    >>> found = story_findings(StoryFacts(2022, 2036, population=people))
    >>> sentence(found.iloc[0], "en").split(".")[0]
    'Under the baseline scenario the population falls by 20'
    """
    rows = [row for rule in RULES for row in rule(facts)]
    columns = ["rule", "weight", "chapter", "patterns", "parts"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("weight", ascending=False, kind="stable", ignore_index=True)


def chosen(findings: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """Return the findings that are shown: the heaviest, and what is not known in the last place."""
    unknown = findings[findings["rule"] == "unknown"]
    others = findings[findings["rule"] != "unknown"]
    kept = others.head(most - len(unknown.head(1)))
    return pd.concat([kept, unknown.head(1)], ignore_index=True)


def story(
    facts: StoryFacts, language: str | None = None, labels: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """Return the shown findings as sentences, each with its chapter.

    Parameters
    ----------
    facts : StoryFacts
    language : {"uk", "en"}, optional
    labels : mapping, optional
        Names of scenarios other than the three of every strategy.
    """
    shown = chosen(story_findings(facts))
    return [(sentence(row, language, labels), str(row["chapter"])) for _, row in shown.iterrows()]


def _ends(table: pd.DataFrame, name: str) -> tuple[float, float] | None:
    """First and last value of a scenario; None where one is missing."""
    if table.empty or name not in table or len(table) < 2:
        return None
    start, finish = float(table[name].iloc[0]), float(table[name].iloc[-1])
    return (start, finish) if math.isfinite(start) and math.isfinite(finish) else None


def present_people(facts: StoryFacts) -> list[dict[str, Any]]:
    """People present against those of 1 January 2022."""
    if facts.present is None:
        return []
    year, now, lower, upper, before = facts.present
    if not before or abs(now / before - 1) < _NEAR:
        return []
    return finding(
        "present", 120 * abs(now / before - 1), "02_population",
        "present",
        present=("person", now, "genitive"), year=("year", year), lower=("number", lower),
        upper=("number", upper), before=("person", before),
    )  # fmt: skip


def population_change(facts: StoryFacts) -> list[dict[str, Any]]:
    """Change of the population to the horizon, under the baseline and the rational scenario."""
    names = list(map(str, facts.population))
    ends = _ends(facts.population, names[0]) if names else None
    if ends is None or not ends[0]:
        return []
    change = ends[1] / ends[0] - 1
    if abs(change) < _NEAR:
        return []
    parts: dict[str, Part] = {
        "scenario": ("scenario", names[0]), "change": ("percent", abs(change)),
        "start": ("person", ends[0], "genitive"), "finish": ("person", ends[1], "genitive"),
        "base": ("year", facts.base), "end": ("year", facts.end),
    }  # fmt: skip
    patterns = ["population_falls" if change < 0 else "population_grows"]
    path, now = facts.population[names[0]], facts.decide_year - 1
    if facts.base < now < facts.end and now in path.index:
        reached = float(path.loc[now])
        if (reached / ends[0] - 1) * change > 0 and abs(reached / ends[0] - 1) > abs(change) / 2:
            parts |= {"now": ("year", now), "reached": ("person", reached)}
            patterns.append("population_since")
    pupils = _ends(facts.pupils, names[0])
    rational = _ends(facts.population, "rational") if "rational" in names[1:] else None
    if rational is not None:
        parts |= {"rational": ("scenario", "rational"), "other": ("person", rational[1])}
        patterns.append("population_rational")
    if pupils is not None and pupils[0] and pupils[1] < pupils[0]:
        parts["pupils"] = ("percent", 1 - pupils[1] / pupils[0])
        patterns.append("pupils")
    return finding("population", 100 * abs(change), "02_population", *patterns, **parts)


def executed_change(facts: StoryFacts) -> list[dict[str, Any]]:
    """Real change of the executed own revenue between the first and the last full year."""
    known = facts.executed_real.dropna()
    if len(known) < 2 or not known.iloc[0]:
        return []
    change = float(known.iloc[-1] / known.iloc[0]) - 1
    if abs(change) < _NEAR:
        return []
    return finding(
        "executed", 90 * abs(change) if change < 0 else 25 * min(change, 1), "03_budget",
        "executed_fell" if change < 0 else "executed_rose",
        change=("percent", abs(change)), start=("money", known.iloc[0]),
        finish=("money", known.iloc[-1]), first=("year", known.index[0]),
        last=("year", known.index[-1]), prices=("year", facts.price_year),
        before=("money", facts.executed[known.index[0]]),
        after=("money", facts.executed[known.index[-1]]),
    )  # fmt: skip


def prices(facts: StoryFacts) -> list[dict[str, Any]]:
    """Revenue that grows in current prices and falls in constant ones."""
    names = list(map(str, facts.own_real))
    nominal = _ends(facts.own_nominal, names[0]) if names else None
    real = _ends(facts.own_real, names[0]) if names else None
    if nominal is None or real is None or not (nominal[1] > nominal[0] and real[1] < real[0]):
        return []
    return finding(
        "prices", 60 * (1 - real[1] / real[0]), "03_budget",
        "prices",
        scenario=("scenario", names[0]), start=("money", nominal[0]),
        finish=("money", nominal[1]), end=("year", facts.end),
        prices=("year", facts.price_year), before=("money", real[0]), real=("money", real[1]),
    )  # fmt: skip


def rational_below(facts: StoryFacts) -> list[dict[str, Any]]:
    """A rational scenario whose balance is worse than that of the baseline, and why."""
    names = list(map(str, facts.revenue_real))
    if not names or "rational" not in names[1:] or facts.expenditure_real.empty:
        return []
    got, spent = facts.revenue_real.iloc[-1], facts.expenditure_real.iloc[-1]
    revenue = float(got["rational"] - got[names[0]])
    expenditure = float(spent["rational"] - spent[names[0]])
    worse = expenditure - revenue
    if not worse > 0.01 * abs(float(got[names[0]])):
        return []
    return finding(
        "rational_below", 40 * min(worse / abs(float(got[names[0]])), 1) + 10, "03_budget",
        "rational_costs" if revenue >= 0 else "rational_loses",
        rational=("scenario", "rational"), scenario=("scenario", names[0]),
        end=("year", facts.end), prices=("year", facts.price_year), worse=("money", worse),
        revenue=("money", abs(revenue)), expenditure=("money", expenditure),
    )  # fmt: skip


def peers(facts: StoryFacts) -> list[dict[str, Any]]:
    """Distance of own revenue per head to similar communities."""
    if not facts.peers or not math.isfinite(facts.peers["value"]):
        return []
    share = facts.peers["share"]
    weaker = facts.peers["value"] < facts.peers["median"]
    return finding(
        "peers", 80 * abs(share - 0.5), "06_benchmark",
        "peers_weaker" if weaker else "peers_stronger",
        value=("money", facts.peers["value"]), median=("money", facts.peers["median"]),
        share=("percent", share), year=("year", facts.peers["year"]),
    )  # fmt: skip


def capacity(facts: StoryFacts) -> list[dict[str, Any]]:
    """A tax capacity below the mean that more than half of all communities do not reach."""
    if not facts.capacity or not (
        facts.capacity["index"] < 1 and 0.5 < facts.capacity["share"] <= 1
    ):
        return []
    index, share = facts.capacity["index"], facts.capacity["share"]
    decimals = capacity_decimals(index)
    parts: dict[str, Part] = {
        "year": ("year", facts.capacity["year"]), "index": ("number", index, min(decimals, 2)),
        "gap": ("percent", 1 - index), "share": ("percent", share),
    }  # fmt: skip
    pattern = "capacity_rounded" if decimals == 1 else "capacity"
    return finding("capacity", 18, "06_benchmark", pattern, **parts)


def out_of_reach(facts: StoryFacts) -> list[dict[str, Any]]:
    """A figure of the strategy that its own trend does not reach."""
    if facts.claims.empty:
        return []
    rows = facts.claims[facts.claims["holds"].map(lambda holds: holds is False)]
    if rows.empty:
        return []
    row = rows.iloc[0]
    off = abs(float(row["projected_last"]) / float(row["stated"]) - 1)
    return finding(
        "target", 20 + 60 * min(off, 1), "00_overview",
        "target",
        stated=("person", row["stated"], "genitive"), scenario=("scenario", row["scenario"]),
        first=("person", row["projected_first"]), last=("person", row["projected_last"]),
        first_year=("year", row["first_year"]), last_year=("year", row["last_year"]),
    )  # fmt: skip


def not_known(facts: StoryFacts) -> list[dict[str, Any]]:
    """What is missing, in one sentence."""
    if not facts.unknown:
        return []
    return finding(
        "unknown", 12, "01_profile",
        "unknown",
        what=("list", facts.unknown),
    )  # fmt: skip


RULES: Sequence[Callable[[StoryFacts], list[dict[str, Any]]]] = (
    present_people, population_change, deficit, military, executed_change, prices, rational_below,
    peers, capacity, out_of_reach, not_known,
)  # fmt: skip
"""All rules; the order decides between equal weights."""
