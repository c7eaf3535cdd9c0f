"""Telephones and recovery codes of staff."""

from django.contrib.auth.models import User
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.models import RecoveryDevice

KEY = bytes(range(20))


def telephone(user: User) -> TOTPDevice:
    """One that is set up."""
    return TOTPDevice.objects.create(user=user, name="totp", key=KEY.hex())


def recovery_codes(user: User) -> list[str]:
    """New ones."""
    return RecoveryDevice.objects.create(user=user, name="recovery").renew()


def shown(key: bytes = KEY, later: int = 0) -> str:
    """What the telephone shows now, or some half minutes later."""
    return f"{totp(key, drift=later):06d}"
