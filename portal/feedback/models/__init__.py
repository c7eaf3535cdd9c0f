"""The tables of feedback. What stands in clear is what staff sort by; everything a citizen wrote is sealed."""

from portal.feedback.models.accused import AccusedUnit, Recusal
from portal.feedback.models.attachments import Attachment
from portal.feedback.models.case_links import CaseLink
from portal.feedback.models.clocks import Clock, ClockEvent
from portal.feedback.models.hearings import Hearing, HearingQuestion
from portal.feedback.models.keys import Receipt, WrappedKey
from portal.feedback.models.limits import EscalationStep, Measure, TimeLimit
from portal.feedback.models.messages import Message, Note
from portal.feedback.models.parts import Part
from portal.feedback.models.publications import AnswerRound, FollowUp, PublicInquiry
from portal.feedback.models.ratings import Rating
from portal.feedback.models.referrals import Referral, Reply
from portal.feedback.models.roots import DailyRoot
from portal.feedback.models.safeguards import Approval, Protection
from portal.feedback.models.saved_views import SavedView
from portal.feedback.models.steps import Step
from portal.feedback.models.submissions import Channel, Kind, Priority, State, Submission
from portal.feedback.models.workdays import Workday

__all__ = [
    "AccusedUnit",
    "AnswerRound",
    "Approval",
    "Attachment",
    "CaseLink",
    "Channel",
    "Clock",
    "ClockEvent",
    "DailyRoot",
    "EscalationStep",
    "FollowUp",
    "Hearing",
    "HearingQuestion",
    "Kind",
    "Measure",
    "Message",
    "Note",
    "Part",
    "Priority",
    "Protection",
    "PublicInquiry",
    "Rating",
    "Receipt",
    "Recusal",
    "Referral",
    "Reply",
    "SavedView",
    "State",
    "Step",
    "Submission",
    "TimeLimit",
    "Workday",
    "WrappedKey",
]
