"""The two forms. Each is short; what is not asked for cannot leak."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.cases.models import Term
from portal.feedback.abuse.form_time import GuardedForm
from portal.feedback.captcha.fields import CaptchaField
from portal.feedback.handing_in import choices
from portal.feedback.handing_in.drafts import Draft
from portal.feedback.handing_in.fields import TypedField
from portal.feedback.handing_in.units import unit_named, units_to_be_kept_away
from portal.feedback.models import Kind
from portal.feedback.once import OnceForm
from portal.feedback.widgets import QuickSelect
from portal.organisations.models import Region

TITLE_LENGTH, BODY_LENGTH, NAME_LENGTH = 50, 6000, 100


class ContactFields(forms.Form):
    """Who hands in, where somebody gives a name."""

    name = TypedField(label=_("Your name"), length=NAME_LENGTH)
    phone = TypedField(
        label=_("Telephone"), length=40, required=False, help_text=_("Telephone or e-mail: one of the two is needed.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
    address = TypedField(label=_("Postal address"), length=200, required=False)
    tell_by = forms.ChoiceField(
        label=_("Tell me when there is something new"),
        required=False,
        widget=forms.RadioSelect,
        initial="",
        choices=choices.TELL_BY,
    )

    def clean(self) -> dict[str, Any]:
        """One way to reach the person, and the one that is to be used."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        phone, email, tell_by = (cleaned.get(name) for name in ("phone", "email", "tell_by"))
        if "phone" not in self.errors and "email" not in self.errors and not phone and not email:
            self.add_error("phone", _("Give a telephone number or an e-mail address, so that you can be reached."))
        if tell_by == "email" and not email:
            self.add_error("email", _("Give the address to which we may write."))
        if tell_by == "sms" and not phone:
            self.add_error("phone", _("Give the number to which we may send."))
        return cleaned


class HandingInForm(GuardedForm, OnceForm):
    """What both forms have."""

    kind: ClassVar[Kind]
    is_named = False

    captcha = CaptchaField(form_value="nonce")

    def hold(self, token: str) -> None:
        """Keep a pass of the check, if it is one for this form."""
        captcha = self.fields["captcha"]
        if isinstance(captcha, CaptchaField):
            captcha.hold(token, str(self.initial.get("nonce", "")))

    def draft(self) -> Draft:
        """What was handed in, once it is valid."""
        raise NotImplementedError

    def _common(self) -> dict[str, Any]:
        data = self.cleaned_data
        contact = {name: data[name] for name in ContactFields.base_fields if data.get(name)} if self.is_named else {}
        if contact.get("tell_by"):
            contact["language"] = get_language() or ""
        return {"kind": self.kind, "form_value": self.form_value(), "contact": contact, "files": self.accepted}


class TipForm(HandingInForm):
    """A tip: whom it is about, what kind, what happened."""

    kind = Kind.TIP

    accused_unit = TypedField(
        label=_("Unit of the person concerned"),
        length=NAME_LENGTH,
        required=False,
        help_text=_("Or the unit itself. Choose from the list or type the name. Leave it empty if you are not sure."),
    )
    accused_name = TypedField(label=_("Name of the person concerned"), length=NAME_LENGTH, required=False)
    accused_post = TypedField(label=_("Post"), length=NAME_LENGTH, required=False)
    rank = forms.ChoiceField(
        label=_("Rank"), choices=choices.ranks, initial=choices.UNKNOWN_RANK, required=False, widget=QuickSelect
    )
    region = forms.ModelChoiceField(Region.objects.all(), label=_("Region"), required=False, widget=QuickSelect)
    category = forms.ModelChoiceField(
        Term.objects.of(*choices.TIP_LISTS), label=_("Kind of problem"), required=False, widget=QuickSelect
    )
    title = TypedField(label=pgettext_lazy("of a tip", "Title"), length=TITLE_LENGTH)
    body = TypedField(
        label=pgettext_lazy("of a tip", "What happened"), length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 12})
    )
    is_true = forms.BooleanField(
        label=_("I have read what is asked of me; what I write is true as far as I know."),
        error_messages={"required": _("Please tick this to confirm it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = choices.regions()  # type: ignore[attr-defined]
        self.fields["category"].choices = choices.tip_categories()  # type: ignore[attr-defined]

    def draft(self) -> Draft:
        """The tip."""
        data = self.cleaned_data
        accused = {
            "unit": data["accused_unit"],
            "name": data["accused_name"],
            "post": data["accused_post"],
            "rank": data["rank"] or choices.UNKNOWN_RANK,
        }
        return Draft(
            **self._common(),
            title=data["title"],
            body=data["body"],
            accused=accused,
            category=data["category"],
            unit=unit_named(data["accused_unit"]),
            accused_units=units_to_be_kept_away(data["accused_unit"]),
            region=data["region"],
        )


class InquiryForm(HandingInForm):
    """An inquiry: who is asked, on what, and whether question and answer may be published."""

    kind = Kind.INQUIRY

    asked_unit = TypedField(
        label=_("Whom do you ask?"),
        length=NAME_LENGTH,
        required=False,
        help_text=_("A unit: choose from the list or type the name. Leave it empty if you are not sure."),
    )
    category = forms.ModelChoiceField(Term.objects.of("inquiry_type"), label=_("Topic"), widget=QuickSelect)
    region = forms.ModelChoiceField(Region.objects.all(), label=_("Region"), required=False, widget=QuickSelect)
    title = TypedField(label=_("Question in one line"), length=TITLE_LENGTH)
    body = TypedField(label=_("Your question"), length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 10}))
    consent = forms.ChoiceField(
        label=_("May question and answer be published?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes, in a form without names that the office edits")),
            ("no", _("No, answer only me")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = choices.regions()  # type: ignore[attr-defined]
        self.fields["category"].choices = choices.topics()  # type: ignore[attr-defined]

    def draft(self) -> Draft:
        """The inquiry."""
        data = self.cleaned_data
        unit = unit_named(data["asked_unit"])
        return Draft(
            **self._common(),
            title=data["title"],
            body=data["body"],
            # A unit that we do not know stays as it was typed.
            accused={} if unit or not data["asked_unit"] else {"unit": data["asked_unit"]},
            category=data["category"],
            unit=unit,
            region=data["region"],
            consents_to_publish=data["consent"] == "yes",
        )


class NamedTipForm(ContactFields, TipForm):
    """With a name."""

    is_named = True


class NamedInquiryForm(ContactFields, InquiryForm):
    """With a name."""

    is_named = True


FORMS: dict[tuple[Kind, bool], type[HandingInForm]] = {
    (Kind.TIP, False): TipForm,
    (Kind.TIP, True): NamedTipForm,
    (Kind.INQUIRY, False): InquiryForm,
    (Kind.INQUIRY, True): NamedInquiryForm,
}
