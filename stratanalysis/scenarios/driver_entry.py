"""What is known of a driver: name, unit, bounds, words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Driver"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver.

    Attributes
    ----------
    name : str
    group : str
        ``population``, ``labour``, ``investment``, ``prices``, ``revenue`` or ``expenditure``.
    unit : str
        As scenario files must write it.
    minimum, maximum : float
        Inclusive bounds.
    neutral : float or None
        Value where a scenario says nothing; None where every baseline must say one.
    label, help : str
        English, keys of the catalogues.
    tiers : tuple of str
        Population models that use it, of ``rates`` (totals and components) and ``age_sex``; a
        driver of one model only is not needed in the other.
    is_flow : bool
        Whether its value in the base year moves the population to the next year, so that it is
        uncertain in the base year too; levels and growth rates of the base year are executed.
    """

    name: str
    group: str
    unit: str
    minimum: float
    maximum: float
    neutral: float | None
    label: str
    help: str
    tiers: tuple[str, ...] = ("rates", "age_sex")
    is_flow: bool = False
