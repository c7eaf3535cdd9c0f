"""The editing form of clarifications."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.cases.models import Subject
from portal.notices.forms import NoticeForm
from portal.privacy.names import NameForm


class ClearedCaseForm(WagtailAdminModelForm):
    """A case with, once it is saved, one of its subjects: no select ever holds the names of all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get(self.add_prefix("case"), "") if self.is_bound else str(self.instance.case_id or "")
        subjects = Subject.objects.filter(case=int(chosen)) if chosen.isdecimal() else Subject.objects.none()
        self.fields["subject"].queryset = subjects.order_by("sort_order", "pk")


_CONSENT = ("consent_on", "consent_form")


class ClarificationForm(NoticeForm):
    """Notes who recorded the consent, and shows no name without one."""

    def clean(self) -> dict[str, Any]:
        """Whoever enters the consent has recorded it; half a consent is none."""
        cleaned = super().clean()
        given = [bool(cleaned.get(name)) for name in _CONSENT]
        if not any(given):
            self.instance.consent_recorded_by = ""
        elif set(_CONSENT) & set(self.changed_data) or not self.instance.consent_recorded_by:
            self.instance.consent_recorded_by = self.for_user.get_username() if self.for_user else ""
        names = cleaned.get("cleared_kind") == "person" and cleaned.get("name_form") == NameForm.FULL
        if names and not all(given):
            message = _("The name is shown in full only with the consent of the person: record its date and form.")
            self.add_error("name_form", message)
        return cleaned
