"""A page is put in place whole or not at all."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from stratanalysis import storage
from stratanalysis.publish.publication import manifest_text
from stratanalysis.storage import checksum, staging


def test_the_new_folder_takes_the_place_of_the_old(tmp_path):
    target = tmp_path / "a" / "page"
    for text in ("one", "two"):
        with staging(target) as new:
            (new / "index.html").write_text(text)
        assert (target / "index.html").read_text() == text
    assert [p.name for p in target.parent.iterdir()] == ["page"]


def _fail_in(target):
    with staging(target) as new:
        (new / "index.html").write_text("bad")
        raise OSError("disk full")


@pytest.mark.parametrize("exchange", [True, False])
def test_a_failed_run_leaves_the_last_page(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(storage, "_exchange", lambda one, other: False)
    target = tmp_path / "page"
    for text in ("good", "better"):
        with staging(target) as new:
            (new / "index.html").write_text(text)
    with pytest.raises(OSError, match="full"):
        _fail_in(target)
    assert (target / "index.html").read_text() == "better"
    assert [p.name for p in tmp_path.iterdir()] == ["page"]


def test_killed_at_any_moment_the_last_page_is_whole(tmp_path):
    code = (
        "import sys, pathlib, itertools\n"
        "from stratanalysis.storage import staging\n"
        "for n in itertools.count():\n"
        "    with staging(pathlib.Path(sys.argv[1])) as new:\n"
        "        for name in 'ab':\n"
        "            (new / name).write_text(str(n) * 1000)\n"
    )
    target = tmp_path / "page"
    for wait in (0.3, 0.35, 0.41):
        process = subprocess.Popen([sys.executable, "-c", code, str(target)])
        while not target.exists():
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (target / "a").read_text() == (target / "b").read_text() != ""


def test_the_manifest_names_every_file_with_its_checksum(tmp_path):
    text = manifest_text({"parameters": {"назва": "Їжак"}}, {"tables/x.csv": b"abc"})
    assert "Їжак" in text
    (entry,) = json.loads(text)["outputs"]
    # SHA-256 of "abc", FIPS 180-4, appendix B.1
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert entry == {"file": "tables/x.csv", "bytes": 3, "sha256": expected}
    (tmp_path / "x").write_bytes(b"abc")
    assert checksum(tmp_path / "x") == expected
