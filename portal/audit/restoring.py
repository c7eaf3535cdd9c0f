"""After a restore from a backup the anchors know entries that the database has not. This is written down, once."""

from __future__ import annotations

from portal.audit import anchors, chain
from portal.audit.actions import OwnAction
from portal.audit.anchors import Anchor
from portal.audit.log import Thing, record
from portal.audit.verification import Reason, verify


class NothingToSettle(Exception):
    """The anchors hold, or something else is broken than the end of the chain."""


def settle() -> Anchor:
    """Record the loss in the chain and in the anchor file; whoever verifies later is told of it every time.

    Raises NothingToSettle: a link that was changed is no restore, and is not talked away.
    """
    chain.link_pending()
    ends = (Reason.TRUNCATED, Reason.REWRITTEN)
    faults = [fault for fault in verify(anchors.path()).faults if fault.reason != Reason.UNANCHORED]
    if not faults or any(fault.reason not in ends for fault in faults):
        raise NothingToSettle(faults[0].text if faults else "the anchors hold, so nothing was lost")
    held = anchors.anchors_in(anchors.path())
    kept = max((anchor.count for anchor in held if anchors.matches(anchor)), default=0)
    known = max(anchor.count for anchor in held)
    record(OwnAction.RESTORED, Thing("audit", "chain"), actor=None, details={"kept": kept, "known": known})
    return anchors.drop_after_restore(kept)
