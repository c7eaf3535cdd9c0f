"""The public pages of units."""

import re
from datetime import date

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString, mark_safe

from portal.organisations import sections
from portal.organisations.models import Unit
from tests.factories import (
    CaseNoticePageFactory,
    FormerNameFactory,
    FormerRegionNameFactory,
    RegionFactory,
    UnitFactory,
    WarningPageFactory,
)

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_facts_of_a_unit(client: Client) -> None:
    parent = UnitFactory(name="江州市人民政府")
    region = RegionFactory(name="江州市")
    FormerRegionNameFactory(region=region, name="江州地区")
    unit = UnitFactory(parent=parent, code="js-jyj", name="江州市教育局", short_name="市教育局", region=region)
    UnitFactory(parent=unit, name="江州市第一中学")
    FormerNameFactory(unit=unit, name="江州市教育委员会", valid_from=date(1998, 3, 1), valid_until=date(2009, 6, 30))
    page = text(client, "/units/js-jyj/")
    for fact in (
        "江州市教育局",
        "市教育局",
        "js-jyj",
        "江州市人民政府",
        "江州市第一中学",
        "江州市教育委员会",
        "江州市 <span>（曾用名：江州地区）",
        "1998-03-01",
        "2009-06-30",
    ):
        assert fact in page, fact


def test_a_closed_unit_names_its_successor(client: Client) -> None:
    successor = UnitFactory(code="new", name="新局")
    UnitFactory(code="old", closed_on=date(2024, 1, 31), successor=successor)
    page = text(client, "/units/old/")
    assert "2024-01-31" in page
    assert 'href="/units/new/"' in page
    assert 'href="/units/old/"' in text(client, "/units/new/")


@pytest.mark.parametrize("code", ["nothing", "a" * 200, "..", "%00", "<b>"])
def test_an_unknown_code_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/units/{code}/").status_code == 404


def test_codes_in_another_case_lead_to_the_one_address(client: Client) -> None:
    UnitFactory(code="JS-jyj")
    response = client.get("/units/js-JYJ/?below=1")
    assert (response.status_code, response["Location"]) == (301, "/units/JS-jyj/?below=1")
    assert client.get("/en/units/js-jyj/")["Location"] == "/en/units/JS-jyj/"


def test_the_english_page_has_english_names(client: Client) -> None:
    UnitFactory(code="bureau", name="教育局", name_en="Bureau of Education")
    assert "Bureau of Education" in text(client, "/en/units/bureau/")


def test_the_list_is_a_tree(client: Client) -> None:
    parent = UnitFactory(name="一级单位")
    UnitFactory(parent=UnitFactory(parent=parent, name="二级单位"), name="三级单位")
    UnitFactory(name="另一单位")
    page = text(client, "/units/")
    for name in ("一级单位", "二级单位", "三级单位", "另一单位"):
        assert name in page
    assert page.count('<ul class="units">') == 3
    assert page.count("<ul") == page.count("</ul>")
    assert len(re.findall(r"<li[ >]", page)) == page.count("</li>")


def test_units_are_found_by_former_names_too(client: Client) -> None:
    unit = UnitFactory(name="江州市教育局")
    UnitFactory(name="江州市水务局")
    FormerNameFactory(unit=unit, name="江州市教育委员会")
    page = text(client, "/units/?q=教育委员会")
    assert "江州市教育局" in page
    assert "江州市水务局" not in page
    assert text(client, "/units/?q=%00<script>").count("<script>") == 0


def test_the_public_notices_of_a_unit(client: Client) -> None:
    unit = UnitFactory(code="bureau")
    below = UnitFactory(parent=unit)
    CaseNoticePageFactory(issuing_unit=unit, title="本单位通报")
    WarningPageFactory(issuing_unit=unit, title="本单位提醒")
    CaseNoticePageFactory(issuing_unit=below, title="下级通报")
    CaseNoticePageFactory(issuing_unit=unit, internal=True, title="内部通报")
    CaseNoticePageFactory(issuing_unit=unit, draft=True, title="草稿通报")
    own, all_of_it = text(client, "/units/bureau/"), text(client, "/units/bureau/?below=1")
    assert "本单位通报" in own
    assert "本单位提醒" in own
    assert "下级通报" not in own
    assert "下级通报" in all_of_it
    for page in (own, all_of_it):
        assert "内部通报" not in page
        assert "草稿通报" not in page


def test_the_page_costs_the_same_however_much_there_is(client: Client) -> None:
    unit = UnitFactory(code="bureau", parent=UnitFactory())
    UnitFactory(parent=unit)
    CaseNoticePageFactory(issuing_unit=unit)
    client.get("/units/bureau/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/units/bureau/?below=1")
        return len(queries)

    before = cost()
    for _ in range(4):
        CaseNoticePageFactory(issuing_unit=UnitFactory(parent=unit))
        FormerNameFactory(unit=unit)
    assert cost() == before <= 19


def test_other_apps_register_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_sections", {})

    def first(request: HttpRequest, unit: Unit) -> SafeString:
        return mark_safe(f"<p>{unit.code}</p>")  # noqa: S308 (test)

    def empty(request: HttpRequest, unit: Unit) -> SafeString:
        return SafeString("")

    sections.register_section("second", empty, order=5)
    sections.register_section("first", first, order=10)
    sections.register_section("first", first, order=10)
    with pytest.raises(ValueError, match="first"):
        sections.register_section("first", empty)
    assert list(sections.render_sections(HttpRequest(), Unit(code="x"))) == ["<p>x</p>"]
