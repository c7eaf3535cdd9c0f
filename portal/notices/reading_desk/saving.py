"""Saves what an editor accepted: drafts of cases and, if wanted, the draft of their notice. Nothing is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.cases.entering import enter_case
from portal.cases.models import Case
from portal.notices.importing.references import References
from portal.notices.importing.rows import RowError
from portal.notices.models import CaseNoticePage
from portal.notices.models.readings import ReaderOutcome, ReadingSession
from portal.notices.reading_desk.binding import Bound, case_data
from portal.notices.reading_desk.counting import outcomes
from portal.notices.reading_desk.nodes import ACCEPTED, Node
from portal.notices.reading_desk.notices import around, body_of, case_section, draft_notice


class NoticeForm(forms.Form):
    """The notice that the cases may be put into."""

    wanted = forms.BooleanField(
        label=_("Also make a draft of the notice"),
        required=False,
        help_text=_("With the cases in their order; the words before and after them become its text."),
    )
    title = forms.CharField(label=_("title"), max_length=255, required=False)
    document_number = forms.CharField(label=_("document number"), max_length=60, required=False)
    unit = forms.CharField(label=_("issuing unit"), max_length=120, required=False)
    published_on = forms.DateField(
        label=_("date of publication"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, references: References, **kwargs: Any) -> None:
        self._references = references
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A notice has a title and a day; its unit is in the list."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not cleaned.get("wanted"):
            return cleaned
        for name in ("title", "published_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("The notice needs this."))
        try:
            cleaned["issuing_unit"] = self._references.unit(cleaned["unit"]) if cleaned.get("unit") else None
        except RowError:
            self.add_error("unit", _("This unit is not in the list. Write its name as in the list, or leave it empty."))
        return cleaned

    def fields_of_page(self) -> dict[str, Any]:
        """What the page takes."""
        names = ("title", "document_number", "issuing_unit", "published_on")
        return {name: self.cleaned_data[name] for name in names}


@dataclass(slots=True)
class Saved:
    """What was made."""

    cases: list[Case]
    page: CaseNoticePage | None = None


def save_all(session: ReadingSession, bound: list[Bound], notice: NoticeForm, user: Any) -> Saved:
    """Enter the accepted cases and count what was corrected; the text is then gone. Raises ValidationError.

    In the caller's transaction, with forms that are valid.
    """
    nodes = [each.node for each in bound]
    saved = Saved([_enter(each, user) for each in bound if each.node.values.get("decision") == ACCEPTED])
    section = case_section()
    if notice.cleaned_data.get("wanted") and section is not None:
        fields = notice.fields_of_page()
        lead, remarks = around(session.source, fields["title"], [node.span for node in nodes])
        saved.page = draft_notice(section, fields, body_of(lead, remarks), saved.cases, user)
    ReaderOutcome.count_all(outcomes(nodes))
    session.delete()
    return saved


def _enter(case: Bound, user: Any) -> Case:
    entered, _written = enter_case(case_data(case), live=False)
    log(instance=entered, action="wagtail.create", user=user, revision=entered.latest_revision)
    return entered


def undecided(nodes: list[Node]) -> int:
    """How many drafts nobody has decided upon."""
    return sum(not node.values.get("decision") for node in nodes)


def reasons(error: ValidationError) -> str:
    """What the tables refuse, in one line."""
    return " ".join(error.messages)
