"""Contracts of what is known of a community: people, money, other figures, and their sources."""

from __future__ import annotations

from stratanalysis.tables.contract import FUND, MONEY, PERIOD, SOURCE, YEAR, Column, Table, text

__all__ = ["COMMUNITY_TABLES"]

COMMUNITY_TABLES = (
    Table(
        "sources",
        "Where the figures of a folder come from",
        (
            text("id", "Identifier that the tables use", nullable=False),
            text("title", "Title of the source", nullable=False),
            text("publisher", "Who published it", nullable=False),
            text("licence", "Terms of use", nullable=False),
            text("vintage", "Date or edition of the data", nullable=False),
            text("note", "Cautions"),
        ),
        key=("id",),
    ),
    Table(
        "population",
        "Population on 1 January",
        (
            YEAR,
            text(
                "kind",
                "Present (наявне) or resident (постійне) population; never mixed",
                nullable=False,
                choices=("present", "resident"),
            ),
            Column("value", "number", "Population on 1 January", "persons", minimum=0),
            text("unit", "Unit of the value", nullable=False, choices=("persons",)),
            *SOURCE,
        ),
        key=("year", "kind"),
    ),
    Table(
        "population_age_sex",
        "Population by sex and single year of age on 1 January; the last age is open",
        (
            YEAR,
            text("kind", "Population", nullable=False, choices=("present", "resident")),
            text("sex", "Sex", nullable=False, choices=("female", "male")),
            Column("age", "integer", "Completed years", "years", minimum=0, maximum=130),
            Column("value", "number", "Population", "persons", minimum=0),
            text("source", "Identifier in sources.csv", nullable=False),
        ),
        key=("year", "kind", "sex", "age"),
    ),
    Table(
        "population_change",
        "Components of population change within a calendar year",
        (
            YEAR,
            text(
                "component",
                "Component",
                nullable=False,
                choices=(
                    "births",
                    "deaths",
                    "natural_change",
                    "net_migration",
                    "total_change",
                ),
            ),
            Column("value", "number", "Change within the year", "persons"),
            text("unit", "Unit of the value", nullable=False, choices=("persons",)),
            *SOURCE,
        ),
        key=("year", "component"),
    ),
    Table(
        "revenue",
        "Executed revenue of the community's budget by group",
        (
            YEAR,
            PERIOD,
            text("group", "Revenue group", nullable=False),
            FUND,
            Column("value", "number", "Executed revenue", "UAH"),
            *MONEY,
            *SOURCE,
        ),
        key=("year", "period", "group", "fund"),
    ),
    Table(
        "expenditure",
        "Executed expenditure of the community's budget by code",
        (
            YEAR,
            PERIOD,
            text(
                "classification",
                "Classification of the code",
                nullable=False,
                choices=("programme", "economic", "functional"),
            ),
            text("code", "Code with its leading zeros", nullable=False),
            FUND,
            Column("value", "number", "Executed expenditure", "UAH"),
            *MONEY,
            *SOURCE,
        ),
        key=("year", "period", "classification", "code", "fund"),
    ),
    Table(
        "financing",
        "Financing of the community's budget (borrowing, repayment, balances) and credits given",
        (
            YEAR,
            PERIOD,
            text(
                "classification",
                "Financing, or credits that the budget gives and gets back",
                nullable=False,
                choices=("financing", "credits"),
            ),
            text(
                "code",
                "Code as the export has it, no code together with its own parts",
                nullable=False,
            ),
            FUND,
            Column("value", "number", "Executed amount; repayment is negative", "UAH"),
            *MONEY,
            *SOURCE,
        ),
        key=("year", "period", "classification", "code", "fund"),
    ),
    Table(
        "statistics",
        "Other observed figures: wages, pupils, entrepreneurs, indices",
        (
            YEAR,
            text("variable", "What is measured", nullable=False),
            Column("value", "number", "Value in the unit of the row", nullable=True),
            text("unit", "Unit of the value", nullable=False),
            *SOURCE,
        ),
        key=("year", "variable", "source", "source_place"),
    ),
    Table(
        "superseded",
        "Figures that another vintage has replaced; kept so that both can be shown",
        (
            text("table", "Table that the figure was or would be in", nullable=False),
            text("row", "Key of its row there, as year=2023; group=pit", nullable=False),
            Column("value", "number", "Value in the unit of the row", nullable=True),
            text("unit", "Unit of the value"),
            *SOURCE,
        ),
        key=("table", "row", "source", "source_place"),
    ),
)
