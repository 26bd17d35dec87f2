"""The pictures of the desk as figures of the house style, to be saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.desk.charts import Array, spread_open_age
from stratanalysis.desk.model import MINE, Mine, Outcome
from stratanalysis.desk.view import FIGURES, View
from stratanalysis.plots.population import plot_pyramid
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.style import new_figure
from stratanalysis.scenarios.variables import is_money

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["figures"]


def figures(
    view: View, mine: Mine, outcome: Outcome, variables: Sequence[str]
) -> Iterator[tuple[str, str, str, Figure]]:
    """Draw each variable and the pyramid.

    Yields
    ------
    name, title, words, figure
        A name for the file, the title, the text alternative, and the figure.
    """
    words = view.language
    for variable in variables:
        lines = view.series(variable, outcome)
        if not lines:
            continue
        figure, axes = new_figure()
        table = pd.DataFrame(lines, index=list(view.board.years))
        money = is_money(variable)
        observed = view.observed_of(variable)
        plot_trajectories(
            table,
            ax=axes,
            labels={name: view.label(name) for name in table.columns},
            language=words.code,
            observed=pd.Series(observed, dtype=float) if observed else None,
            kind="money" if money else "number",
            unit=words.text("UAH") + f", {view.basis_words()}" if money else words.text("persons"),
        )
        for line in axes.get_lines():
            if line.get_gid() == MINE:
                line.set_linewidth(3.0)
        title = words.text(FIGURES[variable])
        axes.set_title(title)
        yield variable, title, view.alternative(variable, title, lines), figure
    people = view.people(mine, outcome)
    if people is not None:
        years = view.board.years
        base, *others = people.items()
        figure, axes = new_figure(size=(6.4, 5.2))
        plot_pyramid(
            _frame(base[1]),
            ax=axes,
            language=words.code,
            label=str(years[0]),
            over={name: _frame(group) for name, group in others},
            labels={name: f"{view.label(name)}, {years[-1]}" for name, _ in others},
        )
        title = view.pyramid_title()
        axes.set_title(title)
        yield "pyramid", title, view.pyramid_alternative(people), figure


def _frame(people: Array) -> pd.DataFrame:
    table = pd.DataFrame(spread_open_age(people).T, columns=["female", "male"])
    return table.rename_axis("first_age")
