"""Many pages in one run: what has changed is made, what fails does not stop the rest.

Every page is made by :func:`stratanalysis.publish.page_task.make_outcome`, in threads of this
process (each with a kernel of its own) or on a Dask cluster, and published here as soon as it is
ready. A run that was stopped is resumed by running it again: finished pages are left alone.
"""

from __future__ import annotations

import dataclasses
import glob
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stratanalysis.errors import InvalidInputError, StratanalysisError
from stratanalysis.language import LANGUAGES
from stratanalysis.processes import Stopped
from stratanalysis.publish.execution import Limits, allow_kernels, kill_kernels
from stratanalysis.publish.index import write_indexes
from stratanalysis.publish.job import Job
from stratanalysis.publish.kernels.preloaded import (
    close_server,
    imported_modules,
    start_server,
    warm_possible,
)
from stratanalysis.publish.ledger import Ledger
from stratanalysis.publish.page_task import Outcome, make_outcome
from stratanalysis.publish.plan import plan
from stratanalysis.publish.progress import Progress, page_line
from stratanalysis.publish.publication import drop_failed, keep_failed, publish, whole_manifest
from stratanalysis.publish.report import check_call
from stratanalysis.publish.site import build_site
from stratanalysis.storage import output_lock, replace_text

__all__ = ["BatchOptions", "BatchResult", "run_batch"]

_SAVE_EVERY = 5.0
"""Seconds between two writings of the record while a run goes on."""


@dataclass(frozen=True, kw_only=True)
class BatchOptions:
    """How a run goes.

    Attributes
    ----------
    jobs : int, optional
        Pages at once; by default the number of cores.
    force : bool
        Make pages that have not changed too.
    dry_run : bool
        Only say what would be made.
    wait : float
        Seconds to wait for another run that writes to `out`.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers see the same files.
    warm : bool
        Fork kernels from a process that has imported the stack, where the system can.
    limits : Limits, optional
    listener : callable
        Makes the :class:`~stratanalysis.publish.progress.Progress` from the number of pages.
    replace : bool
        Replace files in the place of a page that are not of a page; they are kept.
    add_files : callable, optional
        Called with the folder of each community of which a page was made, and its output folder,
        before the pages are listed: it writes further files into the latter.
    """

    jobs: int | None = None
    force: bool = False
    dry_run: bool = False
    wait: float = 0
    scheduler: str | None = None
    warm: bool = True
    limits: Limits | None = None
    listener: Callable[[int], Progress] = Progress
    replace: bool = False
    add_files: Callable[[Path, Path], object] | None = None

    def __post_init__(self) -> None:
        if self.jobs is not None and self.jobs < 1:
            raise InvalidInputError(f"{self.jobs} pages at once", expected="1 or more")


@dataclass(frozen=True)
class BatchResult:
    """What became of a run.

    Attributes
    ----------
    outcomes : tuple of Outcome
        In the order of the plan; without the files.
    folder : pathlib.Path or None
        Where the record of the run is; None for a dry run.
    problem : str
        Why the record could not be written, if so; the pages are published all the same.
    """

    outcomes: tuple[Outcome, ...]
    folder: Path | None = None
    problem: str = ""

    @property
    def exit_status(self) -> int:
        """0 if every page was made or is unchanged, 1 if one failed."""
        return int(bool(self.problem) or bool(self.count("failed")))

    def count(self, result: str) -> int:
        """Number of pages with this result."""
        return sum(outcome.result == result for outcome in self.outcomes)


def run_batch(
    folders: Sequence[Path],
    notebooks: Sequence[Path],
    *,
    out: Path,
    languages: Sequence[str] = LANGUAGES,
    parameters: Mapping[str, Any] | None = None,
    only: Sequence[str] = (),
    options: BatchOptions | None = None,
) -> BatchResult:
    """Make every page that has changed, publish each as soon as it is ready, list them all.

    Parameters
    ----------
    folders, notebooks, languages, parameters, only
        As for :func:`stratanalysis.publish.plan.plan`.
    out : path-like
        Output folder.
    options : BatchOptions, optional

    Returns
    -------
    BatchResult

    Raises
    ------
    InvalidInputError, MissingInputError, DataError
        A wrong call; nothing has been made.
    LockedError
        Another run writes to `out`; nothing has been made.
    """
    how = options or BatchOptions()
    planned = plan(folders, notebooks, languages=languages, parameters=parameters, only=only)
    check_call(Path(out))
    out = Path(out).resolve()
    task: dict[str, Any] = {
        "limits": how.limits,
        "warm": how.warm,
        "dry_run": how.dry_run,
        "modules": imported_modules(notebooks),
    }
    if how.dry_run:
        found = []
        for job in planned:
            found.append(make_outcome(job, {} if how.force else _known(out, job), **task))
        return BatchResult(tuple(found))
    with output_lock(out, wait=how.wait):
        ledger = Ledger(out)
        folder = ledger.begin(len(planned))
        progress = how.listener(len(planned))
        record = _Record(out, ledger, folder, replace=how.replace)
        outcomes: dict[Any, Outcome] = {}
        status: int | None = None
        try:
            with _executor(how, task, next(iter(planned), None)) as made:
                executor, width = made
                known = (lambda _: {}) if how.force else (lambda job: _known(out, job))
                tell = None if how.scheduler else progress.cell
                for outcome in _run(executor, width, planned, known, task, tell):
                    settled = _settle(out, outcome, replace=how.replace)
                    progress.page(settled)
                    record.page(settled)
                    outcomes[_key(outcome.job)] = dataclasses.replace(settled, files={})
            done = tuple(outcomes[_key(job)] for job in planned)
            for made_of in {one.job.folder for one in done if one.result == "done"}:
                if how.add_files is not None:
                    how.add_files(made_of, out / made_of.name)
            status = BatchResult(done, folder, record.problem).exit_status
        except Stopped as stop:
            status = 128 + stop.number
            raise
        finally:
            progress.close()
            record.close(status)
    return BatchResult(done, folder, record.problem)


class _Record:
    """Writes ``run.json``, the log and the lists; a disk that refuses does not stop the run."""

    def __init__(self, out: Path, ledger: Ledger, folder: Path, *, replace: bool) -> None:
        self._replace = replace
        self._out, self._ledger, self._folder = out, ledger, folder
        self._saved = time.monotonic()
        self.problem = ""

    def page(self, outcome: Outcome) -> None:
        self._ledger.add(outcome)
        try:
            with (self._folder / "log.txt").open("a", encoding="utf-8") as log:
                log.write(page_line(outcome) + "\n")
            if time.monotonic() - self._saved > _SAVE_EVERY:
                self._ledger.save(self._folder)
                self._saved = time.monotonic()
        except OSError as error:
            self.problem = str(error)

    def close(self, status: int | None) -> None:
        ledger = self._ledger
        ledger.end(status)
        try:
            ledger.save(self._folder)
            write_indexes(
                self._out, ledger.pages, ledger.runs, ledger.current, replace=self._replace
            )
            touched = [entry["community"] for entry in ledger.current["pages"]]
            wrong = build_site(self._out, touched, replace=self._replace)
            if wrong:
                lines = "".join(f"{found}\n" for found in wrong)
                replace_text(self._folder / "contradictions.txt", lines)
                self.problem = f"pages contradict each other in {len(wrong)} places: {wrong[0]}"
        except (OSError, StratanalysisError) as error:
            self.problem = str(error)


def _key(job: Job) -> Any:
    return (job.folder, job.notebook, job.language)


def _known(out: Path, job: Job) -> dict[str, str]:
    """Fingerprints of the whole pages of this job's community, notebook and language."""
    found = {}
    parts = glob.escape(job.folder.name), "*", job.language, glob.escape(job.notebook.stem)
    for folder in out.glob("/".join(parts)):
        manifest = whole_manifest(folder)
        if manifest is not None:
            found[folder.relative_to(out).as_posix()] = str(manifest.get("fingerprint"))
    return found


def _settle(out: Path, outcome: Outcome, *, replace: bool) -> Outcome:
    """Publish a page or keep what is known of its failure; a disk that refuses is a failure too."""
    name = outcome.job.name
    try:
        if outcome.result == "done":
            publish(out, outcome.place, outcome.files, replace=replace)
        if outcome.result == "failed":
            kept = keep_failed(out, name, {k: v.decode() for k, v in outcome.files.items()})
            message = f"{outcome.message}; kept in {kept.relative_to(out).as_posix()}"
            return dataclasses.replace(outcome, message=message)
        drop_failed(out, name)
    except (OSError, StratanalysisError) as error:
        return dataclasses.replace(outcome, result="failed", message=f"cannot be written: {error}")
    return outcome


@contextmanager
def _executor(
    how: BatchOptions, task: Mapping[str, Any], first: Job | None
) -> Iterator[tuple[Executor, int]]:
    """Give where pages are made, and how many at once."""
    if how.scheduler is not None:
        try:
            from distributed import Client
        except ImportError as error:
            raise InvalidInputError(
                "a Dask scheduler needs the extra 'cluster'",
                do="install it: pip install 'stratanalysis[cluster]'",
            ) from error
        try:
            client = Client(how.scheduler, timeout="15s")
        except (OSError, ValueError) as error:
            raise InvalidInputError(
                f"no Dask scheduler answers: {error}", where=how.scheduler
            ) from error
        with client:
            threads = sum(client.nthreads().values())
            yield client.get_executor(retries=2), max(how.jobs or threads, 1)
        return
    width = how.jobs or os.cpu_count() or 1
    allow_kernels()
    if how.warm and warm_possible():
        start_server(task["modules"], folder=first.folder if first else "")
    pool = ThreadPoolExecutor(width, thread_name_prefix="page")
    try:
        yield pool, width
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        kill_kernels()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        close_server()


def _run(
    executor: Executor,
    width: int,
    planned: Sequence[Job],
    known: Callable[[Job], Mapping[str, str]],
    task: Mapping[str, Any],
    tell: Callable[[str, int, int], None] | None,
) -> Iterator[Outcome]:
    """Give outcomes as they come; at most twice `width` pages are under way."""
    waiting: dict[Future[Outcome], Job] = {}
    left = iter(planned)
    while True:
        for job in left:
            more: dict[str, Any] = dict(task)
            if tell:
                more["progress"] = _cell_listener(tell, job.name)
            waiting[executor.submit(make_outcome, job, known(job), **more)] = job
            if len(waiting) >= 2 * width:
                break
        if not waiting:
            return
        done, _ = wait_for(waiting, timeout=1.0, return_when=FIRST_COMPLETED)
        for future in done:
            job = waiting.pop(future)
            try:
                outcome = future.result()
            except (Exception, CancelledError) as error:  # the worker's process, not the page
                message = f"the worker failed: {type(error).__name__}: {error}"
                kept = {"error.txt": message.encode()}
                outcome = Outcome(job, "failed", message=message, files=kept)
            yield outcome


def _cell_listener(tell: Callable[[str, int, int], None], name: str) -> Callable[[int, int], None]:
    return lambda done, total: tell(name, done, total)
