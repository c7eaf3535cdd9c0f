"""How a submission goes from state to state: one table, and `apply`, the one function that acts on it."""

from portal.feedback.transitions.applying import Applied, apply, moment_of, offered, receive, register_effect
from portal.feedback.transitions.refusals import NotPermitted, Refused, Stale, Unfit
from portal.feedback.transitions.table import Party, Transition, transition, transitions

__all__ = [
    "Applied",
    "NotPermitted",
    "Party",
    "Refused",
    "Stale",
    "Transition",
    "Unfit",
    "apply",
    "moment_of",
    "offered",
    "receive",
    "register_effect",
    "transition",
    "transitions",
]
