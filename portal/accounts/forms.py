"""The forms at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.forms.auth import LoginForm

from portal.accounts.lockout import LOCKED


class StaffLoginForm(LoginForm):
    """Wagtail's, with words that can be translated, no session that outlives its limits, and a word on the lock."""

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # Wagtail's password field has no label.
        self.fields["password"].label = AuthenticationForm.base_fields["password"].label
        del self.fields["remember"]

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Wrong, or not looked at because it was wrong too often."""
        if not getattr(self.request, LOCKED, False):
            return forms.ValidationError(
                _("The user name or the password is not right. Try again."), code="invalid_login"
            )
        minutes = settings.SIGN_IN_LOCK_MINUTES
        text = ngettext(
            "Signing in was refused too often. Wait %(minutes)d minute, then try again.",
            "Signing in was refused too often. Wait %(minutes)d minutes, then try again.",
            minutes,
        )
        return forms.ValidationError(text, code="locked", params={"minutes": minutes})


class CodeForm(forms.Form):
    """The second factor, typed."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": "",
            }
        ),
    )
