"""The client of the state budget portal, against a server of our own that replays its answers."""

from __future__ import annotations

import datetime as dt
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.official import FetchError, fetch_budget, monthly
from stratanalysis.official import portal as portal_module

HEADER = "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_INCO;NAME_INC;ZAT_AMT;PLANS_AMT;FAKT_AMT\n"
TODAY = dt.date(2025, 11, 20)
CODE = "0552300000"

Answer = tuple[int, dict[str, str], bytes]


def rows(year: int, code: str = CODE, last_month: int = 12) -> bytes:
    """Cumulative revenue of 10 a month in the general fund, and the same as the total."""
    body = "".join(
        f"{month:02d}.{year};{fund};{code};11010100;"
        f'"Податок; з ""лапками""";120.0;;{10 * month}.0\n'
        for month in range(1, last_month + 1)
        for fund in "CT"
    )
    return (HEADER + body).encode()


class Portal:
    """A server that answers from a queue of surprises, then as the portal does."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.surprises: list[Callable[[dict[str, str]], Answer]] = []
        self.normal: Callable[[dict[str, str]], Answer] = lambda query: (
            200,
            {},
            rows(int(query["year"]), query["budgetCode"]),
        )
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
                portal.asked.append(query)
                answer = portal.surprises.pop(0) if portal.surprises else portal.normal
                status, headers, body = answer(query)
                self.send_response(status)
                if "Content-Length" not in headers and "No-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/localBudgetData"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def portal() -> Iterator[Portal]:
    server = Portal()
    yield server
    server.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetch(portal: Portal, waits: list[float], tmp_path: Path):
    def call(years=(2023,), *, code: str = CODE, to: Path = tmp_path / "budget", **more):
        patience = {k: more.pop(k) for k in ("pause", "attempts", "timeout") if k in more}
        asked = portal_module.Portal(
            portal.url, **{"timeout": 5.0, "sleep": waits.append} | patience
        )
        options = {"parts": ["incomes"], "today": TODAY} | more
        return fetch_budget(code, years, to, portal=asked, **options)

    return call


def test_years_become_one_table(portal: Portal, fetch, tmp_path: Path) -> None:
    fetched = fetch([2022, 2021])
    assert portal.asked == [
        {"budgetCode": CODE, "budgetItem": "INCOMES", "period": "MONTH", "year": year}
        for year in ("2021", "2022")
    ]
    table = fetched.tables["incomes"]
    assert len(table) == 48
    assert fetched.findings == ()
    december = table.query("month == 12 and fund == 'total'")
    assert december["executed"].tolist() == [120, 120]
    assert set(monthly(table)[0]["value"]) == {10}
    written = pd.read_csv(
        tmp_path / "budget" / f"{CODE}_incomes.csv", dtype={"budget_code": "str", "code": "str"}
    )
    assert written["budget_code"].unique().tolist() == [CODE]
    assert written["executed"].tolist() == table["executed"].tolist()
    assert written["name"].iloc[0] == 'Податок; з "лапками"'


def test_expenditure_is_asked_for_by_classification(portal: Portal, fetch) -> None:
    fetch(parts=["programme", "economic"])
    assert [(q["budgetItem"], q["classificationType"]) for q in portal.asked] == [
        ("EXPENSES", "PROGRAM"),
        ("EXPENSES", "ECONOMIC"),
    ]


def test_what_is_on_disk_is_not_asked_for_again(portal: Portal, fetch) -> None:
    first = fetch([2021, 2022])
    again = fetch([2021, 2022])
    assert (first.requests, again.requests, len(portal.asked)) == (2, 0, 2)
    pd.testing.assert_frame_equal(first.tables["incomes"], again.tables["incomes"])


def test_a_year_that_can_still_change_is_asked_for_again_another_day(portal: Portal, fetch) -> None:
    fetch([2023, 2025], today=TODAY)
    fetch([2023, 2025], today=TODAY)
    assert len(portal.asked) == 2
    fetch([2023, 2025], today=dt.date(2026, 2, 1))
    assert [q["year"] for q in portal.asked[2:]] == ["2025"]
    fetch([2025], today=dt.date(2026, 4, 1))
    fetch([2025], today=dt.date(2027, 1, 1))
    assert len(portal.asked) == 4


def test_refresh_asks_for_everything(portal: Portal, fetch) -> None:
    fetch()
    fetch(refresh=True)
    assert len(portal.asked) == 2


def test_a_damaged_answer_on_disk_is_fetched_anew(portal: Portal, fetch, tmp_path: Path) -> None:
    whole = fetch().tables["incomes"]
    answer = tmp_path / "budget" / "answers" / f"{CODE}_incomes_2023.csv"
    answer.write_bytes(answer.read_bytes()[:200])
    pd.testing.assert_frame_equal(fetch().tables["incomes"], whole)
    assert len(portal.asked) == 2


def test_a_damaged_index_is_no_obstacle(portal: Portal, fetch, tmp_path: Path) -> None:
    fetch()
    (tmp_path / "budget" / "answers" / "answers.json").write_text("{", encoding="utf-8")
    fetch()
    assert len(portal.asked) == 2


def test_index_tells_where_each_answer_came_from(fetch, tmp_path: Path) -> None:
    fetch()
    index = json.loads((tmp_path / "budget" / "answers" / "answers.json").read_text("utf-8"))
    entry = index[f"{CODE}_incomes_2023.csv"]
    assert entry["address"].endswith(
        f"?budgetCode={CODE}&budgetItem=INCOMES&period=MONTH&year=2023"
    )
    assert entry["fetched"] == "2025-11-20"
    assert len(entry["sha256"]) == 64


def test_status_429_is_waited_for_as_long_as_the_portal_says(
    portal: Portal, fetch, waits: list[float]
) -> None:
    portal.surprises = [
        lambda _: (429, {"Retry-After": "7"}, b"slow down"),
        lambda _: (429, {}, b""),
    ]
    fetched = fetch(pause=2.0)
    assert fetched.requests == 3
    assert 7.0 in waits
    assert waits == [7.0, 4.0, 0.0, 8.0]  # the wait doubles from attempt to attempt


def test_retry_after_is_not_believed_without_bound(
    portal: Portal, fetch, waits: list[float]
) -> None:
    portal.surprises = [
        lambda _: (429, {"Retry-After": "999999"}, b""),
        lambda _: (503, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, b""),
    ]
    fetch(pause=1.0)
    assert waits == [120.0, 2.0, 0.0, 4.0]


def test_requests_keep_their_distance(fetch, waits: list[float]) -> None:
    fetch([2021, 2022, 2023], pause=1.5)
    assert waits == [1.5, 1.5]


def test_connection_cut_in_the_middle_is_tried_again(portal: Portal, fetch) -> None:
    whole = rows(2023)
    portal.surprises = [lambda _: (200, {"Content-Length": str(len(whole))}, whole[:700])]
    fetched = fetch()
    assert fetched.requests == 2
    assert len(fetched.tables["incomes"]) == 24


@pytest.mark.parametrize("keep", [300, 331, 345])
def test_cut_answer_of_unknown_length_is_tried_again(portal: Portal, fetch, keep: int) -> None:
    whole = rows(2023)
    portal.surprises = [lambda _: (200, {"No-Length": "1"}, whole[:keep])]
    fetched = fetch()
    assert fetched.requests == 2
    assert len(fetched.tables["incomes"]) == 24


def test_last_row_without_line_break_is_whole(portal: Portal, fetch) -> None:
    portal.normal = lambda query: (200, {}, rows(int(query["year"])).rstrip(b"\n"))
    fetched = fetch()
    assert fetched.requests == 1
    assert len(fetched.tables["incomes"]) == 24


def test_empty_200_is_no_data_and_is_said(portal: Portal, fetch) -> None:
    for empty in (b"", HEADER.encode()):
        portal.normal = lambda _, body=empty: (200, {}, body)
        fetched = fetch(refresh=True)
        assert fetched.tables["incomes"].empty
        assert [f.check for f in fetched.findings] == ["no-data"]


def test_older_years_stand_under_eleven_digits(portal: Portal, fetch) -> None:
    def answer(query: dict[str, str]) -> Answer:
        old = query["year"] == "2021"
        right = query["budgetCode"] == (f"{CODE}0" if old else CODE)
        body = rows(int(query["year"]), query["budgetCode"]) if right else HEADER.encode()
        return 200, {}, body

    portal.normal = answer
    fetched = fetch([2021, 2022])
    assert [q["budgetCode"] for q in portal.asked] == [CODE, f"{CODE}0", CODE]
    assert fetched.tables["incomes"]["budget_code"].unique().tolist() == [CODE]
    assert [f.check for f in fetched.findings] == ["budget-code-11-digits"]


def test_code_of_eleven_digits_is_understood(portal: Portal, fetch) -> None:
    fetch(code=f"{CODE}0")
    assert portal.asked[0]["budgetCode"] == CODE


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(
    portal: Portal, fetch, tmp_path: Path
) -> None:
    portal.surprises = [portal.normal, *[lambda _: (500, {}, b"")] * 3]
    with pytest.raises(FetchError, match="status 500.*what has been fetched is kept"):
        fetch([2021, 2022, 2023], attempts=3)
    folder = tmp_path / "budget"
    assert not (folder / f"{CODE}_incomes.csv").exists()
    assert sorted(path.name for path in (folder / "answers").iterdir()) == [
        f"{CODE}_incomes_2021.csv",
        "answers.json",
    ]
    portal.asked.clear()
    fetched = fetch([2021, 2022, 2023])
    assert [q["year"] for q in portal.asked] == ["2022", "2023"]
    assert len(fetched.tables["incomes"]) == 72


def test_error_of_the_request_is_not_tried_again(portal: Portal, fetch) -> None:
    portal.normal = lambda _: (400, {}, b"bad request")
    with pytest.raises(FetchError, match=r"status 400.* after 1 attempt"):
        fetch()
    assert len(portal.asked) == 1


def test_page_instead_of_a_table_is_refused_and_not_kept(
    portal: Portal, fetch, tmp_path: Path
) -> None:
    portal.normal = lambda _: (200, {}, b"<html><body>maintenance</body></html>")
    with pytest.raises(FetchError, match="not a table"):
        fetch(attempts=2)
    assert len(portal.asked) == 2
    assert not list((tmp_path / "budget" / "answers").glob("*.csv"))


def test_another_layout_is_refused_and_not_kept(portal: Portal, fetch, tmp_path: Path) -> None:
    portal.normal = lambda _: (200, {}, b"a;b\n1;2\n")
    with pytest.raises(InvalidInputError, match="REP_PERIOD"):
        fetch()
    assert not list((tmp_path / "budget" / "answers").glob("*.csv"))


def test_no_server_is_said(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = portal_module.Portal(f"http://127.0.0.1:{port}/x", attempts=2, sleep=lambda _: None)
    with pytest.raises(FetchError, match="2 attempt"):
        fetch_budget(CODE, [2023], tmp_path, portal=asked, today=TODAY)


def test_silence_ends(portal: Portal, fetch) -> None:
    release = threading.Event()

    def silent(_: dict[str, str]) -> Answer:
        release.wait(5)
        return 200, {}, b""

    portal.surprises = [silent]
    fetched = fetch(timeout=0.2)
    release.set()
    assert fetched.requests == 2


def test_progress_is_told(fetch) -> None:
    lines: list[str] = []
    fetch([2021], progress=lines.append)
    fetch([2021], progress=lines.append)
    assert lines == [f"{CODE} incomes 2021: 24 rows, {how}" for how in ("fetched", "on disk")]


@pytest.mark.parametrize("code", ["552300000", "99", "../../etc", "UA14120070000090878", ""])
def test_codes_that_cannot_be_are_refused_before_any_request(
    portal: Portal, fetch, code: str
) -> None:
    with pytest.raises(InvalidInputError, match="leading zero"):
        fetch(code=code)
    assert portal.asked == []


@pytest.mark.parametrize("years", [[], [1999], [2026]])
def test_years_that_cannot_be_are_refused(fetch, years: list[int]) -> None:
    with pytest.raises(InvalidInputError, match="years from 2018 to 2025"):
        fetch(years)


def test_unknown_part_and_address_are_refused(fetch, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="incomes"):
        fetch(parts=["income"])
    with pytest.raises(InvalidInputError, match="https"):
        portal_module.Portal("file:///etc/passwd")
