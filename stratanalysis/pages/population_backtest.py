"""Back-test of simple methods on all communities, and the place of one community in it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.demography import Backtest, backtest, extrapolate_total
from stratanalysis.demography.backtest import NO_CHANGE
from stratanalysis.language import language as get_language
from stratanalysis.pages.page import Page
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.reference import reference_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.display import HTML
    from numpy.typing import NDArray

__all__ = ["backtest_communities", "backtest_sentences", "show_backtest"]

METHOD_WORDS = {
    NO_CHANGE: "no change",
    "damped": "half of the trend",
    "linear_or_exponential": "the trend in full",
}
SIZES = (5_000, 10_000, 25_000)


def backtest_communities(reference: Path | str | None = None) -> Backtest:
    """Let simple methods forecast the last known year of every community from the earlier ones.

    Reads ``hromada_population.csv``. Communities with a gap or with nobody in a year are left out.

    Parameters
    ----------
    reference : path-like, optional
        Folder of the reference tables; those of the project if not given.
    """
    table = pd.read_csv(reference_folder(reference) / "hromada_population.csv")
    wide = table.pivot(index="katottg", columns="year", values="value")
    wide = wide[(wide > 0).all(axis=1)]
    years = [int(year) for year in wide.columns]
    return backtest(
        wide.to_numpy(),
        years=years,
        launches=years[1:-1],
        horizons=[1],
        methods={name: _method(name) for name in METHOD_WORDS if name != NO_CHANGE},
        areas=list(wide.index),
        size_classes=SIZES,
    )


def _method(name: str) -> Callable[..., NDArray[np.float64]]:
    def forecast(
        history: NDArray[np.float64], years: NDArray[np.float64], horizon: int
    ) -> NDArray[np.float64]:
        ahead = [years[-1] + horizon]
        return extrapolate_total(history, years=years, horizon=ahead, method=name)[:, 0]

    return forecast


def backtest_sentences(result: Backtest, katottg: str, language: str) -> list[str]:
    """Say what the table shows, how often "no change" was nearest, and the community's own errors.

    A community that is not in the table has no sentence of its own.
    """
    lang = get_language(language)
    errors = result.errors.assign(miss=result.errors["percent_error"].abs())
    wide = errors.pivot(index="area", columns="method", values="miss")
    nearest = wide[NO_CHANGE] <= wide.drop(columns=NO_CHANGE).min(axis=1)
    launch = int(errors["launch"].iloc[0])
    lines = [
        lang.text(
            "Each method forecast {target} from what was known in {launch}: {count} communities, "
            "one year ahead. For {share} of them no change was nearest.",
            target=launch + int(errors["horizon"].iloc[0]),
            launch=launch,
            count=lang.number(len(wide)),
            share=lang.percent(float(nearest.mean()), 0),
        )
    ]
    if katottg in wide.index:
        own = wide.loc[[katottg]].to_dict("records")[0]
        said = ", ".join(
            f"{lang.text(words)} {lang.percent(own[name] / 100, 2)}"
            for name, words in METHOD_WORDS.items()
        )
        lines.append(lang.text("Errors for this community: {errors}.", errors=said))
    lines.append(
        lang.text(
            "One year before the war says little of a horizon of ten; the errors of longer "
            "forecasts are those of the bands above."
        )
    )
    return lines


def show_backtest(page: Page, result: Backtest) -> HTML:
    """Table of the errors by size of community and method."""
    say, lang = page.language.text, page.language
    summary = result.summary(("size_class", "method"))
    bounds = [0.0, *map(float, SIZES), float("inf")]
    names = {
        str(pd.Interval(low, high, closed="left")): _size(low, high, lang.code)
        for low, high in itertools.pairwise(bounds)
    }
    rows = [
        {
            say("Population at the start"): label,
            say("Communities"): int(part["forecasts"].iloc[0]),
            **{
                say(words): float(part.loc[part["method"] == method, "mape"].iloc[0]) / 100
                for method, words in METHOD_WORDS.items()
            },
        }
        for key, label in names.items()
        if len(part := summary[summary["size_class"] == key])
    ]
    return page.table(
        "backtest",
        pd.DataFrame(rows),
        formats={say(words): lambda e: lang.percent(e, 2) for words in METHOD_WORDS.values()},
        caption=say("Mean absolute error of forecasts of the population, by method"),
        source=reference_sources("ministry_fiscal", "kse_hromadas", language=lang.code),
    )


def _size(low: float, high: float, language: str) -> str:
    lang = get_language(language)
    if not np.isfinite(high):
        return lang.text("{low} and more", low=lang.number(low))
    if low == 0:
        return lang.text("under {high}", high=lang.number(high))
    return lang.text("{low} to {high}", low=lang.number(low), high=lang.number(high))
