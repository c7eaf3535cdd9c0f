"""Choosing one term: grouped by list, those in force today and the one that an old record has, without a query each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cases.lists import ListedTerm, list_names, listed_terms
from portal.cases.models import MeasureScale, Term


class _Grouped(ModelChoiceIterator):
    """The terms from memory; a select in each of twenty inline forms asks the database nothing."""

    field: GroupedTermField

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label or "")
        groups: dict[str, list[tuple[Any, str]]] = {}
        for term in self.field.offered():
            groups.setdefault(term.taxonomy, []).append((term.number, term.label))
        names = list_names()
        if len(groups) == 1:
            yield from next(iter(groups.values()))
            return
        for taxonomy, options in groups.items():
            yield (names[taxonomy].label, options)


class GroupedTermField(forms.ModelChoiceField):
    """A select of terms. ``lists`` narrows it to these lists; without, those of all are offered."""

    iterator = _Grouped

    def __init__(self, *args: Any, lists: Collection[str] = (), offered_only: bool = True, **kwargs: Any) -> None:
        self.lists = tuple(lists)
        self.offered_only = offered_only
        #: Primary keys, where not all are shown.
        self.shown: frozenset[int] | None = None
        #: Those that an old record has, whether in force or not.
        self.kept: frozenset[int] = frozenset()
        super().__init__(*args, **kwargs)

    def offered(self) -> list[ListedTerm]:
        """What may be chosen, in the order of the lists."""
        today = timezone.localdate()
        terms = [
            term
            for term in listed_terms().values()
            if (not self.lists or term.taxonomy in self.lists)
            and (self.shown is None or term.number in self.shown)
            and (not self.offered_only or term.is_valid(today) or term.number in self.kept)
        ]
        order = {taxonomy: place for place, taxonomy in enumerate(self.lists)}
        return sorted(terms, key=lambda term: (order.get(term.taxonomy, 0), term.taxonomy, term.sort_order, term.code))

    def keep(self, number: int | None) -> None:
        """Go on offering what a record has."""
        self.kept = frozenset({number} if number else ())

    def to_python(self, value: Any) -> Term | None:
        """The term chosen; ValidationError for one that is not offered."""
        found: Term | None = super().to_python(value)
        if found is not None and self.offered_only and not (found.is_offered or found.pk in self.kept):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return found


class _Grades(_Grouped):
    """The grades of all scales, and for each scale an entry for what has no grade."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label or "")
        names = list_names()
        grouped: dict[str, list[tuple[Any, str]]] = {}
        for term in self.field.offered():
            grouped.setdefault(term.taxonomy, []).append((term.number, term.label))
        order = {scale: place for place, scale in enumerate(MeasureScale.values)}
        lists = sorted(grouped, key=lambda taxonomy: (order.get(names[taxonomy].measure_scale, 99), taxonomy))
        for taxonomy in lists:
            yield (names[taxonomy].label, grouped[taxonomy])
        yield (_("no grade of these"), [(GradeField.value_of(scale), scale.label) for scale in MeasureScale])


class GradeField(GroupedTermField):
    """A select of all grades; an entry ``scale:party`` stands for a measure without one."""

    iterator = _Grades
    _SCALE = "scale:"

    @classmethod
    def value_of(cls, scale: str) -> str:
        """The entry of a scale without a grade."""
        return f"{cls._SCALE}{scale}"

    @classmethod
    def scale_of(cls, value: str) -> str:
        """The scale that an entry stands for; empty for grades and for nothing."""
        scale = value.removeprefix(cls._SCALE)
        return scale if scale != value and scale in MeasureScale.values else ""

    def offered(self) -> list[ListedTerm]:
        """The terms of the lists of grades."""
        names = list_names()
        return [term for term in super().offered() if names[term.taxonomy].measure_scale]

    def to_python(self, value: Any) -> Term | None:
        """The grade, or None for a scale alone."""
        return None if isinstance(value, str) and self.scale_of(value) else super().to_python(value)
