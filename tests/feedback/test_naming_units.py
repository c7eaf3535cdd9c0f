"""Which units a tip is kept from, however its author writes their names; and never from everybody."""

from __future__ import annotations

from importlib import import_module
from time import process_time
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from home.demo import places
from portal.feedback.handing_in.mentions import Reader
from portal.feedback.handing_in.spellings import Known
from portal.feedback.handing_in.units import units_meant, units_to_be_kept_away
from portal.feedback.models import AccusedUnit, Kind, Referral, State, Submission
from portal.feedback.referrals.referring import refer
from portal.feedback.staying_away import clear_accused, doubt_accused, name_accused
from portal.feedback.transitions import NotPermitted, Unfit, apply
from portal.feedback.watching import seen_by_nobody
from portal.organisations.models import Unit
from tests.factories import (
    FormerNameFactory,
    FormerRegionNameFactory,
    RegionFactory,
    SubmissionFactory,
    UnitFactory,
    UserFactory,
)
from tests.feedback.at_the_desk import desk, file_of, soup
from tests.feedback.citizen import Citizen, receipt_of
from tests.feedback.test_referrals import order

pytestmark = pytest.mark.django_db

#: In the invented city of the demonstration site.
WRITTEN = {
    "墨湾镇人民政府": {"jc-8104"},
    "砚湖区墨湾镇人民政府": {"jc-8104"},
    "中共砚湖区墨湾镇委员会": {"jc-8104"},
    "墨湾镇党委": {"jc-8104"},
    "高新区管委会办公室": {"jc-70"},
    "高新区建设局": {"jc-70"},
    "市公安局交警支队": {"jc-14"},
    "霁川公安局": {"jc-14"},
    "市城市管理局执法支队": {"jc-32"},
    "城管局": {"jc-32"},
    "市中心医院骨科": {"jc-2601"},
    "市疾控": {"jc-2602"},
    "市纪委": {"jc-01"},
    "中共霁川市纪委": {"jc-01"},
    "砚湖区纪委": {"jc-8100"},
    "市教育局、市财政局": {"jc-12", "jc-16"},
    "霁川市教育局和霁川市人力资源和社会保障局": {"jc-12", "jc-17"},
    "市 教 育 局 招 生 办": {"jc-12"},
    "市教育局（招生办）": {"jc-12"},
    "驻市教育局纪检监察组": {"jc-12"},
    "市人社局": {"jc-17"},
    "发改委": {"jc-11"},
    "住建局": {"jc-20"},
    "市卫健委医政科": {"jc-26"},
    "市公积金中心": {"jc-53"},
    "城投公司": {"jc-41"},
    "国土局": {"jc-18"},
    "市扶贫办": {"jc-34"},
    "听澜街道办事处": {"jc-8101"},
    "揽霁街办": {"jc-8102"},
    "听澜镇政府": {"jc-8101"},
    "帆渡乡政府": {"jc-8204"},
    "荻洲县": {"jc-82"},
    # What the list does not have belongs to the district that it has.
    "砚湖区教育局": {"jc-81"},
    "霁川市砚湖区教育局": {"jc-81"},
    # Not the bureau of the city.
    "区教育局": set(),
    # Everybody works below it.
    "霁川市": set(),
    "霁川市人民政府": set(),
    "市政府": set(),
    "市委": set(),
    "我们单位": set(),
    "某局": set(),
    "、，": set(),
}


def test_units_are_found_as_people_write_them() -> None:
    places.create()
    found = {text: {unit.code for unit in units_meant(text)} for text in WRITTEN}
    assert found == WRITTEN


def test_of_a_list_without_regions_as_well() -> None:
    bureau = UnitFactory(name="青禾县水利局", short_name="县水利局")
    town = UnitFactory(name="青禾县白石镇", short_name="白石镇", kind=Unit.Kind.TERRITORY)
    other = UnitFactory(name="青禾县林业局")
    FormerNameFactory(unit=bureau, name="青禾县水电局")
    for text, meant in {
        "水利局": [bureau],
        "县水利局河道管理站": [bureau],
        "青禾水利局": [bureau],
        "青禾县水电局财务股": [bureau],
        "白石镇卫生院": [town],
        "县水利局与县林业局": [bureau, other],
        "青禾县白石镇人民政府": [town],
    }.items():
        assert units_meant(text) == meant, text


def test_by_the_former_name_of_its_place() -> None:
    region = RegionFactory(name="云岭区")
    FormerRegionNameFactory(region=region, name="云岭县")
    bureau = UnitFactory(name="云岭区税务局", region=region)
    UnitFactory(name="石泉区税务局", region=RegionFactory(name="石泉区"))
    assert units_meant("云岭县税务局办税厅") == [bureau]
    assert units_meant("云岭税务局") == [bureau]
    assert len(units_meant("税务局")) == len(units_meant("区税务局")) == 2


def test_a_renamed_unit_is_found_at_once() -> None:
    unit = UnitFactory(name="青禾县水利局")
    assert units_meant("县水利局人事股") == [unit]
    unit.name = "青禾县水务局"
    unit.save()
    assert units_meant("县水务局人事股") == [unit]


def test_reading_a_line_takes_no_longer_for_a_long_list_or_a_strange_line() -> None:
    signs = "青禾白石云岭泉河溪湖"
    places_of_all = [f"{one}{other}县" for one in signs for other in signs]
    ends = ("教育局", "人力资源和社会保障局", "住房和城乡建设局", "卫生健康委员会", "城市管理局", "市场监督管理局")
    named = [(f"{place}{end}", place) for place in places_of_all for end in ends]
    known = [Known(number, False, (name,), (place,)) for number, (name, place) in enumerate(named)]
    reader, everybody = Reader(known, places_of_all), range(len(known))
    begin = process_time()
    for line in ("县和" * 50, "青禾县人社局、" * 15, "县市和局" * 25):
        reader.read(line, everybody)
    assert process_time() - begin < 2


# ---- Never kept from everybody


@pytest.fixture
def city() -> dict[str, Unit]:
    root = UnitFactory(name="青禾市", kind=Unit.Kind.TERRITORY)
    return {
        "root": root,
        "office": UnitFactory(name="中共青禾市纪律检查委员会", short_name="市纪委监委", code="office", parent=root),
        "bureau": UnitFactory(name="青禾市水利局", parent=root),
        "district": UnitFactory(name="白石区", kind=Unit.Kind.TERRITORY, parent=root),
    }


def test_the_territory_of_the_whole_list_is_nowhere_offered(city: dict[str, Unit]) -> None:
    moderator = desk(units=[city["office"]])
    page = Citizen().page("/feedback/tip/anonymous/")
    assert "青禾市" not in {option["value"] for option in page.select("datalist option")}
    receipt_of(Citizen().hand_in(accused_unit="青禾市"))
    tip = Submission.objects.get()
    assert not tip.accused.exists() and seen_by_nobody() == 0
    address = reverse("feedback_desk:do", args=[tip.pk, "accuse"])
    moderator.post(address, {"seen": tip.state, "unit": city["root"].pk})
    assert not tip.accused.exists()
    with pytest.raises(Unfit):
        name_accused(tip, UserFactory(groups=["intake"]), city["root"])


def test_what_was_hidden_from_all_before_is_seen_again(city: dict[str, Unit], settings: Any) -> None:
    moderator = UserFactory(groups=["moderator"], units=[city["office"]])
    tip, other = SubmissionFactory(accused=[city["root"]]), SubmissionFactory(accused=[city["bureau"]])
    migration = import_module("portal.feedback.migrations.0017_nobody_is_kept_out_by_the_whole_list")
    watcher = UserFactory(groups=["moderator"], units=[UnitFactory()])
    settings.OFFICE_UNITS, settings.OFFICE_WATCHERS = ["office"], [watcher.username]
    migration.show_again(apps, None)
    assert set(Submission.objects.visible_to(watcher)) == {tip}
    settings.OFFICE_UNITS, settings.OFFICE_WATCHERS = [], []
    migration.show_again(apps, None)
    assert set(Submission.objects.visible_to(moderator)) == {tip, other}
    assert other.accused.exists()


def test_of_a_flat_list_a_district_is_a_unit_like_any_other() -> None:
    districts = [UnitFactory(name=f"{name}区", kind=Unit.Kind.TERRITORY) for name in ("白石", "青禾")]
    for district in districts:
        UnitFactory(parent=district)
    assert units_meant("白石区教育局") == districts[:1]


def test_what_was_only_made_out_hides_nothing_from_all_of_the_desk(city: dict[str, Unit]) -> None:
    UserFactory(groups=["moderator"], units=[city["office"]])
    assert units_meant("青禾市水利局，已向市纪委举报") == [city["office"], city["bureau"]]
    assert units_to_be_kept_away("青禾市水利局，已向市纪委举报") == [city["bureau"]]
    assert units_to_be_kept_away("市纪委") == []
    assert units_to_be_kept_away("市纪委监委") == [city["office"]]
    outside = UserFactory(groups=["moderator"], units=[city["bureau"]])
    assert units_to_be_kept_away("市纪委") == [city["office"]]
    outside.delete()


def test_the_office_is_kept_away_where_it_is_known_which_unit_that_is(city: dict[str, Unit], settings: Any) -> None:
    settings.OFFICE_UNITS = ["office"]
    insider = UserFactory(groups=["moderator"], units=[city["office"]])
    # It is said aloud that nobody is named, and the tip is kept until then.
    assert units_to_be_kept_away("市纪委第三监督检查室") == [city["office"]]
    assert units_to_be_kept_away("青禾市水利局，已向市纪委举报") == [city["bureau"]]
    watcher = UserFactory(groups=["moderator"], units=[UnitFactory(name="省纪委监委")])
    settings.OFFICE_WATCHERS = [watcher.username]
    assert units_to_be_kept_away("青禾市水利局，已向市纪委举报") == [city["office"], city["bureau"]]
    receipt_of(Citizen().hand_in(accused_unit="市纪委"))
    assert list(Submission.objects.visible_to(watcher)) == [Submission.objects.get()]
    assert not Submission.objects.visible_to(insider).exists()


def test_staff_do_not_name_what_would_hide_it_from_all_of_the_desk(city: dict[str, Unit], settings: Any) -> None:
    insider, tip = UserFactory(groups=["intake"], units=[city["office"]]), SubmissionFactory()
    with pytest.raises(Unfit):
        name_accused(tip, insider, city["office"])
    settings.OFFICE_UNITS = ["office"]
    name_accused(tip, insider, city["office"])
    assert tip.accused.get().unit == city["office"]


# ---- Nothing is referred before it is known whom it accuses


@pytest.mark.parametrize("how", ["named", "recorded"])
def test_a_tip_goes_to_no_unit_before_it_is_known_whom_it_accuses(how: str) -> None:
    moderator, unit = UserFactory(groups=["moderator"]), UnitFactory()
    tip = SubmissionFactory(state=State.PROCESSING)
    with pytest.raises(Unfit):
        refer(tip, moderator, order(unit))
    assert not Referral.objects.exists()
    warning = ".help-warning"
    client = desk()
    assert soup(client.get(file_of(tip))).select(warning)
    if how == "named":
        name_accused(tip, moderator, UnitFactory())
        with pytest.raises(Unfit):
            apply(tip, "no_accused", moderator)
    else:
        client.post(reverse("feedback_desk:do", args=[tip.pk, "no_accused"]), {"seen": tip.state})
        assert tip.steps.get().transition == "no_accused"
    assert not soup(client.get(file_of(tip))).select(warning)
    refer(tip, moderator, order(unit))
    assert Referral.objects.get().unit == unit


def test_an_inquiry_needs_none(city: dict[str, Unit]) -> None:
    inquiry = SubmissionFactory(kind=Kind.INQUIRY, state=State.MODERATED)
    refer(inquiry, UserFactory(groups=["moderator"]), order(city["bureau"]))
    assert inquiry.referrals.exists()


def test_taking_out_an_accused_unit_takes_two() -> None:
    wrong, tip = UnitFactory(), SubmissionFactory()
    tip.accused.create(unit=wrong)
    row: AccusedUnit = tip.accused.get()
    first, second = UserFactory(groups=["moderator"]), UserFactory(groups=["supervisor"])
    at_the_unit = UserFactory(groups=["moderator"], units=[wrong])
    for nobody in (at_the_unit, UserFactory(groups=["handler"], units=[wrong])):
        with pytest.raises(NotPermitted):
            doubt_accused(tip, nobody, row, "误认")
    with pytest.raises(NotPermitted):
        clear_accused(tip, second, row)
    doubt_accused(tip, first, row, "误认")
    assert tip.notes.get().author == first
    with pytest.raises(NotPermitted):
        clear_accused(tip, first, row)
    assert not Submission.objects.visible_to(at_the_unit).exists()
    clear_accused(tip, second, row)
    assert not tip.accused.exists() and Submission.objects.visible_to(at_the_unit).exists()


def test_taking_out_at_the_desk() -> None:
    tip = SubmissionFactory(accused=[UnitFactory(name="青禾市水利局")])
    row = tip.accused.get()
    doubt, clear = (reverse("feedback_desk:do", args=[tip.pk, code]) for code in ("doubt", "clear"))
    first, second = desk(), desk()
    first.post(doubt, {"seen": tip.state, "accused": row.pk, "text": "误认"})
    page = soup(second.get(clear))
    assert "青禾市水利局" in page.get_text()
    assert clear in {link["href"] for link in soup(second.get(file_of(tip))).select(".desk-buttons a")}
    first.post(clear, {"seen": tip.state, "accused": row.pk})
    assert tip.accused.exists()
    second.post(clear, {"seen": tip.state, "accused": row.pk})
    assert not tip.accused.exists()
