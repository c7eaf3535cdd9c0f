"""What checking a tip came to, as the step that closed it last says."""

from __future__ import annotations

from portal.feedback.models import Submission
from portal.feedback.transitions.grounds import Finding


def finding_of(submission: Submission) -> Finding | None:
    """The newest finding; None before there is one."""
    step = submission.steps.filter(transition="close").order_by("-number").first()
    code = step.facts.get("finding") if step else None
    return Finding(code) if code in Finding.values else None
