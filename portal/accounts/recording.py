"""What the audit log keeps of signing in: who, what and when. Never from where, nor what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.accounts import sessions
from portal.audit import actions
from portal.audit.log import Actor, Thing, record


class SignInAction(TextChoices):
    """Steps at the door."""

    SIGNED_IN = "sign_in.pass", _("Signed in with the password")
    REFUSED = "sign_in.refuse", _("Sign-in refused")
    LOCKED = "sign_in.lock", _("Sign-in locked after too many refusals")
    SIGNED_OUT = "sign_in.end", _("Signed out")
    SESSION_OVER = "sign_in.expire", _("Session ended by its time limit")
    EVERYWHERE = "sign_in.end_all", _("All sessions of an account ended")
    PASSWORD_SET = "password.set", _("Password set")
    FACTOR_PASSED = "second_factor.pass", _("Second factor given")
    FACTOR_REFUSED = "second_factor.refuse", _("Second factor refused")
    RECOVERED = "second_factor.recover", _("Signed in with a recovery code")
    DEVICE_ADDED = "second_factor.add", _("Second factor set up")
    DEVICE_REMOVED = "second_factor.remove", _("Second factor removed by its owner")
    DEVICE_RESET = "second_factor.reset", _("Second factor reset by an administrator")
    CODES_MADE = "second_factor.codes", _("Recovery codes made")


def register() -> None:
    """Name the actions, and listen to Django's own doors."""
    actions.register(SignInAction)
    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)


def tell(action: SignInAction, account: User | None, *, actor: Actor = None, **details: Any) -> None:
    """Record a step on an account; None for a name that nobody bears. The name itself is not kept."""
    record(action, Thing("auth.user", str(account.pk) if account else "unknown"), actor=actor, details=details)


def signed_in(sender: type[User], request: Any, user: User, **kwargs: Any) -> None:
    """The password was right; the session begins to count."""
    sessions.begin(request.session)
    tell(SignInAction.SIGNED_IN, user, actor=user)


def signed_out(sender: type[User] | None, user: User | None, **kwargs: Any) -> None:
    """Somebody left."""
    if user is not None and user.is_authenticated:
        tell(SignInAction.SIGNED_OUT, user, actor=user)
