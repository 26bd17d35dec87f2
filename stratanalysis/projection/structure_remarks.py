"""What a reader must know of the ages of the base year, and of what contradicts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stratanalysis.community import Community
from stratanalysis.projection.base import population_series
from stratanalysis.projection.cohorts import AGE_GROUPS
from stratanalysis.projection.structure import PARTLY_REGISTERED, AgeStructure

__all__ = ["Remark", "structure_remarks"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader must know, as a message of the catalogues with its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


_OBLAST_AGES = {
    "present": (
        "The ages are those of the oblast's resident population on 1 January {structure_year}, "
        "fitted to the community's present population of 1 January {year}; the two kinds of "
        "population are joined only here"
    ),
    "resident": (
        "The ages are those of the oblast's resident population on 1 January {structure_year}, "
        "fitted to the community's resident population of 1 January {year}"
    ),
}
_OWN_AGES = {
    ("resident", "present"): (
        "The ages are those of the resident population on 1 January {structure_year}, fitted to "
        "the present population of 1 January {year}; the two kinds of population are joined only "
        "here"
    ),
    ("present", "resident"): (
        "The ages are those of the present population on 1 January {structure_year}, fitted to "
        "the resident population of 1 January {year}; the two kinds of population are joined only "
        "here"
    ),
}


def structure_remarks(community: Community, structure: AgeStructure, year: int) -> list[Remark]:
    """Say where the ages of the base year come from, and what contradicts them."""
    kind = str(population_series(community).name)
    values = {"structure_year": structure.year, "year": year}
    remarks = []
    if structure.origin == "oblast":
        remarks.append(Remark(_OBLAST_AGES[kind], values))
        if structure.stated:
            message = "They are also fitted to {count} shares that the community's document states"
            remarks.append(Remark(message, {"count": len(structure.stated)}))
    elif structure.kind != kind:
        remarks.append(Remark(_OWN_AGES[structure.kind, kind], values))
    elif structure.year != year:
        message = (
            "The ages are those of 1 January {structure_year}, fitted to the population of "
            "1 January {year}"
        )
        remarks.append(Remark(message, values))
    east = community.oblast_katottg[:4] in PARTLY_REGISTERED
    if east and structure.origin == "oblast":
        message = (
            "Births of Donetsk and Luhansk oblasts have been registered only in part since "
            "2014: children under eight are estimated by their ratio to those of 8 to 17 in "
            "neighbouring oblasts and by the pupils of both"
        )
        remarks.append(Remark(message))
    elif east and community.kind == "oblast":
        message = (
            "The ages of Donetsk and Luhansk oblasts of 2022 count territory where births have not "
            "been registered since 2014: young children are too few in them"
        )
        remarks.append(Remark(message))
    remarks += _contradictions(community, structure, year)
    message = (
        "Survival, births by age of the mother and migration by age follow the nation's patterns; "
        "the displaced have the ages of all residents"
    )
    return [*remarks, Remark(message)]


_COUNTED = {
    "pupils": (
        AGE_GROUPS["pupils"],
        "The ages give {ages} persons of 6 to 17, but {count} pupils are counted: children are too "
        "few in them",
    ),
    "kindergarten_children": (
        (0, 7),
        "The ages give {ages} children under seven, but {count} go to kindergartens: children are "
        "too few in them",
    ),
}


def _contradictions(community: Community, structure: AgeStructure, year: int) -> list[Remark]:
    """Statistics of the base year that count more children than the ages have."""
    frame = community["statistics"]
    frame = frame[frame["year"].to_numpy() == year]
    counted = dict(zip(frame["variable"], frame["value"].astype(float), strict=True))
    remarks = []
    for variable, ((first, stop), message) in _COUNTED.items():
        ages = float(structure.people[:, first:stop].sum())
        if counted.get(variable, 0.0) > ages:
            values = {"ages": round(ages), "count": round(counted[variable])}
            remarks.append(Remark(message, values))
    return remarks
