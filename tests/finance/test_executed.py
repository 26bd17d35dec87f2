"""What a full executed year is, by tables worked by hand."""

from __future__ import annotations

import pandas as pd

from stratanalysis.finance.executed import executed_rows, full_year_rows, full_years, one_total


def _table(rows):
    names = ["year", "period", "classification", "fund", "value"]
    return pd.DataFrame(rows, columns=names)


TABLE = _table(
    [
        (2021, "year", "programme", "general", 70.0),
        (2021, "year", "programme", "special", 30.0),
        (2021, "year", "programme", "total", 100.0),
        (2021, "year", "economic", "general", 60.0),
        (2021, "year", "economic", "special", 40.0),
        (2022, "year", "programme", "general", 80.0),
        (2022, "year", "programme", "special", 25.0),
        (2023, "01-07", "programme", "total", 50.0),
    ]
)


def test_a_part_of_a_year_is_no_year():
    assert full_years(TABLE) == [2021, 2022]
    assert set(full_year_rows(TABLE)["year"]) == {2021, 2022}


def test_every_hryvnia_counts_once():
    programme = executed_rows(TABLE, classification="programme")
    assert programme.groupby("year")["value"].sum().to_dict() == {2021: 100.0, 2022: 105.0}
    economic = executed_rows(TABLE, classification="economic")
    assert economic.groupby("year")["value"].sum().to_dict() == {2021: 100.0}


def test_a_total_of_one_year_says_nothing_about_another():
    assert one_total(TABLE)["value"].sum() == 100.0 + 100.0 + 105.0 + 50.0


def test_a_gap_stays_a_gap():
    table = TABLE.assign(value=TABLE["value"].where(TABLE["year"] != 2022))
    sums = executed_rows(table, classification="programme").groupby("year")["value"]
    assert sums.sum(min_count=1).isna().to_dict() == {2021: False, 2022: True}
