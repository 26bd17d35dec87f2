"""Contracts of what a document says: goals, SWOT, indicators, measures, money."""

from __future__ import annotations

from stratanalysis.tables.contract import SPOT, YEAR, Column, Table, text

__all__ = ["STRATEGY_TABLES"]

STRATEGY_TABLES = (
    Table(
        "goals",
        "The tree of goals",
        (
            text("code", "Normalised code, as 1.1.1", nullable=False),
            text("code_as_written", "Code as the document writes it"),
            text(
                "level",
                "Level in the tree",
                nullable=False,
                choices=("strategic", "operational", "task", "area"),
            ),
            text("parent", "Code of the goal above; empty at the top"),
            text("title", "Title", nullable=False),
            text("tree", "Which tree, where a document holds several"),
            *SPOT,
        ),
    ),
    Table(
        "swot",
        "SWOT items",
        (
            text(
                "quadrant",
                "Quadrant",
                nullable=False,
                choices=("strength", "weakness", "opportunity", "threat"),
            ),
            text("item", "The statement", nullable=False),
            *SPOT,
        ),
    ),
    Table(
        "indicators",
        "Indicators of the goals; the columns after target_year are filled in for monitoring",
        (
            text("indicator", "Identifier, unique in the folder", nullable=False),
            text("goal", "Code of the goal in goals.csv", nullable=False),
            text("name", "What is measured", nullable=False),
            text("unit", "Unit of all values of the indicator"),
            Column("base_value", "number", "Value in the base year", nullable=True),
            Column("base_year", "integer", "Year of the base value", nullable=True),
            Column("target_value", "number", "Value to be reached", nullable=True),
            Column("target_year", "integer", "Year of the target value", nullable=True),
            text(
                "direction",
                "Which way is better",
                choices=("increase", "decrease", "keep_within"),
            ),
            Column("lower", "number", "Lower end of the range to keep within", nullable=True),
            Column("upper", "number", "Upper end of the range to keep within", nullable=True),
            text(
                "path",
                "How interim targets follow where no yearly plan is given",
                choices=("linear", "compound", "step"),
            ),
            Column("weight", "number", "Weight among its siblings", nullable=True, minimum=0),
            text("applicable", "Whether it applies to this community", choices=("yes", "no")),
            text("data_source", "Where the figures come from"),
            text("projection_variable", "Variable of the projection that foretells it"),
            text("responsible", "Who answers for the figures"),
            *SPOT,
        ),
        key=("indicator",),
    ),
    Table(
        "measures",
        "Measures of a programme or plan",
        (
            text("code", "Code of the measure", nullable=False),
            text("section", "Section of the programme"),
            text("title", "Title", nullable=False),
            text("executor", "Who carries it out"),
            text("funding_source", "Who pays"),
            text("start", "First day, as 2024-01-31, or year"),
            text("end", "Last day, as 2024-12-31, or year"),
            text("expected_result", "What will be there"),
            text("goal", "Code of the goal or task that it serves, in goals.csv"),
            *SPOT,
        ),
        key=("code",),
    ),
    Table(
        "money",
        "Planned money of measures by year",
        (
            text("measure", "Code of the measure, or the section", nullable=False),
            YEAR,
            Column("amount", "number", "Planned money", "UAH", nullable=True),
            text("unit", "Unit of the amount", nullable=False, choices=("UAH",)),
            text("unit_as_written", "Unit in the document"),
            text(
                "kind",
                "Whose money",
                nullable=False,
                choices=("measure", "section_total", "grand_total"),
            ),
            *SPOT,
        ),
    ),
)
