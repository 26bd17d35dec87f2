"""Degree of achievement of indicators, and why one cannot be computed.

No act was found that fixes a formula or grades, so the rule is a parameter
(:class:`AchievementRule`) and is printed with every figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.language import language as get_language
from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.vintages import OBSERVATION_KEY, newest

__all__ = [
    "ACHIEVEMENT_COLUMNS",
    "AchievementRule",
    "achievement",
    "degree_of_achievement",
    "interim_target",
]

PATHS = ("linear", "compound", "step")
DIRECTIONS = ("increase", "decrease", "keep_within")
ACHIEVEMENT_COLUMNS = [
    "indicator", "goal", "name", "unit", "direction", "base_year", "base_value", "year", "fact",
    "target", "target_kind", "degree_raw", "degree", "status", "light", "reason", "final_target",
    "final_year", "degree_final_raw", "degree_final", "weight", "applicable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AchievementRule:
    """How a degree is bounded and coloured; printed on the page.

    Attributes
    ----------
    cap : float or None
        Largest degree that counts (1 means that going beyond the target cannot make up for another
        indicator); None leaves it open. The uncapped degree is always kept with it.
    floor : float or None
        Smallest degree that counts; None leaves a step back below the base as a negative degree.
    green, amber : float
        Degrees from which the light is green or amber; below is red. Chosen by the project.
    """

    cap: float | None = 1.0
    floor: float | None = 0.0
    green: float = 0.9
    amber: float = 0.6

    def __post_init__(self) -> None:
        if self.cap is not None and self.cap < 1:
            raise InvalidInputError(f"cap is {self.cap}", expected="at least 1, or None")
        if self.floor is not None and self.floor > 0:
            raise InvalidInputError(f"floor is {self.floor}", expected="at most 0, or None")
        if not self.amber <= self.green:
            raise InvalidInputError(
                f"amber begins at {self.amber} and green at {self.green}", expected="amber below"
            )

    def bound(self, degree: pd.Series) -> pd.Series:
        """Apply cap and floor."""
        return degree.clip(lower=self.floor, upper=self.cap)

    def light(self, degree: pd.Series) -> pd.Series:
        """Give ``"green"``, ``"amber"``, ``"red"``, or empty where there is no degree."""
        values = degree.round(12)
        return pd.Series(
            np.select(
                [values.isna(), values >= self.green, values >= self.amber],
                ["", "green", "amber"],
                "red",
            ),
            index=degree.index,
        )

    def describe(self, language: str) -> str:
        """Write the rule out for the page, in the reader's language."""
        lang = get_language(language)
        bounds = [
            lang.text("not capped")
            if self.cap is None
            else lang.text("capped at {percent}", percent=lang.percent(self.cap, 0)),
            lang.text("without a floor")
            if self.floor is None
            else lang.text("not below {percent}", percent=lang.percent(self.floor, 0)),
        ]
        lights = lang.text(
            "green from {green}, amber from {amber}, red below",
            green=lang.percent(self.green, 0),
            amber=lang.percent(self.amber, 0),
        )
        formula = lang.text("degree = (fact − base) / (target − base)")
        return f"{formula}; {', '.join(bounds)}; {lights}"


def interim_target(
    base: float, target: float, *, base_year: int, target_year: int, year: int, path: str
) -> float:
    """Target for a year between base and target year, by the stated path.

    - ``"linear"``: base + (target − base) · passed / span;
    - ``"compound"``: base · (target / base)^(passed / span), both positive, else NaN;
    - ``"step"``: the base until the target year (nothing is expected before).

    Before the base year NaN; from the target year on the target.

    Examples
    --------
    >>> interim_target(100, 200, base_year=2020, target_year=2024, year=2021, path="linear")
    125.0
    """
    if path not in PATHS:
        raise UnknownNameError("path of interim targets", path, PATHS)
    if target_year <= base_year:
        raise InvalidInputError(f"target year {target_year} is not after base year {base_year}")
    if year < base_year:
        return float("nan")
    if year >= target_year:
        return float(target)
    passed = (year - base_year) / (target_year - base_year)
    if path == "linear":
        return float(base + (target - base) * passed)
    if path == "step":
        return float(base)
    return float(base * (target / base) ** passed) if base > 0 and target > 0 else float("nan")


def degree_of_achievement(
    base: pd.Series,
    target: pd.Series,
    fact: pd.Series,
    *,
    direction: pd.Series | str,
    lower: pd.Series | None = None,
    upper: pd.Series | None = None,
) -> pd.DataFrame:
    """Share of the way from base to target that was gone, (fact − base) / (target − base).

    A decreasing indicator needs no other formula, since both differences turn their sign; its
    direction is used to refuse a target that contradicts it. For ``"keep_within"`` with the range
    [lower, upper] and d(x) the distance to the range: 1 − d(fact) / d(base); where the base already
    lies within, 1 as long as the fact does and 0 otherwise.

    Parameters
    ----------
    base, target, fact : pandas.Series
        Joined by the labels of `fact`, whatever their order; `target` is not used for
        ``"keep_within"``.
    direction : pandas.Series or str
        ``"increase"``, ``"decrease"`` or ``"keep_within"``.
    lower, upper : pandas.Series, optional
        Range to keep within; one side may be missing, then it is open.

    Returns
    -------
    pandas.DataFrame
        `degree_raw` (neither capped nor floored; NaN where not computable) and `reason` (empty, or
        ``"no direction"``, ``"no base"``, ``"no target"``, ``"no fact"``, ``"no range"``,
        ``"empty range"``, ``"target equals base"``, ``"target contradicts direction"``). A reason
        never comes with a number.

    Examples
    --------
    >>> one = degree_of_achievement(pd.Series([40.0]), pd.Series([20.0]), pd.Series([25.0]),
    ...                             direction="decrease")
    >>> float(one["degree_raw"][0])
    0.75
    """
    index = fact.index
    way = pd.Series(direction, index=index) if isinstance(direction, str) else direction
    way, base, target = (series.reindex(index) for series in (way, base, target))
    if strange := sorted(set(way.dropna()) - set(DIRECTIONS)):
        raise UnknownNameError("direction", strange[0], DIRECTIONS)
    empty = pd.Series(np.nan, index=index)
    low = (empty if lower is None else lower.reindex(index)).astype(float)
    high = (empty if upper is None else upper.reindex(index)).astype(float)
    base, target, fact = (series.astype(float) for series in (base, target, fact))
    keep = way == "keep_within"
    open_range = low.isna() & high.isna()
    step = target - base
    wrong_way = ((way == "increase") & (step < 0)) | ((way == "decrease") & (step > 0))
    reason = np.select(
        [
            way.isna(),
            keep & open_range,
            keep & (low > high),
            base.isna(),
            ~keep & target.isna(),
            fact.isna(),
            ~keep & (step == 0),
            ~keep & wrong_way,
        ],
        [
            "no direction",
            "no range",
            "empty range",
            "no base",
            "no target",
            "no fact",
            "target equals base",
            "target contradicts direction",
        ],
        "",
    )

    def outside(values: pd.Series) -> pd.Series:
        below = (low - values).clip(lower=0).fillna(0)
        above = (values - high).clip(lower=0).fillna(0)
        return below + above

    away = outside(base)
    kept = (1 - outside(fact) / away.where(away > 0)).where(
        away > 0, (outside(fact) == 0).astype(float)
    )
    moved = (fact - base) / step.where(step != 0)
    degree = moved.where(~keep, kept).where(reason == "")
    return pd.DataFrame({"degree_raw": degree, "reason": reason}, index=index)


def achievement(
    indicators: pd.DataFrame,
    observations: pd.DataFrame,
    *,
    year: int,
    rule: AchievementRule | None = None,
    phase: str = "fact",
) -> pd.DataFrame:
    """Degree of achievement of every indicator in a year, with all its components.

    Parameters
    ----------
    indicators, observations : pandas.DataFrame
        Contracts of :mod:`stratanalysis.tables`. The target of the year is the amended plan of that
        year, else its plan, else the point of the stated path (linear where none is stated)
        between base and final target; `target_kind` says which. A ratio without a value is
        numerator / denominator, times 100 where the unit is percent (in any
        writing that :func:`stratanalysis.quantities.read_unit` knows).
    year : int
        Year that is judged.
    rule : AchievementRule, optional
        The default rule where left out.
    phase : {"fact", "forecast"}
        ``"forecast"`` judges what is expected instead of what was measured.

    Returns
    -------
    pandas.DataFrame
        A row for every indicator, in their order, with :data:`ACHIEVEMENT_COLUMNS`. `status` is
        ``"beyond_target"``, ``"reached"``, ``"under_way"``, ``"no_progress"``, ``"below_base"``,
        ``"not_computable"`` (then `reason` says why and there is no degree) or
        ``"not_applicable"``. `degree` is bounded by the rule, `degree_raw` is not; the columns with
        ``final`` measure the whole way to the last target.
    """
    if phase not in ("fact", "forecast"):
        raise UnknownNameError("phase to judge", phase, ("fact", "forecast"))
    rule = rule or AchievementRule()
    table = indicators.reset_index(drop=True)
    by_phase = _values(
        observations, year, dict(zip(table["indicator"], table["unit"], strict=True))
    )
    fact = table["indicator"].map(by_phase.get(phase, {})).astype(float)
    planned = [_planned(dict(row), by_phase, year) for row in table.to_dict("records")]
    target = pd.Series([value for value, _ in planned], index=table.index, dtype=float)
    common = {
        "direction": table["direction"],
        "lower": table["lower"],
        "upper": table["upper"],
    }
    base, final = table["base_value"].astype(float), table["target_value"].astype(float)
    now = degree_of_achievement(base, target, fact, **common)
    whole = degree_of_achievement(base, final, fact, **common)
    early = (table["base_year"] > year).fillna(False).to_numpy(dtype=bool)
    # In the base year itself, and before the target year of a step, the path asks for nothing.
    nothing_due = (
        (now["reason"] == "target equals base").to_numpy()
        & np.array([kind in PATHS for _, kind in planned], dtype=bool)
        & (base != final).to_numpy()
    )
    now.loc[nothing_due, "reason"] = "nothing due yet"
    for result in (now, whole):
        result.loc[early, "reason"] = "year before base"
        result.loc[early, "degree_raw"] = np.nan
    applicable = table["applicable"].fillna("yes") != "no"
    result = table[
        ["indicator", "goal", "name", "unit", "direction", "base_year", "base_value"]
    ].copy()
    result["year"] = year
    result["fact"] = fact
    result["target"] = target
    result["target_kind"] = [kind for _, kind in planned]
    result["degree_raw"] = now["degree_raw"].where(applicable)
    result["degree"] = rule.bound(result["degree_raw"])
    raw = result["degree_raw"].round(12)
    result["status"] = np.select(
        [~applicable, raw.isna(), raw > 1, raw == 1, raw > 0, raw == 0],
        [
            "not_applicable",
            "not_computable",
            "beyond_target",
            "reached",
            "under_way",
            "no_progress",
        ],
        "below_base",
    )
    result["light"] = rule.light(result["degree"])
    result["reason"] = now["reason"].where(applicable, "not applicable")
    result["final_target"] = final
    result["final_year"] = table["target_year"]
    result["degree_final_raw"] = whole["degree_raw"].where(applicable)
    result["degree_final"] = rule.bound(result["degree_final_raw"])
    result["weight"] = table["weight"].astype(float)
    result["applicable"] = applicable
    return result[ACHIEVEMENT_COLUMNS]


def _values(
    observations: pd.DataFrame, year: int, units: dict[str, object]
) -> dict[str, dict[str, float]]:
    """Values of one year by phase and indicator; two for one cell are refused."""
    found: dict[str, dict[str, float]] = {}
    rows = newest(observations[observations["year"] == year], OBSERVATION_KEY)
    for row, value in zip(rows.to_dict("records"), observed_values(rows, units), strict=True):
        phase = found.setdefault(str(row["phase"]), {})
        name = str(row["indicator"])
        if name in phase and not pd.isna(value):
            raise InvalidInputError(
                f"two values of {name} for {year} ({row['phase']})",
                where="observations",
                expected="one",
                do="run the check of the monitoring tables to see all such rows",
            )
        if not pd.isna(value):
            phase[name] = float(value)
    return found


def _planned(
    row: dict[Any, Any], by_phase: dict[str, dict[str, float]], year: int
) -> tuple[float, str]:
    name = str(row["indicator"])
    for phase in ("amended", "plan"):
        if name in by_phase.get(phase, {}):
            return by_phase[phase][name], phase
    base, target = row["base_value"], row["target_value"]
    start, end = row["base_year"], row["target_year"]
    if pd.isna(target):
        return float("nan"), ""
    if not pd.isna(end) and year >= int(end):
        return float(target), "target"
    if any(pd.isna(value) for value in (base, start, end)):
        return float("nan"), ""
    if int(end) <= int(start):
        return float("nan"), ""
    path = "linear" if pd.isna(row["path"]) else str(row["path"])
    point = interim_target(
        float(base),
        float(target),
        base_year=int(start),
        target_year=int(end),
        year=year,
        path=path,
    )
    return point, path
