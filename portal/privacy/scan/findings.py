"""What the scan says: a kind of personal data, where it stands, and what could stand there instead."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Personal data by kind. The values stand in records of overrides and never change."""

    ID_NUMBER = "id_number", _("identity card number")
    BANK_CARD = "bank_card", _("bank card number")
    MOBILE = "mobile", _("mobile number")
    LANDLINE = "landline", _("landline number")
    PLATE = "plate", _("licence plate")
    EMAIL = "email", _("e-mail address")
    ACCOUNT = "account", _("WeChat or QQ account")
    ADDRESS = "address", _("address with house number")
    NAME = "name", _("name of a third party")
    MINOR = "minor", _("name of a minor")
    HEALTH = "health", _("health of a person")
    AUTHOR = "author", _("person named in the properties of a file")
    PHOTO_DATA = "photo_data", _("place or owner stored in a picture")
    UNREADABLE = "unreadable", _("could not be read")


class Sureness(IntEnum):
    """How sure the scan is: by form alone, by form and words around it, or by a check digit as well."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


class Finding(NamedTuple):
    """One piece of personal data in a text; ``start`` and ``end`` count characters of the text as it was given."""

    kind: Kind
    start: int
    end: int
    text: str
    mask: str
    sureness: Sureness = Sureness.LIKELY
