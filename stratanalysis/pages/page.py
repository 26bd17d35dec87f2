"""What a notebook's cells call to put something on the page.

Everything is written as HTML with all text escaped, and looks the same in JupyterLab and on the
rendered page. While a report is rendered, the table behind each figure is saved as CSV next to the
page; in an interactive session nothing is written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from stratanalysis.errors import InvalidInputError
from stratanalysis.language import MISSING
from stratanalysis.language import language as get_language
from stratanalysis.pages.cells import by_row, column_class, mark_time, missing, plain_text, save_csv
from stratanalysis.plots.style import description_of
from stratanalysis.publish.kernels.process import TABLES_VARIABLE

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import HTML
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Page"]

_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


_PHONE_COLUMNS = 6
"""A table with more columns becomes one block a row on a phone."""
_LONG = 8
"""A table with more rows is folded: its caption is shown, its rows on request."""
_SECOND = (
    "capacity", "capacity-strip", "themes", "revenue-shares", "stress", "demographic_load",
    "backtest", "components", "expenditure-parts", "revenue-groups", "bands", "groups",
    "expenditure", "per-head", "age-sums", "band-widths", "component-sums", "distribution",
    "what-came", "quartiles", "median-gap", "peer-oblasts", "population-observed", "ages",
    "difference-balance",
)  # fmt: skip
"""Pictures and tables that are folded on a phone: the finding stays, the rest on request."""
_LONG_TEXT = 450
"""A list of more letters is folded too."""
_FOLDED = ("assumptions-table", "outside-range", "sources")
_CHAPTERS = {
    "00_overview": "Overview",
    "01_profile": "Profile",
    "02_population": "Population",
    "03_budget": "Budget",
    "04_goals": "Goals",
    "05_annual_review": "Annual review",
    "06_benchmark": "Comparison",
}
"""Chapters that a finding leads to."""


class Page:
    """Puts headings, paragraphs, figures and tables on the page.

    Parameters
    ----------
    language : {"uk", "en"}
    tables : path-like, optional
        Where to save the tables; by default as the environment says, else nowhere.

    Examples
    --------
    >>> page = Page("en")
    >>> page.text("Population falls.").data
    '<p>Population falls.</p>'
    """

    def __init__(self, language: str, *, tables: Path | str | None = None) -> None:
        self.language = get_language(language)
        folder = tables or os.environ.get(TABLES_VARIABLE)
        self.tables = Path(folder) if folder else None

    def title(self, title: str, *paragraphs: str) -> HTML:
        """Put the page's one main heading, and paragraphs under it."""
        return _html(f"<h1>{escape(title)}</h1>" + _paragraphs(paragraphs))

    def section(self, name: str, title: str, *paragraphs: str) -> HTML:
        """Begin a section: a heading with an anchor, and paragraphs."""
        self._take(name)
        return _html(f'<h2 id="{name}">{escape(title)}</h2>' + _paragraphs(paragraphs))

    def text(self, *paragraphs: str) -> HTML:
        """Put paragraphs."""
        return _html(_paragraphs(paragraphs))

    def bullets(self, items: Sequence[str]) -> HTML:
        """Put a list, folded where it is long; nothing for no items."""
        lines = "".join(f"<li>{escape(item)}</li>" for item in items)
        made = f"<ul>{lines}</ul>" if items else ""
        if len(items) > _LONG or sum(map(len, items)) > _LONG_TEXT:
            label = escape(self.language.text("All lines: {count}", count=len(items)))
            made = f'<details class="list"><summary>{label}</summary>{made}</details>'
        return _html(made)

    def elsewhere(self) -> HTML:
        """Put the link to the overview, which holds gaps, assumptions and sources of all pages."""
        say = self.language.text
        return _html(
            '<p><a class="chapter to-00_overview" href="../00_overview/index.html">'
            f"{escape(say('Assumptions, gaps and sources'))}</a></p>"
        )

    def summary(self, lines: Sequence[str]) -> HTML:
        """Put the lines that a hurried reader sees first."""
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        heading = escape(self.language.text("In short"))
        return _html(
            f'<section class="summary" aria-labelledby="summary"><h2 id="summary">{heading}</h2>'
            f"<ul>{items}</ul></section>"
        )

    def story(
        self,
        findings: Sequence[tuple[str, str]],
        *,
        lead: Sequence[str] = (),
        decide: str = "",
        figures: Sequence[tuple[str, str]] = (),
    ) -> HTML:
        """Put the first screen: how old the data are, the findings, what is to be decided.

        Parameters
        ----------
        findings : sequence of (sentence, chapter)
            Most important first; each is linked to its chapter, a notebook's name.
        lead : sequence of str
            Lines before them.
        decide : str
            What the council has to decide and by when.
        figures : sequence of (label, value)
            For the start page; saved with the findings, not shown here.
        """
        import pandas as pd

        say = self.language.text
        items = "".join(
            f"<li>{escape(text)} "
            f'<a class="chapter to-{chapter}" href="../{chapter}/index.html">'
            f"{escape(say(_CHAPTERS[chapter]))}</a></li>"
            for text, chapter in findings
        )
        if self.tables is not None:
            rows = [(number, *found) for number, found in enumerate(findings, start=1)]
            save_csv(
                pd.DataFrame(rows, columns=["rank", "text", "chapter"]), self.tables / "story.csv"
            )
            save_csv(
                pd.DataFrame(list(figures), columns=["name", "value"]), self.tables / "headline.csv"
            )
        last = f"<p><strong>{escape(say('To decide'))}.</strong> {escape(decide)}</p>"
        return _html(
            '<section class="summary" aria-labelledby="summary">'
            f'<h2 id="summary">{escape(say("In short"))}</h2>{_paragraphs(lead)}'
            f"<ol>{items}</ol>{last if decide else ''}</section>"
        )

    def figure(
        self,
        name: str,
        picture: Figure | Axes,
        table: pd.DataFrame | Mapping[str, tuple[str, pd.DataFrame]],
        *,
        title: str,
        source: str,
        alternative: str = "",
        caption: str = "",
        about: str = "",
    ) -> HTML:
        """Put a picture with its finding as title, its text alternative, source and CSV.

        Parameters
        ----------
        name : str
            Small letters, digits, hyphens; anchor and file name of the table.
        picture : matplotlib.axes.Axes or matplotlib.figure.Figure
        table : DataFrame or mapping
            What the picture shows; the index is saved too where it has a name. Several tables are
            given by the names of their files, each with its title.
        title : str
            The finding, not the subject.
        source : str
            Where the figures come from.
        alternative : str
            Words for a reader who does not see the picture, written from the data; those that
            travel with the Axes if not given.
        caption : str, optional
            Units, price basis, how to read it.
        about : str, optional
            What else is to be known, folded with the source.
        """
        from matplotlib.axes import Axes

        from stratanalysis.plots.layout import drawn

        if isinstance(picture, Axes):
            alternative = alternative or description_of(picture)
            picture.set_title("")  # the finding is the title of the picture
            figure = cast("Figure", picture.get_figure(root=True))
        else:
            figure = picture
        for what, words in (("title", title), ("alternative", alternative), ("source", source)):
            if not words.strip():
                raise InvalidInputError(
                    f"figure {name!r} has no {what}", expected="words written from the data"
                )
        self._take(name)
        note = f'<p class="note">{escape(caption)}</p>' if caption else ""
        income = "revenue" in name or name in ("balance", "trajectories")
        known: set[str] = set()
        for axes in figure.axes:
            known |= mark_time(axes, self.language.code, income=income, known=known)
        wide, phone = drawn(figure, alternative)
        made = (
            f'<figure id="{name}"><figcaption>{escape(title)}</figcaption>'
            f'<div class="picture">{wide.svg}{phone.svg}</div>{note}'
            f"{self._source(name, table, source, about)}</figure>"
        )
        if name in _SECOND:
            made = (
                f'<details class="more second"><summary>{escape(title)}</summary>{made}</details>'
            )
        return _html(made)

    def table(
        self,
        name: str,
        table: pd.DataFrame,
        *,
        caption: str,
        source: str = "",
        about: str = "",
        formats: Mapping[str, Any] | None = None,
    ) -> HTML:
        """Put a table: caption, header cells with scope, numbers aligned right.

        Parameters
        ----------
        name : str
        table : DataFrame
            An index with a name becomes the first column, a header of its row.
        caption : str
        source : str, optional
        about : str, optional
            What else is to be known, folded with the source.
        formats : mapping, optional
            By column: decimals (int), ``"money"``, ``"percent"``, a function from value to text, or
            ``str`` for a code, which is no number whatever it looks like; or a sequence of these, a
            format for each row. By default numbers are written without decimals. A column of
            numbers, or of texts that are written numbers, is aligned right.

        Notes
        -----
        The CSV next to the page holds the values of the table, not what is written on the page. A
        table without rows becomes a sentence that says so. A long table is folded under its
        caption; a wide one is turned into one block a row on a phone.
        """
        self._take(name)
        if table.empty:
            return self.text(
                self.language.text("The tables hold no figures: {what}.", what=caption)
            )
        frame = table.reset_index() if table.index.name else table
        formats = formats or {}
        columns = list(frame.columns)
        given = {
            column: list(
                zip(frame[column], by_row(formats.get(column, 0), len(frame)), strict=True)
            )
            for column in columns
        }
        amounts = {column: _amounts(given[column]) for column in columns}
        if self.language.fits_all(whole := [value for own in amounts.values() for value in own]):
            amounts = dict.fromkeys(columns, whole)
        texts = {
            column: self._column(frame[column], given[column], amounts[column])
            for column in columns
        }
        css = {
            column: "" if formats.get(column) is str else column_class(texts[column])
            for column in columns
        }
        if table.index.name:
            css[columns[0]] = ""  # headers of rows are on the left
        head = "".join(
            f'<th scope="col"{css[column]}>{escape(str(column))}</th>' for column in columns
        )
        rows = []
        for cells in zip(*texts.values(), strict=True):
            row = [
                f'<td{css[column]} data-label="{escape(str(column))}">{escape(text)}</td>'
                if len(columns) > _PHONE_COLUMNS
                else f"<td{css[column]}>{escape(text)}</td>"
                for column, text in zip(columns, cells, strict=True)
            ]
            if table.index.name:
                row[0] = f'<th scope="row">{escape(cells[0])}</th>'
            rows.append(f"<tr>{''.join(row)}</tr>")
        heading = escape(caption)
        foot = self._source(name, frame, source, about)
        wide = ' class="wide"' if len(columns) > _PHONE_COLUMNS else ""
        made = (
            f'<div class="scroll" role="region" aria-label="{heading}" tabindex="0">'
            f'<table id="{name}"{wide}><caption>{heading}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>{foot}"
        )
        if name in (*_FOLDED, *_SECOND) or len(rows) > _LONG:
            long = name in _FOLDED or len(rows) > _LONG
            fold = "more" if long else "more second"
            made = f'<details class="{fold}"><summary>{heading}</summary>{made}</details>'
        return _html(made)

    def folded(self, title: str, *paragraphs: str) -> HTML:
        """Put paragraphs under a line that opens them; in print they are open. None for none."""
        if not any(paragraphs):
            return _html("")
        return _html(
            f'<details class="more"><summary>{escape(title)}</summary>'
            f"{_paragraphs(paragraphs)}</details>"
        )

    def _column(
        self, column: pd.Series, cells: list[tuple[Any, Any]], amounts: list[float]
    ) -> list[str]:
        """Texts of a column's cells; amounts of money in one unit where one fits."""
        numeric = column.dtype.kind in "iuf"
        return [self._written(value, how, numeric, amounts) for value, how in cells]

    def _written(self, value: Any, how: Any, numeric: bool, amounts: list[float]) -> str:
        if callable(how) and how is not str:
            return str(how(value))
        if missing(value):
            return MISSING
        if how == "money":
            return self.language.money(float(value), among=amounts)
        if how == "percent":
            return self.language.percent(float(value))
        if how is str:
            return str(value)
        if numeric:
            return self.language.number(float(value), int(how))
        return plain_text(value, self.language)

    def _source(
        self, name: str, table: pd.DataFrame | Mapping[str, tuple[str, pd.DataFrame]],
        source: str, about: str = "",
    ) -> str:  # fmt: skip
        """The folded source and notes, with a link to each table that was saved."""
        say, parts = self.language.text, []
        if source:
            parts.append(escape(say("Source: {source}", source=source)))
        if self.tables is not None:
            given = table if isinstance(table, Mapping) else {name: ("", table)}
            for file, (title, rows) in given.items():
                save_csv(rows, self.tables / f"{file}.csv")
                label = say("table as CSV") + (f": {title}" if title else "")
                parts.append(f'<a href="tables/{file}.csv">{escape(label)}</a>')
        made = f'<p class="source">{" · ".join(parts)}</p>' if parts else ""
        if not source and not about:
            return made
        label = say("Source and notes") if about else say("Source")
        note = f'<p class="note">{escape(about)}</p>' if about else ""
        return f'<details class="about"><summary>{escape(label)}</summary>{note}{made}</details>'

    @staticmethod
    def _take(name: str) -> None:
        if not _NAME.fullmatch(name):
            raise InvalidInputError(
                f"{name!r} cannot be an anchor", expected="small letters, digits and hyphens"
            )


def _amounts(cells: list[tuple[Any, Any]]) -> list[float]:
    """The amounts of money among the cells of a column."""
    return [float(value) for value, how in cells if how == "money" and not missing(value)]


def _paragraphs(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def _html(text: str) -> HTML:
    from IPython.display import HTML

    return HTML(text)
