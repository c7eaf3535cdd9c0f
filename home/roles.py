"""The three roles of the editorial staff. The groups bear fixed English names, which code and imports know."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Groups that the migration `0003_roles` sets up. An administrator may change their rights later."""

    #: Writes and changes drafts, proposes them for publication, reviews what others propose.
    EDITOR = "editor", _("editor")
    #: Also approves, publishes, takes down and locks.
    PUBLISHER = "publisher", _("publisher")
    #: Also keeps accounts, units, lists, settings and the way to publication.
    ADMINISTRATOR = "administrator", _("administrator")
