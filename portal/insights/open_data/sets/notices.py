"""Notices of every kind, with their text: what search knows of them, and the numbers that documents go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.content.addresses import absolute
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import AND, Asked, Cell, DataSet, Part, Record, iso
from portal.insights.open_data.sets.places import below
from portal.notices.cases import LINKED
from portal.notices.documents import SOURCES, NoticeSource
from portal.notices.models import NoticePage, NoticeQuerySet
from portal.organisations.models import Region, Unit
from search.documents import SearchDocument

#: A part ends with the notice before the one that would bring more cases than this: their texts are read, too.
MOST_CASES = 200
#: The same where all are wanted: memory holds the texts of so many.
CASES_AT_ONCE = 1000


class NoticeRecord(Schema):
    """A published notice."""

    id: int = explained(_("Number of the notice"), _("It never changes."))
    kind: str = explained(_("Kind"), _("Code: case, warning, bulletin, clarification, inspection."))
    title: str = explained(_("Title"))
    url: str = explained(_("Address"), _("The page of the notice."))
    published_on: str = explained(_("Date of publication"))
    written_on: str = explained(_("Date of the document"))
    document_number: str = explained(_("Document number"))
    index_number: str = explained(_("Index number"))
    unit: str = explained(_("Issuing unit"), _("Code of the unit."))
    unit_name: str = explained(_("Name of the issuing unit"))
    region: str = explained(_("Region"), _("Code of the place, the most precise that is known."))
    valid_from: str = explained(_("In force from"), _("Of warnings."))
    valid_to: str = explained(_("In force until"), _("Of warnings; the last day."))
    violations: list[str] = explained(_("Violations"), _("Codes of the notice and its cases, with those above them."))
    forms: list[str] = explained(
        _("Forms of accountability"), _("Codes of the notice and its cases, with those above them.")
    )
    cases: list[int] = explained(_("Cases"), _("Numbers of the cases that it shows."))
    keywords: str = explained(_("Keywords"))
    summary: str = explained(_("Summary"))
    text: str = explained(_("Text"), _("Without markup, with that of its cases; a line for each paragraph."))


class NoticeRow(NoticeRecord):
    """A notice as a row: lists are parted by semicolons."""

    violations: str = explained(_("Violations"), _("Codes, parted by semicolons."))  # type: ignore[assignment] # a list in records
    forms: str = explained(_("Forms of accountability"), _("Codes, parted by semicolons."))  # type: ignore[assignment] # a list in records
    cases: str = explained(_("Cases"), _("Numbers of the cases that it shows, parted by semicolons."))  # type: ignore[assignment] # a list in records


class Notices(DataSet):
    """All published notices."""

    code = "notices"
    title = gettext_lazy("Notices")
    summary = gettext_lazy(
        "Case notices, warnings, bulletins, clarifications and inspections with their text; never an internal one."
    )
    record, row = NoticeRecord, NoticeRow
    filters = ("kind", "unit", "region")
    has_days = True

    def read(self, asked: Asked) -> Part:
        """In the order of their numbers, which all kinds share."""
        numbers = _numbers(asked)
        wanted = sorted(numbers)[: asked.size]
        wanted = _affordable(wanted, _shown(wanted, numbers), MOST_CASES)
        cursor = str(wanted[-1]) if wanted else asked.after
        return Part(_built(wanted, numbers), cursor, is_last=len(numbers) == len(wanted))

    def records(self) -> Iterator[Record]:
        """All of them: the numbers are asked for once for many, and more is read at once than the interface gives."""
        asked = Asked()
        while numbers := _numbers(asked):
            wanted = sorted(numbers)[: asked.size]
            asked = replace(asked, after=str(wanted[-1]))
            shown = _shown(wanted, numbers)
            while wanted:
                some = _affordable(wanted, shown, CASES_AT_ONCE)
                yield from _built(some, numbers)
                wanted = wanted[len(some) :]

    def rows(self, record: Record) -> Iterator[Sequence[Cell]]:
        """One row."""
        yield tuple(AND.join(map(str, cell)) if isinstance(cell, list) else cell for cell in record.values())


def _numbers(asked: Asked) -> dict[int, NoticeSource]:
    """The next notices with their kind: one more than asked for of each kind, where there are so many."""
    numbers: dict[int, NoticeSource] = {}
    for source in SOURCES:
        if source.name in (asked.chosen("kind") or (source.name,)):
            found = _narrowed(source, asked).order_by("pk").values_list("pk", flat=True)
            numbers.update(dict.fromkeys(found[: asked.size + 1], source))
    return numbers


def _shown(wanted: list[int], numbers: Mapping[int, NoticeSource]) -> Mapping[int, int]:
    """How many cases each of these notices shows."""
    shown = Counter[int]()
    for source in set(numbers.values()):
        for links in LINKED.get(source.model, ()):
            pages = [number for number in wanted if numbers[number] is source]
            linked = links._default_manager.filter(page__in=pages).order_by().values_list("page")
            shown.update(dict(linked.annotate(cases=Count("pk"))))
    return shown


def _affordable(wanted: list[int], shown: Mapping[int, int], most: int) -> list[int]:
    """As many of these notices as show so many cases in all, and one at least."""
    sums = accumulate(shown[number] for number in wanted)
    return [
        number for place, (number, total) in enumerate(zip(wanted, sums, strict=True)) if not place or total <= most
    ]


def _built(wanted: list[int], numbers: Mapping[int, NoticeSource]) -> list[Record]:
    """Their records. One that was withdrawn between the two questions is passed over."""
    records: dict[int, Record] = {}
    for source in SOURCES:
        records |= _records(source, [number for number in wanted if numbers[number] is source])
    return [records[number] for number in wanted if number in records]


def _narrowed(source: NoticeSource, asked: Asked) -> NoticeQuerySet:
    notices: NoticeQuerySet = source.model.objects.published().filter(pk__gt=int(asked.after or 0))
    notices = notices.filter(below(Unit, asked.chosen("unit"), "issuing_unit"))
    if regions := asked.chosen("region"):
        # Where a notice names no region, that of its unit stands in.
        of_unit = Q(region=None) & below(Region, regions, "issuing_unit__region")
        notices = notices.filter(below(Region, regions, "region") | of_unit)
    if asked.date_from:
        notices = notices.filter(published_on__gte=asked.date_from)
    if asked.date_to:
        notices = notices.filter(published_on__lte=asked.date_to)
    return notices


def _records(source: NoticeSource, numbers: list[int]) -> dict[int, Record]:
    if not numbers:
        return {}
    columns = _columns(source.model)
    further = {row["pk"]: row for row in source.model.objects.filter(pk__in=numbers).values("pk", *columns)}
    cases = _cases(source.model, numbers)
    documents = {document.number: document for document in source.build(numbers)}
    return {
        number: _record(document, further[number], cases.get(number, []))
        for number, document in documents.items()
        if number in further
    }


def _columns(model: type[NoticePage]) -> list[str]:
    wanted = ("written_on", "document_number", "index_number", "keywords", "summary", "valid_from", "valid_to")
    return [name for name in wanted if name in {field.name for field in model._meta.concrete_fields}]


def _cases(model: type[NoticePage], numbers: list[int]) -> dict[int, list[int]]:
    """The approved cases of these pages, in the editor's order."""
    found: dict[int, list[int]] = {}
    for links in LINKED.get(model, ()):
        shown = links._default_manager.filter(page__in=numbers, case__live=True).order_by("page", "sort_order", "pk")
        for page, case in shown.values_list("page", "case"):
            found.setdefault(page, []).append(case)
    return found


def _record(document: SearchDocument, further: Mapping[str, Any], cases: list[int]) -> Record:
    facets = document.facets
    return {
        "id": document.number,
        "kind": document.kind,
        "title": document.title,
        "url": absolute(document.url),
        "published_on": iso(document.date),
        "written_on": iso(further["written_on"]),
        "document_number": further["document_number"],
        "index_number": further["index_number"],
        "unit": _last(facets["unit"]),
        "unit_name": document.unit,
        "region": _last(facets["region"]),
        "valid_from": iso(further.get("valid_from")),
        "valid_to": iso(further.get("valid_to")),
        "violations": list(facets["violation"]),
        "forms": list(facets["form"]),
        "cases": cases,
        "keywords": further["keywords"],
        "summary": further["summary"],
        "text": document.body,
    }


def _last(codes: Sequence[str]) -> str:
    return codes[-1] if codes else ""
