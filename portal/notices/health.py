"""What official inspections look for in sections and notices (国办秘函〔2019〕19号), as far as the portal can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy

from portal.cases.missing import lacking
from portal.cases.models import Case
from portal.content.health.pages import editable, found, trouble_with
from portal.content.health.registry import Check, Findings, Trouble, most, register_check
from portal.content.models.pages import Reader
from portal.notices.documents import SOURCES
from portal.notices.models import CaseNoticePage, NoticeIndexPage, NoticePage, WarningPage
from portal.notices.standing_names import deciding, finding

#: Days within which something new is expected: on the whole site, and in each kind of section.
SITE_DAYS = 14
SECTION_DAYS = {"case": 14, "warning": 90, "bulletin": 120, "clarification": 180, "inspection": 180}
#: Days for which a warning without a last day may stand before somebody asks whether it still holds.
ENDLESS_DAYS = 60
#: Days by which the date of publication may lie before the day on which readers first had the page.
EARLIER_DAYS = 30


def site_without_news(user: Reader) -> Findings:
    """The home page shows the newest of all sections; it is old when they all are."""
    newest = max((day for source in SOURCES if (day := _newest(source.model))), default=None)
    if newest and newest >= timezone.localdate() - timedelta(days=SITE_DAYS):
        return Findings()
    sections = [trouble for index, _day in _sections(user) for trouble in (_in_section(index, newest),)]
    return Findings(1, sections[:1]) if sections else Findings()


def sections_behind(user: Reader) -> Findings:
    """Sections in which nothing new has appeared for longer than is usual in their kind."""
    today = timezone.localdate()
    late = [
        (index, day) for index, day in _sections(user) if day and day < today - timedelta(days=SECTION_DAYS[index.kind])
    ]
    return Findings(len(late), [_in_section(index, day) for index, day in late])


def empty_sections(user: Reader) -> Findings:
    """Sections without a single public notice."""
    empty = [_in_section(index, None) for index, day in _sections(user) if day is None]
    return Findings(len(empty), empty)


def warnings_without_end(user: Reader) -> Findings:
    """Warnings that stand on every page for ever, unless somebody ends them."""
    long_ago = timezone.localdate() - timedelta(days=ENDLESS_DAYS)
    warnings = WarningPage.objects.live().filter(valid_to=None, pk__in=editable(user).values("pk"))
    warnings = warnings.filter(Q(valid_from__lt=long_ago) | Q(valid_from=None, published_on__lt=long_ago))
    return found(warnings.order_by("published_on").defer_streamfields(), _("no last day"), "published_on")


def untrue_dates(user: Reader) -> Findings:
    """Dates of publication to come, or long before readers first had the page; not those of notices brought along."""
    today = timezone.localdate()
    wrong = Q(published_on__gt=today) | Q(
        source_url="", first_day__isnull=False, published_on__lt=F("first_day") - timedelta(days=EARLIER_DAYS)
    )
    return _of_all_kinds(user, wrong, _("the date of publication cannot be true"))


def notices_without_codes(user: Reader) -> Findings:
    """Case notices by which no list, count or search by violation finds anything."""
    own = CaseNoticePage.objects.live().filter(pk__in=editable(user).values("pk"), violations=None)
    coded = own.exclude(case_links__case__in=Case.objects.filter(live=True, violations__isnull=False))
    uncoded = coded.newest_first().defer_streamfields()
    return found(uncoded, _("no code of a violation"), "published_on")


def cases_without_codes(user: Reader) -> Findings:
    """Published cases without a code; one line leads to the report of what is missing."""
    if not ModelPermissionPolicy(Case).user_has_permission(user, "change"):
        return Findings()
    total = Case.objects.published().filter(lacking("violations")).count()
    address = f"{reverse('cases_missing')}?missing=violations"
    report = Trouble(str(_("What is missing in cases")), address, _("no code of a violation"))
    return Findings(total, [report] if total else [])


def _sections(user: Reader) -> Iterator[tuple[NoticeIndexPage, date | None]]:
    """The sections that this user may change, each with the day of its newest public notice."""
    own = editable(user)
    models = {source.name: source.model for source in SOURCES}
    for kind in NoticeIndexPage.__subclasses__():
        for index in kind._default_manager.filter(pk__in=own.values("pk")):
            yield index, _newest(models[kind.kind])


def _newest(model: type[NoticePage]) -> date | None:
    day: date | None = model.objects.published().newest_first().values_list("published_on", flat=True).first()
    return day


def _in_section(index: NoticeIndexPage, day: date | None) -> Trouble:
    address = reverse("wagtailadmin_explore", args=[index.pk])
    return Trouble(index.get_admin_display_title(), address, _("add what is new here"), day)


def _of_all_kinds(user: Reader, which: Q, why: Any) -> Findings:
    own, total, first = editable(user).values("pk"), 0, list[Any]()
    for model in _kinds():
        pages = model.objects.live().filter(pk__in=own).annotate(first_day=TruncDate("first_published_at"))
        pages = pages.filter(which).newest_first()
        total += pages.count()
        first += pages.defer_streamfields()[: most() - len(first)] if len(first) < most() else []
    return Findings(total, [trouble_with(page, why, page.published_on) for page in first])


def _kinds() -> Iterable[type[NoticePage]]:
    return [source.model for source in SOURCES]


#: In the order in which they are shown.
_CHECKS = (
    Check(
        "home",
        _("Home page not updated"),
        _("Something new within 14 days; older than that fails the whole site."),
        site_without_news,
        fails_from=1,
    ),
    Check(
        "sections_behind",
        _("Sections not updated in time"),
        _("Case notices within 14 days, warnings 90, bulletins 120, others 180. Five sections fail the site."),
        sections_behind,
        fails_from=5,
    ),
    Check(
        "sections_empty",
        _("Empty sections"),
        _("A section that readers see holds at least one notice. Five empty ones fail the site."),
        empty_sections,
        fails_from=5,
    ),
    Check(
        "dates",
        _("Dates of publication that cannot be true"),
        _("Not in the future, and not more than a month before readers first had the page."),
        untrue_dates,
        fails_from=1,
    ),
    Check(
        "warnings",
        _("Warnings without an end"),
        _("A warning that has stood for 60 days without a last day: does it still hold?"),
        warnings_without_end,
    ),
    Check(
        "notice_codes",
        _("Notices without codes"),
        _("A case notice bears the code of a violation, itself or by its cases, or no count finds it."),
        notices_without_codes,
    ),
    Check(
        "case_codes",
        _("Cases without codes"),
        _("A published case bears the code of a violation."),
        cases_without_codes,
    ),
)


def register() -> None:
    """Register these checks, and those of names with the job that looks for them."""
    for order, check in enumerate(_CHECKS):
        register_check(check, order=10 * (order + 1) if order < 4 else 90 + order)
    deciding.register()
    finding.register()
