"""The entries of the glossary, from the data beside this module."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

_FILE = Path(__file__).with_name("terms.json")


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """One word in both languages. The code is part of its address and never changes."""

    code: str
    zh: str
    en: str
    note: str
    note_en: str

    @property
    def explanation(self) -> str:
        """The note in the reader's language."""
        return self.note_en if get_language() == "en" else self.note


@cache
def glossary() -> tuple[GlossaryTerm, ...]:
    """All entries in the order of the file: what belongs together stands together."""
    return tuple(GlossaryTerm(**entry) for entry in json.loads(_FILE.read_text(encoding="utf-8")))
