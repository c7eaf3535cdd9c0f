"""The draft of a notice around the cases that were read: what the text says of itself, its lead and its remarks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from portal.cases.models import Case
from portal.notices.importing.bodies import text_body
from portal.notices.importing.damage import Found
from portal.notices.importing.labels import read_labels
from portal.notices.importing.values import normalise_document_number, parse_date
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, NoticeCase

MAX_TITLE, MAX_NUMBER = 255, 60
#: The number of the first case, which stands before its span.
_NUMBERING = re.compile(r"(?:\n|^)\s*(?:案例|第)?[（(]?[\d一二三四五六七八九十]{1,3}\s*[)）、.．：:起]?\s*\Z")


def facts_of(source: str) -> dict[str, Any]:
    """Title, date, number and the name of the unit, as far as the text gives them."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    values, used = read_labels(lines)
    rest = [line for number, line in enumerate(lines) if number not in used]
    facts: dict[str, Any] = {"title": str(values.get("title") or (rest[0] if rest else ""))[:MAX_TITLE]}
    if day := _day(values.get("date")):
        facts["published_on"] = day
    if number := values.get("document_number"):
        facts["document_number"] = normalise_document_number(str(number))[:MAX_NUMBER]
    if unit := values.get("unit"):
        facts["unit"] = str(unit)[:120]
    return facts


def _day(written: object) -> date | None:
    try:
        return parse_date(str(written)) if written else None
    except ValueError:
        # Only a year and a month: no day is invented.
        return None


def around(source: str, title: str, spans: list[tuple[int, int]]) -> tuple[str, str]:
    """The lead before the first case and the remarks behind the last one."""
    if not spans:
        return source, ""
    lead = _NUMBERING.sub("", source[: min(start for start, _end in spans)])
    lines = [line.strip() for line in lead.splitlines() if line.strip()]
    _values, used = read_labels(lines)
    kept = [line for number, line in enumerate(lines) if number not in used and line != title]
    return "\n".join(kept), source[max(end for _start, end in spans) :].strip("。\n \t\u3000")


def body_of(lead: str, remarks: str) -> list[dict[str, Any]]:
    """Blocks: the lead, the mark for the cases, the remarks."""
    before = text_body(lead, Found()) if lead.strip() else []
    after = text_body(remarks, Found()) if remarks.strip() else []
    return [*before, {"type": "cases", "value": None}, *after]


def draft_notice(
    section: CaseNoticeIndexPage, fields: dict[str, Any], body: list[dict[str, Any]], cases: list[Case], user: Any
) -> CaseNoticePage:
    """A draft page that holds these cases in order; in the caller's transaction."""
    published_on = fields.get("published_on") or timezone.localdate()
    page = CaseNoticePage(live=False, has_unpublished_changes=True, **{**fields, "published_on": published_on})
    page.body = page._meta.get_field("body").to_python(body)
    if page.region_id is None and page.issuing_unit is not None:
        page.region_id = page.issuing_unit.region_id
    page.case_links = [NoticeCase(case=case, sort_order=place) for place, case in enumerate(cases)]
    section.refresh_from_db()
    section.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


def case_section() -> CaseNoticeIndexPage | None:
    """Where case notices are; None on a site without any."""
    return CaseNoticeIndexPage.objects.first()


def same_notice(facts: dict[str, Any], unit: int | None) -> Page | None:
    """The notice on the site with the same number and unit, else of the same title, date and unit."""
    notices = CaseNoticePage.objects.filter(issuing_unit=unit).order_by("pk")
    if facts.get("document_number") and unit:
        return notices.filter(document_number=facts["document_number"]).first()
    if facts.get("published_on"):
        return notices.filter(title=facts["title"], published_on=facts["published_on"]).first()
    return None
