"""TXT and CSV in the encodings that offices use."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from portal.privacy.scan.files.parts import Part, Place

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def parts(content: bytes) -> Iterator[Part]:
    """The text; bytes that belong to no character become marks, and the rest is read all the same."""
    yield Part(Place.BODY, content.decode(encoding_of(content), "replace"))


def encoding_of(content: bytes) -> str:
    """By the byte order mark, else UTF-8 where it fits, else GB18030, which holds GB 2312 and GBK."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 8 > len(head) and even * 20 <= odd:
        return "utf-16-le"
    if even * 8 > len(head) and odd * 20 <= even:
        return "utf-16-be"
    text = content.decode("utf-8", "replace")
    return "utf-8" if text.count("\ufffd") * 20 <= len(text) else "gb18030"
