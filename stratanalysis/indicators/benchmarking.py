"""A community among its peers: who they are, and its place among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = ["distance_km", "nearest_neighbours", "peer_position", "peers"]

_EARTH_RADIUS_KM = 6371.0088


def distance_km(
    latitude: pd.Series, longitude: pd.Series, *, from_latitude: float, from_longitude: float
) -> pd.Series:
    """Great-circle distance (haversine, mean Earth radius 6371.0088 km); NaN without a place."""
    lat, lon = np.radians(latitude.astype(float)), np.radians(longitude.astype(float))
    lat0, lon0 = np.radians(from_latitude), np.radians(from_longitude)
    chord = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * (
        np.sin((lon - lon0) / 2) ** 2
    )
    distance: pd.Series = 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord.clip(0, 1)))
    return distance


def _row(table: pd.DataFrame, code: str) -> pd.Series:
    if table.index.has_duplicates:
        raise InvalidInputError("a community's code occurs twice in the table")
    if code not in table.index:
        raise UnknownNameError("community code", code, table.index)
    return table.loc[[code]].iloc[0]


def peers(
    table: pd.DataFrame,
    code: str,
    *,
    same: Sequence[str] = (),
    size_ratio: float | None = None,
    within_km: float | None = None,
    nearest: int | None = None,
    on: Sequence[str] = (),
) -> pd.Index:
    """Codes of the communities that are like one.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for every community, indexed by its code (codes, never names).
    code : str
        The community; it is not among its own peers.
    same : sequence of str
        Columns that must be equal, for instance ``("oblast", "type")``.
    size_ratio : float, optional
        Population (column `population`) within [own / ratio, own · ratio].
    within_km : float, optional
        Distance between the centres (columns `latitude`, `longitude`).
    nearest : int, optional
        Keep so many, nearest on the variables `on` (see :func:`nearest_neighbours`).
    on : sequence of str
        Variables for `nearest`; taken as logarithms where all are positive.

    Returns
    -------
    pandas.Index
        Possibly empty. A community with a missing value of a criterion is not a peer.
    """
    own = _row(table, code)
    columns = [*same, *on]
    if size_ratio is not None:
        columns.append("population")
    if within_km is not None:
        columns += ["latitude", "longitude"]
    for column in columns:
        if column not in table.columns:
            raise UnknownNameError("column", column, table.columns)
        if pd.isna(own[column]):
            raise InvalidInputError(f"community {code} has no value of {column!r}")
    chosen = pd.Series(True, index=table.index)
    chosen[code] = False
    for column in same:
        chosen &= table[column] == own[column]
    if size_ratio is not None:
        if size_ratio < 1:
            raise InvalidInputError(f"size_ratio is {size_ratio}", expected="at least 1")
        size = float(own["population"])
        chosen &= table["population"].between(size / size_ratio, size * size_ratio)
    if within_km is not None:
        away = distance_km(
            table["latitude"],
            table["longitude"],
            from_latitude=float(own["latitude"]),
            from_longitude=float(own["longitude"]),
        )
        chosen &= away <= within_km
    if nearest is None:
        return table.index[chosen]
    group = table.loc[chosen | (table.index == code)]
    return nearest_neighbours(group, code, on=on, number=nearest).index


def nearest_neighbours(
    table: pd.DataFrame, code: str, *, on: Sequence[str], number: int
) -> pd.Series:
    """Distances to the most similar communities on stated variables.

    Euclidean distance of standardised variables (mean 0, sd 1 over all rows); a variable that is
    positive everywhere enters as its logarithm, since sizes differ by factors.

    Returns
    -------
    pandas.Series
        Distance by code, nearest first, ties by code. Rows with a missing variable are left out.
    """
    if not on:
        raise InvalidInputError("no variables to compare on", expected="at least one column name")
    _row(table, code)
    values = table[list(on)].astype(float).dropna()
    if code not in values.index:
        raise InvalidInputError(f"community {code} lacks one of {', '.join(on)}")
    positive = (values > 0).all()
    values.loc[:, positive] = np.log(values.loc[:, positive])
    spread = values.std(ddof=0)
    standard = (values - values.mean()) / spread.where(spread > 0, 1.0)
    distance = ((standard - standard.loc[code]) ** 2).sum(axis=1).pow(0.5).drop(code)
    order = np.lexsort((distance.index.astype(str), distance.to_numpy()))
    return distance.iloc[order[:number]].rename("distance")


def peer_position(
    table: pd.DataFrame, code: str, group: pd.Index, *, variables: Sequence[str]
) -> pd.DataFrame:
    """The place of a community among its peers, variable by variable.

    Returns
    -------
    pandas.DataFrame
        By variable: `value`, `below` and `above` (shares of the peers with less and with more;
        those that have the same are in neither; missing where nothing can be compared), `minimum`,
        `lower_quartile`, `median`, `upper_quartile`, `maximum`, `peers` (with a value),
        `peers_missing`.
    """
    own = _row(table, code)
    rows = []
    for name in variables:
        if name not in table.columns:
            raise UnknownNameError("variable", name, table.columns)
        others = table.loc[group, name].astype(float)
        known, value = others.dropna(), float(own[name])
        alone = known.empty or np.isnan(value)
        low, first, middle, third, high = others.quantile([0, 0.25, 0.5, 0.75, 1])
        rows.append(
            {
                "variable": name,
                "value": value,
                "below": np.nan if alone else float((known < value).mean()),
                "above": np.nan if alone else float((known > value).mean()),
                "minimum": low,
                "lower_quartile": first,
                "median": middle,
                "upper_quartile": third,
                "maximum": high,
                "peers": len(known),
                "peers_missing": int(others.isna().sum()),
            }
        )
    return pd.DataFrame(rows).set_index("variable")
