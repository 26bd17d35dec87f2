"""An invented community of 1,000 people."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from stratanalysis.community import Community
from stratanalysis.tables import table


@pytest.fixture(scope="session")
def tiny():
    """1,000 people, a PIT of 500 and property tax of 100, education for 400: UAH, 2021."""
    money = {"unit": "UAH", "price_basis": "nominal", "source": "made", "fund": "total"}
    year = {"year": 2021, "period": "year", **money}
    tables = {
        "population": table("population").frame(
            [
                {"year": y, "kind": "present", "value": v, "unit": "persons", "source": "made"}
                for y, v in ((2020, 1030.0), (2021, 1000.0))
            ]
        ),
        "revenue": table("revenue").frame(
            [
                {**year, "group": "pit", "value": 500.0},
                {**year, "group": "property_tax", "value": 100.0},
            ]
        ),
        "expenditure": table("expenditure").frame(
            [
                {**year, "classification": "programme", "code": "1000", "value": 400.0},
                {**year, "classification": "programme", "code": "7000", "value": 100.0},
            ]
        ),
    }  # fmt: skip
    names = MappingProxyType({"uk": "Вигадана", "en": "Invented"})
    return Community("invented", "example", names, tables=MappingProxyType(tables))
