"""A figure as a small SVG: text stays text, one element a line or bar, the same bytes each time.

Matplotlib's own SVG writes every tick and style in full, five to ten times the size. Colours are
attributes, so that the page's style sheet exchanges them in the dark.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, Bbox

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["TEXT_SIZE", "Drawn", "TextBox", "draw"]

TEXT_SIZE = 12.5
"""Smallest text in pixels of the picture: nine points at 100 dots an inch."""
_HATCH_PATHS = {
    "/": "M-1 7L7-1", "\\": "M-1-1L7 7", "x": "M-1 7L7-1M-1-1L7 7", "-": "M0 3H6", ".": "M2 3h2",
}  # fmt: skip
_LETTERS = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C"}


@dataclass(frozen=True)
class TextBox:
    """A text of a picture and the pixels that it covers, from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True)
class Drawn:
    """A picture and its texts.

    Attributes
    ----------
    svg : str
        One ``<svg>`` element.
    texts : tuple of TextBox
    size : (float, float)
        Width and height in pixels.
    """

    svg: str
    texts: tuple[TextBox, ...]
    size: tuple[float, float]

    def faults(self) -> list[str]:
        """Return texts that leave the picture, are too small, or lie on another text."""
        width, height = self.size
        found = [
            f"{box.text!r} leaves the picture"
            for box in self.texts
            if box.left < -0.5 or box.top < -0.5 or box.right > width + 0.5
            or box.bottom > height + 0.5
        ]  # fmt: skip
        found += [
            f"{box.text!r} is {box.size:.1f} px"
            for box in self.texts
            if box.size < TEXT_SIZE - 0.05
        ]
        for number, one in enumerate(self.texts):
            found += [
                f"{one.text!r} lies on {other.text!r}"
                for other in self.texts[:number]
                if min(one.right, other.right) - max(one.left, other.left) > 1.5
                and min(one.bottom, other.bottom) - max(one.top, other.top) > 3.0
            ]
        return found


class SvgRenderer(RendererBase):
    """Writes what Matplotlib draws as SVG elements."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self.parts: list[str] = []
        self.texts: list[TextBox] = []
        self.hatches: dict[str, str] = {}

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803 - Matplotlib's name
        """Write one line or shape."""
        look = self._stroke(gc)
        shape = self._clipped(gc, transform.transform_path(path), rgbFace is not None)
        outline = self._outline(shape)
        if not outline:
            return
        face = _fill(rgbFace, gc)
        if face or look:
            fill = face or ' fill="none"'
            self.parts.append(f'<path d="{outline}"{fill}{look}/>')
        hatch = gc.get_hatch()
        if hatch and rgbFace is not None:
            self.parts.append(f'<path d="{outline}" fill="url(#{self._hatch(gc, hatch)})"/>')

    def draw_markers(
        self, gc: Any, marker_path: Any, marker_trans: Any, path: Any, trans: Any,
        rgbFace: Any = None,  # noqa: N803 - Matplotlib's name
    ) -> None:  # fmt: skip
        """Write all markers of a line as one element."""
        marker = marker_trans.transform_path(marker_path)
        bounds = gc.get_clip_rectangle()
        pieces = []
        if _round(marker) and rgbFace is not None:
            spots = [v[-2:] for v, _ in path.iter_segments(trans, simplify=False)]
            self._dots(spots, marker.get_extents().width, rgbFace, gc)
            return
        for vertices, _ in path.iter_segments(trans, simplify=False):
            x, y = (float(v) for v in vertices[-2:])
            moved = Outline(np.asarray(marker.vertices) + np.array([x, y]), marker.codes)
            if bounds is not None and not bounds.padded(2).contains(x, y):
                # Matplotlib draws a band as one marker whose anchor is the corner of the picture
                moved = self._clipped(gc, moved, rgbFace is not None)
            pieces.append(self._outline(moved))
        if any(pieces):
            fill = _fill(rgbFace, gc) or ' fill="none"'
            self.parts.append(f'<path d="{"".join(pieces)}"{fill}{self._stroke(gc)}/>')

    def draw_path_collection(
        self, gc: Any, master_transform: Any, paths: Any, all_transforms: Any, offsets: Any,
        offset_trans: Any, facecolors: Any, *rest: Any, **more: Any,
    ) -> None:  # fmt: skip
        """Write round points of one colour as one element, anything else shape by shape."""
        one = len(paths) == 1 and len(facecolors) == 1 and len(all_transforms) <= 1
        if one and len(offsets):
            turn = Affine2D(all_transforms[0]) if len(all_transforms) else Affine2D()
            marker = (turn + master_transform).transform_path(paths[0])
            if _round(marker):
                spots = offset_trans.transform(offsets)
                self._dots(spots, marker.get_extents().width, facecolors[0], gc)
                return
        super().draw_path_collection(
            gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
            *rest, **more,
        )  # fmt: skip

    def _dots(self, spots: Any, width: float, face: Any, gc: Any) -> None:
        """Round points as one line of no length with round ends; those on each other once."""
        bounds = gc.get_clip_rectangle()
        inside = [
            (float(x), float(y))
            for x, y in spots
            if math.isfinite(x + y) and (bounds is None or bounds.padded(width).contains(x, y))
        ]
        places = dict.fromkeys(f"M{_n(x)} {_n(self.height - y)}h0" for x, y in inside)
        alpha = gc.get_alpha() if gc.get_forced_alpha() else (face[3] if len(face) > 3 else 1.0)
        if places and alpha:
            opacity = f' stroke-opacity="{alpha:.2g}"' if alpha < 1 else ""
            self.parts.append(
                f'<path d="{"".join(places)}" fill="none" stroke="{to_hex(face)}" '
                f'stroke-width="{_n(width)}" stroke-linecap="round"{opacity}/>'
            )

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False,
        mtext: Any = None,
    ) -> None:  # fmt: skip
        """Write a line of text at its anchor; its box is kept."""
        del ismath
        if not s.strip():
            return
        size = self.points_to_pixels(prop.get_size_in_points())
        width, height, descent = self.get_text_width_height_descent(s, prop, False)
        anchor, place = "", x
        if not angle:
            how = mtext.get_horizontalalignment() if mtext is not None else "left"
            if how == "center":
                anchor, place = ' text-anchor="middle"', x + width / 2
            elif how == "right":
                anchor, place = ' text-anchor="end"', x + width
            box = (x, y - (height - descent), x + width, y + descent)
        else:
            box = (x - height, y - width, x, y)
        self.texts.append(TextBox(s, *box, size))
        turned = f' transform="rotate({-angle:g} {_n(x)} {_n(y)})"' if angle else ""
        bold = ' font-weight="600"' if str(prop.get_weight()) in ("bold", "600", "700") else ""
        larger = f' font-size="{_n(size)}"' if abs(size - TEXT_SIZE) > 0.05 else ""
        color = to_hex(gc.get_rgb())
        self.parts.append(
            f'<text x="{_n(place)}" y="{_n(y)}" fill="{color}"{anchor}{larger}{bold}{turned}>'
            f"{escape(s, quote=False)}</text>"
        )

    def flipy(self) -> bool:
        """Whether y runs downwards, as it does in SVG."""
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Width and height in pixels."""
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        """Pixels of the picture for points."""
        return points * self.dpi / 72.0

    def _outline(self, path: Any) -> str:
        """Path data with one decimal, y downwards; points that are not finite break the line."""
        parts: list[str] = []
        last = ""
        for vertices, code in path.iter_segments(
            remove_nans=True, simplify=True, curves=True, clip=None
        ):
            if code == Outline.CLOSEPOLY:
                parts.append("Z")
                last = "Z"
                continue
            letter = _LETTERS.get(code, "")
            if not letter:
                continue
            numbers = [
                _n(self.height - v if place % 2 else v)
                for place, v in enumerate(map(float, vertices))
            ]
            written = _joined(numbers)
            follows = "L" if last == "M" else last
            same = letter == follows and letter != "M"
            parts.append((("" if written[0] == "-" else " ") if same else letter) + written)
            last = letter
        return "".join(parts)

    def _clipped(self, gc: Any, path: Any, filled: bool) -> Any:
        """Cut a path at its axes; what lies inside stays as it is."""
        bounds = gc.get_clip_rectangle()
        if bounds is None or not len(path.vertices):
            return path
        extent = path.get_extents()
        area = bounds.padded(1.5)
        if (
            extent.x0 >= area.x0 and extent.x1 <= area.x1
            and extent.y0 >= area.y0 and extent.y1 <= area.y1
        ):  # fmt: skip
            return path
        if filled:
            return path.clip_to_bbox(Bbox.from_extents(*bounds.extents))
        return path.cleaned(clip=tuple(bounds.extents), remove_nans=True, curves=True)

    def _stroke(self, gc: Any) -> str:
        width = self.points_to_pixels(gc.get_linewidth())
        alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
        if width <= 0 or alpha == 0:
            return ""
        dashes = gc.get_dashes()[1]
        written = f' stroke="{to_hex(gc.get_rgb())}"'
        if abs(width - 1) > 0.05:
            written += f' stroke-width="{_n(width)}"'
        if alpha < 1:
            written += f' stroke-opacity="{alpha:.2g}"'
        if dashes is not None and len(dashes):
            lengths = " ".join(_n(self.points_to_pixels(float(d))) for d in dashes)
            written += f' stroke-dasharray="{lengths}"'
        return written

    def _hatch(self, gc: Any, hatch: str) -> str:
        color = to_hex(gc.get_hatch_color())
        key = f"{hatch[0]}{color}"
        if key not in self.hatches:
            self.hatches[key] = f"@{len(self.hatches)}"
            self.parts.append(
                f'<pattern id="{self.hatches[key]}" width="6" height="6" '
                f'patternUnits="userSpaceOnUse"><path d="{_HATCH_PATHS.get(hatch[0], "M0 3H6")}" '
                f'stroke="{color}" stroke-width="1.3" fill="none"/></pattern>'
            )
        return self.hatches[key]


def draw(figure: Figure, alternative: str, css: str) -> Drawn:
    """Draw a figure as it is laid out now.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alternative : str
        Words for a reader who does not see it.
    css : str
        Class of the element: ``wide`` or ``phone``.
    """
    width, height = (float(side) * figure.dpi for side in figure.get_size_inches())
    renderer = SvgRenderer(width, height, figure.dpi)
    figure.draw(renderer)
    body = "".join(renderer.parts)
    name = "h" + hashlib.sha256((css + alternative + body).encode()).hexdigest()[:6]
    body = body.replace('id="@', f'id="{name}').replace("url(#@", f"url(#{name}")
    hidden = ' display="none"' if css == "phone" else ""
    svg = (
        f'<svg class="{css}" viewBox="0 0 {_n(width)} {_n(height)}" role="img" '
        f'aria-label="{escape(alternative)}" font-size="{TEXT_SIZE:g}"{hidden}>{body}</svg>'
    )
    return Drawn(svg, tuple(renderer.texts), (width, height))


def _fill(face: Any, gc: Any) -> str:
    if face is None:
        return ""
    alpha = gc.get_alpha() if gc.get_forced_alpha() else (face[3] if len(face) > 3 else 1.0)
    if alpha == 0:
        return ""
    opacity = f' fill-opacity="{alpha:.2g}"' if alpha < 1 else ""
    return f' fill="{to_hex(face)}"{opacity}'


def _round(path: Any) -> bool:
    """Whether a marker is a circle."""
    if path.codes is None or Outline.CURVE4 not in path.codes:
        return False
    extent = path.get_extents()
    return bool(abs(extent.width - extent.height) < 0.1)


def _n(value: float) -> str:
    """One decimal, none where it is zero."""
    written = f"{value:.1f}"
    return written[:-2] if written.endswith(".0") else written


def _joined(numbers: Iterable[str]) -> str:
    """Numbers with a space only where it is needed; minus parts them too."""
    made = ""
    for number in numbers:
        made += number if not made or number.startswith("-") else f" {number}"
    return made
