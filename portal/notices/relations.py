"""What stands beside a notice and shows in search: its unit, region, terms and files.

A document carries codes, not labels, so most edits of these change no document; those that do are told by comparing
the row with what it was.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, ProtectedError, Q
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from portal.cases.models import Term
from portal.cases.relations import terms_leading_to
from portal.cases.watching import WatchedColumns
from portal.notices.documents import SOURCES
from portal.organisations.models import CodedNode, Region, Unit
from portal.organisations.signals import node_moved
from search.documents import document_key
from search.outbox import enqueue

#: The columns of each table that documents are made of.
_watched = WatchedColumns(
    "notices",
    {
        Unit: ("code", "name", "region_id"),
        Region: ("code",),
        Term: ("code", "parent_id", "counts_as_id", "successor_id"),
    },
)


def connect() -> None:
    """Listen to the tables beside the notices."""
    _watched.connect()
    post_save.connect(unit_saved, sender=Unit)
    post_save.connect(region_saved, sender=Region)
    post_save.connect(term_saved, sender=Term)
    node_moved.connect(moved)
    pre_delete.connect(keep_addressed_units, sender=Unit)
    pre_delete.connect(term_deleted, sender=Term)
    document = get_document_model()
    post_save.connect(file_changed, sender=document)
    pre_delete.connect(file_changed, sender=document)


def keys(which: Q) -> Iterator[str]:
    """The keys of the live notices of every kind that answer to a condition, in flat memory."""
    for source in SOURCES:
        numbers = source.model.objects.live().filter(which).order_by("pk").values_list("pk", flat=True).distinct()
        yield from (document_key(source.name, number) for number in numbers.iterator(chunk_size=2000))


def unit_saved(sender: type[Unit], instance: Unit, **kwargs: Any) -> None:
    """The name shows with the unit's own notices, the code with those of all units below it too."""
    changed = _watched.changed(instance)
    if "code" in changed:
        enqueue(keys(Q(issuing_unit__path__startswith=instance.path)))
    elif changed:
        enqueue(keys(Q(issuing_unit=instance)))


def region_saved(sender: type[Region], instance: Region, **kwargs: Any) -> None:
    """The code shows with everything in the region."""
    if _watched.changed(instance):
        enqueue(keys(_in_region(instance)))


def term_saved(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """Code and place show with everything tagged by the term, one below it or one that counts as it."""
    if _watched.changed(instance):
        enqueue(_tagged(instance))


def moved(sender: type[CodedNode], node: CodedNode, **kwargs: Any) -> None:
    """A unit or region stands elsewhere in its tree: everything in it has other ancestors."""
    enqueue(keys(Q(issuing_unit__path__startswith=node.path) if isinstance(node, Unit) else _in_region(node)))


def keep_addressed_units(sender: type[Unit], instance: Unit, **kwargs: Any) -> None:
    """A unit that internal notices are addressed to stays: without it their readers would silently be fewer."""
    addressed: set[Model] = set()
    for source in SOURCES:
        addressed.update(source.model.objects.filter(audience=instance)[:10])
    if addressed:
        raise ProtectedError(_("Internal notices are addressed to this unit."), addressed)


def term_deleted(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """The tag goes from everything that has it."""
    enqueue(list(_tagged(instance)))


def file_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """The title of an attached file shows with the notices that attach it."""
    references = ReferenceIndex.get_references_to(instance).filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )
    attached = [int(number) for number in references.values_list("object_id", flat=True)]
    pages = Page.objects.filter(pk__in=attached)
    if attached:
        enqueue(keys(Q(pk__in=pages.values("pk"))))


def _in_region(region: CodedNode) -> Q:
    return Q(region__path__startswith=region.path) | Q(
        region__isnull=True, issuing_unit__region__path__startswith=region.path
    )


def _tagged(term: Term) -> Iterator[str]:
    wanted = terms_leading_to(term)
    return keys(Q(violations__in=wanted) | Q(forms__in=wanted))
