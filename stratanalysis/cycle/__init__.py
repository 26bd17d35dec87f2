"""The cycle of a year: opening, collecting, closing, the calendar, passports of programmes."""
