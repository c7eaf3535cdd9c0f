"""Who needs a second factor, and who has one."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

#: In `SECOND_FACTOR_FOR`, besides the names of groups: who may do everything.
SUPERUSER = "superuser"


class Standing(NamedTuple):
    """Of an account."""

    has_device: bool
    is_required: bool

    @property
    def is_asked(self) -> bool:
        """Whether the password alone does not open the door."""
        return self.has_device or self.is_required


def standing_of(user: User) -> Standing:
    """As it is at this moment, in one query: whoever gets such a role is asked with the next click."""
    roles = settings.SECOND_FACTOR_FOR
    device = Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True))
    group = Exists(Group.objects.filter(user=OuterRef("pk"), name__in=roles))
    has_device, is_member = User.objects.filter(pk=user.pk).values_list(device, group).get()
    return Standing(has_device, is_member or (user.is_superuser and SUPERUSER in roles))


def is_given(request: HttpRequest) -> bool:
    """Whether this session has given it. Asks for the device itself, which may be gone since."""
    return DEVICE_ID_SESSION_KEY in request.session and request.user.is_verified()  # type: ignore[union-attr]
