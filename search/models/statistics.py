"""How often what was searched for, without who, when in the day, or from where."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueryCount(models.Model):
    """The searches for one text on one day."""

    day = models.DateField(_("day"))
    text = models.CharField(_("text"), max_length=60)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    #: Searches of that day that found nothing.
    empty = models.PositiveIntegerField(_("without results"), default=0)
    total = models.PositiveIntegerField(_("results at last"), default=0)

    class Meta:
        verbose_name = _("search count")
        verbose_name_plural = _("search counts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "text"], name="one_count_for_a_text_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.day})"
