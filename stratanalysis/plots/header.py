"""What is written above the axes: unit, legend, events, each in lines of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from stratanalysis.plots.words import broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Header"]

_LINE = 15.5
_SOFT = "#4b5563"


class Header:
    """The lines above the axes of one picture; the axes' own title, label and legend go there."""

    def __init__(self, axes: Axes, renderer: Any, width: float, undo: ExitStack) -> None:
        self.axes, self.renderer, self.width, self.undo = axes, renderer, width, undo
        self.unit = self._unit()
        events = sorted(getattr(axes, "time_events", ()))
        self.events = [(x, words) for x, words in events if words]
        self.bare = [x for x, words in events if not words]
        self.legend = self._legend()
        self.made: list[Any] = []
        self.height = (
            _LINE * (len(self.unit.splitlines()) + len(self.events))
            + self._legend_height()
            + (4.0 if self.unit or self.events else 0.0)
        )

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave the header out while the axes are measured."""
        if self.legend is not None:
            self.legend.set_in_layout(False)
        yield

    def put(self, above: float) -> None:
        """Write the lines, the lowest `above` pixels over the axes."""
        axes, box = self.axes, self.axes.get_window_extent()
        place = above + 3.0
        place = self._put_events(place, box)
        if self.legend is not None:
            self._move_legend(box, place)
            place += self._legend_height()
        if self.unit:
            lines = len(self.unit.splitlines())
            text = axes.annotate(
                self.unit, xy=(4, box.y1 + place + _LINE * (lines - 1)), xycoords="figure pixels",
                fontsize=9, color=_SOFT, ha="left", va="bottom" if lines == 1 else "center",
                annotation_clip=False, linespacing=1.15,
            )  # fmt: skip
            if lines > 1:
                text.xyann = (4, box.y1 + place + _LINE * lines / 2)
            self._keep(text)

    def _keep(self, artist: Any) -> None:
        artist.set_in_layout(False)
        self.undo.callback(artist.remove)

    def _unit(self) -> str:
        """The label of the vertical axis, else of the horizontal one, written flat."""
        axes: Any = self.axes
        parts = []
        for axis in (axes.yaxis, axes.xaxis):
            label, formatter = axis.get_label().get_text(), axis.get_major_formatter()
            kind = getattr(formatter, "kind", "")
            if kind == "money" and len(axis.get_majorticklocs()):
                parts.append(formatter.label(label))
                formatter.writes_label = False
                self.undo.callback(setattr, formatter, "writes_label", True)
            elif label.strip() and kind != "year":
                parts.append(label)
            self.undo.callback(axis.get_label().set_text, label)
            axis.get_label().set_text("")
        title = axes.get_title(loc="left") or axes.get_title()
        if title.strip():
            parts[:1] = [", ".join([title, *parts[:1]])]
            for loc in ("left", "center"):
                self.undo.callback(axes.set_title, axes.get_title(loc=loc), loc=loc)
                axes.set_title("", loc=loc)
        return "\n".join(broken(part, self.width - 12, 3) for part in parts)

    def _legend(self) -> Any:
        """The legend again, in as many columns as there is room for."""
        axes: Any = self.axes
        old = axes.get_legend()
        if old is None:
            return None
        whole = [text.get_text() for text in old.get_texts()]
        labels = [broken(text, self.width - 60, 2) for text in whole]
        handles = list(old.legend_handles)
        old.set_visible(False)
        old.set_in_layout(False)

        made: Any = None
        for columns in range(min(len(labels), 3), 0, -1):
            made = axes.legend(
                handles, labels, ncols=columns, fontsize=9, frameon=False, borderpad=0.0,
                borderaxespad=0.0, columnspacing=1.2, handlelength=1.7, labelspacing=0.3,
                loc="lower left", bbox_to_anchor=(0, 0),
            )  # fmt: skip
            if made.get_window_extent(self.renderer).width <= self.width - 8:
                break

        def back() -> None:
            for text, words in zip(old.get_texts(), whole, strict=True):
                text.set_text(words)
            old.set_visible(True)
            old.set_in_layout(True)
            axes.legend_ = old

        self.undo.callback(back)
        made.set_in_layout(False)
        return made

    def _legend_height(self) -> float:
        if self.legend is None:
            return 0.0
        return float(self.legend.get_window_extent(self.renderer).height) + 6.0

    def _move_legend(self, box: Any, place: float) -> None:
        from matplotlib.transforms import IdentityTransform

        self.legend.set_bbox_to_anchor((4, box.y1 + place + 3), transform=IdentityTransform())

    def _put_events(self, place: float, box: Any) -> float:
        """Write the events as a stair, each on the side of its line where it fits.

        The rightmost is the lowest where words go to the right, the leftmost where they go to the
        left: so no line crosses the words of another. Where neither fits, lines end at the axes.
        """
        texts = [self._event_words(label, box) for _, label in self.events]
        spots = [float(self.axes.transData.transform((x, 0))[0]) for x, _ in self.events]
        lengths = [float(text.get_window_extent(self.renderer).width) for text in texts]
        pairs = list(zip(spots, lengths, strict=True))
        right = all(spot + 3 + length < self.width - 4 for spot, length in pairs)
        left = not right and all(spot - 3 - length > 4 for spot, length in pairs)
        order = range(len(texts)) if left else reversed(range(len(texts)))
        for number in order:
            spot, length = pairs[number]
            wanted = spot - 3 - length if left else spot + 3
            start = min(max(wanted, 4.0), self.width - length - 4.0)
            texts[number].xyann = (start, box.y1 + place)
            self._event_line(spot, box, place + _LINE - 2 if left or right else 0.0)
            place += _LINE
        for x in self.bare:
            self._event_line(float(self.axes.transData.transform((x, 0))[0]), box, 0.0)
        return place

    def _event_words(self, label: str, box: Any) -> Any:
        text = self.axes.annotate(
            broken(label, self.width - 12, 1), xy=(0, box.y1), xycoords="figure pixels",
            fontsize=9, color=_SOFT, va="bottom", ha="left", annotation_clip=False,
        )  # fmt: skip
        self._keep(text)
        return text

    def _event_line(self, spot: float, box: Any, above: float) -> None:
        """A dotted line through the axes and so far above them."""
        axes = self.axes
        x = float(axes.transData.inverted().transform((spot, 0))[0])
        (line,) = axes.plot(
            [x, x], [0, 1 + above / box.height], color=_SOFT, linewidth=0.7,
            linestyle=(0, (2, 2)), transform=axes.get_xaxis_transform(), clip_on=False,
            scalex=False, scaley=False,
        )  # fmt: skip
        self._keep(line)
