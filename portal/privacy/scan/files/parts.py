"""What a file consists of for whoever reads it: pieces of text, each with its place."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(models.TextChoices):
    """Where in a file a text stands. Most readers never look at any but the first."""

    BODY = "body", pgettext_lazy("privacy scan", "text")
    HEADER = "header", _("header or footer")
    NOTE = "note", _("footnote or endnote")
    COMMENT = "comment", pgettext_lazy("privacy scan", "comment")
    DELETED = "deleted", _("tracked change, deleted text")
    HIDDEN = "hidden", _("hidden part")
    CACHE = "cache", _("stored data of a chart, pivot table or link")
    LINK = "link", _("address of a link")
    PROPERTIES = "properties", _("properties of the file")
    AUTHOR = "author", _("author in the properties of the file")
    PHOTO = "photo", _("data that the camera stored")
    UNREAD = "unread", _("not read")


class Unread(models.TextChoices):
    """Why a file, or a part of it, could not be read."""

    BROKEN = "broken", _("the file is damaged")
    ENCRYPTED = "encrypted", _("the file is encrypted or protected by a password")
    TOO_LARGE = "too_large", _("the file is too large, or unpacks to far more than it should")
    TOO_SLOW = "too_slow", _("reading it took too long")
    UNKNOWN = "unknown", _("not a format that can be read")
    PICTURES = "pictures", _("it holds pictures of text (a scan), which only a person can read")
    EMBEDDED = "embedded", _("it holds an embedded object that cannot be read")


class Part(NamedTuple):
    """A piece of text. ``where`` narrows the place: a sheet, a page, a property. Unread ones have no text."""

    place: Place
    text: str
    where: str = ""
    unread: Unread | None = None


class CannotRead(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The file, or the rest of it, cannot be read."""

    def __init__(self, reason: Unread) -> None:
        super().__init__(reason.value)
        self.reason = reason


def unread(reason: Unread, where: str = "") -> Part:
    """What stands for a part that nobody could look into."""
    return Part(Place.UNREAD, "", where, reason)
