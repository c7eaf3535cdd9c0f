"""What pages say of cases: case notices (and bulletins) make them public, warnings draw on them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.cases.publication import Holding, register_publisher
from portal.content.addresses import path_on_site, site_roots
from portal.content.prepared import PreparedList
from portal.notices.models import (
    BulletinCase,
    BulletinPage,
    CaseLink,
    CaseNoticePage,
    ClarificationCase,
    ClarificationPage,
    NoticeCase,
    NoticePage,
    WarningCase,
    WarningPage,
)


class LinkedCases:
    """The cases that the published pages of one kind link."""

    def __init__(self, links: type[CaseLink], pages: type[NoticePage], *, makes_public: bool) -> None:
        self.links = links
        self.pages = pages
        self.makes_public = makes_public
        self._linked: PreparedList[Any] = PreparedList(
            lambda cases: (
                self._published()
                .filter(case__pk__in=cases)
                .order_by("-page__published_on", "-page__pk")
                # By columns: whole pages would bring all their texts along.
                .values_list("case_id", "page__title", "page__url_path", "page__published_on")
            )
        )

    def condition(self) -> Q:
        """A case that stands in any published page."""
        if not self.makes_public:
            return Q(pk__in=())
        return Q(Exists(self._published().filter(case=OuterRef("pk"))))

    def holdings(self, numbers: Iterable[int]) -> Mapping[int, list[Holding]]:
        """The published pages of these cases, newest first."""
        found: dict[int, list[Holding]] = {}
        roots = site_roots()
        for case, title, path, day in self._linked.ask(list(numbers)):
            held = Holding(self.pages.kind, title, path_on_site(path, roots), day, self.makes_public)
            found.setdefault(case, []).append(held)
        return found

    def _published(self) -> QuerySet[Any]:
        # Link by link: of a list of all published pages, SQLite tried each for each case.
        return self.links._default_manager.filter(Exists(self.pages.objects.published().filter(pk=OuterRef("page"))))


LINKED = (
    LinkedCases(NoticeCase, CaseNoticePage, makes_public=True),
    LinkedCases(BulletinCase, BulletinPage, makes_public=True),
    LinkedCases(WarningCase, WarningPage, makes_public=False),
    LinkedCases(ClarificationCase, ClarificationPage, makes_public=False),
)


def register() -> None:
    """Hand the pages to the cases."""
    for linked in LINKED:
        register_publisher(linked)
