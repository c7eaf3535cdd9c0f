"""Recovery codes: what lets in whose telephone is lost. Kept as hashes, each good for once."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar

from django.db import models
from django_otp.models import Device, ThrottlingMixin

#: Crockford's digits and letters: nobody mistakes one for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES, LENGTH, GROUP = 10, 16, 4
_TOLERATED = str.maketrans({"O": "0", "I": "1", "L": "1"})


class RecoveryDevice(ThrottlingMixin, Device):
    """The set of codes of an account, one of django-otp's devices: it slows guessing down as the others do."""

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], name="accounts_one_set_of_codes")
        ]

    def get_throttle_factor(self) -> int:
        """Seconds after the first wrong code; they double with each."""
        return 1

    def verify_token(self, token: str) -> bool:
        """Whether it is one of the codes; it is none any more then."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        used, _models = self.codes.filter(digest=digest(token)).delete()
        if used:
            self.throttle_reset()
        else:
            self.throttle_increment()
        return bool(used)

    def renew(self) -> list[str]:
        """New codes in place of all others: to be shown now and never again."""
        codes = [_random_code() for _number in range(CODES)]
        self.codes.all().delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(device=self, digest=digest(code)) for code in codes)
        return codes

    # The related manager, which django-otp's untyped base hides from the type checker.
    codes: Any


class RecoveryCode(models.Model):
    """The hash of one code. It has 80 random bits, so no slow hash is needed."""

    device = models.ForeignKey(RecoveryDevice, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["device", "digest"], name="accounts_code_once")
        ]

    def __str__(self) -> str:
        return f"code of {self.device_id}"


def digest(code: str) -> str:
    """Of a code as people type it: in small letters, with blanks or hyphens, with O for 0."""
    plain = "".join(letter for letter in code.upper().translate(_TOLERATED) if letter in ALPHABET)
    return hashlib.sha256(f"recovery:{plain}".encode()).hexdigest()


def _random_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))
