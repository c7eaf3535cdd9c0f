"""What stands beside a case and shows in search: its unit, its region and the official lists."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save

from portal.cases.events import changed
from portal.cases.models import Case, Term
from portal.cases.watching import WatchedColumns
from portal.organisations.models import CodedNode, Region, Unit
from portal.organisations.signals import node_moved
from search.batches import batches

_watched = WatchedColumns(
    "cases",
    {
        Unit: ("code", "name", "region_id"),
        Region: ("code",),
        Term: ("code", "name", "parent_id", "counts_as_id", "successor_id"),
    },
)


def connect() -> None:
    """Listen to the tables beside the cases."""
    _watched.connect()
    post_save.connect(unit_saved, sender=Unit)
    post_save.connect(region_saved, sender=Region)
    post_save.connect(term_saved, sender=Term)
    node_moved.connect(moved)


def unit_saved(sender: type[Unit], instance: Unit, **kwargs: Any) -> None:
    """Its name shows with its cases, its code with those of all units below it too."""
    if _watched.changed(instance):
        _change(Q(unit__path__startswith=instance.path) | Q(subjects__unit_then=instance))


def region_saved(sender: type[Region], instance: Region, **kwargs: Any) -> None:
    """Its code shows with everything in it."""
    if _watched.changed(instance):
        _change(_in_region(instance))


def term_saved(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """Code, name and place show with everything coded by the term, one below it or one that counts as it."""
    if _watched.changed(instance):
        terms = list(terms_leading_to(instance))
        _change(Q(violations__in=terms) | Q(subjects__rank__in=terms) | Q(subjects__measures__grade__in=terms))


def moved(sender: type[CodedNode], node: CodedNode, **kwargs: Any) -> None:
    """A unit or region stands elsewhere in its tree: everything in it has other ancestors."""
    _change(Q(unit__path__startswith=node.path) if isinstance(node, Unit) else _in_region(node))


def _change(which: Q) -> None:
    numbers = Case.objects.filter(which).order_by("pk").values_list("pk", flat=True).distinct()
    for batch in batches(numbers.iterator(chunk_size=2000), 500):
        changed(batch)


def _in_region(region: CodedNode) -> Q:
    return Q(region__path__startswith=region.path) | Q(region__isnull=True, unit__region__path__startswith=region.path)


def terms_leading_to(term: Term) -> set[int]:
    """The term itself, all below it, and those that are replaced by or counted as one of these."""
    wanted, layer = {term.pk}, {term.pk}
    while layer:
        leading = Q(parent__in=layer) | Q(successor__in=layer) | Q(counts_as__in=layer)
        layer = set(Term.objects.filter(leading).values_list("pk", flat=True)) - wanted
        wanted |= layer
    return wanted
