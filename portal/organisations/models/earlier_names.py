"""What the former names of units and of regions have in common: a name, and the days on which it was in use."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

ENDS_AFTER_IT_BEGINS = (
    models.Q(valid_from__isnull=True)
    | models.Q(valid_until__isnull=True)
    | models.Q(valid_until__gte=models.F("valid_from"))
)


class EarlierName(Orderable):
    """A name that something had, and when; subclasses say what, related as ``former_names``."""

    name = models.CharField(_("name"), max_length=120, db_index=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The end may not come before the beginning."""
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The end lies before the beginning.")})
