"""What the desk shows: pictures and the table of figures, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import numpy as np
import numpy.typing as npt

from stratanalysis.desk.charts import line_chart, pyramid_chart
from stratanalysis.desk.model import MINE, Board, Mine, Outcome
from stratanalysis.desk.targets import table_html
from stratanalysis.errors import InvalidInputError, StratanalysisError
from stratanalysis.finance.prices import price_level, read_price_assumptions
from stratanalysis.language import Language
from stratanalysis.plots.style import LineStyle, scenario_style
from stratanalysis.projection import budget_years, population_series
from stratanalysis.projection.base import budget_base
from stratanalysis.scenarios.variables import is_money

__all__ = ["FIGURES", "PICTURES", "View", "observed_series"]

Array = npt.NDArray[np.float64]

PICTURES = ("population", "revenue", "expenditure", "balance")
FIGURES = {
    "population": "Population",
    "children": "Children to 17",
    "working_age": "Working age",
    "older_people": "60 and over",
    "own_revenue": "Own revenue",
    "revenue": "Revenue",
    "expenditure": "Expenditure",
    "balance": "Balance",
    "tax_capacity_index": "Tax-capacity index",
}
"""Variables of the table of figures, with their names."""


def observed_series(board: Board) -> dict[str, dict[int, float]]:
    """Observed population, and executed revenue, expenditure and balance, by year.

    Keys are variables; money twice, ``NAME`` nominal and ``NAME|real`` in prices of the base year
    by the consumer prices that were published. Years without a figure, and years whose prices are
    not in the reference data, are absent.
    """
    found: dict[str, dict[int, float]] = {
        "population": {int(str(y)): float(v) for y, v in population_series(board.community).items()}
    }
    for table in ("revenue", "expenditure"):
        found[table] = {}
        for year in budget_years(board.community, table):
            try:
                amounts = getattr(budget_base(board.community, year), table)
            except InvalidInputError:
                continue  # a year with a missing figure has no total
            found[table][year] = float(sum(amounts.values()))
    both = found["revenue"].keys() & found["expenditure"].keys()
    found["balance"] = {y: found["revenue"][y] - found["expenditure"][y] for y in sorted(both)}
    for table in ("revenue", "expenditure", "balance"):
        prices = _observed_prices(board.base_year, found[table])
        found[f"{table}|real"] = {year: found[table][year] / prices[year] for year in prices}
    return found


def _observed_prices(base: int, years: Mapping[int, float]) -> dict[int, float]:
    known = read_price_assumptions()
    known = known[known["status"] == "actual"]
    levels = {}
    for year in years:
        try:
            span = range(min(year, base), max(year, base) + 1)
            level = price_level(known, group="consumer", base_year=base, years=list(span))
        except StratanalysisError:
            continue
        levels[year] = float(level.loc[year])
    return levels


@dataclass(frozen=True, eq=False)
class View:
    """The board in one language, ready to be drawn again and again.

    Attributes
    ----------
    board : Board
    language : Language
    shown : tuple of str
        Scenarios whose lines are drawn beside the analyst's own.
    basis : {"real", "nominal"}
    observed : mapping
        As :func:`observed_series` gives it.
    pyramids : dict
        Those that do not change, by scenario; filled when first drawn.
    """

    board: Board
    language: Language
    shown: tuple[str, ...]
    basis: str = "real"
    observed: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    pyramids: dict[str, Array] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """Name of a scenario for the reader."""
        if name == MINE:
            return self.language.text("Mine")
        return self.board.scenarios[name].label.get(self.language.code, name)

    def short_label(self, name: str) -> str:
        """Name of a scenario at the end of its line: without what stands in brackets."""
        return self.label(name).split(" (", maxsplit=1)[0]

    def style(self, name: str) -> LineStyle:
        """The line of a scenario, the same in every picture."""
        return scenario_style(name, [MINE, *self.board.kept, *self.board.names])

    def pictures(self, mine: Mine, outcome: Outcome) -> str:
        """All pictures of the desk, and the table of figures."""
        parts = [self._lines(variable, outcome) for variable in PICTURES[:1]]
        parts.append(self._pyramid(mine, outcome))
        parts += [self._lines(variable, outcome) for variable in PICTURES[1:]]
        parts.append(self.figures(mine, outcome))
        return f'<div class="sa-pictures">{"".join(filter(None, parts))}</div>'

    def outcomes(self, outcome: Outcome) -> dict[str, Outcome]:
        """Mine first, then the scenarios that are shown, in the order of their lines."""
        order = [*self.board.kept, *self.board.names]
        shown = sorted(self.shown, key=order.index)
        return {MINE: outcome} | {name: self.board.outcomes[name] for name in shown}

    def series(self, variable: str, outcome: Outcome) -> dict[str, Array]:
        """The variable by scenario, mine first, in the board's price basis; without gaps."""
        return {
            name: series
            for name, one in self.outcomes(outcome).items()
            if (series := one.series(variable, basis=self.basis)) is not None
        }

    def observed_of(self, variable: str) -> Mapping[int, float]:
        """Observed values of a variable by year, in the board's price basis."""
        real = is_money(variable) and self.basis == "real"
        return self.observed.get(f"{variable}|real" if real else variable, {})

    def _lines(self, variable: str, outcome: Outcome) -> str:
        title = self.language.text(FIGURES[variable])
        by_name = self.series(variable, outcome)
        if not by_name:
            say = self.language.text("{subject}: the data do not allow a projection.")
            return _frame(title, f"<p>{escape(say.format(subject=title))}</p>", "")
        step, unit = _unit(by_name.values(), is_money(variable), self.language)
        drawn = line_chart(
            self.board.years,
            {name: series / step for name, series in by_name.items()},
            styles={name: self.style(name) for name in by_name},
            labels={name: self.short_label(name) for name in by_name},
            language=self.language,
            observed={year: value / step for year, value in self.observed_of(variable).items()},
            alternative=self.alternative(variable, title, by_name),
            strong=MINE,
        )
        if is_money(variable):
            unit += f", {self.basis_words()}"
        return _frame(title, drawn, unit)

    def alternative(self, variable: str, title: str, by_name: Mapping[str, Array]) -> str:
        """Words for a reader who does not see the picture."""
        say = self.language.text
        parts = [
            say(
                "{label}: from {start} in {first} to {end} in {last}",
                label=self.label(name),
                start=self.written(variable, float(series[0])),
                end=self.written(variable, float(series[-1])),
                first=self.board.years[0],
                last=self.board.years[-1],
            )
            for name, series in by_name.items()
        ]
        return f"{title}. " + "; ".join(parts) + "."

    def pyramid_title(self) -> str:
        """Title of the pyramid."""
        years = self.board.years
        return self.language.text("Age and sex, {first} and {last}", first=years[0], last=years[-1])

    def people(self, mine: Mine, outcome: Outcome) -> dict[str, Array] | None:
        """Persons by sex and age: the base year (key ``""``), the start scenario and mine.

        None where ages are not projected.
        """
        structure = self.board.start.structure
        drawn = self.board.pyramid(outcome)
        if structure is None or drawn is None:
            return None
        if mine.start not in self.pyramids:
            start = self.board.pyramid(self.board.outcomes[mine.start])
            assert start is not None
            self.pyramids[mine.start] = start
        return {"": structure.people, MINE: drawn, mine.start: self.pyramids[mine.start]}

    def pyramid_alternative(self, people: Mapping[str, Array]) -> str:
        """Words for a reader who does not see the pyramid."""
        first, last = self.board.years[0], self.board.years[-1]
        parts = [
            self.language.text(
                "{label}: {children} aged 0 to 17, {older} aged 60 and over, of {all}",
                label=f"{self.label(name)}, {last}" if name else first,
                children=self.language.number(float(group[:, :18].sum())),
                older=self.language.number(float(group[:, 60:].sum())),
                all=self.language.number(float(group.sum())),
            )
            for name, group in people.items()
        ]
        return f"{self.pyramid_title()}. " + "; ".join(parts) + "."

    def _pyramid(self, mine: Mine, outcome: Outcome) -> str:
        title = self.pyramid_title()
        people = self.people(mine, outcome)
        if people is None:
            words = self.language.text(
                "Ages are not known: the total is carried forward without them."
            )
            return _frame(title, f"<p>{escape(words)}</p>", "")
        others = {name: group for name, group in people.items() if name}
        picture = pyramid_chart(
            people[""],
            others,
            styles={name: self.style(name) for name in others},
            labels={name: self.short_label(name) for name in others},
            base_label=str(self.board.base_year),
            language=self.language,
            alternative=self.pyramid_alternative(people),
        )
        note = self.language.text("persons; those of 80 and over are spread over ten ages")
        return _frame(title, picture, note)

    def figure(self, variable: str) -> str:
        """Name of a variable for the reader."""
        return self.language.text(FIGURES.get(variable, variable))

    def written(self, variable: str, value: float) -> str:
        """A figure with its unit."""
        if is_money(variable):
            return self.language.money(value)
        if variable == "tax_capacity_index":
            return self.language.number(value, 2)
        return self.language.number(value)

    def figures(self, mine: Mine, outcome: Outcome) -> str:
        """Key figures of the base year and at the horizon: the start scenario, mine, what differs.

        The cells of mine carry the figure itself in ``data-value``.
        """
        say = self.language.text
        years = self.board.years
        start = self.board.outcomes[mine.start]
        head = [
            say("Figure"),
            str(years[0]),
            f"{self.short_label(mine.start)}, {years[-1]}",
            f"{say('Mine')}, {years[-1]}",
            say("Difference"),
        ]
        rows = []
        for variable, name in FIGURES.items():
            ours = outcome.series(variable, basis=self.basis)
            theirs = start.series(variable, basis=self.basis)
            if ours is None or theirs is None:
                continue
            step, unit = _unit([ours, theirs], is_money(variable), self.language)
            decimals = 2 if variable == "tax_capacity_index" else int(is_money(variable))
            cells = [
                self.language.number(float(value) / step, decimals)
                for value in (ours[0], theirs[-1], ours[-1])
            ]
            apart = self.language.signed(
                round(float(ours[-1] - theirs[-1]) / step, decimals) + 0.0, decimals
            )
            title = say(name) if variable == "tax_capacity_index" else f"{say(name)}, {unit}"
            rows.append(
                f'<tr data-variable="{variable}"><th scope="row">{escape(title)}</th>'
                f"<td>{cells[0]}</td><td>{cells[1]}</td>"
                f'<td class="sa-mine" data-value="{float(ours[-1])!r}">{cells[2]}</td>'
                f"<td>{apart}</td></tr>"
            )
        caption = say("Figures at the horizon")
        if "revenue" in outcome.values:
            caption += "; " + self.basis_words()
        return table_html(caption, head, rows)

    def basis_words(self) -> str:
        """The price basis in words."""
        if self.basis == "nominal":
            return self.language.text("current prices")
        return self.language.text("prices of {year}", year=self.board.base_year)


def _unit(lines: object, money: bool, language: Language) -> tuple[float, str]:
    """What the values of an axis are divided by, and the unit."""
    if not money:
        return 1.0, language.text("persons")
    values = np.concatenate(list(lines))  # type: ignore[call-overload]
    largest = float(np.nanmax(np.abs(values)))
    for step, unit in ((1e9, "UAH billion"), (1e6, "UAH million"), (1e3, "UAH thousand")):
        if largest >= step:
            return step, language.text(unit)
    return 1.0, language.text("UAH")


def _frame(title: str, body: str, unit: str) -> str:
    small = f" <small>{escape(unit)}</small>" if unit else ""
    return f'<div class="sa-picture"><h4>{escape(title)}{small}</h4>{body}</div>'
