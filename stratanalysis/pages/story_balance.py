"""What the balance says to a council: the first deficit, how sure it is, what has to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stratanalysis.pages.story_words import Part, finding

if TYPE_CHECKING:
    from stratanalysis.pages.story import StoryFacts

__all__ = ["decision", "deficit", "first_deficit", "first_open", "is_unsure", "military"]

_OLDEST = 3
"""Years between the last executed expenditure and the budget to be adopted: with more of them the
balance of that budget is carried on, not known. A budget is adopted when that of two years before
is executed, so that three are a delay of one year."""


def first_open(facts: StoryFacts) -> int:
    """Return the first year that is neither executed nor before the next budget."""
    return max((facts.executed_until or facts.base) + 1, facts.decide_year)


def first_deficit(facts: StoryFacts, name: str) -> tuple[int, int, float, float] | None:
    """First year with a deficit, the last of its run, the gap and its share of revenue.

    Executed years are left out, because what was executed is no forecast, and so are years before
    the next budget, because nobody can decide about them any more.
    """
    if facts.balance.empty or name not in facts.balance:
        return None
    path = facts.balance[name].dropna()
    path = path[path.index >= first_open(facts)]
    negative = path[path < 0]
    if negative.empty:
        return None
    year = int(negative.index[0])
    after = path[(path.index > year) & (path >= 0)]
    last = int(after.index[0]) - 1 if len(after) else int(path.index[-1])
    gap = -float(path.loc[year])
    return year, last, gap, gap / float(facts.revenue[name].loc[year])


def _range(facts: StoryFacts, year: int) -> tuple[float, float] | None:
    """The 80 % range of the balance of a year; None where the band is not drawn there."""
    if year not in facts.band.index or not bool(facts.band["drawn"].loc[year]):
        return None
    return float(facts.band["lower"].loc[year]), float(facts.band["upper"].loc[year])


def is_unsure(facts: StoryFacts, year: int, balance: float) -> bool:
    """Whether the balance of a year is not reliably determined.

    So it is where the measured errors are too large for a band to be drawn, and where a surplus
    rests on expenditure that is older than two years: nobody was asked what was spent since.
    """
    old = facts.spent is not None and facts.decide_year - facts.spent > _OLDEST
    not_drawn = len(facts.band) > 0 and _range(facts, year) is None
    return not_drawn or (old and balance >= 0)


def _prices(facts: StoryFacts) -> Part:
    return ("prices", None if facts.nominal else facts.price_year)


def deficit(facts: StoryFacts) -> list[dict[str, Any]]:
    """The first year still to be decided in which expenditure exceeds revenue."""
    names = list(map(str, facts.balance))
    if not names or first_open(facts) > facts.end:
        return []
    found = {name: first_deficit(facts, name) for name in names}
    if not any(found.values()):
        return _no_deficit(facts, names[0])
    name = next(name for name in names if found[name])
    year, last, gap, share = found[name] or (0, 0, 0.0, 0.0)
    lasting = last == facts.end and last > year
    patterns = ["deficit_lasting" if lasting else "deficit_once"]
    parts: dict[str, Part] = {
        "scenario": ("scenario", name), "year": ("year", year), "gap": ("money", gap),
        "share": ("percent", share), "prices": _prices(facts),
    }  # fmt: skip
    limits = _range(facts, year) if name == names[0] else None
    if limits is not None:
        patterns.append("deficit_range")
        parts |= {"low": ("money", limits[0]), "high": ("money", limits[1])}
    elif is_unsure(facts, year, -gap):
        patterns.insert(0, "balance_unsure")
        parts["spent"] = ("year", facts.spent)
    if "rational" in found and name != "rational":
        other = found["rational"]
        parts["rational"] = ("scenario", "rational")
        if other is None:
            patterns.append("deficit_rational_none")
        else:
            parts |= {"other": ("money", other[2]), "first": ("year", other[0])}
            more, spent = _against(facts, "rational", name, other[0])
            if other[0] == year and other[2] > gap and spent > more >= 0:
                parts |= {"more": ("money", more), "extra": ("money", spent)}
                patterns.append("deficit_rational_worse")
            else:
                patterns.append("deficit_rational")
    if name not in facts.operating or year not in facts.operating.index:
        patterns.append("deficit_law")
    elif (operating := float(facts.operating[name].loc[year])) < 0:
        parts["operating"] = ("money", -operating)
        patterns.append("deficit_operating")
    else:
        patterns.append("deficit_capital")
    return finding("deficit", 30 + min(100 * share, 60), "03_budget", *patterns, **parts)


def _no_deficit(facts: StoryFacts, name: str) -> list[dict[str, Any]]:
    """No deficit on the central paths, and what the band and the age of the figures say of it."""
    start = first_open(facts)
    patterns = ["no_deficit"]
    parts: dict[str, Part] = {"start": ("year", start), "end": ("year", facts.end)}
    path = facts.balance[name].dropna()
    below = [
        (int(year), limits[0])
        for year in path.index
        if year >= start and (limits := _range(facts, int(year))) and limits[0] < 0
    ]
    if below:
        patterns.append("band_below")
        parts |= {
            "scenario": ("scenario", name), "below": ("year", below[0][0]),
            "low": ("money", below[0][1]), "prices": _prices(facts),
        }  # fmt: skip
    if any(is_unsure(facts, int(y), float(path.loc[y])) for y in path.index if y >= start):
        patterns.insert(0, "balance_unsure")
        parts["spent"] = ("year", facts.spent)
    return finding("no_deficit", 8, "03_budget", *patterns, **parts)


def _against(facts: StoryFacts, one: str, other: str, year: int) -> tuple[float, float]:
    """By how much revenue and expenditure of one scenario exceed those of another in a year."""
    revenue, balance = (
        float(table[one].loc[year] - table[other].loc[year])
        for table in (facts.revenue, facts.balance)
    )
    return revenue, revenue - balance


def military(facts: StoryFacts) -> list[dict[str, Any]]:
    """The end of the PIT on military pay where it was a tenth of revenue or more."""
    if facts.military is None:
        return []
    amount, whole, first, last = facts.military
    return finding(
        "military", 20 + 100 * amount / whole, "03_budget", "military",
        amount=("money", amount), whole=("money", whole), share=("percent", amount / whole),
        first=("day", first), last=("day", last),
    )  # fmt: skip


def decision(facts: StoryFacts) -> dict[str, Any]:
    """Return what the council has to decide on the next budget, as patterns and parts.

    A figure comes with its range; where the range is wider than the figure the balance itself is
    to be decided, and where the balance is not reliably determined what has to be supplied first.
    """
    names, year = list(map(str, facts.balance)), facts.decide_year
    known = facts.balance[names[0]].dropna() if names else facts.balance
    if not names or year not in known.index:
        return {"patterns": ["decide_data"], "parts": {}}
    here = {name: float(facts.balance[name].loc[year]) for name in names}
    gap, limits = here[names[0]], _range(facts, year)
    parts: dict[str, Part] = {
        "year": ("year", year), "before": ("year", year - 1), "gap": ("money", abs(gap)),
        "balance": ("money", gap), "scenario": ("scenario", names[0]), "prices": _prices(facts),
    }  # fmt: skip
    if limits is not None:
        parts |= {"low": ("money", limits[0]), "high": ("money", limits[1])}
    if is_unsure(facts, year, gap):
        missing = range((facts.spent or year) + 1, year - 1)
        years = "–".join(map(str, dict.fromkeys((missing[0], missing[-1])))) if missing else ""
        patterns = ["decide_unsure" if years else "decide_wide"]
        parts |= {"spent": ("year", facts.spent), "missing": ("said", years)}
    elif limits is not None and limits[1] - limits[0] > abs(gap):
        patterns = ["decide_balance"]
    else:
        patterns = ["decide_gap" if gap < 0 else "decide_surplus"]
    if limits is not None:
        patterns.append("decide_range")
    elif patterns[0] in ("decide_gap", "decide_surplus") and (
        "rational" in names[1:] and (here["rational"] < 0) == (gap < 0)
    ):
        patterns.append("decide_rational")
        parts |= {"rational": ("scenario", "rational"), "other": ("money", abs(here["rational"]))}
    return {"patterns": patterns, "parts": parts}
