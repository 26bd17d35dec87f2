"""What the benchmark page says and shows: peers, percentiles and ranges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance import CAPACITY_INDICATORS
from stratanalysis.finance.capacity import CAVEAT, read_published
from stratanalysis.indicators import peer_position, peers
from stratanalysis.language import language as get_language
from stratanalysis.pages.annual_review_context import row_of
from stratanalysis.pages.official_facts import STATUS_WORDS
from stratanalysis.pages.overview import inside
from stratanalysis.pages.page import Page
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.plots.peers import describe_peers, plot_peers
from stratanalysis.plots.style import PALETTE, described, format_axis
from stratanalysis.reference import country_table, reference_folder
from stratanalysis.reference.english_places import english_centres, oblasts_of
from stratanalysis.reference.war_status import OCCUPIED, war_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from IPython.display import HTML
    from matplotlib.axes import Axes

    from stratanalysis.community import Community

__all__ = [
    "VARIABLES",
    "chosen_peers",
    "introduction",
    "names_of",
    "peer_values",
    "read_communities",
    "show_capacity_strip",
    "show_distribution",
    "show_peers",
    "show_position",
    "show_strip",
    "summary_lines",
]

VARIABLES = {
    "population": "Population on 1 January 2022",
    "people": "Population with displaced persons, July 2023",
    "population_change": "Population change 2020–2022, %",
    "density": "People per km² with displaced persons, July 2023",
    "urban_share": "Share of urban population, %",
    "own_revenue_per_head": "Revenue excluding transfers per head 2021, UAH",
    "pit_per_head": "Personal income tax per head 2021, UAH",
    "transfer_percent": "Transfers in revenue 2021, %",
}
LIKENESS = ("people", "density", "urban_share")
_SOURCES = ("kse_hromadas", "kse_communities", "ministry_fiscal")


_UNKNOWN = (
    "The community is not in the register of {count} communities with its figures (oblasts and "
    "exercises are not), so it is compared with nobody."
)
_OCCUPIED = (
    "The community is occupied, and what it has now is not known, so it is compared with nobody."
)


def read_communities(reference: Path | str | None = None) -> pd.DataFrame:
    """Read the figures of all communities that they are compared by.

    Parameters
    ----------
    reference : path-like, optional
        Folder with ``hromadas.csv``, ``peer_variables.csv`` and ``hromada_population.csv``.

    Returns
    -------
    DataFrame
        Indexed by KATOTTG code: name, oblast, type, area and :data:`VARIABLES`, and the indicators
        of financial capacity of 2023. Money per head is by the population on 1 January of the
        budget's year; revenue excluding transfers and PIT are without that on military pay. What
        is not known is missing; a population of 0 has no figures per head,
        and communities that are occupied, whole or mostly, are left out; `status` is the class of
        the others in the war. `people` is the population with the balance of registered displaced
        persons (negative where more left than came; where none is known, the population), and
        `density` is of them: like are compared who are there.
    """
    folder = reference_folder(reference)
    table = pd.read_csv(folder / "hromadas.csv").set_index("katottg")
    money = pd.read_csv(folder / "peer_variables.csv").set_index("katottg")
    table = table.join(money.drop(columns="source"))
    people = table["population_2022"].where(table["population_2022"] > 0)
    military = table["military_income_tax_2021"].fillna(0)
    for name in ("own_revenue_2021", "income_tax_2021"):
        table[name] = table[name] - military
    money_columns = ["own_revenue_2021", "income_tax_2021", "transfers_2021", "revenue_2021"]
    table[money_columns] = table[money_columns].where(table["occupied_before_2022"] == 0)
    earlier = pd.read_csv(folder / "hromada_population.csv")
    earlier = earlier[earlier["value"] > 0].pivot(index="katottg", columns="year", values="value")
    before, budget_year = (earlier[year].reindex(table.index) for year in (2020, 2021))
    moved = country_table("hromada_displaced").set_index("katottg")["balance"]
    there = (people + moved.reindex(table.index).fillna(0)).clip(lower=1)
    found = table.assign(
        population=people,
        people=there,
        population_change=100 * (people / before - 1),
        density=there / table["area_km2"],
        urban_share=100 * table["urban_population_2022"] / people,
        own_revenue_per_head=table["own_revenue_2021"] / budget_year,
        pit_per_head=table["income_tax_2021"] / budget_year,
        transfer_percent=100 * table["transfers_2021"] / table["revenue_2021"],
    )
    capacity = read_published(folder / "financial_capacity_2023.csv")
    status = country_table("hromada_war_status").set_index("katottg")["status"]
    found = found.join(capacity[[*CAPACITY_INDICATORS]]).join(status)
    return found[~found["status"].isin(OCCUPIED)]


def chosen_peers(table: pd.DataFrame, community: Community, count: int) -> pd.Index | None:
    """Codes of the most similar communities; None where the community cannot be compared.

    Nearest by people with displaced persons, density and share of urban population, standardised;
    not by money, so that money can be compared.
    """
    if community.katottg not in table.index:
        return None
    if table.loc[community.katottg, list(LIKENESS)].isna().any():
        return None
    return peers(table, community.katottg, nearest=count, on=LIKENESS)


def introduction(table: pd.DataFrame, group: pd.Index | None, language: str) -> list[str]:
    """Say with whom the community is compared; nothing where with nobody."""
    lang = get_language(language)
    if group is None:
        return []
    names = ", ".join(names_of(table.loc[group[:8]], language))
    return [
        lang.text(
            "Peers: the {count} of {all} communities that are nearest by population with "
            "displaced persons, density and share of urban population; money is left out of "
            "the choice. The nearest: {names}.",
            count=lang.number(len(group)),
            all=lang.number(len(table) - 1),
            names=names,
        )
    ]


def summary_lines(
    table: pd.DataFrame, community: Community, group: pd.Index | None, language: str
) -> list[str]:
    """Up to five lines: the share of peers and of all that have less."""
    lang = get_language(language)
    if group is None:
        status = war_status(community.katottg) if community.katottg else None
        why = _OCCUPIED if status is not None and status.occupied else _UNKNOWN
        return [lang.text(why, count=lang.number(len(table)))]
    everyone = table.index.drop(community.katottg)
    names = ["own_revenue_per_head", "pit_per_head", "transfer_percent", "population_change"]
    near = peer_position(table, community.katottg, group, variables=names)
    whole = peer_position(table, community.katottg, everyone, variables=names)
    lines = []
    for name in names:
        own, share = row_of(near, name), row_of(whole, name)["below"]
        if pd.isna(own["value"]):
            continue
        line = lang.text(
            "{variable}: {value}; median of the peers {median}; {share} of the peers and "
            "{all} of all communities have less.",
            variable=lang.text(VARIABLES[name]),
            value=_written(own["value"], language),
            median=_written(own["median"], language),
            share=lang.percent(own["below"], 0),
            all=lang.percent(share, 0),
        )
        lines.append(line)
    return lines


def names_of(table: pd.DataFrame, language: str) -> list[str]:
    """Names of communities, a table by code; those of their centres on an English page.

    A place that was renamed since the register of 2022 has its new name in brackets.
    """
    if language == "uk":
        places = country_table("renamed_places")
        renamed = dict(zip(places["katottg"], places["new_name"], strict=True))
        return [
            f"{name} ({renamed[code]})" if code in renamed else str(name)
            for code, name in zip(map(str, table.index), table["name"], strict=True)
        ]
    centres = english_centres()
    return [centres[str(code)] for code in table.index]


def _written(value: float, language: str) -> str:
    return get_language(language).number(value, 1 if abs(value) < 100 else 0)


def show_strip(
    page: Page, table: pd.DataFrame, community: Community, group: pd.Index | None
) -> HTML:
    """Strip of the peers for people and money; or say that there are none."""
    if group is None:
        return page.text(page.language.text("There are no peers, so nothing is compared here."))
    say = page.language.text
    labels = {name: say(label) for name, label in VARIABLES.items()}
    return _strip(page, table, community, group, "strip", labels, _SOURCES, "")


def show_capacity_strip(
    page: Page, table: pd.DataFrame, community: Community, group: pd.Index | None
) -> HTML:
    """Strip of the peers for financial capacity; or say that there are none."""
    if group is None:
        return page.text(page.language.text("There are no peers, so nothing is compared here."))
    say = page.language.text
    shown = table.copy()
    labels = {}
    for name, entry in CAPACITY_INDICATORS.items():
        share = entry.unit == "share"
        shown[name] = shown[name] * (100 if share else 1)
        labels[name] = say(entry.label) + (", %" if share else f", {say('UAH')}")
    note = say("Budget year 2023, general fund.") + " " + say(CAVEAT)
    return _strip(page, shown, community, group, "capacity-strip", labels, ("capacity_2023",), note)


def _strip(
    page: Page, table: pd.DataFrame, community: Community, group: pd.Index, name: str,
    labels: dict[str, str], sources: tuple[str, ...], note: str,
) -> HTML:  # fmt: skip
    say, lang = page.language.text, page.language
    position = peer_position(table, community.katottg, group, variables=list(labels))
    known = position[position["below"].notna()]
    if known.drop(index=list(LIKENESS), errors="ignore").empty:
        return page.text(say("Neither the community nor its peers have these figures."))
    names = pd.Series(names_of(table, lang.code), index=table.index)
    axes = plot_peers(
        table, community.katottg, group, variables=labels, names=names, language=lang.code
    )
    axes.set_xlabel("")
    figure = axes.get_figure(root=True)
    assert figure is not None
    compared = known.drop(index=list(LIKENESS), errors="ignore")
    far = str(compared[["below", "above"]].max(axis=1).idxmax())
    row = row_of(known, far)
    pattern = (
        "{share} of the peers have less: {variable}"
        if row["below"] >= row["above"]
        else "{share} of the peers have more: {variable}"
    )
    share = lang.percent(max(row["below"], row["above"]), 0)
    title = say(pattern, share=share, variable=inside(labels[far]))
    saved = position.reset_index()
    saved["variable"] = [labels[str(key)] for key in saved["variable"]]
    caption = say(
        "Each row runs from the lowest to the highest value among the peers; more is not always "
        "better."
    )
    return page.figure(
        name,
        figure,
        saved,
        title=title,
        alternative=describe_peers(known, labels, language=lang.code),
        source=reference_sources(*sources, language=lang.code),
        caption=note or caption,
    )


def peer_values(
    table: pd.DataFrame, community: Community, group: pd.Index | None, variables: Sequence[str]
) -> pd.DataFrame:
    """Values of the peers and of the community, by code; empty where there are no peers."""
    codes = [] if group is None else [*group, community.katottg]
    return table.loc[codes, list(variables)].astype(float)


def show_distribution(
    page: Page, axes: Axes, values: pd.Series, community: Community, variable: str
) -> HTML:
    """Mark the community in a distribution of its peers and put it on the page; or say the gap.

    Parameters
    ----------
    page : Page
    axes : matplotlib.axes.Axes
        With the distribution drawn.
    values : Series
        Of the peers and the community, by code.
    community : Community
    variable : str
        One of :data:`VARIABLES`.
    """
    say, lang = page.language.text, page.language
    label = say(VARIABLES[variable])
    if community.katottg not in values.index or len(values) < 3:
        return page.text(say("Neither the community nor its peers have these figures."))
    own = float(values[community.katottg])
    others = values.drop(community.katottg)
    axes.axvline(own, color=PALETTE[2], linewidth=2.0, gid="community")
    axes.annotate(
        say("this community"), (own, 1.0), xycoords=("data", "axes fraction"),
        xytext=(4, -10), textcoords="offset points", color=PALETTE[2], fontsize=9,
    )  # fmt: skip
    axes.set_xlabel(label)
    axes.set_ylabel(say("Communities"))
    format_axis(axes.xaxis, lang.code)
    below = float((others < own).mean())
    words = say(
        "{label}: the peers from {low} to {high}, half of them below {median}; this community "
        "{own}.",
        label=label, low=lang.number(float(others.min())), high=lang.number(float(others.max())),
        median=lang.number(float(others.median())), own=lang.number(own),
    )  # fmt: skip
    return page.figure(
        "distribution",
        described(axes, words),
        values.rename(label).rename_axis(say("Code")).to_frame(),
        title=say("{share} of the peers have less: {variable}", share=lang.percent(below, 0),
                  variable=inside(label)),
        source=reference_sources(*_SOURCES, language=lang.code),
        caption=say("Columns count communities; the line is this community."),
    )  # fmt: skip


def show_position(
    page: Page, table: pd.DataFrame, community: Community, group: pd.Index | None
) -> HTML:
    """Table of the community's place among peers, oblast and all; nothing without peers."""
    say, lang = page.language.text, page.language
    if group is None:
        return page.text()
    code = community.katottg
    groups = {
        say("peers"): group,
        say("the oblast"): peers(table, code, same=["oblast_katottg"]),
        say("Ukraine"): table.index.drop(code),
    }
    rows: list[dict[str, object]] = []
    places: list[int] = []
    for name, label in VARIABLES.items():
        for among, codes in groups.items():
            row = row_of(peer_position(table, code, codes, variables=[name]), name)
            rows.append(
                {
                    say("Variable"): say(label),
                    say("Among"): f"{among} ({int(row['peers'])})",
                    say("Value"): row["value"],
                    say("Lowest"): row["minimum"],
                    say("Lower quartile"): row["lower_quartile"],
                    say("Median"): row["median"],
                    say("Upper quartile"): row["upper_quartile"],
                    say("Highest"): row["maximum"],
                    say("Share that has less"): row["below"],
                }
            )
            places.append(0 if abs(row["value"]) >= 100 else 1)
    shown = pd.DataFrame(rows)
    formats: dict[str, object] = dict.fromkeys(shown.columns[2:-1], places)
    formats[say("Share that has less")] = lambda share: lang.percent(share, 0)
    return page.table(
        "position",
        shown,
        formats=formats,
        caption=say("The community among its peers, its oblast and all communities"),
        source=reference_sources(*_SOURCES, language=lang.code),
    )


def show_peers(page: Page, table: pd.DataFrame, group: pd.Index | None) -> HTML:
    """Table of the peers with the figures that chose them; or say that there are none."""
    say, lang = page.language.text, page.language
    if group is None:
        return page.text(say("There are no peers, so nothing is compared here."))
    chosen = table.loc[group]
    return page.table(
        "peers",
        pd.DataFrame(
            {
                say("Code"): chosen.index,
                say("Community"): names_of(chosen, lang.code),
                say("Oblast"): oblasts_of(chosen, lang.code),
                say("Status in the war"): [say(STATUS_WORDS[name]) for name in chosen["status"]],
                **{say(VARIABLES[name]): chosen[name] for name in LIKENESS},
            }
        ).reset_index(drop=True),
        caption=say("The peers, the nearest first"),
        formats={say(VARIABLES["density"]): 1, say(VARIABLES["urban_share"]): 1},
        source=reference_sources("kse_hromadas", "displaced_2023", "order_376", language=lang.code),
    )
