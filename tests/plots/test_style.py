"""One look: told apart without colour vision and in grey print, and the same bytes each time."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest

from stratanalysis.plots.style import (
    HISTORY,
    PALETTE,
    SCENARIO_STYLES,
    format_axis,
    label_line_ends,
    new_figure,
    png_bytes,
    scenario_style,
)

# Machado, Oliveira and Fernandes (2009), table 1, severity 1.0; for linear RGB
BLINDNESS = {
    "none": np.eye(3),
    "protan": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "deutan": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
}  # fmt: skip


def linear(color):
    value = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast_to_white(color):
    """Contrast ratio of WCAG 2.2."""
    return 1.05 / (linear(color) @ [0.2126, 0.7152, 0.0722] + 0.05)


def lab(rgb):
    """CIELAB under D65, from linear sRGB (IEC 61966-2-1)."""
    matrix = np.array([
        [0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505],
    ])  # fmt: skip
    xyz = matrix @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_measure_of_contrast_itself():
    # WCAG 2.2: black on white is 21:1; #767676 is the lightest grey that passes 4.5:1
    assert contrast_to_white("#000000") == pytest.approx(21)
    assert contrast_to_white("#767676") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("color", [*PALETTE, HISTORY.color])
def test_colours_also_serve_for_text(color):
    assert contrast_to_white(color) >= 4.5


@pytest.mark.parametrize("sight", list(BLINDNESS))
def test_scenarios_are_told_apart_by_every_eye(sight):
    styles = SCENARIO_STYLES.values()
    for one, other in itertools.combinations(styles, 2):
        seen = [lab(BLINDNESS[sight] @ linear(style.color)) for style in (one, other)]
        assert np.linalg.norm(seen[0] - seen[1]) > 15, (one, other)


def test_scenarios_are_told_apart_in_grey_print():
    assert len({style.dashes for style in SCENARIO_STYLES.values()}) == 3
    assert len({style.marker for style in SCENARIO_STYLES.values()}) == 3


def test_a_scenario_keeps_its_style_whatever_stands_beside_it():
    assert scenario_style("rational", ["rational"]) == scenario_style("rational")
    names = ["baseline", "ours", "theirs"]
    assert scenario_style("ours", names) != scenario_style("theirs", names)
    assert scenario_style("ours", names) not in SCENARIO_STYLES.values()


def picture():
    figure, axes = new_figure()
    for name, style in SCENARIO_STYLES.items():
        axes.plot([2021, 2036], [72422, 50000 + 3000 * len(name)], **style.line())
    format_axis(axes.yaxis, "uk")
    format_axis(axes.xaxis, "uk", kind="year")
    return figure, axes


def test_labels_stand_at_the_line_ends_and_none_over_another():
    figure, axes = picture()
    ends = [("a", 2036, 60000.0, "#111111"), ("b", 2036, 60100.0, "#222222"),
            ("c", 2036, 60200.0, "#333333"), ("gap", 2036, float("nan"), "#444444")]  # fmt: skip
    label_line_ends(axes, ends)
    texts = axes.texts
    written = [t.get_text().replace("\N{NO-BREAK SPACE}", " ") for t in texts]
    assert written == ["a\n60 000", "b\n60 100", "c\n60 200"]
    assert [t.get_color() for t in texts] == ["#111111", "#222222", "#333333"]
    figure.canvas.draw()
    boxes = [t.get_window_extent() for t in texts]
    for low, high in itertools.pairwise(boxes):
        assert high.y0 >= low.y1
    assert all(box.x0 >= axes.get_window_extent().x1 for box in boxes)


@pytest.mark.parametrize(
    ("kind", "decimals", "value", "uk", "en"),
    [
        ("number", 0, 73814, "73\xa0814", "73,814"),
        ("percent", 1, -0.058, "−5,8\xa0%", "−5.8%"),
        ("money", 1, 603.3e6, "603,3\xa0млн\xa0грн", "UAH\xa0603.3\xa0million"),
        ("money", 1, 0, "0", "0"),
        ("year", 0, 2021, "2021", "2021"),
        ("year", 0, 2021.5, "", ""),
    ],
)
def test_axes_are_written_in_the_language(kind, decimals, value, uk, en):
    for language, expected in (("uk", uk), ("en", en)):
        _, axes = new_figure()
        format_axis(axes.yaxis, language, kind=kind, decimals=decimals)
        assert axes.yaxis.get_major_formatter()(value) == expected


def test_files_hold_no_date_and_a_picture_is_small():
    from PIL import Image

    figure, _ = picture()
    png = png_bytes(figure)
    assert len(png) < 30_000
    image = Image.open(io.BytesIO(png))
    assert image.info == {} or set(image.info) <= {"transparency", "dpi"}
    assert image.size == tuple(int(side * 144) for side in figure.get_size_inches())
    assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "ticks", "written"),
    [
        ("money", [0, 8e8, 1e9, 1.2e9, 1.6e9], ["0.0", "0.8", "1.0", "1.2", "1.6"]),  # billion
        ("money", [-2.5e6, 0, 2.5e6], ["−2.5", "0.0", "2.5"]),  # million
        ("number", [0, 0.25, 0.5], ["0.00", "0.25", "0.50"]),
        ("number", [0, 1000, 2000], ["0", "1,000", "2,000"]),
        ("percent", [0, 0.005, 0.01], ["0.0%", "0.5%", "1.0%"]),
        ("percent", [0, 0.1, 0.30000000000000004], ["0%", "10%", "30%"]),
    ],
)  # fmt: skip
def test_no_two_ticks_are_written_alike(kind, ticks, written):
    _, axes = new_figure()
    format_axis(axes.yaxis, "en", kind=kind)
    axes.set_ylim(ticks[0], ticks[-1])
    found = axes.yaxis.get_major_formatter().format_ticks(ticks)
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in found] == written
