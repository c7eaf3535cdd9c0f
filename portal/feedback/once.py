"""A form of citizens that counts once however often it is sent, and may bring files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.feedback.attachments.limits import Accepted, look_through
from portal.feedback.handing_in.fields import FilesField, FilesInput
from portal.feedback.receipts.form_values import new_form_value, read_form_value


class OnceForm(forms.Form):
    """The random value in it makes one submission, or one message."""

    nonce = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    attachments = FilesField(label=_("Attachments"), required=False, widget=FilesInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: The files that were let in.
        self.accepted: list[Accepted] = []

    def clean_nonce(self) -> str:
        """A value of ours that is not too old; otherwise the form gets a fresh one and is sent once more."""
        text = str(self.cleaned_data["nonce"])
        if read_form_value(text) is None:
            raise forms.ValidationError(
                _("This form was open for too long. What you typed is still here: please send it once more.")
            )
        return text

    def clean_attachments(self) -> list[Any]:
        """Each file by its content; one answer tells of all that cannot be taken."""
        self.accepted, refused = look_through(self.cleaned_data["attachments"])
        for file in refused:
            name = f"{file.name}{'：' if file.name else ''}"
            self.add_error("attachments", f"{name}{file.reason.label}")
        return self.accepted

    def form_value(self) -> bytes:
        """The random value of a valid form."""
        value = read_form_value(str(self.cleaned_data["nonce"]))
        if value is None:
            raise ValueError("the form is not valid")
        return value

    def renewed(self) -> None:
        """Where the random value is not good any more, show the form with a fresh one and all that was typed."""
        if read_form_value(str(self.data.get("nonce", ""))) is None and isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["nonce"] = new_form_value()
