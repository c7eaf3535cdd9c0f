"""The list of changes: what a mirror follows after it has taken the whole sets once."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.cases.documents import KIND as CASE
from portal.content.addresses import absolute
from portal.content.models import PublicChange
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import Asked, DataSet, Part, Record, part_of


class ChangeRow(Schema):
    """A change of something public."""

    position: int = explained(_("Place"), _("Without gaps; who has read up to a place has missed nothing before it."))
    change: str = explained(
        _("Kind of change"), _("Code: added, corrected, masked (a name's time is over), withdrawn.")
    )
    at: str = explained(_("When"), _("Date and time with the offset from UTC."))
    set: str = explained(_("Set"), _("The set in which the record is."))
    record: int | None = explained(_("Number of the record"), _("In that set."))
    kind: str = explained(_("Kind"), _("Kind of document, as in the search."))
    url: str = explained(_("Address"), _("Where it is read, or stood until it was withdrawn."))
    note: str = explained(_("Note"), _("What readers were told of the change."))


class Changes(DataSet):
    """Everything that was added, corrected, masked or withdrawn. It repeats nothing that was taken away."""

    code = "changes"
    title = gettext_lazy("Changes")
    summary = gettext_lazy(
        "What was added, corrected, masked or withdrawn. Whoever keeps a copy follows it from the place of the copy on."
    )
    record = row = ChangeRow
    place = re.compile(r"[0-9]{1,18}")

    def read(self, asked: Asked) -> Part:
        """In the order of their places, which are given once a change is committed."""
        found = PublicChange.objects.filter(position__gt=int(asked.after or 0)).order_by("position")
        rows = found.values_list("position", "kind", "at", "key", "url", "note")[: asked.size + 1]
        return part_of([_change(*row) for row in rows], asked, "position")


def last_place() -> int:
    """The place of the newest change."""
    newest = PublicChange.objects.filter(position__isnull=False).order_by("-position").first()
    return (newest and newest.position) or 0


def _change(  # noqa: PLR0913 (its columns)
    position: int | None, change: str, at: datetime, key: str, url: str, note: str
) -> Record:
    kind, _colon, number = key.partition(":")
    return {
        "position": position,
        "change": change,
        "at": at.isoformat(timespec="seconds"),
        "set": "cases" if kind == CASE else "notices",
        "record": int(number) if number.isdecimal() else None,
        "kind": kind,
        "url": absolute(url),
        "note": note,
    }
