"""A unit with something of every kind on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bs4 import BeautifulSoup, Tag
from django.test import Client

from portal.notices.models import InspectedUnit, NoticeCase, RectificationItem
from portal.organisations.models import Unit
from tests.factories import (
    BulletinPageFactory,
    CaseFactory,
    CaseNoticePageFactory,
    ClarificationPageFactory,
    InspectionPageFactory,
    UnitFactory,
    WarningPageFactory,
)
from tests.factories.clarifications import term
from tests.kept import kept


@dataclass
class Bureau:
    """The unit of the archive with those around it."""

    city: Unit
    bureau: Unit
    office: Unit


@kept()
def units() -> Bureau:
    """A city, a bureau in it, an office in the bureau."""
    city = UnitFactory(code="city", name="青云市")
    bureau = UnitFactory(code="bureau", name="城建局", name_en="Construction bureau", parent=city)
    return Bureau(city, bureau, UnitFactory(code="office", name="城建一所", parent=bureau))


@kept()
def filled(units: Bureau) -> Bureau:
    """One public entry of every source."""
    case = CaseFactory(
        heading="城建局某科收受礼金问题",
        unit=units.bureau,
        concluded_on="2025-04",
        subjects=[{"post_then": "科长", "measures": [{"grade": "pd1", "decided_on": "2025-04-20"}]}],
    )
    notice = CaseNoticePageFactory(
        title="关于一起典型问题的通报", issuing_unit=units.bureau, published_on=date(2025, 5, 1)
    )
    NoticeCase.objects.create(page=notice, case=case)
    WarningPageFactory(title="中秋提醒", issuing_unit=units.bureau, published_on=date(2025, 9, 1))
    WarningPageFactory(
        title="市里的提醒",
        issuing_unit=units.city,
        audience=[units.city],
        audience_includes_subunits=True,
        published_on=date(2025, 9, 2),
    )
    BulletinPageFactory(title="三季度通报", unit=units.bureau, issuing_unit=units.city, published_on=date(2025, 10, 9))
    ClarificationPageFactory(
        title="澄清正名", person_unit=units.bureau, issuing_unit=units.city, published_on=date(2025, 11, 1)
    )
    inspection = InspectionPageFactory(title="巡察公告", issuing_unit=units.city, published_on=date(2024, 3, 1))
    inspected = InspectedUnit.objects.create(page=inspection, unit=units.bureau, feedback_on=date(2024, 6, 1))
    RectificationItem.objects.create(
        inspected=inspected, problem="窗口推诿", state=term("rectify_status", "ongoing"), due=date(2024, 12, 31)
    )
    return units


def titles(client: Client, address: str) -> list[str]:
    """The titles of the entries of a page, in their order."""
    return [link.get_text() for link in page(client, address).select(".archive__title a")]


def page(client: Client, address: str) -> BeautifulSoup:
    """A page of an archive."""
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def link(found: BeautifulSoup, selector: str) -> str:
    """Where a link leads."""
    tag = found.select_one(selector)
    assert isinstance(tag, Tag)
    return str(tag["href"])
