"""Turns drafts into pages, the way editors do: saved as a revision, then published, scheduled or left in work."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, Revision

from home.demo.case_rows import CaseWriter
from home.demo.drafts import Draft
from home.demo.files import attachment, picture
from home.demo.places import CITY, unit_entry
from portal.cases.models import Case, Term
from portal.notices.importing.publishing import publish_new
from portal.notices.models import (
    CaseNoticeIndexPage,
    CaseNoticePage,
    NoticeCase,
    NoticePage,
    Scope,
    WarningCase,
    WarningIndexPage,
    WarningPage,
)
from portal.notices.slugs import slug_for
from portal.organisations.models import Region, Unit

#: Related notices of a notice, at most; cases that a warning is drawn from.
RELATED, DRAWN_ON = 3, 4


def morning(day: date, minutes: int = 0) -> datetime:
    """Half past eight of a day, or some minutes later: when offices publish."""
    return timezone.make_aware(datetime.combine(day, time(8, 30))) + timedelta(minutes=minutes)


class Publisher:
    """Puts drafts under their index pages, in the order in which they come."""

    def __init__(self, editor: User, publisher: User) -> None:
        self.editor, self.publisher = editor, publisher
        self.sections: dict[bool, Page] = {
            False: CaseNoticeIndexPage.objects.get(),
            True: WarningIndexPage.objects.get(),
        }
        self._units = {unit.code: unit for unit in Unit.objects.all()}
        self._regions = {region.code: region for region in Region.objects.all()}
        self._terms = {(term.taxonomy_id, term.code): term for term in Term.objects.all()}
        self._numbers: dict[tuple[str, int], int] = defaultdict(int)
        self._topics: dict[str, list[int]] = defaultdict(list)
        self._case_writer = CaseWriter(editor)
        #: The public cases of each topic, for the warnings that are drawn from them.
        self.told: dict[str, list[Case]] = defaultdict(list)

    def publish(self, drafts: Iterable[Draft], note: Callable[[int], None]) -> None:
        """Publish them as of their own days; ``note`` is told after each how many are done."""
        drafts = list(drafts)
        moments = [morning(draft.day, place % 7 * 65) for place, draft in enumerate(drafts)]
        cases = iter(
            self._case_writer.write(
                [(record, when) for draft, when in zip(drafts, moments, strict=True) for record in draft.cases],
                live=True,
            )
        )
        for place, (draft, when) in enumerate(zip(drafts, moments, strict=True)):
            page = self._page(draft, [next(cases) for _record in draft.cases])
            page.live, page.first_published_at, page.last_published_at = True, when, when
            with LogContext(user=self.publisher):
                publish_new(page, self.sections[draft.warning is not None])
            backdate(page, when, self.editor)
            self._remember(page, draft)
            note(place + 1)

    def schedule(self, drafts: Iterable[Draft]) -> None:
        """Approve them for their days, which lie ahead."""
        for draft in drafts:
            page = self.save(draft, go_live_at=morning(draft.day))
            page.get_latest_revision().publish(user=self.publisher)

    def save(self, draft: Draft, **fields: Any) -> NoticePage:
        """Make the page with its first revision, not yet published; nor are its cases."""
        written = [(record, morning(min(draft.day, timezone.localdate()))) for record in draft.cases]
        page = self._page(draft, self._case_writer.write(written, live=False), **fields)
        self.sections[draft.warning is not None].add_child(instance=page)
        page.save_revision(user=self.editor, log_action=True)
        return page

    def _remember(self, page: NoticePage, draft: Draft) -> None:
        """What later notices refer to."""
        if draft.audience:
            return
        self._topics[draft.topic].append(page.pk)
        if isinstance(page, CaseNoticePage):
            self.told[draft.topic] += [link.case for link in page.case_links.all()]

    def _page(self, draft: Draft, cases: list[Case], **fields: Any) -> NoticePage:
        """The page in memory, with its tags and cases."""
        model = CaseNoticePage if draft.warning is None else WarningPage
        page = model(
            title=draft.title,
            live=False,
            owner=self.editor,
            scope=Scope.INTERNAL if draft.audience else Scope.PUBLIC,
            audience_includes_subunits=draft.audience_includes_subunits,
            issuing_unit=self._units[draft.unit],
            region=self._regions[draft.region],
            written_on=draft.day,
            published_on=draft.day,
            summary=draft.summary,
            keywords="；".join(draft.keywords),
            body=self._body(draft),
            attachments=[("document", attachment(draft, kind)) for kind in draft.extras if kind != "picture"],
            related=[("notice", Page(pk=number)) for number in self._topics[draft.topic][-RELATED:]],
            **self._numbered(draft),
            **(draft.warning or {"batch": draft.batch}),
            **fields,
        )
        page.violations = [self._terms[Term.Taxonomy.VIOLATION, code] for code in draft.violations]
        page.forms = [self._terms[Term.Taxonomy.FORM, code] for code in draft.forms]
        page.audience = [self._units[code] for code in draft.audience]
        page.slug = slug_for(page)
        page.case_links = self._links(page, draft, cases)
        return page

    def _links(self, page: NoticePage, draft: Draft, cases: list[Case]) -> list[NoticeCase] | list[WarningCase]:
        """The cases of a notice; of a warning drawn from cases, the latest of its topic."""
        if isinstance(page, CaseNoticePage):
            return [NoticeCase(case=case, sort_order=place) for place, case in enumerate(cases)]
        drawn_on = self.told[draft.topic][-DRAWN_ON:]
        return [WarningCase(case=case, sort_order=place) for place, case in enumerate(drawn_on)]

    def _body(self, draft: Draft) -> list[tuple[str, Any]]:
        blocks = list(draft.blocks)
        if "picture" in draft.extras:
            value = {"image": self._illustration(draft), "caption": "配图：抽象图案，不含统计信息"}
            blocks.insert(1, ("figure", value))
        return blocks

    def _illustration(self, draft: Draft) -> Any:
        image = picture(draft)
        image.contextual_alt_text = "以柱形构成的抽象装饰图案" if draft.warning is None else "山峦与圆日的抽象装饰图案"
        image.decorative = False
        return image

    def _numbered(self, draft: Draft) -> dict[str, str]:
        mark = unit_entry(draft.unit).get("mark")
        if not draft.has_number or not mark:
            return {}
        year = draft.day.year
        self._numbers[mark, year] += 1
        number = self._numbers[mark, year]
        return {
            "document_number": f"{mark}〔{year}〕{number}号",
            "index_number": f"{draft.unit.upper()}/{year}-{number:05d}",
        }


def backdate(page: NoticePage, when: datetime, editor: User) -> None:
    """Let the history tell the same days as the notice."""
    Page.objects.filter(pk=page.pk).update(
        first_published_at=when, last_published_at=when, latest_revision_created_at=when
    )
    Revision.objects.filter(object_id=str(page.pk), base_content_type__model="page").update(
        created_at=when, user=editor
    )
    PageLogEntry.objects.filter(page=page.pk).update(timestamp=when)


def is_loaded() -> bool:
    """Whether the demonstration site is in the database."""
    return Region.objects.filter(code=CITY).exists()


def has_other_notices() -> bool:
    """Whether there is any notice, published or not."""
    return CaseNoticePage.objects.exists() or WarningPage.objects.exists()
