"""Contracts of what those responsible report: values, tasks, execution."""

from __future__ import annotations

from dataclasses import replace

from stratanalysis.tables.contract import FUND, MONEY, PERIOD, SOURCE, YEAR, Column, Table, text

__all__ = ["MONITORING_TABLES"]

_REPORTED = (
    text("period", "Part of the year that it is of; empty is the whole year", optional=True),
    text("reported", "Day on which it was reported, as 2026-02-15", optional=True),
    text("entered_by", "Who reported it", optional=True),
)

MONITORING_TABLES = (
    Table(
        "observations",
        "Planned, amended, actual and expected values of the indicators",
        (
            text("indicator", "Identifier in indicators.csv", nullable=False),
            YEAR,
            text(
                "phase",
                "Plan of the year, amended plan, fact or forecast",
                nullable=False,
                choices=("plan", "amended", "fact", "forecast"),
            ),
            Column("value", "number", "Value in the unit of the row", nullable=True),
            Column("numerator", "number", "Numerator of a ratio", nullable=True),
            Column("denominator", "number", "Denominator of a ratio", nullable=True),
            text("unit", "Unit of the value", nullable=False),
            *_REPORTED,
            *SOURCE,
        ),
    ),
    Table(
        "tasks",
        "Fulfilment of tasks, as those responsible report it",
        (
            text("task", "Code of the task in goals.csv", nullable=False),
            YEAR,
            text(
                "status",
                "Status at the end of the period",
                nullable=False,
                choices=("done", "under_way", "partly", "not_done", "not_started"),
            ),
            text("reason", "Why it is not done, in the words of the responsible"),
            text("proposal", "What is proposed, in the words of the responsible"),
            *_REPORTED,
            *SOURCE,
        ),
        key=("task", "year", "period", "reported"),
    ),
    Table(
        "execution",
        "Money of the measures: approved, amended, executed",
        (
            text("measure", "Code of the measure in measures.csv", nullable=False),
            YEAR,
            PERIOD,
            text("funding_source", "Who pays", nullable=False),
            replace(FUND, nullable=True, optional=True),
            Column("approved", "number", "Approved for the year", "UAH", nullable=True),
            Column("amended", "number", "Plan with amendments", "UAH", nullable=True),
            Column("executed", "number", "Paid since January", "UAH", nullable=True),
            *MONEY,
            *SOURCE,
        ),
        key=("measure", "year", "period", "funding_source", "fund"),
    ),
    Table(
        "remarks",
        "What a department writes on a goal, in its own words",
        (
            text("goal", "Code of the goal in goals.csv", nullable=False),
            YEAR,
            text("department", "Who writes"),
            text("remark", "The words", nullable=False),
            *SOURCE,
        ),
        key=("goal", "year", "department"),
    ),
)
