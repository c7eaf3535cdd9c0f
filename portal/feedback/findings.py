"""What checking a tip came to, as the step that closed it last says."""

from __future__ import annotations

from portal.feedback.models import Submission
from portal.feedback.transitions.grounds import Finding


def finding_of(submission: Submission) -> Finding | None:
    """The newest finding; None before there is one."""
    closings = [step for step in submission.steps.all() if step.transition == "close"]
    code = max(closings, key=lambda step: step.number).facts.get("finding") if closings else None
    return Finding(code) if code in Finding.values else None
