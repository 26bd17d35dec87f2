"""When the fighting ends, and who returns then: the axis of every outlook, by judgement."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["EARLY", "LATE", "RETURNS", "Returns"]


class Returns(NamedTuple):
    """When the fighting ends, and who comes back then.

    Attributes
    ----------
    war_end : int or None
        Year in which the fighting ends; returns begin on its 1 January. None: not within the
        horizon, nobody returns.
    abroad : float
        Share of women and children abroad, and of people over 60, who return in the long run.
    men : float
        The same of men of 18 to 59.
    within : float
        Share of those displaced within the country who go back.
    half_life : float
        Years in which half of the returners have come.
    """

    war_end: int | None
    abroad: float
    men: float
    within: float
    half_life: float

    def of_year(self, year: int) -> float:
        """Part of all returners who come between 1 January of `year` and the next.

        Examples
        --------
        >>> Returns(2028, 0.4, 0.4, 0.3, 2.0).of_year(2027)
        0.0
        >>> round(Returns(2028, 0.4, 0.4, 0.3, 1.0).of_year(2029), 3)
        0.25
        """
        if self.war_end is None or year < self.war_end:
            return 0.0
        since = year - self.war_end
        return float(2.0 ** (-since / self.half_life) - 2.0 ** (-(since + 1) / self.half_life))


RETURNS = Returns(2028, 0.35, 0.35, 0.3, 2.0)
"""The middle of the axis. Year, shares and speed are judgements: intentions in surveys of refugees
range from a fifth to three fifths, and fall from year to year. Baselines start from it."""
EARLY = Returns(2026, 0.5, 0.5, 0.5, 1.5)
LATE = Returns(None, 0.0, 0.0, 0.0, 2.0)
"""The ends of the axis, which the bands span."""
