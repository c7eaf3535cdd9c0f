"""Work of the reader's own computer instead of a question, by the altcha package: no third party, no script of others.

The challenge is signed, so nothing is kept until it has been used; then a row says so, and only the first one counts.
"""

from __future__ import annotations

import json
from datetime import timedelta

import altcha
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.feedback.captcha.challenges import spend

#: What every browser can do by itself on a page that came by https.
ALGORITHM = "PBKDF2/SHA-256"
#: Bytes in hexadecimal with which the right key begins: two hundred and fifty-six tries in the mean.
PREFIX = "00"
LASTS = timedelta(hours=4)
#: An answer is some six hundred characters.
MAX_ANSWER = 4000


def challenge() -> str:
    """A new challenge as JSON, for static/js/proof.js."""
    until = int((timezone.now() + LASTS).timestamp())
    made = altcha.create_challenge(
        ALGORITHM, settings.PROOF_OF_WORK_COST, key_prefix=PREFIX, expires_at=until, hmac_secret=_secret()
    )
    return json.dumps(made.to_dict())


def is_done(answer: str) -> bool:
    """Whether the work was done, and for the first time."""
    if not answer or len(answer) > MAX_ANSWER:
        return False
    try:
        payload = altcha.Payload.from_base64(answer)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    if not altcha.verify_solution(payload, _secret()).verified:
        return False
    return spend(f"work-{payload.challenge.parameters.nonce}"[:40], timezone.now() + LASTS)


def _secret() -> str:
    return salted_hmac("portal.feedback.captcha.work", "", algorithm="sha256").hexdigest()
