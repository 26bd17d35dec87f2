"""Time and memory of the worst documents: ``python tools/worst_document.py [FILE ...]``.

Without files, the hostile ones of the tests are read, each in the box in which every foreign
document is read. Prints seconds of the processor and the most memory of the box beyond that of the
program, worst first, and what was answered.
"""

from __future__ import annotations

import importlib.util
import os
import resource
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def measured(path: Path) -> tuple[float, float, str]:
    """Seconds, MiB and the answer for one document, in a process of its own."""
    from stratanalysis.errors import StratanalysisError
    from stratanalysis.plans.extraction import load_document

    pid = os.fork()
    answer = path.with_name(f"{path.name}.answer")
    if pid == 0:
        try:
            load_document(path)
            said = "read"
        except StratanalysisError as error:
            said = str(error)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        grown = max(used.ru_maxrss - own, 0) / 1024
        text = f"{used.ru_utime + used.ru_stime:.2f}\n{grown:.0f}\n{said}"
        answer.write_text(text, encoding="utf-8")
        os._exit(0)
    os.waitpid(pid, 0)
    seconds, grown_by, said = answer.read_text(encoding="utf-8").split("\n", 2)
    return float(seconds), float(grown_by), said


def main() -> None:
    """Measure and print."""
    import stratanalysis.plans.extraction  # noqa: F401 - what the box takes over, imported before

    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(name) for name in sys.argv[1:]]
        if not files:
            tests = ROOT / "tests" / "documents" / "test_sandbox.py"
            spec = importlib.util.spec_from_file_location("hostile", tests)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            for name, content in module.HOSTILE.items():
                files.append(Path(scratch) / name)
                files[-1].write_bytes(content)
        rows = []
        for file in files:
            copy = Path(scratch) / f"m-{file.name}"
            copy.write_bytes(file.read_bytes())
            rows.append((*measured(copy), file.name, len(copy.read_bytes())))
        print("| Document | KB | seconds | MiB | answer |\n|---|---:|---:|---:|---|")
        for seconds, grown, said, name, size in sorted(rows, reverse=True):
            print(f"| {name} | {size / 1000:.1f} | {seconds:.1f} | {grown:.0f} | {said[:90]} |")


if __name__ == "__main__":
    main()
