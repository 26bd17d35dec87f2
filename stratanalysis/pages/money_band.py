"""The measured band of a money path: drawn, and said."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stratanalysis.language import language as get_language
from stratanalysis.pages.balance_years import unmatched_years
from stratanalysis.plots.style import scenario_style
from stratanalysis.projection.money_bands import TOTALS, measured_bands

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from stratanalysis.projection import Projection

__all__ = ["WIDEST", "band_words", "draw_band"]

WIDEST = math.log(3.0)
"""Half width beyond which a band, a third to threefold, says nothing and hides the lines."""


def draw_band(axes: Axes, projection: Projection, variable: str, price_basis: str) -> pd.DataFrame:
    """Shade the measured band of the first scenario as far as it says anything; all its rows."""
    bands = measured_bands(projection, variable=variable, price_basis=price_basis)
    rows = bands[bands["scenario"] == projection.names[0]]
    if variable == "balance":
        rows = rows.copy()
        gaps = rows["year"].isin(unmatched_years(projection))
        rows.loc[gaps, ["lower", "central", "upper"]] = float("nan")
    own = rows[rows["half_width"] <= WIDEST]
    if variable == "balance":  # from the last gap on: a band does not bridge one
        own = own[own["central"].isna().iloc[::-1].cumsum().iloc[::-1] == 0]
    style = scenario_style(projection.names[0], list(projection.names))
    low, high = axes.get_ylim()
    axes.fill_between(
        own["year"], own["lower"], own["upper"], color=style.color, alpha=0.12, linewidth=0,
        gid="measured-band",
    )  # fmt: skip
    reach = own["upper"].max() - min(own["lower"].min(), 0.0)
    axes.set_ylim(  # the whole band is shown: what it holds below zero is a risk too
        min(low, float(own["lower"].min()) - (0.02 * reach if own["lower"].min() < 0 else 0.0)),
        max(high, float(own["upper"].max()) + 0.02 * reach),
    )
    if own["lower"].min() < 0 <= low:
        axes.axhline(0, color="#6b7280", linewidth=0.9)
    return rows


def band_words(own: pd.DataFrame, language: str) -> str:
    """What the band is, how much it held of what came, and how far it is drawn."""
    words = get_language(language)
    said = _made_of(own, language)
    known = own[own["central"].notna()]
    narrow = known["half_width"] <= WIDEST
    drawn = known.loc[narrow & (known["half_width"] > 0), "year"]
    if not said or narrow.all():
        return said
    if drawn.empty:
        return f"{said} " + words.text(
            "It is not drawn: it would reach from less than a third to more than three times the "
            "line."
        )
    return f"{said} " + words.text(
        "It is drawn to {year}: later it would reach from less than a third to more than three "
        "times the line.",
        year=int(drawn.max()),
    )


def _made_of(own: pd.DataFrame, language: str) -> str:
    words = get_language(language)
    held = own["coverage"].dropna()
    if held.empty:
        return ""
    if str(own["variable"].iloc[0]) in TOTALS:
        return words.text(
            "The band of the first scenario is made of the errors of past forecasts for cities of "
            "the rear, wider for a smaller community or one near the front: meant to hold 80 %, it "
            "held {held} of what came in years that were left out.",
            held=words.percent(float(held.iloc[0]), 0),
        )
    return words.text(
        "The band of the first scenario is made of the errors of past forecasts for communities "
        "of this size and place in the war: meant to hold 80 %, it held {held} of what came in "
        "years that were left out.",
        held=words.percent(float(held.iloc[0]), 0),
    )
