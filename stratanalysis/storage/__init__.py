"""Everything that is written: whole files, one writer at a time, a journal and a way back."""

from stratanalysis.storage.change import (
    Change,
    ChangedError,
    ForeignFileError,
    changing,
    write_own,
)
from stratanalysis.storage.files import (
    checksum,
    content_checksum,
    is_device,
    replace_bytes,
    replace_text,
    write_whole,
)
from stratanalysis.storage.healing import heal
from stratanalysis.storage.history import history, undo
from stratanalysis.storage.journal import STATE
from stratanalysis.storage.locks import LockedError, folder_lock, output_lock
from stratanalysis.storage.merging import Merged, merge_rows

__all__ = [
    "STATE",
    "Change",
    "ChangedError",
    "ForeignFileError",
    "LockedError",
    "Merged",
    "changing",
    "checksum",
    "content_checksum",
    "folder_lock",
    "heal",
    "history",
    "is_device",
    "merge_rows",
    "output_lock",
    "replace_bytes",
    "replace_text",
    "undo",
    "write_own",
    "write_whole",
]
