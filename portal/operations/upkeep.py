"""The jobs that the ground floor itself needs, and what it has in a backup."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.operations.backup import purged
from portal.operations.backup.parts import Part, register_part
from portal.operations.jobs import register_job
from portal.operations.tasks import upkeep as tasks
from search import consumers, statistics


def register() -> None:
    """Register them."""
    register_job("publish_scheduled", _("Publish and take down on time"), timedelta(minutes=1), publish_scheduled)
    register_job("prune_search_statistics", _("Delete old search statistics"), timedelta(days=1), statistics.prune)
    register_job(
        "forget_search_indexes", _("Forget search indexes that are gone"), timedelta(minutes=10), consumers.sweep
    )
    register_job("prune_tasks", _("Delete ended tasks"), timedelta(days=1), tasks.prune)
    register_part(Part("media", lambda: Path(settings.MEDIA_ROOT)))
    register_part(Part(purged.PART, purged.path, is_file=True, keeps=True))


def publish_scheduled() -> None:
    """Publish and expire what its time has come for; search learns of it in the same transaction."""
    with transaction.atomic():
        call_command("publish_scheduled")
