"""Numbers, money, units, dates and periods as Ukrainian documents write them, both ways.

What is written is read again as the same value; no pattern backtracks; a number is read only where
there is one. Reading keeps the words, their place, the rounding as printed and what is ambiguous.
"""

from stratanalysis.quantities.dates import DateReading, find_dates, find_years, write_date
from stratanalysis.quantities.letters import (
    prepare,
    read_roman,
    squeeze,
    unify_letters,
    unify_signs,
    without_controls,
    without_invisible,
    write_roman,
)
from stratanalysis.quantities.numbers import (
    BLANKS,
    Habit,
    Number,
    find_numbers,
    is_blank,
    number_habit,
    read_number,
    write_number,
)
from stratanalysis.quantities.periods import Period, find_periods, read_period
from stratanalysis.quantities.units import (
    Quantity,
    Unit,
    find_quantities,
    read_quantity,
    read_unit,
    unit_kinds,
)

__all__ = [
    "BLANKS",
    "DateReading",
    "Habit",
    "Number",
    "Period",
    "Quantity",
    "Unit",
    "find_dates",
    "find_numbers",
    "find_periods",
    "find_quantities",
    "find_years",
    "is_blank",
    "number_habit",
    "prepare",
    "read_number",
    "read_period",
    "read_quantity",
    "read_roman",
    "read_unit",
    "squeeze",
    "unify_letters",
    "unify_signs",
    "unit_kinds",
    "without_controls",
    "without_invisible",
    "write_date",
    "write_number",
    "write_roman",
]
