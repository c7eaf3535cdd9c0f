"""Search documents of notices: what the public may find, read from the database in a few queries for any number.

Reading goes by columns, not by page objects: a rebuild of 100,000 notices is then a matter of seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, JSONField
from django.db.models.functions import Cast
from django.utils import translation
from wagtail.documents import get_document_model

from portal.cases.documents import case_facets, case_text
from portal.cases.mapping import found_under
from portal.cases.public import CaseSummary
from portal.content.addresses import path_on_site, site_roots
from portal.content.text import blocks_to_plain
from portal.notices.cases import shown_cases
from portal.notices.inspections.texts import ledger_texts
from portal.notices.models import (
    BulletinPage,
    CaseNoticePage,
    ClarificationPage,
    InspectionPage,
    NoticePage,
    NoticeQuerySet,
    WarningPage,
)
from portal.organisations.copies import read_once
from portal.organisations.models import CodedNode, Region, Unit
from search.batches import batches
from search.documents import SearchDocument, document_key, register_source

#: Primary keys read at once; memory holds one batch.
BATCH = 500
_TAGS = ("violation", "form")


class NoticeSource:
    """One kind of notice. The only rule of what is public is ``published()`` of its pages."""

    def __init__(self, model: type[NoticePage]) -> None:
        self.model = model
        self.name = model.kind

    def build(self, numbers: Iterable[int]) -> Iterator[SearchDocument]:
        """The documents of these pages that anybody may read now, in a fixed number of queries for each batch."""
        for batch in batches(numbers, BATCH):
            rows = list(self._rows(batch))
            # Names of grades are in the language of the content, whoever made the change.
            with translation.override(settings.LANGUAGE_CODE), read_once():
                surroundings = _Surroundings.of(self.model, rows)
                documents = [_document(self.model.kind, row, surroundings) for row in rows]
            yield from documents

    def numbers(self) -> Iterator[int]:
        """The primary keys of all pages that anybody may read; by ranges, so no long read hinders the writers."""
        last = 0
        while batch := list(
            self._published().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[: BATCH * 4]
        ):
            yield from batch
            last = batch[-1]

    def count(self) -> int:
        """How many pages anybody may read."""
        return self._published().count()

    def _published(self) -> NoticeQuerySet:
        published: NoticeQuerySet = self.model.objects.published()
        return published

    def _rows(self, numbers: list[int]) -> Iterator[_Row]:
        columns = [field for field in _Row._fields if not field.startswith("raw_") and field in _columns(self.model)]
        notices = self._published().filter(pk__in=numbers).order_by("pk")
        # The stored JSON itself, without making stream values of it.
        raw = {f"raw_{name}": Cast(F(name), JSONField()) for name in ("body", "attachments")}
        for values in notices.annotate(**raw).values(*columns, *raw):
            yield _Row(**values)


class _Row(NamedTuple):
    """The columns of a notice that its document is made of."""

    pk: int
    title: str
    url_path: str
    published_on: date
    document_number: str
    keywords: str
    summary: str
    issuing_unit_id: int | None
    region_id: int | None
    raw_body: list[dict[str, Any]]
    raw_attachments: list[dict[str, Any]]
    batch: str = ""
    holiday: str = ""
    addressees: str = ""
    #: Of a clarification: what was alleged, and where else it was spread.
    accusation: str = ""
    extent: str = ""
    elsewhere: str = ""
    #: Of an inspection.
    round_name: str = ""
    receives: str = ""
    #: Of a bulletin: what it is about, whenever it was published.
    year: int | None = None
    quarter_number: int | None = None


def _columns(model: type[NoticePage]) -> set[str]:
    return {"pk", *(field.attname for field in model._meta.concrete_fields)}


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the notices of a batch refer to, looked up together."""

    units: Mapping[int, _Node]
    regions: Mapping[int, _Node]
    #: Codes of terms with their parents', by facet and notice.
    tags: Mapping[str, Mapping[int, tuple[str, ...]]]
    attachments: Mapping[int, str]
    site_roots: tuple[str, ...]
    #: The cases that a notice shows.
    cases: Mapping[int, tuple[CaseSummary, ...]]
    #: What inspections say of their units.
    ledgers: Mapping[int, list[str]]

    @classmethod
    def of(cls, model: type[NoticePage], rows: list[_Row]) -> _Surroundings:
        """Look everything up for these rows."""
        units = _nodes(Unit, {row.issuing_unit_id for row in rows})
        regions = {row.region_id for row in rows} | {unit.region_id for unit in units.values()}
        files = {block.get("value") for row in rows for block in row.raw_attachments or ()}
        titles = get_document_model().objects.filter(pk__in=[file for file in files if isinstance(file, int)])
        return cls(
            units=units,
            regions=_nodes(Region, regions),
            tags=_tags(model, [row.pk for row in rows]),
            attachments=dict(titles.values_list("pk", "title")),
            site_roots=site_roots(),
            cases=shown_cases(model, [row.pk for row in rows]),
            ledgers=ledger_texts([row.pk for row in rows]) if model is InspectionPage else {},
        )


class _Node(NamedTuple):
    """A unit or region with the codes of its ancestors and its own."""

    name: str
    lineage: tuple[str, ...]
    region_id: int | None


def _nodes(model: type[CodedNode], numbers: set[int | None]) -> dict[int, _Node]:
    """These nodes and, in one more query, all their ancestors."""
    region = "region_id" if model is Unit else "pk"
    chosen = list(model.objects.filter(pk__in=numbers - {None}).values_list("pk", "name", "path", "code", region))
    above = {each for _, _, path, _, _ in chosen for each in model.paths_above(path)}
    codes = dict(model.objects.filter(path__in=above).values_list("path", "code"))
    return {
        pk: _Node(
            name,
            # A move between the two queries leaves a gap here; its own event has the document built again.
            (*(codes[each] for each in model.paths_above(path) if each in codes), code),
            region_id if model is Unit else None,
        )
        for pk, name, path, code, region_id in chosen
    }


def _tags(model: type[NoticePage], numbers: list[int]) -> dict[str, dict[int, tuple[str, ...]]]:
    """The codes of the terms of each notice and of what they count as today, parents included."""
    owner = f"{model._meta.model_name}_id"
    tags: dict[str, dict[int, tuple[str, ...]]] = {}
    for facet in _TAGS:
        through = model._meta.get_field(f"{facet}s").remote_field.through
        codes: dict[int, dict[str, None]] = defaultdict(dict)
        pairs = through.objects.filter(**{f"{owner}__in": numbers}).order_by(owner, "term_id")
        for number, term in pairs.values_list(owner, "term_id"):
            codes[number].update(dict.fromkeys(found_under(facet, term)))
        tags[facet] = {number: tuple(found) for number, found in codes.items()}
    return tags


def _document(kind: str, row: _Row, around: _Surroundings) -> SearchDocument:
    unit = around.units.get(row.issuing_unit_id or 0)
    region = around.regions.get(row.region_id or (unit.region_id if unit else 0) or 0)
    facets = {
        "kind": (kind,),
        "region": region.lineage if region else (),
        "unit": unit.lineage if unit else (),
        "quarter": _quarter(row),
        **_codes(row, around),
    }
    return SearchDocument(
        key=document_key(kind, row.pk),
        number=row.pk,
        kind=kind,
        title=row.title,
        url=path_on_site(row.url_path, around.site_roots),
        date=row.published_on,
        unit=unit.name if unit else "",
        body="\n".join(_text(row, around)),
        facets=facets,
    )


def _quarter(row: _Row) -> tuple[str, str]:
    """Year and quarter: those that a bulletin is about, those of the publication of everything else."""
    year = row.year or row.published_on.year
    return (f"{year:04d}", f"{year:04d}Q{row.quarter_number or (row.published_on.month + 2) // 3}")


def _codes(row: _Row, around: _Surroundings) -> dict[str, tuple[str, ...]]:
    """Its own tags, and the codes of the cases that it shows."""
    cases = around.cases.get(row.pk, ())
    coded = {
        "violation": tuple(dict.fromkeys(code for case in cases for code in case.violation_codes)),
        **case_facets(cases),
    }
    tagged = {facet: around.tags[facet].get(row.pk, ()) for facet in _TAGS}
    return {facet: tuple(dict.fromkeys((*tagged.get(facet, ()), *codes))) for facet, codes in coded.items()}


def _text(row: _Row, around: _Surroundings) -> Iterator[str]:
    """What is searched beside the title; snippets begin with the first of it, so the text comes before its numbers."""
    yield from filter(None, (row.summary,))
    yield from blocks_to_plain(row.raw_body)
    for case in around.cases.get(row.pk, ()):
        yield from case_text(case)
    yield from filter(None, (row.accusation, row.elsewhere, row.extent, row.round_name, row.receives))
    yield from around.ledgers.get(row.pk, ())
    yield from filter(None, (row.document_number, row.batch, row.holiday, row.addressees, row.keywords))
    for block in row.raw_attachments or ():
        if title := around.attachments.get(block.get("value") or 0):
            yield title


def register() -> None:
    """Hand the notices to search."""
    for source in SOURCES:
        register_source(source)


SOURCES = (
    NoticeSource(CaseNoticePage),
    NoticeSource(WarningPage),
    NoticeSource(BulletinPage),
    NoticeSource(ClarificationPage),
    NoticeSource(InspectionPage),
)
