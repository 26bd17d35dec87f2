"""A picture of a page as PNG, for files that hold no SVG: drawn again from its elements."""

from __future__ import annotations

import io
import re
from typing import Any

__all__ = ["svg_as_png"]

_STEP = re.compile(r"([MLQCZ])([^MLQCZ]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_DOT = re.compile(r"M(-?[\d.]+) (-?[\d.]+)h0")
_ROTATED = re.compile(r"rotate\((-?[\d.]+)")


def svg_as_png(svg: Any, *, scale: float = 2.0) -> bytes:
    """Draw an ``<svg>`` element of :func:`stratanalysis.plots.svg.draw` as PNG.

    Parameters
    ----------
    svg : lxml element
        Holding paths and texts; patterns become the lines of a hatch.
    scale : float
        Pixels for each unit of the picture.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Ellipse, PathPatch
    from matplotlib.text import Text
    from PIL import Image

    _, _, width, height = (float(n) for n in _attribute(svg, "viewBox").split())
    size = float(_attribute(svg, "font-size") or 12.5)
    figure = Figure(figsize=(width / 100, height / 100), dpi=100 * scale)
    points = 72 / 100
    hatches = {
        str(node.get("id")): str(node[0].get("d")) for node in svg.iter("pattern") if len(node)
    }
    for node in svg.iter("path", "text"):
        if node.getparent().tag == "pattern":
            continue
        fill = node.get("fill") or "none"
        if node.tag == "text":
            turned = _ROTATED.match(node.get("transform") or "")
            anchor = {"end": "right", "middle": "center"}.get(node.get("text-anchor") or "", "left")
            figure.add_artist(
                Text(
                    float(node.get("x")) / width, 1 - float(node.get("y")) / height,
                    node.text or "", color=fill, ha=anchor, va="baseline",
                    rotation=-float(turned[1]) if turned else 0, rotation_mode="anchor",
                    fontsize=float(node.get("font-size") or size) * points, parse_math=False,
                    fontfamily="DejaVu Sans",
                )
            )  # fmt: skip
            continue
        dots = _DOT.findall(node.get("d") or "")
        if dots:
            radius = float(node.get("stroke-width") or 1) / 2
            for x, y in dots:
                figure.add_artist(
                    Ellipse(
                        (float(x) / width, 1 - float(y) / height), 2 * radius / width,
                        2 * radius / height, facecolor=node.get("stroke"),
                        alpha=float(node.get("stroke-opacity") or 1), linewidth=0,
                        transform=figure.transFigure,
                    )
                )  # fmt: skip
            continue
        hatched = fill.startswith("url")
        stroke = node.get("stroke") or "none"
        dashes = [float(n) for n in (node.get("stroke-dasharray") or "").split()]
        line = float(node.get("stroke-width") or 1) * points
        patch = PathPatch(
            _path(node.get("d") or "", width, height),
            facecolor="none" if hatched or fill == "none" else fill,
            edgecolor="none" if stroke == "none" else stroke,
            linewidth=line if stroke != "none" else 0,
            alpha=float(node.get("fill-opacity") or node.get("stroke-opacity") or 1),
            transform=figure.transFigure,
        )
        if dashes and line:
            patch.set_linestyle((0, [n * points / line for n in dashes]))
        if hatched:
            patch.set_hatch(_letter(hatches.get(fill[5:-1], "")) * 2)
            patch.set_edgecolor("white")
            patch.set_linewidth(0)
        figure.add_artist(patch)
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    picture = (
        Image.open(held)
        .convert("RGB")
        .quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    )
    written = io.BytesIO()
    picture.save(written, "png", compress_level=6)
    return written.getvalue()


def _attribute(node: Any, name: str) -> str:
    """An attribute, whatever letters a parser of HTML gave its name."""
    return str(node.get(name) or node.get(name.lower()) or "")


def _letter(path: str) -> str:
    return {"M-1 7L7-1": "/", "M-1-1L7 7": "\\", "M2 3h2": "."}.get(
        path, "x" if path.count("M") == 2 else "-"
    )


def _path(data: str, width: float, height: float) -> Any:
    from matplotlib.path import Path

    codes = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4}
    vertices: list[tuple[float, float]] = []
    kinds: list[Any] = []
    for letter, rest in _STEP.findall(data):
        if letter == "Z":
            vertices.append(vertices[-1])
            kinds.append(Path.CLOSEPOLY)
            continue
        numbers = [float(n) for n in _NUMBER.findall(rest)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        vertices += [(x / width, 1 - y / height) for x, y in pairs]
        code = codes[letter]
        kinds += [code, *[Path.LINETO] * (len(pairs) - 1)] if letter == "M" else [code] * len(pairs)
    return Path(vertices, kinds)
