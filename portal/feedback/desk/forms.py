"""The forms of the desk: one for each thing that can be done with a submission."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.feedback.contents.writing import MAX_TEXT
from portal.feedback.desk.scanning import findings_in, mark
from portal.feedback.models import AccusedUnit, Approval, Protection, Recusal, Referral, Submission
from portal.feedback.models.accused import accusable_units
from portal.feedback.referrals.referring import RecusalCheck
from portal.feedback.transitions import moment_of
from portal.feedback.transitions.grounds import Disposal, Finding, PressGround, RefusalGround
from portal.organisations.choosers import unit_chooser
from portal.organisations.models import Unit

_LINES = {"rows": 6}


def _text(label: Any, *, required: bool, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=MAX_TEXT, widget=forms.Textarea(_LINES), help_text=help_text
    )


class ActForm(forms.Form):
    """Something to be done with one submission, by who is signed in. ``seen`` is the moment that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)
    #: Whether it is a result that the authors of repeats are owed as well.
    tells_repeats = False

    def __init__(self, *args: Any, submission: Submission, user: Any, **kwargs: Any) -> None:
        self.submission = submission
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = moment_of(submission)
        if self.tells_repeats and submission.repeats.exists():
            help_text = _("Each of them reads it with the own receipt. Nothing that leads to who wrote this one.")
            label = _("Message to those whose submissions were merged into this one")
            self.fields["to_repeats"] = _text(label, required=True, help_text=help_text)


class ToldForm(ActForm):
    """The citizen may be told something with it."""

    text = _text(_("Message to the citizen"), required=False, help_text=_("Read with the receipt; may stay empty."))


class AskForm(ActForm):
    """Nothing without words to the citizen."""

    text = _text(_("Message to the citizen"), required=True, help_text=_("Say what is missing, or what came of it."))


class TellForm(AskForm):
    """What came of it, to all who wrote of it."""

    tells_repeats = True


class AnswerForm(ActForm):
    """The reviewed answer goes out."""

    tells_repeats = True


class ExtendForm(AskForm):
    """By how long, and why; the citizen is told."""

    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=365)


class RefuseForm(ToldForm):
    """With one of the grounds of the rules."""

    ground = forms.ChoiceField(label=_("Ground"), choices=RefusalGround.choices, widget=forms.RadioSelect)


class PressForm(ActForm):
    """With what calls for it."""

    ground = forms.ChoiceField(label=_("Ground"), choices=PressGround.choices, widget=forms.RadioSelect)


class ProcessForm(ActForm):
    """By which way; the citizen is never told."""

    disposal = forms.ChoiceField(
        label=_("Way of disposal"),
        choices=Disposal.choices,
        widget=forms.RadioSelect,
        help_text=_("Never shown to the citizen."),
    )


class CloseForm(ToldForm):
    """With what it came to."""

    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect)


class MergeForm(ActForm):
    """Into another submission that the account may see."""

    into = forms.CharField(label=_("File number of the other submission"), max_length=9)

    def clean_into(self) -> Submission:
        """The submission of this number."""
        reference = self.cleaned_data["into"].replace("-", "").strip().upper()
        found = Submission.objects.visible_to(self.user).filter(reference=reference).first()
        if found is None:
            raise ValidationError(_("There is no submission with this number that you may see."))
        return found


class ReferForm(ActForm):
    """To whom, what they read, until when."""

    leading = forms.ModelChoiceField(
        label=_("Leading unit"), queryset=Unit.objects.all(), widget=unit_chooser.widget_class
    )
    others = forms.ModelMultipleChoiceField(
        label=_("Other units (they help, the leading one answers)"),
        queryset=Unit.objects.filter(closed_on__isnull=True).order_by("path"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    basis = forms.ChoiceField(
        label=_("What the units read"),
        choices=Referral.Basis.choices,
        initial=Referral.Basis.SUMMARY,
        widget=forms.RadioSelect,
        help_text=_("The summary, as a rule. The content only where it cannot be done otherwise; say why."),
    )
    summary = _text(
        _("Summary"), required=False, help_text=_("Without anything that leads to who wrote it: no name, no style.")
    )
    reason = _text(_("Reason for choosing these units, and this basis"), required=True)
    due_on = forms.DateField(label=_("To be answered by"), widget=forms.DateInput(attrs={"type": "date"}))
    recusal = forms.ChoiceField(
        label=_("Does anybody at these units have to stay away?"),
        choices=RecusalCheck.choices,
        widget=forms.RadioSelect,
        help_text=_("Accused or a relative of the accused, an interest in the matter, another ground."),
    )


class ReplyForm(ActForm):
    """An answer, for review by somebody else."""

    text = _text(_("Answer"), required=True, help_text=_("Somebody else reviews it before the citizen reads it."))


class PublishForm(ActForm):
    """What everybody reads: a text of its own, not the words of the citizen."""

    title = forms.CharField(label=_("Public title"), max_length=100)
    question = forms.CharField(
        label=_("Question as it is published"),
        max_length=3000,
        widget=forms.Textarea(_LINES),
        help_text=_("In the words of the office, without anything that leads to who asked."),
    )
    answer = forms.CharField(label=_("Answer as it is published"), max_length=6000, widget=forms.Textarea({"rows": 10}))
    extension = forms.CharField(
        label=_("If it took longer: why"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    accepts_findings = forms.BooleanField(
        label=_("I have looked at what the privacy scan found; it may stand"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Tell what the scan found, in its place."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("accepts_findings"):
            mark(self, findings_in(self, ("title", "question", "answer", "extension")))
        return cleaned


class RemarkForm(ActForm):
    """What is to be changed in an answer."""

    text = _text(_("What is to be changed"), required=True)


class ReasonForm(ActForm):
    """Why."""

    text = _text(_("Reason"), required=True)


class AccuseForm(ActForm):
    """A unit that the text accuses."""

    unit = forms.ModelChoiceField(
        label=_("Accused unit"),
        queryset=Unit.objects.none(),
        widget=unit_chooser.widget_class,
        help_text=_("From then on neither it nor any unit below it knows that this submission exists."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = accusable_units()


class AccusedField(forms.ModelChoiceField):
    """Names an accused unit, and who asked that it be taken out."""

    def label_from_instance(self, obj: Any) -> str:
        """As a line."""
        return f"{obj.unit} · {obj.doubted_by}" if obj.doubted_by else str(obj.unit)


class DoubtForm(ActForm):
    """A unit that is not accused, and why it is thought so."""

    accused = AccusedField(
        label=_("Accused unit"), queryset=AccusedUnit.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    text = _text(
        _("Reason"),
        required=True,
        help_text=_("Kept as a note of the office. Somebody else has to agree; until then nothing changes."),
    )
    is_doubted = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.submission.accused.select_related("unit", "doubted_by").filter(
            doubted_by__isnull=not self.is_doubted
        )
        cast("AccusedField", self.fields["accused"]).queryset = rows


class ClearForm(DoubtForm):
    """By somebody else than who asked for it."""

    text: Any = None
    is_doubted = True


class LeadForm(ActForm):
    """The draft of a case."""

    unit = forms.ModelChoiceField(
        label=_("Unit concerned"),
        queryset=Unit.objects.all(),
        required=False,
        widget=unit_chooser.widget_class,
        help_text=_(
            "A draft is made with this unit, the region and the category, and not a word of what was handed in. "
            "Nobody sees at the case that a tip led to it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.submission.accused.order_by("pk").first()
        self.fields["unit"].initial = named.unit_id if named else self.submission.unit_id


class ProtectForm(ActForm):
    """What is done for who reported."""

    stage = forms.ChoiceField(label=_("What"), choices=Protection.Stage.choices, widget=forms.RadioSelect)
    text = _text(
        _("From what, by which measure"),
        required=True,
        help_text=_("Sealed. The submission goes to the front of the queue until the protection ends."),
    )


class ApprovalForm(ActForm):
    """What a higher body has approved; somebody else confirms it."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Approval.Purpose.choices, widget=forms.RadioSelect)
    body = forms.ModelChoiceField(
        label=_("Approving body"),
        queryset=Unit.objects.select_related("region"),
        widget=unit_chooser.widget_class,
        help_text=_("An organ of discipline or of the Party, of a city with districts or above."),
    )
    document = forms.CharField(label=_("Number of the document"), max_length=100)
    approved_on = forms.DateField(label=_("Approved on"), widget=forms.DateInput(attrs={"type": "date"}))


class ApprovalField(forms.ModelChoiceField):
    """Names an approval by what it allows, who gave it and when."""

    def label_from_instance(self, obj: Any) -> str:
        """As a line."""
        return f"{obj.get_purpose_display()} · {obj.body} · {obj.approved_on}"


class ConfirmForm(ActForm):
    """By somebody else than who recorded it."""

    approval = ApprovalField(
        label=_("Approval"), queryset=Approval.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("ApprovalField", self.fields["approval"])
        field.queryset = self.submission.approvals.filter(is_confirmed=False).select_related("body")


class RecuseForm(ActForm):
    """Staying away."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Recusal.Ground.choices,
        widget=forms.RadioSelect,
        help_text=_("You will not see this submission any more."),
    )


class WriteForm(forms.Form):
    """A message, or a note."""

    text = forms.CharField(label=_("Text"), max_length=MAX_TEXT, widget=forms.Textarea({"rows": 4}))


class FollowUpForm(forms.Form):
    """What changed since, for everybody to read."""

    text = forms.CharField(label=_("What changed since"), max_length=2000, widget=forms.Textarea(_LINES))
    accepts_findings = forms.BooleanField(
        label=_("I have looked at what the privacy scan found; it may stand"), required=False
    )
