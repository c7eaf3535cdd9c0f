"""What is known of a withdrawn page: that it was there, and until when."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tombstone(models.Model):
    """Marks an address at which a public page stood that was withdrawn, so that old links get 410 and not 404.

    It keeps no title and no text: what was withdrawn stays withdrawn.
    """

    #: As redirects write it: from the root of the site, without a language and without a slash at the end.
    path = models.CharField(_("address"), max_length=255, unique=True)
    #: The page may be deleted, so this is no foreign key.
    page_number = models.IntegerField(_("page number"), db_index=True)
    kind = models.CharField(_("kind"), max_length=20)
    dated = models.DateField(_("date of the document"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("withdrawn page")
        verbose_name_plural = _("withdrawn pages")
        ordering: ClassVar[list[str]] = ["-withdrawn_on", "path"]
        # Rows follow from what happens to pages; nobody writes them by hand.
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.path
