"""Claims about the future population: rates of growth worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.audit.trend import check_population_claims

from .answers import answers, message, verdicts

PEOPLE = "Чисельність населення громади становить 50 000 осіб.\n\n"
FALL = "Скорочення населення громади за 5 років – на 10,0 %.\n\n"


def claim(stated, when="Через 10 років"):
    return f"{when} населення громади складе {stated} осіб."


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        # 0.9^(1/5) - 1 = -2.085 % a year gives 50,000 * 0.9^2 = 40,500 in ten years; half a point
        # of a year more or less: 50,000 * 0.97415^10 = 38,480 and 50,000 * 0.98415^10 = 42,617
        ("40 500", ["ok"]),
        ("42 600", ["ok"]),
        ("38 500", ["ok"]),
        ("42 700", [("42 700 осіб", "−1,57 %")]),  # 0.854^0.1 = 0.98434
        ("38 400", [("38 400 осіб", "−2,61 %")]),  # 0.768^0.1 = 0.97395
        ("499", []),
    ],
)
def test_a_claim_within_half_a_point_of_the_trend(stated, expected):
    assert answers(check_population_claims, PEOPLE + FALL + claim(stated)) == expected


def test_the_message_names_what_the_trend_gives():
    (found,) = verdicts(check_population_claims, PEOPLE + FALL + claim("30 000"))
    text = message(found).replace("\xa0", " ")
    # 0.6^0.1 - 1 = -4.98 %
    assert "from 50 000 to 30 000 осіб in 10 years" in text
    assert "−4,98 % a year" in text
    assert "−2,09 % (small.txt:3), which gives 40,5 тис." in text


def test_a_span_of_years_needs_two_rates():
    when = "Протягом 10-20 років"
    (found,) = verdicts(check_population_claims, PEOPLE + FALL + claim("25 000", when))
    # 0.5^(1/10) - 1 = -6.70 %, 0.5^(1/20) - 1 = -3.41 %
    assert found.computed == "−6,70 % … −3,41 %"
    # 50 * 0.9^2 = 40.5 and 50 * 0.9^4 = 32.8
    assert "in 10–20 years" in message(found)
    assert "40,5 … 32,8 тис." in message(found)
    inside = claim("35 000", when)  # -3.50 to -1.77 %: the trend of -2.09 lies between
    assert answers(check_population_claims, PEOPLE + FALL + inside) == ["ok"]


@pytest.mark.parametrize(
    ("share", "expected"), [("90,0", ["unknown"]), ("89,9", [("50 000 осіб", "0,00 %")])]
)
def test_a_fall_is_less_than_nine_tenths(share, expected):
    text = PEOPLE + FALL.replace("10,0", share) + claim("50 000")
    assert answers(check_population_claims, text) == expected


def test_a_claim_by_a_year_counts_from_the_year_of_the_population():
    people = "Чисельність населення громади на початок 2024 року становить 50 000 осіб.\n\n"
    (found,) = verdicts(
        check_population_claims, people + FALL + claim("40 000", "До 2028 року")
    )  # fmt: skip
    # 0.8^(1/4) - 1 = -5.43 %
    assert (found.stated, found.computed) == ("40 000 осіб", "−5,43 %")
    past = claim("40 000", "До 2024 року")
    assert answers(check_population_claims, people + FALL + past) == []


class _Place(dict):
    """A community of one table."""


def observed(*rows):
    return _Place(population=pd.DataFrame(rows, columns=["year", "kind", "value"]))


def test_the_official_series_from_its_first_to_its_last_year():
    """(81 / 100)^(1/2) - 1 = -10 % a year; in 2 years 81 become 65.61 thousand."""
    place = observed(
        (2022, "present", 90_000.0), (2020, "present", 100_000.0), (2022, "present", 81_000.0)
    )
    place["population"] = place["population"].iloc[1:]
    (found,) = verdicts(
        check_population_claims, claim("90 000", "Через 2 роки"), community=place
    )  # fmt: skip
    # (90 / 81)^(1/2) - 1 = 5.41 %
    assert (found.stated, found.computed) == ("90 000 осіб", "5,41 %")
    text = message(found).replace("\xa0", " ")
    assert "from 81 000 to" in text
    assert "−10,00 % (2020–2022), which gives 65,6 тис." in text
    one = observed((2022, "present", 81_000.0))
    assert answers(check_population_claims, claim("90 000"), community=one) == ["unknown"]
