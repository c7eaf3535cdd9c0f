"""The job that takes notices off the desk when their time is up."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.notices.models.readings import ReadingSession
from portal.operations.jobs import register_job

EVERY = timedelta(hours=6)


def register() -> None:
    """Let the workers run it."""
    register_job("purge_reading_sessions", _("Delete old sessions of the reading desk"), EVERY, ReadingSession.purge)
