"""Chapters of a page that appear only where they have something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stratanalysis.pages.page import Page

if TYPE_CHECKING:
    from IPython.display import HTML

__all__ = ["Chapters"]


class Chapters:
    """Puts chapters on a page and remembers those that had nothing.

    Parameters
    ----------
    page : Page

    Examples
    --------
    >>> page = Page("en")
    >>> chapters = Chapters(page)
    >>> chapters.put("swot", "SWOT", page.text()).data
    ''
    >>> chapters.left_out().data
    '<p>Nothing is known yet for these chapters, so they are left out: SWOT.</p>'
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self._left: dict[str, str] = {}

    def put(self, name: str, title: str, *parts: HTML, lead: tuple[str, ...] = ()) -> HTML:
        """Put a chapter: heading, paragraphs, parts; nothing where every part is empty.

        Parameters
        ----------
        name : str
            Anchor of the heading.
        title : str
        *parts : HTML
        lead : tuple of str
            Paragraphs under the heading; they alone make no chapter.
        """
        from IPython.display import HTML

        body = "".join(str(part.data) for part in parts)
        self._left.pop(name, None)
        if not body:
            self._left[name] = title  # by name, so that a cell may run again
            return HTML("")
        return HTML(str(self.page.section(name, title, *lead).data) + body)

    def left_out(self) -> HTML:
        """Say once which chapters had nothing; nothing where there are none."""
        if not self._left:
            return self.page.text()
        return self.page.text(
            self.page.language.text(
                "Nothing is known yet for these chapters, so they are left out: {chapters}.",
                chapters="; ".join(self._left.values()),
            )
        )
