"""What the codes of a facet are called, and which other spellings lead to them.

Search stores codes only. An app that owns the words behind a facet registers a vocabulary in its `AppConfig.ready`; a
facet without one shows its codes as they are.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.utils import translation
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Label:
    """One code as readers see it."""

    label: str
    #: Distance from the root of its tree; 0 for flat facets.
    depth: int = 0
    #: Where a facet has an order of its own (a tree: parents before children): sorted by this, not by count.
    order: str = ""


class Vocabulary(Protocol):
    """The words of one facet."""

    def labels(self, codes: Collection[str], language: str) -> Mapping[str, Label]:
        """A label for each of these codes, in one go; a code that is left out is shown as it is."""

    def resolve(self, value: str) -> str | None:
        """The code for a code, a name or another spelling; None when nothing is known by it."""


class Plain:
    """Codes that speak for themselves."""

    def labels(self, codes: Collection[str], language: str) -> Mapping[str, Label]:
        return {code: Label(code) for code in codes}

    def resolve(self, value: str) -> str | None:
        return value if re.fullmatch(r"[\w.-]+", value) else None


class Quarters:
    """Years (2026) and quarters (2026Q1), the newest first."""

    _written = re.compile(r"((?:19|20)\d{2})\s*年?\s*(?:(?:第?([一二三四1-4])季度?)|[Qq-]([1-4]))?", re.ASCII)

    def labels(self, codes: Collection[str], language: str) -> Mapping[str, Label]:
        return {code: label for code in codes if (label := _quarter_label(code, language))}

    def resolve(self, value: str) -> str | None:
        found = self._written.fullmatch(value.strip())
        if not found:
            return None
        year, written, number = found.groups()
        quarter = number or (written and str("一二三四".find(written) + 1 or written))
        return f"{year}Q{quarter}" if quarter else year


_quarter_code = re.compile(r"(\d{4})(?:Q([1-4]))?", re.ASCII)


@lru_cache(maxsize=512)
def _quarter_label(code: str, language: str) -> Label | None:
    found = _quarter_code.fullmatch(code)
    if not found:
        return None
    year, quarter = found.groups()
    # Later years and, below each, later quarters come first.
    order = f"{9999 - int(year):04d}{5 - int(quarter) if quarter else 0}"
    with translation.override(language):
        texts = {
            None: gettext("Year %(year)s"),
            "1": gettext("Q1 %(year)s"),
            "2": gettext("Q2 %(year)s"),
            "3": gettext("Q3 %(year)s"),
            "4": gettext("Q4 %(year)s"),
        }
    return Label(texts[quarter] % {"year": year}, depth=1 if quarter else 0, order=order)


_plain: Vocabulary = Plain()
_vocabularies: dict[str, Vocabulary] = {"quarter": Quarters()}


def register_vocabulary(facet: str, vocabulary: Vocabulary) -> None:
    """Give a facet its words; once, at start."""
    if _vocabularies.get(facet, vocabulary) is not vocabulary:
        raise ValueError(f"facet {facet!r} has a vocabulary already")
    _vocabularies[facet] = vocabulary


def labels(facet: str, codes: Collection[str], language: str | None = None) -> dict[str, Label]:
    """A label for every one of these codes, in this language or the one in use."""
    known = _vocabularies.get(facet, _plain).labels(codes, language or translation.get_language() or "en")
    return {code: known.get(code) or Label(code) for code in codes}


def resolve(facet: str, value: str) -> str | None:
    """The code that a value of an address or a file stands for; None when it is not known."""
    return _vocabularies.get(facet, _plain).resolve(value)
