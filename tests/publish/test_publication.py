"""A page is put in place: all of it or nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from stratanalysis.publish.publication import manifest_text, publish
from stratanalysis.storage import STATE, ForeignFileError, checksum, output_lock, undo
from stratanalysis.storage.healing import heal_held


def _page(text, *names):
    files = {name: text.encode() for name in names or ("index.html", "tables/a.csv")}
    return files | {"manifest.json": manifest_text({}, files).encode()}


def _files(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_text()
        for p in folder.rglob("*")
        if p.is_file() and STATE not in p.parts
    }


def _out(path):
    (path / STATE).mkdir(parents=True, exist_ok=True)
    return path


def test_a_new_page_replaces_its_own_files_and_no_other(tmp_path):
    out = _out(tmp_path)
    publish(out, "a/page", _page("one", "index.html", "tables/old.csv"))
    (out / "a" / "page" / "notes.txt").write_text("mine")
    publish(out, "a/page", _page("two"))
    found = _files(out / "a" / "page")
    assert found.pop("notes.txt") == "mine"
    assert found.pop("manifest.json")
    assert found == {"index.html": "two", "tables/a.csv": "two"}
    assert list((out / STATE).glob("2*")) == []


def test_a_page_of_somebody_else_is_replaced_only_on_request_and_comes_back(tmp_path):
    out = _out(tmp_path)
    (out / "page").mkdir()
    (out / "page" / "index.html").write_text("by hand")
    with pytest.raises(ForeignFileError, match=r"index\.html"):
        publish(out, "page", _page("new"))
    assert _files(out) == {"page/index.html": "by hand"}
    publish(out, "page", _page("new"), replace=True)
    assert _files(out)["page/index.html"] == "new"
    undo(out)
    assert _files(out) == {"page/index.html": "by hand"}


@pytest.mark.parametrize("name", ["os.replace", "os.fsync", "os.write"])
def test_a_failed_run_leaves_the_last_page(tmp_path, monkeypatch, name):
    out = _out(tmp_path)
    publish(out, "page", _page("good"))
    before = _files(out)

    def refuse(*_args, **_more):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(name, refuse)
        with pytest.raises(OSError, match="full"):
            publish(out, "page", _page("better"))
    heal_held(out)
    assert _files(out) == before


def test_killed_at_any_moment_the_last_page_is_whole(tmp_path):
    code = (
        "import sys, pathlib, itertools\n"
        "from stratanalysis.publish.publication import publish\n"
        "for n in itertools.count():\n"
        "    publish(pathlib.Path(sys.argv[1]), 'page', {x: b'%d' % n * 1000 for x in 'ab'},\n"
        "            replace=True)\n"
    )
    out = _out(tmp_path)
    for wait in (0.3, 0.35, 0.41):
        process = subprocess.Popen([sys.executable, "-c", code, str(out)])
        while not (out / "page" / "b").exists():
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with output_lock(out):  # the next run
            found = _files(out)
        assert found["page/a"] == found["page/b"] != ""
        assert set(found) == {"page/a", "page/b", ".lock"}


def test_the_manifest_names_every_file_with_its_checksum(tmp_path):
    text = manifest_text({"parameters": {"назва": "Їжак"}}, {"tables/x.csv": b"abc"})
    assert "Їжак" in text
    (entry,) = json.loads(text)["outputs"]
    # SHA-256 of "abc", FIPS 180-4, appendix B.1
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert entry == {"file": "tables/x.csv", "bytes": 3, "sha256": expected}
    (tmp_path / "x").write_bytes(b"abc")
    assert checksum(tmp_path / "x") == expected
