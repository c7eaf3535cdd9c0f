"""The text of stored blocks, without rendering anything: what search reads and summaries are cut from."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

_LINE_ENDS = re.compile(r"</(?:p|li|h[1-6]|tr|div|blockquote)\s*>|<(?:br|hr)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n\s*")


def rich_text_to_plain(source: str) -> str:
    """Stored rich text as plain text, one line for each paragraph or list item."""
    if "<" not in source and "&" not in source:
        return source.strip()
    text = html.unescape(_TAGS.sub("", _LINE_ENDS.sub("\n", source)))
    return _EMPTY_LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def blocks_to_plain(blocks: Iterable[Mapping[str, Any]] | None) -> Iterator[str]:
    """The text of each block that has any, from the raw data of a body; block types without text are passed over."""
    for block in blocks or ():
        read = _READERS.get(block.get("type", ""))
        if read and (text := read(block.get("value"))):
            yield text


def _words(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _rich(value: Any) -> str:
    return rich_text_to_plain(value) if isinstance(value, str) else ""


def _fields(*names: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        texts = (_words(value.get(name)) for name in names) if isinstance(value, Mapping) else ()
        return "\n".join(text for text in texts if text)

    return read


def _table(value: Any) -> str:
    """Row by row; cells are parted, so that two of them never make a word."""
    if not isinstance(value, Mapping):
        return ""
    rows = (" | ".join(str(cell).strip() for cell in row if cell not in (None, "")) for row in value.get("data") or ())
    return "\n".join(line for line in (_words(value.get("table_caption")), *rows) if line)


_READERS: dict[str, Callable[[Any], str]] = {
    "heading": _words,
    "paragraph": _rich,
    "quote": _fields("text", "source"),
    "figure": _fields("caption"),
    "table": _table,
}
