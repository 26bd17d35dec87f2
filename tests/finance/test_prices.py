"""Prices: chains by hand, there and back, any base year, gaps that are not filled in silence."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from stratanalysis.errors import DataError, InvalidInputError, MissingInputError, UnknownNameError
from stratanalysis.finance.prices import (
    price_level,
    read_price_assumptions,
)

quick = settings(deadline=None, max_examples=50)

TABLE = pd.DataFrame(
    {"group": "consumer", "year": [2022, 2023, 2024], "change": [0.20, 0.10, 0.05]}
)
positive = st.floats(0.01, 100)


def test_chain_by_hand():
    level = price_level(TABLE, group="consumer", base_year=2021, years=[2021, 2022, 2023, 2024])
    assert level.to_list() == pytest.approx([1, 1.2, 1.32, 1.386])


def test_years_before_the_base_are_below_one():
    level = price_level(TABLE, group="consumer", base_year=2023, years=[2021, 2023])
    assert level.to_list() == pytest.approx([1 / 1.32, 1])


def test_overrides_and_holding_the_last_change():
    level = price_level(
        TABLE, group="consumer", base_year=2023, years=[2024, 2025, 2026],
        overrides={2024: 0.10}, hold_last=True,
    )  # fmt: skip
    assert level.to_list() == pytest.approx([1.1, 1.21, 1.331])
    assert TABLE["change"].to_list() == [0.20, 0.10, 0.05], "the table is not changed"


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: _level(years=[2030]), InvalidInputError, "known for 2025"),
        (lambda: _level(group="wage"), UnknownNameError, "wage"),
        (lambda: _level(overrides={2022: -1.0}), InvalidInputError, "cannot change by -1"),
        (
            lambda: price_level(
                pd.concat([TABLE, TABLE]), group="consumer", base_year=2021, years=[2022]
            ),
            InvalidInputError,
            "two changes of consumer prices for 2022",
        ),
    ],
)
def test_what_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()


def _level(group="consumer", years=(2022,), **more):
    return price_level(TABLE, group=group, base_year=2021, years=list(years), **more)


def test_the_project_s_assumptions_are_sourced_and_without_holes(root):
    table = read_price_assumptions()
    assert not table.duplicated(["group", "year"]).any()
    sources = pd.read_csv(root / "data" / "reference" / "sources.csv", dtype=str)
    assert set(table["source"]) <= set(sources["id"])
    assert table["published"].ne("").all()
    assert set(table["status"]) == {"actual", "forecast", "assumption"}
    consumer, wages = (
        price_level(table, group=group, base_year=2021, years=range(2021, 2029))
        for group in ("consumer", "wages")
    )
    assert consumer.notna().all()
    # Mean of 2024 over that of 2021 by the changes of annual means 20.2, 12.9 and 6.5 %.
    assert consumer.loc[2024] == pytest.approx(1.202 * 1.129 * 1.065)
    # Average wage of 2024 over 2021: 21,473 over 14,014 UAH.
    assert wages.loc[2024] == pytest.approx(21_473 / 14_014)


def test_a_table_of_ones_own_with_faults(tmp_path):
    with pytest.raises(MissingInputError):
        read_price_assumptions(tmp_path / "none.csv")
    file = tmp_path / "prices.csv"
    file.write_text("group,year,change\nconsumer,2022,0.1\n", encoding="utf-8")
    with pytest.raises(DataError, match="'status', 'published', 'source', 'note'"):
        read_price_assumptions(file)
    head = "group,year,change,status,published,source,note\n"
    rows = "consumer,2022,8.6%,actual,2023,x,\nconsumer,2023,0.1,guess,2023,x,\n"
    file.write_text(head + rows, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_price_assumptions(file)
    assert [finding.source.line for finding in raised.value.findings] == [2, 3]
    assert "8.6%" in str(raised.value)
    assert "guess" in str(raised.value)
