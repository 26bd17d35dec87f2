"""Asking the state budget portal patiently, and keeping what it answered."""

from __future__ import annotations

import datetime as dt
import hashlib
import http.client
import json
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stratanalysis.documents.compressed import MAX_UNPACKED
from stratanalysis.errors import InvalidInputError, StratanalysisError
from stratanalysis.storage import write_whole

__all__ = ["BY_HAND", "Cache", "FetchError", "Portal", "refuse_offline"]

BY_HAND = (
    "download it in a browser: openbudget.gov.ua, local budgets, the budget {code}, incomes (then "
    "expenditures by programme), period: months, export CSV; then run: stratanalysis take FILE "
    "--into {code}"
)
"""What to do where the portal cannot be reached from here."""

_PORTAL = "https://api.openbudget.gov.ua"
BASE_URL = f"{_PORTAL}/api/public/localBudgetData"
_REACH = 5.0
"""Seconds to wait for a connection before the way by hand is shown."""

_LONGEST_WAIT = 120.0
_RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchError(StratanalysisError, ConnectionError):
    """The portal did not answer as it should, after all attempts."""


@dataclass
class Portal:
    """The interface over HTTP: paced, patient, and content with whole answers only.

    Attributes
    ----------
    base_url : str
        Address of the interface.
    pause : float
        Least time between two requests, seconds.
    attempts : int
        How often one request is sent before giving up. Between attempts the wait doubles from
        `pause` on; ``Retry-After`` of the portal is kept, up to two minutes.
    timeout : float
        Seconds without an answer after which an attempt has failed.
    sleep : callable
        How to wait.
    requests : int
        How many were sent.
    """

    base_url: str = BASE_URL
    pause: float = 1.0
    attempts: int = 6
    timeout: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    requests: int = 0

    def __post_init__(self) -> None:
        if urllib.parse.urlsplit(self.base_url).scheme not in ("http", "https"):
            raise InvalidInputError(
                f"the address is {self.base_url!r}", expected="an address that begins with https://"
            )

    def ask_for(self, budget: str, query: Mapping[str, str]) -> tuple[str, str]:
        """Return the answer and its address; with the code of 11 digits if 10 have no rows."""
        text = address = ""
        for written in (budget, f"{budget}0"):
            address = f"{self.base_url}?{urllib.parse.urlencode({'budgetCode': written, **query})}"
            text = self._patiently(address)
            if len(text.strip().split("\n", 1)) > 1:
                break
        return text, address

    def _patiently(self, address: str) -> str:
        problem = ""
        for attempt in range(self.attempts):
            wait = min(self.pause * 2**attempt, _LONGEST_WAIT)
            if self.requests:
                self.sleep(self.pause if attempt == 0 else wait)
            self.requests += 1
            try:
                return self._once(address)
            except urllib.error.HTTPError as error:
                problem = f"status {error.code}"
                if error.code not in _RETRY_STATUS:
                    break
                self.sleep(_retry_after(error.headers.get("Retry-After")))
            except (OSError, http.client.HTTPException) as error:
                problem = str(error) or type(error).__name__
        raise FetchError(
            f"the portal did not answer ({problem}) after {attempt + 1} attempt(s)",
            where=address,
            do="run the same call again later; what has been fetched is kept. Or "
            + BY_HAND.format(code=_code_in(address)),
        )

    def _once(self, address: str) -> str:
        request = urllib.request.Request(address, headers={"Accept": "text/csv"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
            raw: bytes = answer.read(MAX_UNPACKED + 1)
            promised = answer.headers.get("Content-Length")
        if promised is not None and len(raw) < int(promised):
            raise http.client.IncompleteRead(raw, int(promised) - len(raw))
        if len(raw) > MAX_UNPACKED:
            raise InvalidInputError("the answer is too long", where=address)
        text = raw.decode("utf-8-sig", errors="replace")
        head = text.lstrip()[:200]
        if head and ";" not in head.split("\n", 1)[0]:
            raise http.client.HTTPException(f"the answer is not a table: {head[:80]!r}")
        if _cut(text):
            raise http.client.IncompleteRead(raw)
        return text


def refuse_offline(code: str, address: str = _PORTAL, *, wait: float = _REACH) -> None:
    """Return if the portal, or the proxy on the way to it, takes a connection.

    Raises
    ------
    FetchError
        Nobody answers within `wait` seconds; the message says how to do it by hand.
    """
    parts = urllib.parse.urlsplit(address)
    proxy = urllib.request.getproxies().get(parts.scheme)
    if proxy and not urllib.request.proxy_bypass(parts.hostname or ""):
        parts = urllib.parse.urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=wait):
            return
    except OSError as error:
        raise FetchError(
            f"the portal cannot be reached ({error})",
            where=address,
            do=BY_HAND.format(code=code),
        ) from error


def _code_in(address: str) -> str:
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    return next(iter(query.get("budgetCode", [])), "COMMUNITY")


def _retry_after(header: str | None) -> float:
    """Return the seconds that the portal asks for; 0 where it does not say or names a date."""
    return min(float(header), _LONGEST_WAIT) if header and header.strip().isdigit() else 0.0


def _cut(text: str) -> bool:
    """Tell whether the last row is not whole; a name in quotes may hold line breaks."""
    if not text.strip() or text.endswith("\n"):
        return text.count('"') % 2 == 1
    width = text.split("\n", 1)[0].count(";")
    return text.count('"') % 2 == 1 or text.rsplit("\n", 1)[-1].count(";") < width


@dataclass
class Cache:
    """Answers on disk, each with its checksum and the day it came."""

    folder: Path
    today: dt.date
    refresh: bool
    index: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            found = json.loads((self.folder / "answers.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        self.index = found if isinstance(found, dict) else {}

    def get(self, name: str, year: int) -> str | None:
        """Return an answer that is whole and will not change any more."""
        entry = self.index.get(name)
        if self.refresh or not isinstance(entry, dict):
            return None
        try:
            raw = (self.folder / name).read_bytes()
            fetched = dt.date.fromisoformat(str(entry.get("fetched")))
        except (OSError, ValueError):
            return None
        if hashlib.sha256(raw).hexdigest() != entry.get("sha256"):
            return None
        final = fetched >= dt.date(year + 1, 4, 1)
        return raw.decode("utf-8") if final or fetched == self.today else None

    def put(self, name: str, text: str, address: str) -> None:
        """Keep an answer, then note it in the index; both whole or not at all."""
        raw = text.encode("utf-8")
        write_whole(self.folder / name, lambda path: path.write_bytes(raw))
        self.index[name] = {
            "address": address,
            "fetched": self.today.isoformat(),
            "bytes": len(raw),
            "sha256": hashlib.sha256(raw).hexdigest(),
        }
        text = json.dumps(self.index, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        write_whole(
            self.folder / "answers.json", lambda path: path.write_text(text, encoding="utf-8")
        )
