"""The desk served to other machines: the pages of the communities, and reports on request.

Pages compute in their readers' browsers, so a visitor holds no memory here and leaves nothing
behind; a page is made once and given to all.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import secrets
import socket
import threading
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from stratanalysis.desk.guard import allowed_hosts, refusal
from stratanalysis.desk.messages import said
from stratanalysis.desk.model import open_board
from stratanalysis.desk.page import LONGEST, desk_page
from stratanalysis.desk.report import MAXIMUM_FILE, render_report
from stratanalysis.desk.settings import Settings
from stratanalysis.errors import InvalidInputError, StratanalysisError
from stratanalysis.language import LANGUAGES
from stratanalysis.language import language as get_language
from stratanalysis.processes import end_descendants

__all__ = ["EVERYWHERE", "LOOPBACK", "Pages", "free_port", "serve"]

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only with --share
_COOKIE = "stratanalysis-desk"
_CONNECTIONS = 200
_REQUEST_SECONDS = 30
_NOTHING_LIVES_SECONDS = 2.0


class Pages:
    """Pages of the desk by community, made when first asked for and kept until a table changes.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folders = {folder.name: folder for folder in settings.folders}
        self.first = settings.folders[0].name
        self._made: dict[str, tuple[float, bytes, bytes]] = {}
        self._one = threading.Lock()
        self.reports = threading.Lock()

    def page(self, slug: str, *, zipped: bool = False) -> bytes:
        """Return the page of a community, compressed if wanted.

        Raises
        ------
        KeyError
            There is no such community.
        StratanalysisError
            Its tables cannot be used.
        """
        folder = self.folders[slug]
        with self._one:
            stamp = max(file.stat().st_mtime for file in folder.iterdir())
            if slug not in self._made or self._made[slug][0] != stamp:
                text = desk_page(
                    folder,
                    language=self.settings.language,
                    documents=self.settings.document_folders(folder),
                    served=list(self.folders.values()),
                ).encode("utf-8")
                self._made[slug] = (stamp, text, gzip.compress(text, 6, mtime=0))
            _, plain, small = self._made[slug]
            return small if zipped else plain

    def language(self, wanted: object) -> str:
        """Language of a question; that of the desk where it names none."""
        named = wanted.get("language") if isinstance(wanted, dict) else None
        return named if named in LANGUAGES else self.settings.language

    def report(self, wanted: object) -> bytes:
        """Render the report that a page asks for.

        Raises
        ------
        StratanalysisError
            What is asked for is no report, or another is being made.
        """
        given = wanted if isinstance(wanted, dict) else {}
        slug, text = str(given.get("community")), given.get("scenarios")
        if slug not in self.folders or not isinstance(text, str):
            raise InvalidInputError("this is no question for a report")
        shown = given.get("shown")
        if not self.reports.acquire(blocking=False):
            raise InvalidInputError("another report is being made", do="try again in a minute")
        try:
            return render_report(
                open_board(self.folders[slug], horizon=LONGEST),
                text,
                notebook=self.settings.notebook,
                language=self.language(given),
                horizon=int(given.get("horizon") or 0),
                shown=[str(name) for name in shown] if isinstance(shown, list) else [],
            )
        finally:
            self.reports.release()


def serve(
    settings: Settings,
    *,
    address: str = LOOPBACK,
    port: int = 8866,
    ready: Callable[[str], None],
) -> int:
    """Serve the desk until it is interrupted; then everything that it started has ended.

    Parameters
    ----------
    settings : Settings
        The community that is shown first is read before anything starts.
    address : str
        The loopback address by default, so that nobody else on the network can open it.
    port : int
        0 for any free one.
    ready : callable
        Called once with the address to open; it holds the token without which nothing is shown.

    Returns
    -------
    int
        0.

    Raises
    ------
    InvalidInputError
        The port is taken or the address is not of this machine.
    DataError
        The community cannot be used.
    """
    port = free_port(address, port)
    pages = Pages(settings)
    pages.page(pages.first)
    token = secrets.token_urlsafe(24)

    class Server(_Server):
        address_family = socket.AF_INET6 if ":" in address else socket.AF_INET

    with Server((address, port), _handler(pages, token, allowed_hosts(address))) as server:
        try:
            ready(f"http://{_host(address)}:{port}/?token={token}")
            server.serve_forever(poll_interval=0.25)
        finally:
            end_descendants(1.0)
            if pages.reports.acquire(timeout=_NOTHING_LIVES_SECONDS):  # its folder is removed
                pages.reports.release()
    return 0


class _Server(ThreadingHTTPServer):
    """One thread a request, so many at most; none keeps the process alive."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, *given: object) -> None:
        self.free = threading.BoundedSemaphore(_CONNECTIONS)
        super().__init__(*given)  # type: ignore[arg-type]

    def process_request(self, request: object, client_address: object) -> None:
        if not self.free.acquire(timeout=5):
            self.shutdown_request(request)  # type: ignore[arg-type]
            return
        super().process_request(request, client_address)  # type: ignore[arg-type]

    def process_request_thread(self, request: object, client_address: object) -> None:
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self.free.release()

    def handle_error(self, *_: object) -> None:
        """A reader who goes away in the middle of an answer is no error."""


def _handler(pages: Pages, token: str, hosts: set[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _REQUEST_SECONDS
        server_version, sys_version = "stratanalysis", ""

        def do_GET(self) -> None:
            given = parse_qs(urlsplit(self.path).query).get("token", [""])[-1]
            if not self.admitted(given):
                return
            path = unquote(urlsplit(self.path).path)
            if given and given != self.held():
                cookie = f"{_COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
                self.answer(302, b"", Location=path, Set_Cookie=cookie)
                return
            if path == "/alive":
                self.answer(200, b"ok")
                return
            slug = pages.first if path == "/" else path.strip("/")
            if slug not in pages.folders:
                self.answer(404, b"there is no such page\n")
                return
            zipped = "gzip" in self.headers.get("Accept-Encoding", "")
            try:
                page = pages.page(slug, zipped=zipped)
            except StratanalysisError as error:
                words = said(error, get_language(pages.settings.language))
                self.answer(422, f"{words}\n".encode())
                return
            more = {"Content_Encoding": "gzip"} if zipped else {}
            self.answer(200, page, "text/html", **more)

        do_HEAD = do_GET  # noqa: N815 - named by the library

        def do_POST(self) -> None:
            if not self.admitted(""):
                return
            if urlsplit(self.path).path != "/report":
                self.answer(404, b"there is no such page\n")
                return
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > 2 * MAXIMUM_FILE:
                self.answer(413, b"the question is too large\n")
                return
            wanted: object = None
            try:
                wanted = json.loads(self.rfile.read(int(length)))
                self.answer(200, pages.report(wanted), "text/html")
            except StratanalysisError as error:
                self.answer(400, said(error, get_language(pages.language(wanted))).encode("utf-8"))
            except ValueError:
                self.answer(400, b"this is no question for a report\n")

        def admitted(self, given: str) -> bool:
            header = self.headers.get
            status, reason = refusal(
                host=header("Host", ""), origin=header("Origin", ""),
                site=header("Sec-Fetch-Site", ""), given=given or self.held(), token=token,
                hosts=hosts,
            )  # fmt: skip
            if status:
                self.answer(status, f"{reason}\n".encode())
            return not status

        def held(self) -> str:
            with contextlib.suppress(CookieError):
                cookie = SimpleCookie(self.headers.get("Cookie", "")).get(_COOKIE)
                return cookie.value if cookie else ""
            return ""

        def answer(self, status: int, body: bytes, kind: str = "text/plain", **more: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            for name, value in more.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is written about readers."""

    return Handler


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
