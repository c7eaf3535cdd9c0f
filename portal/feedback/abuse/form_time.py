"""When a form was opened, signed by us, and a field that only programs fill in."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from portal.feedback.widgets import PortalWidget

#: Nobody reads and fills in a form faster; after a day it is asked for anew (with the text kept).
FASTEST, LASTS = timedelta(seconds=5), timedelta(hours=24)
_SIGNER = signing.TimestampSigner(salt="portal.feedback.form")
#: Such as a program fills in: not "honeypot", and nothing that a browser knows how to complete.
TRAP, OPENED = "homepage", "opened"


def stamp() -> str:
    """The present moment, signed."""
    return _SIGNER.sign("form")


def is_stamped(value: str, *, at_least: timedelta = timedelta(), at_most: timedelta = LASTS) -> bool:
    """Whether the form was opened by us, between so long ago and so long ago."""
    try:
        _SIGNER.unsign(value, max_age=at_most)
    except signing.BadSignature:
        return False
    if not at_least:
        return True
    try:
        _SIGNER.unsign(value, max_age=at_least)
    except signing.SignatureExpired:
        return True
    return False


class TrapInput(PortalWidget):
    """Out of sight, out of the order of keys, and hidden from assistive technology."""

    template_name = "feedback/trap.html"


class GuardedForm(forms.Form):
    """Carries the marks that `signals` reads. Neither ever makes a form invalid."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)
    homepage = forms.CharField(required=False, label=_("Leave this field empty"), widget=TrapInput)
