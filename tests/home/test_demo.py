"""The demonstration site: complete, lively on any day, invented throughout, and loaded once."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.utils import timezone
from wagtail.models import TaskState

from home.demo import clarifications, files, loading, places, program
from home.demo.bulletins import complete_quarters
from home.demo.data import words
from home.demo.drafts import Draft, Titles
from home.demo.loading import Loaded
from home.demo.publishing import is_loaded
from home.demo.writer import Writer, numeral
from home.models import SiteFrame, StandardPage
from portal.cases.entering.records import recorded
from portal.cases.expiry import expired, rule_until
from portal.cases.missing import LACKS, lacking
from portal.cases.models import ActPeriod, Case, Measure, MeasureScale, Subject
from portal.cases.statistics.compiling import TOTAL
from portal.content.models import Correction, PortalDocument, PublicChange
from portal.notices.inspections.report import overdue_items
from portal.notices.models import (
    BulletinPage,
    CaseNoticePage,
    ClarificationNotice,
    ClarificationPage,
    InspectionPage,
    NoticePage,
    RectificationItem,
    ResultCounter,
    Scope,
    WarningPage,
)
from portal.notices.privacy.spots import open_spots
from portal.organisations.models import Region, Unit
from portal.privacy.names import NameForm
from search.models import PromotedResult, SynonymGroup

#: Ordinary days, the ends of years, and a year of which the table of holidays knows nothing.
DAYS = [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2028, 12, 31), date(2041, 6, 7)]


def text_of(draft: Draft) -> str:
    texts = [value for kind, value in draft.blocks if kind in {"heading", "paragraph"}]
    texts += [f"{case.heading}{case.facts}" for case in draft.cases]
    return re.sub("<[^>]+>", "", "".join(texts))


@pytest.mark.parametrize("today", DAYS)
def test_it_looks_alive_on_any_day(today: date) -> None:
    titles = Titles()
    published = program.published(today, titles)
    scheduled = program.scheduled(today, titles)
    warnings = [draft.warning for draft in published if draft.warning]

    assert len(published) >= 200
    assert len({draft.title for draft in published + scheduled}) == len(published) + len(scheduled)
    assert max(draft.day for draft in published) == today
    assert min(draft.day for draft in published) < today - timedelta(days=2 * 365)
    assert [draft.day for draft in published] == sorted(draft.day for draft in published)
    assert scheduled and all(draft.day > today for draft in scheduled)
    assert [each for each in warnings if each["valid_from"] <= today and (each["valid_to"] or today) >= today]
    assert [each for each in warnings if each["valid_to"] and each["valid_to"] < today]
    assert sum(bool(draft.audience) for draft in published) >= 6


def test_a_warning_for_the_next_holiday_holds_now() -> None:
    published = program.published(date(2026, 11, 23), Titles())

    found = [draft.warning for draft in published if "2027年元旦" in draft.title and draft.warning]

    assert found
    assert all(each["valid_from"] <= date(2026, 11, 23) and each["valid_to"] > date(2027, 2, 6) for each in found)


def test_the_same_day_gives_the_same_texts() -> None:
    assert program.published(DAYS[0], Titles()) == program.published(DAYS[0], Titles())


def test_texts_are_whole_and_long_and_short() -> None:
    texts = [text_of(draft) for draft in program.published(DAYS[0], Titles())]

    assert [text for text in texts if re.search(r"[{}]|None|。。|，，", text)] == []
    assert min(map(len, texts)) < 200
    assert max(map(len, texts)) > 1200


def test_every_name_is_masked_or_plainly_made_up() -> None:
    """Whoever has a post is a surname with 某, or one of the names that nobody can have."""
    invented = set(words("words")["invented_names"])
    surname = f"[{words('words')['surnames']}]"
    for draft in program.published(DAYS[0], Titles()):
        for named in re.findall(rf"(?:主任|书记|局长|科长|经理|会计|镇长|院长|部长)({surname}\w\w?)", text_of(draft)):
            assert "某" in named or any(named.startswith(name) for name in invented), draft.title


def test_codes_are_known_and_units_are_many() -> None:
    units, regions = words("units"), words("regions")
    codes = {entry["code"] for entry in units}

    assert len(codes) == len(units) >= 60
    assert {entry["kind"] for entry in units} == set(Unit.Kind.values)
    assert {entry["region"] for entry in units} <= {entry["code"] for entry in regions}
    assert {entry["parent"] for entry in units} <= codes | {None}
    assert sum("former_names" in entry for entry in units) >= 5
    assert any("former_names" in entry for entry in regions)
    assert all(entry["name_en"] for entry in units + regions)


@pytest.mark.parametrize(("number", "written"), [(2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (47, "四十七")])
def test_numerals(number: int, written: str) -> None:
    assert numeral(number) == written


def test_slots_stay_the_same_within_a_text() -> None:
    slots: dict[str, str] = {}
    writer = Writer("x", DAYS[0])

    assert writer.fill("{name}，{name}", slots) == f"{slots['name']}，{slots['name']}"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """The loaded site, shared by the tests of this module because it takes seconds, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = loading.load(timezone.localdate(), lambda progress: None)
        yield loaded
        transaction.set_rollback(True)


def notices() -> list[NoticePage]:
    return [*CaseNoticePage.objects.all(), *WarningPage.objects.all()]


def test_places_are_trees(site: Loaded) -> None:
    assert Region.objects.get(code=places.CITY).get_descendant_count() == len(words("regions")) - 1
    assert {unit.depth for unit in Unit.objects.all()} == {1, 2, 3}
    merged = Unit.objects.get(successor__isnull=False)
    assert merged.closed_on and merged.successor
    assert Unit.find_problems() == ([], [], [], [], [])
    assert Region.find_problems() == ([], [], [], [], [])


def test_notices_have_all_that_a_notice_has(site: Loaded) -> None:
    pages = notices()
    live = [page for page in pages if page.live]

    assert len(live) >= 200
    assert all(page.issuing_unit and page.region and page.body and page.slug for page in pages)
    assert all(page.summary and page.live_revision_id and page.first_published_at for page in live)
    for wanted in ("document_number", "keywords", "related", "attachments"):
        assert sum(bool(getattr(page, wanted)) for page in live) >= 5, wanted
    assert CaseNoticePage.objects.live().filter(violations__isnull=False, forms__isnull=False).exists()
    kinds = Counter(block.block_type for page in live for block in page.body)
    assert set(kinds) == {"heading", "paragraph", "quote", "figure", "table", "cases"}


def test_every_state_is_there(site: Loaded) -> None:
    now = timezone.now()
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)

    assert WarningPage.objects.filter(live=False, go_live_at__gt=now).exists()
    assert WarningPage.objects.live().in_force().exists()
    assert waiting.values("task").distinct().count() == 2
    assert CaseNoticePage.objects.filter(live=False, has_unpublished_changes=True).count() > waiting.count()
    internal = CaseNoticePage.objects.live().filter(scope=Scope.INTERNAL)
    assert internal.count() >= 6
    assert all(page.audience.exists() for page in internal)


def test_four_hundred_cases_over_twelve_quarters_stand_in_notices(site: Loaded) -> None:
    public = Case.objects.published()
    quarters = Counter(public.values_list("quarter", flat=True))

    assert public.count() >= 400
    assert all(quarters[quarter.code] >= 5 for quarter in complete_quarters(timezone.localdate()))
    assert not public.exclude(noticecases__page__live=True).exists()
    # Left to the editors, and what only staff may read.
    assert Case.objects.filter(live=False).count() >= 5
    internal = Case.objects.filter(noticecases__page__live=True).exclude(pk__in=public)
    assert internal.exists()
    assert set(internal.values_list("noticecases__page__scope", flat=True)) == {Scope.INTERNAL}


def test_cases_are_varied_and_can_be_true(site: Loaded) -> None:
    cases = list(Case.objects.all())
    subjects = Subject.objects.all()

    for case in cases:
        case.full_clean()
    for part in (*subjects, *Measure.objects.select_related("grade__taxonomy"), *ActPeriod.objects.all()):
        part.full_clean()
    assert len({case.heading for case in cases}) >= 0.97 * len(cases)
    assert set(Measure.objects.values_list("scale", flat=True)) == set(MeasureScale.values)
    codes = set(Case.violations.through.objects.values_list("term__code", flat=True))
    assert {"fb.1", "fb.2", "fb.3", "fb.4", "he.1", "he.2", "he.3", "he.4", "he.5", "he.9"} <= codes
    assert len(codes) >= 40
    assert set(subjects.values_list("responsibility", flat=True)) == set(Subject.Responsibility.values)
    assert subjects.values("rank").distinct().count() >= 5
    for wanted in ("amounts", "act_periods", "reexaminations"):
        assert Case.objects.filter(**{f"{wanted}__isnull": False}).distinct().count() >= 30, wanted
    assert all(Case.objects.filter(lacking(lack)).exists() for lack in LACKS if lack != "name_review")


def test_bulk_rows_are_those_that_entering_makes(site: Loaded) -> None:
    """What is stored of a case is what its revision gives back, and what the name rule says."""
    for case in Case.objects.order_by("pk")[:40]:
        draft = case.get_latest_revision_as_object()

        assert recorded(draft) == recorded(case)
        assert case.live_revision_id == case.latest_revision_id
        for subject in case.subjects.all():
            assert subject.name_rule_until == rule_until(subject.measures.all(), case.concluded_on)


def test_names_whose_time_is_over_are_masked_everywhere(site: Loaded) -> None:
    masked = Subject.objects.exclude(masked_on=None)
    names = set(masked.values_list("name", flat=True))
    texts = [*Case.objects.values_list("heading", "facts")]
    texts += [(page.title, page.summary, str(page.body)) for page in CaseNoticePage.objects.live()]

    assert masked.count() >= 5
    assert not expired(Subject.objects.all()).exists()
    assert Subject.objects.filter(name_form=NameForm.FULL, masked_on=None, kind="person").exists()
    assert PublicChange.objects.filter(kind=PublicChange.Kind.MASKED).exists()
    assert [name for name in names if any(name in text for row in texts for text in row)] == []


def test_no_text_has_personal_data(site: Loaded) -> None:
    live = [*CaseNoticePage.objects.live(), *WarningPage.objects.live(), *BulletinPage.objects.live()]

    assert [page.title for page in live if open_spots(page)] == []
    drafts = [page.get_latest_revision_as_object() for page in CaseNoticePage.objects.not_live()]
    assert len([page for page in drafts if open_spots(page)]) == 1
    assert [case.heading for case in Case.objects.all() if open_spots(case)] == []


def test_published_cases_have_pages_and_others_have_none(site: Loaded, client: Client) -> None:
    public = list(Case.objects.published().order_by("pk").values_list("pk", flat=True))
    others = list(Case.objects.exclude(pk__in=public).values_list("pk", flat=True))

    assert {client.get(f"/cases/{number}/").status_code for number in public[::40]} == {200}
    assert {client.get(f"/cases/{number}/").status_code for number in others} == {404}


def test_warnings_are_drawn_from_cases(site: Loaded) -> None:
    assert WarningPage.objects.live().filter(case_links__isnull=False).distinct().count() >= 3


def test_twelve_bulletins_are_frozen_with_typical_cases(site: Loaded) -> None:
    bulletins = list(BulletinPage.objects.live().order_by("year", "quarter_number"))

    assert [page.quarter for page in bulletins] == complete_quarters(timezone.localdate())
    for page in bulletins:
        frozen = page.frozen.get()
        overview = next(table for table in page.tables if table.code == "overview")
        letters = overview.figure(TOTAL, "letters")
        assert 2 <= frozen.cases.count() <= 3
        assert frozen.counted and frozen.tables == page.figures["tables"]
        assert letters and letters.value and letters.value > 100
        assert page.title and page.summary and page.published_on >= page.quarter.last_day


def test_clarifications_clear_and_name_nobody_without_consent(site: Loaded) -> None:
    pages = list(ClarificationPage.objects.live())

    assert len(pages) >= 5 and {page.cleared_kind for page in pages} == {"person", "organisation"}
    assert [page.public_name for page in pages if page.name_form == NameForm.FULL] == [clarifications.NAMED]
    assert all(page.finding and page.finding.attributes.get("clarify") is not False for page in pages)
    assert all(page.approved_on and page.clarified_on and page.approved_on <= page.clarified_on for page in pages)
    (cleared,) = ClarificationNotice.objects.all()
    assert cleared.notice.live and cleared.notice.specific.published_on < cleared.page.published_on


def test_a_corrected_notice_says_so_on_top(site: Loaded, client: Client) -> None:
    (told,) = Correction.objects.filter(key__startswith="case:")
    page = CaseNoticePage.objects.get(pk=told.key.partition(":")[2])
    assert told.what in client.get(page.url).content.decode()


def test_every_attachment_says_how_large_it_is(site: Loaded, client: Client) -> None:
    documents = PortalDocument.objects.all()
    page = next(page for page in notices() if page.live and page.attachments and not page.is_internal)
    one = documents.get(pk=page.attachments[0].value.pk)

    assert documents.count() >= 20
    assert [each.title for each in documents if each.file_size != each.file.size] == []
    assert f"{filesizeformat(one.file_size)}" in client.get(page.url).content.decode()


def test_inspections_stand_at_every_stage(site: Loaded, client: Client) -> None:
    (open_now,) = InspectionPage.objects.published().open_now()
    ledgers = [page for page in InspectionPage.objects.live() if page != open_now]

    assert not RectificationItem.objects.filter(inspected__page=open_now).exists()
    states = {item.state.code for item in RectificationItem.objects.filter(inspected__page__in=ledgers)}
    assert {"done", "basic", "ongoing"} <= states
    assert overdue_items(User.objects.get(username="admin")).exists()
    assert ResultCounter.objects.exists()
    for page in (open_now, *ledgers):
        assert client.get(page.url).status_code == 200


def test_numbers_count_up_for_each_unit_and_year(site: Loaded) -> None:
    series: dict[str, list[int]] = {}
    for page in sorted(notices(), key=lambda page: (page.published_on, page.pk)):
        if found := re.fullmatch(r"(\w+〔\d{4}〕)(\d+)号", page.document_number):
            series.setdefault(found[1], []).append(int(found[2]))

    assert len(series) > 5
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in series.values())


def test_staff_can_sign_in_and_read_what_is_for_them(site: Loaded) -> None:
    roles = {account.role for account in site.accounts}
    assert len(roles) == 10
    for account in site.accounts:
        assert User.objects.get(username=account.username).check_password(account.password)
    assert len({account.password for account in site.accounts}) == len(site.accounts)
    assert CaseNoticePage.objects.internal_for(User.objects.get(username="hospital")).exists()
    assert CaseNoticePage.objects.internal_for(User.objects.get(username="township")).exists()


def test_frame_standing_pages_and_search_helps(site: Loaded) -> None:
    slugs = set(StandardPage.objects.live().values_list("slug", flat=True))

    assert {"about", "accessibility", "privacy", "contact"} <= slugs
    assert "霁川市" in SiteFrame.objects.get().sponsor
    for entry in (*SynonymGroup.objects.all(), *PromotedResult.objects.all()):
        entry.full_clean()
    assert {entry.url.strip("/") for entry in PromotedResult.objects.all()} <= slugs


def test_it_is_all_or_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("home.demo.frame.create", fail)
    with pytest.raises(OSError, match="disk full"):
        loading.load(DAYS[0], lambda progress: None)

    assert not is_loaded()
    assert not User.objects.exists()


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF-1.4"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_attachments_are_real_files(kind: str, start: bytes) -> None:
    draft = next(each for each in program.published(DAYS[0], Titles()) if "xlsx" in each.extras)

    assert files.MAKERS[kind](draft).startswith(start)
