"""Writing the folder of a new community: what is known officially, and templates for the rest."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community, Document, communities
from stratanalysis.errors import InvalidInputError
from stratanalysis.monitoring.template import write_template
from stratanalysis.reference import find_hromada
from stratanalysis.storage import staging
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["new_community", "slug_of", "transliterate"]

EMPTY = ("population_change", "revenue", "expenditure", "statistics")
"""Tables that are written with their headings alone."""

_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LATIN = "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia - - -"
_LETTERS = {
    letter: latin.replace("-", "")
    for letter, latin in zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ", _LATIN.split(), strict=True)
}
_TYPES = {"міська": "urban", "селищна": "settlement", "сільська": "rural"}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def transliterate(text: str) -> str:
    """Write Ukrainian in Latin letters.

    The table of the Cabinet's resolution 55 of 27.01.2010: ``Кам'янська`` is ``Kamianska``,
    ``Згурівська`` is ``Zghurivska``.
    """
    out = []
    for word in re.split(r"([^\w'’ʼ]+)", text.replace("зг", "зґh").replace("Зг", "Зґh")):
        latin = ""
        for place, letter in enumerate(word.lower()):
            latin += (
                _FIRST.get(letter, _LETTERS.get(letter, letter))
                if place == 0
                else (_LETTERS.get(letter, letter))
            )
        out.append(latin[:1].upper() + latin[1:] if word[:1].isupper() else latin)
    return "".join(out)


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
    """Write the folder of a new community, whole or not at all.

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
        The folder: ``community.toml``, ``sources.csv``, ``population.csv`` with the official
        figure, empty tables with their headings, ``scenarios.toml`` to edit, ``workbook.xlsx`` to
        fill in, and ``README.md``.

    Raises
    ------
    UnknownNameError, InvalidInputError
        No such community, or several; the slug is taken or no slug.
    """
    import datetime as dt

    import pandas as pd

    register = pd.read_csv(
        Path(data) / "reference" / "hromadas.csv", dtype={"katottg": str, "budget_code": str}
    )
    row: pd.Series | None = None
    if not exercise:
        row = register[register["katottg"] == find_hromada(register, name)].iloc[0]
    chosen = slug or slug_of(str(row["name"]) if row is not None else name)
    if not _SLUG.fullmatch(chosen):
        raise InvalidInputError(
            f"{chosen!r} cannot be the name of a folder",
            where="--slug",
            expected="small Latin letters, digits and hyphens",
        )
    if chosen in communities(data):
        raise InvalidInputError(
            f"there is a community {chosen!r} already",
            where=str(Path(data) / "communities" / chosen),
            do="give another --slug",
        )
    change = pd.read_csv(Path(data) / "reference" / "oblast_population_change.csv")
    reference = pd.read_csv(Path(data) / "reference" / "sources.csv")
    community = _invented(name, chosen) if row is None else _official(row, chosen, reference)
    community = _with(community, scenarios_text=_scenarios(row, change))
    target = Path(data) / "communities" / chosen
    with staging(target) as scratch:
        inner = scratch / chosen
        community.write(inner)
        (inner / "README.md").write_text(_readme(community), encoding="utf-8", newline="\n")
        write_template(
            community,
            inner / "workbook.xlsx",
            years=years or (dt.date.today().year,),
            language=language,
            exercise=exercise,
        )
        (inner / "workbook.xlsx").chmod(0o644)
        for file in list(inner.iterdir()):
            file.rename(scratch / file.name)
        inner.rmdir()
    return target


def _with(community: Community, **changes: Any) -> Community:
    from dataclasses import replace

    return replace(community, **changes)


def _official(row: pd.Series, slug: str, reference: pd.DataFrame) -> Community:
    """What the register of communities knows."""
    kind = str(row["type"])
    oblast, raion = str(row["oblast"]), str(row["raion"])
    uk = f"{row['name']} {kind} територіальна громада"
    en = f"{transliterate(str(row['name']))} {_TYPES.get(kind, '')} territorial community"
    sources = reference[reference["id"] == row["source"]].to_dict("records")
    people = {
        "year": 2022,
        "kind": "present",
        "value": float(row["population_2022"]),
        "unit": "persons",
        "source": row["source"],
        "source_place": f"hromadas.csv, {row['katottg']}",
    }
    known = row["population_2022"] == row["population_2022"]
    return Community(
        slug=slug,
        kind="hromada",
        name={"uk": uk, "en": " ".join(en.split())},
        katottg=str(row["katottg"]),
        budget_code=str(row["budget_code"]) if isinstance(row["budget_code"], str) else "",
        oblast_katottg=str(row["oblast_katottg"]),
        oblast={"uk": f"{oblast} область", "en": f"{transliterate(oblast)} oblast"},
        raion={"uk": f"{raion} район", "en": f"{transliterate(raion)} raion"},
        area_km2=float(row["area_km2"]) if row["area_km2"] == row["area_km2"] else None,
        tables=_tables(sources, [people] if known else []),
    )


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


def _scenarios(row: pd.Series | None, change: pd.DataFrame) -> str:
    """The template of scenarios, with the natural change of the oblast where it is known."""
    text = (resources.files("stratanalysis.new_community") / "scenarios.toml").read_text("utf-8")
    value, source, kind = -0.01, "", "judgement"
    uk = "Шаблон: замініть числом громади або області"
    en = "Template: put the figure of the community or of the oblast here"
    if row is not None:
        rows = change[change["oblast_code"] == str(row["oblast_katottg"])[:4]]
        by_name = rows.set_index("component")["value"]
        if {"population_start", "natural_change"} <= set(by_name.index):
            value = float(by_name["natural_change"] / by_name["population_start"])
            source, kind = "oblast_population_change.csv, 2021", "statistic"
            uk = "Природне скорочення області у 2021 році; для громади окремих даних немає"
            en = "Natural change of the oblast in 2021; there is none for the community"
    for mark, given in (
        ("@value@", f"{value:.4f}"),
        ("@source@", source),
        ("@kind@", kind),
        ("@uk@", uk),
        ("@en@", en),
    ):
        text = text.replace(mark, given)
    return text


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
