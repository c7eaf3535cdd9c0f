"""The piles of the queue, each with its count: what is new, late, waiting for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.feedback.models import Message, Priority, State, Submission
from portal.feedback.models.submissions import ENDED, OPEN, SubmissionQuerySet

#: Days before its end in which a time limit counts as near.
NEAR_DAYS = 3


@dataclass(frozen=True, slots=True)
class Tab:
    """One pile."""

    code: str
    label: Promise
    rows: Callable[[], Q]


def unread() -> Exists:
    """Something of the citizen that nobody has read yet."""
    return Exists(Message.objects.unread().filter(submission=OuterRef("pk")))


def _with_unread() -> Q:
    """The same by key: it begins at the few messages, not at the many submissions."""
    waiting: QuerySet[Message] = Message.objects.unread().order_by()
    return Q(pk__in=waiting.values("submission"))


_OPEN = Q(state__in=OPEN)
TABS = (
    Tab("open", _("In work"), lambda: _OPEN),
    Tab("new", _("New"), lambda: Q(state=State.RECEIVED, priority__gt=Priority.LOW)),
    Tab("unread", _("Unread messages"), _with_unread),
    Tab("near", _("Due soon"), lambda: _OPEN & Q(due_on__range=(_today(), _today() + timedelta(days=NEAR_DAYS)))),
    Tab("late", _("Overdue"), lambda: _OPEN & Q(due_on__lt=_today())),
    Tab("review", _("To review"), lambda: Q(state__in=[State.REPLIED, State.REVIEWED])),
    Tab("flood", _("Looks like a flood"), lambda: _OPEN & Q(priority=Priority.LOW)),
    Tab("ended", _("Ended"), lambda: Q(state__in=sorted(ENDED))),
)


def _today() -> Any:
    return timezone.localdate()


def tab(code: str | None) -> Tab:
    """The pile of a code; the first for any other."""
    return next((each for each in TABS if each.code == code), TABS[0])


def counts(rows: SubmissionQuerySet) -> dict[str, int]:
    """How many are in each pile, in one query over what is open and what has unread messages, which may have ended.

    What has ended is not counted itself.
    """
    shown = [each for each in TABS if each.code != "ended"]
    # By keys: with "or" a database would look at all that ever ended.
    opened = Submission.objects.open().order_by().values("pk")
    looked_at = opened.union(Message.objects.unread().order_by().values("submission"))
    found: dict[str, int] = (
        rows.filter(pk__in=looked_at)
        .order_by()
        .aggregate(**{each.code: Count("pk", filter=each.rows()) for each in shown})
    )
    return found
