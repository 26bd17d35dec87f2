"""What a worker does for one page, in a thread here or in a process of a cluster."""

from __future__ import annotations

import html
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stratanalysis.publish.execution import ExecutionError, Limits, stopping
from stratanalysis.publish.job import Job, community_names, fingerprint, prepare, resolved
from stratanalysis.publish.kernels.preloaded import start_server
from stratanalysis.publish.report import failed_files, make_page

__all__ = ["Outcome", "make_outcome"]

_log = logging.getLogger(__name__)
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    """What became of one page.

    Attributes
    ----------
    job : Job
    result : {"done", "unchanged", "failed", "due"}
        ``due`` in a dry run: it would be made.
    place : str
        Folder of the page in the output; empty where the inputs could not be read.
    message : str
        Why it failed.
    files : mapping of str to bytes
        The page, or what is kept of the failed run.
    fingerprint, title : str
    names : mapping
        Name of the community by language code.
    seconds : float
    """

    job: Job
    result: str
    place: str = ""
    message: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    fingerprint: str = ""
    title: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def make_outcome(
    job: Job,
    known: Mapping[str, str],
    *,
    limits: Limits | None = None,
    modules: Sequence[str] = (),
    warm: bool = True,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Make one page, or say why not; nothing is raised for a page that fails.

    Parameters
    ----------
    job : Job
    known : mapping of str to str
        Fingerprints of the finished pages, by place; such a page is left alone.
    limits : Limits, optional
    modules : sequence of str
        What warm kernels import beforehand.
    warm : bool
    dry_run : bool
        Stop before a kernel starts.
    progress : callable, optional
        Called with cells done and all cells.
    """
    start = time.monotonic()
    place = ""
    more: dict[str, Any] = {"names": community_names(job.folder)}

    def outcome(result: str, **rest: Any) -> Outcome:
        spent = time.monotonic() - start
        return Outcome(job, result, place=place, seconds=spent, **{**more, **rest})

    try:
        job = resolved(job)
        print_of = fingerprint(job)
        for standing, its_print in known.items():
            if its_print == print_of:
                place = standing
                return outcome("unchanged", fingerprint=print_of)
        prepared = prepare(job)
        place, more = prepared.place, {"names": prepared.names}
        if dry_run:
            return outcome("due", fingerprint=print_of)
        server = start_server(modules, folder=job.folder) if warm else None
        try:
            files = make_page(prepared, limits=limits, server=server, progress=progress)
        except ExecutionError as error:
            if stopping() or not (error.died or (server is not None and not server.alive)):
                raise
            _log.warning("the kernel of %s was ended; a new one makes it once more", place)
            files = make_page(prepared, limits=limits, progress=progress)
    except ExecutionError as error:
        kept = {name: text.encode("utf-8") for name, text in failed_files(error).items()}
        return outcome("failed", message=str(error), files=kept)
    except Exception as error:  # a page that fails must not take the others with it
        message = str(error) or type(error).__name__
        _log.debug("%s", job.name, exc_info=True)
        kept = {"error.txt": f"{type(error).__name__}: {message}\n".encode()}
        return outcome("failed", message=message, files=kept)
    titles = prepared.source.metadata.get("stratanalysis", {}).get("title", {})
    found = _TITLE.search(files["index.html"])
    written = html.unescape(found[1].decode("utf-8")) if found else ""
    title = str(titles.get(prepared.job.language) or written)
    return outcome("done", files=files, fingerprint=print_of, title=title)
