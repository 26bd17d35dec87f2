"""The door for official files in a notebook: choose files, see what would change, write."""

from __future__ import annotations

import html
import os
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import ipywidgets as widgets

from stratanalysis.data_folder import data_folder
from stratanalysis.errors import StratanalysisError
from stratanalysis.intake.said import said_line
from stratanalysis.intake.taking import TakeResult, prepare_take, write_take
from stratanalysis.language import language as get_language
from stratanalysis.storage import undo

__all__ = ["CLOSED_VARIABLE", "Chooser", "take_files"]

CLOSED_VARIABLE = "STRATANALYSIS_READ_ONLY"
"""Environment variable that closes the door: a desk that others can open takes no files."""


def take_files(
    community: str = "", *, language: str | None = None, data: str | Path | None = None
) -> Chooser:
    """Show a chooser of official files: what they hold is shown before it is written.

    Parameters
    ----------
    community : str, optional
        Name, code or folder; empty where the codes in the files tell.
    language : {"uk", "en"}, optional
        Ukrainian where it is not given.
    data : path, optional
        Folder with ``communities/``; found as everywhere where it is not given.

    Returns
    -------
    Chooser
        A widget, shown where it is the last line of a cell. Without ``ipywidgets`` in the browser
        :func:`stratanalysis.take` does the same with paths.

    Examples
    --------
    >>> take_files("Мукачівська").result is None
    True
    """
    code = get_language(language or os.environ.get("STRATANALYSIS_LANGUAGE") or "uk").code
    return Chooser(community, code, data_folder(data))


class Chooser(widgets.VBox):  # type: ignore[misc]
    """Files, a community, and three buttons: show, write, take back.

    Attributes
    ----------
    result : TakeResult or None
        What the files that are chosen now would change, or what was written.
    """

    def __init__(self, community: str, code: str, data: Path) -> None:
        self.words, self.data = get_language(code), data
        self.result: TakeResult | None = None
        say = self.words.text
        closed = os.environ.get(CLOSED_VARIABLE) == "1"
        self.files = widgets.FileUpload(
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,.docx,.gz,.zip", multiple=True,
            description=say("Choose files"), layout=widgets.Layout(width="auto"), disabled=closed,
        )  # fmt: skip
        self.into = widgets.Text(
            community, placeholder=say("as the codes in the files tell"),
            description=say("Community"),
        )  # fmt: skip
        self.show = self._button(say("Show what would change"), self._prepare)
        self.write = self._button(say("Write"), self._write)
        self.back = self._button(say("Take back"), self._undo)
        self.said = widgets.HTML()
        self.files.observe(lambda _: self._prepare(), "value")
        if closed:
            self._say(say("This desk is open to others: files are taken on the machine itself."))
        row = widgets.HBox([self.files, self.into, self.show, self.write, self.back])
        row.layout.flex_flow = "row wrap"
        super().__init__([row, self.said])

    def _button(self, text: str, work: Callable[[], None]) -> Any:
        made = widgets.Button(description=text, disabled=True, layout={"width": "auto"})
        made.on_click(lambda _: work())
        return made

    def _prepare(self) -> None:
        """Read the chosen files and show what would change; nothing is written."""
        self.result = None
        self.write.disabled = self.back.disabled = True
        if not self.files.value:
            return
        self.show.disabled = False
        with tempfile.TemporaryDirectory(prefix="chosen-") as name:
            paths = []
            for file in self.files.value:
                path = Path(name) / _plain_name(str(file["name"]))
                path.write_bytes(bytes(file["content"]))
                paths.append(path)
            try:
                self.result = prepare_take(paths, into=self.into.value.strip(), data=self.data)
            except StratanalysisError as error:
                self._say(self.words.filled(str(error)))
                return
        lines = [said_line(line, self.words.code) for line in self.result.lines]
        changes = any(p.changes for p in self.result.previews) or bool(self.result.national)
        if not changes:
            lines.append(self.words.text("nothing changes: everything is there already"))
        self.write.disabled = not changes
        self._say("\n".join(lines))

    def _write(self) -> None:
        if self.result is None:
            return
        try:
            self.result = write_take(self.result, data=self.data)
        except (StratanalysisError, OSError) as error:
            self._say(self.words.filled(str(error)))
            return
        self.write.disabled = True
        self.back.disabled = not any(not p.is_new and p.changes for p in self.result.previews)
        lines = [
            self.words.text("{folder}: {count} figures taken", folder=p.folder, count=p.changes)
            for p in self.result.previews
            if p.changes
        ]
        self._say("\n".join(lines) or self.words.text("written"))

    def _undo(self) -> None:
        """Bring back what was there before the last writing."""
        for preview in self.result.previews if self.result is not None else ():
            if preview.changes and not preview.is_new:
                undo(preview.folder)
        self.back.disabled = True
        self._say(self.words.text("what was there before is back"))

    def _say(self, text: str) -> None:
        self.said.value = f"<pre style='white-space:pre-wrap'>{html.escape(text)}</pre>"


def _plain_name(name: str) -> str:
    """The last part of a name that a browser gives, whatever its system, without a path."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return last.strip(" .") or "file"
