"""The word lists of the demonstration site."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def words(name: str) -> Any:
    """The content of one of the JSON files beside this module."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
