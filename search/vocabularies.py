"""What the codes of a filter are called. Apps register a vocabulary for their facet in `AppConfig.ready`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Label:
    """How a code is shown."""

    text: str
    #: Distance from the root of its tree; 0 for flat lists.
    depth: int = 0
    #: Place among all codes of the facet when they are shown as a tree; equal for those that go by count.
    order: int = 0


class Vocabulary(Protocol):
    """The words of one facet."""

    def labels(self, codes: Iterable[str]) -> Mapping[str, Label]:
        """Labels in the active language; codes that are not known may be left out."""

    def resolve(self, value: str) -> str | None:
        """The code for a code, a name or another accepted spelling; None when there is none."""


class _Codes:
    """A facet without a vocabulary: codes stand for themselves."""

    def labels(self, codes: Iterable[str]) -> Mapping[str, Label]:
        return {code: Label(code) for code in codes}

    def resolve(self, value: str) -> str | None:
        return value if re.fullmatch(r"[\w.-]+", value) else None


class _Quarters:
    """Years and their quarters: ``2026``, ``2026Q1``."""

    def labels(self, codes: Iterable[str]) -> Mapping[str, Label]:
        return {code: _quarter_label(code) for code in codes}

    def resolve(self, value: str) -> str | None:
        code = value.upper()
        return code if re.fullmatch(r"(19|20)[0-9]{2}(Q[1-4])?", code) else None


def _quarter_label(code: str) -> Label:
    year, _q, quarter = code.partition("Q")
    if not quarter:
        return Label(_("%(year)s") % {"year": year}, 0, -int(year) * 10 - 5)
    text = _("Q%(quarter)s %(year)s") % {"quarter": quarter, "year": year}
    return Label(text, 1, -int(year) * 10 - int(quarter))


_vocabularies: dict[str, Vocabulary] = {"quarter": _Quarters()}
_codes = _Codes()


def register_vocabulary(facet: str, vocabulary: Vocabulary) -> None:
    """Give the codes of a facet their names; a later registration takes the place of an earlier one."""
    _vocabularies[facet] = vocabulary


def labels(facet: str, codes: Iterable[str]) -> dict[str, Label]:
    """A label for every one of these codes; the code itself where the vocabulary knows none."""
    wanted = list(codes)
    known = _vocabularies.get(facet, _codes).labels(wanted)
    return {code: known.get(code, Label(code)) for code in wanted}


def resolve(facet: str, value: str) -> str | None:
    """The code that a reader's value stands for, or None."""
    return _vocabularies.get(facet, _codes).resolve(value)
