"""What the buttons do: for each code of the table its form, and the function that is called with it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.feedback.clocks.running import extend, running
from portal.feedback.contents.writing import send_message
from portal.feedback.desk import forms
from portal.feedback.desk.asides import Act, Run, aside
from portal.feedback.models import Referral, Submission, TimeLimit
from portal.feedback.models.referrals import RUNNING
from portal.feedback.public.publishing import PublicText, publish
from portal.feedback.referrals.referring import Order, RecusalCheck, refer
from portal.feedback.referrals.replying import answer_privately, approve_reply, return_reply, submit_reply
from portal.feedback.repeats import write_to_repeats
from portal.feedback.transitions import Transition, Unfit, apply, offered, transition


def _apply(code: str, *facts: str) -> Run:
    """A transition with these fields of the form as facts, and a message where one was written."""

    def run(submission: Submission, user: User, seen: str, given: dict[str, Any]) -> None:
        with transaction.atomic():
            apply(submission, code, user, seen=seen, **{name: given[name] for name in facts})
            if text := str(given.get("text", "")).strip():
                send_message(submission, user, text, about=code)
            _write_to_repeats(submission, user, code, given)

    return run


def _write_to_repeats(submission: Submission, user: User, code: str, given: dict[str, Any]) -> None:
    if text := str(given.get("to_repeats", "")).strip():
        write_to_repeats(submission, text, about=code, author=user)


def _answer(submission: Submission, user: User, seen: str, given: dict[str, Any]) -> None:
    with transaction.atomic():
        answer_privately(submission, user, seen)
        _write_to_repeats(submission, user, "answer", given)


def _refer(submission: Submission, user: User, seen: str, given: dict[str, Any]) -> None:
    refer(
        submission,
        user,
        Order(
            leading=given["leading"],
            others=list(given["others"]),
            basis=Referral.Basis(given["basis"]),
            reason=given["reason"],
            summary=given["summary"],
            due_on=given["due_on"],
            recusal=RecusalCheck(given["recusal"]),
        ),
        seen,
    )


def _publish(submission: Submission, user: User, seen: str, given: dict[str, Any]) -> None:
    accepts = given.pop("accepts_findings")
    publish(submission, user, PublicText(**given), seen, accepts_findings=accepts)


def _extend(submission: Submission, user: User, seen: str, given: dict[str, Any]) -> None:
    """The limit that ends first and may be extended."""
    may_be_longer = TimeLimit.objects.filter(extension__gt=0).values("code")
    with transaction.atomic():
        apply(submission, "extend", user, seen=seen, days=given["days"])
        clock = running(submission).filter(referral=None, limit__in=may_be_longer).order_by("due_on").first()
        if clock is None:
            raise Unfit(_("No time limit of it may be extended."))
        extend(clock, given["days"], given["text"], user)
        send_message(submission, user, given["text"], about="extend")


ACTS: dict[str, Act] = {
    "ask_supplement": Act(forms.AskForm, _apply("ask_supplement")),
    "refuse": Act(forms.RefuseForm, _apply("refuse", "ground")),
    "transfer": Act(forms.ToldForm, _apply("transfer")),
    "report_up": Act(forms.ToldForm, _apply("report_up")),
    "merge": Act(forms.MergeForm, _apply("merge", "into")),
    "press": Act(forms.PressForm, _apply("press", "ground")),
    "extend": Act(forms.ExtendForm, _extend),
    "resume": Act(forms.ToldForm, _apply("resume")),
    "accept": Act(forms.ToldForm, _apply("accept")),
    "moderate": Act(forms.ToldForm, _apply("moderate")),
    "process": Act(forms.ProcessForm, _apply("process", "disposal")),
    "close": Act(forms.CloseForm, _apply("close", "finding")),
    "tell": Act(forms.TellForm, _apply("tell")),
    "no_accused": Act(forms.ActForm, _apply("no_accused")),
    "assign": Act(forms.ReferForm, _refer),
    "refer": Act(forms.ReferForm, _refer),
    "reply_for_office": Act(
        forms.ReplyForm, lambda submission, user, seen, given: submit_reply(submission, None, user, given["text"], seen)
    ),
    "return_reply": Act(
        forms.RemarkForm, lambda submission, user, seen, given: return_reply(submission, user, given["text"], seen)
    ),
    "return_report": Act(
        forms.RemarkForm, lambda submission, user, seen, given: return_reply(submission, user, given["text"], seen)
    ),
    "review": Act(forms.ActForm, lambda submission, user, seen, given: approve_reply(submission, user, seen)),
    "publish": Act(forms.PublishForm, _publish),
    "answer": Act(forms.AnswerForm, _answer),
    "finish": Act(forms.ToldForm, _apply("finish")),
}


#: Acts that decide on an answer: it is shown beside the button.
ANSWERED = frozenset({"review", "return_reply", "answer"})


def act(code: str, submission: Submission, user: User) -> tuple[str, Act] | None:
    """Label and act of a code, if this account may do it now with this submission."""
    if besides := aside(code, submission, user):
        return str(besides.label), besides.act
    if code not in ACTS or transition(code) not in offered(submission, user):
        return None
    return str(transition(code).label), ACTS[code]


#: What ends or sends away stands behind what leads on.
_LAST = ("merge", "report_up", "transfer", "refuse")


def buttons(submission: Submission, user: User, *, is_accused_known: bool) -> list[Transition]:
    """The transitions that this account may make now and that the desk has a form for."""
    vain = {"no_accused"} if is_accused_known else set()
    if submission.referrals.filter(state__in=RUNNING).exists():
        vain |= {"assign", "refer"}
    rows = [row for row in offered(submission, user) if row.code in ACTS and row.code not in vain]
    return sorted(rows, key=lambda row: _LAST.index(row.code) + 1 if row.code in _LAST else 0)
