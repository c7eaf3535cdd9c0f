"""What a unit reads of a submission that was referred to it: the summary, or the content where that was decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.opening import DAMAGED, Content, content_of, key_for
from portal.feedback.contents.sealing import unseal
from portal.feedback.models import Referral, Reply
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted
from portal.feedback.visibility import READABLE, affiliation_of
from portal.privacy.sealing import Damaged, DataKey


@dataclass(frozen=True, slots=True)
class OpenedReply:
    """One version of an answer."""

    row: Reply
    text: str
    remark: str


@dataclass(frozen=True, slots=True)
class OpenedReferral:
    """A referral with its words."""

    row: Referral
    reason: str
    summary: str
    returned: str
    #: Only where the moderator let the unit read it.
    content: Content | None


def is_of_own_unit(referral: Referral, user: User) -> bool:
    """Whether it is in the hands of a unit in which the account works today, and may answer for."""
    own = affiliation_of(user).own
    return may(user, Right.REPLY) and referral.unit_id in own and referral.state in READABLE


def open_referral(referral: Referral, user: User) -> tuple[OpenedReferral, list[OpenedReply]]:
    """For the unit, on record: what it was given, and its own answers. Raises NotPermitted."""
    if not is_of_own_unit(referral, user):
        raise NotPermitted(_("You may not open this."))
    details = {"referral": str(referral.pk)}
    key = key_for(referral.submission, user, Right.REPLY, FeedbackAction.REFERRAL_OPENED, **details)
    return opened_referral(key, referral), opened_replies(key, referral.replies.all())


def opened_referral(key: DataKey, referral: Referral) -> OpenedReferral:
    """With the data key in hand."""
    shares = referral.basis == Referral.Basis.CONTENT
    return OpenedReferral(
        referral,
        _text(key, referral, "referral-reason", referral.sealed_reason),
        _text(key, referral, "referral-summary", referral.sealed_summary),
        _text(key, referral, "referral-return", referral.sealed_return),
        content_of(referral.submission, key) if shares else None,
    )


def opened_replies(key: DataKey, replies: QuerySet[Reply]) -> list[OpenedReply]:
    """With the data key in hand; newest first."""
    return [
        OpenedReply(row, _text(key, row, "reply", row.sealed), _text(key, row, "remark", row.sealed_remark))
        for row in replies.order_by("-version").select_related("author", "reviewer")
    ]


def _text(key: DataKey, row: Referral | Reply, field: str, sealed: bytes | memoryview | None) -> str:
    """The text; of a damaged one that it is so, for the others can be read all the same."""
    try:
        return str(unseal(key, sealed, row.submission_id, field, row.pk)) if sealed else ""
    except Damaged:
        return str(DAMAGED)
