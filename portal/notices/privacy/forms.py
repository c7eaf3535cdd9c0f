"""The form in which somebody says why what should not be public may stand."""

from django import forms
from django.utils.translation import gettext_lazy


class ReasonForm(forms.Form):
    """Why what was found may stand."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("On record with your name; do not repeat in it what was found."),
    )
