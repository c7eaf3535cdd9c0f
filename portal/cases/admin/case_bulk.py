"""What is done to many cases at once: publish, set the quarter, delete what nothing shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from portal.cases.admin.cases import kept_by
from portal.cases.dates import quarter_of
from portal.cases.models import Case
from portal.cases.models.cases import quarter_validator
from portal.content.middleware import StopWith

#: Cases left out that a message names.
NAMED = 20


class CaseBulkAction(SnippetBulkAction):
    """An action on cases."""

    models = [Case]
    #: The right that it needs.
    permission: str

    def check_perm(self, snippet: Case) -> bool:
        """Whether this user may do it; not to what somebody else has locked."""
        lock = snippet.get_lock()
        if lock and lock.for_user(self.request.user):
            return False
        return bool(
            self.permission_policy.user_has_permission_for_instance(self.request.user, self.permission, snippet)
        )

    def stopped_by(self, revision: Revision) -> str:
        """Publish a version by itself; why it could not be, in words."""
        try:
            with transaction.atomic():
                revision.publish(user=self.request.user, skip_permission_checks=True)
        except StopWith as stop:
            return str(stop)
        return ""


def named(cases: list[str]) -> str:
    """The first of them, and how many there are where not all are named."""
    if len(cases) <= NAMED:
        return "、".join(cases)
    return _("%(cases)s and others, %(count)d cases") % {"cases": "、".join(cases[:NAMED]), "count": len(cases)}


class PublishCases(CaseBulkAction):
    """Approves the newest versions; readers see them with their notices."""

    display_name = pgettext_lazy("many cases", "Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish selected cases")
    template_name = "cases/admin/bulk_publish.html"
    action_priority = 10
    permission = "publish"

    @classmethod
    def execute_action(cls, objects: list[Case], **kwargs: Any) -> tuple[int, int]:
        """Publish each, with an entry in its history; one that is stopped stops none of the others."""
        view, published = kwargs["self"], 0
        stopped: dict[str, list[str]] = {}
        for case in objects:
            revision = case.latest_revision or case.save_revision(user=view.request.user)
            if reason := view.stopped_by(revision):
                stopped.setdefault(reason, []).append(case.heading)
            else:
                published += 1
        view.tell(stopped)
        return published, 0

    def tell(self, stopped: dict[str, list[str]]) -> None:
        """Name those that were not published, by the reason."""
        for reason, cases in stopped.items():
            text = _("Not published: %(cases)s. %(reason)s")
            messages.error(self.request, text % {"cases": named(cases), "reason": reason})

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many; nothing is said of none."""
        if not num_parent_objects:
            return None
        text = ngettext("%(count)d case published.", "%(count)d cases published.", num_parent_objects)
        return text % {"count": num_parent_objects}


class QuarterForm(forms.Form):
    """The quarter to set."""

    quarter = forms.CharField(
        label=gettext_lazy("Quarter"),
        max_length=6,
        validators=[quarter_validator],
        help_text=gettext_lazy("Such as 2026Q3."),
    )

    note = forms.CharField(
        label=gettext_lazy("what is corrected"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Public, with each case that readers know. Empty: those stay drafts until it is given."),
    )

    def clean_quarter(self) -> str:
        """A quarter that has begun."""
        quarter: str = self.cleaned_data["quarter"]
        if quarter > quarter_of(timezone.localdate().isoformat()):
            raise ValidationError(_("This quarter has not begun."))
        return quarter


class SetQuarter(CaseBulkAction):
    """Sets the quarter in which cases are counted, as a draft of each that goes the usual way to approval."""

    display_name = gettext_lazy("Set the quarter")
    action_type = "quarter"
    aria_label = gettext_lazy("Set the quarter of selected cases")
    template_name = "cases/admin/bulk_quarter.html"
    action_priority = 20
    permission = "change"
    form_class = QuarterForm

    def get_execution_context(self) -> dict[str, Any]:
        """With the quarter and the note."""
        return {**super().get_execution_context(), **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(cls, objects: list[Case], **kwargs: Any) -> tuple[int, int]:
        """A new version of each. Those dealt with after the quarter stay as they are."""
        view, changed = kwargs["self"], 0
        kept: list[str] = []
        waiting: list[str] = []
        for case in objects:
            draft: Case = case.get_latest_revision_as_object()
            draft.quarter = kwargs["quarter"]
            draft.correction_what = draft.correction_what or kwargs["note"]
            try:
                draft.clean()
            except ValidationError:
                kept.append(draft.heading)
                continue
            # Who may publish a case sees it counted at once; a draft of another stays a draft.
            was_published = case.live and not case.has_unpublished_changes
            revision = draft.save_revision(user=view.request.user, log_action=True)
            if was_published and view.may_publish(case) and view.stopped_by(revision):
                waiting.append(draft.heading)
            changed += 1
        view.tell(kept, waiting)
        return changed, 0

    def may_publish(self, case: Case) -> bool:
        """Whether this user publishes cases."""
        return bool(self.permission_policy.user_has_permission_for_instance(self.request.user, "publish", case))

    def tell(self, kept: list[str], waiting: list[str]) -> None:
        """Name those that were left alone, and those that are drafts still."""
        if kept:
            text = _("Left alone, because they were dealt with after this quarter: %(cases)s")
            messages.warning(self.request, text % {"cases": named(kept)})
        if waiting:
            text = _("Saved as drafts, because readers know them and no note says what is corrected: %(cases)s")
            messages.warning(self.request, text % {"cases": named(waiting)})

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many; nothing is said of none."""
        if not num_parent_objects:
            return None
        text = ngettext("%(count)d case changed.", "%(count)d cases changed.", num_parent_objects)
        return text % {"count": num_parent_objects}


class DeleteCases(CaseBulkAction):
    """Deletes those that nothing shows, and names the others; Wagtail's own would refuse them all."""

    display_name = pgettext_lazy("many cases", "Delete")
    action_type = "delete"
    aria_label = gettext_lazy("Delete selected cases")
    template_name = "cases/admin/bulk_delete.html"
    action_priority = 30
    classes = {"serious"}
    permission = "delete"

    @classmethod
    def execute_action(cls, objects: list[Case], **kwargs: Any) -> tuple[int, int]:
        """Delete each by itself, so that one that is in use keeps none of the others."""
        request, deleted = kwargs["self"].request, 0
        for case in objects:
            heading = case.heading
            try:
                with transaction.atomic():
                    case.delete()
                deleted += 1
            except ProtectedError as error:
                text = _("Not deleted: %(case)s. %(reason)s")
                messages.error(request, text % {"case": heading, "reason": kept_by(error)})
        return deleted, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many; nothing is said of none."""
        text = ngettext("%(count)d case deleted.", "%(count)d cases deleted.", num_parent_objects)
        return text % {"count": num_parent_objects}
