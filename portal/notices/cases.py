"""The cases that a notice shows: those linked to it that are approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps

from portal.cases.public import CaseSummary, CaseText, draft_summary, summaries
from portal.content.prepared import PreparedList
from portal.notices.models import BulletinCase, BulletinPage, CaseLink, CaseNoticePage, NoticeCase, NoticePage
from search.batches import batches
from search.documents import document_key

#: The links of the pages that show their cases whole.
SHOWN: Mapping[type[NoticePage], type[CaseLink]] = {
    CaseNoticePage: NoticeCase,
    BulletinPage: BulletinCase,
}
#: The links of the pages that make their cases public; warnings only draw on theirs.
LINKED: Mapping[type[NoticePage], tuple[type[CaseLink], ...]] = {
    CaseNoticePage: (NoticeCase,),
    BulletinPage: (BulletinCase,),
}


def shown_cases(model: type[NoticePage], pages: Iterable[int]) -> dict[int, tuple[CaseSummary, ...]]:
    """The approved cases of these pages in the editor's order, by the page's primary key; at most four queries."""
    links = SHOWN.get(model)
    if links is None:
        return {}
    placed = [(page, CaseText(*case)) for page, *case in _placed(links._meta.label).ask(list(pages))]
    distinct = {case.pk: case for _page, case in placed}
    summed = {summary.number: summary for summary in summaries(distinct.values())}
    found: dict[int, list[CaseSummary]] = defaultdict(list)
    for page, case in placed:
        found[page].append(summed[case.pk])
    return {page: tuple(cases) for page, cases in found.items()}


@cache
def _placed(label: str) -> PreparedList[Any]:
    """The approved cases of pages in the editor's order, by columns: the page, then what notices show of the case."""
    links = apps.get_model(label)
    columns = [f"case__{name}" for name in CaseText._fields]
    return PreparedList(
        lambda pages: (
            links._default_manager.filter(page__page_ptr__id__in=pages, case__live=True)
            .order_by("page", "sort_order", "pk")
            .values_list("page_id", *columns)
        )
    )


def drafted_cases(page: NoticePage) -> tuple[CaseSummary, ...]:
    """The cases of a page in preview, approved or not, as their latest drafts have them."""
    links = getattr(page, "case_links", None) if type(page) in SHOWN else None
    return tuple(draft_summary(link.case) for link in links.all()) if links else ()


def keys_of_pages(cases: Iterable[int]) -> Iterator[str]:
    """The search keys of the live pages that show these cases."""
    wanted = list(cases)
    for model, links in SHOWN.items():
        pages = links._default_manager.filter(case__in=wanted, page__live=True).values_list("page", flat=True)
        yield from (document_key(model.kind, page) for page in pages.order_by("page").distinct())


def cases_of_pages(model: type[NoticePage], pages: Iterable[int]) -> Iterator[int]:
    """The cases that pages of a kind link, whether they are public or not."""
    for linked in LINKED.get(model, ()):
        for batch in batches(pages, 500):
            yield from linked._default_manager.filter(page__in=batch).values_list("case", flat=True).distinct()
