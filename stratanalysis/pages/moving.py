"""What moves a result: the assumptions that matter most, and those that part two scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stratanalysis.errors import StratanalysisError
from stratanalysis.pages.overview import inside, scenario_labels
from stratanalysis.plots import plot_decomposition, plot_tornado
from stratanalysis.plots.comparison import GROUP_LABELS
from stratanalysis.plots.style import description_of
from stratanalysis.questions import Target, decompose, tornado
from stratanalysis.scenarios import DRIVERS
from stratanalysis.scenarios.variables import is_money
from stratanalysis.study.projection import price_words, variable_title

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.pages.page import Page
    from stratanalysis.projection import Projection
    from stratanalysis.study import Study

__all__ = ["show_difference", "show_moving"]

_COUNT = 5
_DRIVERS = 7
"""With more drivers than this a difference is taken apart by groups of drivers."""


def show_moving(page: Page, study: Study, run: Projection, variable: str) -> HTML:
    """Put a picture of the assumptions whose stated ranges move the last year most; or say why not.

    Parameters
    ----------
    page : Page
    study : Study
    run : Projection
    variable : str
        As ``"population"`` or ``"balance"``; money is in the prices of the projection.
    """
    say, lang = page.language.text, page.language
    last, first = run.years[-1], run.names[0]
    money = is_money(variable)
    target = Target(variable, 0.0, last, price_basis=run.basis_of(variable))
    try:
        table = tornado(
            study.community, run.scenarios, target, scenario=first, base_year=run.years[0],
            tier=run.tier,
        )  # fmt: skip
    except StratanalysisError:
        table = None
    if table is None or table.empty or not float(table["swing"].max()) > 0:
        return page.text(
            say("No scenario states the ranges of its assumptions, so their effect is not shown.")
        )
    if target.price_basis == "real":
        outcomes = ["low_outcome", "base_outcome", "high_outcome", "swing"]
        table[outcomes] *= run.price_factor
    write = lang.money if money else lang.number
    top = table.iloc[0]
    ends = sorted((float(top["low_outcome"]), float(top["high_outcome"])))
    shown = table[table["swing"] > 0].head(_COUNT)
    axes = plot_tornado(shown, language=lang.code, kind="money" if money else "number")
    saved = shown[["driver", "low", "high", "low_outcome", "base_outcome", "high_outcome"]].copy()
    saved["driver"] = [say(DRIVERS[str(name)].label) for name in saved["driver"]]
    return page.figure(
        f"moving-{variable}",
        axes,
        saved,
        title=say(
            "{subject} in {year} depends most on: {driver} – from {low} to {high}",
            subject=variable_title(variable, lang.code),
            year=last,
            driver=inside(say(DRIVERS[str(top["driver"])].label)),
            low=write(ends[0]),
            high=write(ends[1]),
        ),
        alternative=description_of(axes).lstrip(": "),
        source=say("the ranges that the scenarios state"),
        caption=say(
            "{label}, {year}.",
            label=scenario_labels(run, lang.code)[first],
            year=last,
        )
        + (" " + say("Amounts in {prices}.", prices=price_words(run, lang.code)) if money else ""),
    )


def show_difference(page: Page, study: Study, run: Projection, variable: str) -> HTML:
    """Put a picture of what parts the rational scenario from the first one; nothing without it.

    Parameters
    ----------
    page : Page
    study : Study
    run : Projection
    variable : str
        As ``"balance"``; money is in the prices of the projection.
    """
    say, lang = page.language.text, page.language
    first, last = run.names[0], run.years[-1]
    if "rational" not in run.names[1:] or variable not in run:
        return page.text()
    money, labels = is_money(variable), scenario_labels(run, lang.code)
    target = Target(variable, 0.0, last, price_basis=run.basis_of(variable))
    own = list(run.scenarios["rational"])
    try:
        table = decompose(
            study.community, run.scenarios, target, scenario="rational", against=first,
            base_year=run.years[0], by_group=len(own) > _DRIVERS, tier=run.tier,
        )  # fmt: skip
    except StratanalysisError:
        return page.text()
    if target.price_basis == "real":
        table[["contribution", "start", "end"]] *= run.price_factor
    table = table[table["contribution"].abs() > 1e-6 * table["contribution"].abs().sum()]
    if table.empty:
        return page.text()
    by_driver, parts = "driver" in table, table["contribution"].to_numpy()
    ends = sorted({int(parts.argmax()), int(parts.argmin())}, key=lambda at: -abs(parts[at]))
    names = [
        say(DRIVERS[str(name)].label if by_driver else GROUP_LABELS[str(name)])
        for name in table[table.columns[0]]
    ]
    axes = plot_decomposition(table, language=lang.code, kind="money" if money else "number")
    saved = table.assign(**{table.columns[0]: names})

    def write(value: float) -> str:
        written = lang.money(value) if money else lang.number(value)
        return f"+{written}" if value > 0 else written

    return page.figure(
        f"difference-{variable}",
        axes,
        saved,
        title=say(
            "{subject} in {year}, {label} less {other}: {total}; {parts}",
            subject=variable_title(variable, lang.code),
            year=last,
            label=inside(labels["rational"]),
            other=inside(labels[first]),
            total=write(float(table["contribution"].sum())),
            parts=", ".join(f"{inside(names[at])} {write(parts[at])}" for at in ends),
        ),
        alternative=description_of(axes).lstrip(": "),
        source=say("the assumptions of both scenarios"),
        caption=say(
            "Each bar is the effect of one assumption that differs, averaged over every order of "
            "changing them; the bars add up to the difference."
        )
        + (" " + say("Amounts in {prices}.", prices=price_words(run, lang.code)) if money else ""),
    )
