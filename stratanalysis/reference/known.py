"""What the reference holds of one community, in the columns of a community's own tables."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.quantities.romanisation import transliterate
from stratanalysis.reference.country import country_rows, country_table
from stratanalysis.reference.english_places import english_centres, english_oblast, english_raion
from stratanalysis.reference.tables import reference_folder
from stratanalysis.tables import table
from stratanalysis.tables.country import REVENUE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Known", "community_slug", "known_community", "reference_sources"]

_TYPES = {"міська": "urban", "селищна": "settlement", "сільська": "rural"}
_MONEY = {"fund": "total", "unit": "UAH", "price_basis": "nominal"}
_NOTES = {
    "pit": "Without military PIT",
    "military_pit": "Code 11010200; it left local budgets on 1 October 2023",
    "property_tax": "Real estate and land together; the source does not split them",
    "other_transfers": "Transfers without the base subsidy",
    "other_own": "The total without all other groups",
}
_BREAK = "Boundaries changed since the year before; used in no trend"
_EQUALISATION = (
    ("tax_capacity_index", "ratio"), ("base_subsidy", "UAH"), ("reverse_subsidy", "UAH"),
    ("pit_per_head", "UAH per person"),
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """Names, codes and tables of a community as the reference has them.

    Attributes
    ----------
    slug, katottg, budget_code, oblast_katottg : str
    name, oblast, raion : mapping
        By language code; `raion` is empty where there is none.
    area_km2 : float or None
    tables : mapping
        ``sources``, ``population``, ``revenue``, ``expenditure``, ``statistics``.
    """

    slug: str
    katottg: str
    budget_code: str
    oblast_katottg: str
    name: Mapping[str, str]
    oblast: Mapping[str, str]
    raion: Mapping[str, str]
    area_km2: float | None
    tables: Mapping[str, pd.DataFrame]


def known_community(katottg: str) -> Known:
    """Collect what the reference holds of a community.

    Parameters
    ----------
    katottg : str
        A code of the register, as :func:`stratanalysis.reference.find_hromada` gives it.

    Returns
    -------
    Known
        Figures that no source has are absent: nothing is estimated here.
    """
    (row,) = country_rows("hromadas", katottg).to_dict("records")
    kind, oblast, raion = str(row["type"]), str(row["oblast"]), row["raion"]
    centre = english_centres()[katottg]
    english = " ".join(f"{centre} {_TYPES.get(kind, '')} territorial community".split())
    rows = {
        "population": _population(katottg),
        "revenue": _revenue(katottg),
        "expenditure": _expenditure(katottg),
        "statistics": _statistics(katottg, row),
    }
    cited = list(dict.fromkeys(str(r["source"]) for part in rows.values() for r in part))
    frames = {name: table(name).frame(part) for name, part in rows.items()}
    has_raion = isinstance(raion, str) and raion != ""
    area = row["area_km2"]
    return Known(
        slug=community_slug(katottg),
        katottg=katottg,
        budget_code=str(row["budget_code"]),
        oblast_katottg=str(row["oblast_katottg"]),
        name={"uk": f"{row['name']} {kind} територіальна громада", "en": english},
        oblast={"uk": f"{oblast} область", "en": f"{english_oblast(oblast)} oblast"},
        raion={
            "uk": f"{raion} район",
            "en": f"{english_raion(str(raion), str(row['raion_katottg']))} raion",
        }
        if has_raion
        else {},
        area_km2=float(area) if np.isfinite(area) else None,
        tables={"sources": reference_sources(cited), **frames},
    )


def reference_sources(identifiers: Iterable[str]) -> pd.DataFrame:
    """Rows of the reference's ``sources.csv`` with these identifiers, in their order."""
    wanted = list(identifiers)
    rows = {row["id"]: row for row in _sources()}
    return table("sources").frame([rows[name] for name in wanted])


@functools.cache
def _sources() -> list[dict[str, Any]]:
    import pandas as pd

    frame = pd.read_csv(reference_folder() / "sources.csv", dtype="str", keep_default_na=False)
    return [
        {str(key): value or None for key, value in row.items()} for row in frame.to_dict("records")
    ]


def community_slug(katottg: str) -> str:
    """Name of a community's folder: its name in Latin letters, with oblast and raion if needed."""
    return _slugs()[katottg]


@functools.cache
def _slugs() -> dict[str, str]:
    import re

    register = country_table("hromadas")
    names = country_table("hromada_names")
    latin = dict(zip(names["katottg"], names["name_en"], strict=True))

    def plain(text: str) -> str:
        return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")

    slugs: dict[str, str] = {}
    groups: dict[str, list[Any]] = {}
    for row in register.itertuples(index=False):
        groups.setdefault(plain(latin[row.katottg]), []).append(row)
    for name, rows in groups.items():
        for row in rows:
            slug = name
            if len(rows) > 1:
                slug += f"-{plain(transliterate(str(row.oblast)))}"
                near = [other for other in rows if other.oblast == row.oblast]
                if len(near) > 1:
                    slug += f"-{plain(transliterate(str(row.raion)))}"
                if sum(other.raion == row.raion for other in near) > 1:
                    slug += f"-{_TYPES[str(row.type)]}"
            slugs[str(row.katottg)] = slug
    return slugs


def _population(code: str) -> list[dict[str, Any]]:
    breaks = set(country_rows("hromada_breaks", code)["year"])
    return [
        {
            "year": row["year"],
            "kind": row["kind"],
            "value": row["value"],
            "unit": "persons",
            "source": row["source"],
            "source_place": code,
            "note": _BREAK if row["year"] in breaks else None,
        }
        for row in country_rows("hromada_population", code).to_dict("records")
    ]


def _revenue(code: str) -> list[dict[str, Any]]:
    return [
        {
            "year": row["year"],
            "period": row["period"],
            "group": group,
            "value": row[group],
            "source": row["source"],
            "source_place": code,
            "note": _NOTES.get(group),
            **_MONEY,
        }
        for row in country_rows("hromada_revenue", code).to_dict("records")
        for group in REVENUE_COLUMNS
        if np.isfinite(row[group])
    ]


def _expenditure(code: str) -> list[dict[str, Any]]:
    """Executed expenditure: programmes by their groups (0150 to 0100, 1021 to 1000), and codes."""
    sums: dict[tuple[int, str, str, str], float] = {}
    for row in country_rows("hromada_expenditure", code).to_dict("records"):
        name = str(row["code"])
        if row["classification"] == "programme":
            name = "0100" if name[0] == "0" else f"{name[0]}000"
        key = (int(row["year"]), str(row["classification"]), name, str(row["source"]))
        sums[key] = sums.get(key, 0.0) + float(row["value"])
    return [
        {
            "year": year,
            "period": "year",
            "classification": classification,
            "code": name,
            "value": round(value, 2),
            "source": source,
            "source_place": code,
            **_MONEY,
        }
        for (year, classification, name, source), value in sums.items()
    ]


def _statistics(code: str, register: Mapping[Any, Any]) -> list[dict[str, Any]]:
    found: list[tuple[int, str, object, str, str, str | None]] = []
    for row in country_rows("hromada_equalisation", code).to_dict("records"):
        note = "As the Ministry of Finance states it"
        found += [
            (int(row["year"]), name, row[name], unit, str(row["source"]), note)
            for name, unit in _EQUALISATION
        ]
    for row in country_rows("hromada_displaced", code).to_dict("records"):
        note = f"State of {row['date']}: came less left; negative where more left"
        year, source = int(str(row["date"])[:4]), str(row["source"])
        found.append((year, "displaced_balance", row["balance"], "persons", source, note))
    for row in country_rows("hromada_education", code).to_dict("records"):
        pupils = sum(row[f"pupils_{band}"] for band in ("1_4", "5_9", "10_12"))
        note = "School year 2022/23; enrolled, not present"
        found.append((2022, "pupils", pupils, "persons", str(row["source"]), note))
        found.append((2023, "education_subvention", row["subvention"], "UAH", str(row["source"]),
                      None))  # fmt: skip
    source = str(register["source"])
    found += [
        (2022, name, register[column], "persons", source, note)
        for name, column, note in (
            ("urban_population", "urban_population_2022", "Present population on 1 January"),
            ("health_declarations", "health_declarations_2022",
             "Declarations with a family doctor"),
        )
    ]  # fmt: skip
    return [
        {
            "year": year,
            "variable": name,
            "value": value,
            "unit": unit,
            "source": source,
            "source_place": code,
            "note": note,
        }
        for year, name, value, unit, source, note in found
        if np.isfinite(float(str(value)))
    ]
