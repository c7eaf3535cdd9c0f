"""What uses a term or a case, so that it is closed or kept instead of deleted: rows, and versions kept for later."""

from __future__ import annotations

from typing import Any

from django.db.models import ManyToManyRel, Model, ProtectedError, TextField
from django.db.models.functions import Cast
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.models import Revision

from portal.cases.models import Case, Term

#: How versions name terms: fields with one, fields with several.
_ONE_TERM = ("source", "stage", "outcome", "marker", "rank", "status", "leadership", "grade")
_SEVERAL_TERMS = ("violations", "forms")


def connect() -> None:
    """Refuse to delete what is used; what refers to it by a foreign key refuses by itself."""
    pre_delete.connect(keep_used_term, sender=Term)
    pre_delete.connect(keep_chosen_case, sender=Case)


def keep_used_term(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """A term that anything is tagged with, be it an unpublished version, is closed with its last day, never deleted."""
    used = tagged_with(instance)
    if used or _in_versions(one=_ONE_TERM, several=_SEVERAL_TERMS, number=instance.pk):
        raise ProtectedError(_("The term is in use. Give it a last day instead; old records keep it."), set(used))


def keep_chosen_case(sender: type[Case], instance: Case, **kwargs: Any) -> None:
    """A case that an unpublished version of a page shows: without it that version could not be opened any more."""
    if _in_versions(one=("case",), several=(), number=instance.pk, besides=Case):
        raise ProtectedError(_("A version of a notice shows the case."), set())


def tagged_with(term: Term) -> list[Model]:
    """Some of the rows tagged with a term by a table in between, which no database rule protects."""
    found: list[Model] = []
    for relation in Term._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToManyRel) and relation.through is not None:
            found += relation.related_model._default_manager.filter(**{relation.field.name: term})[:10]
    return found


def _in_versions(
    *, one: tuple[str, ...], several: tuple[str, ...], number: int, besides: type[Model] | None = None
) -> bool:
    """Whether any version names the row: ``"grade": 7`` or ``"violations": [3, 7]``, as JSON is written everywhere."""
    patterns = [rf'"({"|".join(one)})": {number}[,}}]']
    if several:
        patterns.append(rf'"({"|".join(several)})": \[([0-9]+, )*{number}[],]')
    versions = Revision.objects.annotate(written=Cast("content", TextField()))
    if besides is not None:
        name = besides._meta
        versions = versions.exclude(content_type__app_label=name.app_label, content_type__model=name.model_name)
    return versions.filter(written__regex="|".join(f"({pattern})" for pattern in patterns)).exists()
