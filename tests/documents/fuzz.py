"""Altered documents of every format: no hang, no crash, no error but one that is said.

``python tests/documents/fuzz.py WHAT COUNT SECONDS SEED`` alters the seeds COUNT times, or for
SECONDS, and prints what came of them; WHAT is ``texts``, ``archives``, ``all`` or a format as
``docx``. The seeds are our own: small documents that are read, and ``fault-`` files, each a kind of
document that was once answered badly. ``test_fuzz.py`` runs a few hundred.
"""

from __future__ import annotations

import io
import random
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

LONGEST = 10
"""Seconds of the processor that one document may take."""
SEEDS = Path(__file__).with_name("seeds")
TEXTS = ("txt", "md", "html", "csv", "toml")
ARCHIVES = ("docx", "xlsx", "pdf")
_PIECES = (
    b"9" * 400, b"-1", b"\x00", b"\xff\xfe", b"<", b">", b"&", b'"', b"|" * 50, b"\n" * 50,
    b"(" * 200, b"<table>" * 20, b"<w:p>", b"1." * 100, b"\xd0", b";", b"1e999", b"\\", b"%",
    b"\xe2\x80\xae", b"[" * 100, b"<li>" * 50, b"nan", b"true", b"'", b"= ", b" Do ", b"/Kids",
)  # fmt: skip


class LateError(BaseException):
    """No reader catches it as damage."""


def _document(path: Path) -> None:
    from stratanalysis.plans.extraction import _extract_file

    _extract_file(path)


def _scenarios(path: Path) -> None:
    from stratanalysis.scenarios import read_scenarios

    read_scenarios(path)


def _official(path: Path) -> None:
    from stratanalysis.intake.recognise import _one

    _one(path, path.name, path.parent, (), None)


TARGETS: dict[str, tuple[Callable[[Path], None], ...]] = {
    "txt": (_document,), "md": (_document,), "html": (_document,), "docx": (_document,),
    "pdf": (_document,), "csv": (_document, _official), "xlsx": (_document, _official),
    "toml": (_scenarios,),
}  # fmt: skip
"""What reads each format."""


def seeds(formats: tuple[str, ...]) -> dict[str, bytes]:
    """The seed corpus of some formats, by name."""
    return {
        path.name: path.read_bytes()
        for path in sorted(SEEDS.iterdir())
        if path.suffix[1:] in formats
    }


def altered(content: bytes, source: random.Random) -> bytes:
    """Alter bytes in one to four places; of an archive, those of a part or of the file itself."""
    if content[:2] == b"PK" and source.random() < 0.8:
        parts = _parts(content)
        if parts:
            chosen = source.choice([n for n in parts if n.endswith(".xml")] or list(parts))
            held = io.BytesIO()
            with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
                for name, part in parts.items():
                    new.writestr(name, altered(part, source) if name == chosen else part)
            return held.getvalue()
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(content) + 1)
        end = min(len(content), at + source.choice((0, 1, 3, 20, 200)))
        kind = source.randrange(4)
        piece = source.choice(_PIECES) if kind else content[at:end] * source.randint(2, 60)
        content = content[:at] + piece + content[end if kind > 1 else at :]
    return content


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            return {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, ValueError):  # a seed that is damaged itself
        return {}


def run(
    formats: tuple[str, ...], count: int, seconds: float, seed: int
) -> tuple[Counter[str], float, list[str]]:
    """Read altered documents; return outcomes, the longest time, and what was not answered."""
    from stratanalysis.errors import StratanalysisError

    def late(number: int, frame: object) -> None:
        raise LateError

    found: Counter[str] = Counter()
    faults: list[str] = []
    longest, end = 0.0, time.monotonic() + seconds
    before = signal.signal(signal.SIGPROF, late)
    corpus = seeds(formats)
    names = list(corpus)
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(count):
            if time.monotonic() > end:
                break
            source = random.Random(f"{seed}-{number}")
            name = source.choice(names) if number >= len(names) else names[number]
            kind = name.rsplit(".")[-1]
            read = source.choice(TARGETS[kind])
            path = Path(scratch) / f"{number % 8}-{name}"
            path.write_bytes(
                altered(corpus[name], source) if number >= len(names) else corpus[name]
            )
            start = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, LONGEST)
            try:
                read(path)
                outcome = "read"
            except LateError:
                outcome = "hang"
                faults.append(f"{seed}-{number} {name}: longer than {LONGEST} s")
            except (StratanalysisError, OSError):
                outcome = "refused"
            except (MemoryError, RecursionError) as error:
                outcome = "refused by the box"  # which names them
                faults += [] if isinstance(error, RecursionError) else [f"{number} {name}: memory"]
            except Exception as error:
                outcome = "not named"
                said = f"{type(error).__name__}: {str(error)[:100]}"
                faults.append(f"{seed}-{number} {name} {read.__name__}: {said}")
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            longest = max(longest, time.process_time() - start)
            found[f"{kind} {outcome}"] += 1
            path.unlink()
    signal.signal(signal.SIGPROF, before)
    return found, longest, faults


def formats_of(what: str) -> tuple[str, ...]:
    """Formats by a word of the command line."""
    return {"texts": TEXTS, "archives": ARCHIVES, "all": TEXTS + ARCHIVES}.get(what, (what,))


if __name__ == "__main__":
    what_, *rest = sys.argv[1:] or ["all"]
    values = [float(word) for word in rest]
    defaults = [1000.0, 60.0, 1.0]
    total, most, first = [*values, *defaults[len(values) :]]
    outcomes, slowest, wrong = run(formats_of(what_), int(total), most, int(first))
    print(f"{sum(outcomes.values())} documents, the slowest {slowest:.2f} s of the processor")
    for outcome_, times in sorted(outcomes.items()):
        print(f"{times:7d} {outcome_}")
    print(f"{len(wrong)} not answered by name")
    print("\n".join(wrong[:50]))
