"""Where the peers of a community are, and what their median would mean in money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.indicators import distance_km
from stratanalysis.pages.benchmark_page import VARIABLES, names_of
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.plots.peers import plot_peer_map
from stratanalysis.plots.style import description_of
from stratanalysis.reference.english_places import oblasts_of

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.pages.page import Page

__all__ = ["median_gap", "show_map"]

_PER_HEAD = ("own_revenue_per_head", "pit_per_head")


def median_gap(
    table: pd.DataFrame, community: Community, group: pd.Index | None, language: str
) -> pd.DataFrame:
    """What the community would have at the median of its peers, UAH of the year of comparison.

    Returns
    -------
    DataFrame
        `value`, `median`, `gap` per head and `total` (gap times the population of 1 January 2022),
        by the name of the variable for a reader; rows without a figure are left out.
    """
    from stratanalysis.language import language as get_language

    if group is None:
        return pd.DataFrame()
    say = get_language(language).text
    own = table.loc[community.katottg]
    rows = {
        say(VARIABLES[name]): {
            "value": float(str(own[name])),
            "median": float(table.loc[group, name].median()),
            "gap": float(table.loc[group, name].median() - own[name]),
            "total": float((table.loc[group, name].median() - own[name]) * own["population"]),
        }
        for name in _PER_HEAD
    }
    return pd.DataFrame.from_dict(rows, orient="index").dropna()


def show_map(page: Page, table: pd.DataFrame, community: Community, group: pd.Index | None) -> HTML:
    """Put a map of the community and its peers; nothing without peers or coordinates.

    Parameters
    ----------
    page : Page
    table : DataFrame
        All communities by code, with `latitude`, `longitude`, `name` and `oblast`.
    community : Community
    group : Index or None
        Codes of the peers.
    """
    say, lang = page.language.text, page.language
    if group is None or table.loc[community.katottg, ["latitude", "longitude"]].isna().any():
        return page.text()
    own, others = table.loc[community.katottg], table.loc[group]
    away = distance_km(
        others["latitude"], others["longitude"],
        from_latitude=float(str(own["latitude"])), from_longitude=float(str(own["longitude"])),
    ).sort_values()  # fmt: skip
    names = names_of(others.loc[away.index], lang.code)
    axes = plot_peer_map(table, community.katottg, group, language=lang.code)
    saved = pd.DataFrame(
        {
            say("Community"): names,
            say("Oblast"): oblasts_of(others.loc[away.index], lang.code),
            say("Distance, km"): away.round(0).to_numpy(),
        }
    )
    return page.figure(
        "peer-map",
        axes,
        saved,
        title=say(
            "{count} of {all} peers are in the same oblast; the median distance is {km} km",
            count=int((others["oblast"] == own["oblast"]).sum()),
            all=len(others),
            km=lang.number(float(away.median())),
        ),
        alternative=description_of(axes)
        + " "
        + say("Nearest: {near}; farthest: {far}.", near=names[0], far=names[-1]),
        source=reference_sources("kse_hromadas", language=lang.code),
        caption=say(
            "Grey: where communities are. Peers are chosen by people and density, not by place."
        ),
    )
