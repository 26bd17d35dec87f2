"""What moves a result: the five assumptions that matter most, with their effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stratanalysis.errors import StratanalysisError
from stratanalysis.pages.overview import inside, scenario_labels
from stratanalysis.plots import plot_tornado
from stratanalysis.plots.style import description_of
from stratanalysis.questions import Target, tornado
from stratanalysis.scenarios import DRIVERS
from stratanalysis.scenarios.variables import is_money
from stratanalysis.study.projection import price_words, variable_title

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.pages.page import Page
    from stratanalysis.projection import Projection
    from stratanalysis.study import Study

__all__ = ["show_moving"]

_COUNT = 5


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
            "{label}, {year}: each assumption alone goes to the ends of its range, the others "
            "stay.",
            label=scenario_labels(run, lang.code)[first],
            year=last,
        )
        + (" " + say("Amounts in {prices}.", prices=price_words(run, lang.code)) if money else ""),
    )
