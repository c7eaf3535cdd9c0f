"""What the staff of feedback may do: permissions by codename, and the groups that have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.accounts.permissions import given_permissions

Staff = User | AnonymousUser


class FeedbackRole(TextChoices):
    """Groups that a migration sets up. An administrator may change their rights later, and reads no content."""

    #: Takes in what comes by any channel, asks back, accepts or refuses, finds repeats.
    INTAKE = "intake", _("intake officer")
    #: Also decides where it goes, reviews and publishes what is answered.
    MODERATOR = "moderator", _("moderator")
    #: Answers what was referred to the own unit, and sees nothing else.
    HANDLER = "handler", _("handler")
    #: Sees what is late, presses, extends, has it done again.
    SUPERVISOR = "supervisor", _("supervisor")
    #: Is told of what stays late, and sees by whom; opens nothing.
    LEADERSHIP = "leadership", _("leadership")


class Right(TextChoices):
    """The permissions; each stands in `Submission.Meta.permissions`."""

    VIEW = "view_submission", _("Can see submissions in the queue")
    OPEN_CONTENT = "open_content", _("Can open what was handed in")
    OPEN_CONTACT = "open_contact", _("Can open names and contact details")
    OPEN_ORIGINAL = "open_original", _("Can open attachments as they were handed in")
    RECORD = "record_submission", _("Can record what came by phone, letter or visit")
    WRITE = "write_message", _("Can write to citizens")
    ACCEPT = "accept_submission", _("Can accept, refuse, transfer and merge")
    MODERATE = "moderate_submission", _("Can decide how a submission is handled")
    REFER = "refer_submission", _("Can refer to units")
    REPLY = "reply_submission", _("Can answer for the own unit")
    REVIEW = "review_reply", _("Can review answers")
    PUBLISH = "publish_reply", _("Can publish answers")
    SUPERVISE = "supervise_submission", _("Can press, extend and reopen")
    PURGE = "purge_submission", _("Can have submissions deleted for good")
    OVERSEE = "oversee_submission", _("Can see what is late, and whose it is")


#: Everything but seeing, which Django's own permission is.
EXTRA_RIGHTS: list[Any] = [(right.value, right.label) for right in Right if right is not Right.VIEW]

RIGHTS: dict[FeedbackRole, tuple[Right, ...]] = {
    FeedbackRole.INTAKE: (
        Right.VIEW,
        Right.OPEN_CONTENT,
        Right.OPEN_CONTACT,
        Right.RECORD,
        Right.WRITE,
        Right.ACCEPT,
    ),
    FeedbackRole.MODERATOR: (
        Right.VIEW,
        Right.OPEN_CONTENT,
        Right.OPEN_CONTACT,
        Right.OPEN_ORIGINAL,
        Right.WRITE,
        Right.ACCEPT,
        Right.MODERATE,
        Right.REFER,
        Right.REVIEW,
        Right.PUBLISH,
    ),
    FeedbackRole.HANDLER: (Right.VIEW, Right.REPLY),
    FeedbackRole.SUPERVISOR: (
        Right.VIEW,
        Right.OPEN_CONTENT,
        Right.WRITE,
        Right.REVIEW,
        Right.PUBLISH,
        Right.SUPERVISE,
        Right.PURGE,
        Right.OVERSEE,
    ),
    FeedbackRole.LEADERSHIP: (Right.OVERSEE,),
}


def rights_of(user: Staff) -> frozenset[str]:
    """The codenames that an account has of feedback, by its groups and its own; kept on the instance.

    All rights of a superuser are those of an operator: content is opened by who is in one of the groups, nobody else.
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    held: frozenset[str] | None = getattr(user, "_feedback_rights", None)
    if held is None:
        held = _among(given_permissions(user) if user.is_superuser else user.get_all_permissions())
        user._feedback_rights = held  # type: ignore[attr-defined]
    return held


def _among(permissions: Iterable[str]) -> frozenset[str]:
    """Those of feedback, of what the account has anyway asked for to show its menu."""
    return frozenset(name.removeprefix("feedback.") for name in permissions if name.startswith("feedback."))


def may(user: Staff, right: Right) -> bool:
    """Whether an account has a right at all; which submissions it is for, `Submission.objects.visible_to` says."""
    return right.value in rights_of(user)
