"""How the projected budget closes, as one table of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance import calibrate_expenditure
from stratanalysis.finance.closing import ClosingPlan, close_budget, closing_inputs
from stratanalysis.finance.executed import full_year_rows
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS
from stratanalysis.pages.overview import inside, scenario_labels, sources_of
from stratanalysis.pages.page import Page

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.projection import Projection

__all__ = ["show_closing"]

_COLUMNS = {
    "gap": "To be closed",
    "from_balance": "Free balance",
    "cuts": "Cuts of unprotected lines",
    "put_off": "Investment put off",
    "borrowed": "Borrowing",
    "open": "Stays open",
    "debt": "Debt at the end of the year",
}


def show_closing(page: Page, community: Community, run: Projection) -> HTML:
    """Table of what closes the gap of each year of the first scenario; nothing without data."""
    say, lang = page.language.text, page.language
    economic = full_year_rows(community["expenditure"])
    economic = economic[(economic["classification"] == "economic") & (economic["fund"] == "total")]
    if economic.empty or not {"own_revenue", "transfers", "expenditure"} <= set(
        run.table["variable"]
    ):
        return page.text()
    shares = calibrate_expenditure(economic).set_index("item")["share"]
    capital, protected = (float(shares.get(name, 0.0)) for name in ("capital", "protected"))
    first = run.names[0]
    budget = closing_inputs(
        run.table,
        first,
        capital_share=capital,
        protected_share=min(protected / max(1 - capital, 1e-9), 1.0),
    )
    later = run.error_class.later
    spent = max(later.last(name) or run.years[0] for name in ("revenue", "expenditure"))
    table = close_budget(budget.loc[spent + 1 :])
    if table.empty:  # every year of the projection is executed
        return page.text()
    shown = table[list(_COLUMNS)].rename(columns={k: say(v) for k, v in _COLUMNS.items()})
    shown.index = pd.Index(shown.index.astype(str), name=say("Year"))
    plan = ClosingPlan()
    caption = say(
        "A local budget may not run an operating deficit. What closes the gap, {label}: the free "
        "balance above the working one; cuts of unprotected lines, at most {cut} of each, in the "
        "order {order}; at most {late} of investment put off; borrowing for investment within "
        "articles 18 and 74 of the Budget Code. The balance at the start and older debt are not in "
        "the tables and count as none.",
        label=inside(scenario_labels(run, lang.code)[first]),
        cut=lang.percent(plan.deepest_cut, 0),
        order=", ".join(inside(say(EXPENDITURE_GROUPS[code].name)) for code in plan.order),
        late=lang.percent(plan.put_off, 0),
    )
    return page.table(
        "closing",
        shown,
        caption=caption,
        source=sources_of(community, "revenue", "expenditure", language=lang.code),
        formats=dict.fromkeys(shown.columns, "money"),
    )
