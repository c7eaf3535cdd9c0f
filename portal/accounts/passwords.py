"""Django tells validators when a password was changed: the one place that hears of every way to change it."""

from __future__ import annotations

from django.contrib.auth.models import User
from wagtail.log_actions import get_active_log_context

from portal.accounts.keeping.telling import password_set
from portal.accounts.recording import SignInAction, tell


class RecordedChange:
    """Finds no fault with any password; records that it was set, never the password. Other sessions end by themselves.

    Django keeps a hash of the password in each session, so those of the old one are over with it.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Anything is fit."""

    def get_help_text(self) -> str:
        """Nothing to say."""
        return ""

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Record it in the transaction of the change."""
        if user is not None and user.pk:
            actor = get_active_log_context().user
            tell(SignInAction.PASSWORD_SET, user, actor=actor)
            password_set(user, actor)
