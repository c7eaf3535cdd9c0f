"""What readers see of an object, as plain values that can be compared: two equal states need no correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, DraftStateMixin, LockableMixin, Page, RevisionMixin

from portal.content.models.corrections import Correctable

#: Of Wagtail's own page readers see this; slugs and dates of publication are the frame, not the text.
_OF_PAGES = frozenset({"title"})
_NEVER_PUBLIC = frozenset(
    {COMMENTS_RELATION_NAME, "comments", "sort_order", "scope", "audience", "audience_includes_subunits"}
)
#: The tables of these classes hold how a text is kept, not what it says.
_FRAMES = (Page, Correctable, DraftStateMixin, LockableMixin, RevisionMixin)
#: Marks by which Wagtail tells stored blocks apart.
_MARK = "id"


def public_state(instance: models.Model) -> dict[str, Any]:
    """The values of all fields, blocks, lists and inline rows that readers see."""
    hidden = _NEVER_PUBLIC | _frame(type(instance)) | getattr(instance, "fields_never_public", frozenset())
    state = dict(_fields(instance, hidden))
    for field in get_all_child_m2m_relations(type(instance)):
        if field.name not in hidden:
            state[field.name] = sorted(row.pk for row in getattr(instance, field.name).all())
    for relation in get_all_child_relations(type(instance)):
        name = relation.get_accessor_name()
        if name not in hidden:
            state[name] = [public_state(row) for row in getattr(instance, name).all()]
    return state


def changed_fields(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of what differs. Each side may have several forms, as with and without hidden names."""
    names = {name for state in (*before, *after) for name in state}
    return sorted(name for name in names if not any(old.get(name) == new.get(name) for old in before for new in after))


def _fields(instance: models.Model, hidden: frozenset[str]) -> Iterator[tuple[str, Any]]:
    parts: Mapping[str, str] = getattr(instance, "public_parts", {})
    for field in instance._meta.concrete_fields:
        if field.name in hidden or field.primary_key or not field.editable or isinstance(field, ParentalKey):
            continue
        value = getattr(instance, field.attname)
        if field.name in parts:
            value = (value or {}).get(parts[field.name])
        yield field.name, _unmarked(value.get_prep_value()) if isinstance(field, StreamField) else value


def _unmarked(value: Any) -> Any:
    if isinstance(value, dict):
        # Only what has a type is a stored block; an address or a picture may well be called ``id``.
        marked = "type" in value and "value" in value
        return {name: _unmarked(each) for name, each in value.items() if not (marked and name == _MARK)}
    return [_unmarked(each) for each in value] if isinstance(value, list) else value


def _frame(model: type[models.Model]) -> frozenset[str]:
    names = {field.name for frame in _FRAMES if issubclass(model, frame) for field in frame._meta.get_fields()}
    return frozenset(names - _OF_PAGES)
