"""What a scenario is made of: assumptions, ranges and correlations of drivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stratanalysis.errors import InvalidInputError, UnknownNameError, answers_arguments
from stratanalysis.language import LANGUAGES
from stratanalysis.scenarios.drivers import STATED_DRIVERS
from stratanalysis.scenarios.paths import Constant, Path, launched

__all__ = ["SOURCE_KINDS", "Assumption", "Correlation", "Range", "in_words"]

SOURCE_KINDS = ("clause", "statistic", "rule", "judgement")

_INVASION = "2022-02-24"


@dataclass(frozen=True, slots=True)
class Assumption:
    """A driver, its path, and why.

    Attributes
    ----------
    driver : str
        Name in :data:`stratanalysis.scenarios.drivers.STATED_DRIVERS`.
    path : Path
    is_change : bool
        Whether the path is added to the base scenario's (a difference) or replaces it.
    reason : mapping
        Why, by language code.
    source_kind : str
        ``clause`` of the strategy, ``statistic``, ``rule`` of law, or the analyst's ``judgement``.
    source : str
        Document and line, table, or act; may be empty for a judgement.

    Examples
    --------
    >>> Assumption("net_migration_rate", -0.01, reason="a question").path
    Constant(value=-0.01)
    """

    driver: str
    path: Path
    is_change: bool = False
    reason: Mapping[str, str] = field(default_factory=dict)
    source_kind: str = "judgement"
    source: str = ""

    def __post_init__(self) -> None:
        if self.driver not in STATED_DRIVERS:
            raise UnknownNameError("driver", self.driver, STATED_DRIVERS)
        path = Constant(self.path) if isinstance(self.path, int | float) else self.path
        if not isinstance(path, Path):
            raise InvalidInputError(
                f"the path is {path!r}",
                where=f"Assumption({self.driver!r}, path=...)",
                expected="a number, or a path such as Constant, Linear or Step",
            )
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "reason", in_words(self.reason, "reason"))
        if self.source_kind not in SOURCE_KINDS:
            raise UnknownNameError("kind of source", self.source_kind, SOURCE_KINDS)

    @property
    def unit(self) -> str:
        """Unit of the driver."""
        return STATED_DRIVERS[self.driver].unit

    def launched(self, as_of: str) -> Assumption:
        """The same as it was known on a day: official paths, and nobody displaced before the war.

        Examples
        --------
        >>> Assumption("displacement", 0.3).launched("2022-02-01").path
        Constant(value=0.0)
        """
        if self.driver == "displacement" and as_of < _INVASION:
            return replace(self, path=Constant(0.0))
        return replace(self, path=launched(self.path, as_of))


@dataclass(frozen=True, slots=True)
class Range:
    """How far a driver may be from its path: for draws and for sensitivity.

    Attributes
    ----------
    driver : str
    low, high : float
        Deviations from the path in the driver's unit, ``low <= 0 <= high``.
    coverage : float
        Probability of the range in draws, 0.8 for one in five outside.
    persistence : float
        Correlation of the deviation of one year with that of the year before; 1 keeps one
        deviation for all years.
    reason : mapping
        Why, by language code.
    source_kind, source : str
        As in :class:`Assumption`.
    """

    driver: str
    low: float
    high: float
    coverage: float = 0.8
    persistence: float = 1.0
    reason: Mapping[str, str] = field(default_factory=dict)
    source_kind: str = "judgement"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Correlation:
    """How the deviations of two drivers go together in draws, −1 to 1."""

    drivers: tuple[str, str]
    value: float
    reason: Mapping[str, str] = field(default_factory=dict)


def in_words(given: Mapping[str, str] | str, what: str) -> Mapping[str, str]:
    """Words by language; one text serves all languages."""
    if isinstance(given, str):
        return dict.fromkeys(LANGUAGES, given)
    if not isinstance(given, Mapping) or not set(given) <= set(LANGUAGES):
        raise InvalidInputError(
            f"{what} is {given!r}",
            where=what,
            expected=f"a text, or texts by language: {', '.join(LANGUAGES)}",
        )
    return given


Assumption.__init__ = answers_arguments(  # type: ignore[method-assign]
    change="path=-0.01, is_change=True", value="path="
)(Assumption.__init__)
