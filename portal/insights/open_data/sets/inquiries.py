"""Answered inquiries: question and answer as the office published them, never what a citizen wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.content.addresses import absolute
from portal.feedback.models import FollowUp, PublicInquiry
from portal.feedback.models.publications import is_late
from portal.feedback.public.telling import path_of
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import AND, Asked, Cell, DataSet, Part, Record, iso, part_of
from portal.insights.open_data.sets.places import below
from portal.organisations.models import Region, Unit


class InquiryRecord(Schema):
    """A published inquiry with its answer."""

    id: int = explained(_("Number of the inquiry"), _("It never changes."))
    url: str = explained(_("Address"))
    title: str = explained(_("Title"))
    question: str = explained(_("Question"), _("As the office published it; never the words of who asked."))
    answer: str = explained(_("Answer"))
    unit: str = explained(_("Answering unit"), _("Code of the unit."))
    unit_name: str = explained(_("Name of the answering unit"))
    region: str = explained(_("Region"), _("Code of its region."))
    category: str = explained(_("Category"), _("Code of its list."))
    received_on: str = explained(_("Received on"))
    due_on: str = explained(_("Due on"), _("Extensions included."))
    answered_on: str = explained(_("Answered on"))
    is_late: bool = explained(
        _("Late"), _("Whether it, or again after a review, was answered after the day on which that was due.")
    )
    extension: str = explained(_("Reason for the extension"))
    follow_ups: list[str] = explained(_("What changed since"), _("Day and text of what was said later."))


class InquiryRow(InquiryRecord):
    """A published inquiry as a row: lists are parted by semicolons."""

    follow_ups: str = explained(_("What changed since"), _("Day and text, parted by semicolons."))  # type: ignore[assignment] # a list in records


class Inquiries(DataSet):
    """All published inquiries."""

    code = "inquiries"
    title = gettext_lazy("Inquiries")
    summary = gettext_lazy("Questions to units and their published answers, with the days that they took.")
    record, row = InquiryRecord, InquiryRow
    filters = ("unit", "region")
    has_days = True

    def read(self, asked: Asked) -> Part:
        """In the order of their numbers."""
        rows = _narrowed(asked).order_by("pk").values_list(*_Columns._fields)
        found = [_Columns._make(row) for row in rows[: asked.size + 1]]
        said = _follow_ups([row.pk for row in found])
        return part_of([_record(row, said.get(row.pk, [])) for row in found], asked, "id")

    def rows(self, record: Record) -> Iterator[Sequence[Cell]]:
        """One row."""
        yield tuple(AND.join(cell) if isinstance(cell, list) else cell for cell in record.values())


def _narrowed(asked: Asked) -> QuerySet[PublicInquiry]:
    rows = PublicInquiry.objects.published().filter(pk__gt=int(asked.after or 0))
    rows = rows.filter(below(Unit, asked.chosen("unit"), "unit") & below(Region, asked.chosen("region"), "region"))
    if asked.date_from:
        rows = rows.filter(answered_on__gte=asked.date_from)
    if asked.date_to:
        rows = rows.filter(answered_on__lte=asked.date_to)
    return rows


class _Columns(NamedTuple):
    """An inquiry as the database has it; by columns, for objects cost ten times as much."""

    pk: int
    title: str
    question: str
    answer: str
    unit__code: str | None
    unit__name: str | None
    region__code: str | None
    category__code: str | None
    received_on: date
    due_on: date | None
    answered_on: date
    is_late_again: bool
    extension: str


def _follow_ups(inquiries: list[int]) -> dict[int, list[str]]:
    """What was said later of these inquiries, with its day, the oldest first."""
    found: dict[int, list[str]] = {}
    rows = FollowUp.objects.filter(inquiry__in=inquiries).order_by("said_on", "pk")
    for inquiry, said_on, text in rows.values_list("inquiry", "said_on", "text"):
        found.setdefault(inquiry, []).append(f"{said_on.isoformat()} {text}")
    return found


def _record(row: _Columns, follow_ups: list[str]) -> Record:
    return {
        "id": row.pk,
        "url": absolute(path_of(row.pk)),
        "title": row.title,
        "question": row.question,
        "answer": row.answer,
        "unit": row.unit__code or "",
        "unit_name": row.unit__name or "",
        "region": row.region__code or "",
        "category": row.category__code or "",
        "received_on": iso(row.received_on),
        "due_on": iso(row.due_on),
        "answered_on": iso(row.answered_on),
        "is_late": is_late(row.due_on, row.answered_on) or row.is_late_again,
        "extension": row.extension,
        "follow_ups": follow_ups,
    }
