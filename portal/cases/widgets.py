"""Choosing terms of an official list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms.models import ModelChoiceIterator
from django.utils.safestring import SafeString

from portal.cases.models import Term
from portal.organisations.widgets import TreeCheckboxes


class TermCheckboxes(TreeCheckboxes):
    """Check boxes of one official list, in its order: what is in force today, and what an old record has chosen."""

    _chosen: frozenset[str] = frozenset()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The groups of terms; a chosen one shows even when it is no longer in force."""
        self._chosen = frozenset(map(str, self.format_value(value) or ()))
        return super().render(name, value, attrs, renderer)

    def nodes(self) -> Iterable[tuple[Any, int]]:
        """The terms, each below its parent."""
        terms = list(self.choices.queryset) if isinstance(self.choices, ModelChoiceIterator) else []
        terms = [term for term in terms if term.is_offered or str(term.pk) in self._chosen]
        children: dict[int | None, list[Term]] = {}
        known = {term.pk for term in terms}
        for term in terms:
            children.setdefault(term.parent_id if term.parent_id in known else None, []).append(term)
        return _below(children, None, 0)


def _below(children: dict[int | None, list[Term]], parent: int | None, depth: int) -> Iterator[tuple[Term, int]]:
    for term in children.get(parent, ()):
        yield term, depth
        yield from _below(children, term.pk, depth + 1)
