"""A question of a hearing goes on as an inquiry, with its clocks and its referral."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from portal.cases.models import Term
from portal.feedback.handing_in.drafts import Draft
from portal.feedback.handing_in.submitting import Received, submit
from portal.feedback.models import Channel, HearingQuestion, Kind, Submission
from portal.feedback.receipts.form_values import new_form_value, read_form_value
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted, Unfit

_TITLE = 50


def go_on(question: HearingQuestion, user: User) -> Received:
    """Take it over; what was asked in public may be answered in public. Not to be called within a transaction.

    Raises NotPermitted, Unfit, and what `submit` raises.
    """
    if not may(user, Right.RECORD):
        raise NotPermitted(_("You may not do this."))
    value = read_form_value(new_form_value())
    if value is None:
        raise ValueError("a fresh value of a form cannot be read")
    return submit(
        Draft(
            kind=Kind.INQUIRY,
            form_value=value,
            title=question.question[:_TITLE],
            body="\n\n".join(filter(None, (question.question, question.promise))),
            category=Term.objects.of("inquiry_type").filter(code="question").first(),
            unit=question.unit,
            region=question.hearing.region,
            consents_to_publish=True,
            channel=Channel.HEARING,
            recorded_by=user,
            along=partial(_link, question),
        )
    )


def _link(question: HearingQuestion, submission: Submission) -> None:
    """In the inquiry's own transaction: of two who take it over at the same moment, one makes an inquiry."""
    if not HearingQuestion.objects.filter(pk=question.pk, submission=None).update(submission=submission):
        raise Unfit(_("It goes on as an inquiry already."))
