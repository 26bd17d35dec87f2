"""What a column contract is: columns with kind, unit and meaning, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

__all__ = [
    "ENGLISH",
    "FUND",
    "MONEY",
    "PERIOD",
    "SOURCE",
    "SPOT",
    "YEAR",
    "Column",
    "Table",
    "text",
]

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
    optional : bool
        Whether a file may lack the column; its cells are missing then.
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """A named contract: columns in their order, and the columns that together are unique."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False)
    _empty: list[pd.DataFrame] = field(init=False, repr=False, compare=False, default_factory=list)

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

        if not rows and self._empty:
            return self._empty[0].copy()
        data = {c.name: [row.get(c.name) for row in rows] for c in self.columns}
        made = pd.DataFrame(data, columns=self.names).astype(
            {c.name: _DTYPES[c.kind] for c in self.columns}
        )
        if not rows:
            self._empty.append(made.copy())  # many tables of a document have no rows
        return made

    def schema(self, *, dtypes: bool = True) -> pa.DataFrameSchema:
        """Return the contract as a pandera schema (dtypes, bounds, choices, missing cells, keys).

        Without `dtypes`, for a frame that :meth:`frame` made, columns that hold anything are left
        out too: pandera needs a third of the time.
        """
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

        def has_rule(column: Column) -> bool:
            return dtypes or not column.nullable or bool(checks(column))

        return pa.DataFrameSchema(
            {
                c.name: pa.Column(
                    _DTYPES[c.kind] if dtypes else None,
                    checks(c),
                    nullable=c.nullable,
                    required=not c.optional,
                    description=c.description,
                    metadata={"unit": c.unit},
                )
                for c in self.columns
                if has_rule(c)
            },
            unique=list(self.key) or None,
            strict=dtypes,
            name=self.name,
            description=self.description,
        )


def text(name: str, description: str, *, nullable: bool = True, **more: Any) -> Column:
    """Make a text column; it may be empty unless said otherwise."""
    return Column(name, "text", description, nullable=nullable, **more)


YEAR = Column("year", "integer", "Calendar year", minimum=1900, maximum=2200)
SOURCE = (
    text("source", "Identifier in sources.csv", nullable=False),
    text("source_place", "Line, or sheet and cell, in the source"),
    text("note", "What a reader must know about the figure"),
)
ENGLISH = Column(
    "title_en", "text", "Short label in English; the other one is shown without", nullable=True,
    optional=True,
)  # fmt: skip
SPOT = (
    text("source_document", "File name of the document", nullable=False),
    Column("source_line", "integer", "First line in the document, from 1", nullable=True),
    text("source_place", "Sheet and cell, or page, where lines do not exist"),
    text("source_text", "The words as written"),
)
MONEY = (
    text("unit", "Unit of the value", nullable=False, choices=("UAH",)),
    text("price_basis", "Current prices", nullable=False, choices=("nominal",)),
)
PERIOD = text("period", "`year`, or the months that the figure covers, as 01-07", nullable=False)
FUND = text("fund", "Fund of the budget", nullable=False, choices=("total", "general", "special"))
