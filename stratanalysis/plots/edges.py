"""Nothing of a picture is cut off at its edge."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ink_at_edge", "whole_picture"]


def ink_at_edge(picture: Any) -> bool:
    """Whether something is drawn on the outermost pixels, and so perhaps beyond them."""
    width, height = picture.size
    edges = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height),
             (width - 1, 0, width, height))  # fmt: skip
    return any(low < 250 for edge in edges for low, _ in picture.crop(edge).getextrema())


def whole_picture(figure: Figure, dots_per_inch: float, size: tuple[int, int]) -> Any:
    """Draw all ink of a figure, made smaller so that it fits into `size` with a margin."""
    from PIL import Image

    held = io.BytesIO()
    figure.savefig(held, format="png", dpi=dots_per_inch, bbox_inches="tight", pad_inches=0.1)
    drawn = Image.open(held).convert("RGB")
    scale = min(1.0, size[0] / drawn.width, size[1] / drawn.height)
    if scale < 1:
        smaller = (max(1, int(drawn.width * scale)), max(1, int(drawn.height * scale)))
        drawn = drawn.resize(smaller, Image.Resampling.LANCZOS)
    paper = Image.new("RGB", size, "white")
    paper.paste(drawn, ((size[0] - drawn.width) // 2, (size[1] - drawn.height) // 2))
    return paper
