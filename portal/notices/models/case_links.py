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
