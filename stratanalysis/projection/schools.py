"""Pupils and the education subvention of a projection, from the pupils that were observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.education import BANDS, subvention_of_pupils
from stratanalysis.reference.country import country_rows

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection.result import Projection

__all__ = ["OBSERVED_YEAR", "observed_pupils", "school_curve", "subvention_curve"]

OBSERVED_YEAR = 2023
"""1 January nearest to the school year 2022/23, in which pupils were counted (September 2022)."""


def observed_pupils(katottg: str) -> float:
    """Pupils of the schools of a community in the school year 2022/23, enrolled.

    Raises
    ------
    InvalidInputError
        The Ministry's table has no such community.

    Examples
    --------
    >>> observed_pupils("UA12060270000017282")  # Sofiivka
    1490.0
    """
    row = _row(katottg)
    return float(sum(row[f"pupils_{band}"] for band in BANDS))


def school_curve(projection: Projection, katottg: str) -> pd.DataFrame:
    """Pupils by year and scenario: the projected ages 6 to 17, starting from the observed pupils.

    Enrolled pupils differ from the children who live there (displaced families, schools of
    neighbours); the ratio of the first year is held.

    Parameters
    ----------
    projection : Projection
        With ages (``pupils`` among its variables).
    katottg : str

    Returns
    -------
    DataFrame
        Years from the observed one (or the base year, where that is later) by scenarios, persons.
    """
    ages = projection.wide("pupils")
    if ages.empty:
        raise InvalidInputError(
            "the projection has no pupils",
            where="projection",
            expected="a population by age",
            do="choose a community whose ages are known",
        )
    first = max(OBSERVED_YEAR, projection.years[0])
    later = ages.loc[first:]
    return later / later.iloc[0] * observed_pupils(katottg)


def subvention_curve(projection: Projection, katottg: str) -> pd.DataFrame:
    """Education subvention by the formula along the school curve, UAH, nominal.

    Bands of grades, class size and rural share are held; pay moves with wages; the first year is
    what was published for 2023, without the centres of inclusive resources.
    """
    import pandas as pd

    row = _row(katottg)
    pupils = school_curve(projection, katottg)
    wages = projection.wide("wage_level").loc[pupils.index]
    school = {str(key): value for key, value in row.items() if not isinstance(value, str)}
    paid = float(row["subvention"])
    centre = float(row["centre_subvention"])
    school["subvention"] = paid - (0.0 if centre != centre else centre)  # noqa: PLR0124
    return pd.DataFrame(
        {
            name: subvention_of_pupils(school, pupils[name], pay=wages[name] / wages[name].iloc[0])
            for name in pupils
        }
    )


def _row(katottg: str) -> pd.Series:
    rows = country_rows("hromada_education", katottg)
    if rows.empty:
        raise InvalidInputError(
            f"{katottg} is not in the table of schools",
            where="hromada_education.csv",
            expected="a community with schools of its own in 2022/23",
        )
    return rows.iloc[0]
