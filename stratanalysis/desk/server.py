"""The desk as a page for people without Jupyter: Voila serves the notebook on this machine."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from stratanalysis.desk.guarded import IDLE_SECONDS, TOKEN, VISITORS, VISITORS_AT_ONCE
from stratanalysis.desk.settings import COMMUNITY, DATA, DOCUMENTS, LANGUAGE
from stratanalysis.errors import InvalidInputError, MissingInputError, StratanalysisError
from stratanalysis.processes import end_descendants, scratch_folder
from stratanalysis.scenarios.folder import read_folder

__all__ = ["EVERYWHERE", "LOOPBACK", "free_port", "serve"]

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only with --share
_START_SECONDS = 90.0


def serve(
    notebook: Path,
    *,
    community: Path | None,
    data: Path,
    language: str,
    documents: Path | None = None,
    address: str = LOOPBACK,
    port: int = 8866,
    visitors: int = VISITORS,
    ready: Callable[[str], None],
) -> int:
    """Serve the desk until it is interrupted; then its server and all kernels end.

    Parameters
    ----------
    notebook : path
        ``explore.ipynb``.
    community : path, optional
        Folder of the community that is shown first; it is read before anything starts.
    data : path
    language : {"uk", "en"}
    documents : path, optional
        Folder with the strategies' texts.
    address : str
        The loopback address by default, so that nobody else on the network can open it.
    port : int
        0 for any free one.
    visitors : int
        Pages that are open at once; each holds a kernel.
    ready : callable
        Called once with the address to open; it holds the token without which nothing is shown.

    Returns
    -------
    int
        Exit status of the server.

    Raises
    ------
    MissingInputError
        The notebook, a folder, or Voila itself is not there.
    InvalidInputError
        The port is taken or the address is not of this machine.
    DataError
        The community cannot be used.
    StratanalysisError
        The server stopped before it answered; the message holds its last words.
    """
    if not notebook.is_file():
        raise MissingInputError(
            "no such notebook", where=str(notebook), do="run the command in the project's folder"
        )
    if importlib.util.find_spec("voila") is None:
        raise MissingInputError("Voila is not installed", do="install it with: pip install voila")
    if documents is not None and not documents.is_dir():
        raise MissingInputError("no such folder", where=str(documents))
    if community is not None:
        read_folder(community)
    port = free_port(address, port)
    environment = {**os.environ, DATA: str(data.resolve()), LANGUAGE: language}
    if community is not None:
        environment[COMMUNITY] = str(community.resolve())
    if documents is not None:
        environment[DOCUMENTS] = str(documents.resolve())
    token = secrets.token_urlsafe(24)
    environment |= {TOKEN: token, VISITORS_AT_ONCE: str(visitors)}
    if address not in (LOOPBACK, "::1", "localhost"):  # what others can open writes nothing here
        environment["STRATANALYSIS_READ_ONLY"] = "1"
    url = f"http://{_host(address)}:{port}/"
    with (
        scratch_folder(short=True) as scratch,
        tempfile.TemporaryFile("w+", encoding="utf-8") as log,
    ):
        command = [
            sys.executable, "-m", "stratanalysis.desk.guarded", str(notebook.resolve()),
            "--no-browser", f"--port={port}", f"--Voila.ip={address}", "--Voila.port_retries=0",
            f"--Voila.connection_dir_root={scratch}",
            f"--MappingKernelManager.cull_idle_timeout={IDLE_SECONDS}",
            "--MappingKernelManager.cull_interval=60",
        ]  # fmt: skip
        process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            command, env=environment, stdout=log, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(process, url)
            ready(f"{url}?token={token}")
            return process.wait()
        except StratanalysisError as error:
            log.seek(0)
            said = " ".join(log.read().split())[-400:]
            raise StratanalysisError(f"{error}: {said}") from None
        finally:
            end_descendants(2.0)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
            process.kill()
            process.wait()


def free_port(address: str, port: int) -> int:
    """Return the port if it can be taken at the address; for 0 one that is free.

    Raises
    ------
    InvalidInputError
        It is taken, or outside 0 to 65535, or the address is not of this machine.
    """
    if not 0 <= port <= 65535:
        raise InvalidInputError(f"the port is {port}", where="--port", expected="0 to 65535")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((address, port))
        except PermissionError:
            raise InvalidInputError(
                f"port {port} needs rights that you do not have", where="--port",
                do="choose one above 1024",
            ) from None  # fmt: skip
        except socket.gaierror:
            raise InvalidInputError(
                f"{address!r} is no address", where="--address", expected="as 127.0.0.1"
            ) from None
        except OSError as error:
            raise InvalidInputError(
                f"{address}:{port} cannot be taken ({error.strerror})",
                where="--port",
                do="another program may hold it; choose another port, or 0 for any free one",
            ) from None
        return int(held.getsockname()[1])


def _host(address: str) -> str:
    """The host to open: loopback where the server listens everywhere."""
    if address in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return LOOPBACK if address == "0.0.0.0" else "[::1]"  # noqa: S104
    return f"[{address}]" if ":" in address else address


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    """Wait until the server answers; the page itself runs a kernel, its folder of parts does not.

    Any answer of the server, also "not found", means that it is there.
    """
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise StratanalysisError(f"the server stopped with status {process.returncode}")
        try:
            urllib.request.urlopen(f"{url}static/nothing", timeout=5).close()  # noqa: S310
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise StratanalysisError(f"the server did not answer within {_START_SECONDS:.0f} seconds")
