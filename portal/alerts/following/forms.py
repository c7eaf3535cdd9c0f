"""The forms of subscribers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.alerts.models import Rhythm


class AddressForm(forms.Form):
    """A mail address."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "field", "autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Type in the address to which the mail is to go."),
            "invalid": _("This is no e-mail address; one looks like name@example.org."),
        },
    )
    #: Nobody sees it; programs fill it in.
    website = forms.CharField(required=False)

    @property
    def is_from_program(self) -> bool:
        """Whether what no reader sees was filled in."""
        return bool(self.cleaned_data.get("website"))

    def full_clean(self) -> None:
        """Mark the fields that are wrong for those who do not see them in red."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-error"}


class FollowForm(AddressForm):
    """An address, and how often mail is to come."""

    rhythm = forms.ChoiceField(
        label=pgettext_lazy("mail comes", "How often"), choices=Rhythm.choices, initial=Rhythm.DAILY
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["address", "rhythm", "website"])
