"""People, own revenue and balance of all scenarios in one picture, money in one price basis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance.price_year import at_prices
from stratanalysis.language import use_language
from stratanalysis.pages.balance_years import matched_balance
from stratanalysis.pages.executed import executed_own, signed_percent
from stratanalysis.pages.overview import inside, scenario_labels, sources_of, with_observed
from stratanalysis.plots.comparison import small_multiples
from stratanalysis.plots.style import description_of
from stratanalysis.scenarios.variables import is_money, unit_of
from stratanalysis.study.projection import price_words, variable_title

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.language import Language
    from stratanalysis.pages.page import Page
    from stratanalysis.projection import Projection
    from stratanalysis.study import Study

__all__ = ["show_panels"]

_VARIABLES = ("population", "own_revenue", "balance")


def show_panels(page: Page, study: Study, run: Projection) -> HTML:
    """Put the picture of people, own revenue and balance under all scenarios; or say the gap.

    Parameters
    ----------
    page : Page
    study : Study
    run : Projection
        Money is in its prices; executed years are those of the study.
    """
    lang = page.language
    tables = {
        name: matched_balance(run) if name == "balance" else run.wide(name)
        for name in _VARIABLES
        if name in run
    }
    tables = {name: table for name, table in tables.items() if table.notna().to_numpy().any()}
    if not tables:
        return page.text(lang.text("The data do not allow a projection."))
    labels = scenario_labels(run, lang.code)
    observed = {
        "population": study.population,
        "own_revenue": at_prices(executed_own(study.community), run.price_year),
    }
    titles = {name: variable_title(name, lang.code) for name in tables}
    prices = price_words(run, lang.code)
    figure = small_multiples(
        {titles[name]: table for name, table in tables.items()},
        labels={name: re.sub(r"\s*\(.*\)$", "", label) for name, label in labels.items()},
        language=lang.code,
        observed={titles[name]: past for name, past in observed.items() if name in titles},
        kind={titles[name]: "money" if is_money(name) else "number" for name in tables},
        unit={
            titles[name]: lang.text("UAH, {prices}", prices=prices)
            if is_money(name)
            else lang.text(unit_of(name))
            for name in tables
        },
        columns=1,
    )
    with use_language(lang.code):
        saved = {
            name: (titles[name], with_observed(table, observed.get(name), labels))
            for name, table in tables.items()
        }
    words = [
        f"{title}. {description_of(axes)}"
        for title, axes in zip(titles.values(), figure.axes, strict=True)
    ]
    return page.figure(
        "trajectories",
        figure,
        saved,
        title=_title(tables, run, lang),
        alternative=" ".join(words),
        source=sources_of(study.community, "population", "revenue", "expenditure",
                          language=lang.code),
        caption=lang.text("Points are observed or executed, lines are scenarios.")
        + (" " + lang.text("Amounts in {prices}.", prices=prices) if len(tables) > 1 else ""),
    )  # fmt: skip


def _title(tables: dict[str, pd.DataFrame], run: Projection, lang: Language) -> str:
    """What the first scenario leads to: changes of people and revenue, and the last balance."""
    name, last = run.names[0], run.years[-1]
    parts = []
    for variable, table in tables.items():
        start, end = float(table[name].iloc[0]), float(table[name].iloc[-1])
        amounts = (
            lang.money(end)
            if variable == "balance"
            else signed_percent(end / start - 1 if start else float("nan"), lang.code)
        )
        parts.append(f"{inside(variable_title(variable, lang.code))} {amounts}")
    return lang.text(
        "{label}, {first}–{last}: {changes}",
        label=scenario_labels(run, lang.code)[name],
        first=run.years[0],
        last=last,
        changes="; ".join(parts),
    )
