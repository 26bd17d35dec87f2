"""Voila behind a guard: a token, known names of this machine, no other sites, few visitors.

Run by :func:`stratanalysis.desk.server.serve` as ``python -m stratanalysis.desk.guarded``. It ends
when the process that started it ends.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import signal
import socket
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

__all__ = [
    "IDLE_SECONDS",
    "MEMORY",
    "TOKEN",
    "VISITORS",
    "VISITORS_AT_ONCE",
    "allowed_hosts",
    "deserted",
    "refusal",
]

TOKEN = "STRATANALYSIS_DESK_TOKEN"  # noqa: S105 - its name, not its value
"""Environment variable with the token."""
VISITORS_AT_ONCE = "STRATANALYSIS_DESK_VISITORS"
"""Environment variable with the number of pages that may be open at once."""
VISITORS = 8
IDLE_SECONDS = 1800
"""A kernel that nobody has used for so long is ended."""
LEFT_SECONDS = 4
"""A kernel whose page was open and has been closed for so long is ended."""
NEVER_SECONDS = 180
"""A kernel whose page has not begun to talk to it for so long is ended."""
MEMORY = 4 * 2**30
"""Bytes of address space of the server and of each kernel."""

_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared, not bound


def allowed_hosts(address: str) -> set[str]:
    """Return the names under which the desk answers: no page of another name can reach it.

    Parameters
    ----------
    address : str
        Where it listens; everywhere means all names and addresses of this machine.
    """
    hosts = {"127.0.0.1", "localhost", "::1", address.lower()}
    if address in _EVERYWHERE:
        name = socket.gethostname().lower()
        hosts |= {name, f"{name}.local"}
        with contextlib.suppress(OSError):
            hosts |= {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
        hosts |= set(_own_addresses())
    return hosts


def _own_addresses() -> Iterable[str]:
    with contextlib.suppress(Exception):
        import psutil  # type: ignore[import-untyped, unused-ignore]

        for entries in psutil.net_if_addrs().values():
            for entry in entries:
                if entry.family in (socket.AF_INET, socket.AF_INET6):
                    yield entry.address.split("%")[0]


def _host_of(text: str) -> str:
    with contextlib.suppress(ValueError):
        return (urlsplit(f"//{text}").hostname or "").lower()
    return ""


def refusal(
    *, host: str, origin: str, site: str, given: str, token: str, hosts: set[str]
) -> tuple[int, str]:
    """Say why a request is refused: status and reason; (0, "") where it is not.

    Parameters
    ----------
    host, origin, site : str
        Headers ``Host``, ``Origin`` and ``Sec-Fetch-Site``; empty where there is none.
    given, token : str
        The token that came with the request, and the right one.
    hosts : set of str
        :func:`allowed_hosts`.
    """
    if _host_of(host) not in hosts:
        return 403, "the desk does not answer under this name"
    if origin and origin != "null" and _host_of(urlsplit(origin).netloc) != _host_of(host):
        return 403, "the request comes from another site"
    if origin == "null" or site in ("cross-site", "same-site"):
        return 403, "the request comes from another site"
    if not hmac.compare_digest(given.encode(), token.encode()):
        return 403, "open the whole address that the command has printed, with its token"
    return 0, ""


def _guard(app: Any, kernels: Any, address: str) -> None:
    """Put the guard before every handler of a Tornado application."""
    from tornado.web import RequestHandler

    token, most = os.environ.pop(TOKEN), int(os.environ.pop(VISITORS_AT_ONCE, VISITORS))
    hosts, cookie = allowed_hosts(address), "stratanalysis-desk"
    find = app.find_handler

    class Answer(RequestHandler):
        def initialize(self, status: int, reason: str, go_on: str) -> None:
            self.status, self.reason, self.go_on = status, reason, go_on

        def prepare(self) -> None:
            self.set_header("Referrer-Policy", "no-referrer")
            if self.go_on:
                self.set_cookie(cookie, token, httponly=True, samesite="Strict")
                self.redirect(self.go_on)
                return
            self.set_status(self.status)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(self.reason + "\n")

    def answer(request: Any, status: int, reason: str, go_on: str = "") -> Any:
        settings = {"status": status, "reason": reason, "go_on": go_on}
        return app.get_handler_delegate(request, Answer, settings)

    def guarded(request: Any, **more: Any) -> Any:
        by_address = (request.query_arguments.get("token") or [b""])[-1].decode("utf-8", "replace")
        held = request.cookies.get(cookie)
        header = request.headers.get
        status, reason = refusal(
            host=header("Host", ""),
            origin=header("Origin", ""),
            site=header("Sec-Fetch-Site", ""),
            given=by_address or (held.value if held else ""),
            token=token,
            hosts=hosts,
        )
        if status:
            return answer(request, status, reason)
        if by_address and request.path == "/" and not (held and held.value == token):
            return answer(request, 302, "", go_on="/")
        if request.path == "/" and len(kernels.list_kernel_ids()) >= most:
            return answer(request, 503, f"{most} pages are open already; close one and try again")
        return find(request, **more)

    app.find_handler = guarded


def deserted(
    connections: Mapping[str, int], since: dict[str, tuple[float, bool]], now: float
) -> list[str]:
    """Return the kernels whose visitors have left.

    Parameters
    ----------
    connections : mapping of str to int
        Connections of every kernel.
    since : dict of str to (float, bool)
        When each kernel was first seen without a connection, and whether it ever had one; kept
        from call to call.
    now : float
        Seconds of a clock.

    Examples
    --------
    >>> since = {}
    >>> [deserted({"a": n}, since, t) for n, t in ((0, 0), (1, 9), (0, 11), (0, 14))]
    [[], [], [], ['a']]
    """
    for name in set(since) - set(connections):
        del since[name]
    found = []
    for name, count in connections.items():
        first, known = since.get(name, (now, False))
        if count:
            since[name] = (now, True)
            continue
        since[name] = (first, known)
        if now - first > (LEFT_SECONDS if known else NEVER_SECONDS):
            found.append(name)
    return found


def _watch(kernels: Any) -> None:
    """End the kernels of visitors who have left, whether their browsers say so or not."""
    from tornado.ioloop import PeriodicCallback

    since: dict[str, tuple[float, bool]] = {}

    async def look() -> None:
        count = {model["id"]: int(model["connections"]) for model in kernels.list_kernels()}
        for name in deserted(count, since, time.monotonic()):
            with contextlib.suppress(KeyError, RuntimeError):
                await kernels.shutdown_kernel(name, now=True)

    PeriodicCallback(look, 1000).start()


def main(arguments: list[str]) -> None:
    """Serve until a signal comes or the parent ends."""
    from voila.app import Voila

    from stratanalysis.processes import die_with_parent

    parent = os.getppid()
    die_with_parent(signal.SIGTERM)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    class Guarded(Voila):  # type: ignore[misc] # Voila has no types
        def listen(self) -> None:
            _guard(self.app, self.kernel_manager, self.ip)
            _watch(self.kernel_manager)
            if os.getppid() != parent:
                return
            super().listen()

    Guarded.launch_instance(argv=arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
