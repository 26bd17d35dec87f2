"""Changing files together: links, modes, foreign files, edits meanwhile, locks, undo."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.storage import (
    STATE,
    ChangedError,
    ForeignFileError,
    LockedError,
    changing,
    folder_lock,
    history,
    undo,
)


def _put(folder, command="test", /, **files):
    with changing(folder, command) as change:
        for name, text in files.items():
            change.write(f"{name}.txt", text)


def test_what_is_not_ours_is_refused_replaced_on_request_and_comes_back(tmp_path):
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(ForeignFileError, match=r"a\.txt.*--replace"):
        _put(tmp_path, a="new", b="new")
    assert not (tmp_path / "b.txt").exists()
    with changing(tmp_path, "test", replace=True) as change:
        change.write("a.txt", "new")
    undo(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "mine"
    with pytest.raises(ForeignFileError):  # again the user's
        _put(tmp_path, a="new")


def test_our_own_file_is_replaced_until_somebody_edits_it(tmp_path):
    _put(tmp_path, a="one")
    _put(tmp_path, a="two")
    (tmp_path / "a.txt").write_text("edited")
    with pytest.raises(ForeignFileError):
        _put(tmp_path, a="three")
    with pytest.raises(ChangedError, match="changed since"):
        undo(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "edited"


def test_an_edit_after_reading_is_refused_and_both_versions_are_there(tmp_path):
    (tmp_path / "a.txt").write_text("one")

    def late():
        with changing(tmp_path, "t") as change:
            assert change.read("a.txt") == b"one"
            (tmp_path / "a.txt").write_text("theirs")
            change.write("a.txt", "mine")

    with pytest.raises(ChangedError, match="by another program"):
        late()
    assert (tmp_path / "a.txt").read_text() == "theirs"
    assert (tmp_path / STATE / "refused" / "a.txt").read_text() == "mine"


def test_links_are_written_through_and_broken_ones_named(tmp_path):
    real, folder = tmp_path / "real", tmp_path / "folder"
    real.mkdir()
    folder.mkdir()
    (real / "a.txt").write_text("old")
    (real / "a.txt").chmod(0o600)
    (folder / "a.txt").symlink_to(real / "a.txt")
    with changing(folder, "t", replace=True) as change:
        change.write("a.txt", "new")
    assert (folder / "a.txt").is_symlink()
    assert (real / "a.txt").read_text() == "new"
    assert (real / "a.txt").stat().st_mode & 0o777 == 0o600
    (folder / "b.txt").symlink_to("b.txt")
    with pytest.raises(InvalidInputError, match="circle"):
        _put(folder, b="x")
    (folder / "c.txt").symlink_to(tmp_path / "none" / "c.txt")
    with pytest.raises(InvalidInputError, match="not there"):
        _put(folder, c="x")
    linked = tmp_path / "linked"
    linked.symlink_to(folder)
    _put(linked, d="x")
    assert linked.is_symlink()
    assert (folder / "d.txt").read_text() == "x"


def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path):
    before = os.umask(0o027)
    try:
        _put(tmp_path, a="x")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_nothing_is_left_where_nothing_was_written(tmp_path):
    def broken():
        with changing(tmp_path / "new" / "deep", "t"):
            raise OSError("no")

    with pytest.raises(OSError, match="no"):
        broken()
    assert list(tmp_path.iterdir()) == []


def test_undo_can_be_undone_and_history_names_what_was_done(tmp_path):
    _put(tmp_path, "first", a="1")
    _put(tmp_path, "second", a="2", b="2")
    assert [past.command for past in history(tmp_path)] == ["second", "first"]
    undo(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "1"
    assert not (tmp_path / "b.txt").exists()
    undo(tmp_path)
    assert (tmp_path / "b.txt").read_text() == "2"
    first = history(tmp_path)[-1].identifier
    with pytest.raises(ChangedError):
        undo(tmp_path, first)
    with pytest.raises(InvalidInputError, match="nothing to undo"):
        undo(tmp_path / "none")


def test_one_writer_at_a_time(tmp_path):
    hold = (
        "import sys, pathlib\n"
        "from stratanalysis.storage import folder_lock\n"
        "with folder_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)],
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LockedError, match=f"process {process.pid}"), folder_lock(tmp_path, wait=0):
        pass
    process.communicate("")
    _put(tmp_path, a="x")


@pytest.mark.parametrize("name", ["../a", "", "/etc/x", ".stratanalysis/lock", "a\0b"])
def test_names_outside_the_folder_are_refused(tmp_path, name):
    with pytest.raises(InvalidInputError), changing(tmp_path, "t") as change:
        change.write(name, "x")
