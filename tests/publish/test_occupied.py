"""An occupied community: what is known is shown, nothing is projected."""

from __future__ import annotations

import pytest

import stratanalysis as sa
from stratanalysis.community import Community, find_community
from stratanalysis.errors import InvalidInputError
from stratanalysis.pages.annual_review import projection_of
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


def test_the_review_of_an_occupied_community_projects_nothing(root):
    study = sa.open(MARIUPOL, root / "data")
    assert projection_of(study, {}, 1) is None
    assert projection_of(sa.open("korosten"), {}, 1).years == (2021, 2022)


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
    # portal, UAH: 2021 1,197,761,385.64 less 285,121,335.00 of transfers and 107,272,420.87 of the
    # military PIT; 2022 2,130,645,619.28 less 267,646,600.00 and 874,594,312.49
    sentence = own_revenue_sentence(Community.known("0750700000"), "uk")
    assert "2021 – 805,4; 2022 – 988,4" in sentence


def test_pages_of_many_communities_are_listed_by_oblast_and_raion():
    from stratanalysis.language import language
    from stratanalysis.publish.index import index_page

    page = {"names": {}, "year": 2022, "notebook": "01_profile", "language": "uk", "date": None,
            "bytes": None, "title": "", "result": "done"}  # fmt: skip
    pages = {
        name: page | {"community": name, "names": {"uk": name}}
        for name in ("mukachivska", "korosten", "chortkivska")
    }
    text = index_page(language("uk"), pages, title="Усі")
    places = [
        text.index(word)
        for word in (
            "korosten", "Закарпатська область, Мукачівський район", ">mukachivska",
            "Тернопільська область, Чортківський район", ">chortkivska",
        )
    ]  # fmt: skip
    assert places == sorted(places)
