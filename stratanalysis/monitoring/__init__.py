"""Monitoring: degrees of achievement, the goal tree, money, deadlines, the yearly report."""

from stratanalysis.monitoring.achievement import (
    AchievementRule,
    achievement,
    degree_of_achievement,
    interim_target,
)
from stratanalysis.monitoring.annual_review import (
    AnnualReview,
    annual_review,
    readiness,
    targets_under_scenarios,
)
from stratanalysis.monitoring.checks import check_monitoring
from stratanalysis.monitoring.deadlines import deadline_status, read_day
from stratanalysis.monitoring.execution import (
    execution_rates,
    funding_need,
    money_and_result,
    year_end_forecast,
)
from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.plan_money import plan_cycles, plan_year
from stratanalysis.monitoring.roll_up import RollUp, roll_up, roll_up_sums
from stratanalysis.monitoring.steps import plan_steps, steps_of_indicators
from stratanalysis.monitoring.year_beside import YearBeside, year_beside

__all__ = [
    "AchievementRule",
    "AnnualReview",
    "RollUp",
    "YearBeside",
    "achievement",
    "annual_review",
    "check_monitoring",
    "deadline_status",
    "degree_of_achievement",
    "execution_rates",
    "funding_need",
    "interim_target",
    "money_and_result",
    "observed_values",
    "plan_cycles",
    "plan_steps",
    "plan_year",
    "read_day",
    "readiness",
    "roll_up",
    "roll_up_sums",
    "steps_of_indicators",
    "targets_under_scenarios",
    "year_end_forecast",
    "year_beside",
]
