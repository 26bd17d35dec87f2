"""A path of numbers as a small line, drawn in a page without a picture file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

__all__ = ["sparkline"]

_WIDTH, _HEIGHT = 120, 28


def sparkline(values: Sequence[float], label: str) -> str:
    """Return a small SVG line; nothing for fewer than two values that are known.

    Parameters
    ----------
    values : sequence of float
        In order; missing ones are left out.
    label : str
        What it is, for a reader who does not see it.

    Examples
    --------
    >>> sparkline([2.0, 1.0], "Population").count("<polyline")
    1
    >>> sparkline([1.0], "Population")
    ''
    """
    known = [(place, value) for place, value in enumerate(values) if math.isfinite(value)]
    if len(known) < 2:
        return ""
    low, high = min(v for _, v in known), max(v for _, v in known)
    span = (high - low) or 1.0
    points = " ".join(
        f"{2 + (_WIDTH - 4) * place / (len(values) - 1):.1f},"
        f"{2 + (_HEIGHT - 4) * (high - value) / span:.1f}"
        for place, value in known
    )
    return (
        f'<svg class="spark" role="img" aria-label="{escape(label)}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"><polyline points="{points}" '
        'fill="none" stroke="currentColor" stroke-width="1.5"/></svg>'
    )
