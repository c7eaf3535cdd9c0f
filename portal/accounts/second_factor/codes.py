"""Codes as a telephone shows them, and the check of one that is typed."""

from __future__ import annotations

import unicodedata
from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_otp import login as remember_device
from django_otp import verify_token
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.models import RecoveryDevice
from portal.accounts.recording import SignInAction, tell

DIGITS = 6


def plain(typed: str) -> str:
    """Without blanks; full-width digits are digits."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def place_in_time(key: bytes, typed: str) -> TOTP | None:
    """The clock of a telephone that shows this code for this key now, half a minute before or after; None otherwise."""
    code = plain(typed)
    clock = TOTP(key, digits=DIGITS)
    fits = code.isdecimal() and len(code) == DIGITS and clock.verify(int(code), tolerance=1)
    return clock if fits else None


def give(request: HttpRequest, typed: str) -> bool:
    """Let the account of this session in if the code is right: one of its telephone, or a recovery code.

    Each is good for once, and wrong ones slow down what follows (both by django-otp).
    """
    user, code = cast("User", request.user), plain(typed)
    is_short = code.isdecimal() and len(code) == DIGITS
    kind: type[Device] = TOTPDevice if is_short else RecoveryDevice
    for device in kind.objects.filter(user=user, confirmed=True):
        if verify_token(user, device.persistent_id, code):
            let_in(request, device)
            tell(SignInAction.FACTOR_PASSED if is_short else SignInAction.RECOVERED, user, actor=user)
            return True
    tell(SignInAction.FACTOR_REFUSED, user)
    return False


def let_in(request: HttpRequest, device: Device) -> None:
    """This session has given the second factor; its key is a new one, for the old one was worth less."""
    remember_device(request, device)
    request.session.cycle_key()
