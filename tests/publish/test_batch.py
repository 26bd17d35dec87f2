"""A run of many pages: what fails does not stop the rest, what has not changed is left alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import nullcontext

import nbformat
import pytest

from stratanalysis.cli import annual
from stratanalysis.cli import main as command_line
from stratanalysis.errors import DataError, InvalidInputError, MissingInputError, UnknownNameError
from stratanalysis.publish import batch, ledger
from stratanalysis.publish.batch import BatchOptions, run_batch
from stratanalysis.publish.job import safe_part
from stratanalysis.publish.kernels.preloaded import close_server
from stratanalysis.publish.plan import plan
from stratanalysis.publish.progress import Progress
from stratanalysis.storage import LockedError, change, output_lock

SCHEMA = {
    "community": {"kind": "text"},
    "year": {"kind": "integer", "nullable": True, "minimum": 2000, "maximum": 2100},
    "language": {"kind": "text", "choices": ["uk", "en"]},
}
DEFAULTS = 'community = "x"\nyear = None\nlanguage = "uk"\n'
GOOD = """from html import escape
from pathlib import Path
from IPython.display import HTML
HTML(f"<h1>{escape(Path(community).name)} {language}</h1><p>Words.</p>")"""


@pytest.fixture(scope="module", autouse=True)
def one_server():
    """One server of warm kernels for all tests here; each run would start its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "close_server", lambda: None)
        yield
    close_server()


@pytest.fixture
def place(root, tmp_path, make_notebook):
    """A small project: two communities, one quick notebook, an output folder."""

    class Place:
        out = tmp_path / "reports"
        notebook = tmp_path / "notebooks" / "01_quick.ipynb"
        folders = tuple(tmp_path / "data" / "communities" / name for name in ("one", "two"))

        def write(self, *sources, path=None):
            notebook = make_notebook(*sources, defaults=DEFAULTS, schema=SCHEMA)
            nbformat.write(notebook, path or self.notebook)

        def run(self, **options):
            chosen = {
                k: options.pop(k) for k in ("languages", "parameters", "only") if k in options
            }
            return run_batch(
                self.folders, [self.notebook], out=self.out, **{"languages": ("en",), **chosen},
                options=BatchOptions(**{"jobs": 2, **options}),
            )  # fmt: skip

        def page(self, name, language="en"):
            return self.out / name / "2021" / language / "01_quick" / "index.html"

    made = Place()
    made.notebook.parent.mkdir()
    for folder in made.folders:
        shutil.copytree(root / "data" / "communities" / "korosten", folder)
    made.write(GOOD)
    return made


def results(result):
    return [outcome.result for outcome in result.outcomes]


def test_every_page_is_made_listed_and_logged(place, capsys):
    result = place.run(languages=("uk", "en"))
    assert results(result) == ["done"] * 4
    assert result.exit_status == 0
    for name in ("one", "two"):
        for language in ("uk", "en"):
            assert f"<h1>{name} {language}</h1>" in place.page(name, language).read_text("utf-8")
    record = json.loads((place.out / "run.json").read_text("utf-8"))
    assert sorted(record["pages"]) == [
        f"{name}/2021/{language}/01_quick" for name in ("one", "two") for language in ("en", "uk")
    ]
    (run,) = record["runs"]
    assert (run["done"], run["failed"], run["exit_status"]) == (4, 0, 0)
    assert run["host"]
    lines = (result.folder / "log.txt").read_text("utf-8").splitlines()
    assert len(lines) == 4
    assert capsys.readouterr().err.splitlines() == lines
    for index, up in ((place.out / "pages.html", ""), (result.folder / "pages.html", "../../")):
        text = index.read_text("utf-8")
        assert '<html lang="uk">' in text
        assert text.count(f'href="{up}one/2021/') == 2
        assert "створено" in text
        assert "<script" not in text
    assert "page made" in (place.out / "pages-en.html").read_text("utf-8")


def test_a_second_run_makes_only_what_has_changed(place):
    first = place.run()
    again = place.run()
    assert results(first) == ["done", "done"]
    assert results(again) == ["unchanged", "unchanged"]
    assert json.loads((place.out / "run.json").read_text("utf-8"))["runs"][1]["unchanged"] == 2
    table = place.folders[1] / "population.csv"
    text = table.read_text("utf-8")
    table.write_text(text.replace("71498", "71499"), encoding="utf-8")
    assert results(place.run()) == ["unchanged", "done"]
    place.page("one").write_text("damaged", encoding="utf-8")
    assert results(place.run()) == ["done", "unchanged"]
    assert results(place.run(parameters={"year": 2021})) == ["done", "done"]
    place.write(GOOD + "\n# other code")
    assert results(place.run(dry_run=True)) == ["due", "due"]
    assert results(place.run()) == ["done", "done"]
    assert results(place.run(force=True)) == ["done", "done"]


def test_the_same_inputs_give_the_same_bytes_whatever_the_clock_says(place, monkeypatch):
    def everything():
        folder = place.page("one").parent
        return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    place.run()
    first = everything()
    frozen = place.out.parent / "frozen"
    frozen.mkdir()
    # a clock that stands still on another day, in the kernel too
    (frozen / "sitecustomize.py").write_text(
        "import time, datetime\n"
        "time.time = lambda: 86400.0 * 20000\n"
        "class Frozen(datetime.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None):\n"
        "        return cls(2024, 10, 4, tzinfo=tz)\n"
        "datetime.datetime = Frozen\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(frozen))
    monkeypatch.setattr(ledger, "_now", lambda: "1999-01-01T00:00:00+00:00")
    look = "import datetime\nassert datetime.datetime.now().year == 2024\n"
    place.run(force=True, warm=False)
    assert everything() == first
    place.write(GOOD, look)
    assert results(place.run(warm=False)) == ["done", "done"]


def test_one_page_fails_the_others_are_published_and_the_last_good_stays(place, capsys):
    place.run()
    good = place.page("one").read_bytes()
    place.write(GOOD, "assert not community.endswith('one'), 'зламано <b>'")
    result = place.run()
    assert results(result) == ["failed", "done"]
    assert result.exit_status == 1
    assert "AssertionError: зламано <b>" in result.outcomes[0].message
    assert place.page("one").read_bytes() == good
    kept = place.out / "failed" / "one--en--01_quick"
    assert "cell 4: AssertionError" in (kept / "error.txt").read_text("utf-8")
    assert nbformat.read(kept / "notebook.ipynb", as_version=4).cells[3].outputs
    text = (place.out / "pages-en.html").read_text("utf-8")
    assert "failed on" in text
    assert "the last good page is shown" in text
    assert "зламано &lt;b&gt;" in text
    assert 'href="one/2021/en/01_quick/index.html"' in text
    assert "why=" in capsys.readouterr().err
    place.write(GOOD)
    assert results(place.run()) == ["unchanged", "done"]
    assert not kept.exists()
    assert "failed on" not in (place.out / "pages-en.html").read_text("utf-8")


def test_a_folder_broken_in_the_middle_fails_alone(place):
    (place.folders[0] / "population.csv").write_bytes(b"\xff\xfe\x00broken")
    shutil.rmtree(place.folders[1])
    place.folders[1].mkdir()
    result = place.run()
    assert results(result) == ["failed", "failed"]
    assert "population.csv" in result.outcomes[0].message
    assert "community.toml" in result.outcomes[1].message
    text = (place.out / "pages-en.html").read_text("utf-8")
    assert text.count('<tr><th scope="row">') == 2
    assert "index.html" not in text.split("<tbody>")[1].split("</tbody>")[0]


def test_two_runs_at_once(place, capsys):
    with output_lock(place.out):
        with pytest.raises(LockedError, match=f"process {os.getpid()} on .*; wait for it with"):
            place.run()
        call = ["annual", str(place.folders[0]), "--notebooks", str(place.notebook.parent)]
        assert command_line([*call, "--out", str(place.out)]) == 75
        assert "another run writes there" in capsys.readouterr().err
        assert not (place.out / "run.json").exists()
    hold = (
        "import sys, time, pathlib\n"
        "from stratanalysis.storage import output_lock\n"
        "with output_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n    time.sleep(3)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(place.out)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    start = time.monotonic()
    assert results(place.run(wait=60)) == ["done", "done"]
    assert time.monotonic() - start > 1
    process.wait()
    process.stdout.close()


def test_a_lock_dies_with_its_process(tmp_path):
    code = (
        "import os, sys, pathlib\n"
        "from stratanalysis.storage import output_lock\n"
        "with output_lock(pathlib.Path(sys.argv[1])):\n"
        "    (pathlib.Path(sys.argv[1]) / '.new-left').mkdir()\n    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / ".new-left").exists()
    with output_lock(tmp_path):
        assert not (tmp_path / ".new-left").exists()


def test_a_page_that_was_moved_aside_when_the_run_was_killed_comes_back(tmp_path):
    scratch = tmp_path / "a" / "2021" / "uk" / ".new-x"
    (scratch / "old").mkdir(parents=True)
    (scratch / "old" / "index.html").write_text("good")
    (scratch / "target").write_text("01_page")
    with output_lock(tmp_path):
        assert (tmp_path / "a/2021/uk/01_page/index.html").read_text() == "good"
        assert not scratch.exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_stopped_run_goes_on_where_it_was(place, number):
    import psutil

    place.write(GOOD, "import time\nif community.endswith('two'):\n    time.sleep(60)")
    call = [
        sys.executable, "-c", "import sys; from stratanalysis.cli import main; sys.exit(main())",
        "annual", *map(str, place.folders), "--notebooks", str(place.notebook.parent),
        "--out", str(place.out), "--language", "en", "--jobs", "1", "--cold",
    ]  # fmt: skip
    process = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while not place.page("one").exists():
        assert time.monotonic() < end
        time.sleep(0.1)
    while not (children := psutil.Process(process.pid).children(recursive=True)):
        assert time.monotonic() < end
        time.sleep(0.1)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == (-9 if number == signal.SIGKILL else 143), said
    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
    if number == signal.SIGTERM:
        record = json.loads((place.out / "run.json").read_text("utf-8"))
        assert record["runs"][0]["exit_status"] == 143
        assert record["runs"][0]["done"] == 1
    # the same notebook now goes quickly: only what was not done is done
    assert "one en" in place.page("one").read_text("utf-8")
    assert not place.page("two").exists()
    text = nbformat.read(place.notebook, as_version=4)
    assert "time.sleep(60)" in text.cells[2].source
    result = place.run(jobs=1, languages=("en",), limits=batch.Limits(cell_timeout=1))
    assert results(result) == ["unchanged", "failed"]
    assert not list(place.out.rglob(".new-*"))


def test_a_full_disk_is_a_failure_and_nothing_is_lost(place, monkeypatch, capsys):
    place.run()
    good = place.page("one").read_bytes()
    write = change.stage

    def full(path, *more):
        if "one" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, *more)

    monkeypatch.setattr(change, "stage", full)
    place.write(GOOD, "print('more')")
    result = place.run()
    assert results(result) == ["failed", "done"]
    assert "No space left on device" in result.outcomes[0].message
    assert place.page("one").read_bytes() == good
    assert not list(place.out.rglob(".new-*"))


def test_a_record_that_cannot_be_written_is_said_and_the_pages_stand(place, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ledger, "replace_text", full)
    result = place.run()
    assert results(result) == ["done", "done"]
    assert "No space left" in result.problem
    assert result.exit_status == 1
    assert place.page("one").is_file()


def test_a_real_full_disk(place, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)],
        capture_output=True, check=False,
    ) if shutil.which("mount") and os.geteuid() == 0 else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        place.write(GOOD, "print('x' * 200_000)")
        result = run_batch(place.folders[:1], [place.notebook], out=small, languages=("en",))
        assert results(result) == ["failed"]
        assert "No space left on device" in result.outcomes[0].message
        assert not (small / "one" / "2021" / "en" / "01_quick").exists()
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize(
    "out", ["/proc/reports", "file/reports", "nul\x00l"], ids=["read-only", "file", "NUL"]
)
def test_a_target_that_cannot_be_written_is_a_wrong_call(place, tmp_path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x")
    place.out = place.out.parent / out
    with pytest.raises(InvalidInputError, match="cannot be written|NUL"):
        place.run()


@pytest.mark.parametrize("name", ["Костянтинівка", "a b", "п'ять (5)", "100%", "x#1?"])
def test_names_of_folders_with_spaces_and_cyrillic(place, name):
    wanted = "?" not in name
    target = place.folders[0].parent / name
    place.folders[0].rename(target)
    place.folders = (target,)
    with nullcontext() if wanted else pytest.raises(InvalidInputError, match="cannot be the name"):
        assert results(place.run()) == ["done"]
        assert place.page(name).is_file()
        links = (place.out / "pages.html").read_text("utf-8")
        assert "01_quick/index.html" in links
        assert " " not in links.split('href="')[1].split('"')[0]


@pytest.mark.parametrize(
    "name", ["", ".", "..", ".hidden", "a/b", "a\\b", "a\x00b", "a\nb", "failed", "runs", "x" * 201]
)
def test_names_that_could_climb_or_clash_are_refused(name):
    with pytest.raises(InvalidInputError, match="cannot be the name of a community"):
        safe_part(name, "community")


def test_a_clock_that_jumps_back_does_not_mix_the_runs(place, monkeypatch):
    stamps = iter(["2026-03-29T03:30:00+00:00"] * 30 + ["2026-03-29T02:30:00+00:00"] * 60)
    monkeypatch.setattr(ledger, "_now", lambda: next(stamps))
    for _ in range(3):
        place.run(force=True)
        list(zip(range(20), stamps, strict=False))
    runs = json.loads((place.out / "run.json").read_text("utf-8"))["runs"]
    assert len(runs) == len({run["run"] for run in runs}) == 3
    text = (place.out / "pages.html").read_text("utf-8")
    assert [text.index(f"runs/{run['run']}/") for run in reversed(runs)] == sorted(
        text.index(f"runs/{run['run']}/") for run in runs
    )


def test_a_damaged_record_is_made_anew_from_the_pages(place):
    place.run()
    (place.out / "run.json").write_text("{", encoding="utf-8")
    assert results(place.run()) == ["unchanged", "unchanged"]
    record = json.loads((place.out / "run.json").read_text("utf-8"))
    assert record["pages"]["one/2021/en/01_quick"]["date"] is None
    assert 'href="one/2021/en/01_quick/index.html"' in (place.out / "pages.html").read_text("utf-8")


def test_a_wrong_call_is_refused_before_anything_is_made(place, tmp_path):
    call = {"folders": place.folders, "notebooks": [place.notebook]}
    with pytest.raises(DataError, match="did you mean 'year'"):
        plan(**call, parameters={"yaer": 2021})
    with pytest.raises(DataError, match="expected 2000 to 2100"):
        plan(**call, parameters={"year": 1})
    with pytest.raises(UnknownNameError, match="one/en/01_quick"):
        plan(**call, only=["three/*"])
    with pytest.raises(InvalidInputError, match="nothing to render"):
        plan(place.folders, [])
    with pytest.raises(MissingInputError, match="no such notebook"):
        plan(place.folders, [tmp_path / "none.ipynb"])
    with pytest.raises(MissingInputError, match="no such folder"):
        plan([tmp_path / "nowhere"], [place.notebook])
    with pytest.raises(InvalidInputError, match="pages at once"):
        place.run(jobs=0)
    (tmp_path / "bad.ipynb").write_text("{}")
    with pytest.raises(InvalidInputError, match="not a notebook"):
        plan(place.folders, [tmp_path / "bad.ipynb"])
    twin = tmp_path / "elsewhere" / "one"
    shutil.copytree(place.folders[0], twin)
    with pytest.raises(InvalidInputError, match="two folders have the name 'one'"):
        plan([*place.folders, twin], [place.notebook])
    assert not place.out.exists()


def test_only_some_pages(place):
    jobs = plan(place.folders, [place.notebook], only=["one/*", "*/uk/01_*"])
    assert [(j.folder.name, j.language) for j in jobs] == [
        ("one", "uk"), ("one", "en"), ("two", "uk"),
    ]  # fmt: skip


def test_the_command_line_has_its_exit_statuses(place, capsys):
    base = ["annual", *map(str, place.folders), "--notebooks", str(place.notebook.parent)]
    base += ["--out", str(place.out), "--language", "en"]
    assert command_line([*base, "--dry-run"]) == 0
    assert "due one/2021/en/01_quick" in capsys.readouterr().out
    assert not list(place.out.rglob("*.html"))
    assert command_line(base) == 0
    assert command_line([*base, "-p", "year=oops"]) == 2
    assert command_line([*base, "-p", "years=2021"]) == 2
    assert command_line([*base, "--only", "none/*"]) == 2
    place.write("1 / 0")
    capsys.readouterr()
    assert command_line(base) == 1
    said = capsys.readouterr()
    assert "failed 2" in said.err
    assert said.err.count("ZeroDivisionError") == 2
    assert annual.LOCKED == 75


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(place):
    import io

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for stream, bar in ((Terminal(), True), (io.StringIO(), False)):
        place.run(force=True, listener=lambda n, stream=stream: Progress(n, stream))
        text = stream.getvalue()
        assert ("[####" in text) == bar
        assert ("\r" in text) == bar
        assert ("one--en--01_quick: 1/3" in text) == bar
        assert text.count("done one/2021/en/01_quick seconds=") == (0 if bar else 1)
