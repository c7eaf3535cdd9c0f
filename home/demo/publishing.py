"""Turns drafts into pages, the way editors do: saved as a revision, then published, scheduled or left in work."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from home.demo.drafts import Draft
from home.demo.files import attachment, picture
from home.demo.places import CITY, unit_entry
from portal.cases.models import Term
from portal.notices.models import (
    CaseNoticeIndexPage,
    CaseNoticePage,
    NoticePage,
    Scope,
    WarningIndexPage,
    WarningPage,
)
from portal.organisations.models import Region, Unit

#: Related notices of a notice, at most.
RELATED = 3


def morning(day: date, minutes: int = 0) -> datetime:
    """Half past eight of a day, or some minutes later: when offices publish."""
    return timezone.make_aware(datetime.combine(day, time(8, 30))) + timedelta(minutes=minutes)


class Publisher:
    """Puts drafts under their index pages, in the order in which they come."""

    def __init__(self, editor: AbstractUser, publisher: AbstractUser) -> None:
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

    def publish(self, drafts: Iterable[Draft], note: Callable[[int], None]) -> None:
        """Publish them as of their own days; ``note`` is told after each how many are done."""
        for place, draft in enumerate(drafts):
            page = self.save(draft)
            page.get_latest_revision().publish(user=self.publisher)
            self._backdate(page, morning(draft.day, place % 7 * 65))
            if not draft.audience:
                self._topics[draft.topic].append(page.pk)
            note(place + 1)

    def schedule(self, drafts: Iterable[Draft]) -> None:
        """Approve them for their days, which lie ahead."""
        for draft in drafts:
            page = self.save(draft, go_live_at=morning(draft.day))
            page.get_latest_revision().publish(user=self.publisher)

    def save(self, draft: Draft, **fields: Any) -> NoticePage:
        """Make the page with its first revision, not yet published."""
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
        self.sections[draft.warning is not None].add_child(instance=page)
        page.violations.set([self._terms[Term.Taxonomy.VIOLATION, code] for code in draft.violations])
        page.forms.set([self._terms[Term.Taxonomy.FORM, code] for code in draft.forms])
        page.audience.set([self._units[code] for code in draft.audience])
        page.save_revision(user=self.editor, log_action=True)
        return page

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

    def _backdate(self, page: NoticePage, when: datetime) -> None:
        """The history tells the same days as the notice."""
        Page.objects.filter(pk=page.pk).update(
            first_published_at=when, last_published_at=when, latest_revision_created_at=when
        )
        Revision.objects.filter(object_id=str(page.pk), base_content_type__model="page").update(created_at=when)
        PageLogEntry.objects.filter(page=page.pk).update(timestamp=when)


def is_loaded() -> bool:
    """Whether the demonstration site is in the database."""
    return Region.objects.filter(code=CITY).exists()


def has_other_notices() -> bool:
    """Whether there is any notice, published or not."""
    return CaseNoticePage.objects.exists() or WarningPage.objects.exists()
