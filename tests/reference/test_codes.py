"""Codes stay text; names that occur twice are refused."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.findings import Source
from stratanalysis.reference import budget_code, find_hromada, katottg_code, match_names

KNOWN = {"0552300000", "0656300000", "1457600000"}


@pytest.fixture(scope="module")
def hromadas(root) -> pd.DataFrame:
    path = root / "data" / "reference" / "hromadas.csv"
    return pd.read_csv(path, dtype={"budget_code": "str"})


@pytest.mark.parametrize(
    ("written", "code", "check"),
    [
        ("0552300000", "0552300000", None),
        (" 0552300000 ", "0552300000", None),
        ("05523000000", "0552300000", "budget-code-11-digits"),
        ("552300000", "0552300000", "budget-code-zero-lost"),
        (552300000, "0552300000", "budget-code-zero-lost"),
        (552300000.0, "0552300000", "budget-code-zero-lost"),
        ("5523000000", "0552300000", "budget-code-zero-lost"),  # of eleven digits
        ("9952300001", "9952300001", "budget-code-wrong"),
        ("05523000001", "05523000001", "budget-code-wrong"),
        ("0552", "0552", "budget-code-wrong"),
        ("бюджет", "бюджет", "budget-code-wrong"),
        ("", "", "budget-code-wrong"),
    ],
)
@pytest.mark.parametrize("known", [frozenset(), KNOWN], ids=["any", "known"])
def test_budget_code(written: object, code: str, check: str | None, known: set[str]) -> None:
    found, findings = budget_code(written, known=known, source=Source("a.csv", 3))
    assert found == code
    assert [f.check for f in findings] == ([check] if check else [])
    assert all(f.source.line == 3 for f in findings)


def test_lost_zero_is_put_back_only_to_a_code_that_exists() -> None:
    assert budget_code("299900000", known=KNOWN)[1][0].check == "budget-code-wrong"
    assert budget_code("299900000")[0] == "0299900000"


@given(st.integers(1, 27), st.integers(0, 99_999))
def test_every_reading_of_a_code_gives_it_back(territory: int, body: int) -> None:
    code = f"{territory:02d}{body:05d}000"
    assert budget_code(code) == (code, [])
    assert budget_code(code + "0")[0] == code


def test_no_code_of_the_register_lost_its_zero_can_be_another(hromadas: pd.DataFrame) -> None:
    known = set(hromadas["budget_code"])
    for code in known:
        assert budget_code(code, known=known) == (code, [])
        assert budget_code(code + "0", known=known)[0] == code
        if code[0] == "0":
            assert budget_code(int(code), known=known)[0] == code
            digits = str(int(code + "0"))  # ten digits that are a code are that code
            assert budget_code(digits, known=known)[0] == (digits if digits in known else code)


@pytest.mark.parametrize(
    "written",
    ["UA14120070000090878", "ua14120070000090878", "УА14120070000090878", "UА14120070000090878 "],
)
def test_katottg_in_either_alphabet(written: str) -> None:
    assert katottg_code(written) == "UA14120070000090878"


@pytest.mark.parametrize("written", ["UA1412", "14120070000090878", "", "UA1412007000009087X"])
def test_katottg_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(InvalidInputError, match="UA and 17 digits"):
        katottg_code(written)


@pytest.mark.parametrize("text", ["UA14120070000090878", "0552300000", "05523000000", "552300000"])
def test_community_by_code(hromadas: pd.DataFrame, text: str) -> None:
    assert find_hromada(hromadas, text) == "UA14120070000090878"


def test_community_by_a_name_that_occurs_once(hromadas: pd.DataFrame) -> None:
    assert find_hromada(hromadas, " Коростенська ") == "UA18060090000061708"


def test_a_name_that_occurs_four_times_is_refused_with_the_candidates(
    hromadas: pd.DataFrame,
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        find_hromada(hromadas, "Костянтинівська")
    message = str(caught.value)
    assert "4 communities" in message
    for row in hromadas[hromadas["name"] == "Костянтинівська"].to_dict("records"):
        assert row["katottg"] in message
        assert row["budget_code"] in message
        assert row["oblast"] in message


@pytest.mark.parametrize("text", ["Коростенка", "0599900000", "UA99999999999999999"])
def test_unknown_community_is_refused(hromadas: pd.DataFrame, text: str) -> None:
    with pytest.raises(UnknownNameError):
        find_hromada(hromadas, text)


def test_names_are_matched_only_where_they_mean_one(hromadas: pd.DataFrame) -> None:
    names = pd.DataFrame(
        {
            "oblast": ["Донецька ", "Дніпропетровська", "Донецька"],
            "name": ["Костянтинівська", "Покровська", "Неіснуюча"],
        },
        index=[10, 11, 12],
    )
    codes, findings = match_names(names, hromadas, document="capacity.csv")
    assert codes[10] == "UA14120070000090878"
    assert codes.isna().tolist() == [False, True, True]
    assert [(f.check, f.source.line) for f in findings] == [
        ("name-ambiguous", 3),
        ("name-not-found", 4),
    ]
    assert "0456200000" in findings[0].message
    # The raion tells the three apart.
    names["raion"] = ["Краматорський", "Синельниківський", "Криворізький"]
    codes, findings = match_names(names, hromadas, document="capacity.csv")
    assert codes[11] == "UA12140250000015858"


def test_table_of_capacity_has_names_only(hromadas: pd.DataFrame, shared) -> None:
    table = pd.read_csv(shared / "open-data" / "fin_capacity_2023.csv").iloc[:, :2]
    table.columns = ["oblast", "name"]
    codes, findings = match_names(table, hromadas, document="fin_capacity_2023.csv")
    assert len(codes) == 1438
    assert codes.notna().sum() + len(findings) == 1438
    assert codes.dropna().is_unique
    # 19 communities share oblast and name with another one.
    assert sum(f.check == "name-ambiguous" for f in findings) <= 19
    assert codes.notna().sum() > 1400
