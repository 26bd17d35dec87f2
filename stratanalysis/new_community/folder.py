"""Writing the folder of a new community: what is known officially, and templates for the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community, Document, communities
from stratanalysis.community_writing import write_community
from stratanalysis.errors import InvalidInputError
from stratanalysis.monitoring.template import template_bytes
from stratanalysis.quantities.romanisation import transliterate
from stratanalysis.reference.scenario_text import starting_scenarios
from stratanalysis.storage import changing, is_device
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["new_community", "slug_of"]

EMPTY = ("population_change", "revenue", "expenditure", "statistics")
"""Tables that are written with their headings alone."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug_of(name: str) -> str:
    """Make the name of a folder from the name of a community."""
    return re.sub(r"[^a-z0-9]+", "-", transliterate(name).lower()).strip("-")


def new_community(
    name: str,
    *,
    data: Path | str = "data",
    slug: str = "",
    years: tuple[int, ...] = (),
    language: str = "uk",
    exercise: bool = False,
) -> Path:
    """Write the folder of a new community: all of its files or none.

    Parameters
    ----------
    name : str
        Official name, KATOTTG or budget code; with `exercise` any name.
    data : path-like
        Folder with communities/ and reference/.
    slug : str, optional
        Name of the folder; by default made from the name.
    years : tuple of int, optional
        Years that the workbook asks for; by default the current one.
    language : {"uk", "en"}
        Of the workbook's headings.
    exercise : bool
        The community is invented; everything says so.

    Returns
    -------
    pathlib.Path
        The folder: ``community.toml``, ``sources.csv``, every figure of the
        reference in ``population.csv``, ``revenue.csv``, ``expenditure.csv`` and
        ``statistics.csv``, ``scenarios.toml`` to edit, ``workbook.xlsx`` to
        fill in, and ``README.md``.

    Raises
    ------
    UnknownNameError, InvalidInputError
        No such community, or several; the slug is taken or no slug; the folder holds files of the
        same names.
    """
    import datetime as dt

    official = None if exercise else Community.known(name)
    chosen = slug or (official.slug if official else slug_of(name))
    if not _SLUG.fullmatch(chosen) or is_device(chosen):
        raise InvalidInputError(
            f"{chosen!r} cannot be the name of a folder",
            where="--slug",
            expected="small Latin letters, digits, hyphens; no device of Windows (con, nul, com1)",
        )
    if chosen in communities(data):
        raise InvalidInputError(
            f"there is a community {chosen!r} already",
            where=str(Path(data) / "communities" / chosen),
            do="give another --slug",
        )
    community = _official(official, chosen) if official else _invented(name, chosen)
    target = Path(data) / "communities" / chosen
    workbook = template_bytes(
        community,
        years=years or (dt.date.today().year,),
        language=language,
        exercise=exercise,
    )
    with changing(target, f"new {chosen}") as files:
        write_community(community, files)
        files.write("README.md", _readme(community))
        files.write("workbook.xlsx", workbook)
    return target


def _official(known: Community, slug: str) -> Community:
    """What the reference knows of the community, and room for its own workbook."""
    sources = known["sources"].to_dict("records")
    return replace(known, slug=slug, tables={**_tables(sources, []), **_all_but_sources(known)})


def _all_but_sources(known: Community) -> dict[str, pd.DataFrame]:
    return {name: frame for name, frame in known.tables.items() if name != "sources"}


def _invented(name: str, slug: str) -> Community:
    source = {
        "id": "exercise",
        "title": "Exercise: all figures are invented",
        "publisher": "stratanalysis",
        "licence": "MIT",
        "vintage": "exercise",
        "note": "Nothing here is a statistic",
    }
    return Community(
        slug=slug,
        kind="example",
        name={
            "uk": f"{name} (вигадана громада, вправа)",
            "en": f"{transliterate(name)} (invented community, an exercise)",
        },
        documents=(
            Document(
                "exercise",
                {"uk": "Вигадана стратегія (вправа)", "en": "Invented strategy (an exercise)"},
                "strategy",
            ),
        ),
        tables=_tables([source], []),
        scenarios_text=starting_scenarios(),
    )


def _tables(sources: list[dict[Any, Any]], people: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    workbook = {
        "id": "workbook",
        "title": "Workbook filled in by the community",
        "publisher": "The community",
        "licence": "Own data",
        "vintage": "see the workbook",
    }
    empty = {name: table(name).empty() for name in EMPTY}
    return {
        "sources": table("sources").frame([*sources, workbook]),
        "population": table("population").frame(people),
        **empty,
    }


def _readme(community: Community) -> str:
    text = (resources.files("stratanalysis.new_community") / "README.template.md").read_text(
        "utf-8"
    )
    names = {
        "@slug@": community.slug,
        "@uk@": community.name["uk"],
        "@en@": community.name["en"],
        "@budget@": community.budget_code or "CODE",
    }
    for mark, value in names.items():
        text = text.replace(mark, value)
    return text
