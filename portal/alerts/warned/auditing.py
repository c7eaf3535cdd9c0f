"""What the audit log records of warnings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.audit import actions


class WarningAction(TextChoices):
    """Steps of units."""

    ACKNOWLEDGED = "warning.acknowledge", _("Warning acknowledged")


def register() -> None:
    """Let them be recorded."""
    actions.register(WarningAction)
