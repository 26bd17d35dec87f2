from __future__ import annotations

import math

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.indicators import norm_coverage, provision, replacement, wear


def test_wear_of_the_networks_in_document_000():
    # Lines 111 and 112: water 320.0 of 542.4 km, printed as 59 %; sewers 98.98 of 146.77 km,
    # printed as 83.45 %, which is not what the two lengths give.
    assert wear(320.0, 542.4) == pytest.approx(0.59, abs=5e-4)
    assert wear(98.98, 146.77) == pytest.approx(0.6744, abs=5e-5)


def test_part_larger_than_the_whole_is_refused():
    with pytest.raises(InvalidInputError, match="part of the whole"):
        wear(10, 9)
    assert math.isnan(wear(0, 0))


def networks(**changes):
    row = {
        "network": "water",
        "total": 542.4,
        "worn": 320.0,
        "replaced_per_year": 8.0,
        "unit": "km",
    }
    return pd.DataFrame([row | changes])


def test_years_to_replace_by_hand():
    row = replacement(networks(cost_per_unit=3e6), by=2027, from_year=2021).iloc[0]
    assert row["years_to_replace"] == pytest.approx(40)
    assert row["pace_needed"] == pytest.approx(320 / 6)
    assert row["cost"] == pytest.approx(960e6)
    assert row["assumption"] == "no further ageing"
    aged = replacement(networks(worn_per_year=4.0)).iloc[0]
    assert aged["years_to_replace"] == pytest.approx(80)
    assert aged["assumption"] == ""


def test_pace_below_ageing_never_ends_and_unknown_is_unknown():
    never = replacement(networks(worn_per_year=8.0)).iloc[0]
    assert (never["status"], math.isnan(never["years_to_replace"])) == ("never", True)
    unknown = replacement(networks(replaced_per_year=float("nan"))).iloc[0]
    assert unknown["status"] == "unknown"
    new = replacement(networks(worn=0.0)).iloc[0]
    assert (new["status"], new["years_to_replace"]) == ("computed", 0)


def test_provision_per_ten_thousand():
    # Document 000, line 1504: 52.2 beds per 10,000.
    assert provision(385.3, 73_814) == pytest.approx(52.2, abs=0.005)
    assert math.isnan(provision(1, 0))


def test_coverage_against_a_norm_by_hand():
    table = norm_coverage(
        pd.DataFrame(
            {
                "service": ["kindergarten", "library", "pool"],
                "number": [85.0, 3.0, float("nan")],
                "population": [1000.0, 10_000.0, 10_000.0],
                "norm": [100.0, 1.0, 1.0],
                "per": [1000.0, 5000.0, 10_000.0],
                "norm_source": ["x"] * 3,
            }
        )
    )
    assert table["coverage"].tolist()[:2] == pytest.approx([0.85, 1.5])
    assert table["shortage"].tolist()[:2] == pytest.approx([15, 0])
    assert math.isnan(table["coverage"][2])
