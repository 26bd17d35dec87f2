"""Who may use a served desk: the token, the names of this machine, no other site."""

from __future__ import annotations

import contextlib
import hmac
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

__all__ = ["allowed_hosts", "refusal"]

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
