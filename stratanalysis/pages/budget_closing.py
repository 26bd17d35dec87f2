"""How the projected budget closes, by year and by month, as tables of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.finance.cash import cash_plan, revenue_seasonality, spread_over_months
from stratanalysis.finance.closing import ClosingPlan, close_budget, closing_inputs
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS
from stratanalysis.pages.balance_years import economic_shares, open_years, price_level
from stratanalysis.pages.overview import inside, price_words, scenario_labels, sources_of
from stratanalysis.pages.page import Page

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.projection import Projection

__all__ = ["show_cash", "show_closing"]

_COLUMNS = {
    "gap": "To be closed",
    "from_balance": "Free balance",
    "cuts": "Cuts of unprotected lines",
    "put_off": "Investment put off",
    "borrowed": "Borrowing",
    "open": "Stays open",
    "debt": "Debt at the end of the year",
}


_CASH = {
    "receipts": "Receipts",
    "due_protected": "Protected spending due",
    "loan": "Treasury loan at the end of the month",
    "waiting": "Other spending unpaid",
    "cash": "Cash at the end of the month",
}


def show_cash(page: Page, community: Community, run: Projection) -> HTML:
    """Table of cash by month in the first year still to be decided; nothing without data.

    Revenue of the first scenario comes in by the shares of the months
    (:func:`stratanalysis.finance.cash.revenue_seasonality`), wages and other protected spending
    are due evenly, energy by the heating season; nothing is in hand on 1 January.
    """
    say, lang = page.language.text, page.language
    shares, years, first = economic_shares(community, run), open_years(run), run.names[0]
    if not shares or not years:
        return page.text()
    year = years[0]
    receipts = {
        line.removeprefix("revenue|"): float(run.wide(line)[first][year])
        for line in run.variables
        if line.startswith("revenue|")
    }
    spent = float(run.wide("expenditure")[first][year])
    if not np.isfinite([*receipts.values(), spent, *shares.values()]).all():
        return page.text()
    protected = max(shares["protected"] - shares["wages"] - shares["energy"], 0.0)
    kinds = {"wages": shares["wages"], "energy": shares["energy"], "protected": protected}
    kinds["other"] = 1 - sum(kinds.values())
    months = spread_over_months(receipts, revenue_seasonality(community.katottg)).sum(axis=1)
    plan = cash_plan(months, {name: spent * share for name, share in kinds.items()})
    shown = plan[list(_CASH)].rename(columns={k: say(v) for k, v in _CASH.items()})
    shown.index = pd.Index(shown.index.astype(str), name=say("Month"))
    caption = say(
        "Cash by month in {year}, {prices}, {label}: largest loan {loan}, unpaid at the end of "
        "December {left}",
        year=year,
        prices=price_words(run, lang.code),
        label=inside(scenario_labels(run, lang.code)[first]),
        loan=lang.money(float(plan["loan"].max())),
        left=lang.money(float(plan["waiting"].iloc[-1])),
    )
    return page.table(
        "cash",
        shown,
        caption=caption,
        about=say(
            "Revenue comes in as in the same months of 2021 to 2023; protected spending is paid "
            "first, and what is missing for it is a loan of the Treasury. The balance of 1 January "
            "is not in the tables and counts as none, so the need may be smaller; energy by the "
            "heating season is an assumption."
        ),
        source=sources_of(community, "revenue", "expenditure", language=lang.code),
        formats=dict.fromkeys(shown.columns, "money"),
    )


def show_closing(page: Page, community: Community, run: Projection) -> HTML:
    """Table of what closes the gap of each year still to be decided; nothing without data."""
    say, lang = page.language.text, page.language
    shares, years = economic_shares(community, run), open_years(run)
    if not shares or not years:
        return page.text()
    capital, protected = shares["capital"], shares["protected"]
    first = run.names[0]
    budget = closing_inputs(
        run.table,
        first,
        capital_share=capital,
        protected_share=min(protected / max(1 - capital, 1e-9), 1.0),
    )
    table = close_budget(budget.loc[years])
    level = price_level(run)[first].loc[years]
    shown = (
        table[list(_COLUMNS)]
        .div(level, axis=0)
        .rename(columns={k: say(v) for k, v in _COLUMNS.items()})
    )
    shown.index = pd.Index(shown.index.astype(str), name=say("Year"))
    plan = ClosingPlan()
    label = inside(scenario_labels(run, lang.code)[first])
    about = say(
        "What is missing for current spending and for investment together, with the interest on "
        "what this table borrows. In this order: the free balance "
        "above the working one; cuts of unprotected lines, at most {cut} of each, in the "
        "order {order}; at most {late} of investment put off; borrowing for investment within "
        "articles 18 and 74 of the Budget Code. The balance at the start and older debt are not in "
        "the tables and count as none.",
        cut=lang.percent(plan.deepest_cut, 0),
        order=", ".join(inside(say(EXPENDITURE_GROUPS[code].name)) for code in plan.order),
        late=lang.percent(plan.put_off, 0),
    )
    return page.table(
        "closing",
        shown,
        caption=say(
            "What closes the budget deficit of each year, {prices}: {label}",
            prices=price_words(run, lang.code),
            label=label,
        ),
        about=about,
        source=sources_of(community, "revenue", "expenditure", language=lang.code),
        formats=dict.fromkeys(shown.columns, "money"),
    )
