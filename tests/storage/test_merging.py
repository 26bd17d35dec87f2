"""Two versions of a table brought together: cells, rows, conflicts."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.storage import merge_rows

BASE = pd.DataFrame(
    {"year": [2021, 2022, 2023], "value": [1.0, 2.0, None], "note": ["a", "b", "c"]}
)


def _with(frame, row, **cells):
    copy = frame.copy()
    for name, value in cells.items():
        copy.loc[row, name] = value
    return copy


def test_cells_changed_on_one_side_each_are_both_taken():
    merged = merge_rows(BASE, _with(BASE, 0, value=10.0), _with(BASE, 0, note="z"), ["year"])
    assert merged.frame.iloc[0].tolist() == [2021, 10.0, "z"]
    assert merged.conflicts.empty
    assert merged.frame["year"].dtype == BASE["year"].dtype


def test_a_cell_changed_on_both_sides_is_a_conflict_and_theirs_is_kept():
    merged = merge_rows(BASE, _with(BASE, 1, value=7.0), _with(BASE, 1, value=8.0), ["year"])
    assert merged.frame["value"].iloc[1] == 8
    (row,) = merged.conflicts.to_dict("records")
    assert row == {"year": 2022, "column": "value", "base": 2.0, "mine": 7.0, "theirs": 8.0}


def test_rows_are_added_and_removed_and_a_changed_row_is_not_removed_silently():
    mine = BASE.drop(index=[0, 1])
    theirs = pd.concat([_with(BASE, 1, note="new"), BASE.head(1).assign(year=2024)])
    merged = merge_rows(BASE, mine, theirs, ["year"])
    assert merged.frame["year"].tolist() == [2022, 2023, 2024]
    assert merged.conflicts["year"].tolist() == [2022]
    assert merged.conflicts["column"].tolist() == [""]


def test_without_a_base_nothing_is_removed_and_empty_cells_give_way():
    mine = pd.DataFrame({"year": [2023, 2025], "value": [3.0, 5.0], "note": ["c", None]})
    merged = merge_rows(None, mine, BASE, ["year"])
    assert merged.frame["year"].tolist() == [2021, 2022, 2023, 2025]
    assert merged.frame["value"].tolist() == [1.0, 2.0, 3.0, 5.0]
    assert merged.conflicts.empty


def test_without_a_base_an_empty_cell_of_mine_takes_theirs():
    mine = _with(BASE, 0, value=None)
    merged = merge_rows(None, mine, BASE, ["year"])
    assert merged.frame["value"].iloc[0] == 1
    assert merged.conflicts.empty


def test_columns_that_differ_and_doubled_keys_are_refused():
    with pytest.raises(InvalidInputError, match="columns of 'mine'"):
        merge_rows(BASE, BASE.drop(columns="note"), BASE, ["year"])
    with pytest.raises(InvalidInputError, match="more than once"):
        merge_rows(BASE, pd.concat([BASE, BASE]), BASE, ["year"])
