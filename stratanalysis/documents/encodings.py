"""Which encoding a text is in, found by trial."""

from __future__ import annotations

import codecs
import re

from stratanalysis.errors import UnreadableFileError

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1251", "koi8-u")
_FREQUENT = re.compile("[оаинтіервслкдмпуяєїйзбгьчх]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 200_000


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode a text by trial: byte-order marks, UTF-8, UTF-16, then cp1251 or koi8-u.

    Of the two single-byte alphabets the one is taken in which more letters are frequent lower-case
    letters of Ukrainian.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        File name for messages.

    Returns
    -------
    text, encoding : str

    Raises
    ------
    UnreadableFileError
        The bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, name), encoding
    if b"\0" in data[:_SAMPLE]:
        return _wide(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8"), "utf-8"
        text = ""
    if text or not data:
        _refuse_noise(text, name)
        return text, "utf-8"
    sample = data[:_SAMPLE]
    scores = {encoding: _score(sample.decode(encoding, "replace")) for encoding in _SINGLE_BYTE}
    best = max(scores, key=lambda encoding: scores[encoding])
    text = data.decode(best, "replace")
    _refuse_noise(text, name)
    if scores[best] < 0.25:
        raise _no_text(name)
    return text, best


def _score(text: str) -> float:
    """Return the share of frequent lower-case letters among the signs that are not ASCII."""
    foreign = len(_FOREIGN.findall(text))
    return len(_FREQUENT.findall(text)) / foreign if foreign else 0.0


def _wide(data: bytes, name: str) -> tuple[str, str]:
    """Decode UTF-16 without a mark: every second byte of plain text is 0 or 4."""
    sample = data[:_SAMPLE]
    high = {"utf-16-le": sample[1::2], "utf-16-be": sample[0::2]}
    share = {
        encoding: sum(byte in (0, 4, 0x20) for byte in part) / max(1, len(part))
        for encoding, part in high.items()
    }
    best = max(share, key=lambda encoding: share[encoding])
    if share[best] < 0.9:
        raise _no_text(name)
    return _strictly(data, best, name), best


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"the text begins as {encoding} but byte {error.start} does not fit",
            where=name,
            do="fetch the file again; it may be cut short",
        ) from error
    _refuse_noise(text, name)
    return text


def _refuse_noise(text: str, name: str) -> None:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) * 0.02:
        raise _no_text(name)


def _no_text(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "the file is not a text in UTF-8, UTF-16, cp1251 or koi8-u",
        where=name,
        expected="a .txt, .md, .html, .csv, .docx, .xlsx or text .pdf document",
    )
