"""The sections of a home page that nobody has arranged yet."""

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("arrangement.json")


def usual_arrangement() -> list[dict[str, Any]]:
    """The stored form of the usual sections, ready for a StreamField."""
    sections: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return sections
