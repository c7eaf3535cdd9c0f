"""What a citizen types with a receipt in hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.feedback.contents.writing import MAX_TEXT
from portal.feedback.handing_in.fields import TypedField
from portal.feedback.once import OnceForm
from portal.feedback.receipts.form_values import new_form_value, read_form_value

_STARS = [(number, str(number)) for number in range(1, 6)]


class ReceiptForm(forms.Form):
    """Query code and secret."""

    code = TypedField(label=_("Query code"), length=60, widget=forms.TextInput)
    secret = TypedField(label=_("Secret"), length=120, widget=forms.TextInput)


class MessageForm(OnceForm):
    """A message, or a reason."""

    text = TypedField(label=_("Your message"), length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, secret: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._secret = secret

    def clean_text(self) -> str:
        """Never the own secret: whoever reads the message could then read everything."""
        text = str(self.cleaned_data["text"])
        letters = "".join(mark for mark in text.upper() if mark.isalnum())
        if self._secret and self._secret in letters:
            raise forms.ValidationError(_("Your secret stands in the text. Take it out: nobody else needs it."))
        return text


def fresh_message(text: str = "", nonce: str = "") -> MessageForm:
    """Not sent yet; what is sent again under the random value of a lost answer is no second message."""
    return MessageForm(initial={"nonce": nonce if read_form_value(nonce) else new_form_value(), "text": text})


class RatingForm(forms.Form):
    """What was it like?"""

    is_solved = forms.TypedChoiceField(
        label=_("Is the matter solved?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    attitude = forms.TypedChoiceField(
        label=_("Attitude, from 1 (bad) to 5 (good)"), choices=_STARS, coerce=int, widget=forms.RadioSelect
    )
    speed = forms.TypedChoiceField(
        label=_("Speed, from 1 (bad) to 5 (good)"), choices=_STARS, coerce=int, widget=forms.RadioSelect
    )
