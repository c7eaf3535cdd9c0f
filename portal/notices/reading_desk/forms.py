"""The forms of the desk: one for each case and each of its parts. Imports check what they read by the same ones."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.cases.admin.choices import GradeField, GroupedTermField
from portal.cases.dates import PartialDateFormField
from portal.cases.models import ActPeriod, Amount, Case, Measure, Subject, Term
from portal.notices.importing.references import References
from portal.notices.importing.rows import RowError
from portal.notices.reading_desk.drafting import AMOUNT_TEXT, LIMITS, MEASURE_TEXT, PERIOD_TEXT
from portal.notices.reading_desk.nodes import ACCEPTED, LEFT_OUT, Hint

#: What an editor decides about a draft.
STATES = {"": _("not decided yet"), ACCEPTED: _("looked over, accepted"), LEFT_OUT: _("leave out")}


class PartForm(forms.Form):
    """A part of a draft. ``references`` finds the units and regions that it names."""

    #: Model field names, where they differ from those here, for what the models' own rules say.
    model: ClassVar[type[Any]]

    def __init__(self, *args: Any, references: References, hints: list[Hint], **kwargs: Any) -> None:
        self.references = references
        self.hints = hints
        super().__init__(*args, **kwargs)

    def known_unit(self, name: str) -> int | None:
        """The unit of this name or code; an error of the field for one that is in no list."""
        written = self.cleaned_data.get(name)
        try:
            return self.references.unit(written).pk if written else None
        except RowError as error:
            self.add_error(name, _("This unit is not in the list. Write its name as in the list, or leave it empty."))
            del error
            return None

    def check_by_model(self, instance: Any) -> None:
        """What cannot be true by the rules of the tables."""
        try:
            instance.clean()
        except ValidationError as error:
            for name, reasons in error.message_dict.items():
                self.add_error(name if name in self.fields else None, reasons)


class CaseForm(PartForm):
    """What a case says of itself, and what the editor decides about the draft."""

    decision = forms.ChoiceField(
        label=_("This draft"),
        required=False,
        widget=forms.RadioSelect,
        choices=list(STATES.items()),
    )
    heading = forms.CharField(label=_("heading"), max_length=300)
    unit = forms.CharField(label=_("unit concerned"), max_length=120, required=False)
    region = forms.CharField(label=_("region"), max_length=120, required=False)
    concluded_on = PartialDateFormField(
        label=_("dealt with on"), required=False, help_text=_("2021, 2021-04 or 2021-04-13.")
    )
    facts = forms.CharField(
        label=_("facts"), required=False, max_length=LIMITS["facts"], widget=forms.Textarea(attrs={"rows": 6})
    )
    other_problems = forms.BooleanField(label=_("other serious problems exist"), required=False)
    codes = forms.MultipleChoiceField(
        label=_("Suggested codes: tick those that apply"), required=False, widget=forms.CheckboxSelectMultiple
    )
    violation = GroupedTermField(
        Term.objects.all(), label=_("Another violation"), required=False, lists=[Term.Taxonomy.VIOLATION.value]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = list(self._suggested())  # type: ignore[attr-defined]
        if not self.fields["codes"].choices:  # type: ignore[attr-defined]
            del self.fields["codes"]

    def _suggested(self) -> Any:
        for hint in self.hints:
            taxonomy, _mark, code = hint.value.partition(":")
            term = self.references.listed(taxonomy, code) if code else None
            if term is not None:
                yield hint.value, f"{term.taxonomy.label}：{term.label}（“{hint.text}”）"

    def clean(self) -> dict[str, Any]:
        """With the primary keys of unit and region, and the terms that were ticked."""
        cleaned = self.cleaned_data
        cleaned["unit_key"], cleaned["region_key"] = self.known_unit("unit"), self._known_region()
        terms = [
            term
            for value in cleaned.get("codes", ())
            if (term := self.references.listed(*value.split(":", 1))) is not None
        ]
        cleaned["stage_key"] = next((term.pk for term in terms if term.taxonomy_id == "case_stage"), None)
        violations = {term.pk for term in terms if term.taxonomy_id == Term.Taxonomy.VIOLATION}
        if cleaned.get("violation"):
            violations.add(cleaned["violation"].pk)
        cleaned["violation_keys"] = tuple(sorted(violations))
        self.check_by_model(Case(heading=cleaned.get("heading", ""), concluded_on=cleaned.get("concluded_on", "")))
        return cleaned

    def _known_region(self) -> int | None:
        written = self.cleaned_data.get("region")
        try:
            return self.references.region(written).pk if written else None
        except RowError:
            self.add_error("region", _("This region is not in the list. Write its name as there, or leave it empty."))
            return None


class RemovableForm(PartForm):
    """A part that the editor may take out."""

    is_removed = forms.BooleanField(label=pgettext_lazy("part of a draft", "take out"), required=False)


class SubjectForm(RemovableForm):
    """A person or organisation."""

    kind = forms.ChoiceField(label=_("kind"), choices=Subject.Kind.choices)
    name = forms.CharField(label=_("name"), max_length=LIMITS["name"], required=False)
    marker = GroupedTermField(Term.objects.all(), label=_("marker of the post"), required=False, lists=["post_prefix"])
    post_then = forms.CharField(label=_("post then"), max_length=LIMITS["post_then"], required=False)
    post_now = forms.CharField(label=_("post now"), max_length=LIMITS["post_now"], required=False)
    unit_then = forms.CharField(label=_("unit then"), max_length=LIMITS["unit_then"], required=False)
    responsibility = forms.ChoiceField(
        label=_("responsibility"), choices=Subject.Responsibility.choices, initial=Subject.Responsibility.DIRECT
    )

    def clean(self) -> dict[str, Any]:
        """Somebody, with the key of the unit."""
        cleaned = self.cleaned_data
        cleaned["unit_key"] = self.known_unit("unit_then")
        named = {name: cleaned.get(name, "") for name in ("kind", "name", "post_then", "post_now")}
        self.check_by_model(Subject(**named))
        return cleaned


class MeasureForm(RemovableForm):
    """A measure; the select of grades decides the scale as well."""

    grade = GradeField(Term.objects.all(), label=_("scale and grade"), required=False)
    term = forms.CharField(label=pgettext_lazy("of a sanction", "term"), max_length=LIMITS["term"], required=False)
    decided_on = PartialDateFormField(label=_("decided on"), required=False)
    text = forms.CharField(label=_("wording as published"), max_length=MEASURE_TEXT, required=False)

    def clean(self) -> dict[str, Any]:
        """With the scale, which the text may have left open; then the editor decides."""
        cleaned = self.cleaned_data
        grade = cleaned.get("grade")
        written = self["grade"].data or ""
        scale = grade.taxonomy.measure_scale if grade else GradeField.scale_of(str(written))
        if not scale and "grade" not in self.errors:
            self.add_error("grade", _("Choose the scale: the text does not say it surely."))
        cleaned["scale"] = scale
        self.check_by_model(Measure(scale=scale, decided_on=cleaned.get("decided_on", "")))
        return cleaned


class PeriodForm(RemovableForm):
    """When acts took place."""

    start = PartialDateFormField(label=pgettext_lazy("period", "from"), required=False)
    end = PartialDateFormField(label=pgettext_lazy("period", "to"), required=False)
    text = forms.CharField(label=_("in words"), max_length=PERIOD_TEXT, required=False)

    def clean(self) -> dict[str, Any]:
        """Neither upside down nor ahead."""
        cleaned = self.cleaned_data
        self.check_by_model(ActPeriod(start=cleaned.get("start", ""), end=cleaned.get("end", "")))
        return cleaned


class AmountForm(RemovableForm):
    """An amount as written."""

    text = forms.CharField(label=_("amount as written"), max_length=AMOUNT_TEXT)
    what = forms.CharField(label=_("what it is"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """With a figure in it."""
        cleaned = self.cleaned_data
        if cleaned.get("text"):
            self.check_by_model(Amount(text=cleaned["text"]))
        return cleaned


FORMS: dict[str, type[PartForm]] = {
    "case": CaseForm,
    "subjects": SubjectForm,
    "measures": MeasureForm,
    "periods": PeriodForm,
    "amounts": AmountForm,
}
