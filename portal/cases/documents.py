"""Search documents of cases: each published case is found by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.utils import translation

from portal.cases.dates import quarter_of
from portal.cases.lists import Memory, listed_lineage, listed_terms
from portal.cases.mapping import final, found_under
from portal.cases.models import Case, Subject, Term
from portal.cases.public import CaseSummary, PublicCase, PublicMeasure, public_cases
from portal.organisations.copies import read_once
from search.batches import batches
from search.documents import SearchDocument, document_key, register_source

#: The value of the facet ``kind``; ``case`` is the notice of cases.
KIND = "case_record"
#: Primary keys read at once; memory holds one batch.
BATCH = 500
#: The code of cases in which a direct and another responsibility were looked at (一案双查).
DOUBLE = "double"


class CaseSource:
    """The published cases. The only rule of what is public is ``published()`` of the cases."""

    name = KIND

    def build(self, numbers: Iterable[int]) -> Iterator[SearchDocument]:
        """The documents of these cases that anybody may read now, in a fixed number of queries for each batch."""
        for batch in batches(numbers, BATCH):
            # Names of units and grades are in the language of the content, whoever made the change.
            with translation.override(settings.LANGUAGE_CODE), read_once():
                cases = public_cases(batch).values()
                documents = [_document(case, case.published_on) for case in cases if case.published_on]
            yield from documents

    def numbers(self) -> Iterator[int]:
        """The primary keys of all cases that anybody may read."""
        last = 0
        published = Case.objects.published().order_by("pk").values_list("pk", flat=True)
        while batch := list(published.filter(pk__gt=last)[: BATCH * 4]):
            yield from batch
            last = batch[-1]

    def count(self) -> int:
        """How many cases anybody may read."""
        return Case.objects.published().count()


def case_key(number: int) -> str:
    """The key of a case in every index."""
    return document_key(KIND, number)


def case_facets(cases: Iterable[CaseSummary]) -> dict[str, tuple[str, ...]]:
    """Forms, ranks, scales and grades, responsibilities of the subjects of these cases, with the codes above them."""
    forms: dict[str, None] = {}
    ranks: dict[str, None] = {}
    measures: dict[str, None] = {}
    responsibilities: dict[str, None] = {}
    known = _coded.of(listed_terms())
    for case in cases:
        responsibilities.update(dict.fromkeys(responsibility_codes(case)))
        for subject in case.subjects:
            if subject.rank:
                ranks.update(dict.fromkeys(found_under("ranks", subject.rank.number)))
            for measure in subject.measures:
                key = (measure.scale, measure.grade and measure.grade.number)
                if key not in known:
                    known[key] = (dict.fromkeys(measure_codes(measure)), dict.fromkeys(_forms(measure)))
                measures.update(known[key][0])
                forms.update(known[key][1])
    return {
        "form": tuple(forms),
        "rank": tuple(ranks),
        "measure": tuple(measures),
        "responsibility": tuple(responsibilities),
    }


#: The codes of a scale and a grade, and those of the forms under which it is counted.
_coded: Memory[tuple[dict[str, None], dict[str, None]]] = Memory()


def _forms(measure: PublicMeasure) -> tuple[str, ...]:
    return found_under(Term.Taxonomy.FORM, measure.grade.number) if measure.grade else ()


def measure_codes(measure: PublicMeasure) -> tuple[str, ...]:
    """The scale, and the grade with those above it and what it is called today."""
    grades = [measure.grade, final(measure.grade.number)] if measure.grade else []
    codes = (code for grade in grades if grade for code in listed_lineage(grade.number))
    return tuple(dict.fromkeys((measure.scale, *codes)))


def responsibility_codes(case: CaseSummary) -> tuple[str, ...]:
    """What its subjects answer for, and whether both sides were looked at."""
    found = tuple(dict.fromkeys(subject.responsibility for subject in case.subjects))
    direct = Subject.Responsibility.DIRECT
    return (*found, DOUBLE) if direct in found and len(found) > 1 else found


def case_text(case: CaseSummary) -> Iterator[str]:
    """The words of a case as readers see them, a line each."""
    yield case.heading
    yield from case.paragraphs
    for subject in case.subjects:
        measures = "、".join(filter(None, (measure.text or measure.label for measure in subject.measures)))
        yield " ".join(filter(None, (subject.title, subject.unit_name, measures)))


def _document(case: PublicCase, day: date) -> SearchDocument:
    # The quarter in which it is counted, which may lie before the one in which a notice told of it.
    quarter = case.quarter or quarter_of(day.isoformat())
    return SearchDocument(
        key=case_key(case.number),
        number=case.number,
        kind=KIND,
        title=case.heading,
        url=f"/cases/{case.number}/",
        date=day,
        unit=case.unit_name,
        body="\n".join((*list(case_text(case))[1:], *(f"{what}{text}" for what, text in case.amounts))),
        facets={
            "kind": (KIND,),
            "region": case.region_lineage,
            "unit": case.unit_lineage,
            "quarter": (quarter[:4], quarter),
            "violation": case.violation_codes,
            **case_facets([case]),
        },
    )


def register() -> None:
    """Hand the cases to search."""
    register_source(CaseSource())
