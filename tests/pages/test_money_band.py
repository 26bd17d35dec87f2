"""The measured band on pictures of money: drawn as far as it says anything."""

from __future__ import annotations

import numpy as np
import pytest

from stratanalysis.pages.money_band import band_words, draw_band
from stratanalysis.plots.style import new_figure


def drawn_years(axes):
    (band,) = [one for one in axes.collections if one.get_gid() == "measured-band"]
    return band.get_paths()[0].vertices[:, 0]


@pytest.mark.parametrize("variable", ["own_revenue", "balance"])
def test_a_band_wider_than_threefold_is_not_drawn_and_the_page_says_so(variable):
    import stratanalysis as sa

    run = sa.open("kostiantynivka").project("baseline")
    _, axes = new_figure()
    rows = draw_band(axes, run, variable, "real")
    assert len(rows) == len(run.years)  # the file next to the page keeps them all
    if variable == "own_revenue":
        threefold = rows[rows["upper"] > 3 * rows["central"]]
        last = int(threefold["year"].min()) - 1
        np.testing.assert_allclose(rows["upper"] * rows["lower"], rows["central"] ** 2)
    else:
        spent = run["expenditure"]["baseline"].to_numpy()
        away = (rows["upper"] - rows["central"]).to_numpy() / spent
        assert (away[3:] > np.log(3.0)).all()  # from 2024 on: revenue has seven months of 2023
        assert rows["central"].isna().tolist() == [year in (2022, 2023) for year in run.years]
        assert "is not drawn" in band_words(rows, "en")
        return
    assert drawn_years(axes).max() == last < run.years[-1]
    assert f"is drawn to {last}" in band_words(rows, "en")


def test_a_narrower_band_is_drawn_to_the_horizon():
    import stratanalysis as sa

    run = sa.open("korosten").project("baseline")
    _, axes = new_figure()
    rows = draw_band(axes, run, "own_revenue", "real")
    assert drawn_years(axes).max() == run.years[-1]
    assert "drawn to" not in band_words(rows, "en")
