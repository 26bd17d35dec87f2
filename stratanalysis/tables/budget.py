"""Contracts of the reference tables of local budgets (``data/reference``)."""

from __future__ import annotations

from stratanalysis.tables.contract import Column, Table, text

__all__ = ["BUDGET_TABLES"]

_SOURCE = text("source", "Identifier in sources.csv", nullable=False)
_YEAR = Column("year", "integer", "Calendar year", minimum=1990, maximum=2200)


def _classification(name: str, description: str) -> Table:
    return Table(
        name,
        description,
        (
            text("code", "Code with its leading zeros", nullable=False),
            text("parent", "Code above; empty for a root"),
            Column("level", "integer", "Depth in the tree, 1 for a root", minimum=1, maximum=9),
            text("name_uk", "Name; empty where the source has none"),
            text("name_en", "English name; empty where there is none"),
            text("valid_from", "First day, as 2022-01-01; empty: not known, not limited"),
            text("valid_to", "Last day; empty: not known, not limited"),
            _SOURCE,
        ),
        key=("code",),
    )


def _per_head(name: str, description: str) -> Column:
    return Column(name, "number", description, "UAH per head", nullable=True)


def _share(name: str, description: str) -> Column:
    return Column(name, "number", description, "share", nullable=True)


BUDGET_TABLES: tuple[Table, ...] = (
    _classification("revenue_codes", "Revenue codes of local budgets, 8 digits"),
    _classification("programme_codes", "Programme classification of local budgets, 4 digits"),
    _classification("economic_codes", "Economic classification of expenditure, 4 digits"),
    Table(
        "revenue_groups",
        "Groups of revenue codes that analysts use; the longest prefix counts",
        (
            text("prefix", "First digits of the revenue code", nullable=False),
            text("group", "Group of the projections", nullable=False),
            text("detail", "Finer group", nullable=False),
            _SOURCE,
        ),
        key=("prefix",),
    ),
    Table(
        "price_assumptions",
        "Changes of prices by group and year: a user's own table",
        (
            text("group", "Price group: consumer, wages, energy, capital, ...", nullable=False),
            _YEAR,
            Column("change", "number", "Change over the year before, 0.086 is 8.6 %", "share"),
            text(
                "status",
                "How the figure is known",
                nullable=False,
                choices=("actual", "forecast", "assumption"),
            ),
            text("published", "When it was published", nullable=False),
            _SOURCE,
            text("note", "What a reader must know about the figure"),
        ),
        key=("group", "year"),
    ),
    Table(
        "macro_paths",
        "Published national paths by act and date: prices, wages, output; with actual values",
        (
            text(
                "series",
                "Name of the path",
                nullable=False,
                choices=(
                    "consumer_prices",
                    "consumer_prices_december",
                    "average_wage",
                    "minimum_wage",
                    "gdp_real",
                    "gdp_nominal",
                ),
            ),
            _YEAR,
            Column("value", "number", "Level, or change over the year before (0.086 is 8.6 %)"),
            text("unit", "share, UAH a month, bn UAH", nullable=False),
            text("kind", "How it is known", nullable=False, choices=("actual", "forecast")),
            text("scenario", "Scenario of the act; empty where it has one only"),
            Column("chosen", "integer", "1: the scenario that the budget was made on", maximum=1),
            text("act", "Act or publisher", nullable=False),
            text("published", "Day of the act, as 2025-08-06", nullable=False),
            text(
                "status",
                "Seen in a source, computed from figures seen, or general knowledge",
                nullable=False,
                choices=("seen", "computed", "general"),
            ),
            _SOURCE,
            text("note", "What a reader must know about the figure"),
        ),
        key=("series", "act", "published", "scenario", "year"),
    ),
    Table(
        "budget_rules",
        "Dated parameters of the rules of local budgets",
        (
            text("parameter", "Name of the parameter", nullable=False),
            text("valid_from", "First day, as 2022-01-01", nullable=False),
            text("valid_to", "Last day; empty: still holds"),
            Column("value", "number", "Value in the unit of the row"),
            text("unit", "Unit of the value", nullable=False),
            text(
                "status",
                "Seen in a source, general knowledge not checked against the act, or only planned",
                nullable=False,
                choices=("seen", "general", "assumption", "planned"),
            ),
            _SOURCE,
            text("note", "What a reader must know about the figure"),
        ),
        key=("parameter", "valid_from"),
    ),
    Table(
        "revenue_forecast_errors",
        "Half widths that held 80 % of what came, by line, horizon, status in the war and size",
        (
            text(
                "line", "own_revenue, revenue (with transfers) or a revenue group", nullable=False
            ),
            Column("horizon", "integer", "Years ahead of the last executed year", minimum=1),
            text(
                "status",
                "Class in the war: rear, ended, near (possible hostilities), front",
                nullable=False,
                choices=("rear", "ended", "near", "front"),
            ),
            Column("size_from", "integer", "Smallest population of the class", minimum=0),
            Column("half_width", "number", "Of the logarithm of what came over the forecast"),
            Column("coverage", "number", "Measured on launches that were left out", "share"),
            Column("cases", "integer", "Errors behind the row", minimum=1),
            _SOURCE,
        ),
        key=("line", "horizon", "status", "size_from"),
    ),
    Table(
        "year_end_errors",
        "Half widths that held 80 % of what came by the year's end, by line, months and class",
        (
            text("line", "own_revenue or a revenue group", nullable=False),
            Column("months", "integer", "Executed months", minimum=1, maximum=11),
            text(
                "status",
                "Class in the war: rear, ended, near (possible hostilities), front; any of them",
                nullable=False,
                choices=("any", "rear", "ended", "near", "front"),
            ),
            Column("size_from", "integer", "Smallest population of the class", minimum=0),
            Column("half_width", "number", "Of the logarithm of what came over the forecast"),
            Column("coverage", "number", "Measured on communities that were left out", "share"),
            Column("cases", "integer", "Errors behind the row", minimum=1),
            _SOURCE,
        ),
        key=("line", "months", "status", "size_from"),
    ),
    Table(
        "total_forecast_errors",
        "Half widths that held 80 % of what came of whole revenue, expenditure and the balance",
        (
            text(
                "line",
                "revenue, expenditure (logarithm), balance (share of expenditure)",
                nullable=False,
                choices=("revenue", "expenditure", "balance"),
            ),
            Column("horizon", "integer", "Years ahead of the last executed year", minimum=1),
            Column("half_width", "number", "Of the error"),
            Column("coverage", "number", "Measured on launches that were left out", "share"),
            Column("cases", "integer", "Errors behind the row", minimum=1),
            _SOURCE,
        ),
        key=("line", "horizon"),
    ),
    Table(
        "city_budget_ratios",
        "Ratios of self-assessment of executed city budgets, over operating revenue",
        (
            text("city", "City", nullable=False),
            Column("year", "integer", "Year", minimum=1991),
            Column("operating_surplus", "number", "Operating surplus after interest", "share"),
            Column("debt_service", "number", "Interest and repayment", "share"),
            Column("own_investment", "number", "Capital spending less borrowing", "share"),
            _SOURCE,
        ),
        key=("city", "year"),
    ),
    Table(
        "stress_sizes",
        "Shocks of a budget that one of ten had within a year, against the median of its group",
        (
            text("line", "wages, energy or a revenue group", nullable=False),
            text(
                "status",
                "Class in the war: rear, near (possible or ended), front; cities for bills",
                nullable=False,
                choices=("cities", "rear", "ended", "near", "front"),
            ),
            Column("size", "number", "Change beyond the median", "share"),
            Column("cases", "integer", "Changes behind the row", minimum=1),
            text("note", "What was measured", nullable=False),
            _SOURCE,
        ),
        key=("line", "status"),
    ),
    Table(
        "financial_capacity_2023",
        "Financial capacity of communities in the budget year 2023, general fund",
        (
            text("katottg", "Code of the community", nullable=False),
            text("name", "Name as the table writes it", nullable=False),
            text("oblast", "Oblast", nullable=False),
            Column("population", "number", "Present population on 1 January 2022", "persons"),
            Column("area_km2", "number", "Area", "km2", nullable=True),
            _per_head("revenue_per_head", "Revenue excluding transfers per head"),
            _per_head("expenditure_per_head", "Expenditure per head"),
            _per_head("administration_per_head", "Administration per head"),
            _per_head("capital_per_head", "Capital expenditure per head"),
            _share("grant_share", "Dependence on equalisation"),
            _share("administration_share", "Administration over own revenue"),
            _share("wage_share", "Wages over expenditure"),
            _share("capital_share", "Capital over expenditure"),
            _per_head("culture_sport_per_head", "Culture and sport per head"),
            _share("transfer_share", "Transfers over revenue with transfers"),
            _share("local_tax_share", "Local taxes over own revenue"),
            text(
                "level",
                "Level of capacity as published",
                nullable=False,
                choices=("critical", "low", "satisfactory", "optimal", "high"),
            ),
            _SOURCE,
        ),
        key=("katottg",),
    ),
)
