"""The editing forms of the official lists."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.cases.admin.choices import GroupedTermField
from portal.cases.models import Measure, Term, TermList

#: The fact that has a field of its own.
INFLUENCE = "influence_months"


class FactsField(forms.Field):
    """Further facts of a term, one ``name: value`` a line; figures, true, false and lists in brackets as in JSON."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """The lines."""
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{name}: {_written(fact)}" for name, fact in value.items())

    def to_python(self, value: Any) -> dict[str, Any]:
        """The facts by their names."""
        facts: dict[str, Any] = {}
        for line in (value or "").splitlines():
            name, colon, fact = line.replace("：", ":", 1).partition(":")
            if not line.strip():
                continue
            if not colon or not name.strip() or name.strip() in facts:
                raise ValidationError(
                    _("This line is no “name: value”, or its name stands twice: %(line)s"), params={"line": line}
                )
            facts[name.strip()] = _read(fact.strip())
        return facts


class TermForm(WagtailAdminModelForm):
    """A term; list and code are set once, the parent and the later term are of the same list."""

    parent = GroupedTermField(Term.objects.all(), required=False, label=_("Belongs to"), offered_only=False)
    successor = GroupedTermField(
        Term.objects.all(),
        required=False,
        label=_("replaced by"),
        help_text=_("Renamed or merged: statistics count older records under the later term."),
    )
    counts_as = GroupedTermField(
        Term.objects.all(),
        required=False,
        label=_("counted as"),
        help_text=_("The term of another list under which it is rolled up, such as one of the four forms."),
    )
    influence = forms.IntegerField(
        label=_("influence period in months"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=_("Of sanctions; empty for those without an end and those without such a rule."),
    )
    facts = FactsField(
        label=_("Further facts"),
        required=False,
        help_text=_("One “name: value” a line, such as “four_form: 2”. Statistics and import read them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = dict(self.instance.attributes or {})
        self.initial["influence"] = facts.pop(INFLUENCE, None)
        self.initial["facts"] = facts
        if self.instance.pk:
            self.fields["taxonomy"].disabled = self.fields["code"].disabled = True
            self._narrow()

    def _narrow(self) -> None:
        same = Term.objects.filter(taxonomy=self.instance.taxonomy_id).exclude(pk=self.instance.pk)
        for name in ("parent", "successor"):
            # What is chosen by hand in spite of this is judged by the model, with a reason.
            self.fields[name].shown = frozenset(same.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        """The facts in one."""
        cleaned: dict[str, Any] = super().clean()
        if "facts" in cleaned and "influence" in cleaned:
            months = cleaned["influence"]
            self.instance.attributes = {**({INFLUENCE: months} if months else {}), **cleaned["facts"]}
        return cleaned


class TermListForm(WagtailAdminModelForm):
    """A list; its code is set once, its scale while no measure is graded by it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True

    def clean_measure_scale(self) -> str:
        """Measures keep their scale."""
        scale: str = self.cleaned_data["measure_scale"]
        stored = TermList.objects.filter(pk=self.instance.pk).values_list("measure_scale", flat=True).first()
        if stored not in {None, scale} and Measure.objects.filter(grade__taxonomy=self.instance.code).exists():
            raise ValidationError(_("Measures are graded by this list; it keeps its scale."))
        return scale


def _written(fact: Any) -> str:
    return fact if isinstance(fact, str) and _read(fact) == fact else json.dumps(fact, ensure_ascii=False)


def _read(text: str) -> Any:
    """What JSON reads as something else than a text in quotes is that; everything else is a text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
