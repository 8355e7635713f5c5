"""Which bytes are which letters. A guess that the person sees and can change."""

from __future__ import annotations

import codecs
import re

from workflow.importing.values import Unreadable
from workflow.sentences import say

HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text and the encoding it was read in: a name of Python's, found here unless given.

    Raises:
        Unreadable: a workbook instead of CSV, or bytes that the encoding does not have.
    """
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Unreadable(say("This is a workbook, not a CSV file. In the spreadsheet choose Save as, CSV UTF-8, "
                             "and send that file."))
    encoding = encoding or detect(content)
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except (UnicodeDecodeError, LookupError):
        raise Unreadable(say("The file is not in %(encoding)s. Choose another encoding.", encoding=encoding)) from None
    if "\x00" in text:
        raise Unreadable(say("This is not a text file. Export it again as CSV."))
    return text, encoding


def detect(content: bytes) -> str:
    """UTF-8 if it is valid; else GB18030 if its high bytes come in pairs as Chinese does; else Latin-1."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _is(content, "utf-8"):
        return "utf-8"
    return "gb18030" if _in_pairs(content) and _is(content, "gb18030") else "cp1252"


def _is(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _in_pairs(content: bytes) -> bool:
    """In Latin-1 an accented letter mostly stands alone between plain ones; Chinese letters are two high bytes."""
    lengths = [len(run) for run in HIGH_BYTES.findall(content)]
    return sum(length for length in lengths if length % 2 == 0) > sum(lengths) / 2
