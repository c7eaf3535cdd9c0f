"""Case notices make their cases public."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q

from portal.cases.publication import Holding, register_publisher
from portal.notices.models import CaseNoticePage, NoticeCase


class NoticePublisher:
    """The published case notices and the cases in them."""

    def condition(self) -> Q:
        """A case that stands in any published notice."""
        return Q(Exists(NoticeCase.objects.filter(case=OuterRef("pk"), page__in=CaseNoticePage.objects.published())))

    def holdings(self, numbers: Iterable[int]) -> Mapping[int, list[Holding]]:
        """The published notices of these cases, newest first."""
        links = NoticeCase.objects.filter(case__in=list(numbers), page__in=CaseNoticePage.objects.published())
        found: dict[int, list[Holding]] = {}
        for link in links.select_related("page").order_by("-page__published_on", "-page__pk"):
            page = link.page
            address = page.relative_url(None) or page.url_path
            held = Holding(page.kind, page.title, address, page.published_on)
            found.setdefault(link.case_id, []).append(held)
        return found


def register() -> None:
    """Hand the notices to the cases."""
    register_publisher(NoticePublisher())
