"""Cases: whole as records, one row each as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.cases.public import public_cases
from portal.cases.public.data import as_data
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import AND, Asked, Cell, DataSet, Part, Record
from portal.insights.open_data.sets.published_cases import CASE_FILTERS, published_numbers
from portal.organisations.copies import read_once


class TermRecord(Schema):
    """An entry of an official list."""

    list: str = explained(_("List"))
    code: str = explained(_("Code"))
    name: str = explained(_("Name"))
    name_en: str = explained(_("Name in English"))


class UnitRecord(Schema):
    """A unit."""

    code: str = explained(_("Code"))
    name: str = explained(_("Name"))


class PeriodRecord(Schema):
    """When acts took place."""

    start: str = explained(_("From"), _("No more exact than it is known: 2026, 2026-07 or 2026-07-15."))
    end: str = explained(_("Until"), _("No more exact than it is known: 2026, 2026-07 or 2026-07-15."))
    text: str = explained(_("In words"))


class AmountRecord(Schema):
    """An amount as written. Amounts are never summed."""

    what: str = explained(_("What it is"))
    text: str = explained(_("Amount as written"))


class ReexaminationRecord(Schema):
    """A look back and what it found."""

    examined_on: str = explained(_("Examined on"))
    outcome: TermRecord | None = explained(_("Outcome"))


class CaseMeasureRecord(Schema):
    """A measure."""

    scale: str = explained(_("Scale"))
    grade: TermRecord | None = explained(_("Grade"))
    term: str = explained(_("Term"))
    body: str = explained(_("Decided by"))
    decided_on: str = explained(_("Decided on"), _("No more exact than it is known: 2026, 2026-07 or 2026-07-15."))
    text: str = explained(_("Wording as published"))


class SubjectRecord(Schema):
    """A person or an organisation held to account."""

    kind: str = explained(_("Person or organisation"), _("Code: person, organisation."))
    name: str = explained(_("Name"), _("As anybody may read it today: in full, masked, or empty (post only)."))
    marker: str = explained(_("Marker of the post"), _("原, 时任 or 兼."))
    post_then: str = explained(_("Post then"))
    post_now: str = explained(_("Post now"))
    unit_then: UnitRecord | None = explained(_("Unit then"))
    rank: TermRecord | None = explained(_("Rank group"))
    rank_text: str = explained(_("Rank as written"))
    is_head: bool = explained(_("Head of the unit"))
    responsibility: str = explained(_("Responsibility"), _("Code: direct, principal, supervisory."))
    leadership: TermRecord | None = explained(_("Kind of leadership responsibility"))
    measures: list[CaseMeasureRecord] = explained(_("Measures"))


class HoldingRecord(Schema):
    """A published notice."""

    kind: str = explained(_("Kind"), _("Kind of document, as in the search."))
    title: str = explained(_("Title"))
    url: str = explained(_("Address"))
    date: str = explained(_("Date of publication"))


class CaseRecord(Schema):
    """A published case."""

    id: int = explained(_("Number of the case"), _("It never changes."))
    url: str = explained(_("Address of the case"), _("It never changes."))
    heading: str = explained(_("Heading of the case"))
    facts: str = explained(_("Facts"), _("As published."))
    unit: UnitRecord | None = explained(_("Unit concerned"))
    regions: list[str] = explained(_("Regions"), _("Codes from the province down to the place."))
    source: TermRecord | None = explained(_("Source of the case"))
    stage: TermRecord | None = explained(_("Stage"))
    concluded_on: str = explained(_("Dealt with on"), _("No more exact than it is known: 2026, 2026-07 or 2026-07-15."))
    quarter: str = explained(_("Quarter"), _("That in which the case is counted: 2026Q3."))
    published_on: str | None = explained(_("First made public"))
    violations: list[TermRecord] = explained(_("Violations"))
    act_periods: list[PeriodRecord] = explained(_("Periods of the acts"))
    amounts: list[AmountRecord] = explained(_("Amounts"))
    other_problems: bool = explained(_("Other serious problems exist"))
    traced_up: str = explained(_("Responsibility traced one level up"), _("Code: yes, no; empty: not told."))
    reexaminations: list[ReexaminationRecord] = explained(_("Re-examinations"))
    subjects: list[SubjectRecord] = explained(_("Subjects"), _("The persons and organisations held to account."))
    notices: list[HoldingRecord] = explained(_("Notices"), _("Those that show the case."))
    clarifications: list[HoldingRecord] = explained(
        _("Clarifications"), _("Those that clear it, or one of its subjects.")
    )
    drawn_on_by: list[HoldingRecord] = explained(_("Drawn on by"), _("Warnings and others that draw on it."))


class CaseRow(Schema):
    """A case as a row; its subjects and measures are the rows of the set of measures."""

    id: int = explained(_("Number of the case"), _("It never changes."))
    url: str = explained(_("Address of the case"), _("It never changes."))
    heading: str = explained(_("Heading of the case"))
    facts: str = explained(_("Facts"), _("As published."))
    unit: str = explained(_("Unit concerned"), _("Code of the unit that the case is about."))
    unit_name: str = explained(_("Name of the unit concerned"))
    region: str = explained(_("Region"), _("Code of the place, the most precise that is known."))
    source: str = explained(_("Source of the case"), _("Code of its list."))
    stage: str = explained(_("Stage"), _("Code of its list."))
    concluded_on: str = explained(_("Dealt with on"), _("No more exact than it is known: 2026, 2026-07 or 2026-07-15."))
    quarter: str = explained(_("Quarter"), _("That in which the case is counted: 2026Q3."))
    published_on: str | None = explained(_("First made public"))
    violations: str = explained(_("Violations"), _("Codes, parted by semicolons."))
    violation_names: str = explained(_("Names of the violations"))
    act_periods: str = explained(_("Periods of the acts"), _("Parted by semicolons."))
    amounts: str = explained(_("Amounts"), _("As written, parted by semicolons; never summed."))
    other_problems: bool = explained(_("Other serious problems exist"))
    traced_up: str = explained(_("Responsibility traced one level up"), _("Code: yes, no; empty: not told."))
    subjects: int = explained(_("Subjects"), _("How many persons and organisations were held to account."))
    measures: int = explained(_("Measures"), _("How many measures they got."))
    notices: str = explained(_("Notices"), _("Addresses of those that show the case."))
    clarifications: str = explained(_("Clarifications"), _("Addresses of those that clear it, or one of its subjects."))


class Cases(DataSet):
    """All published cases."""

    code = "cases"
    title = gettext_lazy("Cases")
    summary = gettext_lazy("Every published case with its subjects and measures, under an address that never changes.")
    record, row = CaseRecord, CaseRow
    filters = CASE_FILTERS

    def read(self, asked: Asked) -> Part:
        """In the order of their numbers."""
        numbers = published_numbers(asked, first=int(asked.after or 0) + 1, count=asked.size + 1)
        with read_once():
            # One that was withdrawn between the two questions is passed over.
            cases = [as_data(case) for case in public_cases(numbers[: asked.size]).values()]
        cursor = str(numbers[: asked.size][-1]) if numbers else asked.after
        return Part(cases, cursor, is_last=len(numbers) <= asked.size)

    def rows(self, record: Record) -> Iterator[Sequence[Cell]]:
        """One row."""
        yield tuple(_row(record).values())


def _row(case: Mapping[str, Any]) -> dict[str, Cell]:
    unit = case["unit"] or {"code": "", "name": ""}
    return {
        "id": case["id"],
        "url": case["url"],
        "heading": case["heading"],
        "facts": case["facts"],
        "unit": unit["code"],
        "unit_name": unit["name"],
        "region": case["regions"][-1] if case["regions"] else "",
        "source": _code(case["source"]),
        "stage": _code(case["stage"]),
        "concluded_on": case["concluded_on"],
        "quarter": case["quarter"],
        "published_on": case["published_on"],
        "violations": AND.join(term["code"] for term in case["violations"]),
        "violation_names": AND.join(term["name"] for term in case["violations"]),
        "act_periods": AND.join(_period(period) for period in case["act_periods"]),
        "amounts": AND.join(f"{amount['what']}{amount['text']}" for amount in case["amounts"]),
        "other_problems": case["other_problems"],
        "traced_up": case["traced_up"],
        "subjects": len(case["subjects"]),
        "measures": sum(len(subject["measures"]) for subject in case["subjects"]),
        "notices": _addresses(case["notices"]),
        "clarifications": _addresses(case["clarifications"]),
    }


def _code(term: Mapping[str, str] | None) -> str:
    return term["code"] if term else ""


def _period(period: Mapping[str, str]) -> str:
    return period["text"] or "/".join(filter(None, (period["start"], period["end"])))


def _addresses(held: Iterable[Mapping[str, str]]) -> str:
    return AND.join(each["url"] for each in held)
