"""Local budgets as Ukraine keeps them: from the classification to trajectories and programmes.

Modules: `classification` (codes and groups), `equalisation`, `revenue` and `lines` (own revenue and
transfers), `expenditure`, `prices`, `balance`, `capacity`, `calibration`, `investment`,
`programmes`, `stress`, `rules` (dated parameters); `reference` reads their
tables. :func:`stratanalysis.finance.expenditure.expenditure` is imported from its module.
"""

from stratanalysis.finance.balance import Balance, budget_balance
from stratanalysis.finance.calibration import calibrate_expenditure, calibrate_revenue, executed
from stratanalysis.finance.capacity import CAPACITY_INDICATORS, capacity_places
from stratanalysis.finance.classification import (
    group_revenue,
    read_classification,
    revenue_group,
    roll_up,
)
from stratanalysis.finance.closing import ClosingPlan, close_budget, closing_inputs
from stratanalysis.finance.debt import Loan, debt_limits, debt_schedule, loan_schedule
from stratanalysis.finance.equalisation import (
    base_subsidy,
    equalisation_grants,
    reverse_subsidy,
    tax_capacity_index,
)
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS, expenditure_group, price_weights
from stratanalysis.finance.investment import (
    InvestmentProject,
    internal_rate_of_return,
    net_present_value,
    payback_years,
    project_appraisal,
    project_flows,
)
from stratanalysis.finance.prices import price_level, read_price_assumptions
from stratanalysis.finance.programmes import (
    affordability,
    donor_dependence,
    first_year_that_does_not_fit,
    programme_by_year,
    unfunded_measures,
)
from stratanalysis.finance.revenue import REVENUE_GROUPS, military_pit, pit, pit_share
from stratanalysis.finance.revenue_lines import project_lines, scale_line
from stratanalysis.finance.rules import dated_parameter, equalisation_rule
from stratanalysis.finance.self_assessment import self_assessment
from stratanalysis.finance.stress import (
    SHOCKS,
    SecondRound,
    Shock,
    first_negative_year,
    measured_shocks,
    stress_test,
)

__all__ = [
    "Balance",
    "CAPACITY_INDICATORS",
    "ClosingPlan",
    "EXPENDITURE_GROUPS",
    "InvestmentProject",
    "Loan",
    "REVENUE_GROUPS",
    "SHOCKS",
    "SecondRound",
    "Shock",
    "affordability",
    "base_subsidy",
    "budget_balance",
    "calibrate_expenditure",
    "calibrate_revenue",
    "capacity_places",
    "close_budget",
    "closing_inputs",
    "dated_parameter",
    "debt_limits",
    "debt_schedule",
    "donor_dependence",
    "equalisation_grants",
    "equalisation_rule",
    "executed",
    "expenditure_group",
    "first_negative_year",
    "first_year_that_does_not_fit",
    "internal_rate_of_return",
    "group_revenue",
    "loan_schedule",
    "measured_shocks",
    "military_pit",
    "net_present_value",
    "payback_years",
    "pit",
    "pit_share",
    "price_level",
    "price_weights",
    "programme_by_year",
    "project_appraisal",
    "project_flows",
    "project_lines",
    "read_classification",
    "read_price_assumptions",
    "revenue_group",
    "reverse_subsidy",
    "roll_up",
    "scale_line",
    "self_assessment",
    "stress_test",
    "tax_capacity_index",
    "unfunded_measures",
]
