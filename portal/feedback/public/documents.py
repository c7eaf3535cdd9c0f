"""Search documents of published inquiries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.utils import translation

from portal.cases.dates import quarter_of
from portal.feedback.models import PublicInquiry
from portal.feedback.public.telling import KIND, path_of
from portal.organisations.copies import read_once
from portal.organisations.models import CodedNode
from search.batches import batches
from search.documents import SearchDocument, document_key, register_source

#: Primary keys read at once; memory holds one batch.
BATCH = 500


class InquirySource:
    """The published inquiries. The only rule of what is public is ``published()``."""

    name = KIND

    def build(self, numbers: Iterable[int]) -> Iterator[SearchDocument]:
        """The documents of these that anybody may read now, in a fixed number of queries for each batch."""
        for batch in batches(numbers, BATCH):
            rows = PublicInquiry.objects.published().filter(pk__in=batch).select_related("unit", "region")
            with translation.override(settings.LANGUAGE_CODE), read_once():
                found = list(rows.prefetch_related("follow_ups").order_by("pk"))
                lineages = _lineages(node for row in found for node in (row.unit, row.region) if node)
                documents = [_document(row, lineages) for row in found]
            yield from documents

    def numbers(self) -> Iterator[int]:
        """The primary keys of all that anybody may read."""
        last = 0
        published = PublicInquiry.objects.published().order_by("pk").values_list("pk", flat=True)
        while batch := list(published.filter(pk__gt=last)[: BATCH * 4]):
            yield from batch
            last = batch[-1]

    def count(self) -> int:
        """How many anybody may read."""
        return PublicInquiry.objects.published().count()


def _lineages(nodes: Iterable[CodedNode]) -> dict[tuple[type, str], tuple[str, ...]]:
    """The codes from the root down, by model and path, in one query for each tree."""
    paths: dict[type[CodedNode], set[str]] = {}
    for node in nodes:
        paths.setdefault(type(node), set()).update(node.paths_down_to(node.path))
    codes = {
        (model, path): code
        for model, wanted in paths.items()
        for path, code in model.objects.filter(path__in=wanted).values_list("path", "code")
    }
    return {(model, path): tuple(codes[model, each] for each in model.paths_down_to(path)) for model, path in codes}


def _document(row: PublicInquiry, lineages: dict[tuple[type, str], tuple[str, ...]]) -> SearchDocument:
    day: date = row.answered_on
    quarter = quarter_of(day.isoformat())
    said = [each.text for each in row.follow_ups.all()]
    return SearchDocument(
        key=document_key(KIND, row.pk),
        number=row.pk,
        kind=KIND,
        title=row.title,
        url=path_of(row.pk),
        date=day,
        unit=row.unit.name if row.unit else "",
        body="\n".join((row.question, row.answer, *said)),
        facets={
            "kind": (KIND,),
            "unit": lineages.get((type(row.unit), row.unit.path), ()) if row.unit else (),
            "region": lineages.get((type(row.region), row.region.path), ()) if row.region else (),
            "quarter": (quarter[:4], quarter),
        },
    )


def register() -> None:
    """Hand them to search."""
    register_source(InquirySource())
