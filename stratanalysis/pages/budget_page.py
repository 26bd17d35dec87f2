"""What the budget page says and shows: executed groups, growth, capacity, an investment project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance import (
    CAPACITY_INDICATORS,
    InvestmentProject,
    calibrate_revenue,
    capacity_places,
    pit_share,
    project_appraisal,
    project_flows,
)
from stratanalysis.finance.capacity import CAVEAT, read_published
from stratanalysis.finance.price_year import at_prices
from stratanalysis.language import MISSING
from stratanalysis.language import language as get_language
from stratanalysis.pages.annual_review_context import row_of
from stratanalysis.pages.executed import (
    executed_parts,
    full_years,
    money_table,
    part_labels,
    signed_percent,
)
from stratanalysis.pages.official_facts import template_names
from stratanalysis.pages.overview import price_words, scenario_labels, sources_of
from stratanalysis.pages.page import Page
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.plots.budget import (
    describe_places,
    describe_revenue,
    plot_places,
    plot_revenue,
)
from stratanalysis.plots.style import described
from stratanalysis.projection import Projection

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.axes import Axes

    from stratanalysis.community import Community

__all__ = [
    "park_sentences",
    "show_capacity",
    "show_executed",
    "show_growth",
    "show_park",
    "show_shares",
    "show_structure",
    "summary_lines",
]

_PARK = (
    "planned_industrial_park_jobs",
    "planned_industrial_park_sales",
    "planned_industrial_park_payments",
)


def summary_lines(community: Community, run: Projection, language: str) -> list[str]:
    """Up to five lines: the executed years, the horizon by scenario, the place among all."""
    lang = get_language(language)
    labels = scenario_labels(run, language)
    table = money_table(community)
    if table.empty:
        return [lang.text("The tables hold no executed budget, so nothing of it is projected.")]
    first, last = str(table.columns[0]), str(table.columns[-1])
    own = row_of(table, "own_revenue")
    real = at_prices(pd.Series({int(year): float(own[year]) for year in (first, last)}), int(last))
    lines = [
        lang.text(
            "Revenue of {last} excluding transfers and PIT on military pay: {value} in "
            "current prices; {change} against {first} in constant prices.",
            last=last,
            value=lang.money(own[last]),
            change=signed_percent(real.iloc[-1] / real.iloc[0] - 1, language),
            first=first,
        )
    ]
    end, prices = run.years[-1], price_words(run, language)
    for variable, template in (
        ("own_revenue", "Revenue excluding transfers in {end}, {prices}: {values}."),
        ("balance", "Balance in {end}, {prices}: {values}."),
    ):
        wide = run.wide(variable).drop(columns=template_names(run), errors="ignore")
        if len(wide):
            values = "; ".join(f"{labels[str(n)]}: {lang.money(wide[n].iloc[-1])}" for n in wide)
            lines.append(lang.text(template, end=end, prices=prices, values=values))
    published = read_published()
    if community.katottg in published.index:
        place = row_of(_places(community.katottg, published), "revenue_per_head")
        lines.append(
            lang.text(
                "General-fund revenue per head of 2023: place {place} of {count} communities "
                "(the 1st is the highest).",
                place=lang.number(place["place"]),
                count=lang.number(place["of"]),
            )
        )
    return lines


def show_executed(page: Page, community: Community, table: str) -> HTML:
    """Table of the executed amounts by part and period, with their sum; or say the gap."""
    say, lang = page.language.text, page.language
    parts = executed_parts(community, table)
    if parts.empty:
        missing = {
            "revenue": "The tables hold no executed revenue.",
            "expenditure": "The tables hold no executed expenditure.",
        }
        return page.text(say(missing[table]))
    labels = part_labels(table, lang.code)
    order = [part for part in labels if part in parts.index]
    shown = parts.loc[order].rename(index=labels)
    shown.loc[say("Total")] = parts.sum(skipna=False)
    shown = shown.map(lambda value: lang.money(float(value)))
    captions = {
        "revenue": "Executed revenue, current prices; a part of a year is not comparable",
        "expenditure": "Executed expenditure by programme group, current prices",
    }
    return page.table(
        f"{table}-executed",
        shown.rename_axis(say("Group")),
        caption=say(captions[table]),
        source=sources_of(community, table, language=lang.code),
    )


def show_shares(page: Page, axes: Axes, shares: pd.DataFrame, source: str) -> HTML:
    """Put a heat map of the revenue by group and full year on the page; nothing without years.

    Parameters
    ----------
    page : Page
    axes : matplotlib.axes.Axes
        With the map drawn.
    shares : DataFrame
        Index group as the reader sees it, columns full years, values shares of all revenue.
    source : str
    """
    say, lang = page.language.text, page.language
    if shares.empty:
        return page.text()
    first, last = str(shares.columns[0]), str(shares.columns[-1])
    moved = (shares[last] - shares[first]).dropna()
    group = str(moved.abs().idxmax()) if moved.abs().sum() > 0 else str(shares[last].idxmax())
    start, end = (lang.percent(float(shares[year].loc[group]), 0) for year in (first, last))
    finding = (
        say("{group}: {start} of revenue in {first}, {end} in {last}",
            group=group, start=start, first=first, end=end, last=last)
        if first != last
        else say("{group}: {end} of revenue in {last}", group=group, end=end, last=last)
    )  # fmt: skip
    axes.set_xlabel("")
    axes.set_ylabel("")
    axes.tick_params(axis="y", rotation=0)
    return page.figure(
        "revenue-shares",
        described(axes, finding + "."),
        shares.rename_axis(say("Group")),
        title=finding,
        source=source,
        caption=say("Percent of all executed revenue of the year, transfers included."),
    )


def show_growth(page: Page, community: Community) -> HTML:
    """Table of the growth of each revenue group and what it rests on; or say the gap."""
    say, lang = page.language.text, page.language
    frame = community["revenue"]
    if not full_years(executed_parts(community, "revenue")) or (frame["fund"] != "total").any():
        return page.text(say("No growth rates: they need full years of both funds together."))
    table = calibrate_revenue(frame)
    table = table[table["base"] != 0].sort_values("base", ascending=False, kind="stable")
    labels = part_labels("revenue", lang.code)
    rows = [
        {
            say("Group"): labels[row["group"]],
            say("Years"): (
                MISSING if pd.isna(row["first_year"])
                else f"{row['first_year']}–{row['last_year']}"
            ),
            say("Share of the last year"): lang.percent(row["share"]),
            say("Growth a year"): (
                signed_percent(row["growth"], lang.code) if pd.notna(row["growth"])
                else lang.percent(None)
            ),
            say("What it rests on"): say(row["method"]),
        }
        for row in table.to_dict("records")
    ]  # fmt: skip
    return page.table(
        "growth",
        pd.DataFrame(rows),
        caption=say("Growth of the revenue groups between full executed years, nominal"),
        source=sources_of(community, "revenue", language=lang.code),
    )


def show_structure(page: Page, community: Community, run: Projection) -> HTML:
    """Picture of the revenue by group under the first scenario; or say the gap."""
    say, lang = page.language.text, page.language
    name = run.names[0]
    total = run.wide("revenue")
    if total.empty:
        return page.text(say("The data do not allow a projection of revenue."))
    unit, basis = say("UAH, {prices}", prices=price_words(run, lang.code)), run.usual_basis
    axes = plot_revenue(run.table, name, price_basis=basis, unit=unit, language=lang.code)
    axes.set_title("", loc="left")
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.set_size_inches(7.6, 4.0)
    lines = run.table[
        (run.table["scenario"] == name)
        & (run.table["price_basis"] == basis)
        & run.table["variable"].str.startswith("revenue|")
    ]
    groups = lines.assign(group=lines["variable"].str.removeprefix("revenue|"))
    wide = groups.pivot(index="year", columns="group", values="value")
    given = run.wide("transfer_share")[name]
    return page.figure(
        "revenue-groups",
        figure,
        wide,
        title=say(
            "{label}: transfers go from {start} of revenue in {base} to {later} in {end}",
            label=scenario_labels(run, lang.code)[name],
            start=lang.percent(float(given.iloc[0]), 0),
            base=run.years[0],
            later=lang.percent(float(given.iloc[-1]), 0),
            end=run.years[-1],
        ),
        alternative=describe_revenue(run.table, name, price_basis=basis, language=lang.code),
        source=sources_of(community, "revenue", language=lang.code),
        caption=say("The first year is executed, the others are projected."),
    )


def _places(katottg: str, published: pd.DataFrame) -> pd.DataFrame:
    row = row_of(published, katottg)
    return capacity_places({name: float(row[name]) for name in CAPACITY_INDICATORS}, published)


def show_capacity(page: Page, community: Community) -> HTML:
    """Picture of the places among all communities of the national table; or say the gap."""
    say, lang = page.language.text, page.language
    published = read_published()
    if community.katottg not in published.index:
        return page.text(
            say("There is no row for it in the national table of financial capacity of 2023.")
        )
    places = _places(community.katottg, published)
    axes = plot_places(places, language=lang.code)
    axes.set_title("", loc="left")
    figure = axes.get_figure(root=True)
    assert figure is not None
    saved = places.reset_index()
    saved["indicator"] = [say(CAPACITY_INDICATORS[name].label) for name in saved["indicator"]]
    return page.figure(
        "capacity",
        figure,
        saved,
        title=say(
            "Of {count} indicators {best} are in the best fifth of communities, {worst} in "
            "the worst",
            count=len(places),
            best=int((places["fifth"] == 5).sum()),
            worst=int((places["fifth"] == 1).sum()),
        ),
        alternative=describe_places(places, language=lang.code),
        source=reference_sources("capacity_2023", language=lang.code),
        caption=say(
            "Budget year 2023, general fund; published level: {level}.",
            level=say(str(published.loc[community.katottg, "level"])),
        )
        + " "
        + say(CAVEAT),
    )


def _park(community: Community, start: int) -> InvestmentProject | None:
    frame = community["statistics"]
    known = dict(zip(frame["variable"], frame["value"], strict=True))
    if any(name not in known or pd.isna(known[name]) for name in _PARK):
        return None
    jobs, output, payments = (float(known[name]) for name in _PARK)
    return InvestmentProject("industrial park", jobs, output, payments, float("nan"), start)


def park_sentences(community: Community, language: str) -> list[str]:
    """Say what the document tells of the industrial park and what it does not."""
    lang = get_language(language)
    if _park(community, 0) is None:
        return [lang.text("The tables describe no investment project.")]
    return [
        lang.text(
            "The strategy states jobs, output and payments at full capacity. It states "
            "neither the cost nor the year of completion, so no net present value, rate of "
            "return, payback or cost per job is given."
        )
    ]


def show_park(page: Page, community: Community, *, year: int, wage: float | None) -> HTML:
    """Table of the industrial park at full capacity; nothing where no project is described."""
    say, lang = page.language.text, page.language
    project = _park(community, year)
    if project is None:
        return page.text()
    share = float(pit_share(year))
    flows = project_flows(
        project, [year], wage=float("nan") if wage is None else wage, community_share=share
    )
    found = project_appraisal(project, flows, rate=0.0)
    rows = [
        (say("Jobs"), lang.number(project.jobs)),
        (say("Output a year"), lang.money(project.output)),
        (say("Payments to all budgets a year"), lang.money(project.payments)),
        (say("Output of one job"), lang.money(found["output_per_job"])),
        (say("Payments in output"), lang.percent(found["payments_in_output"])),
    ]
    if wage is not None:
        rows += [
            (
                say("Assumption: monthly wage of one job"),
                say("UAH {number}", number=lang.number(wage)),
            ),
            (say("Assumption: share of the PIT that stays"), lang.percent(share, 0)),
            (say("PIT for the community a year"), lang.money(flows["pit_community"].iloc[0])),
            (say("The same in all payments"), lang.percent(found["own_budget_share"])),
        ]
    return page.table(
        "park",
        pd.DataFrame(rows, columns=[say("Figure"), say("Value")]),
        caption=say("Industrial park at full capacity; every job is taken to be new and local"),
        source=sources_of(community, "statistics", language=lang.code),
    )
