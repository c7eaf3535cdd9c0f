"""How log lines are written: as text or as JSON, and never with the address of a person.

No code of ours logs one; this is for what others put into their messages (a mail server's refusal, a broken request).
"""

import json
import logging
import re
from datetime import UTC, datetime
from ipaddress import IPv6Address
from typing import ClassVar

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
#: May be one; a time of day looks alike.
_IPV6 = re.compile(r"(?<![\w:])[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:]*(?![\w:])")
#: What opens something for whoever holds it: the signed part of a link.
_TOKEN = re.compile(r"[\w-]{20,}(?::[\w-]{4,})+|[\w-]{60,}")


def without_addresses(text: str) -> str:
    """The text without mail addresses, network addresses and signed links."""
    for pattern, word in ((_TOKEN, "[token]"), (_MAIL, "[address]"), (_IPV4, "[address]")):
        text = pattern.sub(word, text)
    return _IPV6.sub(_hidden, text)


def _hidden(candidate: re.Match[str]) -> str:
    try:
        IPv6Address(candidate[0])
    except ValueError:
        return candidate[0]
    return "[address]"


class LineFormatter(logging.Formatter):
    """A line of text for each record, its traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_addresses(super().format(record))


class JSONFormatter(logging.Formatter):
    """A JSON object on a line for each record."""

    #: Attributes of a record that say something a search for lines may want.
    extras: ClassVar[tuple[str, ...]] = ("status_code",)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_addresses(record.getMessage()),
            "process": record.process,
        }
        entry |= {name: getattr(record, name) for name in self.extras if hasattr(record, name)}
        if record.exc_info:
            entry["traceback"] = without_addresses(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)
