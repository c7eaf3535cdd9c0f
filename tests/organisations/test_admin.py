"""The admin screens of units, regions and staff."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from portal.organisations.models import Region, StaffMembership, Unit
from tests.factories import (
    CaseNoticePageFactory,
    FormerNameFactory,
    FormerRegionNameFactory,
    RegionFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(administrator=True))
    return client


def former(**fields: Any) -> dict[str, Any]:
    """The part of a form that holds former names: none, unless given."""
    names = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {f"former_names-{name}": value for name, value in (names | fields).items()}


def form(**fields: Any) -> dict[str, Any]:
    """A filled-in unit form without former names."""
    return {
        "name": "江州市教育局",
        "code": "js-jyj",
        "kind": "government",
        **former(),
        **fields,
    }


def test_adding_a_unit_below_another_with_a_former_name(admin: Client) -> None:
    parent = UnitFactory(code="gov")
    former = {
        "former_names-TOTAL_FORMS": 1,
        "former_names-0-name": "江州市教育委员会",
        "former_names-0-valid_until": "2009-06-30",
        "former_names-0-ORDER": 1,
    }
    response = admin.post("/admin/units/new/", form(parent=parent.pk, region=RegionFactory().pk, **former))
    assert response.status_code == 302
    unit = Unit.objects.get(code="js-jyj")
    assert unit.lineage_codes() == ("gov", "js-jyj")
    assert [(name.name, name.valid_until) for name in unit.former_names.all()] == [
        ("江州市教育委员会", date(2009, 6, 30))
    ]


def test_adding_a_unit_at_the_top(admin: Client) -> None:
    assert admin.post("/admin/units/new/", form()).status_code == 302
    assert Unit.objects.get(code="js-jyj").is_root()


def test_moving_and_renaming_a_unit(admin: Client) -> None:
    unit, parent = UnitFactory(code="unit"), UnitFactory(code="parent")
    below = UnitFactory(parent=unit)
    response = admin.post(f"/admin/units/edit/{unit.pk}/", form(name="新名称", code="other", parent=parent.pk))
    assert response.status_code == 302
    unit.refresh_from_db()
    below.refresh_from_db()
    # The code stays what it was.
    assert (unit.code, unit.name) == ("unit", "新名称")
    assert below.lineage_codes() == ("parent", "unit", below.code)
    admin.post(f"/admin/units/edit/{unit.pk}/", form(name="新名称"))
    unit.refresh_from_db()
    assert unit.is_root()
    assert not any(Unit.find_problems())


def test_a_unit_that_is_renamed_keeps_its_name_until_yesterday(admin: Client) -> None:
    unit = UnitFactory(code="unit", name="旧名称")
    admin.post(f"/admin/units/edit/{unit.pk}/", form(name="新名称"))
    (former,) = unit.former_names.all()
    assert (former.name, former.valid_until) == ("旧名称", timezone.localdate() - timedelta(days=1))
    # Not twice, and not where the editor says it.
    kept = {
        "former_names-INITIAL_FORMS": 1,
        "former_names-TOTAL_FORMS": 2,
        "former_names-0-id": former.pk,
        "former_names-0-name": "旧名称",
        "former_names-0-ORDER": 1,
        "former_names-1-name": "新名称",
        "former_names-1-valid_until": "2026-06-30",
        "former_names-1-ORDER": 2,
    }
    admin.post(f"/admin/units/edit/{unit.pk}/", form(name="更新的名称", **kept))
    assert [each.name for each in unit.former_names.all()] == ["旧名称", "新名称"]


def test_a_place_below_itself_is_refused(admin: Client) -> None:
    unit = UnitFactory()
    below = UnitFactory(parent=UnitFactory(parent=unit))
    response = admin.post(f"/admin/units/edit/{unit.pk}/", form(parent=below.pk))
    assert response.status_code == 200
    assert response.context["form"].errors["parent"]
    below.refresh_from_db()
    assert below.depth == 3


def test_a_code_in_another_case_is_taken(admin: Client) -> None:
    UnitFactory(code="JS-JYJ")
    response = admin.post("/admin/units/new/", form())
    assert response.context["form"].errors["code"]
    assert Unit.objects.count() == 1


def test_a_unit_is_not_its_own_successor(admin: Client) -> None:
    unit = UnitFactory()
    assert admin.post(f"/admin/units/edit/{unit.pk}/", form(successor=unit.pk)).context["form"].errors["successor"]


def test_the_list_shows_the_tree(admin: Client) -> None:
    parent = UnitFactory(name="上级单位")
    UnitFactory(parent=parent, name="下级单位")
    page = admin.get("/admin/units/").content.decode()
    assert "上级单位" in page
    assert "\u3000└ 下级单位" in page


@pytest.mark.parametrize("words", ["教育局", "市教育局", "js-jyj", "教育委员会", "Education"])
def test_units_are_found_by_every_name(admin: Client, words: str) -> None:
    unit = UnitFactory(code="js-jyj", name="江州市教育局", short_name="市教育局", name_en="Bureau of Education")
    for _ in range(2):
        FormerNameFactory(unit=unit, name="江州市教育委员会")
    UnitFactory(name="江州市水务局")
    page = admin.get("/admin/units/", {"q": words}).content.decode()
    assert page.count(f"/admin/units/edit/{unit.pk}/") >= 1
    assert "江州市水务局" not in page
    chooser = admin.get("/admin/unit_chooser/results/", {"q": words}).content.decode()
    assert chooser.count(f"/admin/unit_chooser/chosen/{unit.pk}/") == 1
    assert "江州市水务局" not in chooser


def test_units_are_filtered_by_kind_and_region(admin: Client) -> None:
    city = RegionFactory()
    district = RegionFactory(parent=city)
    UnitFactory(name="区教育局", region=district, kind=Unit.Kind.GOVERNMENT)
    UnitFactory(name="别处单位", region=RegionFactory(), kind=Unit.Kind.GOVERNMENT)
    UnitFactory(name="城投公司", region=district, kind=Unit.Kind.ENTERPRISE)
    page = admin.get("/admin/units/", {"region": city.pk, "kind": "government"}).content.decode()
    assert "区教育局" in page
    assert "别处单位" not in page
    assert "城投公司" not in page


def test_a_list_of_units_costs_the_same_however_many(admin: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        UnitFactory(parent=UnitFactory(), region=RegionFactory())
    for address in ("/admin/units/", "/admin/unit_chooser/results/"):
        admin.get(address)
        with django_assert_max_num_queries(22):
            admin.get(address)


@pytest.mark.parametrize("use", ["issues a notice", "is addressed", "has units below", "succeeds another"])
def test_a_unit_in_use_is_not_deleted(admin: Client, use: str) -> None:
    unit = UnitFactory(name="在用单位")
    match use:
        case "issues a notice":
            CaseNoticePageFactory(issuing_unit=unit, draft=True)
        case "is addressed":
            CaseNoticePageFactory(internal=True, audience=[unit])
        case "has units below":
            UnitFactory(parent=unit)
        case "succeeds another":
            UnitFactory(successor=unit)
    assert admin.get(f"/admin/units/delete/{unit.pk}/").status_code == 200
    response = admin.post(f"/admin/units/delete/{unit.pk}/", follow=True)
    assert Unit.objects.filter(pk=unit.pk).exists()
    assert [str(message) for message in response.context["messages"]]


def test_an_unused_unit_is_deleted(admin: Client) -> None:
    unit = UnitFactory()
    assert admin.post(f"/admin/units/delete/{unit.pk}/").status_code == 302
    assert not Unit.objects.exists()


def test_regions(admin: Client) -> None:
    city = RegionFactory()
    data = {"name": "临水区", "name_en": "Linshui", "code": "990999", "parent": city.pk, **former()}
    assert admin.post("/admin/regions/new/", data).status_code == 302
    district = Region.objects.get(code="990999")
    assert district.get_parent() == city
    assert admin.post(f"/admin/regions/edit/{district.pk}/", {**data, "parent": ""}).status_code == 302
    assert Region.objects.get(code="990999").is_root()
    assert admin.get("/admin/regions/", {"q": "linshui"}).content.decode().count("临水区") >= 1
    UnitFactory(region=district)
    admin.post(f"/admin/regions/delete/{district.pk}/")
    assert Region.objects.filter(pk=district.pk).exists()


def test_a_region_that_is_renamed_keeps_its_name_until_yesterday(admin: Client) -> None:
    region = RegionFactory(code="990103", name="江洲县")
    data = {"name": "江洲区", "name_en": "Jiangzhou", "code": "990103", **former()}
    assert admin.post(f"/admin/regions/edit/{region.pk}/", data).status_code == 302
    (kept,) = region.former_names.all()
    assert (kept.name, kept.valid_until) == ("江洲县", timezone.localdate() - timedelta(days=1))
    # Found by both in the list and in the chooser, once.
    for words in ("江洲县", "江洲区"):
        assert f"/admin/regions/edit/{region.pk}/" in admin.get("/admin/regions/", {"q": words}).content.decode()
        chooser = admin.get("/admin/region_chooser/results/", {"q": words}).content.decode()
        assert chooser.count(f"/admin/region_chooser/chosen/{region.pk}/") == 1
    # The editor knows better when it was; the same name is not added again.
    told = {"0-id": kept.pk, "0-name": "江洲县", "0-valid_until": "2012-12-31", "0-ORDER": 1}
    again = former(TOTAL_FORMS=1, INITIAL_FORMS=1, **told)
    assert admin.post(f"/admin/regions/edit/{region.pk}/", {**data, **again}).status_code == 302
    assert [(each.name, each.valid_until) for each in region.former_names.all()] == [("江洲县", date(2012, 12, 31))]


def test_a_former_name_does_not_end_before_it_begins(admin: Client) -> None:
    region = RegionFactory(name="江洲区")
    told = former(TOTAL_FORMS=1, **{"0-name": "江洲县", "0-valid_from": "2012-12-31", "0-valid_until": "1986-01-01"})
    data = {"name": "江洲区", "name_en": "", "code": region.code, **told}
    assert admin.post(f"/admin/regions/edit/{region.pk}/", data).status_code == 200
    assert not region.former_names.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerRegionNameFactory(region=region, valid_from=date(2012, 12, 31), valid_until=date(1986, 1, 1))


def test_staff(admin: Client) -> None:
    unit, user = UnitFactory(), UserFactory()
    data = {"user": user.pk, "unit": unit.pk, "post": "科员", "since": "2026-01-01"}
    assert admin.post("/admin/staff/new/", data).status_code == 302
    membership = StaffMembership.objects.get()
    assert (membership.user, membership.unit) == (user, unit)
    assert user.username in admin.get("/admin/staff/", {"q": unit.name}).content.decode()


@pytest.mark.parametrize("address", ["units", "regions", "staff", "terms"])
def test_nobody_without_rights_gets_in(client: Client, address: str) -> None:
    client.force_login(UserFactory(groups=["editor"]))
    assert client.get(f"/admin/{address}/").status_code == 302
    assert client.get(f"/admin/{address}/new/").status_code == 302


def test_editors_choose_units_without_rights_over_them(client: Client) -> None:
    client.force_login(UserFactory(groups=["editor"]))
    UnitFactory(name="可选单位")
    assert "可选单位" in client.get("/admin/unit_chooser/results/").content.decode()


def test_the_administrator_role_keeps_units(client: Client) -> None:
    client.force_login(UserFactory(groups=["administrator"]))
    for address in ("units", "regions", "staff", "terms"):
        assert client.get(f"/admin/{address}/new/").status_code == 200
