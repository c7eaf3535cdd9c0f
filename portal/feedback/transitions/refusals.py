"""Why a transition was not made; each with a sentence for who asked for it."""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):
    """The transition was not made; nothing has changed."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class NotPermitted(Refused):
    """This account, or this party, may not do it."""


class Stale(Refused):
    """The submission is not any more where the page showed it."""


class Unfit(Refused):
    """Something that the transition needs is missing, or speaks against it."""
