"""``stratanalysis explore``: what is refused before anything starts."""

from __future__ import annotations

import socket

import pytest

from stratanalysis.cli import main
from stratanalysis.desk.server import LOOPBACK, free_port, serve
from stratanalysis.errors import InvalidInputError, MissingInputError


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


def test_a_notebook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MissingInputError, match="no such notebook"):
        serve(tmp_path / "explore.ipynb", community=None, data=tmp_path, language="uk", ready=print)


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
