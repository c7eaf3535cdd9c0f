"""Between two presses of a button: the receipt, encrypted, in a hidden field. No session, no cookie, nothing stored."""

from __future__ import annotations

import base64
import binascii
import json
import time

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from portal.feedback.receipts import ReceiptCodes
from portal.privacy.sealing import Damaged, DataKey

#: After so many seconds the receipt has to be typed again.
LASTS = 30 * 60
_PLACE = "portal.feedback.tracking.pass"


def issue(codes: ReceiptCodes) -> str:
    """For a hidden field."""
    held = json.dumps([codes.code, codes.secret, int(time.time())]).encode("ascii")
    return base64.urlsafe_b64encode(_key().seal(held, _PLACE)).decode("ascii")


def read(text: str) -> ReceiptCodes | None:
    """The receipt; None where it is not ours or too old."""
    try:
        code, secret, issued = json.loads(_key().open(base64.urlsafe_b64decode(text[:4000]), _PLACE))
    except (Damaged, binascii.Error, ValueError):
        return None
    return ReceiptCodes(code, secret) if time.time() - issued <= LASTS else None


def _key() -> DataKey:
    return DataKey(HKDF(SHA256(), 32, None, _PLACE.encode()).derive(settings.SECRET_KEY.encode()))
