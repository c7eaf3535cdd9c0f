"""Links that staff put on top of the results of certain words."""

from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.synonyms import words_of


class PromotedResult(models.Model):
    """A link shown above the results when somebody searches for exactly one of its words."""

    words = models.CharField(
        _("words"), max_length=400, help_text=_("Searches that show it, parted by spaces or 、 or ;.")
    )
    title = models.CharField(_("title"), max_length=120)
    url = models.CharField(
        _("address"), max_length=500, help_text=_("A path on this site (/notices/…/) or an https:// address elsewhere.")
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    active_from = models.DateField(_("from"), null=True, blank=True)
    active_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering: ClassVar[list[str]] = ["title", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(active_from=None)
                | models.Q(active_until=None)
                | models.Q(active_until__gte=models.F("active_from")),
                name="promotion_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def terms(self) -> tuple[str, ...]:
        """The searches that show it, normalised."""
        return words_of(self.words)

    def is_active(self, day: date) -> bool:
        """Whether it is shown on a day."""
        return (self.active_from or day) <= day <= (self.active_until or day)

    def clean(self) -> None:
        """Words there must be, and an address that leads somewhere safe."""
        if not self.terms:
            raise ValidationError({"words": _("Give at least one word.")})
        if not is_allowed_address(self.url):
            raise ValidationError({"url": _("Give a path that begins with / or an https:// address.")})
        if self.active_from and self.active_until and self.active_until < self.active_from:
            raise ValidationError({"active_until": _("The end lies before the beginning.")})


def is_allowed_address(url: str) -> bool:
    """Whether an address is a path of a site or an https address; nothing that a browser would run."""
    if not url.isprintable() or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme == "https" and bool(parts.hostname)
    return url.startswith("/")
