"""Contracts of what a document says: goals, SWOT, indicators, measures, money."""

from __future__ import annotations

from dataclasses import replace

from stratanalysis.tables.contract import ENGLISH, SPOT, YEAR, Column, Table, text

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
            ENGLISH,
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
            ENGLISH,
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
            ENGLISH,
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
            text(
                "result_group",
                "Which result of a budget programme it shows",
                choices=("input", "product", "efficiency", "quality"),
                optional=True,
            ),
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
            ENGLISH,
            *SPOT,
        ),
        key=("code",),
    ),
    Table(
        "money",
        "Planned money of measures by year",
        (
            text("measure", "Code of the measure or section; total for all", nullable=False),
            replace(YEAR, description="Calendar year; empty for a sum over all", nullable=True),
            Column("amount", "number", "Planned money", "UAH", nullable=True),
            text("unit", "Unit of the amount", nullable=False, choices=("UAH",)),
            text("unit_as_written", "Unit in the document"),
            text(
                "kind",
                "Whose money",
                nullable=False,
                choices=("measure", "section_total", "grand_total"),
            ),
            Column(
                "alternative",
                "number",
                "The other reading of an ambiguous number",
                "UAH",
                nullable=True,
            ),
            *SPOT,
        ),
    ),
    Table(
        "tellings",
        "Every place where a document tells a goal; the first is the row of goals.csv",
        (
            text("code", "Code of the goal in goals.csv", nullable=False),
            text("code_as_written", "Code as written here"),
            text("level", "Level in the tree", nullable=False),
            text("title", "Title as written here"),
            text("tree", "Which tree, where a document holds several"),
            *SPOT,
        ),
    ),
    Table(
        "scenarios",
        "Scenarios in words: assumptions and consequences",
        (
            text(
                "scenario",
                "Scenario",
                nullable=False,
                choices=("baseline", "optimistic", "rational", "pessimistic"),
            ),
            text("name", "Name as the document writes it", nullable=False),
            text(
                "kind",
                "What the statement is",
                nullable=False,
                choices=("assumption", "consequence"),
            ),
            Column("number", "integer", "Number in the document, or its place", minimum=1),
            text("statement", "The statement", nullable=False),
            ENGLISH,
            *SPOT,
        ),
    ),
    Table(
        "facts",
        "Figures with a unit found in running text",
        (
            text("quantity", "The words that lead to the figure", nullable=False),
            Column("value", "number", "The figure, its multiplier applied"),
            Column("upper", "number", "Upper end of a range", nullable=True),
            text("unit", "Code of the unit", nullable=False),
            text("unit_as_written", "Unit in the document"),
            Column("decimals", "integer", "Decimal places as printed", minimum=0),
            Column(
                "alternative",
                "number",
                "The other reading of an ambiguous number",
                nullable=True,
            ),
            replace(YEAR, description="The one year that the sentence names", nullable=True),
            *SPOT,
        ),
    ),
    Table(
        "sections",
        "Sections of a programme",
        (
            text("code", "Code that measures.csv and money.csv use", nullable=False),
            text("code_as_written", "Code in the document"),
            text("title", "Title", nullable=False),
            ENGLISH,
            *SPOT,
        ),
    ),
    Table(
        "actions",
        "Steps of an action plan",
        (
            text("code", "Code of the result, made of the goal and its number", nullable=False),
            text("goal", "Code of the goal in goals.csv"),
            text("result", "Expected result"),
            text("number", "Number of the step within the result"),
            text("step", "What is done"),
            text("key_indicator", "What shows that it is done"),
            text("term", "Term in the document"),
            text("start", "First day, as 2020-01-31"),
            text("end", "Last day, as 2020-12-31"),
            text("responsible", "Who answers for it"),
            text("funding_source", "Who pays"),
            *SPOT,
        ),
    ),
)
