"""What can be done with a submission that is no transition: its label, who may, when it fits, its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.feedback.clocks.pausing import ask_for_pause, decide_on_pause, go_on
from portal.feedback.desk import clock_forms, forms
from portal.feedback.leading_to_cases import lead_to_case, may_lead
from portal.feedback.models import Approval, Kind, Protection, Recusal, Submission
from portal.feedback.referrals.extending import extend_referral
from portal.feedback.roles import Right, may
from portal.feedback.safeguards.approvals import Granted, confirm_approval, is_anonymous_tip, record_approval, trace
from portal.feedback.safeguards.protecting import protect
from portal.feedback.staying_away import clear_accused, doubt_accused, name_accused, recuse

Run = Callable[[Submission, User, str, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Act:
    """A form, and what is done with what was typed into it."""

    form: type[forms.ActForm]
    run: Run


def _always(submission: Submission) -> bool:
    return True


def _is_tip(submission: Submission) -> bool:
    return submission.kind == Kind.TIP


def _has_clock(form: type[clock_forms.ClockForm]) -> Callable[[Submission], bool]:
    """Whether there is a clock that the form could offer."""
    return lambda submission: any(form.fits(clock) for clock in submission.clocks.all())


@dataclass(frozen=True, slots=True)
class Aside:
    """One of them."""

    label: Promise
    right: Right
    act: Act
    fits: Callable[[Submission], bool] = _always


ASIDES: dict[str, Aside] = {
    "accuse": Aside(
        _("Name an accused unit"),
        Right.ACCEPT,
        Act(forms.AccuseForm, lambda submission, user, seen, given: name_accused(submission, user, given["unit"])),
    ),
    "doubt": Aside(
        _("Ask to take out an accused unit"),
        Right.ACCEPT,
        Act(
            forms.DoubtForm,
            lambda submission, user, seen, given: doubt_accused(submission, user, given["accused"], given["text"]),
        ),
        lambda submission: any(row.doubted_by_id is None for row in submission.accused.all()),
    ),
    "clear": Aside(
        _("Agree to take out an accused unit"),
        Right.REVIEW,
        Act(forms.ClearForm, lambda submission, user, seen, given: clear_accused(submission, user, given["accused"])),
        lambda submission: any(row.doubted_by_id is not None for row in submission.accused.all()),
    ),
    "recuse": Aside(
        _("Stay away from it"),
        Right.VIEW,
        Act(
            forms.RecuseForm,
            lambda submission, user, seen, given: recuse(submission, user, user, Recusal.Ground(given["ground"])),
        ),
    ),
    "lead": Aside(
        _("Begin a case"),
        Right.MODERATE,
        Act(forms.LeadForm, lambda submission, user, seen, given: lead_to_case(submission, user, given["unit"])),
        may_lead,
    ),
    "protect": Aside(
        _("Protect who reported"),
        Right.ACCEPT,
        Act(
            forms.ProtectForm,
            lambda submission, user, seen, given: protect(
                submission, user, Protection.Stage(given["stage"]), given["text"]
            ),
        ),
        _is_tip,
    ),
    "approval": Aside(
        _("Record an approval"),
        Right.MODERATE,
        Act(
            forms.ApprovalForm,
            lambda submission, user, seen, given: record_approval(
                submission, user, Granted(Approval.Purpose(given.pop("purpose")), **given)
            ),
        ),
        _is_tip,
    ),
    "confirm": Aside(
        _("Confirm an approval"),
        Right.REVIEW,
        Act(
            forms.ConfirmForm,
            lambda submission, user, seen, given: confirm_approval(given["approval"], user),
        ),
        lambda submission: any(not approval.is_confirmed for approval in submission.approvals.all()),
    ),
    "trace": Aside(
        _("Record that its author is traced"),
        Right.SUPERVISE,
        Act(forms.ActForm, lambda submission, user, seen, given: trace(submission, user)),
        is_anonymous_tip,
    ),
    "ask_pause": Aside(
        _("Ask for a pause"),
        Right.ACCEPT,
        Act(
            clock_forms.AskPauseForm,
            lambda submission, user, seen, given: ask_for_pause(given["clock"], given["text"], user),
        ),
        _has_clock(clock_forms.AskPauseForm),
    ),
    "decide_pause": Aside(
        _("Decide on a pause"),
        Right.SUPERVISE,
        Act(
            clock_forms.DecidePauseForm,
            lambda submission, user, seen, given: decide_on_pause(
                given["clock"], user, is_allowed=given["decision"] == clock_forms.DecidePauseForm.Decision.ALLOW
            ),
        ),
        _has_clock(clock_forms.DecidePauseForm),
    ),
    # Whoever sees that what it waited for has come: a pause that nobody ends is at the citizen's cost.
    "go_on": Aside(
        _("End a pause"),
        Right.OPEN_CONTENT,
        Act(clock_forms.GoOnForm, lambda submission, user, seen, given: go_on(given["clock"], user)),
        _has_clock(clock_forms.GoOnForm),
    ),
    "extend_referral": Aside(
        _("More time for a unit"),
        Right.SUPERVISE,
        Act(
            clock_forms.ExtendReferralForm,
            lambda submission, user, seen, given: extend_referral(given["clock"], given["days"], given["text"], user),
        ),
        _has_clock(clock_forms.ExtendReferralForm),
    ),
}


def aside(code: str, submission: Submission, user: User) -> Aside | None:
    """That of a code, if this account may do it now with this submission."""
    found = ASIDES.get(code)
    return found if found and may(user, found.right) and found.fits(submission) else None


def asides(submission: Submission, user: User) -> list[tuple[str, Promise]]:
    """What this account may do besides, code and label."""
    return [(code, each.label) for code, each in ASIDES.items() if aside(code, submission, user)]
