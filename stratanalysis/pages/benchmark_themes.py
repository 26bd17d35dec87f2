"""Convergence of the tax base and themes of goals on the benchmark page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.indicators import convergence, missing_themes
from stratanalysis.pages.executed import capacity_decimals, signed_percent
from stratanalysis.pages.overview import sources_of
from stratanalysis.pages.page import Page
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.plots.indicators import describe_themes, plot_themes
from stratanalysis.reference import reference_folder

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = ["show_convergence", "show_themes"]

DIRECTION_WORDS = {
    ("converges", False): "rises towards the mean",
    ("converges", True): "falls towards the mean",
    ("diverges", False): "falls away from the mean",
    ("diverges", True): "rises away from the mean",
}
"""By the direction of the gap, and whether the index was above the mean."""
_ROUNDING = 0.05
"""How far a figure with one decimal may be from the exact one."""


def show_convergence(page: Page, community: Community) -> HTML:
    """Table of the tax-capacity index against the mean of all local budgets; or say the gap.

    The index is own PIT per head over that mean, so its distance to 1 is the relative gap.
    """
    say, lang = page.language.text, page.language
    frame = community["statistics"]
    rows = frame[(frame["variable"] == "tax_capacity_index") & frame["value"].notna()]
    own = rows.set_index(rows["year"].astype(int))["value"].astype(float).sort_index()
    if len(own) < 2:
        return page.text(
            say("Convergence needs the tax-capacity index of two years; the tables do not have it.")
        )
    table = convergence(own, own * 0.0 + 1.0)
    shown = pd.DataFrame(
        {
            say("Year"): [str(year) for year in table.index],
            say("Tax-capacity index"): table["own"].to_numpy(),
            say("Gap to the mean of local budgets"): table["gap"].to_numpy(),
            say("Direction"): [say(word) for word in _directions(table)],
        }
    )
    return page.table(
        "convergence",
        shown,
        formats={
            say("Year"): str,
            say("Tax-capacity index"): lambda index: lang.number(index, capacity_decimals(index)),
            say("Gap to the mean of local budgets"): lambda gap: signed_percent(
                gap, lang.code, capacity_decimals(1 + gap) // 2
            ),
        },
        caption=say("Own personal income tax per head over the mean of all local budgets"),
        source=sources_of(community, "statistics", language=lang.code),
    )


def _directions(table: pd.DataFrame) -> list[str]:
    """Words of the directions; none where a rounded index cannot tell, and none of no change."""
    earlier = table["own"].ffill().shift()
    words = []
    for (_, row), before in zip(table.iterrows(), earlier, strict=True):
        rounded = 1 in {capacity_decimals(row["own"]), capacity_decimals(before)}
        clear = not rounded or abs(row["own"] - before) > _ROUNDING
        known = clear and row["direction"] in {"converges", "diverges"}
        words.append(DIRECTION_WORDS[row["direction"], before > 1] if known else "…")
    return words


def show_themes(page: Page, goals: pd.DataFrame, reference: Path | str | None = None) -> HTML:
    """Picture of the themes that others set and this strategy does or does not; or say the gap."""
    say, lang = page.language.text, page.language
    top = goals[goals["level"].isin(("strategic", "operational"))]
    if top.empty:
        return page.text(
            say(
                "No data: the goals of the strategy have not been read into the tables yet, so "
                "their themes are not compared."
            )
        )
    folder = reference_folder(reference)
    keywords = pd.read_csv(folder / "goal_themes_uk.csv")
    counts = pd.read_csv(folder / "goal_tree_themes.csv")
    gaps = missing_themes(
        top["title"], counts, keywords, tasks=goals.loc[goals.index.difference(top.index), "title"]
    )
    labels = dict(zip(keywords["theme"], keywords[f"label_{lang.code}"], strict=True))
    figure = plot_themes(gaps, labels, language=lang.code).get_figure(root=True)
    assert figure is not None
    hints = int(gaps.table["hint"].sum())
    names = [labels[str(name)] for name in gaps.table.index[gaps.table["hint"]]]
    saved = gaps.table.reset_index()
    saved["theme"] = [labels[str(name)] for name in saved["theme"]]
    return page.figure(
        "themes",
        figure,
        saved,
        title=(
            say("Set by most others and not here: {names}", names=", ".join(names[:3]))
            if hints
            else say("No theme that most others set is missing here")
        ),
        alternative=describe_themes(gaps, labels, language=lang.code),
        source=reference_sources("gisrr_goal_trees", "goal_themes", language=lang.code),
        caption=say(
            "By keywords in the titles of strategic and operational goals; a theme that only a "
            "task names is not counted as missing. A hint, not a judgement."
        ),
    )
