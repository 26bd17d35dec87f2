"""Contracts of the tables that hold all communities of the country (``data/reference``)."""

from __future__ import annotations

from stratanalysis.tables.contract import YEAR, Column, Table, text

__all__ = ["COUNTRY_TABLES", "MONTH_GROUPS", "REVENUE_COLUMNS", "STATUS_CLASSES"]

_SOURCE = text("source", "Identifier in sources.csv", nullable=False)
_CODE = text("katottg", "Code of the community", nullable=False)

REVENUE_COLUMNS = (
    "pit", "military_pit", "single_tax", "property_tax", "excise", "corporate_tax",
    "environmental_tax", "rent", "tourist_fee", "parking_fee", "non_tax", "capital_revenue",
    "target_funds", "other_own", "base_subsidy", "other_transfers",
)  # fmt: skip
"""Groups of the yearly table; they sum to the whole revenue."""

MONTH_GROUPS = (
    "pit", "military_pit", "single_tax", "property_tax", "excise", "non_tax", "capital_revenue",
    "target_funds", "other_own", "base_subsidy", "other_transfers",
)  # fmt: skip
"""Groups of the monthly table; `other_own` holds the groups that it does not name."""

STATUS_CLASSES = (
    "occupied", "mostly_occupied", "active_or_partly_occupied", "possible_hostilities", "ended",
    "never_listed",
)  # fmt: skip
"""Classes of a community in the war, the gravest first."""

SECTIONS = (
    "possible_hostilities", "active_hostilities", "active_hostilities_registers_working",
    "occupied",
)  # fmt: skip
"""Parts of the list of territories (order 376)."""


def _number(name: str, description: str, unit: str, minimum: float | None = None) -> Column:
    return Column(name, "number", description, unit, nullable=True, minimum=minimum)


def _day(name: str, description: str, *, nullable: bool = False) -> Column:
    return text(name, f"{description}, as 2022-02-24", nullable=nullable)


def _groups(names: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(_number(name, f"Executed {name.replace('_', ' ')}", "UAH") for name in names)


COUNTRY_TABLES: tuple[Table, ...] = (
    Table(
        "hromadas",
        "Register of the 1,469 territorial communities on 1 January 2022",
        (
            _CODE,
            text("budget_code", "Code of the budget, 10 digits"),
            text("name", "Name of the community, an adjective", nullable=False),
            text("type", "Kind: міська, селищна, сільська", nullable=False),
            text("oblast", "Oblast", nullable=False),
            text("oblast_katottg", "Code of the oblast", nullable=False),
            text("raion", "Raion; empty for Kyiv"),
            text("raion_katottg", "Code of the raion; empty for Kyiv"),
            _number("area_km2", "Area", "km2", minimum=0),
            _number(
                "population_2022", "Present population on 1 January 2022", "persons", minimum=0
            ),
            _number("urban_population_2022", "Of it in towns", "persons", minimum=0),
            _number("occupied_before_2022", "1: not under control since 2014", "flag"),
            _number("health_declarations_2022", "Declarations with a family doctor", "persons"),
            _SOURCE,
        ),
        key=("katottg",),
    ),
    Table(
        "hromada_names",
        "Latin names, centre and number of settlements of every community",
        (
            _CODE,
            text("name_en", "Name in Latin letters (resolution 55 of 2010)", nullable=False),
            text("centre", "Place where the council sits", nullable=False),
            text("centre_en", "The same in Latin letters", nullable=False),
            _number("settlements", "Settlements in the register of 2025", "settlements", minimum=1),
            _SOURCE,
        ),
        key=("katottg",),
    ),
    Table(
        "budget_code_changes",
        "Codes that budgets got after the register of 2022",
        (_CODE, text("budget_code", "Code of 10 digits in later sources", nullable=False), _SOURCE),
        key=("budget_code",),
    ),
    Table(
        "renamed_places",
        "Places that bear another name since 2021, and their community",
        (
            _CODE,
            text("old_name", "Name before", nullable=False),
            text("new_name", "Name now", nullable=False),
            _day("since", "First day of the new name; empty where it is not known", nullable=True),
            text(
                "status",
                "Seen in a source, or general knowledge not checked against the act",
                nullable=False,
                choices=("seen", "general"),
            ),
            _SOURCE,
        ),
        key=("katottg", "old_name"),
    ),
    Table(
        "hromada_population",
        "Present population of communities on 1 January, 2020 to 2022",
        (
            _CODE,
            YEAR,
            text("kind", "Population", nullable=False, choices=("present",)),
            Column("value", "number", "Population on 1 January", "persons", minimum=0),
            _SOURCE,
        ),
        key=("katottg", "year", "kind"),
    ),
    Table(
        "hromada_breaks",
        "Years whose population is not comparable with the year before (changed boundaries)",
        (
            _CODE,
            YEAR,
            Column("change", "number", "Change over the year before, 0.05 is 5 %", "share"),
            _SOURCE,
        ),
        key=("katottg", "year"),
    ),
    Table(
        "hromada_revenue",
        "Executed revenue of every community by group and year, both funds; 2023 is January to "
        "July",
        (
            _CODE,
            YEAR,
            text("period", "`year`, or the months, as 01-07", nullable=False),
            *_groups(REVENUE_COLUMNS),
            _SOURCE,
        ),
        key=("katottg", "year"),
    ),
    Table(
        "hromada_revenue_months",
        "Executed revenue of every community within each month by group, both funds",
        (
            _CODE,
            YEAR,
            Column("month", "integer", "Month, not cumulative", minimum=1, maximum=12),
            *_groups(MONTH_GROUPS),
            _SOURCE,
        ),
        key=("katottg", "year", "month"),
    ),
    Table(
        "hromada_expenditure",
        "Executed expenditure of every community by code, both funds; a code without a row is 0",
        (
            _CODE,
            YEAR,
            text(
                "classification",
                "Each is the whole once; never add the two",
                nullable=False,
                choices=("programme", "economic"),
            ),
            text("code", "Code of 4 digits", nullable=False),
            Column("value", "number", "Executed expenditure", "UAH"),
            _SOURCE,
        ),
        key=("katottg", "year", "classification", "code"),
    ),
    Table(
        "hromada_equalisation",
        "Horizontal equalisation by community and budget year, as the Ministry of Finance states "
        "it",
        (
            _CODE,
            YEAR,
            _number("population", "Present population in the formula", "persons"),
            _number("displaced_balance", "Displaced persons in less those out", "persons"),
            _number("population_with_displaced", "Both together", "persons"),
            _number("expected_pit", "PIT of the year before, at the community's share", "UAH"),
            _number("pit_per_head", "PIT over the population of the formula", "UAH per person"),
            _number("tax_capacity_index", "Index of tax capacity; 2024 is rounded", "ratio"),
            _number("base_subsidy", "Base grant", "UAH", minimum=0),
            _number("reverse_subsidy", "Reverse grant", "UAH", minimum=0),
            _SOURCE,
        ),
        key=("katottg", "year"),
    ),
    Table(
        "hromada_displaced",
        "Registered displaced persons: those who came less those who left; negative: more left",
        (_CODE, _day("date", "State"), _number("balance", "Balance", "persons"), _SOURCE),
        key=("katottg", "date"),
    ),
    Table(
        "hromada_education",
        "Pupils and classes of the school year 2022/23 and the education subvention of 2023; "
        "enrolled, not present",
        (
            _CODE,
            *(
                _number(f"{what}_{band}", f"{what.capitalize()} in grades {words}", what)
                for what in ("pupils", "classes")
                for band, words in (("1_4", "1 to 4"), ("5_9", "5 to 9"), ("10_12", "10 to 12"))
            ),
            _number("special_pupils", "Pupils of special schools", "pupils"),
            _number("private_pupils", "Pupils of private schools", "pupils"),
            _number("inclusive_pupils", "Pupils in inclusive classes", "pupils"),
            _number("nrc_pupils", "Pupils of rehabilitation centres", "pupils"),
            _number("mountain_pupils", "Pupils of mountain schools", "pupils"),
            _number("pupil_density", "Pupils in the formula per km2", "pupils per km2"),
            _number("rural_share", "Share of rural population", "share"),
            _number("design_class_size", "Design size of a class, 2023", "pupils"),
            _number("subvention", "Education subvention of 2023", "UAH"),
            _number("centre_subvention", "Of it for centres of inclusive resources", "UAH"),
            _SOURCE,
        ),
        key=("katottg",),
    ),
    Table(
        "hromada_declarations",
        "Declarations with a family doctor, 2022: people registered, not people present",
        (
            _CODE,
            *(
                _number(name, f"Declarations: {words}", "persons")
                for name, words in (
                    ("total", "all"),
                    ("female", "women"),
                    ("male", "men"),
                    ("urban", "urban"),
                    ("rural", "rural"),
                    ("youth", "youth"),
                    ("working_age", "working age"),
                    ("male_18_60", "men of 18 to 60"),
                )
            ),
            _SOURCE,
        ),
        key=("katottg",),
    ),
    Table(
        "city_population_age_sex",
        "Resident population of the cities over 100 thousand by sex and age, 1 January 2022",
        (
            text("katottg", "Code of the community whose centre the city is", nullable=False),
            text("city", "City alone, without the villages of its community", nullable=False),
            YEAR,
            text("sex", "Sex", nullable=False, choices=("female", "male")),
            Column("age", "integer", "Completed years; 80 is 80 and older", "years", minimum=0),
            Column("value", "number", "Resident population", "persons", minimum=0),
            _SOURCE,
        ),
        key=("katottg", "year", "sex", "age"),
    ),
    Table(
        "war_territories",
        "List of territories of hostilities and under occupation (order 376), one row a period",
        (
            text("section", "Part of the list", nullable=False, choices=SECTIONS),
            text(
                "level",
                "What the row stands for",
                nullable=False,
                choices=("oblast", "raion", "hromada", "settlement", "special_city"),
            ),
            text("katottg", "Code of the unit", nullable=False),
            text("name", "Name as the list writes it", nullable=False),
            _day("start", "First day"),
            _day("end", "Last day; empty: goes on", nullable=True),
            Column("except_listed", "integer", "1: whole but for the settlements named"),
            _SOURCE,
        ),
        key=("section", "katottg", "start"),
    ),
    Table(
        "hromada_war_status",
        "Class of every community by the list of territories on the day of the list",
        (
            _CODE,
            _day("date", "Day of the class"),
            text("status", "Class", nullable=False, choices=STATUS_CLASSES),
            _day("since", "First day on the list in this class; empty: never", nullable=True),
            _SOURCE,
        ),
        key=("katottg", "date"),
    ),
    Table(
        "registered_displaced",
        "Registered displaced persons by oblast of registration",
        (
            text("oblast_code", "First four signs of the oblast's code; UA: the nation"),
            text("oblast", "Name of the oblast", nullable=False),
            _day("date", "Day of the count"),
            Column("value", "integer", "Registered displaced persons", "persons", minimum=0),
            _SOURCE,
        ),
        key=("oblast_code", "date"),
    ),
    Table(
        "wartime_anchors",
        "National figures of the war years with author and date; sources disagree",
        (
            text("date", "Day, month, year or school year of the figure", nullable=False),
            text("indicator", "What is counted", nullable=False),
            Column("value", "number", "Value", "persons, years or births per woman"),
            text("unit", "Unit", nullable=False),
            text("author", "Who says so, and where", nullable=False),
            _SOURCE,
        ),
        key=("indicator", "date", "author"),
    ),
)
