"""The roles of the staff. The groups bear fixed English names, which code and imports know."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Groups that migrations set up (`0003_roles`, `0013_auditors`). An administrator may change their rights later."""

    #: Writes and changes drafts, proposes them for publication, reviews what others propose.
    EDITOR = "editor", _("editor")
    #: Also approves, publishes, takes down and locks.
    PUBLISHER = "publisher", _("publisher")
    #: Also keeps accounts, units, lists, settings and the way to publication.
    ADMINISTRATOR = "administrator", _("administrator")
    #: Reads the audit log, and nothing else.
    AUDITOR = "auditor", _("auditor")
