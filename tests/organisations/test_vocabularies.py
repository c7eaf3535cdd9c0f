"""Labels and spellings of units and regions, and copies that are never older than the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.organisations import copies
from portal.organisations.copies import Copy
from portal.organisations.models import ListStamp, Region, Unit
from portal.organisations.vocabularies import NamedCodes, former_names, organisation_names
from search import vocabularies
from tests.factories import FormerNameFactory, FormerRegionNameFactory, RegionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_labels_in_both_languages_with_depth_in_the_order_of_the_tree() -> None:
    city = RegionFactory(code="990001", name="江州市", name_en="Jiangzhou")
    RegionFactory(code="990002", name="临水区", name_en="", parent=city)
    labels = vocabularies.labels("region", ["990002", "990001", "gone"], "zh-hans")
    assert [(label.label, label.depth) for label in labels.values()] == [("临水区", 1), ("江州市", 0), ("gone", 0)]
    assert labels["990001"].order < labels["990002"].order
    assert vocabularies.labels("region", ["990001", "990002"], "en")["990001"].label == "Jiangzhou"
    assert vocabularies.labels("region", ["990002"], "en")["990002"].label == "临水区"


@pytest.mark.parametrize(
    "spelling", ["js-jw", "JS-JW", "江州市纪律检查委员会", "江州市纪委", " 江州纪检 ", "Discipline Commission"]
)
def test_a_unit_is_known_by_code_and_every_name(spelling: str) -> None:
    unit = UnitFactory(
        code="js-jw", name="江州市纪律检查委员会", short_name="江州市纪委", name_en="Discipline Commission"
    )
    FormerNameFactory(unit=unit, name="江州纪检")
    assert vocabularies.resolve("unit", spelling) == "js-jw"
    assert vocabularies.resolve("unit", "无此单位") is None


def test_a_name_of_today_goes_before_an_old_one_and_a_tie_leads_nowhere() -> None:
    today = UnitFactory(name="教育局")
    FormerNameFactory(unit=UnitFactory(), name="教育局")
    UnitFactory(short_name="办公室")
    UnitFactory(short_name="办公室")
    assert vocabularies.resolve("unit", "教育局") == today.code
    assert vocabularies.resolve("unit", "办公室") is None


def test_a_region_is_known_by_its_former_names_too() -> None:
    region = RegionFactory(code="990103", name="江洲区")
    FormerRegionNameFactory(region=region, name="江洲县")
    assert vocabularies.resolve("region", "江洲县") == vocabularies.resolve("region", "江洲区") == "990103"
    assert former_names("region", "990103") == ("江洲县",)
    assert former_names("region", "gone") == former_names("violation", "990103") == ()
    # Whoever has the name today is meant by it.
    county = RegionFactory(name="江洲县")
    assert vocabularies.resolve("region", "江洲县") == county.code


def test_changes_are_seen_at_once() -> None:
    unit = UnitFactory(code="bureau", name="旧名")
    assert vocabularies.labels("unit", ["bureau"])["bureau"].label == "旧名"
    unit.name = "新名"
    unit.save()
    assert vocabularies.labels("unit", ["bureau"])["bureau"].label == "新名"
    unit.delete()
    assert vocabularies.resolve("unit", "bureau") is None


def test_a_change_by_another_process_is_seen() -> None:
    """Another process has a copy of its own; it sees the stamp only."""
    UnitFactory(code="bureau", name="旧名")
    words = NamedCodes(lambda: organisation_names.get()["unit"])
    assert words.labels(["bureau"], "zh-hans")["bureau"].label == "旧名"
    with connection.cursor() as cursor:
        cursor.execute("update organisations_unit set name = %s where code = %s", ["新名", "bureau"])
    assert words.labels(["bureau"], "zh-hans")["bureau"].label == "旧名"
    ListStamp.renew("organisations")
    assert words.labels(["bureau"], "zh-hans")["bureau"].label == "新名"


def test_a_request_asks_once() -> None:
    UnitFactory(code="bureau")
    vocabularies.resolve("unit", "bureau")
    vocabularies.resolve("violation", "political")
    # Not by Django's signals: they close the connection of the test as well.
    copies._begin()
    try:
        with CaptureQueriesContext(connection) as queries:
            for _ in range(3):
                for facet in ("unit", "region", "violation", "form"):
                    vocabularies.labels(facet, ["bureau"])
                    vocabularies.resolve(facet, "bureau")
        assert len(queries) == 1
        UnitFactory(code="another")
        assert vocabularies.resolve("unit", "another") == "another"
    finally:
        copies._end()


def test_without_a_stamp_nothing_is_kept() -> None:
    ListStamp.objects.all().delete()
    loads: list[int] = []
    copy = Copy("none", lambda: loads.append(1))
    copy.get()
    copy.get()
    assert len(loads) == 2


def test_both_trees_renew_the_stamp() -> None:
    for model, factory in ((Unit, UnitFactory), (Region, RegionFactory)):
        before = ListStamp.objects.get(name="organisations").mark
        node = factory()
        after = ListStamp.objects.get(name="organisations").mark
        assert before != after
        model.objects.filter(pk=node.pk).delete()
        assert ListStamp.objects.get(name="organisations").mark != after
