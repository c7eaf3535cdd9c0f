"""Every change of what readers may find is written down, in the transaction of the change."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from portal.notices.documents import SOURCES
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, NoticePage, Scope, WarningIndexPage
from search.models import OutboxEntry, SearchConsumer
from tests.factories import (
    CaseNoticePageFactory,
    DocumentFactory,
    RegionFactory,
    UnitFactory,
    ViolationFactory,
    WarningPageFactory,
    section,
    site_tree,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[Callable[[], set[str]]]:
    """Gives the keys written down since it was last asked."""
    consumer = SearchConsumer.objects.create(name="spy", kind=SearchConsumer.Kind.BUILD)

    def keys() -> set[str]:
        entries = OutboxEntry.objects.filter(consumer=consumer)
        found = set(entries.values_list("key", flat=True))
        entries.delete()
        return found

    return keys


def key(notice: NoticePage) -> str:
    return f"{notice.kind}:{notice.pk}"


def is_public(notice: NoticePage) -> bool:
    (source,) = (source for source in SOURCES if source.name == notice.kind)
    return bool(list(source.build([notice.pk])))


def test_publishing(told: Callable[[], set[str]]) -> None:
    notice = CaseNoticePageFactory(draft=True)
    told()
    notice.save_revision().publish()
    assert told() == {key(notice)}
    assert is_public(notice)


def test_a_draft_is_nobodys_business(told: Callable[[], set[str]]) -> None:
    notice = CaseNoticePageFactory()
    told()
    notice.title = "另一个标题"
    notice.save_revision()
    assert told() == set()


@pytest.mark.parametrize("as_base_page", [False, True], ids=["notice", "base page"])
def test_unpublishing(told: Callable[[], set[str]], as_base_page: bool) -> None:
    notice = WarningPageFactory()
    told()
    (Page.objects.get(pk=notice.pk) if as_base_page else notice).unpublish()
    assert told() == {key(notice)}
    assert not is_public(notice)


@pytest.mark.parametrize("as_base_page", [False, True], ids=["notice", "base page"])
def test_deleting(told: Callable[[], set[str]], as_base_page: bool) -> None:
    notice = CaseNoticePageFactory()
    told()
    gone = key(notice)
    (Page.objects.get(pk=notice.pk) if as_base_page else notice).delete()
    assert told() == {gone}


def test_deleting_the_section(told: Callable[[], set[str]]) -> None:
    notices = {key(CaseNoticePageFactory()) for _ in range(2)}
    told()
    CaseNoticeIndexPage.objects.get().delete()
    assert told() == notices


def test_deleting_all_at_once(told: Callable[[], set[str]]) -> None:
    notices = {key(CaseNoticePageFactory()) for _ in range(2)}
    told()
    CaseNoticePage.objects.all().delete()
    assert told() == notices


def test_another_slug(told: Callable[[], set[str]]) -> None:
    notice = CaseNoticePageFactory()
    told()
    notice.slug = "another"
    notice.save()
    assert told() == {key(notice)}


def test_another_slug_of_the_section(told: Callable[[], set[str]]) -> None:
    notice, draft, _warning = CaseNoticePageFactory(), CaseNoticePageFactory(draft=True), WarningPageFactory()
    index = CaseNoticeIndexPage.objects.get()
    told()
    index.slug = "typical-cases"
    index.save_revision().publish()
    assert told() == {key(notice)}
    (document,) = SOURCES[0].build([notice.pk, draft.pk])
    assert document.url == f"/typical-cases/{notice.slug}/"


def test_the_section_saved_as_it_was(told: Callable[[], set[str]]) -> None:
    CaseNoticePageFactory()
    index = CaseNoticeIndexPage.objects.get()
    told()
    index.introduction = "新的说明"
    index.save_revision().publish()
    assert told() == set()


def test_moving_a_notice_and_a_whole_section(told: Callable[[], set[str]]) -> None:
    notice, warning = CaseNoticePageFactory(), WarningPageFactory()
    told()
    Page.objects.get(pk=notice.pk).move(section(WarningIndexPage), "last-child")
    assert told() == {key(notice)}
    warnings = WarningIndexPage.objects.get()
    other = site_tree().add_child(instance=Page(title="Other", slug="other"))
    told()
    Page.objects.get(pk=warnings.pk).move(other, "last-child")
    assert told() == {key(notice), key(warning)}
    (document,) = SOURCES[1].build([warning.pk])
    assert document.url == f"/other/warnings/{warning.slug}/"


def test_the_row_of_a_move_is_lost_with_the_move_or_not_at_all(told: Callable[[], set[str]]) -> None:
    """The outbox is written inside Wagtail's own transaction of the move, not after it."""
    notice = CaseNoticePageFactory()
    told()
    seen: list[bool] = []

    def look(**kwargs: object) -> None:
        seen.append(OutboxEntry.objects.filter(key=key(notice)).exists())

    post_page_move.connect(look)
    try:
        notice.move(section(WarningIndexPage), "last-child")
    finally:
        post_page_move.disconnect(look)
    # Sent right after the inner transaction: the rows are there already.
    assert seen == [True]


@pytest.mark.parametrize("closed", ["home", "section", "notice"])
def test_closing_and_opening_a_part_of_the_site(told: Callable[[], set[str]], closed: str) -> None:
    notice = CaseNoticePageFactory()
    page = {"home": site_tree(), "section": section(CaseNoticeIndexPage), "notice": notice}[closed]
    told()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert told() == {key(notice)}
    assert not is_public(notice)
    restriction.restriction_type = "groups"
    restriction.save()
    assert told() == {key(notice)}
    restriction.delete()
    assert told() == {key(notice)}
    assert is_public(notice)


def test_switching_to_internal_and_back(told: Callable[[], set[str]]) -> None:
    notice = CaseNoticePageFactory()
    told()
    notice.scope, notice.audience = Scope.INTERNAL, [UnitFactory()]
    notice.save_revision().publish()
    assert told() == {key(notice)}
    assert not is_public(notice)
    notice.scope = Scope.PUBLIC
    notice.save_revision().publish()
    assert told() == {key(notice)}
    assert is_public(notice)


def test_going_live_and_expiring_by_the_clock(told: Callable[[], set[str]]) -> None:
    coming, going = CaseNoticePageFactory(draft=True), WarningPageFactory(overdue=True)
    coming.go_live_at = timezone.now() + timedelta(hours=1)
    revision = coming.save_revision(approved_go_live_at=coming.go_live_at)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    told()
    call_command("publish_scheduled")
    assert told() == {key(coming), key(going)}
    assert is_public(coming)
    assert not is_public(going)


def test_an_alias_follows_what_it_repeats(told: Callable[[], set[str]]) -> None:
    notice = CaseNoticePageFactory()
    alias = notice.create_alias(update_slug="alias")
    told()
    notice.title = "更正后的标题"
    notice.save_revision().publish()
    assert told() == {key(notice), key(alias)}


def test_another_root_of_the_site(told: Callable[[], set[str]]) -> None:
    notice = CaseNoticePageFactory()
    site = Site.objects.get()
    told()
    site.hostname = "sunlight.example"
    site.save()
    assert told() == set()
    site.root_page = section(CaseNoticeIndexPage)
    site.save()
    assert told() == {key(notice)}


def test_a_unit_renamed_shows_with_its_own_notices(told: Callable[[], set[str]]) -> None:
    unit = UnitFactory()
    own, below = CaseNoticePageFactory(issuing_unit=unit), CaseNoticePageFactory(issuing_unit=UnitFactory(parent=unit))
    told()
    unit.refresh_from_db()
    unit.short_name = "简称"
    unit.save()
    assert told() == set()
    unit.name = "改名后的单位"
    unit.save()
    assert told() == {key(own)}
    unit.code = "renamed"
    unit.save()
    assert told() == {key(own), key(below)}


def test_a_unit_moved_shows_with_everything_in_it(told: Callable[[], set[str]]) -> None:
    unit, target = UnitFactory(), UnitFactory(code="target")
    below = CaseNoticePageFactory(issuing_unit=UnitFactory(parent=unit))
    CaseNoticePageFactory()
    told()
    unit.place_below(target)
    assert told() == {key(below)}
    (document,) = SOURCES[0].build([below.pk])
    assert document.facets["unit"][0] == "target"


def test_a_unit_in_another_region(told: Callable[[], set[str]]) -> None:
    unit = UnitFactory()
    notice = CaseNoticePageFactory(issuing_unit=unit)
    told()
    unit.region = RegionFactory()
    unit.save()
    assert told() == {key(notice)}


def test_a_region_moved_or_recoded(told: Callable[[], set[str]]) -> None:
    region = RegionFactory()
    own = CaseNoticePageFactory(region=RegionFactory(parent=region))
    inherited = CaseNoticePageFactory(issuing_unit=UnitFactory(region=region))
    CaseNoticePageFactory(issuing_unit=UnitFactory(region=region), region=RegionFactory())
    told()
    region.refresh_from_db()
    region.place_below(RegionFactory())
    assert told() == {key(own), key(inherited)}
    region.name = "改名"
    region.save()
    assert told() == set()
    region.code = "991234"
    region.save()
    assert told() == {key(own), key(inherited)}


def test_a_term_recoded_moved_or_deleted(told: Callable[[], set[str]]) -> None:
    parent = ViolationFactory()
    term = ViolationFactory(parent=parent)
    notice = CaseNoticePageFactory(violations=[term])
    told()
    term.name = "改了名称"
    term.save()
    assert told() == set()
    parent.code = "recoded"
    parent.save()
    assert told() == {key(notice)}
    term.parent = None
    term.save()
    assert told() == {key(notice)}
    term.valid_until = timezone.localdate()
    term.successor = ViolationFactory()
    term.save()
    assert told() == {key(notice)}


def test_an_attachment_retitled_or_deleted(told: Callable[[], set[str]]) -> None:
    file = DocumentFactory()
    notice = CaseNoticePageFactory(attachments=[{"type": "document", "value": file.pk}])
    CaseNoticePageFactory()
    told()
    file.title = "附件：更正后的清单"
    file.save()
    assert told() == {key(notice)}
    file.delete()
    assert told() == {key(notice)}


def test_a_unit_that_notices_are_addressed_to_stays() -> None:
    unit = UnitFactory()
    CaseNoticePageFactory(internal=True, audience=[unit])
    with pytest.raises(ProtectedError), transaction.atomic():
        unit.delete()


def test_what_is_rolled_back_is_not_told(told: Callable[[], set[str]]) -> None:
    notice = CaseNoticePageFactory()
    told()
    with pytest.raises(RuntimeError), transaction.atomic():
        notice.delete()
        raise RuntimeError
    assert told() == set()
