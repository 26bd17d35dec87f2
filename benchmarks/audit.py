"""Time of the audit, and that it grows linearly with the document.

Run by hand: ``python benchmarks/audit.py [DOCUMENT]``. Without a document, one of our own making of
the same size as a strategy (350 kB) is checked. Prints processor seconds and their ratios.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from stratanalysis.audit import audit_document
from stratanalysis.documents.reading import document_from_text, read_document
from stratanalysis.plans.extraction import extract_document

SECTION = """{n}. Розділ про справи громади

У мережі {a} закладів, з них {b} шкіл, {c} дитячих садків. Мереж 542,4 км, з них аварійних 320,0 км
(59%). Торгівля має 36,0% підприємств, промисловість 24,0%, будівництво 30,0%, інші 10,0%.

Стратегічна ціль {n}. Розвиток справи номер {n}

Операційна ціль {n}.1. Підтримка людей у справі {n}

Завдання {n}.1.1. Зробити першу частину справи {n} до 30.06.2026

| Захід | 2025 рік | 2026 рік |
|---|---|---|
| Перший захід справи {n} | 10,50 | 20,00 |
| Другий захід справи {n} | 1,00 | 2,00 |
| Всього | 11,50 | 22,00 |

"""


def made(kilobytes: int) -> str:
    """Return a text of about so many kilobytes."""
    sections, size, n = [], 0, 0
    while size < kilobytes * 1024:
        n += 1
        sections.append(SECTION.format(n=n, a=30 + n, b=12 + n, c=18))
        size += len(sections[-1].encode())
    return "".join(sections)


def timed(text: str) -> tuple[float, float, int]:
    """Return the seconds of reading and of checking, and the number of findings."""
    started = time.process_time()
    extraction = extract_document(document_from_text(text))
    read = time.process_time()
    result = audit_document(extraction)
    return read - started, time.process_time() - read, len(result.problems)


def main() -> None:
    """Print the table."""
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        audit_document(read_document(path))  # imports and caches
        started = time.process_time()
        result = audit_document(path)
        print(
            f"{path.name}: {time.process_time() - started:.2f} s, {len(result.problems)} findings"
        )
        text = path.read_text(encoding="utf-8-sig")
    else:
        text = made(350)
    timed(text)
    first = None
    print("times  kB     read s  check s  sum s  ratio  findings")
    for times in (1, 2, 4):
        copy = text * times
        read, check, findings = timed(copy)
        first = first or (read + check)
        print(
            f"{times:5d}  {len(copy.encode()) / 1024:5.0f}  {read:6.2f}  {check:7.2f}  "
            f"{read + check:5.2f}  {(read + check) / first:5.1f}  {findings:8d}"
        )


if __name__ == "__main__":
    main()
