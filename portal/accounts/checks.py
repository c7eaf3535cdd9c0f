"""A public site that does not ask for a second factor is told so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

#: Groups whose members open what citizens hand in, or see of it what is late.
OPENING_ROLES = ("intake", "moderator", "handler", "supervisor", "leadership")


def register() -> None:
    """Among the checks of `check --deploy`."""
    checks.register(asked_of_those_who_open, checks.Tags.security, deploy=True)


def asked_of_those_who_open(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of every role that opens submissions with a password alone."""
    open_doors = [role for role in OPENING_ROLES if role not in settings.SECOND_FACTOR_FOR]
    if not open_doors:
        return []
    text = f"SECOND_FACTOR_FOR lacks {', '.join(open_doors)}: they open what citizens hand in with a password alone."
    return [checks.Warning(text, id="accounts.W001")]
