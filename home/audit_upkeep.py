"""What keeps the audit log whole: its jobs, what it has in a backup, what is looked at after a restore.

The log itself knows no worker and no backup; they meet here.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.audit import anchors, chain
from portal.audit.anchors import AnchorsAltered
from portal.audit.restoring import NothingToSettle, settle
from portal.audit.verification import Reason, verify
from portal.operations.backup.parts import Part, register_check, register_part
from portal.operations.jobs import register_job

#: Entries whose process died before they were linked wait no longer than this.
LINK_EVERY = timedelta(minutes=10)


def register() -> None:
    """Let the worker link and anchor, and backups take the anchors along."""
    register_job("link_audit", _("Chain new entries of the audit log"), LINK_EVERY, chain.link_recent)
    register_job("anchor_audit", _("Anchor the audit log"), timedelta(days=1), anchors.drop)
    # The anchors that are still here know more than those that come back.
    register_part(Part("audit", anchors.path, is_file=True, keeps=True))
    register_check("audit", faults_after_restore)


def faults_after_restore() -> list[str]:
    """What is broken in a log that was put back. That its end is younger than the backup is no fault, but recorded."""
    # Where the anchors hold nothing was lost; where more is broken, verifying says what.
    with suppress(NothingToSettle, AnchorsAltered):
        settle()
    return [fault.text for fault in verify(anchors.path()).faults if fault.reason != Reason.UNANCHORED]
