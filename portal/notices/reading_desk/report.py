"""The report of the reader's own errors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.notices.models.readings import ReaderOutcome

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FIELDS: dict[str, StrPromise] = {
    "case": _("Where a case begins and ends"),
    "heading": _("heading"),
    "unit": _("unit concerned"),
    "region": _("region"),
    "facts": _("facts"),
    "other_problems": _("other serious problems exist"),
    "codes": _("Suggested codes"),
    "subjects.kind": _("Person or organisation"),
    "subjects.name": _("name"),
    "subjects.marker": _("marker of the post"),
    "subjects.post_then": _("post then"),
    "subjects.post_now": _("post now"),
    "subjects.unit_then": _("unit then"),
    "measures.grade": _("scale and grade"),
    "measures.term": pgettext_lazy("of a sanction", "term"),
    "measures.decided_on": _("decided on"),
    "measures.text": _("wording as published"),
    "periods.start": _("Beginning of a period"),
    "periods.end": _("End of a period"),
    "periods.text": _("Words of a period"),
    "amounts.text": _("amount as written"),
}


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """The counts of one field."""

    label: StrPromise
    kept: int
    corrected: int
    added: int
    removed: int

    @property
    def share(self) -> str:
        """Of all that was read or should have been, how much was right; in percent."""
        total = self.kept + self.corrected + self.added + self.removed
        return f"{100 * self.kept / total:.1f} %"


def error_rows() -> list[ErrorRow]:
    """A row for each field of which anything is known, in the order of the form."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for field, outcome, count in (
        ReaderOutcome.objects.order_by().values_list("field", "outcome").annotate(Sum("count"))
    ):
        found[field][outcome] = count
    names = [name for name, _label in ReaderOutcome.Outcome.choices]
    return [
        ErrorRow(label, *(found[field].get(name, 0) for name in names))
        for field, label in FIELDS.items()
        if any(found[field].values())
    ]
