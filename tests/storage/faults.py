"""Fail or kill a command at its n-th file operation, and see what is left.

The command runs in a fork of this process, so that it starts with everything imported. Operations
are counted where Python asks the system: reading, writing, keeping, renaming, removing and making
files below one folder. ``python tests/storage/faults.py`` runs every point of every command.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import shutil
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

KILLED = 137
DECISIONS = 'group = "A"\n[[round]]\ncards = ["housing"]\n'
_CALLS = ("write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "link", "open")


class Fault:
    """Counts the operations below a folder; the n-th fails, or ends the process."""

    def __init__(self, below: Path, number: int, *, kill: bool) -> None:
        self.below = str(below)
        self.number = number
        self.kill = kill
        self.count = 0

    def strike(self, where: object) -> None:
        if not (isinstance(where, int) or str(where).startswith(self.below)):
            return
        self.count += 1
        if self.count == self.number:
            if self.kill:
                os._exit(KILLED)
            raise OSError(errno.EIO, "Input/output error (made by the test)", str(where))

    def install(self) -> None:
        for name in _CALLS:
            setattr(os, name, self._wrapped(getattr(os, name)))
        opened = io.open

        def opening(file: object, *rest: object, **more: object) -> object:
            if not isinstance(file, int):
                self.strike(os.fspath(file))  # type: ignore[call-overload]
            return opened(file, *rest, **more)  # type: ignore[call-overload]

        io.open = opening  # type: ignore[assignment]
        builtins.open = opening  # type: ignore[assignment]

    def _wrapped(self, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(first: object, *rest: object, **more: object) -> object:
            self.strike(first if isinstance(first, int) else os.fspath(first))  # type: ignore[call-overload]
            return call(first, *rest, **more)

        return wrapped


def run(command: Callable[[], int], below: Path, number: int, *, kill: bool) -> tuple[int, int]:
    """Run a command in a fork; return its status and how many operations it did."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 99
        fault = Fault(below, number, kill=kill)
        try:
            os.close(reading)
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
            pipe_write = os.write
            fault.install()
            try:
                status = command()
            except OSError:
                status = 1
            except BaseException:
                traceback.print_exc()
                status = 98
            pipe_write(writing, str(fault.count).encode())
        finally:
            os._exit(status)
    os.close(writing)
    counted = os.read(reading, 100)
    os.close(reading)
    _, wait = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(wait), int(counted or 0)


def contents(folder: Path) -> dict[str, bytes]:
    """The user's files of a folder; the state folder and the lock are ours."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".stratanalysis" not in p.parts and p.name != ".lock"
    }


def every_point(
    prepare: Callable[[Path], Callable[[], int]],
    heal: Callable[[Path], object],
    *,
    kill: bool,
    step: int = 1,
) -> Counter[str]:
    """Run a command once whole, then once for every operation, failing or killed there.

    Parameters
    ----------
    prepare : callable
        Fills a folder and returns the command.
    heal : callable
        What the next command does first.
    kill : bool
    step : int
        Try every `step`-th operation.

    Returns
    -------
    Counter
        ``old`` and ``new`` states found; an AssertionError says what was neither.
    """
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        first = Path(scratch) / "first"
        first.mkdir()
        command = prepare(first)
        old = contents(first)
        status, total = run(command, first, 0, kill=False)
        assert status == 0, f"the command itself fails with {status}"
        new = contents(first)
        shutil.rmtree(first)
        for number in range(1, total + 1, step):
            first.mkdir()
            command = prepare(first)
            status, _ = run(command, first, number, kill=kill)
            if not kill:
                assert status != 98, f"operation {number}: a traceback, not a message"
            heal(first)
            state = contents(first)
            what = "old" if same(state, old) else "new" if same(state, new) else "neither"
            names = sorted(k for k in state | old if state.get(k) != old.get(k))
            assert what != "neither", f"operation {number} of {total}: {names} differ"
            assert kill or status != 0 or what == "new", f"operation {number}: says done, is old"
            left = [p for p in first.rglob(".new-*") if ".stratanalysis" not in p.parts]
            assert not left, f"operation {number}: left {left}"
            found[what] += 1
            shutil.rmtree(first)
    return found


def same(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    """Equal files; of workbooks all but the time at which they were made."""
    return one.keys() == other.keys() and all(
        one[name] == other[name]
        or (name.endswith(".xlsx") and _parts(one[name]) == _parts(other[name]))
        for name in one
    )


def _parts(workbook: bytes) -> dict[str, int]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {p.filename: p.CRC for p in archive.infolist() if "core.xml" not in p.filename}


def commands(root: Path) -> Iterator[tuple[str, Callable[[Path], Callable[[], int]]]]:
    """The commands that change a folder of the user, each with its folder prepared."""
    from stratanalysis.cli import main
    from stratanalysis.cycle.closing import close_year
    from stratanalysis.new_community import new_community
    from stratanalysis.publish.publication import manifest_text, publish

    text = "Стратегічна ціль 1. Дорога\nОпераційна ціль 1.1. Дуби\nНаселення - 500 осіб.\n"
    origin = root / "data" / "communities" / "example"

    def call(folder: Path, *words: object) -> Callable[[], int]:
        return lambda: main([*map(str, words), "--data", str(folder)])

    def example(folder: Path) -> Path:
        return Path(shutil.copytree(origin, folder / "communities" / "example"))

    def filled(folder: Path) -> Path:
        import openpyxl

        from stratanalysis.workbook_words import sheet_title

        place = new_community("Вправа", data=folder, exercise=True)
        (place / "notes").mkdir()
        (place / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
        book = openpyxl.load_workbook(place / "workbook.xlsx")
        sheet = book[sheet_title("goals", "uk")]
        names = [cell.value for cell in sheet[2]]
        for name, value in {"code": "1", "level": "strategic", "title": "Робота"}.items():
            sheet.cell(3, names.index(name) + 1).value = value
        book.save(place / "workbook.xlsx")
        return place

    def undo(folder: Path) -> Callable[[], int]:
        place = filled(folder)
        assert main(["fill", str(place), "--data", str(folder)]) == 0
        return lambda: main(["undo", str(place)])

    def strategy(folder: Path) -> Path:
        document = folder / "a.txt"
        document.write_text(text, encoding="utf-8")
        return document

    def extract(folder: Path) -> Callable[[], int]:
        document = strategy(folder)
        main(["extract", str(document), "--to", str(folder / "out")])
        document.write_text(text.replace("Дорога", "Річка").replace("500", "700"), "utf-8")
        return lambda: main(["extract", str(document), "--to", str(folder / "out")])

    def into(folder: Path) -> Callable[[], int]:
        place = new_community("Вправа", data=folder, exercise=True)
        return call(folder, "extract", strategy(folder), "--into", place)

    def take(folder: Path) -> Callable[[], int]:
        place = shutil.copytree(origin.with_name("sofiivka"), folder / "communities" / "sofiivka")
        file = folder / "people.csv"
        file.write_text("Рік,Населення\n2023,41000\n", encoding="utf-8")
        return call(folder, "take", file, "--into", place)

    def collect(folder: Path) -> Callable[[], int]:
        place = filled(folder)
        (folder / "came").mkdir()
        shutil.copy(place / "workbook.xlsx", folder / "came" / "one.xlsx")
        return call(folder, "collect", place, folder / "came")

    def template(folder: Path) -> Callable[[], int]:
        words = ("template", example(folder), "--out", folder / "w.xlsx", "--years")
        assert call(folder, *words, 2024)() == 0
        return call(folder, *words, 2025)

    def close(folder: Path) -> Callable[[], int]:
        place, page = example(folder), folder / "page" / "index.html"
        page.parent.mkdir()
        page.write_text("<html>seen</html>", encoding="utf-8")
        return lambda: 0 if close_year(place, 2024, page) else 1

    def passport(folder: Path) -> Callable[[], int]:
        return call(folder, "passport", "1", 2024, example(folder), "--to", folder / "p" / "p.docx")

    def calendar(folder: Path) -> Callable[[], int]:
        return call(folder, "calendar", 2026, "--out", folder / "c")

    def page(folder: Path) -> Callable[[], int]:
        def put(word: str) -> int:
            files = {"index.html": word.encode(), "tables/a.csv": word.encode()}
            publish(folder, "a/page", files | {"manifest.json": manifest_text({}, files).encode()})
            return 0

        (folder / ".stratanalysis").mkdir()
        put("old")
        return lambda: put("new")

    def workshop(folder: Path) -> Callable[[], int]:
        """What a lesson's kernel says is not of interest here, so none is started."""
        from stratanalysis.workshop import versions

        versions.run_version = lambda book, **_: book  # type: ignore[assignment]
        versions._warm = contextlib.nullcontext
        example(folder)
        words = ("workshop", "1", "--lessons", root / "notebooks" / "workshop")
        return call(folder, *words, "--community", "example", "--to", folder / "w")

    def session(folder: Path, *more: object) -> Callable[[], int]:
        from stratanalysis.workshop.kit import build

        build._pdf = lambda page: b""
        words = ("session", example(folder), "--to", folder / "s", "--language", "uk")
        return call(folder, *words, *more)

    def session_report(folder: Path) -> Callable[[], int]:
        file = folder / "decisions.toml"
        file.write_text(DECISIONS, encoding="utf-8")
        return session(folder, "--decisions", file)

    def desk(folder: Path) -> Callable[[], int]:
        words = ("desk", example(folder), "--to", folder / "d" / "desk.html")
        assert call(folder, *words)() == 0
        return call(folder, *words, "--language", "en")

    def review(folder: Path) -> Callable[[], int]:
        return call(folder, "extract", strategy(folder), "--to", folder / "out", "--review")

    def take_shipped(folder: Path) -> Callable[[], int]:
        file = folder / "people.csv"
        file.write_text("Рік,Населення\n2023,41000\n", encoding="utf-8")
        return call(folder, "take", file, "--into", "sofiivka")

    def scenario(folder: Path) -> Callable[[], int]:
        from stratanalysis.scenarios import read_scenarios, write_scenarios

        file = example(folder) / "scenarios.toml"
        changed = read_scenarios(file.read_text(encoding="utf-8").replace("Оптиміст", "Песиміст"))

        def save() -> int:
            write_scenarios(replace(changed, text=""), file)
            return 0

        return save

    def paper(folder: Path) -> Callable[[], int]:
        from stratanalysis.cli.options import print_page
        from stratanalysis.publish import printed

        printed.printed_files = lambda page, *_, **__: {"page.docx": page}
        place = folder / "a" / "2021" / "uk" / "00"
        place.mkdir(parents=True)
        (place / "index.html").write_text("page", encoding="utf-8")
        return lambda: 0 if print_page(place / "index.html", folder, ("docx",)) else 1

    yield "new", lambda folder: call(folder, "new", "Вправа", "--exercise")
    yield "example", lambda folder: call(folder, "example")
    yield "fill", lambda folder: call(folder, "fill", filled(folder))
    yield "take", take
    yield "collect", collect
    yield "undo", undo
    yield "extract --to", extract
    yield "extract --into", into
    yield "template", template
    yield "year open", lambda folder: call(folder, "year", "open", 2025, example(folder))
    yield "year close", close
    yield "passport", passport
    yield "calendar", calendar
    yield (
        "forecast",
        lambda folder: call(folder, "forecast", example(folder), "--out", folder / "forecast"),
    )
    yield "notebooks", lambda folder: lambda: main(["notebooks", "--to", str(folder / "n")])
    yield "page", page
    yield "workshop", workshop
    yield "session", session
    yield "session report", session_report
    yield "desk", desk
    yield "extract --review", review
    yield "take of a shipped one", take_shipped
    yield "scenarios", scenario
    yield "printed page", paper


def heal_all(folder: Path) -> None:
    """What the next command does in every folder that it touches."""
    from stratanalysis.storage import heal, output_lock

    if (folder / ".stratanalysis").is_dir() and (folder / "a").is_dir():
        with output_lock(folder):
            return
    for state in list(folder.rglob(".stratanalysis")):
        heal(state.parent)


if __name__ == "__main__":
    step_ = int(next((word for word in sys.argv[1:] if word.isdecimal()), 1))
    chosen = [word for word in sys.argv[1:] if not word.isdecimal()]
    print("| Command | | points | old state | new state | between |")
    print("|---|---|---:|---:|---:|---:|")
    for name, prepare in commands(Path(__file__).resolve().parents[2]):
        if not chosen or name in chosen:
            for kill in (False, True):
                try:
                    counts = every_point(prepare, heal_all, kill=kill, step=step_)
                except AssertionError as error:
                    print(f"| {name} | {'killed' if kill else 'failed'} | {error} |", flush=True)
                    continue
                what_ = "killed" if kill else "failed"
                old_, new_ = counts["old"], counts["new"]
                print(f"| {name} | {what_} | {old_ + new_} | {old_} | {new_} | 0 |", flush=True)
