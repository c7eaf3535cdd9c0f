"""How long a session of staff lasts: an idle limit, an absolute one, and an end to all of an account at once."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import SessionCutoff

BEGAN, SEEN = "accounts_began", "accounts_seen"
#: Seconds between two notes of activity: not every click is a write.
NOTED_EVERY = 60
#: What an open tab asks by itself is no activity of a person.
BACKGROUND = "/admin/editing-sessions/"


def begin(session: SessionBase) -> None:
    """Count from now."""
    session[BEGAN] = session[SEEN] = time.time()


def is_over(session: SessionBase, user: User) -> bool:
    """Whether a limit is passed, or all sessions of the account that began until some time were ended."""
    now, began, seen = time.time(), session.get(BEGAN, 0.0), session.get(SEEN, 0.0)
    if now - began > settings.SESSION_HOURS * 3600 or now - seen > settings.SESSION_IDLE_MINUTES * 60:
        return True
    # Read with the account itself.
    cutoff: SessionCutoff | None = getattr(user, "session_cutoff", None)
    return cutoff is not None and began <= cutoff.at.timestamp()


def note_activity(request: HttpRequest) -> None:
    """Push the idle limit back."""
    if time.time() - request.session.get(SEEN, 0.0) >= NOTED_EVERY and not request.path.startswith(BACKGROUND):
        request.session[SEEN] = time.time()


def end_all(user: User) -> None:
    """Every session of the account is over, on every machine."""
    SessionCutoff.objects.update_or_create(user=user, defaults={"at": timezone.now()})
