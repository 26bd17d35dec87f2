"""``stratanalysis explore``: what is refused before anything starts, and what is served to whom."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import pytest

from stratanalysis.cli import main
from stratanalysis.desk.guard import refusal
from stratanalysis.desk.server import LOOPBACK, free_port, serve
from stratanalysis.desk.settings import settings
from stratanalysis.errors import InvalidInputError


def test_any_free_port():
    assert free_port(LOOPBACK, 0) > 0


def test_a_port_that_is_taken_is_said_with_what_to_do(capsys, root, monkeypatch):
    monkeypatch.chdir(root)
    with socket.socket() as held:
        held.bind((LOOPBACK, 0))
        held.listen()
        port = held.getsockname()[1]
        assert main(["explore", "example", "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"{LOOPBACK}:{port} cannot be taken" in said
    assert "choose another port" in said


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none(port):
    with pytest.raises(InvalidInputError, match="0 to 65535"):
        free_port(LOOPBACK, port)


def test_an_address_that_is_not_of_this_machine():
    with pytest.raises(InvalidInputError, match="cannot be taken"):
        free_port("192.0.2.1", 0)  # kept for examples, RFC 5737


def test_an_unknown_community_names_the_known(capsys, root, monkeypatch):
    monkeypatch.chdir(root)
    assert main(["explore", "korosen"]) == 2
    assert "korosten" in capsys.readouterr().err


def test_a_broken_community_is_said_before_a_page_opens(capsys, root, tmp_path, monkeypatch):
    monkeypatch.chdir(root)
    (tmp_path / "community.toml").write_text("slug = 1", encoding="utf-8")
    assert main(["explore", str(tmp_path), "--port", "0"]) == 1
    assert "community.toml" in capsys.readouterr().err


def test_another_address_is_warned_of(capsys, root, monkeypatch):
    monkeypatch.chdir(root)
    assert main(["explore", "example", "--address", "192.0.2.1"]) == 2
    assert "add --share" in capsys.readouterr().err
    assert main(["explore", "example", "--address", "192.0.2.1", "--share"]) == 2
    assert "there is no other password" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 0),
        ({"host": "evil.example"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"site": "cross-site"}, 403),
        ({"given": "other"}, 403),
        ({"given": ""}, 403),
    ],
)
def test_who_is_refused(changes, status):
    right = {"host": "127.0.0.1:80", "origin": "", "site": "none", "given": "t", "token": "t"}
    assert refusal(**{**right, **changes}, hosts={"127.0.0.1"})[0] == status


@pytest.fixture(scope="module")
def address(root):
    """Of a desk served within this process."""
    found, there = [], threading.Event()

    def ready(url):
        found.append(url)
        there.set()

    run = threading.Thread(
        target=serve,
        args=(settings("example", data=root / "data"),),
        kwargs={"port": 0, "ready": ready},
        daemon=True,
    )
    run.start()
    assert there.wait(60)
    return urlsplit(found[0])


def ask(address, path, *, method="GET", body=None, **headers):
    line = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    line.request(method, path, body, {"Cookie": "", **headers})
    answer = line.getresponse()
    return answer, answer.read()


def cookie_of(address):
    answer, _ = ask(address, f"/?{address.query}")
    assert answer.status == 302
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]
    return answer.headers["Set-Cookie"].split(";")[0]


def test_the_page_is_given_to_whoever_has_the_token(address):
    assert ask(address, "/")[0].status == 403
    assert ask(address, "/?token=wrong")[0].status == 403
    cookie = cookie_of(address)
    answer, page = ask(address, "/", Cookie=cookie, **{"Accept-Encoding": "gzip"})
    assert answer.status == 200
    text = gzip.decompress(page).decode()
    assert "connect-src 'self'" in text
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    assert data["folder"] == "example"
    assert "korosten" in [one["slug"] for one in data["served"]]
    assert ask(address, "/nobody", Cookie=cookie)[0].status == 404
    assert ask(address, "/alive", Cookie=cookie)[1] == b"ok"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"not json", "no question"),
        (b"[]", "це не запит на звіт"),
        (b'{"community": "../..", "scenarios": ""}', "це не запит на звіт"),
        (
            b'{"community": "example", "language": "en", "horizon": 2036, "scenarios": "[[["}',
            "scenarios.toml:1: a heading is closed as it is opened",
        ),
        (
            b'{"community": "example", "language": "en", "horizon": 9999, "scenarios": ""}',
            "9999: the horizon is outside the years of the desk",
        ),
    ],
)
def test_a_question_that_is_no_report_is_answered(address, body, words):
    answer, said = ask(address, "/report", method="POST", body=body, Cookie=cookie_of(address))
    assert answer.status == 400
    assert words in said.decode()


def test_a_signal_ends_the_server_and_frees_the_port(root, tmp_path):
    server = subprocess.Popen(
        [sys.executable, "-m", "stratanalysis", "explore", "example", "--port", "0"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root), "LANG": "C.UTF-8"},
    )  # fmt: skip
    line = server.stdout.readline()
    port = urlsplit(line.split(" at ")[1].split()[0]).port
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 128 + signal.SIGTERM
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind((LOOPBACK, port))
