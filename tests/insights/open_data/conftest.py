"""What tests of the open data share: a small site with something in every set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal.cases.models import Case
from portal.content.changes import numbering
from portal.feedback.models import PublicInquiry
from portal.feedback.public import telling
from portal.insights.tallies import keeping
from portal.notices.models import BulletinPage, CaseNoticePage, NoticeCase, WarningPage
from portal.organisations.models import Unit
from search.models import OutboxEntry
from tests.factories import (
    BulletinPageFactory,
    CaseFactory,
    CaseNoticePageFactory,
    RegionFactory,
    UnitFactory,
    WarningPageFactory,
)
from tests.indexes import engine, index
from tests.kept import kept

__all__ = ["engine", "index"]

NAME = "甄士测"


@dataclass
class Site:
    """What was made."""

    unit: Unit
    other: Unit
    notice: CaseNoticePage
    warning: WarningPage
    bulletin: BulletinPage
    cases: list[Case]
    inquiry: PublicInquiry


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    """Nobody has asked for anything yet."""
    cache.clear()


@pytest.fixture(autouse=True)
def _numbered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests commit nothing, and with PostgreSQL changes get their place after the commit."""
    monkeypatch.setattr(numbering, "place", lambda: numbering._last() + 1)


@kept()
def site(db: None, index: Callable[[], None], _numbered_at_once: None) -> Site:
    """Two units, three cases in a notice, one of them without a name; a warning, a bulletin, an answered inquiry."""
    region = RegionFactory(code="510100", name="青云市")
    unit = UnitFactory(code="qy-mz", name="青云市民政局", region=region)
    other = UnitFactory(code="qy-jy", name="青云市教育局", region=region)
    measures = [{"grade": "pd1", "text": "党内警告"}, {"grade": "gd1"}]
    until = timezone.localdate() + timedelta(days=1)
    cases = [
        CaseFactory(unit=unit, subjects=[{"name": NAME, "name_public_until": until, "measures": measures}]),
        CaseFactory(unit=unit, subjects=[{"name": NAME, "name_form": "post", "measures": measures[:1]}]),
        CaseFactory(unit=other, quarter="2026Q2", subjects=[{"name": NAME, "name_form": "masked"}]),
    ]
    CaseFactory(unit=unit, heading="没有公开的案件", subjects=[{"name": "没公开", "measures": measures}])
    notice = CaseNoticePageFactory(title="关于三起典型案件的通报", document_number="青纪〔2026〕3号", issuing_unit=unit)
    for place, case in enumerate(cases):
        NoticeCase.objects.create(page=notice, case=case, sort_order=place)
    warning = WarningPageFactory(title="中秋节前提醒", issuing_unit=other)
    bulletin = BulletinPageFactory(compiled=True, title="2026年第三季度通报")
    bulletin.save_revision().publish()
    inquiry = PublicInquiry.objects.create(
        title="路灯何时修复",
        question="有群众询问路灯。",
        answer="已修复。",
        unit=other,
        region=region,
        received_on=date(2026, 7, 1),
        due_on=date(2026, 8, 1),
        answered_on=date(2026, 8, 2),
        published_at=timezone.now(),
    )
    inquiry.follow_ups.create(said_on=date(2026, 9, 1), text="已安排巡查")
    telling.changed(inquiry)
    index()
    keeping.rebuild()
    # The index has all of it.
    OutboxEntry.objects.all().delete()
    return Site(unit, other, notice, warning, bulletin, cases, inquiry)
