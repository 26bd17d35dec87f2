"""The annual review is of the year that was reported, not of the year a projection starts from."""

from __future__ import annotations

import dataclasses

import pytest

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.projection import default_review_year
from stratanalysis.publish.job import Job, prepare


@pytest.fixture
def example(root):
    return root / "data" / "communities" / "example"


def test_by_default_it_is_the_last_year_with_a_report(example, kostiantynivka):
    community = Community.read(example)
    facts = community["observations"].query("phase == 'fact'")
    assert default_review_year(community) == facts["year"].max()
    fewer = {**community.tables, "population": community["population"].query("year < 2022")}
    assert default_review_year(dataclasses.replace(community, tables=fewer)) == facts["year"].max()
    # nothing is reported of a real community: the last year of its figures within its plan
    assert kostiantynivka["revenue"]["year"].max() == 2023
    assert default_review_year(kostiantynivka) == 2023


def test_a_year_without_population_can_be_reviewed_but_not_projected_from(root, example):
    notebooks = root / "notebooks"
    asked = {"year": 2031}
    assert prepare(Job(example, notebooks / "05_annual_review.ipynb", asked)).values["year"] == 2031
    with pytest.raises(InvalidInputError, match="no population of 1 January 2031"):
        prepare(Job(example, notebooks / "00_overview.ipynb", asked))
