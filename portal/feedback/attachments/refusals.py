"""Why a file is not taken, or has no cleaned copy, in words for whoever handed it in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """The reasons."""

    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = "too_large", _("The file is too large.")
    TOO_MANY = "too_many", _("There are too many files.")
    UNKNOWN = "unknown", _("Files of this kind are not accepted.")
    MISMATCH = "mismatch", _("The ending of the file's name does not fit its content.")
    ACTIVE = "active", _("The file contains a web page or a program, which is not accepted.")
    ENCRYPTED = "encrypted", _("The file is protected by a password.")
    BROKEN = "broken", _("The file is damaged.")
    BOMB = "bomb", _("The file unpacks to far more than it should.")
    TOO_SLOW = "too_slow", _("The file could not be cleaned in the time allowed.")
    UNCLEANABLE = "uncleanable", _("Sound and video cannot be cleaned.")


class Refused(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The file is not taken, or no cleaned copy of it can be made."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
