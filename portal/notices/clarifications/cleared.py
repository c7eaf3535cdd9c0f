"""What clarifications clear, and which clarify something: each way as anybody may read it now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from portal.cases.models import Case
from portal.cases.publication import Holding
from portal.content.addresses import path_on_site, site_roots
from portal.content.prepared import PreparedList

if TYPE_CHECKING:
    from portal.notices.models import CaseLink, ClarificationPage, NoticePage


class Cleared(NamedTuple):
    """Something public that is cleared."""

    title: str
    url: str


def cleared_by(page: ClarificationPage) -> list[Cleared]:
    """The public notices and cases that a clarification clears."""
    from portal.notices.documents import SOURCES

    wanted = [link.notice_id for link in page.notice_links.all()]
    roots = site_roots()
    found = [
        Cleared(title, path_on_site(url_path, roots))
        for source in (SOURCES if wanted else ())
        for title, url_path in source.model.objects.published().filter(pk__in=wanted).values_list("title", "url_path")
    ]
    cases = [link.case_id for link in page.case_links.all()]
    published = Case.objects.published().filter(pk__in=cases).order_by("pk") if cases else ()
    return [*found, *(Cleared(case.heading, case.get_absolute_url()) for case in published)]


def is_cleared(model: type[NoticePage]) -> Exists:
    """Whether any clarification stands on a notice, or on a case that it shows; part of the query that finds it."""
    return Exists(_published().filter(_clears(model, OuterRef("pk"))).order_by())


def clarifications_of(notice: NoticePage) -> list[Holding]:
    """Those that stand on top of a notice, the newest first."""
    if notice.is_internal or not getattr(notice, "is_cleared", True) or notice.pk is None:
        return []
    roots = site_roots()
    pages = _published().filter(_clears(type(notice), notice.pk)).order_by("-published_on", "-pk")
    return [
        Holding(page.kind, page.title, path_on_site(page.url_path, roots), page.clarified_on or page.published_on)
        for page in pages
    ]


def cleared_days(wanted: Iterable[tuple[bool, int]]) -> Iterable[tuple[bool, int, date]]:
    """Whether it is a case (else a notice), its number, and the day of each clarification of these; one query."""
    numbers: dict[bool, list[int]] = {True: [], False: []}
    for is_case, number in wanted:
        numbers[is_case].append(number)
    asked = [is_case for is_case in (True, False) if numbers[is_case]]
    if len(asked) == 1:
        # Every list of notices asks this.
        return _days_of_one_kind(asked[0]).ask(numbers[asked[0]])
    rows = [_days(is_case, numbers[is_case]) for is_case in asked]
    return rows[0].union(*rows[1:], all=True) if rows else ()


def _days(is_case: bool, numbers: Sequence[Any]) -> QuerySet[Any, Any]:
    link = "case_links__case" if is_case else "notice_links__notice"
    found = _published().filter(**{f"{link}__pk__in": numbers}).order_by()
    return found.values_list(Value(int(is_case)), F(link), "clarified_on")


@cache
def _days_of_one_kind(is_case: bool) -> PreparedList[Any]:
    return PreparedList(partial(_days, is_case))


def _published() -> QuerySet[ClarificationPage]:
    model: type[ClarificationPage] = apps.get_model("notices", "ClarificationPage")
    published: QuerySet[ClarificationPage] = model.objects.published()
    return published


def _clears(model: type[NoticePage], notice: int | OuterRef) -> Q:
    """The condition on clarifications. The rows of links are few; what has none is asked for in an index."""
    clarifications = {"page": OuterRef("pk")}
    direct = apps.get_model("notices", "ClarificationNotice").objects.filter(notice=_deeper(notice), **clarifications)
    condition = Q(Exists(direct))
    for links in _showing(model):
        shown = links._default_manager.filter(page=_deeper(_deeper(notice)))
        through = apps.get_model("notices", "ClarificationCase").objects.filter(
            case__in=shown.values("case"), **clarifications
        )
        condition |= Q(Exists(through))
    return condition


def _showing(model: type[NoticePage]) -> Iterator[type[CaseLink]]:
    from portal.notices.cases import SHOWN

    if model in SHOWN:
        yield SHOWN[model]


def _deeper(value: int | OuterRef) -> int | OuterRef:
    """A reference to the outer query, seen from one query further in."""
    return OuterRef(value) if isinstance(value, OuterRef) else value
