"""First guesses of people who know pandas, pyam and Tax-Calculator: they work or are answered."""

from __future__ import annotations

import copy
import pickle

import pytest

import stratanalysis as sa
from stratanalysis.audit import AuditResult
from stratanalysis.errors import (
    AnswersAttributes,
    InvalidInputError,
    StratanalysisError,
    UnknownArgumentError,
    UnknownAttributeError,
    UnknownNameError,
)
from stratanalysis.plans import Extraction
from stratanalysis.projection.iamc import to_iamc
from stratanalysis.questions import Requirement
from stratanalysis.scenarios import Scenarios
from stratanalysis.study import StudyProjection

ANSWERING = (
    sa.Community, sa.Scenario, sa.Study, AuditResult, Extraction, Requirement, Scenarios,
    StudyProjection,
)  # fmt: skip


@pytest.fixture(scope="module")
def study():
    return sa.open("kostiantynivka")


@pytest.fixture(scope="module")
def run(study):
    return study.project()


@pytest.mark.parametrize("kind", ANSWERING)
def test_no_answer_hides_behind_an_attribute_that_exists(kind):
    assert issubclass(kind, AnswersAttributes)
    assert not set(kind._INSTEAD) & set(dir(kind))
    assert not set(kind._INSTEAD) & set(getattr(kind, "__dataclass_fields__", ()))


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda s, p: sa.opne, "did you mean 'open'"),
        (lambda s, p: sa.load, r"write sa.open\(name\)"),
        (lambda s, p: sa.read_export, r"write sa.take\(files"),
        (lambda s, p: s.revenue, r'write study.executed\("revenue"\)'),
        (lambda s, p: s.goals, r'write study\["goals"\]'),
        (lambda s, p: s.forecast, r"write study.project\(\)"),
        (lambda s, p: s.scenario, "did you mean 'scenarios'"),
        (lambda s, p: s.community.revenue, r'write community\["revenue"\]'),
        (lambda s, p: p.to_csv, r"write projection.to_frame\(\).to_csv"),
        (lambda s, p: p.population, r'write projection\["population"\]'),
        (lambda s, p: p.to_pyam, r"write pyam.IamDataFrame\(projection.to_iamc\(\)\)"),
        (lambda s, p: p.quantile, r"write projection.quantiles\("),
        (lambda s, p: s.scenarios.baseline, r'write scenarios\["baseline"\]'),
        (lambda s, p: s.scenarios["baseline"].replace, r'write Scenario\("mine"'),
        (lambda s, p: s.audit().to_csv, r"write audit.findings.to_csv"),
    ],
)
def test_an_attribute_of_other_libraries_is_answered_with_ours(study, run, ask, answer):
    with pytest.raises(UnknownAttributeError, match=answer) as caught:
        ask(study, run)
    assert isinstance(caught.value, AttributeError)


@pytest.mark.parametrize(
    ("thing", "answer"),
    [
        (lambda s, p: s.scenarios, r'write study.project\("baseline", Scenario\('),
        (lambda s, p: s.community, r"write dataclasses.replace\(community, tables="),
        (lambda s, p: s, "dataclasses.replace"),
        (lambda s, p: p, "StudyProjection is not written into"),
    ],
)
def test_nothing_is_written_into_an_object(study, run, thing, answer):
    with pytest.raises(InvalidInputError, match=answer):
        thing(study, run)["mine"] = None


def test_a_private_attribute_is_absent_as_in_any_class(study, run):
    for thing in (study, run, study.community, study.scenarios["baseline"]):
        assert not hasattr(thing, "_repr_latex_")
        assert not hasattr(thing, "__array__")


def test_an_error_within_a_property_is_its_own():
    class Broken(AnswersAttributes):
        @property
        def total(self):
            return [].size

    with pytest.raises(AttributeError, match="'list' object has no attribute 'size'"):
        Broken().total  # noqa: B018


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda s, p: s.project(horizn=3), "did you mean 'horizon'"),
        (lambda s, p: s.project(scenarios=["baseline"]), r"write the names first: project\("),
        (lambda s, p: s.project(until=2040), "write horizon=15, the number of years ahead"),
        (lambda s, p: s.executed("revenue", year=2021), r"\.loc\[2021\]"),
        (lambda s, p: s.required("population", 7e4, year=2030, driver="x"), "write by=2031"),
        (lambda s, p: p.plot("population", filename="a.png"), "figure.savefig"),
        (lambda s, p: p.quantiles("population", q=0.5), "write levels="),
        (lambda s, p: sa.open(path="korosten"), r"write sa.open\(path\)"),
    ],
)
def test_an_unknown_keyword_is_answered_with_ours(study, run, ask, answer):
    with pytest.raises(UnknownArgumentError, match=answer) as caught:
        ask(study, run)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda s, p: s.project(3), "a scenario is 3; expected a name"),
        (lambda s, p: p["baseline"], r"projection\['population'\]\['baseline'\]"),
        (lambda s, p: p["revenue", "optimistic"], "'optimistic' is a scenario"),
        (lambda s, p: s.render(to="here"), "out='here'"),
        (lambda s, p: sa.Scenario("mine", {"net_migration_rate": 0}), r"\[Assumption\("),
        (lambda s, p: sa.Scenario("mine", {"uk": "Мій"}), r"write label=\{...\}"),
        (lambda s, p: sa.Scenario("mine", ["net_migration_rate"]), "a list, as"),
        (lambda s, p: s.project(sa.Scenario("mine", [], base="basline")), "mean 'baseline'"),
        (lambda s, p: s.project(sa.Scenario("baseline")), "choose another name"),
    ],
)
def test_a_value_of_the_wrong_kind_is_answered_in_words(study, run, ask, answer):
    with pytest.raises(StratanalysisError, match=answer):
        ask(study, run)


def test_a_scenario_made_in_code_is_projected_beside_the_file_s(study):
    """2 % of 73,979 people leave in 2021: 1,479.58; no path of the base is used for migration."""
    mine = sa.Scenario("mine", [sa.Assumption("net_migration_rate", -0.02)], base="baseline")
    run = study.project("baseline", mine)
    assert list(run["population"]) == list(run.scenarios) == ["baseline", "mine"]
    assert run["net_migration"].loc[2021, "mine"] == pytest.approx(-0.02 * 73979)
    assert run.labels("en")["mine"] == "mine"
    assert "mine" not in study.scenarios
    assert study.project(mine)["population"]["mine"].equals(run["population"]["mine"])


def test_a_scenario_is_looked_at_by_driver(study):
    baseline = study.scenarios["baseline"]
    assert baseline["net_migration_rate"].path.by_year[0] == (2022, -0.0049)
    assert "net_migration_rate" in baseline
    assert list(baseline)[:2] == ["natural_change_rate", "total_fertility_rate"]
    with pytest.raises(UnknownNameError, match="did you mean 'net_migration_rate'"):
        baseline["net_migration"]
    table = study.scenarios.to_frame()
    own = baseline.to_frame()
    assert own.loc[own["driver"] == "net_migration_rate", "unit"].item() == "share per year"
    assert (table["scenario"] == "baseline").sum() == len(own) == len(baseline.assumptions)


def test_the_scenarios_of_a_projection_are_those_that_ran(study):
    run = study.project("optimistic")
    assert list(run.scenarios) == ["optimistic"]
    assert len(run.scenarios) == 1
    assert "baseline" not in run.scenarios
    assert run.scenarios["baseline"] == study.scenarios["baseline"]  # it starts from it
    assert len(study.scenarios) == 5


def test_writing_into_a_table_does_not_reach_the_community(study):
    before = study["revenue"]["value"].sum()
    table = study["revenue"]
    table["value"] = table["value"] / 1e6
    table.loc[:, "group"] = "pit"
    assert study["revenue"]["value"].sum() == before
    assert study["revenue"]["group"].nunique() > 10
    assert study == sa.open("kostiantynivka")


def test_objects_are_copied_pickled_and_hashed(study, run):
    for thing in (study, run, study.community, study.scenarios, study.scenarios["baseline"]):
        assert pickle.loads(pickle.dumps(thing)) == thing
        assert copy.copy(thing) == thing
        assert copy.deepcopy(thing) == thing
    assert len({study, sa.open("kostiantynivka")}) == 1


def test_keys_complete(study, run):
    document = sa.data_folder.data_folder().parent / "stratanalysis/workshop/exercise_strategy.txt"
    for thing, key in (
        (study, "revenue"), (study.community, "revenue"), (study.scenarios, "baseline"),
        (run, "population"), (study.scenarios["baseline"], "employment_rate"),
        (sa.extract(document), "goals"),
    ):  # fmt: skip
        assert key in thing._ipython_key_completions_()
        assert key in thing
        thing[key]  # every key that is offered is there


def test_the_rooms_are_there_without_an_import_of_their_own():
    assert callable(sa.plots.small_multiples)
    assert sa.scenarios.Constant(0.5).value == 0.5


def test_the_layout_of_pyam_is_a_method(run):
    table = run.to_iamc()
    assert set(table["region"]) == {"kostiantynivka"}
    assert table.equals(to_iamc(run, region="kostiantynivka"))
    people = table[(table["variable"] == "population") & (table["scenario"] == "baseline")]
    assert people.set_index("year")["value"].to_dict() == run["population"]["baseline"].to_dict()


def test_what_is_written_instead_is_true(study, run):
    """The suggestions that need no file or argument are evaluated as they are."""
    names = {
        "study": study, "projection": run, "community": study.community, "sa": sa,
        "scenario": study.scenarios["baseline"], "scenarios": study.scenarios,
        "Scenario": sa.Scenario, "Assumption": sa.Assumption,
    }  # fmt: skip
    for kind in (sa.Study, sa.Community, Scenarios, sa.Scenario):
        for suggestion in set(kind._INSTEAD.values()):
            if not any(word in suggestion for word in (" for ", " or ", "render(")):
                exec(suggestion, dict(names))
    with pytest.raises(InvalidInputError, match="no draws"):
        eval(StudyProjection._INSTEAD["quantile"], dict(names))


def test_a_missing_argument_is_named_with_all_that_are_needed(study):
    expected = r"required: missing a required argument: 'driver'; expected all of: variable, value"
    with pytest.raises(UnknownArgumentError, match=expected) as caught:
        study.required("population", 70_000, by=2035)
    assert isinstance(caught.value, TypeError)


def test_keywords_of_an_assumption_and_names_of_the_rooms_are_answered(run):
    with pytest.raises(UnknownArgumentError, match="Assumption: no parameter 'value'.*path="):
        sa.Assumption(driver="total_fertility_rate", value=1.5)
    with pytest.raises(UnknownAttributeError, match=r"write sa\.questions\.Target"):
        assert sa.Target
    with pytest.raises(UnknownNameError, match="expected one of: balance"):
        run[["population", "revenue"]]
