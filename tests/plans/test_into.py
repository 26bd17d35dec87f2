"""A document's plan in the folder of its community."""

from __future__ import annotations

import shutil

import pytest

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.monitoring import check_monitoring
from stratanalysis.monitoring.page_checks import check_for_pages
from stratanalysis.plans.extraction import load_document
from stratanalysis.plans.into import chosen_tree, into_community, left_out, plan_of


@pytest.fixture
def bare(root, tmp_path):
    folder = tmp_path / "kramatorsk"
    shutil.copytree(root / "data/communities/kramatorsk", folder)
    (folder / "goals.csv").unlink()
    return folder


def test_a_strategy_reaches_the_folder_and_is_not_overwritten(shared, bare):
    """Document 000: 73 goals and 56 measures; a second time asks first."""
    (document,) = (shared / "seeds").glob("000_*.txt")
    extraction = load_document(document)
    rows, left = into_community(extraction, bare)
    assert not [one for one in left if one.check == "other-tree"]  # it holds one tree
    assert (rows["goals"], rows["measures"]) == (73, 56)
    place = Community.read(bare)
    assert document.name in {entry.file for entry in place.documents}
    assert check_for_pages(place.tables) == []
    found = check_monitoring(goals=place["goals"], indicators=place["indicators"])
    assert {finding.check for finding in found} == set()  # units that extract writes are known
    with pytest.raises(InvalidInputError, match="has a plan already"):
        into_community(extraction, bare)


def test_the_tree_that_the_actions_serve_is_chosen(shared):
    """Document 004 holds three trees; 51 results serve the third, of 21 goals."""
    (document,) = (shared / "seeds").glob("004_*.txt")
    extraction = load_document(document)
    assert len(chosen_tree(extraction)) == 21
    plan = plan_of(extraction)
    assert len(plan["measures"]) == 51
    assert plan["goals"]["code"].is_unique
    trees = [one.values["tree"] for one in left_out(extraction, plan) if one.check == "other-tree"]
    assert len(trees) == 2
    with pytest.raises(UnknownNameError):
        chosen_tree(extraction, "немає такого")
