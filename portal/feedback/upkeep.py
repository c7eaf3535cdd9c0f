"""What is done again and again for what citizens hand in, and what of it is in a backup."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.audit import actions
from portal.feedback import repeats
from portal.feedback.attachments.keeping import sweep_orphans
from portal.feedback.attachments.preparing import prepare_waiting
from portal.feedback.captcha import challenges
from portal.feedback.clocks import correcting, ladder
from portal.feedback.receipts.roots import publish_roots
from portal.feedback.retention import purging
from portal.operations.backup.parts import Part, register_part, register_purge
from portal.operations.jobs import register_job


def register() -> None:
    """Tell the workers."""
    register_job("prepare_attachments", _("Prepare attachments"), timedelta(seconds=30), prepare_waiting)
    register_job("forget_captchas", _("Delete old picture codes"), timedelta(minutes=10), challenges.forget_old)
    register_job("look_at_clocks", _("Look at time limits, remind and escalate"), timedelta(minutes=15), ladder.look)
    register_job("reckon_due_days", _("Reckon time limits anew"), timedelta(hours=6), correcting.reckon_again)
    register_job(
        "publish_receipt_roots", _("Publish the daily roots of the receipts"), timedelta(hours=1), publish_roots
    )
    register_job(
        "sweep_sealed_files", _("Delete sealed files that belong to nothing"), timedelta(days=1), sweep_orphans
    )
    register_job(
        "part_repeats", _("Part repeats that were left behind"), timedelta(days=1), repeats.part_all_left_behind
    )
    register_job(
        "purge_expired", _("Delete submissions whose time of keeping is over"), timedelta(days=1), purging.purge_expired
    )
    register_purge(purging.KIND, purging.purge_again, UUID)
    actions.register(purging.RetentionAction)
    # Sealed, so that an archive opens nothing; the keys are never in it.
    register_part(Part("sealed", lambda: settings.SEALED_DIR))
