"""What is done again and again for what citizens hand in."""

from datetime import timedelta

from portal.feedback.attachments.keeping import sweep_orphans
from portal.feedback.attachments.preparing import prepare_waiting
from portal.feedback.captcha import challenges
from portal.feedback.clocks import correcting, ladder
from portal.feedback.receipts.roots import publish_roots
from portal.operations.jobs import register_job


def register() -> None:
    """Tell the workers."""
    register_job("prepare_attachments", timedelta(seconds=30), prepare_waiting)
    register_job("forget_captchas", timedelta(minutes=10), challenges.forget_old)
    register_job("look_at_clocks", timedelta(minutes=15), ladder.look)
    register_job("reckon_due_days", timedelta(hours=6), correcting.reckon_again)
    register_job("publish_receipt_roots", timedelta(hours=1), publish_roots)
    register_job("sweep_sealed_files", timedelta(days=1), sweep_orphans)
