"""Digits to be read or heard, and a sum for those who can do neither: one row, one answer, one try."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

from captcha.models import CaptchaStore
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

#: Without 0 and 1, which look and sound like others.
DIGITS, LENGTH = "23456789", 6
_HAN = "零一二三四五六七八九"


def draw() -> tuple[str, str]:
    """A challenge and its answer. The package's own come from the generator that its pictures seed anew."""
    digits = "".join(secrets.choice(DIGITS) for _position in range(LENGTH))
    return digits, digits


def new_key() -> str:
    """The key of a new challenge."""
    key: str = CaptchaStore.generate_key()
    return key


def question(key: str) -> str:
    """The sum that may be answered instead of the digits; the same at each look, in the reader's language."""
    first, second = _summands(key)
    return _("%(first)s plus %(second)s") % {"first": first, "second": second}


def take(key: str, answer: str) -> bool:
    """Whether the answer is right. The row is gone after it, right or wrong, and only who took it away has passed."""
    said = _number(answer)
    row = CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now()).first()
    if row is None or not said:
        return False
    # Two requests may have read it; a database deletes a row once.
    deleted, _rows = CaptchaStore.objects.filter(pk=row.pk).delete()
    is_right = constant_time_compare(said, row.response) or constant_time_compare(said, str(sum(_summands(key))))
    return deleted == 1 and is_right


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
    """From the key and the portal's secret, so that nothing more need be kept."""
    mark = salted_hmac("portal.feedback.captcha.sum", key, algorithm="sha256").digest()
    return 11 + mark[0] % 48, 2 + mark[1] % 8


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
