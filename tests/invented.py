"""Texts of scenario files for an invented community."""

from __future__ import annotations

from stratanalysis.scenarios import STATED_DRIVERS, read_scenarios

WORDS = '{ uk = "так", en = "so" }'
NEEDED = {
    "natural_change_rate": -0.01,
    "net_migration_rate": -0.02,
    "working_age_share": 0.6,
    "employment_rate": 0.5,
    "consumer_prices": 0.1,
    "pit_community_share": 0.6,
}


def entry(scenario, driver, value, *, key="path", kind="constant"):
    path = value if isinstance(value, str) else f'{{ kind = "{kind}", value = {value} }}'
    return (
        f'[[{scenario}.assumption]]\ndriver = "{driver}"\n{key} = {path}\n'
        f'unit = "{STATED_DRIVERS[driver].unit}"\nreason = {WORDS}\n'
    )


def spread(scenario, driver, low, high, **more):
    keys = "".join(f"{name} = {value}\n" for name, value in more.items())
    return (
        f'[[{scenario}.range]]\ndriver = "{driver}"\nlow = {low}\nhigh = {high}\n{keys}'
        f"reason = {WORDS}\n"
    )


def text(*extra, **changed):
    """A baseline that states what is needed, then whatever else is given."""
    head = f"[baseline]\nlabel = {WORDS}\n"
    return head + "".join(
        entry("baseline", name, value) for name, value in (NEEDED | changed).items()
    ) + "".join(extra)  # fmt: skip


def scenario(name, *extra, base="baseline"):
    return f'[{name}]\nbase = "{base}"\nlabel = {WORDS}\n' + "".join(extra)


def read(*extra, **changed):
    return read_scenarios(text(*extra, **changed))
