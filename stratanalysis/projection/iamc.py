"""The layout of the Integrated Assessment Modeling Consortium, as pyam reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection.result import Projection

__all__ = ["to_iamc"]


def to_iamc(
    projection: Projection,
    *,
    region: str,
    model: str = "stratanalysis",
    quantiles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the projection as ``model, scenario, region, variable, unit, year, value``.

    Money in nominal prices has the unit ``UAH``, in constant prices ``UAH_2021`` (with
    their year); quantiles are variables of their own, ``population|Quantile 0.1``. Missing values
    are left out, as the layout wants it.

    Parameters
    ----------
    projection : Projection
    region : str
        Name or code of the community.
    model : str
    quantiles : DataFrame, optional
        As :func:`stratanalysis.projection.uncertainty.quantile_table` gives them.

    Returns
    -------
    DataFrame
        Ready for ``pyam.IamDataFrame``.
    """
    import pandas as pd

    if not region or not model:
        raise InvalidInputError(
            f"region {region!r}, model {model!r}", expected="names that are not empty"
        )
    parts = [projection.table]
    if quantiles is not None:
        names = quantiles["variable"] + "|Quantile " + quantiles["quantile"].map("{:g}".format)
        parts.append(quantiles.assign(variable=names).drop(columns="quantile"))
    table = pd.concat(parts, ignore_index=True).dropna(subset="value")
    real = f"UAH_{projection.price_year}"
    unit = table["unit"].where(
        table["price_basis"] != "real", table["unit"].str.replace("UAH", real, regex=False)
    )
    return pd.DataFrame(
        {
            "model": model,
            "scenario": table["scenario"],
            "region": region,
            "variable": table["variable"],
            "unit": unit,
            "year": table["year"].astype("int64"),
            "value": table["value"],
        }
    ).reset_index(drop=True)
