"""Scenario files: differences to the baseline, bounds, and every problem with its line."""

from __future__ import annotations

import numpy as np
import pytest

from stratanalysis.community import Community
from stratanalysis.errors import DataError, UnknownNameError
from stratanalysis.projection import project
from stratanalysis.scenarios import DRIVERS, Scenarios, read_scenarios

from ..invented import WORDS, entry, read, scenario, text

YEARS = np.arange(2021, 2037)
LABEL = 'label = { uk = "А", en = "A" }\n'
REASON = 'reason = { uk = "так", en = "so" }\n'


def change(scenario, driver, value):
    path = f'{{ kind = "constant", value = {value} }}'
    return assumption(scenario, driver, path, key="change")


def assumption(scenario, driver, path, *, key="path", unit=None):
    unit = unit or DRIVERS[driver].unit
    return (
        f'[[{scenario}.assumption]]\ndriver = "{driver}"\n{key} = {path}\nunit = "{unit}"\n{REASON}'
    )


def problems(text):
    with pytest.raises(DataError) as caught:
        read_scenarios(text)
    return [(f.check, f.source.line) for f in caught.value.findings], str(caught.value)


def test_a_change_is_added_and_a_path_replaces():
    text = (
        f"[base]\n{LABEL}"
        + assumption("base", "employment_rate", '{ kind = "constant", value = 0.5 }')
        + assumption("base", "consumer_prices", '{ kind = "constant", value = 0.05 }')
        + f'[better]\nbase = "base"\n{LABEL}'
        + change("better", "employment_rate", 0.1)
        + f'[best]\nbase = "better"\n{LABEL}'
        + change("best", "employment_rate", 0.2)
        + assumption("best", "consumer_prices", '{ kind = "constant", value = 0.02 }')
    )
    scenarios = read_scenarios(text)
    rates = {n: scenarios.paths(n)["employment_rate"].values(YEARS)[0] for n in scenarios}
    assert rates == pytest.approx({"base": 0.5, "better": 0.6, "best": 0.8})
    assert scenarios.paths("best")["consumer_prices"].values(YEARS)[0] == 0.02
    assert [a.is_change for a in scenarios.assumptions("best")["employment_rate"]] == [
        False, True, True,
    ]  # fmt: skip


def test_a_change_of_what_no_base_states_is_added_to_the_neutral_value():
    text = (
        f"[base]\n{LABEL}"
        + f'[less]\nbase = "base"\n{LABEL}'
        + change("less", "need_elasticity", -0.25)
        + change("less", "employment_rate", 0.1)
    )
    paths = read_scenarios(text).paths("less")
    # need_elasticity is 1 where nobody says anything; employment has no such value
    assert paths["need_elasticity"].values(YEARS)[0] == 0.75
    assert "employment_rate" not in paths


def test_problems_come_out_together_with_their_lines():
    text = (
        f"[baseline]\n{LABEL}"  # lines 1-2
        + assumption("baseline", "consumer_prices", '{ kind = "constant", value = inf }')  # 3-7
        + '[[baseline.assumption]]\ndriver = "net_migation_rate"\npath = { kind = "constant", '
        f'value = 0 }}\nunit = "share per year"\n{REASON}'  # 8-12
        + assumption("baseline", "displacement", '{ kind = "cosntant", value = 0 }')  # 13
        + assumption("baseline", "employment_rate", '{ kind = "constant", value = 0.5 }')  # 18
        + assumption("baseline", "employment_rate", '{ kind = "constant", value = 0.6 }')  # 23
        + assumption("baseline", "project_jobs", '{ kind = "constant", value = 1 }', unit="jobs")
        + change("baseline", "need_elasticity", 1)
        + f'[other]\nbase = "basline"\ncolour = 1\n{LABEL}'  # 38
    )
    found, message = problems(text)
    assert sorted(found, key=lambda f: f[1]) == [
        ("path", 3), ("unknown-driver", 8), ("path", 13), ("double-assumption", 23), ("unit", 28),
        ("change-without-base", 33), ("unknown-key", 38), ("base", 38),
    ]  # fmt: skip
    assert "did you mean 'net_migration_rate'" in message
    assert "did you mean 'baseline'" in message
    assert "expected the unit 'persons'" in message
    assert "finite" in message


def test_scenarios_that_start_from_each_other_are_refused():
    text = f'[a]\nbase = "b"\n{LABEL}[b]\nbase = "a"\n{LABEL}'
    found, message = problems(text)
    assert {check for check, _ in found} == {"base"}
    assert "a from b from a" in message


def test_toml_that_cannot_be_read_has_its_line():
    found, _ = problems(f"[baseline]\n{LABEL}driver = = 3\n")
    assert found == [("toml", 3)]


def test_out_of_bounds_and_missing_drivers_are_said_together():
    text = f"[baseline]\n{LABEL}" + assumption(
        "baseline", "employment_rate", '{ kind = "constant", value = 56 }'
    )
    with pytest.raises(DataError) as caught:
        read_scenarios(text).driver_values("baseline", YEARS)
    message = str(caught.value)
    assert "employment_rate reaches 56; it must stay between 0.001 and 1" in message
    assert "write 5 percent as 0.05" in message
    assert "net_migration_rate has no assumption" in message
    assert len(caught.value.findings) == 1 + sum(
        d.neutral is None and d.name != "employment_rate" and len(d.tiers) == 2
        for d in DRIVERS.values()
    )
    for tier, own in (("totals", "natural_change_rate"), ("age_sex", "total_fertility_rate")):
        with pytest.raises(DataError, match=f"{own} has no assumption"):
            read_scenarios(text).driver_values("baseline", YEARS, tier=tier)


def test_a_wrong_scenario_name_is_answered_with_those_that_exist(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    with pytest.raises(
        UnknownNameError,
        match="baseline, no_return, optimistic, rational, return_after_displacement",
    ):
        scenarios["pessimistic"]


def test_every_numbered_assumption_of_the_strategy_is_answered(kostiantynivka):
    """Lines 174-178, 192-195 and 210-213 of the document: five, four and four."""
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    for name, first, count in (("baseline", 174, 5), ("optimistic", 192, 4), ("rational", 210, 4)):
        clauses = scenarios[name].clauses
        assert [(c.number, c.line) for c in clauses] == [(i + 1, first + i) for i in range(count)]
        own = scenarios.assumptions(name)
        for clause in clauses:
            assert set(clause.moves) <= set(own)
            assert clause.reason["uk"]
            assert clause.reason["en"]


def test_the_lines_cited_hold_numbered_assumptions(shared, kostiantynivka):
    for one in read_scenarios(kostiantynivka.scenarios_text).values():
        for clause in one.clauses:
            lines = (shared / "seeds" / clause.document).read_text("utf-8").split("\n")
            assert lines[clause.line - 1].strip().startswith(f"{clause.number})")


SLUGS = ("kostiantynivka", "korosten", "kramatorsk", "sofiivka", "luhansk-oblast")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_assumption_and_range_of_every_place_has_a_reason(root, slug):
    community = Community.read(root / "data" / "communities" / slug)
    scenarios = read_scenarios(community.scenarios_text)
    names = ["baseline", "optimistic", "rational", "return_after_displacement"]
    assert list(scenarios) == [*names, *(["no_return"] if slug != "luhansk-oblast" else [])]
    for name in scenarios:
        for tier in ("totals", "age_sex"):
            scenarios.driver_values(name, YEARS, tier=tier)
        one = scenarios[name]
        for stated in (*one.assumptions, *one.ranges, *one.correlations):
            assert all(stated.reason.values())
        for stated in (*one.assumptions, *one.ranges):
            assert stated.source or stated.source_kind == "judgement"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('[[baseline.clause]]\nnumber = 1\ndocument = "d"\nline = 2\nmoves = "displacement"\n'
         f"reason = {WORDS}\n", "moves must be a list"),
        ('[[baseline.clause]]\nnumber = 1\ndocument = "d"\nline = 2\nmove = ["displacement"]\n'
         f"reason = {WORDS}\n", "'move' is not known"),
        ('[[baseline.claim]]\nvariable = "populaton"\nvalue = 5\nfrom_year = 2021\n'
         'after_years = [10, 15]\ndocument = "d"\nline = 2\n', "did you mean 'population'"),
        (f'[other]\nbase = "baseline"\nlabel = {WORDS}\nwhat_if = "false"\n', "without quotes"),
        ('x = """\n', "quote that opens"),
        ('[[baseline.assumption]]\ndriver = "displacement"\npath = 3\nunit = "share"\n'
         f"reason = {WORDS}\n", "a path is 3"),
    ],
)  # fmt: skip
def test_every_problem_has_a_line(body, words):
    with pytest.raises(DataError, match=words) as caught:
        read(body)
    last = len(text().splitlines())
    assert [f.source.line for f in caught.value.findings] == [last + 1]


def test_lines_of_other_ways_of_writing_tables():
    """Keys with dots, inline tables and quoted headers have their lines too."""
    inline = f'["baseline"]\nlabel = {WORDS}\nassumption = [ {{ driver = "x" }} ]\n'
    with pytest.raises(DataError) as caught:
        read_scenarios(f"# first\n{inline}")
    assert [f.source.line for f in caught.value.findings] == [4]
    with pytest.raises(DataError) as caught:
        read_scenarios(f'# first\nbaseline.label = {WORDS}\nbaseline.assumption = "x"\n')
    assert [f.source.line for f in caught.value.findings] == [2]


def test_what_is_inherited_is_said_once_at_its_line(tiny):
    """Without a path for prices the run names the baseline's line, not three scenarios."""
    body = text(scenario("other", entry("other", "net_migration_rate", 0.01, key="change")))
    at = body.index('[[baseline.assumption]]\ndriver = "consumer_prices"')
    body = body[:at] + body[body.index("[[", at + 2) :]
    with pytest.raises(DataError) as caught:
        project(tiny, read_scenarios(body), range(2021, 2025))
    (finding,) = caught.value.findings
    assert (finding.check, finding.source.line) == ("no-assumption", 1)


def test_problems_of_several_scenarios_come_out_together(tiny):
    scenarios = read(
        scenario("one"),
        entry("one", "employment_rate", 1.2),
        scenario("two", base="one"),
        entry("two", "net_migration_rate", -0.9),
    )
    with pytest.raises(DataError) as caught:
        project(tiny, scenarios, range(2021, 2025))
    places = [finding.source.place for finding in caught.value.findings]
    assert places == ["one.employment_rate", "two.net_migration_rate"]
    assert "employment_rate reaches 1.2; it must stay between 0.001 and 1" in str(caught.value)


def test_what_is_no_table_or_no_utf_8_is_said_and_never_a_traceback(tmp_path):
    found, message = problems(f"[baseline]\n{LABEL}assumption = 5\n")
    assert found == [("not-tables", 1)]
    text = f"[baseline]\n{LABEL}" + assumption("baseline", "project_jobs", '"zigzag"')
    found, message = problems(text)
    assert found == [("path", 3)]
    assert "a path is 'zigzag'" in message
    path = tmp_path / "scenarios.toml"
    path.write_bytes("# Сценарії".encode("cp1251"))
    with pytest.raises(DataError, match="save it as UTF-8"):
        read_scenarios(path)


def test_scenarios_show_themselves_in_a_line_and_as_a_table():
    found = read(scenario("hopeful", entry("hopeful", "net_migration_rate", 0.01)))
    assert repr(found) == "<Scenarios: baseline, hopeful>"
    assert repr(found["hopeful"]) == "<Scenario hopeful on baseline: 1 assumptions>"
    assert "<td>Constant(value=0.01)</td>" in found["hopeful"]._repr_html_()
    many = Scenarios({f"s{i}" * 20: found["hopeful"] for i in range(30)})
    assert len(repr(many)) < 200
    assert found._repr_html_().count("<tr>") == 3


HOSTILE = {
    "deep": "a = " + "[" * 5000 + "]" * 5000,
    "digits": "a = " + "9" * 5000,
    "infinite claim": "value = inf",
    "no number": "value = nan",
    "true": "value = true",
    "year": "from_year = 99999",
    "large": "# " + "x" * (2**21 + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_absurd_numbers_depth_and_size_are_said(name):
    text = HOSTILE[name]
    if "=" in text and not text.startswith("a"):
        held = {
            "variable": '"population"', "value": "1.0", "from_year": "2024",
            "after_years": "[1, 2]", "document": '"a"', "line": "1",
        }  # fmt: skip
        key, value = text.split(" = ")
        held[key] = value
        lines = "\n".join(f"{k} = {v}" for k, v in held.items())
        text = f'[baseline]\nlabel = {{ uk = "a", en = "a" }}\n[[baseline.claim]]\n{lines}\n'
    with pytest.raises(DataError) as caught:
        read_scenarios(text + "\n")
    assert len(caught.value.findings) == 1


def test_thousands_of_entries_take_less_than_a_second():
    import time

    parts = []
    for number in range(100):
        parts.append(f'[s{number}]\nlabel = {{ uk = "a", en = "a" }}\n')
        parts += [
            f'[[s{number}.assumption]]\ndriver = "unknown_{n}"\nunit = "x"\n' for n in range(40)
        ]
    text = "\n".join(parts)
    start = time.process_time()
    with pytest.raises(DataError) as caught:
        read_scenarios(text)
    assert time.process_time() - start < 1
    assert len(caught.value.findings) == 4000
    lines = text.split("\n")
    for finding in caught.value.findings[::500]:
        assert lines[finding.source.line - 1].startswith("[[")


def test_a_long_line_that_cannot_be_read_is_named_at_once():
    """A line of 300,000 digits took minutes while its words were looked for."""
    with pytest.raises(DataError, match="column 300000|line"):
        read_scenarios("x = [\n" + "9" * 4000 + "-" + "9" * 296_000 + "\n")
