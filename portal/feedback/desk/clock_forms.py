"""The forms of what is done with a clock: asking for a pause, deciding on it, going on, more time for a unit."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.content.wording import in_brackets
from portal.feedback.clocks.pausing import asked_of, rests, runs
from portal.feedback.contents.writing import MAX_TEXT
from portal.feedback.desk.forms import ActForm
from portal.feedback.models import Clock


class ClockField(forms.ModelChoiceField):
    """Names a clock by its limit, the unit that has it, and the day."""

    def label_from_instance(self, obj: Any) -> str:
        """As a line."""
        unit = in_brackets(obj.referral.unit) if obj.referral else ""
        return f"{obj.label}{unit} · {obj.due_on}"


class ClockForm(ActForm):
    """With one of the clocks that fit."""

    clock = ClockField(label=_("Time limit"), queryset=Clock.objects.none(), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [clock.pk for clock in self.submission.clocks.all() if self.fits(clock)]
        rows = self.submission.clocks.filter(pk__in=fitting).select_related("referral__unit").order_by("due_on", "pk")
        field = cast("ClockField", self.fields["clock"])
        field.queryset = rows
        if len(fitting) == 1:
            field.initial = fitting[0]

    @staticmethod
    def fits(clock: Clock) -> bool:
        """Whether this can be done with it."""
        raise NotImplementedError


def _reason(help_text: Any) -> forms.CharField:
    lines = forms.Textarea({"rows": 6})
    return forms.CharField(label=_("Reason"), max_length=MAX_TEXT, widget=lines, help_text=help_text)


class AskPauseForm(ClockForm):
    """Which, and why."""

    text = _reason(_("Sealed. Somebody else, who may press and extend, decides on it."))

    @staticmethod
    def fits(clock: Clock) -> bool:
        """It runs, and nobody has asked yet."""
        return runs(clock) and asked_of(clock) is None


class DecidePauseForm(ClockForm):
    """By somebody else; the reason stands in the file."""

    class Decision(TextChoices):
        ALLOW = "allow", _("let it rest")
        REFUSE = "refuse", _("do not let it rest")

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        help_text=_("The reason stands in the file, among what happened to the time limit."),
    )

    @staticmethod
    def fits(clock: Clock) -> bool:
        """Somebody asks for it."""
        return asked_of(clock) is not None


class GoOnForm(ClockForm):
    """Which goes on, with as much time as was left."""

    @staticmethod
    def fits(clock: Clock) -> bool:
        """It rests."""
        return rests(clock)


class ExtendReferralForm(ClockForm):
    """By how long a unit has more time, and why."""

    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=365)
    text = _reason(_("Sealed. The citizen is not told: the time of the office stays as it is."))

    @staticmethod
    def fits(clock: Clock) -> bool:
        """It is a unit's, and has not ended."""
        return clock.referral_id is not None and clock.stopped_on is None
