"""Tables as CSV: what is wrong is said with its line, all at once."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.csv_tables import check_table, harmless_cell, read_table, write_table
from stratanalysis.errors import MissingInputError, UnknownNameError
from stratanalysis.tables import TABLES, table

HEADER = "year,kind,value,unit,source,source_place,note\n"


def _read(tmp_path, text, *, encoding="utf-8"):
    path = tmp_path / "population.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(path, table("population"))


def _found(findings):
    return [(f.check, f.source.line, f.source.place) for f in findings]


def test_a_good_file_reads_and_writes_back_byte_for_byte(tmp_path):
    text = HEADER + '2021,present,73979,persons,s,"a, b",\n2022,present,0,persons,s,,"two\nlines"\n'
    frame, findings = _read(tmp_path, text)
    assert findings == []
    assert list(frame["value"]) == [73979, 0]
    assert frame["note"].isna().tolist() == [True, False]
    write_table(frame, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_text(encoding="utf-8") == text


def test_all_problems_come_out_together_with_their_lines(tmp_path):
    text = HEADER + (
        "2021,present,73979,persons,s,,\n"
        "2021,present,73979,persons,s,,\n"  # 3: the year twice
        "2022,present,-5,persons,s,,\n"  # 4: negative
        "2023,presnt,5,persons,s,,\n"  # 5: unknown word
        '2024,present,"73,9",persons,s,,\n'  # 6: decimal comma in quotes
        "2025,present,73,9,persons,s,,\n"  # 7: decimal comma without quotes
        "2026,present,,persons,s,,\n"  # 8: no value
        "20x7,present,5,persons,s,,\n"  # 9: not a year
        "2028,present,nan,persons,s,,\n"  # 10: not a finite number
        "1,present,5,persons,s,,\n"  # 11: no such year
        "1e30,present,5,persons,s,,\n"  # 12: more than a whole number can be
    )
    _, findings = _read(tmp_path, text)
    assert ("duplicate-row", 2, "") in _found(findings)
    assert _found(findings)[-9:] == [
        ("below-minimum", 4, "value"),
        ("unknown-word", 5, "kind"),
        ("not-a-number", 6, "value"),
        ("ragged-row", 7, ""),
        ("missing-value", 8, "value"),
        ("not-a-number", 9, "year"),
        ("not-a-number", 10, "value"),
        ("below-minimum", 11, "year"),
        ("not-a-number", 12, "year"),
    ]
    messages = "\n".join(map(str, findings))
    assert "a comma where a decimal point is expected" in messages
    assert "it can be one of: present, resident" in messages
    assert "the row has 8 cells where the header has 7" in messages


def test_a_wrong_header_is_said_once_and_nothing_else(tmp_path):
    _, findings = _read(tmp_path, "year,type,value,unit,source,source_place,note\n2021,a,1,b,c,,\n")
    assert [f.check for f in findings] == ["missing-column", "unknown-column"]
    assert "'kind'" in str(findings[0])
    assert "'type'" in str(findings[1])


@pytest.mark.parametrize("text", ["", "\n", HEADER])
def test_an_empty_file_is_an_empty_table_or_a_missing_header(tmp_path, text):
    frame, findings = _read(tmp_path, text)
    assert frame.empty
    assert [f.check for f in findings] == ([] if text == HEADER else ["missing-column"])


def test_a_quote_never_closed_over_a_long_text_is_said_with_its_line(tmp_path):
    text = HEADER + "2021,present,1,persons,s,,\n" + '2022,present,1,persons,"' + "x" * 140_000
    frame, findings = _read(tmp_path, text)
    assert len(frame) == 1
    assert _found(findings) == [("unreadable-row", 3, "")]
    assert "a quote that is never closed" in str(findings[0])


def test_another_encoding_is_said(tmp_path):
    _, findings = _read(tmp_path, HEADER + "2021,present,1,persons,джерело,,\n", encoding="cp1251")
    assert [f.check for f in findings] == ["encoding"]
    assert "save it as UTF-8" in str(findings[0])


def test_a_missing_file_and_an_unknown_table_are_errors(tmp_path):
    with pytest.raises(MissingInputError, match="population"):
        read_table(tmp_path / "population.csv", table("population"))
    with pytest.raises(UnknownNameError, match="did you mean 'population'"):
        table("popluation")


@pytest.mark.parametrize("contract", TABLES.values(), ids=lambda c: c.name)
def test_every_contract_accepts_its_own_empty_table_and_is_documented(contract):
    assert check_table(contract.empty(), contract, document="x.csv") == []
    assert contract.description
    assert set(contract.key) <= set(contract.names)
    assert len(set(contract.names)) == len(contract.names)
    for column in contract.columns:
        assert column.description
        assert column.kind != "text" or column.minimum is None


def test_a_frame_with_another_column_does_not_pass():
    frame = table("population").empty().assign(extra=pd.Series(dtype=float))
    (finding,) = check_table(frame, table("population"), document="x.csv")
    assert finding.check == "unknown-column"
    assert "'extra'" in str(finding)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(sign):
    assert harmless_cell(f"{sign}1+2") == f"'{sign}1+2"
    assert harmless_cell(f"a{sign}") == f"a{sign}"


@pytest.mark.parametrize("value", [-1.5, 0, None, "", "text"])
def test_numbers_gaps_and_plain_texts_stay(value):
    assert harmless_cell(value) is value
