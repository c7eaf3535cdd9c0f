"""Once solved, solved: a form that comes back with an error carries this, and the same text is not asked again.

A pass holds for one form only, the one whose random value it names, and that value makes one submission. So it need not
be kept anywhere, and serves nobody for a second text.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

LASTS = timedelta(hours=24)
_SALT = "portal.feedback.captcha.pass"


def issue(form_value: str) -> str:
    """A pass for the form with this random value."""
    return signing.dumps(_mark(form_value), salt=_SALT)


def holds(token: str, form_value: str) -> bool:
    """Whether this pass is good for this form."""
    if not token or not form_value:
        return False
    try:
        return bool(signing.loads(token, salt=_SALT, max_age=LASTS) == _mark(form_value))
    except signing.BadSignature:
        return False


def _mark(form_value: str) -> str:
    """Never the value itself: from it comes the citizen's secret."""
    return salted_hmac(_SALT, form_value, algorithm="sha256").hexdigest()
