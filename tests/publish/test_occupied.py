"""An occupied community: what is known is shown, nothing is projected."""

from __future__ import annotations

import pytest

from stratanalysis.community import Community, find_community
from stratanalysis.errors import InvalidInputError
from stratanalysis.pages.official_facts import own_revenue_sentence, status_sentences
from stratanalysis.projection import project
from stratanalysis.publish.plan import plan
from stratanalysis.publish.suited import occupation, suited_notebook
from stratanalysis.reference import country_table
from stratanalysis.scenarios.folder import read_folder

MARIUPOL = "UA14140050000020560"


def test_a_forecast_is_refused_with_the_reason(root):
    folder = find_community(MARIUPOL, root / "data")
    community, scenarios = read_folder(folder)
    with pytest.raises(InvalidInputError, match="occupied since 2022-.*01_profile"):
        project(community, scenarios, range(2021, 2024))


def test_the_page_of_what_is_known_takes_the_place_of_a_forecast(root, tmp_path):
    folder = find_community(MARIUPOL, root / "data")
    assert occupation(folder) is not None
    notebooks = sorted((root / "notebooks").glob("0*.ipynb"))
    assert suited_notebook(folder, notebooks[0]).stem == "01_profile"
    made = {job.notebook.stem for job in plan([folder], notebooks)}
    assert "01_profile" in made
    assert not made & {"00_overview", "02_population", "03_budget"}
    lonely = tmp_path / "00_overview.ipynb"
    lonely.write_bytes(notebooks[0].read_bytes())
    with pytest.raises(InvalidInputError, match="occupied"):
        suited_notebook(folder, lonely)


def test_others_are_left_alone(root):
    folder = root / "data" / "communities" / "korosten"
    notebook = root / "notebooks" / "00_overview.ipynb"
    assert occupation(folder) is None
    assert suited_notebook(folder, notebook) == notebook


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(
    "status", ["occupied", "mostly_occupied", "active_or_partly_occupied", "ended"]
)
def test_the_class_is_said_with_its_day(status, language):
    table = country_table("hromada_war_status")
    code = str(table.loc[table["status"] == status, "katottg"].iloc[0])
    lines = status_sentences(Community.known(code), language)
    assert ("2025" in lines[0]) == bool(lines)
    assert len(lines) == (2 if "occupied" in status and "partly" not in status else 1)
    if status == "occupied" and language == "uk":
        assert "окупован" in lines[0]


def test_own_revenue_of_mukachevo_in_the_state_portal_s_figures():
    # portal, UAH: 2021 1,197,761,385.64 less 285,121,335.00 of transfers; 2022 2,130,645,619.28
    # less 267,646,600.00
    sentence = own_revenue_sentence(Community.known("0750700000"), "uk")
    assert "2021 – 912,6; 2022 – 1863,0" in sentence
