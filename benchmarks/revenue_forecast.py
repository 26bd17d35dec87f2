"""How far the default of a new community was from the own revenue of 22 cities.

    python benchmarks/revenue_forecast.py CITIES.csv

CITIES.csv: the last month of each year by city and group (columns CITY, y, last_month, groups).
Every launch knows the executed year and what was published by 31 March after it; that of 2021,
which counts for the bands alone, by 1 February, before the invasion. Half of the cities, by a hash
of the name, are reported apart: nothing was chosen on them.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

import stratanalysis as sa
from stratanalysis.projection import measured_bands, project
from stratanalysis.reference.country import country_table
from stratanalysis.reference.scenario_text import starting_scenarios
from stratanalysis.scenarios import read_scenarios
from stratanalysis.tables import table

NAMES = {
    "Cherkasy": "Черкаська", "Chernihiv": "Чернігівська", "Chernivtsi": "Чернівецька",
    "Dnipro": "Дніпровська", "Ivano-Frankivsk": "Івано-Франківська", "Kharkiv": "Харківська",
    "Khmelnytskyi": "Хмельницька", "Kremenchuk": "Кременчуцька", "Kryvyi Rih": "Криворізька",
    "Lutsk": "Луцька", "Lviv": "Львівська", "Mukachevo": "Мукачівська",
    "Mykolaiv": "Миколаївська", "Odesa": "Одеська", "Poltava": "Полтавська", "Rivne": "Рівненська",
    "Sumy": "Сумська", "Ternopil": "Тернопільська", "Uzhhorod": "Ужгородська",
    "Vinnytsia": "Вінницька", "Zaporizhzhia": "Запорізька", "Zhytomyr": "Житомирська",
}  # fmt: skip
GROUPS = {
    "capital": "capital_revenue", "corporate": "corporate_tax",
    "eco_other_tax": "environmental_tax",
    "excise": "excise", "land": "property_tax", "non_tax": "non_tax", "other": "other_own",
    "pit_military": "military_pit", "pit_other": "pit",
    "real_estate_transport": "property_tax",
    "rent": "rent", "single_tax": "single_tax", "target_funds": "target_funds",
    "parking_tourist": "tourist_fee", "dotations": "base_subsidy",
    "state_subventions": "other_transfers", "local_subventions": "other_transfers",
    "other_transfers": "other_transfers",
}  # fmt: skip
LAUNCHES = (2021, 2022, 2023, 2024)
ONCE = ("capital_revenue", "target_funds")


def amounts(row: pd.Series) -> dict[str, float]:
    found: dict[str, float] = {}
    for column, group in GROUPS.items():
        found[group] = found.get(group, 0.0) + float(row[column])
    return found


def regular(row: pd.Series) -> float:
    left_out = {"military_pit", "base_subsidy", "other_transfers", *ONCE}
    return sum(value for group, value in amounts(row).items() if group not in left_out)


def city_errors(city: str, rows: pd.DataFrame) -> list[dict[str, object]]:
    register = country_table("hromadas")
    named = register[(register["name"] == NAMES[city]) & (register["type"] == "міська")]
    code = str(named.loc[named["population_2022"].astype(float).idxmax(), "katottg"])
    community = sa.open(code).community
    people = float(community["population"]["value"].iloc[-1])
    scenarios = read_scenarios(starting_scenarios(code, community.oblast_katottg))
    found: list[dict[str, object]] = []
    for launch in LAUNCHES:
        day = f"{launch + 1}-03-31" if launch > LAUNCHES[0] else "2022-02-01"
        money = [
            {
                "year": year, "period": "year", "group": group, "fund": "total", "value": value,
                "unit": "UAH", "price_basis": "nominal", "source": "portal",
            }
            for year in (launch - 1, launch)
            if year in rows.index
            for group, value in amounts(rows.loc[year]).items()
        ]  # fmt: skip
        counted = {"year": launch, "kind": "present", "sex": "both", "value": people, "source": "x"}
        tables = {
            **community.tables,
            "revenue": table("revenue").frame(money),
            "population": table("population").frame([counted]),
            "expenditure": table("expenditure").frame([]),
        }
        start = dataclasses.replace(community, tables=MappingProxyType(tables))
        run = project(start, scenarios, range(launch, 2027), names=["baseline"], as_of=day)
        own = run.wide("own_revenue", price_basis="nominal")["baseline"]
        for group in ONCE:
            own = own - run.wide(f"revenue|{group}", price_basis="nominal")["baseline"]
        bands = measured_bands(run).set_index("year")
        for year in range(launch + 1, min(launch + 4, 2026)):
            came = regular(rows.loc[year])
            width = float(np.log(bands.loc[year, "upper"] / bands.loc[year, "central"]))
            found.append(
                {
                    "city": city, "launch": launch, "horizon": year - launch,
                    "error": float(own.loc[year]) / came - 1,
                    "no_change": regular(rows.loc[launch]) / came - 1,
                    "inside": abs(np.log(came / float(own.loc[year]))) <= width,
                }
            )  # fmt: skip
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("cities", type=Path)
    data = pd.read_csv(parser.parse_args().cities)
    data = data[data["last_month"] == 12]
    rows = [
        row
        for city in NAMES
        for row in city_errors(city, data[data["CITY"] == city].set_index("y"))
    ]
    errors = pd.DataFrame(rows)
    unseen = errors["city"].map(lambda name: int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2)
    for title, part in (("all", errors), ("not looked at", errors[unseen == 1])):
        by = part[part["launch"] > LAUNCHES[0]].groupby("horizon")
        inside = part.pivot_table(index="horizon", columns="launch", values="inside")
        print(f"{title}: {part['city'].nunique()} cities")
        print(
            pd.DataFrame(
                {
                    "median error": by["error"].apply(lambda e: e.abs().median()),
                    "bias": by["error"].median(),
                    "no change": by["no_change"].apply(lambda e: e.abs().median()),
                }
            ).round(3)
        )
        print("inside the band, by launch and all launches alike")
        print(inside.assign(all=inside.mean(axis=1)).round(2))


if __name__ == "__main__":
    main()
