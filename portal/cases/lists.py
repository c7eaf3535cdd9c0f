"""The official lists in the memory of each process: codes and names of terms without a query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.utils.translation import get_language

from portal.cases.models import Term, TermList
from portal.organisations.copies import Copy

T = TypeVar("T")


class ListedTerm(NamedTuple):
    """A term as everything public shows it."""

    number: int
    taxonomy: str
    code: str
    name: str
    name_en: str
    parent: int | None
    counts_as: int | None
    successor: int | None
    sort_order: int = 0
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return (self.valid_from or on) <= on <= (self.valid_until or on)

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name


class ListedList(NamedTuple):
    """An official list."""

    name: str
    name_en: str
    measure_scale: str

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name


_COLUMNS = ("pk", "taxonomy_id", "code", "name", "name_en", "parent_id", "counts_as_id", "successor_id")


def _load() -> Mapping[int, ListedTerm]:
    columns = (*_COLUMNS, "sort_order", "valid_from", "valid_until")
    return {row[0]: ListedTerm(*row) for row in Term.objects.order_by().values_list(*columns)}


def _load_lists() -> Mapping[str, ListedList]:
    columns = ("code", "name", "name_en", "measure_scale")
    return {row[0]: ListedList(*row[1:]) for row in TermList.objects.order_by("code").values_list(*columns)}


_terms: Copy[Mapping[int, ListedTerm]] = Copy("listed_terms", _load)
_lists: Copy[Mapping[str, ListedList]] = Copy("term_lists", _load_lists)


def listed_terms() -> Mapping[int, ListedTerm]:
    """All terms of all lists by their primary keys."""
    return _terms.get()


def list_names() -> Mapping[str, ListedList]:
    """All lists by their codes."""
    return _lists.get()


class Memory(Generic[T]):
    """Answers that follow from the terms alone, kept as long as these are the same."""

    def __init__(self) -> None:
        self._held: tuple[Mapping[int, ListedTerm], dict[Any, T]] | None = None

    def of(self, terms: Mapping[int, ListedTerm]) -> dict[Any, T]:
        """The answers for these terms, to read and to fill."""
        held = self._held
        if held is None or held[0] is not terms:
            held = self._held = (terms, {})
        return held[1]


_lineages: Memory[tuple[str, ...]] = Memory()


def listed_lineage(number: int) -> tuple[str, ...]:
    """The codes from the root of its list down to a term itself."""
    terms = listed_terms()
    kept = _lineages.of(terms)
    if number not in kept:
        kept[number] = _lineage(number, terms)
    return kept[number]


def _lineage(number: int, terms: Mapping[int, ListedTerm]) -> tuple[str, ...]:
    codes = list[str]()
    at = terms.get(number)
    while at is not None and at.code not in codes:
        codes.insert(0, at.code)
        at = terms.get(at.parent) if at.parent else None
    return tuple(codes)


def listed_term(number: int | None) -> ListedTerm | None:
    """The term of a foreign key that may be empty."""
    return listed_terms().get(number) if number is not None else None


def register() -> None:
    """Renew the copies with every change of the lists."""
    _terms.watch((Term, TermList))
    _lists.watch((TermList,))
