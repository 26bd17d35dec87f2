"""Office files that are the same in every run: packed without the time of writing."""

from __future__ import annotations

import io
import re
import zipfile

__all__ = ["same_bytes"]

_FIXED = (2000, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+Z")


def same_bytes(content: bytes) -> bytes:
    """Pack a .docx or .xlsx file again; the same parts give the same bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(b"2000-01-01T00:00:00Z", part)
            new.writestr(info, part)
    return stream.getvalue()
