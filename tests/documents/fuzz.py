"""Altered documents of every format: no hang, no crash, no error but one that is said.

``python tests/documents/fuzz.py [COUNT] [SECONDS] [SEED]`` alters the seeds COUNT times, or for
SECONDS, and prints what came of them. ``test_fuzz.py`` runs a few hundred.
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
from pathlib import Path
from typing import Any

LONGEST = 10
"""Seconds that one document may take."""
_TEXT = (
    "СТРАТЕГІЯ РОЗВИТКУ ГРОМАДИ\nСтратегічна ціль 1. Дорога\nОпераційна ціль 1.1. Міст\n"
    "Завдання 1.1.1. Ремонт\nІндикатор: довжина, км – 12,5\nНаселення – 1 234 осіб.\n"
    "Сильні сторони\n- річка\n- ліс\nСлабкі сторони\n- пил\n1) перше\n2) друге\n"
    "| Захід | 2024 | 2025 |\n|---|---|---|\n| Школа | 1 200,5 | 300 |\n"
)
_HTML = (
    "<html><h1>Стратегія</h1><ol start='3'><li>Дорога<li>Міст</ol><table><tr><th colspan='2'>А"
    "<tr><td rowspan='2'>1<td>2<tr><td>3</table><p>Населення – 500 осіб.</html>"
)
_CSV = 'Захід;2024;2025\n"Школа; нова";1200,5;300\nМіст;;7\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCX = (
    f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId '
    'w:val="1"/></w:numPr></w:pPr><w:r><w:t>Стратегічна ціль 1. Дорога</w:t></w:r></w:p><w:tbl>'
    '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r>'
    "<w:t>А</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body>"
    "</w:document>"
)
_PIECES = (
    b"9" * 400, b"-1", b"\x00", b"\xff\xfe", b"<", b">", b"&", b'"', b"|" * 50, b"\n" * 50,
    b"(" * 200, b"<table>" * 20, b"<w:p>", b"1." * 100, b"\xd0", b";", b"1e999", b"\\", b"%",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """Small documents of every format that are read without a problem."""
    import openpyxl

    word, book = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", _DOCX)
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.append(["Захід", 2024, 2025])
    sheet.append(["Школа", 1200.5, None])
    sheet.merge_cells("A3:B4")
    workbook.save(book)
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
        b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj"
        b"<</Length 44>>stream\nBT /F 12 Tf 10 100 Td (Strategy 1. Road) Tj ET\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return {
        "a.txt": _TEXT.encode(), "b.md": b"# " + _TEXT.encode(), "c.html": _HTML.encode(),
        "d.csv": _CSV.encode(), "e.docx": word.getvalue(), "f.xlsx": book.getvalue(), "g.pdf": pdf,
    }  # fmt: skip


def altered(content: bytes, source: random.Random) -> bytes:
    """Alter bytes in one to four places; of an archive, those of a part or of the file itself."""
    if content[:2] == b"PK" and source.random() < 0.8:
        held = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
            names = old.namelist()
            chosen = source.choice([n for n in names if n.endswith(".xml")])
            for name in names:
                part = old.read(name)
                new.writestr(name, altered(part, source) if name == chosen else part)
        return held.getvalue()
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(content) + 1)
        end = min(len(content), at + source.choice((0, 1, 3, 20, 200)))
        kind = source.randrange(4)
        piece = source.choice(_PIECES) if kind else content[at:end] * source.randint(2, 60)
        content = content[:at] + piece + content[end if kind > 1 else at :]
    return content


def run(count: int, seconds: float, seed: int) -> tuple[Counter[str], float, list[str]]:
    """Read altered documents; return outcomes, the longest time, and what was not answered."""
    from stratanalysis.errors import StratanalysisError
    from stratanalysis.plans.extraction import _extract_file

    def late(number: int, frame: object) -> None:
        raise TimeoutError

    found: Counter[str] = Counter()
    faults: list[str] = []
    longest, end = 0.0, time.monotonic() + seconds
    before = signal.signal(signal.SIGALRM, late)
    with tempfile.TemporaryDirectory() as scratch:
        corpus = seeds()
        for number in range(count):
            if time.monotonic() > end:
                break
            source = random.Random(f"{seed}-{number}")
            name = source.choice(list(corpus))
            path = Path(scratch) / name
            path.write_bytes(altered(corpus[name], source))
            start = time.process_time()
            signal.alarm(LONGEST)
            try:
                _extract_file(path)
                outcome = "read"
            except (StratanalysisError, OSError) as error:
                outcome = "hang" if isinstance(error, TimeoutError) else "refused"
            except Exception as error:
                outcome = "caught by the box"
                faults.append(f"{number} {name}: {type(error).__name__}: {str(error)[:100]}")
            finally:
                signal.alarm(0)
            if outcome == "hang":
                faults.append(f"{number} {name}: longer than {LONGEST} s")
            longest = max(longest, time.process_time() - start)
            found[f"{name.rsplit('.')[-1]} {outcome}"] += 1
    signal.signal(signal.SIGALRM, before)
    return found, longest, faults


if __name__ == "__main__":
    values = [float(word) for word in sys.argv[1:]]
    defaults = [1000.0, 60.0, 1.0]
    total, most, first = [*values, *defaults[len(values) :]]
    outcomes, slowest, wrong = run(int(total), most, int(first))
    print(f"{sum(outcomes.values())} documents, the slowest {slowest:.2f} s of the processor")
    for outcome_, times in sorted(outcomes.items()):
        print(f"{times:7d} {outcome_}")
    print("\n".join(wrong[:50]))
