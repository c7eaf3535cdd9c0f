"""What proves later that something was handed in: a salted hash, signed for the citizen, published with others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from portal.feedback.models import Receipt
from portal.feedback.receipts.keys import expand, form_salt, signing_key


def canonical(value: Any) -> bytes:
    """Compact JSON with sorted keys, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def commitment_salt(form_value: bytes) -> bytes:
    """Known to the citizen's receipt alone: without it nobody can try out what was handed in."""
    return expand(form_value, "commitment", 16, form_salt())


def commit(content: Mapping[str, Any], salt: bytes) -> bytes:
    """SHA-256 over the salt and the canonical content."""
    return hashlib.sha256(salt + canonical(content)).digest()


def signed_receipt(receipt: Receipt, form_value: bytes) -> dict[str, str]:
    """The receipt as a file that anybody can check against the public key and the root of its day."""
    statement = {
        "site": settings.SITE_URL,
        "day": receipt.submission.received_on.isoformat(),
        "commitment": bytes(receipt.commitment).hex(),
    }
    signature = signing_key().sign(canonical(statement)).hex()
    return {**statement, "salt": commitment_salt(form_value).hex(), "signature": signature, "key": public_key()}


def public_key() -> str:
    """By which receipts and roots are checked, in hexadecimal digits."""
    return signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def root_statement(day: date, root: bytes) -> bytes:
    """What the signature of a daily root covers."""
    return canonical({"site": settings.SITE_URL, "day": day.isoformat(), "root": root.hex()})
