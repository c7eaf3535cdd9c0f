"""The form of a hearing: nothing of it is sealed, so all of it passes the privacy scan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.desk.scanning import findings_in, mark

#: What is written freely, in the hearing and in each of its questions.
_OWN, _OF_A_QUESTION = ("title", "place", "summary"), ("question", "promise", "result")


class HearingForm(WagtailAdminModelForm):
    """With what the scan found in its place, until somebody lets it stand, on record."""

    accepts_findings = forms.BooleanField(
        label=_("I have looked at what the privacy scan found; it may stand"), required=False
    )
    #: How many findings were let stand.
    accepted = 0

    def is_valid(self) -> bool:
        """Look through all texts, once all parts are read."""
        if not super().is_valid():
            return False
        found = [(self, findings_in(self, _OWN))]
        found += [(form, findings_in(form, _OF_A_QUESTION)) for form in self._kept()]
        if self.cleaned_data["accepts_findings"]:
            self.accepted = sum(len(each) for _form, fields in found for each in fields.values())
            return True
        for form, fields in found:
            mark(form, fields)
        return not any(fields for _form, fields in found)

    def _kept(self) -> list[Any]:
        return [form for form in self.formsets["questions"].forms if not form.cleaned_data.get("DELETE")]

    def save(self, commit: bool = True) -> Any:
        """As ever, with what was let stand on record."""
        with transaction.atomic():
            hearing = super().save(commit)
            if self.accepted and commit:
                details = {"findings": self.accepted}
                record(FeedbackAction.HEARING_FINDINGS, hearing, actor=self.for_user, details=details)
        return hearing
