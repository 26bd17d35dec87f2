"""``run.json``: which page was made when and with what result; times and hosts live only here."""

from __future__ import annotations

import datetime as dt
import json
import platform
import socket
from pathlib import Path
from typing import Any

from stratanalysis.language import LANGUAGES
from stratanalysis.publish.job import RESERVED
from stratanalysis.publish.page_task import Outcome
from stratanalysis.publish.publication import whole_manifest
from stratanalysis.storage import replace_text

__all__ = ["Ledger"]


class Ledger:
    """The record of an output folder: its pages, and its runs in order.

    Parameters
    ----------
    out : pathlib.Path
        A record that is missing or damaged is made again from the pages that are there; their
        dates are then unknown.

    Attributes
    ----------
    pages : dict
        By place: community, names, year, language, notebook, title, date of the last good page,
        bytes, seconds; `failed` with date and message where a newer run failed.
    runs : list of dict
        Identifier, start, end, host, versions, counts and exit status.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.file = out / "run.json"
        try:
            held = json.loads(self.file.read_text(encoding="utf-8"))
            self.pages: dict[str, dict[str, Any]] = dict(held["pages"])
            self.runs: list[dict[str, Any]] = list(held["runs"])
        except (OSError, ValueError, KeyError, TypeError):
            self.pages, self.runs = _found_pages(out), []
        self.current: dict[str, Any] = {}

    def begin(self, jobs: int) -> Path:
        """Open a run and return its folder below ``runs/``; its name is its start in UTC."""
        now = _now()
        stamp = now.replace("-", "").replace(":", "").replace("+0000", "Z")
        name, number = stamp, 1
        while (self.out / "runs" / name).exists():
            number += 1
            name = f"{stamp}-{number}"
        folder = self.out / "runs" / name
        folder.mkdir(parents=True)
        self.current = {
            "run": name,
            "started": now,
            "ended": None,
            "host": socket.gethostname(),
            "system": platform.platform(),
            "pages_planned": jobs,
            "pages": [],
            "done": 0,
            "unchanged": 0,
            "failed": 0,
            "exit_status": None,
        }
        return folder

    def add(self, outcome: Outcome) -> None:
        """Note what became of a page."""
        job, now = outcome.job, _now()
        entry: dict[str, Any] = {
            "community": job.folder.name,
            "names": dict(outcome.names),
            "language": job.language,
            "notebook": job.notebook.stem,
            "place": outcome.place,
            "result": outcome.result,
            "message": outcome.message,
            "seconds": round(outcome.seconds, 2),
            "at": now,
        }
        self.current["pages"].append(entry)
        self.current[outcome.result] += 1
        key = outcome.place or self._newest(entry) or job.name
        page = self.pages.get(key, {"date": None, "bytes": None, "title": ""})
        page |= {k: entry[k] for k in ("community", "names", "language", "notebook")}
        page["year"] = int(outcome.place.split("/")[1]) if outcome.place else page.get("year")
        page["result"] = outcome.result
        if outcome.result == "failed":
            page["failed"] = {"at": now, "message": outcome.message}
        else:
            page.pop("failed", None)
            self.pages.pop(job.name, None)
        if outcome.result == "done":
            page |= {
                "date": now,
                "bytes": len(outcome.files["index.html"]),
                "title": outcome.title,
                "seconds": entry["seconds"],
            }
        self.pages[key] = page

    def _newest(self, entry: dict[str, Any]) -> str | None:
        """Place of the newest page of the same community, language and notebook."""
        same = [
            place
            for place, page in self.pages.items()
            if page["date"]
            and all(page[k] == entry[k] for k in ("community", "language", "notebook"))
        ]
        return max(same, key=lambda place: self.pages[place]["year"] or 0, default=None)

    def end(self, exit_status: int | None) -> None:
        """Close the run."""
        self.current |= {"ended": _now(), "exit_status": exit_status}
        self.runs.append({k: v for k, v in self.current.items() if k != "pages"})

    def save(self, folder: Path) -> None:
        """Write the record of this run into its folder and that of all runs into the output."""
        _write(folder / "run.json", self.current)
        runs = self.runs
        if not runs or runs[-1]["run"] != self.current["run"]:
            runs = [*runs, {k: v for k, v in self.current.items() if k != "pages"}]
        _write(self.file, {"runs": runs, "pages": dict(sorted(self.pages.items()))})


def _write(path: Path, content: dict[str, Any]) -> None:
    replace_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _found_pages(out: Path) -> dict[str, dict[str, Any]]:
    """Finished pages in the output, read from their manifests."""
    pages = {}
    for file in sorted(out.glob("*/*/*/*/manifest.json")):
        community, year, language, notebook = file.parent.relative_to(out).parts
        manifest = whole_manifest(file.parent)
        if community in RESERVED or manifest is None or not year.isdecimal():
            continue
        pages["/".join((community, year, language, notebook))] = {
            "community": community,
            "names": manifest.get("community") or dict.fromkeys(LANGUAGES, community),
            "year": int(year),
            "language": language,
            "notebook": notebook,
            "title": "",
            "date": None,
            "bytes": (file.parent / "index.html").stat().st_size,
            "result": "done",
        }
    return pages
