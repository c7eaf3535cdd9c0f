"""Clarifications of the city: people and a bureau cleared of what was said of them, one of them named with consent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User

from home.demo.data import words
from home.demo.drafts import paragraphs
from home.demo.places import COMMISSION
from home.demo.program import workday
from home.demo.publishing import backdate, morning
from home.demo.writer import Writer
from portal.cases.models import Term
from portal.notices.models import CaseNoticePage, ClarificationIndexPage, ClarificationNotice, ClarificationPage
from portal.organisations.models import Unit
from portal.privacy.names import NameForm

#: Whom a clarification names with consent: plainly made up.
NAMED = "甄澄明"


def publish(today: date, editor: User, publisher: User) -> int:
    """Publish them as of their days, the oldest first; how many there are."""
    entries = sorted(words("clarifications")["clarifications"], key=lambda entry: -entry["ago"])
    for place, entry in enumerate(entries):
        writer = Writer(f"clarification {place}", workday(today - timedelta(days=entry["ago"])))
        page = _page(writer, entry)
        ClarificationIndexPage.objects.get().add_child(instance=page)
        page.save_revision(user=editor, log_action=True).publish(user=publisher)
        backdate(page, morning(writer.day), editor)
    return len(entries)


def _page(writer: Writer, entry: dict[str, Any]) -> ClarificationPage:
    office = Unit.objects.get(code=COMMISSION)
    named = entry.get("named", False)
    is_person = entry["kind"] == ClarificationPage.Kind.PERSON
    name = "" if not is_person else NAMED if named else writer.name()
    approved = workday(writer.day - timedelta(days=4))
    slots = {"name": name, "post": entry.get("post", ""), "month": _month(writer.day - timedelta(days=60))}
    page = ClarificationPage(
        title=entry["title"],
        live=False,
        issuing_unit=office,
        region=office.region,
        written_on=writer.day,
        published_on=writer.day,
        summary=f"经核查，{entry['accusation'].removesuffix('。')}的问题{_finding(entry['finding'])}，予以澄清。",
        keywords="澄清正名",
        body=[paragraphs(*(writer.fill(text, slots) for text in entry["body"]))],
        cleared_kind=entry["kind"],
        person_name=name,
        person_post=entry.get("post", ""),
        person_unit=Unit.objects.get(code=entry["unit"]),
        accusation=entry["accusation"],
        verified_by=entry["verified_by"],
        finding=Term.objects.of("truth_result").get(code=entry["finding"]),
        mode=Term.objects.of("clarify_mode").get(code=entry["mode"]),
        extent=entry["extent"],
        elsewhere=entry.get("elsewhere", ""),
        clarified_on=writer.day,
        approved_by=entry["verified_by"],
        approved_on=approved,
        **(_consent(approved) if named else {}),
    )
    if entry.get("clears_notice"):
        earlier = CaseNoticePage.objects.published().filter(published_on__lt=writer.day, issuing_unit=office)
        page.notice_links = [ClarificationNotice(notice=earlier.newest_first()[0].page_ptr)]
    return page


def _consent(day: date) -> dict[str, Any]:
    form = ClarificationPage.ConsentForm.WRITTEN
    return {"name_form": NameForm.FULL, "consent_on": day, "consent_form": form, "consent_recorded_by": "editor"}


def _finding(code: str) -> str:
    return "部分属实，其余不属实" if code == "partly" else "不属实"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"
