"""Any words in pictures: no formula, nothing over the edge, the axes keep their room."""

from __future__ import annotations

import io
import random
import warnings

import pandas as pd
import pytest
from PIL import Image

from stratanalysis.plots import plot_trajectories
from stratanalysis.plots.style import description_of, new_figure, png_bytes
from stratanalysis.plots.words import drawable, fitted

PIECES = (
    '"', "'", "’", "«", "»", "`", "$", "$x^2$", "$\\frac{1}{", "\\", "\\alpha", "<", ">", "&",
    "&amp;", "{", "}", "%", "_", "^", "#", "~", "🏫", "\u202e", "\u2067", "\u0301", "Ї", "слово",
    " ", "\n", "\t", "=1+1", "</script>", "a" * 200,
)  # fmt: skip


def _words(seed):
    source = random.Random(seed)
    target = source.choice((1, 5, 20, 67, 120, 300))
    text = ""
    while len(text) < target:
        text += source.choice(PIECES)
    return text[:target].strip() or "a"


def _edges(picture):
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    width, height = image.size
    boxes = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height),
             (width - 1, 0, width, height))  # fmt: skip
    return min(low for box in boxes for low, _ in image.crop(box).getextrema())


@pytest.mark.parametrize("seed", range(12))
def test_scenarios_of_any_label_keep_a_chart_with_room_and_a_whole_description(seed):
    labels = {f"s{n}": f"{n} {_words(100 * seed + n)}" for n in range(3)}
    table = pd.DataFrame({key: [1.0, 2.0 + n] for n, key in enumerate(labels)}, index=[2021, 2022])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = plot_trajectories(table, labels=labels, language="en")
        picture = png_bytes(axes.figure)
    assert _edges(picture) > 240
    box = axes.get_position()
    assert box.width > 0.4, "the chart is squeezed"
    assert box.height > 0.4
    for text in labels.values():
        assert text in description_of(axes)


@pytest.mark.parametrize("seed", range(6))
def test_ticks_titles_legends_and_notes_of_any_words(seed):
    figure, axes = new_figure()
    axes.barh(range(4), [1, 2, 3, 4], label=_words(seed))
    axes.set_yticks(range(4), [_words(seed * 7 + n) for n in range(4)])
    axes.set_title(_words(seed + 50))
    axes.set_xlabel(_words(seed + 60))
    axes.text(4.1, 3, _words(seed + 70))
    axes.legend()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert _edges(png_bytes(figure)) > 240


def test_words_are_cut_with_a_mark_and_controls_go():
    assert fitted("коротко", 30, 2) == "коротко"
    assert fitted("a b c " * 30, 10, 2).count("\n") == 1
    assert fitted("a b c " * 30, 10, 2).endswith("…")
    assert drawable("a\u202eb\u2067c") == "abc"
