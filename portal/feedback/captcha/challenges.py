"""Digits to be read or heard, and a sum for those who can do neither: one key, one answer, one try.

A key is signed, and digits and sum come from it and the portal's secret: to show a form nothing need be written, so a
database that is held up keeps nobody from reading one. Only what was answered is a row, and only the first one counts.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

from captcha.models import CaptchaStore
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

#: Without 0 and 1, which look and sound like others.
DIGITS, LENGTH = "23456789", 6
#: Characters of a mark in the table of what was used.
MARK = 40
_HAN = "零一二三四五六七八九"
_SALT = "portal.feedback.captcha"
_signer = signing.TimestampSigner(salt=_SALT)


def new_key() -> str:
    """The key of a new challenge."""
    return _signer.sign(secrets.token_hex(8))


def is_open(key: str) -> bool:
    """Whether it is one of ours, and not too old to be answered."""
    try:
        _signer.unsign(key, max_age=_lasts())
    except signing.BadSignature:
        return False
    return True


def digits(key: str) -> str:
    """The digits of a challenge, drawn and spoken."""
    return "".join(DIGITS[number % len(DIGITS)] for number in _secret_bytes("digits", key)[:LENGTH])


def question(key: str) -> str:
    """The sum that may be answered instead of the digits; the same at each look, in the reader's language."""
    first, second = _summands(key)
    return _("%(first)s plus %(second)s") % {"first": first, "second": second}


def take(key: str, answer: str) -> bool:
    """Whether the answer is right. After it the key is used, right or wrong, and only who used it first has passed."""
    said = _number(answer)
    if not said or not is_open(key):
        return False
    is_right = constant_time_compare(said, digits(key)) or constant_time_compare(said, str(sum(_summands(key))))
    return spend(_secret_bytes("used", key).hex()[:MARK], timezone.now() + _lasts()) and is_right


def spend(mark: str, until: datetime) -> bool:
    """Note that something was used; whether this was the first time. A row that nobody can answer keeps it."""
    unguessable = secrets.token_hex(8)
    try:
        with transaction.atomic():
            CaptchaStore.objects.create(hashkey=mark, challenge="-", response=unguessable, expiration=until)
    except IntegrityError:
        return False
    return True


def forget_old() -> None:
    """Take away what can no longer be answered."""
    CaptchaStore.objects.filter(expiration__lte=timezone.now()).delete()


def _summands(key: str) -> tuple[int, int]:
    mark = _secret_bytes("sum", key)
    return 11 + mark[0] % 48, 2 + mark[1] % 8


def _secret_bytes(of: str, key: str) -> bytes:
    """From the key and the portal's secret, so that nothing more need be kept."""
    return salted_hmac(f"{_SALT}.{of}", key, algorithm="sha256").digest()


def _lasts() -> timedelta:
    return timedelta(minutes=settings.CAPTCHA_TIMEOUT)


def _number(text: str) -> str:
    """Digits as people type them: full width, with spaces, or as Han numerals up to ninety-nine."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    if text.isascii() and text.isdigit():
        return text
    tens, mark, ones = text.partition("十")
    if not mark:
        return "".join(str(_HAN.index(char)) for char in text) if text and set(text) <= set(_HAN) else ""
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_HAN):
        return ""
    return str((_HAN.index(tens) if tens else 1) * 10 + (_HAN.index(ones) if ones else 0))
