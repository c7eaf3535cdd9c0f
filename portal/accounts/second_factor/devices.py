"""What owners and administrators do to second factors. Each is one transaction and stands in the audit log."""

from __future__ import annotations

from base64 import b32encode
from typing import Any, cast
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import sessions
from portal.accounts.models import RecoveryDevice
from portal.accounts.recording import SignInAction, tell
from portal.accounts.second_factor.codes import DIGITS, let_in, place_in_time
from portal.accounts.second_factor.standing import standing_of


def written_key(key: bytes) -> str:
    """A key as it is typed into a telephone that cannot look."""
    letters = b32encode(key).decode("ascii")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def picture_of(user: User, key: bytes) -> SafeString:
    """The key as a QR code for an authenticator app, drawn into the page: it is no address that could be kept."""
    issuer = settings.WAGTAIL_SITE_NAME
    facts = {"secret": b32encode(key).decode("ascii"), "issuer": issuer, "digits": DIGITS}
    address = f"otpauth://totp/{quote(f'{issuer}:{user.get_username()}')}?{urlencode(facts, quote_via=quote)}"
    drawn = segno.make(address, error="m", micro=False)
    # Of our own making: nothing in it but paths.
    return mark_safe(drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S308


@transaction.atomic
def add(request: HttpRequest, key: bytes, typed: str) -> list[str] | None:
    """Make a telephone the second factor of the account, in place of any other, if it shows the right code.

    The new recovery codes, to be shown this once; None where the code is wrong.
    """
    user = cast("User", request.user)
    clock = place_in_time(key, typed)
    if clock is None:
        tell(SignInAction.FACTOR_REFUSED, user)
        return None
    TOTPDevice.objects.filter(user=user).delete()
    # The code that was typed is used up.
    device = TOTPDevice.objects.create(user=user, name="totp", key=key.hex(), last_t=clock.t(), drift=clock.drift)
    tell(SignInAction.DEVICE_ADDED, user, actor=user)
    codes = renew_codes(user)
    let_in(request, device)
    return codes


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """New recovery codes in place of all others."""
    device, _is_new = RecoveryDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    codes = device.renew()
    tell(SignInAction.CODES_MADE, user, actor=user, count=len(codes))
    return codes


@transaction.atomic
def remove(user: User) -> None:
    """Its owner does without. Refused to whose role needs one."""
    if standing_of(user).is_required:
        raise PermissionDenied
    _forget(user)
    tell(SignInAction.DEVICE_REMOVED, user, actor=user)


def may_reset(actor: Any, user: User) -> bool:
    """Who keeps accounts may, but nobody their own, and only who may do everything that of such an account."""
    is_higher = user.is_superuser and not actor.is_superuser
    return bool(actor.has_perm("auth.change_user")) and actor.pk != user.pk and not is_higher


@transaction.atomic
def reset(actor: User, user: User) -> None:
    """The device is lost: the account signs in with its password once more, and sets up another. It is told by mail."""
    if not may_reset(actor, user):
        raise PermissionDenied
    _forget(user)
    sessions.end_all(user)
    tell(SignInAction.DEVICE_RESET, user, actor=actor)
    if user.email:
        subject = _("Your second factor was reset")
        text = _(
            "An administrator of %(site)s has reset the second factor of your account. When you sign in next, you set "
            "up a new one. If you did not ask for this, tell your administration at once."
        ) % {"site": settings.WAGTAIL_SITE_NAME}
        # The reset itself is done; a mail server that is away is logged and takes nothing back.
        transaction.on_commit(lambda: send_mail(subject, text, None, [user.email]), robust=True)


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryDevice.objects.filter(user=user).delete()
