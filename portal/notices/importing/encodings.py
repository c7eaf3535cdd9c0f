"""Finds the encoding of a text file by reading it: byte order marks, UTF-8, GB18030. Memory stays flat."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

#: Characters; a longer line is reported and passed over. A body of 200,000 characters fits, escaped as JSON may be.
MAX_LINE = 4_000_000

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
#: What pages declare, and the widest encoding that reads it.
_KNOWN = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
_COMMON = frozenset("的一是在不了有和人年月日大中，。、：")
_UNDECODABLE = re.compile("[\udc80-\udcff]")
_CHUNK = 1 << 18


def detect_encoding(path: Path) -> str:
    """The name of the encoding. Text with a few broken bytes is still UTF-8; the rows that hold them are reported."""
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        if encoding := _unmarked_utf16(head):
            return encoding
        file.seek(0)
        broken, whole = _utf8_characters(iter(lambda: file.read(_CHUNK), b""))
    if broken * 4 <= whole:
        return "utf-8"
    declared = _DECLARED.search(head)
    return _KNOWN.get(declared[1].decode("ascii").lower(), "gb18030") if declared else _by_common_characters(head)


def _by_common_characters(head: bytes) -> str:
    """Of what nothing marks or declares: in the right encoding the commonest characters of Chinese stand out."""
    counts = {
        encoding: sum(character in _COMMON for character in head.decode(encoding, "ignore"))
        for encoding in ("gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
    }
    best = max(counts, key=lambda encoding: counts[encoding])
    return best if counts[best] > 2 * counts["gb18030"] else "gb18030"


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark shows in the zero bytes of its Latin characters, all on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 8 > len(head) and even * 20 <= odd:
        return "utf-16-le"
    if even * 8 > len(head) and odd * 20 <= even:
        return "utf-16-be"
    return ""


def _utf8_characters(chunks: Iterator[bytes]) -> tuple[int, int]:
    """How many characters outside of ASCII are broken, and how many are whole."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = others = 0
    for chunk in chunks:
        text = decoder.decode(chunk)
        if not text.isascii():
            broken += text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd")
            others += len(text) - len(text.encode("ascii", "ignore"))
    broken += decoder.decode(b"", final=True).count("\ufffd")
    return max(broken, 0), max(others - broken, 0)


@contextmanager
def open_text(path: Path, newline: str) -> Iterator[TextIO]:
    """The file as text; bytes that cannot be read become marks that `undecodable` finds."""
    encoding = detect_encoding(path)
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    with path.open(encoding=encoding, errors=errors, newline=newline) as file:
        yield file


def undecodable(text: str) -> int | None:
    """Where in the text the first byte stands that could not be read."""
    match = _UNDECODABLE.search(text)
    return match.start() if match else None


def bounded_lines(file: TextIO) -> Iterator[str | None]:
    """The lines, their ends included; None for a line that is too long to be a notice."""
    while line := file.readline(MAX_LINE):
        if len(line) < MAX_LINE or line.endswith("\n"):
            yield line
            continue
        while (rest := file.readline(MAX_LINE)) and not rest.endswith("\n"):
            pass
        yield None


def read_text(path: Path, limit: int) -> str | None:
    """The whole text of a file; None when it is longer than ``limit`` characters."""
    with open_text(path, newline="") as file:
        text = file.read(limit + 1)
    return None if len(text) > limit else text
