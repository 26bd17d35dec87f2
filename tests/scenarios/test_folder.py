"""Problems of tables and scenarios come out together."""

from __future__ import annotations

import shutil

import pytest

from stratanalysis.errors import DataError
from stratanalysis.scenarios.folder import read_folder


def test_problems_of_tables_and_scenarios_come_out_together(root, tmp_path):
    folder = shutil.copytree(root / "data" / "communities" / "korosten", tmp_path / "korosten")
    community, scenarios = read_folder(folder)
    assert (community.slug, list(scenarios)) == (
        "korosten",
        ["baseline", "optimistic", "rational", "return_after_displacement", "no_return"],
    )
    for name, old, new in (
        ("population.csv", "71498", "-71498"),
        ("scenarios.toml", '"real_wage_growth"', '"real_wage_growt"'),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_folder(folder)
    assert {f.source.document for f in caught.value.findings} == {
        "population.csv", "scenarios.toml",
    }  # fmt: skip
    assert "did you mean 'real_wage_growth'" in str(caught.value)
