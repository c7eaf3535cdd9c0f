"""Puts cases into the tables in few queries: the same rows as `enter_case` makes, one revision of each included.

Four hundred cases, entered one by one, would take longer than everything else that the first start does. What listens
to single rows (search, the list of changes, the name rule) is told here once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from home.demo.records import CaseRecord, MeasureRecord, SubjectRecord
from portal.cases import events
from portal.cases.dates import quarter_of
from portal.cases.expiry import rule_until
from portal.cases.models import ActPeriod, Amount, Case, Measure, Reexamination, Subject, Term
from portal.organisations.models import Region, Unit
from portal.privacy.names import NameForm, is_masked

#: How the number at the office begins: it tells the cases of the demonstration site from others, and is never public.
NUMBER = "霁纪案"


class CaseWriter:
    """Writes records with the units, regions and terms of the database."""

    def __init__(self, editor: User) -> None:
        self.editor = editor
        self._units = {unit.code: unit for unit in Unit.objects.all()}
        self._regions = {region.code: region for region in Region.objects.all()}
        self._terms = {(term.taxonomy_id, term.code): term for term in Term.objects.all()}
        self._count = 0

    def write(self, records: Sequence[tuple[CaseRecord, datetime]], *, live: bool) -> list[Case]:
        """The cases of these records, each with the moment at which it was entered; ``live``: approved then."""
        cases = [self._case(record, when, live=live) for record, when in records]
        Case.objects.bulk_create(cases)
        for model, children in (
            (ActPeriod, "act_periods"),
            (Amount, "amounts"),
            (Reexamination, "reexaminations"),
            (Subject, "subjects"),
        ):
            _create(model, ((case, getattr(case, children).all()) for case in cases), "case")
        _create(Measure, ((one, one.measures.all()) for case in cases for one in case.subjects.all()), "subject")
        tagged = Case.violations.through
        tagged.objects.bulk_create(
            tagged(case_id=case.pk, term_id=term.pk) for case in cases for term in case.violations.all()
        )
        self._revise(cases, [when for _record, when in records], live=live)
        for case in cases:
            ReferenceIndex.create_or_update_for_object(case)
        events.changed(case.pk for case in cases)
        return cases

    def _case(self, record: CaseRecord, when: datetime, *, live: bool) -> Case:
        self._count += 1
        case = Case(
            external_id=f"{NUMBER}〔{when.year}〕{self._count:04d}",
            heading=record.heading,
            facts=record.facts,
            unit=self._units[record.unit],
            region=self._regions[record.region],
            source=self._term("case_source", record.source),
            stage=self._term("case_stage", record.stage),
            concluded_on=record.concluded_on,
            quarter=quarter_of(record.concluded_on),
            other_problems=record.other_problems,
            traced_up=record.traced_up,
            look_back_on=record.look_back_on,
            live=live,
            has_unpublished_changes=not live,
            first_published_at=when if live else None,
            last_published_at=when if live else None,
        )
        case.violations = [self._terms[Term.Taxonomy.VIOLATION, code] for code in record.violations]
        case.act_periods = [ActPeriod(start=each.start, end=each.end, text=each.text) for each in record.periods]
        case.amounts = [Amount(text=text, what=what) for text, what in record.amounts]
        case.reexaminations = [
            Reexamination(examined_on=each.examined_on, outcome=self._term("reexamination_outcome", each.outcome))
            for each in record.look_backs
        ]
        case.subjects = [self._subject(each, record.concluded_on) for each in record.subjects]
        return case

    def _subject(self, record: SubjectRecord, concluded_on: str) -> Subject:
        measures = [self._measure(each) for each in record.measures]
        subject = Subject(
            kind=record.kind,
            name=record.name,
            name_form=NameForm.MASKED if is_masked(record.name) else NameForm.FULL,
            marker=self._term("post_prefix", record.marker),
            post_then=record.post_then,
            post_now=record.post_now,
            unit_then=self._units[record.unit],
            rank=self._term("ranks", record.rank),
            rank_text=record.rank_text,
            status=self._term("person_status", record.status),
            is_party_member=record.is_party_member,
            is_head=record.is_head,
            responsibility=record.responsibility,
            leadership=self._term("acc_responsibility", record.leadership),
            name_rule_until=rule_until(measures, concluded_on),
        )
        subject.measures = measures
        return subject

    def _measure(self, record: MeasureRecord) -> Measure:
        return Measure(
            scale=record.scale,
            grade=self._terms[record.grade],
            term=record.term,
            body=record.body,
            decided_on=record.decided_on,
            text=record.text,
        )

    def _term(self, taxonomy: str, code: str) -> Term | None:
        return self._terms[taxonomy, code] if code else None

    def _revise(self, cases: Sequence[Case], moments: Sequence[datetime], *, live: bool) -> None:
        """One revision of each, the live one if it is approved, and the beginning of its history."""
        kind = ContentType.objects.get_for_model(Case)
        revisions = [
            Revision(
                content_type=kind,
                base_content_type=kind,
                object_id=str(case.pk),
                object_str=str(case),
                content=case.serializable_data(),
                created_at=when,
                user=self.editor,
            )
            for case, when in zip(cases, moments, strict=True)
        ]
        Revision.objects.bulk_create(revisions)
        for case, revision in zip(cases, revisions, strict=True):
            case.latest_revision = revision
            case.live_revision = revision if live else None
        Case.objects.bulk_update(cases, ["latest_revision", "live_revision"], batch_size=100)
        actions = ["wagtail.create", *(["wagtail.publish"] if live else [])]
        ModelLogEntry.objects.bulk_create(
            ModelLogEntry(
                content_type=kind,
                object_id=str(case.pk),
                label=str(case),
                action=action,
                timestamp=when,
                user=self.editor,
                content_changed=True,
            )
            for case, when in zip(cases, moments, strict=True)
            for action in actions
        )


def _create(model: Any, families: Iterable[tuple[Any, Iterable[Any]]], parent: str) -> None:
    """The parts of some owners, in their order."""
    rows = []
    for owner, children in families:
        for place, child in enumerate(children):
            setattr(child, parent, owner)
            child.sort_order = place
            rows.append(child)
    model.objects.bulk_create(rows, batch_size=200)
