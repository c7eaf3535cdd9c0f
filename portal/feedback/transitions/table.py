"""The table of transitions. Buttons, the test of permissions and the page in docs/ are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.feedback.models.submissions import ENDED, Kind, State
from portal.feedback.roles import Right
from portal.feedback.transitions import guards
from portal.feedback.transitions.grounds import Disposal, Finding, PressGround, RefusalGround
from portal.feedback.transitions.guards import Guard, needs


class Party(Enum):
    """Who acts without being staff."""

    CITIZEN = "citizen"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    code: str
    label: Promise
    sources: frozenset[State]
    #: None: the state stays; the step is recorded.
    target: State | None
    by: Right | Party
    kinds: frozenset[Kind] = frozenset(Kind)
    guards: tuple[Guard, ...] = ()
    #: Limits whose clocks begin and end with it (`portal.feedback.clocks`).
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    #: What the citizen is told in plain words; None: nothing that a citizen notices.
    told: Promise | None = None

    @property
    def action(self) -> str:
        """Its code in the audit log."""
        return f"submission.{self.code}"

    def fits(self, kind: str, state: str) -> bool:
        """Whether it leads on from here."""
        return kind in self.kinds and state in self.sources


TIP, INQUIRY = frozenset({Kind.TIP}), frozenset({Kind.INQUIRY})
_BEGUN = frozenset({State.RECEIVED, State.SUPPLEMENT_ASKED})
_OPEN = frozenset(State) - ENDED
_ANSWERED = frozenset({State.PUBLISHED, State.ANSWERED})
_LIMITS_OF_TIPS = ("tip_route", "tip_notice", "tip_finish", "tip_result")
_LIMITS_OF_INQUIRIES = ("inquiry_route", "inquiry_notice", "inquiry_finish")
ALL_LIMITS = _LIMITS_OF_TIPS + _LIMITS_OF_INQUIRIES

_COMMON = (
    Transition(
        "ask_supplement", _("Ask for more"), frozenset({State.RECEIVED}), State.SUPPLEMENT_ASKED, Right.ACCEPT,
        told=_("More is needed: please read the message and answer it."),
    ),
    Transition("supplement", _("More handed in"), frozenset({State.SUPPLEMENT_ASKED}), State.RECEIVED, Party.CITIZEN),
    Transition(
        "refuse", _("Do not accept"), _BEGUN | {State.MODERATED}, State.NOT_ACCEPTED, Right.ACCEPT,
        guards=(needs("ground", RefusalGround),), stops=ALL_LIMITS,
        told=_("It was not accepted; the ground is given."),
    ),
    Transition(
        "transfer", _("Transfer to another body"), _BEGUN | {State.ACCEPTED}, State.TRANSFERRED, Right.ACCEPT,
        stops=ALL_LIMITS, told=_("It was transferred to the body that is responsible."),
    ),
    Transition(
        "merge", _("Merge with a repeat"), _OPEN, State.MERGED, Right.ACCEPT,
        guards=(guards.needs_another_submission,), stops=ALL_LIMITS,
        told=_("It is handled together with another submission on the same matter."),
    ),
    Transition(
        "separate", _("Handle it by itself again"), frozenset({State.MERGED}), State.RECEIVED, Party.SYSTEM,
        starts=("tip_route", "tip_notice", "inquiry_route", "inquiry_notice"), told=_("It is handled by itself again."),
    ),
    Transition(
        "withdraw", pgettext_lazy("citizen", "Withdraw"), _OPEN, State.WITHDRAWN, Party.CITIZEN, stops=ALL_LIMITS
    ),
    Transition(
        "press", _("Press"), _OPEN, None, Right.SUPERVISE, guards=(needs("ground", PressGround),),
    ),
    Transition(
        "extend", _("Extend"), _OPEN, None, Right.SUPERVISE, told=_("The time was extended; the reason is given.")
    ),
    Transition(
        "resume", _("Have it done again"), frozenset({State.CLOSED, State.TOLD, State.RATED}) | _ANSWERED,
        State.REOPENED, Right.SUPERVISE, starts=("reopened_finish",), told=_("It is being looked at again."),
    ),
)  # fmt: skip

_TIPS = (
    Transition(
        "accept", pgettext_lazy("tip", "Accept"), _BEGUN, State.ACCEPTED, Right.ACCEPT, TIP,
        starts=("tip_finish",), stops=("tip_route", "tip_notice"), told=_("It was accepted."),
    ),
    Transition(
        "report_up", _("Report to the higher body"), _BEGUN, State.REPORTED_UP, Right.ACCEPT, TIP,
        stops=_LIMITS_OF_TIPS, told=_("It was transferred to the body that is responsible."),
    ),
    Transition(
        "process", _("Decide how it is handled"), frozenset({State.ACCEPTED, State.REOPENED, State.PROCESSING}),
        State.PROCESSING, Right.MODERATE, TIP, guards=(needs("disposal", Disposal),),
        told=_("It is being dealt with."),
    ),
    Transition(
        "no_accused", _("Record that it accuses no unit of the list"), _OPEN, None, Right.ACCEPT, TIP,
        guards=(guards.accuses_no_unit,),
    ),
    Transition(
        "assign", _("Assign to units"), frozenset({State.PROCESSING}), None, Right.REFER, TIP,
        guards=(guards.is_referred, guards.knows_the_accused),
    ),
    Transition(
        "report_result", _("Report the result to the office"), frozenset({State.PROCESSING}), None, Right.REPLY, TIP,
        guards=(guards.has_submitted_reply,),
    ),
    Transition(
        "return_report", _("Send the report back for revision"), frozenset({State.PROCESSING}), None, Right.REVIEW, TIP,
        guards=(guards.newest_reply_waits,),
    ),
    Transition(
        "close", pgettext_lazy("tip", "Close"), frozenset({State.PROCESSING}), State.CLOSED, Right.REVIEW, TIP,
        guards=(needs("finding", Finding), guards.another_than_who_processed, guards.approved_where_demanded),
        starts=("tip_result",), stops=("tip_finish", "reopened_finish"), told=_("It is concluded."),
    ),
    Transition(
        "tell", _("Tell the result"), frozenset({State.CLOSED}), State.TOLD, Right.MODERATE, TIP,
        stops=("tip_result",), told=_("The result is there: please read the message."),
    ),
    Transition(
        "rate_result", pgettext_lazy("citizen", "Rate the answer"), frozenset({State.TOLD}), None, Party.CITIZEN, TIP,
        guards=(guards.not_rated_before,),
    ),
)  # fmt: skip

_INQUIRIES = (
    Transition(
        "moderate", pgettext_lazy("inquiry", "Accept"), _BEGUN, State.MODERATED, Right.MODERATE, INQUIRY,
        starts=("inquiry_finish",), stops=("inquiry_route", "inquiry_notice"), told=_("It was accepted."),
    ),
    Transition(
        "refer", _("Refer to units"), frozenset({State.MODERATED, State.REOPENED, State.REFERRED, State.REPLIED}),
        State.REFERRED, Right.REFER, INQUIRY, guards=(guards.is_referred,), told=_("It is being dealt with."),
    ),
    Transition(
        "return_referral", _("Send back to the office"), frozenset({State.REFERRED}), State.MODERATED, Right.REPLY,
        INQUIRY,
    ),
    Transition(
        "reply", _("Submit the answer for review"), frozenset({State.REFERRED}), State.REPLIED, Right.REPLY, INQUIRY,
        guards=(guards.has_submitted_reply,),
    ),
    Transition(
        "reply_for_office", _("Answer as the office"), frozenset({State.MODERATED, State.REFERRED, State.REOPENED}),
        State.REPLIED, Right.MODERATE, INQUIRY, guards=(guards.has_submitted_reply,),
    ),
    Transition(
        "return_reply", _("Send back for revision"), frozenset({State.REPLIED, State.REVIEWED}), State.REFERRED,
        Right.REVIEW, INQUIRY,
    ),
    Transition(
        "review", _("Approve the answer"), frozenset({State.REPLIED}), State.REVIEWED, Right.REVIEW, INQUIRY,
        guards=(guards.has_submitted_reply, guards.not_by_its_author),
    ),
    Transition(
        "publish", pgettext_lazy("inquiry", "Publish the answer"), frozenset({State.REVIEWED}), State.PUBLISHED,
        Right.PUBLISH, INQUIRY, guards=(guards.has_reviewed_reply, guards.not_by_its_author, guards.consents),
        stops=("inquiry_finish", "reopened_finish"), told=_("It was answered, and the answer is published."),
    ),
    Transition(
        "answer", _("Answer privately"), frozenset({State.REVIEWED}), State.ANSWERED, Right.PUBLISH, INQUIRY,
        guards=(guards.has_reviewed_reply, guards.not_by_its_author),
        stops=("inquiry_finish", "reopened_finish"), told=_("It was answered: please read the message."),
    ),
    Transition("rate", pgettext_lazy("citizen", "Rate the answer"), _ANSWERED, State.RATED, Party.CITIZEN, INQUIRY),
    Transition(
        "finish", pgettext_lazy("inquiry", "Close"), _ANSWERED | {State.RATED}, State.CLOSED, Right.MODERATE, INQUIRY,
        told=_("It is concluded."),
    ),
)  # fmt: skip

_AGAIN = (
    Transition(
        "ask_review", pgettext_lazy("citizen", "Ask for a review"),
        frozenset({State.TOLD, State.NOT_ACCEPTED, State.RATED}) | _ANSWERED, State.REOPENED, Party.CITIZEN,
        guards=(guards.not_asked_before,), starts=("reopened_finish",),
    ),
)  # fmt: skip

#: How each begins; not in the table, for nothing leads there.
RECEIPT: dict[Kind, Transition] = {
    Kind.TIP: Transition(
        "receive", _("Handed in"), frozenset(), State.RECEIVED, Party.CITIZEN, TIP, starts=("tip_route", "tip_notice")
    ),
    Kind.INQUIRY: Transition(
        "receive", _("Handed in"), frozenset(), State.RECEIVED, Party.CITIZEN, INQUIRY,
        starts=("inquiry_route", "inquiry_notice"),
    ),
}  # fmt: skip
_TABLE: dict[str, Transition] = {row.code: row for row in (*_COMMON, *_TIPS, *_INQUIRIES, *_AGAIN)}


def transition(code: str) -> Transition:
    """The row of a code."""
    return _TABLE[code]


def transitions(kind: Kind | None = None) -> Iterable[Transition]:
    """All rows, or those of one kind, in the order of the table."""
    return tuple(row for row in _TABLE.values() if kind is None or kind in row.kinds)
