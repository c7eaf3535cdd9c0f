"""The editing screens and lists of notices."""

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal.cases.models import Term
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, Scope, WarningIndexPage, WarningPage
from tests.factories import CaseNoticePageFactory, UnitFactory, UserFactory, WarningPageFactory, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(administrator=True))
    return client


def filled_in(**fields: Any) -> dict[str, Any]:
    """A notice as its form sends it."""
    chosen = {name: fields.pop(name) for name in ("audience", "violations", "forms") if name in fields}
    data: dict[str, Any] = nested_form_data(
        {
            "title": "关于一起典型问题的通报",
            "slug": "",
            "published_on": "2026-04-13",
            "scope": "public",
            "body": streamfield([("heading", "一、基本案情"), ("paragraph", rich_text("<p>经查，情况属实。</p>"))]),
            "attachments": streamfield([]),
            "related": streamfield([]),
            "action-publish": "publish",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
            "case_links": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
            **fields,
        }
    )
    return {**data, **chosen}


def add_address(index: type[CaseNoticeIndexPage] | type[WarningIndexPage], model: str) -> str:
    return f"/admin/pages/add/notices/{model}/{section(index).pk}/"


def test_an_editor_fills_in_a_notice_with_tags_and_unit(admin: Client) -> None:
    unit = UnitFactory()
    term = Term.objects.get(taxonomy="violation", code="political.01")
    form = Term.objects.filter(taxonomy="form").first()
    assert form
    data = filled_in(
        issuing_unit=str(unit.pk), violations=[term.pk], forms=[form.pk], document_number="江纪通〔2026〕3号"
    )
    response = admin.post(add_address(CaseNoticeIndexPage, "casenoticepage"), data)
    assert response.status_code == 302, response.context["form"].errors
    notice = CaseNoticePage.objects.get()
    assert notice.live
    assert (notice.issuing_unit, notice.document_number) == (unit, "江纪通〔2026〕3号")
    assert (list(notice.violations.all()), list(notice.forms.all())) == ([term], [form])
    assert notice.slug.startswith("20260413-")


def test_an_internal_notice_names_its_readers(admin: Client) -> None:
    unit = UnitFactory()
    address = add_address(CaseNoticeIndexPage, "casenoticepage")
    refused = admin.post(address, filled_in(scope="internal"))
    assert refused.context["form"].errors["audience"]
    assert admin.post(address, filled_in(scope="internal", audience=[unit.pk])).status_code == 302
    notice = CaseNoticePage.objects.get()
    assert (notice.scope, list(notice.audience.all())) == (Scope.INTERNAL, [unit])


def test_a_warning_does_not_end_before_it_begins(admin: Client) -> None:
    address = add_address(WarningIndexPage, "warningpage")
    data = filled_in(warning_kind="holiday", valid_from="2026-10-08", valid_to="2026-09-25")
    assert admin.post(address, data).context["form"].errors["valid_to"]
    assert admin.post(address, {**data, "valid_to": "2026-10-10"}).status_code == 302
    assert WarningPage.objects.get().valid_to


def test_the_form_has_choosers_and_folded_lists_instead_of_endless_menus(admin: Client) -> None:
    for number in range(30):
        UnitFactory(name=f"候选单位{number}")
    page = admin.get(add_address(CaseNoticeIndexPage, "casenoticepage")).content.decode()
    assert "/admin/unit_chooser/" in page
    assert "/admin/region_chooser/" in page
    assert "候选单位3</option>" not in page
    assert page.count('name="violations"') == Term.objects.filter(taxonomy="violation").count()
    assert page.count('name="audience"') == 30


def test_editing_shows_what_is_chosen(admin: Client) -> None:
    term = Term.objects.get(taxonomy="violation", code="political.01")
    notice = CaseNoticePageFactory(violations=[term])
    page = admin.get(f"/admin/pages/{notice.pk}/edit/").content.decode()
    assert f'name="violations" value="{term.pk}" id="id_violations_{term.pk}" checked' in page


@pytest.mark.parametrize("address", ["/admin/case-notices/", "/admin/warnings/"])
def test_lists_show_what_editors_look_for(admin: Client, address: str, django_assert_max_num_queries: Any) -> None:
    factory = CaseNoticePageFactory if "case" in address else WarningPageFactory
    for number in range(3):
        factory(document_number=f"江纪通〔2026〕{number}号", internal=number == 2)
    page = admin.get(address, {"scope": "internal"}).content.decode()
    assert "江纪通〔2026〕2号" in page
    assert "江纪通〔2026〕1号" not in page
    assert "江纪通〔2026〕1号" in admin.get(address).content.decode()
    with django_assert_max_num_queries(40):
        admin.get(address)
