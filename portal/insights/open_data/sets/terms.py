"""The official lists: the codes that cases, measures and notices are coded with."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.cases.lists import ListedTerm, listed_terms
from portal.cases.models import TermList
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import Asked, DataSet, Part, Record, iso, part_of


class ListRow(Schema):
    """An official list."""

    id: int = explained(_("Number"), _("The place in this list."))
    code: str = explained(_("Code"), _("It never changes."))
    name: str = explained(_("Name"))
    name_en: str = explained(_("Name in English"))
    scale: str = explained(_("Scale"), _("Of lists of grades: the scale of measures that they belong to."))


class TermRow(Schema):
    """An entry of an official list."""

    id: int = explained(_("Number"), _("The place in this list."))
    list: str = explained(_("List"), _("Code of the list; an entry's code is unique within its list."))
    code: str = explained(_("Code"), _("It never changes."))
    name: str = explained(_("Name"))
    name_en: str = explained(_("Name in English"))
    parent: str = explained(_("Belongs to"), _("Code of the entry above it in the same list."))
    valid_from: str = explained(_("Valid from"), _("Empty: from the beginning."))
    valid_until: str = explained(_("Valid until"), _("The last day; empty: still in force."))
    successor: str = explained(_("Replaced by"), _("Code of the later entry under which it is counted."))
    counts_as: str = explained(
        _("Counted as"), _("List and code, parted by a colon, of the entry it is rolled up under.")
    )


class Lists(DataSet):
    """The lists themselves."""

    code = "lists"
    title = gettext_lazy("Official lists")
    summary = gettext_lazy("The lists of codes: kinds of violation, grades of measures, ranks and others.")
    record = row = ListRow

    def read(self, asked: Asked) -> Part:
        """In the order in which they were entered."""
        rows = TermList.objects.filter(pk__gt=int(asked.after or 0)).order_by("pk")
        columns = rows.values_list("pk", "code", "name", "name_en", "measure_scale")[: asked.size + 1]
        return part_of([dict(zip(ListRow.model_fields, row, strict=True)) for row in columns], asked, "id")


class Terms(DataSet):
    """The entries of all lists, with those that are no longer in force."""

    code = "terms"
    title = gettext_lazy("Entries of the official lists")
    summary = gettext_lazy("Every code with its name in both languages, its validity and what replaced it.")
    record = row = TermRow

    def read(self, asked: Asked) -> Part:
        """In the order in which they were entered; the lists are in memory."""
        terms = listed_terms()
        after = int(asked.after or 0)
        numbers = sorted(number for number in terms if number > after)[: asked.size + 1]
        return part_of([_term(terms[number], terms) for number in numbers], asked, "id")


def _term(term: ListedTerm, terms: Mapping[int, ListedTerm]) -> Record:
    parent, successor, counted = (terms.get(each or 0) for each in (term.parent, term.successor, term.counts_as))
    return {
        "id": term.number,
        "list": term.taxonomy,
        "code": term.code,
        "name": term.name,
        "name_en": term.name_en,
        "parent": parent.code if parent else "",
        "valid_from": iso(term.valid_from),
        "valid_until": iso(term.valid_until),
        "successor": successor.code if successor else "",
        "counts_as": f"{counted.taxonomy}:{counted.code}" if counted else "",
    }
