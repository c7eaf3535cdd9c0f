"""What can be chosen on the forms, in the reader's language, from the official lists."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cases.lists import ListedTerm, list_names, listed_terms
from portal.feedback.models import Kind
from portal.feedback.models.accused import accusable_units
from portal.organisations.models import Region, Unit

#: Lists from which the category of a tip is chosen.
TIP_LISTS = ("violation", "petition_illegal")
#: "Not sure", in the list of ranks.
UNKNOWN_RANK = "t0"
RANK_LIST = "ranks_12388"
#: How somebody who gave a name may be told of what is new.
TELL_BY = [("", _("No, I look it up myself")), ("email", _("By e-mail")), ("sms", _("By text message"))]
#: Names that are offered while a unit is typed; any other may be typed as well.
MAX_OFFERED = 500


def tip_categories() -> list[Any]:
    """Two levels: groups with their entries, of each list."""
    groups: list[Any] = [("", _("Not sure"))]
    lists = list_names()
    for taxonomy in TIP_LISTS:
        terms = _terms(taxonomy)
        roots = [term for term in terms if term.parent is None]
        flat = [(term.number, term.label) for term in roots if not _below(term, terms)]
        groups += [(root.label, _below(root, terms)) for root in roots if _below(root, terms)]
        if flat and taxonomy in lists:
            groups.append((lists[taxonomy].label, flat))
    return groups


def ranks() -> list[tuple[str, Any]]:
    """As on the national form, with "not sure" first."""
    terms = sorted(_terms(RANK_LIST), key=lambda term: term.code != UNKNOWN_RANK)
    return [(term.code, term.label) for term in terms]


def topics() -> list[Any]:
    """What an inquiry may be; supervision has a form of its own."""
    return [(term.number, term.label) for term in _terms("inquiry_type") if term.code != "supervise"]


def regions() -> list[Any]:
    """All regions, indented as the tree is."""
    rows = Region.objects.order_by("path")
    return [("", _("Not sure")), *((row.pk, "　" * (row.depth - 1) + row.label) for row in rows)]


def unit_names(kind: Kind) -> list[str]:
    """Of units that there are today; for a tip, of those that it may accuse."""
    units = accusable_units() if kind == Kind.TIP else Unit.objects.all()
    return list(units.filter(closed_on__isnull=True).order_by("path").values_list("name", flat=True)[:MAX_OFFERED])


def _terms(taxonomy: str) -> list[ListedTerm]:
    today = timezone.localdate()
    rows = [term for term in listed_terms().values() if term.taxonomy == taxonomy and term.is_valid(today)]
    return sorted(rows, key=lambda term: (term.sort_order, term.code))


def _below(root: ListedTerm, terms: list[ListedTerm]) -> list[tuple[int, str]]:
    return [(term.number, term.label) for term in terms if term.parent == root.number]
