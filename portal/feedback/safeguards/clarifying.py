"""Where a clarification begins: only after a finding that clears somebody (Art. 50)."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Page

from portal.feedback.findings import finding_of
from portal.feedback.models import Submission
from portal.feedback.transitions.grounds import CLEARING


def may_be_cleared(submission: Submission) -> bool:
    """Not where nothing could be proven, nor where an explanation was believed."""
    return finding_of(submission) in CLEARING


def clarification_address(user: User) -> str | None:
    """The form of a new, empty clarification, for who may write one; it knows nothing of a tip."""
    pages = Page.objects.filter(content_type__app_label="notices", content_type__model="clarificationindexpage")
    index = pages.order_by("path").first()
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        return None
    return reverse("wagtailadmin_pages:add", args=["notices", "clarificationpage", index.pk])
