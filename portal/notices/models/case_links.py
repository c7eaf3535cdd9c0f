"""The link from a page to a case, in the editor's order."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from portal.cases.models import Case


class CaseLink(Orderable):
    """A case of a page; subclasses add ``page``, related as ``case_links``. A linked case cannot be deleted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("case"))

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.case.heading


def links_cases(model: type[models.Model]) -> models.Exists | models.Value:
    """Annotation for a query of pages: whether the page links any case, so that most pages need not ask again."""
    links = next((link for link in CaseLink.__subclasses__() if _page_of(link) is model), None)
    if links is None:
        return models.Value(False, output_field=models.BooleanField())
    return models.Exists(links._default_manager.filter(page=models.OuterRef("pk")))


def _page_of(links: type[CaseLink]) -> type[models.Model]:
    page: type[models.Model] = links._meta.get_field("page").related_model
    return page
