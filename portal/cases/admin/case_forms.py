"""The editing form of a case with its subjects and their measures."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from portal.cases import rules
from portal.cases.admin.choices import GradeField, GroupedTermField
from portal.cases.dates import quarter_of
from portal.cases.expiry import check_override
from portal.cases.models import Term


class TermsForm(WagtailAdminModelForm):
    """A form whose selects go on offering the terms that an old record has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, GroupedTermField):
                field.keep(getattr(self.instance, f"{name}_id", None))


def _terms(label: Any, taxonomy: str, help_text: Any = "", *, required: bool = False) -> GroupedTermField:
    terms = Term.objects.of(taxonomy)
    return GroupedTermField(terms, lists=(taxonomy,), required=required, label=label, help_text=help_text)


class CaseForm(TermsForm):
    """A case. The quarter follows the day on which it was dealt with until somebody sets another one."""

    source = _terms(_("source of the case"), "case_source")
    stage = _terms(_("stage"), "case_stage")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._follows = self.instance.quarter in {"", quarter_of(self.instance.concluded_on or "")}

    def clean(self) -> dict[str, Any]:
        """Work out the quarter where it was left alone."""
        cleaned: dict[str, Any] = super().clean()
        concluded = cleaned.get("concluded_on", "")
        if "quarter" in cleaned and (not cleaned["quarter"] or (self._follows and "quarter" not in self.changed_data)):
            cleaned["quarter"] = quarter_of(concluded) if concluded else ""
        return cleaned

    def clean_violations(self) -> Any:
        """Only what is in force today, or was chosen before."""
        chosen = self.cleaned_data["violations"]
        before = {term.pk for term in self.instance.violations.all()}
        for term in chosen:
            if not term.is_offered and term.pk not in before:
                raise ValidationError(_("%(name)s is not in force any more."), params={"name": term.name})
        return chosen

    def is_valid(self) -> bool:
        """The order of things in time, once all parts are read."""
        if not super().is_valid():
            return False
        starts = [form.cleaned_data.get("start", "") for form in self._kept("act_periods")]
        examined = [form.cleaned_data.get("examined_on") for form in self._kept("reexaminations")]
        for name, text in rules.of_order(self.instance, starts, examined).items():
            self.add_error(name, text)
        self._check_names()
        return not self.errors and all(formset.is_valid() for formset in self.formsets.values())

    def _check_names(self) -> None:
        """A name that stays longer than the rule says has a reason."""
        for form in self._kept("subjects"):
            measures = [each.instance for each in form.formsets["measures"].forms if not _deleted(each)]
            try:
                check_override(form.instance, measures, self.instance.concluded_on)
            except ValidationError as error:
                form.add_error(None, error)

    def _kept(self, name: str) -> list[Any]:
        return [form for form in self.formsets[name].forms if not _deleted(form)]


def _deleted(form: Any) -> bool:
    """Whether a part goes, or was never filled in."""
    return bool(form.cleaned_data.get("DELETE")) or not form.has_changed() and not form.instance.pk


class SubjectForm(TermsForm):
    """A person or an organisation."""

    marker = _terms(_("marker of the post"), "post_prefix")
    rank = _terms(_("rank group"), "ranks", _("Statistics count by it."))
    status = _terms(pgettext_lazy("of a person", "status"), "person_status")
    leadership = _terms(_("kind of leadership responsibility"), "acc_responsibility")


class MeasureForm(TermsForm):
    """A measure. The grade tells the scale; where none fits, the scale alone is chosen and the wording tells more."""

    grade = GradeField(Term.objects.exclude(taxonomy__measure_scale=""), required=False, label=_("grade"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.scale and not self.instance.grade_id:
            self.initial["grade"] = GradeField.value_of(self.instance.scale)

    def clean(self) -> dict[str, Any]:
        """Take the scale from the grade."""
        cleaned: dict[str, Any] = super().clean()
        if "grade" not in cleaned:
            return cleaned
        grade: Term | None = cleaned["grade"]
        written = self.data.get(self.add_prefix("grade"), "")
        scale = grade.taxonomy.measure_scale if grade else GradeField.scale_of(written)
        if not scale:
            self.add_error("grade", ValidationError(_("Choose the grade."), code="required"))
        self.instance.scale = scale
        return cleaned


class ReexaminationForm(TermsForm):
    """A look back."""

    outcome = _terms(_("outcome"), "reexamination_outcome", required=True)
