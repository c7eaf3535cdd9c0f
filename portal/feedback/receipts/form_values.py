"""The random value that a form carries, signed: it makes one submission and its receipt, and is stored nowhere."""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import timedelta

from django.core import signing

_SIGNER = signing.TimestampSigner(salt="portal.feedback.form_value")
VALUE_BYTES = 16
#: For so long the same form sent again leads to the same receipt; after that it gets a fresh value, with the text kept.
LASTS = timedelta(hours=24)


def new_form_value() -> str:
    """For a hidden field."""
    return _SIGNER.sign(base64.urlsafe_b64encode(secrets.token_bytes(VALUE_BYTES)).decode("ascii"))


def read_form_value(text: str) -> bytes | None:
    """The random value; None where we did not sign it, or too long ago."""
    try:
        value = base64.urlsafe_b64decode(_SIGNER.unsign(text[:200], max_age=LASTS))
    except (signing.BadSignature, binascii.Error, UnicodeEncodeError):
        return None
    return value if len(value) == VALUE_BYTES else None
