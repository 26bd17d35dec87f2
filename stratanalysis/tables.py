"""Column contracts of the long tables.

A :class:`Table` lists its columns with kind, unit and meaning; the data dictionary is made from
them. Missing is NaN and nothing else; zero stays zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from stratanalysis.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

__all__ = ["TABLES", "Column", "Table", "table"]

Kind = Literal["text", "integer", "number"]
_DTYPES: dict[str, str] = {"text": "str", "integer": "Int64", "number": "float64"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, description, unit : str
        `unit` is empty where another column names it or there is none.
    kind : {"text", "integer", "number"}
    nullable : bool
        Whether a cell may be empty.
    minimum, maximum : float or None
        Inclusive bounds of a number.
    choices : tuple of str
        The only words allowed; empty for any.
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A named contract: columns in their order, and the columns that together are unique."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return self._by_name[name]

    def empty(self) -> pd.DataFrame:
        """Return a table of no rows with the right dtypes."""
        return self.frame([])

    def frame(self, rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
        """Make a table of `rows` (dicts by column name; what is absent is missing)."""
        import pandas as pd

        data = {c.name: [row.get(c.name) for row in rows] for c in self.columns}
        return pd.DataFrame(data, columns=self.names).astype(
            {c.name: _DTYPES[c.kind] for c in self.columns}
        )

    def schema(self) -> pa.DataFrameSchema:
        """Return the contract as a pandera schema (bounds, choices, missing cells, keys)."""
        import pandera.pandas as pa

        def checks(column: Column) -> list[pa.Check]:
            found: list[pa.Check] = []
            if column.minimum is not None:
                found.append(pa.Check.ge(column.minimum))
            if column.maximum is not None:
                found.append(pa.Check.le(column.maximum))
            if column.choices:
                found.append(pa.Check.isin(column.choices))
            return found

        return pa.DataFrameSchema(
            {
                c.name: pa.Column(
                    _DTYPES[c.kind],
                    checks(c),
                    nullable=c.nullable,
                    description=c.description,
                    metadata={"unit": c.unit},
                )
                for c in self.columns
            },
            unique=list(self.key) or None,
            strict=True,
            name=self.name,
            description=self.description,
        )


def _text(name: str, description: str, *, nullable: bool = True, **more: Any) -> Column:
    return Column(name, "text", description, nullable=nullable, **more)


_YEAR = Column("year", "integer", "Calendar year", minimum=1900, maximum=2200)
_SOURCE = (
    _text("source", "Identifier in sources.csv", nullable=False),
    _text("source_place", "Line, or sheet and cell, in the source"),
    _text("note", "What a reader must know about the figure"),
)
_SPOT = (
    _text("source_document", "File name of the document", nullable=False),
    Column("source_line", "integer", "First line in the document, from 1", nullable=True),
    _text("source_place", "Sheet and cell, or page, where lines do not exist"),
    _text("source_text", "The words as they stand"),
)
_MONEY = (
    _text("unit", "Unit of the value", nullable=False, choices=("UAH",)),
    _text("price_basis", "Current prices", nullable=False, choices=("nominal",)),
)
_PERIOD = _text("period", "`year`, or the months that the figure covers, as 01-07", nullable=False)
_FUND = _text("fund", "Fund of the budget", nullable=False, choices=("total", "general", "special"))

TABLES: dict[str, Table] = {
    contract.name: contract
    for contract in (
        Table(
            "sources",
            "Where the figures of a folder come from",
            (
                _text("id", "Identifier that the tables use", nullable=False),
                _text("title", "Title of the source", nullable=False),
                _text("publisher", "Who published it", nullable=False),
                _text("licence", "Terms of use", nullable=False),
                _text("vintage", "Date or edition of the data", nullable=False),
                _text("note", "Cautions"),
            ),
            key=("id",),
        ),
        Table(
            "population",
            "Population on 1 January",
            (
                _YEAR,
                _text(
                    "kind",
                    "Present (наявне) or resident (постійне) population; never mixed",
                    nullable=False,
                    choices=("present", "resident"),
                ),
                Column("value", "number", "Population on 1 January", "persons", minimum=0),
                _text("unit", "Unit of the value", nullable=False, choices=("persons",)),
                *_SOURCE,
            ),
            key=("year", "kind"),
        ),
        Table(
            "population_age_sex",
            "Population by sex and single year of age on 1 January; the last age is open",
            (
                _YEAR,
                _text("kind", "Population", nullable=False, choices=("present", "resident")),
                _text("sex", "Sex", nullable=False, choices=("female", "male")),
                Column("age", "integer", "Completed years", "years", minimum=0, maximum=130),
                Column("value", "number", "Population", "persons", minimum=0),
                _text("source", "Identifier in sources.csv", nullable=False),
            ),
            key=("year", "kind", "sex", "age"),
        ),
        Table(
            "population_change",
            "Components of population change within a calendar year",
            (
                _YEAR,
                _text(
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
                _text("unit", "Unit of the value", nullable=False, choices=("persons",)),
                *_SOURCE,
            ),
            key=("year", "component"),
        ),
        Table(
            "revenue",
            "Executed revenue of the community's budget by group",
            (
                _YEAR,
                _PERIOD,
                _text("group", "Revenue group", nullable=False),
                _FUND,
                Column("value", "number", "Executed revenue", "UAH"),
                *_MONEY,
                *_SOURCE,
            ),
            key=("year", "period", "group", "fund"),
        ),
        Table(
            "expenditure",
            "Executed expenditure of the community's budget by code",
            (
                _YEAR,
                _PERIOD,
                _text(
                    "classification",
                    "Classification of the code",
                    nullable=False,
                    choices=("programme", "economic", "functional"),
                ),
                _text("code", "Code with its leading zeros", nullable=False),
                _FUND,
                Column("value", "number", "Executed expenditure", "UAH"),
                *_MONEY,
                *_SOURCE,
            ),
            key=("year", "period", "classification", "code", "fund"),
        ),
        Table(
            "statistics",
            "Other observed figures: wages, pupils, entrepreneurs, indices",
            (
                _YEAR,
                _text("variable", "What is measured", nullable=False),
                Column("value", "number", "Value in the unit of the row", nullable=True),
                _text("unit", "Unit of the value", nullable=False),
                *_SOURCE,
            ),
            key=("year", "variable", "source", "source_place"),
        ),
        Table(
            "goals",
            "The tree of goals",
            (
                _text("code", "Normalised code, as 1.1.1", nullable=False),
                _text("code_as_written", "Code as the document writes it"),
                _text(
                    "level",
                    "Level in the tree",
                    nullable=False,
                    choices=("strategic", "operational", "task", "area"),
                ),
                _text("parent", "Code of the goal above; empty at the top"),
                _text("title", "Title", nullable=False),
                _text("tree", "Which tree, where a document holds several"),
                *_SPOT,
            ),
        ),
        Table(
            "swot",
            "SWOT items",
            (
                _text(
                    "quadrant",
                    "Quadrant",
                    nullable=False,
                    choices=("strength", "weakness", "opportunity", "threat"),
                ),
                _text("item", "The statement", nullable=False),
                *_SPOT,
            ),
        ),
        Table(
            "indicators",
            "Indicators of the goals; the columns after target_year are filled in for monitoring",
            (
                _text("indicator", "Identifier, unique in the folder", nullable=False),
                _text("goal", "Code of the goal in goals.csv", nullable=False),
                _text("name", "What is measured", nullable=False),
                _text("unit", "Unit of all values of the indicator"),
                Column("base_value", "number", "Value in the base year", nullable=True),
                Column("base_year", "integer", "Year of the base value", nullable=True),
                Column("target_value", "number", "Value to be reached", nullable=True),
                Column("target_year", "integer", "Year of the target value", nullable=True),
                _text(
                    "direction",
                    "Which way is better",
                    choices=("increase", "decrease", "keep_within"),
                ),
                Column("lower", "number", "Lower end of the range to keep within", nullable=True),
                Column("upper", "number", "Upper end of the range to keep within", nullable=True),
                _text(
                    "path",
                    "How interim targets follow where no yearly plan is given",
                    choices=("linear", "compound", "step"),
                ),
                Column("weight", "number", "Weight among its siblings", nullable=True, minimum=0),
                _text("applicable", "Whether it applies to this community", choices=("yes", "no")),
                _text("data_source", "Where the figures come from"),
                _text("projection_variable", "Variable of the projection that foretells it"),
                _text("responsible", "Who answers for the figures"),
                *_SPOT,
            ),
            key=("indicator",),
        ),
        Table(
            "observations",
            "Planned, amended, actual and expected values of the indicators",
            (
                _text("indicator", "Identifier in indicators.csv", nullable=False),
                _YEAR,
                _text(
                    "phase",
                    "Plan of the year, amended plan, fact or forecast",
                    nullable=False,
                    choices=("plan", "amended", "fact", "forecast"),
                ),
                Column("value", "number", "Value in the unit of the row", nullable=True),
                Column("numerator", "number", "Numerator of a ratio", nullable=True),
                Column("denominator", "number", "Denominator of a ratio", nullable=True),
                _text("unit", "Unit of the value", nullable=False),
                *_SOURCE,
            ),
        ),
        Table(
            "tasks",
            "Fulfilment of tasks, as those responsible report it",
            (
                _text("task", "Code of the task in goals.csv", nullable=False),
                _YEAR,
                _text(
                    "status",
                    "Status at the end of the year",
                    nullable=False,
                    choices=("done", "under_way", "partly", "not_done", "not_started"),
                ),
                _text("reason", "Why it is not done, in the words of the responsible"),
                _text("proposal", "What is proposed, in the words of the responsible"),
                *_SOURCE,
            ),
            key=("task", "year"),
        ),
        Table(
            "execution",
            "Money of the measures: approved, amended, executed",
            (
                _text("measure", "Code of the measure in measures.csv", nullable=False),
                _YEAR,
                _PERIOD,
                _text("funding_source", "Who pays", nullable=False),
                Column("approved", "number", "Approved for the year", "UAH", nullable=True),
                Column("amended", "number", "Plan with amendments", "UAH", nullable=True),
                Column("executed", "number", "Paid since January", "UAH", nullable=True),
                *_MONEY,
                *_SOURCE,
            ),
            key=("measure", "year", "period", "funding_source"),
        ),
        Table(
            "measures",
            "Measures of a programme or plan",
            (
                _text("code", "Code of the measure", nullable=False),
                _text("section", "Section of the programme"),
                _text("title", "Title", nullable=False),
                _text("executor", "Who carries it out"),
                _text("funding_source", "Who pays"),
                _text("start", "First day, as 2024-01-31, or year"),
                _text("end", "Last day, as 2024-12-31, or year"),
                _text("expected_result", "What will be there"),
                _text("goal", "Code of the goal or task that it serves, in goals.csv"),
                *_SPOT,
            ),
            key=("code",),
        ),
        Table(
            "money",
            "Planned money of measures by year",
            (
                _text("measure", "Code of the measure, or the section", nullable=False),
                _YEAR,
                Column("amount", "number", "Planned money", "UAH", nullable=True),
                _text("unit", "Unit of the amount", nullable=False, choices=("UAH",)),
                _text("unit_as_written", "Unit in the document"),
                _text(
                    "kind",
                    "Whose money",
                    nullable=False,
                    choices=("measure", "section_total", "grand_total"),
                ),
                *_SPOT,
            ),
        ),
    )
}
"""All contracts by name."""


def table(name: str) -> Table:
    """Return the contract called `name`.

    Raises
    ------
    UnknownNameError
        There is none; the message lists those that exist.
    """
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownNameError("table", name, TABLES) from None
