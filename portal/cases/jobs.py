"""The jobs of this app."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.cases.masking import mask_expired
from portal.operations.jobs import register_job

#: Names expire at midnight and are to be gone soon after; without any, looking costs one small query.
EVERY = timedelta(minutes=10)


def register() -> None:
    """Register them."""
    register_job("mask_expired_names", _("Mask names whose time is over"), EVERY, mask_expired)
